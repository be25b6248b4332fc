"""研判: a person's own verdict on a project, with the reason. It stands beside the computed light, never over it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain import inputs
from tracker.domain.errors import InputError, NotFound
from tracker.domain.kinds import Colour
from tracker.services.guards import require_project, require_tracked
from tracker.store.tables import Judgement


@dataclass(frozen=True)
class JudgementInput:
    """A verdict from a day on: 红, 黄 or 绿; None takes an earlier one back. A second one of the day replaces it."""

    project_id: int
    colour: Colour | str | None
    judged_on: date
    reason: str
    judged_by: str | None = None


def judge(session: Session, given: JudgementInput, today: date | None = None) -> int:
    """Note a verdict; return its id. Raises InputError without a reason, for 灰, or for a day after *today*."""
    require_tracked(session, given.project_id)
    colour = inputs.word(given.colour, Colour, "研判灯色", "colour")
    if colour is Colour.GREY:
        raise InputError("研判只有红、黄、绿三种；不作研判的，请撤回。", "colour")
    day = inputs.required_day(given.judged_on, "研判日期", "judged_on")
    if day > (today or datetime.now().astimezone().date()):
        raise InputError(f"研判日期 {day} 晚于今天，未保存，请核对。", "judged_on")
    reason = inputs.required_text(given.reason, "研判理由", "reason")
    row = session.scalar(
        select(Judgement).where(Judgement.project_id == given.project_id, Judgement.judged_on == day)
    ) or Judgement(project_id=given.project_id, judged_on=day)
    row.colour, row.reason = colour, reason
    row.judged_by = inputs.text(given.judged_by, "研判人", "judged_by", inputs.LONGEST_LINE)
    session.add(row)
    session.flush()
    return row.id


def remove(session: Session, judgement_id: int) -> None:
    """Remove a verdict that was entered by mistake; to take one back from a day on, judge with no colour."""
    row = session.get(Judgement, judgement_id)
    if row is None:
        raise NotFound
    require_project(session, row.project_id)
    session.delete(row)
