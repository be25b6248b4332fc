"""The notes under the sheets: how each figure is defined, what it leaves out, and where printed rows do not add up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tracker.domain.dates import chinese_day
from tracker.domain.figures import Group, Sum
from tracker.domain.kinds import Counting, PaidBase
from tracker.domain.money import format_percent, wan
from tracker.reports.chart_data import nested_note
from tracker.reports.quarterly import QuarterlyReport

BLANKS = "“未填”是尚未填报，“／”是不适用，“—”是缺分母或分母为 0、无法计算，“0”是确实为零。"
_MONEY = (
    ("总投资", "investment"),
    ("年度计划投资", "year_plan"),
    ("累计到位", "arrived"),
    ("累计完成投资", "done"),
    ("年初至今完成投资", "year_done"),
    ("累计支付", "paid"),
)


def scope(report: QuarterlyReport) -> str:
    """Return what is reported: which projects, as of when, and where 上期 stands."""
    earlier = chinese_day(report.quarter.previous.end)
    signed = f"，其中 {report.signed_before} 项为封账时的数" if report.signed_before else ""
    return (
        f"范围：{report.scope}，共 {report.whole.projects} 项。"
        f"数据截至 {chinese_day(report.as_of)}；上期为截至 {earlier}{signed}。"
    )


_BUNDLES = {
    Counting.BUNDLED: "打捆项目按打捆计：打捆项目计 1 项，子项目不另计。",
    Counting.SPLIT: "打捆项目按拆分计：逐个计子项目，打捆项目本身不计。",
}


def counting(report: QuarterlyReport) -> str:
    """Return what is counted, which way 打捆 projects are, and how states are joined."""
    return (
        f"{_BUNDLES[report.counting]}"
        "上报单位只统计本单位的项目，不含下辖单位；取消、移交、已合并的项目和只作标题的工程不计数。"
        "能力类的未启动、进行中、已完成、停止分别计入前期、在建、完工、停工。"
        "“本季已填报”是本季度填过任一累计金额、形象进度或季报的项目。"
    )


_PAID_RATE = {
    PaidBase.ARRIVED: "支付率%＝累计支付÷累计到位；",
    PaidBase.ALLOCATED: "支付率%＝累计支付÷累计下达，按来源填报的不含没有下达的来源；",
}


def rates(report: QuarterlyReport) -> str:
    """Return the formulas of the rates."""
    return (
        "占总投资%＝累计完成投资÷总投资；占年度计划%＝年初至今完成投资÷年度计划投资，年初至今＝累计完成投资－至上年底累计；"
        f"比序时＝占年度计划%－序时进度{_schedule(report)}；"
        f"{_PAID_RATE[report.paid_base]}"
        "节点完成率%＝已完成节点权重÷适用节点权重，单位数按项目平均。比率只用分子、分母都已填的项目。"
    )


def _schedule(report: QuarterlyReport) -> str:
    """Return 序时进度 and how it is made: one line for all, or the units' own curves."""
    if report.due.curves.plain:
        return f" {format_percent(report.due.whole)}%（已过月数÷12）"
    whole = format_percent(report.due.whole)
    return f"，按各单位的季节曲线，没有曲线的按已过月数÷12，合计按年度计划加权为 {whole}%"


def quarter(report: QuarterlyReport) -> str:
    """Return what 本期 and 本季新增 mean where a project did not report, and what 逾期 is held to."""
    return (
        f"“本季新增”是本期减上期；{report.quarter.label}没有填报累计完成投资的，本期仍列最近一次填报的数，本季新增为未填。"
        "逾期天数按最新批准的日期计算，没有批准的按原定日期；没有逾期的为空。"
    )


def filled(whole: Group) -> str:
    """Return how many projects each sum of money rests on; empty where all of them are known."""
    parts = [(label, getattr(whole, name)) for label, name in _MONEY]
    short = [f"{label} {one.known} 项" for label, one in parts if one.known < one.of]
    if not short:
        return ""
    return f"金额合计只加已填的数，没有填的不按 0 计。{whole.projects} 项中已填：{'、'.join(short)}。"


def rounding(columns: Iterable[tuple[int | None, Iterable[int | None]]]) -> str:
    """Return the note on rounding where a printed total (in 分) is not the sum of its printed rows; else nothing."""
    for total, rows in columns:
        if total is not None and sum(wan(fen) for fen in rows if fen is not None) != wan(total):
            return "因四舍五入，表中各行之和与合计略有出入，以合计为准。"
    return ""


def unit_columns(report: QuarterlyReport) -> Iterator[tuple[int | None, list[int | None]]]:
    """Yield each sum of money with the sums of the units, as 汇总表 prints them."""
    for _, name in _MONEY:
        whole: Sum = getattr(report.whole, name)
        yield whole.fen, [getattr(group, name).fen for group in report.units]


def project_columns(report: QuarterlyReport) -> Iterator[tuple[int | None, list[int | None]]]:
    """Yield each sum of money with the amounts of the projects, as 明细表 prints them."""
    counted = [line.row.figures for line in report.projects if line.row.figures.counted]
    for _, name in _MONEY:
        whole: Sum = getattr(report.whole, name)
        yield whole.fen, [getattr(figures, f"{name}_fen") for figures in counted]


def nested(report: QuarterlyReport) -> str:
    """Return which units stand inside others of the table."""
    return nested_note(report.nested)
