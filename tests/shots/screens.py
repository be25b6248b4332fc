"""The screens that are photographed. Each page's own screens stand in its own function below."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QApplication
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.shots.bundle_screens import BUNDLE_SCREENS
from tests.shots.chart_screens import CHART_SCREENS
from tests.shots.closing_screens import CLOSING_SCREENS
from tests.shots.comparison_screens import COMPARISON_SCREENS
from tests.shots.coverage_screens import COVERAGE_SCREENS
from tests.shots.detail_screens import DETAIL_SCREENS
from tests.shots.entry_screens import ENTRY_SCREENS
from tests.shots.overview_screens import OVERVIEW_SCREENS
from tests.shots.problem_screens import PROBLEM_SCREENS
from tests.shots.project_screens import PROJECT_SCREENS
from tests.shots.settings_screens import SETTINGS_SCREENS
from tests.shots.stage import NARROW, SCALED, Screen, Stage
from tests.shots.timeline_screens import TIMELINE_SCREENS
from tracker.domain.errors import TrackerError
from tracker.services import projects
from tracker.store.tables import ReportingUnit
from tracker.ui.context import Link
from tracker.ui.file_desk import Found, Place
from tracker.ui.manual import Manual
from tracker.ui.own_units import ask_own_units


def _list(stage: Stage) -> None:
    """Show the list."""
    stage.page("projects")


def _first_start(stage: Stage) -> None:
    """Ask where the file shall lie."""
    stage.opening.ask_new()


def _own_units(stage: Stage) -> None:
    """Ask which units one works for, some ticked."""
    stage.context.config.set("own.units", stage.context.tasks.read(_uids))
    ask_own_units(stage.window, stage.context)


def _uids(session: Session) -> list[str]:
    """Return two units."""
    return list(session.scalars(select(ReportingUnit.uid).where(ReportingUnit.name.in_(("德惠市", "农安县")))))


def _missing(stage: Stage) -> None:
    """Ask about a file that is gone."""
    stage.opening.say_missing(Found(stage.folder / "长春市项目台账.db", Place.MISSING))


def _history(stage: Stage) -> None:
    """Show some deeds with old and new values."""
    tasks = stage.context.tasks
    for words, field, value in (
        ("德惠", "owner_dept", "卫生健康局"),
        ("德惠", "note", "等待设计变更批复"),
        ("九台", "place", "新城大街"),
    ):
        project_id = stage.project(words)
        tasks.write(f"修改项目：{words}", projects.edit, project_id, field, value)
    tasks.undo()
    stage.page("history")


def _strips(stage: Stage) -> None:
    """Show the three kinds of strip at once."""
    stage.context.notify("季报已导出：2026年三季度季报.xlsx", Link("打开文件", stage.settle))
    stage.window.show_error(TrackerError("磁盘已满，修改没有保存。请腾出空间再试。"))
    stage.window.strips.show_strip(
        "read_only",
        "read_only",
        "办公室二号机正在编辑此文件（10:05 起），现在以只读方式打开，可以查看和导出。",
        (Link("重试", stage.settle),),
        closable=False,
    )


def _keys(stage: Stage) -> None:
    """Show the list of keys."""
    stage.window.menus.run("帮助", "快捷键")


def _readonly(stage: Stage) -> None:
    """Open the same file a second time, while the first window writes it."""
    stage.page("projects")
    stage.open_again()


def _manual(stage: Stage, page: str = "projects", words: str = "") -> None:
    """Open the manual at the chapter of a page, and look for words."""
    stage.page(page)
    stage.window.menus.run("帮助", "使用手册")
    manual = next(one for one in QApplication.topLevelWidgets() if isinstance(one, Manual))
    manual.resize(stage.window.width() * 3 // 4, stage.window.height() - 40)
    if words:
        manual.search.setText(words)
        manual.search.search()
    stage.settle()


SCREENS: list[Screen] = [
    Screen("项目", _list),
    Screen("项目-深色", _list, dark=True),
    Screen("项目-1366屏125%", _list, size=SCALED),
    Screen("项目-窄", _list, size=NARROW),
    Screen("项目-未填报", _list, file="fresh"),
    Screen("项目-只读", _readonly),
    *OVERVIEW_SCREENS,
    *PROJECT_SCREENS,
    *BUNDLE_SCREENS,
    *ENTRY_SCREENS,
    *CLOSING_SCREENS,
    *TIMELINE_SCREENS,
    *PROBLEM_SCREENS,
    *COVERAGE_SCREENS,
    *COMPARISON_SCREENS,
    Screen("图表", lambda stage: stage.page("charts")),
    Screen("图表-深色", lambda stage: stage.page("charts"), dark=True),
    Screen("图表-未填报", lambda stage: stage.page("charts"), file="fresh"),
    Screen("图表-窄", lambda stage: stage.page("charts"), size=NARROW),
    *CHART_SCREENS,
    Screen("首次使用", _first_start, file=""),
    Screen("首次使用-选择单位", _own_units, file="fresh"),
    Screen("首次使用-选择单位-窄-深色", _own_units, file="fresh", size=NARROW, dark=True),
    Screen("找不到文件", _missing, file=""),
    Screen("变更", _history),
    Screen("变更-深色", _history, dark=True),
    Screen("变更-窄", _history, size=NARROW),
    Screen("提示条", _strips),
    Screen("快捷键", _keys),
    Screen("手册", _manual),
    Screen("手册-查找", partial(_manual, page="settings", words="季报 签字")),
    Screen("手册-查找-无结果", partial(_manual, words="没有这个词")),
    Screen("手册-窄-深色", partial(_manual, page="entry"), dark=True, size=NARROW),
    *DETAIL_SCREENS,
    *SETTINGS_SCREENS,
]
