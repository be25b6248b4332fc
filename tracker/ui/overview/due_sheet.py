"""The whole lists of milestones that are overdue or due: sorted, searched, copied as to Excel."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTabBar, QWidget

from tracker.queries.criteria import Criteria
from tracker.queries.due import DueCounts, DueNode
from tracker.queries.overview import DueList, due_list
from tracker.ui.context import AppContext
from tracker.ui.forms import Label, button, hbox
from tracker.ui.messages import Sheet
from tracker.ui.overview.tables import due_columns
from tracker.ui.projects.search_box import SearchBox
from tracker.ui.table_header import SortKeys
from tracker.ui.table_model import RowTableModel
from tracker.ui.table_view import TableView

_WIDTH, _HEIGHT, _MARGIN = 980, 560, 40


def due_count(counts: DueCounts, kind: DueList) -> int | None:
    """Return how many milestones a list has; None is not counted."""
    return {
        DueList.OVERDUE: counts.overdue,
        DueList.WITHIN_30: counts.within_30,
        DueList.WITHIN_60: counts.within_60,
        DueList.WITHIN_90: counts.within_90,
    }.get(kind)


def _search() -> SearchBox:
    """Return the search box."""
    search = SearchBox()
    search.setAccessibleName("搜索节点")
    search.setPlaceholderText("项目、单位、节点、责任人")
    search.setToolTip("多个词用空格隔开，都出现的才列出")
    return search


class DueSheet(Sheet):
    """All milestones of a list, of the projects 概览 shows. Enter or a double click opens a project."""

    def __init__(
        self, parent: QWidget, context: AppContext, criteria: Criteria, scope: str, counts: DueCounts, kind: DueList
    ) -> None:
        """Show the list *kind* first; *scope* says in words which projects."""
        super().__init__(parent, "到期与逾期节点", width=640)
        self._context, self._criteria = context, criteria
        self._rows: tuple[DueNode, ...] = ()
        self._sorted: SortKeys = ()
        self.tabs = QTabBar()
        self.tabs.setAccessibleName("清单")
        self.tabs.setDrawBase(False)
        for one in DueList:
            number = due_count(counts, one)
            self.tabs.addTab(one.value if number is None else f"{one.value} {number:,}")
        self.search = _search()
        self.model: RowTableModel[DueNode] = RowTableModel(
            due_columns(kind, whole=True), lambda row: row.milestone_id, parent=self
        )
        self.table = TableView("due", context.config)
        self.table.setAccessibleName("节点清单")
        self.table.setModel(self.model)
        self.count = Label("", "text2")
        self.body.addLayout(hbox(self.tabs, None, self.search))
        self.body.addWidget(Label(f"{scope}；截至 {context.period.as_of}", "text2", wrap=True))
        self.body.addWidget(self.table, 1)
        self.let_body_grow()
        self.foot.insertWidget(0, self.count)
        self.projects_button = button("在“项目”中查看", run=self._show_projects)
        self.foot.addWidget(self.projects_button)
        self.foot.addWidget(button("关闭", run=self.reject))
        self.tabs.setCurrentIndex(list(DueList).index(kind))
        self.tabs.currentChanged.connect(self._read)
        self.search.searched.connect(self._filter)
        self.search.left_down.connect(self.table.setFocus)
        self.table.sort_wanted.connect(self._sort)
        self.table.opened.connect(self._open)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._fit(parent.window())
        self._read()
        self.table.setFocus()

    def _fit(self, window: QWidget) -> None:
        """Be no larger than the window."""
        self.resize(min(_WIDTH, window.width() - _MARGIN), min(_HEIGHT, window.height() - _MARGIN))

    @property
    def kind(self) -> DueList:
        """The list that is shown."""
        return list(DueList)[self.tabs.currentIndex()]

    def _read(self) -> None:
        """Read the chosen list."""
        as_of = self._context.period.as_of
        self._rows = self._context.tasks.read(due_list, self._criteria, as_of, self.kind)
        self._sorted = ()
        self.table.set_columns(due_columns(self.kind, whole=True))
        self._filter(self.search.text())

    def _filter(self, text: str) -> None:
        """Show the rows that hold all words."""
        words = text.split()
        rows = [row for row in self._rows if all(word in _text(row) for word in words)]
        self.model.set_rows(rows)
        self._sort(self._sorted)
        projects = len({row.project_id for row in rows})
        whole = f"（全部 {len(self._rows):,} 个）" if words else ""
        self.count.setText(f"{len(rows):,} 个节点{whole}，{projects:,} 个项目" if rows else "没有符合的节点")
        self.projects_button.setEnabled(bool(rows))

    def _sort(self, keys: SortKeys) -> None:
        """Order the rows by headings, the first key being the main one."""
        self._sorted = keys
        self.table.set_sorted(keys)
        places = {column.key: place for place, column in enumerate(self.model.columns)}
        for key, down in reversed(keys):
            order = Qt.SortOrder.DescendingOrder if down else Qt.SortOrder.AscendingOrder
            self.model.sort(places[key], order)

    def _open(self, key: object) -> None:
        """Open the milestones of a row's project."""
        place = self.model.position_of(key) if isinstance(key, int) else None
        row = None if place is None else self.model.row(place)
        if row is not None:
            self.accept()
            self._context.open_project(row.project_id, "milestones")

    def _show_projects(self) -> None:
        """Show the projects of the listed milestones in 项目."""
        ids = tuple(dict.fromkeys(row.project_id for row in self.model.rows()))
        self.accept()
        name = f"节点{self.kind.value}" if self.kind is not DueList.NEXT else "有未完成节点"
        self._context.open_projects(replace(self._criteria, project_ids=ids, ids_name=name))


def _text(row: DueNode) -> str:
    """Return what is searched in."""
    return " ".join((row.project, row.unit, row.title, row.owner_dept or "", row.owner or ""))
