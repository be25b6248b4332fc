"""The list, its sums and its lights of a closed quarter: filtered and sorted as the live list is, read from the copy.

What is filtered by is what the copy says (unit, kind, state …); words and sources, which it does not hold, are looked
up in the file as it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.closing import Closing
from tracker.domain.figure_sums import summed
from tracker.domain.figures import Group
from tracker.domain.frozen import from_text
from tracker.domain.kinds import Kind, Level, Nature, State
from tracker.queries.closing import LIGHTS, PROJECTS, ClosedLine, sheet
from tracker.queries.criteria import Criteria, matching
from tracker.queries.figures import per_project
from tracker.queries.lights import ColourCounts, ProjectLight, counted_colours
from tracker.queries.places import Place
from tracker.queries.projects import ListRow, Order, Sort
from tracker.store.tables import Project, ReportingUnit

_KEPT = 4  # closed quarters held in memory: 上期, 本期, the same of last year, and one more


def closed_list(session: Session, closing: Closing, criteria: Criteria, order: tuple[Order, ...] = ()) -> list[ListRow]:
    """Return the rows of a closed quarter that meet *criteria*, in order; ties stand in the order of that day.

    A project that was made, or merged away, after the closing is not in it, or still is.
    """
    rows = [line.row for line in _lines(session, closing)]
    named = _named(session, criteria)
    units = _units(session, criteria)
    found = [row for row in rows if _meets(row, criteria, units) and (named is None or row.project_id in named)]
    for one in reversed(order):
        found = _sorted(session, closing, found, one)
    return found


def closed_groups(
    session: Session, closing: Closing, criteria: Criteria, places: Mapping[int, Place] | None = None
) -> tuple[Group, tuple[Group, ...]]:
    """Return the sum of the rows that meet *criteria*, and the sums of their groups in order.

    *places* gives the group of each project, None their units; one it does not name is in the whole alone.
    """
    rows = closed_list(session, closing, criteria)
    whole = summed(None, "合计", (row.figures for row in rows))
    groups = [
        summed(key, label, (row.figures for row in listed))
        for (_order, key, label), listed in _grouped(session, rows, places)
    ]
    return whole, tuple(group for group in groups if group.projects)


def closed_colours(
    session: Session, closing: Closing, criteria: Criteria, places: Mapping[int, Place] | None = None
) -> tuple[ColourCounts, ...]:
    """Return the counted rows that meet *criteria* by the colour that was signed, grouped likewise."""
    rows = [row for row in closed_list(session, closing, criteria) if row.figures.counted]
    signed = closed_lights(session, closing)
    found = []
    for (_order, key, label), listed in _grouped(session, rows, places):
        lights = [signed[row.project_id].light for row in listed if row.project_id in signed]
        tally = Counter(light.colour for light in lights)
        unreported = sum(light.unreported for light in lights)
        found.append(counted_colours(key, label, tally, unreported))
    return tuple(found)


def _grouped(
    session: Session, rows: Sequence[ListRow], places: Mapping[int, Place] | None
) -> list[tuple[Place, list[ListRow]]]:
    """Return rows by group, in the groups' order."""
    order = {row[0]: row[1] for row in session.execute(select(ReportingUnit.id, ReportingUnit.position))}
    found: dict[Place, list[ListRow]] = {}
    for row in rows:
        if places is None:
            found.setdefault((order.get(row.unit_id, 0), row.unit_id, row.unit), []).append(row)
        elif row.project_id in places:
            found.setdefault(places[row.project_id], []).append(row)
    return sorted(found.items(), key=lambda item: (item[0][0], item[0][1] or 0))


def closed_rows_of(session: Session, closing: Closing, ids: Collection[int]) -> dict[int, ListRow]:
    """Return the rows of some projects by id; only these are read, as a page scrolls."""
    lines = (from_text(ClosedLine, text) for text in sheet(session, closing.id, PROJECTS, ids))
    return {line.row.project_id: line.row for line in lines}


def closed_lights(session: Session, closing: Closing, ids: Collection[int] | None = None) -> dict[int, ProjectLight]:
    """Return the lights as they were signed, by project; of some projects alone where *ids* names them."""
    if ids is not None:
        few = (from_text(ProjectLight, text) for text in sheet(session, closing.id, LIGHTS, ids))
        return {one.project_id: one for one in few}
    lights: tuple[ProjectLight, ...] = _kept(ProjectLight, sheet(session, closing.id, LIGHTS))
    return {one.project_id: one for one in lights}


def _lines(session: Session, closing: Closing) -> tuple[ClosedLine, ...]:
    """Return the projects of a version; a page asks for them again and again, so the last few are kept."""
    return _kept(ClosedLine, sheet(session, closing.id, PROJECTS))


@lru_cache(maxsize=_KEPT)
def _kept(kind: type[Any], texts: tuple[str, ...]) -> tuple[Any, ...]:
    """Return stored rows as what they were; comparing their texts costs far less than reading them anew."""
    return tuple(from_text(kind, text) for text in texts)


