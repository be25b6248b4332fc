"""汇总表: one row per reporting unit, the whole and its kinds on top, as of the quarter's last day."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from tracker.domain.dates import chinese_day
from tracker.domain.figures import Group
from tracker.domain.kinds import PaidBase
from tracker.reports import report_cells as cells
from tracker.reports import report_notes as notes
from tracker.reports.chart_data import STATE_GROUPS, state_counts
from tracker.reports.quarterly import QuarterlyReport
from tracker.reports.sheet_styles import GROUP_GROUND, TOTAL_GROUND, Form, Style
from tracker.reports.sheet_writer import Book, Cell
from tracker.reports.table_sheet import Column, Layout, begin, finish

MONEY_UNIT = "单位：万元、%"
_ROW_POINTS = 20.0
# How forms of the field list the states: as a project passes through them.
_STATES = ("前期", "在建", "完工", "停工", "未填")


@dataclass(frozen=True)
class SummaryRow:
    """One row: the sums now and a quarter earlier (None: nothing counted then), and how many reported."""

    label: str
    group: Group
    before: Group | None
    reported: int
    schedule: Fraction
    ground: str = ""


def write_summary(book: Book, report: QuarterlyReport) -> None:
    """Write the sheet."""
    layout = Layout(
        name="汇总表",
        title=f"{report.quarter.span_label}专栏项目季报汇总表",
        middle=f"截至 {chinese_day(report.as_of)}",
        right=MONEY_UNIT,
        columns=_columns(report.paid_base),
        frozen_columns=1,
        signing=report.signing,
    )
    sheet = begin(book, layout)
    for row in _rows(report):
        made = [column.cell(row) for column in layout.columns]
        sheet.append([cell.strong(row.ground) for cell in made] if row.ground else made, height=_ROW_POINTS)
    remarks = (
        notes.scope(report),
        notes.filled(report.whole),
        notes.rates(report),
        notes.counting(report),
        notes.nested(report),
        notes.BLANKS,
        notes.rounding(notes.unit_columns(report)),
    )
    finish(sheet, remarks, report.signing)


def _rows(report: QuarterlyReport) -> Iterator[SummaryRow]:
    """Yield the whole, its kinds, and the units in their order."""
    due = report.due
    yield SummaryRow(
        f"合计（{report.whole.projects}项）",
        report.whole,
        report.whole_before,
        report.reported(),
        due.whole,
        TOTAL_GROUND,
    )
    earlier = {group.label: group for group in report.kinds_before}
    for group in report.kinds:
        label = f"其中：{group.label}（{group.projects}项）"
        yield SummaryRow(
            label,
            group,
            earlier.get(group.label),
            report.reported(kind=group.label),
            due.kinds.get(group.label, due.whole),
            GROUP_GROUND,
        )
    before = {group.key: group for group in report.units_before}
    for group in report.units:
        yield SummaryRow(group.label, group, before.get(group.key), report.reported(group.key), due.of_unit(group.key))


def _columns(base: PaidBase) -> tuple[Column[SummaryRow], ...]:
    """Return the columns."""
    return (
        Column("上报单位", 18, lambda row: Cell(row.label, Style(Form.TEXT))),
        Column("合计", 5.5, lambda row: cells.count(row.group.projects), "项目数（项）"),
        Column("本季\n已填报", 6.5, lambda row: cells.count(row.reported), "项目数（项）"),
        *(Column(label, 5, _state(label), "状态（项）") for label in _STATES),
        Column("总投资", 11.5, lambda row: cells.total(row.group.investment)),
        Column("年度计划\n投资", 10.5, lambda row: cells.total(row.group.year_plan)),
        Column("累计到位", 10.5, lambda row: cells.total(row.group.arrived)),
        Column("上期", 10.5, lambda row: cells.money(row.before.done.fen if row.before else None), "累计完成投资"),
        Column("本期", 10.5, lambda row: cells.total(row.group.done), "累计完成投资"),
        Column("占总投\n资%", 6.5, lambda row: cells.rate(row.group.investment_rate.value), "累计完成投资"),
        Column("金额", 10.5, lambda row: cells.total(row.group.year_done), "年初至今完成投资"),
        Column("占年度\n计划%", 6.5, lambda row: cells.rate(row.group.year_rate.value), "年初至今完成投资"),
        Column("比序时\n百分点", 6.5, _lead, "年初至今完成投资"),
        Column("金额", 10.5, lambda row: cells.total(row.group.paid), "累计支付"),
        Column("支付\n率%", 6.5, lambda row: cells.rate(row.group.paid_rate_on(base).value), "累计支付"),
        Column("节点完\n成率%", 6.5, _nodes),
        Column("逾期\n项数", 5, lambda row: cells.count(row.group.late if row.group.node_mean.projects else None)),
        Column("问题\n个数", 5, lambda row: cells.count(row.group.open_problems)),
    )


def _state(label: str) -> Callable[[SummaryRow], Cell]:
    """Return the cell of a group of states."""
    place = next(number for number, group in enumerate(STATE_GROUPS) if group.label == label)
    return lambda row: cells.count(state_counts(row.group)[place])


def _lead(row: SummaryRow) -> Cell:
    """Return 比序时."""
    rate = row.group.year_rate.value
    return cells.lead(None if rate is None else rate - row.schedule)


def _nodes(row: SummaryRow) -> Cell:
    """Return 节点完成率 as the chart shows it first: the mean over projects."""
    mean = row.group.node_mean
    return cells.rate(mean.value) if mean.projects else cells.missing(cells.UNFILLED, Form.RATE)
