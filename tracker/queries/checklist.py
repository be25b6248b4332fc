"""What to look at before a quarter is closed: who has not reported, what does not fit, what has changed since."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.closing import Closing, Scope
from tracker.domain.figures import Figures
from tracker.domain.kinds import MoneyKind
from tracker.domain.quarters import Quarter
from tracker.domain.warnings import Standing, plan_over_rest, standing_warnings
from tracker.queries.closing import closings
from tracker.queries.corrections import CorrectionRow, corrections
from tracker.queries.criteria import Criteria
from tracker.queries.duty import MissingRow, duty
from tracker.queries.projects import ListRow, whole_list
from tracker.store.closings import scope_key
from tracker.store.tables import PeriodFigure


@dataclass(frozen=True)
class ClosingWarning:
    """A figure that does not fit another, as a finished sentence; ``explained`` where somebody has said why."""

    project_id: int
    project: str
    unit: str
    sentence: str
    explained: bool


@dataclass(frozen=True)
class Checklist:
    """What a person sees before closing. ``last`` is the newest version of the quarter and scope, 预计 or reopened.

    ``changed`` lists the facts that read otherwise than in it; nothing where there was none.
    """

    projects: int
    missing: tuple[MissingRow, ...]
    warnings: tuple[ClosingWarning, ...]
    last: Closing | None
    changed: tuple[CorrectionRow, ...]


def checklist(session: Session, quarter: Quarter, scope: Scope, criteria: Criteria) -> Checklist:
    """Return the checklist; *scope* and *criteria* are those of closing.scope_of."""
    reports = duty(session, criteria, quarter.previous.end, quarter.end)
    same = [one for one in closings(session, quarter) if scope_key(one.scope) == scope_key(scope)]
    last = same[0] if same else None
    return Checklist(
        projects=reports.expected,
        missing=reports.missing,
        warnings=money_warnings(session, criteria, quarter),
        last=last,
        changed=corrections(session, last) if last else (),
    )


def money_warnings(session: Session, criteria: Criteria, quarter: Quarter) -> tuple[ClosingWarning, ...]:
    """Return the warnings on money of every counted project as of a quarter's end, in the list's order."""
    rows = whole_list(session, replace(criteria, counted_only=True), quarter.end)
    reasons = _reasons(session, quarter)
    return tuple(
        warning
        for row in rows
        if row.figures.counted
        for warning in _of_project(row, quarter, reasons.get(row.project_id, {}))
    )


def _of_project(row: ListRow, quarter: Quarter, reasons: Mapping[MoneyKind, str]) -> Iterator[ClosingWarning]:
    """Yield the warnings of one project."""
    f: Figures = row.figures
    line = Standing(
        investment=f.investment_fen,
        allocated=f.allocated_fen,
        arrived=f.arrived_fen,
        done=f.done_fen,
        paid=f.paid_fen,
        reasons=reasons,
    )
    sentences = list(standing_warnings(line))
    rest = plan_over_rest(quarter.year, f.year_plan_fen, f.investment_fen, f.done_before_fen)
    for sentence in [*sentences, *([rest] if rest else [])]:
        yield ClosingWarning(row.project_id, row.name, row.unit, sentence, "已说明" in sentence)


def _reasons(session: Session, quarter: Quarter) -> dict[int, dict[MoneyKind, str]]:
    """Return what was said about the figures of a quarter, by project and kind."""
    found: dict[int, dict[MoneyKind, str]] = {}
    rows = session.execute(
        select(PeriodFigure.project_id, PeriodFigure.kind, PeriodFigure.reason)
        .where(PeriodFigure.reason.is_not(None), PeriodFigure.period_end.between(quarter.start, quarter.end))
        .order_by(PeriodFigure.period_end)
    )
    for project_id, kind, reason in rows:
        found.setdefault(project_id, {})[MoneyKind(kind)] = reason or ""
    return found
