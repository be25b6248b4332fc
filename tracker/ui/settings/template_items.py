"""The milestones of one template, edited in place, with what is unusual about them in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from tracker.domain.kinds import FINISH_ROLES, Role
from tracker.queries.lists import TemplateItemRow, TemplateRow
from tracker.services import templates as service
from tracker.ui.cells import Cell
from tracker.ui.forms import Label, hbox, separator, set_blocked, tool, vbox
from tracker.ui.table_model import Column, RowTableModel
from tracker.ui.table_view import TableView

if TYPE_CHECKING:
    from tracker.ui.settings.templates import TemplatesSection

USUAL_WEIGHT = 100
NEW_ITEM = "新节点"
_NO_ROLE = "（不作统计）"
_LABELS = {"title": "名称", "role": "统计口径", "weight": "权重"}


class TemplateItems(QWidget):
    """The right half of 节点模板."""

    def __init__(self, section: TemplatesSection) -> None:
        """Belong to the section."""
        super().__init__()
        self._section = section
        self._template: TemplateRow | None = None
        self.setObjectName("aside")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.add = tool("节点", "add", tip="在所选节点后面添加一个节点", run=self._add)
        self.up = tool("", "arrow_up", tip="节点上移", run=lambda: self._move(-1))
        self.down = tool("", "arrow_down", tip="节点下移", run=lambda: self._move(1))
        self.drop = tool("移除", "delete", tip="从模板中移除所选节点", run=self._remove)
        self.sum = Label("", "text2")
        self.words = Label("", "amber_text", wrap=True)
        self.words.setContentsMargins(12, 6, 12, 6)
        self.model: RowTableModel[TemplateItemRow] = RowTableModel(
            self._columns(), lambda row: row.id, section.guarded(self._commit), self
        )
        self.table = TableView("settings.template_items", section.context.config, frozen=1)
        self.table.setModel(self.model)
        self.table.setAccessibleName("模板节点")
        self.table.current_changed.connect(self._allow)
        self.table.cleared.connect(self._clear_cell)
        section.watch(self.model)
        tools = hbox(self.add, self.up, self.down, self.drop, None, self.sum, spacing=2, margins=(10, 4, 12, 4))
        self.setLayout(vbox(tools, separator(), self.words, self.table, margins=(1, 0, 0, 0)))

    # --- Showing ---

    def _columns(self) -> tuple[Column[TemplateItemRow], ...]:
        """Return the columns."""
        section = self._section
        return (
            Column(
                "title",
                "节点",
                lambda row: Cell(row.title),
                width=160,
                stretch=True,
                edit=lambda row: None if section.blocked else row.title,
            ),
            Column(
                "role",
                "统计口径",
                lambda row: Cell(row.role or _NO_ROLE, "text" if row.role else "text3"),
                width=120,
                edit=lambda row: None if section.blocked else row.role or _NO_ROLE,
                choices=lambda _row: [_NO_ROLE, *Role],
                tooltip="开工率、完工率等按统计口径取数，不看节点名称",
            ),
            Column(
                "weight",
                "权重",
                lambda row: Cell(str(row.weight)),
                width=56,
                align="right",
                edit=lambda row: None if section.blocked else str(row.weight),
                tooltip="节点完成率按权重加总，0–1000 的整数",
            ),
        )

    def show_template(self, row: TemplateRow | None) -> None:
        """Show the milestones of a template."""
        other = row is None or self._template is None or row.id != self._template.id
        self._template = row
        items = row.items if row else ()
        self.model.set_rows(items)
        if items and (other or self.table.current_key is None):
            self.table.select_key(items[0].id)
        words = weight_words(row) if row else ()
        self.words.setText("\n".join(words))
        self.words.setVisible(bool(words))
        self.sum.setText(f"权重合计 {row.weight}" if row else "")
        self.sum.set_ink("text2" if row is None or row.weight == USUAL_WEIGHT else "amber_text")
        self._allow()

    @property
    def current(self) -> TemplateItemRow | None:
        """The milestone of the current row."""
        return next((row for row in self.model.rows() if row.id == self.table.current_key), None)

    def _allow(self, _key: object = None) -> None:
        """Enable what can be done now, and say why the rest cannot."""
        row, rows, blocked = self.current, self.model.rows(), self._section.blocked
        none = None if row else "先选中一个节点"
        set_blocked(self.add, blocked)
        set_blocked(self.up, blocked or none or ("已经是第一个" if rows[0] is row else None))
        set_blocked(self.down, blocked or none or ("已经是最后一个" if rows[-1] is row else None))
        set_blocked(self.drop, blocked or none)

    # --- Storing ---

    @property
    def _title(self) -> str:
        """The template's title, for the names of deeds."""
        return self._template.title if self._template else ""

    def _commit(self, row: TemplateItemRow, key: str, text: str) -> None:
        """Store a cell."""
        value = None if key == "role" and text == _NO_ROLE else text
        self._section.store(
            f"修改模板节点{_LABELS[key]}：{self._title} {row.title}", service.edit_item, row.id, key, value
        )

    def _clear_cell(self, _cells: object) -> None:
        """Delete: the current milestone stands for nothing in the figures, or weighs nothing."""
        index = self.table.currentIndex()
        if not index.flags() & Qt.ItemFlag.ItemIsEditable:
            return
        empty = {"role": _NO_ROLE, "weight": "0"}.get(self.model.columns[index.column()].key)
        if empty is not None:
            self.model.setData(index, empty)

    def _add(self) -> None:
        """Add a milestone after the current one and begin to write its name."""
        if self._template is None:
            return
        row = self.current
        place = row.position + 1 if row else None
        done = self._section.attempt(
            f"添加模板节点：{self._title}", service.add_item, self._template.id, NEW_ITEM, position=place
        )
        if done is not None:
            self.table.select_key(done.result, 0)
            self.table.setFocus()
            self.table.edit(self.table.currentIndex(), self.table.EditTrigger.AllEditTriggers, None)

    def _move(self, by: int) -> None:
        """Move the current milestone up or down."""
        row = self.current
        if row is not None:
            place = self.model.rows().index(row) + 1 + by
            self._section.attempt(f"移动模板节点：{self._title} {row.title}", service.move_item, row.id, place)

    def _remove(self) -> None:
        """Remove the current milestone; its neighbour becomes the current one."""
        row = self.current
        if row is None:
            return
        rows = self.model.rows()
        left = [one.id for one in rows if one.id != row.id]
        done = self._section.attempt(f"移除模板节点：{self._title} {row.title}", service.remove_item, row.id)
        if done is not None:
            self._section.forget_row(self.model, row.id)
            if left:
                self.table.select_key(left[min(rows.index(row), len(left) - 1)])


def weight_words(row: TemplateRow) -> tuple[str, ...]:
    """Return what is unusual about a template; nothing of it is refused."""
    found = []
    if row.items and row.weight != USUAL_WEIGHT:
        found.append(
            f"权重合计 {row.weight}，通常为 100。可以这样用：节点完成率按各节点权重占合计的比例计算。"
            if row.weight
            else "权重合计为 0，套用它的项目算不出节点完成率。"
        )
    roles = [item.role for item in row.items if item.role]
    if twice := [role for role in dict.fromkeys(roles) if roles.count(role) > 1]:
        found.append(f"统计口径“{'、'.join(twice)}”用在不止一个节点上，完成其中任一个即算达到。")
    if row.items and Role.START not in roles:
        found.append("没有统计口径为“开工”的节点，套用它的项目不会计入开工。")
    if row.items and not set(roles) & set(FINISH_ROLES):
        found.append(f"没有统计口径为“{'、'.join(FINISH_ROLES)}”的节点，套用它的项目不会计入完工。")
    return tuple(found)
