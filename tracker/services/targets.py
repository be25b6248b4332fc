"""Targets of a project and what was achieved of them, cumulative at month ends. Numbers are thousandths of the unit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from tracker.domain import deadline, inputs
from tracker.domain.errors import InputError, NotFound, ReasonNeeded
from tracker.domain.kinds import Comparator
from tracker.domain.targets import LARGEST_MILLI, format_quantity, parse_quantity
from tracker.services.guards import require_project, require_tracked
from tracker.services.order import renumber
from tracker.services.period_figures import check_period_end
from tracker.services.reasons import note_reason
from tracker.store.tables import Target, TargetValue

_LONGEST_UNIT = 20
_LABELS = {"low_milli": "目标数（下限）", "high_milli": "目标数（上限）"}


@dataclass(frozen=True)
class TargetInput:
    """A new target. ``low`` is for = and ≥, ``high`` for ≤, both for a range; text as typed, or thousandths."""

    project_id: int
    text: str
    comparator: Comparator | str = Comparator.AT_LEAST
    low: str | int | None = None
    high: str | int | None = None
    unit: str | None = None
    base: str | None = None
    deadline_text: str | None = None


@dataclass(frozen=True)
class ValueInput:
    """完成数 of one target, cumulative at a month's end (of a yearly target since January)."""

    target_id: int
    period_end: date
    achieved: str | int
    reason: str | None = None


def set_value(session: Session, value: ValueInput, today: date | None = None) -> None:
    """Set or change 完成数 of one period.

    Raises InputError for what is no quantity or a period that has not begun, ReasonNeeded where a count falls below the
    one before it or rises above the one after it. The reason is kept with the action.
    """
    target = _target(session, value.target_id)
    check_period_end(value.period_end)
    now = today or datetime.now().astimezone().date()
    if value.period_end > now and (value.period_end.year, value.period_end.month) != (now.year, now.month):
        raise InputError(f"{value.period_end:%Y年%m月}还没有开始，完成数未保存。", "period_end")
    milli = _milli(value.achieved, "完成数", "achieved")
    if milli is None:
        raise InputError("请填写完成数；要清空这一期，请删除。", "achieved")
    reason = inputs.text(value.reason, "原因", "reason")
    row = _value(session, target.id, value.period_end)
    if row is not None and row.achieved_milli == milli:
        return
    if reason is None and (fall := _fall(session, target, value.period_end, milli)):
        raise ReasonNeeded(fall, "achieved")
    row = row or TargetValue(target_id=target.id, period_end=value.period_end)
    row.achieved_milli = milli
    session.add(row)
    note_reason(session, reason)


def remove_value(session: Session, target_id: int, period_end: date) -> None:
    """Clear 完成数 of one period: it is 未填 again."""
    row = _value(session, _target(session, target_id).id, period_end)
    if row is None:
        raise NotFound
    session.delete(row)


def add(session: Session, given: TargetInput) -> int:
    """Add a target at the end; return its id. Raises InputError where the numbers do not suit the comparator."""
    require_tracked(session, given.project_id)
    last = session.scalar(select(func.max(Target.position)).where(Target.project_id == given.project_id)) or 0
    row = Target(project_id=given.project_id, position=last + 1)
    _put(row, given)
    session.add(row)
    session.flush()
    return row.id


def change(session: Session, target_id: int, given: TargetInput) -> None:
    """Give a target new words and numbers, all together; what was achieved of it stays.

    Raises InputError where the numbers do not suit the comparator, or the target is of another project.
    """
    row = _target(session, target_id)
    if row.project_id != given.project_id:
        raise NotFound
    _put(row, given)


def move(session: Session, target_id: int, to_position: int) -> None:
    """Move a target to a place in its list (counted from 1); beyond either end is that end."""
    row = _target(session, target_id)
    of_project = select(Target).where(Target.project_id == row.project_id)
    rows = list(session.scalars(of_project.order_by(Target.position, Target.id)))
    rows.remove(row)
    rows.insert(max(to_position - 1, 0), row)
    renumber(rows)


def edit(session: Session, target_id: int, field: str, value: object) -> None:
    """Change one field: text, comparator, low_milli, high_milli, unit, base, deadline_text.

    A changed comparator moves the number to where the new one has it.
    """
    row = _target(session, target_id)
    _set(row, field, value)
    if field == "comparator":
        only = row.low_milli if row.low_milli is not None else row.high_milli
        if row.comparator == Comparator.AT_MOST:
            row.low_milli, row.high_milli = None, only
        elif row.comparator != Comparator.RANGE:
            row.low_milli, row.high_milli = only, None
    else:
        _check_numbers(row)


