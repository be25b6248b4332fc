"""Milestones: templates, order, and the four dates that are never merged."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from tracker.domain.kinds import Role


def apply_template(session: Session, project_id: int, template_key: str) -> None:
    """Give a project the milestones of a template without losing anything entered.

    Milestones that hold a date, evidence, an approval, a forecast, an owner or a note are matched to the template's
    items by role, then by title, and otherwise kept at the end. Raises NotFound for an unknown template.
    """
    raise NotImplementedError


def add(
    session: Session,
    project_id: int,
    title: str,
    role: Role | str | None = None,
    weight: int = 0,
    position: int | None = None,
) -> int:
    """Add a milestone at *position* (counted from 1), at the end where None; return its id."""
    raise NotImplementedError


def remove(session: Session, milestone_id: int) -> None:
    """Remove a milestone with all it holds; undo brings everything back."""
    raise NotImplementedError


def move(session: Session, milestone_id: int, to_position: int) -> None:
    """Move a milestone to a place in its list (counted from 1); beyond either end is that end."""
    raise NotImplementedError


def edit(session: Session, milestone_id: int, field: str, value: object) -> None:
    """Change one field: title, role, weight, evidence, owner_dept, owner, note, planned."""
    raise NotImplementedError


def set_na(session: Session, milestone_id: int, na: bool) -> None:
    """Mark a milestone 不适用 or take the mark back; refused while it holds 实际."""
    raise NotImplementedError


def set_actual(
    session: Session, milestone_id: int, day: date | None, reason: str | None = None, today: date | None = None
) -> None:
    """Set 实际, or clear it with None.

    Raises InputError for a day after *today*, ReasonNeeded for one out of order with the milestones beside it.
    """
    raise NotImplementedError


def approve(
    session: Session, milestone_id: int, approved: date, decided_on: date, document_number: str, reason: str
) -> None:
    """Add a version of 最新批准; one decided on the same day replaces the earlier entry of that day."""
    raise NotImplementedError


def remove_approval(session: Session, approval_id: int) -> None:
    """Remove a version of 最新批准 that was entered by mistake."""
    raise NotImplementedError


def forecast(session: Session, milestone_id: int, expected: date | None, observed_on: date) -> None:
    """Note 预计 as seen on a day; None withdraws the estimate from that day on."""
    raise NotImplementedError


def freeze(session: Session, milestone_ids: Sequence[int], on: date) -> int:
    """冻结: fix 原定 of the milestones that have one; return how many were frozen by this."""
    raise NotImplementedError


def correct_planned(session: Session, milestone_id: int, day: date | None, reason: str) -> None:
    """更正: change a fixed 原定 with a reason. The first fixed day stays in ``first_planned``."""
    raise NotImplementedError
