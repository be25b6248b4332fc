"""Completion by reporting unit as numbers and words, before anything is drawn.

Three measures (design.md §3): the mean of 节点完成率 over projects, the same weighted by 总投资, and counts by state.
A unit without figures stays in the chart as 未填报; it is never zero.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from tracker.domain.closing import Closing
from tracker.domain.dates import chinese_day
from tracker.domain.figures import Group, GroupSum
from tracker.domain.kinds import State
from tracker.domain.money import format_percent, format_points
from tracker.domain.quarters import quarter_of, span_label
from tracker.queries import reporting, shown
from tracker.queries.criteria import Criteria
from tracker.reports.reading import Reader

EVERYTHING = "全部项目"
UNFILLED = "未填报"


class Measure(StrEnum):
    """What the bars show; the values are the words of the command line."""

    MEAN = "mean"
    WEIGHTED = "weighted"
    STATES = "states"

    @property
    def label(self) -> str:
        """The words beside the choice."""
        return {"mean": "节点完成率，项目平均", "weighted": "节点完成率，按投资加权", "states": "项目数，按状态"}[
            self.value
        ]


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
class ChartSource:
    """The sums a chart is made of, as of a date; ``before`` by unit id at the end of the quarter before.

    ``nested`` names, for a unit listed beside units below it, those units.
    """

    as_of: date
    whole: Group
    units: tuple[Group, ...]
    before: Mapping[int | None, Group]
    nested: tuple[tuple[str, tuple[str, ...]], ...]
    scope: str = EVERYTHING
    signed: str = ""  # 按封账数（…）where the sums are those of a closed quarter


@dataclass(frozen=True)
class ChartBar:
    """One unit. ``value`` is a ratio (0–1), None for 未填报; ``known`` of ``projects`` projects are behind it.

    ``states`` counts projects in the order of STATE_GROUPS. ``change`` is value minus the last quarter's.
    """

    key: int | None
    label: str
    value: Fraction | None
    known: int
    projects: int
    states: tuple[int, ...]
    before: Fraction | None

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
    """Completion by reporting unit, ready to be drawn: numbers, order, title and notes."""

    choice: ChartChoice
    title: str
    subtitle: str
    bars: tuple[ChartBar, ...]
    whole: ChartBar
    mean_label: str
    notes: tuple[str, ...]

    @property
    def percent(self) -> bool:
        """Whether the bars are ratios (else numbers of projects)."""
        return self.choice.measure is not Measure.STATES


def gather_chart(
    read: Reader, criteria: Criteria, as_of: date, scope: str = "", source: Closing | None = None
) -> ChartSource:
    """Read what a chart of the projects that meet *criteria* needs; *scope* says in words what those are.

    *source* is the closing whose copy is drawn, None the file as it is; 上期 is what was signed wherever it was.
    """
    whole, units = read(shown.groups, source, criteria, as_of)
    last = quarter_of(as_of).previous
    _, before = read(shown.groups, read(shown.signed, last, criteria), criteria, last.end)
    return ChartSource(
        as_of=as_of,
        whole=whole or nothing(),
        units=units,
        before={group.key: group for group in before},
        nested=nested_units(units, read(reporting.unit_tree)),
        scope=scope or scope_words(criteria),
        signed=source.signed_words if source else "",
    )


def nothing() -> Group:
    """Return the sum of no projects at all."""
    return GroupSum(None, "合计").group()


def scope_words(criteria: Criteria) -> str:
    """Return what is shown where nobody has put the filter into words."""
    return EVERYTHING if criteria.empty else "当前筛选的项目"


def nested_units(
    groups: tuple[Group, ...], tree: tuple[reporting.UnitLine, ...]
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return each listed unit that has listed units below it, with their names: readers might count those twice."""
    listed = {group.key for group in groups}
    inside: dict[int, list[str]] = {}
    for unit in tree:
        if unit.unit_id in listed and unit.parent_id is not None and unit.parent_id in listed:
            inside.setdefault(unit.parent_id, []).append(unit.name)
    return tuple((unit.name, tuple(inside[unit.unit_id])) for unit in tree if unit.unit_id in inside)


def nested_note(nested: tuple[tuple[str, tuple[str, ...]], ...]) -> str:
    """Return ``长春新区只含本级项目，高新区、空港单列，不重复计。``, empty where no unit stands inside another."""
    return "".join(f"{outer}只含本级项目，{'、'.join(inner)}单列，不重复计。" for outer, inner in nested)


def state_counts(group: Group) -> tuple[int, ...]:
    """Return how many projects are in each of STATE_GROUPS."""
    return tuple(sum(group.states.get(word, 0) for word in one.words) for one in STATE_GROUPS)


