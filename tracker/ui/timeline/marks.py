"""The marks of milestones: which there are, where they stand, and their shapes (ui.md §8)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from tracker.queries.timeline import TimelineNode
from tracker.ui.theme import Tokens
from tracker.ui.timeline.axis import Axis

HALF = 5.0  # half a mark's side
NEAR = 8.0  # how far from a mark a click still means it
_UPPER, _LOWER = 0.3, 0.68  # of a line's height
_BAR, _STRETCH = 12.0, 4.0
_DASHES = (3.0, 2.0)


class Kind(Enum):
    """The four dates; the value is the word beside a mark."""

    PLANNED = "原定"
    APPROVED = "批准"
    EXPECTED = "预计"
    ACTUAL = "实际"


@dataclass(frozen=True)
class Mark:
    """One date of a milestone: ``node`` is the milestone's place in its project, ``x`` the place on the axis."""

    node: int
    kind: Kind
    day: date
    x: float

    @property
    def words(self) -> str:
        """The mark as it is written beside it or at the edge: 原定 22-06-30."""
        return f"{self.kind.value} {self.day:%y-%m-%d}"


Nodes = Sequence[tuple[int, TimelineNode]]


def marks(nodes: Nodes, axis: Axis, *, whole: bool) -> list[Mark]:
    """Return the marks of some milestones by place; *whole* names the approved dates of those reached as well."""
    found = []
    for place, node in nodes:
        if node.na:
            continue
        days = [(Kind.PLANNED, node.planned)]
        if whole or node.actual is None:
            days.append((Kind.APPROVED, node.approved))
        days.append((Kind.EXPECTED, node.expected) if node.actual is None else (Kind.ACTUAL, node.actual))
        found += [Mark(place, kind, day, axis.x(day)) for kind, day in days if day is not None]
    return found


def lane(kind: Kind, box: QRectF) -> float:
    """Return the height of a date's lane: 原定 above, all others below."""
    return box.top() + box.height() * (_UPPER if kind is Kind.PLANNED else _LOWER)


def paint_lanes(painter: QPainter, box: QRectF, nodes: Nodes, found: Sequence[Mark], t: Tokens) -> None:
    """Paint what joins the marks: 原定 in grey, what is done solid, what is expected dashed. *box* begins at day 0."""
    planned = [mark.x for mark in found if mark.kind is Kind.PLANNED]
    actual = [mark.x for mark in found if mark.kind is Kind.ACTUAL]
    expected = [mark.x for mark in found if mark.kind is Kind.EXPECTED]
    upper, lower = lane(Kind.PLANNED, box), lane(Kind.ACTUAL, box)
    if len(planned) > 1:
        _line(painter, QPen(t.strong, 1), (min(planned), max(planned)), upper, box)
    if len(actual) > 1:
        _line(painter, QPen(t.text2, 3), (min(actual), max(actual)), lower, box)
    if expected and len(nodes) > 1:
        pen = QPen(t.accent, 1.4)
        pen.setDashPattern(_DASHES)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        _line(painter, pen, (max(actual) if actual else min(expected), max(expected)), lower, box)


def paint_overdue(painter: QPainter, box: QRectF, nodes: Nodes, axis: Axis, as_of: date, t: Tokens) -> None:
    """Paint the red stretch from the date a milestone is held to up to *as_of*."""
    lower = lane(Kind.ACTUAL, box)
    for _place, node in nodes:
        if node.late_days is None or node.due is None:
            continue
        start, end = axis.x(node.due), axis.x(as_of)
        painter.fillRect(QRectF(box.left() + start, lower - _STRETCH / 2, end - start, _STRETCH), t.red)
        painter.fillRect(QRectF(box.left() + start - 1, lower - _BAR / 2, 2, _BAR), t.red)


def paint_mark(painter: QPainter, mark: Mark, box: QRectF, t: Tokens, *, chosen: bool) -> None:
    """Paint one mark; the chosen one has a ring around it."""
    centre = QPointF(box.left() + mark.x, lane(mark.kind, box))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_shape(painter, mark.kind, centre, t)
    if chosen:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(t.accent, 1.6))
        painter.drawEllipse(centre, HALF + 3, HALF + 3)
    painter.restore()


def paint_shape(painter: QPainter, kind: Kind, centre: QPointF, t: Tokens) -> None:
    """Paint a mark's shape: ▽ hollow grey, a short bar, ◇ hollow accent, ◆ filled."""
    x, y = centre.x(), centre.y()
    if kind is Kind.APPROVED:
        painter.fillRect(QRectF(x - 1, y - _BAR / 2, 2, _BAR), t.text)
        return
    if kind is Kind.PLANNED:
        painter.setPen(QPen(t.text3, 1.2))
        painter.setBrush(t.surf)
        corners = [(x - HALF + 0.5, y - HALF + 1.5), (x + HALF - 0.5, y - HALF + 1.5), (x, y + HALF - 1)]
    else:
        reached = kind is Kind.ACTUAL
        painter.setPen(Qt.PenStyle.NoPen if reached else QPen(t.accent, 1.4))
        painter.setBrush(t.text if reached else t.surf)
        corners = [(x, y - HALF), (x + HALF, y), (x, y + HALF), (x - HALF, y)]
    painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners]))


def _line(painter: QPainter, pen: QPen, ends: tuple[float, float], y: float, box: QRectF) -> None:
    """Draw a level line between two places of the axis, as far as it is seen: every dash costs time."""
    seen = painter.clipBoundingRect()
    left, right = max(box.left() + ends[0], seen.left() - 1), min(box.left() + ends[1], seen.right() + 1)
    if left < right:
        if pen.style() == Qt.PenStyle.CustomDashLine:
            pen.setDashOffset((left - box.left() - ends[0]) / pen.widthF())
        painter.setPen(pen)
        painter.drawLine(QPointF(left, y), QPointF(right, y))
