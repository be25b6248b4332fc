"""红黄绿灯: the worst rule that applies, in one sentence, with what would change it. Pure functions, no file.

Each rule *reads* its figure from the facts of one project as of a date D; a reading knows how far it is behind in the
rule's measure, says so, and says what would bring it back. Which rule applies to whom (design.md §3): 年度投资
where there is an annual plan, 目标 where there is something to count, 节点 where there are milestones, 支付 where it
runs ahead.

Known red or yellow stays with a 未报 mark; green is only shown where everything that applies is known and reported
(a missing quarterly report is “未报”, never green); where nothing is known the light is grey with its reason.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from math import ceil, floor

from tracker.domain import light_words as words
from tracker.domain.curves import Curve
from tracker.domain.figures import Figures
from tracker.domain.kinds import Colour, RuleFigure, RuleMeasure
from tracker.domain.light_rules import Rule
from tracker.domain.quarters import default_quarter, quarter_of
from tracker.domain.targets import MILLI, TargetFact

PERCENT = 100
_BEHIND = (Colour.RED, Colour.YELLOW)
_BADNESS = {Colour.GREY: 0, Colour.GREEN: 1, Colour.YELLOW: 2, Colour.RED: 3}


@dataclass(frozen=True)
class LateNode:
    """A milestone not reached on D though due before: by 最新批准, else 原定; ``first_planned`` the first 原定."""

    title: str
    due: date
    first_planned: date | None


@dataclass(frozen=True)
class Facts:
    """What the rules read of one project as of D.

    ``lit``: a project of its own then: no heading, not merged, cancelled or handed over. ``dated``: some applicable
    milestone has a date to be held to, or was reached. ``late`` comes earliest due date first.
    """

    figures: Figures
    kind: str
    lit: bool = True
    dated: bool = True
    late: tuple[LateNode, ...] = ()
    targets: tuple[TargetFact, ...] = ()


@dataclass(frozen=True)
class Finding:
    """What one rule says: its colour (grey: not known), why, and what would change it (may be empty)."""

    figure: RuleFigure
    colour: Colour
    sentence: str
    remedy: str = ""


@dataclass(frozen=True)
class Light:
    """The light of one project as of a date.

    ``sentence`` is 为什么 (one finished sentence or several), ``remedy`` what makes it green or yellow and by when,
    empty where there is nothing to do. ``unreported`` puts the 未报 mark beside the colour.
    """

    colour: Colour
    sentence: str
    remedy: str
    unreported: bool
    findings: tuple[Finding, ...] = field(default=())


@dataclass(frozen=True)
class Standpoint:
    """From where a project is judged: the curve it is measured by, D, and the day remedies aim at."""

    curve: Curve
    as_of: date
    by: date


@dataclass(frozen=True)
class Reading(ABC):
    """One rule applied to one project."""

    rule: Rule
    at: Standpoint

    @abstractmethod
    def excess(self) -> Fraction | None:
        """Return how far it is behind, in the rule's measure; None where that is not known."""

    @abstractmethod
    def sentence(self) -> str:
        """Return what stands, or what is missing, as one sentence."""

    @abstractmethod
    def remedy(self) -> str:
        """Return what to do where it is red or yellow, without the full stop; empty where nothing helps."""

    @property
    def colour(self) -> Colour:
        """The colour by this rule; grey where the figure is not known."""
        excess = self.excess()
        return Colour.GREY if excess is None else self.rule.colour(excess)


def light(facts: Facts, rules: Iterable[Rule], curve: Curve, as_of: date, by: date | None = None) -> Light:
    """Return the light of one project. *by* is the day remedies aim at; see :func:`remedy_day` for the default."""
    if not facts.lit:
        return Light(Colour.GREY, words.NOT_LIT, "", unreported=False)
    at = Standpoint(curve, as_of, by or remedy_day(as_of))
    findings = tuple(_finding(reading) for reading in readings(facts, rules, at))
    reported = is_reported(facts.figures, as_of)
    colour, unreported = _verdict([one.colour for one in findings], reported=reported)
    told = sorted(findings, key=lambda one: -_BADNESS[one.colour])
    if colour is Colour.GREY:
        told = [one for one in told if one.colour is Colour.GREY]
    elif colour is Colour.GREEN:
        told = told[:1]
    else:
        told = [one for one in told if one.colour is not Colour.GREEN]
    sentence = "".join(one.sentence for one in told) if findings else words.NOTHING_KNOWN
    if not reported:
        sentence += words.not_reported(default_quarter(as_of))
    return Light(colour, sentence, words.together([one.remedy for one in told if one.remedy]), unreported, findings)


def colour_of(facts: Facts, rules: Iterable[Rule], curve: Curve, as_of: date) -> tuple[Colour, bool]:
    """Return only the colour and the 未报 mark: for counts over many projects, without making sentences."""
    if not facts.lit:
        return Colour.GREY, False
    colours = [reading.colour for reading in readings(facts, rules, Standpoint(curve, as_of, as_of))]
    return _verdict(colours, reported=is_reported(facts.figures, as_of))


