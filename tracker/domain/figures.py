"""Rates, lag and sums, made from rows of exact integers. Nothing here reads the file.

Definitions: a ratio of sums uses only projects where both terms are known and says how many; a sum adds what is known
and says how many are known; where a term is missing or the denominator is zero the figure is None, shown “—”.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from fractions import Fraction
from typing import Any

from tracker.domain.curves import LINEAR, Curve
from tracker.domain.kinds import PaidBase


class GroupKey(Enum):
    """What totals are grouped by."""

    NOTHING = "全部"
    UNIT = "上报单位"
    BOX = "专栏"
    PROGRAMME = "工程"


@dataclass(frozen=True)
class Figures:
    """One project as of a date D. Money in 分, weights whole numbers, days as dates; None is unknown.

    ``*_na`` marks 不适用. ``nodes`` counts applicable milestones. ``late_days`` is D minus the earliest due date
    missed, by 最新批准, else 原定. ``done_before_fen`` is the figure of 31 December (至上年底累计).
    ``year_done_fen`` (年初至今) is the cumulative figure minus it; unknown when that is, or when nothing was reported
    in D's year, and never the whole cumulative.
    """

    project_id: int
    counted: bool
    state: str | None
    state_by_hand: bool
    nodes: int
    nodes_met: int
    nodes_late: int
    weight_total: int
    weight_met: int
    late_days: int | None
    next_title: str | None
    next_due: date | None
    started: bool
    finished: bool
    percent: int | None
    percent_na: bool
    percent_on: date | None
    investment_fen: int | None
    investment_na: bool
    year_plan_fen: int | None
    year_plan_na: bool
    year_category: str | None
    allocated_fen: int | None
    arrived_fen: int | None
    arrived_na: bool
    done_fen: int | None
    done_na: bool
    paid_fen: int | None
    paid_na: bool
    done_before_fen: int | None
    year_done_fen: int | None
    filled_to: date | None
    open_problems: int
    paid_allocated_fen: int | None = None  # 累计支付 of the sources that have 下达

    @property
    def node_rate(self) -> Fraction | None:
        """节点完成率: weight of applicable milestones met by D ÷ weight of all applicable ones."""
        return ratio(self.weight_met, self.weight_total)

    @property
    def investment_rate(self) -> Fraction | None:
        """投资完成率: 累计完成投资 ÷ 总投资."""
        return ratio(self.done_fen, self.investment_fen)

    @property
    def year_rate(self) -> Fraction | None:
        """年度投资完成率: 年初至今完成 ÷ 年度计划投资."""
        return ratio(self.year_done_fen, self.year_plan_fen)

    @property
    def paid_rate(self) -> Fraction | None:
        """支付率: 累计支付 ÷ 累计到位."""
        return ratio(self.paid_fen, self.arrived_fen)

    def paid_rate_on(self, base: PaidBase) -> Fraction | None:
        """支付率 as the office divides it: by 累计到位, or by 累计下达 leaving out sources without 下达."""
        return self.paid_rate if base is PaidBase.ARRIVED else ratio(self.paid_allocated_fen, self.allocated_fen)

    def lead(self, as_of: date, curve: Curve = LINEAR) -> Fraction | None:
        """比序时: 年度投资完成率 minus 序时进度 by the unit's curve (else month ÷ 12), to be shown in 百分点."""
        rate = self.year_rate
        return None if rate is None else rate - curve.at(as_of)


def ratio(top: int | None, bottom: int | None) -> Fraction | None:
    """Return top ÷ bottom exactly; None where either is unknown or the denominator is zero."""
    return None if top is None or not bottom else Fraction(top, bottom)


@dataclass(frozen=True)
class Sum:
    """A sum of what is known: ``fen`` None when nothing is, ``known`` of ``of`` projects."""

    fen: int | None
    known: int
    of: int


@dataclass(frozen=True)
class Rate:
    """A ratio with the number of projects it rests on; ``value`` None is “—”."""

    value: Fraction | None
    projects: int


