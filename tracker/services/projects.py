"""Projects: making one, its facts field by field, its other names, and its states by hand."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.domain import deadline, inputs, project_code
from tracker.domain.errors import InputError, NotFound, ReasonNeeded, SameCode, SameName
from tracker.domain.kinds import STATES_OF, STATES_WITH_REASON, Kind, Level, Nature, Precision, State, UnitKind
from tracker.domain.project_fields import LABELS
from tracker.services.guards import require_project, require_tracked
from tracker.services.milestones import apply_template
from tracker.services.reasons import note_reason
from tracker.store.pinyin import search_keys
from tracker.store.tables import Programme, Project, ProjectAlias, Related, ReportingUnit, Source, StatePeriod

# The fields :func:`edit` takes, with the words the user reads.
EDITABLE = LABELS
# One name for many projects is never meant.
EDITABLE_TOGETHER = tuple(field for field in EDITABLE if field not in ("name", "code"))


@dataclass(frozen=True)
class NewProject:
    """What a new project needs; ``programme_id`` is the 工程 that names it, None where no plan does.

    ``same_name_meant`` is set once the user has seen that the unit already has a project of this name.
    ``template_key`` names the milestones it begins with, None for none yet.
    """

    name: str
    kind: str
    unit_id: int
    nature: str = Nature.UNSTATED
    programme_id: int | None = None
    same_name_meant: bool = False
    template_key: str | None = None


def create(session: Session, new: NewProject) -> int:
    """Make a project at the end of its programme, or of the list; return its id.

    Raises InputError for an empty name, an unknown kind, 建设性质 or unit, and SameName where the unit has one of that
    name already.
    """
    name = inputs.required_text(new.name, EDITABLE["name"], "name", inputs.LONGEST_LINE)
    kind = inputs.word(new.kind, Kind, EDITABLE["kind"], "kind")
    if kind is None:
        raise InputError("请选择类别：建设类或能力类。", "kind")
    unit = _unit(session, new.unit_id)
    if not new.same_name_meant:
        _refuse_same_name(session, name, unit.id, None)
    project = Project(
        name=name,
        kind=kind,
        nature=_nature(new.nature),
        unit_id=unit.id,
        position=_last_position(session, new.programme_id),
    )
    session.add(project)
    session.flush()
    if new.programme_id is not None:
        session.add(Source(project_id=project.id, programme_id=new.programme_id, position=1))
    refresh_search(session, [project.id])
    if new.template_key is not None:
        apply_template(session, project.id, new.template_key)
    return project.id


def edit(
    session: Session,
    project_id: int,
    field: str,
    value: object,
    *,
    same_name_meant: bool = False,
    same_code_meant: bool = False,
) -> None:
    """Store one field of a project; an empty value is 未填.

    Raises InputError with the field where the value cannot be stored (see EDITABLE), SameName where the new name or
    unit makes two of one name in a unit and *same_name_meant* is not set, SameCode where a project outside its own
    打捆 and 相关项目 has the 项目代码 and *same_code_meant* is not set.
    """
    project = require_project(session, project_id)
    stored = tried(session, project, field, value, same_name_meant=same_name_meant, same_code_meant=same_code_meant)
    setattr(project, field, stored)
    if field == "deadline_text":
        meant = deadline.read(stored) if stored else None
        project.deadline_day, project.deadline_precision = meant or (None, None)
    elif field == "deadline_day":
        project.deadline_precision = Precision.DAY if stored else None
    elif field == "unit_id":
        project.unit_inferred = False  # a person has said so
    if field in ("name", "unit_id"):
        refresh_search(session, [project.id])


def tried(
    session: Session,
    project: Project,
    field: str,
    value: object,
    *,
    same_name_meant: bool = False,
    same_code_meant: bool = False,
) -> Any:
    """Return a value as :func:`edit` would store it, raising what it would raise; nothing is stored."""
    stored = checked(session, project, field, value)
    if field in ("name", "unit_id") and stored != getattr(project, field) and not same_name_meant:
        name, unit_id = (stored, project.unit_id) if field == "name" else (project.name, stored)
        _refuse_same_name(session, name, unit_id, project.id)
    if field == "code" and stored and stored != project.code and not same_code_meant:
        _refuse_same_code(session, project, stored)
    return stored


def checked(session: Session, project: Project, field: str, value: object) -> Any:
    """Return a value of one field as it would be stored; raises InputError like :func:`edit`, and stores nothing."""
    if field not in EDITABLE:
        raise ValueError(field)
    return _CHECKS[field](session, project, value)


def set_aliases(session: Session, project_id: int, texts: Iterable[str]) -> None:
    """Give a project exactly these other names; empty ones, repetitions and its own name are left out."""
    project = require_project(session, project_id)
    given = (inputs.text(text, "别名", "aliases", inputs.LONGEST_LINE) for text in texts)
    wanted = dict.fromkeys(text for text in given if text and text != project.name)
    present = session.scalars(select(ProjectAlias).where(ProjectAlias.project_id == project.id)).all()
    for row in present:
        if row.text not in wanted:
            session.delete(row)
    held = {row.text for row in present}
    session.add_all(ProjectAlias(project_id=project.id, text=text) for text in wanted if text not in held)
    refresh_search(session, [project.id])


def set_state(
    session: Session, project_id: int, state: str, since: date | None = None, reason: str | None = None
) -> None:
    """Set a state by hand from a date on (None: from the beginning); a second one of that date replaces the first.

    Raises InputError for a heading and for a state of the other kind, ReasonNeeded for 停工, 停止, 取消 and 移交.
    """
    project = require_tracked(session, project_id)
    word = inputs.word(state, State, "状态", "state")
    allowed = STATES_OF[Kind(project.kind)]
    if word not in allowed:
        raise InputError(f"{project.kind}项目的状态只能是：{'、'.join(allowed)}。", "state")
    since = inputs.day(since, "起始日期", "since")
    why = inputs.text(reason, "原因", "reason")
    if word in STATES_WITH_REASON:
        if since is None:
            raise InputError(f"请填写从哪一天起“{word}”。", "since")
        if why is None:
            raise ReasonNeeded(f"改为“{word}”要写明原因。", "reason")
    row = session.scalars(
        select(StatePeriod).where(StatePeriod.project_id == project.id, StatePeriod.since.is_not_distinct_from(since))
    ).one_or_none()
    if row is None:
        row = StatePeriod(project_id=project.id, since=since)
        session.add(row)
    row.state, row.reason = word, why
    note_reason(session, why)


def resume(session: Session, project_id: int, on: date, reason: str | None = None) -> None:
    """复工: give the state back to the milestones from a day on; 停工 and the like keep their own time before it.

    Raises InputError where no state by hand holds on that day.
    """
    project = require_tracked(session, project_id)
    day = inputs.required_day(on, "起始日期", "since")
    rows = session.scalars(select(StatePeriod).where(StatePeriod.project_id == project.id)).all()
    before = [row for row in rows if row.since is None or row.since < day]
    last = max(before, key=lambda row: row.since or date.min, default=None)
    same = next((row for row in rows if row.since == day), None)
    if (last is None or last.state is None) and same is None:
        raise InputError(f"{day} 项目的状态本来就按节点，不需要恢复。", "since")
    why = inputs.text(reason, "原因", "reason")
    row = same or StatePeriod(project_id=project.id, since=day)
    row.state, row.reason = None, why
    session.add(row)
    note_reason(session, why)


def remove_state(session: Session, state_id: int) -> None:
    """Take a state set by hand back; the one before it, or the milestones, tell the state again."""
    row = session.get(StatePeriod, state_id)
    if row is None:
        raise NotFound
    session.delete(row)


def cancel(session: Session, project_id: int, on: date, reason: str) -> None:
    """取消 from a date on, with the reason; the project stays in the file and leaves every count from that day."""
    set_state(session, project_id, State.CANCELLED, on, reason)


def restore(session: Session, project_id: int) -> None:
    """Undo 取消: remove that state. Raises InputError where the project is not cancelled."""
    project = require_tracked(session, project_id)
    rows = session.scalars(
        select(StatePeriod).where(StatePeriod.project_id == project.id, StatePeriod.state == State.CANCELLED)
    ).all()
    if not rows:
        raise InputError("这个项目没有取消，不需要恢复。")
    for row in rows:
        session.delete(row)


def refresh_search(session: Session, project_ids: Collection[int]) -> None:
    """Bring the search keys of some projects up to date with their names, aliases and units."""
    session.flush()
    aliases: dict[int, list[str]] = {}
    for row in session.scalars(
        select(ProjectAlias).where(ProjectAlias.project_id.in_(project_ids)).order_by(ProjectAlias.id)
    ):
        aliases.setdefault(row.project_id, []).append(row.text)
    found = session.execute(
        select(Project, ReportingUnit.name)
        .join(ReportingUnit, ReportingUnit.id == Project.unit_id)
        .where(Project.id.in_(project_ids))
    )
    for project, unit in found:
        project.pinyin = search_keys(project.name, *aliases.get(project.id, ()), unit)


def _refuse_same_name(session: Session, name: str, unit_id: int, own_id: int | None) -> None:
    """Raise SameName where another project of the unit has this name or alias."""
    other = session.execute(
        select(Project.name, ReportingUnit.name.label("unit"))
        .join(ReportingUnit, ReportingUnit.id == Project.unit_id)
        .outerjoin(ProjectAlias, ProjectAlias.project_id == Project.id)
        .where(
            (Project.name == name) | (ProjectAlias.text == name),
            Project.unit_id == unit_id,
            Project.merged_into_id.is_(None),
            Project.id.is_distinct_from(own_id),
        )
        .limit(1)
    ).one_or_none()
    if other is not None:
        called = "" if other.name == name else f"（别名“{name}”）"
        raise SameName(
            f"{other.unit}已有项目“{other.name}”{called}，可能是同一项目；确是另一项目的，可以仍用此名称。", "name"
        )


def _refuse_same_code(session: Session, project: Project, code: str) -> None:
    """Raise SameCode where another project has the code; those of one 打捆 and 相关项目 share it without a word."""
    family = {project.parent_id or project.id}
    for first, other in session.execute(select(Related.project_id, Related.other_id)):
        if project.id in (first, other):
            family |= {first, other}
    found = session.execute(
        select(Project.id, Project.name, Project.parent_id, ReportingUnit.name.label("unit"))
        .join(ReportingUnit, ReportingUnit.id == Project.unit_id)
        .where(Project.code == code, Project.id != project.id, Project.merged_into_id.is_(None))
        .order_by(Project.id)
    )
    for row in found:
        if row.id not in family and row.parent_id not in family:
            raise SameCode(
                f"{row.unit}“{row.name}”已用项目代码 {code}。父子项目、分期项目可以共用；抄错了请改回。", "code"
            )


def _last_position(session: Session, programme_id: int | None) -> int:
    """Return the place of a new project. It shares the number of its programme's last one and stands behind it by id.

    So no other row moves, and none of theirs shows a change nobody made.
    """
    last = select(func.max(Project.position))
    if programme_id is None:
        return (session.scalar(last) or 0) + 1
    if session.get(Programme, programme_id) is None:
        raise InputError("所选的工程已不存在，请重新选择。", "programme_id")
    named = last.join(Source, Source.project_id == Project.id).where(Source.programme_id == programme_id)
    return session.scalar(named.where(Source.position == 1)) or (session.scalar(last) or 0) + 1


def _unit(session: Session, unit_id: object) -> ReportingUnit:
    """Return the unit a project reports under; one that only groups others has no projects."""
    unit = session.get(ReportingUnit, unit_id) if isinstance(unit_id, int) else None
    if unit is None:
        raise InputError("请选择上报单位。", "unit_id")
    if unit.kind == UnitKind.CITY:
        raise InputError(f"“{unit.name}”只用来汇总下级单位，请选市本级或具体的区县。", "unit_id")
    return unit


def _nature(value: object) -> Nature:
    """Return 建设性质, 未注明 for nothing."""
    return inputs.word(value, Nature, EDITABLE["nature"], "nature") or Nature.UNSTATED


Check = Callable[[Session, Project, object], Any]


def _checked_kind(session: Session, project: Project, value: object) -> Kind:
    """Return the kind; refused while a state by hand belongs to the other one only."""
    kind = inputs.word(value, Kind, EDITABLE["kind"], "kind")
    if kind is None:
        raise InputError("请选择类别：建设类或能力类。", "kind")
    states = session.scalars(select(StatePeriod.state).where(StatePeriod.project_id == project.id))
    for state in states:
        if state not in (*STATES_OF[kind], None):
            raise InputError(f"已登记的状态“{state}”不用于{kind}，请先删除该状态，再改类别。", "kind")
    return kind


def _checked_start(_session: Session, project: Project, value: object) -> date | None:
    """Return 计划开工, not after 计划竣工."""
    day = inputs.day(value, EDITABLE["planned_start"], "planned_start")
    if day and project.planned_finish and day > project.planned_finish:
        raise InputError(f"计划开工 {day} 晚于计划竣工 {project.planned_finish}，未保存，请核对。", "planned_start")
    return day


def _checked_finish(_session: Session, project: Project, value: object) -> date | None:
    """Return 计划竣工, not before 计划开工."""
    day = inputs.day(value, EDITABLE["planned_finish"], "planned_finish")
    if day and project.planned_start and day < project.planned_start:
        raise InputError(f"计划竣工 {day} 早于计划开工 {project.planned_start}，未保存，请核对。", "planned_finish")
    return day


def _line(field: str, longest: int = inputs.LONGEST_LINE) -> Check:
    """Return the check of a plain text."""
    return lambda _session, _project, value: inputs.text(value, EDITABLE[field], field, longest)


_CHECKS: dict[str, Check] = {
    "name": lambda _s, _p, value: inputs.required_text(value, EDITABLE["name"], "name", inputs.LONGEST_LINE),
    "kind": _checked_kind,
    "nature": lambda _s, _p, value: _nature(value),
    "code": lambda _s, _p, value: project_code.check(inputs.text(value, EDITABLE["code"], "code", 60) or "").code,
    "unit_id": lambda session, _p, value: _unit(session, value).id,
    "place": _line("place"),
    "content": _line("content", inputs.LONGEST_TEXT),
    "level": lambda _s, _p, value: inputs.word(value, Level, EDITABLE["level"], "level"),
    "builder": _line("builder"),
    "owner_dept": _line("owner_dept"),
    "owner": _line("owner"),
    "leader": _line("leader"),
    "planned_start": _checked_start,
    "planned_finish": _checked_finish,
    "deadline_text": _line("deadline_text"),
    "deadline_day": lambda _s, _p, value: inputs.day(value, EDITABLE["deadline_day"], "deadline_day"),
    "note": _line("note", inputs.LONGEST_TEXT),
}
