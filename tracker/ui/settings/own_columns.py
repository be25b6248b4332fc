"""设置 → 自定义栏: up to ten columns of the office's own; projects hold their values."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from tracker.domain.changes import Changes
from tracker.domain.custom import MOST_COLUMNS, CustomColumn, CustomKind, free_key
from tracker.queries.custom import custom_values
from tracker.queries.settings import custom_columns
from tracker.services import custom as service
from tracker.ui.cells import Cell
from tracker.ui.context import AppContext, Link
from tracker.ui.detail.entry import EntryBox, Values
from tracker.ui.detail.tab import empty_state
from tracker.ui.forms import button, set_blocked, tool
from tracker.ui.settings.section import Section, list_or_nothing
from tracker.ui.table_model import Column, RowTableModel
from tracker.ui.table_view import TableView

_KINDS = tuple(kind.value for kind in CustomKind)
_BETWEEN = re.compile(r"[、，,；;\n]+")


class OwnColumnsSection(Section):
    """The columns there are, in the order list and workbook show them."""

    key = "columns"
    title = "自定义栏"
    explanation = f"最多 {MOST_COLUMNS} 个，在列表、筛选、项目概况和导出的明细表里出现，可从 Excel 粘贴。"
    wants = Changes.SETTINGS | Changes.PROJECTS

    def __init__(self, context: AppContext) -> None:
        """Make the tools, the form of a new column and the table."""
        self.add = tool("栏", "add", tip="添加一个自定义栏", run=self._start)
        self.up = tool("", "arrow_up", tip="上移", run=lambda: self._move(-1))
        self.down = tool("", "arrow_down", tip="下移", run=lambda: self._move(1))
        self.drop = tool("删除", "delete", tip="删除所选的栏", run=self._ask_remove)
        super().__init__(context, self.add, self.up, self.down, self.drop, None, scrolls=False)
        self._used: Counter[str] = Counter()
        self.model: RowTableModel[CustomColumn] = RowTableModel(
            self._columns(), lambda row: row.key, self.guarded(self._commit), self
        )
        self.table = TableView("settings.columns", context.config, frozen=1)
        self.table.setModel(self.model)
        self.table.setAccessibleName("自定义栏")
        self.table.current_changed.connect(self._allow)
        self.watch(self.model)
        self.new = EntryBox("添加栏", self._add)
        self.new.grid.add(
            self.new.form.line("label", "栏名"),
            self.new.form.choice("kind", "类型", [(kind, kind) for kind in _KINDS]),
        )
        self.new.grid.add(self.new.form.line("choices", "选项（类型为选项时填，用顿号分开）"), span=0)
        way = button("添加栏", "add", primary=True, run=self._start)
        self.nothing = empty_state(
            "document_table", "还没有自定义栏", "程序没有的内容，如“专班”“床位数”，可以自己加一栏。", way
        )
        self.page.setLayout(list_or_nothing(self.table, self.nothing, self.new))

    def models(self) -> tuple[RowTableModel[CustomColumn], ...]:
        """Return the table."""
        return (self.model,)

    def home(self) -> QWidget:
        """Begin in the table."""
        return self.table

    # --- Showing ---

    def _columns(self) -> tuple[Column[CustomColumn], ...]:
        """Return the table's columns."""
        return (
            Column("label", "栏名", lambda row: Cell(row.label), width=200, edit=lambda row: self._unless(row.label)),
            Column(
                "kind",
                "类型",
                lambda row: Cell(row.kind),
                width=90,
                edit=lambda row: self._unless(row.kind.value),
                choices=lambda _row: _KINDS,
            ),
            Column("choices", "选项", _choices, width=300, edit=self._choices_typed),
            Column("used", "使用情况", self._use, width=160, stretch=True),
        )

    def _unless(self, text: str) -> str | None:
        """Return what is edited, None where nothing can be."""
        return None if self.blocked else text

    def _choices_typed(self, row: CustomColumn) -> str | None:
        """Return the choices as they are typed; other kinds have none."""
        return self._unless("、".join(row.choices)) if row.kind is CustomKind.CHOICE else None

    def _use(self, row: CustomColumn) -> Cell:
        """Tell how many projects hold a value."""
        used = self._used[row.key]
        return Cell(f"{used:,} 个项目已填" if used else "还没有项目填", "text2")

    def load(self) -> None:
        """Read the columns and how many projects use them."""
        read = self.context.tasks.read
        rows = read(custom_columns)
        self._used = Counter(key for held in read(custom_values).values() for key in held)
        self.model.set_rows(rows)
        self.table.setVisible(bool(rows))
        self.nothing.setVisible(not rows)
        if rows and self.table.current_key is None:
            self.table.select_key(rows[0].key)
        self._allow()

    @property
    def current(self) -> CustomColumn | None:
        """The column of the current row."""
        return next((row for row in self.model.rows() if row.key == self.table.current_key), None)

    def _allow(self, _key: object = None) -> None:
        """Enable what can be done now, and say why the rest cannot."""
        rows, row, blocked = self.model.rows(), self.current, self.blocked
        none = None if row else "先选中一个栏"
        full = f"已有 {MOST_COLUMNS} 个自定义栏。要加新栏，请先删除一个。" if len(rows) >= MOST_COLUMNS else None
        set_blocked(self.add, blocked or full)
        set_blocked(self.up, blocked or none or ("已经是第一个" if rows[0] is row else None))
        set_blocked(self.down, blocked or none or ("已经是最后一个" if rows[-1] is row else None))
        set_blocked(self.drop, blocked or none)
        self.new.set_blocked(blocked)

    # --- Storing ---

    def _commit(self, row: CustomColumn, key: str, text: str) -> None:
        """Store a cell."""
        if key == "label":
            new = replace(row, label=text)
        elif key == "kind":
            new = replace(row, kind=CustomKind(text), choices=row.choices or ("是", "否"))
        else:
            new = replace(row, choices=_split(text))
        columns = [new if one.key == row.key else one for one in self.model.rows()]
        self.store(f"修改自定义栏：{row.label}", service.save_columns, columns)

    def _start(self) -> None:
        """Unfold the form of a new column."""
        self.ask.dismiss()
        self.new.open_with("新的自定义栏", {"kind": CustomKind.TEXT.value}, "label")

    def _add(self, values: Values) -> None:
        """Add a column at the end and go to it."""
        rows = list(self.model.rows())
        key = free_key(rows)
        new = CustomColumn(key, values["label"], CustomKind(values["kind"]), _split(values["choices"]))
        self.store(f"添加自定义栏：{values['label']}", service.save_columns, [*rows, new])
        self.table.select_key(key)
        self.table.setFocus()

    def _move(self, by: int) -> None:
        """Move the current column."""
        row, rows = self.current, list(self.model.rows())
        if row is not None:
            place = rows.index(row)
            rows.insert(place + by, rows.pop(place))
            self.attempt(f"调整自定义栏顺序：{row.label}", service.save_columns, rows)

    def _ask_remove(self) -> None:
        """Remove the current column; where projects hold values in it, ask first."""
        row = self.current
        if row is None:
            return
        used = self._used[row.key]
        if not used:
            self._remove(row)
            return
        sentence = f"“{row.label}”已有 {used:,} 个项目填写，删除后这些内容一并删除。可以撤销。"
        self.ask.offer(sentence, Link("删除这一栏", lambda: self._remove(row)), give_up=self.ask.dismiss)

    def _remove(self, row: CustomColumn) -> None:
        """Remove a column with what projects hold in it."""
        rows = self.model.rows()
        left = [one for one in rows if one.key != row.key]
        if self.attempt(f"删除自定义栏：{row.label}", service.save_columns, left) is None:
            return
        self.forget_row(self.model, row.key)
        if left:
            self.table.select_key(left[min(rows.index(row), len(left) - 1)].key)


def _choices(row: CustomColumn) -> Cell:
    """Show the choices; other kinds have none."""
    return Cell("、".join(row.choices)) if row.kind is CustomKind.CHOICE else Cell("／", "text3")


def _split(text: str) -> tuple[str, ...]:
    """Return typed choices."""
    return tuple(word for part in _BETWEEN.split(text) if (word := part.strip()))
