"""Completion by reporting unit, 专栏 or programme as numbers and words, before anything is drawn.

Measures (design.md §3): the mean of 节点完成率 over projects, the same weighted by 总投资, counts by state; then the
rates of money, which are ratios of sums. A group without figures stays in the chart as 未填报; it is never zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from tracker.domain.dates import chinese_day
from tracker.domain.figures import Group, GroupKey, Rate
from tracker.domain.kinds import State
from tracker.domain.money import format_percent, format_points
from tracker.domain.quarters import quarter_of, span_label
from tracker.reports.chart_source import (
    EVERYTHING,
    ChartKind,
    ChartSource,
    gather_chart,
    nested_units,
    nothing,
    scope_words,
)
from tracker.reports.chart_words import EVERY_PROJECT, Target, counting_note, nested_note, subtitle, whose

__all__ = [
    "EVERYTHING",
    "ChartBar",
    "ChartChoice",
    "ChartKind",
    "ChartSource",
    "CompletionChart",
    "Measure",
    "completion_chart",
    "gather_chart",
    "nested_note",
    "nested_units",
    "nothing",
    "scope_words",
    "state_counts",
    "tooltip",
]

UNFILLED = "未填报"


class Measure(StrEnum):
    """What the bars show; the values are the words of the command line."""

    MEAN = "mean"
    WEIGHTED = "weighted"
    STATES = "states"
    YEAR = "year"
    INVESTED = "invested"

    @property
    def label(self) -> str:
        """The words beside the choice."""
        return _LABELS[self]


_LABELS = {
    Measure.MEAN: "节点完成率，项目平均",
    Measure.WEIGHTED: "节点完成率，按投资加权",
    Measure.STATES: "项目数，按状态",
    Measure.YEAR: "年度投资完成率",
    Measure.INVESTED: "投资完成率",
}


@dataclass(frozen=True)
class StateGroup:
    """States that are counted together: those of 建设类 and the matching ones of 能力类."""

    label: str
    capacity_label: str
    words: tuple[str, ...]


# The fixed order of every chart and sheet that counts by state; 取消 and 移交 are counted nowhere.
STATE_GROUPS = (
    StateGroup("完工", "已完成", (State.FINISHED, State.DONE)),
    StateGroup("在建", "进行中", (State.BUILDING, State.RUNNING)),
    StateGroup("前期", "未启动", (State.EARLY, State.NOT_STARTED)),
    StateGroup("停工", "停止", (State.SUSPENDED, State.STOPPED)),
    StateGroup("未填", "未填", ("",)),
)


@dataclass(frozen=True)
class ChartChoice:
    """What the reader chose: the measure, the order (else the units' own), and what is drawn beside the bars."""

    measure: Measure = Measure.MEAN
    by_value: bool = True
    mean: bool = True
    counts: bool = True
    change: bool = False


@dataclass(frozen=True)
class ChartBar:
    """One group. ``value`` is a ratio (of money also above 1), None for 未填报, of ``known`` of its ``projects``.

    ``states`` counts projects in the order of STATE_GROUPS. ``change`` is value minus the last quarter's. ``due`` is
    the group's own 序时进度 where its rate is measured by it.
    """

    key: int | None
    label: str
    value: Fraction | None
    known: int
    projects: int
    states: tuple[int, ...]
    before: Fraction | None
    due: Fraction | None = None
    target: Target = EVERY_PROJECT

    @property
    def unfilled(self) -> int:
        """How many projects have no figure."""
        return self.projects - self.known

    @property
    def change(self) -> Fraction | None:
        """The change since the quarter before, to be shown in 百分点."""
        return None if self.value is None or self.before is None else self.value - self.before

    @property
    def count_text(self) -> str:
        """``14 项，未填 4``."""
        return f"{self.projects} 项，未填 {self.unfilled}" if self.unfilled else f"{self.projects} 项"

    @property
    def states_text(self) -> str:
        """``完工 2，在建 6``, leaving out what does not occur."""
        named = zip(STATE_GROUPS, self.states, strict=True)
        return "，".join(f"{group.label} {count}" for group, count in named if count)


@dataclass(frozen=True)
class CompletionChart:
    """Completion by group, ready to be drawn: numbers, order, title and notes.

    ``line`` is where the dashed line stands: the mean of the whole or its 序时进度, named ``mean_label``. ``ticks``:
    groups have a 序时进度 of their own, marked on each bar.
    """

    choice: ChartChoice
    title: str
    subtitle: str
    bars: tuple[ChartBar, ...]
    whole: ChartBar
    mean_label: str
    notes: tuple[str, ...]
    by: GroupKey = GroupKey.UNIT
    line: Fraction | None = None
    ticks: bool = False
    empty: str = "没有符合条件的项目"

    @property
    def percent(self) -> bool:
        """Whether the bars are ratios (else numbers of projects)."""
        return self.choice.measure is not Measure.STATES


def state_counts(group: Group) -> tuple[int, ...]:
    """Return how many projects are in each of STATE_GROUPS."""
    return tuple(sum(group.states.get(word, 0) for word in one.words) for one in STATE_GROUPS)


def completion_chart(source: ChartSource, choice: ChartChoice) -> CompletionChart:
    """Return the chart of one measure. By value, groups without figures come last; ties keep the groups' order."""
    bars = [_bar(source, group, choice.measure) for group in source.units]
    if choice.by_value:
        bars.sort(key=_height, reverse=True)
    whole = _bar(source, source.whole, choice.measure)
    line = (whole.due if choice.measure is Measure.YEAR else whole.value) if choice.mean else None
    return CompletionChart(
        choice=choice,
        title=f"{span_label(source.as_of)}{_EACH[source.by]}{_BASIS[choice.measure]}",
        subtitle=subtitle(source, "项" if choice.measure is Measure.STATES else "%"),
        bars=tuple(bars),
        whole=whole,
        mean_label=_mean_label(source, choice, line),
        notes=tuple(note for note in _notes(source, choice, whole) if note),
        by=source.by,
        line=line,
        ticks=choice.measure is Measure.YEAR and choice.mean and source.curved,
    )


_EACH = {GroupKey.UNIT: "各上报单位", GroupKey.BOX: "各专栏", GroupKey.PROGRAMME: "各工程"}
_BASIS = {
    Measure.MEAN: "节点完成率（项目平均）",
    Measure.WEIGHTED: "节点完成率（按总投资加权）",
    Measure.STATES: "项目数（按状态）",
    Measure.YEAR: "年度投资完成率",
    Measure.INVESTED: "投资完成率",
}


def _bar(source: ChartSource, group: Group, measure: Measure) -> ChartBar:
    """Return one group's bar."""
    states = state_counts(group)
    before = source.before.get(group.key)
    if measure is Measure.STATES:
        value, known, old = None, group.projects - states[-1], None
    else:
        rate = _rate(group, measure)
        value, known, old = rate.value, rate.projects, _rate(before, measure).value if before else None
    due = source.schedules.get(group.key) if measure is Measure.YEAR else None
    return ChartBar(group.key, group.label, value, known, group.projects, states, old, due, _target(source, group.key))


def _target(source: ChartSource, key: int | None) -> Target:
    """Return the projects behind a group; a project with several sources is counted under its first only."""
    if source.by is GroupKey.BOX:
        return Target(box_id=key, project_ids=source.members.get(key))
    if source.by is GroupKey.PROGRAMME:
        return Target(programme_id=key, project_ids=source.members.get(key))
    return Target(unit_id=key)


def _rate(group: Group, measure: Measure) -> Rate:
    """Return the chosen rate with how many projects it rests on."""
    rates = {
        Measure.MEAN: group.node_mean,
        Measure.WEIGHTED: group.node_weighted,
        Measure.YEAR: group.year_rate,
        Measure.INVESTED: group.investment_rate,
    }
    return rates[measure]


def _height(bar: ChartBar) -> tuple[bool, Fraction]:
    """Return what bars are sorted by: the value, or where states are counted the number of projects."""
    counted = sum(bar.states) if bar.value is None and bar.known else 0
    return bar.known > 0, bar.value if bar.value is not None else Fraction(counted)


def _mean_label(source: ChartSource, choice: ChartChoice, line: Fraction | None) -> str:
    """Return the name of the dashed line with its value; empty where there is none."""
    if line is None:
        return ""
    if choice.measure is Measure.YEAR:
        return f"序时{'（按年度计划加权）' if source.curved else ''} {format_percent(line)}%"
    kind = {Measure.MEAN: "平均", Measure.WEIGHTED: "加权平均"}.get(choice.measure, "合计")
    return f"{whose(source)}{kind} {format_percent(line)}%"


def _notes(source: ChartSource, choice: ChartChoice, whole: ChartBar) -> tuple[str, ...]:
    """Return what stands below the chart: 口径, the marks, and what is counted how."""
    several = "出处不止一个的项目计入第一个出处。" if source.by is not GroupKey.UNIT else ""
    sums = ""
    if choice.measure is Measure.YEAR and whole.value is not None:
        lead = "" if whole.due is None else f"，比序时 {format_points(whole.value - whole.due)} 百分点"
        sums = f"{whose(source)}合计 {format_percent(whole.value)}%{lead}。"
    ticks = "短细线＝该单位自己的序时（季节曲线）。" if choice.measure is Measure.YEAR and source.curved else ""
    return (
        _definition(choice.measure, whole) + counting_note(source.counting),
        *((sums + ticks,) if sums or ticks else ()),
        _change_note(source, choice),
        nested_note(source.nested) + several,
    )


_FORMULAS = {
    Measure.MEAN: ("已完成节点权重 ÷ 适用节点权重，按项目平均", "没有设置节点"),
    Measure.WEIGHTED: (
        "各项目节点完成率（已完成节点权重 ÷ 适用节点权重）按总投资加权",
        "没有设置节点或未填总投资",
    ),
    Measure.YEAR: ("年初至今完成投资之和 ÷ 年度计划投资之和", "缺年度计划或年初至今完成投资"),
    Measure.INVESTED: ("累计完成投资之和 ÷ 总投资之和", "缺总投资或累计完成投资"),
}


def _definition(measure: Measure, whole: ChartBar) -> str:
    """Return 口径: the formula and what is left out."""
    left_out = f"{whole.unfilled} 项"
    if measure is Measure.STATES:
        missing = f"{left_out}未填状态。" if whole.unfilled else ""
        return (
            "口径：截至日的项目状态；能力类的已完成、进行中、未启动、停止分别计入完工、在建、前期、停工；"
            f"取消、移交的不计。{missing}"
        )
    formula, reason = _FORMULAS[measure]
    missing = f"；{left_out}{reason}，不计入" if whole.unfilled else ""
    return f"口径：{formula}{missing}。斜纹＝未填报，不是 0。"


def _change_note(source: ChartSource, choice: ChartChoice) -> str:
    """Return what the marks of the quarter before mean."""
    if not choice.change or choice.measure is Measure.STATES:
        return ""
    earlier = chinese_day(quarter_of(source.as_of).previous.end)
    return f"短竖线＝上季（截至 {earlier}），括号内为比上季增减的百分点。"


def tooltip(bar: ChartBar, chart: CompletionChart) -> tuple[str, ...]:
    """Return the lines shown over a bar: name and value, projects by state, what is missing and the change."""
    value = UNFILLED if bar.value is None else f"{format_percent(bar.value)}%"
    head = f"{bar.label}　{value}" if chart.percent else bar.label
    third = [f"未填 {bar.unfilled} 项"] if bar.unfilled else []
    if bar.change is not None:
        third.append(f"比上季 {format_points(bar.change)} 百分点")
    if bar.due is not None and bar.value is not None:
        third.append(f"比序时 {format_points(bar.value - bar.due)} 百分点")
    lines = (head, f"{bar.projects} 项：{bar.states_text}", "；".join(third), f"单击查看这 {bar.projects} 项")
    return tuple(line for line in lines if line)


def completion_rows(chart: CompletionChart) -> tuple[tuple[str, ...], ...]:
    """Return heading and rows of the numbers behind a chart, the whole last; what is not known is empty."""
    name = _EACH[chart.by].removeprefix("各")
    states = tuple(group.label for group in STATE_GROUPS)
    if not chart.percent:
        rows = [(bar.label, *map(str, bar.states), str(bar.projects)) for bar in (*chart.bars, chart.whole)]
        return ((name, *states, "项目数"), *rows)
    due = ("序时（%）",) if chart.choice.measure is Measure.YEAR else ()
    head = (name, f"{_BASIS[chart.choice.measure]}（%）", "上季（%）", *due, "项目数", "有数的项目数")
    return (head, *(_row(bar, with_due=bool(due)) for bar in (*chart.bars, chart.whole)))


def _row(bar: ChartBar, *, with_due: bool) -> tuple[str, ...]:
    """Return one row of numbers."""
    shares = (bar.value, bar.before, *((bar.due,) if with_due else ()))
    return (
        bar.label,
        *("" if one is None else format_percent(one) for one in shares),
        str(bar.projects),
        str(bar.known),
    )
