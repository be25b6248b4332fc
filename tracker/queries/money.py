"""Everything about the money of one project, as of a quarter's end beside the period before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from tracker.domain.accumulate import difference, standing, standing_by_source
from tracker.domain.errors import NotFound
from tracker.domain.figures import Figures, ratio
from tracker.domain.kinds import MoneyKind
from tracker.domain.money import Amount
from tracker.domain.quarters import year_start
from tracker.domain.warnings import (
    LABELS,
    Standing,
    change_warnings,
    plan_over_rest,
    sources_against_total,
    standing_warnings,
)
from tracker.queries.figures import figures_of
from tracker.queries.money_facts import (
    AllocationLine,
    Facts,
    HistoryLine,
    InvestmentLine,
    MoneySheet,
    PeriodLine,
    PlanLine,
    SourceLine,
    read_facts,
)
from tracker.store.tables import MoneySource, PeriodFigure

__all__ = [
    "AllocationLine",
    "HistoryLine",
    "InvestmentLine",
    "MoneySheet",
    "PeriodLine",
    "PlanLine",
    "SourceLine",
    "later_figures",
    "money",
]


def money(session: Session, project_id: int, quarter_end: date, previous_end: date) -> MoneySheet:
    """Return a project's money as of *quarter_end*, beside what stood at *previous_end*.

    Raises NotFound for a project that does not exist. The figures of the whole project are those of queries.figures.
    """
    days = (quarter_end, previous_end, year_start(quarter_end))
    now, before, opening = (figures_of(session, [project_id], day).get(project_id) for day in days)
    if now is None or before is None or opening is None:
        raise NotFound
    sources = session.execute(select(MoneySource.id, MoneySource.name).order_by(MoneySource.position))
    names = {source.id: source.name for source in sources}
    facts = read_facts(session, project_id, names)
    lines = tuple(_source_lines(facts, names, quarter_end))
    total = _total(now, facts, quarter_end)
    whole = _in_force([line for line in facts.investments if line.source_id is None], quarter_end)
    parts = [line.investment.fen for line in lines if line.investment.fen is not None]
    stated = whole.amount.fen if whole else None
    return MoneySheet(
        investment=total.investment,
        investment_stage=whole.stage if whole else _common_stage(facts, quarter_end),
        investment_document=whole.document_number if whole else None,
        stated=whole is not None,
        total=total,
        sources=lines,
        unassigned_fen=stated - sum(parts) if stated is not None and parts else None,
        periods=tuple(_period(kind, facts, (now, before, opening), quarter_end) for kind in MoneyKind),
        year_plan=Amount(now.year_plan_fen, now.year_plan_na),
        year_category=now.year_category,
        investments=facts.investments,
        plans=facts.plans,
        allocations=facts.allocations,
        history=facts.history,
        warnings=(
            *_line_warnings(facts, (*lines, total), quarter_end, previous_end),
            *_whole_warnings(now, stated, parts, quarter_end),
        ),
    )


def later_figures(
    session: Session, project_id: int, kind: MoneyKind, period_end: date, source_id: int | None = None
) -> int:
    """Return how many later figures a correction with ``shift_later`` would move: for 后续各期是否同步调整.

    Zero where nothing is known at *period_end* yet: without an old value there is no difference to move them by.
    """
    same = PeriodFigure.source_id.is_not_distinct_from(source_id)
    counts = session.execute(
        select(
            func.count(PeriodFigure.amount_fen).filter(PeriodFigure.period_end == period_end, same).label("here"),
            # A later figure 不分来源 contains every source.
            func.count(PeriodFigure.amount_fen)
            .filter(PeriodFigure.period_end > period_end, or_(same, PeriodFigure.source_id.is_(None)))
            .label("later"),
        ).where(PeriodFigure.project_id == project_id, PeriodFigure.kind == kind)
    ).one()
    return int(counts.later) if counts.here else 0


def _in_force(versions: Sequence[InvestmentLine], as_of: date) -> InvestmentLine | None:
    """Return the last version on or before a date; they come oldest first, the undated before all."""
    return next((line for line in reversed(versions) if line.as_of is None or line.as_of <= as_of), None)


def _common_stage(facts: Facts, as_of: date) -> str | None:
    """Return the stage that all sources in force are at, None where they differ or none is given."""
    sources = {line.source_id for line in facts.investments}
    found = [_in_force([line for line in facts.investments if line.source_id == s], as_of) for s in sources]
    stages = {line.stage for line in found if line is not None}
    return stages.pop() if len(stages) == 1 else None


def _source_lines(facts: Facts, names: Mapping[int, str], as_of: date) -> Iterator[SourceLine]:
    """Yield a line for each source that has anything as of a date, in the order of the source list."""
    last = {kind: standing_by_source(facts.points(kind), as_of) for kind in MoneyKind}
    batches = [line for line in facts.allocations if line.on <= as_of]
    for source_id, name in (*names.items(), (None, "未分来源")):
        invested = _in_force([line for line in facts.investments if line.source_id == source_id], as_of)
        given = [line.amount_fen for line in batches if line.source_id == source_id]
        points = {kind: last[kind].get(source_id) for kind in MoneyKind}
        if source_id is None and not given:
            continue  # figures 不分来源 are the 合计 itself; only batches can lack a source beside others that have one
        if not (invested or given or any(points.values())):
            continue
        amounts = {kind: point.amount if point and source_id else Amount() for kind, point in points.items()}
        yield SourceLine(
            source_id=source_id,
            name=name,
            investment=invested.amount if invested and source_id else Amount(),
            allocated=Amount(sum(given)) if given else Amount(),
            arrived=amounts[MoneyKind.ARRIVED],
            done=amounts[MoneyKind.DONE],
            paid=amounts[MoneyKind.PAID],
            entered=frozenset(k for k, p in points.items() if p and source_id and p.period_end == as_of),
        )


def _total(now: Figures, facts: Facts, as_of: date) -> SourceLine:
    """Return the line 合计: the whole project's figures."""
    return SourceLine(
        source_id=None,
        name="合计",
        investment=Amount(now.investment_fen, now.investment_na),
        allocated=Amount(now.allocated_fen),
        arrived=Amount(now.arrived_fen, now.arrived_na),
        done=Amount(now.done_fen, now.done_na),
        paid=Amount(now.paid_fen, now.paid_na),
        entered=frozenset(line.kind for line in facts.history if line.period_end == as_of),
    )


