"""封账 and reopening. What a closing keeps is made before (reports/closing_file.py); the file is held briefly."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from tracker.domain import inputs
from tracker.domain.closing import Closing, ClosingInput, ClosingStage, Scope
from tracker.domain.deeds import Deed
from tracker.domain.errors import InputError, NotFound, ReasonNeeded
from tracker.domain.file_names import is_within
from tracker.domain.quarters import Quarter
from tracker.services.reasons import note_reason
from tracker.store import closings
from tracker.store.tables import Action, ClosedRow, CurrentAction, QuarterClose

_AT_ONCE = 500


def closing_deed(quarter: Quarter, scope: Scope, stage: ClosingStage) -> Deed:
    """Return the deed of a closing; undo never goes back beyond it."""
    return Deed(f"封账：{quarter.label}（{stage}，{scope.text}）", barrier=True)


def reopening_deed(closing: Closing) -> Deed:
    """Return the deed of a reopening; undo never goes back beyond it either."""
    return Deed(f"重新打开：{closing.quarter.label}（{closing.scope.text}）", barrier=True)


def close(session: Session, given: ClosingInput, today: date | None = None) -> int:
    """Close a quarter for a scope as the next version; return the closing's id.

    Raises InputError where a 正式 version still locks it (reopen first), where the quarter has not ended and 正式 is
    asked for, or where the file has changed since the rows were read: what is kept must be what was seen.
    """
    action = _action(session)
    day = today or datetime.fromisoformat(action.at).astimezone().date()
    _refuse(session, given, action.id, day)
    key = closings.scope_key(given.scope)
    version = select(func.max(QuarterClose.version)).where(
        QuarterClose.quarter == str(given.quarter), QuarterClose.scope == key
    )
    row = QuarterClose(
        quarter=str(given.quarter),
        scope=key,
        scope_text=given.scope.text,
        stage=given.stage,
        version=(session.scalar(version) or 0) + 1,
        closed_by=action.who,
        closed_on=day,
        last_action_id=given.seen_action_id,
        workbook=given.workbook,
        sha256=given.sha256,
        note=inputs.text(given.note, "备注", "note"),
    )
    session.add(row)
    action.barrier = True
    session.flush()
    _keep(session, row.id, given)
    return row.id


def reopen(session: Session, closing_id: int, reason: str, today: date | None = None) -> None:
    """Reopen a quarter with a reason; its copy stays, and closing it again makes the next version.

    Raises ReasonNeeded without a reason, InputError where it does not lock or a later quarter of the same units still
    does: the later copy stands on this one.
    """
    row = session.get(QuarterClose, closing_id)
    if row is None:
        raise NotFound("这次封账的记录已不存在。")
    closing = closings.closing_of(row)
    if not closing.locks:
        raise InputError(f"{closing.label}没有锁定，不需要重新打开。")
    why = inputs.text(reason, "重新打开的原因", "reason")
    if why is None:
        raise ReasonNeeded("重新打开已封账的季度要写明原因，未打开。原来的封账数据和工作簿都会保留。", "reason")
    later = [
        one for one in closings.locking(session) if one.quarter > closing.quarter and one.scope.overlaps(closing.scope)
    ]
    if later:
        raise InputError(f"{later[-1].quarter.label}也已封账，要按从后到前的次序重新打开。请先重新打开它。")
    action = _action(session)
    row.reopened_by, row.reopen_reason = action.who, why
    row.reopened_on = today or datetime.fromisoformat(action.at).astimezone().date()
    action.barrier = True
    note_reason(session, why)


def _refuse(session: Session, given: ClosingInput, action_id: int, day: date) -> None:
    """Refuse a closing that would not be what it says."""
    if given.stage is ClosingStage.FINAL and day < given.quarter.end:
        raise InputError(f"{given.quarter.label}到 {given.quarter.end} 才结束，现在只能按“预计”封账。", "stage")
    for one in closings.locking(session):
        if one.quarter == given.quarter and closings.scope_key(one.scope) == closings.scope_key(given.scope):
            raise InputError(f"{one.label}已经封账。要出新的一版，请先写明原因重新打开。", "quarter")
    last = session.scalar(select(func.max(Action.id)).where(Action.id != action_id)) or 0
    if last != given.seen_action_id:
        raise InputError("整理封账数据时又有新的修改，没有封账。请重新封账，新的修改会包括在内。")
    if not given.sheets:
        raise ValueError("a closing keeps its rows")
    if given.workbook is not None and not is_within(given.workbook):
        raise ValueError(given.workbook)


def _keep(session: Session, closing_id: int, given: ClosingInput) -> None:
    """Store the rows of every sheet."""
    rows = [
        {"close_id": closing_id, "sheet": sheet, "position": at, "about_id": row.about_id, "content": row.content}
        for sheet, listed in given.sheets.items()
        for at, row in enumerate(listed, start=1)
    ]
    for start in range(0, len(rows), _AT_ONCE):
        session.execute(insert(ClosedRow), rows[start : start + _AT_ONCE])


def _action(session: Session) -> Action:
    """Return the action under way."""
    return session.scalars(select(Action).join(CurrentAction, CurrentAction.action_id == Action.id)).one()
