"""A tree or list of things to tick, each with its count: what the filter's buttons open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem

from tracker.ui import theme

_KEY = Qt.ItemDataRole.UserRole
_CHECKED, _EMPTY = Qt.CheckState.Checked, Qt.CheckState.Unchecked
_COUNT_ROOM = 44
_SCROLL_ROOM = 14
_BOX_ROOM = 32


@dataclass(frozen=True)
class Node:
    """One line: ``key`` is what a tick stands for, None for a line that only groups the ones under it."""

    key: int | str | None
    text: str
    count: int
    below: tuple[Node, ...] = field(default=())
    tip: str = ""
    note: str = ""  # stands in place of the count, such as 无专栏

    def leaves(self) -> Iterator[Node]:
        """Yield the lines at the ends of this one's branches."""
        if not self.below:
            yield self
        for node in self.below:
            yield from node.leaves()


class ChoiceTree(QTreeWidget):
    """Lines to tick. With *joined* a tick covers all lines below it and only the ends of branches have keys.

    ``ticked`` follows every tick of the user's with the keys that are ticked now. Space ticks, → opens, ← closes.
    """

    ticked = Signal(object)

    def __init__(self, name: str, *, joined: bool = False) -> None:
        """Make an empty tree; *name* is read out."""
        super().__init__()
        self._joined = joined
        self._busy = False
        self.setAccessibleName(name)
        self.setColumnCount(2)
        self.setHeaderHidden(True)
        self.setIndentation(18)
        self.setUniformRowHeights(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        header = self.header()
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(10)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Fixed)
        header.resizeSection(1, _COUNT_ROOM)
        self._pressed: Qt.CheckState | None = None
        self._tell = QTimer(self)
        self._tell.setSingleShot(True)
        self._tell.setInterval(0)
        self._tell.timeout.connect(self._tell_ticked)
        self.itemChanged.connect(self._changed)
        self.itemClicked.connect(self._clicked)

    def fill(self, nodes: Sequence[Node], ticked: Iterable[int | str]) -> None:
        """Show *nodes* with some of their keys ticked; branches with something ticked are open."""
        self._busy = True
        self.clear()
        wanted = set(ticked)
        self.setRootIsDecorated(any(node.below for node in nodes))
        for node in nodes:
            self.addTopLevelItem(self._item(node, wanted))
        for item in self._items():
            if item.checkState(0) != _EMPTY and item.parent():
                self._open_above(item)
        self._busy = False
        if (first := self.topLevelItem(0)) is not None:
            self.setCurrentItem(first)

    def open_all(self, depth: int = -1) -> None:
        """Open every branch, or those above a depth."""
        if depth >= 0:
            self.expandToDepth(depth)
        else:
            self.expandAll()

    def keys(self) -> list[int | str]:
        """Return the keys that are ticked, in the tree's order."""
        found = (item for item in self._items() if item.checkState(0) == _CHECKED)
        return [item.data(0, _KEY) for item in found if item.data(0, _KEY) is not None]

    def sizeHint(self) -> QSize:
        """Ask for the room all open lines need, and the width of the longest."""
        seen = [item for item in self._items() if self._seen(item)]
        row = self.sizeHintForRow(0) if seen else int(theme.Size.TREE_ROW)
        longest = max((self._width(item) for item in self._items()), default=0)
        return QSize(longest + _COUNT_ROOM + _SCROLL_ROOM, len(seen) * max(row, int(theme.Size.TREE_ROW)) + 4)

    def _width(self, item: QTreeWidgetItem) -> int:
        """Return the room of a line: its depth, its box and its text."""
        depth, above = int(self.rootIsDecorated()), item.parent()
        while above is not None:
            depth, above = depth + 1, above.parent()
        return depth * self.indentation() + _BOX_ROOM + self.fontMetrics().horizontalAdvance(item.text(0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter ticks like Space; Qt's own letter search is not wanted, input methods use the letters."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and (item := self.currentItem()):
            self._toggle(item)
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Do nothing with letters."""

    def _item(self, node: Node, wanted: set[int | str]) -> QTreeWidgetItem:
        """Return the item of a node with all below it."""
        item = QTreeWidgetItem([node.text, node.note or f"{node.count:,}"])
        item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        item.setForeground(1, theme.tokens().text3 if not node.count else theme.tokens().text2)
        item.setToolTip(0, node.tip or node.text)
        item.setData(0, Qt.ItemDataRole.AccessibleTextRole, f"{node.text}，{node.note or f'{node.count} 项'}")
        item.setData(0, _KEY, node.key)
        ends = any(leaf.key is not None for leaf in node.leaves())
        flags = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        if node.key is not None or (self._joined and ends):
            flags |= Qt.ItemFlag.ItemIsUserCheckable
            item.setCheckState(0, _CHECKED if node.key in wanted else _EMPTY)
        if self._joined and node.below:
            flags |= Qt.ItemFlag.ItemIsAutoTristate
        item.setFlags(flags)
        for below in node.below:
            item.addChild(self._item(below, wanted))
        return item

    def _items(self) -> Iterator[QTreeWidgetItem]:
        """Yield all items, each before those below it."""
        waiting = [self.topLevelItem(place) for place in reversed(range(self.topLevelItemCount()))]
        while waiting:
            item = waiting.pop()
            if item is None:
                continue
            yield item
            waiting += [item.child(place) for place in reversed(range(item.childCount()))]

    def _seen(self, item: QTreeWidgetItem) -> bool:
        """Tell whether all branches above an item are open."""
        above = item.parent()
        while above is not None:
            if not above.isExpanded():
                return False
            above = above.parent()
        return True

    def _open_above(self, item: QTreeWidgetItem) -> None:
        """Open the branches an item is on."""
        above = item.parent()
        while above is not None:
            above.setExpanded(True)
            above = above.parent()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Note how the line under the pointer is ticked, to tell whether Qt has ticked it by the time of the click."""
        item = self.itemAt(event.position().toPoint())
        self._pressed = item.checkState(0) if item else None
        super().mousePressEvent(event)

    def _clicked(self, item: QTreeWidgetItem, _column: int) -> None:
        """Tick by a click anywhere on the line; a click on the box itself has done so already."""
        if item.checkState(0) == self._pressed:
            self._toggle(item)

    def _toggle(self, item: QTreeWidgetItem) -> None:
        """Tick an item or take its tick away; open or close one that only groups others."""
        if item.flags() & Qt.ItemFlag.ItemIsUserCheckable:
            item.setCheckState(0, _EMPTY if item.checkState(0) == _CHECKED else _CHECKED)
        else:
            item.setExpanded(not item.isExpanded())

    def _changed(self, _item: QTreeWidgetItem, column: int) -> None:
        """Tell what is ticked, once for a tick that changes many lines."""
        if not self._busy and not column:
            self._tell.start()

    def _tell_ticked(self) -> None:
        """Tell what is ticked."""
        self.ticked.emit(self.keys())
