"""What is written beside the marks of a line, and at the edges for what lies beyond them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter

from tracker.queries.timeline import TimelineNode
from tracker.ui.timeline import marks, words
from tracker.ui.timeline.frame import Frame
from tracker.ui.timeline.marks import Mark

EDGE_GAP = 6
_MIDDLE = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class Notes:
    """Writes beside the marks and at the edges of one line."""

    def __init__(self, painter: QPainter, box: QRectF, frame: Frame, ground: QColor) -> None:
        self._painter = painter
        self._box = box
        self._frame = frame
        self._ground = ground
        self._metrics = QFontMetrics(painter.font())

    def write(self, x: float, text: str, ink: QColor) -> float:
        """Write a text over its own ground and return where it ends."""
        width = self._metrics.horizontalAdvance(text)
        place = QRectF(x, self._box.top() + 3, width, self._box.height() - 7)
        self._painter.fillRect(place.adjusted(-2, 0, 2, 0), self._ground)
        self._painter.setPen(ink)
        self._painter.drawText(place, _MIDDLE, text)
        return x + width

    def point_to(self, found: Sequence[Mark], titles: Sequence[str]) -> None:
        """Name the nearest mark beyond each edge, where none is in sight."""
        left, right = self._frame.seen
        before = [mark for mark in found if mark.x < left]
        after = [mark for mark in found if mark.x > right]
        if before:
            near = max(before, key=lambda mark: mark.x)
            self.write(self._frame.left + EDGE_GAP, f"◀ {titles[near.node]} {near.words}", self._frame.t.text2)
        if after:
            near = min(after, key=lambda mark: mark.x)
            self._at_right(f"{titles[near.node]} {near.words} ▶", 0)

    def describe(self, found: Sequence[Mark], node: TimelineNode | None) -> None:
        """Write a milestone's dates: those beyond the edges at the edges, those in sight behind the last mark."""
        left, right = self._frame.seen
        t, start = self._frame.t, float(self._frame.left)
        inside = [mark for mark in found if left <= mark.x <= right]
        first = min((mark.x for mark in inside), default=right) + self._frame.origin - marks.HALF
        if before := [mark for mark in found if mark.x < left]:
            start = self._at_left(before, first)
        end = max((mark.x for mark in inside), default=left) + self._frame.origin + marks.HALF + EDGE_GAP
        if after := [mark for mark in found if mark.x > right]:
            self._at_right("，".join(mark.words for mark in after) + " ▶", max(start, end))
        if node is None or after:
            return
        if node.na:
            self.write(start + EDGE_GAP, "不适用", t.text3)
        elif inside:
            self._beside(inside, node, (start, end))
        elif not found:
            self.write(start + EDGE_GAP, words.NO_DATES, t.text3)

    def _at_left(self, before: Sequence[Mark], first: float) -> float:
        """Write what lies before the left edge, as long as the first mark in sight leaves room; return the end."""
        room = first - self._frame.left - 2 * EDGE_GAP
        whole = "，".join(mark.words for mark in before)
        for text in (f"◀ {whole}", f"◀ {max(before, key=lambda mark: mark.x).day:%y-%m-%d}", "◀"):
            if self._metrics.horizontalAdvance(text) <= room:
                return self.write(self._frame.left + EDGE_GAP, text, self._frame.t.text2)
        return float(self._frame.left)

    def _at_right(self, text: str, taken: float) -> None:
        """Write what lies beyond the right edge, or its arrow alone where there is no room."""
        edge = self._frame.width - EDGE_GAP
        for one in (text, "▶"):
            x = edge - self._metrics.horizontalAdvance(one)
            if x > taken:
                self.write(x, one, self._frame.t.text2)
                return

    def _beside(self, inside: Sequence[Mark], node: TimelineNode, free: tuple[float, float]) -> None:
        """Write the dates in sight behind the last mark, or before the first one; how late it is comes with them."""
        start, end = free
        late = node.late_days
        whole = "，".join(mark.words for mark in inside)
        verdict = "" if late is None else f"逾期 {late:,} 天"
        ink = getattr(self._frame.t, words.late_ink(late))
        first = min(mark.x for mark in inside) + self._frame.origin - marks.HALF - EDGE_GAP
        edge = self._frame.width - EDGE_GAP
        end = max(end, self._frame.origin + self._frame.axis.x(self._frame.as_of) + EDGE_GAP) if verdict else end
        for text in (f"{whole}，{verdict}" if verdict else whole, verdict or inside[-1].words):
            width = self._metrics.horizontalAdvance(text)
            if end + width <= edge:
                self.write(end, text, ink)
                return
            if first - width > start + EDGE_GAP:
                self.write(first - width, text, ink)
                return
