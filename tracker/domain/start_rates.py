"""开工率 and 完工率, each by both of the bases in use; a rate is never shown without the name of its base.

开工率: 已开工 ÷ 本年计划开工数 (江门: 206 of 255, 80.8 %) or ÷ all 新续建 (新晃: 45 of 60, 75 %).
完工率: 已完工 ÷ 项目数 or ÷ 本年计划竣工数. A base of zero gives “—”.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from tracker.domain.figures import ratio
from tracker.domain.kinds import YearCategory

_UNDER_WAY = (YearCategory.CONTINUED, YearCategory.NEW_START, YearCategory.COMPLETION)


@dataclass(frozen=True)
class StartFact:
    """What the rates read of one counted project as of D.

    ``started_on`` and ``finished_on`` are 实际 by D of roles 开工 and 竣工验收 (启用, 达标); ``start_due`` and
    ``finish_due`` the days they are held to: 最新批准, else 原定, else the project's planned start and finish.
    """

    category: str | None
    start_due: date | None
    started_on: date | None
    finish_due: date | None
    finished_on: date | None

    def starts_in(self, year: int) -> bool:
        """Whether it is to start in a year: 年度类别 新开工, or without one the start is due in that year."""
        if self.category is not None:
            return self.category == YearCategory.NEW_START
        return self.start_due is not None and self.start_due.year == year

    def under_way_in(self, year: int) -> bool:
        """Whether it is 新续建: by 年度类别; without one, to start in the year, or started and not finished before."""
        if self.category is not None:
            return self.category in _UNDER_WAY
        going = self.started_on is not None and (self.finished_on is None or self.finished_on.year >= year)
        return going or self.starts_in(year)

    def ends_in(self, year: int) -> bool:
        """Whether it is to be finished in a year: 年度类别 竣工, or the finish is due in that year."""
        if self.category == YearCategory.COMPLETION:
            return True
        return self.finish_due is not None and self.finish_due.year == year


@dataclass(frozen=True)
class NamedRate:
    """A rate with its terms and the name of its base: ``已开工 206 ÷ 本年计划开工 255``. ``value`` None is “—”."""

    name: str
    top_name: str
    top: int
    base_name: str
    base: int

    @property
    def value(self) -> Fraction | None:
        """The rate."""
        return ratio(self.top, self.base)

    @property
    def terms(self) -> str:
        """How it was computed, in words."""
        return f"{self.top_name} {self.top} ÷ {self.base_name} {self.base}"


@dataclass(frozen=True)
class StartRates:
    """Both rates by both bases, of the counted projects as of D."""

    start_of_planned: NamedRate
    start_of_under_way: NamedRate
    finish_of_all: NamedRate
    finish_of_planned: NamedRate


def start_rates(facts: Iterable[StartFact], as_of: date) -> StartRates:
    """Return 开工率 and 完工率 as of a date; “本年” is its year."""
    rows, year = list(facts), as_of.year
    planned = [row for row in rows if row.starts_in(year)]
    under_way = [row for row in rows if row.under_way_in(year)]
    ending = [row for row in rows if row.ends_in(year)]
    return StartRates(
        NamedRate("开工率", "已开工", _started(planned), "本年计划开工", len(planned)),
        NamedRate("开工率", "已开工", _started(under_way), "新续建项目", len(under_way)),
        NamedRate("完工率", "已完工", _finished(rows), "项目数", len(rows)),
        NamedRate("完工率", "已完工", _finished(ending), "本年计划竣工", len(ending)),
    )


def _started(rows: list[StartFact]) -> int:
    """Count those that have started."""
    return sum(row.started_on is not None for row in rows)


def _finished(rows: list[StartFact]) -> int:
    """Count those that are finished."""
    return sum(row.finished_on is not None for row in rows)
