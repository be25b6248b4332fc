"""Draws the curve of plan and actual: two lines over the months, told apart by dashes and marks, named at the end."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import ceil
from typing import TYPE_CHECKING

from tracker.reports import chart_frame as frame
from tracker.reports.chart_frame import LINE, MARGIN, Picture, Region
from tracker.reports.course_chart import CourseChart, Spot
from tracker.reports.pen import Pen, Point, Ruler

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from tracker.reports.chart_look import Look

_LEAST_FIELD, _MOST_FIELD = 200, 460  # height of the field
_NAME_GAP = 8
_APART = 16  # of two names at the right, at least


@dataclass(frozen=True)
class _Layout:
    """Where the field lies, and what its axes end at."""

    left: float
    right: float
    top: float
    bottom: float
    days: int
    end: int

    def at(self, day: int, value: Fraction) -> Point:
        """Return the place of a value at a day."""
        return self.x(day), self.bottom - (self.bottom - self.top) * float(value) / self.end

    def x(self, day: int) -> float:
        """Return the place of a day."""
        return self.left + (self.right - self.left) * day / self.days


def height_of_course(chart: CourseChart, width: float, step: float) -> int:
    """Return the least height in logical pixels; a saved picture (larger *step*) gets more room."""
    field = _LEAST_FIELD if step <= frame.LEAST_STEP else 360
    foot = len(frame.notes_of(chart, width)) * LINE
    return round(_head(chart, width) + field + 2 * LINE + foot + MARGIN)


def draw_course(figure: Figure, chart: CourseChart, look: Look, selected: object = None) -> Picture:
    """Draw a chart into *figure* at the size it has now; *selected* is a day's key."""
    pen = Pen(figure, look)
    layout = _laid_out(chart, *pen.size)
    frame.draw_frame(pen, chart, layout.bottom + 2 * LINE)
    if not chart.bars:
        middle = (layout.top + layout.bottom) / 2
        pen.text((pen.size[0] / 2, middle), chart.empty, look.text2, ha="center")
        return Picture(figure, ())
    _draw_axes(pen, chart, layout)
    colors = look.bar2, look.text2
    _draw_series(pen, layout, [s for s in chart.bars if s.planned is not None], colors[1], planned=True)
    _draw_series(pen, layout, [s for s in chart.bars if s.actual is not None], colors[0], planned=False)
    _draw_names(pen, chart, layout)
    _draw_selected(pen, chart, layout, selected)
    return Picture(figure, _regions(chart, layout))


def _head(chart: CourseChart, width: float) -> float:
    """Return the height above the field."""
    return frame.head_of(chart, width).height + LINE + 4


def _laid_out(chart: CourseChart, width: float, height: float) -> _Layout:
    """Measure the texts and share out the room."""
    ruler = Ruler()
    values = [one for spot in chart.bars for one in (spot.planned, spot.actual) if one is not None]
    end = frame.round_end(max(1, ceil(max(values, default=Fraction(1)))))
    end = max(end, 100) if chart.unit == "%" else end
    names = max((ruler.width(_name(chart, spot)) for spot in _last(chart) if spot), default=0)
    field = height - _head(chart, width) - 2 * LINE - len(frame.notes_of(chart, width)) * LINE - MARGIN
    top = _head(chart, width)
    left = MARGIN + ruler.width(f"{end:,}") + 10
    return _Layout(
        left=left,
        right=max(left + 160, width - MARGIN - names - _NAME_GAP - 8),
        top=top,
        bottom=top + min(max(field, _LEAST_FIELD), _MOST_FIELD),
        days=max(1, chart.bars[-1].day if chart.bars else 1),
        end=end,
    )


def _last(chart: CourseChart) -> tuple[tuple[str, Spot, Fraction] | None, ...]:
    """Return the last point of each line with its name and value."""
    plan = next(((s, s.planned) for s in reversed(chart.bars) if s.planned is not None), None)
    done = next(((s, s.actual) for s in reversed(chart.bars) if s.actual is not None), None)
    return (("计划", *plan) if plan else None, ("实际", *done) if done else None)


