"""The chart of completion by reporting unit, drawn and saved (ui.md §8).

Everything is placed in logical pixels (96 to the inch) from the top left corner, so that the picture on screen, the
saved file and the place a click falls on agree. No pyplot: a Figure belongs to whoever asked for it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.domain.errors import InputError
from tracker.domain.money import format_percent, format_points
from tracker.reports import fonts
from tracker.reports.chart_data import STATE_GROUPS, UNFILLED, ChartBar, CompletionChart
from tracker.reports.chart_look import LIGHT, Look, StateLook
from tracker.reports.pen import INCH, NOTE, TITLE, Box, Pen, Ruler
from tracker.reports.safe_file import Written, write_safely

if TYPE_CHECKING:
    from matplotlib.figure import Figure

WIDTH = 1000  # of a saved picture
MARGIN = 24
_STEP, _LEAST_STEP, _MOST_STEP = 25, 22, 36
_THICK = 0.62
_LINE = 18
_LABEL_GAP = 6
_VALUE_ROOM, _CHANGE_ROOM = 48, 96  # right of the axis, for the value of a bar that reaches its end
_TICKS = 6
_COLUMN = "项目数"
_FORMATS = {".png": "png", ".svg": "svg", ".pdf": "pdf"}
PNG_DPI = 200


@dataclass(frozen=True)
class Region:
    """The strip of one bar, label and count included, in logical pixels from the top."""

    bar: ChartBar
    top: float
    bottom: float


@dataclass(frozen=True)
class Picture:
    """A drawn chart, with the places of its bars."""

    figure: Figure
    regions: tuple[Region, ...]

    def bar_at(self, y: float) -> ChartBar | None:
        """Return the bar whose strip is at a height in logical pixels from the top; None between and beside them."""
        return next((region.bar for region in self.regions if region.top <= y < region.bottom), None)


@dataclass(frozen=True)
class _Layout:
    """Where things go: the field of the bars from ``left`` to ``right``, ``first`` the top of the first strip."""

    width: float
    left: float
    right: float
    column: float
    first: float
    step: float
    end: int  # what the axis ends at: 100 %, or a number of projects
    notes: tuple[str, ...]

    def x(self, share: float) -> float:
        """Return the place of a share (0–1) of the axis."""
        return self.left + (self.right - self.left) * share

    def bottom(self, bars: int) -> float:
        """Return the foot of the field."""
        return self.first + self.step * bars


def needed_height(chart: CompletionChart, width: float = WIDTH, step: float = _LEAST_STEP) -> int:
    """Return the height in logical pixels at which every bar has *step* pixels."""
    fonts.prepare()
    foot = len(_wrapped(chart, width)) * _LINE
    return round(_head(chart) + step * max(1, len(chart.bars)) + 2 * _LINE + foot + MARGIN)


def completion_figure(
    chart: CompletionChart,
    size: tuple[float, float] | None = None,
    dpi: float = INCH,
    look: Look = LIGHT,
    selected: int | None = None,
) -> Picture:
    """Draw a chart into a Figure of its own; *size* in logical pixels, as high as it needs when not given."""
    fonts.prepare()
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    width, height = size or (WIDTH, needed_height(chart, WIDTH, _STEP))
    figure = Figure(figsize=(width / INCH, height / INCH), dpi=dpi)
    FigureCanvasAgg(figure)
    return draw_completion(figure, chart, look, selected)


def draw_completion(figure: Figure, chart: CompletionChart, look: Look = LIGHT, selected: int | None = None) -> Picture:
    """Draw a chart into *figure* at the size it has now, replacing what it held; *selected* is a unit's id."""
    fonts.prepare()
    pen = Pen(figure, look)
    layout = _laid_out(chart, *pen.size)
    _draw_titles(pen, chart, layout)
    if not chart.bars:
        pen.text((pen.size[0] / 2, layout.first + layout.step / 2), "没有符合条件的项目", look.text2, ha="center")
        return Picture(figure, ())
    _draw_axis(pen, chart, layout)
    regions = []
    for place, bar in enumerate(chart.bars):
        top = layout.first + layout.step * place
        regions.append(Region(bar, top, top + layout.step))
        _draw_strip(pen, chart, bar, layout, regions[-1], chosen=selected is not None and bar.key == selected)
    _draw_mean(pen, chart, layout)
    return Picture(figure, tuple(regions))


