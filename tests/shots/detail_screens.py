"""Pictures of the detail beside the list: every tab, full and empty, wide and narrow, light and dark."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from tests.shots.full_project import fill_all
from tests.shots.stage import NARROW, Screen, Stage
from tracker.ui.detail.milestones import MilestonesTab
from tracker.ui.detail.money import MoneyTab
from tracker.ui.detail.panel import DetailPanel
from tracker.ui.fields import LineField

FULL, EMPTY, HEADING = "德惠市传染病医院", "九台区中医", "优生优育工程"
_NAMES = {
    "facts": "概况",
    "milestones": "里程碑",
    "money": "资金",
    "report": "季报",
    "problems": "问题",
    "history": "变更",
}


def _panel(stage: Stage) -> DetailPanel:
    """Return the panel of the open window."""
    return next(iter(stage.window.findChildren(DetailPanel)))


def _open(stage: Stage, tab: str, words: str = FULL) -> DetailPanel:
    """Show a project at a tab; the full one is filled in first."""
    if words == FULL:
        stage.context.tasks.write("填入演示项目", fill_all, stage.project(words))
    stage.open_project(words, tab)
    return _panel(stage)


def _wrong_date(stage: Stage) -> None:
    """Leave a date of the future in 实际."""
    tab = _open(stage, "milestones").tabs["milestones"]
    if isinstance(tab, MilestonesTab):
        field = tab.form.form.fields["actual"]
        field.put("2026-12-01")
        field.commit()


def _approval(stage: Stage) -> None:
    """Unfold 批准调整."""
    tab = _open(stage, "milestones").tabs["milestones"]
    if isinstance(tab, MilestonesTab):
        tab.form.open_approval("2027-03-31")


def _falling(stage: Stage) -> None:
    """Type a figure that falls, so that its reason is asked for."""
    stage.context.period.choose(stage.context.period.quarter.previous)
    tab = _open(stage, "money").tabs["money"]
    if isinstance(tab, MoneyTab):
        column = [one.key for one in tab.periods.columns].index("current")
        tab.periods.setData(tab.periods.index(1, column), "3000")


def _batches(stage: Stage) -> None:
    """Unfold the batches of 下达, with the form of another one."""
    tab = _open(stage, "money").tabs["money"]
    if isinstance(tab, MoneyTab):
        tab.allocation_fold.start()


def _wrong_fact(stage: Stage) -> None:
    """Leave a day that does not exist in a fact."""
    field = _open(stage, "facts").tabs["facts"].forms()[0].fields["planned_start"]
    if isinstance(field, LineField):
        field.put("2024-13-1")
        field.commit()


def _both(name: str, prepare: Callable[[Stage], object]) -> list[Screen]:
    """Return a screen in the two schemes."""
    return [Screen(f"详情-{name}", prepare), Screen(f"详情-{name}-深色", prepare, dark=True)]


DETAIL_SCREENS: list[Screen] = [
    *(screen for tab, name in _NAMES.items() for screen in _both(name, partial(_open, tab=tab))),
    *(Screen(f"详情-{name}-窄", partial(_open, tab=tab), size=NARROW) for tab, name in _NAMES.items()),
    *(Screen(f"详情-{name}-空", partial(_open, tab=tab, words=EMPTY), file="fresh") for tab, name in _NAMES.items()),
    Screen("详情-工程标题", partial(_open, tab="milestones", words=HEADING)),
    *_both("里程碑-日期有误", _wrong_date),
    Screen("详情-里程碑-批准调整", _approval),
    *_both("资金-累计减少", _falling),
    Screen("详情-资金-下达批次", _batches),
    Screen("详情-概况-日期有误", _wrong_fact),
]
