"""The list of projects: their ids in order, the rows in view, the counts, and one project in full.

SQL filters and sorts; the model keeps ids only and asks for the rows it shows. However many rows are asked for, the
number of statements stays the same.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Float, Select, Subquery, case, cast, func, select
from sqlalchemy.orm import Session, aliased

from tracker.domain.custom import KEYS
from tracker.domain.figures import Figures
from tracker.domain.kinds import Counting, Kind, Level, Nature, State
from tracker.queries.criteria import Criteria, matching
from tracker.queries.curves import curves
from tracker.queries.detail import Detail, SourceRow, StateRow, TargetRow, detail
from tracker.queries.figures import counted, figures, figures_of, per_project
from tracker.store.tables import Box, Plan, Programme, Project, ReportingUnit, Source, UidAlias

__all__ = [
    "Counts",
    "Detail",
    "ListRow",
    "Order",
    "Sort",
    "SourceRow",
    "StateRow",
    "TargetRow",
    "counts",
    "detail",
    "find_uid",
    "list_ids",
    "list_rows",
    "whole_list",
]


class Sort(StrEnum):
    """What the list can be sorted by; ``DEFAULT`` is plan, box, programme, place in the box."""

    DEFAULT = "default"
    NAME = "name"
    UNIT = "unit"
    KIND = "kind"
    BOX = "box"
    STATE = "state"
    NEXT = "next"
    LATE = "late"
    NODE_RATE = "node_rate"
    PERCENT = "percent"
    INVESTMENT = "investment"
    DONE = "done"
    YEAR_RATE = "year_rate"
    LEAD = "lead"
    FILLED = "filled"
    NATURE = "nature"
    OWNER_DEPT = "owner_dept"
    YEAR_PLAN = "year_plan"
    DEADLINE = "deadline"
    LEVEL = "level"
    OWNER = "owner"
    LEADER = "leader"
    CUSTOM = "custom"


@dataclass(frozen=True)
class Order:
    """One key of the order; what is unknown comes last in both directions.

    ``custom`` is the key of the column of the user's own that ``Sort.CUSTOM`` means; one of numbers is a ``number``.
    """

    by: Sort
    descending: bool = False
    custom: str = ""
    number: bool = False


@dataclass(frozen=True)
class Counts:
    """How many rows are listed (headings included) and how many of them count as of the date; then the whole file's."""

    listed: int
    counted: int
    total: int
    total_counted: int


@dataclass(frozen=True)
class ListRow:
    """One row of the list.

    ``counted`` is False for a heading; whether the project counts as of the date stands in ``figures.counted``.
    ``source`` is the first source as 长春2, empty where there is none; ``source_tip`` names every source, one a line.
    ``custom`` holds what stands in the columns of the user's own, by their keys; what is 未填 is left out. ``bundle``
    is the 打捆 project this one is a part of, empty for none; ``parts`` is how many parts it has itself.
    """

    project_id: int
    uid: str
    name: str
    unit_id: int
    unit: str
    kind: str
    nature: str
    is_programme: bool
    counted: bool
    source: str
    source_tip: str
    programme: str
    deadline_text: str | None
    owner_dept: str | None
    owner: str | None
    leader: str | None
    level: str | None
    note: str | None
    figures: Figures
    custom: Mapping[str, str] = field(default_factory=dict)
    bundle: str = ""
    parts: int = 0


def list_ids(session: Session, criteria: Criteria, as_of: date, order: tuple[Order, ...] = ()) -> list[int]:
    """Return the ids of the projects that meet *criteria*, in order; ties stand in the default order."""
    sorts = {one.by for one in order}
    needed = {name for by in sorts for name in _READ_BY.get(by, ())} | ({"state"} if criteria.states else set())
    f = per_project(as_of, needed or ("project_id",))
    statement = select(Project.id).where(matching(criteria, f))
    due = _due(session, as_of) if Sort.LEAD in sorts else None
    keys = [key for one in order for key in _keys(one, f, due)]
    # The figures cost most of the time, so they are joined only where a condition or a key reads them.
    if needed:
        statement = statement.join(f, f.c.project_id == Project.id)
    if Sort.UNIT in sorts:
        statement = statement.join(ReportingUnit, ReportingUnit.id == Project.unit_id)
    if Sort.BOX in sorts:
        statement = _with_first_source(statement)
    return list(session.scalars(statement.order_by(*keys, Project.position, Project.id)))