def remove(session: Session, target_id: int) -> None:
    """Remove a target with what was achieved of it."""
    row = _target(session, target_id)
    session.execute(delete(Target).where(Target.id == row.id))


def _target(session: Session, target_id: int) -> Target:
    """Return a target of a project that may be written; raises NotFound otherwise."""
    row = session.get(Target, target_id)
    if row is None:
        raise NotFound
    require_project(session, row.project_id)
    return row


def _value(session: Session, target_id: int, period_end: date) -> TargetValue | None:
    """Return 完成数 of one period."""
    return session.scalar(
        select(TargetValue).where(TargetValue.target_id == target_id, TargetValue.period_end == period_end)
    )


def _milli(value: str | int | object, label: str, field: str) -> int | None:
    """Return a quantity as thousandths."""
    try:
        milli = value if isinstance(value, int) else parse_quantity("" if value is None else str(value))
    except InputError as error:
        raise InputError(str(error), field) from None
    if milli is not None and not 0 <= milli <= LARGEST_MILLI:
        raise InputError(f"“{label}”要填不小于 0 的数，请核对。", field)
    return milli


def _put(row: Target, given: TargetInput) -> None:
    """Check and set all fields; the row is not touched where one of them is wrong."""
    checked = Target()
    values = {"low_milli": given.low, "high_milli": given.high}
    for field in ("text", "comparator", "unit", "base", "deadline_text"):
        values[field] = getattr(given, field)
    for field, value in values.items():
        _set(checked, field, value)
    _check_numbers(checked)
    for field in (*values, "deadline_day", "deadline_precision"):
        if getattr(row, field) != (new := getattr(checked, field)):
            setattr(row, field, new)


def _set(row: Target, field: str, value: object) -> None:
    """Check and set one field."""
    if field == "text":
        row.text = inputs.required_text(value, "目标", field, inputs.LONGEST_LINE)
    elif field == "comparator":
        found = inputs.word(value, Comparator, "比较", field)
        if found is None:
            raise InputError("请选择目标怎样比较。", field)
        row.comparator = found
    elif field in _LABELS:
        setattr(row, field, _milli(value, _LABELS[field], field))
    elif field == "unit":
        row.unit = inputs.text(value, "单位", field, _LONGEST_UNIT)
    elif field == "base":
        row.base = inputs.text(value, "口径", field, inputs.LONGEST_LINE)
    elif field == "deadline_text":
        row.deadline_text = inputs.text(value, "时限", field, inputs.LONGEST_LINE)
        read = deadline.read(row.deadline_text or "")
        row.deadline_day, row.deadline_precision = (None, None) if read is None else (read.day, read.precision)
    else:
        raise ValueError(f"a target has no field {field} that can be edited")


def _check_numbers(row: Target) -> None:
    """Refuse numbers that do not suit the comparator; none at all is a target nobody can count."""
    low, high = row.low_milli, row.high_milli
    if row.comparator == Comparator.RANGE:
        if low is None or high is None or low >= high:
            raise InputError("区间目标要填下限和上限，而且下限小于上限。", "low_milli")
    elif row.comparator == Comparator.AT_MOST:
        if low is not None:
            raise InputError("“≤”的目标只填上限。", "low_milli")
    elif high is not None:
        raise InputError(f"“{row.comparator}”的目标只填一个目标数，不填上限。", "high_milli")


def _fall(session: Session, target: Target, period_end: date, milli: int) -> str | None:
    """Return the sentence where a count would fall; shares (%) and ceilings may go up and down as they do."""
    if target.comparator == Comparator.AT_MOST or target.unit in ("%", "‰"):
        return None
    rows = session.scalars(select(TargetValue).where(TargetValue.target_id == target.id)).all()
    if (target.base or "").startswith("每年"):
        rows = [row for row in rows if row.period_end.year == period_end.year]
    before = max((row for row in rows if row.period_end < period_end), key=lambda row: row.period_end, default=None)
    after = min((row for row in rows if row.period_end > period_end), key=lambda row: row.period_end, default=None)
    for row, falls, words in (
        (before, before is not None and milli < before.achieved_milli, "比上期"),
        (after, after is not None and milli > after.achieved_milli, "比后一期"),
    ):
        if row is not None and falls:
            gap = format_quantity(abs(milli - row.achieved_milli), target.unit)
            more = "少" if words == "比上期" else "多"
            return f"完成数{words}（{row.period_end}）{more} {gap}。累计数一般只增不减；确属核减的，请写明原因后保存。"
    return None
