"""Every kind of chart, drawn into a figure, saved to a file or copied (ui.md §8): one door for window and commands."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.domain.errors import InputError
from tracker.queries.criteria import Criteria
from tracker.reports import fonts
from tracker.reports.chart_data import ChartBar, CompletionChart, completion_rows, tooltip
from tracker.reports.chart_frame import LEAST_STEP, Picture, Region
from tracker.reports.chart_look import LIGHT, Look
from tracker.reports.completion_drawing import draw_completion, height_of_completion
from tracker.reports.course_chart import CourseChart, Spot
from tracker.reports.course_drawing import draw_course, height_of_course
from tracker.reports.pen import INCH
from tracker.reports.row_chart import Row, RowChart
from tracker.reports.row_drawing import draw_rows, height_of_rows
from tracker.reports.safe_file import Written, write_safely

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = [
    "Bar",
    "Chart",
    "Picture",
    "Region",
    "chart_figure",
    "chart_rows",
    "draw_chart",
    "leads_to",
    "needed_height",
    "picture_bytes",
    "save_chart",
    "tip",
]

Chart = CompletionChart | RowChart | CourseChart
Bar = ChartBar | Row | Spot

WIDTH = 1000  # of a saved picture
_STEP = 25  # of a bar in a saved picture
_FORMATS = {".png": "png", ".svg": "svg", ".pdf": "pdf"}
PNG_DPI = 200


def needed_height(chart: Chart, width: float = WIDTH, step: float = LEAST_STEP) -> int:
    """Return the height in logical pixels at which every bar has *step* pixels and all words have room."""
    fonts.prepare()
    if isinstance(chart, CompletionChart):
        return height_of_completion(chart, width, step)
    if isinstance(chart, RowChart):
        return height_of_rows(chart, width, step)
    return height_of_course(chart, width, step)


def chart_figure(
    chart: Chart,
    size: tuple[float, float] | None = None,
    dpi: float = INCH,
    look: Look = LIGHT,
    selected: object = None,
) -> Picture:
    """Draw a chart into a Figure of its own; *size* in logical pixels, as high as it needs when not given."""
    fonts.prepare()
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    width, height = size or (WIDTH, needed_height(chart, WIDTH, _STEP))
    figure = Figure(figsize=(width / INCH, height / INCH), dpi=dpi)
    FigureCanvasAgg(figure)
    return draw_chart(figure, chart, look, selected)


def draw_chart(figure: Figure, chart: Chart, look: Look = LIGHT, selected: object = None) -> Picture:
    """Draw a chart into *figure* at the size it has now, replacing what it held; *selected* is a bar's key."""
    fonts.prepare()
    if isinstance(chart, CompletionChart):
        return draw_completion(figure, chart, look, selected)
    if isinstance(chart, RowChart):
        return draw_rows(figure, chart, look, selected)
    return draw_course(figure, chart, look, selected)


def save_chart(path: Path, chart: Chart) -> Written:
    """Write the chart as .png (200 dpi), .svg (text as paths) or .pdf, by the name's ending; always in light colours.

    Raises InputError for another ending. A file that is open elsewhere is left alone and a new name is taken.
    """
    form = _FORMATS.get(path.suffix.lower())
    if form is None:
        raise InputError(f"图表只能存为 PNG、SVG 或 PDF，“{path.name}”的扩展名不是其中之一。")
    figure = chart_figure(chart, dpi=PNG_DPI).figure
    # Files of the same figures are the same bytes on every day.
    metadata = {"svg": {"Date": None}, "pdf": {"CreationDate": None}, "png": {"Software": None}}[form]

    def write(target: Path) -> None:
        figure.savefig(target, format=form, dpi=PNG_DPI, metadata=metadata)

    return write_safely(path, write, "图表")


def picture_bytes(chart: Chart) -> bytes:
    """Return the chart as a PNG of 200 dpi in light colours, for the clipboard."""
    target = BytesIO()
    chart_figure(chart, dpi=PNG_DPI).figure.savefig(target, format="png", dpi=PNG_DPI)
    return target.getvalue()


def tip(chart: Chart, bar: Bar) -> tuple[str, ...]:
    """Return the lines shown over a bar."""
    if isinstance(bar, ChartBar):
        return tooltip(bar, chart) if isinstance(chart, CompletionChart) else ()
    return bar.tip


def leads_to(bar: Bar, criteria: Criteria) -> Criteria:
    """Return the filter that lists the projects behind a bar, among those that meet *criteria*."""
    return bar.target.within(criteria)


def chart_rows(chart: Chart) -> tuple[tuple[str, ...], ...]:
    """Return heading and rows of the numbers behind a chart, for a spreadsheet: an ordinary minus, no thousands."""
    rows = completion_rows(chart) if isinstance(chart, CompletionChart) else chart.table
    return tuple(tuple(_plain(cell) for cell in row) for row in rows)


def _plain(cell: str) -> str:
    """Return a cell on one line; numbers as a spreadsheet reads them in any country's setting."""
    text = " ".join(cell.split())
    number = text.replace("−", "-").replace(",", "")
    return number if number.removeprefix("-").replace(".", "", 1).isdigit() else text
