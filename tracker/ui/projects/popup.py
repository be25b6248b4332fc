"""The window that hangs below a button of the toolbar: a tree to tick, and a foot."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QWidget

from tracker.ui.forms import hbox, link, vbox
from tracker.ui.projects.choice_tree import ChoiceTree

_NARROWEST, _WIDEST, _HIGHEST = 180, 400, 460


class Popup(QFrame):
    """The window a button opens: a tree, and below it what else there is to choose.

    ``closed`` follows its going away, however that came about.
    """

    closed = Signal()

    def __init__(self, parent: QWidget, tree: ChoiceTree) -> None:
        """Frame *tree*."""
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("card")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        # A click on the button closes the popup; passed on, it would open it again.
        self.setAttribute(Qt.WidgetAttribute.WA_NoMouseReplay)
        self.setAccessibleName(tree.accessibleName())
        self.tree = tree
        self.switch = QCheckBox("含下辖单位")
        self.switch.hide()
        self.none = link("不限")
        foot = hbox(self.switch, None, self.none, margins=(6, 2, 6, 4))
        self.setLayout(vbox(tree, foot, margins=(1, 1, 1, 1)))
        self.setFocusProxy(tree)

    def open_below(self, button: QWidget) -> None:
        """Show the window under a button, inside the screen."""
        wanted = self.tree.sizeHint()
        width = min(max(wanted.width(), _NARROWEST), _WIDEST)
        foot = self.none.sizeHint().height() + 8
        height = min(wanted.height() + foot, _HIGHEST)
        screen = QGuiApplication.screenAt(button.mapToGlobal(QPoint(0, 0))) or QGuiApplication.primaryScreen()
        room = screen.availableGeometry()
        place = button.mapToGlobal(QPoint(0, button.height() + 2))
        self.setFixedSize(width, min(height, room.bottom() - place.y() - 4))
        self.move(max(room.left(), min(place.x(), room.right() - width)), place.y())
        self.show()
        self.tree.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes the popup and nothing behind it."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QEvent) -> None:
        """Tell that the window is gone."""
        super().hideEvent(event)  # type: ignore[arg-type] # a QHideEvent; the stub names the subclass
        self.closed.emit()
