"""数量目标 in 概况: what a project has to reach, written down, changed, put in order and taken away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QToolButton, QWidget

from tracker.domain import deadline
from tracker.domain.dates import format_day
from tracker.domain.kinds import Comparator, Kind
from tracker.domain.targets import format_quantity
from tracker.queries.detail import Detail, TargetRow
from tracker.queries.targets import TargetLine, targets
from tracker.services import targets as service
from tracker.services.targets import TargetInput
from tracker.ui.cells import Cell, unfilled
from tracker.ui.context import Link
from tracker.ui.detail import target_cells
from tracker.ui.detail.entry import EntryBox, Values
from tracker.ui.detail.money_cells import fit_numbers
from tracker.ui.detail.money_lists import table_of
from tracker.ui.fields import ChoiceField
from tracker.ui.forms import Label, hbox, link, set_blocked, tool, vbox
from tracker.ui.table_model import Column, RowTableModel

if TYPE_CHECKING:
    from tracker.ui.detail.facts import FactsTab

_COMPARED = (
    (Comparator.AT_LEAST.value, "≥ 不少于"),
    (Comparator.EQUAL.value, "＝ 等于"),
    (Comparator.AT_MOST.value, "≤ 不超过"),
    (Comparator.RANGE.value, "区间"),
)
_NUMBER_WORDS = {Comparator.RANGE: "下限", Comparator.AT_MOST: "上限"}
_PRECISION = {"年": "按年末推定", "季": "按季末推定", "月": "按月末推定"}
_EMPTY = "还没有。写下要达到的数量，就能在季报里填完成数、看完成率和比序时。"


class TargetList(QWidget):
    """The targets with their tools and the form of one; a 建设类 project without any shows the tool alone."""

    def __init__(self, tab: FactsTab) -> None:
        """Belong to the tab 概况."""
        super().__init__()
        self._tab = tab
        self._edited: int | None = None
        self.model: RowTableModel[TargetLine] = RowTableModel(_columns(), lambda line: line.fact.target_id, parent=self)
        self.table = table_of("detail.target_list", self.model, "数量目标")
        self.table.opened.connect(self._edit)
        self.table.current_changed.connect(self._allow)
        self.table.cleared.connect(self._remove)
        self.nothing = Label(_EMPTY, "text3", wrap=True)
        self.add = link("＋ 目标…", run=self._start)
        self.change = tool("", "edit", tip="修改所选目标（回车）", run=self._edit)
        self.up = tool("", "arrow_up", tip="目标上移", run=lambda: self._move(-1))
        self.down = tool("", "arrow_down", tip="目标下移", run=lambda: self._move(1))
        self.drop = tool("", "delete", tip="移除所选目标（Delete）", run=self._remove)
        self.tools = QWidget()
        self.tools.setLayout(hbox(self.change, self.up, self.down, self.drop, spacing=2))
        self.entry = EntryBox("保存目标", self._save)
        self._add_fields()
        self.entry.closed.connect(self._closed)
        head = hbox(Label("数量目标", strong=True), 8, self.add, None, self.tools)
        self.setLayout(vbox(head, self.nothing, self.table, self.entry, 8, spacing=4))

    def _add_fields(self) -> None:
        """Make the fields of one target."""
        form, grid = self.entry.form, self.entry.grid
        self._comparator: ChoiceField = form.choice("comparator", "怎样比较", _COMPARED)
        self._low, self._high = form.line("low", "目标数"), form.line("high", "上限")
        grid.add(form.text("text", "目标（照规划或任务原文）", lines=2), span=0)
        grid.add(self._comparator, self._low, self._high, form.line("unit", "单位"))
        grid.add(form.line("base", "口径", "如 每年、每村、占比"), form.line("deadline_text", "时限"))
        self._comparator.combo.activated.connect(self._name_numbers)
        form.changed.connect(self._read_deadline)

    # --- Showing ---

    def show_project(self, project: Detail) -> None:
        """Show a project's targets as of the report period."""
        as_of = self._tab.context.period.as_of
        lines = self._tab.context.tasks.read(targets, project.project_id, as_of) if project.targets else ()
        self.model.set_rows(lines)
        fit_numbers(self.table)
        self.setVisible(project.counted or bool(lines))
        self.table.setVisible(bool(lines))
        self.tools.setVisible(bool(lines))
        self.nothing.setVisible(not lines and project.kind == Kind.CAPACITY and not self.entry.is_open)
        if self._edited is not None and self._edited not in {line.fact.target_id for line in lines}:
            self.entry.close_box()  # undone, or removed elsewhere, while its form was open
        self._allow()

    def fold(self) -> None:
        """Give up the form."""
        self.entry.close_box()

    def _allow(self, _key: object = None) -> None:
        """Enable what can be done now, and say why the rest cannot."""
        project = self._tab.project
        heading = "工程标题没有自己的目标，请在具体项目里添加" if project and not project.counted else None
        blocked = self._tab.blocked
        none = None if self._row() else "先选中一个目标"
        set_blocked(self.add, blocked or heading)
        for control in self._controls():
            set_blocked(control, blocked or none)
        self.entry.set_blocked(blocked)

    def _controls(self) -> tuple[QToolButton, ...]:
        """Return the tools that need a current target."""
        return (self.change, self.up, self.down, self.drop)

    def _row(self) -> TargetRow | None:
        """Return the current target as it is written."""
        project, key = self._tab.project, self.table.current_key
        return next((row for row in project.targets if row.target_id == key), None) if project else None

    def _name_numbers(self, _place: int = 0) -> None:
        """Call the number what it is, and ask for two where the target is a range."""
        chosen = Comparator(self._comparator.text or Comparator.AT_LEAST)
        self._low.set_label(_NUMBER_WORDS.get(chosen, "目标数"))
        self._high.setVisible(chosen is Comparator.RANGE)

    def _read_deadline(self) -> None:
        """Say which day a printed deadline means."""
        field = self.entry.form.fields["deadline_text"]
        found = deadline.read(field.text)
        if found is None:
            field.set_hint("" if field.text.strip() else "不填的按项目的规划时限")
            return
        how = _PRECISION.get(found.precision, "")
        field.set_hint(f"即 {format_day(found.day)}{f'，{how}' if how else ''}")

    # --- Storing ---

    def _start(self) -> None:
        """Unfold the form of a new target."""
        self._open("新的目标", None, {"comparator": Comparator.AT_LEAST.value})

    def _edit(self, _key: object = None) -> None:
        """Unfold the form of the current target."""
        row = self._row()
        if row is None:
            return
        low, high = _typed(row.low_milli), _typed(row.high_milli)
        ceiling = row.comparator == Comparator.AT_MOST
        values = {
            "text": row.text,
            "comparator": row.comparator,
            "low": high if ceiling else low,
            "high": "" if ceiling else high,
            "unit": row.unit or "",
            "base": row.base or "",
            "deadline_text": row.deadline_text or "",
        }
        self._open("修改目标", row.target_id, values)

    def _open(self, title: str, target_id: int | None, values: Values) -> None:
        """Unfold the form."""
        self._edited = target_id
        self.entry.open_with(title, values, "text")
        self.nothing.hide()
        self._name_numbers()
        self._read_deadline()
        self._tab.reveal(self.entry)

    def _closed(self) -> None:
        """Show again what the form had covered, and go back to where it was opened from."""
        self._edited = None
        project = self._tab.project
        if project is not None:
            self.nothing.setVisible(not self.model.rows() and project.kind == Kind.CAPACITY)
        (self.table if self.model.rows() else self.add).setFocus()

    def _save(self, values: Values) -> None:
        """Store a new target, or all of a changed one, as one deed."""
        comparator = Comparator(values["comparator"] or Comparator.AT_LEAST)
        number, high = values["low"] or None, values["high"] or None
        if comparator is Comparator.AT_MOST:
            number, high = None, number
        elif comparator is not Comparator.RANGE:
            high = None
        given = TargetInput(
            project_id=self._tab.project_id,
            text=values["text"],
            comparator=comparator,
            low=number,
            high=high,
            unit=values["unit"] or None,
            base=values["base"] or None,
            deadline_text=values["deadline_text"] or None,
        )
        if self._edited is not None:
            self._tab.store("修改数量目标", service.change, self._edited, given)
            return
        done = self._tab.store("添加数量目标", service.add, given)
        self.table.select_key(done.result)

    def _move(self, by: int) -> None:
        """Move the current target up or down."""
        row, keys = self._row(), [line.fact.target_id for line in self.model.rows()]
        place = keys.index(row.target_id) + 1 if row is not None else 0
        if row is not None and 1 <= place + by <= len(keys):
            self._tab.attempt("移动数量目标", service.move, row.target_id, place + by)
            self.table.select_key(row.target_id)

    def _remove(self, _cells: object = None) -> None:
        """Remove the current target; what had been reached of it goes with it, and is said."""
        row = self._row()
        if row is None or self._tab.blocked:
            return
        values = next((len(line.values) for line in self.model.rows() if line.fact.target_id == row.target_id), 0)
        done = self._tab.attempt("移除数量目标", service.remove, row.target_id)
        if done is not None and values:
            context = self._tab.context
            context.notify(f"已移除目标“{row.text}”和它的 {values} 期完成数。", Link("撤销", context.tasks.undo))


def _typed(milli: int | None) -> str:
    """Return what the editor of a number starts with."""
    return "" if milli is None else format_quantity(milli).replace(",", "")


def _columns() -> tuple[Column[TargetLine], ...]:
    """Return the columns of the list."""

    def until(line: TargetLine) -> Cell:
        if line.fact.yearly:
            return Cell("每年")
        return Cell(format_day(line.fact.deadline)) if line.fact.deadline else unfilled()

    return (
        Column(
            "text", "目标", lambda line: Cell(line.fact.text, tooltip=target_cells.whole(line)), width=72, stretch=True
        ),
        Column("goal", "目标数", target_cells.goal, width=68, align="right"),
        Column("deadline", "时限", until, width=76),
        Column("rate", "完成率", target_cells.rate, "%", width=92, align="bar"),
        Column("lead", "比序时", target_cells.lead, "百分点", width=52, align="right"),
    )
