"""The screens of 项目: its list, its filter and its dialogs."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QWidget

from tests.shots.stage import NARROW, SCALED, Screen, Stage
from tracker.domain.figures import GroupKey
from tracker.domain.kinds import Kind, Nature
from tracker.queries.criteria import Criteria
from tracker.services import paste
from tracker.services.projects import NewProject
from tracker.ui.dialogs.bulk_edit import BulkDialog
from tracker.ui.dialogs.cancel_project import CancelDialog
from tracker.ui.dialogs.merge import MergeDialog
from tracker.ui.dialogs.new_project import NewProjectDialog
from tracker.ui.dialogs.paste_preview import PasteDialog
from tracker.ui.pages.projects import ProjectsPage
from tracker.ui.projects.filter_buttons import FilterButton
from tracker.ui.projects.more_button import MoreButton

HOSPITAL, CLINIC = "德惠市传染病医院异地新建", "德惠市妇幼保健计划生育服务中心异地新建"
BLOCK = (
    "序号\t项目名称\t总投资（万元）\t责任单位\t2026年度计划投资\n"
    f"1\t{HOSPITAL}\t18,600\t德惠市卫生健康局\t3000\n"
    f"2\t{CLINIC}\t12abc\t德惠市卫生健康局\t\n"
    "3\t某某医院\t3\t\t\n"
    "4\t德惠市中医院改建\t52000000\t德惠市卫生健康局\t1200\n"
)


def _page(stage: Stage) -> ProjectsPage:
    """Return the page."""
    page = stage.page("projects")
    if not isinstance(page, ProjectsPage):
        raise TypeError(page)
    return page


def _list(stage: Stage) -> ProjectsPage:
    """Show the list alone."""
    page = _page(stage)
    page.toggle_detail()
    return page


def _unit(stage: Stage) -> int:
    """Return the id of 德惠市."""
    return next(unit.id for unit in _page(stage).choices().units if unit.name == "德惠市")


def _filtered(stage: Stage) -> None:
    """Filter by several conditions and select some rows."""
    page = _list(stage)
    page.ask(Criteria(text="医院", unit_ids=(_unit(stage),), kinds=(Kind.CONSTRUCTION,)))
    page.panel.sort_by((("investment", True),))
    page.panel.table.selectAll()


def _empty(stage: Stage) -> None:
    """Filter until nothing is left."""
    _list(stage).ask(Criteria(text="传染病", unit_ids=(_unit(stage),), states=("停工",)))


def _bulk(stage: Stage, what: str = "责任单位", value: str = "德惠市卫生健康局") -> BulkDialog:
    """Ask for one field of all projects of a county."""
    page = _page(stage)
    page.ask(Criteria(unit_ids=(_unit(stage),)))
    page.panel.table.selectAll()
    marked, listed = tuple(page.panel.selected_ids()), tuple(page.panel.result.ids)
    dialog = BulkDialog(page, stage.context, marked, listed, lambda _change, _title, _many: None)
    dialog.what.setCurrentIndex(dialog.what.findText(what))
    dialog.value.line.setText(value)
    dialog.value.list.setCurrentIndex(0)
    dialog.look()
    dialog.open()
    stage.settle()
    return dialog


def _bulk_dates(stage: Stage) -> None:
    """Ask for a start that is later than some finishes."""
    _bulk(stage, "计划开工", "明年")


def _bulk_templates(stage: Stage) -> None:
    """Give the template that fits to all that have none."""
    _bulk(stage, "节点模板")


def _view(stage: Stage) -> None:
    """Keep a filter as a view and show it in the tree."""
    page = _list(stage)
    page.ask(Criteria(unit_ids=(_unit(stage),), kinds=(Kind.CONSTRUCTION,)))
    page.navigator._save("德惠建设类")
    page.navigator.read()
    stage.settle()


def _popup(stage: Stage, title: str) -> QWidget:
    """Open one of the filter's popups."""
    button = next(one for one in _list(stage).filters.buttons if one.title == title)
    assert isinstance(button, FilterButton | MoreButton)
    button.open()
    return button.popup


