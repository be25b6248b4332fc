"""Milestones: templates, the list, and the four dates that are never merged."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain import inputs
from tracker.domain.errors import InputError, NotFound, ReasonNeeded
from tracker.domain.kinds import Role
from tracker.domain.templates import Node, matches
from tracker.services import documents
from tracker.services.guards import require_tracked
from tracker.services.reasons import note_reason
from tracker.store.tables import Milestone, MilestoneApproval, MilestoneForecast, Template, TemplateItem

HEAVIEST = 1000
# What counts as entered on a milestone: a template never throws it away.
_ENTERED = ("planned", "frozen_on", "actual", "evidence", "document_id", "owner_dept", "owner", "note")
_TEXTS = {"evidence": "佐证文号", "owner_dept": "责任单位", "owner": "责任人", "note": "备注"}


def apply_template(session: Session, project_id: int, template_key: str) -> None:
    """Give a project the milestones of a template without losing anything entered.

    Milestones that hold a date, evidence, an approval, a forecast, an owner or a note are matched to the template's
    items by role, then by title, and take their title, role and weight; otherwise they are kept at the end. Empty ones
    that the template does not name are removed. Raises NotFound for an unknown template.
    """
    project = require_tracked(session, project_id)
    template = session.scalars(select(Template).where(Template.key == template_key)).one_or_none()
    if template is None:
        raise NotFound("没有这个节点模板，可能已被删除，请换一个。")
    items = session.scalars(
        select(TemplateItem).where(TemplateItem.template_id == template.id).order_by(TemplateItem.position)
    ).all()
    rows = _in_order(session, project_id)
    holding = _holding(session, rows)
    wanted = [Node(item.title, item.role) for item in items]
    taken = matches(wanted, [Node(row.title, row.role, row.id in holding) for row in rows])
    chosen = [
        _filled(item, Milestone(project_id=project_id) if at is None else rows[at])
        for item, at in zip(items, taken, strict=True)
    ]
    left = [row for row in rows if row not in chosen]
    for row in left:
        if row.id not in holding:
            session.delete(row)
    _renumber(chosen + [row for row in left if row.id in holding])
    session.add_all(chosen)
    project.template_key = template_key


def add(
    session: Session,
    project_id: int,
    title: str,
    role: Role | str | None = None,
    weight: int = 0,
    position: int | None = None,
) -> int:
    """Add a milestone at *position* (counted from 1), at the end where None; return its id."""
    require_tracked(session, project_id)
    row = Milestone(
        project_id=project_id,
        position=0,
        title=inputs.required_text(title, "节点", "title", inputs.LONGEST_LINE),
        role=inputs.word(role, Role, "统计口径", "role"),
        weight=inputs.whole(weight, "权重", "weight", HEAVIEST) or 0,
    )
    rows = _in_order(session, project_id)
    session.add(row)
    rows.insert(len(rows) if position is None else max(position - 1, 0), row)
    _renumber(rows)
    session.flush()
    return row.id


def remove(session: Session, milestone_id: int) -> None:
    """Remove a milestone with all it holds; undo brings everything back."""
    row = _milestone(session, milestone_id)
    rows = _in_order(session, row.project_id)
    rows.remove(row)
    session.delete(row)
    _renumber(rows)


def move(session: Session, milestone_id: int, to_position: int) -> None:
    """Move a milestone to a place in its list (counted from 1); beyond either end is that end."""
    row = _milestone(session, milestone_id)
    rows = _in_order(session, row.project_id)
    rows.remove(row)
    rows.insert(max(to_position - 1, 0), row)
    _renumber(rows)


def edit(session: Session, milestone_id: int, field: str, value: object) -> None:
    """Change one field: title, role, weight, evidence, owner_dept, owner, note, planned.

    原定 is free until it is frozen or the project has started; then InputError points to 更正. An 原定 that was never
    filled in may still be entered after the start, so that an office can enter projects that are under way.
    """
    row = _milestone(session, milestone_id)
    if field in _TEXTS:
        setattr(row, field, inputs.text(value, _TEXTS[field], field))
        if field == "evidence":
            row.document_id = documents.find(session, row.project_id, row.evidence)
    elif field == "title":
        row.title = inputs.required_text(value, "节点", field, inputs.LONGEST_LINE)
    elif field == "role":
        row.role = inputs.word(value, Role, "统计口径", field)
    elif field == "weight":
        row.weight = inputs.whole(value, "权重", field, HEAVIEST) or 0
    elif field == "planned":
        _edit_planned(session, row, inputs.day(value, "原定", field))
    else:
        raise ValueError(f"a milestone has no field {field} that can be edited")


def set_na(session: Session, milestone_id: int, na: bool) -> None:
    """Mark a milestone 不适用 or take the mark back; refused while it holds 实际."""
    row = _milestone(session, milestone_id)
    if na and row.actual is not None:
        raise InputError(f"“{row.title}”已有实际 {row.actual}，不能标为不适用。确不适用的，请先清除实际日期。", "na")
    row.na = na


def set_actual(
    session: Session, milestone_id: int, day: date | None, reason: str | None = None, today: date | None = None
) -> None:
    """Set 实际, or clear it with None.

    Raises InputError for a day after *today* (the real one where None), ReasonNeeded for one before the 实际 of the
    milestone it follows or after that of the one that follows it. The reason is kept with the action.
    """
    row = _milestone(session, milestone_id)
    day = inputs.day(day, "实际", "actual")
    reason = inputs.text(reason, "原因", "reason")
    if day is not None and day != row.actual:
        if row.na:
            raise InputError(f"“{row.title}”已标为不适用，不能填实际。要填请先取消“不适用”。", "actual")
        if day > (today or datetime.now().astimezone().date()):
            raise InputError(f"实际日期 {day} 晚于今天，未保存。还没有完成的节点请填“预计”。", "actual")
        if (clash := _out_of_order(session, row, day)) and reason is None:
            raise ReasonNeeded(f"{clash}，未保存。确实如此的，请写明原因后保存。", "actual")
    row.actual = day
    note_reason(session, reason)


def approve(
    session: Session, milestone_id: int, approved: date, decided_on: date, document_number: str, reason: str
) -> None:
    """Add a version of 最新批准; a second entry for one day of decision replaces the first.

    Raises InputError where the number, the day of decision or the reason is missing: an approved date rests on a paper.
    """
    row = _milestone(session, milestone_id)
    number = inputs.text(document_number, "批准文号", "document_number", inputs.LONGEST_LINE)
    why = inputs.text(reason, "调整原因", "reason")
    given = {"document_number": number, "decided_on": decided_on, "reason": why}
    missing = next((field for field, value in given.items() if not value), None)
    if missing is not None:
        raise InputError("“最新批准”日期要有依据。请填写批准文号、批准日期和调整原因。", missing)
    new = inputs.required_day(approved, "最新批准", "approved")
    decided = inputs.required_day(decided_on, "批准日期", "decided_on")
    if row.na:
        raise InputError(f"“{row.title}”已标为不适用，不能填最新批准。要填请先取消“不适用”。", "approved")
    found = session.scalars(
        select(MilestoneApproval).where(
            MilestoneApproval.milestone_id == row.id, MilestoneApproval.decided_on == decided
        )
    ).one_or_none()
    version = found or MilestoneApproval(milestone_id=row.id, decided_on=decided)
    version.approved, version.document_number, version.reason = new, number or "", why or ""
    version.document_id = documents.find(session, row.project_id, number)
    session.add(version)


def remove_approval(session: Session, approval_id: int) -> None:
    """Remove a version of 最新批准 that was entered by mistake."""
    version = session.get(MilestoneApproval, approval_id)
    if version is None:
        raise NotFound
    _milestone(session, version.milestone_id)
    session.delete(version)


def forecast(session: Session, milestone_id: int, expected: date | None, observed_on: date) -> None:
    """Note 预计 as seen on a day; None withdraws the estimate from that day on.

    Raises InputError for an estimate before the day it was made.
    """
    row = _milestone(session, milestone_id)
    expected = inputs.day(expected, "预计", "expected")
    observed = inputs.required_day(observed_on, "估计日期", "observed_on")
    if expected is not None and expected < observed:
        raise InputError(
            f"预计 {expected} 早于估计这一天 {observed}，未保存。已经完成的请填“实际”，没有完成的请填以后的日期。",
            "expected",
        )
    rows = session.scalars(select(MilestoneForecast).where(MilestoneForecast.milestone_id == row.id)).all()
    same_day = next((item for item in rows if item.observed_on == observed), None)
    if expected is None and not any(item.observed_on < observed for item in rows):
        if same_day is not None:
            session.delete(same_day)
        return
    version = same_day or MilestoneForecast(milestone_id=row.id, observed_on=observed)
    version.expected = expected
    session.add(version)


def freeze(session: Session, milestone_ids: Sequence[int], on: date) -> int:
    """冻结: fix 原定 of the milestones that have one; return how many were frozen by this.

    Those without 原定 and those already frozen are left as they are.
    """
    rows = [_milestone(session, milestone_id) for milestone_id in milestone_ids]
    fresh = [row for row in rows if row.planned is not None and row.frozen_on is None]
    for row in fresh:
        row.frozen_on = on
        row.first_planned = row.planned
    return len(fresh)


def correct_planned(session: Session, milestone_id: int, day: date, reason: str) -> None:
    """更正: change a fixed 原定 with a reason, which is kept with the action; the log keeps every version.

    What 原定 was when it was first fixed stays in ``first_planned`` for good. Raises ReasonNeeded without a reason.
    """
    row = _milestone(session, milestone_id)
    why = inputs.text(reason, "更正原因", "reason")
    if why is None:
        raise ReasonNeeded("更正原定要写明原因，未保存。原来的日期会保留，偏差仍按最初的原定计算。", "reason")
    new = inputs.required_day(day, "原定", "planned")
    if row.frozen_on is None and (started := _started_on(session, row.project_id)) is not None:
        row.frozen_on = started
    if row.frozen_on is not None and row.first_planned is None:
        row.first_planned = row.planned or new
    row.planned = new
    note_reason(session, why)


def _in_order(session: Session, project_id: int) -> list[Milestone]:
    """Return a project's milestones in their order."""
    return list(
        session.scalars(
            select(Milestone).where(Milestone.project_id == project_id).order_by(Milestone.position, Milestone.id)
        )
    )


