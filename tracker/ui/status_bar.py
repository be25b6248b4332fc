"""The line at the window's foot: saved when, what is selected, what is running, the legend, who."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QProgressBar, QSizePolicy, QWidget

from tracker.ui import theme
from tracker.ui.forms import Label, hbox, link, separator
from tracker.ui.strip import Picture

LEGEND = "未填＝还没填　／＝不适用　—＝无法计算　0＝确实为零"
_BAR_WIDTH = 120
_ROOM_FOR_LEGEND = 1000  # narrower windows show it as the tooltip of the right end


class StatusBar(QWidget):
    """The foot of the window. ``cancelled`` follows 取消 beside the running work."""

    cancelled = Signal()

    def __init__(self) -> None:
        """Say nothing yet."""
        super().__init__()
        self.setObjectName("statusBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(theme.height(theme.Size.STATUS))
        self._saved_picture = Picture("checkmark_circle", "text2")
        self._locked_picture = Picture("lock_closed", "text2")
        self._locked_picture.hide()
        self._saved_picture.hide()
        self.saved = Label("", "text2")
        self.saved.hide()
        self.selection = Label("", "text2")
        self.selection.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.wrong = Label("", "red")
        self.wrong.hide()
        self._work = Label("", "text2")
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setFixedWidth(_BAR_WIDTH)
        self._cancel = link("取消", run=self.cancelled.emit)
        self._cancel.setFixedHeight(theme.height(theme.Size.STATUS) - 4)
        self.legend = Label(LEGEND, "text2")
        self.user = Label("", "text2")
        row = hbox(self._saved_picture, self._locked_picture, self.saved, 8, self.wrong, self.selection, spacing=5)
        row.setContentsMargins(10, 0, 12, 0)
        row.setStretchFactor(self.selection, 1)
        self._line = separator(vertical=True)
        self._line.hide()
        for item in (self._work, self._progress, self._cancel, self.legend, self._line, self.user):
            row.addWidget(item)
        self.setLayout(row)
        self._with_legend = False
        self.set_work("", 0, 0)

    def set_saved(self, text: str) -> None:
        """Say when something was stored last."""
        self.saved.setText(text)
        self.saved.setVisible(bool(text))
        self._saved_picture.setVisible(bool(text) and not self._locked_picture.isVisibleTo(self))

    def set_wrong(self, count: int) -> None:
        """Say how many inputs stand on the screen that were not stored."""
        self.wrong.setText(f"{count} 处输入有误，未保存" if count else "")
        self.wrong.setVisible(count > 0)

    def set_selection(self, text: str) -> None:
        """Say what is selected."""
        self.selection.setText(text)
        self.selection.setToolTip(text)

    def set_user(self, who: str, *, read_only: bool) -> None:
        """Say who works here and whether they may change anything."""
        self.user.setText(f"{who}（{'只读' if read_only else '可编辑'}）" if who else "")
        self._line.setVisible(bool(who))
        self._locked_picture.setVisible(read_only)
        if read_only:
            self._saved_picture.hide()
            self.saved.setText("只读")
            self.saved.show()
        elif self.saved.text() == "只读":
            self.saved.setText("")

    def set_work(self, title: str, done: int, total: int, text: str = "") -> None:
        """Show work under way, or none with an empty title: what it is at, else how far (total 0: unknown)."""
        running = bool(title)
        for item in (self._work, self._progress, self._cancel):
            item.setVisible(running)
        self._progress.setRange(0, max(total, 0))
        self._progress.setValue(done)
        count = f"{done:,} / {total:,}" if total else ""
        self._work.setText(f"正在{title}… {text or count}".rstrip())
        self._show_legend()

    def show_legend(self, *, shown: bool) -> None:
        """Show the legend of what is not a number, on pages with figures."""
        self._with_legend = shown
        self._show_legend()

    def _show_legend(self) -> None:
        """Show the legend where there is room for it."""
        room = self.width() >= _ROOM_FOR_LEGEND and not self._progress.isVisibleTo(self)
        self.legend.setVisible(self._with_legend and room)
        self.user.setToolTip("" if room or not self._with_legend else LEGEND)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Drop the legend where the window is narrow."""
        super().resizeEvent(event)
        self._show_legend()
