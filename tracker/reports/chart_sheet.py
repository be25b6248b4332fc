"""图表: completion by reporting unit as a native bar chart on an ordinary sheet, beside the numbers it shows.

Ordinary sheets, because WPS does not draw chart sheets; plain bars, because it draws those (domain.md §5).
"""

from __future__ import annotations

from typing import Any

from tracker.domain.dates import chinese_day
from tracker.reports import report_cells as cells
from tracker.reports.chart_data import UNFILLED, ChartBar, ChartChoice, CompletionChart, completion_chart
from tracker.reports.quarterly import QuarterlyReport
from tracker.reports.sheet_styles import Form, Style
from tracker.reports.sheet_writer import Book, Cell, Sheet
from tracker.reports.table_sheet import BODY_ROW, HEAD_ROW, Column, Layout, begin, finish

_LABELS, _VALUES = 1, 2  # columns
_BESIDE = (2, *[13.0] * 8)  # widths of the columns under the chart
_WIDTH_CM, _HEAD_POINTS, _ROW_POINTS = 19.5, 44.0, 18.0
_LEAST_ROWS = 10
_POINTS_PER_CM = 72 / 2.54
_BAR_COLOR, _GRID_COLOR, _TEXT_COLOR = "5F93CC", "E3E8ED", "1A2430"


def write_chart(book: Book, report: QuarterlyReport) -> None:
    """Write the sheet. A unit without figures has an empty value, never a zero, and says 未填报 in its name."""
    chart = completion_chart(report.chart, ChartChoice())
    columns = _columns()
    as_of = f"截至 {chinese_day(report.as_of)}"
    layout = Layout("图表", chart.title, as_of, "单位：%", columns, 1, beside=_BESIDE, signing=report.signing)
    sheet = begin(book, layout)
    for bar in chart.bars:
        sheet.append([column.cell(bar) for column in columns], height=_ROW_POINTS)
    for _ in range(len(chart.bars), _LEAST_ROWS):  # the notes begin below the chart
        sheet.append([], height=_ROW_POINTS)
    if chart.bars:
        sheet.add_chart(_bar_chart(sheet, chart), f"{_letter(len(columns) + 2)}{HEAD_ROW}")
    mean = (f"{chart.mean_label}。",) if chart.mean_label else ()
    finish(sheet, (*mean, *chart.notes))


def _columns() -> tuple[Column[ChartBar], ...]:
    """Return the columns the chart is drawn from, and those that say how much is behind a bar."""
    return (
        Column("上报单位", 24, lambda bar: Cell(_label(bar), Style(Form.TEXT))),
        Column("节点完成率%", 12, _value),
        Column("项目数", 9, lambda bar: cells.count(bar.projects)),
        Column("其中有节点", 9, lambda bar: cells.count(bar.known)),
        Column("未填", 9, lambda bar: cells.count(bar.unfilled)),
    )


def _label(bar: ChartBar) -> str:
    """Return the unit's name as the chart shows it."""
    return bar.label if bar.value is not None else f"{bar.label}（{UNFILLED}）"


def _value(bar: ChartBar) -> Cell:
    """Return the value; an empty cell where there is none, because a word would be drawn as zero."""
    return Cell(None, Style(Form.RATE)) if bar.value is None else cells.rate(bar.value)


def _letter(column: int) -> str:
    """Return the letter of a column."""
    from openpyxl.utils import get_column_letter

    return get_column_letter(column)


def _bar_chart(sheet: Sheet, chart: CompletionChart) -> Any:
    """Return the native chart, with the values it was drawn from, so that viewers need not calculate."""
    from openpyxl.chart import BarChart, Reference
    from openpyxl.chart.series_factory import SeriesFactory

    last = BODY_ROW + len(chart.bars) - 1
    made: Any = BarChart()
    made.type, made.style, made.gapWidth = "bar", 10, 60
    made.title = f"{chart.title}　{chart.mean_label}".strip()
    made.legend = None
    values = Reference(sheet.sheet, min_col=_VALUES, min_row=BODY_ROW, max_row=last)
    series: Any = SeriesFactory(values, title="节点完成率%")
    names = Reference(sheet.sheet, min_col=_LABELS, min_row=BODY_ROW, max_row=last)
    _fill_caches(series, str(names), chart)
    series.graphicalProperties.solidFill = _BAR_COLOR
    series.graphicalProperties.line.solidFill = _BAR_COLOR
    series.dLbls = _value_labels()
    made.series.append(series)
    _set_axes(made)
    made.width = _WIDTH_CM
    made.height = (_HEAD_POINTS + _ROW_POINTS * max(_LEAST_ROWS, len(chart.bars))) / _POINTS_PER_CM
    return made


def _fill_caches(series: Any, names: str, chart: CompletionChart) -> None:
    """Store names and values inside the chart."""
    from openpyxl.chart.data_source import AxDataSource, NumData, NumVal, StrData, StrRef, StrVal

    labels = [StrVal(idx=place, v=_label(bar)) for place, bar in enumerate(chart.bars)]
    series.cat = AxDataSource(strRef=StrRef(f=names, strCache=StrData(ptCount=len(labels), pt=labels)))
    points = [
        NumVal(idx=place, v=repr(float(bar.value * 100)))
        for place, bar in enumerate(chart.bars)
        if bar.value is not None
    ]
    series.val.numRef.numCache = NumData(formatCode="0.0", ptCount=len(chart.bars), pt=points)


def _value_labels() -> Any:
    """Return labels at the bars' ends that show the value and nothing else."""
    from openpyxl.chart.label import DataLabelList

    labels: Any = DataLabelList()
    labels.numFmt, labels.showVal, labels.dLblPos = "0.0", True, "outEnd"
    for other in ("showSerName", "showCatName", "showLegendKey", "showPercent", "showLeaderLines"):
        setattr(labels, other, False)
    labels.txPr = _font(900)
    return labels


def _set_axes(chart: Any) -> None:
    """Set names from top to bottom and values from 0 to 100; both axes visible."""
    from openpyxl.chart.shapes import GraphicalProperties

    names, values = chart.x_axis, chart.y_axis
    names.delete = values.delete = False  # or openpyxl's charts come out without axes
    names.scaling.orientation = "maxMin"
    values.crosses = "max"  # keeps the numbers at the foot although the names run downwards
    values.scaling.min, values.scaling.max, values.majorUnit = 0, 100, 20
    values.number_format, values.numFmt.sourceLinked = '0"%"', False
    values.majorGridlines.spPr = GraphicalProperties(ln=_thin_line())
    names.txPr, values.txPr = _font(900), _font(900)
    names.title = values.title = None
    names.majorTickMark = values.majorTickMark = "none"
    chart.title.tx.rich.p[0].r[0].rPr = _font(1200).p[0].pPr.defRPr


def _thin_line() -> Any:
    """Return the line of the grid."""
    from openpyxl.drawing.line import LineProperties

    return LineProperties(solidFill=_GRID_COLOR, w=9525)


def _font(size: int) -> Any:
    """Return text properties in 宋体; *size* is in hundredths of a point."""
    from openpyxl.chart.text import RichText
    from openpyxl.drawing.text import CharacterProperties, Font, Paragraph, ParagraphProperties

    face = Font(typeface="宋体")
    words = CharacterProperties(sz=size, b=False, latin=face, ea=face, solidFill=_TEXT_COLOR)
    return RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=words), endParaRPr=words)])
