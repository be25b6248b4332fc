"""季报 of one project: what was said about each period."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from tracker.store.tables import PeriodReport


@dataclass(frozen=True)
class ReportRow:
    """One period's report. ``percent`` is 形象进度 in whole per cent; ``na``: it does not apply."""

    id: int
    project_id: int
    period_end: date
    text: str | None
    percent: int | None
    na: bool
    next_steps: str | None
    reported_by: str | None
    reported_on: date | None


def report(session: Session, project_id: int, period_end: date) -> ReportRow | None:
    """Return the report of exactly this period, None where there is none."""
    found = session.scalars(_of(project_id).where(PeriodReport.period_end == period_end)).one_or_none()
    return _row(found) if found else None


def previous_report(session: Session, project_id: int, period_end: date) -> ReportRow | None:
    """Return the last report before a period."""
    found = session.scalars(_of(project_id).where(PeriodReport.period_end < period_end).limit(1)).one_or_none()
    return _row(found) if found else None


def reports(session: Session, project_id: int) -> tuple[ReportRow, ...]:
    """Return all reports of a project, the newest first."""
    return tuple(_row(row) for row in session.scalars(_of(project_id)))


def _of(project_id: int) -> Select[PeriodReport]:
    """Return the statement for a project's reports, the newest first."""
    return select(PeriodReport).where(PeriodReport.project_id == project_id).order_by(PeriodReport.period_end.desc())


def _row(row: PeriodReport) -> ReportRow:
    """Return a report as a frozen row."""
    return ReportRow(**{item.name: getattr(row, item.name) for item in fields(ReportRow)})
