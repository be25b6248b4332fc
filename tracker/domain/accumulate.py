"""Cumulative figures and their differences. Only 累计 is stored; 本期 and 年初至今 may be typed. All in 分."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from tracker.domain.errors import InputError
from tracker.domain.money import Amount


@dataclass(frozen=True)
class Point:
    """One cumulative figure of one kind at a period's end; ``source_id`` None is 不分来源."""

    period_end: date
    source_id: int | None
    amount: Amount


def standing_by_source(points: Iterable[Point], as_of: date) -> Mapping[int | None, Point]:
    """Return the last figure of each source that counts as of a date; under None the one 不分来源.

    A figure 不分来源 stands until a period filled by source comes after it; from then on the sources filled since
    then stand, each with its last figure. So the mapping has either None alone or sources alone.
    """
    last: dict[int | None, Point] = {}
    for point in sorted(points, key=lambda item: item.period_end):
        if point.period_end <= as_of:
            last[point.source_id] = point
    whole = last.pop(None, None)
    since = {source: point for source, point in last.items() if whole is None or point.period_end > whole.period_end}
    return since or ({} if whole is None else {None: whole})


def standing(points: Iterable[Point], as_of: date) -> Amount:
    """Return the whole cumulative figure as of a date: what is known added up, 不适用 only where all of it is."""
    amounts = [point.amount for point in standing_by_source(points, as_of).values()]
    known = [amount.fen for amount in amounts if amount.fen is not None]
    if known:
        return Amount(sum(known))
    return Amount(na=bool(amounts))


def difference(later: Amount, earlier: Amount) -> int | None:
    """Return what was added between two cumulative figures; None where either is not known."""
    return None if later.fen is None or earlier.fen is None else later.fen - earlier.fen


def from_year_to_date(year_fen: int, year_before_fen: int | None, year: int | None = None) -> int:
    """Return 累计 from a typed 年初至今 and the figure of 31 December (至上年底累计).

    Raises InputError where that figure is 未填: the year's part alone is never taken for the whole.
    """
    if year_before_fen is None:
        until = f"至 {year - 1} 年底" if year else "至上年底"
        raise InputError(f"{until}累计未填，不能由“年初至今”推出累计。请先补填上年 12 月 31 日的累计，或直接填累计。")
    return _not_negative(year_before_fen + year_fen)


def from_period(period_fen: int, previous_fen: int | None) -> int:
    """Return 累计 from a typed 本期 and the figure of the period before.

    Raises InputError where that figure is 未填. A negative 本期 is a correction; the sum must not fall below zero.
    """
    if previous_fen is None:
        raise InputError("上期累计未填，不能由“本期”推出累计。请先补填上期，或直接填累计。")
    return _not_negative(previous_fen + period_fen)


def _not_negative(fen: int) -> int:
    """Return a cumulative amount, which cannot be below zero."""
    if fen < 0:
        raise InputError("算出的累计数小于零，未保存，请核对。")
    return fen
