"""A 打捆 project with its parts: what each has, and how the parent's batches of 下达 are split to them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.queries.figures import figures_of
from tracker.store.tables import Allocation, MoneySource, Project, ReportingUnit


@dataclass(frozen=True)
class Part:
    """One 子项目 and its own figures in 分; None is 未填."""

    project_id: int
    name: str
    unit: str
    investment_fen: int | None
    allocated_fen: int | None
    done_fen: int | None


@dataclass(frozen=True)
class Batch:
    """One batch of 下达 on the 打捆 project; ``parts`` says what of it went to which 子项目, in 分."""

    id: int
    on: date
    source: str | None
    number: str | None
    amount_fen: int
    parts: Mapping[int, int]

    @property
    def left_fen(self) -> int:
        """What is not split yet."""
        return self.amount_fen - sum(self.parts.values())


@dataclass(frozen=True)
class Bundle:
    """The parts in their order, and the batches, the newest first."""

    parts: tuple[Part, ...]
    batches: tuple[Batch, ...]


def bundle(session: Session, project_id: int, as_of: date) -> Bundle:
    """Return the parts of a project as of D and the batches on it by D; a project without parts has none of either."""
    statement = (
        select(Project.id, Project.name, ReportingUnit.name.label("unit"))
        .join(ReportingUnit, ReportingUnit.id == Project.unit_id)
        .where(Project.parent_id == project_id, Project.merged_into_id.is_(None))
        .order_by(ReportingUnit.position, Project.id)
    )
    rows = session.execute(statement).all()
    if not rows:
        return Bundle((), ())
    known = figures_of(session, [row.id for row in rows], as_of)
    parts = tuple(
        Part(
            row.id,
            row.name,
            row.unit,
            known[row.id].investment_fen,
            known[row.id].allocated_fen,
            known[row.id].done_fen,
        )
        for row in rows
    )
    return Bundle(parts, _batches(session, project_id, as_of))


def _batches(session: Session, project_id: int, as_of: date) -> tuple[Batch, ...]:
    """Return the batches of a project with their splits."""
    statement = (
        select(Allocation, MoneySource.name)
        .outerjoin(MoneySource, MoneySource.id == Allocation.source_id)
        .where(Allocation.project_id == project_id, Allocation.allocated_on <= as_of)
        .order_by(Allocation.allocated_on.desc(), Allocation.id.desc())
    )
    rows = session.execute(statement).all()
    split: dict[int, dict[int, int]] = defaultdict(dict)
    inside = select(Allocation).where(Allocation.split_of_id.in_([row.id for row, _ in rows]))
    for part in session.scalars(inside):
        if part.split_of_id is not None:
            split[part.split_of_id][part.project_id] = part.amount_fen
    return tuple(
        Batch(row.id, row.allocated_on, source, row.document_number, row.amount_fen, split[row.id])
        for row, source in rows
    )
