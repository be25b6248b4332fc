"""Keeps a table's selection by id while its rows are replaced, and reads it."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QObject, Qt

from tracker.ui.table_model import TableModel

if TYPE_CHECKING:
    from tracker.ui.table_view import TableView

MOST = 5_000  # larger selections are not rebuilt after the list changed
_FLAG = QItemSelectionModel.SelectionFlag


class KeptSelection(QObject):
    """The selection of one table."""

    def __init__(self, table: TableView) -> None:
        """Serve *table*."""
        super().__init__(table)
        self._table = table
        self._keys: list[Hashable] = []
        self._current: Hashable | None = None
        self._column = 0

    def watch(self, model: TableModel[Any]) -> None:
        """Remember before each replacement of the rows, and restore after it."""
        model.modelAboutToBeReset.connect(self._remember)
        model.modelReset.connect(self._restore)

    def selected(self) -> list[Any]:
        """Return the ids of the rows that are selected, or that hold a selected cell, in the table's order."""
        selection = self._table.selectionModel()
        if selection is None:
            return []
        rows: set[int] = set()
        for part in selection.selection().toList():
            rows.update(range(part.top(), part.bottom() + 1))
        model = self._table.table_model()
        return [model.key_at(row) for row in sorted(rows)]

    def editable_cells(self) -> list[tuple[Any, str]]:
        """Return id and column key of the selected cells that can be edited."""
        model = self._table.table_model()
        return [
            (model.key_at(index.row()), model.columns[index.column()].key)
            for index in self._table.selectedIndexes()
            if model.flags(index) & Qt.ItemFlag.ItemIsEditable
        ]

    def select(self, key: Hashable | None, column: int | None = None) -> bool:
        """Make the row with an id current and selected; None clears both."""
        model, selection = self._table.table_model(), self._table.selectionModel()
        place = None if key is None else model.position_of(key)
        if place is None:
            selection.clear()
            self._table.note_current(None)
            return False
        current = self._table.currentIndex()
        index = model.index(place, column if column is not None else max(current.column(), 0))
        flags = _FLAG.ClearAndSelect if self._table.grid else _FLAG.ClearAndSelect | _FLAG.Rows
        selection.setCurrentIndex(index, flags)
        self._table.scrollTo(index)
        return True

    def _remember(self) -> None:
        """Note ids before the rows go."""
        keys = self.selected()
        self._keys = keys if len(keys) <= MOST else []
        self._current = self._table.current_key
        self._column = max(self._table.currentIndex().column(), 0)

    def _restore(self) -> None:
        """Select the same ids again, as far as they are still listed."""
        if self._current is None or not self.select(self._current, self._column):
            self._table.note_current(None)
            return
        if self._table.grid or len(self._keys) <= 1:
            return
        model, again = self._table.table_model(), QItemSelection()
        for key in self._keys:
            if (place := model.position_of(key)) is not None:
                again.select(model.index(place, 0), model.index(place, len(model.columns) - 1))
        self._table.selectionModel().select(again, _FLAG.Select)
