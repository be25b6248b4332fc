"""One project in full, as the panel beside the list shows it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from tracker.domain.errors import NotFound
from tracker.domain.figures import Figures
from tracker.domain.kinds import BY_MILESTONES
from tracker.queries.figures import figures_of
from tracker.store.tables import (
    Box,
    Plan,
    Programme,
    Project,
    ProjectAlias,
    Related,
    ReportingUnit,
    Source,
    StatePeriod,
    Target,
    UidAlias,
)

Named = tuple[int, str]  # a project's id and name


@dataclass(frozen=True)
class SourceRow:
    """One place that names the project: plan, box and programme, as printed. The first one has ``position`` 1."""

    plan_id: int
    plan: str
    plan_short: str
    box_id: int
    box: int
    box_label: str
    box_title: str
    programme_id: int
    programme_no: str
    programme: str
    position: int


@dataclass(frozen=True)
class TargetRow:
    """One printed quantity; ``low_milli`` and ``high_milli`` are thousandths of ``unit``."""

    target_id: int
    text: str
    comparator: str
    low_milli: int | None
    high_milli: int | None
    unit: str | None
    base: str | None
    deadline_text: str | None
    deadline_day: date | None
    deadline_precision: str | None


@dataclass(frozen=True)
class StateRow:
    """A state set by hand from a date on (None: from the beginning); 按节点 where the milestones tell it again."""

    state_id: int
    state: str
    since: date | None
    reason: str | None


@dataclass(frozen=True)
class Detail:
    """All facts of one project, with its figures as of a date.

    ``counted`` is False for a heading, whose projects stand in ``inside``. ``old_uids`` open this project too.
    ``merged_into`` is the survivor where this project was merged away. ``custom`` holds what stands in the columns of
    the user's own, by their keys.
    """

    project_id: int
    uid: str
    name: str
    aliases: tuple[str, ...]
    kind: str
    nature: str
    code: str | None
    unit_id: int
    unit: str
    unit_inferred: bool
    place: str | None
    content: str | None
    level: str | None
    builder: str | None
    owner_dept: str | None
    owner: str | None
    leader: str | None
    planned_start: date | None
    planned_finish: date | None
    deadline_text: str | None
    deadline_day: date | None
    deadline_precision: str | None
    note: str | None
    is_programme: bool
    counted: bool
    template_key: str | None
    parent: Named | None
    children: tuple[Named, ...]
    inside: tuple[Named, ...]
    sources: tuple[SourceRow, ...]
    related: tuple[Named, ...]
    targets: tuple[TargetRow, ...]
    states: tuple[StateRow, ...]
    old_uids: tuple[str, ...]
    merged_into: Named | None
    merged_on: date | None
    custom: Mapping[str, str]
    figures: Figures


# The columns of Project that Detail shows as they are.
_PLAIN = (
    *("uid", "name", "kind", "nature", "code", "unit_id", "unit_inferred", "place", "content", "level", "builder"),
    *("owner_dept", "owner", "leader", "planned_start", "planned_finish", "deadline_text", "deadline_day"),
    *("deadline_precision", "note", "is_programme", "counted", "template_key", "merged_on"),
)


def detail(session: Session, project_id: int, as_of: date) -> Detail:
    """Return one project in full, a merged one too; raises NotFound where there is none."""
    project = session.get(Project, project_id)
    if project is None:
        raise NotFound
    sources = _sources(session, project_id)
    return Detail(
        project_id=project_id,
        **{name: getattr(project, name) for name in _PLAIN},
        unit=session.scalars(select(ReportingUnit.name).where(ReportingUnit.id == project.unit_id)).one(),
        aliases=_aliases(session, project_id),
        parent=_one(session, project.parent_id),
        children=_named(session, Project.parent_id == project_id),
        inside=() if project.counted else _inside(session, project_id, sources),
        sources=sources,
        related=_related(session, project_id),
        targets=_targets(session, project_id),
        states=_states(session, project_id),
        old_uids=tuple(session.scalars(select(UidAlias.old_uid).where(UidAlias.project_id == project_id))),
        merged_into=_one(session, project.merged_into_id),
        custom=json.loads(project.custom or "{}"),
        figures=figures_of(session, [project_id], as_of)[project_id],
    )


def _aliases(session: Session, project_id: int) -> tuple[str, ...]:
    """Return the other names of a project as they were entered."""
    statement = select(ProjectAlias.text).where(ProjectAlias.project_id == project_id).order_by(ProjectAlias.id)
    return tuple(session.scalars(statement))


def _named(session: Session, which: ColumnElement[bool]) -> tuple[Named, ...]:
    """Return id and name of the projects that meet a condition, in the list's order; merged ones are left out."""
    statement = select(Project.id, Project.name).where(which, Project.merged_into_id.is_(None))
    rows = session.execute(statement.order_by(Project.position, Project.id))
    return tuple((row.id, row.name) for row in rows)


