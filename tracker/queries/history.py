"""变更记录 in words: who changed what, when and why."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import Select, func, or_, select, true
from sqlalchemy.orm import Session

from tracker.domain.dates import local_time
from tracker.queries.history_words import Logged, Words
from tracker.store.tables import Action, Change, Project

# An import touches thousands of fields; a page of history shows the beginning and says how much more there is.
MOST_CHANGES, MOST_LINES, MOST_PROJECTS = 200, 40, 3


@dataclass(frozen=True)
class HistoryRow:
    """One action. ``at`` is local time, ``2026-10-08 10:42``; ``lines`` are finished Chinese sentences.

    ``undone``: it was taken back and not done again. ``projects`` are (id, name) of the projects it touched, at most
    three; ``project_count`` says how many there were. ``more`` counts changes beyond the lines shown.
    """

    action_id: int
    at: str
    who: str
    what: str
    why: str | None
    lines: tuple[str, ...]
    undone: bool
    projects: tuple[tuple[int, str], ...]
    project_count: int
    more: int


def project_history(
    session: Session, project_id: int, limit: int, before_id: int | None = None
) -> tuple[HistoryRow, ...]:
    """Return the last actions that touched a project, newest first; *before_id* continues a page.

    The lines are those of this project alone, also where an action touched many.
    """
    touched = select(Change.action_id).where(Change.project_id == project_id)
    return _page(session, select(Action).where(Action.id.in_(touched)), (limit, before_id), project_id)


def recent(session: Session, limit: int, before_id: int | None = None, text: str = "") -> tuple[HistoryRow, ...]:
    """Return the last actions of the file, newest first; *text* looks in deed, person, reason and project names."""
    statement = select(Action)
    for word in text.split():
        named = select(Project.id).where(Project.name.contains(word, autoescape=True))
        touched = select(Change.action_id).where(Change.project_id.in_(named))
        inside = (column.contains(word, autoescape=True) for column in (Action.what, Action.who, Action.why))
        statement = statement.where(or_(Action.id.in_(touched), *inside))
    return _page(session, statement, (limit, before_id), None)


def _page(
    session: Session, statement: Select[Action], page: tuple[int, int | None], only: int | None
) -> tuple[HistoryRow, ...]:
    """Tell one page of actions; *only* keeps the lines of one project."""
    limit, before_id = page
    if before_id is not None:
        statement = statement.where(Action.id < before_id)
    actions = session.scalars(statement.order_by(Action.id.desc()).limit(limit)).all()
    ids = [action.id for action in actions]
    changes, projects, undone = _changes(session, ids, only), _projects(session, ids), _undone(session, ids)
    words = Words(session)
    return tuple(
        _row(action, words, changes.get(action.id, []), projects.get(action.id, {}), (action.id in undone, only))
        for action in actions
    )


def _row(
    action: Action,
    words: Words,
    changes: list[tuple[Logged, int]],
    projects: dict[int, str],
    how: tuple[bool, int | None],
) -> HistoryRow:
    """Put one action together."""
    undone, only = how
    mine = [change for change, _ in changes if only is None or words.project_of(change) == only]
    lines = []
    for project_id, group in groupby(mine, key=words.project_of):
        prefix = f"{projects[project_id]}：" if only is None and len(projects) > 1 and project_id in projects else ""
        lines += [f"{prefix}{line}" for line in words.lines(list(group))]
    unread = changes[0][1] - len(changes) if changes else 0
    return HistoryRow(
        action_id=action.id,
        at=local_time(action.at),
        who=action.who,
        what=action.what,
        why=action.why,
        lines=tuple(lines[:MOST_LINES]),
        undone=undone,
        projects=tuple(projects.items())[:MOST_PROJECTS],
        project_count=len(projects),
        more=max(len(lines) - MOST_LINES, 0) + unread,
    )


def _changes(session: Session, action_ids: list[int], only: int | None) -> dict[int, list[tuple[Logged, int]]]:
    """Return the first log rows of each action, oldest first, each with the number of rows the action has."""
    # A row that went in a cascade has lost its parent and with it its project; Words.project_of finds it again.
    mine = true() if only is None else or_(Change.project_id == only, Change.project_id.is_(None))
    numbered = (
        select(
            Change,
            func.row_number().over(partition_by=Change.action_id, order_by=Change.id).label("nth"),
            func.count().over(partition_by=Change.action_id).label("total"),
        )
        .where(Change.action_id.in_(action_ids), mine)
        .subquery()
    )
    rows = session.execute(select(numbered).where(numbered.c.nth <= MOST_CHANGES).order_by(numbered.c.id))
    found: dict[int, list[tuple[Logged, int]]] = {}
    for row in rows.mappings():
        logged = Logged(**{name: row[name] for name in Logged._fields})
        found.setdefault(row["action_id"], []).append((logged, row["total"]))
    return found


def _projects(session: Session, action_ids: list[int]) -> dict[int, dict[int, str]]:
    """Return the names of the projects each action touched."""
    rows = session.execute(
        select(Change.action_id, Project.id, Project.name)
        .join(Project, Project.id == Change.project_id)
        .where(Change.action_id.in_(action_ids))
        .distinct()
        .order_by(Project.position, Project.id)
    )
    found: dict[int, dict[int, str]] = {}
    for action_id, project_id, name in rows:
        found.setdefault(action_id, {})[project_id] = name
    return found


def _undone(session: Session, action_ids: list[int]) -> set[int]:
    """Return which actions were taken back and not done again since."""
    undone: set[int] = set()
    rows = session.execute(
        select(Action.undoes_id, Action.redoes_id)
        .where(or_(Action.undoes_id.in_(action_ids), Action.redoes_id.in_(action_ids)))
        .order_by(Action.id)
    )
    for undoes_id, redoes_id in rows:
        if undoes_id is not None:
            undone.add(undoes_id)
        undone.discard(redoes_id)
    return undone