@dataclass(frozen=True)
class Group:
    """The counted projects of one unit or programme, or all of them, added up.

    ``node_mean`` is the mean of 节点完成率 over the projects that have milestones; ``node_weighted`` weighs it by
    总投资 where that is known. ``states`` counts by state word, "" for 未填.
    """

    key: int | None
    label: str
    projects: int
    filled: int
    states: Mapping[str, int]
    node_mean: Rate
    node_weighted: Rate
    started: int
    finished: int
    late: int
    open_problems: int
    investment: Sum
    year_plan: Sum
    allocated: Sum
    arrived: Sum
    done: Sum
    paid: Sum
    year_done: Sum
    investment_rate: Rate
    paid_rate: Rate
    year_rate: Rate
    paid_allocated_rate: Rate = Rate(None, 0)  # 累计支付 ÷ 累计下达

    def paid_rate_on(self, base: PaidBase) -> Rate:
        """支付率 as the office divides it."""
        return self.paid_rate if base is PaidBase.ARRIVED else self.paid_allocated_rate


@dataclass
class GroupSum:
    """Collects a group from its parts: rows with one total weight and one state each."""

    key: int | None
    label: str
    _totals: dict[str, int] = field(default_factory=dict)
    _known: dict[str, int | None] = field(default_factory=dict)
    _states: dict[str, int] = field(default_factory=dict)
    _mean: Fraction = Fraction(0)
    _weighted: Fraction = Fraction(0)
    _mean_n: int = 0

    def add(self, part: Mapping[str, Any]) -> None:
        """Add one part; its columns are those of queries.figures."""
        projects, total = part["projects"], part["weight_total"]
        state = part["state"] or ""
        self._states[state] = self._states.get(state, 0) + projects
        if total:
            self._mean += Fraction(part["weight_met"], total)
            self._weighted += Fraction(part["weighted_met"] or 0, total)
            self._mean_n += projects
        for name, value in part.items():
            if name in ("state", "weight_total", "weight_met", "weighted_met") or not isinstance(value, int):
                continue
            if name.endswith(("_fen", "_top", "_base")):
                self._known[name] = (self._known.get(name) or 0) + value
            else:
                self._totals[name] = self._totals.get(name, 0) + value

    def _sum(self, name: str) -> Sum:
        """Return the sum of one money figure with its counts."""
        known = self._totals.get(f"{name}_fen_n", 0)
        return Sum(self._known.get(f"{name}_fen") if known else None, known, self._totals.get("projects", 0))

    def _rate(self, pair: str) -> Rate:
        """Return a ratio of sums over the projects where both terms are known."""
        value = ratio(self._known.get(f"{pair}_top"), self._known.get(f"{pair}_base"))
        return Rate(value, self._totals.get(f"{pair}_n", 0))

    def group(self) -> Group:
        """Return the finished group."""
        base = self._known.get("weighted_base")
        return Group(
            key=self.key,
            label=self.label,
            projects=self._totals.get("projects", 0),
            filled=self._totals.get("filled", 0),
            states=dict(self._states),
            node_mean=Rate(self._mean / self._mean_n if self._mean_n else None, self._mean_n),
            node_weighted=Rate(self._weighted / base if base else None, self._totals.get("weighted_n", 0)),
            started=self._totals.get("started", 0),
            finished=self._totals.get("finished", 0),
            late=self._totals.get("late", 0),
            open_problems=self._totals.get("open_problems", 0),
            investment=self._sum("investment"),
            year_plan=self._sum("year_plan"),
            allocated=self._sum("allocated"),
            arrived=self._sum("arrived"),
            done=self._sum("done"),
            paid=self._sum("paid"),
            year_done=self._sum("year_done"),
            investment_rate=self._rate("done_of_investment"),
            paid_rate=self._rate("paid_of_arrived"),
            year_rate=self._rate("year_done_of_plan"),
            paid_allocated_rate=self._rate("paid_of_allocated"),
        )
