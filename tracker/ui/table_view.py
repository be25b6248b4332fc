"""The one table of the window: frozen columns, pinned totals, columns to hide and move, copying as Excel does."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QFrame, QMenu, QWidget

from tracker.ui.cells import Cell
from tracker.ui.settings_store import SettingsStore
from tracker.ui.table_columns import ColumnState
from tracker.ui.table_copying import copy_selection
from tracker.ui.table_delegate import CellDelegate
from tracker.ui.table_header import SortKeys
from tracker.ui.table_model import Column, Index, TableModel
from tracker.ui.table_pane import FrozenPane, Pane
from tracker.ui.table_selection import KeptSelection

_TABS = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
SETTLE_MS = 150  # the detail follows the list this long after the last move


class TableView(Pane):
    """A table over a TableModel; the first *frozen* columns stay when the others scroll.

    ``current_changed`` carries the id of the current row (None without one) when it becomes another one,
    ``current_settled`` the same once the user has stopped moving. ``opened`` follows a double click or Enter on a cell
    that cannot be edited, ``cell_clicked`` carries the index of a click in either part. ``sort_wanted`` carries the
    sort keys a click on a heading asks for. ``cleared`` carries the (id, column key) pairs that Delete was pressed on,
    ``pasted`` the clipboard's text after Ctrl+V, in grids only.
    """

    current_changed = Signal(object)
    current_settled = Signal(object)
    opened = Signal(object)
    sort_wanted = Signal(object)
    cell_clicked = Signal(QModelIndex)
    cleared = Signal(object)
    pasted = Signal(str)
    # Qt calls overridden methods while the base class is still being made.
    _frozen_pane: FrozenPane | None = None

    def __init__(
        self,
        name: str,
        store: SettingsStore | None = None,
        *,
        frozen: int = 0,
        grid: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """Make a table; *name* is where *store* keeps its columns. *grid* selects cells, not rows, and rules them."""
        super().__init__(parent, grid=grid)
        self.frozen = frozen
        self.grid = grid
        self.columns: Sequence[Column[Any]] = ()
        self.hovered_row = -1
        self.spreading = False
        self.layout_state = ColumnState(self, store, name)
        self._kept = KeptSelection(self)
        self._key: Hashable | None = None
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self._tell_settled)
        self._frozen_pane = FrozenPane(self) if frozen else None
        self._edge = QFrame(self)
        self._edge.setObjectName("frozenEdge")
        self._edge.setVisible(bool(frozen))
        for pane in self._panes():
            delegate = CellDelegate(self, ruled=grid)  # one for each: both would answer for the other's editor
            delegate.entered.connect(self.go_down)
            pane.setItemDelegate(delegate)
            pane.head.sectionClicked.connect(self._heading_clicked)
            pane.head.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            pane.head.customContextMenuRequested.connect(self._show_columns)
            pane.doubleClicked.connect(self._double_clicked)
            pane.clicked.connect(self.cell_clicked)
        self.head.setSectionsMovable(True)
        self.head.sectionMoved.connect(self.layout_state.moved)
        self.head.sectionResized.connect(self.layout_state.resized)
        self.horizontalScrollBar().valueChanged.connect(self._place_frozen)

    def _panes(self) -> tuple[Pane, ...]:
        """Return the table and its frozen part."""
        return (self, self._frozen_pane) if self._frozen_pane else (self,)

    # --- Content ---

    def setModel(self, model: QAbstractItemModel | None) -> None:
        """Show a TableModel."""
        super().setModel(model)
        if not isinstance(model, TableModel):
            return
        self.columns = model.columns
        for pane in self._panes():
            pane.head.columns = model.columns
        if self._frozen_pane:
            self._frozen_pane.follow(model)
        self.layout_state.load()
        self._kept.watch(model)
        self.selectionModel().currentChanged.connect(self._current_moved)
        self.refresh_heading()

    def set_columns(self, columns: Sequence[Column[Any]]) -> None:
        """Show other columns of the same rows; those that stay keep width, place and visibility."""
        self.layout_state.save()
        self.columns = tuple(columns)
        self.table_model().set_columns(columns)
        for pane in self._panes():
            pane.head.columns = self.columns
        if self._frozen_pane:
            self._frozen_pane.hide_others()
        self.layout_state.load()
        self.refresh_heading()

    def set_total(self, cells: Mapping[str, Cell] | None) -> None:
        """Show a pinned row of totals under the heading, by column key; None takes it away."""
        for pane in self._panes():
            pane.head.total = cells
        self.refresh_heading()

    def set_sorted(self, keys: SortKeys) -> None:
        """Mark the columns the rows are ordered by."""
        for pane in self._panes():
            pane.head.sorted = keys
            pane.head.viewport().update()

    def refresh_heading(self) -> None:
        """Make room for the heading as it is now."""
        for pane in self._panes():
            pane.head.refresh()
        self.updateGeometries()

    def table_model(self) -> TableModel[Any]:
        """Return the model; TypeError where none was set."""
        model = self.model()
        if not isinstance(model, TableModel):
            raise TypeError(model)
        return model

    # --- Selection ---

    @property
    def current_key(self) -> Hashable | None:
        """The id of the current row."""
        return self._key

    def selected_keys(self) -> list[Any]:
        """Return the ids of the selected rows, in the table's order."""
        return self._kept.selected()

    def select_key(self, key: Hashable | None, column: int | None = None) -> bool:
        """Make the row with an id the current one and show it; False where it is not in the table."""
        return self._kept.select(key, column)

    def _current_moved(self, current: QModelIndex, _previous: QModelIndex) -> None:
        """Tell that another row is current."""
        self.viewport().update()
        self.note_current(self.table_model().key_at(current.row()) if current.isValid() else None)

    def note_current(self, key: Hashable | None) -> None:
        """Take the id of the row that is current now and tell if it is another one."""
        if key == self._key:
            return
        self._key = key
        self.current_changed.emit(key)
        self._settle.start()

    def _tell_settled(self) -> None:
        """Tell that the user has stopped moving."""
        self.current_settled.emit(self._key)

    # --- Columns ---

    def spread(self) -> None:
        """Give spare room to the column that stretches, else use every column's own width."""
        self.spreading = True
        total, stretch = 0, None
        for place, column in enumerate(self.columns):
            if not self.isColumnHidden(place):
                width = self.layout_state.widths.get(column.key, column.width)
                stretch = (place, width) if column.stretch else stretch
                total += width
                self.setColumnWidth(place, width)
        spare = self.viewport().width() - total
        if stretch and spare > 0:
            self.setColumnWidth(stretch[0], stretch[1] + spare)
        self.spreading = False
        self._place_frozen()

    def columns_menu(self) -> QMenu:
        """Return the menu that hides and shows columns, for the toolbar's 列 button."""
        return self.layout_state.menu()

    def _show_columns(self, place: QPoint) -> None:
        """Open the same menu at the heading."""
        menu = self.columns_menu()
        menu.exec(self.head.mapToGlobal(place))
        menu.deleteLater()

    def _heading_clicked(self, place: int) -> None:
        """Ask for another order: a click sorts up, then down; Shift adds the column as a further key."""
        column = self.columns[place]
        if column.sort is None:
            return
        now = dict(self.head.sorted)
        descending = column.key in now and not now[column.key]
        if QApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier:
            keys = tuple(now.items() if column.key not in now else (now | {column.key: descending}).items())
            keys = keys if column.key in now else (*keys, (column.key, False))
        else:
            keys = ((column.key, descending),)
        self.sort_wanted.emit(keys)

    # --- Geometry ---

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Spread the columns over the new width."""
        super().resizeEvent(event)
        self.spread()

    def updateGeometries(self) -> None:
        """Keep the frozen part over the table's left."""
        super().updateGeometries()
        self._place_frozen()

    def _place_frozen(self) -> None:
        """Lay the frozen part over the table and draw its edge, strong while something has slid beneath it."""
        if self._frozen_pane is None:
            return
        width = self._frozen_pane.match()
        height = self.head.height() + self.viewport().height()
        self._frozen_pane.setGeometry(0, 0, width, height)
        self._edge.setGeometry(width - 1, 0, 1, height)
        self._edge.setVisible(self.horizontalScrollBar().value() > 0)
        self._edge.raise_()

    def scrollTo(self, index: Index, hint: QAbstractItemView.ScrollHint = Pane.EnsureVisible) -> None:
        """Show a cell, never under the frozen columns; a frozen one needs no sideways move."""
        bar = self.horizontalScrollBar()
        before = bar.value()
        super().scrollTo(index, hint)
        if self._frozen_pane is None or not index.isValid():
            return
        if index.column() < self.frozen:
            bar.setValue(before)
            return
        hidden = self._frozen_pane.width() - self.visualRect(index).left()
        if hidden > 0:
            bar.setValue(bar.value() - hidden)

    def set_hovered(self, row: int) -> None:
        """Show another row as the one under the pointer."""
        if row != self.hovered_row:
            self.hovered_row = row
            for pane in self._panes():
                pane.viewport().update()

    # --- Keys ---

    @property
    def shows_focus(self) -> bool:
        """Whether the current cell wears the focus ring."""
        return self.hasFocus()

    def edit(self, index: Index, *how: Any) -> Any:
        """Edit a cell in the part of the table where it is seen; Qt has two forms of this."""
        if how and self._frozen_pane and index.column() < self.frozen:
            return self._frozen_pane.edit(index, *how)
        return super().edit(index, *how)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy, paste, clear and open; the rest is Qt's."""
        index = self.currentIndex()
        editable = bool(self.model().flags(index) & Qt.ItemFlag.ItemIsEditable) if index.isValid() else False
        if event.matches(QKeySequence.StandardKey.Copy):
            copy_selection(self)
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.pasted.emit(QApplication.clipboard().text())
        elif self.grid and event.key() in _TABS and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            # Tab alone goes through the cells; Qt's table would do so with this as well.
            QWidget.focusNextPrevChild(self, event.key() == Qt.Key.Key_Tab)
        elif event.key() == Qt.Key.Key_Delete:
            self.cleared.emit(self._kept.editable_cells())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() and index.isValid():
            if editable:
                self.edit(index)
            else:
                self.opened.emit(self._key)
        else:
            super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Begin an edit with text an input method sends whole, such as full-width digits; Qt would drop the first."""
        index = self.currentIndex()
        whole = bool(event.commitString()) and not event.preeditString()
        if not whole or self.state() == QAbstractItemView.State.EditingState or not index.isValid():
            super().inputMethodEvent(event)
        elif self.model().flags(index) & Qt.ItemFlag.ItemIsEditable:
            self.edit(index)
            editor = QApplication.focusWidget()
            if editor is not None and self.isAncestorOf(editor):
                QApplication.sendEvent(editor, event)

    def _double_clicked(self, index: QModelIndex) -> None:
        """Open the row unless the double click began an edit."""
        if not self.model().flags(index) & Qt.ItemFlag.ItemIsEditable:
            self.opened.emit(self._key)

    def go_down(self) -> None:
        """Go to the same column of the next row, after Enter in an editor."""
        below = self.currentIndex().siblingAtRow(self.currentIndex().row() + 1)
        if below.isValid():
            self.setCurrentIndex(below)
        self.setFocus()

    def focusInEvent(self, event: Any) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self._repaint_current()

    def focusOutEvent(self, event: Any) -> None:
        """Hide the ring."""
        super().focusOutEvent(event)
        self._repaint_current()

    def _repaint_current(self) -> None:
        """Paint the current cell anew, in whichever part it is."""
        for pane in self._panes():
            pane.viewport().update()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme's fonts."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and self.columns:
            self.refresh_heading()
