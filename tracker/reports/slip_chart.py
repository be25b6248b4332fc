"""节点偏差: how many milestones are how late against 最新批准 or 原定, and which are the latest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from tracker.domain.dates import chinese_day
from tracker.domain.money import format_percent
from tracker.queries.slips import NodeSlip
from tracker.reports.chart_look import SERIES
from tracker.reports.chart_source import ChartSource
from tracker.reports.chart_words import Target, subtitle
from tracker.reports.row_chart import Line, Part, Row, RowChart

WORST = 20
_MOST_DAYS = 10**9
_REACHED, _OPEN = 0, 1  # series
_LEGEND = ((_REACHED, "已完成"), (_OPEN, "未完成"))


class SlipView(StrEnum):
    """Against which dates, and whether as a distribution or by name."""

    APPROVED = "approved"
    PLANNED = "planned"
    LATE_APPROVED = "late_approved"
    LATE_PLANNED = "late_planned"

    @property
    def label(self) -> str:
        """The words beside the choice."""
        words = "比最新批准" if self.against_approved else "比原定"
        return f"{words}，{'最晚的节点' if self.named else '分布'}"

    @property
    def against_approved(self) -> bool:
        """Whether 最新批准 is what is compared with."""
        return self in (SlipView.APPROVED, SlipView.LATE_APPROVED)

    @property
    def named(self) -> bool:
        """Whether milestones are named."""
        return self in (SlipView.LATE_APPROVED, SlipView.LATE_PLANNED)

    def days(self, node: NodeSlip) -> int | None:
        """Return the slip that is meant."""
        return node.approved if self.against_approved else node.planned


@dataclass(frozen=True)
class _Span:
    """Days from *first* to *last*, both within."""

    label: str
    first: int
    last: int


_SPANS = (
    _Span("提前", -_MOST_DAYS, -1),
    _Span("按期", 0, 0),
    _Span("晚 1—30 天", 1, 30),
    _Span("晚 31—90 天", 31, 90),
    _Span("晚 91—180 天", 91, 180),
    _Span("晚 181—365 天", 181, 365),
    _Span("晚 365 天以上", 366, _MOST_DAYS),
)


def slip_chart(source: ChartSource, view: SlipView) -> RowChart:
    """Return the distribution, or the milestones that are the latest."""
    known = [node for node in source.slips if view.days(node) is not None]
    held = "最新批准" if view.against_approved else "原定"
    rows = _worst(known, view) if view.named else _spread(known, view)
    words = f"最晚的 {len(rows)} 个节点" if view.named else "节点偏差分布"
    left = len(source.slips) - len(known)
    reason = f"没有{held}日期，或还没到期也没有预计日期，无法比较，不计入"
    return RowChart(
        title=f"{chinese_day(source.as_of)}{words}（比{held}）",
        subtitle=subtitle(source, "天" if view.named else "个节点"),
        bars=rows if known else (),
        notes=(
            f"口径：已完成的按实际日期、逾期未完成的按截至日、其余按预计日期，减去{held}日期；不适用的节点不计。",
            f"共 {len(known)} 个节点可比{f'；{left} 个{reason}' if left else ''}。",
            "打捆项目及其子项目各自的节点都计入。",
        ),
        column="上报单位" if view.named else "项目数",
        table=_named_table(known, view) if view.named else _spread_table(known, view),
        fills=SERIES[:2],
        legend=_LEGEND if rows and known else (),
        empty=f"没有晚于{held}的节点"
        if known
        else f"没有可与{held}比较的节点。填了{held}日期，完成、逾期或有预计日期的才能比较",
    )


def _spread(known: Sequence[NodeSlip], view: SlipView) -> tuple[Row, ...]:
    """Return a row for each span of days, empty ones too: zero is a fact here."""
    rows = []
    for key, span in enumerate(_SPANS):
        nodes = _within(known, view, span)
        reached = sum(node.reached for node in nodes)
        ids = tuple(dict.fromkeys(node.project_id for node in nodes))
        counts = ((reached, _REACHED), (len(nodes) - reached, _OPEN))
        parts = tuple(Part(Fraction(count), fill, str(count)) for count, fill in counts if count)
        share = f"{len(nodes)}（{format_percent(Fraction(len(nodes), len(known)))}%）" if known else "0"
        tip = (
            f"{span.label}　{len(nodes)} 个节点",
            f"已完成 {reached} 个，未完成 {len(nodes) - reached} 个",
            f"单击查看这 {len(ids)} 个项目",
        )
        line = Line(parts or (Part(Fraction(0), _REACHED),), share)
        rows.append(Row(key, span.label, (line,), f"{len(ids)} 项", len(ids), Target(project_ids=ids), tip))
    return tuple(rows)


def _within(known: Sequence[NodeSlip], view: SlipView, span: _Span) -> list[NodeSlip]:
    """Return the milestones of one span."""
    return [node for node in known if (days := view.days(node)) is not None and span.first <= days <= span.last]


def _latest(known: Sequence[NodeSlip], view: SlipView) -> list[NodeSlip]:
    """Return the milestones that are late, the latest first; ties in the order of the list."""
    late = [node for node in known if (view.days(node) or 0) > 0]
    return sorted(late, key=lambda node: view.days(node) or 0, reverse=True)


def _worst(known: Sequence[NodeSlip], view: SlipView) -> tuple[Row, ...]:
    """Return a row for each of the latest milestones."""
    rows = []
    for node in _latest(known, view)[:WORST]:
        days = view.days(node) or 0
        fill, word = (_REACHED, "已完成") if node.reached else (_OPEN, "未完成")
        line = Line((Part(Fraction(days), fill),), f"{days:,} 天")
        tip = (f"{node.project} · {node.title}", f"{node.unit}　晚 {days:,} 天（{word}）", "单击查看这个项目的里程碑")
        target = Target(project_ids=(node.project_id,))
        rows.append(Row(node.milestone_id, node.project, (line,), node.unit, 1, target, tip, node.title))
    return tuple(rows)


def _spread_table(known: Sequence[NodeSlip], view: SlipView) -> tuple[tuple[str, ...], ...]:
    """Return the counts of each span."""
    rows = []
    for span in _SPANS:
        nodes = _within(known, view, span)
        reached = sum(node.reached for node in nodes)
        projects = len({node.project_id for node in nodes})
        rows.append((span.label, str(len(nodes)), str(reached), str(len(nodes) - reached), str(projects)))
    return (("偏差", "节点数", "已完成", "未完成", "项目数"), *rows)


def _named_table(known: Sequence[NodeSlip], view: SlipView) -> tuple[tuple[str, ...], ...]:
    """Return every late milestone, not only those that are drawn."""
    rows = (
        (node.project, node.unit, node.title, str(view.days(node)), "已完成" if node.reached else "未完成")
        for node in _latest(known, view)
    )
    return (("项目", "上报单位", "节点", "偏差（天）", "状态"), *rows)
