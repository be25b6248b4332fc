"""One way to write workbooks: openpyxl in write-only mode, with its traps hidden here.

- Widths, panes and print set-up go out with the first row, so a sheet is planned before it is begun.
- Text is typed as text: “=1+1”, “#N/A” or a long number is never a formula, an error or a rounded float.
- Characters that XML forbids are dropped, and text is cut at Excel's limit instead of spoiling the file.
- Row heights are set for wrapped Chinese text, because merged cells never grow by themselves.
- Merged ranges must not overlap, or Excel “repairs” the file.
- Charts carry the values they were drawn from, and axes are not switched off.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import ceil
from pathlib import Path
from typing import Any

from tracker.reports.sheet_styles import SIZES, Style, named_style

# openpyxl's type stubs leave out what write-only sheets and cells share with ordinary ones.
_OpenSheet = Any
_OpenCell = Any
Value = str | int | float | date | None
LONGEST_TEXT = 32_767  # characters in a cell
_LONGEST_NAME = 31  # characters in a sheet's name
_HIGHEST = 409.0  # points
_CUT = "…（后略）"
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
# What XML 1.0 cannot hold, tab and line break excepted.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# Excel would read text that begins so as a formula when somebody edits the cell.
_RISKY = ("=", "+", "-", "@")
_PAPERS = {"A3": 8, "A4": 9}


@dataclass(frozen=True)
class Cell:
    """A value and how it looks."""

    value: Value
    style: Style

    def strong(self, ground: str = "") -> Cell:
        """Return the same cell in bold, on a ground."""
        return replace(self, style=replace(self.style, strong=True, ground=ground))

    def inked(self, ink: str) -> Cell:
        """Return the same cell in another colour."""
        return replace(self, style=replace(self.style, ink=ink))


@dataclass(frozen=True)
class SheetPlan:
    """What must be known before the first row: widths in characters, the heading rows that repeat on every page.

    Rows down to ``headings[1]`` and the first ``frozen_columns`` columns stay in view.
    """

    name: str
    widths: tuple[float, ...]
    headings: tuple[int, int]
    frozen_columns: int
    paper: str = "A4"
    landscape: bool = True


def clean(text: str) -> str:
    """Return *text* as a cell can hold it."""
    text = _FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - len(_CUT)] + _CUT


def sheet_name(name: str, taken: Sequence[str] = ()) -> str:
    """Return a name Excel allows and no other sheet has (capitals do not tell names apart)."""
    base = _NOT_IN_NAMES.sub("", name).strip().strip("'") or "表"
    folded = {other.casefold() for other in taken}
    result, number = base[:_LONGEST_NAME], 2
    while result.casefold() in folded:
        result = f"{base[: _LONGEST_NAME - len(str(number)) - 2]}({number})"
        number += 1
    return result


def text_width(text: str) -> int:
    """Return the width of a line in half-width characters; Chinese ones are two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in text)


def lines_needed(text: str, width: float, size: float) -> int:
    """Return how many lines wrapped *text* of *size* points takes in a column *width* characters wide."""
    # A unit of width is a digit of the workbook's 11-point font: 8 pixels in 宋体, 7 in what may stand in for it; 6
    # pixels are the cell's edges. Too high a row is a smaller evil than a line cut off.
    room = max(2.0, (width * 7.5 - 6) / (size * 96 / 72 / 2))
    return sum(max(1, ceil(text_width(line) / room)) for line in text.split("\n"))


