"""The screens of 进度图: folded and unfolded, every zoom, dark, narrow, and without any milestone."""

from __future__ import annotations

from tests.shots.stage import NARROW, SCALED, Screen, Stage
from tracker.ui.pages.timeline import TimelinePage
from tracker.ui.timeline.axis import Zoom
from tracker.ui.timeline.lines import Line


def _page(stage: Stage) -> TimelinePage:
    """Open 进度图."""
    page = stage.page("timeline")
    if not isinstance(page, TimelinePage):
        raise TypeError(page)
    return page


def _unfolded(stage: Stage) -> None:
    """Unfold one project and choose a milestone of another."""
    page = _page(stage)
    first, second = [one for one in page.view.lines.projects[:40] if page.view.lines.has_nodes(one)][:2]
    page.view.choose(Line(first))
    page.view.toggle(first)
    page.view.choose(Line(second), 3)


def _plain(stage: Stage) -> None:
    """Show the page as it opens."""
    _page(stage)


TIMELINE_SCREENS = [
    Screen("进度图", _unfolded),
    Screen("进度图-深色", _unfolded, dark=True),
    Screen("进度图-1366屏125%", _unfolded, size=SCALED),
    Screen("进度图-窄", _unfolded, size=NARROW),
    Screen("进度图-月", lambda stage: _page(stage).view.set_zoom(Zoom.MONTH)),
    Screen("进度图-年", lambda stage: _page(stage).view.set_zoom(Zoom.YEAR)),
    Screen("进度图-未填报", _plain, file="fresh"),
]