def _renumber(rows: Sequence[Milestone]) -> None:
    """Give milestones the positions 1, 2, 3 … in the order they stand in."""
    for position, row in enumerate(rows, start=1):
        row.position = position


def _milestone(session: Session, milestone_id: int) -> Milestone:
    """Return a milestone of a project that may be written; raises NotFound otherwise."""
    row = session.get(Milestone, milestone_id)
    if row is None:
        raise NotFound
    require_tracked(session, row.project_id)
    return row


def _started_on(session: Session, project_id: int) -> date | None:
    """Return the day a project started: 实际 of its milestone with the role 开工."""
    return session.scalars(
        select(Milestone.actual)
        .where(Milestone.project_id == project_id, Milestone.role == Role.START, Milestone.actual.is_not(None))
        .order_by(Milestone.actual)
        .limit(1)
    ).one_or_none()


def _edit_planned(session: Session, row: Milestone, day: date | None) -> None:
    """Change 原定 while it is free."""
    if day == row.planned:
        return
    started = None if row.planned is None else _started_on(session, row.project_id)
    if row.frozen_on is not None or started is not None:
        fixed = f"原定已于 {row.frozen_on} 冻结" if row.frozen_on else f"项目已于 {started} 开工"
        raise InputError(
            f"{fixed}，原定不能直接修改，未保存。确需改动请用“更正”并写明原因，原来的日期会保留。", "planned"
        )
    row.planned = day


