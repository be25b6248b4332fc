"""What the reader of 图表 chooses: the kind of chart, what it shows, and how; and the chart that is made of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tracker.reports.chart_data import ChartChoice, Measure, completion_chart
from tracker.reports.chart_source import ChartKind, ChartSource
from tracker.reports.charts import Chart
from tracker.reports.course_chart import CourseView, course_chart
from tracker.reports.light_chart import LightView, light_chart
from tracker.reports.slip_chart import SlipView, slip_chart
from tracker.reports.source_chart import MoneyView, source_chart

View = Measure | MoneyView | CourseView | SlipView | LightView

# What each kind can show, the usual first.
VIEWS: dict[ChartKind, tuple[View, ...]] = {
    ChartKind.UNITS: tuple(Measure),
    ChartKind.BOXES: tuple(Measure),
    ChartKind.PROGRAMMES: tuple(Measure),
    ChartKind.SOURCES: tuple(MoneyView),
    ChartKind.COURSE: tuple(CourseView),
    ChartKind.SLIPS: tuple(SlipView),
    ChartKind.LIGHTS: tuple(LightView),
}
COMPLETION = (ChartKind.UNITS, ChartKind.BOXES, ChartKind.PROGRAMMES)


@dataclass(frozen=True)
class Chosen:
    """One choice of everything; ``choice`` holds what is drawn beside bars, and the measure of completion."""

    kind: ChartKind = ChartKind.UNITS
    view: View = Measure.MEAN
    choice: ChartChoice = ChartChoice()  # noqa: RUF009 - frozen

    @property
    def ordered(self) -> bool:
        """Whether the bars can be ordered by value."""
        if self.kind is ChartKind.SOURCES:
            return self.view is not MoneyView.ALL
        return self.kind in (*COMPLETION, ChartKind.LIGHTS)


def chart_of(source: ChartSource, chosen: Chosen) -> Chart:
    """Return the chosen chart of what was read for its kind."""
    view, by_value = chosen.view, chosen.choice.by_value
    if isinstance(view, MoneyView):
        return source_chart(source, view, by_value=by_value)
    if isinstance(view, CourseView):
        return course_chart(source, view)
    if isinstance(view, SlipView):
        return slip_chart(source, view)
    if isinstance(view, LightView):
        return light_chart(source, view, by_value=by_value)
    return completion_chart(source, replace(chosen.choice, measure=view))
