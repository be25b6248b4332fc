"""项目: every project in one list with its filter, and the chosen one in full beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication, QWidget

from tracker.domain.changes import Changes
from tracker.queries import choices
from tracker.queries.choices import Choices
from tracker.queries.criteria import Criteria
from tracker.queries.views import View
from tracker.ui.context import AppContext, Link
from tracker.ui.detail.panel import DetailPanel
from tracker.ui.forms import hbox, set_blocked, shortened, tool, vbox
from tracker.ui.pages.page import Page
from tracker.ui.print_dialog import Printable
from tracker.ui.projects.actions import ProjectActions
from tracker.ui.projects.column_popup import ColumnPopup
from tracker.ui.projects.editing import ListEditing
from tracker.ui.projects.filter_buttons import NOTHING_YET, FilterButtons
from tracker.ui.projects.filter_line import FilterLine
from tracker.ui.projects.filter_words import Condition, conditions, in_short, loosened
from tracker.ui.projects.grouping import Grouping
from tracker.ui.projects.list_cells import ListCells
from tracker.ui.projects.list_panel import Found, ListPanel
from tracker.ui.projects.named_lists import NamedLists
from tracker.ui.projects.navigator import Navigator
from tracker.ui.projects.search_box import SearchBox
from tracker.ui.projects.selection import SelectionSum
from tracker.ui.projects.side_by_side import SideBySide

_NAMED = 20  # characters of a name in the filter line


class ProjectsPage(Page):
    """The list's filter is the window's: 图表 and exports may follow it (``AppContext.criteria``)."""

    def __init__(self, context: AppContext) -> None:
        """Make the page; it is filled by :meth:`refresh`."""
        super().__init__(context, "项目")
        self._criteria = context.criteria
        self._choices: Choices | None = None
        self._follow = QTimer(self)
        self._follow.setSingleShot(True)
        self._follow.setInterval(0)
        self._follow.timeout.connect(self._follow_row)
        self.editing = ListEditing(context, self)
        self.panel = ListPanel(context, self.editing.commit)
        self.detail = DetailPanel(context)
        self.deeds = ProjectActions(context, self.panel, self.choices)
        self.filters = FilterButtons(self.counted_choices, self)
        self.search = SearchBox()
        self.line = FilterLine()
        self.cells = ListCells(context, self.panel, self.editing)
        self.named = NamedLists(context, self)
        self.navigator = Navigator(context, self.panel.view, self)
        self.split = SideBySide(self.navigator.tree, self.panel, self.detail, context.config)
        self._build_tools()
        self._build_body()
        self._wire()
        self.headings_action.setChecked(True)
        self.filters.set_criteria(self._criteria)
        self._detail_changed(self.split.open)
        self._tree_changed(self.split.side_open)

    # --- Building ---

    def _build_tools(self) -> None:
        """Fill the toolbar."""
        self.new_button = tool("新建", "add", tip="新建项目（Ctrl+N）", primary=True, run=self.deeds.create)
        self.columns_button = tool("列", "column_triple", tip="选择显示哪些列", run=self._choose_columns)
        self.detail_button = tool("详情", "panel_right", tip="打开或收起详情（F4）", run=self.toggle_detail)
        self.detail_button.setCheckable(True)
        self.columns_popup = ColumnPopup(self.columns_button, self.panel.table)
        self.grouping = Grouping(self.panel)
        # Their words must stay whatever the width, so they are one widget for the toolbar.
        group = QWidget()
        group.setLayout(hbox(*self.filters.buttons, spacing=2))
        lists = (self.grouping.button, self.columns_button)
        self.add_tools(self.new_button, 4, group, 4, *lists, None, self.search, 4, self.detail_button)

    def _build_body(self) -> None:
        """Lay out filter line, list and detail."""
        body = vbox(self.line, self.split)
        body.setStretchFactor(self.split, 1)
        self.setLayout(body)
        self.detail_action = QAction("详情", self)
        self.detail_action.setCheckable(True)
        self.detail_action.setShortcut(QKeySequence("F4"))
        self.detail_action.triggered.connect(self.toggle_detail)
        self.tree_action = QAction("导航", self)
        self.tree_action.setCheckable(True)
        self.tree_action.setShortcut(QKeySequence("F7"))
        self.tree_action.triggered.connect(self.toggle_tree)
        self.headings_action = QAction("列出工程标题", self)
        self.headings_action.setCheckable(True)
        self.headings_action.triggered.connect(self._list_headings)

    def _wire(self) -> None:
        """Connect the parts."""
        table = self.panel.table
        self.search.searched.connect(self._searched)
        self.search.left_down.connect(self._go_to_list)
        self.filters.chosen.connect(self.ask)
        self.line.cleared.connect(self.clear_filter)
        self.panel.empty.chosen.connect(self.ask)
        self.panel.empty.cleared.connect(self.clear_filter)
        self.panel.empty.created.connect(self.deeds.create)
        self.panel.found.connect(self._show_found)
        self.panel.row_opened.connect(self._open_detail)
        self.cells.changed.connect(self._count_wrong)
        self.line.saved.connect(self._save_view)
        self.line.tree.clicked.connect(self.toggle_tree)
        self.named.found.connect(self._list)
        self.navigator.wanted.connect(self.ask)
        self.navigator.view_wanted.connect(self._show_view)
        table.current_changed.connect(self._row_changed)
        SelectionSum(self.context, self.panel)
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        table.customContextMenuRequested.connect(self._show_context_menu)
        self.deeds.made.connect(self._show_made)
        self.deeds.opened.connect(self._open_detail)
        self.deeds.filtered.connect(self.ask)
        self.deeds.paste_wanted.connect(self.cells.paste)
        self.detail.step.connect(self.panel.step)
        self.detail.closed.connect(self._close_detail)
        self.detail.wrong_changed.connect(self._count_wrong)
        self.split.changed.connect(self._detail_changed)
        self.split.side_changed.connect(self._tree_changed)
        self.context.own_units_changed.connect(self._begin_again)

    # --- The filter ---

    def choices(self) -> Choices:
        """Return what there is to choose from, for names; its counts are those of the last reading."""
        if self._choices is None:
            self._choices = self.counted_choices(Criteria())
        return self._choices

    def counted_choices(self, criteria: Criteria) -> Choices:
        """Return what there is to choose from, counting what meets *criteria*."""
        return self.context.tasks.read(choices.choices, self.context.period.as_of, criteria)

    def _conditions(self) -> tuple[Condition, ...]:
        """Return the filter in words; the names in them are those read last, for an edit cannot change them."""
        criteria = self._criteria
        named = criteria.plan_ids or criteria.box_ids or criteria.programme_ids or criteria.unit_ids or criteria.custom
        return conditions(criteria, self.choices() if named else NOTHING_YET)

    def ask(self, criteria: Criteria) -> None:
        """Take a filter the user has made; Alt+← leads back to the one before."""
        if criteria != self._criteria:
            self.context.open_projects(criteria)

    def _searched(self, text: str) -> None:
        """Search; the words typed one after the other are one step for Alt+←."""
        criteria = replace(self._criteria, text=text)
        if text and self._criteria.text:
            self.show_criteria(criteria)
        else:
            self.ask(criteria)

    def _list_headings(self, on: bool) -> None:
        """List the headings, or the projects alone."""
        self.ask(replace(self._criteria, counted_only=not on))

    def clear_filter(self) -> None:
        """清除筛选."""
        self.ask(Criteria())

    def _begin_again(self) -> None:
        """Show the units the user works for now."""
        self.show_criteria(self.context.criteria)
        self.navigator.refresh(self.panel.result.counts.total)

    def show_criteria(self, criteria: Criteria) -> None:
        """Show what matches; what stands behind a name (红灯) is asked for anew."""
        self._criteria = criteria
        self.search.show_text(criteria.text)
        self.filters.set_criteria(criteria)
        self.headings_action.setChecked(not criteria.counted_only)
        self.named.ask(criteria, same=False)

    def _list(self, criteria: Criteria, same: bool) -> None:
        """List what matches, keeping the current row where the filter is the same."""
        self._criteria = criteria
        self.filters.set_criteria(criteria)
        if same:
            self.panel.read_again(criteria)
            self.navigator.refresh(self.panel.result.counts.total)
        else:
            self.panel.read(criteria)

    def refresh(self, changes: Changes) -> None:
        """Read the list again."""
        if changes & Changes.SETTINGS:
            self._take_settings()
        if changes & (Changes.UNITS | Changes.CATALOGUE):
            self._choices = None
        if changes:  # settings too: rules of the lights and 序时, by which rows are ordered and totals made
            self.named.ask(self._criteria, same=True)

    def _take_settings(self) -> None:
        """Follow the office's own columns and words; a condition on a column that is gone goes with it."""
        self.panel.take_settings()
        self._choices = None
        known = {column.key for column in self.panel.office.custom}
        kept = tuple(one for one in self._criteria.custom if one.key in known)
        if kept != self._criteria.custom:
            self.show_criteria(replace(self._criteria, custom=kept))

    def _show_found(self, found: Found) -> None:
        """Put filter, counts and emptiness into words, and keep a row current."""
        words = self._conditions()
        note = ""
        if found.renamed and (row := self.panel.row(found.ids[0])) is not None:
            note = f"编号 {self._criteria.text.strip()} 已并入“{shortened(row.name, _NAMED)}”"
        if found.kept is not None and (row := self.panel.row(found.kept)) is not None:
            note = f"“{shortened(row.name, _NAMED)}”已不符合筛选，换筛选后不再列出"
        self.line.show_filter(words, found.counts, note, self.panel.counting)
        if not found.ids:
            self._say_empty()
        self.panel.show_empty(shown=not found.ids)
        if found.ids and self.panel.table.current_key is None:
            self.panel.select_first()
        self.context.set_criteria(found.criteria)
        self.navigator.show_filter(found.criteria)
        self.deeds.update()
        set_blocked(self.new_button, self.context.tasks.read_only)

    def _say_empty(self) -> None:
        """Say why nothing is listed, and which condition given up would help."""
        if self._criteria.empty:
            self.panel.empty.show_nothing()
            return
        looser = [(one, self.panel.count(one.without)) for one in loosened(self._criteria, self.choices())]
        words = in_short(self._conditions())
        self.panel.empty.show_filter(words, sorted(looser, key=lambda one: one[1]))

    # --- The rows ---

    def show_project(self, project_id: int, tab: str) -> None:
        """Show one project; a filter that hides it is cleared."""
        if not self.panel.select(project_id):
            self.show_criteria(Criteria())
            if not self.panel.select(project_id):
                self.context.closed.choose(corrected=True)  # it came after the quarter was closed
                self.panel.select(project_id)
        self.split.show_detail(shown=True)
        self.detail.show_project(project_id, tab)

    def _show_made(self, project_id: int) -> None:
        """Show a project that was just made; say so where the filter hides it."""
        if self.panel.select(project_id):
            self.split.show_detail(shown=True)
            return
        if self.context.source is not None:
            self.context.open_project(project_id)
            self.context.notify("本季度已封账，封账时的列表里没有新建的项目。现在按更正后显示。")
            return
        self.context.notify(
            "新建的项目不在当前筛选里。", Link("清除筛选并显示", partial(self.context.open_project, project_id))
        )

    def _row_changed(self, _key: object) -> None:
        """Let the detail follow once the list has come to rest: a new reading moves the current row twice."""
        self._follow.start()

    def _follow_row(self) -> None:
        """Show the current row's project beside the list."""
        self.deeds.update()
        if self.detail.isVisibleTo(self):
            key = self.panel.table.current_key
            self.detail.show_project(key if isinstance(key, int) and key > 0 else None)

    def _count_wrong(self) -> None:
        """Tell the status bar how many inputs are not stored."""
        self.wrong_changed.emit(self.cells.wrong + self.detail.wrong)

    # --- Views ---

    def _save_view(self) -> None:
        """存为视图…."""
        self.navigator.save(in_short(self._conditions()))

    def _show_view(self, view: View) -> None:
        """Show a view: its filter, in its order, groups and columns."""
        self.panel.take_view(view)
        if view.criteria == self._criteria:
            self.show_criteria(view.criteria)  # the filter is in use already, but the order may be another one
        else:
            self.ask(view.criteria)

    # --- Layout ---

    def toggle_tree(self) -> None:
        """F7."""
        self.split.show_side(shown=not self.split.side_open)

    def _tree_changed(self, shown: bool) -> None:
        """Show in the menu whether the tree is open, and count its lines if it has just come."""
        self.tree_action.setChecked(shown)
        self.line.tree.setToolTip(f"{'收起' if shown else '打开'}导航（F7）")
        if shown:
            self.navigator.unfolded()

    def toggle_detail(self) -> None:
        """F4."""
        self.split.show_detail(shown=not self.split.open)

    def _open_detail(self, project_id: int) -> None:
        """Open the detail of a row."""
        self.split.show_detail(shown=True)
        self.detail.show_project(project_id)

    def _close_detail(self) -> None:
        """Fold the detail away and go back to the list."""
        self.split.show_detail(shown=False)
        self.panel.table.setFocus()

    def _detail_changed(self, shown: bool) -> None:
        """Show in button and menu whether the detail is open; one that has just come is filled."""
        self.detail_button.setChecked(shown)
        self.detail_action.setChecked(shown)
        self._follow.start()

    def narrow(self, width: int) -> None:
        """Adapt to the window's width."""
        self.split.fit(width)

    def _choose_columns(self) -> None:
        """Open the columns under their button."""
        self.columns_popup.open(self.columns_button)

    def _show_context_menu(self, place: QPoint) -> None:
        """Open the menu of the current row."""
        self.deeds.show_menu(self.panel.table.viewport().mapToGlobal(place))

    # --- What the window asks ---

    def menus(self) -> Mapping[str, list[QAction]]:
        """Return the actions of the page."""
        sight = [self.tree_action, self.detail_action, self.grouping.menu.menuAction(), self.headings_action]
        return {**self.deeds.menu_actions(), "视图": sight}

    def printables(self) -> tuple[Printable, ...]:
        """Return list and 一页台账."""
        from tracker.ui.projects.print_list import printables

        return printables(self.context, self.panel, in_short(self._conditions()))

    def show_part(self, part: str) -> None:
        """Go to the search box where another page asks for ``search``."""
        if part == "search":
            self.show_search()

    def show_search(self) -> None:
        """Ctrl+F."""
        if self.split.covered:
            self.split.show_detail(shown=False)
        self.search.setFocus()
        self.search.selectAll()

    def _go_to_list(self) -> None:
        """↓ in the search box goes to what was found."""
        self.panel.table.setFocus()

    def panes(self) -> list[QWidget]:
        """Return what F6 goes through."""
        return [self.search, self.navigator.tree, self.panel.table, self.detail]

    def escape(self) -> bool:
        """Go back from the detail where it covers the list, clear the filter, fold the detail away."""
        if self.split.covered:
            self._close_detail()
        elif not self._criteria.empty or self.search.text():
            self.search.show_text("")
            self.clear_filter()
            self.panel.table.setFocus()
        elif self.detail.isVisibleTo(self):
            self._close_detail()
        else:
            return False
        return True

    def leave(self) -> int:
        """Store what is being edited; return how many inputs are wrong and not stored."""
        focus = QApplication.focusWidget()
        if focus is not None and self.panel.table.viewport().isAncestorOf(focus):
            self.panel.table.setFocus()  # closes the cell's editor, which stores
        return self.detail.leave() + self.cells.wrong
