"""A list in sections: which of its projects stand under which 上报单位, 专栏 or 工程, and what each section adds up to.

Every listed row stands in one section, headings and cancelled projects too; sums are of those that count.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from tracker.domain.closing import Closing
from tracker.domain.figures import Group, GroupKey
from tracker.queries import shown
from tracker.queries.closed_list import closed_list
from tracker.queries.criteria import Criteria
from tracker.queries.figures import box_label
from tracker.queries.members import Place
from tracker.store.tables import Box, Plan, Programme, Project, ReportingUnit, Source

Statement = Select[*tuple[Any, ...]]
OUTSIDE = "规划外"
_LAST = 1 << 40  # behind every plan
_BOXES = 1000  # more than any plan has; nor has a box as many programmes


@dataclass(frozen=True)
class Section:
    """One section: ``key`` as queries.figures.grouped has it, None for projects no plan names; ``ids`` in order."""

    key: int | None
    label: str
    ids: tuple[int, ...]


@dataclass(frozen=True)
class SectionSum:
    """What a section's counted projects add up to, and 序时进度 of them together."""

    group: Group
    due: Fraction


def sections(session: Session, closing: Closing | None, ids: Sequence[int], by: GroupKey) -> tuple[Section, ...]:
    """Return the sections of a list in the order of units or plans; within one the list's own order stays."""
    places = _places(session, closing, by)
    found: dict[Place, list[int]] = {}
    for one in ids:
        if (place := places.get(one)) is not None:
            found.setdefault(place, []).append(one)
    return tuple(
        Section(key, label, tuple(listed)) for (_order, key, label), listed in sorted(found.items(), key=_order)
    )


def section_sums(
    session: Session,
    closing: Closing | None,
    criteria: Criteria,
    as_of: date,
    by: GroupKey,
    outside: Sequence[int] = (),
) -> dict[int | None, SectionSum]:
    """Return the sums of a filter's sections by key; one without a counted project has none.

    *outside* are the listed projects no plan names: sums by 专栏 and 工程 do not know them.
    """
    _whole, groups = shown.groups(session, closing, criteria, as_of, by)
    dues = shown.schedules(session, closing, criteria, as_of, by)
    office = shown.schedule(session, closing, criteria, as_of)
    found = {group.key: SectionSum(group, dues.get(group.key, office)) for group in groups}
    if outside:
        loose = replace(criteria, project_ids=tuple(outside), ids_name="")
        if (group := shown.total(session, closing, loose, as_of)) is not None:
            found[None] = SectionSum(group, shown.schedule(session, closing, loose, as_of))
    return found


def _order(item: tuple[Place, list[int]]) -> tuple[int, int]:
    """Return where a section stands."""
    order, key, _label = item[0]
    return order, key or 0


def _places(session: Session, closing: Closing | None, by: GroupKey) -> dict[int, Place]:
    """Return the section of every project there is; of a closed quarter the unit it was signed under."""
    if by is GroupKey.UNIT:
        units = {row.id: row.position for row in session.execute(select(ReportingUnit.id, ReportingUnit.position))}
        if closing is not None:
            rows = closed_list(session, closing, Criteria())
            return {row.project_id: (units.get(row.unit_id, 0), row.unit_id, row.unit) for row in rows}
        unit = ReportingUnit
        statement: Statement = select(Project.id, unit.position, unit.id, unit.name)
        statement = statement.join(unit, unit.id == Project.unit_id)
        return {row[0]: (row[1], row[2], row[3]) for row in session.execute(statement)}
    place = Plan.position * _BOXES + Box.no
    sources: Statement
    if by is GroupKey.BOX:
        sources = select(Project.id, place, Box.id, box_label())
    else:
        title = Programme.no + Programme.title
        sources = select(Project.id, place * _BOXES + Programme.position, Programme.id, Plan.short, Box.no, title)
    sources = sources.outerjoin(Source, (Source.project_id == Project.id) & (Source.position == 1))
    sources = sources.outerjoin(Programme, Programme.id == Source.programme_id)
    sources = sources.outerjoin(Box, Box.id == Programme.box_id).outerjoin(Plan, Plan.id == Box.plan_id)
    return {row[0]: _place(row) for row in session.execute(sources)}


def _place(row: Any) -> Place:
    """Return the section of a project by its first source."""
    if row[2] is None:
        return _LAST, None, OUTSIDE
    label = row[3] if len(row) == 4 else f"{row[3]}{row[4]} {row[5]}"  # noqa: PLR2004 - 专栏 bring their label whole
    return row[1], row[2], label
