"""The units somebody works for, kept by uid: ids differ from file to file, uids of the catalogue do not."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from tracker.queries.criteria import Criteria
from tracker.store.tables import ReportingUnit


def criteria_of(session: Session, uids: Iterable[str], *, with_below: bool) -> Criteria:
    """Return the filter for units by *uids*; those the file has not are left out, and none filter nothing."""
    statement: Select[*tuple[int]] = select(ReportingUnit.id).where(ReportingUnit.uid.in_(list(uids)))
    ids = tuple(session.scalars(statement.order_by(ReportingUnit.position, ReportingUnit.id)))
    return Criteria(unit_ids=ids, with_below=bool(ids) and with_below)


def uids_of(session: Session, criteria: Criteria) -> list[str]:
    """Return the uids of the units a filter names."""
    statement: Select[*tuple[str]] = select(ReportingUnit.uid).where(ReportingUnit.id.in_(criteria.unit_ids))
    return list(session.scalars(statement.order_by(ReportingUnit.position, ReportingUnit.id)))


def names_of(session: Session, criteria: Criteria) -> list[str]:
    """Return the names of the units a filter names, in the office's order."""
    statement: Select[*tuple[str]] = select(ReportingUnit.name).where(ReportingUnit.id.in_(criteria.unit_ids))
    return list(session.scalars(statement.order_by(ReportingUnit.position, ReportingUnit.id)))
