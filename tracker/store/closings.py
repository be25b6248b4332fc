"""The closed quarters of a file, and the guard that keeps what is dated in them.

The guard reads the change log of the action under way, after the service and before the commit: it sees bulk changes,
imports, cascades and undo as well as single fields, and no service can forget to ask it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.closing import Closing, ClosingStage, QuarterClosed, Scope, locked_by, year_lock
from tracker.domain.deeds import Deed
from tracker.domain.quarters import Quarter, parse_quarter
from tracker.store.dated_facts import FactChange, fact_changes
from tracker.store.tables import Change, Correction, Project, QuarterClose, ReportingUnit


def closing_of(row: QuarterClose) -> Closing:
    """Return a stored closing as a frozen row."""
    return Closing(
        id=row.id,
        quarter=parse_quarter(row.quarter),
        scope=Scope(tuple(json.loads(row.scope)), row.scope_text),
        stage=ClosingStage(row.stage),
        version=row.version,
        closed_by=row.closed_by,
        closed_on=row.closed_on,
        last_action_id=row.last_action_id,
        workbook=row.workbook,
        sha256=row.sha256,
        note=row.note,
        reopened_by=row.reopened_by,
        reopened_on=row.reopened_on,
        reopen_reason=row.reopen_reason,
    )


def scope_key(scope: Scope) -> str:
    """Return a scope as it is stored: one text for one set of units."""
    return json.dumps(sorted(scope.unit_uids), ensure_ascii=False)


def locking(session: Session) -> tuple[Closing, ...]:
    """Return every closing that locks, the earliest quarter first."""
    found = select(QuarterClose).where(QuarterClose.stage == ClosingStage.FINAL, QuarterClose.reopened_on.is_(None))
    rows = session.scalars(found.order_by(QuarterClose.quarter, QuarterClose.id))
    return tuple(closing_of(row) for row in rows)


class Locks:
    """Tells which quarter locks a fact, by the unit of its project."""

    def __init__(self, session: Session, closings: Iterable[Closing]) -> None:
        """Take the closings that lock."""
        self._session = session
        self._closings = tuple(closings)
        self._units: dict[int, str] = {}
        self._quarters: dict[str, tuple[Quarter, ...]] = {}

    def of_unit(self, uid: str) -> tuple[Quarter, ...]:
        """Return the quarters that are locked for a unit."""
        if uid not in self._quarters:
            self._quarters[uid] = tuple(one.quarter for one in self._closings if one.scope.covers(uid))
        return self._quarters[uid]

    def of_project(self, project_id: int | None) -> tuple[Quarter, ...]:
        """Return the quarters that are locked for a project; where it is not known, all of them."""
        if project_id is None:
            return tuple(one.quarter for one in self._closings)
        if not self._units:
            units = select(Project.id, ReportingUnit.uid).join(ReportingUnit, ReportingUnit.id == Project.unit_id)
            self._units = {row[0]: row[1] for row in self._session.execute(units)}
        return self.of_unit(self._units.get(project_id, ""))

    def of(self, fact: FactChange) -> Quarter | None:
        """Return the quarter that locks a fact, None where it is free."""
        quarters = self.of_project(fact.project_id)
        if fact.year is not None:
            return year_lock(fact.year, fact.day, quarters)
        return locked_by(fact.day, quarters)


def guard(session: Session, action_id: int, deed: Deed) -> None:
    """Refuse an action that changes a fact of a closed quarter, unless it is a 更正, which is then noted.

    Taking a 更正 back, or doing it again, is one as well. Raises QuarterClosed.
    """
    closings = locking(session)
    if not closings:
        return
    locks = Locks(session, closings)
    changes = fact_changes(session, Change.action_id == action_id)
    quarter = next((found for fact in changes if (found := locks.of(fact)) is not None), None)
    if quarter is None:
        return
    reason = deed.correction or _taken_back(session, deed)
    if not reason:
        raise QuarterClosed(quarter)
    session.add(Correction(action_id=action_id, quarter=str(quarter), reason=reason))


def _taken_back(session: Session, deed: Deed) -> str | None:
    """Return the reason of the 更正 that a deed takes back or does again, None where it does neither."""
    before = deed.undoes_id if deed.undoes_id is not None else deed.redoes_id
    return session.scalar(select(Correction.reason).where(Correction.action_id == before)) if before else None
