"""The cards at the head of 概览: one number each, which opens the rows behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QEnterEvent, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QSizePolicy

from tracker.ui import theme
from tracker.ui.cells import Light
from tracker.ui.forms import Label, hbox, vbox
from tracker.ui.icons import pixmap
from tracker.ui.lights import SIDE, paint

_PAD, _GAP = 12, 4
_BAR_HEIGHT, _BAR_LEAST, _MARK = 7, 44, 13


@dataclass(frozen=True)
class Face:
    """What a card says. ``bar`` and ``mark`` (序时) are 0–1; ``tip`` says how it is counted."""

    title: str
    value: str
    unit: str = ""
    foot: str = ""
    foot_ink: str = "text2"
    bar: float | None = None
    mark: float | None = None
    tip: str = ""
    quiet: bool = False  # 未填报: a word, not a number


class _Pressable(QAbstractButton):
    """A painted button that lights up under the pointer, and answers to Enter as to the space bar."""

    def __init__(self, run: Callable[[], object]) -> None:
        super().__init__()
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.clicked.connect(lambda _checked=False: run())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Light up."""
        super().enterEvent(event)
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme's fonts."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()


def _heights() -> tuple[int, int, int]:
    """Return the heights of title, number and foot."""
    text = QFontMetrics(theme.font()).height()
    return text, QFontMetrics(theme.font(theme.Type.CARD)).height(), text


class Card(_Pressable):
    """One number with its title above and what it means below."""

    def __init__(self, run: Callable[[], object]) -> None:
        """Say nothing yet; a press runs *run*."""
        super().__init__(run)
        self.face = Face("", "")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_face(self, face: Face) -> None:
        """Say something else."""
        self.face = face
        spoken = f"{face.title} {face.value} {face.unit}，{face.foot}".strip("，")
        self.setText(face.title)
        self.setAccessibleName(spoken)
        self.setToolTip("\n".join(line for line in (face.tip, "单击查看这些项目") if line))
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for three lines."""
        return QSize(200, sum(_heights()) + 2 * _GAP + 16)

    def minimumSizeHint(self) -> QSize:
        """Give way sideways: what does not fit is elided."""
        return QSize(120, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the card."""
        painter = QPainter(self)
        paint_ground(painter, self)
        inner = self.rect().adjusted(_PAD, 8, -_PAD, -8)
        title, number, foot = _heights()
        icon = int(theme.Size.ICON)
        arrow = pixmap("chevron_right", "text2", icon, self.devicePixelRatioF())
        painter.drawPixmap(inner.right() - icon, inner.top(), arrow)
        _write(painter, QRect(inner.left(), inner.top(), inner.width() - icon - 4, title), self.face.title, "text2")
        self._paint_number(painter, QRect(inner.left(), inner.top() + title + _GAP, inner.width(), number))
        line = QRect(inner.left(), inner.bottom() - foot + 1, inner.width(), foot)
        _write(painter, line, self.face.foot, self.face.foot_ink)
        painter.end()

    def _paint_number(self, painter: QPainter, line: QRect) -> None:
        """Paint the number with its unit, and the bar in the room that is left."""
        face = self.face
        size = theme.Type.PAGE if face.quiet else theme.Type.CARD
        used = _write(painter, line, face.value, "text2" if face.quiet else "text", size)
        unit = line.adjusted(used + 4, 4, 0, -1)
        used += 4 + _write(painter, unit, face.unit, "text2", foot=True)
        room = line.width() - used - 10
        if face.bar is None or room < _BAR_LEAST:
            return
        t = theme.tokens()
        track = QRectF(line.left() + used + 10, line.center().y() - _BAR_HEIGHT / 2 + 1, room, _BAR_HEIGHT)
        painter.fillRect(track, t.track)
        painter.fillRect(QRectF(track.x(), track.y(), track.width() * min(max(face.bar, 0), 1), _BAR_HEIGHT), t.bar)
        if face.mark is not None:
            at = track.x() + track.width() * min(face.mark, 1)
            painter.fillRect(QRectF(at - 1, track.center().y() - _MARK / 2, 2, _MARK), t.text)


