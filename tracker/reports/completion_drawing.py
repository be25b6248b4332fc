"""Draws completion by unit, 专栏 or programme: a bar with its value for each, or projects stacked by state."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING

from tracker.domain.money import format_percent, format_points
from tracker.reports import chart_frame as frame
from tracker.reports.chart_data import STATE_GROUPS, UNFILLED, ChartBar, CompletionChart
from tracker.reports.chart_frame import LABEL_GAP, LINE, MARGIN, MOST_STEP, Picture, Region
from tracker.reports.pen import Pen, Ruler

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from tracker.reports.chart_look import Look

_THICK = 0.62
_MOST_THICK = 20
_VALUE_ROOM, _CHANGE_ROOM = 48, 96  # right of the axis, for the value of a bar that reaches its end
_COLUMN = "项目数"
_WHOLE, _PERCENT_STEP = 100, 20


@dataclass(frozen=True)
class _Layout:
    """Where things go: the field of the bars from ``left`` to ``right``, ``first`` the top of the first strip."""

    left: float
    right: float
    column: float
    first: float
    step: float
    two_lines: bool  # of a name
    end: int  # what the axis ends at: per cent, or a number of projects

    def x(self, share: float) -> float:
        """Return the place of a share (0–1) of the axis."""
        return self.left + (self.right - self.left) * share

    def ratio(self, value: Fraction) -> float:
        """Return the place of a ratio on an axis of per cent."""
        return self.x(float(value) * _WHOLE / self.end)

    def bottom(self, bars: int) -> float:
        """Return the foot of the field."""
        return self.first + self.step * bars


def height_of_completion(chart: CompletionChart, width: float, step: float) -> int:
    """Return the height in logical pixels at which every bar has *step* pixels, more where names need two lines."""
    step = max(step, frame.least_step((bar.label for bar in chart.bars), width))
    foot = len(frame.notes_of(chart, width)) * LINE
    return round(_head(chart, width) + step * max(1, len(chart.bars)) + 2 * LINE + foot + MARGIN)


def draw_completion(figure: Figure, chart: CompletionChart, look: Look, selected: object = None) -> Picture:
    """Draw a chart into *figure* at the size it has now, replacing what it held; *selected* is a bar's key."""
    pen = Pen(figure, look)
    layout = _laid_out(chart, *pen.size)
    frame.draw_frame(pen, chart, layout.bottom(max(1, len(chart.bars))) + 2 * LINE)
    if not chart.bars:
        pen.text((pen.size[0] / 2, layout.first + layout.step / 2), chart.empty, look.text2, ha="center")
        return Picture(figure, ())
    _draw_axis(pen, chart, layout)
    regions = []
    for place, bar in enumerate(chart.bars):
        top = layout.first + layout.step * place
        regions.append(Region(bar, top, top + layout.step))
        _draw_strip(pen, chart, layout, regions[-1], chosen=selected is not None and bar.key == selected)
    _draw_mean(pen, chart, layout)
    return Picture(figure, tuple(regions))


def _head(chart: CompletionChart, width: float) -> float:
    """Return the height above the first strip: title block, and the line of the mean's name or the legend."""
    line = LINE if chart.mean_label or chart.choice.counts or not chart.percent else 4
    return frame.head_of(chart, width).height + line + 4


def _laid_out(chart: CompletionChart, width: float, height: float) -> _Layout:
    """Measure the texts and share out the room."""
    ruler = Ruler()
    labels = [bar.label for bar in chart.bars]
    column = max((ruler.width(_count(chart, bar)) for bar in chart.bars), default=0)
    column = max(column, ruler.width(_COLUMN)) if chart.choice.counts else 0
    room = (_CHANGE_ROOM if chart.choice.change else _VALUE_ROOM) if chart.percent else 12
    left = MARGIN + frame.label_room(labels, width) + LABEL_GAP
    least = frame.least_step(labels, width)
    notes = len(frame.notes_of(chart, width))
    field = height - _head(chart, width) - 2 * LINE - notes * LINE - MARGIN
    return _Layout(
        left=left,
        right=max(left + 80, width - MARGIN - column - room),
        column=width - MARGIN - column,
        first=_head(chart, width),
        step=min(max(MOST_STEP, least), max(least, field / max(1, len(chart.bars)))),
        two_lines=least > frame.LEAST_STEP,
        end=_end(chart),
    )


def _end(chart: CompletionChart) -> int:
    """Return what the axis ends at: 100 %, beyond it where a rate of money is above, or a number of projects."""
    if not chart.percent:
        return frame.round_end(max((bar.projects for bar in chart.bars), default=1))
    marks = (one for bar in chart.bars for one in (bar.value, bar.before if chart.choice.change else None))
    most = max((ceil(one * _WHOLE) for one in marks if one is not None), default=0)
    return _WHOLE if most <= _WHOLE else frame.round_end(most)


def _count(chart: CompletionChart, bar: ChartBar) -> str:
    """Return the words in the right column; empty where the reader wants none."""
    if not chart.choice.counts:
        return ""
    return bar.count_text if chart.percent else f"{bar.projects} 项：{bar.states_text}"


