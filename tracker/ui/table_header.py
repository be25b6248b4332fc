"""Table headings: title and unit on two lines, groups above them, and the pinned 合计 row below.

The 合计 row is part of the heading, not of the model: it neither scrolls away nor sorts nor counts as a row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QHelpEvent, QMouseEvent, QPainter, QPolygonF
from PySide6.QtWidgets import QHeaderView, QToolTip, QWidget

from tracker.ui import cell_painter, theme
from tracker.ui.cells import EMPTY, Cell
from tracker.ui.table_model import Column

SortKeys = tuple[tuple[str, bool], ...]  # (column key, descending), the first key first


class TableHeader(QHeaderView):
    """The heading of one view. Both views of a table with frozen columns have one and show the same."""

    def __init__(self, parent: QWidget) -> None:
        """Make a heading without columns."""
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.columns: Sequence[Column[Any]] = ()
        self.total: Mapping[str, Cell] | None = None
        self.sorted: SortKeys = ()
        self.row_height = int(theme.Size.ROW)
        self._head_height: int | None = None
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(24)
        self.setFont(theme.font())

    @property
    def head_height(self) -> int:
        """The height of the heading alone; asked at every step of a layout, so it is worked out once."""
        if self._head_height is None:
            self._head_height = self._measure()
        return self._head_height

    def _measure(self) -> int:
        """Work the heading's height out from its columns and the fonts."""
        if any(column.grouped for column in self.columns):
            return theme.height(theme.Size.HEAD_GROUPED)
        if any(column.unit for column in self.columns):
            lines = QFontMetrics(theme.font()).height() + QFontMetrics(theme.font(theme.Type.SMALL)).height()
            return max(int(theme.Size.HEAD_TWO), lines + 4)
        return theme.height(theme.Size.HEAD_ONE)

    def sizeHint(self) -> QSize:
        """Return the room for heading and 合计 row."""
        return QSize(super().sizeHint().width(), self.head_height + (self.row_height if self.total else 0))

    def refresh(self) -> None:
        """Take other columns, totals, sort keys or fonts into the picture."""
        self._head_height = None
        self.updateGeometry()
        self.geometriesChanged.emit()
        self.viewport().update()

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:
        """Paint one column's heading, and its 合计 cell below."""
        if not rect.isValid() or not 0 <= logical < len(self.columns):
            return
        column = self.columns[logical]
        head = QRect(rect.left(), rect.top(), rect.width(), self.head_height)
        self._paint_head(painter, head, column)
        if self.total is not None:
            below = QRect(rect.left(), head.bottom() + 1, rect.width(), self.row_height)
            look = cell_painter.Look(column.align, column.elide, ground="head")
            cell_painter.paint(painter, below, self.total.get(column.key, EMPTY), look)
            painter.fillRect(QRect(below.left(), below.bottom(), below.width(), 1), theme.tokens().border)

    def _paint_head(self, painter: QPainter, rect: QRect, column: Column[Any]) -> None:
        """Paint the heading proper."""
        t = theme.tokens()
        painter.fillRect(rect, t.head)
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), t.border)
        painter.fillRect(QRect(rect.right(), rect.top(), 1, rect.height()), t.line)
        pad = int(theme.Size.CELL_PAD)
        box = rect.adjusted(pad, 1, -pad, -2)
        if column.grouped:
            box = self._paint_group(painter, rect, column).adjusted(pad, 0, -pad, 0)
        _two_lines(painter, box, column)
        for place, (key, descending) in enumerate(self.sorted):
            if key == column.key:
                _caret(painter, QPoint(rect.center().x(), rect.top()), descending=descending, faint=place > 0)

    def _paint_group(self, painter: QPainter, rect: QRect, column: Column[Any]) -> QRect:
        """Paint the group's title over its columns and return the room below; each column paints its part of it."""
        t, half = theme.tokens(), rect.height() // 2
        peers = [place for place, other in enumerate(self.columns) if other.grouped == column.grouped]
        shown = [place for place in peers if not self.isSectionHidden(place)]
        left = min(self.sectionViewportPosition(place) for place in shown)
        right = max(self.sectionViewportPosition(place) + self.sectionSize(place) for place in shown)
        whole = QRect(left, rect.top(), right - left, half)
        painter.save()
        painter.setClipRect(QRect(rect.left(), rect.top(), rect.width(), half))
        painter.fillRect(whole, t.head)
        painter.setFont(theme.font())
        painter.setPen(t.text2)
        painter.drawText(whole, Qt.AlignmentFlag.AlignCenter, column.grouped)
        painter.fillRect(QRect(whole.left(), whole.bottom(), whole.width(), 1), t.line)
        painter.fillRect(QRect(whole.right(), whole.top(), 1, whole.height()), t.line)
        painter.restore()
        return QRect(rect.left(), rect.top() + half, rect.width(), rect.height() - half)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Let only the heading proper sort, move and resize."""
        if event.position().y() < self.head_height:
            super().mousePressEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """Show the 合计 cell's own tooltip."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip and self.total:
            section = self.logicalIndexAt(event.pos())
            if event.pos().y() >= self.head_height and 0 <= section < len(self.columns):
                cell = self.total.get(self.columns[section].key, EMPTY)
                QToolTip.showText(event.globalPos(), cell.tooltip, self)
                return True
        return super().viewportEvent(event)


def _two_lines(painter: QPainter, box: QRect, column: Column[Any]) -> None:
    """Draw title and unit, together in the middle of the height."""
    t = theme.tokens()
    left = Qt.AlignmentFlag.AlignLeft
    side = {"left": left, "bar": left, "right": Qt.AlignmentFlag.AlignRight}
    flag = side.get(column.align, Qt.AlignmentFlag.AlignHCenter)
    title_font, unit_font = theme.font(), theme.font(theme.Type.SMALL)
    title_height = QFontMetrics(title_font).height()
    unit_height = QFontMetrics(unit_font).height() if column.unit else 0
    top = box.top() + (box.height() - title_height - unit_height) // 2
    lines = ((column.title, title_font, t.text2, title_height), (column.unit, unit_font, t.text3, unit_height))
    for text, font, ink, height in lines:
        painter.setFont(font)
        painter.setPen(ink)
        line = QRect(box.left(), top, box.width(), height)
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(line, flag | Qt.AlignmentFlag.AlignVCenter, shown)
        top += height


def _caret(painter: QPainter, top: QPoint, *, descending: bool, faint: bool) -> None:
    """Draw the mark of the column rows are ordered by, at the heading's upper edge."""
    t = theme.tokens()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(t.strong if faint else t.accent)
    tip, base = (top.y() + 3.5, top.y()) if descending else (top.y(), top.y() + 3.5)
    corners = [QPointF(top.x() - 4, base), QPointF(top.x() + 4, base), QPointF(top.x(), tip)]
    painter.drawPolygon(QPolygonF(corners))
    painter.restore()
