"""The lights' rules as data: which figure a rule reads, for whom, and from where on it is yellow and red.

Shipped sets (domain.md 2g, needs.md 3.5; cities publish different rules, so every threshold can be changed):

- 银川 2025, the default: behind 序时 by 10–30 百分点, both ends included, is yellow; more than 30 is red. 0–10 is not
  stated there and counts as green.
- 三亚 2022: behind 序时 by up to 50 % of what was due is yellow, beyond it red: per cent, not 百分点.

Neither says anything of milestones, or of payments running ahead; both sets add this program's own rules for them:
overdue by a day yellow, by more than 30 red; 支付 beyond 完成投资 yellow, with the question whether it is an advance
(a level-1 warning of the national 调度, ZHFX). Where there is no annual plan the milestones alone decide.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from tracker.domain.errors import InputError
from tracker.domain.kinds import Colour, RuleFigure, RuleMeasure, RuleScope

MILLI = 1000
LARGEST = 10_000  # days, 百分点 or %: beyond it nobody means a threshold
_THRESHOLD = re.compile(r"\d{1,5}(?:\.\d{1,3})?")
# What the thresholds of a rule may count.
MEASURES_OF: dict[RuleFigure, tuple[RuleMeasure, ...]] = {
    RuleFigure.YEAR_LAG: (RuleMeasure.POINTS, RuleMeasure.PERCENT),
    RuleFigure.TARGET_LAG: (RuleMeasure.POINTS, RuleMeasure.PERCENT),
    RuleFigure.MILESTONE_LATE: (RuleMeasure.DAYS,),
    RuleFigure.PAID_OVER_DONE: (RuleMeasure.PERCENT,),
}


@dataclass(frozen=True)
class Rule:
    """One rule. Thresholds are thousandths of the measure; None: never that colour.

    A figure beyond the threshold has the colour; exactly at it only where ``yellow_at`` or ``red_at`` is set.
    """

    figure: RuleFigure
    measure: RuleMeasure
    yellow_milli: int | None
    red_milli: int | None
    yellow_at: bool = False
    red_at: bool = False
    scope: RuleScope = RuleScope.ALL
    enabled: bool = True

    def colour(self, excess: Fraction) -> Colour:
        """Return the colour of a figure that is behind (or late, or over) by *excess*, in the rule's measure."""
        if _beyond(excess, self.red_milli, at=self.red_at):
            return Colour.RED
        return Colour.YELLOW if _beyond(excess, self.yellow_milli, at=self.yellow_at) else Colour.GREEN

    def limit(self, colour: Colour) -> tuple[Fraction, bool] | None:
        """Return how far a figure may be behind and still have *colour* or better, and whether exactly so far."""
        edges = {
            Colour.GREEN: [(self.yellow_milli, self.yellow_at), (self.red_milli, self.red_at)],
            Colour.YELLOW: [(self.red_milli, self.red_at)],
        }[colour]
        known = [(Fraction(milli, MILLI), not at) for milli, at in edges if milli is not None]
        return min(known) if known else None

    def applies_to(self, kind: str) -> bool:
        """Return whether the rule is in use for projects of a kind."""
        return self.enabled and self.scope in (RuleScope.ALL, kind)


@dataclass(frozen=True)
class RuleSet:
    """One city's rules under a ``key`` that stays; ``origin`` says where the thresholds come from."""

    key: str
    title: str
    origin: str | None
    rules: tuple[Rule, ...]


def _beyond(excess: Fraction, milli: int | None, *, at: bool) -> bool:
    """Return whether *excess* lies beyond a threshold."""
    if milli is None:
        return False
    edge = Fraction(milli, MILLI)
    return excess > edge or (at and excess == edge)


def _common() -> tuple[Rule, ...]:
    """Return the rules of this program that every shipped set has."""
    return (
        Rule(RuleFigure.MILESTONE_LATE, RuleMeasure.DAYS, 0, 30 * MILLI),
        Rule(RuleFigure.PAID_OVER_DONE, RuleMeasure.PERCENT, 0, None),
    )


