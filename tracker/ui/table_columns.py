"""Which columns of a table are shown, how wide and in which order; kept between starts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from tracker.ui.settings_store import SettingsStore

if TYPE_CHECKING:
    from tracker.ui.table_view import TableView

_SAVE_AFTER_MS = 400  # dragging an edge resizes at every pixel


class ColumnState(QObject):
    """The columns' widths, order and visibility of one table."""

    def __init__(self, table: TableView, store: SettingsStore | None, name: str) -> None:
        """Keep them in *store* under *name*; None keeps nothing."""
        super().__init__(table)
        self._table = table
        self._store = store
        self._name = f"table.{name}"
        self.widths: dict[str, int] = {}
        self._busy = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SAVE_AFTER_MS)
        self._timer.timeout.connect(self.save)

    def load(self) -> None:
        """Lay the columns out as they were left, as described where they never were."""
        kept = self._store.get(self._name) if self._store else None
        kept = kept if isinstance(kept, dict) else {}
        self._lay_out(kept.get("order"), kept.get("hidden"), kept.get("widths"))

    def reset(self) -> None:
        """Lay the columns out as described."""
        self._lay_out(None, None, None)
        self.save()

    def _lay_out(self, order: object, hidden: object, widths: object) -> None:
        """Apply what was kept; unknown and damaged entries are ignored, new columns take their own place."""
        header, columns = self._table.horizontalHeader(), self._table.columns
        self._busy = True
        known = {column.key: place for place, column in enumerate(columns)}
        self.widths = {column.key: column.width for column in columns}
        if isinstance(widths, dict):
            self.widths |= {key: width for key, width in widths.items() if key in known and isinstance(width, int)}
        gone = {column.key for column in columns if column.hidden}
        if isinstance(hidden, list):
            # A column that was not there when the layout was kept is shown or hidden as it is described.
            placed = set(order) if isinstance(order, list) else set(known)
            gone = set(hidden) | (gone - placed)
        for key, place in known.items():
            self._table.setColumnHidden(place, key in gone and place >= self._table.frozen)
        wanted = [known[key] for key in order if key in known] if isinstance(order, list) else []
        wanted = list(range(self._table.frozen)) + [place for place in wanted if place >= self._table.frozen]
        for place in range(len(columns)):
            if place not in wanted:
                wanted.insert(min(place, len(wanted)), place)
        for visual, place in enumerate(wanted):
            header.moveSection(header.visualIndex(place), visual)
        self._busy = False
        self._table.spread()

    def note(self, *_: Any) -> None:
        """Something was moved, resized or hidden: save soon."""
        if not self._busy:
            self._timer.start()

    def resized(self, place: int, _old: int, new: int) -> None:
        """Remember a width the user dragged."""
        if not self._busy and not self._table.spreading and 0 <= place < len(self._table.columns) and new > 0:
            self.widths[self._table.columns[place].key] = new
            self.note()

    def moved(self, *_: Any) -> None:
        """Keep the frozen columns first whatever was dragged where."""
        header = self._table.horizontalHeader()
        if self._busy:
            return
        self._busy = True
        for place in range(self._table.frozen):
            header.moveSection(header.visualIndex(place), place)
        self._busy = False
        self.note()

    def save(self) -> None:
        """Write the layout down."""
        if self._store is None:
            return
        header, columns = self._table.horizontalHeader(), self._table.columns
        order = [columns[header.logicalIndex(visual)].key for visual in range(len(columns))]
        hidden = [column.key for place, column in enumerate(columns) if self._table.isColumnHidden(place)]
        self._store.set(self._name, {"order": order, "hidden": hidden, "widths": dict(self.widths)})

    def show(self, place: int, *, shown: bool) -> None:
        """Show or hide a column."""
        self._table.setColumnHidden(place, not shown)
        self._table.spread()
        self.note()

    def shown(self) -> tuple[str, ...]:
        """Return the keys of the columns shown, in their order."""
        header, columns = self._table.horizontalHeader(), self._table.columns
        places = (header.logicalIndex(visual) for visual in range(len(columns)))
        return tuple(columns[place].key for place in places if not self._table.isColumnHidden(place))

    def show_only(self, keys: Sequence[str]) -> None:
        """Show these columns in this order and hide all others; keys that are gone are left out."""
        hidden = [column.key for column in self._table.columns if column.key not in keys]
        self._lay_out([*keys, *hidden], hidden, dict(self.widths))
        self.save()

    def menu(self) -> QMenu:
        """Return the menu of columns: tick to show, and back to the usual ones."""
        menu = QMenu(self._table)
        menu.setToolTipsVisible(True)
        header = self._table.horizontalHeader()
        for visual in range(len(self._table.columns)):
            place = header.logicalIndex(visual)
            if place >= self._table.frozen:
                menu.addAction(self._toggle(place))
        menu.addSeparator()
        menu.addAction("恢复默认列").triggered.connect(self.reset)
        return menu

    def _toggle(self, place: int) -> QAction:
        """Return the tick of one column."""
        column = self._table.columns[place]
        title = f"{column.grouped} {column.title}" if column.grouped else column.title
        action = QAction(f"{title}（{column.unit}）" if column.unit else title, self)
        action.setCheckable(True)
        action.setChecked(not self._table.isColumnHidden(place))
        action.toggled.connect(lambda shown: self.show(place, shown=shown))
        return action
