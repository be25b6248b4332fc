"""变更记录 in words: who changed what, when and why."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session


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
    """Return the last actions that touched a project, newest first; *before_id* continues a page."""
    raise NotImplementedError


def recent(session: Session, limit: int, before_id: int | None = None, text: str = "") -> tuple[HistoryRow, ...]:
    """Return the last actions of the file, newest first; *text* looks in deed, person, reason and project names."""
    raise NotImplementedError
