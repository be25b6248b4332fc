"""The timeline's scrolling, zoom and painting: a table at the left, the axis of days beside it, one scroll bar."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QEvent, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from tracker.queries.timeline import Span, TimelineNode
from tracker.ui import theme
from tracker.ui.timeline import painting
from tracker.ui.timeline.axis import Axis, Zoom, axis_over, widened
from tracker.ui.timeline.frame import Frame, State
from tracker.ui.timeline.lines import Fetched, Line, Lines, Load

LEFT, LEFT_NARROW = 366, 286
_AS_OF_PLACE = 0.62  # of the axis' width: more of what was than of what comes


class TimelineBody(QAbstractScrollArea):
    """Fetches and paints the lines in view only; which line is current is for :class:`TimelineView`.

    ``zoomed`` follows another width of the days.
    """

    zoomed = Signal()

    def __init__(self, load: Load, as_of: date, today: date) -> None:
        """Begin without lines; *load* reads some projects."""
        super().__init__()
        self.lines = Lines(load)
        self.as_of, self.today = as_of, today
        self._whole = axis_over(None, None, as_of, today)
        self.axis: Axis = self._whole
        self.current: Line | None = None
        self.mark: int | None = None  # the place of the chosen milestone in its project
        self._hovered = -1
        self._left = LEFT
        self._placed = False  # the axis was scrolled to 截至 once
        self._spacer = QWidget()
        self.addScrollBarWidget(self._spacer, Qt.AlignmentFlag.AlignLeft)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setAccessibleName("进度图")
        self.viewport().setMouseTracking(True)
        for bar in (self.horizontalScrollBar(), self.verticalScrollBar()):
            bar.valueChanged.connect(self.viewport().update)

    # --- What is shown ---

    def show_span(self, span: Span, as_of: date, today: date) -> None:
        """Lay the axis over other dates; the day in the middle stays, the first time 截至 is shown."""
        middle = self.axis.day(self.horizontalScrollBar().value() + self._axis_width() / 2)
        self.as_of, self.today = as_of, today
        self._whole = axis_over(span.first, span.last, as_of, today)
        self.axis = widened(self._whole.zoomed(self.axis.zoom), self._axis_width())
        self._fit()
        if self._placed:
            self._scroll_to(middle, 0.5)

    def set_narrow(self, *, narrow: bool) -> None:
        """Leave the column of the units out where the window is narrow."""
        self._left = LEFT_NARROW if narrow else LEFT
        self._fit()

    def frame(self) -> Frame:
        """Return how the view stands."""
        size = self.viewport().size()
        return Frame(
            t=theme.tokens(),
            axis=self.axis,
            left=self._left,
            width=size.width(),
            offset=self.horizontalScrollBar().value(),
            as_of=self.as_of,
            today=self.today,
            with_unit=self._left == LEFT,
        )

    def lines_in_view(self) -> range:
        """Return the places of the lines that are seen, whole or in part."""
        top, height = self.verticalScrollBar().value(), self._row_height()
        first = top // height
        last = (top + max(0, self.viewport().height() - painting.head_height()) - 1) // height
        return range(first, min(last + 1, len(self.lines)))

    @property
    def node(self) -> TimelineNode | None:
        """The chosen milestone."""
        found = self._fetched()
        if found is None or self.mark is None or self.mark >= len(found.row.nodes):
            return None
        return found.row.nodes[self.mark]

    def _fetched(self) -> Fetched | None:
        """Return the project of the current line."""
        return self.lines.fetched(self.current.project_id) if self.current is not None else None

    # --- Zoom and scrolling ---

    def set_zoom(self, zoom: Zoom, at: float | None = None) -> None:
        """Take another width of the days; the day at a place of the viewport stays there, else 截至 or the middle."""
        if zoom is self.axis.zoom:
            return
        seen = self._axis_width()
        if at is None:
            own = self.axis.x(self.as_of) - self.horizontalScrollBar().value()
            at = own if 0 <= own <= seen else seen / 2
        day = self.axis.day(self.horizontalScrollBar().value() + at)
        self.axis = widened(self._whole.zoomed(zoom), seen)
        self._fit()
        self._scroll_to(day, at / max(1, seen))
        self.zoomed.emit()

    def go_to_as_of(self) -> None:
        """Show 截至."""
        self._scroll_to(self.as_of, _AS_OF_PLACE)

    def _scroll_to(self, day: date, part: float) -> None:
        """Scroll so that a day stands at a part of the axis' width."""
        self.horizontalScrollBar().setValue(round(self.axis.x(day) - part * self._axis_width()))

    def _axis_width(self) -> int:
        """Return the width in which the axis is seen."""
        return max(1, self.viewport().width() - self._left)

    def _row_height(self) -> int:
        """Return the height of a line."""
        return theme.height(theme.Size.ROW)

    def _fit(self) -> None:
        """Give the scroll bars their ranges."""
        height, room = self._row_height(), max(0, self.viewport().height() - painting.head_height())
        down, across = self.verticalScrollBar(), self.horizontalScrollBar()
        down.setRange(0, max(0, len(self.lines) * height - room))
        down.setPageStep(max(height, room))
        down.setSingleStep(height)
        across.setRange(0, max(0, self.axis.width - self._axis_width()))
        across.setPageStep(self._axis_width())
        across.setSingleStep(theme.Size.ROW)
        self._spacer.setFixedSize(self._left, across.sizeHint().height())
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit to the new size; 截至 comes into view with the first real one."""
        super().resizeEvent(event)
        self.axis = widened(self._whole.zoomed(self.axis.zoom), self._axis_width())
        self._fit()
        if not self._placed and self.isVisible():
            self._placed = True
            self.go_to_as_of()

    # --- Painting ---

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the lines in view and the heading over them."""
        frame, painter = self.frame(), QPainter(self.viewport())
        painter.fillRect(event.rect(), frame.t.surf)
        for place in self.lines_in_view():
            line = self.lines[place]
            box = QRectF(self._box(place))
            if box.intersects(QRectF(event.rect())):
                painting.paint_line(
                    painter, box, line, self.lines.fetched(line.project_id), frame, self._state(line, place)
                )
        painting.paint_head(painter, QRectF(0, 0, frame.width, painting.head_height()), frame)
        painter.end()

    def _state(self, line: Line, place: int) -> State:
        """Return how a line is painted."""
        current = line == self.current
        ours = self.current is not None and line.project_id == self.current.project_id
        return State(
            hovered=place == self._hovered,
            current=current,
            focused=current and self.hasFocus(),
            chosen=self.mark if ours else None,
            unfolded=self.lines.is_open(line.project_id),
        )

    def _box(self, place: int) -> QRect:
        """Return where a line stands in the viewport."""
        height = self._row_height()
        top = painting.head_height() + place * height - self.verticalScrollBar().value()
        return QRect(0, top, self.viewport().width(), height)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme's colours and fonts."""
        super().changeEvent(event)
        if theme.is_theme_change(event):
            self._fit()