class Sheet:
    """A sheet being written from top to bottom. Rows and columns are counted from 1."""

    def __init__(self, sheet: _OpenSheet, plan: SheetPlan, looks: dict[Style, tuple[int, ...]]) -> None:
        """Use :meth:`Book.sheet`; *looks* holds what a style is inside the workbook."""
        self.plan = plan
        self._looks = looks
        self.row = 1  # the next one to be written
        self._sheet = sheet
        self._merged: list[tuple[int, int, int, int]] = []

    def append(self, cells: Sequence[Cell | None], height: float | None = None) -> None:
        """Write the next row; without *height* (points) it is as high as its wrapped text needs."""
        self._sheet.row_dimensions[self.row].height = min(_HIGHEST, height or self._height(cells))
        self._sheet.append([None if cell is None else self._made(cell) for cell in cells])
        self.row += 1

    def merge(self, first_row: int, first_column: int, last_row: int, last_column: int) -> None:
        """Merge a block of cells; one that overlaps another is a mistake of ours and raises ValueError."""
        block = (first_row, first_column, last_row, last_column)
        if block[:2] == block[2:]:
            return
        if any(_overlap(block, other) for other in self._merged):
            raise ValueError(f"merged cells overlap: {block}")
        self._merged.append(block)
        from openpyxl.worksheet.cell_range import CellRange

        self._sheet.merged_cells.add(
            CellRange(min_row=first_row, min_col=first_column, max_row=last_row, max_col=last_column)
        )

    def add_chart(self, chart: Any, anchor: str) -> None:
        """Put a chart with its top left corner on a cell."""
        self._sheet.add_chart(chart, anchor)

    @property
    def sheet(self) -> _OpenSheet:
        """The sheet as openpyxl knows it, for a chart's references."""
        return self._sheet

    def _height(self, cells: Sequence[Cell | None]) -> float:
        """Return the height of a row in points."""
        most = 0.0
        for cell, width in zip(cells, self.plan.widths, strict=False):
            if cell is None:
                continue
            size = SIZES[cell.style.form]
            wraps = isinstance(cell.value, str) and cell.style.wraps
            lines = lines_needed(str(cell.value), width, size) if wraps else 1
            most = max(most, lines * size * 1.38 + 5)
        return most

    def _made(self, cell: Cell) -> _OpenCell:
        """Return openpyxl's cell with value, type and style."""
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles.cell_style import StyleArray

        value = clean(cell.value) if isinstance(cell.value, str) else cell.value
        made: _OpenCell = WriteOnlyCell(self._sheet, value=value)  # type: ignore[arg-type]  # dates are allowed too
        look = self._looks.get(cell.style)
        if look is None:
            made.style = named_style(self._sheet.parent, cell.style)
            self._looks[cell.style] = tuple(made._style)  # noqa: SLF001 - see below
        else:
            # Looking a style up by its name takes longer than writing the cell; there is no public way around it.
            made._style = StyleArray(look)  # noqa: SLF001
        if isinstance(value, str):
            made.data_type = "s"
            if value.startswith(_RISKY):
                made.quotePrefix = True
        return made


class Book:
    """A workbook being written. It is whole only after :meth:`save`."""

    def __init__(self, title: str) -> None:
        """Begin an empty workbook; *title* is what file lists show."""
        from openpyxl import Workbook

        self._book: Any = Workbook(write_only=True)
        self._book.properties.title = clean(title)
        self._book.properties.creator = "专栏项目台账"
        # There is nothing to calculate; without this every reader is asked to save when closing.
        self._book.calculation.fullCalcOnLoad = False
        self._looks: dict[Style, tuple[int, ...]] = {}
        self._prepare_default_font()

    def sheet(self, plan: SheetPlan) -> Sheet:
        """Begin a sheet; the one before must be complete."""
        made = self._book.create_sheet(sheet_name(plan.name, self._book.sheetnames))
        _set_up(made, plan)
        return Sheet(made, plan, self._looks)

    def save(self, path: Path) -> None:
        """Write the workbook; it cannot be added to afterwards."""
        self._book.save(path)

    def discard(self) -> None:
        """Give up: close what is open, so that openpyxl's temporary files can go."""
        for sheet in self._book.worksheets:
            if not sheet.closed:
                sheet.close()

    def _prepare_default_font(self) -> None:
        """Make 宋体 11 the font that widths are counted in, as Chinese Excel and WPS have it."""
        from openpyxl.styles import Font

        normal = self._book._named_styles["Normal"]  # noqa: SLF001 - there is no public way to the default font
        normal.font = Font(name="宋体", size=11, charset=134)
        self._book._fonts[0] = normal.font  # noqa: SLF001


def _set_up(sheet: _OpenSheet, plan: SheetPlan) -> None:
    """Set everything openpyxl writes before the first row, and how the sheet prints."""
    from openpyxl.utils import get_column_letter

    for number, width in enumerate(plan.widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    first, last = plan.headings
    sheet.freeze_panes = f"{get_column_letter(plan.frozen_columns + 1)}{last + 1}"
    sheet.sheet_view.showGridLines = False
    sheet.sheet_view.zoomScale = 100
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{first}:{last}"
    setup = sheet.page_setup
    setup.paperSize = _PAPERS[plan.paper]
    setup.orientation = "landscape" if plan.landscape else "portrait"
    setup.fitToWidth, setup.fitToHeight = 1, 0
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top, margins.bottom, margins.header, margins.footer = 0.5, 0.6, 0.3, 0.3
    sheet.print_options.horizontalCentered = True
    sheet.oddFooter.center.text = "第 &P 页 共 &N 页"
    sheet.oddFooter.center.size = 9


def _overlap(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> bool:
    """Tell whether two blocks (first row, first column, last row, last column) share a cell."""
    rows_apart = one[2] < other[0] or other[2] < one[0]
    columns_apart = one[3] < other[1] or other[3] < one[1]
    return not (rows_apart or columns_apart)
