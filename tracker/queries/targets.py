"""Targets of capacity projects with what has been achieved, of one project and as a list over criteria."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import Session

from tracker.domain.curves import Curve
from tracker.domain.targets import TargetFact
from tracker.queries.criteria import Criteria, matching
from tracker.queries.curves import curves
from tracker.queries.figures import per_project
from tracker.store.tables import Project, ReportingUnit, Target, TargetValue

Statement = Select[*tuple[Any, ...]]


@dataclass(frozen=True)
class ValueLine:
    """完成数, cumulative at a month's end, in thousandths of the target's unit."""

    period_end: date
    achieved_milli: int


@dataclass(frozen=True)
class TargetLine:
    """One target of a project as of D: the rate, the share due by now and the lead; None is “—”.

    ``values`` holds every 完成数, the newest first, also those after D. ``measurable``: it names a number to count to.
    """

    project_id: int
    position: int
    fact: TargetFact
    values: tuple[ValueLine, ...]
    measurable: bool
    rate: Fraction | None
    due: Fraction | None
    lead: Fraction | None


@dataclass(frozen=True)
class ListedTarget:
    """One target in a list over many projects."""

    project: str
    unit_id: int
    unit: str
    line: TargetLine


def targets(session: Session, project_id: int, as_of: date) -> tuple[TargetLine, ...]:
    """Return a project's targets in their order, as of a date."""
    facts = target_facts(session, as_of, [project_id]).get(project_id, ())
    unit_id = session.scalar(select(Project.unit_id).where(Project.id == project_id))
    values: dict[int, list[ValueLine]] = defaultdict(list)
    every = select(TargetValue).join(Target, Target.id == TargetValue.target_id)
    for row in session.scalars(every.where(Target.project_id == project_id).order_by(TargetValue.period_end.desc())):
        values[row.target_id].append(ValueLine(row.period_end, row.achieved_milli))
    curve = curves(session, as_of).of(unit_id)
    return tuple(
        _line(project_id, place, fact, tuple(values[fact.target_id]), (curve, as_of))
        for place, fact in enumerate(facts, 1)
    )


def target_list(session: Session, criteria: Criteria, as_of: date) -> tuple[ListedTarget, ...]:
    """Return the targets of the projects that meet *criteria* and stand on D, in the list's order, without values."""
    f = per_project(as_of, {"state"} if criteria.states else {"project_id"})
    statement = (
        select(Project.id, Project.name, Project.unit_id, ReportingUnit.name)
        .join(ReportingUnit, ReportingUnit.id == Project.unit_id)
        .join(f, f.c.project_id == Project.id)
        .where(matching(criteria, f), Project.counted.is_(True), f.c.merged == 0, f.c.gone == 0)
        .order_by(Project.position, Project.id)
    )
    facts, by_unit = target_facts(session, as_of), curves(session, as_of)
    return tuple(
        ListedTarget(name, unit_id, unit, _line(project_id, place, fact, (), (by_unit.of(unit_id), as_of)))
        for project_id, name, unit_id, unit in session.execute(statement)
        for place, fact in enumerate(facts.get(project_id, ()), 1)
    )


def target_facts(
    session: Session, as_of: date, ids: Collection[int] | None = None
) -> dict[int, tuple[TargetFact, ...]]:
    """Return by project its targets with the last 完成数 on or before D, in one statement; all projects by default."""
    nth = func.row_number().over(partition_by=TargetValue.target_id, order_by=TargetValue.period_end.desc())
    values = (TargetValue.target_id, TargetValue.period_end, TargetValue.achieved_milli)
    last = select(*values, nth.label("nth")).where(TargetValue.period_end <= as_of).subquery()
    statement: Statement = (
        select(
            Target.project_id,
            Target.id.label("target_id"),
            Target.text,
            Target.comparator,
            Target.low_milli,
            Target.high_milli,
            Target.unit,
            Target.base,
            func.coalesce(Target.deadline_day, Project.deadline_day).label("deadline"),
            Project.planned_start.label("starts"),
            last.c.achieved_milli,
            last.c.period_end.label("achieved_on"),
        )
        .join(Project, Project.id == Target.project_id)
        .outerjoin(last, and_(last.c.target_id == Target.id, last.c.nth == 1))
        .order_by(Target.project_id, Target.position, Target.id)
    )
    found: dict[int, list[TargetFact]] = defaultdict(list)
    for row in session.execute(_only(statement, ids)).mappings():
        columns = dict(row)
        found[columns.pop("project_id")].append(TargetFact(**columns))
    return {project_id: tuple(facts) for project_id, facts in found.items()}


def _only(statement: Statement, ids: Collection[int] | None) -> Statement:
    """Cut the statement down to some projects; one parameter, however many they are."""
    if ids is None:
        return statement
    asked = func.json_each(json.dumps(list(ids))).table_valued("value")
    return statement.where(Target.project_id.in_(select(asked.c.value)))


def _line(
    project_id: int, place: int, fact: TargetFact, values: tuple[ValueLine, ...], at: tuple[Curve, date]
) -> TargetLine:
    """Put one target together; *at* is the curve and the date it is judged by."""
    curve, as_of = at
    measurable = fact.goal_milli is not None
    return TargetLine(
        project_id=project_id,
        position=place,
        fact=fact,
        values=values,
        measurable=measurable,
        rate=fact.rate(as_of),
        due=fact.due(curve, as_of) if measurable else None,
        lead=fact.lead(curve, as_of),
    )
