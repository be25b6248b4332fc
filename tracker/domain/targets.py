"""Targets of capacity projects: what was to be reached, what has been, and how far it should be by now.

Numbers are thousandths of the target's unit. 完成数÷目标数 as 两癌筛查 and training tasks count it (淄博张店 2020,
晋江): against the number printed, for a range against its lower end. A ceiling (≤) is no task to be worked off:
it holds all the time, and its rate is 1 while it is kept.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from tracker.domain.curves import Curve
from tracker.domain.errors import InputError
from tracker.domain.kinds import Comparator

MILLI = 1000
LARGEST_MILLI = 10**15
_PLAN_YEARS = 5
_NUMBER = re.compile(r"\d+(?:\.\d{1,3})?")


@dataclass(frozen=True)
class TargetFact:
    """One target as of a date D, with the last 完成数 on or before D; ``achieved_milli`` None is 未填.

    ``starts`` is the project's planned start, None where it is not known.
    """

    target_id: int
    text: str
    comparator: str
    low_milli: int | None
    high_milli: int | None
    unit: str | None
    base: str | None
    deadline: date | None
    starts: date | None
    achieved_milli: int | None
    achieved_on: date | None

    @property
    def ceiling(self) -> bool:
        """Whether the number must not be passed (≤)."""
        return self.comparator == Comparator.AT_MOST

    @property
    def yearly(self) -> bool:
        """Whether the number is due anew every year; then 完成数 counts from January."""
        return (self.base or "").startswith("每年")

    @property
    def goal_milli(self) -> int | None:
        """目标数: the lower end of ≥, = and a range, the upper end of ≤; None where nothing can be measured."""
        goal = self.high_milli if self.ceiling else (self.low_milli or self.high_milli)
        return goal if goal and goal > 0 else None

    def standing(self, as_of: date) -> int | None:
        """Return the 完成数 that counts on a date; of a yearly target only this year's."""
        stale = self.yearly and self.achieved_on is not None and self.achieved_on.year != as_of.year
        return None if stale else self.achieved_milli

    def rate(self, as_of: date) -> Fraction | None:
        """Return 完成率: 完成数÷目标数, may exceed 1; of a ceiling 1 while kept, else 上限÷实际. None is “—”."""
        achieved, goal = self.standing(as_of), self.goal_milli
        if achieved is None or goal is None:
            return None
        if self.ceiling:
            return Fraction(1) if achieved <= goal else Fraction(goal, achieved)
        return Fraction(achieved, goal)

    def due(self, curve: Curve, as_of: date) -> Fraction:
        """Return the share that should be reached on a date, 0–1.

        Yearly, or without a deadline: 序时 of the year. With one: the part of the time to it that has passed, from the
        planned start, else from the first day of the five-year plan (十四五 2021–2025, 十五五 2026–2030) it lies in. A
        ceiling is due in full at all times.
        """
        if self.ceiling:
            return Fraction(1)
        if self.yearly or self.deadline is None:
            return curve.at(as_of)
        start = self.starts if self.starts is not None and self.starts <= self.deadline else plan_start(self.deadline)
        return curve.between(start, self.deadline, as_of)

    def lead(self, curve: Curve, as_of: date) -> Fraction | None:
        """Return 完成率 minus what was due, to be shown in 百分点; None where nothing is known."""
        rate = self.rate(as_of)
        return None if rate is None else rate - self.due(curve, as_of)


def plan_start(deadline: date) -> date:
    """Return the first day of the five-year plan that contains a day; plans end in years divisible by five."""
    return date(deadline.year - (deadline.year - 1) % _PLAN_YEARS, 1, 1)


def parse_quantity(text: str) -> int | None:
    """Return a typed number as thousandths, empty as None. Full-width digits and separators are understood.

    Raises InputError for anything else, a negative number, or one finer than three decimals.

    >>> parse_quantity("1,200"), parse_quantity("４.5"), parse_quantity("")
    (1200000, 4500, None)
    """
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).removesuffix("%")
    if not plain:
        return None
    if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", plain):
        plain = plain.replace(",", "")
    if not _NUMBER.fullmatch(plain):
        raise InputError(f"“{text.strip()}”不是数量，请填不小于 0 的数字，最多三位小数。")
    milli = int(Decimal(plain) * MILLI)
    if milli > LARGEST_MILLI:
        raise InputError(f"“{text.strip()}”大得不像数量，请核对。")
    return milli


def format_quantity(milli: int, unit: str | None = None) -> str:
    """Return thousandths as people write them, with the unit: ``1,200 人``, ``4.5 张``, ``90%``."""
    number = f"{Decimal(milli) / MILLI:,.3f}".rstrip("0").rstrip(".")
    if unit in ("%", "‰"):
        return f"{number}{unit}"
    return f"{number} {unit}" if unit else number
