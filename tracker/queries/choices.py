"""What there is to choose from: the tree beside the list, and the lists in forms, each with its count."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.domain.custom import CustomColumn, CustomKind
from tracker.domain.kinds import Kind, Level, Nature, State
from tracker.queries.criteria import Criteria, matching
from tracker.queries.figures import counted, per_project
from tracker.queries.settings import custom_columns
from tracker.store.tables import Box, MoneySource, Plan, Programme, Project, ReportingUnit, Source, Template


@dataclass(frozen=True)
class ProgrammeChoice:
    """A programme with the number of its projects."""

    id: int
    no: str
    title: str
    count: int


@dataclass(frozen=True)
class BoxChoice:
    """A box; a project named in two of its programmes counts once."""

    id: int
    no: int
    label: str
    title: str
    count: int
    programmes: tuple[ProgrammeChoice, ...]


@dataclass(frozen=True)
class PlanChoice:
    """A plan; a project named in two of its boxes counts once. One without boxes is listed all the same."""

    id: int
    title: str
    short: str
    count: int
    boxes: tuple[BoxChoice, ...]


@dataclass(frozen=True)
class UnitChoice:
    """A reporting unit: ``count`` is of its own projects, ``count_below`` adds those of the units under it."""

    id: int
    name: str
    kind: str
    parent_id: int | None
    depth: int
    count: int
    count_below: int


@dataclass(frozen=True)
class WordChoice:
    """A word of a closed list; "" is 未填 among the states."""

    word: str
    count: int


@dataclass(frozen=True)
class OwnChoice:
    """A column of the user's own: how many hold nothing in it, and of a 选项 column each word with its count."""

    column: CustomColumn
    unfilled: int
    words: tuple[WordChoice, ...]


@dataclass(frozen=True)
class MoneySourceChoice:
    """A 资金来源, after its parent."""

    id: int
    name: str
    depth: int


@dataclass(frozen=True)
class TemplateChoice:
    """A milestone template."""

    id: int
    key: str
    title: str


@dataclass(frozen=True)
class Choices:
    """Everything to choose from; counts leave out headings, merged projects, and what is 取消 or 移交 by the date."""

    plans: tuple[PlanChoice, ...]
    units: tuple[UnitChoice, ...]
    kinds: tuple[WordChoice, ...]
    natures: tuple[WordChoice, ...]
    states: tuple[WordChoice, ...]
    money_sources: tuple[MoneySourceChoice, ...]
    templates: tuple[TemplateChoice, ...]
    levels: tuple[WordChoice, ...] = ()
    own: tuple[OwnChoice, ...] = ()


@dataclass(frozen=True)
class _Entry:
    """A project that is no heading, by what it is chosen by; ``counts`` is False once it is 取消 or 移交."""

    id: int
    unit_id: int
    kind: str
    nature: str
    state: str
    level: str
    custom: str
    counts: bool


def choices(session: Session, as_of: date, criteria: Criteria | None = None) -> Choices:
    """Return what there is to choose from, with counts as of a date; 取消 and 移交 count what has that state.

    *criteria* count only what meets them: a filter leaves its own condition out and counts by all the others.
    """
    entries = _entries(session, as_of, criteria or Criteria())
    projects = [one for one in entries if one.counts]
    return Choices(
        plans=_plans(session, {one.id for one in projects}),
        units=_units(session, projects),
        kinds=_words(Kind, (one.kind for one in projects)),
        natures=_words(Nature, (one.nature for one in projects)),
        states=_words(["", *State], (one.state for one in entries)),
        money_sources=money_sources(session),
        templates=templates(session),
        levels=_words(["", *Level], (one.level for one in projects)),
        own=_own(custom_columns(session), projects),
    )


def _own(columns: Iterable[CustomColumn], projects: Iterable[_Entry]) -> tuple[OwnChoice, ...]:
    """Return the columns of the user's own with what can be chosen in them."""
    held: list[Mapping[str, str]] = [json.loads(one.custom) for one in projects]
    found = []
    for column in columns:
        values = [one.get(column.key, "") for one in held]
        words = _words(column.choices, values) if column.kind is CustomKind.CHOICE else ()
        found.append(OwnChoice(column, values.count(""), words))
    return tuple(found)


def templates(session: Session) -> tuple[TemplateChoice, ...]:
    """Return the milestone templates alone, without counting any project."""
    rows = session.scalars(select(Template).order_by(Template.position, Template.id))
    return tuple(TemplateChoice(row.id, row.key, row.title) for row in rows)


