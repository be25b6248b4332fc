"""The axis of days: where a day stands, and how the heading divides it. Plain arithmetic, no widget."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum

_QUARTERS = ("一季", "二季", "三季", "四季")
_MONTHS_A_YEAR, _MONTHS_A_QUARTER = 12, 3
_FIVE_YEARS = 5
_PLAN_NOUGHT = 1951  # counted back from “十四五”, which began in 2021; no date of a project is older than “八五”
_DAYS_A_MONTH = 30.4375
_NUMERALS = ("", *"一二三四五六七八九")
_TEN = 10


class Zoom(Enum):
    """How wide a day is. The value is the months one cell of the heading stands for."""

    MONTH = 1
    QUARTER = 3
    YEAR = 12

    @property
    def word(self) -> str:
        """The word in the list."""
        return {Zoom.MONTH: "月", Zoom.QUARTER: "季", Zoom.YEAR: "年"}[self]

    @property
    def day_width(self) -> float:
        """The width of a day in logical pixels."""
        cell = {Zoom.MONTH: 56, Zoom.QUARTER: 58, Zoom.YEAR: 72}[self]
        return cell / (self.value * _DAYS_A_MONTH)

    def stepped(self, by: int) -> Zoom:
        """Return the zoom one step nearer (1) or farther (-1); the ends stay."""
        order = (Zoom.YEAR, Zoom.QUARTER, Zoom.MONTH)
        return order[min(max(order.index(self) + by, 0), len(order) - 1)]


@dataclass(frozen=True)
class Band:
    """One cell of the heading: from *left* to *right* in pixels of the axis."""

    left: float
    right: float
    text: str


@dataclass(frozen=True)
class Axis:
    """Days from *first* to *last*, laid out from the left edge (0) on."""

    first: date
    last: date
    zoom: Zoom

    @property
    def width(self) -> int:
        """The width of the whole axis in logical pixels."""
        return round(((self.last - self.first).days + 1) * self.zoom.day_width)

    def x(self, day: date) -> float:
        """Return where a day stands: its middle, so that a day and the next are apart however narrow they are."""
        return ((day - self.first).days + 0.5) * self.zoom.day_width

    def day(self, x: float) -> date:
        """Return the day at a place, held within the axis."""
        days = int(x // self.zoom.day_width)
        return self.first + timedelta(days=min(max(days, 0), (self.last - self.first).days))

    def zoomed(self, zoom: Zoom) -> Axis:
        """Return the same days in another width."""
        return replace(self, zoom=zoom)

    def lower(self, left: float, right: float) -> Iterator[Band]:
        """Yield the cells of the heading's second line that are seen between two places."""
        months = self.zoom.value
        for start, end in self._cells(left, right, months):
            yield Band(self._edge(start), self._edge(end), self._short(start))

    def upper(self, left: float, right: float) -> Iterator[Band]:
        """Yield the cells of the first line: years, or five-year plans where the cells below are years."""
        months = _FIVE_YEARS * _MONTHS_A_YEAR if self.zoom is Zoom.YEAR else _MONTHS_A_YEAR
        for start, end in self._cells(left, right, months):
            yield Band(self._edge(start), self._edge(end), self._long(start))

    def _edge(self, day: date) -> float:
        """Return the place where a day begins."""
        return (day - self.first).days * self.zoom.day_width

    def _cells(self, left: float, right: float, months: int) -> Iterator[tuple[date, date]]:
        """Yield the first days of the cells between two places, and of the cells after them."""
        start, last = _begin(self.day(left), months), self.day(right)
        while start <= last:
            end = _later(start, months)
            yield start, end
            start = end

    def _short(self, day: date) -> str:
        """Name a cell of the second line."""
        if self.zoom is Zoom.MONTH:
            return f"{day.month}月"
        return _QUARTERS[(day.month - 1) // _MONTHS_A_QUARTER] if self.zoom is Zoom.QUARTER else str(day.year)

    def _long(self, day: date) -> str:
        """Name a cell of the first line."""
        return plan_name(day.year) if self.zoom is Zoom.YEAR else f"{day.year}年"


def axis_over(first: date | None, last: date | None, *days: date) -> Axis:
    """Return an axis over some dates and *days*, begun and ended with whole years with room at both ends."""
    known = [*days, *(day for day in (first, last) if day is not None)]
    begin, end = min(known), max(known)
    # Where nothing lies near an end, half a year of room lets its mark and words be read.
    begin, end = begin - timedelta(days=31), end + timedelta(days=183)
    return Axis(date(begin.year, 1, 1), date(end.year, 12, 31), Zoom.QUARTER)


def widened(axis: Axis, width: int) -> Axis:
    """Return an axis at least so many pixels wide, with whole years added at its end."""
    last = axis.last
    while replace(axis, last=last).width < width:
        last = date(last.year + 1, 12, 31)
    return replace(axis, last=last)


def plan_name(year: int) -> str:
    """Return the name of the five-year plan a year belongs to.

    >>> plan_name(2021), plan_name(2026), plan_name(2000)
    ('“十四五”', '“十五五”', '“九五”')
    """
    tens, ones = divmod((year - _PLAN_NOUGHT) // _FIVE_YEARS, _TEN)
    lead = "" if tens == 0 else "十" if tens == 1 else f"{_NUMERALS[tens]}十"
    return f"“{lead}{_NUMERALS[ones]}五”"


def _begin(day: date, months: int) -> date:
    """Return the first day of the cell a day lies in; cells of five years begin with the years ending in 1 and 6."""
    if months > _MONTHS_A_YEAR:
        return date(day.year - (day.year - 1) % _FIVE_YEARS, 1, 1)
    return date(day.year, day.month - (day.month - 1) % months, 1)


def _later(day: date, months: int) -> date:
    """Return the same day some months later; *day* is the first of a month."""
    whole = day.year * _MONTHS_A_YEAR + day.month - 1 + months
    return date(whole // _MONTHS_A_YEAR, whole % _MONTHS_A_YEAR + 1, 1)
