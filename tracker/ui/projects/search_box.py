"""The search box: asks 200 ms after the last change, never while an input method is still composing."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLineEdit

from tracker.ui.icons import icon

DELAY_MS = 200
_WIDTH, _NARROWEST = 300, 120


class SearchBox(QLineEdit):
    """``searched`` carries the text to search for; ``left_down`` follows ↓, which goes to the list.

    Only ``textChanged`` is listened to: an input method's unfinished text is not part of it.
    """

    searched = Signal(str)
    left_down = Signal()

    def __init__(self) -> None:
        """Make an empty box."""
        super().__init__()
        self.setAccessibleName("搜索项目")
        self.setPlaceholderText("名称、别名、单位、拼音首字母  Ctrl+F")
        self.setToolTip("可输入名称、别名、单位、项目代码，或拼音、拼音首字母（如 dhcrb）；多个词用空格隔开")
        self.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self._clear = QAction(icon("dismiss"), "清除搜索", self)
        self._clear.triggered.connect(self.clear)
        self.addAction(self._clear, QLineEdit.ActionPosition.TrailingPosition)
        self._clear.setVisible(False)
        self._told = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DELAY_MS)
        self._timer.timeout.connect(self.search)
        self.textChanged.connect(self._changed)
        self.returnPressed.connect(self.search)

    def sizeHint(self) -> QSize:
        """Ask for the room of the words in it."""
        return QSize(_WIDTH, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Give way where the window is narrow."""
        return QSize(_NARROWEST, super().minimumSizeHint().height())

    def show_text(self, text: str) -> None:
        """Show the search of a filter that came from elsewhere; nothing is asked."""
        self._told = text
        if text.split() != self.text().split():
            self.setText(text)
        self._timer.stop()

    def search(self) -> None:
        """Ask now."""
        self._timer.stop()
        if self.text().split() != self._told.split():
            self._told = self.text()
            self.searched.emit(self.text().strip())

    def _changed(self, text: str) -> None:
        """Wait for the next letter."""
        self._clear.setVisible(bool(text))
        self._timer.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """↓ goes to what was found."""
        if event.key() == Qt.Key.Key_Down and not event.modifiers():
            self.search()
            self.left_down.emit()
            return
        super().keyPressEvent(event)
