"""批复文件 of a project: whether each file is there, what rests on each, and what is named but not noted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.domain.file_names import is_within
from tracker.domain.money import format_wan
from tracker.store.tables import Allocation, AnnualPlan, Document, Investment, Milestone, MilestoneApproval, Project


class FileState(StrEnum):
    """Whether a paper's file can be opened."""

    NONE = "未附文件"
    THERE = "已附"
    MISSING = "文件缺失"
    CHANGED = "内容已变"  # only who reads the file knows; no query does


@dataclass(frozen=True)
class DocumentRow:
    """One paper. ``path`` is where its file lies, None where it is missing; ``used`` counts what rests on it."""

    id: int
    project_id: int
    number: str | None
    title: str
    issuer: str | None
    issued_on: date | None
    type: str | None
    file: str | None
    sha256: str | None
    state: FileState
    path: Path | None
    used: int


@dataclass(frozen=True)
class Rest:
    """A row that rests on a paper, or names one that is not noted.

    ``document_id`` is None for the latter, ``words`` what it names. ``what`` says the row in words, ``tab`` is the
    part of the detail it stands in. ``on`` is the day it took effect, where it says one of its own.
    """

    document_id: int | None
    words: str | None
    what: str
    tab: str
    on: date | None = None


def resting(session: Session, project_id: int) -> tuple[Rest, ...]:
    """Return the rows of a project that rest on a paper or name one, milestones first, then money."""
    found = (*_resting_dates(session, project_id), *_resting_money(session, project_id))
    return tuple(one for one in found if one.document_id is not None or one.words)


def _resting_dates(session: Session, project_id: int) -> Iterator[Rest]:
    """Yield milestones and their approvals."""
    in_order = (Milestone.position, Milestone.id)
    of_project = Milestone.project_id == project_id
    for row in session.scalars(select(Milestone).where(of_project).order_by(*in_order)):
        yield Rest(row.document_id, row.evidence, f"节点“{row.title}”的佐证", "milestones", row.actual)
    approvals = select(MilestoneApproval, Milestone.title).join(Milestone).where(of_project)
    for version, title in session.execute(approvals.order_by(*in_order, MilestoneApproval.decided_on)):
        what = f"节点“{title}”批准调整为 {version.approved}"
        yield Rest(version.document_id, version.document_number, what, "milestones", version.decided_on)


def _resting_money(session: Session, project_id: int) -> Iterator[Rest]:
    """Yield 总投资, annual plans and batches of 下达."""
    for one in session.scalars(select(Investment).where(Investment.project_id == project_id).order_by(Investment.id)):
        parts = (one.stage, str(one.as_of) if one.as_of else None, _wan(one.amount_fen))
        yield Rest(one.document_id, None, " ".join(("总投资", *(part for part in parts if part))), "money", one.as_of)
    plans = select(AnnualPlan).where(AnnualPlan.project_id == project_id).order_by(AnnualPlan.year, AnnualPlan.id)
    for plan in session.scalars(plans):
        yield Rest(plan.document_id, None, f"{plan.year}年度计划 {_wan(plan.amount_fen)}", "money", plan.decided_on)
    batches = select(Allocation).where(Allocation.project_id == project_id)
    for batch in session.scalars(batches.order_by(Allocation.allocated_on, Allocation.id)):
        what = f"{batch.allocated_on} 下达 {_wan(batch.amount_fen)}"
        yield Rest(batch.document_id, batch.document_number, what, "money", batch.allocated_on)


def _wan(fen: int | None) -> str:
    """Return an amount with its unit."""
    return "不适用" if fen is None else f"{format_wan(fen)} 万元"


def documents(session: Session, project_id: int, base: Path) -> tuple[DocumentRow, ...]:
    """Return a project's papers, the newest first, undated ones last; *base* is the database's folder."""
    found = select(Document).where(Document.project_id == project_id)
    rows = session.scalars(found.order_by(Document.issued_on.desc().nulls_last(), Document.id.desc())).all()
    used = _used(session, [row.id for row in rows])
    return tuple(_row(row, base, used.get(row.id, 0)) for row in rows)


def missing_files(session: Session, base: Path) -> tuple[tuple[str, DocumentRow], ...]:
    """Return every paper of the file whose attached file is not there, with its project's name."""
    statement = select(Document, Project.name).join(Project, Project.id == Document.project_id)
    rows = session.execute(statement.where(Document.file.is_not(None)).order_by(Project.position, Document.id))
    told = [(name, _row(document, base, 0)) for document, name in rows]
    return tuple(one for one in told if one[1].state is FileState.MISSING)


def _row(row: Document, base: Path, used: int) -> DocumentRow:
    """Return one paper as it stands on the disk now."""
    path = base.joinpath(*row.file.replace("\\", "/").split("/")) if row.file and is_within(row.file) else None
    path = path if path is not None and path.is_file() else None
    state = FileState.NONE if row.file is None else FileState.THERE if path else FileState.MISSING
    return DocumentRow(
        id=row.id,
        project_id=row.project_id,
        number=row.number,
        title=row.title,
        issuer=row.issuer,
        issued_on=row.issued_on,
        type=row.type,
        file=row.file,
        sha256=row.sha256,
        state=state,
        path=path,
        used=used,
    )


def _used(session: Session, ids: list[int]) -> dict[int, int]:
    """Return how many rows rest on each paper."""
    count: dict[int, int] = {}
    for table in (Milestone, MilestoneApproval, Investment, AnnualPlan, Allocation):
        column = table.document_id
        rows = session.execute(select(column, func.count()).where(column.in_(ids)).group_by(column))
        for document_id, uses in rows:
            if document_id is not None:
                count[document_id] = count.get(document_id, 0) + uses
    return count
