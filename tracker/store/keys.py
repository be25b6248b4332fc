"""Keep the stored search keys true to the names they are made of; call it after a name, an alias or a unit changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from tracker.store.pinyin import search_keys
from tracker.store.tables import Project, ProjectAlias, ReportingUnit, UnitFormer

_AT_ONCE = 500  # ids in one statement; SQLite takes 999 on old systems


def refill(session: Session, project_ids: Collection[int]) -> None:
    """Write anew the search keys of these projects where they differ: name, aliases, the unit's name."""
    for ids in _parts(project_ids):
        aliases: defaultdict[int, list[str]] = defaultdict(list)
        found = select(ProjectAlias.project_id, ProjectAlias.text).where(ProjectAlias.project_id.in_(ids))
        for project_id, text in session.execute(found.order_by(ProjectAlias.id)):
            aliases[project_id].append(text)
        rows = session.execute(
            select(Project.id, Project.name, Project.pinyin, ReportingUnit.name)
            .join(ReportingUnit, ReportingUnit.id == Project.unit_id)
            .where(Project.id.in_(ids))
        ).all()
        for project_id, name, stored, unit in rows:
            keys = search_keys(name, *aliases[project_id], unit)
            if keys != stored:
                session.execute(update(Project).where(Project.id == project_id).values(pinyin=keys))


def refill_units(session: Session, unit_ids: Collection[int]) -> None:
    """Write anew the search keys of these units and of their projects."""
    for ids in _parts(unit_ids):
        former: defaultdict[int, list[str]] = defaultdict(list)
        found = select(UnitFormer.unit_id, UnitFormer.name).where(UnitFormer.unit_id.in_(ids))
        for unit_id, name in session.execute(found.order_by(UnitFormer.id)):
            if name:
                former[unit_id].append(name)
        rows = session.execute(
            select(ReportingUnit.id, ReportingUnit.name, ReportingUnit.pinyin).where(ReportingUnit.id.in_(ids))
        ).all()
        for unit_id, name, stored in rows:
            keys = search_keys(name, *former[unit_id])
            if keys != stored:
                session.execute(update(ReportingUnit).where(ReportingUnit.id == unit_id).values(pinyin=keys))
        refill(session, session.scalars(select(Project.id).where(Project.unit_id.in_(ids))).all())


def _parts(ids: Collection[int]) -> Iterator[list[int]]:
    """Yield the ids in parts small enough for one statement."""
    ordered = sorted(set(ids))
    for start in range(0, len(ordered), _AT_ONCE):
        yield ordered[start : start + _AT_ONCE]
