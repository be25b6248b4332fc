"""The screens of 覆盖: a box without and with the plan's text, a plan without boxes, and projects without a source."""

from __future__ import annotations

from tests.shots.stage import NARROW, SCALED, Screen, Stage
from tracker.ui.coverage.rows import UNSOURCED
from tracker.ui.pages.coverage import LEFT_OUT, CoveragePage


def _page(stage: Stage) -> CoveragePage:
    """Open 覆盖."""
    page = stage.page("coverage")
    if not isinstance(page, CoveragePage):
        raise TypeError(page)
    return page


def _box(stage: Stage) -> None:
    """Show the first box."""
    _page(stage)


def _other_text(stage: Stage) -> None:
    """Name a text that is not the plan's."""
    page = _page(stage)
    path = stage.folder / "另一份文件.txt"
    path.write_text("一、总体要求\n", "utf-8")
    place = page.current
    if place is not None and place.plan is not None:
        page.texts.set_path(place.plan, path)
    page.which.setCurrentText(LEFT_OUT)
    page.which.activated.emit(page.which.currentIndex())


def _without_boxes(stage: Stage) -> None:
    """Show the plan that has no boxes."""
    _page(stage).left.select_key("plan-jiaohe")


def _unsourced(stage: Stage) -> None:
    """Show that every project has a source."""
    _page(stage).left.select_key(UNSOURCED)


COVERAGE_SCREENS = [
    Screen("覆盖", _box),
    Screen("覆盖-深色", _box, dark=True),
    Screen("覆盖-1366屏125%", _box, size=SCALED),
    Screen("覆盖-窄", _box, size=NARROW),
    Screen("覆盖-原文不符", _other_text),
    Screen("覆盖-没有专栏", _without_boxes, size=SCALED),
    Screen("覆盖-没有来源", _unsourced),
]
