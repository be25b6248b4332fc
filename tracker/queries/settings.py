"""The settings of the open file."""

from __future__ import annotations

from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from tracker.domain import custom
from tracker.domain.duty import DueRule
from tracker.domain.kinds import Counting, PaidBase
from tracker.domain.office import LEADER_LABELS, SIGN_OFF_LABELS, Office, SignOff
from tracker.store import settings
from tracker.store.tables import Project, ReportingUnit


def office(session: Session) -> Office:
    """Return all settings; what was never set has the program's default."""
    signing: dict[str, Any] = settings.value(session, settings.SIGN_OFF) or {}
    ids = {row[0]: row[1] for row in session.execute(select(ReportingUnit.uid, ReportingUnit.id))}
    return Office(
        leader_label=settings.value(session, settings.LEADER_LABEL) or LEADER_LABELS[0],
        paid_base=PaidBase(settings.value(session, settings.PAID_BASE) or PaidBase.ARRIVED),
        counting=counting(session),
        due=DueRule(**(settings.value(session, settings.DUE_RULE) or {})),
        sign_off=_sign_off(signing.get("", {})),
        unit_sign_off={ids[uid]: _sign_off(lines) for uid, lines in signing.items() if uid in ids},
        display_names=settings.value(session, settings.DISPLAY_NAMES) or {},
        custom=custom_columns(session),
    )


def counting(session: Session, chosen: Counting | None = None) -> Counting:
    """Return how 打捆 projects are counted: as *chosen*, else as the office has set it."""
    return chosen or Counting(settings.value(session, settings.COUNTING) or Counting.BUNDLED)


def bundles_counted(session: Session, chosen: Counting | None = None) -> Counting | None:
    """Return how 打捆 projects are counted, None where the file has none and nothing need be said."""
    inside = exists(select(Project.id).where(Project.parent_id.is_not(None), Project.merged_into_id.is_(None)))
    return counting(session, chosen) if session.scalar(select(inside)) else None


def display_name(session: Session, system_user: str) -> str:
    """Return the name a system user's changes stand under in the log."""
    names: dict[str, str] = settings.value(session, settings.DISPLAY_NAMES) or {}
    return names.get(system_user, system_user)


def custom_columns(session: Session) -> tuple[custom.CustomColumn, ...]:
    """Return the columns of the user's own, in their order."""
    return custom.from_json(settings.value(session, settings.CUSTOM_COLUMNS) or [])


def _sign_off(lines: dict[str, str]) -> SignOff:
    """Return the lines of one foot; words of a later program are left out."""
    return SignOff(**{name: lines[name] for name in SIGN_OFF_LABELS if name in lines})
