"""批复文件: the papers that dates and amounts rest on, and who picks from them.

A row that names a paper by its 文号 rests on it as soon as the paper is noted, whichever came first. What was typed
stays in the row beside the link, so that it still says something when the paper is removed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from tracker.domain import inputs
from tracker.domain.errors import InputError, NotFound
from tracker.domain.file_names import is_within
from tracker.services.attachments import StoredFile
from tracker.services.guards import require_project
from tracker.store.tables import Allocation, AnnualPlan, Document, Investment, Milestone, MilestoneApproval

_LABELS = {"number": "文号", "title": "标题", "issuer": "发文单位", "issued_on": "发文日期", "type": "类型"}
# What a paper may be picked for, by the name the screen uses.
Holder = Milestone | MilestoneApproval | Investment | AnnualPlan | Allocation
HOLDERS: dict[str, type[Holder]] = {
    "milestone": Milestone,
    "approval": MilestoneApproval,
    "investment": Investment,
    "annual_plan": AnnualPlan,
    "allocation": Allocation,
}


@dataclass(frozen=True)
class DocumentInput:
    """A new paper; ``file`` is what attachments.copy_in returned, None for a paper without a file."""

    project_id: int
    title: str
    number: str | None = None
    issuer: str | None = None
    issued_on: date | None = None
    type: str | None = None
    file: StoredFile | None = None


def add(session: Session, document: DocumentInput) -> int:
    """Note a paper of a project; return its id."""
    project = require_project(session, document.project_id)
    row = Document(project_id=project.id)
    for field in _LABELS:
        _set(row, field, getattr(document, field))
    session.add(row)
    _put_file(row, document.file)
    session.flush()
    _adopt(session, row)
    return row.id


def add_all(session: Session, papers: Sequence[DocumentInput]) -> tuple[int, ...]:
    """Note several papers; return their ids."""
    return tuple(add(session, paper) for paper in papers)


def find(session: Session, project_id: int, words: str | None) -> int | None:
    """Return the id of the project's paper that typed *words* mean: its 文号, or the title of one without 文号."""
    if not words:
        return None
    of_project = select(Document.id).where(Document.project_id == project_id).order_by(Document.id).limit(1)
    named = session.scalar(of_project.where(Document.number == words))
    if named is not None:
        return named
    return session.scalar(of_project.where(Document.number.is_(None), Document.title == words))


def edit(session: Session, document_id: int, field: str, value: object) -> None:
    """Change one field: number, title, issuer, issued_on, type."""
    row = _document(session, document_id)
    _set(row, field, value)
    if field in ("number", "title"):
        session.flush()
        _adopt(session, row)


def attach(session: Session, document_id: int, file: StoredFile | None) -> None:
    """Put a copied file to a paper, or take it away with None. The file itself stays in its folder, for undo."""
    _put_file(_document(session, document_id), file)


def remove(session: Session, document_id: int) -> None:
    """Remove a paper's record; dates and amounts that named it lose it, its file stays in the folder."""
    session.delete(_document(session, document_id))


def pick(session: Session, holder: str, row_id: int, document_id: int | None) -> None:
    """Let a milestone, an approval, a 总投资, an annual plan or a batch rest on a paper of the same project, or none.

    *holder* is a key of HOLDERS. Raises NotFound for a missing row, InputError for another project's paper.
    """
    row = cast("Holder | None", session.get(HOLDERS[holder], row_id))
    if row is None:
        raise NotFound
    project_id = row.project_id if not isinstance(row, MilestoneApproval) else _owner(session, row)
    require_project(session, project_id)
    if document_id is not None and _document(session, document_id).project_id != project_id:
        raise InputError("这份批复文件属于别的项目，不能引用。请先在本项目登记。", "document_id")
    row.document_id = document_id


def _adopt(session: Session, row: Document) -> None:
    """Let the rows that name this paper and rest on none yet rest on it."""
    words = row.number or row.title
    nodes = select(Milestone.id).where(Milestone.project_id == row.project_id)
    naming: dict[type[Milestone | MilestoneApproval | Allocation], ColumnElement[bool]] = {
        Milestone: (Milestone.project_id == row.project_id) & (Milestone.evidence == words),
        MilestoneApproval: MilestoneApproval.milestone_id.in_(nodes) & (MilestoneApproval.document_number == words),
        Allocation: (Allocation.project_id == row.project_id) & (Allocation.document_number == words),
    }
    for table, names_it in naming.items():
        session.execute(update(table).where(names_it, table.document_id.is_(None)).values(document_id=row.id))


def _owner(session: Session, row: MilestoneApproval) -> int:
    """Return the project of an approval."""
    return session.get_one(Milestone, row.milestone_id).project_id


def _document(session: Session, document_id: int) -> Document:
    """Return a paper of a project that may be written; raises NotFound otherwise."""
    row = session.get(Document, document_id)
    if row is None:
        raise NotFound("这份批复文件的记录已不存在，可能已被删除。")
    require_project(session, row.project_id)
    return row


def _set(row: Document, field: str, value: object) -> None:
    """Check and set one field."""
    if field == "title":
        row.title = inputs.required_text(value, "标题", field, inputs.LONGEST_LINE)
    elif field == "issued_on":
        row.issued_on = inputs.day(value, "发文日期", field)
    elif field in _LABELS:
        setattr(row, field, inputs.text(value, _LABELS[field], field, inputs.LONGEST_LINE))
    else:
        raise ValueError(f"a document has no field {field}")


def _put_file(row: Document, file: StoredFile | None) -> None:
    """Write down where a paper's file lies."""
    if file is not None and not is_within(file.file):
        raise ValueError(file.file)
    row.file, row.sha256 = (file.file, file.sha256) if file else (None, None)
