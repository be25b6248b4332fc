"""Draws charts of rows: one or several bars beside a name, each plain, or stacked of parts with their numbers."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING

from tracker.reports import chart_frame as frame
from tracker.reports.chart_frame import LABEL_GAP, LINE, MARGIN, MOST_STEP, Picture, Region
from tracker.reports.pen import Box, Pen, Ruler
from tracker.reports.row_chart import PALE, PLAIN, Part, Row, RowChart
from tracker.reports.row_chart import Line as Bar

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from tracker.reports.chart_look import Look

_THICK = 0.62
_MOST_THICK = 20
_THIN, _SEVERAL_GAP = 14, 12  # for a bar beside others, and between names
_SLIM = 11  # of a bar beside others
_END_GAP = 8


@dataclass(frozen=True)
class _Layout:
    """Where things go, as in tracker.reports.completion_drawing."""

    left: float
    right: float
    column: float
    first: float
    step: float
    two_lines: bool
    end: int

    def x(self, value: Fraction) -> float:
        """Return the place of a value on the axis."""
        return self.left + (self.right - self.left) * float(value) / self.end


def height_of_rows(chart: RowChart, width: float, step: float) -> int:
    """Return the height in logical pixels at which every row has its least height, or *step* pixels."""
    step = max(step, _least(chart, width))
    foot = len(frame.notes_of(chart, width)) * LINE
    return round(_head(chart, width) + step * max(1, len(chart.bars)) + 2 * LINE + foot + MARGIN)


def draw_rows(figure: Figure, chart: RowChart, look: Look, selected: object = None) -> Picture:
    """Draw a chart into *figure* at the size it has now; *selected* is a row's key."""
    pen = Pen(figure, look)
    layout = _laid_out(chart, *pen.size)
    bottom = layout.first + layout.step * max(1, len(chart.bars))
    frame.draw_frame(pen, chart, bottom + 2 * LINE)
    if not chart.bars:
        pen.text((pen.size[0] / 2, layout.first + layout.step / 2), chart.empty, look.text2, ha="center")
        return Picture(figure, ())
    _draw_axis(pen, chart, layout, bottom)
    regions = []
    for place, row in enumerate(chart.bars):
        top = layout.first + layout.step * place
        regions.append(Region(row, top, top + layout.step))
        _draw_row(pen, chart, layout, regions[-1], chosen=selected is not None and row.key == selected)
    return Picture(figure, tuple(regions))


def _head(chart: RowChart, width: float) -> float:
    """Return the height above the first row."""
    return frame.head_of(chart, width).height + LINE + 4


def _several(chart: RowChart) -> int:
    """Return how many bars the fullest row has."""
    return max((len(row.lines) for row in chart.bars), default=1)


def _least(chart: RowChart, width: float) -> float:
    """Return the least height of a row."""
    least = frame.least_step((row.label for row in chart.bars), width)
    if any(row.under for row in chart.bars):
        least = frame.TWO_LINES
    several = _several(chart)
    return least if several == 1 else max(least, several * _THIN + _SEVERAL_GAP)


def _laid_out(chart: RowChart, width: float, height: float) -> _Layout:
    """Measure the texts and share out the room."""
    ruler = Ruler()
    labels = [row.label for row in chart.bars]
    column = max((ruler.width(text) for text in (chart.column, *(row.beside for row in chart.bars))), default=0)
    ends = max((ruler.width(line.text) for row in chart.bars for line in row.lines), default=0)
    left = MARGIN + frame.label_room(labels, width) + LABEL_GAP
    least = _least(chart, width)
    field = height - _head(chart, width) - 2 * LINE - len(frame.notes_of(chart, width)) * LINE - MARGIN
    most = max((row.most for row in chart.bars), default=Fraction(0))
    return _Layout(
        left=left,
        right=max(left + 80, width - MARGIN - column - ends - 2 * _END_GAP - 8),
        column=width - MARGIN - column,
        first=_head(chart, width),
        step=min(max(MOST_STEP, least), max(least, field / max(1, len(chart.bars)))),
        two_lines=least > frame.LEAST_STEP,
        end=frame.round_end(max(1, ceil(most))),
    )


