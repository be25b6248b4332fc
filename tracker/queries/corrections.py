"""What was said of a closed quarter after it was closed: listed as 补报 and 更正 with the next one."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from tracker.domain.closing import Closing, CorrectionKind
from tracker.domain.dates import local_time
from tracker.domain.quarters import Quarter
from tracker.queries.history_words import Words
from tracker.store import closings as stored
from tracker.store.dated_facts import FactChange, fact_changes
from tracker.store.tables import Action, Change, Project, ReportingUnit

Values = Mapping[str, Any]


@dataclass(frozen=True)
class CorrectionRow:
    """One fact of a closed quarter that reads otherwise now, from what was signed to how it stands.

    ``what`` names the fact, ``old`` and ``new`` are finished words (未填 for nothing). ``at`` is local time and ``who``
    and ``why`` are those of the last deed that touched it.
    """

    kind: CorrectionKind
    project_id: int | None
    project: str
    unit: str
    what: str
    old: str
    new: str
    at: str
    who: str
    why: str | None
    action_id: int


def corrections(session: Session, closing: Closing) -> tuple[CorrectionRow, ...]:
    """Return what has changed since a version was closed in facts of its time and units, net of what was taken back.

    In the list's order of the projects, then in the order the facts were first touched.
    """
    own = stored.Locks(session, [closing])
    changes = list(fact_changes(session, and_(Change.action_id > closing.last_action_id)))
    touched = [fact for fact in changes if own.of(fact) is not None]
    rows: dict[tuple[str, int], list[FactChange]] = {}
    for fact in changes:
        # A row that was moved out of the quarter and changed there is told whole.
        rows.setdefault((fact.table_name, fact.row_id), []).append(fact)
    dated = {(fact.table_name, fact.row_id) for fact in touched}
    words, told = Words(session), _Told(session)
    found = [row for key, facts in rows.items() if key in dated for row in _net(words, told, facts)]
    return tuple(sorted(found, key=lambda row: told.place(row.project_id)))


def corrections_for(session: Session, quarter: Quarter) -> tuple[tuple[Closing, tuple[CorrectionRow, ...]], ...]:
    """Return what a report of *quarter* lists: for each version that locks the quarter before, what changed since."""
    before = [one for one in stored.locking(session) if one.quarter == quarter.previous]
    return tuple((one, corrections(session, one)) for one in before)


def changed_since(session: Session, closing: Closing) -> int:
    """Return how many facts of a closed quarter read otherwise now."""
    return len(corrections(session, closing))


class _Told:
    """Names of projects and units, and who did what when."""

    def __init__(self, session: Session) -> None:
        """Read the projects once."""
        self._session = session
        found = select(Project.id, Project.name, ReportingUnit.name, Project.position)
        rows = session.execute(found.join(ReportingUnit, ReportingUnit.id == Project.unit_id))
        self._projects = {row[0]: (row[1], row[2], row[3]) for row in rows}
        self._actions: dict[int, Action] = {}

    def project(self, project_id: int | None) -> tuple[str, str]:
        """Return a project's name and unit."""
        name, unit, _ = self._projects.get(project_id or 0, ("", "", 0))
        return name, unit

    def place(self, project_id: int | None) -> int:
        """Return a project's place in the list."""
        return self._projects.get(project_id or 0, ("", "", 0))[2]

    def action(self, action_id: int) -> Action:
        """Return a deed."""
        if action_id not in self._actions:
            self._actions[action_id] = self._session.get_one(Action, action_id)
        return self._actions[action_id]


def _net(words: Words, told: _Told, facts: Sequence[FactChange]) -> list[CorrectionRow]:
    """Return what became of one row: it came, it went, or some of its fields read otherwise."""
    first, last = facts[0], facts[-1]
    updates = [fact for fact in facts if fact.op == "U"]
    before = {fact.field or "": json.loads(fact.old or "null") for fact in reversed(updates)}
    after = {fact.field or "": json.loads(fact.new or "null") for fact in updates}
    if first.op == "I" and last.op == "D":
        return []
    if last.op == "D":
        gone: Values = {**json.loads(last.old or "{}"), **before}
        return [_row(told, last, words.fact(last.table_name, None, gone, (gone, None)), CorrectionKind.CHANGED)]
    record = words.record(last.table_name, last.row_id)
    if first.op == "I":
        if last.table_name == "milestone":  # a new milestone itself has no date; what it says was reached has one
            return [_row(told, last, words.fact("milestone", "actual", record, (None, record.get("actual"))), None)]
        return [_row(told, last, words.fact(last.table_name, None, record, (None, record)), CorrectionKind.LATE)]
    fields = [field for field in after if before[field] != after[field] and field not in ("na", "project_id")]
    if before.get("na") != after.get("na") and "amount_fen" in record:
        return [_row(told, last, words.fact(last.table_name, None, record, ({**record, **before}, record)), None)]
    return [
        _row(told, last, words.fact(last.table_name, field, record, (before[field], after[field])), None)
        for field in fields
    ]


def _row(told: _Told, fact: FactChange, said: tuple[str, str, str], kind: CorrectionKind | None) -> CorrectionRow:
    """Return one row of the list; what was not said at all before is 补报."""
    what, old, new = said
    action = told.action(fact.action_id)
    name, unit = told.project(fact.project_id)
    return CorrectionRow(
        kind=kind or (CorrectionKind.LATE if old == "未填" else CorrectionKind.CHANGED),
        project_id=fact.project_id,
        project=name,
        unit=unit,
        what=what,
        old=old,
        new=new,
        at=local_time(action.at),
        who=action.who,
        why=action.why,
        action_id=action.id,
    )
