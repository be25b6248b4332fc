"""Reporting units: their names, codes, place in the tree. What a unit was called before stays findable for good."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.domain import inputs
from tracker.domain.errors import InputError, NotFound
from tracker.domain.kinds import UnitKind
from tracker.services.order import renumber
from tracker.store import keys
from tracker.store.tables import Project, ReportingUnit, UnitFormer

_CODE = re.compile(r"\d{6}")


def add(
    session: Session, name: str, kind: UnitKind | str, parent_id: int | None = None, code: str | None = None
) -> int:
    """Add a unit under its parent, behind the others there; return its id.

    Zones and 市本级 have no code of their own. Raises InputError for a name or a code that is taken.
    """
    parent = None if parent_id is None else _unit(session, parent_id)
    word = inputs.word(kind, UnitKind, "类型", "kind")
    if word is None:
        raise InputError("请选择类型：市本级、区县、功能区或地市。", "kind")
    row = ReportingUnit(kind=word, parent_id=parent_id, position=0, code=None)
    row.name = _free_name(session, name, None)
    row.code = _free_code(session, code, None)
    rows = _in_order(session)
    session.add(row)
    renumber(_behind_family(rows, row, parent))
    session.flush()
    keys.refill_units(session, [row.id])
    return row.id


def rename(session: Session, unit_id: int, name: str) -> None:
    """Give a unit another name; the old one is kept as 曾用名 and goes on being found, in imports too."""
    row = _unit(session, unit_id)
    new = _free_name(session, name, row.id)
    if new == row.name:
        return
    for former in _formers(session, row.id):
        if former.name == new and former.code is None:
            session.delete(former)
    if not any(former.name == row.name for former in _formers(session, row.id)):
        session.add(UnitFormer(unit_id=row.id, name=row.name))
    row.name = new
    session.flush()
    keys.refill_units(session, [row.id])


def set_code(session: Session, unit_id: int, code: str | None) -> None:
    """Give a unit another official code, or none; the old one stays its alias and is never given again (废码不用)."""
    row = _unit(session, unit_id)
    new = _free_code(session, code, row.id)
    if new == row.code:
        return
    for former in _formers(session, row.id):
        if former.code == new and new is not None and former.name in (None, row.name):
            session.delete(former)
    if row.code is not None:
        session.add(UnitFormer(unit_id=row.id, name=row.name, code=row.code))
    row.code = new
    session.flush()
    keys.refill_units(session, [row.id])


def set_kind(session: Session, unit_id: int, kind: UnitKind | str) -> None:
    """Say what sort of place a unit is; 地市 only groups, so it may not have projects."""
    row = _unit(session, unit_id)
    word = inputs.word(kind, UnitKind, "类型", "kind")
    if word is None:
        raise InputError("请选择类型：市本级、区县、功能区或地市。", "kind")
    if word is UnitKind.CITY and (count := _projects(session, row.id)):
        raise InputError(f"“{row.name}”有 {count} 个项目，不能改为只作汇总的“地市”。请先把项目改到别的单位。", "kind")
    row.kind = word


def set_note(session: Session, unit_id: int, note: str | None) -> None:
    """Store the remark on a unit."""
    _unit(session, unit_id).note = inputs.text(note, "备注", "note")


def set_parent(session: Session, unit_id: int, parent_id: int | None) -> None:
    """Put a unit with all below it under another one; raises InputError where that is below the unit itself."""
    row = _unit(session, unit_id)
    parent = None if parent_id is None else _unit(session, parent_id)
    above = parent
    while above is not None:
        if above.id == row.id:
            raise InputError(f"“{row.name}”不能放到它自己或它的下级单位下面，未保存。", "parent_id")
        above = session.get(ReportingUnit, above.parent_id) if above.parent_id else None
    row.parent_id = parent_id


def move(session: Session, unit_id: int, to_position: int) -> None:
    """Move a unit to a place among those of the same parent (counted from 1); beyond either end is that end."""
    row = _unit(session, unit_id)
    rows = _in_order(session)
    family = [one for one in rows if one.parent_id == row.parent_id and one.id != row.id]
    family.insert(max(to_position - 1, 0), row)
    places = iter(family)
    renumber([next(places) if one.parent_id == row.parent_id else one for one in rows])


def add_former(session: Session, unit_id: int, name: str | None, code: str | None = None) -> None:
    """Note a former or other name, or a retired code, of a unit."""
    row = _unit(session, unit_id)
    word = inputs.text(name, "曾用名", "name", inputs.LONGEST_LINE)
    number = _checked_code(code)
    if word is None and number is None:
        raise InputError("请填写曾用名或旧代码。", "name")
    if number is not None:
        _refuse_taken_code(session, number, row.id)
    session.add(UnitFormer(unit_id=row.id, name=word, code=number))
    session.flush()
    keys.refill_units(session, [row.id])


def remove_former(session: Session, former_id: int) -> None:
    """Remove a former name that was entered by mistake."""
    former = session.get(UnitFormer, former_id)
    if former is None:
        raise NotFound
    unit_id = former.unit_id
    session.delete(former)
    session.flush()
    keys.refill_units(session, [unit_id])


def remove(session: Session, unit_id: int) -> None:
    """Remove a unit nothing rests on. Raises InputError where it has projects (merged ones too) or units below it."""
    row = _unit(session, unit_id)
    below = session.scalar(select(func.count()).where(ReportingUnit.parent_id == row.id)) or 0
    if (count := _projects(session, row.id)) or below:
        held = "、".join(
            part for part in (f"{count} 个项目" * bool(count), f"{below} 个下级单位" * bool(below)) if part
        )
        raise InputError(f"“{row.name}”还有{held}，不能删除。请先把它们改到别的单位。")
    session.delete(row)


def _unit(session: Session, unit_id: int) -> ReportingUnit:
    """Return a unit; raises NotFound where there is none."""
    row = session.get(ReportingUnit, unit_id)
    if row is None:
        raise NotFound("这个上报单位已不存在，请重新选择。")
    return row


def _in_order(session: Session) -> list[ReportingUnit]:
    """Return all units in their order."""
    return list(session.scalars(select(ReportingUnit).order_by(ReportingUnit.position, ReportingUnit.id)))


def _formers(session: Session, unit_id: int) -> Sequence[UnitFormer]:
    """Return a unit's former names and codes."""
    return session.scalars(select(UnitFormer).where(UnitFormer.unit_id == unit_id)).all()