def _sources(stage: Stage) -> None:
    """Open the popup of plans, boxes and programmes with something ticked."""
    page = _page(stage)
    box = page.choices().plans[0].boxes[1]
    page.ask(Criteria(programme_ids=(box.programmes[0].id, box.programmes[2].id)))
    _popup(stage, "规划专栏")


def _columns(stage: Stage) -> None:
    """Open the popup of columns."""
    _list(stage).columns_button.click()


def _wrong(stage: Stage) -> None:
    """Type something wrong into a cell."""
    page = _list(stage)
    page.ask(Criteria(text="德惠"))
    model = page.panel.model
    place = next(place for place, column in enumerate(model.columns) if column.key == "investment")
    page.panel.table.select_key(model.ids[1], place)
    page.panel.table.setFocus()
    model.setData(model.index(1, place), "一万八千")


def _new(stage: Stage) -> None:
    """Ask for a new project whose name the unit has already."""
    page = _page(stage)
    suggested = NewProject(HOSPITAL, Kind.CONSTRUCTION, _unit(stage), Nature.RELOCATE)
    dialog = NewProjectDialog(page.panel, page.choices(), page.deeds._create, suggested)
    dialog.show()
    dialog.store()


def _cancel(stage: Stage) -> None:
    """Ask why a project is cancelled."""
    page = _page(stage)
    CancelDialog(page.panel, HOSPITAL, date(2026, 10, 10), date(2026, 9, 30), lambda _day, _reason: None).show()


def _merge(stage: Stage) -> None:
    """Compare two projects."""
    pair = (stage.project(HOSPITAL), stage.project(CLINIC))
    MergeDialog(_page(stage).panel, stage.context, pair, lambda _plan: None).show()


def _find(stage: Stage) -> None:
    """Look for the second project."""
    MergeDialog(_page(stage).panel, stage.context, (stage.project(HOSPITAL), None), lambda _plan: None).show()


def _paste(stage: Stage) -> None:
    """Show what a paste would change."""
    preview = stage.context.tasks.read(paste.preview, BLOCK, 2026, None)
    PasteDialog(_page(stage).panel, preview).show()


def _narrow_detail(stage: Stage) -> None:
    """Show the detail in the list's place."""
    stage.open_project("德惠市传染病")


def _grouped(stage: Stage) -> None:
    """Show the list by unit, the first section folded, the detail closed."""
    page = _page(stage)
    page.split.show_detail(shown=False)
    page.grouping.ways[GroupKey.UNIT].trigger()
    page.panel.sections.toggle(page.panel.model.ids[0])
    stage.settle()


PROJECT_SCREENS: list[Screen] = [
    Screen("项目-清单", _list),
    Screen("项目-清单-深色", _list, dark=True),
    Screen("项目-筛选", _filtered),
    Screen("项目-筛选-窄", _filtered, size=NARROW),
    Screen("项目-无结果", _empty),
    Screen("项目-规划专栏", _sources),
    Screen("项目-上报单位", lambda stage: _popup(stage, "上报单位")),
    Screen("项目-状态", lambda stage: _popup(stage, "状态"), dark=True),
    Screen("项目-选列", _columns),
    Screen("项目-输入有误", _wrong),
    Screen("项目-窄-详情", _narrow_detail, size=NARROW),
    Screen("项目-新建", _new),
    Screen("项目-视图", _view),
    Screen("项目-视图-深色", _view, dark=True),
    Screen("项目-分组", _grouped),
    Screen("项目-分组-窄-深色", _grouped, dark=True, size=SCALED),
    Screen("项目-批量修改", _bulk),
    Screen("项目-批量修改-窄", _bulk, size=NARROW),
    Screen("项目-批量修改-有误", _bulk_dates, dark=True),
    Screen("项目-批量修改-模板", _bulk_templates),
    Screen("项目-取消", _cancel),
    Screen("项目-合并", _merge),
    Screen("项目-合并-窄", _merge, size=NARROW),
    Screen("项目-合并-查找", _find),
    Screen("项目-粘贴", _paste),
    Screen("项目-粘贴-深色-窄", _paste, dark=True, size=NARROW),
]
