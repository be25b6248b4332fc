"""A block for the grid, cell by cell: what may be written, what is refused, and what is doubtful."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from tracker.domain import pasting
from tracker.domain.entry import KINDS, LABELS, PERCENT, figure_doubt, read_percent
from tracker.domain.errors import InputError
from tracker.domain.money import Amount, format_wan
from tracker.queries.entry import EntryRow
from tracker.services.entry import CellInput
from tracker.services.paste import PasteItem, PastePreview, UnmatchedRow
from tracker.ui.cells import NOT_APPLICABLE, UNFILLED
from tracker.ui.detail.money_cells import typed_amount
from tracker.ui.entry.columns import EDITABLE, shown, title


@dataclass(frozen=True)
class Typed:
    """One cell of a block: its place in the block from 1, and the text for it."""

    row: int
    column: int
    project_id: int
    key: str
    text: str


@dataclass(frozen=True)
class Block:
    """What a block comes to: the cells to write, and all of it for the preview."""

    cells: dict[tuple[int, str], CellInput]
    preview: PastePreview

    @property
    def clean(self) -> bool:
        """Whether nothing is refused or doubtful."""
        found = self.preview
        return not (found.errors or found.unmatched or any(item.note for item in found.items))


def read_cell(project_id: int, key: str, text: str) -> CellInput:
    """Read what was typed or pasted into a cell; raises InputError where it means nothing there."""
    if key in KINDS:
        return CellInput(project_id, key, amount=typed_amount(text))
    if key == PERCENT:
        percent, na = read_percent(text)
        return CellInput(project_id, key, value=percent, na=na)
    return CellInput(project_id, key, value=text.strip() or None)


def cut(text: str) -> list[list[str]]:
    """Cut the clipboard's text into cells; raises InputError where there is nothing in it."""
    rows = [[cell.strip() for cell in row] for row in pasting.split(text)]
    if not any(any(row) for row in rows):
        raise InputError("剪贴板里没有表格内容。请先在 Excel 中选中并复制单元格，再粘贴。")
    return rows


def spread(rows: Sequence[Sequence[str]], ids: Sequence[int], columns: Sequence[str]) -> list[Typed]:
    """Lay a block over rows and columns; a block of one cell fills all of them. Empty cells are left out."""
    if len(rows) == 1 and len(rows[0]) == 1:
        return [Typed(1, 1, key, column, rows[0][0]) for key in ids for column in columns]
    return [
        Typed(row + 1, place + 1, ids[row], columns[place], text)
        for row, cells in enumerate(rows[: len(ids)])
        for place, text in enumerate(cells[: len(columns)])
        if text
    ]


def read_block(typed: Iterable[Typed], row_of: Callable[[int], EntryRow | None], beyond: Sequence[str] = ()) -> Block:
    """Return what a block comes to; *beyond* are the first cells of rows for which the list has none any more."""
    items: list[PasteItem] = []
    cells: dict[tuple[int, str], CellInput] = {}
    ignored: dict[str, None] = {}
    unchanged = 0
    for one in typed:
        row = row_of(one.project_id)
        if row is None:
            continue
        if one.key not in EDITABLE:
            ignored[title(one.key) or "不可填写的列"] = None
            continue
        item, cell = _item(one, row)
        if cell is not None and _same(row, cell):
            unchanged += 1
            continue
        items.append(item)
        if cell is not None:
            cells[one.project_id, one.key] = cell
    left = [UnmatchedRow(place + 1, text, "表里没有更多的行，未写入") for place, text in enumerate(beyond)]
    return Block(cells, PastePreview(tuple(items), tuple(left), unchanged, tuple(ignored)))


def _item(one: Typed, row: EntryRow) -> tuple[PasteItem, CellInput | None]:
    """Return a line of the preview, and the cell where it can be written."""
    error, note, cell = "", "", None
    new = one.text
    try:
        cell = read_cell(one.project_id, one.key, one.text)
    except InputError as refusal:
        error = str(refusal)
    else:
        new = after(cell)
        if one.key in KINDS and not _same(row, cell):
            error, note = figure_doubt(one.key, row.figures[one.key], cell.amount)
    item = PasteItem(
        row=one.row,
        column=one.column,
        project_id=one.project_id,
        project=row.name,
        field=one.key,
        label=LABELS[one.key],
        old=shown(row, one.key),
        new=new,
        value=cell.amount if cell is not None else Amount(),
        error=error or None,
        note=note or None,
    )
    return item, None if error else cell


def _same(row: EntryRow, cell: CellInput) -> bool:
    """Tell whether a cell says to the last digit what is there already."""
    if cell.key in KINDS:
        figure = row.figures[cell.key]
        return not figure.by_source and cell.amount == figure.current
    if cell.key == PERCENT:
        return (cell.value, cell.na) == (row.said.percent, row.said.na)
    stored: str | None = getattr(row.said, cell.key)
    return cell.value == stored


def after(cell: CellInput) -> str:
    """Return what a cell will show."""
    if cell.na or cell.amount.na:
        return NOT_APPLICABLE
    if cell.key in KINDS:
        return UNFILLED if cell.amount.fen is None else format_wan(cell.amount.fen)
    return UNFILLED if cell.value is None else str(cell.value)
