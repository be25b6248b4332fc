"""问题: what stands in the way of a project, who has to act until when, and what came of it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from tracker.domain.changes import Changes
from tracker.domain.dates import format_day, parse_day
from tracker.domain.errors import InputError
from tracker.queries.detail import Detail
from tracker.queries.problems import ProblemRow, problems
from tracker.services import problems as service
from tracker.services.problems import ProblemInput
from tracker.ui.context import AppContext
from tracker.ui.detail.entry import EntryBox, Values
from tracker.ui.detail.form import FieldGrid, Form
from tracker.ui.detail.milestone_cells import LATE_RED, typed_day
from tracker.ui.detail.problem_cells import CATEGORIES, LABELS, LEVELS, short, standing, tab_columns
from tracker.ui.detail.tab import Tab, empty_state, fit_rows
from tracker.ui.forms import Label, button, set_blocked, tool, vbox
from tracker.ui.table_model import RowTableModel
from tracker.ui.table_view import TableView


class ProblemsTab(Tab):
    """The problems of a project."""

    wants = Changes.PROBLEMS | Changes.PROJECTS

    def __init__(self, context: AppContext) -> None:
        """Make tools, list, form and the two forms that unfold."""
        self.add = tool("问题", "add", tip="登记一个问题", run=self._start)
        self.close_it = tool("销号", "checkmark_circle", tip="问题已解决，填写日期和解决情况", run=self._start_closing)
        self.open_again = tool("重新打开", "arrow_undo", tip="取消销号，问题还没有解决", run=self._reopen)
        self.drop = tool("移除", "delete", tip="移除登记错的问题", run=self._remove)
        super().__init__(context, self.add, self.close_it, self.open_again, self.drop, None)
        self.model: RowTableModel[ProblemRow] = RowTableModel(tab_columns(), lambda row: row.id, None, self)
        self.table = TableView("detail.problems")
        self.table.setModel(self.model)
        self.table.setAccessibleName("问题")
        fit_rows(self.table)
        self.table.current_changed.connect(self._show_current)
        self.new = self._new_box()
        self.closing = self._closing_box()
        self.form = Form(self._save, self)
        self.form.changed.connect(self.wrong_changed)
        self.title = Label("", "text2", wrap=True)
        self.below = self._fields()
        take = button("登记问题", "add", run=self._start)
        self.nothing = empty_state(
            "flag", "没有登记问题", "影响进度或资金的问题登记在这里，有时限、有责任人，解决后销号。", take
        )
        self._first = take
        self.page.setLayout(vbox(self.new, self.table, self.closing, self.below, self.nothing, None))

    def _fields(self) -> QWidget:
        """Return the form of the current problem."""
        f = self.form
        self.grid = FieldGrid(column_width=112, most=3, least=3, tight=True)
        self.grid.add(f.text("description", LABELS["description"], lines=3), span=0)
        self.grid.add(f.choice("category", LABELS["category"], CATEGORIES), f.choice("level", LABELS["level"], LEVELS))
        self.grid.add(f.day("deadline", LABELS["deadline"]))
        self.grid.add(f.line("owner", LABELS["owner"]), span=2)
        self.grid.add(f.day("opened_on", LABELS["opened_on"]))
        self._result = f.text("result", LABELS["result"], lines=2)
        self.grid.add(self._result, span=0)
        result = QWidget()
        result.setLayout(vbox(self.title, 4, self.grid, margins=(12, 8, 12, 12)))
        return result

    def _new_box(self) -> EntryBox:
        """Return the form of a new problem."""
        box = EntryBox("登记问题", self._add)
        f = box.form
        description = f.text("description", LABELS["description"], lines=3)
        box.watch(description.box)
        box.grid.add(description, span=0)
        box.grid.add(f.choice("category", LABELS["category"], CATEGORIES), f.choice("level", LABELS["level"], LEVELS))
        box.grid.add(f.day("deadline", LABELS["deadline"]), f.day("opened_on", LABELS["opened_on"]))
        box.grid.add(f.line("owner", LABELS["owner"]), span=2)
        return box

    def _closing_box(self) -> EntryBox:
        """Return the form that closes a problem."""
        box = EntryBox("销号", self._close)
        result = box.form.text("result", LABELS["result"], lines=2)
        box.watch(result.box)
        box.grid.add(box.form.day("closed_on", LABELS["closed_on"]))
        box.grid.add(result, span=0)
        return box

    def forms(self) -> tuple[Form, ...]:
        """Return the form of the current problem."""
        return (self.form,)

    def rest(self) -> None:
        """Fold the forms of one project only."""
        self.new.close_box()
        self.closing.close_box()

    # --- Showing ---

    def load(self, project: Detail) -> None:
        """Read the problems."""
        rows = self.context.tasks.read(problems, project.project_id, self.context.period.as_of)
        self.model.set_rows(rows)
        self.table.setVisible(bool(rows))
        self.nothing.setVisible(not rows)
        if rows and self.table.current_key is None:
            self.table.select_key(rows[0].id)
        self._show_current()

    @property
    def current(self) -> ProblemRow | None:
        """The problem of the current row."""
        return next((row for row in self.model.rows() if row.id == self.table.current_key), None)

    def _show_current(self, _key: object = None) -> None:
        """Show the current problem, storing first what was being typed for another."""
        row = self.current
        if self.form.row is not None and (row is None or self.form.row != row.id):
            self.form.leave()
            row = self.current
            self.closing.close_box()
        self._allow(row)
        self.below.setVisible(row is not None)
        if row is None:
            self.form.show_row(None, {})
            return
        values = {key: getattr(row, key) or "" for key in ("description", "category", "level", "owner", "result")}
        values |= {"deadline": format_day(row.deadline), "opened_on": format_day(row.opened_on)}
        self.form.show_row(row.id, values)
        self.form.set_read_only(self.blocked)
        self._result.setVisible(row.closed_on is not None)
        self.title.setText(standing(row))
        self.title.set_ink("text2" if row.late_days is None else "red" if row.late_days > LATE_RED else "amber_text")

    def _allow(self, row: ProblemRow | None) -> None:
        """Enable what can be done now."""
        blocked, none = self.blocked, None if row else "先选中一个问题"
        closed = row is not None and row.closed_on is not None
        set_blocked(self.add, blocked)
        set_blocked(self._first, blocked)
        set_blocked(self.drop, blocked or none)
        set_blocked(self.close_it, blocked or none or ("这个问题已经销号" if closed else None))
        set_blocked(self.open_again, blocked or none or (None if closed else "这个问题还没有销号"))

    # --- Storing ---

    def _save(self, key: str, text: str) -> None:
        """Store one field."""
        row = self.current
        if row is None:
            return
        value: object = text
        if key in ("deadline", "opened_on"):
            value = typed_day(text, self.context.period.as_of.year)
        self.store(f"修改问题“{short(row)}”的{LABELS[key]}", service.edit, row.id, key, value)

    def _start(self) -> None:
        """Unfold the form of a new problem."""
        self.closing.close_box()
        period = self.context.period
        # Noted today for a quarter that has ended, it belongs to that quarter, or its report would leave it out.
        opened = min(period.today, period.as_of)
        self.new.open_with("登记问题", {"opened_on": format_day(opened)}, "description")
        self.new.set_blocked(self.blocked)
        self.nothing.hide()
        self.new.closed.connect(self._after_new)
        self.reveal(self.new)

    def _after_new(self) -> None:
        """Show the empty state again where nothing was added."""
        self.new.closed.disconnect(self._after_new)
        self.nothing.setVisible(not self.model.rows())

    def _add(self, values: Values) -> None:
        """Store a new problem and go to it."""
        opened = parse_day(values["opened_on"])
        if opened is None:
            raise InputError("请填写提出日期。", "opened_on")
        problem = ProblemInput(
            project_id=self.project_id,
            description=values["description"],
            opened_on=opened,
            category=values["category"] or None,
            level=values["level"] or None,
            owner=values["owner"] or None,
            deadline=parse_day(values["deadline"]),
        )
        done = self.store("登记问题", service.add, problem)
        self.table.select_key(done.result)

    def _start_closing(self) -> None:
        """Unfold the form that closes the current problem."""
        row = self.current
        if row is not None:
            values = {"closed_on": format_day(self.context.period.today), "result": row.result or ""}
            self.closing.open_with(f"销号：{short(row)}", values, "result")
            self.closing.set_blocked(self.blocked)
            self.reveal(self.closing)

    def _close(self, values: Values) -> None:
        """Close the current problem."""
        row, day = self.current, parse_day(values["closed_on"])
        if day is None:
            raise InputError("请填写销号日期。", "closed_on")
        if row is not None:
            args = (row.id, day, values["result"], self.context.period.today)
            self.store(f"问题“{short(row)}”销号", service.close, *args)

    def _reopen(self) -> None:
        """Open the current problem again."""
        row = self.current
        if row is not None:
            self.attempt(f"重新打开问题“{short(row)}”", service.reopen, row.id)

    def _remove(self) -> None:
        """Remove the current problem."""
        row = self.current
        if row is not None:
            self.attempt(f"移除问题“{short(row)}”", service.remove, row.id)
