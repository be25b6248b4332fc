"""The grid of 填报: the table of all lists, with the keys of a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QWidget

from tracker.ui.entry.columns import EDITABLE, FROZEN
from tracker.ui.settings_store import SettingsStore
from tracker.ui.table_model import Role
from tracker.ui.table_view import TableView

Move = QAbstractItemView.CursorAction
Hint = QAbstractItemDelegate.EndEditHint
MOST_CELLS = 5_000  # more are not changed at once: whole columns are cleared by nobody on purpose
_TABS = {Qt.Key.Key_Tab: Move.MoveNext, Qt.Key.Key_Backtab: Move.MovePrevious}
_STEPS = {Move.MoveNext: 1, Move.MovePrevious: -1}


class EntryGrid(TableView):
    """Tab goes to the next cell to fill in and closes an open one; Enter stays where something was refused.

    ``overfull`` tells that more than MOST_CELLS are selected, where they should have been changed together.
    """

    overfull = Signal()

    def __init__(self, store: SettingsStore, parent: QWidget) -> None:
        """Make an empty grid."""
        super().__init__("entry", store, frozen=FROZEN, grid=True, parent=parent)
        self.setAccessibleName("填报表")
        self.beyond: Callable[[], bool] = bool  # gives the keyboard to what comes after the grid, if there is anything

    # --- Where one is ---

    @property
    def current_column(self) -> str:
        """The key of the current cell's column, "" without one."""
        index = self.currentIndex()
        return self.columns[index.column()].key if index.isValid() else ""

    @property
    def current_place(self) -> tuple[int, str] | None:
        """Project and column of the current cell."""
        index = self.currentIndex()
        key = self.table_model().key_at(index.row()) if index.isValid() else None
        return (key, self.columns[index.column()].key) if isinstance(key, int) else None

    def place_of(self, key: str) -> int:
        """Return where a column stands in the model."""
        return next(place for place, column in enumerate(self.columns) if column.key == key)

    def go_to(self, project_id: int, key: str) -> bool:
        """Make a cell the current one; False where its row is not listed."""
        return self.select_key(project_id, self.place_of(key))

    def columns_from(self, key: str) -> list[str]:
        """Return the columns to fill in from one on to the right, as they stand on the screen."""
        header = self.horizontalHeader()
        first = header.visualIndex(self.place_of(key))
        shown = [header.logicalIndex(visual) for visual in range(first, header.count())]
        return [self.columns[place].key for place in shown if not self.isColumnHidden(place)]

    @property
    def selected_count(self) -> int:
        """How many cells are selected."""
        return sum(part.width() * part.height() for part in self.selectionModel().selection().toList())

    def editable_cells(self) -> list[tuple[Any, str]]:
        """Return the selected cells that can be filled in; none, and ``overfull``, where they are too many."""
        if self.selected_count > MOST_CELLS:
            self.overfull.emit()
            return []
        return self._kept.editable_cells()

    def rectangle(self) -> tuple[range, list[str]]:
        """Return the rows of the selection and its columns to fill in, from the first to the last of each."""
        parts = self.selectionModel().selection().toList()
        if not parts:
            return range(0), []
        rows = range(min(part.top() for part in parts), max(part.bottom() for part in parts) + 1)
        places = {place for part in parts for place in range(part.left(), part.right() + 1)}
        header = self.horizontalHeader()
        shown = sorted((place for place in places if not self.isColumnHidden(place)), key=header.visualIndex)
        return rows, [self.columns[place].key for place in shown if self.columns[place].key in EDITABLE]

    # --- Moving ---

    def moveCursor(self, action: Move, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Let Tab and Shift+Tab pass over what is not filled in here."""
        step = _STEPS.get(action)
        if step is None:
            return super().moveCursor(action, modifiers)
        return next(self._editable(step), self.currentIndex())

    def _editable(self, step: int) -> Iterator[QModelIndex]:
        """Yield the cells to fill in, on from the current one, through the rows in order or backwards."""
        model, header = self.table_model(), self.horizontalHeader()
        places = [header.logicalIndex(visual) for visual in range(header.count())]
        places = [place for place in places if self.columns[place].key in EDITABLE and not self.isColumnHidden(place)]
        now = self.currentIndex()
        at = header.visualIndex(now.column()) if now.isValid() else -1
        rows = range(max(now.row(), 0), model.rowCount() if step > 0 else -1, step)
        for row in rows:
            for place in places[::step]:
                beyond = (header.visualIndex(place) - at) * step > 0
                index = model.index(row, place)
                if (row != now.row() or beyond) and model.flags(index) & Qt.ItemFlag.ItemIsEditable:
                    yield index

    def closeEditor(self, editor: QWidget, hint: Hint) -> None:
        """Close an editor; after Tab the next cell is gone to, and opened by typing, as in a spreadsheet."""
        steps = {Hint.EditNextItem: Move.MoveNext, Hint.EditPreviousItem: Move.MovePrevious}
        super().closeEditor(editor, Hint.NoHint if hint in steps else hint)
        if hint in steps and not self._refused():
            self.setCurrentIndex(self.moveCursor(steps[hint], Qt.KeyboardModifier.NoModifier))
        if hint in steps:
            self.setFocus()

    def go_down(self) -> None:
        """Go down after Enter, but stay at what was refused: the strip says why."""
        if self._refused():
            self.setFocus()
        else:
            super().go_down()

    def _refused(self) -> bool:
        """Tell whether the current cell's text was not stored."""
        return bool(self.currentIndex().data(Role.ERROR))

    def event(self, event: QEvent) -> bool:
        """Take Tab as a move through the cells, before Qt asks which widget comes next."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in _TABS
            and not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.setCurrentIndex(self.moveCursor(_TABS[Qt.Key(event.key())], Qt.KeyboardModifier.NoModifier))
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Clear what is selected, unless that is too much; Ctrl+Tab leads to the strip's ways on, where it has some."""
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Tab and control and self.beyond():
            return
        if event.key() != Qt.Key.Key_Delete:
            super().keyPressEvent(event)
        elif cells := self.editable_cells():
            self.cleared.emit(cells)
