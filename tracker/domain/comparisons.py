"""环比 and 同比, and differences of rates.

As the national monthly report computes them (ZHFX): growth = (this − base) ÷ base, with two decimals; the base of 同比
is the same months of last year, that of 环比 the period before. A missing base, a first year or a base of zero gives
“—”; so does a negative one, against which a rise would read as a fall. The difference of two rates
is in 百分点, never in per cent.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from tracker.domain.periods import Cycle, ReportPeriod, last_ended
from tracker.domain.quarters import month_end


@dataclass(frozen=True)
class Compared:
    """Two sums over the same projects, in 分; ``projects`` is how many both are known for. None is “—”."""

    now_fen: int | None
    base_fen: int | None
    projects: int

    @property
    def change_fen(self) -> int | None:
        """The difference in 分."""
        return None if self.now_fen is None or self.base_fen is None else self.now_fen - self.base_fen

    @property
    def growth(self) -> Fraction | None:
        """The growth as a ratio: 0.25 is up 25 %."""
        return growth(self.now_fen, self.base_fen)


def growth(now: int | None, base: int | None) -> Fraction | None:
    """Return (now − base) ÷ base; None where either is missing or the base is not above zero."""
    return None if now is None or base is None or base <= 0 else Fraction(now - base, base)


def difference(now: Fraction | None, base: Fraction | None) -> Fraction | None:
    """Return the difference of two rates, to be shown in 百分点; None where either is missing."""
    return None if now is None or base is None else now - base


def comparable(period: ReportPeriod, cycle: Cycle = Cycle.QUARTER) -> ReportPeriod:
    """Return the period that is compared: itself; for a single day the last one of *cycle* that had ended by then.

    >>> comparable(ReportPeriod(date(2026, 8, 17), Cycle.DAY), Cycle.MONTH).label
    '2026年7月'
    """
    return last_ended(period.end, cycle) if period.cycle is Cycle.DAY else period


def before(period: ReportPeriod) -> ReportPeriod:
    """Return the base of 环比: the quarter or the month before."""
    return ReportPeriod(period.previous_end, period.cycle)


def last_year(period: ReportPeriod) -> ReportPeriod:
    """Return the base of 同比: the same quarter or month of the year before."""
    return ReportPeriod(month_end(period.end.year - 1, period.end.month), period.cycle)


def begins_year(period: ReportPeriod) -> bool:
    """Whether a quarter or month is the year's first: its own value is then 年初至今."""
    return period.previous_end.year < period.end.year


def single(now: int | None, earlier: int | None, period: ReportPeriod) -> int | None:
    """Return a period's own value: 年初至今 minus that of the period before; in the year's first one itself."""
    if now is None or begins_year(period):
        return now
    return None if earlier is None else now - earlier


@dataclass(frozen=True)
class YearToDate:
    """年初至今完成 and 年度计划 of one project at one quarter's end, in 分; unknown is None."""

    done_fen: int | None
    plan_fen: int | None


def compare(pairs: list[tuple[int | None, int | None]]) -> Compared:
    """Add up the pairs (now, base) of which both are known."""
    known = [(now, base) for now, base in pairs if now is not None and base is not None]
    if not known:
        return Compared(None, None, 0)
    return Compared(sum(now for now, _ in known), sum(base for _, base in known), len(known))


def rate(parts: list[YearToDate]) -> Fraction | None:
    """Return 年度投资完成率 of several projects, over those where both terms are known."""
    known = [(part.done_fen, part.plan_fen) for part in parts if part.done_fen is not None and part.plan_fen]
    plan = sum(base for _, base in known)
    return Fraction(sum(top for top, _ in known), plan) if plan else None


def ends(period: ReportPeriod) -> tuple[date, ...]:
    """Return the ends that a comparison of *period* reads: its own, the two before, and that of last year."""
    base = before(period)
    return period.end, base.end, before(base).end, last_year(period).end
