"""Strips under the toolbar: what happened, what it means, and what to do as a link. The old content stays below."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimerEvent, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from tracker.ui import theme
from tracker.ui.context import Link
from tracker.ui.forms import Label, hbox, link, tool, vbox
from tracker.ui.icons import pixmap

# Icon, ink and ground of each tone.
_TONES = {
    "info": ("checkmark_circle", "green", "alt"),
    "warning": ("warning", "amber_text", "amber_bg"),
    "read_only": ("lock_closed", "amber_text", "amber_bg"),
    "error": ("error_circle", "red", "red_bg"),
}


class Picture(QLabel):
    """An icon as a label, recoloured with the theme."""

    def __init__(self, name: str, ink: str, size: int = theme.Size.ICON) -> None:
        """Show an icon in a token's colour."""
        super().__init__()
        self._name, self._ink, self._size = name, ink, size
        self.setFixedSize(size, size)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the icon for this screen."""
        painter = QPainter(self)
        painter.drawPixmap(0, 0, pixmap(self._name, self._ink, self._size, self.devicePixelRatioF()))
        painter.end()


class Strip(QWidget):
    """One strip. ``closed`` follows its ✕."""

    closed = Signal()

    def __init__(self, tone: str, sentence: str, links: Sequence[Link] = (), *, closable: bool = True) -> None:
        """Say *sentence* in a tone (info, warning, read_only, error)."""
        super().__init__()
        self.tone = tone
        self.sentence = sentence
        picture, ink, self._ground = _TONES[tone]
        text = Label(sentence, wrap=True)
        text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        head = Label("只读", strong=True) if tone == "read_only" else None
        self.links = [link(item.text, run=item.run) for item in links]
        close = tool("", "dismiss", tip="关闭", run=self.closed.emit)
        row = hbox(Picture(picture, ink), spacing=8, margins=(12, 2, 6, 2))
        if head:
            row.addWidget(head)
        row.addWidget(text)
        for item in self.links:
            row.addWidget(item)
        row.addWidget(close)
        self.setLayout(row)
        close.setVisible(closable)  # not before it has a parent: it would be a window of its own for a moment
        self.setMinimumHeight(theme.height(theme.Size.STRIP))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setAccessibleName(sentence)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground and lower line."""
        t = theme.tokens()
        painter = QPainter(self)
        painter.fillRect(self.rect(), getattr(t, self._ground))
        painter.fillRect(QRect(0, self.height() - 1, self.width(), 1), t.border)
        painter.end()


class StripStack(QWidget):
    """The strips of the window, at most one for each purpose: ``read_only``, ``error``, ``notice``."""

    def __init__(self) -> None:
        """Show nothing."""
        super().__init__()
        self._strips: dict[str, Strip] = {}
        self._box = vbox()
        self.setLayout(self._box)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def show_strip(
        self, purpose: str, tone: str, sentence: str, links: Sequence[Link] = (), *, closable: bool = True
    ) -> None:
        """Show a strip in place of the last one of the same purpose."""
        self.clear(purpose)
        strip = Strip(tone, sentence, links, closable=closable)
        strip.closed.connect(lambda: self.clear(purpose))
        self._strips[purpose] = strip
        self._box.addWidget(strip)

    def clear(self, purpose: str) -> None:
        """Take a strip away."""
        if (strip := self._strips.pop(purpose, None)) is not None:
            self._box.removeWidget(strip)
            strip.hide()
            strip.deleteLater()

    def shown(self, purpose: str) -> Strip | None:
        """Return the strip shown for a purpose."""
        return self._strips.get(purpose)


class BusyLine(QWidget):
    """A 2 px line under the toolbar that runs while long work is under way. It lies over its parent's upper edge."""

    _STEP_MS = 40
    _STRIDE = 0.025
    _LENGTH = 0.25

    def __init__(self, parent: QWidget) -> None:
        """Begin at rest, unseen."""
        super().__init__(parent)
        self._place = 0.0
        self._timer = 0
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        parent.installEventFilter(self)
        self.hide()

    def set_running(self, *, running: bool) -> None:
        """Run or rest."""
        if running and not self._timer:
            self._timer = self.startTimer(self._STEP_MS)
        elif not running and self._timer:
            self.killTimer(self._timer)
            self._timer = 0
        self._lay_out()
        self.setVisible(running)
        self.raise_()

    def _lay_out(self) -> None:
        """Keep to the parent's upper edge."""
        parent = self.parentWidget()
        self.setGeometry(0, 0, parent.width() if parent else 0, 2)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the parent's width."""
        if event.type() == QEvent.Type.Resize:
            self._lay_out()
        return super().eventFilter(watched, event)

    def timerEvent(self, _event: QTimerEvent) -> None:
        """Move on."""
        self._place = (self._place + self._STRIDE) % (1 + self._LENGTH)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the moving stretch."""
        width = self.width()
        painter = QPainter(self)
        stretch = QRect(round((self._place - self._LENGTH) * width), 0, round(width * self._LENGTH), 2)
        painter.fillRect(stretch, theme.tokens().accent)
        painter.end()
