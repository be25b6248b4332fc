"""Columns of the user's own: which there are, and what each project holds in them."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain import custom
from tracker.domain.custom import CustomColumn
from tracker.domain.errors import InputError
from tracker.services.guards import require_project
from tracker.store import settings
from tracker.store.tables import Project


def save_columns(session: Session, columns: Sequence[CustomColumn]) -> None:
    """Keep exactly these columns, in this order; what projects hold in a column that goes away goes with it.

    A new column takes ``custom.free_key``. Raises InputError where the columns cannot stand together (see
    custom.checked_columns), or where a column takes a kind or loses a choice that values in it rest on.
    """
    wanted = custom.checked_columns(columns)
    leader = settings.value(session, settings.LEADER_LABEL)
    if any(column.label == leader for column in wanted):
        raise InputError(f"“{leader}”是领导栏的名称，未保存。请给自定义栏另起一个名字。", "label")
    present = {column.key: column for column in columns_of(session)}
    by_key = {column.key: column for column in wanted}
    for project in session.scalars(select(Project).where(Project.custom.is_not(None))).all():
        held: dict[str, str] = json.loads(project.custom or "{}")
        for key, value in held.items():
            if key in by_key and by_key[key] != present.get(key):
                _refuse_unfit(by_key[key], value, project.name)
        kept = {key: value for key, value in held.items() if key in by_key}
        if kept != held:
            project.custom = _text(kept)
    settings.put(session, settings.CUSTOM_COLUMNS, custom.to_json(wanted) or None)


def set_value(session: Session, project_ids: Collection[int], key: str, value: object) -> None:
    """Store one column's value for projects, all of them or none; empty is 未填.

    Raises InputError, with the column's key as field, where the value does not fit the column.
    """
    column = next((column for column in columns_of(session) if column.key == key), None)
    if column is None:
        raise InputError("这个自定义栏已被删除，请刷新后再填。", key)
    stored = custom.checked(column, value)
    for project_id in project_ids:
        project = require_project(session, project_id)
        held: dict[str, str] = json.loads(project.custom or "{}")
        held.pop(key, None)
        if stored is not None:
            held[key] = stored
        project.custom = _text(held)


def joined(kept: str | None, other: str | None) -> str | None:
    """Return what two projects hold in the columns of the user's own, as stored; the first one's goes first."""
    return _text(json.loads(other or "{}") | json.loads(kept or "{}"))


def columns_of(session: Session) -> tuple[CustomColumn, ...]:
    """Return the columns there are."""
    return custom.from_json(settings.value(session, settings.CUSTOM_COLUMNS) or [])


def _refuse_unfit(column: CustomColumn, value: str, project: str) -> None:
    """Refuse a change of a column that a value already entered would not pass."""
    try:
        custom.checked(column, value)
    except InputError:
        raise InputError(
            f"“{project}”的“{column.label}”现为“{value}”，不合改后的{column.kind}栏，未保存。请先改这些项目的值。",
            "kind",
        ) from None


def _text(held: dict[str, str]) -> str | None:
    """Return a project's values as they are stored."""
    return json.dumps(held, ensure_ascii=False, sort_keys=True) if held else None
