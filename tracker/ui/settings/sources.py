"""设置 → 资金来源: the list of two levels that 总投资, 下达 and the period figures are entered by."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from tracker.domain.changes import Changes
from tracker.queries.lists import SourceRow, source_rows
from tracker.services import sources as service
from tracker.ui.cells import Cell
from tracker.ui.context import AppContext
from tracker.ui.detail.entry import EntryBox, Values
from tracker.ui.detail.tab import empty_state
from tracker.ui.forms import button, set_blocked, tool
from tracker.ui.settings.section import Section, list_or_nothing
from tracker.ui.table_model import Column, RowTableModel
from tracker.ui.table_view import TableView

_TOP = "（第一级）"


class SourcesSection(Section):
    """The sources of money."""

    key = "sources"
    title = "资金来源"
    explanation = "资金按这里的来源填报和汇总，分两级：来源和子来源。改名不影响已填的金额；已有金额的来源不能删除。"
    wants = Changes.MONEY

    def __init__(self, context: AppContext) -> None:
        """Make the tools, the form of a new source and the table."""
        self.add = tool("来源", "add", tip="添加一个第一级来源", run=self._start_top)
        self.add_below = tool("子来源", "add", tip="在所选来源下添加子来源", run=self._start_below)
        self.up = tool("", "arrow_up", tip="在同级中上移", run=lambda: self._move(-1))
        self.down = tool("", "arrow_down", tip="在同级中下移", run=lambda: self._move(1))
        self.drop = tool("删除", "delete", tip="删除所选来源", run=self._remove)
        bar = (self.add, self.add_below, self.up, self.down, self.drop, None)
        super().__init__(context, *bar, scrolls=False)
        self.model: RowTableModel[SourceRow] = RowTableModel(
            self._columns(), lambda row: row.id, self.guarded(self._commit), self
        )
        self.table = TableView("settings.sources", context.config, frozen=1)
        self.table.setModel(self.model)
        self.table.setAccessibleName("资金来源")
        self.table.current_changed.connect(self._allow)
        self.watch(self.model)
        self.new = EntryBox("添加来源", self._add)
        self._new_parent = self.new.form.choice("parent_id", "上级来源", [("", _TOP)])
        self.new.grid.add(self.new.form.line("name", "名称"), self._new_parent)
        way = button("添加来源", "add", primary=True, run=self._start_top)
        self.nothing = empty_state("calculator", "还没有资金来源", "添加来源后，资金才能分来源填报。", way)
        self.page.setLayout(list_or_nothing(self.table, self.nothing, self.new))

    def models(self) -> tuple[RowTableModel[SourceRow], ...]:
        """Return the table."""
        return (self.model,)

    def home(self) -> QWidget:
        """Begin in the table."""
        return self.table

    # --- Showing ---

    def _columns(self) -> tuple[Column[SourceRow], ...]:
        """Return the table's columns."""
        return (
            Column("name", "名称", _name, width=300, edit=lambda row: None if self.blocked else row.name),
            Column(
                "parent_id",
                "上级来源",
                lambda row: Cell(self._name_of(row.parent_id), "text" if row.parent_id else "text3"),
                width=180,
                edit=lambda row: None if self.blocked else self._name_of(row.parent_id),
                choices=self._parents,
            ),
            Column(
                "used",
                "使用情况",
                lambda row: Cell(self._held(row) or "未使用，可以删除", "text2"),
                width=200,
                stretch=True,
            ),
        )

    def _name_of(self, source_id: int | None) -> str:
        """Return a source's name, the word for the first level without one."""
        return next((row.name for row in self.model.rows() if row.id == source_id), _TOP)

    def _parents(self, row: SourceRow) -> Sequence[str]:
        """Return the names a source may stand under."""
        return [_TOP, *(one.name for one in self.model.rows() if one.parent_id is None and one.id != row.id)]

    def load(self) -> None:
        """Read the sources."""
        rows = self.context.tasks.read(source_rows)
        self.model.set_rows(rows)
        self.table.setVisible(bool(rows))
        self.nothing.setVisible(not rows)
        self._new_parent.set_choices([("", _TOP), *((str(row.id), row.name) for row in rows if row.parent_id is None)])
        if rows and self.table.current_key is None:
            self.table.select_key(rows[0].id)
        self._allow()

    @property
    def current(self) -> SourceRow | None:
        """The source of the current row."""
        return next((row for row in self.model.rows() if row.id == self.table.current_key), None)

    def _family(self, row: SourceRow) -> list[SourceRow]:
        """Return the sources of the same parent, in order."""
        return [one for one in self.model.rows() if one.parent_id == row.parent_id]

    def _below(self, row: SourceRow) -> int:
        """Return how many sources stand under one."""
        return sum(one.parent_id == row.id for one in self.model.rows())

    def _held(self, row: SourceRow) -> str | None:
        """Return why a source cannot be removed."""
        below = self._below(row)
        parts = (f"{row.used:,} 笔金额" * bool(row.used), f"{below} 个子来源" * bool(below))
        return "、".join(part for part in parts if part) or None

    def _allow(self, _key: object = None) -> None:
        """Enable what can be done now, and say why the rest cannot."""
        row, blocked = self.current, self.blocked
        none = None if row else "先选中一个来源"
        family = self._family(row) if row else []
        held = self._held(row) if row else None
        for control in (self.add, self.add_below):
            set_blocked(control, blocked)
        set_blocked(self.up, blocked or none or ("已经是同级第一个" if family[0] is row else None))
        set_blocked(self.down, blocked or none or ("已经是同级最后一个" if family[-1] is row else None))
        set_blocked(
            self.drop, blocked or none or (f"还有 {held}，不能删除。可以改名，或先改用别的来源。" if held else None)
        )
        self.new.set_blocked(blocked)

    # --- Storing ---

    def _commit(self, row: SourceRow, key: str, text: str) -> None:
        """Store a cell."""
        if key == "name":
            self.store(f"修改资金来源名称：{row.name}", service.rename, row.id, text)
            return
        parent = next((one.id for one in self.model.rows() if one.name == text), None)
        self.store(f"修改上级来源：{row.name}", service.set_parent, row.id, parent)

    def _start_top(self) -> None:
        """Unfold the form of a source of the first level."""
        self._start(None)

    def _start_below(self) -> None:
        """Unfold the form of a source under the current one, or beside it where that is a 子来源 itself."""
        row = self.current
        self._start(None if row is None else row.parent_id or row.id)

    def _start(self, parent_id: int | None) -> None:
        """Unfold the form."""
        self.ask.dismiss()
        self.new.open_with("新的资金来源", {"parent_id": str(parent_id or "")}, "name")

    def _add(self, values: Values) -> None:
        """Add a source and go to it."""
        parent = int(values["parent_id"]) if values["parent_id"] else None
        done = self.store(f"添加资金来源：{values['name']}", service.add, values["name"], parent)
        self.table.select_key(done.result)
        self.table.setFocus()

    def _move(self, by: int) -> None:
        """Move the current source among its family."""
        row = self.current
        if row is not None:
            place = self._family(row).index(row) + 1 + by
            self.attempt(f"调整资金来源顺序：{row.name}", service.move, row.id, place)

    def _remove(self) -> None:
        """Remove the current source; its neighbour becomes the current one."""
        row = self.current
        if row is None:
            return
        rows = self.model.rows()
        left = [one.id for one in rows if one.id != row.id]
        if self.attempt(f"删除资金来源：{row.name}", service.remove, row.id) is None:
            return
        self.forget_row(self.model, row.id)
        if left:
            self.table.select_key(left[min(rows.index(row), len(left) - 1)])


def _name(row: SourceRow) -> Cell:
    """Show the name at its level."""
    return Cell(row.name, indent=0 if row.parent_id is None else 1)
