"""Cumulative figures and their differences. Only 累计 is stored; 本期 and 年初至今 may be typed. All in 分."""

from __future__ import annotations


def from_year_to_date(year_fen: int, year_before_fen: int | None) -> int:
    """Return 累计 from a typed 年初至今 and the figure of 31 December; InputError where that is 未填."""
    raise NotImplementedError


def from_period(period_fen: int, previous_fen: int | None) -> int:
    """Return 累计 from a typed 本期 and the figure of the period before; InputError where that is 未填."""
    raise NotImplementedError
