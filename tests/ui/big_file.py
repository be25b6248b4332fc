"""A file of 10,000 projects: the demonstration copied over and over, for what must stay quick in large files."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Table, func, insert, literal, select
from sqlalchemy.orm import Session

from tracker.store.tables import (
    AnnualPlan,
    Base,
    Investment,
    Milestone,
    PeriodFigure,
    PeriodReport,
    Problem,
    Project,
    Source,
)

_COPIED: tuple[type[Base], ...] = (
    Project,
    Source,
    Milestone,
    Investment,
    AnnualPlan,
    PeriodFigure,
    PeriodReport,
    Problem,
)


def multiply(session: Session, times: int) -> None:
    """Copy every project with what belongs to it until there are *times* as many."""
    tables = [part.__table__ for part in _COPIED]
    ends = {table: (session.scalar(select(func.max(table.c.id))) or 0) + 1 for table in tables}
    for nth in range(1, times):
        for table in tables:
            assert isinstance(table, Table)
            _copy(session, table, nth, ends[table], ends[Project.__table__])


def _copy(session: Session, table: Table, nth: int, rows: int, projects: int) -> None:
    """Copy the first *rows* rows of a table as the *nth* copy; *projects* is the distance between projects' ids."""
    values: list[ColumnElement[Any]] = []
    for column in table.columns:
        if column.name == "id":
            values.append((column + nth * rows).label("id"))
        elif column.name == "uid":
            values.append((column + literal(f"_{nth}")).label("uid"))
        elif column.name == "project_id":
            values.append((column + nth * projects).label("project_id"))
        elif column.name == "name":
            values.append((column + literal(f"（第{nth}份）")).label("name"))
        elif column.name in ("parent_id", "merged_into_id"):
            values.append((column + nth * projects).label(column.name))
        elif column.name == "position" and "parent_id" in table.c:
            values.append((column + nth * projects).label("position"))
        else:
            values.append(column)
    where = table.c.id < rows
    session.execute(insert(table).from_select([c.name for c in table.columns], select(*values).where(where)))
