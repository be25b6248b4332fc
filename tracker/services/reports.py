"""Period reports: 形象进度 in words and per cent, next steps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain import inputs
from tracker.domain.errors import InputError
from tracker.services.guards import require_tracked
from tracker.services.period_figures import check_period_end
from tracker.store.tables import PeriodReport

_WHOLE = 100


@dataclass(frozen=True)
class ReportInput:
    """All of one period's report; ``percent`` 0–100. A report with nothing in it is removed."""

    project_id: int
    period_end: date
    text: str | None = None
    percent: int | None = None
    na: bool = False
    next_steps: str | None = None
    reported_by: str | None = None
    reported_on: date | None = None


def save(session: Session, report: ReportInput) -> None:
    """Store a period's report as a whole; one with nothing in it is removed.

    Raises InputError for a per cent outside 0–100, one that is also 不适用, or a period that is no month's end.
    """
    require_tracked(session, report.project_id)
    check_period_end(report.period_end)
    percent = inputs.whole(report.percent, "形象进度", "percent", _WHOLE)
    if report.na and percent is not None:
        raise InputError("形象进度已标为不适用，不能再填百分比。", "percent")
    values = {
        "text": inputs.text(report.text, "本季形象进度", "text"),
        "percent": percent,
        "na": report.na,
        "next_steps": inputs.text(report.next_steps, "下季安排", "next_steps"),
        "reported_by": inputs.text(report.reported_by, "填报人", "reported_by", inputs.LONGEST_LINE),
        "reported_on": inputs.day(report.reported_on, "填报日期", "reported_on"),
    }
    row = stored(session, report.project_id, report.period_end)
    if all(value is None or value is False for value in values.values()):  # 0 % says something
        if row is not None:
            session.delete(row)
        return
    row = row or PeriodReport(project_id=report.project_id, period_end=report.period_end)
    for name, value in values.items():
        setattr(row, name, value)
    session.add(row)


def copy_previous(session: Session, project_id: int, period_end: date) -> None:
    """照上季: take text, per cent and next steps of the last report before, to be edited then.

    Raises InputError where this period already says something, or where there is no earlier report.
    """
    require_tracked(session, project_id)
    check_period_end(period_end)
    row = stored(session, project_id, period_end)
    if row is not None and (row.text or row.percent is not None or row.na or row.next_steps):
        raise InputError("本期已经填了内容，没有用上期的覆盖。要照上期填，请先清空本期。")
    previous = session.scalars(
        select(PeriodReport)
        .where(PeriodReport.project_id == project_id, PeriodReport.period_end < period_end)
        .order_by(PeriodReport.period_end.desc())
        .limit(1)
    ).one_or_none()
    if previous is None:
        raise InputError("没有更早的填报可以照抄，请直接填写本期。")
    row = row or PeriodReport(project_id=project_id, period_end=period_end)
    row.text, row.percent, row.na, row.next_steps = previous.text, previous.percent, previous.na, previous.next_steps
    session.add(row)


def stored(session: Session, project_id: int, period_end: date) -> PeriodReport | None:
    """Return the row of one period."""
    return session.scalars(
        select(PeriodReport).where(PeriodReport.project_id == project_id, PeriodReport.period_end == period_end)
    ).one_or_none()
