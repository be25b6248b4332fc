"""The facts of one project for 复制汇报, read as of a date."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from tracker.domain.briefing import Facts, ProblemFact
from tracker.domain.closing import Closing
from tracker.domain.kinds import MoneyKind
from tracker.queries.detail import Detail, detail
from tracker.queries.shown import head
from tracker.store.tables import PeriodFigure, PeriodReport, Problem


def briefing_facts(session: Session, project_id: int, as_of: date, source: Closing | None = None) -> Facts:
    """Return what is known about a project; raises NotFound where there is none.

    The figures are those of the closing *source* where pages show its copy.
    """
    found = head(session, source, detail(session, project_id, as_of))
    entered = _entered(session, project_id, as_of)
    report = session.execute(
        select(PeriodReport.text, PeriodReport.next_steps, PeriodReport.period_end)
        .where(PeriodReport.project_id == project_id, PeriodReport.period_end <= as_of)
        .order_by(PeriodReport.period_end.desc())
        .limit(1)
    ).one_or_none()
    return Facts(
        name=found.name,
        as_of=as_of,
        figures=found.figures,
        unit=found.unit,
        kind=found.kind,
        nature=found.nature,
        source=_source(found),
        counted=found.counted,
        inside=len(found.inside),
        content=found.content,
        builder=found.builder,
        owner_dept=found.owner_dept,
        owner=found.owner,
        arrived_on=entered.get(MoneyKind.ARRIVED),
        done_on=entered.get(MoneyKind.DONE),
        paid_on=entered.get(MoneyKind.PAID),
        progress=report.text if report else None,
        progress_on=report.period_end if report else None,
        next_steps=report.next_steps if report else None,
        deadline_text=found.deadline_text,
        problems=_problems(session, project_id, as_of),
        **_state(found, as_of),
    )


def _entered(session: Session, project_id: int, as_of: date) -> dict[str, date]:
    """Return the last month end each kind of figure was entered for."""
    statement = (
        select(PeriodFigure.kind, func.max(PeriodFigure.period_end))
        .where(PeriodFigure.project_id == project_id, PeriodFigure.period_end <= as_of)
        .group_by(PeriodFigure.kind)
    )
    return {row[0]: row[1] for row in session.execute(statement)}


def _problems(session: Session, project_id: int, as_of: date) -> tuple[ProblemFact, ...]:
    """Return the problems open on a date, oldest first."""
    rows = session.execute(
        select(Problem.description, Problem.level, Problem.owner, Problem.deadline)
        .where(
            Problem.project_id == project_id,
            Problem.opened_on <= as_of,
            or_(Problem.closed_on.is_(None), Problem.closed_on > as_of),
        )
        .order_by(Problem.opened_on, Problem.id)
    )
    return tuple(ProblemFact(*row) for row in rows)


def _source(found: Detail) -> str:
    """Return the first source as it is quoted: plan and box."""
    return f"{found.sources[0].plan}{found.sources[0].box_label}" if found.sources else ""


def _state(found: Detail, as_of: date) -> dict[str, Any]:
    """Return since when and why the state by hand holds."""
    rows = [row for row in found.states if row.since is None or row.since <= as_of]
    if not (found.figures.state_by_hand and rows):
        return {}
    last = max(rows, key=lambda row: row.since or date.min)
    return {"state_since": last.since, "state_reason": last.reason}
