"""更多: the rest of the filter, 级别 and the columns of the office's own, in one popup."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from tracker.queries.criteria import Criteria
from tracker.ui import theme
from tracker.ui.forms import Label, hbox, link, vbox
from tracker.ui.projects.conditions import OwnRow, Ticks, own_row
from tracker.ui.projects.filter_button import BaseButton, Read

_WIDTH, _HIGHEST = 380, 460
_NO_OWN = "还没有自定义栏。在“设置 → 自定义栏”里添加后，可以在这里按它筛选。"


class MoreButton(BaseButton):
    """级别 and own columns. What is typed filters at once; a wrong number or day says so under its field."""

    def __init__(self, read: Read) -> None:
        """Make the button."""
        super().__init__("更多", read)
        self.popup = MorePopup(self)
        self.popup.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.popup.none.clicked.connect(self._nothing)
        self.levels: Ticks | None = None
        self.rows: list[OwnRow] = []
        self.dress()

    def others(self) -> Criteria:
        """Leave 级别 and own columns out."""
        return replace(self.criteria, levels=(), custom=())

    def open(self) -> None:
        """Show the conditions, with counts of what all other conditions leave."""
        self.choices = self._read(self.others())
        held = {one.key: one for one in self.criteria.custom}
        self.levels = Ticks("级别", self.choices.levels)
        self.levels.show_words(self.criteria.levels)
        self.rows = [own_row(choice, held.get(choice.column.key)) for choice in self.choices.own]
        self.levels.changed.connect(self._changed)
        for row in self.rows:
            row.changed.connect(self._changed)
        self.popup.fill([self.levels, *self.rows])
        self.popup.open_below(self)

    def _changed(self) -> None:
        """Turn what stands in the popup into a filter."""
        conditions = [one for row in self.rows if (one := row.condition()) is not None]
        words = self.levels.words() if self.levels is not None else ()
        self.choose(replace(self.criteria, levels=words, custom=tuple(conditions)))

    def _nothing(self) -> None:
        """Take all conditions away and close."""
        self.popup.hide()
        self.choose(self.others())

    def dress(self) -> None:
        """Name what the button holds."""
        super().dress()
        self.setToolTip("按级别和自定义栏筛选")


class MorePopup(QFrame):
    """The window the button opens: a row per condition, scrolling where there are many."""

    def __init__(self, button: BaseButton) -> None:
        """Make an empty window of *button*."""
        super().__init__(button, Qt.WindowType.Popup)
        self._button = button
        self.setObjectName("card")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        # A click on the button closes the popup; passed on, it would open it again.
        self.setAttribute(Qt.WidgetAttribute.WA_NoMouseReplay)
        self.setAccessibleName("更多筛选条件")
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.content = QWidget()
        self.none = link("不限")
        foot = hbox(None, self.none, margins=(6, 2, 6, 4))
        column = vbox(self.area, foot, margins=(1, 1, 1, 1))
        column.setStretchFactor(self.area, 1)
        self.setLayout(column)

    def fill(self, rows: list[QWidget]) -> None:
        """Show these rows."""
        body = self.content = QWidget()
        hint = [] if len(rows) > 1 else [Label(_NO_OWN, "text2", wrap=True)]
        body.setLayout(vbox(*rows, *hint, None, spacing=10, margins=(12, 10, 12, 6)))
        self.area.setWidget(body)

    def open_below(self, button: QWidget) -> None:
        """Show the window under a button, inside the screen."""
        screen = QGuiApplication.screenAt(button.mapToGlobal(QPoint(0, 0))) or QGuiApplication.primaryScreen()
        room = screen.availableGeometry()
        place = button.mapToGlobal(QPoint(0, button.height() + 2))
        width = min(_WIDTH, room.width() - 8)
        body = self.content
        body.setFixedWidth(width - 4)
        wanted = max(body.heightForWidth(width - 4), body.sizeHint().height()) + theme.Size.CONTROL + 10
        self.setFixedSize(width, max(120, min(wanted, _HIGHEST, room.bottom() - place.y() - 4)))
        body.setFixedWidth(width - 4 - (self.area.verticalScrollBar().sizeHint().width() if wanted > _HIGHEST else 0))
        self.move(max(room.left(), min(place.x(), room.right() - width)), place.y())
        self.show()
        if (first := body.nextInFocusChain()) is not None:
            first.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes the popup and nothing behind it."""
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.hide()
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QEvent) -> None:
        """Show on the button whether a condition is set: a click has toggled it."""
        super().hideEvent(event)  # type: ignore[arg-type] # a QHideEvent; the stub names the subclass
        self._button.dress()
