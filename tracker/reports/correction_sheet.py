"""补报更正: what was said of the quarter before after it had been closed (needs.md 2, no. 4)."""

from __future__ import annotations

from tracker.domain.dates import chinese_day
from tracker.queries.corrections import CorrectionRow
from tracker.reports import report_cells as cells
from tracker.reports.quarterly import QuarterlyReport
from tracker.reports.sheet_styles import Form, Style
from tracker.reports.sheet_writer import Book, Cell
from tracker.reports.table_sheet import Column, Layout, begin, finish, write_empty

Numbered = tuple[int, CorrectionRow]


def write_corrections(book: Book, report: QuarterlyReport) -> None:
    """Write 补报更正: old, new, who, when and why of every fact that reads otherwise than it was signed."""
    columns = _columns()
    before = report.quarter.previous.label
    title = f"{report.quarter.span_label}专栏项目补报更正表"
    as_of = f"截至 {chinese_day(report.as_of)}"
    sheet = begin(book, Layout("补报更正", title, as_of, "", columns, 2, signing=report.signing))
    for row in enumerate(report.corrections, start=1):
        sheet.append([column.cell(row) for column in columns])
    if not report.corrections:
        write_empty(sheet, _nothing(report))
    remarks = (
        f"范围：{report.scope}，共 {len(report.corrections)} 处，都是对{before}封账数的补报和更正。",
        "封账时没有填、以后补上的是补报，改了数的是更正；封账时的数不变，本表上期数仍按封账数。",
    )
    finish(sheet, remarks, report.signing)


def _nothing(report: QuarterlyReport) -> str:
    """Return why there are none."""
    before = report.quarter.previous.label
    return f"{before}封账后没有补报和更正。" if report.closed_before else f"{before}没有封账，没有补报更正。"


def _columns() -> tuple[Column[Numbered], ...]:
    """Return the columns."""
    return (
        Column("序号", 5, lambda row: Cell(row[0], Style(Form.COUNT))),
        Column("项目名称", 30, lambda row: cells.plain(row[1].project)),
        Column("上报单位", 10, lambda row: cells.plain(row[1].unit)),
        Column("类别", 6, lambda row: cells.word(row[1].kind)),
        Column("内容", 24, lambda row: cells.plain(row[1].what)),
        Column("封账时", 16, lambda row: cells.plain(row[1].old)),
        Column("更正后", 16, lambda row: cells.plain(row[1].new)),
        Column("时间", 15, lambda row: cells.plain(row[1].at)),
        Column("经办人", 9, lambda row: cells.plain(row[1].who)),
        Column("原因", 24, lambda row: cells.plain(row[1].why)),
    )
