"""打捆: a project that stands for several smaller ones, each counted once, whichever way one counts."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import Select, delete, select
from sqlalchemy.orm import Session

from tracker.domain.errors import InputError, NotFound
from tracker.domain.money import Amount, check_amount, format_wan
from tracker.services.guards import require_tracked
from tracker.store.tables import Allocation, Project


def set_parent(session: Session, child_ids: Collection[int], parent_id: int | None) -> None:
    """Put projects under a 打捆 project, or take them out with None; all of them or, on an error, none.

    One level only: a 打捆 project stands under no other. Raises InputError for a heading, for a project under itself,
    for a parent that is itself a part and for a part that has parts.
    """
    parent = None if parent_id is None else _parent(session, parent_id)
    for child_id in child_ids:
        child = require_tracked(session, child_id)
        if parent is not None:
            _refuse(session, child, parent)
        child.parent_id = parent_id
    session.flush()


def split_allocation(session: Session, allocation_id: int, parts: Mapping[int, int]) -> None:
    """Split a batch of 下达 on a 打捆 project to its parts (project id → 分), replacing an earlier split.

    The batch itself stays: 打捆计 reads it, 拆分计 reads the parts. Raises InputError where a project is no part of the
    打捆 project, or where the parts come to more than the batch.
    """
    batch = session.get(Allocation, allocation_id)
    if batch is None:
        raise NotFound
    require_tracked(session, batch.project_id)
    inside = set(session.scalars(_parts_of(batch.project_id)))
    for project_id, fen in parts.items():
        if project_id not in inside:
            raise InputError("只能拆分到这个打捆项目的子项目，未拆分。请先把项目设为它的子项目。", "project_id")
        check_amount(Amount(fen), "amount_fen")
    total = sum(parts.values())
    if total > batch.amount_fen:
        raise InputError(
            f"各子项目合计 {format_wan(total)} 万元，比这批下达的 {format_wan(batch.amount_fen)} 万元"
            f"多 {format_wan(total - batch.amount_fen)} 万元，未拆分。请核对。",
            "amount_fen",
        )
    session.execute(delete(Allocation).where(Allocation.split_of_id == batch.id))
    session.add_all(
        Allocation(
            project_id=project_id,
            source_id=batch.source_id,
            amount_fen=fen,
            allocated_on=batch.allocated_on,
            document_number=batch.document_number,
            split_of_id=batch.id,
        )
        for project_id, fen in parts.items()
    )


def _parent(session: Session, parent_id: int) -> Project:
    """Return a project that may stand for others."""
    parent = require_tracked(session, parent_id)
    if parent.parent_id is not None:
        raise InputError(f"“{parent.name}”本身是打捆项目的子项目，不能再打捆别的项目。", "parent_id")
    return parent


def _refuse(session: Session, child: Project, parent: Project) -> None:
    """Refuse what would count a project twice or never."""
    if child.id == parent.id:
        raise InputError("项目不能打捆到它自己，请选择另一个项目。", "parent_id")
    if session.scalars(_parts_of(child.id).limit(1)).first() is not None:
        raise InputError(f"“{child.name}”下面已有子项目，不能再放进别的打捆项目。请先移出它的子项目。", "parent_id")


def _parts_of(parent_id: int) -> Select[int]:
    """Return the statement for the ids of a 打捆 project's parts."""
    return select(Project.id).where(Project.parent_id == parent_id, Project.merged_into_id.is_(None))
