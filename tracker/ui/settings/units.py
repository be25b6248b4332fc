"""设置 → 上报单位: who reports, in the order of the reports; renamed and recoded places stay findable."""

from __future__ import annotations

from collections import defaultdict
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from tracker.domain.changes import Changes
from tracker.queries.choices import choices
from tracker.queries.lists import UnitRow, unit_rows
from tracker.services import units as service
from tracker.ui.context import AppContext, Link
from tracker.ui.detail.form import Form
from tracker.ui.detail.tab import empty_state
from tracker.ui.forms import button, hbox, set_blocked, shortened, tool
from tracker.ui.settings.section import Aside, Section, list_or_nothing
from tracker.ui.settings.unit_cells import UnitLine, columns
from tracker.ui.settings.unit_form import UnitForm
from tracker.ui.table_model import RowTableModel
from tracker.ui.table_view import TableView

_NAMED = 20  # characters of a name in a sentence
_LABELS = {"name": "名称", "code": "代码", "kind": "类型", "parent_id": "上级", "note": "备注"}
_SERVICES = {
    "name": service.rename,
    "code": service.set_code,
    "kind": service.set_kind,
    "note": service.set_note,
}


class UnitsSection(Section):
    """The reporting units."""

    key = "units"
    title = "上报单位"
    explanation = "项目由谁上报、报表按什么顺序排列。改名或换代码后，原来的名称和代码在搜索、筛选和导入时仍然认得。"
    wants = Changes.UNITS | Changes.PROJECTS | Changes.MILESTONES
    of_period = True

    def __init__(self, context: AppContext) -> None:
        """Make the tools, the table and the form beside it."""
        self.add = tool("单位", "add", tip="添加一个上报单位", run=self._start)
        self.up = tool("", "arrow_up", tip="在同级中上移", run=lambda: self._move(-1))
        self.down = tool("", "arrow_down", tip="在同级中下移", run=lambda: self._move(1))
        self.drop = tool("删除", "delete", tip="删除所选单位", run=self._remove)
        super().__init__(context, self.add, self.up, self.down, self.drop, None, scrolls=False)
        self.model: RowTableModel[UnitLine] = RowTableModel(
            columns(lambda: self.blocked is None), lambda line: line.unit.id, self.guarded(self._commit), self
        )
        self.table = TableView("settings.units", context.config, frozen=1)
        self.table.setModel(self.model)
        self.table.setAccessibleName("上报单位")
        self.table.current_changed.connect(self._show_current)
        self.table.cleared.connect(self._clear_cell)
        self.watch(self.model)
        self.form = UnitForm(self)
        self._aside = Aside(self.form)
        hint = "添加本级和各县区、功能区，项目才能按单位汇总。"
        self.nothing = empty_state(
            "board", "还没有上报单位", hint, button("添加单位", "add", primary=True, run=self._start)
        )
        left = QWidget()
        left.setLayout(list_or_nothing(self.table, self.nothing))
        row = hbox(left, self._aside)
        row.setStretchFactor(left, 1)
        self.page.setLayout(row)

    def forms(self) -> tuple[Form, ...]:
        """Return the form of the current unit."""
        return (self.form.form,)

    def models(self) -> tuple[RowTableModel[UnitLine], ...]:
        """Return the table."""
        return (self.model,)

    def home(self) -> QWidget:
        """Begin in the table."""
        return self.table

    def narrow(self, width: int) -> None:
        """Give the form less room in a narrow window."""
        self._aside.narrow(width)

    # --- Showing ---

    def load(self) -> None:
        """Read the units with their counts as of the report's date."""
        lines = self._lines()
        self.model.set_rows(lines)
        self.table.setVisible(bool(lines))
        self.nothing.setVisible(not lines)
        if lines and self.table.current_key is None:
            self.table.select_key(lines[0].unit.id)
        self._show_current()

    def _lines(self) -> list[UnitLine]:
        """Put units and counts together."""
        tasks = self.context.tasks
        rows = tasks.read(unit_rows)
        counts = {one.id: one for one in tasks.read(choices, self.context.period.as_of).units}
        by_id = {row.id: row for row in rows}
        below: dict[int | None, list[str]] = defaultdict(list)
        for row in rows:
            below[row.parent_id].append(row.name)
        return [
            UnitLine(
                row,
                counts[row.id].count,
                counts[row.id].count_below,
                tuple(below[row.id]),
                by_id[row.parent_id] if row.parent_id is not None else None,
            )
            for row in rows
        ]

    @property
    def current(self) -> UnitLine | None:
        """The unit of the current row."""
        return next((line for line in self.model.rows() if line.unit.id == self.table.current_key), None)

    def _family(self, line: UnitLine) -> list[UnitLine]:
        """Return the units of the same parent, in order."""
        return [one for one in self.model.rows() if one.unit.parent_id == line.unit.parent_id]

    def _show_current(self, _key: object = None) -> None:
        """Show the current unit in the form."""
        self.form.show_line(self.current, self.model.rows())
        self._allow(self.current)

    def _allow(self, line: UnitLine | None) -> None:
        """Enable what can be done now, and say why the rest cannot."""
        blocked = self.blocked
        none = None if line else "先选中一个单位"
        family = self._family(line) if line else []
        first, last = bool(line and family[0] is line), bool(line and family[-1] is line)
        set_blocked(self.add, blocked)
        set_blocked(self.up, blocked or none or ("已经是同级第一个" if first else None))
        set_blocked(self.down, blocked or none or ("已经是同级最后一个" if last else None))
        set_blocked(self.drop, blocked or none or (_held(line) if line else None))

    # --- Storing ---

    def _commit(self, line: UnitLine, key: str, text: str) -> None:
        """Store a cell."""
        self.store_field(line.unit, key, text)

    def store_field(self, unit: UnitRow, key: str, text: str) -> None:
        """Store one field; raises InputError. A name or code that was replaced is kept, and the user may decline."""
        what = f"修改上报单位{_LABELS[key]}：{unit.name}"
        if key == "parent_id":
            self.store(what, service.set_parent, unit.id, int(text) if text else None)
            return
        self.store(what, _SERVICES[key], unit.id, text)
        if key in ("name", "code"):
            self._tell_former(unit)

    def _tell_former(self, before: UnitRow) -> None:
        """Say that the old name or code is kept, with the way out for a slip of the pen."""
        now = next((line.unit for line in self.model.rows() if line.unit.id == before.id), None)
        known = {one.id for one in before.former}
        added = next((one for one in now.former if one.id not in known), None) if now else None
        if now is None or added is None:
            return
        kind, words = ("代码", added.code) if added.code else ("名称", added.name)
        away = partial(self.form.remove_former, added.id, words or "")
        name, words = shortened(now.name, _NAMED), shortened(words or "", _NAMED)
        said = f"“{name}”原来的{kind}“{words}”已留作别名，搜索和导入时仍然认得。"
        self.context.notify(said, Link("原来是录入错误，不留", away))

    def _clear_cell(self, _cells: object) -> None:
        """Delete: the current unit has no code."""
        index = self.table.currentIndex()
        if index.flags() & Qt.ItemFlag.ItemIsEditable and self.model.columns[index.column()].key == "code":
            self.model.setData(index, "")

    def _start(self) -> None:
        """Unfold the form of a new unit."""
        self.ask.dismiss()
        self.form.start_new(self.current)
        self._aside.ensureVisible(0, 0)

    def _move(self, by: int) -> None:
        """Move the current unit among its family."""
        line = self.current
        if line is not None:
            place = self._family(line).index(line) + 1 + by
            self.attempt(f"调整上报单位顺序：{line.unit.name}", service.move, line.unit.id, place)

    def _remove(self) -> None:
        """Remove the current unit; its neighbour becomes the current one."""
        line = self.current
        if line is None:
            return
        rows = self.model.rows()
        left = [one.unit.id for one in rows if one is not line]
        if self.attempt(f"删除上报单位：{line.unit.name}", service.remove, line.unit.id) is None:
            return
        self.forget_row(self.model, line.unit.id)
        if left:
            self.table.select_key(left[min(rows.index(line), len(left) - 1)])


def _held(line: UnitLine) -> str | None:
    """Return why a unit cannot be removed."""
    parts = (
        f"{line.unit.entries} 条项目" * bool(line.unit.entries),
        f"{len(line.below)} 个下级单位" * bool(line.below),
    )
    held = "、".join(part for part in parts if part)
    return f"还有{held}，不能删除。请先把它们改到别的单位。" if held else None