def money_sources(session: Session) -> tuple[MoneySourceChoice, ...]:
    """Return the 资金来源 alone, each group after its head."""
    return _money_sources(session)


def units(session: Session) -> tuple[UnitChoice, ...]:
    """Return the reporting units alone, in the order of their tree; their counts are 0."""
    return _units(session, [])


def _entries(session: Session, as_of: date, criteria: Criteria) -> list[_Entry]:
    """Return all projects that meet *criteria*, but headings and merged ones."""
    f = per_project(as_of, ("state",))
    columns = (
        Project.id,
        Project.unit_id,
        Project.kind,
        Project.nature,
        func.coalesce(f.c.state, ""),
        func.coalesce(Project.level, ""),
        func.coalesce(Project.custom, "{}"),
        counted(f, criteria.counting),
    )
    statement = select(*columns).join(f, f.c.project_id == Project.id)
    rows = session.execute(statement.where(Project.counted.is_(True), matching(criteria, f)))
    return [_Entry(*row) for row in rows]


def _words(listed: Iterable[str], found: Iterable[str]) -> tuple[WordChoice, ...]:
    """Return each word of a list with how often it was found."""
    count = Counter(found)
    return tuple(WordChoice(str(word), count[word]) for word in listed)


def _plans(session: Session, projects: set[int]) -> tuple[PlanChoice, ...]:
    """Return the plans with their boxes and programmes, and how many of *projects* each names."""
    of_programme: dict[int, set[int]] = defaultdict(set)
    for project_id, programme_id in session.execute(select(Source.project_id, Source.programme_id)):
        if project_id in projects:
            of_programme[programme_id].add(project_id)
    programmes: dict[int, list[ProgrammeChoice]] = defaultdict(list)
    of_box: dict[int, set[int]] = defaultdict(set)
    for row in session.scalars(select(Programme).order_by(Programme.position, Programme.id)):
        named = of_programme[row.id]
        programmes[row.box_id].append(ProgrammeChoice(row.id, row.no, row.title, len(named)))
        of_box[row.box_id] |= named
    boxes: dict[int, list[BoxChoice]] = defaultdict(list)
    of_plan: dict[int, set[int]] = defaultdict(set)
    for box in session.scalars(select(Box).order_by(Box.no, Box.id)):
        below = tuple(programmes[box.id])
        boxes[box.plan_id].append(BoxChoice(box.id, box.no, box.label, box.title, len(of_box[box.id]), below))
        of_plan[box.plan_id] |= of_box[box.id]
    return tuple(
        PlanChoice(row.id, row.title, row.short, len(of_plan[row.id]), tuple(boxes[row.id]))
        for row in session.scalars(select(Plan).order_by(Plan.position, Plan.id))
    )


def _units(session: Session, projects: list[_Entry]) -> tuple[UnitChoice, ...]:
    """Return the reporting units in the order of their tree: a parent, then those under it by position."""
    own = Counter(one.unit_id for one in projects)
    below: dict[int | None, list[ReportingUnit]] = defaultdict(list)
    for row in session.scalars(select(ReportingUnit).order_by(ReportingUnit.position, ReportingUnit.id)):
        below[row.parent_id].append(row)
    found: list[UnitChoice] = []

    def _add(parent_id: int | None, depth: int) -> int:
        """Append the units under one parent; return how many projects they have together."""
        total = 0
        for row in below[parent_id]:
            place = len(found)
            found.append(UnitChoice(row.id, row.name, row.kind, parent_id, depth, own[row.id], 0))
            with_below = own[row.id] + _add(row.id, depth + 1)
            found[place] = replace(found[place], count_below=with_below)
            total += with_below
        return total

    _add(None, 0)
    return tuple(found)


def _money_sources(session: Session) -> tuple[MoneySourceChoice, ...]:
    """Return the 资金来源, each group after its head."""
    rows = list(session.scalars(select(MoneySource).order_by(MoneySource.position, MoneySource.id)))
    found: list[MoneySourceChoice] = []
    for row in rows:
        if row.parent_id is None:
            found.append(MoneySourceChoice(row.id, row.name, 0))
            found += [MoneySourceChoice(one.id, one.name, 1) for one in rows if one.parent_id == row.id]
    return tuple(found)
