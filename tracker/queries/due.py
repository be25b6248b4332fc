"""Milestones that are due: the next of each project, the overdue, and those due within so many days.

Overdue is D beyond 最新批准 (else 原定); beside it stands the delay against the first frozen 原定, which no approval
moves. Projects that were cancelled, handed over or merged by D, and headings, owe nothing and are left out. 打捆
parents and children are all listed: a milestone stands in one of them only.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Select,
    Subquery,
    and_,
    case,
    distinct,
    exists,
    func,
    or_,
    select,
    tuple_,
)
from sqlalchemy.orm import Session, aliased

from tracker.domain.lights import LateNode
from tracker.domain.slips import Dates, slip
from tracker.queries.criteria import Criteria, matching
from tracker.queries.figures import per_project
from tracker.store.tables import Milestone, MilestoneApproval, MilestoneForecast, Project, ReportingUnit

Statement = Select[*tuple[Any, ...]]
WINDOWS = (30, 60, 90)  # days ahead that offices ask about


@dataclass(frozen=True)
class DueNode:
    """One milestone not reached on D. ``due`` is 最新批准, else 原定; None where it has no date.

    ``days_left`` counts from D to ``due``, below zero when overdue. ``slip_approved`` and ``slip_planned`` are the days
    behind (positive) 最新批准 and the first frozen 原定, see domain.slips; None where there is nothing to compare.
    """

    milestone_id: int
    project_id: int
    project: str
    unit_id: int
    unit: str
    kind: str
    title: str
    role: str | None
    planned: date | None
    first_planned: date | None
    approved: date | None
    approval_number: str | None
    expected: date | None
    due: date | None
    days_left: int | None
    slip_approved: int | None
    slip_planned: int | None
    owner_dept: str | None
    owner: str | None

    @property
    def late_days(self) -> int | None:
        """Days overdue; None where it is not."""
        return -self.days_left if self.days_left is not None and self.days_left < 0 else None


@dataclass(frozen=True)
class DueCounts:
    """How many milestones are overdue, and how many are due within 30, 60 and 90 days (each includes the former)."""

    overdue: int
    overdue_projects: int
    within_30: int
    within_60: int
    within_90: int


def overdue(session: Session, criteria: Criteria, as_of: date, *, more_than: int = 0) -> tuple[DueNode, ...]:
    """Return the milestones overdue on D by more than *more_than* days, the longest first."""
    statement, due = _unmet(criteria, as_of)
    return _nodes(session, statement.where(due < as_of - timedelta(days=more_than)).order_by(due), as_of)


def due_within(session: Session, criteria: Criteria, as_of: date, days: int) -> tuple[DueNode, ...]:
    """Return the milestones due on D or up to so many days after it, the nearest first; overdue ones are not among."""
    statement, due = _unmet(criteria, as_of)
    return _nodes(session, statement.where(due.between(as_of, as_of + timedelta(days=days))).order_by(due), as_of)


def next_nodes(session: Session, criteria: Criteria, as_of: date) -> tuple[DueNode, ...]:
    """Return of each project the first milestone in its list that is not reached; by date, those without one last."""
    statement, due = _unmet(criteria, as_of)
    earlier = aliased(Milestone)
    before = (
        select(earlier.id)
        .where(earlier.project_id == Milestone.project_id, earlier.na.is_(False), _unreached(earlier, as_of))
        .where(tuple_(earlier.position, earlier.id) < tuple_(Milestone.position, Milestone.id))
    )
    statement = statement.where(~exists(before.correlate(Milestone))).order_by(due.nulls_last())
    return _nodes(session, statement, as_of)


def due_counts(session: Session, criteria: Criteria, as_of: date) -> DueCounts:
    """Return how many milestones are overdue or come due, in one statement."""
    statement, due = _unmet(criteria, as_of)
    late = due < as_of
    ahead = [func.count(case((due.between(as_of, as_of + timedelta(days=days)), 1))) for days in WINDOWS]
    counts = statement.with_only_columns(
        func.count(case((late, 1))), func.count(distinct(case((late, Milestone.project_id)))), *ahead
    )
    late_count, projects, *within = session.execute(counts).one()
    return DueCounts(late_count, projects, *within)


def late_nodes(session: Session, as_of: date, ids: Collection[int] | None = None) -> dict[int, tuple[LateNode, ...]]:
    """Return by project (all by default) the milestones overdue on D, the earliest due first, for the lights."""
    approval = latest_approval(as_of)
    due = func.coalesce(approval.c.approved, Milestone.planned, type_=Date())
    first = func.coalesce(Milestone.first_planned, Milestone.planned, type_=Date())
    statement: Statement = (
        select(Milestone.project_id, Milestone.title, due, first)
        .outerjoin(approval, and_(approval.c.milestone_id == Milestone.id, approval.c.nth == 1))
        .where(Milestone.na.is_(False), _unreached(Milestone, as_of), due < as_of)
        .order_by(due, Milestone.position, Milestone.id)
    )
    found: dict[int, list[LateNode]] = defaultdict(list)
    for project_id, title, day, first_day in session.execute(_only(statement, ids)):
        found[project_id].append(LateNode(title, day, first_day))
    return {project_id: tuple(nodes) for project_id, nodes in found.items()}


def dated_projects(session: Session, as_of: date, ids: Collection[int] | None = None) -> set[int]:
    """Return the projects that have a milestone with a date to be held to, or one that was reached by D."""
    version = select(MilestoneApproval.id).where(
        MilestoneApproval.milestone_id == Milestone.id, MilestoneApproval.decided_on <= as_of
    )
    held = or_(Milestone.planned.is_not(None), Milestone.actual <= as_of, exists(version.correlate(Milestone)))
    statement: Statement = select(Milestone.project_id).distinct().where(Milestone.na.is_(False), held)
    return set(session.scalars(_only(statement, ids)))


def _only(statement: Statement, ids: Collection[int] | None) -> Statement:
    """Cut a statement on milestones down to some projects; one parameter, however many they are."""
    if ids is None:
        return statement
    asked = func.json_each(json.dumps(list(ids))).table_valued("value")
    return statement.where(Milestone.project_id.in_(select(asked.c.value)))


def _unreached(table: Any, as_of: date) -> ColumnElement[bool]:
    """Return the condition that a milestone had not been reached on D."""
    return or_(table.actual.is_(None), table.actual > as_of)


def latest_approval(as_of: date) -> Subquery:
    """Return the versions of 最新批准 decided by D, ``nth`` counting from each milestone's last one backwards."""
    version = MilestoneApproval
    nth = func.row_number().over(partition_by=version.milestone_id, order_by=version.decided_on.desc()).label("nth")
    columns = (version.milestone_id, version.approved, version.document_number)
    return select(*columns, nth).where(version.decided_on <= as_of).subquery()


