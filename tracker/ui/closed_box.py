"""Beside the report period: whether the quarter is closed, and by which figures it is shown."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from tracker.domain.closing import Closing
from tracker.ui import theme
from tracker.ui.closed import CORRECTED, SIGNED
from tracker.ui.context import AppContext
from tracker.ui.fields import ComboBox
from tracker.ui.forms import hbox, separator, shortened, tool

_SWITCH_TIP = "按封账数：列表、合计、灯和图表都是封账时的数\n按更正后：含封账以后的补报和更正"
_NAMED = 8  # characters of a scope's name in the menu line


def state_words(versions: tuple[Closing, ...]) -> str:
    """Return the state of a quarter in a few words, empty where it was never closed; *versions* the newest first."""
    locking = [one for one in versions if one.locks]
    whole = next((one for one in locking if not one.scope.unit_uids), None)
    if whole is not None:
        return f"已封账（{whole.stage}，第{whole.version}版）"
    if len(locking) == 1:
        return f"{shortened(locking[0].scope.text, _NAMED)}已封账"
    if locking:
        return f"{len(locking)}个范围已封账"
    if not versions:
        return ""
    last = versions[0]
    scope = f"{shortened(last.scope.text, _NAMED)}，" if last.scope.unit_uids else ""
    return (
        f"已重新打开（{scope}第{last.version}版）" if last.reopened_on else f"{last.stage}（{scope}第{last.version}版）"
    )


def state_tip(versions: tuple[Closing, ...]) -> str:
    """Return who closed what and when, a line each."""
    lines = []
    for one in versions:
        again = f"；{one.reopened_on} {one.reopened_by} 重新打开" if one.reopened_on else ""
        lines.append(f"{one.scope.text}（{one.stage}，第{one.version}版）：{one.closed_on} {one.closed_by} 封账{again}")
    return "\n".join([*lines, "点击查看历次封账"])


class ClosedBox(QWidget):
    """A lock with the state, and the switch between what was signed and what holds now. Hidden for an open quarter."""

    opened = Signal()

    def __init__(self) -> None:
        """Show nothing yet."""
        super().__init__()
        self._context: AppContext | None = None
        self._width = int(theme.Size.FULL)
        self.state = tool("", "lock_closed", run=self.opened.emit)
        self.switch = ComboBox()
        self.switch.setAccessibleName("显示哪一套数")
        self.switch.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        for words in (SIGNED, CORRECTED):
            self.switch.addItem(words)
        self.switch.activated.connect(self._switched)
        self.setLayout(hbox(self.state, self.switch, separator(vertical=True), spacing=4, margins=(0, 0, 8, 0)))
        self.hide()

    def show_context(self, context: AppContext | None) -> None:
        """Follow an open file; None where there is none any more."""
        self._context = context
        if context is not None:
            context.closed.switched.connect(self.show_state)
            context.period.changed.connect(self.show_state)
            context.tasks.changed.connect(self._changed)
        self.show_state()

    def _changed(self, *_: object) -> None:
        """Something was stored, maybe a closing."""
        self.show_state()

    def show_state(self) -> None:
        """Show the state of the chosen quarter."""
        if self._context is None:
            self.hide()
            return
        closed, quarter = self._context.closed, self._context.period.quarter
        versions = closed.versions(quarter)
        words = state_words(versions)
        self.state.setText(words.partition("（")[0] if self._width < theme.Size.FULL else words)
        narrow, style = self._width < theme.Size.FOLDED, self.state.toolButtonStyle()
        self.state.setToolButtonStyle(style.ToolButtonIconOnly if narrow else style.ToolButtonTextBesideIcon)
        self.state.setToolTip(f"{quarter.label}{words}\n{state_tip(versions)}")
        self.state.setAccessibleName(f"封账状态：{words}")
        self.switch.setCurrentText(CORRECTED if closed.corrected else SIGNED)
        self.switch.setToolTip(_SWITCH_TIP)
        whole = self._context.period.as_of == quarter.end  # a month or a day within has no copy to switch to
        self.switch.setVisible(whole and bool(closed.locking(quarter)))
        self.setVisible(bool(words))

    def _switched(self, place: int) -> None:
        """Show the chosen figures."""
        if self._context is not None:
            self._context.closed.choose(corrected=self.switch.itemText(place) == CORRECTED)

    def narrow(self, width: int) -> None:
        """Leave out what the window has no room for."""
        self._width = width
        self.show_state()
