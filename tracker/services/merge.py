"""Merging two entries that are one project."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, delete, func, select, text, update
from sqlalchemy.orm import Session

from tracker.domain.errors import InputError
from tracker.domain.kinds import STATES_OF, Kind, Nature
from tracker.domain.project_fields import MERGED
from tracker.services import custom
from tracker.services.guards import require_tracked
from tracker.services.projects import refresh_search
from tracker.store.tables import (
    Allocation,
    AnnualPlan,
    Document,
    Investment,
    Judgement,
    Milestone,
    PeriodFigure,
    PeriodReport,
    Problem,
    Project,
    ProjectAlias,
    Related,
    Source,
    StatePeriod,
    Target,
    UidAlias,
)


class Side(StrEnum):
    """Which of the two a block of figures is taken from."""

    SURVIVOR = "survivor"
    OTHER = "other"


@dataclass(frozen=True)
class MergePlan:
    """What the user decided.

    ``values`` maps a field (one of project_fields.MERGED) to the id of the project whose value is kept; a field not
    named keeps the survivor's value, or the other's where the survivor has none. ``milestones_from`` and
    ``money_from`` take a whole block; None is the survivor's, or the other's where the survivor has nothing there.
    ``on`` is the day from which the other no longer counts.
    """

    survivor_id: int
    other_id: int
    on: date
    values: Mapping[str, int] = field(default_factory=dict)
    milestones_from: Side | None = None
    money_from: Side | None = None


Tables = tuple[type[Milestone | Investment | AnnualPlan | Allocation | PeriodFigure], ...]
MONEY: Tables = (Investment, AnnualPlan, Allocation, PeriodFigure)


def merge(session: Session, plan: MergePlan) -> None:
    """Merge the other project into the survivor.

    Sources, aliases, documents, problems, targets and relations move, without repetitions; the name that is not kept
    becomes an alias. Milestones and money are taken as whole blocks: figures are never added, and the block that is
    not chosen stays with the merged entry. Reports move for the periods the survivor has none for. The other's uid
    opens the survivor from now on. Raises InputError for headings, one project twice, or values that do not fit.
    """
    if plan.survivor_id == plan.other_id:
        raise InputError("请选择两个不同的项目。")
    survivor = require_tracked(session, plan.survivor_id)
    other = require_tracked(session, plan.other_id)
    names = (survivor.name, other.name)
    _choose_values(session, plan, survivor, other)
    session.flush()
    # Blocks change places by way of an id that is no project's; the keys hold again before the commit.
    session.execute(text("PRAGMA defer_foreign_keys = ON"))
    _exchange(session, plan, (Milestone,), plan.milestones_from)
    _exchange(session, plan, MONEY, plan.money_from)
    _move_sources(session, plan)
    _move_aliases(session, plan, names, survivor.name)
    _move_relations(session, plan)
    _move_rows(session, plan)
    _redirect(session, survivor, other, plan.on)
    refresh_search(session, [survivor.id])


def _choose_values(session: Session, plan: MergePlan, survivor: Project, other: Project) -> None:
    """Give the survivor the value chosen for each field."""
    for name, project_id in plan.values.items():
        if name not in MERGED or project_id not in (survivor.id, other.id):
            raise ValueError((name, project_id))
    for name in MERGED:
        unknown = getattr(survivor, name) in (None, Nature.UNSTATED)
        default = other.id if unknown else survivor.id
        if plan.values.get(name, default) == survivor.id:
            continue
        setattr(survivor, name, getattr(other, name))
        if name == "deadline_text":
            survivor.deadline_day, survivor.deadline_precision = other.deadline_day, other.deadline_precision
        elif name == "unit_id":
            survivor.unit_inferred = other.unit_inferred
    survivor.custom = custom.joined(survivor.custom, other.custom)
    if survivor.planned_start and survivor.planned_finish and survivor.planned_finish < survivor.planned_start:
        raise InputError("所选的计划竣工早于计划开工，请改选其中一项。", "planned_finish")
    states = session.scalars(select(StatePeriod.state).where(StatePeriod.project_id == survivor.id)).all()
    if any(state not in (*STATES_OF[Kind(survivor.kind)], None) for state in states):
        raise InputError(f"保留的项目已登记的状态不用于{survivor.kind}，请改选类别。", "kind")


def _exchange(session: Session, plan: MergePlan, tables: Tables, chosen: Side | None) -> None:
    """Let a block of rows change places with the other's, where the other's is to be kept.

    One UPDATE would meet the unique keys half-way, so the survivor's rows wait under an id that is no project's.
    """
    if chosen is None:
        own = any(session.scalar(select(table.id).where(_of(table, plan.survivor_id)).limit(1)) for table in tables)
        chosen = Side.SURVIVOR if own else Side.OTHER
    if chosen is Side.SURVIVOR:
        return
    waiting = -plan.survivor_id
    for table in tables:
        for before, after in (
            (plan.survivor_id, waiting),
            (plan.other_id, plan.survivor_id),
            (waiting, plan.other_id),
        ):
            session.execute(update(table).where(_of(table, before)).values(project_id=after))
    if Milestone in tables:
        survivor, other = session.get_one(Project, plan.survivor_id), session.get_one(Project, plan.other_id)
        survivor.template_key, other.template_key = other.template_key, survivor.template_key


def _move_sources(session: Session, plan: MergePlan) -> None:
    """Add the other's sources behind the survivor's, so that the survivor keeps its place in the list."""
    own = select(Source.programme_id).where(_of(Source, plan.survivor_id))
    session.execute(delete(Source).where(_of(Source, plan.other_id), Source.programme_id.in_(own)))
    last = session.scalar(select(func.max(Source.position)).where(_of(Source, plan.survivor_id))) or 0
    moving = session.scalars(select(Source).where(_of(Source, plan.other_id)).order_by(Source.position, Source.id))
    for position, row in enumerate(moving.all(), start=last + 1):
        row.project_id, row.position = plan.survivor_id, position
    session.flush()


def _move_aliases(session: Session, plan: MergePlan, names: tuple[str, str], kept: str) -> None:
    """Give the survivor both names and all aliases, but not its own name as an alias."""
    own = set(session.scalars(select(ProjectAlias.text).where(_of(ProjectAlias, plan.survivor_id))))
    for row in session.scalars(select(ProjectAlias).where(_of(ProjectAlias, plan.other_id))).all():
        if row.text in own:
            session.delete(row)
        else:
            row.project_id = plan.survivor_id
            own.add(row.text)
    missing = [name for name in dict.fromkeys(names) if name not in own]
    session.add_all(ProjectAlias(project_id=plan.survivor_id, text=name) for name in missing)
    session.flush()
    session.execute(delete(ProjectAlias).where(_of(ProjectAlias, plan.survivor_id), ProjectAlias.text == kept))


def _move_relations(session: Session, plan: MergePlan) -> None:
    """Point the other's 相关项目 at the survivor; a pair stands once, the lower id first, and never with itself."""
    pair = (plan.survivor_id, plan.other_id)
    rows = session.scalars(select(Related).where(Related.project_id.in_(pair) | Related.other_id.in_(pair))).all()
    ends: set[int] = set()
    for row in rows:
        end = row.other_id if row.project_id in pair else row.project_id
        if end not in pair:
            ends.add(end)
    wanted = {(min(plan.survivor_id, end), max(plan.survivor_id, end)) for end in ends}
    for row in rows:
        if (found := (row.project_id, row.other_id)) in wanted:
            wanted.remove(found)
        else:
            session.delete(row)
    session.flush()
    session.add_all(Related(project_id=low, other_id=high) for low, high in sorted(wanted))


