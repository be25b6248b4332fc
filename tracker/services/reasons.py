"""Reasons: asked for where a change is unusual, and kept with the action that made it."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.store.tables import Action, CurrentAction


def note_reason(session: Session, reason: str | None) -> None:
    """Write why the current action is done, after what the caller's deed already says; nothing for no reason."""
    if not reason:
        return
    action = session.scalars(select(Action).join(CurrentAction, CurrentAction.action_id == Action.id)).one()
    if reason not in (action.why or ""):
        action.why = f"{action.why}；{reason}" if action.why else reason
