"""The whole list with every fact of the catalogue, for the command line and other programs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.queries.criteria import Criteria
from tracker.queries.projects import ListRow, whole_list
from tracker.queries.settings import custom_columns
from tracker.store.tables import Box, Plan, Programme, Project, ProjectAlias, Related, ReportingUnit, Source, Target


@dataclass(frozen=True)
class ListedSource:
    """One place that names a project; ``box`` is our number of it."""

    plan: str
    box: int
    box_label: str
    box_title: str
    programme_no: str
    programme: str


@dataclass(frozen=True)
class ListedTarget:
    """One printed quantity; ``low`` and ``high`` in the unit itself."""

    text: str
    comparator: str
    low: int | float | None
    high: int | float | None
    unit: str | None
    base: str | None
    deadline: str | None


@dataclass(frozen=True)
class Entry:
    """One project, heading or not, with the words a plan prints about it. ``related`` holds uids.

    ``custom`` holds what stands in each column of the user's own, by its name and in their order; None is 未填.
    """

    row: ListRow
    aliases: tuple[str, ...]
    unit_code: str | None
    code: str | None
    sources: tuple[ListedSource, ...]
    targets: tuple[ListedTarget, ...]
    related: tuple[str, ...]
    note: str | None
    custom: Mapping[str, str | None]


def entries(session: Session, criteria: Criteria, as_of: date) -> list[Entry]:
    """Return every entry that meets *criteria* in the list's order; the number of statements does not grow."""
    rows = whole_list(session, criteria, as_of)
    aliases = _grouped(session, select(ProjectAlias.project_id, ProjectAlias.text).order_by(ProjectAlias.id))
    further = select(Project.id, ReportingUnit.code, Project.code).join(
        ReportingUnit, ReportingUnit.id == Project.unit_id
    )
    facts = {row[0]: row for row in session.execute(further)}
    sources, targets, related = _sources(session), _targets(session), _related(session)
    own = custom_columns(session)
    return [
        Entry(
            row=row,
            aliases=tuple(aliases[row.project_id]),
            unit_code=facts[row.project_id][1],
            code=facts[row.project_id][2],
            sources=tuple(sources[row.project_id]),
            targets=tuple(targets[row.project_id]),
            related=tuple(related[row.project_id]),
            note=row.note,
            custom={column.label: row.custom.get(column.key) for column in own},
        )
        for row in rows
    ]


def _grouped(session: Session, statement: Any) -> dict[int, list[Any]]:
    """Return the second column's values by the first."""
    found: dict[int, list[Any]] = defaultdict(list)
    for key, value in session.execute(statement):
        found[key].append(value)
    return found


def _sources(session: Session) -> dict[int, list[ListedSource]]:
    """Return every source by project, in their order."""
    statement = (
        select(Source.project_id, Plan.title, Box.no, Box.label, Box.title, Programme.no, Programme.title)
        .join(Programme, Programme.id == Source.programme_id)
        .join(Box, Box.id == Programme.box_id)
        .join(Plan, Plan.id == Box.plan_id)
        .order_by(Source.project_id, Source.position, Source.id)
    )
    found: dict[int, list[ListedSource]] = defaultdict(list)
    for row in session.execute(statement):
        found[row[0]].append(ListedSource(row[1], row[2], row[3], row[4], row[5], row[6]))
    return found


def _targets(session: Session) -> dict[int, list[ListedTarget]]:
    """Return every printed quantity by project."""
    found: dict[int, list[ListedTarget]] = defaultdict(list)
    for row in session.scalars(select(Target).order_by(Target.project_id, Target.position, Target.id)):
        low, high = _number(row.low_milli), _number(row.high_milli)
        one = ListedTarget(row.text, row.comparator, low, high, row.unit, row.base, row.deadline_text)
        found[row.project_id].append(one)
    return found


def _number(milli: int | None) -> int | float | None:
    """Return thousandths as a number, whole where it is."""
    if milli is None:
        return None
    return milli // 1000 if milli % 1000 == 0 else milli / 1000


def _related(session: Session) -> dict[int, list[str]]:
    """Return the uids of the 相关项目, seen from both ends."""
    uids = {row[0]: row[1] for row in session.execute(select(Project.id, Project.uid))}
    found: dict[int, list[str]] = defaultdict(list)
    for one, other in session.execute(select(Related.project_id, Related.other_id).order_by(Related.id)):
        found[one].append(uids[other])
        found[other].append(uids[one])
    return found