def _move_rows(session: Session, plan: MergePlan) -> None:
    """Move documents, problems, new targets, 打捆 children, and reports and judgements the survivor has none for."""
    for whole in (Document, Problem):
        session.execute(update(whole).where(_of(whole, plan.other_id)).values(project_id=plan.survivor_id))
    dated = ((PeriodReport, PeriodReport.period_end), (Judgement, Judgement.judged_on))
    for table, key in ((Target, Target.text), *dated):
        new = key.not_in(select(key).where(_of(table, plan.survivor_id)))
        session.execute(update(table).where(_of(table, plan.other_id), new).values(project_id=plan.survivor_id))
    survivor = session.get_one(Project, plan.survivor_id)
    if survivor.parent_id == plan.other_id:
        survivor.parent_id = session.get_one(Project, plan.other_id).parent_id
        session.flush()
    session.execute(update(Project).where(Project.parent_id == plan.other_id).values(parent_id=plan.survivor_id))


def _redirect(session: Session, survivor: Project, other: Project, on: date) -> None:
    """Let the other's uid, and all that led to it, open the survivor."""
    session.execute(update(UidAlias).where(_of(UidAlias, other.id)).values(project_id=survivor.id))
    session.execute(update(Project).where(Project.merged_into_id == other.id).values(merged_into_id=survivor.id))
    session.add(UidAlias(old_uid=other.uid, project_id=survivor.id))
    other.merged_into_id, other.merged_on = survivor.id, on
    session.flush()


def _of(table: Any, project_id: int) -> ColumnElement[bool]:
    """Return the condition that a row belongs to a project."""
    belongs: ColumnElement[bool] = table.project_id == project_id
    return belongs
