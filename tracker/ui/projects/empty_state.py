"""What stands in the list's place when nothing is listed: what was looked for, what would be found, and buttons."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from tracker.ui import theme
from tracker.ui.forms import Label, button, hbox, vbox
from tracker.ui.projects.filter_words import Condition
from tracker.ui.strip import Picture

Found = Sequence[tuple[Condition, int]]  # a condition, and how many projects there are without it
_MOST = 2


class EmptyState(QWidget):
    """``chosen`` carries the Criteria of the button pressed; ``created`` follows 新建项目."""

    chosen = Signal(object)
    cleared = Signal()
    created = Signal()

    def __init__(self, parent: QWidget) -> None:
        """Say nothing yet."""
        super().__init__(parent)
        self.setAutoFillBackground(True)
        self.title = Label("", size=theme.Type.PANEL, strong=True, wrap=True)
        self._lines = Label("", "text2", wrap=True)
        for label in (self.title, self._lines):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._buttons: QHBoxLayout = hbox(spacing=8)
        picture = hbox(None, Picture("search", "text2", theme.Size.ICON_RAIL), None)
        row = hbox(None, self._buttons, None)
        self.setLayout(vbox(None, picture, 8, self.title, 8, self._lines, 14, row, None, None, margins=(24, 0, 24, 0)))

    def show_filter(self, words: str, found: Found) -> None:
        """Say what was looked for in vain, and which condition given up would find something."""
        useful = [(one, count) for one, count in found if count][:_MOST]
        self.title.setText(f"没有符合“{words}”的项目")
        lines = [f"去掉“{one.value}”有 {count} 项" for one, count in useful]
        self._lines.setText("\n".join(lines) or "可减少条件，或清除筛选（Esc）。")
        self._clear()
        for one, _count in useful[:1]:
            self._buttons.addWidget(button(f"去掉“{one.value}”", run=partial(self.chosen.emit, one.without)))
        self._buttons.addWidget(button("清除筛选", run=self.cleared.emit))

    def show_nothing(self) -> None:
        """Say that the file has no projects at all."""
        self.title.setText("还没有项目")
        self._lines.setText("新建第一个项目，或在“工具”里载入规划目录。")
        self._clear()
        self._buttons.addWidget(button("新建项目…", "add", run=self.created.emit))

    def say(self, title: str, line: str, *ways: QPushButton) -> None:
        """Say anything else: what is empty, what fills it, and the way there."""
        self.title.setText(title)
        self._lines.setText(line)
        self._clear()
        for way in ways:
            self._buttons.addWidget(way)

    def _clear(self) -> None:
        """Take the buttons away."""
        while (item := self._buttons.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
