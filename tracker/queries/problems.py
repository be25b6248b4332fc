"""Problems: of one project, and of all projects the user is looking at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Row, Select, or_, select
from sqlalchemy.orm import Session

from tracker.queries.criteria import Criteria, matching
from tracker.queries.figures import per_project
from tracker.store.tables import Problem, Project, ReportingUnit


@dataclass(frozen=True)
class ProblemRow:
    """One problem as of a date D: ``open`` then; ``late_days`` D minus a deadline that has passed, else None.

    ``later`` tells that it was noted after D: the report of D does not list it.
    """

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
    later: bool


def problems(session: Session, project_id: int, as_of: date) -> tuple[ProblemRow, ...]:
    """Return all problems of a project, also those noted after D: the open first, by deadline."""
    rows = [_row(found, as_of) for found in session.execute(_statement().where(Problem.project_id == project_id))]
    return tuple(sorted(rows, key=_urgency))


def all_problems(
    session: Session, criteria: Criteria, as_of: date, *, open_only: bool = True
) -> tuple[ProblemRow, ...]:
    """Return the problems noted by D of the projects that meet *criteria*: the open first, by deadline, oldest first.

    Problems of projects that were cancelled, handed over or merged by D are left out: nobody has to solve them.
    """
    f = per_project(as_of, {"state"})
    statement = _statement().join(f, f.c.project_id == Project.id)
    statement = statement.where(matching(criteria, f), f.c.merged == 0, f.c.gone == 0)
    statement = statement.where(Problem.opened_on <= as_of)
    if open_only:
        statement = statement.where(or_(Problem.closed_on.is_(None), Problem.closed_on > as_of))
    return tuple(sorted((_row(found, as_of) for found in session.execute(statement)), key=_urgency))


def overdue(session: Session, as_of: date) -> int:
    """Return how many problems nobody has solved yet are past their deadline on D."""
    rows = all_problems(session, Criteria(), as_of)
    return sum(row.late_days is not None and row.closed_on is None for row in rows)


def _statement() -> Select[Problem, str, str]:
    """Return the statement for problems with their project's and unit's names."""
    return (
        select(Problem, Project.name, ReportingUnit.name)
        .join(Project, Project.id == Problem.project_id)
        .join(ReportingUnit, ReportingUnit.id == Project.unit_id)
        .order_by(Project.position, Problem.id)
    )


def _row(found: Row[Problem, str, str], as_of: date) -> ProblemRow:
    """Return one problem as of a date."""
    problem, project, unit = found
    is_open = problem.closed_on is None or problem.closed_on > as_of
    late = (as_of - problem.deadline).days if is_open and problem.deadline else 0
    return ProblemRow(
        id=problem.id,
        project_id=problem.project_id,
        project=project,
        unit=unit,
        description=problem.description,
        category=problem.category,
        level=problem.level,
        owner=problem.owner,
        deadline=problem.deadline,
        opened_on=problem.opened_on,
        closed_on=problem.closed_on,
        result=problem.result,
        open=is_open,
        late_days=late if late > 0 else None,
        later=problem.opened_on > as_of,
    )


def _urgency(row: ProblemRow) -> tuple[bool, date]:
    """Return the key that puts open problems first, then the earliest deadline; without one last."""
    return not row.open, row.deadline or date.max
