"""亮灯: how many projects of each unit or 专栏 are red, yellow, green and grey."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction

from tracker.domain.dates import chinese_day
from tracker.domain.figures import GroupKey
from tracker.queries.lights import ColourCounts
from tracker.reports.chart_look import LIGHTS
from tracker.reports.chart_source import ChartSource
from tracker.reports.chart_words import Target, counting_note, nested_note, subtitle
from tracker.reports.row_chart import Line, Part, Row, RowChart

_NAMES = ("红灯", "黄灯", "绿灯", "灰灯")


class LightView(StrEnum):
    """What the bars stand for."""

    UNIT = "unit"
    BOX = "box"

    @property
    def label(self) -> str:
        """The words beside the choice."""
        return "按上报单位" if self is LightView.UNIT else "按规划专栏"

    @property
    def by(self) -> GroupKey:
        """The grouping."""
        return GroupKey.UNIT if self is LightView.UNIT else GroupKey.BOX


def light_chart(source: ChartSource, view: LightView, *, by_value: bool) -> RowChart:
    """Return the chart; by value, where most is red stands first, then most yellow."""
    counts = list(source.lights.get(view.by, ()))
    if by_value:
        counts.sort(key=lambda one: (one.red, one.yellow, one.green), reverse=True)
    totals = tuple(sum(_colours(one)[place] for one in counts) for place in range(len(_NAMES)))
    unreported = sum(one.unreported for one in counts)
    named = "，".join(f"{name} {total}" for name, total in zip(_NAMES, totals, strict=True))
    several = "" if view is LightView.UNIT else "出处不止一个的项目计入第一个出处。"
    return RowChart(
        title=f"{chinese_day(source.as_of)}{'各上报单位' if view is LightView.UNIT else '各专栏'}亮灯情况",
        subtitle=subtitle(source, "项"),
        bars=tuple(_row(one, source, view) for one in counts),
        notes=(
            f"口径：按“设置”中启用的亮灯规则，取最差的一条；灰灯＝没有可判断的数。合计 {sum(totals)} 项：{named}。",
            f"其中未报（当期没有填报）{unreported} 项，哪种灯都可能有。{counting_note(source.counting)}",
            nested_note(source.nested if view is LightView.UNIT else ()) + several,
        ),
        column="项目数",
        table=_table(counts, view),
        fills=LIGHTS,
        legend=tuple((place, name) for place, name in enumerate(_NAMES) if totals[place]),
    )


def _colours(one: ColourCounts) -> tuple[int, int, int, int]:
    """Return the counts in their fixed order."""
    return one.red, one.yellow, one.green, one.grey


def _row(one: ColourCounts, source: ChartSource, view: LightView) -> Row:
    """Return one group's row."""
    named = tuple(zip(_NAMES, _colours(one), strict=True))
    parts = tuple(Part(Fraction(count), place, str(count)) for place, count in enumerate(_colours(one)) if count)
    words = "，".join(f"{name.removesuffix('灯')} {count}" for name, count in named if count)
    if view is LightView.UNIT:
        target = Target(unit_id=one.key)
    else:
        target = Target(box_id=one.key, project_ids=source.members.get(one.key))
    tip = (
        f"{one.label}　{one.projects} 项{f'，其中未报 {one.unreported} 项' if one.unreported else ''}",
        "，".join(f"{name} {count}" for name, count in named if count),
        f"单击查看这 {one.projects} 项",
    )
    return Row(one.key or 0, one.label, (Line(parts),), f"{one.projects} 项：{words}", one.projects, target, tip)


def _table(counts: list[ColourCounts], view: LightView) -> tuple[tuple[str, ...], ...]:
    """Return the counts as rows."""
    rows = [(one.label, *map(str, _colours(one)), str(one.unreported), str(one.projects)) for one in counts]
    return ((view.label.removeprefix("按"), *_NAMES, "其中未报", "项目数"), *rows)
