"""资金: where the money comes from, what has arrived, been spent and paid, this period beside the last."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QButtonGroup, QMenu, QToolButton

from tracker.domain.changes import Changes
from tracker.domain.kinds import MoneyKind
from tracker.queries import shown
from tracker.queries.choices import MoneySourceChoice, money_sources
from tracker.queries.closing import locked_until
from tracker.queries.detail import Detail
from tracker.queries.money import MoneySheet, PeriodLine, money
from tracker.services import money as services
from tracker.ui.context import AppContext, Link
from tracker.ui.detail.entry import Values
from tracker.ui.detail.form import Form
from tracker.ui.detail.lists import LongLink
from tracker.ui.detail.money_boxes import InvestmentBox, Splitter
from tracker.ui.detail.money_cells import (
    NA_WORDS,
    SourceRow,
    YearRow,
    fit_numbers,
    period_columns,
    source_columns,
    source_rows,
    year_columns,
)
from tracker.ui.detail.money_entry import MoneyEntry
from tracker.ui.detail.money_lists import AllocationFold, HistoryFold, PlanFold, table_of
from tracker.ui.detail.tab import Tab, below
from tracker.ui.detail.warning_rows import WarningRows
from tracker.ui.forms import hbox, link, set_blocked, vbox
from tracker.ui.table_model import RowTableModel
from tracker.ui.table_view import TableView


class MoneyTab(Tab):
    """The money of a project."""

    wants = Changes.MONEY | Changes.PROJECTS | Changes.CLOSING

    def __init__(self, context: AppContext) -> None:
        """Make the tables and the parts that unfold."""
        self.whole, self.by_source = _mode("不分来源"), _mode("按来源")
        self.paper = LongLink("", self._open_investment)
        super().__init__(context, 6, self.whole, self.by_source, 8, self.paper)
        modes = QButtonGroup(self)
        modes.addButton(self.whole)
        modes.addButton(self.by_source)
        self.whole.clicked.connect(self._want_whole)
        self.by_source.clicked.connect(self._want_sources)
        self._sheet: MoneySheet | None = None
        self._choices: tuple[MoneySourceChoice, ...] = ()
        self._added: dict[int, str] = {}
        self._chosen_mode: bool | None = None
        self._closed = False  # 本期 of this project belongs to a closed quarter
        self.entry = MoneyEntry(self)
        self._make_tables()
        self.add_source = link("＋ 资金来源…", run=self._offer_sources)
        self.warnings = WarningRows()
        self.investment = InvestmentBox(self)
        self.splitter = Splitter(self)
        self.allocation_fold, self.plan_fold = AllocationFold(self), PlanFold(self)
        self.history_fold = HistoryFold(self)
        folds = (self.allocation_fold, self.plan_fold, self.history_fold)
        add = hbox(self.add_source, None, margins=(8, 2, 12, 4))
        top = (self.investment, self.source_table, add, self.splitter, self.warnings)
        self.page.setLayout(vbox(*top, self.period_table, 8, self.year_table, 10, *folds, 8, None))

    def _make_tables(self) -> None:
        """Make the three tables of figures."""
        can, entry = self._editable, self.entry
        self.sources: RowTableModel[SourceRow] = RowTableModel(
            source_columns(can), lambda row: row.key, self.guarded(entry.source_cell), self
        )
        self.source_table = table_of("detail.sources", self.sources, "资金来源")
        self.source_table.opened.connect(self._open_allocations)
        self._make_periods()
        self.period_table = table_of("detail.periods", self.periods, "累计数")
        self.years: RowTableModel[YearRow] = RowTableModel(
            year_columns(can), lambda row: row.year, self.guarded(entry.year_cell), self
        )
        self.year_table = table_of("detail.year", self.years, "年度")
        for table in (self.source_table, self.period_table, self.year_table):
            self._give_keys(table)
        for model in (self.sources, self.years):
            self.watch(model)

    def _make_periods(self) -> None:
        """Make the model of the periods; its headings name the dates."""
        columns = period_columns(self._editable, self.context.period.chosen, lambda: self._closed)
        self._headed = self.context.period.chosen
        self.periods: RowTableModel[PeriodLine] = RowTableModel(
            columns, lambda line: line.kind, self.guarded(self.entry.period_cell), self
        )
        self.watch(self.periods)

    def _give_keys(self, table: TableView) -> None:
        """Give a table Delete (未填) and Ctrl+/ (不适用), in its menu too."""
        table.cleared.connect(partial(self._clear, table))
        mark = QAction("标为不适用 ／", table)
        mark.setShortcut(QKeySequence("Ctrl+/"))
        mark.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        mark.triggered.connect(partial(self._mark_na, table))
        clear = QAction("改为未填\tDelete", table)
        clear.triggered.connect(partial(self._clear_current, table))
        table.addActions([mark, clear])
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def forms(self) -> tuple[Form, ...]:
        """Return nothing: cells save when left, the unfolded forms by their button."""
        return ()

    @property
    def wrong(self) -> int:
        """Count the cells whose text is not stored."""
        return sum(model.refused_count for model in self._models())

    def _models(self) -> tuple[RowTableModel[Any], ...]:
        """Return every model cells are typed into."""
        folds = (self.allocation_fold.model, self.plan_fold.model, self.history_fold.model)
        return (self.sources, self.periods, self.years, *folds)

    def rest(self) -> None:
        """Fold what belongs to one project only, and forget what was refused in the tables."""
        self.investment.close_box()
        self.splitter.close_box()
        for box in (self.allocation_fold.box, self.plan_fold.box):
            box.close_box()
        for model in self._models():
            model.forget_refused()
        self._added.clear()
        self._chosen_mode = None

    # --- Showing ---

    @property
    def sheet(self) -> MoneySheet:
        """The figures shown."""
        if self._sheet is None:
            raise LookupError
        return self._sheet

    def line_of(self, kind: MoneyKind) -> PeriodLine:
        """Return one kind's figures."""
        return next(line for line in self.periods.rows() if line.kind is kind)

    def _editable(self) -> bool:
        """Whether anything may be changed."""
        return self.blocked is None

    def load(self, project: Detail) -> None:
        """Read the figures."""
        period = self.context.period
        found = self.context.tasks.read(money, project.project_id, period.as_of, period.previous_end)
        locked = self.context.tasks.read(locked_until, project.project_id)
        self._closed = locked is not None and locked >= period.as_of
        self._choices = self.context.tasks.read(money_sources)
        self._sheet = found = replace(found, periods=tuple(self._in_mode(line) for line in found.periods))
        if period.chosen != self._headed:
            self._make_periods()
            self.period_table.setModel(self.periods)
        self.sources.set_rows(source_rows(found, self._added.items()))
        self.periods.set_rows(found.periods)
        self.years.set_rows([self._year_row(project, found)])
        for table in (self.source_table, self.period_table, self.year_table):
            fit_numbers(table)
        self.warnings.show_rows(list(self.entry.remarks()), self.blocked)
        self.allocation_fold.show_sheet(found, self._choices)
        self.plan_fold.show_sheet(found)
        self.history_fold.show_sheet(found)
        self._show_mode(found)

    def _year_row(self, project: Detail, sheet: MoneySheet) -> YearRow:
        """Return the year's row."""
        as_of, figures = self.context.period.as_of, project.figures
        due = self.context.tasks.read(shown.schedule_of, self.context.source, project, as_of)
        rate = figures.year_rate
        return YearRow(
            year=as_of.year,
            plan=sheet.year_plan,
            category=sheet.year_category,
            done_fen=figures.year_done_fen,
            rate=rate,
            lead=None if rate is None else rate - due,
            schedule=due,
        )

    def _in_mode(self, line: PeriodLine) -> PeriodLine:
        """Fill a kind that has nothing for this period yet as the switch says."""
        if self._chosen_mode is None or not line.current.unknown:
            return line
        return replace(line, by_source=self._chosen_mode)

    def _show_mode(self, sheet: MoneySheet) -> None:
        """Set the switch, and name stage and paper of 总投资."""
        by_source = any(line.by_source for line in sheet.periods)
        (self.by_source if by_source else self.whole).setChecked(True)
        for control in (self.whole, self.by_source, self.add_source):
            set_blocked(control, self.blocked)
        parts = (sheet.investment_stage or "阶段未填", sheet.investment_document or "文号未填", "单位：万元")
        self.paper.set_text(" · ".join(parts))
        self.paper.setToolTip("总投资的阶段、日期和批复文号，点击填写")
        if self.investment.is_open:
            self.investment.list_versions(sheet)

    # --- Sources ---

    def keep_source(self, row: SourceRow) -> None:
        """Keep a source's row on the screen even if its last figure goes."""
        if row.source_id is not None:
            self._added[row.source_id] = row.name

    def _offer_sources(self) -> None:
        """Open the list of sources that have no row yet."""
        menu = QMenu(self)
        shown = {row.key for row in self.sources.rows()}
        for source in self._choices:
            action = menu.addAction(f"{'　' * source.depth}{source.name}")
            action.setEnabled(source.id not in shown)
            action.triggered.connect(partial(self._add_source, source))
        menu.exec(below(self.add_source))
        menu.deleteLater()

    def _add_source(self, source: MoneySourceChoice, _checked: bool = False) -> None:
        """Add an empty row for a source and go to its 总投资."""
        self._added[source.id] = source.name
        self.sources.set_rows(source_rows(self.sheet, self._added.items()))
        self.source_table.select_key(source.id, 1)
        self.source_table.setFocus()

    # --- 不分来源 ↔ 按来源 ---

    def _want_sources(self) -> None:
        """Fill by source: figures entered 不分来源 are split first."""
        whole = [line for line in self.sheet.periods if not line.by_source and line.current.fen is not None]
        if whole:
            self._show_mode(self.sheet)  # not yet: the parts have to be given
            self.start_split(whole[0].kind, {})
        else:
            self._choose_mode(by_source=True)

    def _want_whole(self) -> None:
        """Fill without sources: figures entered by source are added up first."""
        parts = [line for line in self.sheet.periods if line.by_source and not line.current.unknown]
        if not parts:
            self._choose_mode(by_source=False)
            return
        self._show_mode(self.sheet)
        end = self.context.period.as_of
        self.ask.offer(
            f"{end} 的累计数是按来源填的。合并后只留合计，各来源的数不再保留（可撤销）。",
            Link("合并为不分来源", self._join),
            give_up=self.ask.dismiss,
        )

    def _choose_mode(self, *, by_source: bool) -> None:
        """Remember how the figures that are still missing will be filled."""
        self._chosen_mode = by_source
        if self.project is not None:
            self.load(self.project)

    def _join(self) -> None:
        """Add the sources up."""
        self.ask.dismiss()
        self._chosen_mode = False
        self.attempt("合并各来源的累计数", services.join_sources, self.project_id, self.context.period.as_of)

    def start_split(self, kind: MoneyKind, first: Values) -> None:
        """Ask for the parts of the figures entered 不分来源, *kind* first; *first* has texts by source id."""
        lines = sorted(self.sheet.periods, key=lambda line: line.kind is not kind)
        kinds = [(line.kind, line.current.fen) for line in lines if not line.by_source and line.current.fen is not None]
        named = [(row.source_id, row.name) for row in self.sources.rows() if row.source_id is not None]
        if not named:
            self.ask.offer("请先用“＋ 资金来源…”添加来源，再按来源填写。", tone="info", give_up=self.ask.dismiss)
            return
        self.splitter.start(kinds, named, first)
        if self.splitter.box is not None:
            self.splitter.box.closed.connect(self._split_closed)

    def _split_closed(self) -> None:
        """Show the stored figures where a part was typed into the table."""
        self.sources.forget_refused()
        self.ask.dismiss()
        self.wrong_changed.emit()

    # --- Keys ---

    def _clear(self, table: TableView, cells: list[tuple[Any, str]]) -> None:
        """Delete: make the selected cells 未填."""
        model = table.table_model()
        places = {column.key: place for place, column in enumerate(model.columns)}
        for key, column in cells:
            row = model.position_of(key)
            if row is not None and column != "category":
                model.setData(model.index(row, places[column]), "")

    def _clear_current(self, table: TableView) -> None:
        """The same for the current cell, from the menu."""
        self._type(table, "")

    def _mark_na(self, table: TableView) -> None:
        """Ctrl+/: mark the current cell as 不适用, or take the mark back."""
        index = table.currentIndex()
        marked = index.data(Qt.ItemDataRole.EditRole) in NA_WORDS
        self._type(table, "" if marked else NA_WORDS[0])

    def _type(self, table: TableView, text: str) -> None:
        """Store a text in the current cell, if it can be edited."""
        index = table.currentIndex()
        if index.isValid() and index.flags() & Qt.ItemFlag.ItemIsEditable:
            table.table_model().setData(index, text)

    # --- Opening ---

    def _open_investment(self) -> None:
        """Unfold the form of 总投资."""
        self.investment.start(self.sheet)
        self.reveal(self.investment)

    def _open_allocations(self, _key: object) -> None:
        """Enter on 累计下达: the batches are edited in their own list."""
        column = self.sources.columns[self.source_table.currentIndex().column()].key
        if column == "allocated":
            self.allocation_fold.unfold()
            self.reveal(self.allocation_fold)


def _mode(text: str) -> QToolButton:
    """Return one half of the switch."""
    result = QToolButton()
    result.setText(text)
    result.setCheckable(True)
    result.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    result.setToolTip("本期的累计数怎么填：整个项目一个数，或每个资金来源一个数")
    return result
