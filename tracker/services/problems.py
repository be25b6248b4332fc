"""Problems: noted, changed, closed with a result, opened again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from tracker.domain.kinds import ProblemCategory, ProblemLevel


@dataclass(frozen=True)
class ProblemInput:
    """A new problem."""

    project_id: int
    description: str
    opened_on: date
    category: ProblemCategory | str | None = None
    level: ProblemLevel | str | None = None
    owner: str | None = None
    deadline: date | None = None


def add(session: Session, problem: ProblemInput) -> int:
    """Note a problem; return its id."""
    raise NotImplementedError


def edit(session: Session, problem_id: int, field: str, value: object) -> None:
    """Change one field: description, category, level, owner, deadline, opened_on, result."""
    raise NotImplementedError


def close(session: Session, problem_id: int, closed_on: date, result: str, today: date | None = None) -> None:
    """Close a problem with what came of it; not after *today*, not before it was opened."""
    raise NotImplementedError


def reopen(session: Session, problem_id: int) -> None:
    """Open a closed problem again; its result is cleared and stays in the history."""
    raise NotImplementedError


def remove(session: Session, problem_id: int) -> None:
    """Remove a problem that was entered by mistake."""
    raise NotImplementedError
