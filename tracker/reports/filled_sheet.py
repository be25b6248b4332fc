"""填报情况: how many projects of each unit every figure rests on, so that no sum is taken for more than it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tracker.domain.dates import chinese_day
from tracker.domain.figures import Group
from tracker.domain.kinds import PaidBase
from tracker.reports import report_cells as cells
from tracker.reports.quarterly import QuarterlyReport
from tracker.reports.sheet_styles import TOTAL_GROUND, Form, Style
from tracker.reports.sheet_writer import Book, Cell
from tracker.reports.table_sheet import Column, Layout, begin, finish


@dataclass(frozen=True)
class _Row:
    """A unit, or the whole, and how many of its projects reported this quarter."""

    label: str
    group: Group
    reported: int
    whole: bool = False


def write_filled(book: Book, report: QuarterlyReport) -> None:
    """Write the sheet."""
    columns = _columns(report.paid_base)
    title = f"{report.quarter.span_label}专栏项目填报情况表"
    layout = Layout(
        "填报情况", title, f"截至 {chinese_day(report.as_of)}", "单位：项", columns, 1, signing=report.signing
    )
    sheet = begin(book, layout)
    for row in _rows(report):
        made = [column.cell(row) for column in columns]
        sheet.append([cell.strong(TOTAL_GROUND) for cell in made] if row.whole else made)
    remarks = (
        "“已填项数”是汇总表中该项金额合计所含的项目数；“比率所用项数”是分子、分母都已填的项目数，为 0 的比率列“—”。",
        f"“本季已填报”是{report.quarter.label}填过任一累计金额、形象进度或季报的项目数。",
    )
    finish(sheet, remarks)


def _rows(report: QuarterlyReport) -> Iterator[_Row]:
    """Yield the whole and the units."""
    yield _Row(f"合计（{report.whole.projects}项）", report.whole, report.reported(), whole=True)
    for group in report.units:
        yield _Row(group.label, group, report.reported(group.key))


def _columns(base: PaidBase) -> tuple[Column[_Row], ...]:
    """Return the columns."""
    sums, rates = "已填项数", "比率所用项数"
    return (
        Column("上报单位", 19, lambda row: Cell(row.label, Style(Form.TEXT))),
        Column("项目数", 8, lambda row: cells.count(row.group.projects)),
        Column("本季\n已填报", 8, lambda row: cells.count(row.reported)),
        Column("本季\n未填报", 8, lambda row: cells.count(row.group.projects - row.reported)),
        Column("有节点", 8, lambda row: cells.count(row.group.node_mean.projects), sums),
        Column("总投资", 8, lambda row: cells.count(row.group.investment.known), sums),
        Column("年度计划\n投资", 9, lambda row: cells.count(row.group.year_plan.known), sums),
        Column("累计到位", 9, lambda row: cells.count(row.group.arrived.known), sums),
        Column("累计完成\n投资", 9, lambda row: cells.count(row.group.done.known), sums),
        Column("年初至今\n完成", 9, lambda row: cells.count(row.group.year_done.known), sums),
        Column("累计支付", 9, lambda row: cells.count(row.group.paid.known), sums),
        Column("占总\n投资%", 8, lambda row: cells.count(row.group.investment_rate.projects), rates),
        Column("占年度\n计划%", 8, lambda row: cells.count(row.group.year_rate.projects), rates),
        Column("支付率%", 8, lambda row: cells.count(row.group.paid_rate_on(base).projects), rates),
    )
