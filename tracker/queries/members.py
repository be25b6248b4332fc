"""Which counted projects stand in which group: what is added up by unit, 专栏 or programme, project by project."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from tracker.domain.figures import GroupKey
from tracker.queries.criteria import Criteria, matching
from tracker.queries.figures import box_label, counted, per_project
from tracker.store.tables import Box, Plan, Programme, Project, ReportingUnit, Source

Statement = Select[*tuple[Any, ...]]
Place = tuple[int, int | None, str]  # order, key, label
_BOXES = 1000  # more than any plan has


def members(session: Session, criteria: Criteria, as_of: date, by: GroupKey) -> dict[Place, list[int]]:
    """Return the counted projects of each group as queries.figures.grouped groups them: (order, key, label)."""
    f = per_project(as_of, {"state"} if criteria.states else {"project_id"})
    unit = ReportingUnit
    group: tuple[Any, ...] = {
        GroupKey.NOTHING: (),
        GroupKey.UNIT: (unit.position, unit.id, unit.name),
        GroupKey.BOX: (Plan.position * _BOXES + Box.no, Box.id, box_label()),
        GroupKey.PROGRAMME: (Programme.box_id, Programme.id, Programme.title),
    }[by]
    statement: Statement = select(Project.id, *group).join(f, f.c.project_id == Project.id)
    if by is GroupKey.UNIT:
        statement = statement.join(unit, unit.id == Project.unit_id)
    elif by is not GroupKey.NOTHING:
        statement = statement.join(Source, (Source.project_id == Project.id) & (Source.position == 1))
        statement = statement.join(Programme, Programme.id == Source.programme_id)
        statement = statement.join(Box, Box.id == Programme.box_id).join(Plan, Plan.id == Box.plan_id)
    found: dict[Place, list[int]] = defaultdict(list)
    for row in session.execute(statement.where(matching(criteria, f), counted(f, criteria.counting))):
        found[(row[1], row[2], row[3]) if group else (0, None, "合计")].append(row[0])
    return found


def members_by_key(
    session: Session, criteria: Criteria, as_of: date, by: GroupKey
) -> dict[int | None, tuple[int, ...]]:
    """Return the ids of the counted projects behind each group's key."""
    return {key: tuple(ids) for (_order, key, _label), ids in members(session, criteria, as_of, by).items()}
