"""How money reads in its tables, and what is typed into them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import TypeVar

from PySide6.QtGui import QFontMetrics

from tracker.domain.kinds import MoneyKind, YearCategory
from tracker.domain.money import Amount, edit_wan, format_percent, format_wan, parse_wan
from tracker.domain.periods import ReportPeriod
from tracker.domain.warnings import LABELS
from tracker.queries.money import MoneySheet, PeriodLine, SourceLine
from tracker.ui import figure_cells, theme
from tracker.ui.cells import UNFILLED, Cell, not_applicable, not_computable, unfilled
from tracker.ui.table_model import Column
from tracker.ui.table_view import TableView

T = TypeVar("T")
NUMBER_WIDTH, NAME_WIDTH = 66, 96
NA_WORDS = ("／", "/", "不适用")
KIND_KEYS = {MoneyKind.ARRIVED: "arrived", MoneyKind.DONE: "done", MoneyKind.PAID: "paid"}
TOTAL, UNASSIGNED, UNSPLIT = "total", "unassigned", "unsplit"
_EMPTY_LINE = SourceLine(None, "", Amount(), Amount(), Amount(), Amount(), Amount(), frozenset())


def typed_amount(text: str) -> Amount:
    """Read what is typed into a cell: an amount in 万元, ／ for 不适用, nothing for 未填."""
    if text.strip() in NA_WORDS:
        return Amount(na=True)
    return Amount(parse_wan(text))


def typed_difference(text: str) -> int | None:
    """Read 本季新增 or 年初至今, which may be negative where a figure was corrected; None for nothing."""
    plain = text.strip()
    negative = plain[:1] in ("-", "−", "－")
    fen = parse_wan(plain[1:] if negative else plain)
    return -fen if negative and fen is not None else fen


def edit_amount(amount: Amount) -> str:
    """Return the text an editor starts with."""
    return NA_WORDS[0] if amount.na else edit_wan(amount.fen)


def amount_cell(amount: Amount, *, carried: str = "", grid: bool = True) -> Cell:
    """Return an amount; *carried* says from when it is where it was not entered for this period."""
    if amount.na:
        return not_applicable(ground=grid)
    if amount.fen is None:
        return unfilled()
    cell = figure_cells.money(amount.fen)
    return replace(cell, ink="text3", tooltip=f"{carried}；{cell.tooltip}") if carried else cell


@dataclass(frozen=True)
class SourceRow:
    """A row of the table of sources. ``key`` is a source's id, or one of TOTAL, UNASSIGNED, UNSPLIT.

    ``warned`` has the sentence for a column's cell; ``whole`` names the kinds that are not filled by source.
    """

    key: int | str
    name: str
    line: SourceLine
    warned: Mapping[str, str] = field(default_factory=dict)
    whole: frozenset[MoneyKind] = frozenset()
    carried: Mapping[MoneyKind, str] = field(default_factory=dict)

    @property
    def source_id(self) -> int | None:
        """The source's id, None for the other rows."""
        return self.key if isinstance(self.key, int) else None


def source_rows(sheet: MoneySheet, extra: Iterable[tuple[int, str]]) -> list[SourceRow]:
    """Return the rows: 合计, the sources (those just added too), 未分来源, 未落实 last."""
    whole = frozenset(line.kind for line in sheet.periods if not line.by_source)
    old = {
        line.kind: f"{line.standing_on} 的数，本期未填"
        for line in sheet.periods
        if line.current.unknown and line.standing_on
    }
    rows = [SourceRow(TOTAL, "合计", sheet.total, _warned(sheet, ""), whole, old)]
    named = {line.source_id: line for line in sheet.sources if line.source_id is not None}
    added = {key: name for key, name in extra if key not in named}
    for key, line in named.items():
        carried = {kind: "以前各期的数，本期未填" for kind in MoneyKind if kind not in line.entered}
        rows.append(SourceRow(key, line.name, line, _warned(sheet, line.name), whole, carried))
    rows += [
        SourceRow(key, name, replace(_EMPTY_LINE, source_id=key, name=name), whole=whole) for key, name in added.items()
    ]
    rows += [SourceRow(UNSPLIT, line.name, line) for line in sheet.sources if line.source_id is None]
    if sheet.unassigned_fen:
        rows.append(SourceRow(UNASSIGNED, "未落实", replace(_EMPTY_LINE, investment=Amount(sheet.unassigned_fen))))
    return rows


def _warned(sheet: MoneySheet, name: str) -> dict[str, str]:
    """Return the warnings of a row by column: each sentence begins with the source's name and the figure's."""
    heads = {key: f"{name}{LABELS[kind]}" for kind, key in KIND_KEYS.items()} | {"allocated": f"{name}累计下达"}
    found: dict[str, str] = {}
    for key, head in heads.items():
        said = "\n".join(sentence for sentence in sheet.warnings if sentence.startswith(head))
        if said:
            found[key] = said
    return found


