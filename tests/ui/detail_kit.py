"""What the tests of the panel beside the list share: a panel on a real file, and hands to type with."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from tracker.store.database import Database
from tracker.ui.context import AppContext, Period
from tracker.ui.detail.panel import DetailPanel
from tracker.ui.fields import SavingField
from tracker.ui.settings_store import SettingsStore
from tracker.ui.table_model import Role
from tracker.ui.table_view import TableView
from tracker.ui.tasks import Runner, Tasks

TODAY = date(2026, 10, 10)
Q3, Q2, LAST_YEAR = date(2026, 9, 30), date(2026, 6, 30), date(2025, 12, 31)
WAN = 1_000_000


def make_panel(db: Database, qtbot: QtBot, width: int = 452, height: int = 640) -> DetailPanel:
    """Open a panel on a file, in the third quarter of 2026."""
    context = AppContext(Tasks(db, Runner()), Period(TODAY), SettingsStore(None))
    panel = DetailPanel(context)
    context.setParent(panel)
    qtbot.addWidget(panel)
    panel.resize(width, height)
    with qtbot.waitExposed(panel):
        panel.show()
    panel.activateWindow()
    return panel


def write(db: Database, service: Callable[..., Any], *args: Any, **values: Any) -> Any:
    """Prepare something in the file."""
    return db.write("准备", service, *args, **values).result


def fill(field: SavingField, text: str) -> None:
    """Type over a field's content and leave it."""
    type_into(field, text)
    leave(field.editor)


def type_into(field: SavingField, text: str) -> None:
    """Type over a field's content and stay in it."""
    editor = field.editor
    editor.setFocus()
    assert isinstance(editor, QLineEdit | QPlainTextEdit)
    editor.selectAll()
    QTest.keyClick(editor, Qt.Key.Key_Delete)
    write_text(editor, text)


def write_text(editor: QWidget, text: str) -> None:
    """Write as an input method does: Qt's own key clicks know ASCII only."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(editor, event)


def leave(editor: QWidget) -> None:
    """Go on to the next field."""
    QTest.keyClick(editor, Qt.Key.Key_Tab)
    QApplication.processEvents()


def choose(field: SavingField, text: str) -> None:
    """Choose a word of a list, as a click on it does."""
    combo: Any = field.editor
    place = combo.findText(text)
    assert place >= 0, f"{text} is not offered"
    combo.setCurrentIndex(place)
    combo.activated.emit(place)


def type_cell(table: TableView, key: object, column: str, text: str) -> None:
    """Go to a cell, type over it, and press Enter."""
    go_to(table, key, column)
    QTest.keyClick(table, Qt.Key.Key_F2)
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit), f"{column} cannot be edited"
    editor.selectAll()
    QTest.keyClick(editor, Qt.Key.Key_Delete)
    write_text(editor, text)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QApplication.processEvents()


def go_to(table: TableView, key: Any, column: str) -> None:
    """Make a cell the current one, with the keyboard on it."""
    places = {one.key: place for place, one in enumerate(table.columns)}
    assert table.select_key(key, places[column]), f"no row {key}"
    table.setFocus()


def cell(table: TableView, key: Any, column: str) -> str:
    """Return what a cell shows, a side text after it."""
    model = table.table_model()
    row = model.position_of(key)
    assert row is not None, f"no row {key}"
    places = {one.key: place for place, one in enumerate(table.columns)}
    found = model.index(row, places[column]).data(Role.CELL)
    return f"{found.text} {found.side}".strip()


def editable(table: TableView, key: Any, column: str) -> bool:
    """Tell whether a cell can be typed into."""
    model = table.table_model()
    places = {one.key: place for place, one in enumerate(table.columns)}
    index = model.index(model.position_of(key) or 0, places[column])
    return bool(index.flags() & Qt.ItemFlag.ItemIsEditable)


def press(parent: QWidget, text: str) -> None:
    """Click the visible button with a text."""
    QApplication.processEvents()
    buttons = [one for one in parent.findChildren(QAbstractButton) if one.text() == text and one.isVisibleTo(parent)]
    assert buttons, f"no button {text}"
    assert buttons[0].isEnabled(), f"{text} cannot be clicked: {buttons[0].toolTip()}"
    buttons[0].click()
    QApplication.processEvents()


def said(parent: QWidget) -> str:
    """Return all text shown in labels."""
    QApplication.processEvents()
    return "\n".join(label.text() for label in parent.findChildren(QLabel) if label.isVisibleTo(parent))


def answer(panel: DetailPanel, reason: str) -> None:
    """Type a reason where one is asked for, and press Enter."""
    line = panel.current.ask.reason.editor
    assert line.isVisibleTo(panel), "no reason is asked for"
    write_text(line, reason)
    QTest.keyClick(line, Qt.Key.Key_Return)
    QApplication.processEvents()