def _one(session: Session, project_id: int | None) -> Named | None:
    """Return id and name of one project, merged or not; None for None."""
    if project_id is None:
        return None
    return project_id, session.scalars(select(Project.name).where(Project.id == project_id)).one()


def _sources(session: Session, project_id: int) -> tuple[SourceRow, ...]:
    """Return every place that names a project, the one that places it in the list first."""
    statement = (
        select(
            Plan.id.label("plan_id"),
            Plan.title.label("plan"),
            Plan.short.label("plan_short"),
            Box.id.label("box_id"),
            Box.no.label("box"),
            Box.label.label("box_label"),
            Box.title.label("box_title"),
            Programme.id.label("programme_id"),
            Programme.no.label("programme_no"),
            Programme.title.label("programme"),
            Source.position,
        )
        .select_from(Source)
        .join(Programme, Programme.id == Source.programme_id)
        .join(Box, Box.id == Programme.box_id)
        .join(Plan, Plan.id == Box.plan_id)
        .where(Source.project_id == project_id)
        .order_by(Source.position, Source.id)
    )
    return tuple(SourceRow(**row) for row in session.execute(statement).mappings())


def _inside(session: Session, project_id: int, sources: Iterable[SourceRow]) -> tuple[Named, ...]:
    """Return the projects named inside a heading's programme."""
    programmes = [row.programme_id for row in sources]
    named = select(Source.project_id).where(Source.programme_id.in_(programmes))
    return _named(session, Project.id.in_(named) & (Project.id != project_id))


def same_code(session: Session, project_id: int) -> tuple[Named, ...]:
    """Return the other projects with a project's 项目代码: 父子 and 分期 may share one."""
    code = session.scalar(select(Project.code).where(Project.id == project_id))
    return _named(session, (Project.code == code) & (Project.id != project_id)) if code else ()


def _related(session: Session, project_id: int) -> tuple[Named, ...]:
    """Return the 相关项目; a pair is kept once, so both ends are asked."""
    after = select(Related.other_id).where(Related.project_id == project_id)
    before = select(Related.project_id).where(Related.other_id == project_id)
    return _named(session, Project.id.in_(after.union(before)))


def _targets(session: Session, project_id: int) -> tuple[TargetRow, ...]:
    """Return the printed quantities in their order."""
    rows = session.scalars(select(Target).where(Target.project_id == project_id).order_by(Target.position, Target.id))
    return tuple(
        TargetRow(
            target_id=row.id,
            text=row.text,
            comparator=row.comparator,
            low_milli=row.low_milli,
            high_milli=row.high_milli,
            unit=row.unit,
            base=row.base,
            deadline_text=row.deadline_text,
            deadline_day=row.deadline_day,
            deadline_precision=row.deadline_precision,
        )
        for row in rows
    )


def _states(session: Session, project_id: int) -> tuple[StateRow, ...]:
    """Return the states set by hand, earliest first."""
    rows = session.scalars(select(StatePeriod).where(StatePeriod.project_id == project_id).order_by(StatePeriod.since))
    return tuple(StateRow(row.id, row.state or BY_MILESTONES, row.since, row.reason) for row in rows)