def remedy_day(as_of: date) -> date:
    """Return the end of the quarter that runs on the day after D: there is time until then to catch up."""
    return quarter_of(as_of + timedelta(days=1)).end


def is_reported(figures: Figures, as_of: date) -> bool:
    """Return whether the last quarter that had ended on D was filled in; a finished project owes no further report."""
    since = default_quarter(as_of).previous.end
    return figures.finished or (figures.filled_to is not None and figures.filled_to > since)


def readings(facts: Facts, rules: Iterable[Rule], at: Standpoint) -> Iterator[Reading]:
    """Yield the rules that apply to a project, each with what it reads."""
    for rule in rules:
        reading = _READERS[rule.figure](rule, facts, at) if rule.applies_to(facts.kind) else None
        if reading is not None:
            yield reading


def _verdict(colours: list[Colour], *, reported: bool) -> tuple[Colour, bool]:
    """Return the light made of its findings, and whether the 未报 mark stands beside it."""
    missing = not reported or not colours or Colour.GREY in colours
    worst = max(colours, key=lambda one: _BADNESS[one], default=Colour.GREY)
    if worst is Colour.GREEN and missing:
        return Colour.GREY, True
    return worst, missing


def _finding(reading: Reading) -> Finding:
    """Return one reading in words."""
    colour = reading.colour
    return Finding(reading.rule.figure, colour, reading.sentence(), reading.remedy() if colour in _BEHIND else "")


def lag(rule: Rule, due: Fraction, rate: Fraction) -> Fraction:
    """Return how far a rate is behind what was due: in 百分点, or in per cent of what was due."""
    behind = (due - rate) * PERCENT
    if rule.measure is RuleMeasure.PERCENT:
        return behind / due if due else Fraction(0)
    return behind


