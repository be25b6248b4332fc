"""What the timeline shows: which projects, how far their dates reach, and the milestones of those in view.

All as of a date D: approvals decided by D, estimates made by D, and 实际 only where it lies on or before D.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from tracker.domain.slips import Dates, Slip, late_days, slip
from tracker.queries.criteria import Criteria, matching
from tracker.queries.figures import per_project
from tracker.store.tables import Milestone, MilestoneApproval, MilestoneForecast, Project, ReportingUnit

Statement = Select[*tuple[Any, ...]]


@dataclass(frozen=True)
class TimelineEntry:
    """One project of the timeline: how many milestones it has, 不适用 ones included."""

    project_id: int
    nodes: int


@dataclass(frozen=True)
class Span:
    """The first and the last date of the projects asked for; None where they have no dates at all."""

    first: date | None
    last: date | None


@dataclass(frozen=True)
class TimelineNode:
    """One milestone as of D. Days are whole days, positive when late; None where there is nothing to compare.

    ``actual`` is None where it lies after D; ``later_actual`` has it then, so that nothing a person has entered seems
    lost. A milestone that does not apply (``na``) has no slip.
    """

    id: int
    project_id: int
    title: str
    na: bool
    planned: date | None
    first_planned: date | None
    approved: date | None
    expected: date | None
    actual: date | None
    later_actual: date | None
    slip_approved: int | None
    slip_planned: int | None
    late_days: int | None

    @property
    def due(self) -> date | None:
        """The day it is held to: 最新批准, else 原定."""
        return self.approved or self.planned

    @property
    def dates(self) -> tuple[date, ...]:
        """Every date that is known."""
        return tuple(day for day in (self.planned, self.approved, self.expected, self.actual) if day is not None)

    @property
    def slip(self) -> int | None:
        """The days it is behind 最新批准, where nothing was approved behind 原定."""
        return self.slip_planned if self.slip_approved is None else self.slip_approved


@dataclass(frozen=True)
class TimelineRow:
    """One project with its milestones in their order."""

    project_id: int
    name: str
    unit: str
    nodes: tuple[TimelineNode, ...]

    @property
    def late_days(self) -> int | None:
        """The days by which its longest overdue milestone is late; None where none is."""
        return max((node.late_days for node in self.nodes if node.late_days is not None), default=None)

    @property
    def dated(self) -> bool:
        """Whether any milestone has a date."""
        return any(node.dates for node in self.nodes)


def timeline_entries(session: Session, criteria: Criteria, as_of: date) -> tuple[TimelineEntry, ...]:
    """Return the projects that meet *criteria* in the list's order.

    Headings, and projects that were cancelled, handed over or merged by D, are left out. 打捆 parents and children are
    all listed: a milestone stands in one of them only.
    """
    f = per_project(as_of, {"state"} if criteria.states else {"project_id"})
    nodes = select(func.count()).where(Milestone.project_id == Project.id).correlate(Project).scalar_subquery()
    statement = (
        select(Project.id, nodes)
        .join(f, f.c.project_id == Project.id)
        .where(matching(replace(criteria, counted_only=True), f), f.c.merged == 0, f.c.gone == 0)
        .order_by(Project.position, Project.id)
    )
    return tuple(TimelineEntry(project_id, count) for project_id, count in session.execute(statement))


def entries_of(session: Session, ids: Sequence[int]) -> tuple[TimelineEntry, ...]:
    """Return some projects in the order of *ids*, such as those of a closed quarter; ids that are gone are left out."""
    nodes = select(func.count()).where(Milestone.project_id == Project.id).correlate(Project).scalar_subquery()
    found: dict[int, int] = dict(session.execute(select(Project.id, nodes).where(Project.id.in_(_asked(ids)))).all())
    return tuple(TimelineEntry(key, found[key]) for key in ids if key in found)


def timeline_span(session: Session, ids: Sequence[int], as_of: date) -> Span:
    """Return how far the dates of some projects reach, as of D."""
    of_projects = and_(Milestone.project_id.in_(_asked(ids)), Milestone.na.is_(False))
    own = select(
        func.min(Milestone.planned),
        func.max(Milestone.planned),
        func.min(Milestone.actual).filter(Milestone.actual <= as_of),
        func.max(Milestone.actual).filter(Milestone.actual <= as_of),
    ).where(of_projects)
    approved = (
        select(func.min(MilestoneApproval.approved), func.max(MilestoneApproval.approved))
        .join(Milestone, Milestone.id == MilestoneApproval.milestone_id)
        .where(of_projects, MilestoneApproval.decided_on <= as_of)
    )
    expected = (
        select(func.min(MilestoneForecast.expected), func.max(MilestoneForecast.expected))
        .join(Milestone, Milestone.id == MilestoneForecast.milestone_id)
        .where(of_projects, MilestoneForecast.observed_on <= as_of)
    )
    days = [day for statement in (own, approved, expected) for day in session.execute(statement).one() if day]
    return Span(min(days, default=None), max(days, default=None))


def timeline_rows(session: Session, ids: Sequence[int], as_of: date) -> tuple[TimelineRow, ...]:
    """Return some projects with their milestones, in the order of *ids*; ids that are gone are left out."""
    named = select(Project.id, Project.name, ReportingUnit.name).join(
        ReportingUnit, ReportingUnit.id == Project.unit_id
    )
    names = {row[0]: row for row in session.execute(named.where(Project.id.in_(_asked(ids))))}
    nodes: dict[int, list[TimelineNode]] = defaultdict(list)
    for row in session.execute(_node_statement(as_of).where(Milestone.project_id.in_(_asked(ids)))).mappings():
        nodes[row["project_id"]].append(_node(dict(row), as_of))
    return tuple(
        TimelineRow(key, names[key][1], names[key][2], tuple(nodes.get(key, ()))) for key in ids if key in names
    )


def without_dates(session: Session, ids: Sequence[int], as_of: date) -> int:
    """Return how many of some projects have no milestone with a date to draw."""
    approved = _by_then(MilestoneApproval.id, MilestoneApproval.milestone_id, MilestoneApproval.decided_on <= as_of)
    expected = _by_then(MilestoneForecast.id, MilestoneForecast.milestone_id, MilestoneForecast.observed_on <= as_of)
    drawn = or_(Milestone.planned.is_not(None), Milestone.actual <= as_of, exists(approved), exists(expected))
    with_dates = (
        select(func.count(Milestone.project_id.distinct()))
        .where(Milestone.project_id.in_(_asked(ids)), Milestone.na.is_(False), drawn)
    )  # fmt: skip
    return len(ids) - (session.scalar(with_dates) or 0)


def _by_then(column: Any, milestone: Any, condition: Any) -> Statement:
    """Return the versions of a milestone's date that had been made by D."""
    return select(column).where(milestone == Milestone.id, condition).correlate(Milestone)


