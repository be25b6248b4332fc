"""What is stored about the money of one project, and the rows the screens show of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.domain.accumulate import Point
from tracker.domain.kinds import MoneyKind
from tracker.domain.money import Amount
from tracker.store.tables import Allocation, AnnualPlan, Document, Investment, PeriodFigure


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


@dataclass(frozen=True)
class Facts:
    """What is stored about the money of one project."""

    investments: tuple[InvestmentLine, ...]
    plans: tuple[PlanLine, ...]
    allocations: tuple[AllocationLine, ...]
    history: tuple[HistoryLine, ...]

    def points(self, kind: MoneyKind) -> list[Point]:
        """Return the cumulative figures of one kind."""
        return [Point(line.period_end, line.source_id, line.amount) for line in self.history if line.kind == kind]

    def reasons(self, period_end: date, source_id: int | None) -> dict[MoneyKind, str]:
        """Return what was said about the figures of one period; of all sources together for the whole project."""
        said: dict[MoneyKind, list[str]] = {}
        for line in self.history:
            mine = source_id is None or line.source_id == source_id
            if mine and line.period_end == period_end and line.reason and line.reason not in said.get(line.kind, []):
                said.setdefault(line.kind, []).append(line.reason)
        return {kind: "；".join(words) for kind, words in said.items()}


def read_facts(session: Session, project_id: int, names: Mapping[int, str]) -> Facts:
    """Read everything stored about the money of one project; *names* are those of the sources."""
    planned = session.scalars(
        select(AnnualPlan)
        .where(AnnualPlan.project_id == project_id)
        .order_by(AnnualPlan.year, AnnualPlan.decided_on.nulls_first())
    )
    plans = (PlanLine(r.id, r.year, r.category, Amount(r.amount_fen, r.na), r.decided_on, r.note) for r in planned)
    return Facts(
        tuple(_investments(session, project_id, names)),
        tuple(plans),
        tuple(_allocations(session, project_id, names)),
        tuple(_figures(session, project_id, names)),
    )


def _investments(session: Session, project_id: int, names: Mapping[int, str]) -> Iterator[InvestmentLine]:
    """Yield the versions of 总投资, oldest first."""
    rows = session.execute(
        select(Investment, func.coalesce(Document.number, Document.title))
        .outerjoin(Document, Document.id == Investment.document_id)
        .where(Investment.project_id == project_id)
        .order_by(Investment.as_of.nulls_first(), Investment.id)
    )
    for r, number in rows:
        source = names.get(r.source_id or 0)
        yield InvestmentLine(r.id, r.source_id, source, r.stage, Amount(r.amount_fen, r.na), r.as_of, number, r.note)


def _allocations(session: Session, project_id: int, names: Mapping[int, str]) -> Iterator[AllocationLine]:
    """Yield the batches of 下达, oldest first."""
    rows = session.execute(
        select(Allocation, func.coalesce(Document.number, Allocation.document_number, Document.title))
        .outerjoin(Document, Document.id == Allocation.document_id)
        .where(Allocation.project_id == project_id)
        .order_by(Allocation.allocated_on, Allocation.id)
    )
    for r, number in rows:
        source = names.get(r.source_id or 0)
        yield AllocationLine(r.id, r.source_id, source, r.amount_fen, r.allocated_on, number, r.note)


def _figures(session: Session, project_id: int, names: Mapping[int, str]) -> Iterator[HistoryLine]:
    """Yield the cumulative figures, newest first."""
    rows = session.scalars(
        select(PeriodFigure)
        .where(PeriodFigure.project_id == project_id)
        .order_by(PeriodFigure.period_end.desc(), PeriodFigure.id)
    )
    for r in rows:
        source, amount = names.get(r.source_id or 0), Amount(r.amount_fen, r.na)
        yield HistoryLine(r.period_end, MoneyKind(r.kind), r.source_id, source, amount, r.reason)
