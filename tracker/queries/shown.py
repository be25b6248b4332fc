"""What pages show of a quarter: the copy that was signed where a closing is named, else the file as it is now.

One door for list, sums, lights and the head of the detail, so that no page mixes the two.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from sqlalchemy.orm import Session

from tracker.domain.closing import Closing
from tracker.domain.figures import Group, GroupKey
from tracker.domain.frozen import from_text
from tracker.domain.kinds import Counting
from tracker.domain.periods import Cycle, ReportPeriod
from tracker.domain.quarters import Quarter
from tracker.domain.start_rates import StartRates
from tracker.queries import projects, settings
from tracker.queries.closed_list import closed_colours, closed_groups, closed_lights, closed_list, closed_rows_of
from tracker.queries.closing import COMPARISONS, STARTS, locked_closing, scope_of, sheet
from tracker.queries.comparisons import ComparisonRow, Comparisons
from tracker.queries.comparisons import comparisons as compare_live
from tracker.queries.criteria import Criteria
from tracker.queries.curves import curves, group_schedules, whole_schedule
from tracker.queries.detail import Detail
from tracker.queries.figures import grouped
from tracker.queries.lights import ColourCounts, ProjectLight, colour_counts, lights_of
from tracker.queries.members import members
from tracker.queries.places import Place
from tracker.queries.projects import Counts, ListRow, Order


def signed(session: Session, quarter: Quarter, criteria: Criteria) -> Closing | None:
    """Return the closing whose copy holds everything a filter can list, None where the quarter is open for it."""
    scope, _ = scope_of(session, criteria.unit_ids, with_below=criteria.with_below)
    return locked_closing(session, quarter, scope)


def ids(
    session: Session, closing: Closing | None, criteria: Criteria, as_of: date, order: tuple[Order, ...] = ()
) -> list[int]:
    """Return the ids a filter lists, in order."""
    if closing is None:
        return projects.list_ids(session, criteria, as_of, order)
    return [row.project_id for row in closed_list(session, closing, criteria, order)]


def rows(
    session: Session,
    closing: Closing | None,
    wanted: Sequence[int],
    as_of: date,
    counting: Counting | None = None,
) -> list[ListRow]:
    """Return the rows of some projects in the order of *wanted*; what was signed counts as it was signed."""
    if closing is None:
        return projects.list_rows(session, wanted, as_of, counting)
    found = closed_rows_of(session, closing, wanted)
    return [found[key] for key in wanted if key in found]


def counts(session: Session, closing: Closing | None, criteria: Criteria, as_of: date) -> Counts:
    """Return how many rows a filter lists, and how many there are."""
    if closing is None:
        return projects.counts(session, criteria, as_of)
    whole, listed = closed_list(session, closing, Criteria()), closed_list(session, closing, criteria)
    return Counts(len(listed), _counted(listed), len(whole), _counted(whole))


def bundles_counted(session: Session, closing: Closing | None, chosen: Counting | None = None) -> Counting | None:
    """Return how 打捆 projects are counted, as signed where it was; None where there are none to be told about."""
    if closing is None:
        return settings.bundles_counted(session, chosen)
    for row in closed_list(session, closing, Criteria()):
        if row.figures.counted and (row.parts or row.bundle):
            return Counting.BUNDLED if row.parts else Counting.SPLIT
    return None


def groups(
    session: Session, closing: Closing | None, criteria: Criteria, as_of: date, by: GroupKey = GroupKey.UNIT
) -> tuple[Group | None, tuple[Group, ...]]:
    """Return the sum of what a filter lists (None for nothing) and the sums of its groups in their order."""
    if closing is None:
        whole = grouped(session, criteria, as_of, GroupKey.NOTHING)
        return (whole[0] if whole else None), tuple(grouped(session, criteria, as_of, by))
    total, found = closed_groups(session, closing, criteria, _places(session, criteria, as_of, by))
    return (total if total.projects else None), found


def colours(
    session: Session, closing: Closing | None, criteria: Criteria, as_of: date, by: GroupKey
) -> tuple[ColourCounts, ...]:
    """Return the counted projects a filter lists by colour, in groups."""
    if closing is None:
        return colour_counts(session, criteria, as_of, by)
    return closed_colours(session, closing, criteria, _places(session, criteria, as_of, by))


def _places(session: Session, criteria: Criteria, as_of: date, by: GroupKey) -> dict[int, Place] | None:
    """Return the group of each project; None for units, which a copy holds itself. 专栏 are those of the file now."""
    if by is GroupKey.UNIT:
        return None
    asked = replace(criteria, states=())  # the copy knows the states of that day
    return {one: place for place, ids in members(session, asked, as_of, by).items() for one in ids}


def total(session: Session, closing: Closing | None, criteria: Criteria, as_of: date) -> Group | None:
    """Return the sum of what a filter lists, None for nothing."""
    if closing is not None:
        return groups(session, closing, criteria, as_of)[0]
    whole = grouped(session, criteria, as_of, GroupKey.NOTHING)
    return whole[0] if whole else None


def schedule(session: Session, closing: Closing | None, criteria: Criteria, as_of: date) -> Fraction:
    """Return 序时进度 of what a filter lists: each project's own line, as signed where it was, weighed by its plan."""
    if closing is None:
        return whole_schedule(session, criteria, as_of)
    signed_due = _signed_due(closed_list(session, closing, criteria), closed_lights(session, closing))
    return whole_schedule(session, criteria, as_of) if signed_due is None else signed_due


