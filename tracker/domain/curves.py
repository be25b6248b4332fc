"""序时进度: how much of a year's plan is due at a date, by month ÷ 12 or by a seasonal curve.

Month ÷ 12 is what 江门 and 三明 publish (October 83.33 %, August 66.67 %). Where winter stops outdoor work a straight
line turns every first quarter red, so a curve may be given per unit: cumulative shares at month ends, in ‰. The Jilin
default (Q1 5, Q2 35, Q3 80, Q4 100 %) is an offer of this program, not a published rule.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from tracker.domain.errors import InputError
from tracker.domain.quarters import month_end

MONTHS = 12
WHOLE = 1000  # ‰
_SHARE = re.compile(r"(\d{1,3}(?:\.\d)?)%?")
_PERMILLE_PER_PERCENT = 10


@dataclass(frozen=True)
class Curve:
    """Cumulative shares of the year at the ends of January to December, 0–1, never falling, December 1."""

    name: str
    months: tuple[Fraction, ...]

    def at(self, as_of: date) -> Fraction:
        """Return 序时进度 at a date; a month counts when it has ended, as in :func:`quarters.schedule`."""
        whole = as_of.month if as_of == month_end(as_of.year, as_of.month) else as_of.month - 1
        return self.months[whole - 1] if whole else Fraction(0)

    def between(self, start: date, end: date, as_of: date) -> Fraction:
        """Return the part of the time from *start* to *end* that has passed on *as_of*, each year by the curve.

        The first month counts in full. Before the start it is 0, from the end on 1.
        """
        if as_of >= end:
            return Fraction(1)
        first = self._years(month_end(start.year - 1, MONTHS)) if start.month == 1 else self._before(start)
        span = self._years(end) - first
        passed = self._years(as_of) - first
        return Fraction(0) if span <= 0 or passed <= 0 else min(passed / span, Fraction(1))

    def _years(self, day: date) -> Fraction:
        """Return the years passed since year 0, the last one by the curve."""
        return day.year + self.at(day)

    def _before(self, start: date) -> Fraction:
        """Return the years passed when the month before *start*'s had ended."""
        return self._years(month_end(start.year, start.month - 1))


LINEAR = Curve("月份÷12", tuple(Fraction(month, MONTHS) for month in range(1, MONTHS + 1)))


def through(points: Mapping[int, int], name: str = "季节曲线") -> Curve:
    """Return the curve through *points*: month (1–11) → ‰ at its end. Months left out lie on the line between.

    Raises InputError for a month or a share that does not exist, and for shares that fall.
    """
    check_points(points)
    fixed = {0: 0, **points, MONTHS: WHOLE}
    known = sorted(fixed)
    months = []
    for month in range(1, MONTHS + 1):
        left = max(at for at in known if at < month)
        right = min(at for at in known if at >= month)
        rise = Fraction(fixed[right] - fixed[left], right - left)
        months.append((fixed[left] + rise * (month - left)) / WHOLE)
    return Curve(name, tuple(months))


def check_points(points: Mapping[int, int]) -> None:
    """Raise InputError where *points* is no curve: month 1–11, 0–1000 ‰, never falling."""
    before = 0
    for month in sorted(points):
        share = points[month]
        if not 1 <= month < MONTHS:
            raise InputError(f"季节曲线只填 1 月末至 11 月末，没有 {month} 月；12 月末一定是 100%。", "points")
        if not 0 <= share <= WHOLE:
            raise InputError(f"{month}月末应完成的比例要在 0 到 100% 之间，未保存。", "points")
        if share < before:
            raise InputError(f"{month}月末应完成的比例比前面的月份还低，累计比例不能下降，未保存。", "points")
        before = share


def by_quarters(first: int, second: int, third: int) -> dict[int, int]:
    """Return the points of a curve by quarters, in ‰ at the ends of March, June and September."""
    return {3: first, 6: second, 9: third}


JILIN_POINTS: Mapping[int, int] = by_quarters(50, 350, 800)
JILIN = through(JILIN_POINTS, "吉林季节曲线（一季度5%、二季度35%、三季度80%）")


def parse_share(text: str) -> int | None:
    """Return a typed percentage as ‰; empty is None. Raises InputError for what is no share of 0–100 %.

    >>> parse_share("35"), parse_share("７.5%"), parse_share("")
    (350, 75, None)
    """
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    if not plain:
        return None
    found = _SHARE.fullmatch(plain)
    share = int(Decimal(found[1]) * _PERMILLE_PER_PERCENT) if found else WHOLE + 1
    if share > WHOLE:
        raise InputError(f"“{text.strip()}”不是 0 到 100 的百分数（最多一位小数）。", "points")
    return share


def weighted(parts: Iterable[tuple[int, Curve]], as_of: date) -> Fraction | None:
    """Return 序时进度 of projects together: each one's own, weighed by its annual plan in 分; None without plans.

    So that a group whose projects are all exactly on time is on time itself, whatever their curves.
    """
    due, whole = Fraction(0), 0
    for plan, curve in parts:
        due += plan * curve.at(as_of)
        whole += plan
    return due / whole if whole else None