def save_completion(path: Path, chart: CompletionChart) -> Written:
    """Write the chart as .png (200 dpi), .svg (text as paths) or .pdf, by the name's ending; always in light colours.

    Raises InputError for another ending. A file that is open elsewhere is left alone and a new name is taken.
    """
    form = _FORMATS.get(path.suffix.lower())
    if form is None:
        raise InputError(f"图表只能存为 PNG、SVG 或 PDF，“{path.name}”的扩展名不是其中之一。")
    figure = completion_figure(chart, dpi=PNG_DPI).figure
    # Files of the same figures are the same bytes on every day.
    metadata = {"svg": {"Date": None}, "pdf": {"CreationDate": None}, "png": {"Software": None}}[form]

    def write(target: Path) -> None:
        figure.savefig(target, format=form, dpi=PNG_DPI, metadata=metadata)

    return write_safely(path, write, "图表")


def picture_bytes(chart: CompletionChart) -> bytes:
    """Return the chart as a PNG of 200 dpi in light colours, for the clipboard."""
    target = BytesIO()
    completion_figure(chart, dpi=PNG_DPI).figure.savefig(target, format="png", dpi=PNG_DPI)
    return target.getvalue()


def _head(chart: CompletionChart) -> float:
    """Return the height above the first strip: title, subtitle, and the line of the mean's name or the legend."""
    line = _LINE if chart.mean_label or chart.choice.counts or not chart.percent else 4
    return 16 + 24 + 20 + 8 + line + 4


def _laid_out(chart: CompletionChart, width: float, height: float) -> _Layout:
    """Measure the texts and share out the room."""
    ruler = Ruler()
    labels = max((ruler.width(bar.label) for bar in chart.bars), default=0)
    column = max((ruler.width(_count(chart, bar)) for bar in chart.bars), default=0)
    column = max(column, ruler.width(_COLUMN)) if chart.choice.counts else 0
    room = (_CHANGE_ROOM if chart.choice.change else _VALUE_ROOM) if chart.percent else 12
    left = MARGIN + min(labels, width * 0.3) + _LABEL_GAP
    notes = _wrapped(chart, width)
    field = height - _head(chart) - 2 * _LINE - len(notes) * _LINE - MARGIN
    return _Layout(
        width=width,
        left=left,
        right=max(left + 80, width - MARGIN - column - room),
        column=width - MARGIN - column,
        first=_head(chart),
        step=min(_MOST_STEP, max(_LEAST_STEP, field / max(1, len(chart.bars)))),
        end=100 if chart.percent else _round_end(max((bar.projects for bar in chart.bars), default=1)),
        notes=notes,
    )


def _wrapped(chart: CompletionChart, width: float) -> tuple[str, ...]:
    """Return the notes cut into lines that fit."""
    ruler = Ruler()
    return tuple(line for note in chart.notes for line in ruler.wrapped(note, width - 2 * MARGIN))


def _count(chart: CompletionChart, bar: ChartBar) -> str:
    """Return the words in the right column; empty where the reader wants none."""
    if not chart.choice.counts:
        return ""
    return bar.count_text if chart.percent else f"{bar.projects} 项：{bar.states_text}"


def _tick_step(end: int) -> int:
    """Return 1, 2 or 5 times a power of ten, so that at most six steps reach *end*."""
    step = 1
    for factor in _factors():
        step = factor
        if step * _TICKS >= end:
            break
    return step


def _factors() -> Iterable[int]:
    """Yield 1, 2, 5, 10, 20, 50, … up to what no file of projects reaches."""
    return (digit * 10**power for power in range(9) for digit in (1, 2, 5))


