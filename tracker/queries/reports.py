"""季报 of one project: what was said about each period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session


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
    raise NotImplementedError


def previous_report(session: Session, project_id: int, period_end: date) -> ReportRow | None:
    """Return the last report before a period."""
    raise NotImplementedError


def reports(session: Session, project_id: int) -> tuple[ReportRow, ...]:
    """Return all reports of a project, the newest first."""
    raise NotImplementedError
