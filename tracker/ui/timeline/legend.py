"""What the marks mean, and the line at the foot with the dates of the chosen milestone."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from tracker.queries.timeline import TimelineNode
from tracker.ui import theme
from tracker.ui.forms import Label, hbox
from tracker.ui.theme import Tokens
from tracker.ui.timeline import marks, words
from tracker.ui.timeline.marks import Kind

NOTHING_CHOSEN = "点图上的标记，或用 ← → 选一个节点，这里显示它的四个日期。Enter 打开项目，空格展开。"
_ITEMS = ((Kind.PLANNED, "原定"), (Kind.APPROVED, "最新批准"), (Kind.EXPECTED, "预计"), (Kind.ACTUAL, "实际"))
_OVERDUE = "逾期"
_MARK, _GAP, _STRETCH = 18, 12, 4


def legend_width(metrics: QFontMetrics) -> int:
    """Return the width of the legend."""
    return sum(_MARK + metrics.horizontalAdvance(name) + _GAP for name in (*(word for _, word in _ITEMS), _OVERDUE))


def paint_legend(painter: QPainter, box: QRectF, t: Tokens) -> None:
    """Paint each mark with its name, from the left edge of *box*."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(theme.font())
    metrics, x, middle = QFontMetrics(painter.font()), box.left(), box.center().y()
    for kind, name in (*_ITEMS, (None, _OVERDUE)):
        if kind is None:
            painter.fillRect(QRectF(x, middle - _STRETCH / 2, _MARK - 4, _STRETCH), t.red)
        else:
            marks.paint_shape(painter, kind, QPointF(x + marks.HALF + 1, middle), t)
        width = metrics.horizontalAdvance(name)
        painter.setPen(t.text2)
        place = QRectF(x + _MARK, box.top(), width + 2, box.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)
        x += _MARK + width + _GAP
    painter.restore()


class Legend(QWidget):
    """The legend as a widget."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.setAccessibleName("图例：空心三角为原定，短竖线为最新批准，空心菱形为预计，实心菱形为实际，红线为逾期")

    def sizeHint(self) -> QSize:
        """Return the room the marks and names take."""
        metrics = QFontMetrics(theme.font())
        return QSize(legend_width(metrics), theme.height(theme.Size.CONTROL))

    def minimumSizeHint(self) -> QSize:
        """Never be cut off."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint it."""
        painter = QPainter(self)
        paint_legend(painter, QRectF(self.rect()), theme.tokens())
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if theme.is_theme_change(event):
            self.updateGeometry()
            self.update()


class Foot(QWidget):
    """The chosen milestone with its dates in one line."""

    def __init__(self) -> None:
        """Begin with the advice how to choose."""
        super().__init__()
        self.setObjectName("timelineFoot")
        self.setFixedHeight(theme.height(theme.Size.FILTER))
        self.dates = Label("", "text")
        self.standing = Label("", "text2")
        self.advice = Label(NOTHING_CHOSEN, "text2")
        for label in (self.dates, self.advice):
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row = hbox(self.dates, self.advice, self.standing, spacing=12, margins=(12, 0, 12, 0))
        row.setStretchFactor(self.dates, 1)
        row.setStretchFactor(self.advice, 1)
        self.setLayout(row)
        self.show_node(None)

    def show_node(self, node: TimelineNode | None) -> None:
        """Show a milestone, or how to choose one."""
        self.advice.setVisible(node is None)
        self.dates.setVisible(node is not None)
        self.standing.setVisible(node is not None)
        if node is None:
            return
        said = "　".join(f"{name} {value}" for name, value in words.four_dates(node))
        whole = f"{node.title}　{said}"
        self.dates.setText(whole)
        text, ink = words.standing(node)
        self.standing.setText(text)
        self.standing.set_ink(ink)
        self.dates.setToolTip(f"{whole}\n{text}")
