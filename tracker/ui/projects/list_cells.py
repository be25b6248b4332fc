"""What happens to the cells of the list: cleared, pasted into, refused and put right."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from tracker.services.paste import Start
from tracker.ui.context import AppContext, Link
from tracker.ui.projects.editing import ListEditing, pasteable
from tracker.ui.projects.list_panel import ListPanel


class ListCells(QObject):
    """Joins the table with :class:`ListEditing`. ``changed`` follows the number of refused inputs."""

    changed = Signal()

    def __init__(self, context: AppContext, panel: ListPanel, editing: ListEditing) -> None:
        """Serve *panel*."""
        super().__init__(panel)
        self._context, self._panel, self._editing = context, panel, editing
        self._refusing = False  # the strip tells of an input that was refused
        panel.model.refused.connect(self._refused)
        panel.model.edited.connect(self._corrected)
        panel.table.cleared.connect(self._clear)
        panel.table.pasted.connect(self.paste)

    @property
    def wrong(self) -> int:
        """How many cells hold text that was not stored."""
        return self._panel.model.refused_count

    def _clear(self, cells: list[tuple[int, str]]) -> None:
        """Delete sets the current column of the selected rows to 未填; a row's other cells are not meant."""
        place = self._panel.table.currentIndex().column()
        key = self._panel.model.columns[place].key if place >= 0 else ""
        self._editing.clear([cell for cell in cells if cell[1] == key], self._panel.row)

    def paste(self, text: str) -> None:
        """Paste from the first selected row and the current column on."""
        table, header, model = self._panel.table, self._panel.table.horizontalHeader(), self._panel.model
        ids = self._panel.selected_ids()
        start = None
        if ids and (place := model.position_of(ids[0])) is not None:
            rows = tuple(key for key in model.ids[place:] if key > 0)[: text.count("\n") + 1]
            first = header.visualIndex(max(table.currentIndex().column(), 0))
            shown = [header.logicalIndex(visual) for visual in range(first, header.count())]
            keys = [model.columns[at].key for at in shown if not table.isColumnHidden(at)]
            start = Start(rows, pasteable(keys))
        self._editing.paste(text, start)

    def _refused(self, _row: object, _key: str, sentence: str) -> None:
        """Say why a cell's text was not stored; it stays in the cell, marked."""
        self._refusing = True
        self._context.notify(sentence, Link("放弃这次输入", self._forget), tone="error")
        self.changed.emit()

    def _forget(self) -> None:
        """Show the stored values again."""
        self._panel.model.forget_refused()
        self._corrected()

    def _corrected(self) -> None:
        """Take the sentence about the last refusal away once nothing refused is left."""
        if self._refusing and not self.wrong:
            self._refusing = False
            self._context.forget_notice()
        self.changed.emit()