def _draw_axis(pen: Pen, chart: CompletionChart, layout: _Layout) -> None:
    """Draw the grid on the value axis, its numbers, the column's head and the legend of the states."""
    top, bottom = layout.first, layout.bottom(len(chart.bars))
    step = _PERCENT_STEP if chart.percent and layout.end == _WHOLE else frame.tick_step(layout.end)
    for value in range(0, layout.end + 1, step):
        x = layout.x(value / layout.end)
        if value:
            pen.line((x, top), (x, bottom), pen.look.line, 0.8)
        pen.text((x, bottom + 12), f"{value}%" if chart.percent else str(value), pen.look.text2, ha="center")
    pen.line((layout.left, bottom), (layout.right, bottom), pen.look.border, 0.8)
    if chart.choice.counts:
        pen.text((layout.column, layout.first - 12), _COLUMN, pen.look.text2)
    if not chart.percent:
        found = [place for place in range(len(STATE_GROUPS)) if any(bar.states[place] for bar in chart.bars)]
        names = [(place, STATE_GROUPS[place].label) for place in found]
        frame.draw_legend(pen, (layout.left, layout.first - 12), pen.look.states, names)


def _draw_strip(pen: Pen, chart: CompletionChart, layout: _Layout, region: Region, *, chosen: bool) -> None:
    """Draw one group: name, bar with its value or the hatch of 未填报, and the column at the right."""
    bar: ChartBar = region.bar
    middle = (region.top + region.bottom) / 2
    room = layout.left - MARGIN - LABEL_GAP
    frame.draw_label(pen, (layout.left - LABEL_GAP, middle), bar.label, room, two_lines=layout.two_lines)
    pen.text((layout.column, middle), _count(chart, bar), pen.look.text2)
    thick = min(layout.step * _THICK, _MOST_THICK)
    if not chart.percent:
        _draw_stack(pen, bar, layout, middle, thick)
        if chosen:
            width = layout.x(bar.projects / layout.end) - layout.left
            pen.frame((layout.left, middle - thick / 2, width, thick), pen.look.text)
    elif bar.value is None:
        box = (layout.left, middle - thick / 2, layout.right - layout.left, thick)
        pen.box(box, pen.look.surf, hatch="////", hatch_color=pen.look.strong)
        pen.text((layout.left + 12, middle), UNFILLED, pen.look.text2, ground=pen.look.surf)
        if chosen:
            pen.frame(box, pen.look.text)
    else:
        _draw_bar(pen, chart, layout, region, bar.value, chosen=chosen)


def _draw_bar(
    pen: Pen, chart: CompletionChart, layout: _Layout, region: Region, value: Fraction, *, chosen: bool
) -> None:
    """Draw a bar of a known rate with its marks."""
    bar: ChartBar = region.bar
    middle, thick = (region.top + region.bottom) / 2, min(layout.step * _THICK, _MOST_THICK)
    top, end = middle - thick / 2, layout.ratio(value)
    track = (layout.left, top, layout.right - layout.left, thick)
    if not value:  # zero is a fact: an empty track, not a hatched one
        pen.box(track, pen.look.track)
        if chosen:
            pen.frame(track, pen.look.text)
    pen.box((layout.left, top, end - layout.left, thick), pen.look.bar2 if chosen else pen.look.bar)
    if chart.choice.change and bar.before is not None:
        mark = layout.ratio(bar.before)
        pen.line((mark, top - 2), (mark, top + thick + 2), pen.look.text, 2)
    if chart.ticks and bar.due is not None:
        due = layout.ratio(bar.due)
        pen.line((due, top - 3), (due, top + thick + 3), pen.look.text, 1.2)
    pen.text((end + 8, middle), _value(chart, bar), pen.look.text, ground=pen.look.surf if value else pen.look.track)


def _value(chart: CompletionChart, bar: ChartBar) -> str:
    """Return the words at a bar's end: the value, and its change where that is wanted and known."""
    value = "" if bar.value is None else format_percent(bar.value)
    if not chart.choice.change or bar.change is None:
        return value
    return f"{value}（{format_points(bar.change)}）"


def _draw_stack(pen: Pen, bar: ChartBar, layout: _Layout, middle: float, thick: float) -> None:
    """Draw the projects of one group by state, with the number inside a part where it fits."""
    x = layout.left
    for place, count in enumerate(bar.states):
        width = (layout.right - layout.left) * count / layout.end
        if count:
            frame.draw_fill(pen, (x, middle - thick / 2, width, thick), pen.look.states, place, str(count))
        x += width


def _draw_mean(pen: Pen, chart: CompletionChart, layout: _Layout) -> None:
    """Draw the dashed line of the whole, or of 序时, with its name at the top end."""
    if not chart.mean_label or chart.line is None:
        return
    x = layout.ratio(chart.line)
    pen.line((x, layout.first - 2), (x, layout.bottom(len(chart.bars))), pen.look.text, 1, dashed=True)
    half = pen.ruler.width(chart.mean_label) / 2
    centre = min(max(x, layout.left + half), layout.right - half + _VALUE_ROOM)
    pen.text((centre, layout.first - 12), chart.mean_label, pen.look.text, ha="center")
