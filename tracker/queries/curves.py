"""The seasonal curves in the file: which one a unit's 序时进度 follows at a date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.curves import LINEAR, Curve, through
from tracker.store.tables import ReportingUnit, SeasonalCurve

_MONTHS = range(1, 12)


@dataclass(frozen=True)
class CurveRow:
    """One stored curve: its points, month → ‰, from a year on; ``unit_id`` None is for all units without their own."""

    id: int
    unit_id: int | None
    unit: str | None
    from_year: int
    points: dict[int, int]


@dataclass(frozen=True)
class Curves:
    """The curves in force in one year. A unit without one follows the unit above it, then the office's, then ÷ 12."""

    by_unit: dict[int | None, Curve]
    parents: dict[int, int | None]

    def of(self, unit_id: int | None) -> Curve:
        """Return the curve a unit's 序时进度 follows."""
        seen: set[int] = set()
        while unit_id is not None and unit_id not in seen:
            if unit_id in self.by_unit:
                return self.by_unit[unit_id]
            seen.add(unit_id)
            unit_id = self.parents.get(unit_id)
        return self.by_unit.get(None, LINEAR)

    @property
    def plain(self) -> bool:
        """Whether every unit follows month ÷ 12."""
        return not self.by_unit


def curves(session: Session, as_of: date) -> Curves:
    """Return the curves in force in D's year: of each unit the last one from that year or before."""
    rows = session.scalars(
        select(SeasonalCurve).where(SeasonalCurve.from_year <= as_of.year).order_by(SeasonalCurve.from_year)
    )
    in_force = {row.unit_id: through(_points(row)) for row in rows}
    if not in_force:
        return Curves({}, {})
    parents = {row.id: row.parent_id for row in session.execute(select(ReportingUnit.id, ReportingUnit.parent_id))}
    return Curves(in_force, parents)


def curve_rows(session: Session) -> tuple[CurveRow, ...]:
    """Return every stored curve, the office's own first, then by unit and year."""
    rows = session.execute(
        select(SeasonalCurve, ReportingUnit.name)
        .outerjoin(ReportingUnit, ReportingUnit.id == SeasonalCurve.unit_id)
        .order_by(ReportingUnit.position.nulls_first(), ReportingUnit.id, SeasonalCurve.from_year)
    )
    return tuple(CurveRow(row.id, row.unit_id, unit, row.from_year, _points(row)) for row, unit in rows)


def _points(row: SeasonalCurve) -> dict[int, int]:
    """Return the months a curve fixes."""
    shares = {month: getattr(row, f"m{month:02d}_permille") for month in _MONTHS}
    return {month: share for month, share in shares.items() if share is not None}