def _asked(ids: Sequence[int]) -> Statement:
    """Return some ids as one parameter, however many they are."""
    return select(func.json_each(json.dumps(list(ids))).table_valued("value").c.value)


def _node_statement(as_of: date) -> Statement:
    """Return the statement for milestones with the versions in force on D; each is one look into an index."""
    version, seen = MilestoneApproval, MilestoneForecast
    approved = (
        select(version.approved)
        .where(version.milestone_id == Milestone.id, version.decided_on <= as_of)
        .order_by(version.decided_on.desc())
        .limit(1)
    )
    expected = (
        select(seen.expected)
        .where(seen.milestone_id == Milestone.id, seen.observed_on <= as_of)
        .order_by(seen.observed_on.desc())
        .limit(1)
    )
    columns = (Milestone.id, Milestone.project_id, Milestone.title, Milestone.na, Milestone.planned)
    return select(
        *columns,
        Milestone.first_planned,
        Milestone.actual,
        approved.correlate(Milestone).scalar_subquery().label("approved"),
        expected.correlate(Milestone).scalar_subquery().label("expected"),
    ).order_by(Milestone.project_id, Milestone.position, Milestone.id)


def _node(row: dict[str, Any], as_of: date) -> TimelineNode:
    """Make one frozen milestone; what happened after D had not happened yet."""
    actual = row.pop("actual")
    later = actual if actual is not None and actual > as_of else None
    known = None if later else actual
    dates = Dates(row["planned"], row["first_planned"], row["approved"], row["expected"], known)
    slipped = Slip(None, None) if row["na"] else slip(dates, as_of)
    return TimelineNode(
        **row,
        actual=known,
        later_actual=later,
        slip_approved=slipped.approved,
        slip_planned=slipped.planned,
        late_days=None if row["na"] else late_days(dates, as_of),
    )
