"""总投资, annual plans and 下达. All amounts are integers of 分; period figures are in services/period_figures.py."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypedDict, Unpack

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain import inputs
from tracker.domain.errors import InputError, NotFound
from tracker.domain.kinds import Stage, YearCategory
from tracker.domain.money import Amount, check_amount
from tracker.services import documents
from tracker.services.guards import require_tracked
from tracker.services.period_figures import (
    FigureInput,
    join_sources,
    require_source,
    set_figure,
    split_by_source,
)
from tracker.store.tables import Allocation, AnnualPlan, Investment

__all__ = [
    "AllocationInput",
    "FigureInput",
    "InvestmentDetails",
    "PlanDetails",
    "add_allocation",
    "edit_allocation",
    "join_sources",
    "remove_allocation",
    "set_figure",
    "set_investment",
    "set_year_plan",
    "split_by_source",
]

_FIRST_YEAR, _LAST_YEAR = 2000, 2100


class InvestmentDetails(TypedDict, total=False):
    """What may be said about a 总投资 beside its amount; what is not named stays as it is."""

    source_id: int | None
    stage: Stage | str | None
    as_of: date | None
    document_number: str | None
    note: str | None


class PlanDetails(TypedDict, total=False):
    """What may be said about an annual plan beside its amount; what is not named stays as it is."""

    category: YearCategory | str | None
    decided_on: date | None
    note: str | None


@dataclass(frozen=True)
class AllocationInput:
    """One batch of 下达."""

    project_id: int
    amount_fen: int
    allocated_on: date
    source_id: int | None = None
    document_number: str | None = None
    note: str | None = None


def set_investment(session: Session, project_id: int, amount: Amount, **details: Unpack[InvestmentDetails]) -> None:
    """Set 总投资, whole or of one ``source_id``; 未填 removes it.

    With ``as_of`` the version of that day is set (None is the undated one); without it the last version is changed.
    Only the details that are named are changed.
    """
    require_tracked(session, project_id)
    check_amount(amount, "amount")
    source_id = details.get("source_id")
    require_source(session, source_id)
    versions = session.scalars(
        select(Investment)
        .where(Investment.project_id == project_id, Investment.source_id.is_not_distinct_from(source_id))
        .order_by(Investment.as_of.nulls_first())
    ).all()
    as_of = inputs.day(details.get("as_of"), "定于", "as_of")
    if "as_of" not in details and versions:
        as_of = versions[-1].as_of
    row = next((version for version in versions if version.as_of == as_of), None)
    if amount.unknown:
        if row is not None:
            session.delete(row)
        return
    row = row or Investment(project_id=project_id, source_id=source_id, as_of=as_of)
    row.amount_fen, row.na = amount.fen, amount.na
    if "stage" in details:
        row.stage = inputs.word(details["stage"], Stage, "阶段", "stage")
    if "document_number" in details:
        row.document_id = _document(session, project_id, details["document_number"])
    if "note" in details:
        row.note = inputs.text(details["note"], "备注", "note")
    session.add(row)


def set_year_plan(session: Session, project_id: int, year: int, amount: Amount, **details: Unpack[PlanDetails]) -> None:
    """Set 年度计划投资 of a year (2000–2100); 未填 removes it.

    With ``decided_on`` the version of that day is set, an adjustment; without it the last version of the year is
    changed. Only the details that are named are changed.
    """
    require_tracked(session, project_id)
    check_amount(amount, "amount")
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise InputError(f"没有 {year} 年的年度计划，请核对年份。", "year")
    versions = session.scalars(
        select(AnnualPlan)
        .where(AnnualPlan.project_id == project_id, AnnualPlan.year == year)
        .order_by(AnnualPlan.decided_on.nulls_first())
    ).all()
    decided_on = inputs.day(details.get("decided_on"), "调整日期", "decided_on")
    if "decided_on" not in details and versions:
        decided_on = versions[-1].decided_on
    row = next((version for version in versions if version.decided_on == decided_on), None)
    if amount.unknown:
        if row is not None:
            session.delete(row)
        return
    row = row or AnnualPlan(project_id=project_id, year=year, decided_on=decided_on)
    row.amount_fen, row.na = amount.fen, amount.na
    if "category" in details:
        row.category = inputs.word(details["category"], YearCategory, "年度类别", "category")
    elif row.category is None and versions:
        row.category = versions[-1].category  # an adjustment of the amount leaves 年度类别 as it was
    if "note" in details:
        row.note = inputs.text(details["note"], "备注", "note")
    session.add(row)


def add_allocation(session: Session, batch: AllocationInput) -> int:
    """Add a batch of 下达; return its id."""
    require_tracked(session, batch.project_id)
    row = Allocation(project_id=batch.project_id)
    for field in ("amount_fen", "allocated_on", "source_id", "document_number", "note"):
        _set_allocation(session, row, field, getattr(batch, field))
    session.add(row)
    session.flush()
    return row.id


def edit_allocation(session: Session, allocation_id: int, field: str, value: object) -> None:
    """Change one field of a batch: source_id, amount_fen, allocated_on, document_number, note."""
    _set_allocation(session, _allocation(session, allocation_id), field, value)


def remove_allocation(session: Session, allocation_id: int) -> None:
    """Remove a batch of 下达, with the parts it was split into."""
    session.delete(_allocation(session, allocation_id))


def _allocation(session: Session, allocation_id: int) -> Allocation:
    """Return a batch of a project that may be written; raises NotFound otherwise."""
    row = session.get(Allocation, allocation_id)
    if row is None:
        raise NotFound
    require_tracked(session, row.project_id)
    return row


def _set_allocation(session: Session, row: Allocation, field: str, value: object) -> None:
    """Check and set one field of a batch."""
    if field == "amount_fen":
        if not isinstance(value, int):
            raise InputError("请填写下达金额。", field)
        check_amount(Amount(value), field)
        row.amount_fen = value
    elif field == "allocated_on":
        row.allocated_on = inputs.required_day(value, "下达日期", field)
    elif field == "source_id":
        row.source_id = require_source(session, value if isinstance(value, int) else None)
    elif field == "document_number":
        row.document_number = inputs.text(value, "下达文号", field, inputs.LONGEST_LINE)
        row.document_id = documents.find(session, row.project_id, row.document_number)
    elif field == "note":
        row.note = inputs.text(value, "备注", field)
    else:
        raise ValueError(f"a batch has no field {field}")


def _document(session: Session, project_id: int, number: str | None) -> int | None:
    """Return the id of the project's 批复文件 with this number, which is noted where it is new."""
    number = inputs.text(number, "文号", "document_number", inputs.LONGEST_LINE)
    if number is None:
        return None
    found = documents.find(session, project_id, number)
    return found or documents.add(session, documents.DocumentInput(project_id, title=number, number=number))
