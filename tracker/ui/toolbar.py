"""A page's toolbar: where its words do not fit, they give way to icons from the right."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from tracker.ui import theme
from tracker.ui.forms import Label, hbox

_BESIDE = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
_ICON = Qt.ToolButtonStyle.ToolButtonIconOnly


class Toolbar(QWidget):
    """Title and tools of one page."""

    def __init__(self, title: str) -> None:
        """Begin with the page's title."""
        super().__init__()
        self.setObjectName("toolbar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(theme.height(theme.Size.TOOLBAR))
        self.box: QHBoxLayout = hbox(Label(title, size=theme.Type.PAGE), 6, spacing=4, margins=(12, 0, 12, 0))
        self.setLayout(self.box)
        self._shortened: list[QToolButton] = []

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the words to the new width."""
        super().resizeEvent(event)
        self.fit()

    def event(self, event: QEvent) -> bool:
        """Fit again after a tool was shown, hidden or renamed."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self.fit()
        return done

    def minimumSizeHint(self) -> QSize:
        """Ask for no width: the words give way."""
        hint = super().minimumSizeHint()
        hint.setWidth(0)
        return hint

    def fit(self) -> None:
        """Give every tool its word back, then take words away from the right until all fits."""
        for button in self._shortened:
            button.setToolButtonStyle(_BESIDE)
            button.setToolTip(str(button.property("wordTip") or ""))
        self._shortened = []
        found = [item.widget() for place in range(self.box.count()) if (item := self.box.itemAt(place)) is not None]
        tools = [widget for widget in found if isinstance(widget, QToolButton)]
        for button in reversed(tools):
            self.box.invalidate()
            if self.box.minimumSize().width() <= self.width():
                break
            if button.toolButtonStyle() == _BESIDE and not button.icon().isNull():
                button.setProperty("wordTip", button.toolTip())
                button.setToolButtonStyle(_ICON)
                button.setToolTip(button.toolTip() or button.text())
                self._shortened.append(button)
