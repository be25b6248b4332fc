"""冻结 of 原定 for many projects at once: for projects, for units, or for what falls in a quarter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.orm import Session

from tracker.domain import inputs
from tracker.domain.quarters import Quarter
from tracker.store.tables import Milestone, Project, ReportingUnit


@dataclass(frozen=True)
class FreezeChoice:
    """Whose 原定 is fixed; conditions are joined by “and”, None is no condition.

    ``unit_ids`` are exact. ``quarter`` means the milestones whose 原定 lies in it.
    """

    project_ids: tuple[int, ...] | None = None
    unit_ids: tuple[int, ...] | None = None
    quarter: Quarter | None = None


@dataclass(frozen=True)
class FreezeLine:
    """What 冻结 would do to one project: how many milestones it fixes, and which it leaves as they are."""

    project_id: int
    name: str
    unit: str
    free: int
    frozen: int
    unplanned: int


@dataclass(frozen=True)
class FreezePreview:
    """The projects with milestones that a choice touches, in the list's order; ``chosen`` counts all it names."""

    chosen: int
    lines: tuple[FreezeLine, ...]

    @property
    def milestones(self) -> int:
        """How many milestones would be fixed."""
        return sum(line.free for line in self.lines)

    @property
    def projects(self) -> int:
        """In how many projects."""
        return sum(line.free > 0 for line in self.lines)

    @property
    def frozen(self) -> int:
        """How many are fixed already."""
        return sum(line.frozen for line in self.lines)

    @property
    def unplanned(self) -> int:
        """How many have no 原定 to be fixed; none are told where only one quarter's are asked for."""
        return sum(line.unplanned for line in self.lines)


def preview(session: Session, choice: FreezeChoice) -> FreezePreview:
    """Return what :func:`freeze` would do, project by project; nothing is changed."""
    quarter = _in_quarter(choice)

    def number(*conditions: ColumnElement[bool]) -> ColumnElement[Any]:
        """Count the milestones that meet all conditions."""
        return func.coalesce(func.sum(case((and_(*conditions, *quarter), 1), else_=0)), 0)

    planned, unplanned = Milestone.planned.is_not(None), Milestone.planned.is_(None)
    free = number(planned, Milestone.frozen_on.is_(None))
    statement = (
        select(
            *(Project.id, Project.name, ReportingUnit.name, free),
            *(number(Milestone.frozen_on.is_not(None)), number(unplanned, Milestone.frozen_on.is_(None))),
        )
        .join(ReportingUnit, ReportingUnit.id == Project.unit_id)
        .join(Milestone, and_(Milestone.project_id == Project.id, Milestone.na.is_(False)))
        .where(*_of_projects(choice))
        .group_by(Project.id)
        .order_by(Project.position, Project.id)
    )
    lines = tuple(FreezeLine(*row) for row in session.execute(statement))
    chosen = session.scalar(select(func.count()).select_from(Project).where(*_of_projects(choice))) or 0
    return FreezePreview(chosen, tuple(line for line in lines if line.free or line.frozen or line.unplanned))


def freeze(session: Session, choice: FreezeChoice, on: date) -> int:
    """Fix 原定 of the chosen milestones from a day on; return how many were fixed by this.

    Those without 原定, those already fixed and those marked 不适用 are left as they are; so
    are those of merged projects. Undo takes the whole of it back.
    """
    day = inputs.required_day(on, "冻结日期", "on")
    conditions = (
        *(Milestone.planned.is_not(None), Milestone.frozen_on.is_(None), Milestone.na.is_(False)),
        *_of_projects(choice),
        *_in_quarter(choice),
    )
    rows = session.scalars(select(Milestone).join(Project, Project.id == Milestone.project_id).where(*conditions)).all()
    for row in rows:
        row.frozen_on, row.first_planned = day, row.planned
    return len(rows)


def _of_projects(choice: FreezeChoice) -> list[ColumnElement[bool]]:
    """Return the conditions on the project."""
    conditions: list[ColumnElement[bool]] = [Project.merged_into_id.is_(None), Project.counted.is_(True)]
    for column, ids in ((Project.id, choice.project_ids), (Project.unit_id, choice.unit_ids)):
        if ids is not None:
            conditions.append(column.in_(ids))
    return conditions


def _in_quarter(choice: FreezeChoice) -> list[ColumnElement[bool]]:
    """Return the condition on the milestone's 原定."""
    quarter = choice.quarter
    return [] if quarter is None else [Milestone.planned.between(quarter.start, quarter.end)]
