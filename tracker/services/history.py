"""Undo and redo: the change log walked backwards inside a new action.

Undo is linear: the last deed first, at most 200 back, never beyond a barrier (closing a quarter, restoring, migrating,
taking in a catalogue). It works across restarts because it reads nothing but the log.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from sqlalchemy import CursorResult, Delete, Table, Update, column, delete, insert, select, table, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tracker.domain.errors import UndoBlocked
from tracker.store.tables import LOGGED, Action, Change

LIMIT = 200
_TABLES: dict[str, Table] = {item.name: item for item in LOGGED}


@dataclass(frozen=True)
class Step:
    """An action that can be undone or done again, with the words for the menu."""

    action_id: int
    what: str


class _Logged(NamedTuple):
    """One line of the log, as undo needs it."""

    table_name: str
    row_id: int
    op: str
    field: str | None
    old: str | None
    new: str | None

    def place(self) -> tuple[str, int, str]:
        """Return what lines about one row and one kind of change have in common."""
        return self.table_name, self.row_id, self.op


@dataclass(frozen=True)
class Steps:
    """What Ctrl+Z and Ctrl+Y would do now."""

    undo: Step | None
    redo: Step | None


def steps(session: Session) -> Steps:
    """Return the next action to undo and to redo."""
    done, undone = _stacks(session)
    return Steps(done[-1] if done else None, undone[-1] if undone else None)


def barrier(session: Session) -> str | None:
    """Return the name of the deed undo cannot pass, where it is the last one; None where it is not."""
    last = session.execute(select(Action.what, Action.barrier).order_by(Action.id.desc()).limit(1)).first()
    return last.what if last is not None and last.barrier else None


def undo(session: Session, action_id: int) -> None:
    """Take back one action; the caller's deed carries ``undoes_id``.

    Raises UndoBlocked where it is not the next one, or where a value has changed since by other means.
    """
    if (step := steps(session).undo) is None or step.action_id != action_id:
        raise UndoBlocked("这一步已经不是最近的操作，不能单独撤销。")
    _reverse(session, action_id)


def redo(session: Session, action_id: int) -> None:
    """Do an undone action again; the caller's deed carries ``redoes_id``.

    What is reversed is the undo itself, so the rows come back with the very ids and values they had.
    """
    if (step := steps(session).redo) is None or step.action_id != action_id:
        raise UndoBlocked("这一步已经不能重做。")
    undoing = session.scalars(
        select(Action.id).where(Action.undoes_id == action_id).order_by(Action.id.desc()).limit(1)
    ).one()
    _reverse(session, undoing)


def _stacks(session: Session) -> tuple[list[Step], list[Step]]:
    """Replay the actions since the last barrier into the stacks of done and undone deeds."""
    barrier = session.scalar(select(Action.id).where(Action.barrier).order_by(Action.id.desc()).limit(1)) or 0
    current = session.scalar(text("SELECT action_id FROM current_action")) or 0
    # An undo and its redo each take a row, so a little more than the limit is read.
    recent = session.execute(
        select(Action.id, Action.what, Action.undoes_id, Action.redoes_id)
        .where(Action.id > barrier, Action.id != current)
        .order_by(Action.id.desc())
        .limit(LIMIT * 5)
    ).all()
    done: list[Step] = []
    undone: list[Step] = []
    for row in reversed(recent):
        if row.undoes_id is not None:
            if done and done[-1].action_id == row.undoes_id:
                undone.append(done.pop())
        elif row.redoes_id is not None:
            if undone and undone[-1].action_id == row.redoes_id:
                done.append(undone.pop())
        else:
            done.append(Step(row.id, row.what))
            undone.clear()
    return done[-LIMIT:], undone


def _reverse(session: Session, action_id: int) -> None:
    """Apply the opposite of an action's changes, last first."""
    # A cascade logs the parent and its children within one statement; constraints are checked at commit instead.
    session.execute(text("PRAGMA defer_foreign_keys = ON"))
    changes = session.execute(
        select(Change.table_name, Change.row_id, Change.op, Change.field, Change.old, Change.new)
        .where(Change.action_id == action_id)
        .order_by(Change.id.desc())
    ).all()
    try:
        for _, together in groupby((_Logged(*change) for change in changes), _Logged.place):
            _reverse_one(session, list(together))
    except IntegrityError as error:
        raise UndoBlocked("之后的内容依赖这一步，无法撤销；请先处理后来的内容。") from error


def _reverse_one(session: Session, together: list[_Logged]) -> None:
    """Apply the opposite of one change, or refuse where the row is no longer as the change left it.

    Updates of one row that follow each other are taken back as one: a constraint may join two fields (an amount and
    不适用, merged into whom and when), and would refuse either alone.
    """
    name, row_id, op, _, old, _ = together[0]
    # Plain columns without types: the log's JSON values go back exactly as SQLite gave them.
    plain = table(name, *(column(item.name) for item in _TABLES[name].c))
    statement: Delete | Update
    if op == "D":
        session.execute(insert(plain).values(json.loads(old or "")))
        return
    if op == "I":
        statement = delete(plain).where(plain.c.id == row_id)
    else:
        # Last first: of a field changed twice, the first one met is how it stands now, the last one how it was.
        now = {change.field or "": json.loads(change.new or "") for change in reversed(together)}
        before = {change.field or "": json.loads(change.old or "") for change in together}
        same = (plain.c[field].is_not_distinct_from(value) for field, value in now.items())
        statement = update(plain).where(plain.c.id == row_id, *same).values(before)
    touched = session.execute(statement)
    if isinstance(touched, CursorResult) and touched.rowcount != 1:
        raise UndoBlocked
