"""Quarters, and the dates that reports are read at.

Quarters end on 31 March, 30 June, 30 September and 31 December; titles read “2026年1—9月”, cumulative from January,
as 调度 tables do, and “2026年第三季度” where the quarter itself is meant.
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from tracker.domain.errors import InputError

_NUMERALS = "一二三四"
_WRITTEN = re.compile(r"(\d{4})(?:年)?(?:-|/)?(?:Q|q|第)?([1-4一二三四])(?:季度|季)?")
FIRST_YEAR, LAST_YEAR = 2000, 2100


@dataclass(frozen=True, order=True)
class Quarter:
    """One quarter of a calendar year: ``year`` 2000–2100, ``number`` 1–4."""

    year: int
    number: int

    def __post_init__(self) -> None:
        """Refuse a quarter that does not exist."""
        if not (FIRST_YEAR <= self.year <= LAST_YEAR and 1 <= self.number <= len(_NUMERALS)):
            raise InputError(f"没有 {self.year} 年第 {self.number} 季度。")

    def __str__(self) -> str:
        """Return the short form used on the command line: ``2026Q3``."""
        return f"{self.year}Q{self.number}"

    @property
    def start(self) -> date:
        """The quarter's first day."""
        return date(self.year, self.number * 3 - 2, 1)

    @property
    def end(self) -> date:
        """The quarter's last day, the date its cumulative figures carry."""
        return month_end(self.year, self.number * 3)

    @property
    def previous(self) -> Quarter:
        """The quarter before this one."""
        return Quarter(self.year - 1, 4) if self.number == 1 else Quarter(self.year, self.number - 1)

    @property
    def next(self) -> Quarter:
        """The quarter after this one."""
        return Quarter(self.year + 1, 1) if self.number == len(_NUMERALS) else Quarter(self.year, self.number + 1)

    @property
    def label(self) -> str:
        """``2026年第三季度``."""
        return f"{self.year}年第{_NUMERALS[self.number - 1]}季度"

    @property
    def span_label(self) -> str:
        """The cumulative title: ``2026年1—9月``, and ``2026年1—12月`` for the fourth quarter."""
        return span_label(self.end)


def month_end(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def span_label(as_of: date) -> str:
    """Return the months of the year that figures as of a date cover: ``2026年1—9月``, in January ``2026年1月``."""
    return f"{as_of.year}年1月" if as_of.month == 1 else f"{as_of.year}年1—{as_of.month}月"


def year_start(as_of: date) -> date:
    """Return 31 December of the year before: the date of 至上年底累计."""
    return date(as_of.year - 1, 12, 31)


def quarter_of(day: date) -> Quarter:
    """Return the quarter that contains *day*."""
    return Quarter(day.year, (day.month + 2) // 3)


def default_quarter(today: date) -> Quarter:
    """Return the last quarter that has ended: on the quarter's very last day that is the one ending today."""
    current = quarter_of(today)
    return current if current.end == today else current.previous


def parse_quarter(text: str) -> Quarter:
    """Read ``2026Q3``, ``2026-3``, ``2026年第三季度`` and the like; InputError otherwise."""
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    found = _WRITTEN.fullmatch(plain)
    if found is None:
        raise InputError(f"“{text}”不是季度，请写成 2026Q3 的样子。")
    number = int(found[2]) if found[2].isdigit() else _NUMERALS.index(found[2]) + 1
    return Quarter(int(found[1]), number)


def schedule(as_of: date) -> Fraction:
    """Return 序时进度 at a date: months elapsed ÷ 12 (江门, 三明: October is 83.33 %).

    A month counts when it has ended on that date; a day within a month counts the months before it.
    """
    whole = as_of.month if as_of == month_end(as_of.year, as_of.month) else as_of.month - 1
    return Fraction(whole, 12)
