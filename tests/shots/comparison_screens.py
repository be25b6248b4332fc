"""The screens of 对比, 冻结原定 and 检查数据."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.shots.stage import NARROW, SCALED, Screen, Stage
from tracker.domain.curves import JILIN_POINTS
from tracker.domain.findings import Finding, Way
from tracker.domain.kinds import MoneyKind
from tracker.domain.money import Amount
from tracker.domain.periods import Cycle, ReportPeriod
from tracker.queries.criteria import Criteria
from tracker.services.curves import set_curve
from tracker.services.period_figures import FigureInput, set_figure
from tracker.store.tables import PeriodFigure
from tracker.ui.comparing import Comparing
from tracker.ui.data_check import DataCheck
from tracker.ui.dialogs.data_check import DataCheckDialog
from tracker.ui.dialogs.freeze import FreezeDialog
from tracker.ui.pages.projects import ProjectsPage

_EARLIER = {date(2024, 12, 31): 10, date(2025, 6, 30): 25, date(2025, 9, 30): 45, date(2026, 3, 31): 115}


def _earlier_years(session: Session) -> None:
    """Give every project that has figures of the end of 2025 some before and after, in per cent of that."""
    of_2025 = select(PeriodFigure.project_id, PeriodFigure.amount_fen).where(
        PeriodFigure.kind == MoneyKind.DONE, PeriodFigure.period_end == date(2025, 12, 31)
    )
    for project_id, fen in session.execute(of_2025).all():
        for end, share in _EARLIER.items():
            amount = Amount((fen or 0) * share // 100)
            set_figure(session, FigureInput(project_id, MoneyKind.DONE, end, amount, reason="补录"))


def _compare(stage: Stage) -> None:
    """Show the comparisons of everything."""
    stage.context.tasks.write("补录", _earlier_years)
    stage.window.menus.run("报表", "对比")
    stage.settle()


def _compare_day(stage: Stage) -> None:
    """Show those of a day and a filter, for which most is unknown."""
    page = stage.page("projects")
    if isinstance(page, ProjectsPage):
        page.ask(Criteria(text="医院"))
    stage.window.period.choose(ReportPeriod(date(2026, 9, 17), Cycle.DAY))
    stage.settle()
    stage.window.menus.run("报表", "对比")
    stage.settle()


def _compare_nothing(stage: Stage) -> None:
    """Show those of a filter that finds nothing."""
    page = stage.page("projects")
    if isinstance(page, ProjectsPage):
        page.ask(Criteria(text="没有这样的项目"))
    stage.settle()
    desk = stage.window.findChild(Comparing)
    if isinstance(desk, Comparing):
        desk.show()
    stage.settle()


def _freeze(stage: Stage, way: int = 1) -> FreezeDialog:
    """Ask whose 原定 is to be fixed."""
    page = stage.page("projects")
    if not isinstance(page, ProjectsPage):
        raise TypeError(page)
    listed, marked = tuple(page.panel.result.ids), tuple(page.panel.selected_ids())
    dialog = FreezeDialog(page, stage.context, marked, listed, lambda _choice, _count: None)
    dialog.ways[way].setChecked(True)
    dialog.open()
    stage.settle()
    return dialog


def _freeze_quarter(stage: Stage) -> None:
    """Ask for the units and one quarter."""
    dialog = _freeze(stage, 2)
    for place in (1, 2, 3):
        item = dialog.units.item(place)
        item.setCheckState(item.checkState().Checked)
    dialog.quarter.setCurrentIndex(9)
    dialog.look()
    stage.settle()


def _check(stage: Stage) -> DataCheckDialog:
    """Check a file that is whole."""
    stage.window.menus.run("工具", "检查数据")
    stage.settle()
    desk = stage.window.findChild(DataCheck)
    if not isinstance(desk, DataCheck) or desk.dialog is None:
        raise TypeError(desk)
    return desk.dialog


def _check_faults(stage: Stage) -> None:
    """Show what a damaged file says."""
    _check(stage).show_findings(
        (
            Finding("数据完整性检查通过。"),
            Finding("表 period_figure 第 118 行引用的 project 不存在。", fault=True, way=Way.CALL),
            Finding("结构版本是 0002，本程序是 0003：用本程序打开一次即会升级。", fault=True, way=Way.REOPEN),
            Finding("程序带有另一版目录，可在窗口里用“目录更新”查看。", way=Way.CATALOGUE),
        )
    )


def _check_waiting(stage: Stage) -> None:
    """Show a check that is under way."""
    dialog = _check(stage)
    dialog.show_waiting()
    dialog.show_progress(2, 5, "检查各表之间的引用")


def _curve(stage: Stage) -> None:
    """Show the list where all units follow the curve of Jilin."""
    stage.context.tasks.write("季节曲线", set_curve, None, JILIN_POINTS, 2026)
    stage.open_project("德惠市传染病医院异地新建", "money")


COMPARISON_SCREENS = [
    Screen("对比", _compare),
    Screen("对比-深色", _compare, dark=True, size=SCALED),
    Screen("对比-窄", _compare, size=NARROW),
    Screen("对比-指定日期", _compare_day, size=SCALED),
    Screen("对比-空", _compare_nothing, size=SCALED),
    Screen("冻结原定", _freeze),
    Screen("冻结原定-单位", _freeze_quarter, size=SCALED),
    Screen("冻结原定-窄", _freeze, size=NARROW),
    Screen("冻结原定-空", _freeze, file="fresh", size=SCALED),
    Screen("检查数据", _check),
    Screen("检查数据-问题", _check_faults, size=SCALED),
    Screen("检查数据-窄", _check_faults, size=NARROW),
    Screen("检查数据-进行", _check_waiting, size=SCALED),
    Screen("季节曲线", _curve),
]
