"""变更: who changed what, when and why, newest first; old and new values beside the list."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from tracker.domain.changes import Changes
from tracker.queries import history
from tracker.queries.history import HistoryFilter, HistoryRow
from tracker.ui import theme
from tracker.ui.cells import EMPTY, Cell
from tracker.ui.context import AppContext
from tracker.ui.forms import Label, hbox, link, separator, shortened, vbox
from tracker.ui.history_filter import HistoryFilterLine
from tracker.ui.pages.page import Page
from tracker.ui.projects.search_box import SearchBox
from tracker.ui.start_page import Notice
from tracker.ui.table_model import Column, RowTableModel
from tracker.ui.table_view import TableView

AT_ONCE = 100
_PANEL_WIDTH = 400
_NAMED = 24  # characters of a project's name on its link


class HistoryPage(Page):
    """The change log of the whole file."""

    has_figures = False

    def __init__(self, context: AppContext) -> None:
        """Make the page; it is filled by :meth:`refresh`."""
        super().__init__(context, "变更")
        self.search = SearchBox()
        self.search.setAccessibleName("搜索变更")
        self.search.setPlaceholderText("操作、项目、姓名、原因  Ctrl+F")
        self.search.setToolTip("多个词用空格隔开，都出现的才列出")
        self.add_tools(None, self.search)
        self.model: RowTableModel[HistoryRow] = RowTableModel(_columns(), lambda row: row.action_id, parent=self)
        self.table = TableView("history", context.config)
        self.table.setModel(self.model)
        self.table.setAccessibleName("变更列表")
        self.details = _Details(context)
        self._count = Label("", "text2")
        self.more = link("显示更早的", run=self._load_more)
        foot = QWidget()
        foot.setLayout(hbox(self._count, self.more, None, spacing=8, margins=(12, 0, 12, 0)))
        foot.setFixedHeight(theme.height(theme.Size.FILTER))
        left = QWidget()
        left.setLayout(vbox(self.table, foot))
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(left)
        split.addWidget(self.details)
        split.setStretchFactor(0, 1)
        split.setCollapsible(0, False)
        split.setSizes([910, _PANEL_WIDTH])
        self._stack = QStackedWidget()
        self._stack.addWidget(split)
        self._empty: Notice | None = None
        self.filter = HistoryFilterLine(context.period.today)
        self._wanted = history.ANYTHING
        self.filter.changed.connect(self._filtered)
        body = vbox(self.filter, separator(), self._stack)
        body.setStretchFactor(self._stack, 1)
        self.setLayout(body)
        self.search.searched.connect(self._searched)
        self.search.left_down.connect(self.table.setFocus)
        self.table.current_changed.connect(self._show_details)
        self.table.opened.connect(self._open_project)

    def refresh(self, _changes: Changes) -> None:
        """Read the newest actions again, as many as are shown."""
        self.filter.set_people(self.context.tasks.read(history.people))
        rows = self._read(max(AT_ONCE, len(self.model.rows())), None)
        self._show(rows)

    def period_changed(self) -> None:
        """Do nothing: the log has no period."""

    def _read(self, limit: int, before_id: int | None) -> tuple[HistoryRow, ...]:
        """Read some actions that meet the filter and hold the searched words."""
        wanted = replace(self._wanted, text=self.search.text().strip())
        return self.context.tasks.read(history.recent, limit + 1, before_id, wanted)

    def _clear_search(self) -> None:
        """Show everything again, at once."""
        self.search.clear()
        self.filter.clear()
        self.search.search()

    def _filtered(self, wanted: HistoryFilter) -> None:
        """Show what meets another filter."""
        self._wanted = wanted
        self._show(self._read(AT_ONCE, None))

    def _searched(self, _words: str) -> None:
        """Show what holds the words."""
        self._show(self._read(AT_ONCE, None))

    def _load_more(self) -> None:
        """Add older actions below."""
        rows = self.model.rows()
        if rows:
            self._show((*rows, *self._read(AT_ONCE, rows[-1].action_id)), len(rows) + AT_ONCE)

    def _show(self, rows: tuple[HistoryRow, ...], limit: int | None = None) -> None:
        """Show actions; one more than the limit was read to know whether there are older ones."""
        limit = limit or max(AT_ONCE, len(self.model.rows()))
        shown, more = rows[:limit], len(rows) > limit
        self.model.set_rows(shown)
        self.more.setVisible(more)
        self._count.setText(f"已显示 {len(shown):,} 次操作" + ("" if more else "，没有更早的了"))
        self._show_emptiness(nothing=not shown)
        if shown and self.table.current_key is None:
            self.table.select_key(shown[0].action_id)
        self._show_details(self.table.current_key)

    def _show_emptiness(self, *, nothing: bool) -> None:
        """Say why there is nothing, or show the list."""
        if self._empty is not None:
            self._stack.removeWidget(self._empty)
            self._empty.deleteLater()
            self._empty = None
        words = "；".join(part for part in (self.search.text().strip(), self.filter.spoken()) if part)
        if nothing and words:
            self._empty = Notice("search", f"没有符合“{words}”的变更", "", (("清除筛选", self._clear_search),))
        elif nothing:
            self._empty = Notice("history", "还没有变更", "填写或修改任何内容后，谁在什么时候改了什么都记在这里。")
        if self._empty is not None:
            self._stack.addWidget(self._empty)
            self._stack.setCurrentWidget(self._empty)

    def _show_details(self, key: object) -> None:
        """Show old and new values of the chosen action."""
        place = self.model.position_of(key) if isinstance(key, int) else None
        self.details.show_row(None if place is None else self.model.row(place))

    def _open_project(self, key: object) -> None:
        """Open the project an action touched."""
        place = self.model.position_of(key) if isinstance(key, int) else None
        row = None if place is None else self.model.row(place)
        if row is not None and row.projects:
            self.context.open_project(row.projects[0][0], "history")

    def panes(self) -> list[QWidget]:
        """Return list and details."""
        return [self.table, self.details]

    def show_search(self) -> None:
        """Go to the search box."""
        self.search.setFocus()
        self.search.selectAll()

    def escape(self) -> bool:
        """Clear search and filter."""
        found = bool(self.search.text()) or self.filter.active
        if found:
            self._clear_search()
        return found


def _columns() -> tuple[Column[HistoryRow], ...]:
    """Return the columns of the log."""
    return (
        Column("at", "时间", lambda row: Cell(row.at, "text2"), width=118),
        Column("who", "操作人", lambda row: Cell(row.who), width=92),
        Column("what", "操作", _what, width=280, elide="middle"),
        Column("first", "内容", _first, width=260, stretch=True),
        Column("why", "原因", lambda row: Cell(row.why or "", tooltip=row.why or ""), width=150),
    )


def _what(row: HistoryRow) -> Cell:
    """Name the deed; one that was taken back is grey and says so."""
    return Cell(f"{row.what}（已撤销）", "text3") if row.undone else Cell(row.what)


def _first(row: HistoryRow) -> Cell:
    """Show the first change and how many more there are."""
    if not row.lines:
        return EMPTY
    count = len(row.lines) + row.more
    ink = "text3" if row.undone else "text2"
    return Cell(row.lines[0] + (f"　等 {count:,} 处" if count > 1 else ""), ink, tooltip="\n".join(row.lines[:12]))


class _Details(QScrollArea):
    """One action in full."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self._row: HistoryRow | None = None
        self.setWidgetResizable(True)
        self.setMinimumWidth(240)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("所选操作的全部内容")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_row(self, row: HistoryRow | None) -> None:
        """Show an action, or nothing."""
        if row == self._row and self.widget() is not None:
            return
        self._row = row
        content = QWidget()
        box = vbox(spacing=6, margins=(12, 12, 12, 12))
        if row is not None:
            self._fill(box, row)
        box.addStretch(1)
        content.setLayout(box)
        self.setWidget(content)

    def _fill(self, box: QVBoxLayout, row: HistoryRow) -> None:
        """Write an action out: what, when, who, why, where, and each value before and after."""
        box.addWidget(Label(row.what, size=theme.Type.PANEL, wrap=True))
        undone = " · 已撤销" if row.undone else ""
        box.addWidget(Label(f"{row.at} · {row.who}{undone}", "text2", wrap=True))
        if row.why:
            box.addWidget(Label(f"原因：{row.why}", wrap=True))
        for project_id, name in row.projects:
            show = link(shortened(name, _NAMED), run=partial(self._context.open_project, project_id, "history"))
            show.setToolTip(f"打开“{name}”")
            box.addWidget(show)
        if row.project_count > len(row.projects):
            box.addWidget(Label(f"共涉及 {row.project_count:,} 个项目", "text2"))
        if row.lines:
            box.addWidget(separator())
        for line in row.lines:
            text = Label(line, wrap=True)
            text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            box.addWidget(text)
        if row.more:
            box.addWidget(Label(f"另有 {row.more:,} 处，没有一一列出", "text3"))
