"""The editable lists of the settings page: units with what they were called before, sources, templates."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.store.tables import (
    Allocation,
    Investment,
    MoneySource,
    PeriodFigure,
    Project,
    ReportingUnit,
    Template,
    TemplateItem,
    UnitFormer,
)


@dataclass(frozen=True)
class FormerRow:
    """A former or other name of a unit, or a code it had."""

    id: int
    name: str | None
    code: str | None


@dataclass(frozen=True)
class UnitRow:
    """A unit in the order of the tree. ``entries`` counts all that report under it; ``removable``: nothing does."""

    id: int
    uid: str
    name: str
    kind: str
    code: str | None
    parent_id: int | None
    depth: int
    note: str | None
    former: tuple[FormerRow, ...]
    entries: int
    removable: bool


@dataclass(frozen=True)
class SourceRow:
    """A 资金来源 after its parent; ``used`` counts the figures that name it."""

    id: int
    name: str
    parent_id: int | None
    used: int
    removable: bool


@dataclass(frozen=True)
class TemplateItemRow:
    """A milestone of a template."""

    id: int
    position: int
    title: str
    role: str | None
    weight: int


@dataclass(frozen=True)
class TemplateRow:
    """A template; ``used`` counts the projects that took it over last."""

    id: int
    key: str
    title: str
    items: tuple[TemplateItemRow, ...]
    used: int

    @property
    def weight(self) -> int:
        """The weights added up; 100 is usual, any sum works, for 节点完成率 divides by it."""
        return sum(item.weight for item in self.items)


def unit_rows(session: Session) -> tuple[UnitRow, ...]:
    """Return every unit, each followed by those under it."""
    entries = Counter(session.scalars(select(Project.unit_id)))
    former: dict[int, list[FormerRow]] = defaultdict(list)
    for row in session.scalars(select(UnitFormer).order_by(UnitFormer.id)):
        former[row.unit_id].append(FormerRow(row.id, row.name, row.code))
    below: dict[int | None, list[ReportingUnit]] = defaultdict(list)
    for unit in session.scalars(select(ReportingUnit).order_by(ReportingUnit.position, ReportingUnit.id)):
        below[unit.parent_id].append(unit)
    found: list[UnitRow] = []

    def _add(parent_id: int | None, depth: int) -> None:
        """Append the units under one parent."""
        for unit in below[parent_id]:
            facts = (unit.id, unit.uid, unit.name, unit.kind, unit.code, unit.parent_id, depth, unit.note)
            removable = not entries[unit.id] and not below[unit.id]
            found.append(UnitRow(*facts, tuple(former[unit.id]), entries[unit.id], removable))
            _add(unit.id, depth + 1)

    _add(None, 0)
    return tuple(found)


def source_rows(session: Session) -> tuple[SourceRow, ...]:
    """Return every 资金来源, each group after its head."""
    used: Counter[int | None] = Counter()
    for table in (Investment, Allocation, PeriodFigure):
        rows = session.execute(select(table.source_id, func.count()).group_by(table.source_id))
        used.update({row[0]: row[1] for row in rows})
    listed = list(session.scalars(select(MoneySource).order_by(MoneySource.position, MoneySource.id)))
    heads = {row.parent_id for row in listed}
    ordered: list[MoneySource] = []
    for head in listed:
        if head.parent_id is None:
            ordered += [head, *(one for one in listed if one.parent_id == head.id)]
    return tuple(
        SourceRow(row.id, row.name, row.parent_id, used[row.id], not used[row.id] and row.id not in heads)
        for row in ordered
    )


def template_rows(session: Session) -> tuple[TemplateRow, ...]:
    """Return every template with its milestones."""
    items: dict[int, list[TemplateItemRow]] = defaultdict(list)
    for row in session.scalars(select(TemplateItem).order_by(TemplateItem.position, TemplateItem.id)):
        items[row.template_id].append(TemplateItemRow(row.id, row.position, row.title, row.role, row.weight))
    used = Counter(session.scalars(select(Project.template_key)))
    return tuple(
        TemplateRow(row.id, row.key, row.title, tuple(items[row.id]), used[row.key])
        for row in session.scalars(select(Template).order_by(Template.position, Template.id))
    )
