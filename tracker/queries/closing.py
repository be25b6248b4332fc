"""Closed quarters: which there are, what they hold, what has been corrected since, and what to look at before one.

Nothing closed is ever computed anew: rows, sums and lights come as they were signed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.closing import Closing, Scope
from tracker.domain.figures import Figures, Group
from tracker.domain.frozen import from_text
from tracker.domain.quarters import Quarter
from tracker.queries.criteria import Criteria
from tracker.queries.problems import ProblemRow
from tracker.queries.projects import ListRow
from tracker.store import closings as stored
from tracker.store.tables import ClosedRow, QuarterClose, ReportingUnit

# The sheets of a closing, as reports/closing_file.py makes them.
HEAD, PROJECTS, PROBLEMS, LIGHTS = "head", "projects", "problems", "lights"
COMPARISONS, STARTS, OFFICE = "comparisons", "starts", "office"


@dataclass(frozen=True)
class ClosedHead:
    """The sums of a closed quarter; ``*_before`` are those of 上期 as they were signed with it."""

    scope: str
    whole: Group
    whole_before: Group
    kinds: tuple[Group, ...]
    kinds_before: tuple[Group, ...]
    units: tuple[Group, ...]
    units_before: tuple[Group, ...]


@dataclass(frozen=True)
class ClosedLine:
    """One project of a closed quarter; ``reported`` tells whether anything was filled in for it."""

    row: ListRow
    before: Figures | None
    reported: bool


@dataclass(frozen=True)
class ClosedRows:
    """A closed quarter: the same frozen rows as the live queries give, in the list's order of that day."""

    closing: Closing
    head: ClosedHead
    lines: tuple[ClosedLine, ...]
    problems: tuple[ProblemRow, ...]

    @property
    def rows(self) -> tuple[ListRow, ...]:
        """The rows of the list, headings included."""
        return tuple(line.row for line in self.lines)

    @property
    def figures(self) -> Mapping[int, Figures]:
        """The figures by project."""
        return {line.row.project_id: line.row.figures for line in self.lines}


def scope_of(session: Session, unit_ids: Collection[int] = (), *, with_below: bool = False) -> tuple[Scope, Criteria]:
    """Return the scope of some units (none: all), and the conditions that list just its projects.

    含下辖 is resolved here: what is closed is a list of units, whatever becomes of the tree later.
    """
    units = list(session.scalars(select(ReportingUnit).order_by(ReportingUnit.position, ReportingUnit.id)))
    if not unit_ids:
        return Scope(), Criteria()
    chosen = set(unit_ids)
    grown = True
    while with_below and grown:
        below = {unit.id for unit in units if unit.parent_id in chosen} - chosen
        chosen, grown = chosen | below, bool(below)
    named = "、".join(unit.name for unit in units if unit.id in unit_ids)
    text = f"{named}（含下辖）" if with_below and chosen != set(unit_ids) else named
    inside = [unit for unit in units if unit.id in chosen]
    return Scope(tuple(sorted(unit.uid for unit in inside)), text), Criteria(unit_ids=tuple(u.id for u in inside))


def closings(session: Session, quarter: Quarter | None = None) -> tuple[Closing, ...]:
    """Return all versions, the newest first; of one quarter where it is named."""
    found = select(QuarterClose)
    if quarter is not None:
        found = found.where(QuarterClose.quarter == str(quarter))
    rows = session.scalars(found.order_by(QuarterClose.quarter.desc(), QuarterClose.id.desc()))
    return tuple(stored.closing_of(row) for row in rows)


def locked_closing(session: Session, quarter: Quarter, scope: Scope | None = None) -> Closing | None:
    """Return the version of a quarter that pages show: 正式 and not reopened.

    With a *scope* the one of just those units is preferred, else one that covers them all; without, the one of all.
    """
    wanted = scope or Scope()
    found = [one for one in stored.locking(session) if one.quarter == quarter]
    exact = next((one for one in found if stored.scope_key(one.scope) == stored.scope_key(wanted)), None)
    whole = next((one for one in found if not one.scope.unit_uids), None)
    covering = (one for one in found if wanted.unit_uids and all(one.scope.covers(uid) for uid in wanted.unit_uids))
    return exact or whole or next(covering, None)


def locked_until(session: Session, project_id: int) -> date | None:
    """Return the day up to which a project's dated facts may only be changed as 更正, None where nothing is closed."""
    quarters = stored.Locks(session, stored.locking(session)).of_project(project_id)
    return max(quarters).end if quarters else None


def closed_rows(session: Session, quarter: Quarter, scope: Scope | None = None) -> ClosedRows | None:
    """Return a closed quarter from its copy, None where it is open; 按更正后 are the live queries."""
    closing = locked_closing(session, quarter, scope)
    return None if closing is None else rows_of(session, closing)


def rows_of(session: Session, closing: Closing) -> ClosedRows:
    """Return what one version holds, also one that is reopened or 预计."""
    [head] = sheet(session, closing.id, HEAD)
    return ClosedRows(
        closing=closing,
        head=from_text(ClosedHead, head),
        lines=tuple(from_text(ClosedLine, text) for text in sheet(session, closing.id, PROJECTS)),
        problems=tuple(from_text(ProblemRow, text) for text in sheet(session, closing.id, PROBLEMS)),
    )


def sheet(session: Session, closing_id: int, name: str, ids: Collection[int] | None = None) -> tuple[str, ...]:
    """Return the rows of one sheet as they are stored, in order; of some projects or units where *ids* names them."""
    found = select(ClosedRow.content).where(ClosedRow.close_id == closing_id, ClosedRow.sheet == name)
    if ids is not None:
        found = found.where(ClosedRow.about_id.in_(ids))
    return tuple(session.scalars(found.order_by(ClosedRow.position)))


def signed_figures(session: Session, quarter: Quarter) -> dict[int, Figures]:
    """Return the figures of a closed quarter by project, from every version that locks: 上期 is what was signed.

    Projects of units that did not close are left out; theirs are the live figures. Where two scopes hold a project,
    the narrower one speaks: the county signed for itself.
    """
    found: dict[int, Figures] = {}
    closed = [one for one in stored.locking(session) if one.quarter == quarter]
    for closing in sorted(closed, key=lambda one: (bool(one.scope.unit_uids), -len(one.scope.unit_uids), one.id)):
        for text in sheet(session, closing.id, PROJECTS):
            row = from_text(ClosedLine, text).row
            found[row.project_id] = row.figures
    return found
