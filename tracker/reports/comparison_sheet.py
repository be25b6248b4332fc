"""对比表: 环比, 同比 and the differences of rates by unit, and 开工率 by both of its bases."""

from __future__ import annotations

from collections.abc import Callable

from tracker.domain.comparison_words import bases, definitions, start_words
from tracker.domain.comparisons import Compared
from tracker.domain.dates import chinese_day
from tracker.domain.periods import ReportPeriod
from tracker.queries.comparisons import ComparisonRow
from tracker.reports import report_cells as cells
from tracker.reports.quarterly import QuarterlyReport
from tracker.reports.sheet_styles import TOTAL_GROUND, Form, Style
from tracker.reports.sheet_writer import Book, Cell
from tracker.reports.table_sheet import Column, Layout, begin, finish, write_empty

_ROW_POINTS = 20.0
Amount = Callable[[ComparisonRow], int | None]


def write_comparisons(book: Book, report: QuarterlyReport) -> None:
    """Write the sheet; the whole stands first, then the units in their order."""
    period, found = ReportPeriod.of_quarter(report.quarter), report.comparisons
    layout = Layout(
        name="对比表",
        title=f"{report.quarter.span_label}专栏项目完成投资对比表",
        middle=f"截至 {chinese_day(report.as_of)}",
        right="单位：万元、%",
        columns=_columns(),
        frozen_columns=1,
        signing=report.signing,
    )
    sheet = begin(book, layout)
    if found.whole is None:
        write_empty(sheet, f"{report.scope}在{period.label}没有计数的项目，没有可比较的数。")
    else:
        sheet.append([column.cell(found.whole).strong(TOTAL_GROUND) for column in layout.columns], height=_ROW_POINTS)
    for row in found.units:
        sheet.append([column.cell(row) for column in layout.columns], height=_ROW_POINTS)
    remarks = (
        f"范围：{report.scope}。{bases(period)}。基期按现在的数，含封账以后的补报和更正。",
        "".join(start_words(found.starts)),
        *definitions(period),
    )
    finish(sheet, remarks, report.signing)


def _columns() -> tuple[Column[ComparisonRow], ...]:
    """Return the columns."""
    quarter, year, rates = "本季完成投资（环比）", "年初至今完成投资（同比）", "年度投资完成率"
    return (
        Column("上报单位", 18, lambda row: Cell(row.label, Style(Form.TEXT))),
        Column("项目数\n（项）", 7, lambda row: cells.count(row.projects)),
        Column("参加比\n较（项）", 7, lambda row: cells.count(row.quarter_on_quarter.projects), quarter),
        Column("本季", 11, lambda row: _money(row.quarter_on_quarter.now_fen), quarter),
        Column("上季", 11, lambda row: _money(row.quarter_on_quarter.base_fen), quarter),
        Column("环比\n增减%", 8, lambda row: _growth(row.quarter_on_quarter), quarter),
        Column("参加比\n较（项）", 7, lambda row: cells.count(row.year_on_year.projects), year),
        Column("年初至今", 11, lambda row: _money(row.year_on_year.now_fen), year),
        Column("上年同期", 11, lambda row: _money(row.year_on_year.base_fen), year),
        Column("同比\n增减%", 8, lambda row: _growth(row.year_on_year), year),
        Column("本期%", 8, lambda row: cells.rate(row.rate), rates),
        Column("比上季\n百分点", 8, lambda row: cells.difference(row.rate_on_quarter), rates),
        Column("比上年同\n期百分点", 9, lambda row: cells.difference(row.rate_on_year), rates),
    )


def _money(fen: int | None) -> Cell:
    """Return a sum of the projects that are compared; — where there are none."""
    return cells.missing(cells.NOT_COMPUTABLE, Form.MONEY) if fen is None else cells.money(fen)


def _growth(compared: Compared) -> Cell:
    """Return 环比 or 同比 in percent with its sign."""
    return cells.difference(compared.growth)
