"""填报: cells of many projects as one action, and 照上季 for projects where nothing has changed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.accumulate import Point, standing_by_source
from tracker.domain.entry import KINDS, PERCENT, no_change
from tracker.domain.errors import InputError
from tracker.domain.kinds import MoneyKind
from tracker.domain.money import Amount
from tracker.services import period_figures, reports
from tracker.services.period_figures import FigureInput
from tracker.services.reports import ReportInput
from tracker.store.tables import PeriodFigure, PeriodReport


@dataclass(frozen=True)
class EntryPeriod:
    """The period that is filled in: its end, the end of the one before, and whose report a new one is, of which day."""

    end: date
    previous_end: date
    who: str
    today: date


@dataclass(frozen=True)
class CellInput:
    """One cell of the grid: a cumulative figure as Amount (unknown is 未填), a per cent, or words.

    ``key`` is one of ``domain.entry``. For the per cent ``na`` says 不适用.
    """

    project_id: int
    key: str
    amount: Amount = field(default_factory=Amount)
    value: str | int | None = None
    na: bool = False


def write_cells(session: Session, period: EntryPeriod, cells: Sequence[CellInput]) -> int:
    """Store cells as they were typed, pasted or cleared; return how many. The first that is refused refuses all."""
    for cell in cells:
        if cell.key in KINDS:
            figure = FigureInput(cell.project_id, KINDS[cell.key], period.end, cell.amount)
            period_figures.set_figure(session, figure)
        else:
            _set_said(session, period, cell)
    return len(cells)


def carry_on(session: Session, period: EntryPeriod, project_ids: Collection[int]) -> int:
    """照上季: fill what is 未填 with what stood before, and say 本季无变化; return how many rows were filled.

    Figures by source are carried source by source. What is filled in already stays. Raises InputError where there is
    nothing to fill in any of the rows.
    """
    done = sum([_carry(session, period, project_id) for project_id in project_ids])
    if not done:
        raise InputError("所选的行本期都已填报，没有可照上季填的格。")
    return done


def _carry(session: Session, period: EntryPeriod, project_id: int) -> bool:
    """Fill one row's gaps; return whether there were any."""
    filled = [_carry_figure(session, period, project_id, kind) for kind in MoneyKind]
    old, now = reports.stored(session, project_id, period.previous_end), _report(session, period, project_id)
    percent, na = _last_percent(session, project_id, period.previous_end)
    parts: dict[str, object] = {}
    if now.percent is None and not now.na and (percent is not None or na):
        parts |= {"percent": percent, "na": na}
    if not now.text:
        parts["text"] = no_change(period.previous_end, period.end)
    if not now.next_steps and old is not None and old.next_steps:
        parts["next_steps"] = old.next_steps
    if parts:
        reports.save(session, replace(now, **parts))  # type: ignore[arg-type]  # the keys are those of ReportInput
    return any(filled) or bool(parts)


def _carry_figure(session: Session, period: EntryPeriod, project_id: int, kind: MoneyKind) -> bool:
    """Enter for the period what stood before; return whether anything was missing and known."""
    rows = session.scalars(
        select(PeriodFigure).where(
            PeriodFigure.project_id == project_id, PeriodFigure.kind == kind, PeriodFigure.period_end <= period.end
        )
    ).all()
    if any(row.period_end == period.end for row in rows):
        return False
    points = [Point(row.period_end, row.source_id, Amount(row.amount_fen, row.na)) for row in rows]
    last = standing_by_source(points, period.end)
    for source_id, point in last.items():
        period_figures.set_figure(session, FigureInput(project_id, kind, period.end, point.amount, source_id))
    return bool(last)


def _last_percent(session: Session, project_id: int, day: date) -> tuple[int | None, bool]:
    """Return the last per cent reported by a day, and whether it was 不适用."""
    report = PeriodReport
    row = session.scalars(
        select(report)
        .where(report.project_id == project_id, report.period_end <= day)
        .where((report.percent.is_not(None)) | report.na.is_(True))
        .order_by(report.period_end.desc())
        .limit(1)
    ).one_or_none()
    return (None, False) if row is None else (row.percent, row.na)


def _set_said(session: Session, period: EntryPeriod, cell: CellInput) -> None:
    """Store one part of a report; one that then only says who and when is removed whole."""
    changed = replace(_report(session, period, cell.project_id), **{cell.key: cell.value})  # type: ignore[arg-type]
    if cell.key == PERCENT:
        changed = replace(changed, na=cell.na)
    said = changed.text or changed.next_steps or changed.percent is not None or changed.na
    reports.save(session, changed if said else ReportInput(cell.project_id, period.end))


def _report(session: Session, period: EntryPeriod, project_id: int) -> ReportInput:
    """Return the period's report as it is; a new one is by this user, of today."""
    row = reports.stored(session, project_id, period.end)
    if row is None:
        return ReportInput(project_id, period.end, reported_by=period.who, reported_on=period.today)
    return ReportInput(
        project_id=project_id,
        period_end=period.end,
        text=row.text,
        percent=row.percent,
        na=row.na,
        next_steps=row.next_steps,
        reported_by=row.reported_by,
        reported_on=row.reported_on,
    )
