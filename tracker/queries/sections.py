"""A list in sections: which of its projects stand under which 上报单位, 专栏 or 工程, and what each section adds up to.

Every listed row stands in one section, headings and cancelled projects too; sums are of those that count.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.closing import Closing
from tracker.domain.figures import Group, GroupKey
from tracker.queries import shown
from tracker.queries.closed_list import closed_list
from tracker.queries.criteria import Criteria
from tracker.queries.places import OUTSIDE_KEY, Place, places
from tracker.store.tables import Box, Plan, Programme, ReportingUnit


@dataclass(frozen=True)
class Section:
    """One section: ``key`` as queries.places has it; ``ids`` in order."""

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
) -> dict[int | None, SectionSum]:
    """Return the sums of a filter's sections by key; one without a counted project has none."""
    _whole, groups = shown.groups(session, closing, criteria, as_of, by)
    dues = shown.schedules(session, closing, criteria, as_of, by)
    office = shown.schedule(session, closing, criteria, as_of)
    return {group.key: SectionSum(group, dues.get(group.key, office)) for group in groups}


def _order(item: tuple[Place, list[int]]) -> tuple[int, int]:
    """Return where a section stands."""
    order, key, _label = item[0]
    return order, key or 0


def _places(session: Session, closing: Closing | None, by: GroupKey) -> Mapping[int, Place]:
    """Return the section of every project there is; of a closed quarter the unit it was signed under."""
    if by is GroupKey.PROGRAMME:
        return _programmes(session)
    if by is not GroupKey.UNIT or closing is None:
        return places(session, by)
    units = {row.id: row.position for row in session.execute(select(ReportingUnit.id, ReportingUnit.position))}
    rows = closed_list(session, closing, Criteria())
    return {row.project_id: (units.get(row.unit_id, 0), row.unit_id, row.unit) for row in rows}


def _programmes(session: Session) -> Mapping[int, Place]:
    """Return the programme of every project, named with its plan and box: titles come again in several plans."""
    named = select(Programme.id, Plan.short, Box.no, Programme.no + Programme.title)
    named = named.join(Box, Box.id == Programme.box_id).join(Plan, Plan.id == Box.plan_id)
    labels = {row[0]: f"{row[1]}{row[2]} {row[3]}" for row in session.execute(named)}
    found = places(session, GroupKey.PROGRAMME)
    return {one: (order, key, labels.get(key or OUTSIDE_KEY, label)) for one, (order, key, label) in found.items()}
