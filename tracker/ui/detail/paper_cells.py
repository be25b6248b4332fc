"""The columns of the papers of a project."""

from __future__ import annotations

from collections.abc import Callable

from tracker.domain.dates import format_day
from tracker.domain.papers import TYPES
from tracker.queries.documents import DocumentRow, FileState
from tracker.ui.cells import EMPTY, UNFILLED, Cell, unfilled
from tracker.ui.detail.milestone_cells import written
from tracker.ui.table_model import Column

_INKS = {FileState.MISSING: "red", FileState.CHANGED: "amber_text", FileState.THERE: "text2"}
_WORDS = {FileState.THERE: "有", FileState.MISSING: "缺失", FileState.CHANGED: "已变"}


def columns(editable: Callable[[], bool]) -> tuple[Column[DocumentRow], ...]:
    """Return the columns; *editable* says whether anything may be changed now."""

    def can(value: Callable[[DocumentRow], str]) -> Callable[[DocumentRow], str | None]:
        return lambda row: value(row) if editable() else None

    return (
        Column("number", "文号", _number, width=118, edit=can(lambda row: row.number or ""), elide="middle"),
        Column(
            "title",
            "标题",
            lambda row: Cell(row.title, tooltip=row.title),
            width=84,
            stretch=True,
            edit=can(lambda row: row.title),
        ),
        Column("issued_on", "发文日期", _day, width=62, edit=can(lambda row: format_day(row.issued_on))),
        Column(
            "type",
            "类型",
            lambda row: Cell(row.type, "text2") if row.type else unfilled(),
            width=76,
            edit=can(lambda row: row.type or UNFILLED),
            choices=lambda row: [UNFILLED, *TYPES, *([row.type] if row.type and row.type not in TYPES else [])],
        ),
        Column("state", "附件", _state, width=40),
        Column("used", "引用", _used, width=36, align="right", tooltip="有几处日期或金额引用这份文件"),
    )


def _number(row: DocumentRow) -> Cell:
    """Show the 文号, whole in the tooltip."""
    return Cell(row.number, tooltip=row.number) if row.number else unfilled()


def _day(row: DocumentRow) -> Cell:
    """Show the day of issue."""
    day = row.issued_on
    return unfilled() if day is None else Cell(written(day), tooltip=str(day), spoken=str(day))


def _state(row: DocumentRow) -> Cell:
    """Show whether the file is there, in a word."""
    if row.state is FileState.NONE:
        return Cell("无", "text3", tooltip=row.state, spoken=row.state)
    return Cell(_WORDS[row.state], _INKS[row.state], tooltip=f"{row.state}：{row.file}", spoken=row.state)


def _used(row: DocumentRow) -> Cell:
    """Show how many rows rest on the paper."""
    return Cell(str(row.used), "text2") if row.used else EMPTY
