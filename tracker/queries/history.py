"""变更记录 in words: who changed what, when and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from sqlalchemy import Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from tracker.domain.changes import Changes, tables_of
from tracker.domain.dates import local_time, utc_start
from tracker.queries.history_words import Logged, Words
from tracker.store.tables import Action, Change, Correction, Project

# An import touches thousands of fields; a page of history shows the beginning and says how much more there is.
MOST_CHANGES, MOST_LINES, MOST_PROJECTS = 100, 40, 3


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

    The lines are those of this project alone, also where an action touched many; so are ``projects``.
    """
    touched = select(Change.action_id).where(Change.project_id == project_id)
    return _page(session, select(Action).where(Action.id.in_(touched)), (limit, before_id), project_id)


@dataclass(frozen=True)
class HistoryFilter:
    """Which actions are listed: words in deed, person, reason or project, a person, kinds of data, local days.

    ``since`` and ``until`` are included; ``corrections`` lists 更正 of closed quarters alone.
    """

    text: str = ""
    who: str = ""
    kinds: Changes = Changes.EVERYTHING
    since: date | None = None
    until: date | None = None
    corrections: bool = False


ANYTHING = HistoryFilter()


def recent(
    session: Session, limit: int, before_id: int | None = None, wanted: HistoryFilter = ANYTHING
) -> tuple[HistoryRow, ...]:
    """Return the last actions of the file that meet a filter, newest first; *before_id* continues a page."""
    statement = select(Action)
    for word in wanted.text.split():
        named = select(Project.id).where(Project.name.contains(word, autoescape=True))
        touched = select(Change.action_id).where(Change.project_id.in_(named))
        inside = (column.contains(word, autoescape=True) for column in (Action.what, Action.who, Action.why))
        statement = statement.where(or_(Action.id.in_(touched), *inside))
    if wanted.who:
        statement = statement.where(Action.who == wanted.who)
    if wanted.kinds != Changes.EVERYTHING:
        same = and_(Change.action_id == Action.id, Change.table_name.in_(tables_of(wanted.kinds)))
        statement = statement.where(exists().where(same))
    if wanted.since is not None:
        statement = statement.where(Action.at >= utc_start(wanted.since))
    if wanted.until is not None:
        statement = statement.where(Action.at < utc_start(wanted.until + timedelta(days=1)))
    if wanted.corrections:
        statement = statement.where(Action.id.in_(select(Correction.action_id)))
    return _page(session, statement, (limit, before_id), None)


def people(session: Session) -> tuple[str, ...]:
    """Return everybody who did anything in the file, the last one first."""
    return tuple(session.scalars(select(Action.who).group_by(Action.who).order_by(func.max(Action.id).desc())))


def _page(
    session: Session, statement: Select[Action], page: tuple[int, int | None], only: int | None
) -> tuple[HistoryRow, ...]:
    """Tell one page of actions; *only* keeps the lines of one project."""
    limit, before_id = page
    if before_id is not None:
        statement = statement.where(Action.id < before_id)
    actions = session.scalars(statement.order_by(Action.id.desc()).limit(limit)).all()
    undone, words = _undone(session, [action.id for action in actions]), Words(session)
    logged = {action.id: _changes(session, words, action.id, only) for action in actions}
    words.read_ahead([change for changes, _ in logged.values() for change in changes])
    rows = []
    for action in actions:
        changes, total = logged[action.id]
        rows.append(_row(action, _lines(session, words, changes, only), total - len(changes), action.id in undone))
    return tuple(rows)


@dataclass(frozen=True)
class _Told:
    """What is told of one action."""

    lines: list[str]
    projects: dict[int, str]
    project_count: int


def _row(action: Action, told: _Told, unread: int, undone: bool) -> HistoryRow:
    """Put one action together; *unread* changes were not looked at."""
    return HistoryRow(
        action_id=action.id,
        at=local_time(action.at),
        who=action.who,
        what=action.what,
        why=action.why,
        lines=tuple(told.lines[:MOST_LINES]),
        undone=undone,
        projects=tuple(told.projects.items())[:MOST_PROJECTS],
        project_count=told.project_count,
        more=max(len(told.lines) - MOST_LINES, 0) + unread,
    )


def _lines(session: Session, words: Words, changes: list[Logged], only: int | None) -> _Told:
    """Tell the changes of one action, with the project's name before each line where there are several."""
    ids = list(dict.fromkeys(found for change in changes if (found := words.project_of(change)) is not None))
    projects = {found: words.title("project", found) for found in ids}
    count = len(ids)
    if only is None and len(changes) == MOST_CHANGES:
        count = (
            session.scalar(
                select(func.count(Change.project_id.distinct())).where(Change.action_id == changes[0].action_id)
            )
            or count
        )
    lines = []
    for found, group in groupby(changes, key=words.project_of):
        prefix = f"{projects[found]}：" if only is None and found is not None and count > 1 else ""
        lines += [f"{prefix}{line}" for line in words.lines(list(group))]
    return _Told(lines, projects, count)


def _changes(session: Session, words: Words, action_id: int, only: int | None) -> tuple[list[Logged], int]:
    """Return the first log rows of an action, oldest first, and how many it has in all."""
    columns = [getattr(Change, name) for name in Logged._fields]
    mine = [Change.action_id == action_id]
    if only is not None:
        # A row that went in a cascade has lost its parent and with it its project; the words find it again.
        # “+ 0” keeps SQLite off the action's index: an import has far more rows than there are rows without a project.
        of_action = Change.action_id + 0 == action_id
        lost = select(*columns).where(of_action, Change.project_id.is_(None), Change.op == "D").order_by(Change.id)
        orphans = [row for row in (Logged(*found) for found in session.execute(lost)) if words.project_of(row) == only]
        mine.append(Change.project_id == only)
    found = [
        Logged(*row) for row in session.execute(select(*columns).where(*mine).order_by(Change.id).limit(MOST_CHANGES))
    ]
    total = session.scalar(select(func.count()).select_from(Change).where(*mine)) or 0
    if only is None:
        return found, total
    return sorted([*found, *orphans], key=lambda row: row.id), total + len(orphans)


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
