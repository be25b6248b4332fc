"""Table models written once for every table: columns described as data, rows as frozen values.

:class:`PagedTableModel` holds ids and fetches rows as they come into view; :class:`RowTableModel` holds a short list.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from tracker.domain.errors import InputError
from tracker.ui.cells import Cell

T = TypeVar("T")
Index = QModelIndex | QPersistentModelIndex
PAGE = 200


class Role(IntEnum):
    """Roles beyond Qt's own."""

    CELL = Qt.ItemDataRole.UserRole + 1  # the Cell to paint
    ROW = Qt.ItemDataRole.UserRole + 2  # the frozen row itself
    KEY = Qt.ItemDataRole.UserRole + 3  # the row's id
    ERROR = Qt.ItemDataRole.UserRole + 4  # why the text typed last was not stored, or ""


@dataclass(frozen=True)
class Column(Generic[T]):
    """One column: ``key`` is its name in the settings, ``title`` and ``unit`` its two heading lines.

    ``cell`` makes what is shown from a row. ``width`` is in logical pixels, ``align`` is "left", "right", "center" or
    "bar" (numbers right beside their bars, the heading left).
    ``sort`` gives the value rows are ordered by in a RowTableModel; in a paged one any non-None value marks the column
    as sortable by its key. ``edit`` gives the text an editor starts with, None where that row's cell cannot be edited;
    a column without it is read-only. ``choices`` turns the editor into a list. ``elide`` is "middle" or "right".
    """

    key: str
    title: str
    cell: Callable[[T], Cell]
    unit: str = ""
    width: int = 80
    align: str = "left"
    sort: Callable[[T], Any] | str | Hashable | None = None
    edit: Callable[[T], str | None] | None = None
    choices: Callable[[T], Sequence[str]] | None = None
    stretch: bool = False
    hidden: bool = False
    grouped: str = ""
    elide: str = "right"
    tooltip: str = ""


_ALIGN = {
    "left": Qt.AlignmentFlag.AlignLeft,
    "right": Qt.AlignmentFlag.AlignRight,
    "bar": Qt.AlignmentFlag.AlignRight,
    "center": Qt.AlignmentFlag.AlignHCenter,
}

# The roles that need the row itself; Qt asks for many more at every paint.
_ASKED = frozenset(
    (
        *(Role.CELL, Role.ROW, Role.ERROR),
        *(Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole),
        *(Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole),
    )
)


class TableModel(QAbstractTableModel, Generic[T]):
    """What both models share.

    ``edited`` (row, column key) follows a stored edit, ``refused`` (row, key, sentence) one that was not.
    """

    edited = Signal(object, str)
    refused = Signal(object, str, str)

    def __init__(
        self,
        columns: Sequence[Column[T]],
        key: Callable[[T], Hashable],
        commit: Callable[[T, str, str], None] | None = None,
        parent: QObject | None = None,
    ) -> None:
        """Show *columns*; *key* names a row's id.

        *commit* (row, column key, text) stores an edit or raises InputError; without it nothing can be edited.
        """
        super().__init__(parent)
        self.columns = tuple(columns)
        self._key = key
        self._commit = commit
        self._refused: dict[tuple[Hashable, str], tuple[str, str]] = {}

    def set_columns(self, columns: Sequence[Column[T]]) -> None:
        """Show other columns of the same rows; call :meth:`TableView.set_columns`, which keeps their layout."""
        self.beginResetModel()
        self.columns = tuple(columns)
        known = {column.key for column in self.columns}
        self._refused = {place: text for place, text in self._refused.items() if place[1] in known}
        self.endResetModel()

    # --- What the two models do differently ---

    def row(self, position: int) -> T | None:
        """Return the row at a position, None where it cannot be read."""
        raise NotImplementedError

    def key_at(self, position: int) -> Hashable | None:
        """Return the id of the row at a position."""
        raise NotImplementedError

    def position_of(self, key: Hashable) -> int | None:
        """Return where the row with an id stands, None where it is not in the table."""
        raise NotImplementedError

    def key_of(self, row: T) -> Hashable:
        """Return a row's id."""
        return self._key(row)

    # --- Qt's side ---

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a heading; the view draws title and unit itself."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.tooltip or None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{column.title} {column.unit}".strip()
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a role asks of a cell."""
        if not index.isValid():
            return None
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _ALIGN[column.align] | Qt.AlignmentFlag.AlignVCenter
        if role == Role.KEY:
            return self.key_at(index.row())
        if role not in _ASKED or (row := self.row(index.row())) is None:
            return None
        if role == Role.ROW:
            return row
        return self._edit_text(row, column) if role == Qt.ItemDataRole.EditRole else self._shown(row, column, role)

    def _shown(self, row: T, column: Column[T], role: int) -> Any:
        """Return a role that is part of the cell."""
        refused = self._refused.get((self._key(row), column.key)) if self._refused else None
        if role == Role.ERROR:
            return refused[1] if refused else ""
        cell = column.cell(row)
        if refused:
            cell = Cell(refused[0], "red", icon="error_circle", icon_ink="red", ground="red_bg", tooltip=refused[1])
        if role == Role.CELL:
            return cell
        if role == Qt.ItemDataRole.ToolTipRole:
            return cell.tooltip or None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{column.title} {cell.spoken or cell.text or '空'} {cell.side}".strip()
        return cell.text

    def _edit_text(self, row: T, column: Column[T]) -> str | None:
        """Return the text an editor starts with: what was refused last, or the value."""
        refused = self._refused.get((self._key(row), column.key))
        if refused:
            return refused[0]
        return column.edit(row) if column.edit else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Say which cells can be edited."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        if index.isValid() and self._commit is not None:
            column = self.columns[index.column()]
            row = self.row(index.row()) if column.edit else None
            if row is not None and column.edit is not None and column.edit(row) is not None:
                flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Store what was typed; wrong input stays in the cell, is marked, and is not stored."""
        if role != Qt.ItemDataRole.EditRole or self._commit is None:
            return False
        column, row, text = self.columns[index.column()], self.row(index.row()), str(value)
        if row is None:
            return False
        place = (self._key(row), column.key)
        # A refused text is tried again: the disk may have room by now, or another cell may have been put right.
        if place not in self._refused and text == self._edit_text(row, column):
            return False
        try:
            self._commit(row, column.key, text)
        except InputError as error:
            self._refused[place] = (text, str(error))
            self.dataChanged.emit(index, index)
            self.refused.emit(row, column.key, str(error))
            return False
        self._refused.pop(place, None)
        self.dataChanged.emit(index, index)
        self.edited.emit(row, column.key)
        return True

    @property
    def refused_count(self) -> int:
        """How many cells hold text that was not stored."""
        return len(self._refused)

    def forget_refused(self, key: Hashable | None = None, column: str = "") -> None:
        """Give up what was typed and not stored, in one cell (*key* and *column*) or everywhere."""
        if key is None:
            self._refused.clear()
        else:
            self._refused.pop((key, column), None)
        self._repaint()

    def _repaint(self) -> None:
        """Tell the views that every cell may be another one."""
        if self.rowCount() and self.columns:
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, len(self.columns) - 1))


