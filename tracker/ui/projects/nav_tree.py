"""The tree beside the list: views, lights, plans, units, states, kinds; a click shows what a line stands for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFontMetrics, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTreeWidget, QTreeWidgetItem

from tracker.queries.choices import Choices
from tracker.queries.criteria import Criteria
from tracker.ui import lights, theme
from tracker.ui.icons import pixmap
from tracker.ui.projects.nav_nodes import Spot, is_part

_SPOT, _ACTIVE = Qt.ItemDataRole.UserRole, int(Qt.ItemDataRole.UserRole) + 1
_PAD, _GAP = 6, 5
_OPEN_AT_FIRST = ("我的视图", "灯", "规划与专栏")


class NavTree(QTreeWidget):
    """``chosen`` carries a line's key and whether it is to be joined to the filter (Ctrl).

    ``menu_wanted`` carries the name of a view and where its menu is asked for. Enter or Space chooses, with Ctrl joins.
    """

    chosen = Signal(object, bool)
    menu_wanted = Signal(str, QPoint)

    def __init__(self) -> None:
        """Make an empty tree."""
        super().__init__()
        self._spots: tuple[Spot, ...] = ()
        self._criteria, self._offered = Criteria(), Choices((), (), (), (), (), (), ())
        self._view = ""
        self.setObjectName("navigation")
        self.setAccessibleName("导航")
        self.setHeaderHidden(True)
        self.setFrameShape(QTreeWidget.Shape.NoFrame)
        self.setIndentation(14)
        self.setUniformRowHeights(True)
        self.setMouseTracking(True)
        self.setSelectionMode(QTreeWidget.SelectionMode.NoSelection)
        self.setEditTriggers(QTreeWidget.EditTrigger.NoEditTriggers)
        self.setExpandsOnDoubleClick(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(_Painter(self))

    # --- What is shown ---

    def show_spots(self, spots: Sequence[Spot], offered: Choices) -> None:
        """Show lines; what was open stays open, and the current line current."""
        self._offered = offered
        if tuple(spots) != self._spots:
            first = not self._spots
            opened = {path for path, item in self._items() if item.isExpanded()}
            current = next((path for path, item in self._items() if item is self.currentItem()), None)
            scrolled = self.verticalScrollBar().value()
            self._spots = tuple(spots)
            self.clear()
            for spot in spots:
                self.addTopLevelItem(self._item(spot))
            for path, item in self._items():
                item.setExpanded(path in opened or (first and path in {(word,) for word in _OPEN_AT_FIRST}))
                if path == current:
                    self.setCurrentItem(item)
            self.verticalScrollBar().setValue(scrolled)
        self._mark()

    def show_filter(self, criteria: Criteria, view: str) -> None:
        """Mark the lines that are part of a filter; *view* is the view it came from, "" once it is another one."""
        self._criteria, self._view = criteria, view
        self._mark()

    def _mark(self) -> None:
        """Paint what is part of the filter."""
        for _path, item in self._items():
            spot: Spot = item.data(0, _SPOT)
            active = spot.key is not None and (
                spot.key == ("view", self._view)
                if spot.key[0] == "view"
                else not self._view and is_part(self._criteria, spot.key, self._offered)
            )
            if item.data(0, _ACTIVE) != active:
                item.setData(0, _ACTIVE, active)
                item.setData(0, Qt.ItemDataRole.AccessibleTextRole, _spoken(spot, active=active))

    def _item(self, spot: Spot) -> QTreeWidgetItem:
        """Return the item of a line with all below it."""
        item = QTreeWidgetItem([spot.text])
        item.setData(0, _SPOT, spot)
        item.setToolTip(0, spot.tip or spot.text)
        item.setData(0, Qt.ItemDataRole.AccessibleTextRole, _spoken(spot, active=False))
        item.setFlags(Qt.ItemFlag.ItemIsEnabled)
        for below in spot.below:
            item.addChild(self._item(below))
        return item

    def _items(self) -> Iterator[tuple[tuple[str, ...], QTreeWidgetItem]]:
        """Yield all items with the words that lead to them."""
        waiting = [((), self.topLevelItem(place)) for place in reversed(range(self.topLevelItemCount()))]
        while waiting:
            above, item = waiting.pop()
            if item is None:
                continue
            path = (*above, item.text(0))
            yield path, item
            waiting += [(path, item.child(place)) for place in reversed(range(item.childCount()))]  # type: ignore[misc] # the stub makes children Optional

    def line_at(self, *path: str) -> QTreeWidgetItem | None:
        """Return the line the words lead to: ``line_at("灯", "红灯")``."""
        return next((item for found, item in self._items() if found == path), None)

    # --- What is done ---

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose the line under the pointer; its triangle only opens and closes."""
        super().mouseReleaseEvent(event)
        place = event.position().toPoint()
        item = self.itemAt(place)
        if event.button() == Qt.MouseButton.LeftButton and item is not None:
            left = self.visualItemRect(item).left()
            if place.x() >= left:
                self._choose(item, add=bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space choose; Qt's own letter search is not wanted, input methods use the letters."""
        item = self.currentItem()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and item is not None:
            self._choose(item, add=bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Do nothing with letters."""

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the view under the pointer; of the current one where a key asks."""
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            item = self.currentItem()
            place = self.visualItemRect(item).bottomLeft() if item is not None else event.pos()
        else:
            item, place = self.itemAt(event.pos()), event.pos()
        if item is not None:
            self._ask_menu(item, self.viewport().mapToGlobal(place))

    def _ask_menu(self, item: QTreeWidgetItem, place: QPoint) -> None:
        """Ask for the menu of a view; other lines have none."""
        spot: Spot = item.data(0, _SPOT)
        if spot.key is not None and spot.key[0] == "view":
            self.menu_wanted.emit(str(spot.key[1]), place)

    def _choose(self, item: QTreeWidgetItem, *, add: bool) -> None:
        """Choose a line; a heading opens and closes."""
        spot: Spot = item.data(0, _SPOT)
        if spot.key is None:
            item.setExpanded(not item.isExpanded())
        else:
            self.chosen.emit(spot.key, add)


def _spoken(spot: Spot, *, active: bool) -> str:
    """Return what a screen reader says of a line."""
    count = spot.note or ("" if spot.count is None else f"{spot.count} 项")
    return "，".join(word for word in (spot.text, count, "已在筛选中" if active else "") if word)


class _Painter(QStyledItemDelegate):
    """Paints a line: light or star, words, count."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Ask for the height of a line."""
        return QSize(80, theme.height(theme.Size.TREE_ROW))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint a line."""
        spot, t = index.data(_SPOT), theme.tokens()
        if not isinstance(spot, Spot):
            return
        rect, state = option.rect, option.state
        active = bool(index.data(_ACTIVE))
        if active or state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, t.sel if active else t.hover)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(t.accent)
            painter.drawRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -1.5))
        box = rect.adjusted(2, 0, -_PAD, 0)
        box.setLeft(box.left() + self._picture(painter, box, spot))
        painter.setFont(theme.font(strong=active))
        count = spot.note or ("" if spot.count is None else f"{spot.count:,}")
        painter.setPen(t.text2)
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, count)
        metrics = QFontMetrics(painter.font())
        if count:
            box.setRight(box.right() - metrics.horizontalAdvance(count) - _GAP)
        painter.setPen(t.text if spot.key is not None else t.text2)
        words = metrics.elidedText(spot.text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)

    def _picture(self, painter: QPainter, box: QRect, spot: Spot) -> int:
        """Draw a light or an icon and return the room it takes."""
        if spot.light is not None:
            lights.paint(painter, QRectF(box.left(), box.top(), lights.SIDE, box.height()), spot.light)
            return lights.SIDE + _GAP
        if spot.icon:
            size = int(theme.Size.ICON)
            device = painter.device()
            picture = pixmap(spot.icon, "text2", size, device.devicePixelRatioF() if device else 1.0)
            painter.drawPixmap(box.left(), box.top() + (box.height() - size) // 2, picture)
            return size + _GAP
        return 0
