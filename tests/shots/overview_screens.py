"""The screens of 概览 and the dialogs behind it."""

from __future__ import annotations

from tests.shots.stage import NARROW, SCALED, Screen, Stage
from tracker.ui.pages.overview import OverviewPage


def _page(stage: Stage) -> OverviewPage:
    """Return the page the program opens with."""
    page = stage.page("overview")
    if not isinstance(page, OverviewPage):
        raise TypeError(page)
    return page


def _start(stage: Stage) -> None:
    """Show what a start shows."""
    _page(stage)


def _lower(stage: Stage) -> None:
    """Show the lower half where the page scrolls."""
    bar = _page(stage).area.verticalScrollBar()
    bar.setValue(bar.maximum())


def _due(stage: Stage) -> None:
    """Show the whole list of what is overdue."""
    _page(stage).due.show_all()


def _duty(stage: Stage) -> None:
    """Show who has not reported."""
    _page(stage).show_duty()


def _readonly(stage: Stage) -> None:
    """Open the file while somebody else writes it."""
    stage.open_again()


OVERVIEW_SCREENS = [
    Screen("概览", _start),
    Screen("概览-深色", _start, dark=True),
    Screen("概览-1366屏125%", _start, size=SCALED),
    Screen("概览-窄", _start, size=NARROW),
    Screen("概览-窄-下半", _lower, size=NARROW),
    Screen("概览-未填报", _start, file="fresh"),
    Screen("概览-未填报-窄", _start, file="fresh", size=NARROW),
    Screen("概览-只读", _readonly, file="fresh"),
    Screen("概览-到期全部", _due),
    Screen("概览-到期全部-窄", _due, size=NARROW),
    Screen("概览-未报与催报", _duty),
    Screen("概览-未报与催报-窄", _duty, size=NARROW),
]
