"""计划与实际: how far a year has come month by month, beside how far it should be. For the S curve.

Each course rests on the projects where plan and actual are both known at D, so that its two lines can be compared;
it says how many those are. The actual values are those of queries.figures as of each month's end.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.domain.curves import MONTHS
from tracker.domain.quarters import month_end, year_start
from tracker.queries.criteria import Criteria, matching
from tracker.queries.curves import curves
from tracker.queries.figures import counted, per_project
from tracker.store.tables import Milestone, Project


@dataclass(frozen=True)
class CoursePoint:
    """Plan and actual at a day. Money in 分, milestones as a ratio 0–1.

    ``planned`` is None at a day within a month, which the plan does not name; ``actual`` after D and where nothing was
    reported for that month. ``known`` of the course's projects are behind ``actual``.
    """

    day: date
    planned: Fraction | None
    actual: Fraction | None
    known: int


@dataclass(frozen=True)
class Course:
    """One S curve from 31 December before D to the year's end; ``of`` counted projects met the filter."""

    points: tuple[CoursePoint, ...]
    project_ids: tuple[int, ...]
    of: int


@dataclass(frozen=True)
class Courses:
    """``money``: the plan along 序时, and 年初至今完成. ``nodes``: mean share of milestones, 原定 and reached."""

    money: Course
    nodes: Course


@dataclass(frozen=True)
class _Project:
    """What a course needs of a project at one day."""

    unit_id: int
    plan: int | None
    year_done: int | None
    total: int
    met: int
    filled: str | None


def courses(session: Session, criteria: Criteria, as_of: date) -> Courses:
    """Return both courses of the counted projects that meet *criteria* at D."""
    now = _at(session, as_of, criteria)
    days = _days(as_of)
    by_day = {day: now if day == as_of else _at(session, day) for day in days if day <= as_of}
    return Courses(_money(session, now, by_day, days, as_of), _nodes(session, now, by_day, days))


def _days(as_of: date) -> list[date]:
    """Return 31 December before D, the month ends of its year, and D itself."""
    ends = [month_end(as_of.year, month) for month in range(1, MONTHS + 1)]
    return sorted({year_start(as_of), *ends, as_of})


def _at(session: Session, day: date, criteria: Criteria | None = None) -> dict[int, _Project]:
    """Return the projects as of a day; those that count and meet *criteria*, or all of them."""
    names = ("state", "year_plan_fen", "year_done_fen", "weight_total", "weight_met", "filled_to")
    f = per_project(day, names if criteria else names[2:])
    plan = f.c.year_plan_fen if criteria else f.c.year_done_fen
    columns = (plan, f.c.year_done_fen, f.c.weight_total, f.c.weight_met, f.c.filled_to)
    statement = select(Project.id, Project.unit_id, *columns).join(f, f.c.project_id == Project.id)
    if criteria is not None:
        statement = statement.where(matching(criteria, f), counted(f, criteria.counting))
    rows = session.execute(statement.order_by(Project.position, Project.id))
    return {row[0]: _Project(*row[1:]) for row in rows}


def _money(
    session: Session, now: dict[int, _Project], by_day: dict[date, dict[int, _Project]], days: list[date], as_of: date
) -> Course:
    """Return the course of the year's investment."""
    held = {key: one for key, one in now.items() if one.plan is not None and one.year_done is not None}
    by_unit = curves(session, as_of)
    plans: dict[int, int] = defaultdict(int)
    for one in held.values():
        plans[one.unit_id] += one.plan or 0
    points = []
    for day in days:
        planned = sum((fen * by_unit.of(unit).at(day) for unit, fen in plans.items()), Fraction(0))
        if day == days[0]:
            points.append(CoursePoint(day, Fraction(0), Fraction(0), len(held)))
            continue
        at = by_day.get(day, {})
        found = [at[key] for key in held if key in at]
        done = [one.year_done for one in found if one.year_done is not None]
        told = day == as_of or any(one.filled == day.isoformat() for one in found)
        actual = Fraction(sum(done)) if done and told else None
        points.append(CoursePoint(day, planned if _ends_month(day) else None, actual, len(done)))
    return Course(tuple(points), tuple(held), len(now))


def _nodes(
    session: Session, now: dict[int, _Project], by_day: dict[date, dict[int, _Project]], days: list[date]
) -> Course:
    """Return the course of the milestones of those projects that have an 原定 date for each of them."""
    first = func.coalesce(Milestone.first_planned, Milestone.planned)
    rows = session.execute(select(Milestone.project_id, Milestone.weight, first).where(Milestone.na.is_(False)))
    dated: dict[int, list[tuple[int, date | None]]] = defaultdict(list)
    for project_id, weight, day in rows:
        dated[project_id].append((weight, date.fromisoformat(day) if isinstance(day, str) else day))
    held = {
        key: dated[key] for key, one in now.items() if one.total and all(day is not None for _weight, day in dated[key])
    }
    points = []
    for end in days:
        at = by_day.get(end)
        due = (Fraction(sum(w for w, day in held[k] if day and day <= end), now[k].total) for k in held)
        met = (Fraction(at[k].met, at[k].total) for k in held if at[k].total) if at else ()
        planned, actual = _mean(due, len(held)), _mean(met, len(held)) if at else None
        points.append(CoursePoint(end, planned if _ends_month(end) else None, actual, len(held) if at else 0))
    return Course(tuple(points), tuple(held), len(now))


def _mean(rates: Iterable[Fraction], count: int) -> Fraction | None:
    """Return the mean of exact rates; None of none."""
    return sum(rates, Fraction(0)) / count if count else None


def _ends_month(day: date) -> bool:
    """Tell whether a day is the last of its month."""
    return day == month_end(day.year, day.month)
