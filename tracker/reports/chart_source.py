"""What charts are made of: the frozen rows of one kind of chart, read once. Nothing is drawn or worded here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction

from tracker.domain.closing import Closing
from tracker.domain.figures import Group, GroupKey, GroupSum
from tracker.domain.kinds import Counting
from tracker.domain.quarters import quarter_of
from tracker.queries import reporting, shown
from tracker.queries.courses import Courses, courses
from tracker.queries.criteria import Criteria
from tracker.queries.curves import curves, group_schedules
from tracker.queries.lights import ColourCounts
from tracker.queries.members import members_by_key
from tracker.queries.settings import counting
from tracker.queries.slips import NodeSlip, node_slips
from tracker.queries.source_sums import SourceTotals, source_totals
from tracker.reports.reading import Reader

EVERYTHING = "全部项目"


class ChartKind(StrEnum):
    """The charts there are; the values are what they are called."""

    UNITS = "各上报单位完成率"
    BOXES = "各专栏完成率"
    PROGRAMMES = "各工程完成率"
    SOURCES = "资金来源"
    COURSE = "计划与实际曲线"
    SLIPS = "节点偏差"
    LIGHTS = "各单位亮灯"

    @property
    def by(self) -> GroupKey:
        """What the bars of a chart of completion stand for; units where it has no such bars."""
        return {ChartKind.BOXES: GroupKey.BOX, ChartKind.PROGRAMMES: GroupKey.PROGRAMME}.get(self, GroupKey.UNIT)


NOT_IN_A_COPY = (ChartKind.SOURCES, ChartKind.COURSE, ChartKind.SLIPS)


@dataclass(frozen=True)
class ChartSource:
    """The rows a chart is made of, as of a date.

    ``units`` are the sums of the groups ``by`` which completion is shown, ``before`` those at the end of the quarter
    before, by key; ``nested`` names, for a unit listed beside units below it, those units. ``schedules`` is 序时进度 by
    key, None for all together; ``curved`` tells whether units follow seasonal curves. ``signed`` says which figures of
    a closed quarter are drawn. ``members`` are the projects behind each key where a filter by the key alone would list
    others too. The rest belongs to one kind of chart each and is empty for the others.
    """

    as_of: date
    whole: Group
    units: tuple[Group, ...]
    before: Mapping[int | None, Group]
    nested: tuple[tuple[str, tuple[str, ...]], ...]
    scope: str = EVERYTHING
    signed: str = ""
    by: GroupKey = GroupKey.UNIT
    counting: Counting = Counting.BUNDLED
    schedules: Mapping[int | None, Fraction] = field(default_factory=dict)
    curved: bool = False
    members: Mapping[int | None, tuple[int, ...]] = field(default_factory=dict)
    money: SourceTotals | None = None
    courses: Courses | None = None
    slips: tuple[NodeSlip, ...] = ()
    lights: Mapping[GroupKey, tuple[ColourCounts, ...]] = field(default_factory=dict)


def gather_chart(
    read: Reader,
    criteria: Criteria,
    as_of: date,
    scope: str = "",
    kind: ChartKind = ChartKind.UNITS,
    closing: Closing | None = None,
) -> ChartSource:
    """Read what a chart of the projects that meet *criteria* needs; *scope* says in words what those are.

    *closing* is the one whose copy is drawn, None the file as it is; 上期 is what was signed wherever it was. A copy
    holds no money by source, no course of the year and no slips: those are read from the file and said to be.
    """
    whole, units = read(shown.groups, closing, criteria, as_of, kind.by)
    source = ChartSource(
        as_of=as_of,
        whole=whole or nothing(),
        units=(),
        before={},
        nested=(),
        scope=scope or scope_words(criteria),
        signed=_signed(closing, kind),
        by=kind.by,
        counting=read(counting, criteria.counting),
    )
    if kind is ChartKind.SOURCES:
        return replace(source, money=read(source_totals, criteria, as_of))
    if kind is ChartKind.COURSE:
        return replace(source, courses=read(courses, criteria, as_of), curved=not read(curves, as_of).plain)
    if kind is ChartKind.SLIPS:
        return replace(source, slips=read(node_slips, criteria, as_of))
    if kind is ChartKind.LIGHTS:
        return _with_lights(read, source, criteria, closing)
    return _with_groups(read, replace(source, units=units), criteria)


def _signed(closing: Closing | None, kind: ChartKind) -> str:
    """Return which figures of a closed quarter a kind of chart draws, empty for an open one."""
    if closing is None:
        return ""
    return "按更正后" if kind in NOT_IN_A_COPY else closing.signed_words


def _with_groups(read: Reader, source: ChartSource, criteria: Criteria) -> ChartSource:
    """Add what completion by unit, 专栏 or programme is compared with."""
    by, as_of, last = source.by, source.as_of, quarter_of(source.as_of).previous
    own = by is GroupKey.UNIT
    _, before = read(shown.groups, read(shown.signed, last, criteria), criteria, last.end, by)
    return replace(
        source,
        before={group.key: group for group in before},
        nested=nested_units(source.units, read(reporting.unit_tree)) if own else (),
        schedules=read(group_schedules, criteria, as_of, by) | read(group_schedules, criteria, as_of, GroupKey.NOTHING),
        curved=not read(curves, as_of).plain,
        members={} if own else read(members_by_key, criteria, as_of, by),
    )


def _with_lights(read: Reader, source: ChartSource, criteria: Criteria, closing: Closing | None) -> ChartSource:
    """Add the projects by colour."""
    keys = (GroupKey.UNIT, GroupKey.BOX)
    counts = {by: read(shown.colours, closing, criteria, source.as_of, by) for by in keys}
    units = tuple(GroupSum(one.key, one.label).group() for one in counts[GroupKey.UNIT])
    members = read(members_by_key, criteria, source.as_of, GroupKey.BOX)
    return replace(source, lights=counts, nested=nested_units(units, read(reporting.unit_tree)), members=members)


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
