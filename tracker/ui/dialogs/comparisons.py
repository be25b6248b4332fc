"""对比: 环比, 同比 and the differences of rates by unit, with 开工率 by both of its bases below."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from tracker.domain.comparison_words import bases, definitions, start_words, why_missing
from tracker.domain.comparisons import Compared, before, comparable, last_year
from tracker.domain.money import format_percent, format_points
from tracker.domain.periods import Cycle, ReportPeriod
from tracker.queries import shown
from tracker.queries.choices import choices
from tracker.queries.comparisons import ComparisonRow, Comparisons
from tracker.queries.criteria import Criteria
from tracker.ui import figure_cells, theme
from tracker.ui.cells import Cell, not_computable
from tracker.ui.context import AppContext
from tracker.ui.forms import Label, button, set_blocked
from tracker.ui.messages import Sheet
from tracker.ui.period_box import CYCLE
from tracker.ui.projects.filter_words import conditions, spoken
from tracker.ui.start_page import Notice
from tracker.ui.table_copying import heading, plain
from tracker.ui.table_header import SortKeys
from tracker.ui.table_model import Column, RowTableModel
from tracker.ui.table_view import TableView

_WIDTH, _WIDE, _HEIGHT = 780, 1120, 620
_EVERYTHING = "全部项目"
_EMPTY = "在“项目”页清除或放宽筛选，再打开对比。"
Value = Callable[[ComparisonRow], Fraction | int | None]


class ComparisonsDialog(Sheet):
    """The comparisons of the report period for the filter of 项目. A click on a heading sorts, Enter opens a unit."""

    def __init__(self, parent: QWidget, context: AppContext) -> None:
        """Read and show."""
        super().__init__(parent, "对比", width=_WIDTH)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(min(_WIDE, parent.width() - 40), min(_HEIGHT, parent.height() - 60))
        self.let_body_grow()
        self._context = context
        by_month = context.config.text(CYCLE) == Cycle.MONTH
        self.period = comparable(context.period.chosen, Cycle.MONTH if by_month else Cycle.QUARTER)
        self.criteria = context.criteria
        source = context.source_for(self.criteria)
        self.found: Comparisons = context.tasks.read(shown.comparisons, source, self.criteria, self.period)
        self.scope = Label(self._scope(), strong=True, wrap=True)
        self.says = Label(self._says(), "text2", wrap=True)
        columns = _columns(self.period, {row.key: place for place, row in enumerate(self.found.units)})
        self.model: RowTableModel[ComparisonRow] = RowTableModel(columns, lambda row: row.key, parent=self)
        self.table = TableView("comparisons", context.config, frozen=1, parent=self)
        self.table.setAccessibleName("各上报单位对比")
        self.table.setModel(self.model)
        self.table.sort_wanted.connect(self._sort)
        self.table.opened.connect(self._open_unit)
        self.empty = Notice("group_list", "这个筛选没有计数的项目", _EMPTY)
        self.starts = Label("\n".join(start_words(self.found.starts)), wrap=True)
        self.notes = Label("\n".join(definitions(self.period)), "text3", theme.Type.SMALL, wrap=True)
        for part in (self.starts, self.notes):
            part.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        for part in (self.scope, self.says):
            self.body.addWidget(part)
        self.body.addWidget(self.empty, 1)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.starts)
        self.body.addWidget(self.notes)
        self.copied = Label("", "text2")
        self.copy_button = button("复制表格", "copy", run=self.copy)
        self.copy_button.setToolTip("带标题行和合计，可直接粘贴到 Excel；选中几行按 Ctrl+C 只复制所选行")
        self.foot.insertWidget(0, self.copied)
        self.foot.addWidget(self.copy_button)
        self.foot.addWidget(button("关闭", run=self.reject))
        self._fill()

    def _fill(self) -> None:
        """Show the rows, or say why there are none."""
        whole = self.found.whole
        self.model.set_rows(self.found.units)
        self.table.set_total(None if whole is None else {c.key: c.cell(whole) for c in self.model.columns})
        self.empty.setVisible(whole is None)
        self.table.setVisible(whole is not None)
        self.starts.setVisible(whole is not None)
        set_blocked(self.copy_button, None if whole is not None else "没有可复制的数")
        self.table.setFocus()

    def _scope(self) -> str:
        """Return the filter in words."""
        if self.criteria == Criteria():
            return f"范围：{_EVERYTHING}"
        said = spoken(conditions(self.criteria, self._context.tasks.read(choices, self.period.end)))
        return f"范围：{said or _EVERYTHING}"

    def _says(self) -> str:
        """Return what is compared, and by which figures a closed quarter is."""
        chosen, parts = self._context.period.chosen, [f"{bases(self.period)}。"]
        if chosen.cycle is Cycle.DAY:
            parts.append(f"对比按整月或整季，截至 {chosen.end} 的对比到{self.period.label}末。")
        if self.found.signed:
            parts.append("本季已封账，以下是封账时的数。")
        elif self.period.end == self.period.quarter.end and self._context.closed.locking(self.period.quarter):
            kept = "" if self._context.closed.corrected else "，但封账时没有留存这个范围的对比"
            parts.append(f"本季已封账{kept}，以下按更正后的数计算。")
        if not self.found.signed and self._base_closed():
            parts.append("基期已封账，这里按现在的数比较，含封账以后的补报和更正。")
        return "".join(parts)

    def _base_closed(self) -> bool:
        """Return whether a period that is compared with was closed: what was signed may read otherwise."""
        earlier = (before(self.period), last_year(self.period))
        return any(self._context.closed.locking(base.quarter) for base in earlier)

    def _sort(self, keys: SortKeys) -> None:
        """Order the rows as asked; of several keys the first counts most."""
        places = {column.key: place for place, column in enumerate(self.model.columns)}
        for key, descending in reversed(keys):
            self.model.sort(places[key], Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder)
        self.table.set_sorted(keys)

    def _open_unit(self, key: object) -> None:
        """Show the projects of a unit in 项目, the other conditions as they are; the dialog goes."""
        if isinstance(key, int):
            self.reject()
            self._context.open_projects(replace(self.criteria, unit_ids=(key,), with_below=False))

    def copy(self) -> None:
        """Put headings, total and rows in their order on the clipboard, as Excel takes them."""
        whole = self.found.whole
        if whole is None:
            return
        columns = self.model.columns
        lines = ["\t".join(heading(column) for column in columns)]
        lines += ["\t".join(plain(column.cell(row)) for column in columns) for row in (whole, *self.model.rows())]
        QApplication.clipboard().setText("\n".join(lines))
        self.copied.setText(f"已复制 {len(lines) - 1} 行，可粘贴到 Excel。")


def _columns(period: ReportPeriod, places: Mapping[int | None, int]) -> tuple[Column[ComparisonRow], ...]:
    """Return the columns; 本季 and 上季 are called by what the period is. Units sort as they are listed everywhere."""
    own, earlier = period.word, period.previous_word
    return (
        Column(
            "unit",
            "上报单位",
            lambda row: Cell(row.label),
            width=120,
            sort=lambda row: places.get(row.key),
            stretch=True,
        ),
        Column("projects", "项目数", lambda row: Cell(str(row.projects)), "项", 52, "right", lambda row: row.projects),
        _both("both", "环比", lambda row: row.quarter_on_quarter),
        _money("now", f"{own}完成", lambda row: row.quarter_on_quarter.now_fen),
        _money("before", f"{earlier}完成", lambda row: row.quarter_on_quarter.base_fen),
        _growth("on_period", "环比", lambda row: row.quarter_on_quarter),
        _both("both_year", "同比", lambda row: row.year_on_year),
        _money("year", "年初至今", lambda row: row.year_on_year.now_fen),
        _money("last_year", "上年同期", lambda row: row.year_on_year.base_fen),
        _growth("on_year", "同比", lambda row: row.year_on_year),
        Column("rate", "完成率", lambda row: _percent(row.rate), "年度计划 %", 74, "right", lambda row: row.rate),
        _points("rate_on_period", f"比{earlier}", lambda row: row.rate_on_quarter),
        _points("rate_on_year", "比上年同期", lambda row: row.rate_on_year),
    )


def _both(key: str, what: str, value: Callable[[ComparisonRow], Compared]) -> Column[ComparisonRow]:
    """Return a column of how many projects two sums rest on."""

    def cell(row: ComparisonRow) -> Cell:
        return Cell(
            str(value(row).projects), "text2", tooltip=f"两期都已填报、参加{what}的项目；后两列金额只加这些项目"
        )

    return Column(key, "可比", cell, "项", 46, "right", lambda row: value(row).projects)


def _money(key: str, title: str, value: Callable[[ComparisonRow], int | None]) -> Column[ComparisonRow]:
    """Return a column of sums of what is compared."""

    def cell(row: ComparisonRow) -> Cell:
        fen = value(row)
        return not_computable("没有两期都已填报完成投资的项目") if fen is None else figure_cells.money(fen)

    return Column(key, title, cell, "万元", 92, "right", value)


def _growth(key: str, title: str, value: Callable[[ComparisonRow], Compared]) -> Column[ComparisonRow]:
    """Return a column of growth in percent."""

    def cell(row: ComparisonRow) -> Cell:
        return _signed(value(row).growth, why_missing(value(row)))

    return Column(key, title, cell, "%", 66, "right", lambda row: value(row).growth)


def _points(key: str, title: str, value: Callable[[ComparisonRow], Fraction | None]) -> Column[ComparisonRow]:
    """Return a column of a difference of rates."""
    tip = "两期的年度投资完成率之差"
    return Column(key, title, lambda row: _signed(value(row), tip), "百分点", 76, "right", value)


def _signed(value: Fraction | None, tip: str) -> Cell:
    """Return a difference with its sign."""
    return not_computable(tip) if value is None else Cell(format_points(value), tooltip=tip)


def _percent(value: Fraction | None) -> Cell:
    """Return 年度投资完成率."""
    tip = "年初至今完成 ÷ 年度计划投资，只用两项都已填的项目"
    return not_computable(tip) if value is None else Cell(format_percent(value), tooltip=tip)
