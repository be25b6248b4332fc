"""Where a project stands when projects are put into groups: under its 上报单位, its first 专栏 or its first 工程.

One answer for sums, lights, 序时, sections and charts, so that the groups always add up to the whole: a project with
several sources stands under its first, one that no plan names under 规划外, behind all others.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, cast, func, literal, select
from sqlalchemy.orm import Session

from tracker.domain.figures import GroupKey
from tracker.store.tables import Box, Plan, Programme, Project, ReportingUnit, Source

Place = tuple[int, int | None, str]  # order, key, label
Statement = Select[*tuple[Any, ...]]
OUTSIDE = "规划外"
OUTSIDE_KEY = 0  # no row of the file has it
_LAST = 1 << 40  # behind every plan
_MOST = 1000  # more than any plan has boxes, or any box programmes


def place_columns(by: GroupKey) -> tuple[ColumnElement[Any], ...]:
    """Return order, key and label of the group a project stands in; nothing for one group of all."""
    unit, box = ReportingUnit, Plan.position * _MOST + Box.no
    columns: dict[GroupKey, tuple[Any, ...]] = {
        GroupKey.NOTHING: (),
        GroupKey.UNIT: (unit.position, unit.id, unit.name),
        GroupKey.BOX: _or_outside(box, Box.id, box_label()),
        GroupKey.PROGRAMME: _or_outside(box * _MOST + Programme.position, Programme.id, Programme.title),
    }
    return columns[by]


def placed(statement: Statement, by: GroupKey) -> Statement:
    """Join what :func:`place_columns` read to a statement about Project; it loses no row."""
    if by is GroupKey.UNIT:
        return statement.join(ReportingUnit, ReportingUnit.id == Project.unit_id)
    if by is GroupKey.NOTHING:
        return statement
    statement = statement.outerjoin(Source, and_(Source.project_id == Project.id, Source.position == 1))
    statement = statement.outerjoin(Programme, Programme.id == Source.programme_id)
    return statement.outerjoin(Box, Box.id == Programme.box_id).outerjoin(Plan, Plan.id == Box.plan_id)


def places(session: Session, by: GroupKey) -> Mapping[int, Place]:
    """Return the place of every project of the file."""
    if by is GroupKey.NOTHING:
        return {row[0]: (0, None, "合计") for row in session.execute(select(Project.id))}
    rows = session.execute(placed(select(Project.id, *place_columns(by)), by))
    return {row[0]: (row[1], row[2], row[3]) for row in rows}


def box_label() -> ColumnElement[str]:
    """Return what a 专栏 is called where boxes of several plans stand together: 长春2 and its title."""
    return Plan.short + cast(Box.no, String()) + " " + Box.title


def _or_outside(order: Any, key: Any, label: Any) -> tuple[ColumnElement[Any], ...]:
    """Return a place in the plans, or the one behind them."""
    ordered = func.coalesce(order, _LAST)
    return ordered, func.coalesce(key, literal(OUTSIDE_KEY)), func.coalesce(label, literal(OUTSIDE))
