"""Dates as people type them, and dates as the file stores them (ISO text)."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime

from tracker.domain.errors import InputError

EARLIEST, LATEST = date(1990, 1, 1), date(2100, 12, 31)
_FORMS = (
    re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?"),
    re.compile(r"(\d{4})(\d{2})(\d{2})"),
)
_SHORT = re.compile(r"(\d{1,2})[-/.月](\d{1,2})日?")


def parse_day(text: str, default_year: int | None = None) -> date | None:
    """Read a day: 2026-9-5, 2026/9/5, 2026.9.5, 2026年9月5日, 20260905; with *default_year* also 9-5. Empty is None.

    Raises InputError for anything else, a day that does not exist, or one outside 1990–2100.

    >>> parse_day("２０２６年９月５日"), parse_day("9.5", 2026)
    (datetime.date(2026, 9, 5), datetime.date(2026, 9, 5))
    """
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    if not plain:
        return None
    found = next((match for form in _FORMS if (match := form.fullmatch(plain))), None)
    if found is not None:
        parts = (int(found[1]), int(found[2]), int(found[3]))
    elif default_year is not None and (found := _SHORT.fullmatch(plain)):
        parts = (default_year, int(found[1]), int(found[2]))
    else:
        raise InputError(f"“{text.strip()}”不是日期，请写成 2026-09-05 的样子。")
    try:
        day = date(*parts)
    except ValueError:
        raise InputError(f"没有“{text.strip()}”这一天。") from None
    if not EARLIEST <= day <= LATEST:
        raise InputError(f"日期“{text.strip()}”不在 1990 年至 2100 年之间，请核对。")
    return day


def format_day(day: date | None) -> str:
    """Return a day as ``2026-09-05``, empty for None."""
    return day.isoformat() if day else ""


def format_short(day: date, this_year: int) -> str:
    """Return ``09-05`` in *this_year*, ``25-09-05`` in any other."""
    return day.strftime("%m-%d" if day.year == this_year else "%y-%m-%d")


def chinese_day(day: date) -> str:
    """Return ``2026年9月5日``."""
    return f"{day.year}年{day.month}月{day.day}日"


def local_time(utc: str) -> str:
    """Return a moment of the log (UTC, ISO 8601) as local time: ``2026-10-08 10:42``."""
    return f"{datetime.fromisoformat(utc).astimezone():%Y-%m-%d %H:%M}"


def utc_start(day: date) -> str:
    """Return when a local day begins, as the log writes moments: ``2026-10-07T16:00:00Z`` for 2026-10-08 in China."""
    return f"{datetime(day.year, day.month, day.day).astimezone().astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
