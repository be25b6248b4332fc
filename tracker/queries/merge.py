"""What two projects say differently, before they are merged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from tracker.domain.dates import format_day
from tracker.domain.errors import NotFound
from tracker.domain.kinds import Nature
from tracker.domain.project_fields import LABELS, MERGED
from tracker.store.tables import (
    Allocation,
    AnnualPlan,
    Document,
    Investment,
    Milestone,
    PeriodFigure,
    Problem,
    Project,
    ProjectAlias,
    ReportingUnit,
    Source,
)


@dataclass(frozen=True)
class MergeRow:
    """A field in which the two differ: its words, both values as shown (None is 未填), and whose is offered."""

    field: str
    label: str
    a: str | None
    b: str | None
    offered_id: int


@dataclass(frozen=True)
class BlockRow:
    """A block that is taken whole: ``milestones`` or ``money``, with what each side holds (None: nothing)."""

    block: str
    label: str
    a: str | None
    b: str | None


@dataclass(frozen=True)
class MergePreview:
    """Two projects side by side; ``moving`` says in words what comes over from *b*, should *a* survive."""

    a: tuple[int, str]
    b: tuple[int, str]
    rows: tuple[MergeRow, ...]
    blocks: tuple[BlockRow, ...]
    moving: str


def merge_preview(session: Session, a: int, b: int) -> MergePreview:
    """Return the fields and blocks in which two projects differ; NotFound where one is missing or merged."""
    first, second = _project(session, a), _project(session, b)
    left, right = _shown(session, first), _shown(session, second)
    rows = [
        MergeRow(name, LABELS[name], left[name], right[name], b if left[name] is None else a)
        for name in MERGED
        if left[name] != right[name]
    ]
    blocks = [
        BlockRow("milestones", "里程碑", _milestones(session, a), _milestones(session, b)),
        BlockRow("money", "资金", _money(session, a), _money(session, b)),
    ]
    given = tuple(block for block in blocks if block.a is not None or block.b is not None)
    return MergePreview((a, first.name), (b, second.name), tuple(rows), given, _moving(session, b))


def _project(session: Session, project_id: int) -> Project:
    """Return a project that still stands by itself."""
    project = session.get(Project, project_id)
    if project is None or project.merged_into_id is not None:
        raise NotFound
    return project


def _shown(session: Session, project: Project) -> dict[str, str | None]:
    """Return each field as the user reads it, None for 未填."""
    values = {name: getattr(project, name) for name in MERGED}
    unit = select(ReportingUnit.name).where(ReportingUnit.id == project.unit_id)
    values["unit_id"] = session.scalars(unit).one()
    if values["nature"] == Nature.UNSTATED:
        values["nature"] = None
    return {name: format_day(value) if isinstance(value, date) else value for name, value in values.items()}


def _count(session: Session, table: Any, project_id: int, *conditions: ColumnElement[bool]) -> int:
    """Return how many rows of a table belong to a project."""
    statement = select(func.count()).select_from(table).where(table.project_id == project_id, *conditions)
    return session.scalar(statement) or 0


def _milestones(session: Session, project_id: int) -> str | None:
    """Return what the milestones come to, in words."""
    nodes = _count(session, Milestone, project_id)
    met = _count(session, Milestone, project_id, Milestone.actual.is_not(None))
    return f"{nodes} 个节点，{met} 个已填实际日期" if nodes else None


def _money(session: Session, project_id: int) -> str | None:
    """Return what the money comes to, in words."""
    last = session.scalar(select(func.max(PeriodFigure.period_end)).where(PeriodFigure.project_id == project_id))
    parts = [
        f"总投资 {_count(session, Investment, project_id)} 笔",
        f"年度计划 {_count(session, AnnualPlan, project_id)} 笔",
        f"下达 {_count(session, Allocation, project_id)} 笔",
        f"累计数填至 {last}" if last else "",
    ]
    held = [part for part in parts if part and " 0 笔" not in part]
    return "，".join(held) or None


def _moving(session: Session, project_id: int) -> str:
    """Return the sentence on what moves to the survivor."""
    kinds: Sequence[tuple[str, Any, str]] = (
        ("来源", Source, "条"),
        ("别名", ProjectAlias, "个"),
        ("文件", Document, "份"),
        ("问题", Problem, "个"),
    )
    parts = [f"{label} {n} {measure}" for label, table, measure in kinds if (n := _count(session, table, project_id))]
    return f"{'、'.join(parts)}并入保留的项目，重复的只留一份。" if parts else ""
