"""列: which columns the list shows, ticked in a popup that stays open."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from tracker.ui.projects.choice_tree import ChoiceTree, Node
from tracker.ui.projects.popup import Popup
from tracker.ui.table_view import TableView


class ColumnPopup(Popup):
    """Ticks of one table's columns. The frozen ones are always shown, so they are not offered."""

    def __init__(self, button: QWidget, table: TableView) -> None:
        """Make the popup of *button* for *table*."""
        super().__init__(button, ChoiceTree("显示的列"))
        self._table = table
        self.none.setText("恢复默认列")
        self.none.clicked.connect(self._reset)
        self.tree.ticked.connect(self._ticked)

    def open(self, button: QWidget) -> None:
        """Show the columns as they are now."""
        self._fill()
        self.open_below(button)

    def _fill(self) -> None:
        """List the columns in the order they stand in."""
        header, columns = self._table.horizontalHeader(), self._table.columns
        places = [header.logicalIndex(visual) for visual in range(len(columns))]
        offered = [columns[place] for place in places if place >= self._table.frozen]
        shown = [columns[place].key for place in places if not self._table.isColumnHidden(place)]
        nodes = [Node(one.key, one.title, 0, note=_unit(one.unit)) for one in offered]
        self.tree.fill(nodes, shown)

    def _ticked(self, keys: list[int | str]) -> None:
        """Show what is ticked."""
        for place, column in enumerate(self._table.columns):
            if place >= self._table.frozen and self._table.isColumnHidden(place) == (column.key in keys):
                self._table.layout_state.show(place, shown=column.key in keys)

    def _reset(self) -> None:
        """Go back to the usual columns."""
        self._table.layout_state.reset()
        self._fill()


def _unit(unit: str) -> str:
    """Return a heading's second line, without what only explains the bar."""
    return unit.partition("，")[0] or " "
