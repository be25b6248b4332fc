"""The two halves of a table: the pane itself and the copy of its first columns that does not scroll."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView, QWidget

from tracker.ui import theme
from tracker.ui.table_header import TableHeader
from tracker.ui.table_model import TableModel

if TYPE_CHECKING:
    from tracker.ui.table_view import TableView

_VIEW = QAbstractItemView


class Pane(QTableView):
    """What both halves have in common: heading, row heights, selection, hover."""

    EnsureVisible = _VIEW.ScrollHint.EnsureVisible
    row_height_changed = Signal()

    def __init__(self, parent: QWidget | None, *, grid: bool) -> None:
        """Make an empty pane."""
        super().__init__(parent)
        self.head = TableHeader(self)
        self.setHorizontalHeader(self.head)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setVerticalScrollMode(_VIEW.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(_VIEW.ScrollMode.ScrollPerPixel)
        self.setSelectionBehavior(_VIEW.SelectionBehavior.SelectItems if grid else _VIEW.SelectionBehavior.SelectRows)
        self.setSelectionMode(_VIEW.SelectionMode.ExtendedSelection)
        self.setTabKeyNavigation(grid)
        self.setEditTriggers(
            _VIEW.EditTrigger.DoubleClicked | _VIEW.EditTrigger.EditKeyPressed | _VIEW.EditTrigger.AnyKeyPressed
        )
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(self.verticalHeader().ResizeMode.Fixed)
        self.setMouseTracking(True)
        self._take_row_height()
        theme.scheme_changed().rows_changed.connect(self._take_row_height)

    def _take_row_height(self) -> None:
        """Give every row the height the user wants."""
        self.set_row_height(theme.row_height())

    def set_row_height(self, height: int) -> None:
        """Give every row this height."""
        self.verticalHeader().setMinimumSectionSize(height)
        self.verticalHeader().setDefaultSectionSize(height)
        self.head.row_height = height
        self.row_height_changed.emit()

    def set_hovered(self, row: int) -> None:
        """Show another row as the one under the pointer."""

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Note the row under the pointer."""
        super().mouseMoveEvent(event)
        self.set_hovered(self.rowAt(int(event.position().y())))

    def leaveEvent(self, event: QEvent) -> None:
        """No row is under the pointer any more."""
        super().leaveEvent(event)
        self.set_hovered(-1)

    def keyboardSearch(self, search: str) -> None:
        """Do nothing: Qt would read every row to find the next one that begins with a letter."""


class FrozenPane(Pane):
    """The first columns of a table, laid over it. It shares model, selection and vertical scrolling."""

    def __init__(self, table: TableView) -> None:
        """Make the part of *table* that does not scroll."""
        super().__init__(table, grid=table.grid)
        self._table = table
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusProxy(table)
        self.setAutoScroll(False)
        mine, other = self.verticalScrollBar(), table.verticalScrollBar()
        other.valueChanged.connect(mine.setValue)
        mine.valueChanged.connect(other.setValue)
        self.head.sectionResized.connect(self._resized)

    def follow(self, model: TableModel[Any]) -> None:
        """Show the table's model and share its selection."""
        self.setModel(model)
        own = self.selectionModel()
        self.setSelectionModel(self._table.selectionModel())
        own.deleteLater()
        self.hide_others()

    def hide_others(self) -> None:
        """Show the frozen columns alone."""
        for place in range(self._table.frozen, len(self._table.columns)):
            self.setColumnHidden(place, True)

    def match(self) -> int:
        """Take the table's widths and return the width of the frozen columns together."""
        total = 0
        for place in range(min(self._table.frozen, len(self._table.columns))):
            hidden = self._table.isColumnHidden(place)
            self.setColumnHidden(place, hidden)
            width = 0 if hidden else self._table.columnWidth(place)
            if not hidden and self.columnWidth(place) != width:
                self.setColumnWidth(place, width)
            total += width
        return total

    def _resized(self, place: int, _old: int, new: int) -> None:
        """Hand a dragged width to the table."""
        if place < self._table.frozen and new > 0 and self._table.columnWidth(place) != new:
            self._table.setColumnWidth(place, new)
            self._table.spread()

    def set_hovered(self, row: int) -> None:
        """Tell the whole table."""
        self._table.set_hovered(row)
