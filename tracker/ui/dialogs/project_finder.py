"""Looks a project up by typing: a search line and what it finds, for dialogs that need another project."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from tracker.queries import projects
from tracker.queries.criteria import Criteria
from tracker.queries.projects import Detail
from tracker.ui.context import AppContext
from tracker.ui.forms import Label, vbox
from tracker.ui.projects.search_box import SearchBox

_MOST = 50
_ID = Qt.ItemDataRole.UserRole


class ProjectFinder(QWidget):
    """``chosen`` carries the id of the project that was double-clicked or entered.

    *first* itself is never offered.
    """

    chosen = Signal(int)

    def __init__(self, context: AppContext, first: Detail | None = None) -> None:
        """Begin with the projects of the same 上报单位 as *first*, the likeliest to be meant; with all without one."""
        super().__init__()
        self._context = context
        self._first = first
        self.box = SearchBox()
        self.box.setPlaceholderText(f"输入{'另一条' if first else '项目'}的名称、别名或拼音首字母")
        self.list = QListWidget()
        self.list.setAccessibleName("找到的项目")
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self._note = Label("", "text2")
        named = (Label(first.name, strong=True, wrap=True), 6) if first else ()
        self.setLayout(vbox(*named, self.box, 6, self._note, 4, self.list))
        self.box.searched.connect(self.search)
        self.box.left_down.connect(self._go_to_list)
        self.list.itemActivated.connect(self._choose)
        self.list.itemDoubleClicked.connect(self._choose)
        self.setFocusProxy(self.box)
        self.search("")

    def search(self, text: str) -> None:
        """Show what a text finds."""
        first = self._first
        units = () if text or first is None else (first.unit_id,)
        criteria = Criteria(text=text, unit_ids=units, counted_only=True)
        period, read = self._context.period, self._context.tasks.read
        own = first.project_id if first else None
        ids = [key for key in read(projects.list_ids, criteria, period.as_of) if key != own]
        self.list.clear()
        for row in read(projects.list_rows, ids[:_MOST], period.as_of):
            item = QListWidgetItem(f"{row.name}　{row.unit}{'　' + row.source if row.source else ''}")
            item.setData(_ID, row.project_id)
            item.setToolTip(f"{row.name}\n编号 {row.uid}")
            self.list.addItem(item)
        where = "找到" if text or first is None else f"{first.unit}的其他项目"
        more = f"，先列出 {_MOST} 项，请再输入几个字" if len(ids) > _MOST else ""
        self._note.setText(f"{where} {len(ids)} 项{more}" if ids else "没有找到，请换一个词")

    @property
    def current(self) -> int | None:
        """The project of the current line, of the first where none is."""
        item = self.list.currentItem() or self.list.item(0)
        return int(item.data(_ID)) if item is not None else None

    def _go_to_list(self) -> None:
        """↓ goes to what was found."""
        if self.list.count():
            self.list.setCurrentRow(0)
            self.list.setFocus()

    def _choose(self, item: QListWidgetItem) -> None:
        """Take a project."""
        self.chosen.emit(item.data(_ID))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes the current line, from the search line too."""
        item = self.list.currentItem() or self.list.item(0)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and item is not None:
            self._choose(item)
        else:
            super().keyPressEvent(event)
