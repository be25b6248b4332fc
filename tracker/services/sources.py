"""资金来源: an editable list of two levels, 来源 and 子来源 (domain.md 2e)."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.domain import inputs
from tracker.domain.errors import InputError, NotFound
from tracker.services.order import renumber
from tracker.store.tables import Allocation, Investment, MoneySource, PeriodFigure

_USERS = ((Investment, "总投资"), (Allocation, "下达"), (PeriodFigure, "累计数"))


def add(session: Session, name: str, parent_id: int | None = None) -> int:
    """Add a source at the end of its level, under *parent_id* or at the top; return its id."""
    _top(session, parent_id)
    row = MoneySource(name=_free_name(session, name, None), parent_id=parent_id, position=0)
    rows = _in_order(session)
    session.add(row)
    renumber([*rows, row])
    session.flush()
    return row.id


def rename(session: Session, source_id: int, name: str) -> None:
    """Give a source another name; figures stay with it."""
    row = _source(session, source_id)
    row.name = _free_name(session, name, row.id)


def set_parent(session: Session, source_id: int, parent_id: int | None) -> None:
    """Put a source under another or at the top; raises InputError where that would make a third level."""
    row = _source(session, source_id)
    _top(session, parent_id)
    if parent_id is not None and (parent_id == row.id or _below(session, row.id)):
        raise InputError(f"“{row.name}”下面已有子来源，资金来源只分两级，未保存。请先移出它的子来源。", "parent_id")
    row.parent_id = parent_id


def move(session: Session, source_id: int, to_position: int) -> None:
    """Move a source to a place among those of its level and parent (counted from 1)."""
    row = _source(session, source_id)
    rows = _in_order(session)
    family = [one for one in rows if one.parent_id == row.parent_id and one.id != row.id]
    family.insert(max(to_position - 1, 0), row)
    places = iter(family)
    renumber([next(places) if one.parent_id == row.parent_id else one for one in rows])


def remove(session: Session, source_id: int) -> None:
    """Remove a source no figure rests on and that has none below it; raises InputError otherwise."""
    row = _source(session, source_id)
    held = []
    for table, word in _USERS:
        if count := session.scalar(select(func.count()).where(table.source_id == row.id)):
            held.append(f"{count} 笔{word}")
    if below := _below(session, row.id):
        held.append(f"{below} 个子来源")
    if held:
        raise InputError(f"“{row.name}”已用于{'、'.join(held)}，不能删除。可以改名，或先改用别的来源。")
    session.delete(row)


def _source(session: Session, source_id: int) -> MoneySource:
    """Return a source; raises NotFound where there is none."""
    row = session.get(MoneySource, source_id)
    if row is None:
        raise NotFound("这个资金来源已不存在，请重新选择。")
    return row


def _top(session: Session, parent_id: int | None) -> None:
    """Refuse a parent that is itself a 子来源."""
    if parent_id is not None and _source(session, parent_id).parent_id is not None:
        raise InputError("资金来源只分两级，不能放在子来源下面，未保存。", "parent_id")


def _below(session: Session, source_id: int) -> int:
    """Return how many sources stand under one."""
    return session.scalar(select(func.count()).where(MoneySource.parent_id == source_id)) or 0


def _in_order(session: Session) -> list[MoneySource]:
    """Return all sources in their order."""
    return list(session.scalars(select(MoneySource).order_by(MoneySource.position, MoneySource.id)))


def _free_name(session: Session, name: str, own_id: int | None) -> str:
    """Return a name no other source has."""
    word = inputs.required_text(name, "名称", "name", inputs.LONGEST_LINE)
    taken = select(MoneySource.id).where(MoneySource.name == word, MoneySource.id.is_distinct_from(own_id))
    if session.scalar(taken) is not None:
        raise InputError(f"已有资金来源“{word}”，未保存。请换一个名称。", "name")
    return word
