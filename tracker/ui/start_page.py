"""What stands in the window while no file is open: opening, making one, or asking which."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QProgressBar, QPushButton, QWidget

from tracker.ui import theme
from tracker.ui.forms import Label, button, hbox, vbox
from tracker.ui.strip import Picture

_WIDTH = 480
Way = tuple[str, Callable[[], object]]


class Notice(QWidget):
    """A centred icon, sentence, explanation and buttons: an empty page that says what fills it."""

    def __init__(self, picture: str, sentence: str, explanation: str = "", ways: tuple[Way, ...] = ()) -> None:
        """Say *sentence*; the first of *ways* is the main one."""
        super().__init__()
        self.sentence = Label(sentence, size=theme.Type.PANEL)
        self.explanation = Label(explanation, "text2", wrap=True)
        self.explanation.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.explanation.setFixedWidth(_WIDTH)
        self.buttons: list[QPushButton] = []
        row = hbox(None, spacing=8)
        for place, (text, run) in enumerate(ways):
            self.buttons.append(button(text, run=run, primary=place == 0 and len(ways) > 1))
            row.addWidget(self.buttons[-1])
        row.addStretch(1)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(_WIDTH)
        self.bar.hide()
        centred: list[QWidget] = [Picture(picture, "text2", theme.Size.ICON_RAIL), self.sentence, self.explanation]
        lines = [hbox(None, widget, None) for widget in (*centred, self.bar)]
        self.setLayout(vbox(None, *lines, 6, row, None, spacing=8))


class StartPage(QWidget):
    """Stands in for the pages until a file is open. The frame of empty panels shows where things will be."""

    def __init__(self) -> None:
        """Begin with the frame alone."""
        super().__init__()
        self.notice: Notice | None = None
        self._box = vbox(margins=(12, 12, 12, 12))
        self.setLayout(self._box)

    def show_frame(self) -> None:
        """Show nothing but empty panels, while a file is being opened."""
        self._put(None)

    def show_notice(self, picture: str, sentence: str, explanation: str = "", ways: tuple[Way, ...] = ()) -> None:
        """Say what is the matter and offer ways on."""
        self._put(Notice(picture, sentence, explanation, ways))

    def show_work(self, sentence: str, explanation: str) -> None:
        """Say what is being done; :meth:`set_progress` moves the bar."""
        self._put(Notice("document_table", sentence, explanation))
        self.set_progress(0, 0)

    def set_progress(self, done: int, total: int) -> None:
        """Move the bar; a total of 0 is not known yet."""
        if self.notice is not None:
            self.notice.bar.show()
            self.notice.bar.setRange(0, total)
            self.notice.bar.setValue(done)

    def _put(self, notice: Notice | None) -> None:
        """Show another content."""
        if self.notice is not None:
            self._box.removeWidget(self.notice)
            self.notice.hide()
            self.notice.deleteLater()
        self.notice = notice
        if notice is not None:
            self._box.addWidget(notice)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the frame of a page without data."""
        t = theme.tokens()
        painter = QPainter(self)
        painter.fillRect(self.rect(), t.surf)
        if self.notice is None:
            row = theme.row_height()
            painter.fillRect(QRect(0, 0, self.width(), theme.height(theme.Size.HEAD_TWO)), t.head)
            for top in range(theme.height(theme.Size.HEAD_TWO) + row, self.height(), row):
                painter.fillRect(QRect(0, top - 1, self.width(), 1), t.line)
        painter.end()
