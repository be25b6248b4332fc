"""The sentences of the lights: why, and what would change them. Rates with two decimals, as 江门 prints them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Protocol

from tracker.domain.figures import Figures
from tracker.domain.kinds import Colour, RuleMeasure
from tracker.domain.light_rules import Rule
from tracker.domain.money import FEN_PER_WAN, format_percent, format_wan
from tracker.domain.quarters import Quarter
from tracker.domain.targets import TargetFact, format_quantity

NOT_LIT = "工程标题、已合并、已取消或已移交的项目不亮灯。"
NOTHING_KNOWN = "没有年度计划投资，也没有节点和可计量的目标，无从亮灯。"
NOTHING_DUE = "本年还没有到期的计划进度。"
NODES_WITHOUT_DATES = "节点都没有原定或批准日期，看不出是否逾期。"
NODES_IN_TIME = "没有逾期的节点。"
YEAR_RATE = "年度投资完成率"
YEAR_IS_OVER = "本年度已结束，转绿要看下一年度的计划和完成情况"
_PLACES = 2
# Amounts to be completed are shown in 万元 with two decimals and rounded up, so that the amount shown is enough.
_SHOWN = FEN_PER_WAN // 100


class Node(Protocol):
    """A milestone that is overdue."""

    @property
    def title(self) -> str:
        """Its name."""

    @property
    def due(self) -> date:
        """The day it is held to."""

    @property
    def first_planned(self) -> date | None:
        """The first 原定."""


def not_reported(quarter: Quarter) -> str:
    """Return the sentence of the 未报 mark."""
    return f"{quarter.label}未报。"


def year_unknown(figures: Figures) -> str:
    """Return why 年初至今完成 is not known."""
    if figures.done_fen is not None and figures.done_before_fen is None:
        return "至上年底累计完成投资未填，算不出年初至今完成，无法比序时。"
    return "本年累计完成投资未填，无法比序时。"


def against(what: str, rate: Fraction, due: Fraction, rule: Rule) -> str:
    """Return a rate beside what was due, and the difference as the rule measures it."""
    compared = f"{what} {format_percent(rate, _PLACES)} %，"
    planned = f"序时进度（{format_percent(due, _PLACES)} %）"
    if rate >= due:
        return f"{compared}达到{planned}。" if rate == due else f"{compared}超{planned}{_points(rate - due)}。"
    if rule.measure is RuleMeasure.PERCENT:
        return f"{compared}比{planned}低 {format_percent((due - rate) / due, _PLACES)} %。"
    return f"{compared}落后{planned}{_points(due - rate)}。"


def _points(value: Fraction) -> str:
    """Return a difference of rates."""
    return f"{format_percent(value, _PLACES)} 个百分点"


def target_rate(target: TargetFact, achieved: int, goal: int) -> str:
    """Return what a target's rate is called: “培训人次”已完成 60 人，目标 100 人，完成率."""
    done, wanted = format_quantity(achieved, target.unit), format_quantity(goal, target.unit)
    return f"目标“{target.text}”已完成 {done}（目标数 {wanted}），完成率"


def ceiling(target: TargetFact, achieved: int, limit: int) -> str:
    """Return the sentence of a number that must not be passed."""
    word = "没有超过" if achieved <= limit else "超过"
    shown = format_quantity(achieved, target.unit)
    return f"目标“{target.text}”现为 {shown}，{word}上限 {format_quantity(limit, target.unit)}。"


def targets_missing(count: int) -> str:
    """Return the sentence for targets without 完成数."""
    return f"有 {count} 项目标没有填完成数。" if count > 1 else "目标的完成数未填。"


def late_nodes(late: Sequence[Node], as_of: date) -> str:
    """Return the sentence of the longest delay, against 最新批准 (else 原定) and against the first 原定."""
    first = late[0]
    told = f"节点“{first.title}”应于 {day(first.due, as_of)}完成，已逾期 {(as_of - first.due).days} 天"
    if first.first_planned is not None and first.first_planned != first.due:
        since = (as_of - first.first_planned).days
        # The first date may have been earlier or later than the approved one; both are told as they are.
        told += f"（比首次原定 {day(first.first_planned, as_of)}{'晚' if since >= 0 else '早'} {abs(since)} 天）"
    return f"{told}；共 {len(late)} 个节点逾期。" if len(late) > 1 else f"{told}。"


def paid_over(paid: int, done: int) -> str:
    """Return the sentence of payments running ahead of the work; advances of 10–30 % are usual."""
    return (
        f"累计支付 {format_wan(paid)} 万元大于累计完成投资 {format_wan(done)} 万元，差 {format_wan(paid - done)} 万元，"
        "是否为预付款？"
    )


def catch_up(fen: int) -> str:
    """Return what brings payments and work together."""
    return f"核对支付数和完成数；确为预付款的，再完成 {_wan_up(fen)} 万元可转绿"


def complete_money(wanted: Sequence[tuple[Colour, int]], by: date) -> str:
    """Return how much must be completed by a day, for each better colour: 至9月30日前再完成 120.00 万元可转绿."""
    parts = [f"再完成 {_wan_up(fen)} 万元可转{colour}" for colour, fen in wanted if fen > 0]
    return _by_day(parts, by)


def achieve(target: TargetFact, wanted: Sequence[tuple[Colour, int]], by: date) -> str:
    """Return how many more must be achieved by a day, for each better colour."""
    verb, unit = ("再提高", "个百分点") if target.unit == "%" else ("再完成", target.unit)
    parts = [f"{verb} {format_quantity(milli, unit)}可转{colour}" for colour, milli in wanted if milli > 0]
    told = _by_day(parts, by)
    return f"“{target.text}”{told}" if told else ""


def keep_below(target: TargetFact, limit: int) -> str:
    """Return what a number above its ceiling has to come down to."""
    return f"“{target.text}”降到不超过 {format_quantity(limit, target.unit)} 可转绿"


def reach(turns: Sequence[tuple[Colour, Sequence[Node]]], red_on: date | None, as_of: date) -> str:
    """Return which milestones to reach for each better colour, and when yellow turns red."""
    parts = [f"完成{_named(nodes)}可转{colour}" for colour, nodes in turns if nodes]
    told = "，".join(dict.fromkeys(parts))
    if told and red_on is not None:
        told += f"，到 {day(red_on, as_of)}仍未完成将转红"
    return told


def together(remedies: Sequence[str]) -> str:
    """Return all remedies as one text; several are numbered, since each of them is needed."""
    if not remedies:
        return ""
    if len(remedies) == 1:
        return f"{remedies[0]}。"
    numbered = "；".join(f"{at}. {one}" for at, one in enumerate(remedies, 1))
    return f"以下各项都要做到：{numbered}。"


def day(when: date, as_of: date) -> str:
    """Return ``9月30日``, with its year where that is not D's."""
    year = "" if when.year == as_of.year else f"{when.year}年"
    return f"{year}{when.month}月{when.day}日"


def _by_day(parts: Sequence[str], by: date) -> str:
    """Return the ways to better colours under one day."""
    return f"至{by.month}月{by.day}日前{'，'.join(parts)}" if parts else ""


def _named(nodes: Sequence[Node]) -> str:
    """Return one milestone by name, several by name and number."""
    if len(nodes) == 1:
        return f"“{nodes[0].title}”"
    return f"“{nodes[0].title}”等 {len(nodes)} 个逾期节点"


def _wan_up(fen: int) -> str:
    """Return 分 as 万元, rounded up to two decimals."""
    return format_wan(-(-fen // _SHOWN) * _SHOWN)
