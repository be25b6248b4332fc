"""The settings that belong to the file: one JSON value under each key."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.store.tables import Setting

LEADER_LABEL = "leader_label"
PAID_BASE = "paid_base"
DUE_RULE = "due_rule"
COUNTING = "counting"
DISPLAY_NAMES = "display_names"
SIGN_OFF = "sign_off"
CUSTOM_COLUMNS = "custom_columns"
VIEWS = "views"


def value(session: Session, key: str) -> Any:
    """Return what is kept under a key, None for nothing."""
    stored = session.scalar(select(Setting.value).where(Setting.key == key))
    return None if stored is None else json.loads(stored)


def put(session: Session, key: str, new: Any) -> None:
    """Keep a value; None removes it, so that the program's own default holds again."""
    row = session.scalars(select(Setting).where(Setting.key == key)).one_or_none()
    if new is None:
        if row is not None:
            session.delete(row)
        return
    row = row or Setting(key=key)
    row.value = json.dumps(new, ensure_ascii=False, sort_keys=True)
    session.add(row)
    session.flush()
