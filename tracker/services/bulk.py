"""批量修改: one field, one column of the office's own, or a template, for many projects, seen before it is done."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.domain import custom
from tracker.domain.custom import KEYS
from tracker.domain.errors import InputError, NotFound
from tracker.domain.kinds import Nature
from tracker.domain.templates import suggested_template
from tracker.services import projects
from tracker.services.custom import columns_of, set_value
from tracker.services.milestones import apply_template
from tracker.store.tables import Milestone, Project, ReportingUnit, Template

TEMPLATE = "template"
_NOTHING = (None, "", Nature.UNSTATED)
SUGGESTED = "suggested"  # the template that fits each project's 类别 and 建设性质


@dataclass(frozen=True)
class BulkChange:
    """What is to be done: *key* is a field of EDITABLE_TOGETHER, a column of the office's own, or TEMPLATE.

    ``value`` is as typed, "" for 未填; a template's key or SUGGESTED. ``only_empty`` leaves what is filled in alone;
    a template is only ever given to projects without milestones.
    """

    project_ids: tuple[int, ...]
    key: str
    value: object
    only_empty: bool = False


@dataclass(frozen=True)
class BulkLine:
    """One project that would change, or whose change is refused with a sentence. ``old`` and ``new`` are words."""

    project_id: int
    name: str
    unit: str
    old: str
    new: str
    refusal: str = ""


@dataclass(frozen=True)
class BulkPreview:
    """What a change would do. ``same`` hold the value already, ``kept`` keep what they have."""

    lines: tuple[BulkLine, ...]
    same: int = 0
    kept: int = 0

    @property
    def changing(self) -> tuple[BulkLine, ...]:
        """The projects that would change."""
        return tuple(line for line in self.lines if not line.refusal)

    @property
    def refused(self) -> int:
        """How many cannot take the value."""
        return len(self.lines) - len(self.changing)


@dataclass(frozen=True)
class _Deed:
    """How one kind of change is read, tried and done; *old* and *new* are values, *say* makes words of them."""

    old: Callable[[Project], object]
    new: Callable[[Project], object]
    do: Callable[[Project], None]
    say: Callable[[object], str]


def preview(session: Session, change: BulkChange) -> BulkPreview:
    """Return what :func:`apply` would do; headings are left out, and nothing is changed.

    Raises InputError where no project at all can take the value, for it is the value then that is wrong.
    """
    deed = _deed(session, change)
    lines: list[BulkLine] = []
    same = kept = 0
    for project, unit in _rows(session, change.project_ids):
        old = deed.old(project)
        if old not in _NOTHING and (change.only_empty or change.key == TEMPLATE):
            kept += 1
            continue
        try:
            new, refusal = deed.new(project), ""
        except InputError as error:
            new, refusal = None, str(error)
        if not refusal and new == old:
            same += 1
            continue
        lines.append(BulkLine(project.id, project.name, unit, deed.say(old), deed.say(new), refusal))
    sentences = {line.refusal for line in lines}
    if len(sentences) == 1 and not same and (sentence := sentences.pop()):
        raise InputError(sentence, change.key)
    return BulkPreview(tuple(lines), same, kept)


def apply(session: Session, change: BulkChange) -> int:
    """Do it where it is not refused; return in how many projects. Raises InputError like :func:`preview`."""
    wanted = {line.project_id for line in preview(session, change).changing}
    deed = _deed(session, change)
    for project, _unit in _rows(session, tuple(wanted)):
        deed.do(project)
    return len(wanted)


def _rows(session: Session, ids: Sequence[int]) -> Iterator[tuple[Project, str]]:
    """Return the projects with their units' names, in the order asked for; headings are left out."""
    found = session.execute(
        select(Project, ReportingUnit.name)
        .join(ReportingUnit, ReportingUnit.id == Project.unit_id)
        .where(Project.id.in_(ids), Project.counted, Project.merged_into_id.is_(None))
    )
    rows = {project.id: (project, unit) for project, unit in found}
    return (rows[key] for key in dict.fromkeys(ids) if key in rows)


def _deed(session: Session, change: BulkChange) -> _Deed:
    """Return how a change is done."""
    if change.key == TEMPLATE:
        return _template_deed(session, str(change.value))
    if change.key in KEYS:
        return _custom_deed(session, change)
    if change.key not in projects.EDITABLE_TOGETHER:
        raise InputError(f"“{projects.EDITABLE.get(change.key, change.key)}”要逐个填写，不能批量修改。", change.key)
    return _field_deed(session, change.key, change.value)


def _field_deed(session: Session, key: str, value: object) -> _Deed:
    """Return how a field of the program's own is changed."""
    units = dict(session.execute(select(ReportingUnit.id, ReportingUnit.name)).all()) if key == "unit_id" else {}

    def say(held: object) -> str:
        return units.get(held, "") if isinstance(held, int) else _plain(held)

    return _Deed(
        old=lambda project: getattr(project, key),
        new=lambda project: projects.tried(session, project, key, value),
        do=lambda project: projects.edit(session, project.id, key, value),
        say=say,
    )


def _custom_deed(session: Session, change: BulkChange) -> _Deed:
    """Return how a column of the office's own is changed."""
    column = next((one for one in columns_of(session) if one.key == change.key), None)
    if column is None:
        raise NotFound("这个自定义栏已被删除，请重新选择。")
    new = custom.checked(column, change.value)
    return _Deed(
        old=lambda project: json.loads(project.custom or "{}").get(column.key),
        new=lambda _project: new,
        do=lambda project: set_value(session, [project.id], column.key, change.value),
        say=_plain,
    )


def _template_deed(session: Session, wanted: str) -> _Deed:
    """Return how a template is given to projects without milestones."""
    titles = dict(session.execute(select(Template.key, Template.title)).all())
    if wanted != SUGGESTED and wanted not in titles:
        raise NotFound("没有这个节点模板，可能已被删除，请换一个。")
    grouped = select(Milestone.project_id, func.count()).group_by(Milestone.project_id)
    present = dict(session.execute(grouped).all())

    def new(project: Project) -> str:
        key = suggested_template(project.kind, project.nature, project.name) if wanted == SUGGESTED else wanted
        if key not in titles:
            raise InputError("为它推荐的节点模板已被删除，请指定一个模板。", TEMPLATE)
        return key

    def say(held: object) -> str:
        return titles.get(held, "") if isinstance(held, str) else f"{held} 个节点" if held else ""

    return _Deed(
        old=lambda project: present.get(project.id),
        new=new,
        do=lambda project: apply_template(session, project.id, new(project)),
        say=say,
    )


def _plain(held: object) -> str:
    """Return a value in words."""
    return "" if held is None else f"{held:%Y-%m-%d}" if isinstance(held, date) else str(held)
