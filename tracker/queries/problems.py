"""Problems: of one project, and of all projects the user is looking at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from tracker.queries.criteria import Criteria


@dataclass(frozen=True)
class ProblemRow:
    """One problem as of a date D: ``open`` then; ``late_days`` D minus its deadline where that has passed, else None."""

    id: int
    project_id: int
    project: str
    unit: str
    description: str
    category: str | None
    level: str | None
    owner: str | None
    deadline: date | None
    opened_on: date
    closed_on: date | None
    result: str | None
    open: bool
    late_days: int | None


def problems(session: Session, project_id: int, as_of: date) -> tuple[ProblemRow, ...]:
    """Return all problems of a project, also those noted after D: the open first, by deadline."""
    raise NotImplementedError


def all_problems(
    session: Session, criteria: Criteria, as_of: date, *, open_only: bool = True
) -> tuple[ProblemRow, ...]:
    """Return the problems noted by D of the projects that meet *criteria*, overdue first, then by deadline."""
    raise NotImplementedError
