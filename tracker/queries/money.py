"""Everything about the money of one project, as of a quarter's end beside the period before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sqlalchemy.orm import Session

from tracker.domain.kinds import MoneyKind
from tracker.domain.money import Amount


@dataclass(frozen=True)
class SourceLine:
    """One 资金来源, or 合计 with ``source_id`` None. Amounts stand as of the quarter's end.

    ``entered`` names the kinds whose figure was entered for this very period; the others are carried on from an
    earlier one.
    """

    source_id: int | None
    name: str
    investment: Amount
    allocated: Amount
    arrived: Amount
    done: Amount
    paid: Amount
    entered: frozenset[MoneyKind]


@dataclass(frozen=True)
class PeriodLine:
    """One kind of cumulative figure, whole project. Differences in 分; None where a term is unknown.

    ``current`` is what was entered for this very period (未填 until then); ``standing`` the last figure on or before
    it, with its date, which lists and charts read. ``previous`` stood at the end of the period before. 年初至今 and
    占总投资 rest on ``standing``; 本期 on ``current``. ``by_source``: the figure is filled by 资金来源.
    """

    kind: MoneyKind
    previous: Amount
    current: Amount
    standing: Amount
    standing_on: date | None
    period_fen: int | None
    year_before: Amount
    year_fen: int | None
    of_investment: Fraction | None
    by_source: bool


@dataclass(frozen=True)
class InvestmentLine:
    """One version of 总投资, whole (no source) or of a source."""

    id: int
    source_id: int | None
    source: str | None
    stage: str | None
    amount: Amount
    as_of: date | None
    document_number: str | None
    note: str | None


@dataclass(frozen=True)
class PlanLine:
    """One version of 年度计划投资."""

    id: int
    year: int
    category: str | None
    amount: Amount
    decided_on: date | None
    note: str | None


@dataclass(frozen=True)
class AllocationLine:
    """One batch of 下达."""

    id: int
    source_id: int | None
    source: str | None
    amount_fen: int
    on: date
    number: str | None
    note: str | None


@dataclass(frozen=True)
class HistoryLine:
    """One cumulative figure as entered."""

    period_end: date
    kind: MoneyKind
    source_id: int | None
    source: str | None
    amount: Amount
    reason: str | None


@dataclass(frozen=True)
class MoneySheet:
    """The money of one project as of a quarter's end.

    ``stated``: a whole 总投资 was given, otherwise ``investment`` adds the sources. ``unassigned_fen`` is 未落实,
    stated minus what the sources add up to, below zero where they exceed it; None where either is not known.
    """

    investment: Amount
    investment_stage: str | None
    investment_document: str | None
    stated: bool
    total: SourceLine
    sources: tuple[SourceLine, ...]
    unassigned_fen: int | None
    periods: tuple[PeriodLine, ...]
    year_plan: Amount
    year_category: str | None
    investments: tuple[InvestmentLine, ...]
    plans: tuple[PlanLine, ...]
    allocations: tuple[AllocationLine, ...]
    history: tuple[HistoryLine, ...]
    warnings: tuple[str, ...]


def money(session: Session, project_id: int, quarter_end: date, previous_end: date) -> MoneySheet:
    """Return a project's money as of *quarter_end*, beside what stood at *previous_end*."""
    raise NotImplementedError


def later_figures(
    session: Session, project_id: int, kind: MoneyKind, period_end: date, source_id: int | None = None
) -> int:
    """Return how many later figures a correction with ``shift_later`` would move: for 后续各期是否同步调整."""
    raise NotImplementedError
