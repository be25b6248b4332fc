"""问题: every problem of the projects shown, the most urgent first; what is chosen is dealt with beside the list."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QSplitter, QStackedWidget, QWidget

from tracker.domain.changes import Changes
from tracker.domain.deeds import Deed
from tracker.domain.errors import NotFound
from tracker.queries.detail import detail
from tracker.queries.problems import ProblemRow, all_problems
from tracker.services import problems as service
from tracker.ui import theme
from tracker.ui.cells import UNFILLED
from tracker.ui.context import AppContext
from tracker.ui.detail.ask import Ask
from tracker.ui.detail.lists import LongLink
from tracker.ui.detail.milestone_cells import typed_day
from tracker.ui.detail.problem_cells import LABELS, page_columns, short
from tracker.ui.detail.problems import ProblemsTab
from tracker.ui.dialogs.project_picker import ProjectPicker
from tracker.ui.fields import ComboBox
from tracker.ui.forms import hbox, separator, set_blocked, tool, vbox
from tracker.ui.pages.following import FollowingPage
from tracker.ui.start_page import Notice
from tracker.ui.table_model import RowTableModel
from tracker.ui.table_view import TableView
from tracker.ui.tasks import stored

OPEN, OVERDUE, CLOSED, ALL = "未解决", "已超时限", "已销号", "全部"
_PANEL_WIDTH = 420
_WANTS = Changes.PROBLEMS | Changes.PROJECTS | Changes.UNITS | Changes.CATALOGUE | Changes.CLOSING
Test = Callable[[ProblemRow], bool]
# A problem solved after the period's end is not shown as one to solve, though the report of the period lists it.
_TESTS: dict[str, Test] = {
    OPEN: lambda row: row.closed_on is None,
    OVERDUE: lambda row: row.closed_on is None and row.late_days is not None,
    CLOSED: lambda row: row.closed_on is not None,
    ALL: lambda _row: True,
}


class ProblemsPage(FollowingPage):
    """List at the left; at the right the problems of the current row's project with everything that can be done."""

    has_figures = False

    def __init__(self, context: AppContext) -> None:
        """Make the page; it reads when it is first shown."""
        super().__init__(context, "问题")
        self._rows: tuple[ProblemRow, ...] = ()
        self.which = ComboBox()
        self.which.setAccessibleName("显示哪些问题")
        for word in _TESTS:
            self.which.addItem(word, word)
        self.add = tool("登记问题", "add", tip="选择项目，登记一个问题", run=self._add)
        self.open_button = tool("打开项目", "arrow_next", tip="在“项目”页打开所选问题的项目（Enter）", run=self._open)
        self.model: RowTableModel[ProblemRow] = RowTableModel(
            page_columns(lambda: context.tasks.read_only), lambda row: row.id, self._commit, self
        )
        self.table = TableView("problems", context.config, grid=True)
        self.table.setModel(self.model)
        self.table.setAccessibleName("问题")
        self.ask = Ask()
        self.tab = ProblemsTab(context)
        self.name = LongLink("", self._open)
        self.side = tool(
            "办理", "panel_right", tip="在右侧显示所选项目的问题：填写、销号、重新打开", run=self._show_panel
        )
        self.side.setCheckable(True)
        self.side.setChecked(True)
        self._add_action = QAction("登记问题…", self)
        self._add_action.triggered.connect(self._add)
        self._wide: bool | None = None
        self._project_id: int | None = None
        self._empty: Notice | None = None
        self.add_tools(self.which, 6, self.add, self.open_button, None, self.side)
        self._lay_out()
        self._wire()

    def _lay_out(self) -> None:
        """Put list and project side by side."""
        self.panel = QWidget()
        panel = vbox(hbox(self.name, margins=(6, 2, 6, 2)), separator(), self.tab)
        panel.setStretchFactor(self.tab, 1)
        self.panel.setLayout(panel)
        self.panel.setMinimumWidth(340)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.addWidget(self._stack)
        self.split.addWidget(self.panel)
        self.split.setStretchFactor(0, 1)
        self.split.setCollapsible(0, False)
        self.split.setSizes([890, _PANEL_WIDTH])
        body = vbox(self.filter, separator(), self.ask, self.split)
        body.setStretchFactor(self.split, 1)
        self.setLayout(body)

    def _wire(self) -> None:
        """Join the parts."""
        self.which.activated.connect(lambda _place: self._show())
        self.table.current_changed.connect(self._current_changed)
        self.table.opened.connect(lambda _key: self._open())
        self.model.refused.connect(self._refused)
        self.model.edited.connect(self._tell_wrong)
        self.tab.wrong_changed.connect(self._tell_wrong)
        self.tab.table.current_changed.connect(self._follow_tab)

    # --- What is shown ---

    def refresh(self, changes: Changes) -> None:
        """Read the problems again."""
        if not changes & _WANTS:
            return
        period, read = self.context.period, self.context.tasks.read
        self._rows = read(all_problems, self.criteria, period.as_of, open_only=False)
        self.show_scope()
        set_blocked(self.add, self.context.tasks.read_only)
        self._add_action.setEnabled(self.context.tasks.read_only is None)
        for place, (word, test) in enumerate(_TESTS.items()):
            self.which.setItemText(place, f"{word}（{sum(map(test, self._rows)):,}）")
        self._show()

    def _show(self) -> None:
        """Show the problems of the chosen kind; a project chosen for a new problem stays beside them."""
        rows = [row for row in self._rows if _TESTS[self.which.currentData()](row)]
        self.model.set_rows(rows)
        self._show_emptiness(nothing=not rows)
        if rows and self.current is None:
            self.table.select_key(rows[0].id)
        if self.current is not None and not self.tab.new.is_open:
            self._project_id = self.current.project_id
        elif not rows and not self.tab.new.is_open and not self.tab.form.wrong:
            self._project_id = None
        self._show_panel()

    @property
    def current(self) -> ProblemRow | None:
        """The problem of the current row."""
        return next((row for row in self.model.rows() if row.id == self.table.current_key), None)

    def _current_changed(self, _key: object) -> None:
        """Show the project of another row, with that problem chosen."""
        if (row := self.current) is not None:
            self._project_id = row.project_id
            self._show_panel()
            self.tab.table.select_key(row.id)

    def _follow_tab(self, key: object) -> None:
        """Choose in the list what was chosen beside it."""
        if key is not None and key != self.table.current_key and self.model.position_of(key) is not None:
            self.table.select_key(key)

    def _show_panel(self) -> None:
        """Show the problems of the project beside the list."""
        found = None
        if self._project_id is not None:
            try:
                found = self.context.tasks.read(detail, self._project_id, self.context.period.as_of)
            except NotFound:
                self._project_id = None
        self.panel.setVisible(found is not None and self.side.isChecked())
        set_blocked(self.open_button, None if found is not None else "先选中一个问题")
        if found is not None:
            self.name.set_text(found.name)
            self.tab.show_project(found)

    def _show_emptiness(self, *, nothing: bool) -> None:
        """Say why there is nothing, or show the list."""
        if self._empty is not None:
            self._stack.removeWidget(self._empty)
            self._empty.deleteLater()
            self._empty = None
        if nothing and self._rows:
            word = self.which.currentData()
            sentence = {OPEN: "没有未解决的问题", OVERDUE: "没有超过时限的问题", CLOSED: "没有已销号的问题"}[word]
            self._empty = Notice("checkmark_circle", sentence, "", (("显示全部问题", self._show_every),))
        elif nothing and not self.criteria.empty:
            self._empty = Notice("flag", "筛选的项目没有登记问题", "", (("改看全部项目", self.show_all),))
        elif nothing:
            hint = "影响进度或资金的问题登记在这里，有时限、有责任人，解决后销号。"
            self._empty = Notice("flag", "没有登记问题", hint, (("登记问题", self._add),))
            set_blocked(self._empty.buttons[0], self.context.tasks.read_only)
        if self._empty is not None:
            self._stack.addWidget(self._empty)
        self._stack.setCurrentWidget(self._empty or self.table)

    def _show_every(self) -> None:
        """Show solved problems too."""
        self.which.setCurrentIndex(self.which.findData(ALL))
        self._show()

    # --- Doing ---

    def _commit(self, row: ProblemRow, key: str, text: str) -> None:
        """Store one cell."""
        self.ask.dismiss()
        value: object = "" if key in ("category", "level") and text == UNFILLED else text
        if key == "deadline":
            value = typed_day(text, self.context.period.as_of.year)
        deed = Deed(f"修改问题“{short(row)}”的{LABELS[key]}：{row.project}")
        stored(self.context.tasks.write(deed, service.edit, row.id, key, value))

    def _refused(self, row: ProblemRow, key: str, sentence: str) -> None:
        """Say above the list why a cell was not stored, with a way back."""
        self.ask.refuse(sentence, partial(self._forget, row.id, key))
        self._tell_wrong()

    def _forget(self, problem_id: int, key: str) -> None:
        """Show what is stored in a cell again."""
        self.model.forget_refused(problem_id, key)
        self.ask.dismiss()
        self._tell_wrong()

    def _tell_wrong(self, *_: object) -> None:
        """Tell the window how many inputs are not stored."""
        self.wrong_changed.emit(self._wrong)

    @property
    def _wrong(self) -> int:
        """How many inputs are not stored."""
        return self.model.refused_count + self.tab.wrong

    def _add(self) -> None:
        """Ask for the project and unfold the form of a new problem."""
        picker = ProjectPicker(self, self.context, "登记问题：选择项目", "下一步")
        if picker.exec() == QDialog.DialogCode.Accepted and picker.chosen is not None:
            self.begin(picker.chosen)

    def begin(self, project_id: int) -> None:
        """Unfold the form of a new problem of a project."""
        self.side.setChecked(True)
        self._project_id = project_id
        self._show_panel()
        self.tab.add.click()

    def _open(self) -> None:
        """Open the project at its problems."""
        if self._project_id is not None:
            self.context.open_project(self._project_id, "problems")

    # --- Keys, menus and size ---

    def menus(self) -> dict[str, list[QAction]]:
        """Offer a new problem in the menu too."""
        return {"编辑": [self._add_action]}

    def narrow(self, width: int) -> None:
        """Fold the project's part away where the list needs the room, until it is asked for."""
        wide = width >= theme.Size.FULL
        if wide != self._wide:
            self._wide = wide
            self.side.setChecked(wide or self.tab.new.is_open)
            self.panel.setVisible(self._project_id is not None and self.side.isChecked())

    def panes(self) -> list[QWidget]:
        """Go from the list to the project's problems."""
        return [self.table, self.tab] if self.panel.isVisible() else [self.table]

    def leave(self) -> int:
        """Store what is being edited."""
        self.tab.leave()
        return self._wrong
