"""The timeline on the screen: which line and milestone are current, and what keys and mouse do."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QToolTip

from tracker.ui.timeline import marks, painting, words
from tracker.ui.timeline.body import TimelineBody
from tracker.ui.timeline.frame import LIGHT_WIDTH
from tracker.ui.timeline.lines import Line
from tracker.ui.timeline.marks import Mark

_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
_SIDES = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_OPENS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ZOOMS = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Equal: 1, Qt.Key.Key_Minus: -1}
_CONTROL = Qt.KeyboardModifier.ControlModifier


class TimelineView(TimelineBody):
    """The timeline with its current line and milestone, keys and mouse.

    ``chosen`` follows every move to another line or milestone. ``opened`` carries the id of the project that was
    double-clicked or entered. ``folded`` follows the unfolding of lines.
    """

    chosen = Signal()
    opened = Signal(int)
    folded = Signal()

    # --- The current line and milestone ---

    def lines_changed(self) -> None:
        """Fit to other lines; the current line stays where it is still there."""
        if self.current is None or self.lines.place_of(self.current) is None:
            self.current, self.mark = (self.lines[0] if len(self.lines) else None), None
        else:
            self.current = self.lines[self.lines.place_of(self.current) or 0]
        if (found := self._fetched()) is not None and self.mark is not None and self.mark >= len(found.row.nodes):
            self.mark = None
        self._fit()
        self._tell()

    def choose(self, line: Line | None, mark: int | None = None) -> None:
        """Make a line current, and a milestone of it chosen; a milestone's own line chooses it."""
        if line is not None and line.node is not None:
            mark = line.node
        self.current, self.mark = line, mark
        if line is not None and (place := self.lines.place_of(line)) is not None:
            self._show_line(place)
        self.viewport().update()
        self._tell()

    def toggle(self, project_id: int) -> None:
        """Unfold a project or fold it again; the current line goes to the project's own where it is folded away."""
        self.lines.toggle(project_id)
        if self.current is not None and self.current.project_id == project_id and not self.lines.is_open(project_id):
            self.current = Line(project_id)
        self.lines_changed()
        self.folded.emit()

    def unfold_all(self, *, unfold: bool) -> None:
        """Unfold or fold every project."""
        self.lines.open_all(unfold=unfold)
        if self.current is not None and not unfold:
            self.current = Line(self.current.project_id)
        self.lines_changed()
        if self.current is not None and (place := self.lines.place_of(self.current)) is not None:
            self._show_line(place)
        self.folded.emit()

    def _tell(self) -> None:
        """Tell what is current, in words too."""
        found = self._fetched()
        said = words.spoken(self.current, found, self.node) if self.current is not None and found is not None else ""
        self.setAccessibleDescription(said)
        self.chosen.emit()

    def _show_line(self, place: int) -> None:
        """Scroll to a line."""
        height, bar = self._row_height(), self.verticalScrollBar()
        room = max(height, self.viewport().height() - painting.head_height())
        top = place * height
        if top < bar.value():
            bar.setValue(top)
        elif top + height > bar.value() + room:
            bar.setValue(top + height - room)

    def _show_mark(self) -> None:
        """Scroll to the chosen milestone's mark where none of its marks is seen."""
        node = self.node
        if node is None or node.na or not node.dates:
            return
        left, right = self.frame().seen
        places = [self.axis.x(day) for day in node.dates]
        if not any(left + marks.NEAR < place < right - marks.NEAR for place in places):
            self._scroll_to(node.actual or node.expected or node.due or node.dates[0], 0.5)

    def _step_line(self, by: int) -> None:
        """Go up or down."""
        now = self.lines.place_of(self.current) if self.current is not None else None
        if len(self.lines):
            place = 0 if now is None else min(max(now + by, 0), len(self.lines) - 1)
            self.choose(self.lines[place])

    def _step_mark(self, by: int) -> None:
        """Go to the next milestone of a project; from a milestone's own line back to its project's."""
        found, line = self._fetched(), self.current
        if found is None or line is None:
            return
        if line.node is not None:
            if by < 0:
                self.choose(Line(line.project_id))
            return
        dated = [place for place, node in enumerate(found.row.nodes) if node.dates and not node.na]
        if not dated:
            return
        ahead = [place for place in dated if self.mark is None or (place - self.mark) * by > 0]
        place = self.mark if not ahead else (ahead[0] if by > 0 else ahead[-1])
        self.choose(line, place)
        self._show_mark()

    # --- Keys ---

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """↑ ↓ lines, ← → milestones, Space unfolds, Enter opens, Ctrl with + and − zooms, Ctrl+C copies."""
        key, control = Qt.Key(event.key()), bool(event.modifiers() & _CONTROL)
        page = max(1, len(self.lines_in_view()) - 1)
        far = {Qt.Key.Key_PageDown: page, Qt.Key.Key_PageUp: -page}
        ends = {Qt.Key.Key_Home: -len(self.lines), Qt.Key.Key_End: len(self.lines)}
        moves = _STEPS | far | ends
        if control and key in _ZOOMS:
            self.set_zoom(self.axis.zoom.stepped(_ZOOMS[key]))
        elif control and key == Qt.Key.Key_C:
            self.copy_row()
        elif key in moves:
            self._step_line(moves[key])
        elif key in _SIDES:
            self._step_mark(_SIDES[key])
        elif self.current is not None and key == Qt.Key.Key_Space and not event.modifiers():
            self.toggle(self.current.project_id)
        elif self.current is not None and key in _OPENS:
            self.opened.emit(self.current.project_id)
        else:
            super().keyPressEvent(event)

    def copy_row(self) -> None:
        """Put the current project's milestones on the clipboard as a table."""
        if (found := self._fetched()) is not None:
            QApplication.clipboard().setText(words.as_table(found.row))

    # --- Mouse ---

    def _place_at(self, point: QPoint) -> int:
        """Return the place of the line under a point of the viewport, -1 where there is none."""
        y = point.y() - painting.head_height()
        place = (y + self.verticalScrollBar().value()) // self._row_height()
        return place if y >= 0 and place < len(self.lines) else -1

    def mark_at(self, point: QPoint) -> Mark | None:
        """Return the mark under a point of the viewport."""
        place = self._place_at(point)
        if place < 0 or point.x() < self._left:
            return None
        line, frame = self.lines[place], self.frame()
        found = self.lines.fetched(line.project_id)
        if found is None:
            return None
        box, x = QRectF(self._box(place)), point.x() - frame.origin
        nodes = painting.nodes_of(line, found)
        every = marks.marks(nodes, self.axis, whole=line.node is not None)
        near = [mark for mark in every if abs(mark.x - x) <= marks.NEAR]
        return min(
            near, key=lambda mark: abs(mark.x - x) + abs(marks.lane(mark.kind, box) - point.y()) / 2, default=None
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the line, and the milestone whose mark was hit; the sign of folding unfolds."""
        point = event.position().toPoint()
        place = self._place_at(point)
        if place < 0 or event.button() != Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
            return
        line, hit = self.lines[place], self.mark_at(point)
        self.choose(line, hit.node if hit is not None else None)
        if line.node is None and 0 <= point.x() - LIGHT_WIDTH <= painting.CHEVRON:
            self.toggle(line.project_id)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the project, but not where the sign of folding was clicked twice."""
        place = self._place_at(event.position().toPoint())
        folding = 0 <= event.position().x() - LIGHT_WIDTH <= painting.CHEVRON
        if place >= 0 and not folding:
            self.opened.emit(self.lines[place].project_id)
        elif place >= 0:
            self.mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light up the line under the pointer."""
        super().mouseMoveEvent(event)
        point = event.position().toPoint()
        self._hover(self._place_at(point))
        over = self.mark_at(point) is not None
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def leaveEvent(self, event: QEvent) -> None:
        """No line is under the pointer any more."""
        super().leaveEvent(event)
        self._hover(-1)

    def _hover(self, place: int) -> None:
        """Paint another line as the one under the pointer."""
        if place != self._hovered:
            self._hovered = place
            self.viewport().update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl+wheel zooms around the pointer, Shift+wheel scrolls the axis, the wheel alone the lines."""
        steps = event.angleDelta().y()
        if event.modifiers() & _CONTROL and steps:
            self.set_zoom(self.axis.zoom.stepped(1 if steps > 0 else -1), max(0.0, event.position().x() - self._left))
            event.accept()
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier and steps:
            self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() - steps)
            event.accept()
        else:
            super().wheelEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """Show a mark's milestone, or a name that was shortened, beside the pointer."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self._tip(event.pos()), self.viewport())
            return True
        return super().viewportEvent(event)

    def _tip(self, point: QPoint) -> str:
        """Return what is said of the thing under a point."""
        place = self._place_at(point)
        if place < 0:
            return ""
        line = self.lines[place]
        found = self.lines.fetched(line.project_id)
        if found is None:
            return ""
        hit = self.mark_at(point)
        node = found.row.nodes[hit.node] if hit is not None else found.node(line)
        if node is not None:
            return words.tooltip(node)
        return painting.cell_tip(found, point.x()) if point.x() < self._left else ""
