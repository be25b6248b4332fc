"""The milestones of one project: four dates side by side, and how far they have slipped."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from tracker.domain.dates import local_time
from tracker.domain.kinds import Role
from tracker.domain.slips import Dates, Slip, late_days, slip
from tracker.store.tables import Action, Change, Document, Milestone, MilestoneApproval, MilestoneForecast


@dataclass(frozen=True)
class MilestoneRow:
    """One 节点 as of a date D. Days are whole days, positive when late; None where there is nothing to compare.

    ``approved`` and ``expected`` are the last ones decided or observed by D; what came after D stands in ``later_*``,
    so that nothing a person has just entered disappears. ``actual`` is shown whatever D is; ``met`` says whether it
    had been reached by D. ``approval_count`` counts versions by D.
    """

    id: int
    position: int
    title: str
    role: str | None
    weight: int
    na: bool
    planned: date | None
    frozen_on: date | None
    first_planned: date | None
    approved: date | None
    approval_number: str | None
    approval_reason: str | None
    approval_count: int
    expected: date | None
    observed_on: date | None
    actual: date | None
    evidence: str | None
    owner_dept: str | None
    owner: str | None
    note: str | None
    slip_approved: int | None
    slip_planned: int | None
    late_days: int | None
    met: bool
    planned_locked: bool  # frozen, or the project has started: only 更正 changes 原定
    later_approved: date | None
    later_expected: date | None


@dataclass(frozen=True)
class ApprovalRow:
    """One version of 最新批准 with its paper."""

    id: int
    approved: date
    decided_on: date
    document_number: str
    reason: str


@dataclass(frozen=True)
class ForecastRow:
    """One observation of 预计; ``expected`` None withdrew the estimate."""

    id: int
    expected: date | None
    observed_on: date


@dataclass(frozen=True)
class PlannedVersion:
    """One version of 原定, from the change log; ``day`` None is 未填. ``at`` is local time."""

    day: date | None
    at: str
    who: str
    why: str | None


# The columns of a milestone that a row shows as they stand.
_AS_STORED = tuple(item.name for item in fields(MilestoneRow) if item.name in Milestone.__table__.c)


def milestones(session: Session, project_id: int, as_of: date) -> tuple[MilestoneRow, ...]:
    """Return a project's milestones in their order; empty for a project without any."""
    rows = session.scalars(
        select(Milestone).where(Milestone.project_id == project_id).order_by(Milestone.position, Milestone.id)
    ).all()
    papers = _papers(session, project_id)
    of_project = Milestone.project_id == project_id
    approved: dict[int, list[MilestoneApproval]] = {row.id: [] for row in rows}
    for version in session.scalars(
        select(MilestoneApproval).join(Milestone).where(of_project).order_by(MilestoneApproval.decided_on)
    ):
        approved[version.milestone_id].append(version)
    expected: dict[int, list[MilestoneForecast]] = {row.id: [] for row in rows}
    for seen in session.scalars(
        select(MilestoneForecast).join(Milestone).where(of_project).order_by(MilestoneForecast.observed_on)
    ):
        expected[seen.milestone_id].append(seen)
    started = any(row.role == Role.START and row.actual is not None for row in rows)
    found = (_row(row, approved[row.id], expected[row.id], as_of, started) for row in rows)
    # The paper that a milestone rests on says its 文号 as it is now; what was typed speaks where there is none.
    return tuple(
        replace(one, evidence=papers.get(row.document_id or 0) or row.evidence)
        for one, row in zip(found, rows, strict=True)
    )


def _papers(session: Session, project_id: int) -> dict[int, str]:
    """Return the 文号 of a project's papers, the title of those without one."""
    named = select(Document.id, func.coalesce(Document.number, Document.title))
    return {row[0]: row[1] for row in session.execute(named.where(Document.project_id == project_id))}


def _row(
    row: Milestone,
    approved: Sequence[MilestoneApproval],
    expected: Sequence[MilestoneForecast],
    as_of: date,
    started: bool,
) -> MilestoneRow:
    """Put one milestone together; the versions come oldest first."""
    decided = [version for version in approved if version.decided_on <= as_of]
    seen = [version for version in expected if version.observed_on <= as_of]
    latest, estimate = (decided[-1] if decided else None), (seen[-1] if seen else None)
    dates = Dates(
        planned=row.planned,
        first_planned=row.first_planned,
        approved=latest.approved if latest else None,
        expected=estimate.expected if estimate else None,
        actual=row.actual,
    )
    slipped = Slip(None, None) if row.na else slip(dates, as_of)
    return MilestoneRow(
        **{name: getattr(row, name) for name in _AS_STORED},
        approved=dates.approved,
        approval_number=latest.document_number if latest else None,
        approval_reason=latest.reason if latest else None,
        approval_count=len(decided),
        expected=dates.expected,
        observed_on=estimate.observed_on if estimate else None,
        slip_approved=slipped.approved,
        slip_planned=slipped.planned,
        late_days=None if row.na else late_days(dates, as_of),
        met=row.actual is not None and row.actual <= as_of,
        planned_locked=row.frozen_on is not None or (started and row.planned is not None),
        later_approved=approved[-1].approved if len(approved) > len(decided) else None,
        later_expected=expected[-1].expected if len(expected) > len(seen) else None,
    )


def approvals(session: Session, milestone_id: int) -> tuple[ApprovalRow, ...]:
    """Return every version of 最新批准, the newest decision first."""
    versions = session.execute(
        select(MilestoneApproval, func.coalesce(Document.number, MilestoneApproval.document_number))
        .outerjoin(Document, Document.id == MilestoneApproval.document_id)
        .where(MilestoneApproval.milestone_id == milestone_id)
        .order_by(MilestoneApproval.decided_on.desc())
    )
    return tuple(ApprovalRow(v.id, v.approved, v.decided_on, number, v.reason) for v, number in versions)


def forecasts(session: Session, milestone_id: int) -> tuple[ForecastRow, ...]:
    """Return every observation of 预计, the newest first."""
    versions = session.scalars(
        select(MilestoneForecast)
        .where(MilestoneForecast.milestone_id == milestone_id)
        .order_by(MilestoneForecast.observed_on.desc())
    )
    return tuple(ForecastRow(v.id, v.expected, v.observed_on) for v in versions)


def planned_versions(session: Session, milestone_id: int) -> tuple[PlannedVersion, ...]:
    """Return every value 原定 has had, oldest first, with who set it and why."""
    changes = session.execute(
        select(Change.op, Change.field, Change.old, Change.new, Action.at, Action.who, Action.why)
        .join(Action, Action.id == Change.action_id)
        .where(Change.table_name == Milestone.__tablename__, Change.row_id == milestone_id)
        .where(or_(Change.op == "I", Change.field == "planned"))
        .order_by(Change.id)
    )
    versions: list[PlannedVersion] = []
    for change in changes:
        value = json.loads(change.new)
        text = value["planned"] if change.op == "I" else value
        if text is None and not versions:
            continue  # not filled in yet is no version
        day = date.fromisoformat(text) if text else None
        versions.append(PlannedVersion(day, local_time(change.at), change.who, change.why))
    return tuple(versions)
