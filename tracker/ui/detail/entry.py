"""A small form that unfolds in place and is stored as a whole, by its button."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from tracker.domain.dates import parse_day
from tracker.domain.errors import InputError
from tracker.ui import theme
from tracker.ui.detail.ask import Tinted, focus_soon, takes_escape
from tracker.ui.detail.form import FieldGrid, Form
from tracker.ui.fields import DateField
from tracker.ui.forms import Label, button, hbox, set_blocked, vbox

Values = dict[str, str]


class EntryBox(Tinted):
    """Fields with a title, a button that stores them together, and 不改. Hidden until opened.

    ``closed`` follows storing and giving up. Ctrl+Enter stores, Esc gives up.
    """

    closed = Signal()

    def __init__(self, verb: str, run: Callable[[Values], object]) -> None:
        """*run* gets the texts by key and raises InputError naming the field that is wrong; *verb* is the button."""
        super().__init__("alt")
        self._run = run
        self.title = Label("", strong=True, wrap=True)
        self.form = Form(self._check, self)
        self.grid = FieldGrid(column_width=124, most=4, least=2, tight=True)
        self.note = Label("", "red", theme.Type.SMALL, wrap=True)
        self.take: QPushButton = button(verb, primary=True, run=self.submit)
        self.more: QVBoxLayout = vbox(spacing=4)
        self._give_up = button("不改", run=self.close_box)
        buttons = hbox(self.take, self._give_up, None, spacing=8)
        self.setLayout(vbox(self.title, self.grid, self.note, buttons, self.more, spacing=6, margins=(12, 8, 12, 10)))
        self.hide()

    @property
    def is_open(self) -> bool:
        """Whether the form is unfolded."""
        return not self.isHidden()

    def open_with(self, title: str, values: Mapping[str, str], focus: str = "") -> None:
        """Unfold with a title and start values; *focus* names the field to begin in."""
        self.title.setText(title)
        self.note.hide()
        self.form.show_row(None, {})
        self.form.show_row("new", {key: values.get(key, "") for key in self.form.fields})
        self.show()
        self._order_tabs()
        first = self.form.fields.get(focus) or next(iter(self.form.fields.values()), None)
        if first is not None:
            focus_soon(first.editor)

    def _order_tabs(self) -> None:
        """Let Tab go from the last field to the buttons: the fields were added after them."""
        last = self.grid.last
        if last is not None:
            QWidget.setTabOrder(last, self.take)
            QWidget.setTabOrder(self.take, self._give_up)

    def close_box(self) -> None:
        """Fold away; what was typed is given up."""
        if self.is_open:
            self.form.show_row(None, {})
            self.hide()
            self.closed.emit()

    def submit(self) -> None:
        """Store the texts, or mark the field that is wrong."""
        self.note.hide()
        if self.form.leave():
            return
        try:
            self._run({key: field.text for key, field in self.form.fields.items()})
        except InputError as error:
            self.refuse(error)
        else:
            self.close_box()

    def refuse(self, error: InputError) -> None:
        """Show why nothing was stored, at the field that is wrong where there is one."""
        field = self.form.fields.get(error.field or "")
        if field is not None:
            field.set_error(str(error))
            field.editor.setFocus()
        else:
            self.note.setText(str(error))
            self.note.show()

    def set_blocked(self, reason: str | None) -> None:
        """Say why nothing can be stored."""
        set_blocked(self.take, reason)

    def watch(self, *editors: QWidget) -> None:
        """Let Ctrl+Enter and Esc in further widgets store and give up."""
        for editor in editors:
            editor.installEventFilter(self)

    def _check(self, key: str, text: str) -> None:
        """Refuse a day that is none as soon as its field is left."""
        if isinstance(self.form.fields[key], DateField):
            parse_day(text)
        self.form.take(key, text)

    def event(self, event: QEvent) -> bool:
        """Keep Esc from the page's own shortcut."""
        return takes_escape(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter stores, Esc gives up."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.submit()
        elif event.key() == Qt.Key.Key_Escape:
            self.close_box()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys before the text box does."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            if control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.submit()
                return True
        return super().eventFilter(watched, event)
