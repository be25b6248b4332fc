"""The chart on screen: drawn by tracker.reports.charts onto matplotlib's Qt canvas, with a tip, a click and keys."""

from __future__ import annotations

from html import escape
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPointF, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QToolTip, QWidget

from tracker.reports.chart_look import COLOURS, Look
from tracker.reports.charts import Bar, Chart, Picture, chart_figure, draw_chart, needed_height, tip
from tracker.ui import theme
from tracker.ui.forms import vbox

_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Left: -1}
_ENDS = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: -1}
_OPENS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


def look_of(tokens: theme.Tokens) -> Look:
    """Return the chart's colours for a scheme of the window."""
    return Look(**{name: getattr(tokens, name).name().upper() for name in COLOURS})


class ChartView(QScrollArea):
    """Shows one chart. ``chosen`` tells the bar that is marked now (None: none), ``opened`` the bar to look into.

    The mouse marks and opens with one click; with the keyboard the arrows mark and Enter opens. ``copied`` asks
    for the picture on the clipboard. matplotlib is imported with the first chart.
    """

    chosen = Signal(object)
    opened = Signal(object)
    copied = Signal()

    def __init__(self) -> None:
        """Begin without a chart."""
        super().__init__()
        self._chart: Chart | None = None
        self._picture: Picture | None = None
        self._canvas: Any = None  # matplotlib's canvas carries no types
        self._marked: object = None
        self._paper = QWidget()
        self._box = vbox()
        self._paper.setLayout(self._box)
        self.setObjectName("chartView")
        self.setWidget(self._paper)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme.scheme_changed().changed.connect(self.redraw)

    # --- What is shown ---

    @property
    def chart(self) -> Chart | None:
        """The chart that is shown."""
        return self._chart

    @property
    def picture(self) -> Picture | None:
        """The chart as it was drawn last."""
        return self._picture

    @property
    def marked(self) -> Bar | None:
        """The marked bar."""
        return (
            next((bar for bar in self._bars() if bar.key == self._marked), None) if self._marked is not None else None
        )

    def show_chart(self, chart: Chart, *, keep_mark: bool = True) -> None:
        """Show another chart; a mark stays where its bar is in it too, unless it is a chart of other things."""
        self._chart = chart
        if not keep_mark:
            self._marked = None
            self.verticalScrollBar().setValue(0)
        self.setAccessibleName(chart.title)
        if self._canvas is None:
            self._make_canvas(chart)
        if self.marked is None:
            self._marked = None
        self._fit()
        self.redraw()
        self._tell()

    def mark(self, key: object) -> None:
        """Mark a bar by its key; None takes the mark away."""
        if key != self._marked:
            self._marked = key
            self.redraw()
            self._tell()
            self._show_marked()

    def redraw(self) -> None:
        """Draw the chart at the canvas' present size in the colours in force."""
        if self._canvas is None or self._chart is None:
            return
        look = look_of(theme.tokens())
        self._picture = draw_chart(self._canvas.figure, self._chart, look, self._marked)
        self._canvas.draw_idle()

    def _make_canvas(self, chart: Chart) -> None:
        """Import matplotlib and put its canvas onto the paper."""
        figure = chart_figure(chart).figure  # makes the fonts ready as well
        from matplotlib.backends.backend_qtagg import FigureCanvasQTAgg

        make_canvas: Any = FigureCanvasQTAgg
        canvas = make_canvas(figure)
        canvas.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        canvas.setMouseTracking(True)
        canvas.installEventFilter(self)
        canvas.mpl_connect("resize_event", self._resized)
        self._canvas = canvas
        self._box.addWidget(canvas)

    def _fit(self) -> None:
        """Give every bar its least height; what does not fit scrolls."""
        if self._chart is not None:
            self._paper.setMinimumHeight(needed_height(self._chart, max(1, self.viewport().width())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap the notes anew: they may need more lines."""
        super().resizeEvent(event)
        self._fit()

    def _resized(self, _event: object) -> None:
        """Lay the chart out anew; matplotlib has set the figure's size."""
        self.redraw()

    def _tell(self) -> None:
        """Tell which bar is marked, in words too."""
        bar = self.marked
        text = "　".join(tip(self._chart, bar)) if bar is not None and self._chart is not None else ""
        self.setAccessibleDescription(text)
        self.chosen.emit(bar)

    def _show_marked(self) -> None:
        """Scroll to the marked bar."""
        for region in self._picture.regions if self._picture else ():
            if region.bar.key == self._marked:
                height = round(region.bottom - region.top)
                self.ensureVisible(0, round(region.top) + height // 2, 0, height)

    # --- Mouse and keys ---

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the mouse over the canvas."""
        if watched is self._canvas and isinstance(event, QMouseEvent):
            bar = self._bar_under(event.position())
            if event.type() == QEvent.Type.MouseMove:
                self._show_tip(bar, event)
            elif event.type() == QEvent.Type.MouseButtonPress and event.button() == Qt.MouseButton.LeftButton:
                self.setFocus(Qt.FocusReason.MouseFocusReason)
                if bar is not None:
                    self.mark(bar.key)
                    self.opened.emit(bar)
                return True
        return super().eventFilter(watched, event)

    def _bars(self) -> tuple[Bar, ...]:
        """Return the bars of the chart."""
        return self._chart.bars if self._chart else ()

    def _bar_under(self, place: QPointF) -> Bar | None:
        """Return the bar whose strip a point of the canvas lies in."""
        found: Bar | None = self._picture.bar_at(place.y(), place.x()) if self._picture else None
        return found

    def _show_tip(self, bar: Bar | None, event: QMouseEvent) -> None:
        """Show the numbers behind a bar beside the pointer."""
        if self._canvas is None or self._chart is None:
            return
        self._canvas.setCursor(Qt.CursorShape.ArrowCursor if bar is None else Qt.CursorShape.PointingHandCursor)
        if bar is None:
            QToolTip.hideText()
            return
        lines = "<br>".join(escape(line) for line in tip(self._chart, bar))
        strip = self._strip(bar)
        QToolTip.showText(event.globalPosition().toPoint(), f"<div>{lines}</div>", self._canvas, strip)

    def _strip(self, bar: Bar) -> QRect:
        """Return a bar's strip on the canvas: the tip stays while the pointer is in it."""
        regions = self._picture.regions if self._picture else ()
        found = next((region for region in regions if region.bar is bar), None)
        if found is None or self._canvas is None:
            return QRect()
        right = min(found.right, self._canvas.width())
        return QRect(round(found.left), round(found.top), round(right - found.left), round(found.bottom - found.top))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Mark with the arrows, open with Enter."""
        key = Qt.Key(event.key())
        bars = self._bars()
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copied.emit()
        elif bars and key in _STEPS:
            now = next((place for place, bar in enumerate(bars) if bar.key == self._marked), None)
            first = 0 if _STEPS[key] > 0 else len(bars) - 1
            place = first if now is None else min(max(now + _STEPS[key], 0), len(bars) - 1)
            self.mark(bars[place].key)
        elif bars and key in _ENDS:
            self.mark(bars[_ENDS[key]].key)
        elif key in _OPENS and (bar := self.marked) is not None:
            self.opened.emit(bar)
        else:
            super().keyPressEvent(event)
