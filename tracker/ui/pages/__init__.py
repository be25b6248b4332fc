"""One module per page of the rail, and the list of them in the rail's order."""

from __future__ import annotations

from tracker.ui.context import AppContext
from tracker.ui.pages.page import Page, PageSpec


def _overview(context: AppContext) -> Page:
    from tracker.ui.pages.overview import OverviewPage

    return OverviewPage(context)


def _projects(context: AppContext) -> Page:
    from tracker.ui.pages.projects import ProjectsPage

    return ProjectsPage(context)


def _entry(context: AppContext) -> Page:
    from tracker.ui.pages.entry import EntryPage

    return EntryPage(context)


def _timeline(context: AppContext) -> Page:
    from tracker.ui.pages.timeline import TimelinePage

    return TimelinePage(context)


def _charts(context: AppContext) -> Page:
    from tracker.ui.pages.charts import ChartsPage

    return ChartsPage(context)


def _problems(context: AppContext) -> Page:
    from tracker.ui.pages.problems import ProblemsPage

    return ProblemsPage(context)


def _overdue(context: AppContext) -> int:
    from tracker.queries.problems import overdue

    return context.tasks.read(overdue, context.period.as_of)


def _history(context: AppContext) -> Page:
    from tracker.ui.pages.history import HistoryPage

    return HistoryPage(context)


def _catalogue(context: AppContext) -> Page:
    from tracker.ui.pages.catalogue import CataloguePage

    return CataloguePage(context)


def _coverage(context: AppContext) -> Page:
    from tracker.ui.pages.coverage import CoveragePage

    return CoveragePage(context)


def _settings(context: AppContext) -> Page:
    from tracker.ui.pages.settings import SettingsPage

    return SettingsPage(context)


def _differences(context: AppContext) -> int:
    from tracker.queries.catalogue import conflict_count

    return context.tasks.read(conflict_count)


PAGES = (
    PageSpec("overview", "概览", "home", _overview),
    PageSpec("projects", "项目", "text_bullet_list_square", _projects),
    PageSpec("entry", "填报", "table_edit", _entry),
    PageSpec("timeline", "进度图", "gantt_chart", _timeline),
    PageSpec("charts", "图表", "data_bar_horizontal", _charts),
    PageSpec("problems", "问题", "flag", _problems, badge=_overdue),
    PageSpec("history", "变更", "history", _history),
    PageSpec("coverage", "覆盖", "board", _coverage),
    PageSpec("catalogue", "目录更新", "arrow_import", _catalogue, badge=_differences, only_with_badge=True),
    PageSpec("settings", "设置", "settings", _settings, at_foot=True),
)
