"""Which lines of the change log touch a fact that carries a date, and from which day it holds.

Facts without a date (name, unit, weight, rules) are not among them: an open quarter takes today's, a closed one its
copy's. A paper or a remark added to an old fact is not a change of what it says.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, column, select, table, text
from sqlalchemy.orm import Session

from tracker.store.tables import Change

_FREE = frozenset({"document_id", "note", "position"})
_BEGINNING = date.min


@dataclass(frozen=True)
class _Dated:
    """How a table's rows are dated.

    ``whole`` is the column a whole row is dated by (NULL there: from the beginning). ``moments`` are columns that are
    facts by themselves, dated by their own value; where there are any, other columns of the row are free.
    """

    whole: str | None = None
    moments: tuple[str, ...] = ()


_TABLES: dict[str, _Dated] = {
    "milestone": _Dated(moments=("actual",)),
    "milestone_approval": _Dated("decided_on"),
    "milestone_forecast": _Dated("observed_on"),
    "period_figure": _Dated("period_end"),
    "period_report": _Dated("period_end"),
    "target_value": _Dated("period_end"),
    "allocation": _Dated("allocated_on"),
    "investment": _Dated("as_of"),
    "annual_plan": _Dated("decided_on"),
    "state_period": _Dated("since"),
    "judgement": _Dated("judged_on"),
    "problem": _Dated(moments=("opened_on", "closed_on")),
    "project": _Dated(moments=("merged_on",)),
}
_PARENTS = {"milestone_id": "milestone", "target_id": "target"}
Record = Mapping[str, Any]


class FactChange(NamedTuple):
    """One line of the log about a dated fact, which holds from ``day`` on; ``year`` for an annual plan alone."""

    id: int
    action_id: int
    table_name: str
    row_id: int
    project_id: int | None
    op: str
    field: str | None
    old: str | None
    new: str | None
    day: date
    year: int | None


def fact_changes(session: Session, condition: ColumnElement[bool]) -> Iterator[FactChange]:
    """Yield the lines of the log that meet *condition* and touch a dated fact, in the order they were written."""
    names = ("id", "action_id", "table_name", "row_id", "project_id", "op", "field", "old", "new")
    found = session.execute(
        select(*(getattr(Change, name) for name in names))
        .where(condition, Change.table_name.in_(_TABLES))
        .order_by(Change.id)
    ).all()
    records = _Records(session, [(row.table_name, row.row_id) for row in found if row.op == "U"])
    for row in found:
        dated = _TABLES[row.table_name]
        record = records.of(row.table_name, row.row_id) if row.op == "U" else json.loads(row.new or row.old or "{}")
        days = list(_days(dated, row.op, row.field, (row.old, row.new), record))
        if not days:
            continue
        project_id = row.project_id if row.project_id is not None else records.project_of(record)
        year = record.get("year") if row.table_name == "annual_plan" else None
        kept = (row.op, row.field, row.old, row.new)
        yield FactChange(row.id, row.action_id, row.table_name, row.row_id, project_id, *kept, min(days), year)


def _days(
    dated: _Dated, op: str, field: str | None, values: tuple[str | None, str | None], record: Record
) -> Iterator[date]:
    """Yield the days a change of the log touches: of the row, and the old and new one where the day itself moved."""
    moved = field == "project_id"  # in a merge a row changes its project with all it says
    if dated.moments:
        if op == "U" and not moved and field not in dated.moments:
            return
        told = [json.loads(value or "null") for value in values] if field in dated.moments else []
        if op != "U" or moved:
            told = [record.get(name) for name in dated.moments]
        yield from (date.fromisoformat(value) for value in told if value)
        return
    if op == "U" and field in _FREE:
        return
    told = [record.get(dated.whole or "")]
    if field == dated.whole:
        told += [json.loads(value or "null") for value in values]
    yield from (date.fromisoformat(value) if value else _BEGINNING for value in told)


class _Records:
    """Rows as they are now, or were when they were deleted; read a table at a time."""

    def __init__(self, session: Session, wanted: Iterable[tuple[str, int]]) -> None:
        """Read all that will be asked for."""
        self._session = session
        self._rows: dict[tuple[str, int], Record] = {}
        by_table: dict[str, set[int]] = {}
        for name, row_id in wanted:
            by_table.setdefault(name, set()).add(row_id)
        for name, ids in by_table.items():
            self._read(name, ids)

    def of(self, name: str, row_id: int) -> Record:
        """Return a row, empty where nothing is known of it."""
        if (name, row_id) not in self._rows:
            self._read(name, {row_id})
        return self._rows.get((name, row_id), {})

    def project_of(self, record: Record) -> int | None:
        """Return the project a row belongs to by way of its milestone or target, which may have gone with it."""
        for field, parent in _PARENTS.items():
            if record.get(field) is not None:
                found = self.of(parent, record[field]).get("project_id")
                return None if found is None else int(found)
        return None

    def _read(self, name: str, ids: set[int]) -> None:
        """Read rows of one table, from the log where they are gone."""
        listed = text("id IN (SELECT value FROM json_each(:ids))")
        values = {"ids": json.dumps(sorted(ids))}
        statement = select(text("*")).select_from(table(name, column("id"))).where(listed).params(values)
        for row in self._session.execute(statement).mappings():
            self._rows[name, int(row["id"])] = dict(row)
        gone = [row_id for row_id in ids if (name, row_id) not in self._rows]
        deleted = select(Change.row_id, Change.old).where(
            Change.table_name == name, Change.op == "D", Change.row_id.in_(gone)
        )
        for row_id, old in self._session.execute(deleted.order_by(Change.id)) if gone else ():
            self._rows[name, row_id] = json.loads(old or "{}")
