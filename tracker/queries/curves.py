"""The seasonal curves in the file: which one a unit's 序时进度 follows at a date."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy import Select, func, null, select
from sqlalchemy.orm import Session

from tracker.domain.curves import LINEAR, Curve, through, weighted
from tracker.domain.figures import GroupKey
from tracker.queries.criteria import Criteria, matching
from tracker.queries.figures import counted, per_project
from tracker.queries.places import place_columns, placed
from tracker.store.tables import Project, ReportingUnit, SeasonalCurve

Statement = Select[*tuple[Any, ...]]
_MONTHS = range(1, 12)


@dataclass(frozen=True)
class CurveRow:
    """One stored curve: its points, month → ‰, from a year on; ``unit_id`` None is for all units without their own."""

    id: int
    unit_id: int | None
    unit: str | None
    from_year: int
    points: dict[int, int]


@dataclass(frozen=True)
class Curves:
    """The curves in force in one year. A unit without one follows the unit above it, then the office's, then ÷ 12."""

    by_unit: dict[int | None, Curve]
    parents: dict[int, int | None]

    def of(self, unit_id: int | None) -> Curve:
        """Return the curve a unit's 序时进度 follows."""
        seen: set[int] = set()
        while unit_id is not None and unit_id not in seen:
            if unit_id in self.by_unit:
                return self.by_unit[unit_id]
            seen.add(unit_id)
            unit_id = self.parents.get(unit_id)
        return self.by_unit.get(None, LINEAR)

    @property
    def plain(self) -> bool:
        """Whether every unit follows month ÷ 12."""
        return not self.by_unit


def curves(session: Session, as_of: date) -> Curves:
    """Return the curves in force in D's year: of each unit the last one from that year or before."""
    rows = session.scalars(
        select(SeasonalCurve).where(SeasonalCurve.from_year <= as_of.year).order_by(SeasonalCurve.from_year)
    )
    in_force = {row.unit_id: through(_points(row)) for row in rows}
    if not in_force:
        return Curves({}, {})
    parents = {row.id: row.parent_id for row in session.execute(select(ReportingUnit.id, ReportingUnit.parent_id))}
    return Curves(in_force, parents)


def office_schedule(session: Session, as_of: date) -> Fraction:
    """Return 序时进度 of the units that have no curve of their own."""
    return curves(session, as_of).of(None).at(as_of)


def whole_schedule(session: Session, criteria: Criteria, as_of: date) -> Fraction:
    """Return 序时进度 of all projects of a filter together; of none that have a plan the office's own."""
    by_unit = curves(session, as_of)
    office = by_unit.of(None).at(as_of)
    return office if by_unit.plain else group_schedules(session, criteria, as_of, GroupKey.NOTHING).get(None, office)


def group_schedules(session: Session, criteria: Criteria, as_of: date, by: GroupKey) -> dict[int | None, Fraction]:
    """Return 序时进度 of each group by its key (as queries.figures.grouped has them; None for all together).

    Each counted project's own curve, weighed by its annual plan, over the projects the group's 年度投资完成率 rests on.
    Groups without one are left out; while every unit follows one line, all groups have that line's value.
    """
    columns = {"year_plan_fen", "year_done_fen"} | ({"state"} if criteria.states else set())
    f, by_unit = per_project(as_of, columns), curves(session, as_of)
    place = place_columns(by)
    key: Any = place[1] if place else null()
    plan = func.sum(f.c.year_plan_fen)
    statement: Statement = select(key, Project.unit_id, plan).join(f, f.c.project_id == Project.id)
    statement = placed(statement, by)
    statement = statement.where(matching(criteria, f), counted(f, criteria.counting))
    statement = statement.where(f.c.year_plan_fen.is_not(None), f.c.year_done_fen.is_not(None))
    parts: dict[int | None, list[tuple[int, Curve]]] = defaultdict(list)
    for group, unit_id, fen in session.execute(statement.group_by(key, Project.unit_id)):
        parts[group].append((fen, by_unit.of(unit_id)))
    found = {group: weighted(rows, as_of) for group, rows in parts.items()}
    return {group: due for group, due in found.items() if due is not None}


def curve_rows(session: Session) -> tuple[CurveRow, ...]:
    """Return every stored curve, the office's own first, then by unit and year."""
    rows = session.execute(
        select(SeasonalCurve, ReportingUnit.name)
        .outerjoin(ReportingUnit, ReportingUnit.id == SeasonalCurve.unit_id)
        .order_by(ReportingUnit.position.nulls_first(), ReportingUnit.id, SeasonalCurve.from_year)
    )
    return tuple(CurveRow(row.id, row.unit_id, unit, row.from_year, _points(row)) for row, unit in rows)


def _points(row: SeasonalCurve) -> dict[int, int]:
    """Return the months a curve fixes."""
    shares = {month: getattr(row, f"m{month:02d}_permille") for month in _MONTHS}
    return {month: share for month, share in shares.items() if share is not None}
