"""Fields that save when they are left. What was refused stays in the field, marked, and is not stored."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QDate, QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QCalendarWidget, QComboBox, QLineEdit, QMenu, QPlainTextEdit, QWidget, QWidgetAction

from tracker.domain.dates import format_day, parse_day
from tracker.domain.errors import InputError
from tracker.ui import theme
from tracker.ui.cells import UNFILLED
from tracker.ui.forms import Field
from tracker.ui.icons import icon

Save = Callable[[str], object]
_KEY = Qt.Key
_OPENING = (_KEY.Key_Up, _KEY.Key_Down, _KEY.Key_PageUp, _KEY.Key_PageDown, _KEY.Key_Home, _KEY.Key_End)


class SavingField(Field):
    """Base of the four fields. ``save`` gets the text and raises InputError where it is wrong.

    ``state_changed`` follows every save and every refusal; the page counts the fields whose ``error`` is set.
    """

    state_changed = Signal()

    def __init__(self, label: str, editor: QWidget, save: Save, hint: str = "") -> None:
        """Frame *editor*; the subclass says how its text is read and set."""
        super().__init__(label, editor, hint)
        self._save = save
        self._stored = ""
        self._saving = False
        editor.installEventFilter(self)

    @property
    def text(self) -> str:
        """What stands in the field now."""
        raise NotImplementedError

    def put(self, text: str) -> None:
        """Put a text into the editor."""
        raise NotImplementedError

    def set_value(self, text: str, *, fresh: bool = False) -> None:
        """Show the stored value; what is being typed or was refused stays unless *fresh* (another project)."""
        touched = self.error is not None or (self.editor.hasFocus() and self.text != self._stored)
        self._stored = text
        if fresh or not touched:
            self.put(text)
            self.set_error(None)

    def commit(self) -> bool:
        """Store what stands there if it is new; False where it was refused."""
        text = self.text
        if self._saving:  # a question about this very text takes the focus away
            return True
        if text == self._stored:
            self._settle(None)
            return True
        self._saving = True
        try:
            self._save(text)
        except InputError as error:
            self._settle(str(error))
            return False
        finally:
            self._saving = False
        self._stored = text
        self._settle(None)
        return True

    def revert(self) -> None:
        """Go back to the stored value."""
        self.put(self._stored)
        self._settle(None)

    def _settle(self, error: str | None) -> None:
        """Show how it went."""
        if error != self.error:
            self.set_error(error)
        self.state_changed.emit()

    def set_read_only(self, reason: str | None) -> None:
        """Allow no edits and say why in the tooltip; the content keeps its contrast."""
        set_read_only = getattr(self.editor, "setReadOnly", None)
        if set_read_only:
            set_read_only(reason is not None)
        else:
            self.editor.setEnabled(reason is None)
        self.editor.setToolTip(reason or "")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Save when the editor is left; Esc first gives the typed text up."""
        if watched is self.editor and event.type() == QEvent.Type.FocusOut and not self._popup_open():
            self.commit()
        if isinstance(event, QKeyEvent) and _is_undo_key(event) and self.text == self._stored:
            return True  # nothing typed here to take back: the keys mean the last deed
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape and self.text != self._stored:
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()  # else the page's own Esc would take it
                return True
            if event.type() == QEvent.Type.KeyPress:
                self.revert()
                return True
        return super().eventFilter(watched, event)

    def _popup_open(self) -> bool:
        """Whether focus went to a part of this very field."""
        return False


def _is_undo_key(event: QKeyEvent) -> bool:
    """Tell whether Qt asks if the editor wants Ctrl+Z or Ctrl+Y for itself."""
    keys = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)
    return event.type() == QEvent.Type.ShortcutOverride and any(event.matches(key) for key in keys)


class LineField(SavingField):
    """One line of text; Enter saves too."""

    def __init__(self, label: str, save: Save, hint: str = "", placeholder: str = UNFILLED) -> None:
        """Make an empty line."""
        self.line = QLineEdit()
        self.line.setPlaceholderText(placeholder)
        super().__init__(label, self.line, save, hint)
        self.line.returnPressed.connect(self.commit)

    @property
    def text(self) -> str:
        """The line's text."""
        return self.line.text().strip()

    def put(self, text: str) -> None:
        """Put a text into the line."""
        self.line.setText(text)
        self.line.setCursorPosition(0)


