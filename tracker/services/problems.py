"""Problems: noted, changed, closed with a result, opened again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from tracker.domain import inputs
from tracker.domain.errors import InputError, NotFound
from tracker.domain.kinds import ProblemCategory, ProblemLevel
from tracker.services.guards import require_project, require_tracked
from tracker.store.tables import Problem


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
    require_tracked(session, problem.project_id)
    row = Problem(project_id=problem.project_id)
    for field in ("description", "opened_on", "category", "level", "owner", "deadline"):
        _set(row, field, getattr(problem, field))
    session.add(row)
    session.flush()
    return row.id


def edit(session: Session, problem_id: int, field: str, value: object) -> None:
    """Change one field: description, category, level, owner, deadline, opened_on, result."""
    _set(_problem(session, problem_id), field, value)


def close(session: Session, problem_id: int, closed_on: date, result: str, today: date | None = None) -> None:
    """Close a problem with what came of it; not after *today* (the real one where None), not before it was opened."""
    row = _problem(session, problem_id)
    day = inputs.required_day(closed_on, "销号日期", "closed_on")
    if day > (today or datetime.now().astimezone().date()):
        raise InputError(f"销号日期 {day} 晚于今天，未保存。还没有解决的问题请保留。", "closed_on")
    if day < row.opened_on:
        raise InputError(f"销号日期 {day} 早于提出日期 {row.opened_on}，未保存，请核对。", "closed_on")
    row.result = inputs.required_text(result, "解决情况", "result")
    row.closed_on = day


def reopen(session: Session, problem_id: int) -> None:
    """Open a closed problem again; its result is cleared and stays in the history."""
    row = _problem(session, problem_id)
    row.closed_on = row.result = None


def remove(session: Session, problem_id: int) -> None:
    """Remove a problem that was entered by mistake."""
    session.delete(_problem(session, problem_id))


def _problem(session: Session, problem_id: int) -> Problem:
    """Return a problem of a project that may be written; raises NotFound otherwise."""
    row = session.get(Problem, problem_id)
    if row is None:
        raise NotFound
    require_project(session, row.project_id)
    return row


def _set(row: Problem, field: str, value: object) -> None:
    """Check and set one field."""
    if field == "description":
        row.description = inputs.required_text(value, "问题描述", field)
    elif field == "category":
        row.category = inputs.word(value, ProblemCategory, "问题类别", field)
    elif field == "level":
        row.level = inputs.word(value, ProblemLevel, "协调层级", field)
    elif field == "owner":
        row.owner = inputs.text(value, "责任人", field, inputs.LONGEST_LINE)
    elif field == "deadline":
        row.deadline = inputs.day(value, "解决时限", field)
    elif field == "result":
        row.result = inputs.text(value, "解决情况", field)
    elif field == "opened_on":
        row.opened_on = _opened(row, inputs.required_day(value, "提出日期", field))
    else:
        raise ValueError(f"a problem has no field {field} that can be edited")


def _opened(row: Problem, day: date) -> date:
    """Return the day a problem was opened, which cannot be after the day it was closed."""
    if row.closed_on is not None and day > row.closed_on:
        raise InputError(f"提出日期 {day} 晚于销号日期 {row.closed_on}，未保存，请核对。", "opened_on")
    return day
