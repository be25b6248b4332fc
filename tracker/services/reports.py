"""Period reports: 形象进度 in words and per cent, next steps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session


@dataclass(frozen=True)
class ReportInput:
    """All of one period's report; ``percent`` 0–100. A report with nothing in it is removed."""

    project_id: int
    period_end: date
    text: str | None = None
    percent: int | None = None
    na: bool = False
    next_steps: str | None = None
    reported_by: str | None = None
    reported_on: date | None = None


def save(session: Session, report: ReportInput) -> None:
    """Store a period's report as a whole. Raises InputError for a per cent outside 0–100 or no month's end."""
    raise NotImplementedError


def copy_previous(session: Session, project_id: int, period_end: date) -> None:
    """照上季: take text, per cent and next steps of the last report before; refused where this period has one."""
    raise NotImplementedError
