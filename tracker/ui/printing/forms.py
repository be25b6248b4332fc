"""Makes documents to print of what is on the screen: a table as it stands, 一页台账, a chart."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tracker.reports import one_page
from tracker.reports.one_page import OnePage
from tracker.ui.cells import Cell
from tracker.ui.printing.document import (
    Block,
    Column,
    Document,
    Facts,
    NewPage,
    Picture,
    Row,
    SignOff,
    Table,
    Text,
)
from tracker.ui.table_model import Column as ScreenColumn
from tracker.ui.table_view import TableView

NUMBER = "序"
_STEP = 200  # rows read at once
_LEAST_SHARE = 34.0
_NAME_SHARE, _NUMBER_SHARE = 160.0, 70.0
_NUMBERS = {"right": "right", "bar": "right", "center": "center"}
Tell = Callable[[int, int], object]
RowsOf = Callable[[Sequence[Any]], Sequence[Any]]


@dataclass(frozen=True)
class ListSource:
    """A table of the screen taken down for printing: its shown columns in their order, its keys, its totals.

    ``rows`` reads rows by key and is called on a worker; the cells are made from frozen rows alone. Rows that ``heads``
    tells of are subtotals: printed strong, and without a number.
    """

    title: str
    left: str
    right: str
    columns: tuple[ScreenColumn[Any], ...]
    keys: tuple[Any, ...]
    rows: RowsOf
    total: Mapping[str, Cell]
    notes: str = ""
    heads: Callable[[Any], bool] = lambda _row: False
    sign_off: tuple[tuple[str, str], ...] = ()


def shown_columns(table: TableView) -> tuple[ScreenColumn[Any], ...]:
    """Return the columns a table shows, in the order they stand; printed rows have numbers of their own."""
    columns = {column.key: column for column in table.columns}
    shown = (columns[key] for key in table.layout_state.shown())
    return tuple(column for column in shown if column.title != NUMBER)


def list_document(source: ListSource, tell: Tell) -> Document:
    """Read all rows of a table and put them into a document; *tell* (rows done, in all) may raise to stop."""
    columns = (Column(NUMBER, 26.0, "center"), *(_column(column) for column in source.columns))
    rows = list(_rows(source, tell))
    blocks: list[Block] = [Table(columns, rows, empty="没有符合筛选的项目")]
    if source.notes:
        blocks.append(Text(source.notes, small=True))
    if source.sign_off:
        blocks.append(SignOff(source.sign_off))
    return Document(source.title, tuple(blocks), source.left, source.right)


def _column(column: ScreenColumn[Any]) -> Column:
    """Return a printed column as wide beside the others as on screen."""
    group, _, of_group = column.grouped.partition(" ")  # 累计到位 万元 above 上期 and 本期
    title, unit = f"{group}{column.title}", column.unit.partition("，")[0] or of_group  # what follows explains the bar
    return Column(title, max(float(column.width), _LEAST_SHARE), _NUMBERS.get(column.align, "left"), unit)


def _rows(source: ListSource, tell: Tell) -> Iterator[Row]:
    """Yield the totals first, as offices print them, then the rows."""
    if source.total:
        yield _row("", [source.total.get(column.key, Cell()) for column in source.columns], strong=True)
    total, number = len(source.keys), 0
    for start in range(0, total, _STEP):
        tell(start, total)
        found = source.rows(source.keys[start : start + _STEP])
        for row in found:
            head = source.heads(row)
            number += 0 if head else 1
            yield _row("" if head else str(number), [column.cell(row) for column in source.columns], strong=head)


def _row(number: str, cells: Sequence[Cell], *, strong: bool = False) -> Row:
    """Return a printed row; a light keeps its shape."""
    texts = (number, *(f"{cell.text} {cell.side}".strip() for cell in cells))
    lights = tuple((place, cell.light) for place, cell in enumerate(cells, start=1) if cell.light is not None)
    return Row(texts, strong, lights)


# --- 一页台账 ---


def project_document(pages: Sequence[OnePage]) -> Document:
    """Return one page for each project, the second and further ones on new pages under their own titles."""
    first = pages[0]
    blocks: list[Block] = []
    for place, page in enumerate(pages):
        if place:
            blocks.append(NewPage(f"{page.name}　项目台账", page.unit, _meaning(page)))
        blocks += _page(page)
    return Document(f"{first.name}　项目台账", tuple(blocks), first.unit, _meaning(first), landscape=False)


def _meaning(page: OnePage) -> str:
    """Return the date the figures are read at, and their unit."""
    return f"截至 {page.as_of}　单位：万元"


def _page(page: OnePage) -> list[Block]:
    """Return the blocks of one project; parts it has nothing of are left out, milestones and money are always there."""
    blocks: list[Block] = [
        Facts(page.facts, one_page.WIDE, "一、项目概况"),
        Facts(page.progress, one_page.WIDE, "二、进展"),
        _table("三、节点", one_page.NODE_HEADS, page.nodes, (150, 40, 80, 80, 80, 80, 96), "没有设置节点"),
        _table("四、资金（万元）", one_page.SOURCE_HEADS, page.sources, (150, 80, 80, 80, 80, 80), ""),
        _table("", one_page.PERIOD_HEADS, page.periods, (80, 80, 80, 80, 80, 80, 66), ""),
    ]
    if page.targets:
        blocks.append(_table("五、目标", one_page.TARGET_HEADS, page.targets, (260, 90, 90, 70), ""))
    if page.problems:
        number = "六" if page.targets else "五"
        shares = (230, 60, 66, 80, 120)
        blocks.append(_table(f"{number}、未解决的问题", one_page.PROBLEM_HEADS, page.problems, shares, ""))
    return [*blocks, SignOff(page.sign_off)]


def _table(
    title: str, heads: tuple[str, ...], lines: Sequence[tuple[str, ...]], shares: Sequence[float], empty: str
) -> Table:
    """Return a table of finished words; the first column is left, the others are in the middle or right."""
    numbers = heads in (one_page.SOURCE_HEADS, one_page.PERIOD_HEADS)
    rest = "right" if numbers else "center"
    columns = tuple(
        Column(head, float(share), "left" if place == 0 else rest)
        for place, (head, share) in enumerate(zip(heads, shares, strict=True))
    )
    strong = heads == one_page.SOURCE_HEADS
    rows = [Row(line, strong and place == 0) for place, line in enumerate(lines)]
    return Table(columns, rows, title, empty or "没有内容")


# --- A chart ---


def chart_document(png: bytes) -> Document:
    """Return a chart on a page of its own; title and notes stand in the picture already."""
    return Document("", (Picture(png),))


def numbers_document(title: str, rows: Sequence[Sequence[str]]) -> Document:
    """Return the numbers behind a chart as a table; the first row is its headings, the first column names the rows."""
    heads, *lines = rows
    columns = tuple(
        Column(head, _NAME_SHARE if place == 0 else _NUMBER_SHARE, "left" if place == 0 else "right")
        for place, head in enumerate(heads)
    )
    table = Table(columns, [Row(tuple(line)) for line in lines], empty="没有可列的数")
    return Document(title, (table,), landscape=False)
