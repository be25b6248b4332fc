"""目录更新: what the user and a newer catalogue changed differently, in words."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import RowMapping, column, select, table
from sqlalchemy.orm import Session

from tracker.domain.kinds import Comparator
from tracker.domain.project_fields import LABELS
from tracker.store.seed.filerows import items_of
from tracker.store.seed.rows import ITEMS, REFERENCES
from tracker.store.seed.withdraw import WITHDRAWN
from tracker.store.seed.work import bundle_of
from tracker.store.tables import Base, CatalogueConflict

UNKNOWN = "未填"
# What a row of each table is called, and the column that names it; projects need no such word.
_NOUNS = {
    "reporting_unit": ("上报单位", "name"),
    "unit_former": ("上报单位曾用名", "name"),
    "money_source": ("资金来源", "name"),
    "template": ("节点模板", "title"),
    "plan": ("规划", "title"),
    "box": ("专栏", "title"),
    "programme": ("工程", "title"),
    "project": ("", "name"),
    "project_alias": ("别名", "text"),
    "target": ("目标", "text"),
    "source": ("来源", "uid"),
    "related": ("相关项目", "uid"),
}
_LABELS = LABELS | {
    "counted": "是否计数",
    "is_programme": "是否工程",
    WITHDRAWN: "目录撤回",
    ITEMS: "节点",
    "comparator": "数量",
    "low_milli": "数量",
    "high_milli": "数量",
    "unit": "计量单位",
    "base": "口径",
    "text": "原文",
    "title": "标题",
    "short": "简称",
    "period": "规划期",
    "number": "文号",
    "issued_on": "印发日期",
    "label": "专栏序号（原文）",
    "no": "序号",
    "parent_id": "上级",
    "project_id": "所属项目",
    "programme_id": "所属工程",
    "plan_id": "所属规划",
    "box_id": "所属专栏",
    "key": "代号",
    "other_id": "相关项目",
}
# The same column is called otherwise in these tables.
_OWN_LABELS = {
    ("reporting_unit", "name"): "名称",
    ("reporting_unit", "code"): "行政区划代码",
    ("reporting_unit", "kind"): "类型",
    ("unit_former", "name"): "名称",
    ("unit_former", "code"): "行政区划代码",
    ("money_source", "name"): "名称",
}
_FLAGS = ("counted", "is_programme", "unit_inferred")
_MILLI = 1000


@dataclass(frozen=True)
class ConflictRow:
    """One open difference: of which project (or other row), in which field, and both values in words.

    ``project_id`` is None where the row belongs to no project. ``of`` says what the row is when it is not the project
    itself (目标“不少于100张”).
    """

    id: int
    project_id: int | None
    uid: str
    name: str
    of: str
    label: str
    ours: str
    theirs: str


def conflict_count(session: Session) -> int:
    """Return how many differences are open."""
    return len(conflicts(session))


def conflicts(session: Session) -> tuple[ConflictRow, ...]:
    """Return the open differences in the order they came up."""
    rows = session.scalars(
        select(CatalogueConflict).where(CatalogueConflict.settled.is_(None)).order_by(CatalogueConflict.id)
    )
    return tuple(found for row in rows if (found := _row(session, row)) is not None)


def _row(session: Session, conflict: CatalogueConflict) -> ConflictRow | None:
    """Return one difference in words; None where its row is gone or merged away, or where the user has come round."""
    row = _by_uid(session, conflict.table_name, conflict.row_uid)
    if row is None or row.get("merged_into_id") is not None:
        return None
    theirs = json.loads(conflict.theirs or "null")
    ours = WITHDRAWN if conflict.field == WITHDRAWN else _ours(session, conflict, row)
    if ours == theirs:
        return None
    project = row if conflict.table_name == "project" else _owner(session, row)
    noun, naming = _NOUNS[conflict.table_name]
    own = f"{noun}“{row[naming]}”" if noun else ""
    name = project["name"] if project else own
    label = _OWN_LABELS.get((conflict.table_name, conflict.field)) or _LABELS.get(conflict.field, conflict.field)
    return ConflictRow(
        id=conflict.id,
        project_id=project["id"] if project else None,
        uid=project["uid"] if project else conflict.row_uid,
        name=name,
        of=own if project else "",
        label=label,
        ours=_words(session, conflict, ours, row),
        theirs=_words(session, conflict, theirs, row),
    )


def _ours(session: Session, conflict: CatalogueConflict, row: RowMapping) -> Any:
    """Return the user's value as it is now, in the shape of the catalogue's; it may have changed since the update."""
    name = conflict.table_name
    if conflict.field == ITEMS:
        return items_of(session).get(row["id"], "[]")
    fields = [field for field in bundle_of(conflict.field) if field in row]
    plain = table(name, column("id"), *(column(field) for field in fields))
    values = list(session.execute(select(*(plain.c[field] for field in fields)).where(plain.c.id == row["id"])).one())
    for place, field in enumerate(fields):
        if (target := REFERENCES.get((name, field))) and values[place] is not None:
            other = Base.metadata.tables[target]
            values[place] = session.execute(select(other.c.uid).where(other.c.id == values[place])).scalar()
    return values[0] if len(values) == 1 else values


def _owner(session: Session, row: RowMapping) -> RowMapping | None:
    """Return the project a row belongs to, or None."""
    if "project_id" not in row:
        return None
    project = Base.metadata.tables["project"]
    return session.execute(select(project).where(project.c.id == row["project_id"])).mappings().one_or_none()


def _by_uid(session: Session, name: str, uid: str) -> RowMapping | None:
    """Return a row of any table."""
    whole = Base.metadata.tables[name]
    return session.execute(select(whole).where(whole.c.uid == uid)).mappings().one_or_none()


def _words(session: Session, conflict: CatalogueConflict, value: Any, row: RowMapping) -> str:
    """Return a value as the user reads it."""
    field = conflict.field
    if field == WITHDRAWN:
        return _what_becomes(session, value)
    if isinstance(value, list):
        return _BUNDLED[field](session, value, row)
    if value is None or value == "":
        return UNKNOWN
    if field in _FLAGS:
        return "是" if value else "否"
    if field == ITEMS:
        return "、".join(f"{title} {weight}" for title, _, weight in json.loads(value))
    target = REFERENCES.get((conflict.table_name, field))
    return _name_of(session, target, str(value)) if target else str(value)


def _what_becomes(session: Session, value: str | None) -> str:
    """Return what becomes of a project the catalogue withdraws."""
    if value == WITHDRAWN:
        return "保留此项"
    return f"并入“{_name_of(session, 'project', value)}”" if value else "撤回（改为取消）"


def _name_of(session: Session, name: str, uid: str) -> str:
    """Return the name of a row that is referred to."""
    plain = table(name, column("uid"), column(_NOUNS[name][1]))
    found = session.execute(select(plain.c[_NOUNS[name][1]]).where(plain.c.uid == uid)).scalar()
    return str(found) if found is not None else uid


def _unit(session: Session, value: list[Any], _row: RowMapping) -> str:
    """Return a unit, and whether the plan prints it."""
    name = _name_of(session, "reporting_unit", str(value[0]))
    return f"{name}（规划未注明）" if value[1] else name


def _deadline(_session: Session, value: list[Any], _row: RowMapping) -> str:
    """Return a deadline as printed and the day it means."""
    text, day, _ = value
    return f"{text or ''}（{day}）" if day else str(text or UNKNOWN)


def _amount(_session: Session, value: list[Any], row: RowMapping) -> str:
    """Return a target's numbers with their unit."""
    comparator, low, high = value
    unit = row["unit"] or ""
    if comparator == Comparator.RANGE:
        return f"{_number(low)}—{_number(high)} {unit}".strip()
    return f"{comparator} {_number(high if low is None else low)} {unit}".strip()


def _number(milli: int) -> str:
    """Return thousandths as a number without needless zeros.

    >>> _number(4500), _number(100_000)
    ('4.5', '100')
    """
    whole, part = divmod(milli, _MILLI)
    return f"{whole}.{part:03}".rstrip("0").rstrip(".")


_BUNDLED: dict[str, Callable[[Session, list[Any], RowMapping], str]] = {
    "unit_id": _unit,
    "deadline_text": _deadline,
    "comparator": _amount,
}
