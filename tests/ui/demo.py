"""Invented progress for a seeded file, so that screens and tests have red, amber, green and unknown side by side."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.kinds import Kind, MoneyKind
from tracker.domain.money import FEN_PER_WAN, Amount
from tracker.domain.quarters import month_end
from tracker.domain.templates import suggested_template
from tracker.services import milestones, money, projects, reports
from tracker.services.period_figures import FigureInput
from tracker.services.reports import ReportInput
from tracker.store.tables import Milestone, PeriodFigure, Project

TODAY = date(2026, 10, 8)
PERIODS = (month_end(2025, 12), month_end(2026, 6), month_end(2026, 9))
DEPARTMENTS = ("卫生健康局", "疾控局", "中医药管理局", "发展和改革局")


def fill(session: Session, *, share: float = 0.7, seed: int = 7) -> None:
    """Give a *share* of the projects milestones and figures; the same ones whenever it is run."""
    random = Random(seed)  # noqa: S311 - invented figures, nothing secret
    columns = (Project.id, Project.kind, Project.nature, Project.name)
    found = session.execute(select(*columns).where(Project.counted.is_(True)).order_by(Project.position))
    for project_id, kind, nature, name in found.all():
        if random.random() > share:
            continue
        _milestones(session, project_id, suggested_template(kind, nature, name), random)
        if kind == Kind.CONSTRUCTION:
            _money(session, project_id, random)
        projects.edit(session, project_id, "owner_dept", random.choice(DEPARTMENTS))


def _milestones(session: Session, project_id: int, key: str, random: Random) -> None:
    """Lay a template over a project, with dates from 2024 on and the first ones reached."""
    milestones.apply_template(session, project_id, key)
    rows = session.scalars(
        select(Milestone).where(Milestone.project_id == project_id).order_by(Milestone.position)
    ).all()
    day = date(2024, random.randint(1, 12), 15)
    reached = random.randint(0, len(rows))
    for place, row in enumerate(rows):
        day += timedelta(days=random.randint(60, 170))
        milestones.edit(session, row.id, "planned", day)
        if place < reached and day < date(2026, 9, 1):
            milestones.set_actual(session, row.id, day + timedelta(days=random.randint(0, 25)), today=TODAY)


def _money(session: Session, project_id: int, random: Random) -> None:
    """Give a project its 总投资, plan, cumulative figures and reports."""
    whole = random.randint(300, 40_000) * FEN_PER_WAN
    money.set_investment(session, project_id, Amount(whole))
    if random.random() < 0.85:
        money.set_year_plan(session, project_id, 2026, Amount(whole * random.randint(20, 60) // 100))
    done = whole * random.randint(0, 45) // 100
    for place, period in enumerate(PERIODS):
        if place == len(PERIODS) - 1 and random.random() < 0.3:
            break
        money.set_figure(session, FigureInput(project_id, MoneyKind.DONE, period, Amount(done)))
        percent = min(100 * done // whole + random.randint(0, 10), 100)
        reports.save(session, ReportInput(project_id, period, text="按计划推进。", percent=percent))
        done = min(done + whole * random.randint(2, 22) // 100, whole)


def fill_grid(session: Session, *, seed: int = 11) -> None:
    """Add 到位 and 支付 to 完成投资, and words for most of the reports: what 填报 shows side by side."""
    random = Random(seed)  # noqa: S311 - invented figures, nothing secret
    done = select(PeriodFigure).where(PeriodFigure.kind == MoneyKind.DONE).order_by(PeriodFigure.period_end)
    for row in session.scalars(done).all():
        if row.amount_fen is None or (row.period_end == PERIODS[-1] and random.random() < 0.3):
            continue
        for kind, share in ((MoneyKind.ARRIVED, 110), (MoneyKind.PAID, 95)):
            amount = Amount(row.amount_fen * share // 100)
            money.set_figure(session, FigureInput(row.project_id, kind, row.period_end, amount))