def _named(session: Session, criteria: Criteria) -> set[int] | None:
    """Return the projects the words, sources and own columns of a filter lead to; None where it has none of them."""
    asked = Criteria(
        text=criteria.text,
        plan_ids=criteria.plan_ids,
        box_ids=criteria.box_ids,
        programme_ids=criteria.programme_ids,
        custom=criteria.custom,
    )
    if asked.empty:
        return None
    f = per_project(date.max, ("project_id",))  # read by a condition on states alone, and there is none
    return set(session.scalars(select(Project.id).where(matching(asked, f))))


def _units(session: Session, criteria: Criteria) -> set[int] | None:
    """Return the units of a filter with those below, where they are asked for; None where it names none."""
    if not criteria.unit_ids:
        return None
    chosen, grown = set(criteria.unit_ids), criteria.with_below
    while grown:
        below = set(session.scalars(select(ReportingUnit.id).where(ReportingUnit.parent_id.in_(chosen)))) - chosen
        chosen, grown = chosen | below, bool(below)
    return chosen


def _meets(row: ListRow, criteria: Criteria, units: set[int] | None) -> bool:
    """Return whether a row meets what the copy itself says."""
    wanted = (
        (criteria.kinds, row.kind),
        (criteria.natures, row.nature),
        (criteria.states, row.figures.state or ""),
        (criteria.levels, row.level or ""),
    )
    named = all(not words or value in words for words, value in wanted)
    picked = criteria.project_ids is None or row.project_id in criteria.project_ids
    return named and picked and (units is None or row.unit_id in units) and (row.counted or not criteria.counted_only)


def _sorted(session: Session, closing: Closing, rows: list[ListRow], order: Order) -> list[ListRow]:
    """Return rows by one key, unknown ones last in both directions."""
    key = _held(order) if order.by is Sort.CUSTOM else _key(session, closing, order.by)
    if key is None:
        return list(reversed(rows)) if order.descending else rows
    known = [row for row in rows if key(row) is not None]
    unknown = [row for row in rows if key(row) is None]
    # A stable sort turned round would turn ties round too.
    return sorted(known, key=key, reverse=order.descending) + unknown


def _key(session: Session, closing: Closing, by: Sort) -> Callable[[ListRow], Any] | None:
    """Return what rows are compared by; None is the order of the copy (plan, box, place)."""
    if by is Sort.UNIT:
        found = session.execute(select(ReportingUnit.id, ReportingUnit.position))
        units = {row[0]: row[1] for row in found}
        return lambda row: units.get(row.unit_id)
    if by is Sort.NAME:
        keys = {row[0]: row[1] for row in session.execute(select(Project.id, Project.pinyin))}
        return lambda row: (keys.get(row.project_id) or "", row.name)
    if by is Sort.LEAD:
        lights = closed_lights(session, closing)
        return lambda row: _lead(row, lights, closing.quarter.end)
    if by is Sort.DEADLINE:
        days = {row[0]: row[1] for row in session.execute(select(Project.id, Project.deadline_day))}
        return lambda row: days.get(row.project_id)
    return _KEYS.get(by)


def _held(order: Order) -> Callable[[ListRow], Any]:
    """Return what rows hold in a column of the user's own, numbers as numbers."""

    def value(row: ListRow) -> Any:
        held = row.custom.get(order.custom) or None
        return held if held is None or not order.number else Decimal(held)

    return value


def _lead(row: ListRow, lights: dict[int, ProjectLight], as_of: date) -> Fraction | None:
    """Return 比序时 as it was signed."""
    light = lights.get(row.project_id)
    return light.lead if light else row.figures.lead(as_of)


def _rank(words: Sequence[str], word: str | None) -> int | None:
    """Return the place of a word in its list."""
    return words.index(word) if word in words else None


_KEYS: dict[Sort, Callable[[ListRow], Any]] = {
    Sort.KIND: lambda row: _rank(tuple(Kind), row.kind),
    Sort.NATURE: lambda row: _rank(tuple(word for word in Nature if word is not Nature.UNSTATED), row.nature),
    Sort.STATE: lambda row: _rank(tuple(State), row.figures.state),
    Sort.NEXT: lambda row: row.figures.next_due,
    Sort.LATE: lambda row: row.figures.late_days,
    Sort.NODE_RATE: lambda row: row.figures.node_rate,
    Sort.PERCENT: lambda row: row.figures.percent,
    Sort.INVESTMENT: lambda row: row.figures.investment_fen,
    Sort.DONE: lambda row: row.figures.done_fen,
    Sort.YEAR_RATE: lambda row: row.figures.year_rate,
    Sort.FILLED: lambda row: row.figures.filled_to,
    Sort.YEAR_PLAN: lambda row: row.figures.year_plan_fen,
    Sort.OWNER_DEPT: lambda row: row.owner_dept or None,
    Sort.OWNER: lambda row: row.owner or None,
    Sort.LEADER: lambda row: row.leader or None,
    Sort.LEVEL: lambda row: _rank(tuple(Level), row.level),
}
