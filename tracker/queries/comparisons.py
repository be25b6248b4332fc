"""环比 and 同比 of 完成投资, for all projects or by group: each sum over the projects that both terms are known for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session

from tracker.domain.comparisons import (
    Compared,
    YearToDate,
    before,
    begins_year,
    compare,
    difference,
    ends,
    rate,
    single,
)
from tracker.domain.figures import GroupKey
from tracker.domain.kinds import MoneyKind
from tracker.domain.periods import Cycle, ReportPeriod
from tracker.domain.quarters import quarter_of
from tracker.domain.start_rates import StartRates
from tracker.queries.criteria import Criteria
from tracker.queries.figures import per_project
from tracker.queries.members import members
from tracker.queries.start_rates import starts
from tracker.store.tables import PeriodFigure

Statement = Select[*tuple[Any, ...]]
_UNKNOWN = YearToDate(None, None)


@dataclass(frozen=True)
class ComparisonRow:
    """One group's comparisons of a quarter or month; None is “—”.

    ``quarter_on_quarter`` (环比) compares 本季完成 with the quarter before (本月 with the month before),
    ``year_on_year`` (同比) 年初至今完成 with the same months of last year.
    ``rate`` is 年度投资完成率; the two differences of it are in 百分点. 环比 of the rate
    is “—” in the year's first one, where the year and its plan begin anew.
    """

    key: int | None
    label: str
    projects: int
    quarter_on_quarter: Compared
    year_on_year: Compared
    rate: Fraction | None
    rate_on_quarter: Fraction | None
    rate_on_year: Fraction | None


@dataclass(frozen=True)
class Comparisons:
    """What is compared of one period: the whole (None where nothing counts), its units in order, and the start rates.

    ``signed`` tells that all of it comes from the copy of a closed quarter.
    """

    whole: ComparisonRow | None
    units: tuple[ComparisonRow, ...]
    starts: StartRates
    signed: bool = False


def comparisons(session: Session, criteria: Criteria, period: ReportPeriod) -> Comparisons:
    """Return the comparisons of what a filter lists, whole and by unit, from the file as it is."""
    at = _all_ends(session, period)
    whole = _rows(session, criteria, period, GroupKey.NOTHING, at)
    units = _rows(session, criteria, period, GroupKey.UNIT, at)
    return Comparisons(whole[0] if whole else None, units, starts(session, criteria, period.end))


def compared(session: Session, criteria: Criteria, period: ReportPeriod, by: GroupKey) -> tuple[ComparisonRow, ...]:
    """Return the comparisons of a period for the projects counted at its end, grouped as queries.figures.grouped."""
    return _rows(session, criteria, period, by, _all_ends(session, period))


def _all_ends(session: Session, period: ReportPeriod) -> dict[date, dict[int, YearToDate]]:
    """Return what each project had done by each end a comparison reads."""
    return {end: _year_to_date(session, end, period.cycle) for end in ends(period)}


def _rows(
    session: Session, criteria: Criteria, period: ReportPeriod, by: GroupKey, at: dict[date, dict[int, YearToDate]]
) -> tuple[ComparisonRow, ...]:
    """Compare each group."""
    groups = members(session, criteria, period.end, by)
    return tuple(_row(key, label, ids, period, at) for (_, key, label), ids in sorted(groups.items(), key=_place))


def _row(
    key: int | None, label: str, ids: list[int], period: ReportPeriod, at: dict[date, dict[int, YearToDate]]
) -> ComparisonRow:
    """Compare one group."""
    now, earlier, long_before, year_ago = ([at[end].get(one, _UNKNOWN) for one in ids] for end in ends(period))
    own = [single(a.done_fen, b.done_fen, period) for a, b in zip(now, earlier, strict=True)]
    base = [single(a.done_fen, b.done_fen, before(period)) for a, b in zip(earlier, long_before, strict=True)]
    return ComparisonRow(
        key=key,
        label=label,
        projects=len(ids),
        quarter_on_quarter=compare(list(zip(own, base, strict=True))),
        year_on_year=compare([(a.done_fen, b.done_fen) for a, b in zip(now, year_ago, strict=True)]),
        rate=rate(now),
        rate_on_quarter=None if begins_year(period) else difference(rate(now), rate(earlier)),
        rate_on_year=difference(rate(now), rate(year_ago)),
    )


def _place(item: tuple[tuple[int, int | None, str], list[int]]) -> tuple[int, int]:
    """Return where a group stands."""
    (order, key, _), _ = item
    return order, key or 0


def _year_to_date(session: Session, end: date, cycle: Cycle) -> dict[int, YearToDate]:
    """Return 年初至今完成 and the year's plan of each project at a period's end.

    A figure carried on from an earlier period says nothing of this one: 完成 is then unknown, as it is where that of
    31 December is.
    """
    f = per_project(end, ("year_done_fen", "year_plan_fen"))
    since = end.replace(day=1) if cycle is Cycle.MONTH else quarter_of(end).start
    entered = exists(
        select(PeriodFigure.id)
        .where(PeriodFigure.project_id == f.c.project_id, PeriodFigure.kind == MoneyKind.DONE)
        .where(PeriodFigure.period_end.between(since, end))
    )
    rows = session.execute(select(f.c.project_id, f.c.year_done_fen, f.c.year_plan_fen, entered))
    return {row[0]: YearToDate(row[1] if row[3] else None, row[2]) for row in rows}