class TextField(SavingField):
    """Several lines of text."""

    def __init__(self, label: str, save: Save, hint: str = "", lines: int = 3) -> None:
        """Make a box *lines* high."""
        self.box = QPlainTextEdit()
        self.box.setPlaceholderText(UNFILLED)
        self.box.setTabChangesFocus(True)
        self.box.setFixedHeight(self.box.fontMetrics().lineSpacing() * lines + 20)
        super().__init__(label, self.box, save, hint)

    @property
    def text(self) -> str:
        """The box's text."""
        return self.box.toPlainText().strip()

    def put(self, text: str) -> None:
        """Put a text into the box."""
        self.box.setPlainText(text)


class ChoiceField(SavingField):
    """One of a list, stored as soon as it is chosen. The text is the choice's value, "" for 未填."""

    def __init__(self, label: str, save: Save, choices: Sequence[tuple[str, str]], hint: str = "") -> None:
        """Offer *choices* (value, shown text); the page adds ("", "未填") where that is allowed."""
        self.combo = ComboBox()
        super().__init__(label, self.combo, save, hint)
        self.set_choices(choices)
        self.combo.activated.connect(self.commit)

    def set_choices(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer other choices, keeping the chosen value."""
        value = self._stored
        self.combo.clear()
        for key, shown in choices:
            self.combo.addItem(shown, key)
        self.put(value)

    @property
    def text(self) -> str:
        """The chosen value."""
        return str(self.combo.currentData() or "")

    def put(self, text: str) -> None:
        """Choose a value; one that is not offered is added, so that no stored value is ever hidden."""
        place = self.combo.findData(text)
        if place < 0:
            self.combo.addItem(text or UNFILLED, text)
            place = self.combo.count() - 1
        self.combo.setCurrentIndex(place)

    def _popup_open(self) -> bool:
        """The list belongs to the field."""
        return self.combo.view().isVisible()


class DateField(LineField):
    """A day, typed in any usual way or picked from a calendar."""

    def __init__(self, label: str, save: Save, hint: str = "") -> None:
        """Make an empty line with a calendar button inside."""
        super().__init__(label, save, hint)
        self._pick = QAction(icon("calendar_ltr"), "选日期", self)
        self._pick.triggered.connect(self._open_calendar)
        self.line.addAction(self._pick, QLineEdit.ActionPosition.TrailingPosition)
        self._open = False

    def set_read_only(self, reason: str | None) -> None:
        """Take the calendar away too."""
        super().set_read_only(reason)
        self._pick.setEnabled(reason is None)

    def _open_calendar(self) -> None:
        """Show a calendar under the line."""
        menu, calendar, action = QMenu(self), QCalendarWidget(), QWidgetAction(self)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        calendar.setGridVisible(False)
        if (day := self._day()) is not None:
            calendar.setSelectedDate(day)
        calendar.clicked.connect(self._picked)
        calendar.clicked.connect(menu.close)
        action.setDefaultWidget(calendar)
        menu.addAction(action)
        self._open = True
        menu.exec(self.line.mapToGlobal(QPoint(0, self.line.height() + 2)))
        self._open = False
        menu.deleteLater()

    def _day(self) -> QDate | None:
        """Return the typed day, if it is one."""
        try:
            day = parse_day(self.text)
        except InputError:
            return None
        return QDate(day.year, day.month, day.day) if day else None

    def _picked(self, day: QDate) -> None:
        """Take the day that was clicked."""
        self.line.setText(day.toString(Qt.DateFormat.ISODate))
        self._open = False
        self.commit()

    def commit(self) -> bool:
        """Write the day in its usual form before it is stored."""
        try:
            day = parse_day(self.text)
        except InputError:
            return super().commit()
        if self.text != format_day(day):
            self.line.setText(format_day(day))
        return super().commit()

    def _popup_open(self) -> bool:
        """The calendar belongs to the field."""
        return self._open


class ComboBox(QComboBox):
    """A list that changes only by a choice made in it.

    Neither the wheel of somebody who scrolls past nor an arrow on the closed list changes anything: what is chosen is
    stored at once, and every step would be a deed.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMaxVisibleItems(20)
        self.view().setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setMinimumWidth(theme.Size.CONTROL * 2)

    def wheelEvent(self, event: QEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the list where Qt would change the choice: by arrows, by Home and End, by a letter."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and (event.key() in _OPENING or (event.text().isprintable() and event.text())):
            self.showPopup()
            return
        super().keyPressEvent(event)