def latest_forecast(as_of: date) -> Subquery:
    """Return the observations of 预计 made by D likewise."""
    seen = MilestoneForecast
    nth = func.row_number().over(partition_by=seen.milestone_id, order_by=seen.observed_on.desc()).label("nth")
    return select(seen.milestone_id, seen.expected, nth).where(seen.observed_on <= as_of).subquery()


def _unmet(criteria: Criteria, as_of: date) -> tuple[Statement, ColumnElement[Any]]:
    """Return the statement for the milestones not reached on D, ready for conditions, and the day each is due."""
    approval, forecast = latest_approval(as_of), latest_forecast(as_of)
    due = func.coalesce(approval.c.approved, Milestone.planned, type_=Date())
    f = per_project(as_of, {"state"} if criteria.states else {"project_id"})
    columns = (approval.c.approved, approval.c.document_number, forecast.c.expected, due.label("due"))
    statement: Statement = (
        select(*_COLUMNS, *columns)
        .select_from(Milestone)
        .join(Project, Project.id == Milestone.project_id)
        .join(ReportingUnit, ReportingUnit.id == Project.unit_id)
        .join(f, f.c.project_id == Project.id)
        .outerjoin(approval, and_(approval.c.milestone_id == Milestone.id, approval.c.nth == 1))
        .outerjoin(forecast, and_(forecast.c.milestone_id == Milestone.id, forecast.c.nth == 1))
        .where(Milestone.na.is_(False), _unreached(Milestone, as_of), matching(criteria, f))
        .where(Project.counted.is_(True), f.c.merged == 0, f.c.gone == 0)
    )
    return statement, due


# Columns, not mapped objects: a list may hold tens of thousands of them.
_COLUMNS = (
    Milestone.id.label("milestone_id"),
    Milestone.project_id,
    Project.name.label("project"),
    Project.unit_id,
    ReportingUnit.name.label("unit"),
    Project.kind,
    Milestone.title,
    Milestone.role,
    Milestone.planned,
    Milestone.first_planned,
    Milestone.owner_dept,
    Milestone.owner,
    Project.owner_dept.label("project_dept"),
    Project.owner.label("project_owner"),
)


def _nodes(session: Session, statement: Statement, as_of: date) -> tuple[DueNode, ...]:
    """Return the rows of a statement; ties in the order of the list."""
    ordered = statement.order_by(Project.position, Project.id, Milestone.position, Milestone.id)
    return tuple(_node(dict(row), as_of) for row in session.execute(ordered).mappings())


def _node(row: dict[str, Any], as_of: date) -> DueNode:
    """Make one frozen row; who is responsible is the project's where the milestone names nobody."""
    dept, owner = row.pop("project_dept"), row.pop("project_owner")
    row["owner_dept"], row["owner"] = row["owner_dept"] or dept, row["owner"] or owner
    row["approval_number"] = row.pop("document_number")
    dates = Dates(row["planned"], row["first_planned"], row["approved"], row["expected"], None)
    slipped = slip(dates, as_of)
    days = None if row["due"] is None else (row["due"] - as_of).days
    return DueNode(**row, days_left=days, slip_approved=slipped.approved, slip_planned=slipped.planned)
