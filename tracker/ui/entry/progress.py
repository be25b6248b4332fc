"""How far the reports of the period are: 已报 37 / 85 with a bar."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from tracker.ui import theme
from tracker.ui.forms import Label, hbox

_BAR = (100, 6)
_TIP = "本期填过任何一项（累计数、完成数、形象进度或文字）就算已报，与催报名单一致"


class Progress(QWidget):
    """The count in words and as a bar."""

    def __init__(self) -> None:
        """Begin at nothing."""
        super().__init__()
        self._bar = _Bar()
        self.words, self.rest = Label(), Label("", "text2")
        self.setLayout(hbox(self.words, self._bar, self.rest, spacing=8))
        self.setToolTip(_TIP)

    def show_count(self, reported: int, whole: int) -> None:
        """Show how many of how many are reported."""
        self.words.setText(f"已报 {reported} / {whole}")
        self.rest.setText(f"未报 {whole - reported}")
        self._bar.show_share(reported / whole if whole else 0.0)
        self.setAccessibleName(f"已报 {reported}，共 {whole}，未报 {whole - reported}")

    def narrow(self, *, narrow: bool) -> None:
        """Leave the bar and the rest away where the room is small."""
        self._bar.setVisible(not narrow)
        self.rest.setVisible(not narrow)


class _Bar(QWidget):
    """The bar."""

    def __init__(self) -> None:
        super().__init__()
        self._share = 0.0
        self.setFixedSize(*_BAR)

    def show_share(self, share: float) -> None:
        """Fill another part."""
        self._share = share
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint track and filled part."""
        t = theme.tokens()
        painter = QPainter(self)
        painter.fillRect(self.rect(), t.track)
        painter.fillRect(QRect(0, 0, round(self.width() * self._share), self.height()), t.bar2)
        painter.end()
