"""The money by 资金来源: 总投资, 下达, 到位, 完成投资 and 支付 of each, all beside each other or one alone."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction

from tracker.domain.figures import Sum
from tracker.domain.money import FEN_PER_WAN, format_percent, format_wan
from tracker.domain.quarters import span_label
from tracker.queries.source_sums import SourceFigure, SourceTotal, SourceTotals
from tracker.reports.chart_look import SERIES
from tracker.reports.chart_source import ChartSource
from tracker.reports.chart_words import Target, counting_note, subtitle
from tracker.reports.row_chart import PALE, PLAIN, Line, Part, Row, RowChart

_UNFILLED = "未填"
_UNIT = "万元"


class MoneyView(StrEnum):
    """Which figures are shown."""

    ALL = "all"
    INVESTMENT = "investment"
    ALLOCATED = "allocated"
    ARRIVED = "arrived"
    DONE = "done"
    PAID = "paid"

    @property
    def label(self) -> str:
        """The words beside the choice."""
        return "五项对照" if self is MoneyView.ALL else _FIGURES[self].label


_FIGURES = {
    MoneyView.INVESTMENT: SourceFigure.INVESTMENT,
    MoneyView.ALLOCATED: SourceFigure.ALLOCATED,
    MoneyView.ARRIVED: SourceFigure.ARRIVED,
    MoneyView.DONE: SourceFigure.DONE,
    MoneyView.PAID: SourceFigure.PAID,
}
_FILLS = dict(zip(SourceFigure, (PALE, 0, 1, 2, 3), strict=True))


def source_chart(source: ChartSource, view: MoneyView, *, by_value: bool) -> RowChart:
    """Return the chart of one figure, or of all five; only the former may be in the order of its values."""
    totals = source.money or SourceTotals((), 0, 0)
    shown = tuple(SourceFigure) if view is MoneyView.ALL else (_FIGURES[view],)
    lines = list(totals.lines)
    if view is not MoneyView.ALL:
        # 未落实 is a part of 总投资 only; it has nothing to report of the other figures.
        lines = [line for line in lines if line.key >= 0 or shown[0] in line.fen]
        if by_value:
            lines.sort(key=lambda line: line.fen.get(shown[0], -1), reverse=True)
    what = "、".join(figure.label for figure in shown) if len(shown) == 1 else "总投资、下达、到位、完成、支付"
    return RowChart(
        title=f"{span_label(source.as_of)}各资金来源{what}",
        subtitle=subtitle(source, _UNIT),
        bars=tuple(_row(line, shown, _whole(source, shown[0])) for line in lines),
        notes=_notes(source, totals, shown),
        column="有数的项目" if len(shown) == 1 else "项目数",
        table=_table(source, totals),
        fills=SERIES,
        legend=tuple((_FILLS[figure], figure.label) for figure in shown) if len(shown) > 1 else (),
        empty="没有填写金额的项目",
    )


def _whole(source: ChartSource, figure: SourceFigure) -> Sum:
    """Return the sum of the projects' own figures."""
    whole = source.whole
    sums = (whole.investment, whole.allocated, whole.arrived, whole.done, whole.paid)
    return dict(zip(SourceFigure, sums, strict=True))[figure]


def _row(line: SourceTotal, shown: tuple[SourceFigure, ...], whole: Sum) -> Row:
    """Return one source's row."""
    single = len(shown) == 1
    bars = tuple(_bar(line, figure, PLAIN if single else _FILLS[figure]) for figure in shown)
    share = ""
    if single and whole.fen and (fen := line.fen.get(shown[0])) is not None:
        share = f"，占 {format_percent(Fraction(fen, whole.fen))}%"
    count = line.known[shown[0]] if single else len(line.project_ids)
    money = tuple(f"{figure.label} {_amount(line, figure)}" for figure in SourceFigure if _tells(line, figure))
    return Row(
        key=line.key,
        label=line.label,
        lines=tuple(bar for figure, bar in zip(shown, bars, strict=True) if single or _tells(line, figure)),
        beside=f"{count} 项{share}",
        projects=len(line.project_ids),
        target=Target(project_ids=line.project_ids),
        tip=(line.label, *money, f"单击查看这 {len(line.project_ids)} 项"),
    )


def _tells(line: SourceTotal, figure: SourceFigure) -> bool:
    """Tell whether a figure is meant for a line: 未落实 is a part of 总投资 alone."""
    return line.key >= 0 or figure in line.fen


def _bar(line: SourceTotal, figure: SourceFigure, fill: int) -> Line:
    """Return the bar of one figure; without parts where nobody knows it."""
    fen = line.fen.get(figure)
    return Line((), _UNFILLED) if fen is None else Line((Part(Fraction(fen, FEN_PER_WAN), fill),), format_wan(fen))


def _amount(line: SourceTotal, figure: SourceFigure) -> str:
    """Return an amount with its unit and the number of projects behind it."""
    fen = line.fen.get(figure)
    return _UNFILLED if fen is None else f"{format_wan(fen)} 万元（{line.known[figure]} 项）"


def _notes(source: ChartSource, totals: SourceTotals, shown: tuple[SourceFigure, ...]) -> tuple[str, ...]:
    """Return 口径, the sums, and what does not fit."""
    sums = []
    for figure in shown:
        whole = _whole(source, figure)
        missing = f"，{whole.of - whole.known} 项未填" if whole.of > whole.known else ""
        amount = _UNFILLED if whole.fen is None else f"{format_wan(whole.fen)} 万元"
        sums.append(f"{figure.label} {amount}（{whole.known} 项已填{missing}）")
    over = (
        f"{totals.over_projects} 项各来源之和大于总投资，共多 {format_wan(totals.over_fen)} 万元，未冲减。"
        if totals.over_projects and SourceFigure.INVESTMENT in shown
        else ""
    )
    definition = "口径：截至日各项目按资金来源填写的累计数之和；未分来源＝只填了合计、没有分来源的；"
    return (
        f"{definition}未落实＝总投资减去已分来源之和。未填的不按 0 计。{counting_note(source.counting)}{over}",
        f"合计：{'；'.join(sums)}。",
    )


def _table(source: ChartSource, totals: SourceTotals) -> tuple[tuple[str, ...], ...]:
    """Return all five figures in 万元, whatever is shown; what nobody knows is empty."""
    head = ("资金来源", *(f"{figure.label}（万元）" for figure in SourceFigure), "项目数")
    rows = [
        (line.label, *(_plain(line.fen.get(figure)) for figure in SourceFigure), str(len(line.project_ids)))
        for line in totals.lines
    ]
    whole = ("合计", *(_plain(_whole(source, figure).fen) for figure in SourceFigure), str(source.whole.projects))
    return (head, *rows, whole)


def _plain(fen: int | None) -> str:
    """Return an amount in 万元 for a cell."""
    return "" if fen is None else format_wan(fen)