def _name(chart: CourseChart, end: tuple[str, Spot, Fraction]) -> str:
    """Return a line's name with its last value."""
    word, _spot, value = end
    return f"{word} {chart.text(value)}"


def _draw_axes(pen: Pen, chart: CourseChart, layout: _Layout) -> None:
    """Draw the grid on the value axis, the months, and the line of the day figures are read at."""
    step = 20 if chart.unit == "%" else frame.tick_step(layout.end)
    for value in range(0, layout.end + 1, step):
        _x, y = layout.at(0, Fraction(value))
        pen.line((layout.left, y), (layout.right, y), pen.look.line if value else pen.look.border, 0.8)
        pen.text((layout.left - 8, y), f"{value:,}{'%' if chart.unit == '%' else ''}", pen.look.text2, ha="right")
    if chart.unit != "%":
        pen.text((layout.left, layout.top - 14), chart.unit, pen.look.text2, ha="right")
    months = [spot for spot in chart.bars if spot.planned is not None]
    narrow = (layout.right - layout.left) / 12 < pen.ruler.width("10月末") + 6
    for place, spot in enumerate(months):
        if not narrow or place % 3 == 0:
            pen.text((layout.x(spot.day), layout.bottom + 12), spot.label, pen.look.text2, ha="center")
    x = layout.x(chart.now)
    pen.line((x, layout.top - 4), (x, layout.bottom), pen.look.text, 1, dashed=True)
    half = pen.ruler.width(chart.now_label) / 2
    pen.text((min(x, layout.right - half), layout.top - 14), chart.now_label, pen.look.text, ha="center")


def _draw_series(pen: Pen, layout: _Layout, spots: list[Spot], color: str, *, planned: bool) -> None:
    """Draw one line with its marks: plan dashed with hollow squares, actual solid with discs."""
    values = [(spot, spot.planned if planned else spot.actual) for spot in spots]
    points = [layout.at(spot.day, value) for spot, value in values if value is not None]
    pen.path(points, color, 1.4 if planned else 2.2, dashed=planned)
    for (spot, _value), point in zip(values, points, strict=True):
        pen.mark(point, color, square=planned, hollow=planned or not spot.whole)


def _draw_names(pen: Pen, chart: CourseChart, layout: _Layout) -> None:
    """Name both lines at their ends; they keep apart where the ends meet."""
    ends = [end for end in _last(chart) if end is not None]
    places = [layout.at(spot.day, value) for _word, spot, value in ends]
    close = len(places) > 1 and abs(places[0][0] - places[1][0]) < 1 and abs(places[0][1] - places[1][1]) < _APART
    shift = _APART / 2 if close else 0
    for number, (end, (x, y)) in enumerate(zip(ends, places, strict=True)):
        above = number == (0 if not close or places[0][1] <= places[1][1] else 1)
        at = (x + _NAME_GAP, y - shift if above else y + shift)
        pen.text(at, _name(chart, end), pen.look.text, ground=pen.look.surf)


def _draw_selected(pen: Pen, chart: CourseChart, layout: _Layout, selected: object) -> None:
    """Frame the marked day's month."""
    for region in _regions(chart, layout):
        if selected is not None and region.bar.key == selected:
            left, right = max(region.left, layout.left), min(region.right, layout.right)
            pen.frame((left, layout.top, right - left, layout.bottom - layout.top), pen.look.bar2)


def _regions(chart: CourseChart, layout: _Layout) -> tuple[Region, ...]:
    """Return the strip around each day, halfway to its neighbours."""
    places = [layout.x(spot.day) for spot in chart.bars]
    edges = [places[0] - 12, *((a + b) / 2 for a, b in pairwise(places)), places[-1] + 12]
    strips = zip(chart.bars, pairwise(edges), strict=True)
    return tuple(Region(spot, layout.top, layout.bottom + LINE, left, right) for spot, (left, right) in strips)
