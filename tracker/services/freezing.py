"""冻结 of 原定 for many projects at once: for projects, for units, or for what falls in a quarter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain import inputs
from tracker.domain.quarters import Quarter
from tracker.store.tables import Milestone, Project


@dataclass(frozen=True)
class FreezeChoice:
    """Whose 原定 is fixed; conditions are joined by “and”, None is no condition.

    ``unit_ids`` are exact. ``quarter`` means the milestones whose 原定 lies in it.
    """

    project_ids: tuple[int, ...] | None = None
    unit_ids: tuple[int, ...] | None = None
    quarter: Quarter | None = None


def freeze(session: Session, choice: FreezeChoice, on: date) -> int:
    """Fix 原定 of the chosen milestones from a day on; return how many were fixed by this.

    Those without 原定, those already fixed and those marked 不适用 are left as they are; so
    are those of merged projects. Undo takes the whole of it back.
    """
    day = inputs.required_day(on, "冻结日期", "on")
    conditions = [
        Milestone.planned.is_not(None),
        Milestone.frozen_on.is_(None),
        Milestone.na.is_(False),
        Project.merged_into_id.is_(None),
        Project.counted.is_(True),
    ]
    for column, ids in ((Project.id, choice.project_ids), (Project.unit_id, choice.unit_ids)):
        if ids is not None:
            conditions.append(column.in_(ids))
    if choice.quarter is not None:
        conditions.append(Milestone.planned.between(choice.quarter.start, choice.quarter.end))
    rows = session.scalars(select(Milestone).join(Project, Project.id == Milestone.project_id).where(*conditions)).all()
    for row in rows:
        row.frozen_on, row.first_planned = day, row.planned
    return len(rows)