def _draw_axis(pen: Pen, chart: RowChart, layout: _Layout, bottom: float) -> None:
    """Draw the grid, the numbers below it, the legend and the column's head."""
    for value in _ticks(pen, layout):
        x = layout.x(Fraction(value))
        if value:
            pen.line((x, layout.first), (x, bottom), pen.look.line, 0.8)
        pen.text((x, bottom + 12), f"{value:,}", pen.look.text2, ha="center")
    pen.line((layout.left, bottom), (layout.right, bottom), pen.look.border, 0.8)
    pen.text((layout.column, layout.first - 12), chart.column, pen.look.text2)
    x = layout.left
    for fill, name in chart.legend:
        _draw_part(pen, chart, (x, layout.first - 17, 16, 10), Part(Fraction(1), fill))
        pen.text((x + 21, layout.first - 12), name, pen.look.text2)
        x += 21 + pen.ruler.width(name) + 16


def _ticks(pen: Pen, layout: _Layout) -> list[int]:
    """Return the numbers on the axis, every second one where they would touch."""
    step = frame.tick_step(layout.end)
    found = list(range(0, layout.end + 1, step))
    wide = max(pen.ruler.width(f"{value:,}") for value in found) + 10
    room = (layout.right - layout.left) * step / layout.end
    return found if wide <= room else found[:: ceil(wide / room)]


def _draw_row(pen: Pen, chart: RowChart, layout: _Layout, region: Region, *, chosen: bool) -> None:
    """Draw a name, its bars, and the column at the right."""
    row: Row = region.bar
    middle = (region.top + region.bottom) / 2
    room = layout.left - MARGIN - LABEL_GAP
    frame.draw_label(
        pen, (layout.left - LABEL_GAP, middle), row.label, room, two_lines=layout.two_lines, under=row.under
    )
    pen.text((layout.column, middle), row.beside, pen.look.text2)
    several = _several(chart) > 1
    thick = _SLIM if several else min(layout.step * _THICK, _MOST_THICK)
    top = middle - (_THIN * len(row.lines) / 2 if several else thick / 2)
    if several and region.top > layout.first:
        pen.line((MARGIN, region.top), (pen.size[0] - MARGIN, region.top), pen.look.line, 0.8)
    color = pen.look.bar2 if chosen else pen.look.bar
    for place, line in enumerate(row.lines):
        at = (layout.left, top + _THIN * place + (1.5 if several else 0), layout.right - layout.left, thick)
        if line.parts:
            _draw_line(pen, chart, layout, line, at, color)
        elif several:
            pen.text((layout.left + _END_GAP, at[1] + thick / 2), line.text, pen.look.text3)
        else:
            pen.box(at, pen.look.surf, hatch="////", hatch_color=pen.look.strong)
            pen.text((layout.left + 12, middle), chart.unknown, pen.look.text2, ground=pen.look.surf)
    if chosen:
        right = layout.x(row.most) if row.most else layout.right
        height = thick if not several else _THIN * len(row.lines)
        pen.frame((layout.left, top, max(right - layout.left, 3), height), pen.look.text)


def _draw_line(pen: Pen, chart: RowChart, layout: _Layout, line: Bar, track: Box, color: str) -> None:
    """Draw one bar with the words at its end; *track* is the room of the longest, *color* that of single bars."""
    x, top, _width, thick = track
    empty = all(not part.size for part in line.parts) and thick > _SLIM
    if empty:  # zero is a fact: an empty track, not a hatched one; beside others its 0.00 says so
        pen.box(track, pen.look.track)
    for part in line.parts:
        width = layout.x(part.size) - layout.left
        _draw_part(pen, chart, (x, top, width, thick), part, color)
        x += width
    pen.text(
        (x + _END_GAP, top + thick / 2), line.text, pen.look.text, ground=pen.look.track if empty else pen.look.surf
    )


def _draw_part(pen: Pen, chart: RowChart, box: Box, part: Part, color: str = "") -> None:
    """Fill a part as its series is filled."""
    if part.fill == PLAIN:
        pen.box(box, color or pen.look.bar)
    elif part.fill == PALE:
        pen.box(box, pen.look.track)
        pen.frame(box, pen.look.strong, 0.8)
    else:
        frame.draw_fill(pen, box, chart.fills, part.fill, part.number)
