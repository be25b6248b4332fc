"""The screens of 封账: asking, all closings, the closed list, and the question about a correction."""

from __future__ import annotations

from tests.shots.stage import NARROW, SCALED, Screen, Stage
from tracker.domain.kinds import MoneyKind
from tracker.domain.money import Amount
from tracker.services.money import FigureInput, set_figure
from tracker.ui.closing import ClosingDesk
from tracker.ui.context import Link
from tracker.ui.messages import _Reason

_WORDS = "德惠市传染病医院异地新建"


def _desk(stage: Stage) -> ClosingDesk:
    """Return what closes quarters."""
    found = stage.window.findChild(ClosingDesk)
    if not isinstance(found, ClosingDesk):
        raise TypeError(found)
    return found


def _ask(stage: Stage) -> None:
    """Ask what to close."""
    _desk(stage).ask()
    stage.settle()


def _ask_units(stage: Stage) -> None:
    """Ask for some units."""
    _ask(stage)
    if (dialog := _desk(stage).dialog) is not None:
        dialog.some.setChecked(True)
        dialog.units.item(1).setCheckState(dialog.units.item(1).checkState().Checked)
        dialog.counts["warnings"].click()


def _closed(stage: Stage) -> None:
    """Close the quarter."""
    _ask(stage)
    if (dialog := _desk(stage).dialog) is not None:
        dialog.start.click()
    stage.settle()


def _corrected(stage: Stage) -> None:
    """Correct a figure of the closed quarter."""
    _closed(stage)
    tasks = stage.context.tasks
    tasks.ask_correction = lambda _error: "施工单位9月发票10月才到，补记"
    figure = FigureInput(
        stage.project(_WORDS), MoneyKind.DONE, stage.context.period.as_of, Amount(8_888_000_000), reason="按发票"
    )
    tasks.write("填写累计完成投资", set_figure, figure)
    stage.settle()


def _list(stage: Stage) -> None:
    """Show all closings with what was corrected."""
    _corrected(stage)
    _desk(stage).show_all()


def _reason(stage: Stage) -> None:
    """Ask for the reason of a correction."""
    _closed(stage)
    sentence = "2026年第三季度已封账，数字不能直接修改。要改请用“更正”，更正会列在下季度报表后。"
    _Reason(stage.window, sentence, "更正原因", "登记更正", title="登记更正").open()


def _chart(stage: Stage) -> None:
    """Show the chart of a closed quarter."""
    _closed(stage)
    stage.page("charts")


def _money(stage: Stage) -> None:
    """Show the money of a project of a closed quarter."""
    _closed(stage)
    stage.open_project(_WORDS, "money")
    stage.context.notify("", Link("", stage.settle))


CLOSING_SCREENS = [
    Screen("封账-对话框", _ask),
    Screen("封账-对话框-窄", _ask, size=NARROW),
    Screen("封账-对话框-单位", _ask_units, size=SCALED),
    Screen("封账-对话框-单位-窄", _ask_units, size=NARROW),
    Screen("封账-空", lambda stage: _desk(stage).show_all(), file="fresh"),
    Screen("封账-已封账", _closed),
    Screen("封账-已封账-深色", _closed, dark=True, size=SCALED),
    Screen("封账-更正后-窄", _corrected, size=NARROW),
    Screen("封账-历次", _list),
    Screen("封账-历次-窄", _list, size=NARROW),
    Screen("封账-登记更正", _reason, size=SCALED),
    Screen("封账-图表", _chart, size=SCALED),
    Screen("封账-资金", _money),
]
