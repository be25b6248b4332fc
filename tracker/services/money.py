"""Money: 总投资, annual plans, 下达 and the cumulative period figures. All amounts are integers of 分."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypedDict, Unpack

from sqlalchemy.orm import Session

from tracker.domain.kinds import MoneyKind, Stage, YearCategory
from tracker.domain.money import Amount


class InvestmentDetails(TypedDict, total=False):
    """What may be said about a 总投资 beside its amount."""

    source_id: int | None
    stage: Stage | str | None
    as_of: date | None
    document_number: str | None
    note: str | None


class PlanDetails(TypedDict, total=False):
    """What may be said about an annual plan beside its amount."""

    category: YearCategory | str | None
    decided_on: date | None
    note: str | None


@dataclass(frozen=True)
class FigureInput:
    """One *cumulative* figure at a month's end. ``amount`` unknown removes it.

    ``shift_later`` moves the later figures of the same line by the same difference.
    """

    project_id: int
    kind: MoneyKind
    period_end: date
    amount: Amount
    source_id: int | None = None
    reason: str | None = None
    shift_later: bool = False


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
    """Set 总投资, whole or of one source; replaces the figure of the same source and date, 未填 removes it."""
    raise NotImplementedError


def set_year_plan(session: Session, project_id: int, year: int, amount: Amount, **details: Unpack[PlanDetails]) -> None:
    """Set 年度计划投资 of a year; an adjustment has its own ``decided_on``; 未填 removes it."""
    raise NotImplementedError


def set_figure(session: Session, figure: FigureInput) -> None:
    """Set, change or remove one cumulative figure.

    Raises InputError where the period is filled the other way (不分来源 or by source, never both), ReasonNeeded where
    the cumulative figure falls.
    """
    raise NotImplementedError


def split_by_source(
    session: Session, project_id: int, kind: MoneyKind, period_end: date, parts: Mapping[int, Amount]
) -> None:
    """Replace a figure 不分来源 by figures of sources that add up to it."""
    raise NotImplementedError


def add_allocation(session: Session, batch: AllocationInput) -> int:
    """Add a batch of 下达; return its id."""
    raise NotImplementedError


def edit_allocation(session: Session, allocation_id: int, field: str, value: object) -> None:
    """Change one field of a batch: source_id, amount_fen, allocated_on, document_number, note."""
    raise NotImplementedError


def remove_allocation(session: Session, allocation_id: int) -> None:
    """Remove a batch of 下达, with the parts it was split into."""
    raise NotImplementedError
