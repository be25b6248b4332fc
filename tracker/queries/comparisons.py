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
    compare,
    difference,
    quarter_ends,
    rate,
    single,
)
from tracker.domain.figures import GroupKey
from tracker.domain.kinds import MoneyKind
from tracker.domain.quarters import Quarter
from tracker.queries.criteria import Criteria
from tracker.queries.figures import per_project
from tracker.queries.members import members
from tracker.store.tables import PeriodFigure

Statement = Select[*tuple[Any, ...]]
_UNKNOWN = YearToDate(None, None)


@dataclass(frozen=True)
class ComparisonRow:
    """One group's comparisons of a quarter; None is “—”.

    ``quarter_on_quarter`` (环比) compares 本季完成 with the quarter before, ``year_on_year`` (同比) 年初至今完成 with
    the same months of last year. ``rate`` is 年度投资完成率; the two differences of it are in 百分点. 环比 of the rate
    is “—” in the first quarter, where the year and its plan begin anew.
    """

    key: int | None
    label: str
    projects: int
    quarter_on_quarter: Compared
    year_on_year: Compared
    rate: Fraction | None
    rate_on_quarter: Fraction | None
    rate_on_year: Fraction | None


def compared(session: Session, criteria: Criteria, quarter: Quarter, by: GroupKey) -> tuple[ComparisonRow, ...]:
    """Return the comparisons of a quarter for the projects counted at its end, grouped as queries.figures.grouped."""
    groups = members(session, criteria, quarter.end, by)
    at = {end: _year_to_date(session, end) for end in quarter_ends(quarter)}
    return tuple(_row(key, label, ids, quarter, at) for (_, key, label), ids in sorted(groups.items(), key=_place))


def _row(
    key: int | None, label: str, ids: list[int], quarter: Quarter, at: dict[date, dict[int, YearToDate]]
) -> ComparisonRow:
    """Compare one group."""
    now, before, earlier, last_year = ([at[end].get(one, _UNKNOWN) for one in ids] for end in quarter_ends(quarter))
    own = [single(a.done_fen, b.done_fen, quarter) for a, b in zip(now, before, strict=True)]
    base = [single(a.done_fen, b.done_fen, quarter.previous) for a, b in zip(before, earlier, strict=True)]
    first = quarter.number == 1
    return ComparisonRow(
        key=key,
        label=label,
        projects=len(ids),
        quarter_on_quarter=compare(list(zip(own, base, strict=True))),
        year_on_year=compare([(a.done_fen, b.done_fen) for a, b in zip(now, last_year, strict=True)]),
        rate=rate(now),
        rate_on_quarter=None if first else difference(rate(now), rate(before)),
        rate_on_year=difference(rate(now), rate(last_year)),
    )


def _place(item: tuple[tuple[int, int | None, str], list[int]]) -> tuple[int, int]:
    """Return where a group stands."""
    (order, key, _), _ = item
    return order, key or 0


def _year_to_date(session: Session, end: date) -> dict[int, YearToDate]:
    """Return 年初至今完成 and the year's plan of each project at a quarter's end.

    A figure carried on from an earlier quarter says nothing of this one: 完成 is then unknown, as it is where that of
    31 December is.
    """
    f = per_project(end, ("year_done_fen", "year_plan_fen"))
    since = Quarter(end.year, end.month // 3).start
    entered = exists(
        select(PeriodFigure.id)
        .where(PeriodFigure.project_id == f.c.project_id, PeriodFigure.kind == MoneyKind.DONE)
        .where(PeriodFigure.period_end.between(since, end))
    )
    rows = session.execute(select(f.c.project_id, f.c.year_done_fen, f.c.year_plan_fen, entered))
    return {row[0]: YearToDate(row[1] if row[3] else None, row[2]) for row in rows}
