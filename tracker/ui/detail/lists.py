"""Plain lists inside the tabs: a title with lines under it, links that shorten, and taking widgets out again."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from tracker.ui import theme
from tracker.ui.forms import Item, Label, vbox


def clear(layout: QLayout) -> None:
    """Take everything out of a layout and let it go."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            clear(inner)
            inner.deleteLater()


class LongLink(QPushButton):
    """A link whose text is shortened where it does not fit, whole in the tooltip."""

    def __init__(self, text: str, run: Callable[[], object]) -> None:
        """Show *text*; a click runs *run*."""
        super().__init__(text)
        self._text = text
        self.setProperty("link", True)
        self.setProperty("long", True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)
        self.setToolTip(text)
        self.clicked.connect(lambda _checked=False: run())

    def set_text(self, text: str) -> None:
        """Show another text."""
        self._text = text
        self.setAccessibleName(text)
        self._shorten()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten the text to the width."""
        super().resizeEvent(event)
        self._shorten()

    def _shorten(self) -> None:
        """Show as much of the text as fits."""
        room = self.width() - 2 * theme.Size.CELL_PAD
        self.setText(self.fontMetrics().elidedText(self._text, Qt.TextElideMode.ElideMiddle, room))


class Section(QWidget):
    """A title and the lines under it; hidden without lines."""

    def __init__(self, title: str) -> None:
        """Begin without lines."""
        super().__init__()
        self.lines: QVBoxLayout = vbox(spacing=4)
        self._title = Label(title, "text2")
        self.setLayout(vbox(self._title, self.lines, spacing=3, margins=(0, 6, 0, 2)))
        self.hide()

    def show_lines(self, *lines: Item, title: str = "") -> None:
        """Show these lines, or nothing; *title* replaces the title."""
        if title:
            self._title.setText(title)
        clear(self.lines)
        for line in lines:
            if isinstance(line, QBoxLayout):
                self.lines.addLayout(line)
            elif isinstance(line, QWidget):
                self.lines.addWidget(line)
        self.setVisible(bool(lines))


def words(text: str, ink: str = "text") -> Label:
    """Return wrapped text that can be selected and copied."""
    label = Label(text, ink, wrap=True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
