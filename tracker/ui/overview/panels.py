"""A panel of 概览: heading with count and link, and below it a short table, or what is said where it is empty."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QModelIndex, QSize, Qt
from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget

from tracker.ui import theme
from tracker.ui.forms import Item, Label, button, hbox, separator, vbox
from tracker.ui.start_page import Way
from tracker.ui.strip import Picture
from tracker.ui.table_model import Column, Role, RowTableModel
from tracker.ui.table_view import TableView

T = TypeVar("T")
_ROWS = 5  # seen at once where the window is small


class Panel(QFrame):
    """A frame with a heading; ``tools`` stand at its right."""

    def __init__(self, title: str, *tools: Item) -> None:
        """Make an empty panel."""
        super().__init__()
        self.setObjectName("card")
        self.title = Label(title, size=theme.Type.PANEL)
        self.note = Label("", "text2")
        self.setAccessibleName(title)
        head = QWidget()
        head.setFixedHeight(theme.height(theme.Size.STRIP, theme.Type.PANEL))
        head.setLayout(hbox(self.title, self.note, None, *tools, spacing=6, margins=(10, 0, 8, 0)))
        self.body = vbox(head, separator(), margins=(1, 1, 1, 1))
        self.setLayout(self.body)

    def add(self, widget: QWidget, stretch: int = 0) -> None:
        """Put a widget below the heading."""
        self.body.addWidget(widget, stretch)


class Empty(QWidget):
    """What is empty, and what fills it, in the middle of a panel."""

    def __init__(self, picture: str) -> None:
        """Say nothing yet."""
        super().__init__()
        self.sentence = Label("", size=theme.Type.PANEL, wrap=True)
        self.explanation = Label("", "text2", wrap=True)
        for label in (self.sentence, self.explanation):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.way = button("")
        self._run: Callable[[], object] = lambda: None
        self.way.clicked.connect(lambda _checked=False: self._run())
        picture_line = hbox(None, Picture(picture, "text2", theme.Size.ICON_RAIL), None)
        foot = hbox(None, self.way, None)
        self.setLayout(
            vbox(
                *(None, picture_line, self.sentence, self.explanation, foot, None),
                spacing=6,
                margins=(16, 8, 16, 8),
            )
        )

    def say(self, sentence: str, explanation: str = "", way: Way | None = None) -> None:
        """Say something else, with a way on where there is one."""
        self.sentence.setText(sentence)
        self.explanation.setText(explanation)
        self.way.setVisible(way is not None)
        if way is not None:
            self.way.setText(way[0])
            self._run = way[1]


class ListPanel(Panel, Generic[T]):
    """A panel with a table. A click or Enter opens a row: ``open_row`` gets the row itself."""

    def __init__(
        self,
        title: str,
        columns: Sequence[Column[T]],
        key: Callable[[T], Hashable],
        open_row: Callable[[T], object],
        *tools: Item,
        picture: str = "calendar_ltr",
    ) -> None:
        """Make an empty list; *picture* stands where it has no rows."""
        super().__init__(title, *tools)
        self._open_row = open_row
        self.model: RowTableModel[T] = RowTableModel(columns, key, parent=self)
        self.table = TableView(f"overview.{title}")
        self.table.setModel(self.model)
        self.table.setAccessibleName(title)
        self.table.setCursor(Qt.CursorShape.PointingHandCursor)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.clicked.connect(self._clicked)
        self.table.opened.connect(self._opened)
        self.empty = Empty(picture)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.empty)
        self.add(self.stack, 1)

    def show_rows(self, rows: Sequence[T], columns: Sequence[Column[T]] | None = None) -> None:
        """Show rows, under other columns where they are given."""
        if columns is not None:
            self.model.set_rows(())
            self.table.set_columns(columns)
        self.model.set_rows(rows)
        self.stack.setCurrentWidget(self.table if rows else self.empty)

    def minimumSizeHint(self) -> QSize:
        """Ask for five rows below the headings."""
        height = theme.height(theme.Size.STRIP) + theme.height(theme.Size.HEAD_TWO) + _ROWS * theme.row_height()
        return QSize(260, height)

    def _clicked(self, index: QModelIndex) -> None:
        """Open the row under the pointer."""
        row: Any = index.data(Role.ROW)
        if row is not None:
            self._open_row(row)

    def _opened(self, key: object) -> None:
        """Open the current row by key."""
        place = self.model.position_of(key) if isinstance(key, Hashable) else None
        row = None if place is None else self.model.row(place)
        if row is not None:
            self._open_row(row)