def schedules(
    session: Session, closing: Closing | None, criteria: Criteria, as_of: date, by: GroupKey
) -> dict[int | None, Fraction]:
    """Return 序时进度 of each group of what a filter lists, by its key; groups nothing can be held to are left out."""
    if closing is None:
        return group_schedules(session, criteria, as_of, by)
    lights, places = closed_lights(session, closing), _places(session, criteria, as_of, by)
    listed: dict[int | None, list[ListRow]] = {}
    for row in closed_list(session, closing, criteria):
        if places is None:
            listed.setdefault(row.unit_id, []).append(row)
        elif row.project_id in places:
            listed.setdefault(places[row.project_id][1], []).append(row)
    found = {key: _signed_due(rows, lights) for key, rows in listed.items()}
    return {key: due for key, due in found.items() if due is not None}


def _signed_due(rows: Sequence[ListRow], lights: Mapping[int, ProjectLight]) -> Fraction | None:
    """Return 序时 as it was signed, weighed by plans; None where no row has what it needs."""
    due, whole = Fraction(0), 0
    for row in rows:
        plan, light = row.figures.year_plan_fen, lights.get(row.project_id)
        if row.figures.counted and light is not None and plan and row.figures.year_done_fen is not None:
            due, whole = due + plan * light.schedule, whole + plan
    return due / whole if whole else None


def schedule_of(session: Session, closing: Closing | None, project: Detail, as_of: date) -> Fraction:
    """Return 序时进度 that one project is held to."""
    if closing is not None:
        found = closed_lights(session, closing, (project.project_id,)).get(project.project_id)
        if found is not None:
            return found.schedule
    return curves(session, as_of).of(project.unit_id).at(as_of)


def lights(
    session: Session, closing: Closing | None, wanted: Sequence[int], as_of: date, by: date | None = None
) -> dict[int, ProjectLight]:
    """Return the lights of some projects; *by* is the day remedies aim at, signed ones say what they said."""
    if closing is None:
        return lights_of(session, wanted, as_of, by=by)
    return closed_lights(session, closing, wanted)


def comparisons(session: Session, closing: Closing | None, criteria: Criteria, period: ReportPeriod) -> Comparisons:
    """Return 环比, 同比 and 开工率 of what a filter lists; as signed where the copy holds just these projects."""
    if closing is not None and period.cycle is Cycle.QUARTER and _same(session, closing, criteria):
        rows = [from_text(ComparisonRow, text) for text in sheet(session, closing.id, COMPARISONS)]
        started = [from_text(StartRates, text) for text in sheet(session, closing.id, STARTS)]
        if started:
            whole = next((row for row in rows if row.key is None), None)
            return Comparisons(whole, tuple(row for row in rows if row.key is not None), started[0], signed=True)
    return compare_live(session, criteria, period)


def _same(session: Session, closing: Closing, criteria: Criteria) -> bool:
    """Return whether a filter lists just the projects of a closing: sums that were signed cannot be taken apart."""
    if criteria != Criteria(unit_ids=criteria.unit_ids, with_below=criteria.with_below):
        return False
    scope, _ = scope_of(session, criteria.unit_ids, with_below=criteria.with_below)
    return set(scope.unit_uids) == set(closing.scope.unit_uids)


def head(session: Session, closing: Closing | None, project: Detail) -> Detail:
    """Return a project with the figures that were signed; one the copy does not hold as it is."""
    if closing is None:
        return project
    row = closed_rows_of(session, closing, (project.project_id,)).get(project.project_id)
    return project if row is None else replace(project, figures=row.figures)


def _counted(listed: Sequence[ListRow]) -> int:
    """Return how many rows count."""
    return sum(row.figures.counted for row in listed)
