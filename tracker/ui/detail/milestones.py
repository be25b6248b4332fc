"""里程碑: four dates side by side for each milestone, edited in the table or in the form below it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QToolButton

from tracker.domain.changes import Changes
from tracker.domain.errors import InputError, ReasonNeeded
from tracker.domain.templates import suggested_template
from tracker.queries.choices import TemplateChoice, templates
from tracker.queries.detail import Detail
from tracker.queries.milestones import MilestoneRow, milestones
from tracker.services import milestones as service
from tracker.ui.context import AppContext, Link
from tracker.ui.detail.form import Form
from tracker.ui.detail.milestone_cells import columns
from tracker.ui.detail.milestone_form import MilestoneForm, store_actual, store_field
from tracker.ui.detail.tab import Tab, empty_state, fit_rows
from tracker.ui.forms import button, link, set_blocked, tool, vbox
from tracker.ui.icons import icon
from tracker.ui.table_model import RowTableModel
from tracker.ui.table_view import TableView

NEW_TITLE = "新节点"


class MilestonesTab(Tab):
    """The milestones of a project."""

    wants = Changes.MILESTONES | Changes.PROJECTS | Changes.SETTINGS

    def __init__(self, context: AppContext) -> None:
        """Make the tools, the table, the form and the empty state."""
        self.add = tool("节点", "add", tip="在所选节点后面添加一个节点", run=self._add)
        self.up = tool("", "arrow_up", tip="节点上移", run=lambda: self._move(-1))
        self.down = tool("", "arrow_down", tip="节点下移", run=lambda: self._move(1))
        self.drop = tool("移除", "delete", tip="移除所选节点", run=self._remove)
        self.freeze = tool("冻结原定", "lock_closed", tip="定下本项目各节点的原定日期", run=self._ask_freeze)
        self.template = QToolButton()
        self.template.setText("套用模板")
        self.template.setIcon(icon("chevron_down"))
        self.template.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.template.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.template.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.template.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        super().__init__(context, self.add, self.up, self.down, self.drop, self.freeze, None, self.template)
        self._templates: tuple[TemplateChoice, ...] = ()
        self._menu = QMenu(self)
        self.template.setMenu(self._menu)
        cells = columns(lambda: self.blocked is None)
        self.model: RowTableModel[MilestoneRow] = RowTableModel(
            cells, lambda row: row.id, self.guarded(self._commit), self
        )
        self.table = TableView("detail.milestones", context.config, frozen=2)
        self.table.setModel(self.model)
        self.table.setAccessibleName("里程碑节点")
        fit_rows(self.table)
        self.table.current_changed.connect(self._show_current)
        self.table.cleared.connect(self._clear_cell)
        self._give_keys()
        self.watch(self.model)
        self.form = MilestoneForm(self)
        self._suggested: TemplateChoice | None = None
        self.take = button("套用节点模板", primary=True, run=self._apply_suggested)
        self.other = link("选其他模板…", run=self.template.showMenu)
        hint = "套用模板后填原定日期即可；模板可以随时更换，已填的日期不会丢失。"
        self.nothing = empty_state("gantt_chart", "还没有里程碑节点", hint, self.take, self.other)
        self.page.setLayout(vbox(self.table, self.form, self.nothing, None))

    def _give_keys(self) -> None:
        """Give the table Ctrl+/ (不适用), in its menu too."""
        mark = QAction("标为不适用 ／，或取消", self.table)
        mark.setShortcut(QKeySequence("Ctrl+/"))
        mark.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        mark.triggered.connect(self._toggle_na)
        self.table.addAction(mark)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def forms(self) -> tuple[Form, ...]:
        """Return the form below the table."""
        return (self.form.form,)

    @property
    def wrong(self) -> int:
        """Count cells too."""
        return super().wrong + self.model.refused_count

    def rest(self) -> None:
        """Fold the forms of one milestone, and forget what was refused in the table."""
        self.form.fold()
        self.model.forget_refused()

    # --- Showing ---

    def load(self, project: Detail) -> None:
        """Read the milestones."""
        context = self.context
        rows = context.tasks.read(milestones, project.project_id, context.period.as_of)
        self._templates = context.tasks.read(templates)
        self.model.set_rows(rows)
        self.table.setVisible(bool(rows))
        self.nothing.setVisible(not rows)
        self._offer_template(project)
        if rows and self.table.current_key is None:
            self.table.select_key(self._first_open(rows))
        self._show_current()
        self._fill_menu(project)
        self._allow(rows)

    def _first_open(self, rows: tuple[MilestoneRow, ...]) -> int:
        """Return the milestone that is worked at: the first that is not reached."""
        return next((row.id for row in rows if row.actual is None and not row.na), rows[-1].id)

    @property
    def current(self) -> MilestoneRow | None:
        """The milestone of the current row."""
        return next((row for row in self.model.rows() if row.id == self.table.current_key), None)

    def _show_current(self, _key: object = None) -> None:
        """Show the current milestone in the form, storing first what was being typed for another."""
        row = self.current
        if self.form.form.row is not None and (row is None or self.form.form.row != row.id):
            self.form.form.leave()
            row = self.current
        self.form.show_row(row, self.model.rows())
        self._allow(self.model.rows())

    def _allow(self, rows: tuple[MilestoneRow, ...]) -> None:
        """Enable what can be done now."""
        blocked, row = self.blocked, self.current
        none = None if row else "先选中一个节点"
        for control in (self.add, self.template):
            set_blocked(control, blocked)
        for control in (self.up, self.down, self.drop):
            set_blocked(control, blocked or none)
        free = [one for one in rows if one.planned is not None and one.frozen_on is None]
        set_blocked(self.freeze, blocked or (None if free else "没有已填原定、尚未冻结的节点"))

    def _fill_menu(self, project: Detail) -> None:
        """List the templates, the suggested and the one in force marked."""
        self._menu.clear()
        suggested = suggested_template(project.kind, project.nature, project.name)
        for template in self._templates:
            words = f"{template.title}（建议）" if template.key == suggested else template.title
            action = QAction(words, self._menu)
            action.setCheckable(True)
            action.setChecked(template.key == project.template_key)
            action.triggered.connect(partial(self.apply, template))
            self._menu.addAction(action)
        used = next((one.title for one in self._templates if one.key == project.template_key), "还没有套用")
        self.template.setToolTip(f"节点模板：{used}。换模板不会丢失已填的日期。")
        self.template.setAccessibleName("套用节点模板")

    def _offer_template(self, project: Detail) -> None:
        """Name the template that fits a project without milestones."""
        key = suggested_template(project.kind, project.nature, project.name)
        self._suggested = next((one for one in self._templates if one.key == key), None)
        short = self._suggested.title.partition("（")[0] if self._suggested else ""
        self.take.setText(f"套用节点模板（{short}）" if short else "添加节点")
        self.other.setVisible(bool(self._templates))
        set_blocked(self.take, self.blocked)
        set_blocked(self.other, self.blocked)

    def _apply_suggested(self) -> None:
        """Lay the suggested template; a file without templates gets a first milestone."""
        if self._suggested is not None:
            self.apply(self._suggested)
        else:
            self._add()

    # --- Storing ---

    def _commit(self, row: MilestoneRow, key: str, text: str) -> None:
        """Store a cell."""
        try:
            store_field(self, row, key, text)
        except ReasonNeeded as error:
            self.ask_why(str(error), row, text, partial(self.forget_cell, self.model, row.id, key))
            raise
        except InputError:
            if key == "approved" and text:
                self.form.open_approval(text)
            raise

    def ask_why(self, sentence: str, row: MilestoneRow, text: str, again: Callable[[], object]) -> None:
        """Ask why 实际 contradicts its neighbours; *again* shows what is stored, with the reason or without."""

        def store(why: str) -> None:
            store_actual(self, row, text, why)
            again()

        self.ask.ask_reason(sentence, store, give_up=again)

    def _clear_cell(self, _cells: object) -> None:
        """Delete: make the current cell 未填."""
        index = self.table.currentIndex()
        if index.flags() & Qt.ItemFlag.ItemIsEditable and self.model.columns[index.column()].key not in (
            "title",
            "weight",
        ):
            self.model.setData(index, "")

    def _toggle_na(self) -> None:
        """Mark the current milestone 不适用, or take the mark back."""
        if self.current is not None and self.blocked is None:
            self.form.set_na(not self.current.na)

    def apply(self, template: TemplateChoice, _checked: bool = False) -> None:
        """Lay a template over the milestones."""
        self.attempt(f"套用节点模板“{template.title}”", service.apply_template, self.project_id, template.key)

    def _add(self) -> None:
        """Add a milestone after the current one and go to its name."""
        row = self.current
        place = row.position + 1 if row else None
        done = self.attempt("添加节点", service.add, self.project_id, NEW_TITLE, position=place)
        if done is None:
            return
        self.table.select_key(done.result)
        self.form.select_title()
        self.reveal(self.form)

    def _move(self, by: int) -> None:
        """Move the current milestone up or down."""
        row = self.current
        if row is not None and 1 <= row.position + by <= len(self.model.rows()):
            self.attempt(f"移动节点“{row.title}”", service.move, row.id, row.position + by)
            self.table.select_key(row.id)

    def _remove(self) -> None:
        """Remove the current milestone; its neighbour becomes the current one."""
        row = self.current
        if row is None:
            return
        left = [one.id for one in self.model.rows() if one.id != row.id]
        if self.attempt(f"移除节点“{row.title}”", service.remove, row.id) is not None and left:
            self.table.select_key(left[min(row.position - 1, len(left) - 1)])

    def _ask_freeze(self) -> None:
        """Say what 冻结 means before it is done."""
        free = [row.id for row in self.model.rows() if row.planned is not None and row.frozen_on is None]
        said = f"冻结后，原定日期只能用“更正”修改，偏差按冻结时的原定计算。{len(free)} 个节点已填原定、尚未冻结。"
        self.ask.offer(said, Link(f"冻结 {len(free)} 个节点", partial(self._freeze, free)), give_up=self.ask.dismiss)

    def _freeze(self, ids: list[int]) -> None:
        """Fix 原定."""
        self.ask.dismiss()
        self.attempt(f"冻结 {len(ids)} 个节点的原定", service.freeze, ids, self.context.period.today)
