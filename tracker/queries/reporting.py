"""What the quarterly workbook shows beside the figures: milestones, facts and reports of many projects at once.

However many projects there are, each function runs one statement.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, Subquery, and_, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from tracker.domain.kinds import MoneyKind
from tracker.domain.slips import Dates, Slip, late_days, slip
from tracker.queries.criteria import Criteria, matching
from tracker.queries.figures import per_project
from tracker.store.tables import (
    Action,
    Milestone,
    MilestoneApproval,
    MilestoneForecast,
    PeriodFigure,
    PeriodReport,
    Project,
    ReportingUnit,
)

_Column = InstrumentedAttribute[Any]
_Statement = Select[*tuple[Any, ...]]


@dataclass(frozen=True)
class NodeLine:
    """One milestone as of a date D: only what was approved, expected or done by then.

    ``actual`` after D is not yet known at D and left out. Slips and lateness are days, see domain.slips.
    """

    project_id: int
    title: str
    weight: int
    na: bool
    planned: date | None
    approved: date | None
    approval_number: str | None
    expected: date | None
    actual: date | None
    evidence: str | None
    owner_dept: str | None
    owner: str | None
    note: str | None
    slip: Slip
    late_days: int | None


@dataclass(frozen=True)
class ReportLine:
    """The last 形象进度 in words and the last next steps reported by D, each with the end of its period."""

    text: str | None
    text_on: date | None
    next_steps: str | None
    next_on: date | None


@dataclass(frozen=True)
class FactLine:
    """Facts of a project that the list does not show."""

    content: str | None
    builder: str | None
    planned_start: date | None
    planned_finish: date | None
    note: str | None


@dataclass(frozen=True)
class UnitLine:
    """A reporting unit and the one above it."""

    unit_id: int
    name: str
    parent_id: int | None


def last_action(session: Session) -> int:
    """Return the id of the last stored action: equal before and after several reads, they saw the same file."""
    return session.scalar(select(func.max(Action.id))) or 0


def unit_tree(session: Session) -> tuple[UnitLine, ...]:
    """Return every reporting unit in its order."""
    rows = session.execute(
        select(ReportingUnit.id, ReportingUnit.name, ReportingUnit.parent_id).order_by(
            ReportingUnit.position, ReportingUnit.id
        )
    )
    return tuple(UnitLine(*row) for row in rows)


def nodes(session: Session, criteria: Criteria, as_of: date) -> tuple[NodeLine, ...]:
    """Return the milestones of the projects that meet *criteria*, in the list's order, as of a date."""
    approvals = MilestoneApproval
    approval = _latest(approvals, approvals.decided_on, as_of, approvals.approved, approvals.document_number)
    forecast = _latest(MilestoneForecast, MilestoneForecast.observed_on, as_of, MilestoneForecast.expected)
    dated = (approval.c.approved, approval.c.document_number, forecast.c.expected)
    statement = (
        _listed(select(*_NODE, *dated), criteria, as_of)
        .join(Milestone, Milestone.project_id == Project.id)
        .outerjoin(approval, and_(approval.c.milestone_id == Milestone.id, approval.c.nth == 1))
        .outerjoin(forecast, and_(forecast.c.milestone_id == Milestone.id, forecast.c.nth == 1))
        .order_by(Milestone.position, Milestone.id)
    )
    return tuple(_node(row, as_of) for row in session.execute(statement))


# Columns, not mapped objects: an export reads a hundred thousand of them while nobody can write.
_NODE = (
    Milestone.project_id,
    Milestone.title,
    Milestone.weight,
    Milestone.na,
    Milestone.planned,
    Milestone.first_planned,
    Milestone.actual,
    Milestone.evidence,
    Milestone.owner_dept,
    Milestone.owner,
    Milestone.note,
)


def last_reports(session: Session, as_of: date) -> dict[int, ReportLine]:
    """Return what each project last reported in words by a date; projects that never did are left out."""
    columns = (PeriodReport.project_id, PeriodReport.period_end, PeriodReport.text, PeriodReport.next_steps)
    statement = select(*columns).where(PeriodReport.period_end <= as_of).order_by(PeriodReport.period_end)
    found: dict[int, ReportLine] = {}
    for project_id, period_end, words, next_steps in session.execute(statement):
        old = found.get(project_id, ReportLine(None, None, None, None))
        found[project_id] = ReportLine(
            *((words, period_end) if words else (old.text, old.text_on)),
            *((next_steps, period_end) if next_steps else (old.next_steps, old.next_on)),
        )
    return found


def last_done(session: Session, as_of: date) -> dict[int, date]:
    """Return the end of the last period by *as_of* for which each project's 累计完成投资 was filled in."""
    day = func.max(PeriodFigure.period_end)
    statement = select(PeriodFigure.project_id, day).where(
        PeriodFigure.kind == MoneyKind.DONE, PeriodFigure.period_end <= as_of
    )
    return {row[0]: row[1] for row in session.execute(statement.group_by(PeriodFigure.project_id))}


def facts(session: Session) -> dict[int, FactLine]:
    """Return the further facts of every project by its id."""
    columns = (Project.content, Project.builder, Project.planned_start, Project.planned_finish, Project.note)
    return {row[0]: FactLine(*row[1:]) for row in session.execute(select(Project.id, *columns))}


def _listed(statement: _Statement, criteria: Criteria, as_of: date) -> _Statement:
    """Start from the projects that meet *criteria*, in the list's order."""
    f = per_project(as_of, {"state"})
    statement = statement.select_from(Project)
    if criteria.states:  # the figures cost most of the time, so they are joined only where a condition reads them
        statement = statement.join(f, f.c.project_id == Project.id)
    return statement.where(matching(criteria, f)).order_by(Project.position, Project.id)


def _latest(
    table: type[MilestoneApproval | MilestoneForecast], day: _Column, as_of: date, *columns: _Column
) -> Subquery:
    """Return the rows of a dated table known at *as_of*, ``nth`` counting from each milestone's last one backwards."""
    nth = func.row_number().over(partition_by=table.milestone_id, order_by=day.desc()).label("nth")
    return select(table.milestone_id, *columns, nth).where(day <= as_of).subquery()


def _node(row: Row[*tuple[Any, ...]], as_of: date) -> NodeLine:
    """Make one frozen milestone."""
    project_id, title, weight, na, planned, first, actual, evidence, dept, owner, note, approved, number, expected = row
    if actual is not None and actual > as_of:
        actual = None
    dates = Dates(planned, first, approved, expected, actual)
    return NodeLine(
        project_id=project_id,
        title=title,
        weight=weight,
        na=na,
        planned=planned,
        approved=approved,
        approval_number=number,
        expected=expected,
        actual=actual,
        evidence=evidence,
        owner_dept=dept,
        owner=owner,
        note=note,
        slip=Slip(None, None) if na else slip(dates, as_of),
        late_days=None if na else late_days(dates, as_of),
    )
