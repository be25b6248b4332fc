"""The folded lists of 资金: batches of 下达, annual plans, and every cumulative figure as entered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from tracker.domain.dates import format_day
from tracker.domain.errors import InputError
from tracker.domain.kinds import YearCategory
from tracker.domain.money import Amount, edit_wan, format_wan, parse_wan
from tracker.domain.warnings import LABELS
from tracker.queries.choices import MoneySourceChoice
from tracker.queries.money import AllocationLine, HistoryLine, MoneySheet, PlanLine
from tracker.services import money as services
from tracker.ui import figure_cells
from tracker.ui.cells import UNFILLED, Cell
from tracker.ui.detail.fold import Fold
from tracker.ui.detail.milestone_cells import typed_day
from tracker.ui.detail.money_boxes import AllocationBox, PlanBox
from tracker.ui.detail.money_cells import amount_cell, edit_amount, fit_numbers, typed_amount
from tracker.ui.detail.tab import fit_rows
from tracker.ui.forms import hbox, set_blocked, tool
from tracker.ui.table_model import Column, RowTableModel
from tracker.ui.table_view import TableView

if TYPE_CHECKING:
    from tracker.ui.detail.money import MoneyTab

T = TypeVar("T")
_SOURCELESS = "不分来源"


def table_of(name: str, model: RowTableModel[T], spoken: str) -> TableView:
    """Return a grid as high as its rows."""
    table = TableView(name, frozen=1, grid=True)
    table.setModel(model)
    table.setAccessibleName(spoken)
    fit_rows(table)
    return table


class AllocationFold(Fold):
    """下达批次: date, source, amount, number."""

    def __init__(self, tab: MoneyTab) -> None:
        """Belong to the tab 资金."""
        super().__init__("下达批次")
        self._tab = tab
        self._sources: tuple[MoneySourceChoice, ...] = ()
        self.model: RowTableModel[AllocationLine] = RowTableModel(
            self._columns(), lambda r: r.id, tab.guarded(self._commit), self
        )
        tab.watch(self.model)
        self.table = table_of("detail.allocations", self.model, "下达批次")
        self.box = AllocationBox(tab)
        self.add = tool("批次", "add", tip="添加一批下达", run=self.start)
        self.drop = tool("移除", "delete", tip="移除所选批次", run=self._remove)
        self.body.addLayout(hbox(self.add, self.drop, None, spacing=2, margins=(6, 0, 6, 0)))
        self.body.addWidget(self.box)
        self.body.addWidget(self.table)

    def _columns(self) -> tuple[Column[AllocationLine], ...]:
        """Return the columns."""
        can = self._can
        number = Column[AllocationLine](
            "document_number",
            "文号",
            lambda r: Cell(r.number or UNFILLED, "text" if r.number else "text3"),
            width=120,
            stretch=True,
            edit=can(lambda r: r.number or ""),
        )
        return (
            Column(
                "allocated_on",
                "下达日期",
                lambda r: Cell(format_day(r.on)),
                width=76,
                edit=can(lambda r: format_day(r.on)),
            ),
            Column(
                "source_id",
                "资金来源",
                lambda r: Cell(r.source or _SOURCELESS, "text" if r.source else "text2"),
                width=104,
                edit=can(lambda r: r.source or _SOURCELESS),
                choices=self._source_names,
            ),
            Column(
                "amount_fen",
                "金额",
                lambda r: figure_cells.money(r.amount_fen),
                "万元",
                width=72,
                align="right",
                edit=can(lambda r: edit_wan(r.amount_fen)),
            ),
            number,
            Column("note", "备注", lambda r: Cell(r.note or ""), width=80, edit=can(lambda r: r.note or "")),
        )

    def _can(self, value: Callable[[AllocationLine], str]) -> Callable[[AllocationLine], str | None]:
        """Return an editor's start text, None where nothing may be changed."""
        return lambda row: value(row) if self._tab.blocked is None else None

    def _source_names(self, _row: AllocationLine) -> Sequence[str]:
        """Return the names a batch may have as its source."""
        return [_SOURCELESS, *(source.name for source in self._sources)]

    def show_sheet(self, sheet: MoneySheet, sources: tuple[MoneySourceChoice, ...]) -> None:
        """Show the batches."""
        self._sources = sources
        self.model.set_rows(sheet.allocations)
        self.table.setVisible(bool(sheet.allocations))
        fit_numbers(self.table)
        total = sum(line.amount_fen for line in sheet.allocations)
        later = (
            " · 含报告期之后的" if any(line.on > self._tab.context.period.as_of for line in sheet.allocations) else ""
        )
        many = len(sheet.allocations)
        self.summary.setText(f"{many} 批，累计 {format_wan(total)} 万元{later}" if many else UNFILLED)
        set_blocked(self.add, self._tab.blocked)
        set_blocked(self.drop, self._tab.blocked or (None if many else "没有可移除的批次"))

    def start(self) -> None:
        """Unfold and begin a new batch."""
        self.unfold()
        self.box.start(self._sources)
        self._tab.reveal(self.box)

    def _commit(self, row: AllocationLine, key: str, text: str) -> None:
        """Store a cell."""
        value: object = text
        if key == "amount_fen":
            value = parse_wan(text)
            if value is None:
                raise InputError("下达金额不能空着，未保存。不要这一批的，请用“移除”。", key)
        elif key == "allocated_on":
            value = typed_day(text, self._tab.context.period.as_of.year)
        elif key == "source_id":
            value = next((source.id for source in self._sources if source.name == text), None)
        self._tab.store(f"修改 {row.on} 的下达批次", services.edit_allocation, row.id, key, value)

    def _remove(self) -> None:
        """Remove the current batch."""
        row = self.model.row(self.table.currentIndex().row())
        if row is not None:
            what = f"移除 {row.on} 的下达批次 {format_wan(row.amount_fen)} 万元"
            self._tab.attempt(what, services.remove_allocation, row.id)


