"""Pasting a block copied from Excel: first what it would change, cell by cell, then the change as one action.

A row finds its project by uid, else 项目代码, else its exact name or alias (in the named 上报单位 where there is one),
never by likeness; a block pasted onto rows of the list goes to those rows. An empty cell changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from tracker.domain import pasting
from tracker.domain.custom import KEYS
from tracker.domain.errors import InputError
from tracker.domain.office import LEADER_LABELS
from tracker.domain.pasting import INVESTMENT, NAME, UID, Block, Column
from tracker.services import custom, money, projects
from tracker.services.paste_cells import CellReader, Own, PasteItem
from tracker.services.row_finder import Finder, Found
from tracker.store import settings
from tracker.store.tables import Project

__all__ = ["PasteItem", "PastePreview", "Start", "UnmatchedRow", "apply", "preview"]


@dataclass(frozen=True)
class Start:
    """Where in the list a block is pasted: the rows from the current one down, the column keys from it rightwards.

    A column that cannot be pasted into is None or any other word than those of ``pasting.PASTED``.
    """

    project_ids: tuple[int, ...]
    columns: tuple[str | None, ...]


@dataclass(frozen=True)
class UnmatchedRow:
    """A row that is not written: what it was called, and why."""

    row: int
    text: str
    error: str


@dataclass(frozen=True)
class PastePreview:
    """What a block would change. ``ignored`` names the columns nothing is taken from."""

    items: tuple[PasteItem, ...]
    unmatched: tuple[UnmatchedRow, ...]
    unchanged: int
    ignored: tuple[str, ...]

    @property
    def changes(self) -> tuple[PasteItem, ...]:
        """The cells that would be written."""
        return tuple(item for item in self.items if item.error is None)

    @property
    def errors(self) -> tuple[PasteItem, ...]:
        """The cells that would not be written, each with its sentence."""
        return tuple(item for item in self.items if item.error is not None)


def preview(session: Session, text: str, year: int, start: Start | None = None) -> PastePreview:
    """Return what pasting the clipboard's *text* would change; nothing is stored.

    *year* is that of 年度计划 where a heading names none. Raises InputError where the block cannot be read at all.
    """
    own = _own(session)
    block = pasting.read(text, start.columns if start else (), own.headings())
    if not any(column.field in (UID, NAME, "code") for column in block.columns) and start is None:
        raise InputError("没有认出“项目名称”或“项目代码”一列，不知道各行是哪个项目。请连同这一列和标题行一起复制。")
    finder = Finder(session)
    rows: list[tuple[int, tuple[str, ...], Found]] = []
    for place, cells in enumerate(block.rows):
        found = _find(finder, block, cells, start.project_ids[place : place + 1] if start else None)
        if found is not None:
            rows.append((block.first_row + place, cells, found))
    known = [found.project_id for _, _, found in rows if found.project_id is not None]
    reading = CellReader(session, finder, known, year, own)
    for row, cells, found in rows:
        if found.project_id is not None:
            reading.take(row, block.columns, cells, found)
    ignored = [column for column in block.columns if column.field is None and _filled(block, column)]
    return PastePreview(
        items=tuple(reading.items),
        unmatched=tuple(UnmatchedRow(row, found.text, found.error or "") for row, _, found in rows if found.error),
        unchanged=reading.unchanged,
        ignored=tuple(column.heading or f"第 {column.place + 1} 列" for column in ignored),
    )


def apply(session: Session, items: Sequence[PasteItem]) -> int:
    """Write the cells that have no error, as they were shown; return how many were written.

    Raises InputError, and nothing is written, where a value no longer fits.
    """
    accepted = [item for item in items if item.error is None]
    for item in sorted(accepted, key=lambda item: _waits(session, item)):
        if item.field in KEYS:
            custom.set_value(session, [item.project_id], item.field, item.value)
        elif isinstance(item.value, str):
            projects.edit(session, item.project_id, item.field, item.value)
        elif item.field == INVESTMENT:
            money.set_investment(session, item.project_id, item.value)
        elif item.year is not None:
            money.set_year_plan(session, item.project_id, item.year, item.value)
    return len(accepted)


def _own(session: Session) -> Own:
    """Return the office's columns and words."""
    columns = {column.key: column for column in custom.columns_of(session)}
    return Own(columns, settings.value(session, settings.LEADER_LABEL) or LEADER_LABELS[0])


def _find(finder: Finder, block: Block, cells: tuple[str, ...], at: tuple[int, ...] | None) -> Found | None:
    """Return the project of one row: by what it says where the block has headings, else by where it is pasted."""
    said = {column.field: cells[column.place] for column in block.columns if column.field and column.place < len(cells)}
    if at is None or any(column.field in (UID, NAME) for column in block.columns):
        return finder.find(said)
    if not any(cells):
        return None
    if not at:
        return Found("", error="列表到此为止，这一行没有对应的项目，未写入。")
    return Found(finder.shown.get(at[0], ""), at[0])


def _filled(block: Block, column: Column) -> bool:
    """Return whether there is anything in a column."""
    return any(cells[column.place] for cells in block.rows if column.place < len(cells))


def _waits(session: Session, item: PasteItem) -> bool:
    """Return whether a cell has to come after the others: 计划开工 beyond the old 计划竣工, and the other way round."""
    project = session.get_one(Project, item.project_id)
    if item.field == "planned_start":
        return project.planned_finish is not None and str(item.value) > project.planned_finish.isoformat()
    if item.field == "planned_finish":
        return project.planned_start is not None and str(item.value) < project.planned_start.isoformat()
    return False
