"""What each card of 概览 says. Another card is another function here and a line in the page."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from tracker.domain.dates import chinese_day
from tracker.domain.figures import Group, Rate
from tracker.domain.kinds import PaidBase, State
from tracker.domain.money import format_percent, format_points
from tracker.queries.overview import Overview
from tracker.ui.cells import UNFILLED
from tracker.ui.figure_cells import LAG_AMBER, LAG_RED
from tracker.ui.overview.cards import Face

_WEEKDAYS = "一二三四五六日"
_MOST_STATES = 3  # more do not fit; the tooltip has them all


def day_with_weekday(day: date, *, year: bool = False) -> str:
    """Return ``10月5日（周一）``, as it is said in a notice."""
    words = chinese_day(day) if year else f"{day.month}月{day.day}日"
    return f"{words}（周{_WEEKDAYS[day.weekday()]}）"


def projects_face(found: Overview) -> Face:
    """Return 项目数 with the states most asked for."""
    total = found.total
    if total is None:
        return Face("项目数", "0", "项", "当前筛选里没有计数的项目")
    parts = [f"{state} {total.states[state]:,}" for state in State if total.states.get(state)]
    unknown = total.states.get("", 0)
    parts += [f"状态未填 {unknown}"] if unknown else []
    tip = f"{'，'.join(parts)}\n工程标题、已取消和已移交的项目不计"
    return Face("项目数", f"{total.projects:,}", "项", "，".join(parts[:_MOST_STATES]), tip=tip)


def report_face(found: Overview, word: str) -> Face:
    """Return 已报/应报; *word* is 本季 or 本月."""
    duty = found.duty
    missing = duty.expected - duty.reported
    due = f"应于{day_with_weekday(duty.due)}前报"
    foot = f"未报 {missing:,}，{duty.due.month}月{duty.due.day}日截止" if missing else "已全部报齐"
    tip = f"未报 {missing:,} 项，{due}" if missing else foot
    return Face(f"{word}填报", f"{duty.reported:,} / {duty.expected:,}", "已报", foot, tip=tip)


def nodes_face(found: Overview) -> Face:
    """Return 节点完成率."""
    total = found.total
    rate = total.node_mean if total else Rate(None, 0)
    tip = "每个项目按权重算节点完成率，再取平均；没有里程碑的不计入"
    if total is None or rate.value is None:
        return _unknown("节点完成率", "还没有里程碑", tip)
    out = total.projects - rate.projects
    foot = f"{rate.projects:,} 项，另 {out:,} 项未填" if out else f"{rate.projects:,} 项平均"
    tip = f"{tip}\n{_rests_on(rate, total)}"
    return Face("节点完成率", format_percent(rate.value), "%", foot, bar=float(rate.value), tip=tip)


def year_face(found: Overview) -> Face:
    """Return 年度投资完成率 against 序时."""
    total = found.total
    rate = total.year_rate if total else Rate(None, 0)
    tip = "年初至今完成投资 ÷ 年度计划投资，只计两个数都有的项目；竖线是序时进度"
    if total is None or rate.value is None:
        return _unknown("年度投资完成率", "还没有年度计划和完成数", tip)
    lead = rate.value - found.schedule
    ink = "red" if lead < LAG_RED else "amber_text" if lead <= LAG_AMBER else "text2"
    foot = f"比序时 {format_points(lead)} 百分点"
    tip = f"{tip} {format_percent(found.schedule)}%\n{_rests_on(rate, total)}"
    bar, mark = float(rate.value), float(found.schedule)
    return Face("年度投资完成率", format_percent(rate.value), "%", foot, ink, bar, mark, tip)


def investment_face(found: Overview) -> Face:
    """Return 投资完成率: 累计完成投资 ÷ 总投资."""
    return _rate_face(found, "投资完成率", "investment_rate", "累计完成投资 ÷ 总投资", "还没有总投资和完成数")


def paid_face(found: Overview) -> Face:
    """Return 支付率 by what the office divides it by."""
    arrived = found.paid_base is PaidBase.ARRIVED
    formula = "累计支付 ÷ 累计到位" if arrived else "累计支付 ÷ 累计下达"
    name = "paid_rate" if arrived else "paid_allocated_rate"
    return _rate_face(found, "支付率", name, formula, "还没有到位和支付数" if arrived else "还没有下达和支付数")


def _rate_face(found: Overview, title: str, name: str, formula: str, missing: str) -> Face:
    """Return a ratio of sums."""
    total = found.total
    rate: Rate = getattr(total, name) if total else Rate(None, 0)
    if total is None or rate.value is None:
        return _unknown(title, missing, formula)
    value: Fraction = rate.value
    tip = f"{formula}，只计两个数都有的项目\n{_rests_on(rate, total)}"
    return Face(title, format_percent(value), "%", formula, bar=float(value), tip=tip)


def _rests_on(rate: Rate, total: Group) -> str:
    """Say how many projects a rate rests on, and how many it leaves out."""
    out = total.projects - rate.projects
    return f"按 {rate.projects:,} 项算" + (f"，{out:,} 项未填不计" if out else "")


def _unknown(title: str, foot: str, tip: str) -> Face:
    """Return a card whose figure nobody has filled in: a word, never 0 %."""
    return Face(title, f"{UNFILLED}报", foot=foot, tip=tip, quiet=True)
