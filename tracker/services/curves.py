"""Seasonal curves: how much of the year's plan is due by each month, for a unit or for all that have none."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.curves import check_points
from tracker.domain.errors import InputError, NotFound
from tracker.domain.quarters import FIRST_YEAR, LAST_YEAR
from tracker.store.tables import ReportingUnit, SeasonalCurve

_MONTHS = range(1, 12)


def set_curve(session: Session, unit_id: int | None, points: Mapping[int, int], from_year: int = FIRST_YEAR) -> None:
    """Give a unit (None: all without their own) a curve from a year on: month 1–11 → ‰ at its end.

    Months left out lie on the line between; no points at all is month ÷ 12. Raises InputError for what is no curve.
    """
    check_points(points)
    if not FIRST_YEAR <= from_year <= LAST_YEAR:
        raise InputError(f"起始年度要在 {FIRST_YEAR} 到 {LAST_YEAR} 之间，未保存。", "from_year")
    if unit_id is not None and session.get(ReportingUnit, unit_id) is None:
        raise NotFound
    row = _find(session, unit_id, from_year) or SeasonalCurve(unit_id=unit_id, from_year=from_year)
    for month in _MONTHS:
        setattr(row, f"m{month:02d}_permille", points.get(month))
    session.add(row)


def remove_curve(session: Session, unit_id: int | None, from_year: int = FIRST_YEAR) -> None:
    """Take a curve away: the unit then follows its earlier one, the unit above it, the office's, or month ÷ 12."""
    row = _find(session, unit_id, from_year)
    if row is None:
        raise NotFound
    session.delete(row)


def _find(session: Session, unit_id: int | None, from_year: int) -> SeasonalCurve | None:
    """Return the curve of a unit from a year on."""
    of_unit = SeasonalCurve.unit_id.is_(None) if unit_id is None else SeasonalCurve.unit_id == unit_id
    return session.scalar(select(SeasonalCurve).where(of_unit, SeasonalCurve.from_year == from_year))
