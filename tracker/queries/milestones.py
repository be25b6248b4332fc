"""The milestones of one project: four dates side by side, and how far they have slipped."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session


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


def milestones(session: Session, project_id: int, as_of: date) -> tuple[MilestoneRow, ...]:
    """Return a project's milestones in their order; empty for a project without any."""
    raise NotImplementedError


def approvals(session: Session, milestone_id: int) -> tuple[ApprovalRow, ...]:
    """Return every version of 最新批准, the newest decision first."""
    raise NotImplementedError


def forecasts(session: Session, milestone_id: int) -> tuple[ForecastRow, ...]:
    """Return every observation of 预计, the newest first."""
    raise NotImplementedError


def planned_versions(session: Session, milestone_id: int) -> tuple[PlannedVersion, ...]:
    """Return every value 原定 has had, oldest first, with who set it and why."""
    raise NotImplementedError
