"""The four lights as shapes, so that they are told apart without colour and print as they look."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from tracker.ui import theme
from tracker.ui.cells import Light

SIDE = 12  # logical pixels
MARK_SIDE = 9  # the ring of 未报 beside another light
_DASHES = (2.0, 1.6)


def paint(painter: QPainter, box: QRectF, light: Light, side: int = SIDE, tokens: theme.Tokens | None = None) -> None:
    """Paint a light in the middle of *box*: ◆ red, ▲ amber, ● green, a dashed ring where nothing is reported.

    *tokens* are the colours; None those in force, prints give the light ones.
    """
    t = tokens or theme.tokens()
    square = QRectF(0, 0, side, side)
    square.moveCenter(box.center())
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    inner = square.adjusted(0.5, 0.5, -0.5, -0.5)
    if light is Light.RED:
        painter.setBrush(t.red)
        painter.drawPolygon(_polygon((0.5, 0), (1, 0.5), (0.5, 1), (0, 0.5), within=inner))
    elif light is Light.AMBER:
        painter.setPen(QPen(t.amber_text, 1))
        painter.setBrush(t.amber)
        painter.drawPolygon(_polygon((0.5, 0.04), (1, 0.94), (0, 0.94), within=inner))
    elif light is Light.GREEN:
        painter.setBrush(t.green)
        painter.drawEllipse(inner)
    else:
        pen = QPen(t.grey, 1.4)
        pen.setDashPattern(_DASHES)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(inner.adjusted(0.5, 0.5, -0.5, -0.5))
    painter.restore()


def _polygon(*corners: tuple[float, float], within: QRectF) -> QPolygonF:
    """Return a polygon from corners given as parts of a rectangle."""
    return QPolygonF([QPointF(within.x() + x * within.width(), within.y() + y * within.height()) for x, y in corners])
