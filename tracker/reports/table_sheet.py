"""The anatomy of a sheet that is handed in (domain.md §3).

Title, unit line, headings of two rows, totals first, notes, and the line that is signed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Generic, TypeVar

from tracker.domain.office import NOBODY, SignOff
from tracker.reports.sheet_styles import GROUP_GROUND, SIZES, TOTAL_GROUND, Form, Style
from tracker.reports.sheet_writer import Book, Cell, Sheet, SheetPlan, lines_needed

Row = TypeVar("Row")
TITLE_ROW, UNIT_ROW, HEAD_ROW, SECOND_HEAD_ROW, BODY_ROW = 1, 2, 3, 4, 5
_APART, _BLANK = "　" * 3, "　" * 4  # between the names of those who sign, and where one is written by hand
_BY_HAND = "＿＿＿＿＿＿＿＿＿＿"


def signed(by: SignOff) -> str:
    """Return the line that is signed; a name that is not known is left to be written by hand."""
    lines = (("单位负责人", by.head), ("审核人", by.reviewer), ("填报人", by.filler), ("联系电话", by.phone))
    return _APART.join((*(f"{word}：{name or _BLANK}" for word, name in lines), "填报日期：　　　年　　月　　日"))


def reported_by(by: SignOff) -> str:
    """Return whose sheet it is, for the unit line; the stamp goes over it."""
    return f"填报单位（盖章）：{by.office or _BY_HAND}"


@dataclass(frozen=True)
class Column(Generic[Row]):
    """A column: its head, its width in characters, what it shows of a row, and the head over it and its neighbours.

    ``total`` stands in the row 合计 of tables whose rows are projects.
    """

    head: str
    width: float
    cell: Callable[[Row], Cell]
    group: str = ""
    total: Cell | None = None


@dataclass(frozen=True)
class Layout(Generic[Row]):
    """A table sheet: its name, title, the three texts of the unit line, its columns and its paper.

    ``beside`` are widths of empty columns right of the table, for a chart. ``signing`` says whose sheet it is.
    """

    name: str
    title: str
    middle: str
    right: str
    columns: tuple[Column[Row], ...]
    frozen_columns: int
    paper: str = "A4"
    beside: tuple[float, ...] = ()
    signing: SignOff = NOBODY


def begin(book: Book, layout: Layout[Row]) -> Sheet:
    """Begin a sheet with title, unit line and headings; the next row is the first of the body."""
    columns = layout.columns
    plan = SheetPlan(
        name=layout.name,
        widths=(*(column.width for column in columns), *layout.beside),
        headings=(UNIT_ROW, SECOND_HEAD_ROW),
        frozen_columns=layout.frozen_columns,
        paper=layout.paper,
    )
    sheet = book.sheet(plan)
    sheet.append(spread(layout.title, Form.TITLE, len(plan.widths)), height=34)
    sheet.merge(TITLE_ROW, 1, TITLE_ROW, len(plan.widths))
    _write_unit_line(sheet, layout)
    _write_headings(sheet, columns)
    return sheet


def spread(value: str, form: Form, columns: int) -> list[Cell | None]:
    """Return a row whose first cell holds *value* and whose others only carry the style, to be merged."""
    return [Cell(value, Style(form)), *(Cell(None, Style(form)) for _ in range(columns - 1))]


def write_total(sheet: Sheet, columns: Sequence[Column[Row]], label: str) -> None:
    """Write 合计 as the first row of the body, its label over the first two columns."""
    empty = Cell(None, Style(Form.WORD))
    cells = [Cell(label, Style(Form.WORD)), *(column.total or empty for column in columns[1:])]
    sheet.append([cell.strong(TOTAL_GROUND) for cell in cells], height=20)
    sheet.merge(sheet.row - 1, 1, sheet.row - 1, 2)


def write_group(sheet: Sheet, words: str) -> None:
    """Write a heading inside the body: words in the second column that run on to the right."""
    empty = Cell(None, Style(Form.GROUP))
    cells = [empty, Cell(words, Style(Form.GROUP)), *(empty for _ in sheet.plan.widths[2:])]
    sheet.append([cell.strong(GROUP_GROUND) for cell in cells], height=17)


def write_empty(sheet: Sheet, words: str) -> None:
    """Write one row that says why there are none."""
    columns = len(sheet.plan.widths)
    sheet.append(spread(words, Form.WORD, columns), height=24)
    sheet.merge(sheet.row - 1, 1, sheet.row - 1, columns)


def finish(sheet: Sheet, notes: Iterable[str], signing: SignOff | None = None) -> None:
    """Write the notes and, on sheets that are handed in, the line that is signed; None for a sheet that is not."""
    columns = len(sheet.plan.widths)
    whole = sum(sheet.plan.widths)
    numbered = [note for note in notes if note]
    for place, note in enumerate(numbered, start=1):
        words = f"说明：{place}．{note}" if place == 1 else f"　　　{place}．{note}"
        lines = lines_needed(words, whole, SIZES[Form.NOTE])
        sheet.append(spread(words, Form.NOTE, columns), height=lines * 12.5 + 3)
        sheet.merge(sheet.row - 1, 1, sheet.row - 1, columns)
    if signing is not None:
        line = signed(signing)
        lines = lines_needed(line, whole, SIZES[Form.LEFT])
        sheet.append(spread(line, Form.LEFT, columns), height=max(30.0, lines * 15.0))
        sheet.merge(sheet.row - 1, 1, sheet.row - 1, columns)


def _write_unit_line(sheet: Sheet, layout: Layout[Row]) -> None:
    """Write 填报单位 at the left, the date in the middle and 单位 at the right; each part merged over a third."""
    parts = _thirds(sheet.plan.widths)
    cells: list[Cell | None] = []
    for (first, last), words, form in zip(
        parts,
        (reported_by(layout.signing), layout.middle, layout.right),
        (Form.LEFT, Form.MIDDLE, Form.RIGHT),
        strict=True,
    ):
        cells += spread(words, form, last - first + 1)
        sheet.merge(UNIT_ROW, first, UNIT_ROW, last)
    sheet.append(cells, height=20)


def _thirds(widths: Sequence[float]) -> list[tuple[int, int]]:
    """Cut the columns into three runs of about the same width; return the first and last column of each."""
    whole, reached = sum(widths), 0.0
    ends: list[int] = []
    for number, width in enumerate(widths, start=1):
        reached += width
        left_for_rest = len(widths) - number >= 2 - len(ends)
        if len(ends) < 2 and left_for_rest and reached >= whole * (len(ends) + 1) / 3:  # noqa: PLR2004 - three parts
            ends.append(number)
    while len(ends) < 2:  # noqa: PLR2004
        ends.append(len(widths) - 2 + len(ends))
    return [(1, ends[0]), (ends[0] + 1, ends[1]), (ends[1] + 1, len(widths))]


def _write_headings(sheet: Sheet, columns: Sequence[Column[Row]]) -> None:
    """Write two heading rows: heads of groups merged across, heads of single columns merged down."""
    # Only the first cell of a merged range may hold words: the others would come back when somebody unmerges it.
    before = ("", *(column.group for column in columns[:-1]))
    upper = [
        Cell(column.head if not column.group else column.group if column.group != last else None, Style(Form.HEAD))
        for column, last in zip(columns, before, strict=True)
    ]
    sheet.append(upper, height=20)
    lines = max(lines_needed(column.head, column.width, SIZES[Form.HEAD]) for column in columns)
    lower = [Cell(column.head if column.group else None, Style(Form.HEAD)) for column in columns]
    sheet.append(lower, height=max(24.0, lines * 12.5 + 5))
    first = 1
    for group, run in groupby(columns, key=lambda column: column.group):
        size = len(list(run))
        if group:
            sheet.merge(HEAD_ROW, first, HEAD_ROW, first + size - 1)
        else:
            for number in range(first, first + size):
                sheet.merge(HEAD_ROW, number, SECOND_HEAD_ROW, number)
        first += size