def list_rows(session: Session, ids: Sequence[int], as_of: date, counting: Counting | None = None) -> list[ListRow]:
    """Return the rows of some projects in the order of *ids*; ids that no longer exist are left out."""
    by_id = _rows(session, Project.id.in_(ids), figures_of(session, ids, as_of, counting))
    return [by_id[project_id] for project_id in ids if project_id in by_id]


def whole_list(session: Session, criteria: Criteria, as_of: date) -> list[ListRow]:
    """Return every row that meets *criteria* in the default order, for export and the command line."""
    found = {row.project_id: row for row in figures(session, criteria, as_of)}
    by_id = _rows(session, Project.merged_into_id.is_(None), found)
    return [by_id[project_id] for project_id in found]


def counts(session: Session, criteria: Criteria, as_of: date) -> Counts:
    """Return how many rows there are and how many of them count as of the date, with and without the conditions."""
    f = per_project(as_of, ("state",) if criteria.states else ("project_id",))
    meets, counts_now = matching(criteria, f), counted(f, criteria.counting)
    statement = (
        select(
            func.count(case((meets, 1))),
            func.count(case((meets & counts_now, 1))),
            func.count(),
            func.count(case((counts_now, 1))),
        )
        .select_from(Project)
        .join(f, f.c.project_id == Project.id)
        .where(Project.merged_into_id.is_(None))
    )
    return Counts(*session.execute(statement).one())


def file_size(session: Session) -> int:
    """Return how many projects the file has at all, headings and merged ones among them."""
    return session.scalar(select(func.count()).select_from(Project)) or 0


def find_uid(session: Session, uid: str) -> int | None:
    """Return the id of the project with a uid, following uids that were merged away or withdrawn; None if unknown."""
    found = session.scalar(select(UidAlias.project_id).where(UidAlias.old_uid == uid))
    if found is None:
        found = session.scalar(select(Project.id).where(Project.uid == uid))
    # A survivor may itself have been merged later.
    while found is not None:
        after = session.scalar(select(Project.merged_into_id).where(Project.id == found))
        if after is None:
            break
        found = after
    return found


def _rows(session: Session, which: ColumnElement[bool], found: dict[int, Figures]) -> dict[int, ListRow]:
    """Return the rows of the projects in *found*, read with *which*, by id."""
    sources = _sources(session, which)
    statement = select(*_LISTED).join(ReportingUnit, ReportingUnit.id == Project.unit_id).where(which)
    rows = {}
    for row in session.execute(statement).mappings():
        if (one := found.get(row["project_id"])) is not None:
            facts = {**row, "custom": json.loads(row["custom"] or "{}"), "bundle": row["bundle"] or ""}
            rows[one.project_id] = ListRow(**facts, **sources.get(one.project_id, _NO_SOURCE), figures=one)
    return rows


_above, _below = aliased(Project), aliased(Project)
_LISTED = (
    Project.id.label("project_id"),
    Project.uid,
    Project.name,
    Project.unit_id,
    ReportingUnit.name.label("unit"),
    Project.kind,
    Project.nature,
    Project.is_programme,
    Project.counted,
    Project.deadline_text,
    Project.owner_dept,
    Project.owner,
    Project.leader,
    Project.level,
    Project.note,
    Project.custom,
    select(_above.name).where(_above.id == Project.parent_id).correlate(Project).scalar_subquery().label("bundle"),
    select(func.count(_below.id))
    .where(_below.parent_id == Project.id, _below.merged_into_id.is_(None))
    .correlate(Project)
    .scalar_subquery()
    .label("parts"),
)
_NO_SOURCE: dict[str, Any] = {"source": "", "source_tip": "", "programme": ""}


def _sources(session: Session, which: ColumnElement[bool]) -> dict[int, dict[str, Any]]:
    """Return the source columns of each project: the first one short, all of them in the tip."""
    statement = (
        select(Source.project_id, Plan.short, Plan.title, Box.no, Box.label, Box.title, Programme.no, Programme.title)
        .join(Programme, Programme.id == Source.programme_id)
        .join(Box, Box.id == Programme.box_id)
        .join(Plan, Plan.id == Box.plan_id)
        .join(Project, Project.id == Source.project_id)
        .where(which)
        .order_by(Source.project_id, Source.position, Source.id)
    )
    found: dict[int, dict[str, Any]] = {}
    for project_id, short, plan, no, label, box, number, programme in session.execute(statement):
        line = f"{plan} {label} {box} {number}{programme}"
        if (known := found.get(project_id)) is None:
            found[project_id] = {"source": f"{short}{no}", "source_tip": line, "programme": f"{number}{programme}"}
        else:
            known["source_tip"] += f"\n{line}"
    return found