def _out_of_order(session: Session, row: Milestone, day: date) -> str | None:
    """Say how an 实际 contradicts that of the nearest milestone before or after it; None where it does not."""
    rows = _in_order(session, row.project_id)
    at = rows.index(row)
    before = next((item for item in reversed(rows[:at]) if item.actual is not None), None)
    after = next((item for item in rows[at + 1 :] if item.actual is not None), None)
    if before is not None and before.actual is not None and day < before.actual:
        return f"“{row.title}”的实际 {day} 早于前面节点“{before.title}”的实际 {before.actual}"
    if after is not None and after.actual is not None and day > after.actual:
        return f"“{row.title}”的实际 {day} 晚于后面节点“{after.title}”的实际 {after.actual}"
    return None


def _filled(item: TemplateItem, row: Milestone) -> Milestone:
    """Give a milestone what the template says of it; a role of its own stays where the template names none."""
    row.title, row.weight = item.title, item.weight
    row.role = item.role or row.role
    return row


def _holding(session: Session, rows: Sequence[Milestone]) -> set[int]:
    """Return the ids of the milestones on which something has been entered."""
    ids = [row.id for row in rows]
    found = {row.id for row in rows if any(getattr(row, name) is not None for name in _ENTERED)}
    for table in (MilestoneApproval, MilestoneForecast):
        found |= set(session.scalars(select(table.milestone_id).where(table.milestone_id.in_(ids))))
    return found
