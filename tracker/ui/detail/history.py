"""变更: who changed what of this project, when and why, one deed after the other."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from tracker.domain.changes import Changes
from tracker.queries.detail import Detail
from tracker.queries.history import HistoryRow, project_history
from tracker.ui import theme
from tracker.ui.context import AppContext
from tracker.ui.detail.lists import clear, words
from tracker.ui.detail.tab import Tab
from tracker.ui.forms import Label, button, hbox, separator, vbox

PAGE = 30


class HistoryTab(Tab):
    """The change history of a project, newest first; older pages are added by a button."""

    wants = Changes.EVERYTHING
    for_headings = True

    def __init__(self, context: AppContext) -> None:
        """Make an empty list."""
        super().__init__(context)
        self.rows: list[HistoryRow] = []
        self._list: QVBoxLayout = vbox(spacing=6)
        self.more = button("显示更早的变更", run=self._load_more)
        self._none = Label("还没有变更记录。", "text2")
        self._day = ""
        end = hbox(None, self.more, None)
        self.page.setLayout(vbox(self._list, self._none, 8, end, None, margins=(12, 8, 12, 12)))

    def rest(self) -> None:
        """Begin with one page for another project."""
        self.rows = []

    def load(self, project: Detail) -> None:
        """Read as many deeds as are shown already, at least a page."""
        wanted = max(PAGE, len(self.rows))
        self.rows = []
        self._day = ""
        clear(self._list)
        self._add(project, wanted)

    def _load_more(self) -> None:
        """Add a page of older deeds."""
        if self.project is not None:
            self._add(self.project, PAGE)

    def _add(self, project: Detail, count: int) -> None:
        """Read and show *count* further deeds."""
        last = self.rows[-1].action_id if self.rows else None
        found = self.context.tasks.read(project_history, project.project_id, count, last)
        for row in found:
            day, _space, time = row.at.partition(" ")
            if day != self._day:
                self._day = day
                self._list.addWidget(Label(day, "text2", strong=True))
            self._list.addWidget(_Deed(row, time, project.name))
        self.rows += found
        self.more.setVisible(len(found) == count)
        self._none.setVisible(not self.rows)


class _Deed(QWidget):
    """One deed: time and person, what it was, its lines and its reason."""

    def __init__(self, row: HistoryRow, time: str, name: str) -> None:
        super().__init__()
        said = row.what.removesuffix(f"：{name}")
        what = words(f"{said}（已撤销）" if row.undone else said, "text3" if row.undone else "text")
        head = hbox(Label(time, "text3"), what, Label(row.who, "text2"), spacing=8)
        head.setStretch(1, 1)
        inner = vbox(spacing=2, margins=(theme.Size.CONTROL + 10, 0, 0, 0))
        for line in row.lines:
            inner.addWidget(words(line, "text2"))
        if row.more:
            inner.addWidget(Label(f"另有 {row.more:,} 处变更", "text3"))
        if row.why:
            inner.addWidget(words(f"原因：{row.why}"))
        self.setLayout(vbox(head, 2, inner, 5, separator()))