def needed(rule: Rule, due: Fraction, whole: int, colour: Colour) -> int | None:
    """Return the least whole number of parts of *whole* that has *colour* or better when *due* is due."""
    edge = rule.limit(colour)
    if edge is None:
        return None
    behind, exactly = edge
    rate = due * (1 - behind / PERCENT) if rule.measure is RuleMeasure.PERCENT else due - behind / PERCENT
    parts = rate * whole
    up = -(-parts.numerator // parts.denominator)
    return up if exactly or parts.denominator != 1 else up + 1


def steps(colour: Colour) -> tuple[Colour, ...]:
    """Return the better colours that a red or yellow light can turn to, the nearest first."""
    return (Colour.YELLOW, Colour.GREEN) if colour is Colour.RED else (Colour.GREEN,)


@dataclass(frozen=True)
class YearReading(Reading):
    """年度投资完成率 against 序时 (银川 2025, 三亚 2022)."""

    figures: Figures

    def excess(self) -> Fraction | None:
        """Return the lag; nothing is behind while nothing is due."""
        due, rate = self.at.curve.at(self.at.as_of), self.figures.year_rate
        if rate is None:
            return None if due else Fraction(0)
        return lag(self.rule, due, rate)

    def sentence(self) -> str:
        """Return rate, 序时 and the difference."""
        due, rate = self.at.curve.at(self.at.as_of), self.figures.year_rate
        if rate is None:
            return words.year_unknown(self.figures) if due else words.NOTHING_DUE
        return words.against(words.YEAR_RATE, rate, due, self.rule)

    def remedy(self) -> str:
        """Return the money to be completed by a day of the same year."""
        plan, done, by = self.figures.year_plan_fen, self.figures.year_done_fen, self.at.by
        if plan is None or done is None:
            return ""
        if by.year != self.at.as_of.year:
            return words.YEAR_IS_OVER
        wanted = ((one, needed(self.rule, self.at.curve.at(by), plan, one)) for one in steps(self.colour))
        return words.complete_money([(one, fen - done) for one, fen in wanted if fen is not None], by)


@dataclass(frozen=True)
class TargetReading(Reading):
    """完成数÷目标数 against 序时, of the target that is furthest behind; ``missing`` counts those without a number."""

    target: TargetFact
    missing: int

    def excess(self) -> Fraction | None:
        """Return the lag; unknown where no target has a number, or those that have one are in time but others not."""
        rate = self.target.rate(self.at.as_of)
        if rate is None:
            return None
        behind = lag(self.rule, self.target.due(self.at.curve, self.at.as_of), rate)
        return None if self.missing and self.rule.colour(behind) is Colour.GREEN else behind

    def sentence(self) -> str:
        """Return what was achieved of what."""
        as_of = self.at.as_of
        rate, achieved, goal = self.target.rate(as_of), self.target.standing(as_of), self.target.goal_milli
        if rate is None or achieved is None or goal is None or self.excess() is None:
            return words.targets_missing(self.missing)
        if self.target.ceiling:
            return words.ceiling(self.target, achieved, goal)
        due = self.target.due(self.at.curve, as_of)
        return words.against(words.target_rate(self.target, achieved, goal), rate, due, self.rule)

    def remedy(self) -> str:
        """Return the quantity to be achieved by a day."""
        achieved, goal, by = self.target.standing(self.at.as_of), self.target.goal_milli, self.at.by
        if achieved is None or goal is None:
            return ""
        if self.target.ceiling:
            return words.keep_below(self.target, goal)
        if self.target.yearly and by.year != self.at.as_of.year:
            return words.YEAR_IS_OVER
        # Whole things are counted whole (half a person cannot be trained), others shown up to the next hundredth.
        whole = goal % MILLI == 0 and achieved % MILLI == 0 and self.target.unit != "%"
        step = MILLI if whole else MILLI // PERCENT
        due = self.target.due(self.at.curve, by)
        wanted = ((one, needed(self.rule, due, goal, one)) for one in steps(self.colour))
        more = [(one, -((achieved - milli) // step) * step) for one, milli in wanted if milli is not None]
        return words.achieve(self.target, more, by)


@dataclass(frozen=True)
class NodeReading(Reading):
    """节点逾期 in days, of the milestone that is overdue longest."""

    facts: Facts

    def excess(self) -> Fraction | None:
        """Return the days of the longest delay, 0 without one; unknown where no milestone has a date."""
        if not self.facts.dated:
            return None
        return Fraction(self._days(self.facts.late[0]) if self.facts.late else 0)

    def sentence(self) -> str:
        """Return the milestone, its date and its delay; beside it the delay against the first 原定."""
        if not self.facts.dated:
            return words.NODES_WITHOUT_DATES
        return words.late_nodes(self.facts.late, self.at.as_of) if self.facts.late else words.NODES_IN_TIME

    def remedy(self) -> str:
        """Return which milestones to reach, and the day on which yellow turns red."""
        turns: list[tuple[Colour, tuple[LateNode, ...]]] = []
        for better in steps(self.colour):
            holding = tuple(n for n in self.facts.late if _BADNESS[self._of(n)] > _BADNESS[better])
            # Where the same milestones bring green at once, yellow need not be told.
            turns = [turn for turn in turns if turn[1] != holding] + [(better, holding)]
        edge, red_on = self.rule.limit(Colour.YELLOW), None
        if self.colour is Colour.YELLOW and edge is not None:
            days, exactly = edge
            red_on = self.facts.late[0].due + timedelta(days=floor(days) + 1 if exactly else ceil(days))
        return words.reach(turns, red_on, self.at.as_of)

    def _days(self, node: LateNode) -> int:
        """Return how long a milestone is overdue."""
        return (self.at.as_of - node.due).days

    def _of(self, node: LateNode) -> Colour:
        """Return the colour one milestone has alone."""
        return self.rule.colour(Fraction(self._days(node)))


@dataclass(frozen=True)
class PaidReading(Reading):
    """支付 beyond 完成投资, in per cent of what was completed (ZHFX: a level-1 warning)."""

    paid: int
    done: int

    def excess(self) -> Fraction:
        """Return by how much; where nothing was completed, what was paid counts as 100 %."""
        return Fraction((self.paid - self.done) * PERCENT, self.done or self.paid)

    def sentence(self) -> str:
        """Return both amounts and the question whether it is an advance."""
        return words.paid_over(self.paid, self.done)

    def remedy(self) -> str:
        """Return how much more work brings the two together."""
        return words.catch_up(self.paid - self.done)


def _read_year(rule: Rule, facts: Facts, at: Standpoint) -> Reading | None:
    """Read the annual plan, where there is one."""
    plan = facts.figures.year_plan_fen
    return YearReading(rule, at, facts.figures) if plan and not facts.figures.done_na else None


def _read_targets(rule: Rule, facts: Facts, at: Standpoint) -> Reading | None:
    """Read the target that is furthest behind; any of them where none has a number."""
    measured = [target for target in facts.targets if target.goal_milli is not None]
    if not measured:
        return None
    known = [(rate, target) for target in measured if (rate := target.rate(at.as_of)) is not None]
    worst = max(known, key=lambda one: lag(rule, one[1].due(at.curve, at.as_of), one[0]))[1] if known else measured[0]
    return TargetReading(rule, at, worst, len(measured) - len(known))


def _read_nodes(rule: Rule, facts: Facts, at: Standpoint) -> Reading | None:
    """Read the milestones, where there are any."""
    return NodeReading(rule, at, facts) if facts.figures.nodes else None


def _read_paid(rule: Rule, facts: Facts, at: Standpoint) -> Reading | None:
    """Read 支付 where it runs ahead: payments that do not are no proof of progress, so the rule is silent then."""
    paid, done = facts.figures.paid_fen, facts.figures.done_fen
    if paid is None or done is None or paid <= done:
        return None
    reading = PaidReading(rule, at, paid, done)
    return reading if reading.colour in _BEHIND else None


_READERS: dict[RuleFigure, Callable[[Rule, Facts, Standpoint], Reading | None]] = {
    RuleFigure.YEAR_LAG: _read_year,
    RuleFigure.TARGET_LAG: _read_targets,
    RuleFigure.MILESTONE_LATE: _read_nodes,
    RuleFigure.PAID_OVER_DONE: _read_paid,
}
