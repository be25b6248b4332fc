"""环比 and 同比, and differences of rates.

As the national monthly report computes them (ZHFX): growth = (this − base) ÷ base, with two decimals; the base of 同比
is the same months of last year, that of 环比 the period before. A missing base, a first year or a base of zero gives
“—”. The difference of two rates is in 百分点, never in per cent.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from tracker.domain.quarters import Quarter


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
    """Return (now − base) ÷ base; None where either is missing or the base is zero."""
    return None if now is None or not base else Fraction(now - base, base)


def difference(now: Fraction | None, base: Fraction | None) -> Fraction | None:
    """Return the difference of two rates, to be shown in 百分点; None where either is missing."""
    return None if now is None or base is None else now - base


def same_quarter_last_year(quarter: Quarter) -> Quarter:
    """Return the base of 同比."""
    return Quarter(quarter.year - 1, quarter.number)


def single(now: int | None, before: int | None, quarter: Quarter) -> int | None:
    """Return a quarter's own value: 年初至今 minus that of the quarter before; in the first quarter itself."""
    if now is None or quarter.number == 1:
        return now
    return None if before is None else now - before


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


def quarter_ends(quarter: Quarter) -> tuple[date, ...]:
    """Return the ends that a comparison of *quarter* reads: its own, the two before, and that of last year."""
    before = quarter.previous
    return quarter.end, before.end, before.previous.end, same_quarter_last_year(quarter).end
