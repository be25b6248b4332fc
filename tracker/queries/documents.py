"""批复文件 of a project, each with whether its file is there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.domain.file_names import is_within
from tracker.store.tables import Allocation, AnnualPlan, Document, Investment, Milestone, MilestoneApproval, Project


class FileState(StrEnum):
    """Whether a paper's file can be opened."""

    NONE = "未附文件"
    THERE = "已附"
    MISSING = "文件缺失"


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