class RowTableModel(TableModel[T]):
    """A short table whose rows are all there."""

    def __init__(
        self,
        columns: Sequence[Column[T]],
        key: Callable[[T], Hashable],
        commit: Callable[[T, str, str], None] | None = None,
        parent: QObject | None = None,
    ) -> None:
        """Begin empty."""
        super().__init__(columns, key, commit, parent)
        self._rows: list[T] = []
        self._places: dict[Hashable, int] = {}

    def set_rows(self, rows: Iterable[T]) -> None:
        """Show other rows; the view keeps the selection by id."""
        rows = list(rows)
        if [self._key(row) for row in rows] == [self._key(row) for row in self._rows]:
            self._rows = rows
            self._repaint()
            return
        self.beginResetModel()
        self._rows = rows
        self._places = {self._key(row): place for place, row in enumerate(rows)}
        self.endResetModel()

    def rows(self) -> tuple[T, ...]:
        """Return the rows as shown."""
        return tuple(self._rows)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self._rows)

    def row(self, position: int) -> T | None:
        """Return a row."""
        return self._rows[position] if 0 <= position < len(self._rows) else None

    def key_at(self, position: int) -> Hashable | None:
        """Return a row's id."""
        row = self.row(position)
        return None if row is None else self._key(row)

    def position_of(self, key: Hashable) -> int | None:
        """Return where an id stands."""
        return self._places.get(key)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order the rows by a column's sort value; unknown values (None) come last either way."""
        value = self.columns[column].sort
        if not callable(value):
            return
        known = sorted(
            (row for row in self._rows if value(row) is not None),
            key=value,
            reverse=order == Qt.SortOrder.DescendingOrder,
        )
        self.set_rows([*known, *(row for row in self._rows if value(row) is None)])


class PagedTableModel(TableModel[T]):
    """A long table: ids in order, rows fetched *PAGE* at a time as they come into view."""

    def __init__(
        self,
        columns: Sequence[Column[T]],
        key: Callable[[T], Hashable],
        load: Callable[[Sequence[int]], Sequence[T]],
        commit: Callable[[T, str, str], None] | None = None,
        parent: QObject | None = None,
    ) -> None:
        """Begin empty; *load* returns the rows of some ids, in their order, leaving out those that are gone."""
        super().__init__(columns, key, commit, parent)
        self._load = load
        self._ids: list[int] = []
        self._places: dict[Hashable, int] | None = None
        self._rows: dict[int, T] = {}

    def set_ids(self, ids: Sequence[int]) -> None:
        """Show these ids; rows are read anew, and the view keeps its selection by id."""
        ids = list(ids)
        self._rows.clear()
        if ids == self._ids:
            self._repaint()
            return
        self.beginResetModel()
        self._ids, self._places = ids, None
        self.endResetModel()

    @property
    def ids(self) -> tuple[int, ...]:
        """The ids in order."""
        return tuple(self._ids)

    def reload(self, keys: Iterable[int] | None = None) -> None:
        """Forget fetched rows (all, or those of some ids) and repaint: their data are other ones now."""
        if keys is None:
            self._rows.clear()
        else:
            for key in keys:
                self._rows.pop(key, None)
        self._repaint()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Return the number of ids."""
        return 0 if parent.isValid() else len(self._ids)

    def row(self, position: int) -> T | None:
        """Return a row, fetching its page if need be."""
        if not 0 <= position < len(self._ids):
            return None
        wanted = self._ids[position]
        if wanted not in self._rows:
            start = position - position % PAGE
            missing = [key for key in self._ids[start : start + PAGE] if key not in self._rows]
            for row in self._load(missing):
                self._rows[_number(self._key(row))] = row
        return self._rows.get(wanted)

    def key_at(self, position: int) -> Hashable | None:
        """Return the id at a position, without fetching its row."""
        return self._ids[position] if 0 <= position < len(self._ids) else None

    def position_of(self, key: Hashable) -> int | None:
        """Return where an id stands."""
        if self._places is None:
            self._places = {found: place for place, found in enumerate(self._ids)}
        return self._places.get(key)


def _number(key: Hashable) -> int:
    """Return a paged row's id, which is a number by construction."""
    if not isinstance(key, int):
        raise TypeError(key)
    return key
