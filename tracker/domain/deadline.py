"""规划时限: the day a printed deadline means, and how exactly it says so."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import NamedTuple

from tracker.domain.kinds import Precision
from tracker.domain.quarters import month_end

_NUMERALS = {"一": 1, "二": 2, "三": 3, "四": 4}
# The last year of a five-year plan.
_PLAN_ENDS = {"十三五": 2020, "十四五": 2025, "十五五": 2030, "十六五": 2035}
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_QUARTER = re.compile(r"(\d{4})年第?([1-4一二三四])季度")
_HALF = re.compile(r"(\d{4})年([上下])半年")
_MONTH = re.compile(r"(\d{4})(?:年|[-/.])(1[0-2]|0?[1-9])(?:月|$)")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
_PLAN = re.compile(r"十[三四五六]五")
_JUNE, _DECEMBER = 6, 12


class Deadline(NamedTuple):
    """The last day a deadline allows, and the precision with which it was printed."""

    day: date
    precision: Precision


def read(text: str) -> Deadline | None:
    """Return what a printed deadline means, None where it names no time.

    >>> read("到2025年") == (date(2025, 12, 31), "年"), read("2024年6月底")[0], read("长期")
    (True, datetime.date(2024, 6, 30), None)
    """
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    if found := _DAY.search(plain):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _QUARTER.search(plain):
        number = _NUMERALS.get(found[2]) or int(found[2])
        return Deadline(month_end(int(found[1]), number * 3), Precision.QUARTER)
    if found := _HALF.search(plain):
        return Deadline(month_end(int(found[1]), _JUNE if found[2] == "上" else _DECEMBER), Precision.QUARTER)
    if found := _MONTH.search(plain):
        return Deadline(month_end(int(found[1]), int(found[2])), Precision.MONTH)
    years = [int(year) for year in _YEAR.findall(plain)] or [_PLAN_ENDS[plan] for plan in _PLAN.findall(plain)]
    return Deadline(date(max(years), 12, 31), Precision.YEAR) if years else None


def _day(year: int, month: int, day: int) -> Deadline | None:
    """Return a day, None for one that does not exist."""
    try:
        return Deadline(date(year, month, day), Precision.DAY)
    except ValueError:
        return None