class PlanFold(Fold):
    """年度计划: year, category, amount, when it was adjusted."""

    def __init__(self, tab: MoneyTab) -> None:
        """Belong to the tab 资金."""
        super().__init__("年度计划")
        self._tab = tab
        self.model: RowTableModel[PlanLine] = RowTableModel(
            self._columns(), lambda row: row.id, tab.guarded(self._commit), self
        )
        tab.watch(self.model)
        self.table = table_of("detail.plans", self.model, "年度计划")
        self.box = PlanBox(tab)
        self.add = tool("年度计划", "add", tip="填写一个年度的计划或它的调整", run=self._start)
        self.drop = tool("移除", "delete", tip="移除所选的一行", run=self._remove)
        self.body.addLayout(hbox(self.add, self.drop, None, spacing=2, margins=(6, 0, 6, 0)))
        self.body.addWidget(self.box)
        self.body.addWidget(self.table)

    def _columns(self) -> tuple[Column[PlanLine], ...]:
        """Return the columns."""

        def can(value: Callable[[PlanLine], str]) -> Callable[[PlanLine], str | None]:
            return lambda row: value(row) if self._tab.blocked is None else None

        def category(row: PlanLine) -> Cell:
            return Cell(row.category or UNFILLED, "text" if row.category else "text3")

        words = [UNFILLED, *YearCategory]
        return (
            Column("year", "年度", lambda row: Cell(str(row.year)), width=52),
            Column(
                "category",
                "年度类别",
                category,
                width=72,
                edit=can(lambda row: row.category or UNFILLED),
                choices=lambda _row: words,
            ),
            Column(
                "amount",
                "计划投资",
                lambda row: amount_cell(row.amount),
                "万元",
                width=76,
                align="right",
                edit=can(lambda row: edit_amount(row.amount)),
            ),
            Column("decided_on", "调整日期", lambda row: Cell(format_day(row.decided_on)), width=82),
            Column(
                "note",
                "备注",
                lambda row: Cell(row.note or ""),
                width=100,
                stretch=True,
                edit=can(lambda row: row.note or ""),
            ),
        )

    def show_sheet(self, sheet: MoneySheet) -> None:
        """Show the plans."""
        self.model.set_rows(sheet.plans)
        self.table.setVisible(bool(sheet.plans))
        fit_numbers(self.table)
        years = sorted({line.year for line in sheet.plans})
        span = f"{years[0]}—{years[-1]}年" if len(years) > 1 else f"{years[0]}年" if years else ""
        now = sheet.year_plan
        said = "不适用" if now.na else f"{format_wan(now.fen)} 万元" if now.fen is not None else UNFILLED
        self.summary.setText(f"{span}，本年 {said}" if span else UNFILLED)
        set_blocked(self.add, self._tab.blocked)
        set_blocked(self.drop, self._tab.blocked or (None if years else "没有可移除的年度计划"))

    def _start(self) -> None:
        """Begin with the year of the report."""
        self.unfold()
        self.box.start(self._tab.context.period.as_of.year)
        self._tab.reveal(self.box)

    def _commit(self, row: PlanLine, key: str, text: str) -> None:
        """Store a cell of one version."""
        amount, details = row.amount, services.PlanDetails(decided_on=row.decided_on)
        if key == "amount":
            amount = typed_amount(text)
            if amount.unknown:
                raise InputError("计划投资不能空着，未保存。不要这一行的，请用“移除”。", key)
        elif key == "category":
            details["category"] = None if text == UNFILLED else text
        else:
            details["note"] = text
        args = (self._tab.project_id, row.year, amount)
        self._tab.store(f"修改{row.year}年度计划", services.set_year_plan, *args, **details)

    def _remove(self) -> None:
        """Remove the current version."""
        row = self.model.row(self.table.currentIndex().row())
        if row is not None:
            args = (self._tab.project_id, row.year, Amount())
            self._tab.attempt(f"移除{row.year}年度计划", services.set_year_plan, *args, decided_on=row.decided_on)


