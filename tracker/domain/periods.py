"""The report period: a quarter as a rule, a month where an office is asked by the month, or any day to look back at.

Cumulative figures and reports stand at a month's end; as of any other day they can be read but not filled in.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.domain.dates import chinese_day
from tracker.domain.quarters import Quarter, month_end, quarter_of, year_start


class Cycle(StrEnum):
    """How an office reports, and a single day for a question in between."""

    QUARTER = "按季"
    MONTH = "按月"
    DAY = "指定日期"


_SPANS = {Cycle.QUARTER: "季", Cycle.MONTH: "月", Cycle.DAY: "期"}


@dataclass(frozen=True, order=True)
class ReportPeriod:
    """A period by its last day, the date its figures are read at. A quarter's and a month's end are set by itself.

    >>> ReportPeriod.of_month(2026, 8).label, ReportPeriod.of_quarter(Quarter(2026, 3)).previous_end
    ('2026年8月', datetime.date(2026, 6, 30))
    """

    end: date
    cycle: Cycle = Cycle.QUARTER

    def __post_init__(self) -> None:
        """Refuse a quarter or a month that ends on another day than its last."""
        ends = {Cycle.QUARTER: quarter_of(self.end).end, Cycle.MONTH: month_end(self.end.year, self.end.month)}
        if self.end != ends.get(self.cycle, self.end):
            raise ValueError(self)

    @classmethod
    def of_quarter(cls, quarter: Quarter) -> ReportPeriod:
        """Return the period of a quarter."""
        return cls(quarter.end)

    @classmethod
    def of_month(cls, year: int, month: int) -> ReportPeriod:
        """Return the period of a month."""
        return cls(month_end(year, month), Cycle.MONTH)

    @property
    def quarter(self) -> Quarter:
        """The quarter the last day lies in."""
        return quarter_of(self.end)

    @property
    def previous_end(self) -> date:
        """The last day of 上期: of the quarter or month before; for a single day of the last quarter that ended."""
        if self.cycle is Cycle.MONTH:
            return year_start(self.end) if self.end.month == 1 else month_end(self.end.year, self.end.month - 1)
        return self.quarter.previous.end

    @property
    def label(self) -> str:
        """``2026年第三季度``, ``2026年8月``, ``2026年8月17日``."""
        if self.cycle is Cycle.QUARTER:
            return self.quarter.label
        return f"{self.end.year}年{self.end.month}月" if self.cycle is Cycle.MONTH else chinese_day(self.end)

    @property
    def word(self) -> str:
        """本季, 本月 or 本期: what the period is called where it is meant by itself."""
        return f"本{_SPANS[self.cycle]}"

    @property
    def previous_word(self) -> str:
        """上季, 上月 or 上期."""
        return f"上{_SPANS[self.cycle]}"

    @property
    def next_word(self) -> str:
        """下季, 下月 or 下期."""
        return f"下{_SPANS[self.cycle]}"

    @property
    def refusal(self) -> str | None:
        """Why nothing can be reported for the period, None where it can."""
        if self.end == month_end(self.end.year, self.end.month):
            return None
        return f"截至 {self.end} 不是月末，季报和累计数按月末填报。现在只能查看，要填报请选一个季度或月份。"


def running(today: date, cycle: Cycle) -> ReportPeriod:
    """Return the quarter or month that contains *today*; for a single day that day."""
    if cycle is Cycle.QUARTER:
        return ReportPeriod.of_quarter(quarter_of(today))
    return ReportPeriod.of_month(today.year, today.month) if cycle is Cycle.MONTH else ReportPeriod(today, cycle)


def last_ended(today: date, cycle: Cycle) -> ReportPeriod:
    """Return the last quarter or month that has ended, one that ends *today* included; a single day is *today*."""
    now = running(today, cycle)
    return now if now.end <= today else ReportPeriod(now.previous_end, cycle)


def periods(today: date, first: date, cycle: Cycle) -> tuple[ReportPeriod, ...]:
    """Return the quarters or months on offer: the running one, then the ended ones back to the one *first* lies in."""
    found = [running(today, cycle)]
    while (before := found[-1].previous_end) >= first:
        found.append(ReportPeriod(before, cycle))
    return tuple(found)


def period_of(end: date) -> ReportPeriod:
    """Return the period that ended on a day: a quarter where it is one's last, else a month; ValueError for neither."""
    if end == quarter_of(end).end:
        return ReportPeriod(end)
    return ReportPeriod(end, Cycle.MONTH)
