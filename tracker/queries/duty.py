"""Who has not reported: project by project, and counted for each unit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.duty import UnitDuty, due_day
from tracker.domain.office import SignOff
from tracker.queries.criteria import Criteria, matching
from tracker.queries.figures import counted, per_project
from tracker.queries.settings import office
from tracker.store.tables import Project, ReportingUnit


@dataclass(frozen=True)
class MissingRow:
    """A counted project that has not reported; ``filled_to`` is the end of the last period it did report."""

    project_id: int
    name: str
    unit_id: int
    unit: str
    owner_dept: str | None
    owner: str | None
    filled_to: date | None


@dataclass(frozen=True)
class Duty:
    """The reports of one period: when they are due, what is missing, and how far each unit is, in the units' order."""

    due: date
    missing: tuple[MissingRow, ...]
    units: tuple[UnitDuty, ...]

    @property
    def expected(self) -> int:
        """How many projects are to be reported."""
        return sum(unit.expected for unit in self.units)

    @property
    def reported(self) -> int:
        """How many were."""
        return sum(unit.reported for unit in self.units)


def duty(session: Session, criteria: Criteria, since: date, until: date) -> Duty:
    """Return who has reported for the period after *since* (the end of the one before) up to *until* (its end).

    A project has reported when anything was filled in for the period: 累计数, 形象进度 or words, as in the sheet's
    “本季已填报”. Counted are the projects that count at *until*.
    """
    f = per_project(until, ("filled_to", "state"))
    columns = (
        Project.id,
        Project.name,
        Project.unit_id,
        ReportingUnit.name,
        Project.owner_dept,
        Project.owner,
        f.c.filled_to,
    )
    statement = (
        select(*columns)
        .join(ReportingUnit, ReportingUnit.id == Project.unit_id)
        .join(f, f.c.project_id == Project.id)
        .where(matching(criteria, f), counted(f, criteria.counting))
        .order_by(ReportingUnit.position, ReportingUnit.id, Project.position, Project.id)
    )
    missing: list[MissingRow] = []
    expected: dict[int, tuple[str, int]] = {}
    for project_id, name, unit_id, unit, dept, owner, filled in session.execute(statement):
        last = date.fromisoformat(filled) if filled else None
        row = MissingRow(project_id, name, unit_id, unit, dept, owner, last)
        expected[row.unit_id] = (row.unit, expected.get(row.unit_id, ("", 0))[1] + 1)
        if row.filled_to is None or row.filled_to <= since:
            missing.append(row)
    set_up = office(session)
    units = (_unit(unit_id, *found, missing) for unit_id, found in expected.items())
    return Duty(
        due=due_day(until, set_up.due),
        missing=tuple(missing),
        units=tuple(_signed(unit, set_up.unit_sign_off.get(unit.unit_id)) for unit in units),
    )


def _signed(unit: UnitDuty, lines: SignOff | None) -> UnitDuty:
    """Add whom to call; the office's own lines name nobody of the unit."""
    return replace(unit, filler=lines.filler, phone=lines.phone) if lines else unit


def _unit(unit_id: int, name: str, expected: int, missing: list[MissingRow]) -> UnitDuty:
    """Return how far one unit is."""
    names = tuple(row.name for row in missing if row.unit_id == unit_id)
    return UnitDuty(unit_id, name, expected, expected - len(names), names)