def _of_kind(figures: Figures, kind: MoneyKind) -> Amount:
    """Return one of the three cumulative figures."""
    if kind is MoneyKind.ARRIVED:
        return Amount(figures.arrived_fen, figures.arrived_na)
    if kind is MoneyKind.DONE:
        return Amount(figures.done_fen, figures.done_na)
    return Amount(figures.paid_fen, figures.paid_na)


def _period(kind: MoneyKind, facts: Facts, figures: tuple[Figures, Figures, Figures], quarter_end: date) -> PeriodLine:
    """Put one kind's line together; *figures* are as of the period, the one before and 31 December."""
    now, before, opening = figures
    points = facts.points(kind)
    ends = {point.period_end for point in points if point.period_end <= quarter_end}
    latest = max(ends, default=None)
    standing, previous = _of_kind(now, kind), _of_kind(before, kind)
    current = standing if latest == quarter_end else Amount()
    # 至上年底累计 is the figure of 31 December itself: one carried on from earlier would make 年初至今 too large.
    year_before = _of_kind(opening, kind) if year_start(quarter_end) in ends else Amount()
    return PeriodLine(
        kind=kind,
        previous=previous,
        current=current,
        standing=standing,
        standing_on=latest,
        period_fen=difference(current, previous),
        year_before=year_before,
        # Nothing reported this year: 年初至今 is unknown, not the zero that last year's figure minus itself would give.
        year_fen=difference(standing if latest and latest > year_start(quarter_end) else Amount(), year_before),
        of_investment=ratio(standing.fen, now.investment_fen),
        by_source=any(point.source_id is not None for point in points if point.period_end == latest),
    )


def _line_warnings(facts: Facts, lines: Sequence[SourceLine], quarter_end: date, previous_end: date) -> Iterator[str]:
    """Yield what does not fit within each source and within the whole project, which is the last line."""
    for line in lines:
        whole = line is lines[-1]
        if line.source_id is None and not whole:
            continue  # 未分来源 has nothing to compare its batches with
        name = "" if whole else line.name
        reasons = facts.reasons(quarter_end, line.source_id)
        amounts = {MoneyKind.ARRIVED: line.arrived, MoneyKind.DONE: line.done, MoneyKind.PAID: line.paid}
        yield from standing_warnings(
            Standing(
                name=name,
                investment=line.investment.fen,
                allocated=line.allocated.fen,
                arrived=line.arrived.fen,
                done=line.done.fen,
                paid=line.paid.fen,
                reasons=reasons,
            )
        )
        for kind in MoneyKind:
            if kind in line.entered:
                points = facts.points(kind)
                point = standing_by_source(points, previous_end).get(line.source_id)
                before = standing(points, previous_end) if whole else point.amount if point else Amount()
                yield from change_warnings(f"{name}{LABELS[kind]}", amounts[kind].fen, before.fen, reasons.get(kind))


def _whole_warnings(now: Figures, stated: int | None, parts: Sequence[int], quarter_end: date) -> Iterator[str]:
    """Yield what does not fit between 总投资, its sources and the annual plan."""
    found = (
        sources_against_total(stated, sum(parts) if parts else None),
        plan_over_rest(quarter_end.year, now.year_plan_fen, now.investment_fen, now.done_before_fen),
    )
    yield from (sentence for sentence in found if sentence is not None)
