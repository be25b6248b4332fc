"""Copies the selected cells as Excel does: tab between columns, a line for each row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QApplication

from tracker.ui.cells import NOT_APPLICABLE, NOT_COMPUTABLE, UNFILLED, Cell
from tracker.ui.table_model import Column, Role

if TYPE_CHECKING:
    from tracker.ui.table_view import TableView


def copy_selection(table: TableView) -> int:
    """Put the selected cells on the clipboard and return how many rows they are; headings come with whole rows."""
    selection, header = table.selectionModel(), table.horizontalHeader()
    model = table.table_model()
    rows: set[int] = set()
    places: set[int] = set()
    for part in selection.selection().toList():
        rows.update(range(part.top(), part.bottom() + 1))
        places.update(range(part.left(), part.right() + 1))
    shown = sorted((place for place in places if not table.isColumnHidden(place)), key=header.visualIndex)
    if not rows or not shown:
        return 0
    lines = [] if table.grid else ["\t".join(heading(table.columns[place]) for place in shown)]
    lines += ["\t".join(plain(model.index(row, place).data(Role.CELL)) for place in shown) for row in sorted(rows)]
    QApplication.clipboard().setText("\n".join(lines))
    return len(rows)


def plain(cell: object) -> str:
    """Return a cell's text as a spreadsheet takes it: an ordinary minus, one line, nothing where nothing is filled."""
    if not isinstance(cell, Cell):
        return ""
    if cell.spoken and cell.text in (UNFILLED, NOT_APPLICABLE, NOT_COMPUTABLE):
        return "/" if cell.text == NOT_APPLICABLE else ""
    light = cell.light.value if cell.light and not cell.text else ""
    text = f"{light}{cell.text} {cell.side}".strip()
    return " ".join(text.replace("−", "-").split())


def heading(column: Column[Any]) -> str:
    """Return a column's heading on one line."""
    words = [column.grouped, column.title, f"（{column.unit}）" if column.unit else ""]
    return "".join(word for word in words if word)
