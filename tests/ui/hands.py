"""A user's hands and eyes: clicks, keys and what stands on the screen, for tests that go through the window.

Widgets are found by what a user knows them by: the word on a button, the name above a field, the heading of a column.
"""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QWidget,
)
from shiboken6 import isValid

from tracker.ui.forms import Field
from tracker.ui.table_model import TableModel
from tracker.ui.table_view import TableView

W = TypeVar("W", bound=QWidget)
LONG = 60_000
NO_KEYS, CONTROL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier


# --- Eyes ---


def words(parent: QWidget) -> str:
    """Return all text in the labels that are shown."""
    QApplication.processEvents()
    return "\n".join(label.text() for label in parent.findChildren(QLabel) if label.isVisible() and label.text())


def button(parent: QWidget, text: str) -> QAbstractButton:
    """Return the shown button with a word on it."""
    QApplication.processEvents()
    found = [one for one in parent.findChildren(QAbstractButton) if one.isVisible() and one.text() == text]
    assert found, f"no button {text}; there are {[b.text() for b in parent.findChildren(QAbstractButton)]}"
    return found[0]


def named(parent: QWidget, name: str, kind: type[W]) -> W:
    """Return the shown widget with an accessible name, of a kind."""
    QApplication.processEvents()
    found = [one for one in parent.findChildren(kind) if one.isVisible() and one.accessibleName() == name]
    assert found, f"nothing on the screen is called {name}"
    return found[0]


def field(parent: QWidget, label: str) -> QWidget:
    """Return the shown input with a label."""
    QApplication.processEvents()
    found = [
        one
        for one in parent.findChildren(QWidget)
        if one.isVisible() and one.accessibleName() == label and isinstance(one, QLineEdit | QPlainTextEdit | QComboBox)
    ]
    assert found, f"no field {label}"
    return found[0]


def table(parent: QWidget, name: str) -> TableView:
    """Return the shown table with a name."""
    return named(parent, name, TableView)


def column(view: TableView, title: str) -> int:
    """Return where the column with a heading stands in the model."""
    titles = [one.title for one in view.columns]
    assert title in titles, titles
    return titles.index(title)


def row(view: TableView, first: str) -> int:
    """Return the row one of whose cells reads so."""
    model = view.table_model()
    for place in range(model.rowCount()):
        if first in [model.index(place, at).data() for at in range(model.columnCount())]:
            return place
    raise AssertionError(first)


def index(view: TableView, place: int, title: str) -> QModelIndex:
    """Return a cell."""
    return view.table_model().index(place, column(view, title))


def shown(view: TableView, place: int, title: str) -> str:
    """Return the text of a cell, with what stands at its side."""
    cell = index(view, place, title)
    text = str(cell.data() or "")
    model = view.model()
    assert isinstance(model, TableModel)
    spoken = str(cell.data(Qt.ItemDataRole.AccessibleTextRole) or "")
    return text or spoken.removeprefix(title).strip()


def error_under(parent: QWidget, label: str) -> str:
    """Return the sentence under a field, empty where its content is stored."""
    widget: QWidget | None = field(parent, label)
    while widget is not None and not isinstance(widget, Field):
        widget = widget.parentWidget()
    assert widget is not None
    return widget.error or ""


# --- Hands ---


def to_front(window: QWidget) -> None:
    """Make a window the active one, as a desktop does by itself when a list or dialog over it closes."""
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window, LONG)


def click(widget: QWidget, place: QPoint | None = None) -> None:
    """Click on a widget."""
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, NO_KEYS, place or widget.rect().center())


def press(parent: QWidget, text: str) -> None:
    """Click on the button with a word on it, if it can be pressed."""
    found = button(parent, text)
    assert found.isEnabled(), f"{text} cannot be pressed: {found.toolTip()}"
    click(found)


def keys(text: str) -> None:
    """Type into whatever has the focus; what is no ASCII comes as from an input method."""
    for sign in text:
        focus = QApplication.focusWidget()
        assert focus is not None, "nothing has the focus"
        if sign == "\n":
            QTest.keyClick(focus, Qt.Key.Key_Return)
            continue
        if sign.isascii():
            QTest.keyClick(focus, ord(sign))
            continue
        event = QInputMethodEvent()
        event.setCommitString(sign)
        QApplication.sendEvent(focus, event)


def key(code: Qt.Key, modifier: Qt.KeyboardModifier = NO_KEYS) -> None:
    """Press one key on whatever has the focus."""
    focus = QApplication.focusWidget() or QApplication.activeWindow()
    assert focus is not None, "no window is active"
    QTest.keyClick(focus, code, modifier)


def write(widget: QWidget, text: str) -> None:
    """Click into a field and type over what stands in it, without leaving it."""
    click(widget)
    widget.setFocus(Qt.FocusReason.MouseFocusReason)
    key(Qt.Key.Key_A, CONTROL)
    if text:
        keys(text)
    else:
        key(Qt.Key.Key_Delete)


def fill(parent: QWidget, label: str, text: str) -> None:
    """Type into the field with a name and leave it by Tab."""
    found = field(parent, label)
    if isinstance(found, QComboBox):
        found.setFocus()
        choose(found, text)
        return
    write(found, text)
    key(Qt.Key.Key_Tab)


def choose(box: QComboBox, text: str) -> None:
    """Open a list, go to an entry with the arrows and take it with Enter."""
    place, window = box.findText(text), box.window()
    assert place >= 0, [box.itemText(at) for at in range(box.count())]
    box.showPopup()
    view = box.view()
    while view.currentIndex().row() != place:
        QTest.keyClick(view, Qt.Key.Key_Down if view.currentIndex().row() < place else Qt.Key.Key_Up)
    QTest.keyClick(view, Qt.Key.Key_Return)
    to_front(window)


def show_tab(bar: QTabBar, title: str) -> None:
    """Click on the tab whose title begins so."""
    for place in range(bar.count()):
        if bar.tabText(place).startswith(title):
            click(bar, bar.tabRect(place).center())
            assert bar.currentIndex() == place
            return
    raise AssertionError([bar.tabText(place) for place in range(bar.count())])


def click_cell(view: TableView, place: int, title: str) -> None:
    """Click on a cell, scrolled to if need be."""
    cell = index(view, place, title)
    view.scrollTo(cell)
    click(view.viewport(), view.visualRect(cell).center())
    view.setFocus(Qt.FocusReason.MouseFocusReason)


def open_cell(view: TableView, place: int, title: str) -> QWidget:
    """Go to a cell and open its editor with F2."""
    click_cell(view, place, title)
    assert view.currentIndex() == index(view, place, title)
    key(Qt.Key.Key_F2)
    editor = QApplication.focusWidget()
    assert editor is not None
    assert view.isAncestorOf(editor), f"{title} cannot be edited"
    return editor


def fill_cell(view: TableView, place: int, title: str, text: str) -> None:
    """Type into a cell over what stands in it, and press Enter."""
    editor = open_cell(view, place, title)
    if isinstance(editor, QComboBox):
        choose(editor, text)
        return
    key(Qt.Key.Key_A, CONTROL)
    if text:
        keys(text)
    else:
        key(Qt.Key.Key_Delete)
    assert isValid(editor)
    key(Qt.Key.Key_Return)
