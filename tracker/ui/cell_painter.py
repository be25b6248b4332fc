"""Paints one Cell: used by tables, their pinned 合计 row, and anything else that shows a figure with a bar."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetrics, QPainter, QPen

from tracker.ui import lights, theme
from tracker.ui.cells import Cell, Light
from tracker.ui.icons import pixmap

BAR_WIDTH, BAR_HEIGHT = 44, 7  # the least width: a wide column has longer bars
NUMBER_WIDTH = 52  # kept free for the number beside a bar, so that all bars of a column are alike
MARK_WIDTH, MARK_HEIGHT = 2, 13
RING = 2
_SIGNALS = ("red_bg", "amber_bg")


@dataclass(frozen=True)
class Look:
    """How a cell stands in its table."""

    align: str = "left"
    elide: str = "right"
    selected: bool = False
    hovered: bool = False
    focused: bool = False
    ground: str = "surf"
    ruled: bool = False  # a line at the right edge too
    strong: bool = False


_ELIDE = {"right": Qt.TextElideMode.ElideRight, "middle": Qt.TextElideMode.ElideMiddle}


def paint(painter: QPainter, rect: QRect, cell: Cell, look: Look) -> None:
    """Paint ground, lines, content and focus ring of a cell."""
    painter.save()
    painter.setClipRect(rect)
    _ground(painter, rect, cell, look)
    pad = int(theme.Size.CELL_PAD)
    _content(painter, rect.adjusted(pad, 0, -pad, -1), cell, look)
    if look.focused:
        painter.setPen(QPen(theme.tokens().accent, RING))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(rect).adjusted(1, 1, -1, -2))
    painter.restore()


def _ground(painter: QPainter, rect: QRect, cell: Cell, look: Look) -> None:
    """Fill the cell and draw its lines."""
    t = theme.tokens()
    ground = t.sel if look.selected else t.hover if look.hovered else getattr(t, look.ground)
    doubted = look.focused and cell.ground in _SIGNALS  # the cell in hand shows what is wrong with it
    if cell.ground and cell.ground != "hatch" and (doubted or not look.selected):
        ground = getattr(t, cell.ground)
    painter.fillRect(rect, ground)
    if cell.ground == "hatch":
        painter.fillRect(rect, QBrush(t.hatch, Qt.BrushStyle.BDiagPattern))
    painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), t.line)
    if look.ruled:
        painter.fillRect(QRect(rect.right(), rect.top(), 1, rect.height()), t.line)


def _content(painter: QPainter, box: QRect, cell: Cell, look: Look) -> None:
    """Draw what stands in the cell, from the outside in: icon and light at the left, bar, side text, text."""
    t = theme.tokens()
    painter.setFont(theme.font(strong=cell.strong or look.strong))
    if cell.indent:
        box = box.adjusted(cell.indent * theme.Size.INDENT, 0, 0, 0)
    if cell.icon:
        _icon(painter, box, cell)
        box = box.adjusted(theme.Size.ICON + theme.Size.ICON_GAP, 0, 0, 0)
    if cell.light:
        lights.paint(painter, QRectF(box.left(), box.top(), lights.SIDE, box.height()), cell.light)
        box = box.adjusted(lights.SIDE + theme.Size.ICON_GAP, 0, 0, 0)
    if cell.unreported:
        mark = QRectF(box.right() - lights.MARK_SIDE + 1, box.top(), lights.MARK_SIDE, box.height())
        lights.paint(painter, mark, Light.NONE, lights.MARK_SIDE)
    if cell.bar is not None or cell.hatch:
        width = BAR_WIDTH if cell.side else max(BAR_WIDTH, box.width() - NUMBER_WIDTH)
        _bar(painter, QRect(box.left(), box.top(), width, box.height()), cell)
        box = box.adjusted(width + theme.Size.ICON_GAP, 0, 0, 0)
    align = look.align if cell.bar is None and not cell.hatch else "right"
    if cell.side:
        box = _side(painter, box, cell)
    _text(painter, box, cell.text, getattr(t, cell.ink), (align, look.elide))


def _icon(painter: QPainter, box: QRect, cell: Cell) -> None:
    """Draw the small icon at the left."""
    size = int(theme.Size.ICON)
    device = painter.device()
    ratio = device.devicePixelRatioF() if device else 1.0
    picture = pixmap(cell.icon, cell.icon_ink, size, ratio)
    painter.drawPixmap(box.left(), box.top() + (box.height() - size) // 2, picture)


def _side(painter: QPainter, box: QRect, cell: Cell) -> QRect:
    """Draw the second text at the right edge and return the room left for the first."""
    width = QFontMetrics(painter.font()).horizontalAdvance(cell.side)
    _text(painter, box, cell.side, getattr(theme.tokens(), cell.side_ink), ("right", "right"))
    return box.adjusted(0, 0, -width - theme.Size.ICON_GAP, 0)


def _text(painter: QPainter, box: QRect, text: str, ink: QColor, how: tuple[str, str]) -> None:
    """Draw one line of text, shortened where it does not fit."""
    align, elide = how
    flags = {
        "left": Qt.AlignmentFlag.AlignLeft,
        "right": Qt.AlignmentFlag.AlignRight,
        "bar": Qt.AlignmentFlag.AlignRight,
        "center": Qt.AlignmentFlag.AlignHCenter,
    }
    line = text.replace("\n", " ")
    shown = QFontMetrics(painter.font()).elidedText(line, _ELIDE[elide], box.width())
    painter.setPen(ink)
    painter.drawText(box, flags[align] | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)


def _bar(painter: QPainter, box: QRect, cell: Cell) -> None:
    """Draw the bar: track, filled part, the mark of 序时; or the pattern of 未填报."""
    t = theme.tokens()
    bar = QRectF(box.left(), box.top() + (box.height() - BAR_HEIGHT) / 2, box.width(), BAR_HEIGHT)
    if cell.hatch:
        painter.fillRect(bar, QBrush(t.hatch, Qt.BrushStyle.BDiagPattern))
        return
    painter.fillRect(bar, t.track)
    filled = min(max(cell.bar or 0.0, 0.0), 1.0)
    painter.fillRect(QRectF(bar.left(), bar.top(), bar.width() * filled, bar.height()), t.bar)
    if cell.mark is not None:
        x = bar.left() + bar.width() * min(max(cell.mark, 0.0), 1.0) - MARK_WIDTH / 2
        painter.fillRect(QRectF(x, bar.center().y() - MARK_HEIGHT / 2, MARK_WIDTH, MARK_HEIGHT), t.text)
