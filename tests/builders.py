"""Small builders: rows a test needs, with every field it does not care about filled in.

Each takes a session and returns the new row's id, so that they can be used inside one action::

    done = db.write("准备", project, name="德惠市医院")
    done.result
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from tracker.domain.kinds import Kind, MoneyKind, Role, UnitKind
from tracker.store.tables import (
    Allocation,
    AnnualPlan,
    Base,
    Box,
    Investment,
    Milestone,
    MoneySource,
    PeriodFigure,
    PeriodReport,
    Plan,
    Problem,
    Programme,
    Project,
    ReportingUnit,
    Source,
    Template,
    TemplateItem,
)


def _saved(session: Session, row: Any) -> int:
    """Store a row and return its id."""
    session.add(row)
    session.flush()
    return int(row.id)


def _next(session: Session, table: type[Base], column: InstrumentedAttribute[int]) -> int:
    """Return one more than the largest position in a table."""
    return (session.scalar(select(func.max(column)).select_from(table)) or 0) + 1


def unit(session: Session, /, name: str = "德惠市", **values: Any) -> int:
    """A reporting unit; the one that exists already where the name does."""
    found = session.scalar(select(ReportingUnit.id).where(ReportingUnit.name == name))
    if found is not None:
        return found
    values = {"kind": UnitKind.COUNTY, "position": _next(session, ReportingUnit, ReportingUnit.position)} | values
    return _saved(session, ReportingUnit(name=name, **values))


def programme(
    session: Session, /, plan: str = "长春", box: int = 1, title: str = "重点传染病防治", **values: Any
) -> int:
    """A programme in its box and plan, which are made where they are missing."""
    plan_id = session.scalar(select(Plan.id).where(Plan.short == plan)) or _saved(
        session, Plan(title=f"{plan}市卫生健康规划", short=plan, position=_next(session, Plan, Plan.position))
    )
    box_id = session.scalar(select(Box.id).where(Box.plan_id == plan_id, Box.no == box)) or _saved(
        session, Box(plan_id=plan_id, no=box, label=f"专栏{box}", title=f"{title}专栏")
    )
    values = {"no": "（一）", "position": _next(session, Programme, Programme.position)} | values
    return _saved(session, Programme(box_id=box_id, title=title, **values))


def project(session: Session, /, name: str = "德惠市医院建设项目", *, in_unit: str = "德惠市", **values: Any) -> int:
    """A counted 建设类 project of 德惠市, without a source."""
    if "unit_id" not in values:
        values["unit_id"] = unit(session, in_unit)
    values = {"kind": Kind.CONSTRUCTION, "position": _next(session, Project, Project.position)} | values
    return _saved(session, Project(name=name, **values))


def source(session: Session, /, project_id: int, programme_id: int, position: int = 1) -> int:
    """The link between a project and the programme that names it."""
    return _saved(session, Source(project_id=project_id, programme_id=programme_id, position=position))


def milestone(
    session: Session, /, project_id: int, title: str = "开工", role: Role | None = None, **values: Any
) -> int:
    """A milestone at the end of a project's list, of weight 10."""
    count = session.scalar(select(func.count()).where(Milestone.project_id == project_id)) or 0
    values = {"position": count + 1, "weight": 10} | values
    return _saved(session, Milestone(project_id=project_id, title=title, role=role, **values))


def template(
    session: Session, /, key: str = "construction", *items: tuple[str, Role | None, int], title: str = ""
) -> int:
    """A milestone template; *items* are title, role and weight."""
    row = Template(key=key, title=title or key, position=_next(session, Template, Template.position))
    made = _saved(session, row)
    for position, (name, role, weight) in enumerate(items, start=1):
        _saved(session, TemplateItem(template_id=made, position=position, title=name, role=role, weight=weight))
    return made


def money_source(session: Session, /, name: str = "中央预算内投资", parent_id: int | None = None) -> int:
    """A 资金来源."""
    position = _next(session, MoneySource, MoneySource.position)
    return _saved(session, MoneySource(name=name, parent_id=parent_id, position=position))


def investment(session: Session, /, project_id: int, fen: int | None, **values: Any) -> int:
    """A 总投资 in 分; None is 不适用."""
    return _saved(session, Investment(project_id=project_id, amount_fen=fen, na=fen is None, **values))


def annual_plan(session: Session, /, project_id: int, year: int, fen: int | None, **values: Any) -> int:
    """An 年度计划投资 in 分; None is 不适用."""
    return _saved(session, AnnualPlan(project_id=project_id, year=year, amount_fen=fen, na=fen is None, **values))


def allocation(session: Session, /, project_id: int, fen: int, on: date, **values: Any) -> int:
    """One batch of 下达 in 分."""
    return _saved(session, Allocation(project_id=project_id, amount_fen=fen, allocated_on=on, **values))


def figure(
    session: Session,
    /,
    project_id: int,
    period_end: date,
    fen: int | None,
    kind: MoneyKind = MoneyKind.DONE,
    **values: Any,
) -> int:
    """A cumulative period figure in 分; None is 不适用."""
    row = PeriodFigure(
        project_id=project_id, period_end=period_end, kind=kind, amount_fen=fen, na=fen is None, **values
    )
    return _saved(session, row)


def report(session: Session, /, project_id: int, period_end: date, **values: Any) -> int:
    """A 季报."""
    return _saved(session, PeriodReport(project_id=project_id, period_end=period_end, **values))


def problem(session: Session, /, project_id: int, description: str = "资金不足", **values: Any) -> int:
    """An open problem since 1 August 2026."""
    values = {"opened_on": date(2026, 8, 1)} | values
    return _saved(session, Problem(project_id=project_id, description=description, **values))