class HistoryFold(Fold):
    """历次填报: every cumulative figure as it was entered; an earlier one is corrected here."""

    def __init__(self, tab: MoneyTab) -> None:
        """Belong to the tab 资金."""
        super().__init__("历次填报")
        self._tab = tab
        self.model: RowTableModel[HistoryLine] = RowTableModel(
            self._columns(), _history_key, tab.entry.history_cell, self
        )
        tab.watch(self.model)
        self.table = table_of("detail.figures", self.model, "历次填报的累计数")
        self.body.addWidget(self.table)

    def _columns(self) -> tuple[Column[HistoryLine], ...]:
        """Return the columns."""

        def edit(row: HistoryLine) -> str | None:
            return edit_amount(row.amount) if self._tab.blocked is None else None

        return (
            Column("period_end", "截至", lambda row: Cell(format_day(row.period_end)), width=76),
            Column("kind", "指标", lambda row: Cell(LABELS[row.kind]), width=84),
            Column(
                "source",
                "资金来源",
                lambda row: Cell(row.source or _SOURCELESS, "text" if row.source else "text2"),
                width=100,
            ),
            Column("amount", "累计", lambda row: amount_cell(row.amount), "万元", width=72, align="right", edit=edit),
            Column("reason", "说明", lambda row: Cell(row.reason or ""), width=90, stretch=True),
        )

    def show_sheet(self, sheet: MoneySheet) -> None:
        """Show the figures, the newest first."""
        self.model.set_rows(sheet.history)
        fit_numbers(self.table)
        ends = sorted({line.period_end for line in sheet.history})
        self.summary.setText(f"{len(ends)} 期，最近 {ends[-1]}" if ends else UNFILLED)
        self.setVisible(bool(ends))


def _history_key(row: HistoryLine) -> tuple[object, ...]:
    """Return what names a figure."""
    return (row.period_end, row.kind, row.source_id)