def _with_first_source(statement: Select[Any]) -> Select[Any]:
    """Join the source that places a project in the list, leaving in projects that have none."""
    return (
        statement.outerjoin(Source, (Source.project_id == Project.id) & (Source.position == 1))
        .outerjoin(Programme, Programme.id == Source.programme_id)
        .outerjoin(Box, Box.id == Programme.box_id)
        .outerjoin(Plan, Plan.id == Box.plan_id)
    )


# The figures that a key reads.
_READ_BY = {
    Sort.STATE: ("state",),
    Sort.NEXT: ("next_due",),
    Sort.LATE: ("late_days",),
    Sort.NODE_RATE: ("weight_met", "weight_total"),
    Sort.PERCENT: ("percent",),
    Sort.INVESTMENT: ("investment_fen",),
    Sort.DONE: ("done_fen",),
    Sort.YEAR_RATE: ("year_done_fen", "year_plan_fen"),
    Sort.LEAD: ("year_done_fen", "year_plan_fen"),
    Sort.FILLED: ("filled_to",),
    Sort.YEAR_PLAN: ("year_plan_fen",),
}


def _due(session: Session, as_of: date) -> ColumnElement[Any] | None:
    """Return 序时进度 of each project's unit, for comparing only; None where all units follow one line."""
    by_unit = curves(session, as_of)
    if by_unit.plain:
        return None
    units = session.scalars(select(ReportingUnit.id))
    return case({unit_id: float(by_unit.of(unit_id).at(as_of)) for unit_id in units}, value=Project.unit_id)


def _keys(order: Order, f: Subquery, due: ColumnElement[Any] | None) -> list[ColumnElement[Any]]:
    """Return the SQL keys of one order, unknown values last; *due* is what 比序时 takes off the year's rate."""
    values = [_held(order)] if order.by is Sort.CUSTOM else _values(order.by, f)
    if order.by is Sort.LEAD and due is not None:
        values = [values[0] - due]
    keys: list[ColumnElement[Any]] = []
    for value in values:
        keys += [value.is_(None), value.desc() if order.descending else value.asc()]
    return keys


def _values(by: Sort, f: Subquery) -> list[ColumnElement[Any]]:
    """Return what is compared, most important first; unknown is NULL."""
    if by in _READ_BY:
        read: list[ColumnElement[Any]] = [f.c[name] for name in _READ_BY[by]]
        if by is Sort.STATE:
            return [_rank(read[0], tuple(State))]
        # 比序时 is the year's rate less one number for all, so both sort alike; by curves see _due.
        return [_ratio(*read)] if by in (Sort.NODE_RATE, Sort.YEAR_RATE, Sort.LEAD) else read
    plain: dict[Sort, list[Any]] = {
        Sort.DEFAULT: [Project.position],
        Sort.NAME: [func.nullif(Project.pinyin, ""), Project.name],
        Sort.UNIT: [ReportingUnit.position, ReportingUnit.id],
        Sort.KIND: [_rank(Project.kind, tuple(Kind))],
        Sort.NATURE: [_rank(Project.nature, tuple(word for word in Nature if word is not Nature.UNSTATED))],
        Sort.BOX: [Plan.position, Box.no, Programme.position],
        Sort.OWNER_DEPT: [func.nullif(Project.owner_dept, "")],
        Sort.DEADLINE: [Project.deadline_day],
        Sort.LEVEL: [_rank(Project.level, tuple(Level))],
        Sort.OWNER: [func.nullif(Project.owner, "")],
        Sort.LEADER: [func.nullif(Project.leader, "")],
    }
    return plain[by]


def _held(order: Order) -> ColumnElement[Any]:
    """Return what projects hold in a column of the user's own, numbers as numbers, for comparing only."""
    if order.custom not in KEYS:
        raise ValueError(order.custom)
    held: ColumnElement[Any] = func.nullif(func.json_extract(Project.custom, f"$.{order.custom}"), "")
    return cast(held, Float) if order.number else held


def _ratio(top: ColumnElement[Any], bottom: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return top ÷ bottom for comparing only; NULL where either is unknown or the denominator is zero."""
    return cast(top, Float) / func.nullif(bottom, 0)


def _rank(column: Any, words: Sequence[StrEnum]) -> ColumnElement[Any]:
    """Return the place of a word in its list, so that words sort as people list them; NULL for any other."""
    return case({word.value: place for place, word in enumerate(words)}, value=column)
