"""设置 → 节点模板: the templates at the left, the milestones of the chosen one at the right."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QWidget

from tracker.domain.changes import Changes
from tracker.queries.lists import TemplateRow, template_rows
from tracker.services import templates as service
from tracker.ui.cells import Cell
from tracker.ui.context import AppContext
from tracker.ui.detail.entry import EntryBox, Values
from tracker.ui.detail.tab import empty_state
from tracker.ui.forms import button, hbox, separator, set_blocked, tool
from tracker.ui.settings.section import Section, list_or_nothing
from tracker.ui.settings.template_items import USUAL_WEIGHT, TemplateItems
from tracker.ui.table_model import Column, RowTableModel
from tracker.ui.table_view import TableView


class TemplatesSection(Section):
    """The milestone templates."""

    key = "templates"
    title = "节点模板"
    explanation = (
        "项目套用模板即得到里程碑节点。修改模板不影响已套用的项目；重新套用时才按新模板排列，已填的日期不会丢失。"
    )
    wants = Changes.SETTINGS | Changes.PROJECTS

    def __init__(self, context: AppContext) -> None:
        """Make both halves."""
        super().__init__(context, scrolls=False)
        self.add = tool("模板", "add", tip="添加一套模板", run=self._start_new)
        self.copy = tool("复制", "copy", tip="以所选模板为底稿做一套新的", run=self._start_copy)
        self.up = tool("", "arrow_up", tip="模板上移", run=lambda: self._move(-1))
        self.down = tool("", "arrow_down", tip="模板下移", run=lambda: self._move(1))
        self.drop = tool("删除", "delete", tip="删除所选模板", run=self._remove)
        self.model: RowTableModel[TemplateRow] = RowTableModel(
            self._columns(), lambda row: row.id, self.guarded(self._commit), self
        )
        self.table = TableView("settings.templates", context.config, frozen=1)
        self.table.setModel(self.model)
        self.table.setAccessibleName("节点模板")
        self.table.current_changed.connect(self._show_current)
        self.watch(self.model)
        self.new = EntryBox("添加模板", self._add)
        self._copy_of = self.new.form.choice("copy_of", "节点取自", [("", "空白")])
        self._title = self.new.form.line("title", "模板名称")
        self.new.grid.add(self._title, self._copy_of, span=0)
        self.items = TemplateItems(self)
        way = button("添加模板", "add", primary=True, run=self._start_new)
        self.nothing = empty_state("gantt_chart", "还没有节点模板", "添加模板后，项目可以一次得到全部节点。", way)
        self.page.setLayout(self._laid_out())

    def _laid_out(self) -> QHBoxLayout:
        """Return both halves side by side."""
        left = QWidget()
        tools = hbox(self.add, self.copy, self.up, self.down, self.drop, None, spacing=2, margins=(10, 4, 10, 4))
        left.setLayout(list_or_nothing(self.table, self.nothing, tools, separator(), self.new))
        row = hbox(left, self.items)
        row.setStretchFactor(left, 2)
        row.setStretchFactor(self.items, 3)
        return row

    def models(self) -> tuple[RowTableModel[Any], ...]:
        """Return both tables."""
        return (self.model, self.items.model)

    def home(self) -> QWidget:
        """Begin in the list of templates."""
        return self.table

    # --- Showing ---

    def _columns(self) -> tuple[Column[TemplateRow], ...]:
        """Return the columns of the list."""
        return (
            Column(
                "title",
                "模板",
                lambda row: Cell(row.title, tooltip=row.title),
                width=116,
                stretch=True,
                edit=lambda row: None if self.blocked else row.title,
            ),
            Column("count", "节点", lambda row: Cell(str(len(row.items))), "个", width=44, align="right"),
            Column("weight", "权重合计", _weight, width=62, align="right"),
            Column("used", "正用于", lambda row: Cell(f"{row.used:,}"), "个项目", width=54, align="right"),
        )

    def load(self) -> None:
        """Read the templates."""
        rows = self.context.tasks.read(template_rows)
        self.model.set_rows(rows)
        self.table.setVisible(bool(rows))
        self.nothing.setVisible(not rows)
        self.items.setVisible(bool(rows))
        self._copy_of.set_choices([("", "空白"), *((str(row.id), row.title) for row in rows)])
        if rows and self.table.current_key is None:
            self.table.select_key(rows[0].id)
        self._show_current()

    @property
    def current(self) -> TemplateRow | None:
        """The template of the current row."""
        return next((row for row in self.model.rows() if row.id == self.table.current_key), None)

    def _show_current(self, _key: object = None) -> None:
        """Show the milestones of the current template."""
        row, blocked = self.current, self.blocked
        self.items.show_template(row)
        rows = self.model.rows()
        none = None if row else "先选中一套模板"
        used = f"正用于 {row.used} 个项目，不能删除。可以改名，或先给这些项目换模板。" if row and row.used else None
        set_blocked(self.add, blocked)
        set_blocked(self.copy, blocked or none)
        set_blocked(self.up, blocked or none or ("已经是第一套" if rows[0] is row else None))
        set_blocked(self.down, blocked or none or ("已经是最后一套" if rows[-1] is row else None))
        set_blocked(self.drop, blocked or none or used)
        self.new.set_blocked(blocked)

    # --- Storing ---

    def _commit(self, row: TemplateRow, _key: str, text: str) -> None:
        """Store a template's title."""
        self.store(f"修改节点模板名称：{row.title}", service.rename, row.id, text)

    def _start_new(self) -> None:
        """Unfold the form of an empty template."""
        self.ask.dismiss()
        self.new.open_with("新的节点模板", {}, "title")

    def _start_copy(self) -> None:
        """Unfold the form with the current template's milestones as the start."""
        row = self.current
        if row is not None:
            self.ask.dismiss()
            self.new.open_with("新的节点模板", {"title": f"{row.title} 副本", "copy_of": str(row.id)}, "title")
            self._title.line.selectAll()

    def _add(self, values: Values) -> None:
        """Add a template and go to it."""
        copy_of = int(values["copy_of"]) if values["copy_of"] else None
        done = self.store(f"添加节点模板：{values['title']}", service.create, values["title"], copy_of)
        self.table.select_key(done.result)
        self.table.setFocus()

    def _move(self, by: int) -> None:
        """Move the current template up or down."""
        row = self.current
        if row is not None:
            place = self.model.rows().index(row) + 1 + by
            self.attempt(f"调整节点模板顺序：{row.title}", service.move, row.id, place)

    def _remove(self) -> None:
        """Remove the current template; its neighbour becomes the current one."""
        row = self.current
        if row is None:
            return
        rows = self.model.rows()
        left = [one.id for one in rows if one.id != row.id]
        if self.attempt(f"删除节点模板：{row.title}", service.remove, row.id) is None:
            return
        self.forget_row(self.model, row.id)
        for item in row.items:
            self.forget_row(self.items.model, item.id)
        if left:
            self.table.select_key(left[min(rows.index(row), len(left) - 1)])


def _weight(row: TemplateRow) -> Cell:
    """Show the sum of weights, warned of where it is not the usual one."""
    if row.weight == USUAL_WEIGHT:
        return Cell(str(row.weight))
    return Cell(str(row.weight), "amber_text", tooltip="通常合计为 100")