def completion_chart(source: ChartSource, choice: ChartChoice) -> CompletionChart:
    """Return the chart of one measure. By value, units without figures come last; ties keep the units' order."""
    bars = [_bar(group, source.before.get(group.key), choice.measure) for group in source.units]
    if choice.by_value:
        bars.sort(key=_height, reverse=True)
    whole = _bar(source.whole, None, choice.measure)
    return CompletionChart(
        choice=choice,
        title=f"{span_label(source.as_of)}各上报单位{_BASIS[choice.measure]}",
        subtitle=_subtitle(source, choice.measure),
        bars=tuple(bars),
        whole=whole,
        mean_label=_mean_label(source, choice, whole),
        notes=tuple(note for note in (_definition(choice.measure, whole), *_marks(source, choice)) if note),
    )


_BASIS = {
    Measure.MEAN: "节点完成率（项目平均）",
    Measure.WEIGHTED: "节点完成率（按总投资加权）",
    Measure.STATES: "项目数（按状态）",
}


def _bar(group: Group, before: Group | None, measure: Measure) -> ChartBar:
    """Return one unit's bar."""
    states = state_counts(group)
    if measure is Measure.STATES:
        value, known, old = None, group.projects - states[-1], None
    else:
        rate = _rate(group, measure)
        value, known, old = rate[0], rate[1], _rate(before, measure)[0] if before else None
    return ChartBar(group.key, group.label, value, known, group.projects, states, old)


def _rate(group: Group, measure: Measure) -> tuple[Fraction | None, int]:
    """Return the chosen rate and how many projects it rests on."""
    rate = group.node_mean if measure is Measure.MEAN else group.node_weighted
    return rate.value, rate.projects


def _height(bar: ChartBar) -> tuple[bool, Fraction]:
    """Return what bars are sorted by: the value, or where states are counted the number of projects."""
    counted = sum(bar.states) if bar.value is None and bar.known else 0
    return bar.known > 0, bar.value if bar.value is not None else Fraction(counted)


def _subtitle(source: ChartSource, measure: Measure) -> str:
    """Return the line under the title: date, unit, and the filter where there is one."""
    unit = "项" if measure is Measure.STATES else "%"
    scope = "" if source.scope == EVERYTHING else f"；范围：{source.scope}"
    signed = f"；{source.signed}" if source.signed else ""
    return f"截至 {chinese_day(source.as_of)}，单位：{unit}{scope}{signed}"


def _mean_label(source: ChartSource, choice: ChartChoice, whole: ChartBar) -> str:
    """Return the name of the dashed line with its value; empty where there is none."""
    if not choice.mean or whole.value is None:
        return ""
    which = "全部项目" if source.scope == EVERYTHING else "所选项目"
    kind = "平均" if choice.measure is Measure.MEAN else "加权平均"
    return f"{which}{kind} {format_percent(whole.value)}%"


def _definition(measure: Measure, whole: ChartBar) -> str:
    """Return 口径: the formula and what is left out."""
    left_out = f"{whole.unfilled} 项"
    if measure is Measure.STATES:
        missing = f"{left_out}未填状态。" if whole.unfilled else ""
        return (
            "口径：截至日的项目状态；能力类的已完成、进行中、未启动、停止分别计入完工、在建、前期、停工；"
            f"取消、移交的不计。{missing}"
        )
    if measure is Measure.MEAN:
        formula, reason = "已完成节点权重 ÷ 适用节点权重，按项目平均", "没有设置节点"
    else:
        formula, reason = "各项目节点完成率（已完成节点权重 ÷ 适用节点权重）按总投资加权", "没有设置节点或未填总投资"
    missing = f"；{left_out}{reason}，不计入" if whole.unfilled else ""
    return f"口径：{formula}{missing}。斜纹＝未填报，不是 0。"


def _marks(source: ChartSource, choice: ChartChoice) -> tuple[str, ...]:
    """Return the notes about the marks of the quarter before, and about units inside others."""
    earlier = chinese_day(quarter_of(source.as_of).previous.end)
    compared = choice.change and choice.measure is not Measure.STATES
    return (
        f"短竖线＝上季（截至 {earlier}），括号内为比上季增减的百分点。" if compared else "",
        nested_note(source.nested),
    )


def tooltip(bar: ChartBar, chart: CompletionChart) -> tuple[str, ...]:
    """Return the lines shown over a bar: name and value, projects by state, what is missing and the change."""
    value = UNFILLED if bar.value is None else f"{format_percent(bar.value)}%"
    head = f"{bar.label}　{value}" if chart.percent else bar.label
    third = [f"未填 {bar.unfilled} 项"] if bar.unfilled else []
    if bar.change is not None:
        third.append(f"比上季 {format_points(bar.change)} 百分点")
    lines = (head, f"{bar.projects} 项：{bar.states_text}", "；".join(third), f"单击查看这 {bar.projects} 项")
    return tuple(line for line in lines if line)