def _round_end(largest: int) -> int:
    """Return the round number of projects an axis ends at."""
    step = _tick_step(largest)
    return max(1, -(-largest // step)) * step


def _draw_titles(pen: Pen, chart: CompletionChart, layout: _Layout) -> None:
    """Draw title, subtitle and the notes at the foot: they are part of the picture."""
    pen.text((MARGIN, 28), chart.title, pen.look.text, size=TITLE)
    pen.text((MARGIN, 50), chart.subtitle, pen.look.text2)
    top = layout.bottom(max(1, len(chart.bars))) + 2 * _LINE
    for place, line in enumerate(layout.notes):
        pen.text((MARGIN, top + _LINE * place + _LINE / 2), line, pen.look.text2, size=NOTE)


def _draw_axis(pen: Pen, chart: CompletionChart, layout: _Layout) -> None:
    """Draw the grid on the value axis, its numbers, the column's head and the legend of the states."""
    top, bottom = layout.first, layout.bottom(len(chart.bars))
    step = 20 if chart.percent else _tick_step(layout.end)
    for value in range(0, layout.end + 1, step):
        x = layout.x(value / layout.end)
        if value:
            pen.line((x, top), (x, bottom), pen.look.line, 0.8)
        pen.text((x, bottom + 12), f"{value}%" if chart.percent else str(value), pen.look.text2, ha="center")
    pen.line((layout.left, bottom), (layout.right, bottom), pen.look.border, 0.8)
    if chart.choice.counts:
        pen.text((layout.column, layout.first - 12), _COLUMN, pen.look.text2)
    if not chart.percent:
        _draw_legend(pen, chart, layout)


def _draw_legend(pen: Pen, chart: CompletionChart, layout: _Layout) -> None:
    """Name the fills of the states that occur, in their fixed order."""
    x, y = layout.left, layout.first - 12
    for place, group in enumerate(STATE_GROUPS):
        if not any(bar.states[place] for bar in chart.bars):
            continue
        _draw_state(pen, (x, y - 5, 16, 10), place)
        pen.text((x + 21, y), group.label, pen.look.text2)
        x += 21 + pen.ruler.width(group.label) + 16


def _draw_state(pen: Pen, box: Box, place: int, number: str = "") -> None:
    """Fill a box as a group of states is filled, with its number where that fits.

    The last group, 未填, is hatched like everything unknown.
    """
    if place < len(pen.look.states):
        state = pen.look.states[place]
    else:
        state = StateLook(pen.look.surf, "////", pen.look.strong, pen.look.text)
    pen.box(box, state.fill, hatch=state.hatch, hatch_color=state.hatch_color)
    if pen.ruler.width(number) + 6 <= box[2]:
        middle = (box[0] + box[2] / 2, box[1] + box[3] / 2)
        pen.text(middle, number, state.text, ha="center", ground=state.fill if state.hatch else "")


def _draw_strip(
    pen: Pen, chart: CompletionChart, bar: ChartBar, layout: _Layout, region: Region, *, chosen: bool
) -> None:
    """Draw one unit: name, bar with its value or the hatch of 未填报, and the column at the right."""
    middle = (region.top + region.bottom) / 2
    name = pen.ruler.elided(bar.label, layout.left - MARGIN - _LABEL_GAP + 1)
    pen.text((layout.left - _LABEL_GAP, middle), name, pen.look.text, ha="right")
    pen.text((layout.column, middle), _count(chart, bar), pen.look.text2)
    thick = layout.step * _THICK
    if not chart.percent:
        _draw_stack(pen, bar, layout, middle, thick)
        if chosen:
            width = layout.x(bar.projects / layout.end) - layout.left
            pen.frame((layout.left, middle - thick / 2, width, thick), pen.look.text)
    elif bar.value is None:
        box = (layout.left, middle - thick / 2, layout.right - layout.left, thick)
        pen.box(box, pen.look.surf, hatch="////", hatch_color=pen.look.strong)
        pen.text((layout.left + 12, middle), UNFILLED, pen.look.text2, ground=pen.look.surf)
    else:
        end = layout.x(float(bar.value))
        if not bar.value:  # zero is a fact: an empty track, not a hatched one
            pen.box((layout.left, middle - thick / 2, layout.right - layout.left, thick), pen.look.track)
        pen.box((layout.left, middle - thick / 2, end - layout.left, thick), pen.look.bar2 if chosen else pen.look.bar)
        if chart.choice.change and bar.before is not None:
            mark = layout.x(float(bar.before))
            pen.line((mark, middle - thick / 2 - 2), (mark, middle + thick / 2 + 2), pen.look.text, 2)
        ground = pen.look.surf if bar.value else pen.look.track
        pen.text((end + 8, middle), _value(chart, bar), pen.look.text, ground=ground)


def _value(chart: CompletionChart, bar: ChartBar) -> str:
    """Return the words at a bar's end: the value, and its change where that is wanted and known."""
    value = "" if bar.value is None else format_percent(bar.value)
    if not chart.choice.change or bar.change is None:
        return value
    return f"{value}（{format_points(bar.change)}）"


def _draw_stack(pen: Pen, bar: ChartBar, layout: _Layout, middle: float, thick: float) -> None:
    """Draw the projects of one unit by state, with the number inside a part where it fits."""
    x = layout.left
    for place, count in enumerate(bar.states):
        width = (layout.right - layout.left) * count / layout.end
        if count:
            _draw_state(pen, (x, middle - thick / 2, width, thick), place, str(count))
        x += width


def _draw_mean(pen: Pen, chart: CompletionChart, layout: _Layout) -> None:
    """Draw the dashed line of the whole with its name at the top end."""
    if not chart.mean_label or chart.whole.value is None:
        return
    x = layout.x(float(chart.whole.value))
    pen.line((x, layout.first - 2), (x, layout.bottom(len(chart.bars))), pen.look.text, 1, dashed=True)
    half = pen.ruler.width(chart.mean_label) / 2
    centre = min(max(x, layout.left + half), layout.right - half + _VALUE_ROOM)
    pen.text((centre, layout.first - 12), chart.mean_label, pen.look.text, ha="center")