def paint_ground(painter: QPainter, button: QAbstractButton) -> None:
    """Paint a card's ground, its edge, and the ring of the focus."""
    t, box = theme.tokens(), QRectF(button.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(t.line, 1))
    painter.setBrush(t.hover if button.underMouse() else t.surf)
    painter.drawRoundedRect(box, theme.Size.RADIUS_CARD, theme.Size.RADIUS_CARD)
    _ring(painter, button)


def _ring(painter: QPainter, button: QAbstractButton) -> None:
    """Paint the ring of the focus inside a button."""
    if button.hasFocus():
        painter.setPen(QPen(theme.tokens().accent, 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(button.rect()).adjusted(1, 1, -1, -1), 3, 3)


def _write(
    painter: QPainter, line: QRect, text: str, ink: str, size: int = theme.Type.TEXT, *, foot: bool = False
) -> int:
    """Write a text elided into a line, at its foot or in its middle; return its width."""
    painter.setFont(theme.font(size))
    painter.setPen(getattr(theme.tokens(), ink))
    metrics = QFontMetrics(theme.font(size))
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(line.width(), 0))
    upright = Qt.AlignmentFlag.AlignBottom if foot else Qt.AlignmentFlag.AlignVCenter
    painter.drawText(line, Qt.AlignmentFlag.AlignLeft | upright, shown)
    return metrics.horizontalAdvance(shown)


class LightButton(_Pressable):
    """How many projects have one colour: the light's shape, the number, the word below."""

    def __init__(self, light: Light, word: str, run: Callable[[], object]) -> None:
        """Count nothing yet."""
        super().__init__(run)
        self._light, self._word = light, word
        self.count = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_count(self, count: int) -> None:
        """Show another number; there is nothing behind a 0."""
        self.count = count
        self.setText(f"{self._word} {count}")
        self.setAccessibleName(f"{self._word} {count} 项")
        self.setToolTip(f"查看{self._word}的 {count} 项" if count else f"没有{self._word}的项目")
        self.setEnabled(count > 0)
        self.update()

    def _size(self, room: int) -> int:
        """Return the largest size the number stands whole in: a number is never cut."""
        sizes = (theme.Type.PAGE, theme.Type.PANEL, theme.Type.TEXT)
        fits = (int(one) for one in sizes if QFontMetrics(theme.font(one)).horizontalAdvance(f"{self.count}") <= room)
        return next(fits, int(theme.Type.SMALL))

    def sizeHint(self) -> QSize:
        """Ask for shape and number, the word below."""
        return QSize(40, sum(_heights()[1:]))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint shape, number and word."""
        painter = QPainter(self)
        t, box = theme.tokens(), self.rect()
        if self.underMouse() and self.isEnabled():
            painter.fillRect(box, t.hover)
        text = QFontMetrics(theme.font()).height()
        upper = box.adjusted(2, 0, 0, -text)
        paint(painter, QRectF(upper.x(), upper.y(), SIDE, upper.height()), self._light)
        ink = "text" if self.count else "text3"
        _write(painter, upper.adjusted(SIDE + 3, 0, 2, 0), f"{self.count}", ink, self._size(upper.width() - SIDE - 3))
        _write(painter, QRect(2, box.bottom() - text + 1, box.width() - 2, text), self._word, "text2")
        _ring(painter, self)
        painter.end()


class LightsCard(QFrame):
    """The four lights with their numbers."""

    WORDS = ((Light.RED, "红灯"), (Light.AMBER, "黄灯"), (Light.GREEN, "绿灯"), (Light.NONE, "未亮灯"))

    def __init__(self, runs: tuple[Callable[[], object], ...]) -> None:
        """Run one of *runs* where a light is pressed, in the order of :attr:`WORDS`."""
        super().__init__()
        self.setObjectName("card")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.title = Label("亮灯", "text2")
        self.buttons = tuple(LightButton(light, word, run) for (light, word), run in zip(self.WORDS, runs, strict=True))
        self.setLayout(vbox(self.title, hbox(*self.buttons, spacing=2), spacing=_GAP, margins=(_PAD - 2, 7, 4, 7)))

    def show_counts(self, counts: tuple[int, ...]) -> None:
        """Show other numbers."""
        for button, count in zip(self.buttons, counts, strict=True):
            button.show_count(count)
