"""Which counted projects stand in which group: what is added up by unit, 专栏 or programme, project by project."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.figures import GroupKey
from tracker.queries.criteria import Criteria, matching
from tracker.queries.figures import counted, per_project
from tracker.queries.places import Place, Statement, place_columns, placed
from tracker.store.tables import Project


def members(session: Session, criteria: Criteria, as_of: date, by: GroupKey) -> dict[Place, list[int]]:
    """Return the counted projects of each group as queries.figures.grouped groups them: (order, key, label)."""
    f = per_project(as_of, {"state"} if criteria.states else {"project_id"})
    place = place_columns(by)
    statement: Statement = select(Project.id, *place).join(f, f.c.project_id == Project.id)
    statement = placed(statement, by)
    found: dict[Place, list[int]] = defaultdict(list)
    for row in session.execute(statement.where(matching(criteria, f), counted(f, criteria.counting))):
        found[(row[1], row[2], row[3]) if place else (0, None, "合计")].append(row[0])
    return found


def members_by_key(
    session: Session, criteria: Criteria, as_of: date, by: GroupKey
) -> dict[int | None, tuple[int, ...]]:
    """Return the ids of the counted projects behind each group's key."""
    return {key: tuple(ids) for (_order, key, _label), ids in members(session, criteria, as_of, by).items()}
