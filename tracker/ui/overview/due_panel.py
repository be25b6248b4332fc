"""What is overdue or comes due, a few at a time; 全部 opens the whole list."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QTabBar

from tracker.queries.criteria import Criteria
from tracker.queries.due import DueNode
from tracker.queries.overview import DueList, Overview, due_list
from tracker.ui.context import AppContext
from tracker.ui.forms import link
from tracker.ui.overview.due_sheet import DueSheet, due_count
from tracker.ui.overview.panels import ListPanel
from tracker.ui.overview.tables import due_columns

_MOST = 50  # rows shown here; the rest is behind 全部

_EMPTY = {
    DueList.OVERDUE: ("没有逾期的节点", "节点过了最新批准（没有的按原定）还没有实际日期，会列在这里。"),
    DueList.NEXT: ("没有未完成的节点", "给项目套用节点模板后，各项目的下一节点会列在这里。"),
}
_NOTHING_DUE = "填了原定或最新批准日期的节点，快到期时会列在这里。"


@dataclass(frozen=True)
class DueRows:
    """One list and its rows."""

    kind: DueList
    rows: tuple[DueNode, ...]


class DuePanel(ListPanel[DueNode]):
    """One list at a time; the tabs say how many each has. It opens with what is overdue."""

    def __init__(self, context: AppContext) -> None:
        """Make the panel; it is filled by :meth:`show_due`."""
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(False)
        self.tabs.setAccessibleName("到期清单")
        for kind in DueList:
            self.tabs.addTab(kind.value)
        self.all = link("全部", run=self.show_all)
        super().__init__(
            *("到期节点", due_columns(DueList.OVERDUE), lambda row: row.milestone_id, self._open_project),
            self.all,
        )
        self._context = context
        self._criteria = Criteria()
        self._scope = ""
        self._found: Overview | None = None
        self.body.insertWidget(2, self.tabs)
        self.tabs.currentChanged.connect(self._show)

    def show_due(self, criteria: Criteria, scope: str, found: Overview, read: DueRows) -> None:
        """Show the lists of other projects, or of another day; *read* is one of them, read with the rest."""
        self._criteria, self._scope, self._found = criteria, scope, found
        for place, kind in enumerate(DueList):
            number = due_count(found.due, kind)
            self.tabs.setTabText(place, kind.value if number is None else f"{kind.value} {number:,}")
        self._show_rows(read.rows) if read.kind is self.kind else self._show()

    @property
    def kind(self) -> DueList:
        """The list that is shown."""
        return list(DueList)[self.tabs.currentIndex()]

    def _show(self) -> None:
        """Read and show the chosen list."""
        if self._found is None:
            return
        self._show_rows(self._context.tasks.read(due_list, self._criteria, self._found.as_of, self.kind))

    def _show_rows(self, rows: tuple[DueNode, ...]) -> None:
        """Show the first rows of the chosen list and say how many there are."""
        if self._found is None:
            return
        late = self._found.due
        words = f"{late.overdue_projects:,} 个项目有逾期节点" if late.overdue_projects else ""
        self.note.setText(words)
        self.all.setText(f"全部 {len(rows):,}" if len(rows) > _MOST else "全部")
        self.all.adjustSize()
        self.empty.say(*_EMPTY.get(self.kind, (f"{self.kind.value}没有到期的节点", _NOTHING_DUE)))
        self.show_rows(rows[:_MOST], due_columns(self.kind))

    def _open_project(self, row: DueNode) -> None:
        """Open the milestones of a row's project."""
        self._context.open_project(row.project_id, "milestones")

    def show_all(self) -> None:
        """Open the whole list."""
        if self._found is not None:
            DueSheet(self, self._context, self._criteria, self._scope, self._found.due, self.kind).open()
