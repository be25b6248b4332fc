"""计划与实际曲线: a year's plan and what was done of it, at the end of each month, as numbers and words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from tracker.domain.dates import chinese_day
from tracker.domain.money import FEN_PER_WAN, FEN_PER_YI, format_percent, format_points, format_wan, rounded
from tracker.queries.courses import Course, CoursePoint
from tracker.reports.chart_source import ChartSource
from tracker.reports.chart_words import Target, counting_note, subtitle

_IN_YI = 10 * FEN_PER_YI  # from here on the axis is in 亿元


class CourseView(StrEnum):
    """What is planned and done."""

    MONEY = "money"
    NODES = "nodes"

    @property
    def label(self) -> str:
        """The words beside the choice."""
        return "年度投资" if self is CourseView.MONEY else "节点权重"


@dataclass(frozen=True)
class Spot:
    """One day of the curve. ``planned`` and ``actual`` are in the chart's unit, None where there is none.

    ``whole``: every project of the chart has a figure by that day.
    """

    key: int
    label: str
    day: int  # since the first one
    planned: Fraction | None
    actual: Fraction | None
    whole: bool
    projects: int
    target: Target
    tip: tuple[str, ...]


@dataclass(frozen=True)
class CourseChart:
    """The curve, ready to be drawn; ``unit`` is 万元, 亿元 or %; ``now`` is D, counted as ``Spot.day`` is."""

    title: str
    subtitle: str
    bars: tuple[Spot, ...]
    notes: tuple[str, ...]
    unit: str
    now: int
    now_label: str
    table: tuple[tuple[str, ...], ...]
    empty: str

    def text(self, value: Fraction) -> str:
        """Return a value as it is printed."""
        return f"{rounded(value, 1 if self.unit == '%' else 2):,}"


def course_chart(source: ChartSource, view: CourseView) -> CourseChart:
    """Return the curve of the year's investment or of the milestones."""
    found = source.courses
    course = Course((), (), 0) if found is None else found.money if view is CourseView.MONEY else found.nodes
    money = view is CourseView.MONEY
    most = max((one for point in course.points for one in (point.planned, point.actual) if one is not None), default=0)
    unit, size = ("%", Fraction(1, 100))
    if money:
        unit, size = ("亿元", Fraction(FEN_PER_YI)) if most >= _IN_YI else ("万元", Fraction(FEN_PER_WAN))
    start = course.points[0].day if course.points else source.as_of
    spots = tuple(_spot(place, point, course, size, money=money) for place, point in enumerate(course.points))
    what = "年度投资计划与完成" if money else "年节点计划与完成"
    return CourseChart(
        title=f"{source.as_of.year}{what}（{'累计' if money else '项目平均'}）",
        subtitle=subtitle(source, unit),
        bars=spots if course.project_ids else (),
        notes=_notes(source, course, money=money),
        unit=unit,
        now=(source.as_of - start).days,
        now_label=f"截至 {source.as_of.month}月{source.as_of.day}日",
        table=_table(spots, unit),
        empty="没有同时填了年度计划和年初至今完成投资的项目" if money else "没有节点都填了原定日期的项目",
    )


def _spot(place: int, point: CoursePoint, course: Course, size: Fraction, *, money: bool) -> Spot:
    """Return one day in the chart's unit."""
    planned = None if point.planned is None else point.planned / size
    actual = None if point.actual is None else point.actual / size
    label = f"{point.day.month}月末" if point.planned is not None else chinese_day(point.day)
    label = label if place else "上年末"
    tip = [label]
    for name, value in (("计划", point.planned), ("实际", point.actual)):
        if value is not None:
            tip.append(f"{name} {format_wan(round(value))} 万元" if money else f"{name} {format_percent(value)}%")
    if point.actual is not None:
        tip.append(f"{len(course.project_ids)} 项中 {point.known} 项有数")
    tip.append(f"单击查看这 {len(course.project_ids)} 项")
    return Spot(
        key=place,
        label=label,
        day=(point.day - course.points[0].day).days,
        planned=planned,
        actual=actual,
        whole=point.known == len(course.project_ids),
        projects=len(course.project_ids),
        target=Target(project_ids=course.project_ids),
        tip=tuple(tip),
    )


def _notes(source: ChartSource, course: Course, *, money: bool) -> tuple[str, ...]:
    """Return 口径, where things stand, and how many projects are behind it."""
    count, left = len(course.project_ids), course.of - len(course.project_ids)
    if money:
        line = "各单位自己的季节曲线" if source.curved else "月份÷12"
        formula = f"计划＝年度计划投资按序时（{line}）分到各月；实际＝年初至今完成投资，取有填报的月末"
        reason = "缺年度计划或年初至今完成投资"
    else:
        formula = "计划＝原定日期到该月末的节点权重 ÷ 适用节点权重，实际＝按实际日期，都按项目平均"
        reason = "没有节点或有节点没填原定日期"
    rest = f"；{left} 项{reason}，不计入" if left else ""
    some = any(point.known < count for point in course.points if point.actual is not None)
    hollow = "空心点＝该月末只有部分项目有数。" if some else ""
    return (
        f"口径：{formula}。{counting_note(source.counting)}",
        f"共 {count} 项{rest}。{hollow}{_standing(course, source, money=money)}",
    )


def _standing(course: Course, source: ChartSource, *, money: bool) -> str:
    """Return how far plan and actual are apart at D, where D ends a month."""
    at = next((point for point in course.points if point.day == source.as_of), None)
    if at is None or at.planned is None or at.actual is None:
        return ""
    if not money:
        return f"截至日实际比计划 {format_points(at.actual - at.planned)} 百分点。"
    year = course.points[-1].planned
    gap = f"截至日计划 {format_wan(round(at.planned))} 万元，实际 {format_wan(round(at.actual))} 万元"
    return f"{gap}，比序时 {format_points((at.actual - at.planned) / year)} 百分点。" if year else f"{gap}。"


def _table(spots: tuple[Spot, ...], unit: str) -> tuple[tuple[str, ...], ...]:
    """Return the numbers of each day."""
    places = 1 if unit == "%" else 2

    def cell(value: Fraction | None) -> str:
        return "" if value is None else f"{rounded(value, places):,}"

    rows = [(spot.label, cell(spot.planned), cell(spot.actual)) for spot in spots]
    return (("日期", f"计划（{unit}）", f"实际（{unit}）"), *rows)
