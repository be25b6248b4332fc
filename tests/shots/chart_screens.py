"""The screens of 图表: every kind of chart, in both schemes and at every size."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.shots.full_project import fill_all
from tests.shots.stage import NARROW, SCALED, Screen, Stage
from tracker.domain.curves import JILIN_POINTS
from tracker.queries.criteria import Criteria
from tracker.reports.chart_source import ChartKind
from tracker.services import curves
from tracker.store.tables import ReportingUnit
from tracker.ui.pages.charts import ChartsPage

HOSPITAL = "德惠市传染病医院异地新建"


def _page(stage: Stage, kind: ChartKind, view: int = 0) -> ChartsPage:
    """Choose a chart."""
    page = stage.page("charts")
    if not isinstance(page, ChartsPage):
        raise TypeError(page)
    page.chooser.kinds[list(ChartKind).index(kind)].click()
    page.chooser.measures[view].click()
    stage.settle()
    return page


def _of(kind: ChartKind, view: int = 0) -> Callable[[Stage], object]:
    """Return what shows a chart."""
    return lambda stage: _page(stage, kind, view)


def _fill(stage: Stage) -> None:
    """Fill one project in, by source and with approvals."""
    stage.context.tasks.write("填入项目资金", fill_all, stage.project(HOSPITAL))


def _sources(stage: Stage) -> ChartsPage:
    """Show money by source of a project that has some."""
    _fill(stage)
    stage.context.open_projects(Criteria(text=HOSPITAL))
    return _page(stage, ChartKind.SOURCES)


def _one_source(stage: Stage) -> None:
    """Show one figure of every source."""
    _sources(stage)
    _page(stage, ChartKind.SOURCES, 3).view.setFocus()


def _curved(stage: Stage) -> None:
    """Show 年度投资完成率 where some units follow a seasonal curve, with the quarter before and a mark."""
    stage.context.tasks.write("季节曲线", _seasons)
    page = _page(stage, ChartKind.UNITS, 3)
    page.chooser.shown["change"].click()
    assert page.view.chart is not None
    page.view.mark(page.view.chart.bars[2].key)


def _seasons(session: Session) -> None:
    """Let the counties of one city follow the seasons."""
    for name in ("德惠市", "农安县", "永吉县"):
        unit_id = session.scalars(select(ReportingUnit.id).where(ReportingUnit.name == name)).one()
        curves.set_curve(session, unit_id, JILIN_POINTS, 2026)


def _slips(stage: Stage) -> None:
    """Show slips against 最新批准, of which one project has some."""
    _fill(stage)
    _page(stage, ChartKind.SLIPS)


def _marked_course(stage: Stage) -> None:
    """Mark a month of the curve."""
    page = _page(stage, ChartKind.COURSE)
    page.view.mark(6)


CHART_SCREENS: list[Screen] = [
    Screen("图表-序时", _curved),
    Screen("图表-专栏", _of(ChartKind.BOXES)),
    Screen("图表-工程-窄", _of(ChartKind.PROGRAMMES), size=NARROW),
    Screen("图表-资金来源", _sources),
    Screen("图表-资金来源-单项-深色", _one_source, dark=True),
    Screen("图表-资金来源-窄", _sources, size=NARROW),
    Screen("图表-曲线", _marked_course),
    Screen("图表-曲线-节点-深色-125%", _of(ChartKind.COURSE, 1), dark=True, size=SCALED),
    Screen("图表-曲线-窄", _of(ChartKind.COURSE), size=NARROW),
    Screen("图表-曲线-未填报", _of(ChartKind.COURSE), file="fresh"),
    Screen("图表-偏差", _of(ChartKind.SLIPS, 1)),
    Screen("图表-偏差-批准", _slips),
    Screen("图表-偏差-最晚-125%", _of(ChartKind.SLIPS, 3), size=SCALED),
    Screen("图表-偏差-未填报", _of(ChartKind.SLIPS), file="fresh"),
    Screen("图表-灯", _of(ChartKind.LIGHTS)),
    Screen("图表-灯-深色-窄", _of(ChartKind.LIGHTS), dark=True, size=NARROW),
]
