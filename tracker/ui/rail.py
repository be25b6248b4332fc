"""The page rail at the window's left edge."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QWidget

from tracker.ui import theme
from tracker.ui.forms import vbox
from tracker.ui.icons import pixmap

_EDGE = 3  # the accent edge of the current page
_BADGE = 15
Entry = tuple[str, str, str]


class RailItem(QAbstractButton):
    """One page: icon over name; the name is the tooltip where the rail is narrow."""

    def __init__(self, key: str, title: str, icon: str, shortcut: str) -> None:
        """Make the item of a page."""
        super().__init__()
        self.key = key
        self._icon = icon
        self._shortcut = shortcut
        self._narrow = False
        self._badge = 0
        self.setText(title)
        self.setAccessibleName(title)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.set_narrow(narrow=False)

    def set_narrow(self, *, narrow: bool) -> None:
        """Show the icon only, or icon and name."""
        self._narrow = narrow
        size = theme.Size
        height = size.RAIL_ITEM_NARROW if narrow else max(size.RAIL_ITEM, theme.height(size.RAIL_ITEM))
        self.setFixedSize(int(size.RAIL_NARROW if narrow else size.RAIL) - 1, int(height))
        self.setToolTip(f"{self.text()}（{self._shortcut}）")
        self.update()

    def set_badge(self, number: int) -> None:
        """Show a red number at the icon, 0 for none."""
        if number != self._badge:
            self._badge = number
            self.setAccessibleDescription(f"{number} 项" if number else "")
            self.update()

    def sizeHint(self) -> QSize:
        """Return the item's fixed size."""
        return self.minimumSize()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Light up under the pointer."""
        super().enterEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, edge, icon, name, number and focus ring."""
        t, box = theme.tokens(), self.rect()
        painter = QPainter(self)
        if self.isChecked():
            painter.fillRect(box, t.surf)
            painter.fillRect(QRect(0, 0, _EDGE, box.height()), t.accent)
        elif self.underMouse():
            painter.fillRect(box, t.hover)
        role = "accent" if self.isChecked() else "text2"
        size = int(theme.Size.ICON_RAIL)
        name = f"{self._icon}_filled" if self.isChecked() else self._icon
        picture = pixmap(name, role, size, self.devicePixelRatioF())
        text_height = 0 if self._narrow else QFontMetrics(theme.font()).height()
        top = (box.height() - size - text_height) // 2
        left = (box.width() - size) // 2
        painter.drawPixmap(left, top, picture)
        if not self._narrow:
            painter.setFont(theme.font(strong=self.isChecked()))
            painter.setPen(getattr(t, role))
            line = QRect(0, top + size + 1, box.width(), text_height)
            painter.drawText(line, Qt.AlignmentFlag.AlignCenter, self.text())
        self._paint_badge(painter, left + size, top)
        if self.hasFocus():
            painter.setPen(QPen(t.accent, 2))
            painter.drawRect(QRectF(box).adjusted(2, 2, -2, -2))
        painter.end()

    def _paint_badge(self, painter: QPainter, right: int, top: int) -> None:
        """Paint the number over the icon's upper right corner."""
        if not self._badge:
            return
        t, text = theme.tokens(), str(self._badge) if self._badge < 100 else "99+"  # noqa: PLR2004 - three digits
        font = theme.font(theme.Type.SMALL)
        width = max(_BADGE, QFontMetrics(font).horizontalAdvance(text) + 8)
        box = QRectF(right - 7, top - 5, width, _BADGE)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(t.red)
        painter.drawRoundedRect(box, _BADGE / 2, _BADGE / 2)
        painter.setPen(t.on_accent)
        painter.setFont(font)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


class Rail(QWidget):
    """The rail. ``chosen`` carries the key of the page that was clicked."""

    chosen = Signal(str)

    def __init__(self) -> None:
        """Make an empty rail."""
        super().__init__()
        self.setObjectName("rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._group = QButtonGroup(self)
        self._items: dict[str, RailItem] = {}
        self._narrow = False
        self._upper, self._foot = vbox(), vbox()
        self.setLayout(vbox(self._upper, None, self._foot))
        self.set_narrow(narrow=False)

    def set_pages(self, pages: Sequence[Entry], foot: Sequence[Entry] = ()) -> None:
        """Offer these pages (key, title, icon), in this order; those of *foot* stand at the rail's lower end."""
        listed = [*pages, *foot]
        if [key for key, _title, _icon in listed] == list(self._items):
            return
        for item in self._items.values():
            self._group.removeButton(item)
            for box in (self._upper, self._foot):
                box.removeWidget(item)
            item.deleteLater()
        self._items = {}
        for place, (key, title, icon) in enumerate(listed):
            item = RailItem(key, title, icon, f"Ctrl+{place + 1}")
            item.set_narrow(narrow=self._narrow)
            item.clicked.connect(lambda _checked=False, key=key: self.chosen.emit(key))
            self._items[key] = item
            self._group.addButton(item)
            (self._upper if place < len(pages) else self._foot).addWidget(item)

    @property
    def keys(self) -> list[str]:
        """The keys of the pages on offer."""
        return list(self._items)

    def set_current(self, key: str) -> None:
        """Mark a page as the current one."""
        if key not in self._items:
            return
        self._items[key].setChecked(True)
        for item in self._items.values():  # Tab comes to the page that is open, the arrow keys go on from there
            item.setFocusPolicy(Qt.FocusPolicy.TabFocus if item.isChecked() else Qt.FocusPolicy.NoFocus)

    def set_badge(self, key: str, number: int) -> None:
        """Show a number at a page."""
        if key in self._items:
            self._items[key].set_badge(number)

    def set_narrow(self, *, narrow: bool) -> None:
        """Show icons only, or icons and names."""
        self._narrow = narrow
        self.setFixedWidth(int(theme.Size.RAIL_NARROW if narrow else theme.Size.RAIL))
        for item in self._items.values():
            item.set_narrow(narrow=narrow)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme's fonts."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.set_narrow(narrow=self._narrow)