def _projects(session: Session, unit_id: int) -> int:
    """Return how many entries report under a unit, headings and merged ones too."""
    return session.scalar(select(func.count()).where(Project.unit_id == unit_id)) or 0


def _behind_family(rows: list[ReportingUnit], row: ReportingUnit, parent: ReportingUnit | None) -> list[ReportingUnit]:
    """Return all units in order with a new one behind its parent and what stands under that."""
    if parent is None:
        return [*rows, row]
    inside = {parent.id}
    for one in rows:  # a parent stands before those under it
        if one.parent_id in inside:
            inside.add(one.id)
    last = max(place for place, one in enumerate(rows) if one.id in inside)
    return [*rows[: last + 1], row, *rows[last + 1 :]]


def _free_name(session: Session, name: str, own_id: int | None) -> str:
    """Return a name no other unit has."""
    word = inputs.required_text(name, "名称", "name", inputs.LONGEST_LINE)
    taken = select(ReportingUnit.id).where(ReportingUnit.name == word, ReportingUnit.id.is_distinct_from(own_id))
    if session.scalar(taken) is not None:
        raise InputError(f"已有上报单位“{word}”，未保存。请换一个名称。", "name")
    return word


def _checked_code(code: str | None) -> str | None:
    """Return a code of six digits."""
    plain = inputs.text(code, "行政区划代码", "code", inputs.LONGEST_LINE)
    if plain is not None and not _CODE.fullmatch(plain):
        raise InputError(f"行政区划代码是 6 位数字，“{plain}”未保存。功能区和市本级没有代码，可以空着。", "code")
    return plain


def _free_code(session: Session, code: str | None, own_id: int | None) -> str | None:
    """Return a code that is no other unit's, now or before."""
    plain = _checked_code(code)
    if plain is not None:
        _refuse_taken_code(session, plain, own_id)
    return plain


def _refuse_taken_code(session: Session, code: str, own_id: int | None) -> None:
    """Refuse a code that another unit has or had."""
    now = select(ReportingUnit.name).where(ReportingUnit.code == code, ReportingUnit.id.is_distinct_from(own_id))
    before = (
        select(ReportingUnit.name)
        .join(UnitFormer, UnitFormer.unit_id == ReportingUnit.id)
        .where(UnitFormer.code == code, ReportingUnit.id.is_distinct_from(own_id))
    )
    if name := session.scalar(now.limit(1)):
        raise InputError(f"代码 {code} 是“{name}”的，未保存，请核对。", "code")
    if name := session.scalar(before.limit(1)):
        raise InputError(f"代码 {code} 是“{name}”停用的旧代码，停用的代码不再使用，未保存，请核对。", "code")