Editable = Callable[[], bool]


def source_columns(editable: Editable) -> tuple[Column[SourceRow], ...]:
    """Return the columns of the table of sources."""
    titles = {"arrived": "累计到位", "done": "完成投资", "paid": "累计支付"}
    kinds = {key: kind for kind, key in KIND_KEYS.items()}

    def figure(key: str) -> Column[SourceRow]:
        def edit(row: SourceRow) -> str | None:
            by_source = row.key == TOTAL and kinds[key] not in row.whole
            if by_source or not (editable() and (row.key == TOTAL or row.source_id is not None)):
                return None
            return edit_amount(getattr(row.line, key)) if kinds[key] not in row.carried else ""

        return Column(
            key, titles[key], lambda row: _source_cell(row, key), width=NUMBER_WIDTH, align="right", edit=edit
        )

    def edit_investment(row: SourceRow) -> str | None:
        own = row.key == TOTAL or row.source_id is not None
        return edit_amount(row.line.investment) if editable() and own else None

    return (
        Column("name", "资金来源", _name, width=NAME_WIDTH, stretch=True),
        Column("investment", "总投资", _investment, width=NUMBER_WIDTH, align="right", edit=edit_investment),
        Column("allocated", "累计下达", _allocated, width=NUMBER_WIDTH, align="right", tooltip="由下面的下达批次加出"),
        *(figure(key) for key in titles),
    )


def _grounded(row: SourceRow, cell: Cell) -> Cell:
    """Put the row 合计 on its ground."""
    return replace(cell, ground="head", strong=True) if row.key == TOTAL and not cell.ground else cell


def _name(row: SourceRow) -> Cell:
    """Show the source's name."""
    tip = {UNASSIGNED: "总投资减去各来源合计", UNSPLIT: "没有写明来源的下达批次"}.get(str(row.key), "")
    return _grounded(row, Cell(row.name, "text" if row.key == TOTAL or row.source_id else "text2", tooltip=tip))


def _investment(row: SourceRow) -> Cell:
    """Show 总投资 of a source, of the whole project, or what no source stands for."""
    return _grounded(row, not_computable() if row.key == UNSPLIT else amount_cell(row.line.investment))


def _allocated(row: SourceRow) -> Cell:
    """Show 累计下达."""
    if row.key == UNASSIGNED:
        return not_computable()
    return _grounded(row, _warning(row, "allocated", amount_cell(row.line.allocated)))


def _source_cell(row: SourceRow, key: str) -> Cell:
    """Show one of the three cumulative figures of a source."""
    if row.key in (UNASSIGNED, UNSPLIT):
        return not_computable()
    kind = next(kind for kind, name in KIND_KEYS.items() if name == key)
    amount: Amount = getattr(row.line, key)
    if row.source_id is not None and amount.unknown and kind in row.whole:
        return Cell("", spoken="不分来源", tooltip="这一项不分来源填报，见合计")
    return _grounded(row, _warning(row, key, amount_cell(amount, carried=row.carried.get(kind, ""))))


def _warning(row: SourceRow, key: str, cell: Cell) -> Cell:
    """Mark a figure that does not fit another one."""
    said = row.warned.get(key)
    return (
        replace(cell, icon="warning", icon_ink="amber_text", ink="amber_text", ground="amber_bg", tooltip=said)
        if said
        else cell
    )


def period_columns(
    editable: Editable, period: ReportPeriod, closed: Callable[[], bool] = bool
) -> tuple[Column[PeriodLine], ...]:
    """Return the columns of 上期 | 本期 | 本季新增 | 年初至今 with the dates they stand for; by month 本月新增.

    *closed* tells whether the period is: its figures are changed by 更正 alone, and look it.
    """

    def typed(value: Callable[[PeriodLine], str]) -> Callable[[PeriodLine], str | None]:
        return lambda line: value(line) if editable() and not line.by_source else None

    def until(day: date) -> str:
        return f"至{day.month}月{day.day}日"

    def opening(line: PeriodLine) -> str | None:
        return edit_amount(line.year_before) if editable() else None  # its own period, filled either way

    edits = {
        "year_before": opening,
        "current": typed(lambda line: edit_amount(line.current)),
        "period": typed(lambda line: edit_wan(line.period_fen)),
        "year": typed(lambda line: edit_wan(line.year_fen)),
    }

    def number(
        key: str, title: str, cell: Callable[[PeriodLine], Cell], unit: str = "", tip: str = ""
    ) -> Column[PeriodLine]:
        return Column(key, title, cell, unit, width=NUMBER_WIDTH, align="right", tooltip=tip, edit=edits.get(key))

    return (
        Column("kind", "累计", lambda line: Cell(line.kind), width=60, stretch=True),
        number("year_before", "至上年底", _opening, f"{period.end.year - 1}年", "开工至上年12月31日的累计数"),
        number("previous", "上期", _previous, until(period.previous_end), "开工至上期末的累计数"),
        number("current", "本期", lambda line: _current(line, closed=closed()), until(period.end), "开工至今的累计数"),
        number("period", f"{period.word}新增", _period, tip="本期减上期；填这一格，累计数自动算出"),
        number("year", "年初至今", _year, tip="本期减至上年底；填这一格，累计数自动算出"),
        Column("share", "占比", _share, "%", width=46, align="right", tooltip="占总投资的百分比"),
    )