def _lags(rule: Rule) -> tuple[Rule, ...]:
    """Return a rule about 序时 for annual plans, and the same for the targets of 能力类 projects."""
    return (rule, replace(rule, figure=RuleFigure.TARGET_LAG, scope=RuleScope.CAPACITY))


YINCHUAN = RuleSet(
    "yinchuan",
    "银川（按百分点）",
    "银川 2025年重大项目亮灯办法：落后序时进度10—30个百分点黄灯，超过30个百分点红灯",
    (
        *_lags(Rule(RuleFigure.YEAR_LAG, RuleMeasure.POINTS, 10 * MILLI, 30 * MILLI, yellow_at=True)),
        *_common(),
    ),
)
SANYA = RuleSet(
    "sanya",
    "三亚（按百分比）",
    "三亚 2022年投资通报：低于序时进度50%以内黄灯，低于50%以上红灯",
    (*_lags(Rule(RuleFigure.YEAR_LAG, RuleMeasure.PERCENT, 0, 50 * MILLI)), *_common()),
)
SHIPPED = (YINCHUAN, SANYA)


def check(rule: Rule) -> None:
    """Raise InputError for a rule that contradicts itself."""
    if rule.measure not in MEASURES_OF[rule.figure]:
        allowed = "、".join(MEASURES_OF[rule.figure])
        raise InputError(f"“{rule.figure}”只能按{allowed}亮灯，未保存。", "measure")
    for milli, field in ((rule.yellow_milli, "yellow_milli"), (rule.red_milli, "red_milli")):
        if milli is not None and not 0 <= milli <= LARGEST * MILLI:
            raise InputError(f"界限要在 0 到 {LARGEST} 之间，未保存。", field)
    if rule.yellow_milli is None or rule.red_milli is None:
        return
    # Where the red edge comes first, or at the same place including it, yellow never shows.
    if rule.red_milli < rule.yellow_milli or (rule.red_milli == rule.yellow_milli and rule.red_at >= rule.yellow_at):
        raise InputError("红灯界限要高于黄灯界限，否则黄灯永远不会亮。未保存。", "red_milli")


def parse_threshold(text: str) -> int | None:
    """Return a typed threshold as thousandths; empty is None (this colour is not used).

    >>> parse_threshold("10"), parse_threshold("７.5"), parse_threshold(" ")
    (10000, 7500, None)
    """
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    if not plain:
        return None
    if not _THRESHOLD.fullmatch(plain) or Decimal(plain) > LARGEST:
        raise InputError(f"“{text.strip()}”不是界限，请填 0 到 {LARGEST} 的数字。")
    return int(Decimal(plain) * MILLI)


def describe(rule: Rule) -> str:
    """Return a rule in one line: ``落后 10—30 百分点（含）黄，超过 30 百分点红``.

    >>> describe(YINCHUAN.rules[0]), describe(SANYA.rules[0])
    ('10 百分点及以上黄灯，超过 30 百分点红灯', '超过 0 % 黄灯，超过 50 % 红灯')
    """
    parts = []
    for milli, at, word in ((rule.yellow_milli, rule.yellow_at, "黄灯"), (rule.red_milli, rule.red_at, "红灯")):
        if milli is not None:
            edge = f"{number(Fraction(milli, MILLI))} {rule.measure}"
            space = " " if rule.measure is RuleMeasure.PERCENT else ""
            parts.append(f"{edge}{space}及以上{word}" if at else f"超过 {edge}{space}{word}")
    return "，".join(parts) or "不亮灯"


def number(value: Fraction) -> str:
    """Return a threshold without empty decimals."""
    return f"{Decimal(value.numerator) / Decimal(value.denominator):.3f}".rstrip("0").rstrip(".")