def _opening(line: PeriodLine) -> Cell:
    """Show the figure of 31 December."""
    return amount_cell(line.year_before)


def _previous(line: PeriodLine) -> Cell:
    """Show what stood at the end of the period before; it is changed in its own period."""
    return replace(
        amount_cell(line.previous, grid=False), ink="text2" if line.previous.fen is not None else "text3", ground="alt"
    )


def _current(line: PeriodLine, *, closed: bool) -> Cell:
    """Show what was entered for this period."""
    tip = (
        f"本期未填；最近一次是 {line.standing_on} 的 {format_wan(line.standing.fen)} 万元"
        if line.current.unknown and line.standing.fen is not None
        else ""
    )
    cell = amount_cell(line.current)
    if not closed:
        return replace(cell, tooltip=tip or cell.tooltip)
    said = "\n".join(words for words in (tip or cell.tooltip, "本季度已封账，修改要登记更正") if words)
    return replace(cell, tooltip=said, ground=cell.ground or "alt")


def _period(line: PeriodLine) -> Cell:
    """Show what was added since the period before."""
    return not_computable("上期或本期未填") if line.period_fen is None else figure_cells.money(line.period_fen)


def _year(line: PeriodLine) -> Cell:
    """Show what was added since 31 December."""
    return not_computable("至上年底累计未填") if line.year_fen is None else figure_cells.money(line.year_fen)


def _share(line: PeriodLine) -> Cell:
    """Show the part of 总投资."""
    return not_computable("总投资未填") if line.of_investment is None else Cell(format_percent(line.of_investment))


@dataclass(frozen=True)
class YearRow:
    """The year of the report in one row; rates and 比序时 None where they cannot be computed."""

    year: int
    plan: Amount
    category: str | None
    done_fen: int | None
    rate: Fraction | None
    lead: Fraction | None
    schedule: Fraction


def year_columns(editable: Editable) -> tuple[Column[YearRow], ...]:
    """Return the columns of the year's row."""

    def category(row: YearRow) -> Cell:
        return Cell(row.category, tooltip="年度类别") if row.category else unfilled()

    def done(row: YearRow) -> Cell:
        return not_computable("至上年底累计或本期未填") if row.done_fen is None else figure_cells.money(row.done_fen)

    def rate(row: YearRow) -> Cell:
        tip = f"竖线为序时进度 {format_percent(row.schedule)} %"
        return figure_cells.rate(
            row.rate, mark=row.schedule, tooltip=tip if row.rate is not None else "年度计划或完成数未填"
        )

    words = [UNFILLED, *YearCategory]
    return (
        Column("year", "年度", lambda row: Cell(str(row.year)), width=44),
        Column(
            "plan",
            "年度计划",
            lambda row: amount_cell(row.plan),
            "万元",
            width=66,
            align="right",
            edit=lambda row: edit_amount(row.plan) if editable() else None,
        ),
        Column(
            "category",
            "年度类别",
            category,
            width=62,
            edit=lambda row: (row.category or UNFILLED) if editable() else None,
            choices=lambda _row: words,
        ),
        Column("done", "完成投资", done, "年初至今", width=66, align="right"),
        Column("rate", "年度完成率", rate, "%", width=98, align="right", stretch=True),
        Column("lead", "比序时", lambda row: figure_cells.lead(row.lead), "百分点", width=54, align="right"),
    )


def fit_numbers(table: TableView) -> None:
    """Make each column of numbers as wide as its longest: a figure cut short would be another figure."""
    model = table.table_model()
    plain, strong = QFontMetrics(theme.font()), QFontMetrics(theme.font(strong=True))
    pad = 2 * theme.Size.CELL_PAD + 2
    for place, column in enumerate(model.columns):
        if column.align != "right":
            continue
        widest = column.width
        for position in range(model.rowCount()):
            row = model.row(position)
            cell = column.cell(row) if row is not None else Cell()
            icon = theme.Size.ICON + theme.Size.ICON_GAP if cell.icon else 0
            bar = 0 if cell.bar is None else _BAR_ROOM
            widest = max(widest, (strong if cell.strong else plain).horizontalAdvance(cell.text) + pad + icon + bar)
        table.layout_state.widths[model.columns[place].key] = widest
    table.spread()


_BAR_ROOM = 49
