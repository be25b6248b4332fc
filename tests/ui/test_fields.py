"""Fields save when they are left; what was refused stays, marked, and is not stored."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from tracker.domain.dates import parse_day
from tracker.domain.errors import InputError
from tracker.ui.fields import ChoiceField, DateField, LineField, SavingField, TextField
from tracker.ui.forms import vbox


class Stored:
    """What fields saved; refuses the word 错."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def save(self, text: str) -> None:
        """Keep a text."""
        if text == "错":
            raise InputError("这里不能填“错”。")
        self.texts.append(text)

    def save_day(self, text: str) -> None:
        """Keep a day."""
        parse_day(text)
        self.texts.append(text)


@pytest.fixture
def stored() -> Stored:
    """Nothing stored yet."""
    return Stored()


class Frame(QWidget):
    """A window with a field and another control to go to."""

    def __init__(self) -> None:
        super().__init__()
        self.other = QLineEdit()


def shown(qtbot: QtBot, field: SavingField) -> Frame:
    """Show a field beside another control; the caller keeps the window alive."""
    window = Frame()
    window.setLayout(vbox(field, window.other))
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    field.editor.setFocus()
    QApplication.processEvents()
    return window


def test_leaving_a_field_saves_it_once(qtbot: QtBot, stored: Stored) -> None:
    field = LineField("责任人", stored.save)
    field.set_value("甲")
    window = shown(qtbot, field)
    field.line.setText("乙")
    assert stored.texts == []
    window.other.setFocus()
    field.editor.setFocus()
    window.other.setFocus()
    assert stored.texts == ["乙"]


def test_wrong_input_stays_marked_until_it_is_right(qtbot: QtBot, stored: Stored) -> None:
    field = LineField("责任人", stored.save)
    field.set_value("甲")
    _window = shown(qtbot, field)
    field.line.setText("错")
    QTest.keyClick(field.line, Qt.Key.Key_Return)
    assert field.error == "这里不能填“错”。"
    assert field.line.property("wrong") is True
    field.set_value("甲")  # another change made the page read again
    assert field.text == "错"
    field.line.setText("对")
    assert field.commit()
    assert field.error is None
    assert stored.texts == ["对"]
    field.line.setText("错")
    field.commit()
    field.set_value("另一个项目的", fresh=True)
    assert (field.text, field.error) == ("另一个项目的", None)


def test_escape_gives_up_what_was_typed(qtbot: QtBot, stored: Stored) -> None:
    field = LineField("责任人", stored.save)
    field.set_value("甲")
    _window = shown(qtbot, field)
    field.line.setText("错")
    field.commit()
    QTest.keyClick(field.line, Qt.Key.Key_Escape)
    assert (field.text, field.error) == ("甲", None)
    assert stored.texts == []


@pytest.mark.parametrize("typed", ["2026年9月5日", "20260905", "2026/9/5", "２０２６．９．５"])
def test_a_day_is_taken_in_any_usual_form(qtbot: QtBot, stored: Stored, typed: str) -> None:
    field = DateField("实际", stored.save_day)
    _window = shown(qtbot, field)
    field.line.setText(typed)
    assert field.commit()
    assert field.text == "2026-09-05"
    assert stored.texts == ["2026-09-05"]


def test_a_day_that_is_none_is_refused_and_kept(qtbot: QtBot, stored: Stored) -> None:
    field = DateField("实际", stored.save_day)
    _window = shown(qtbot, field)
    field.line.setText("2026-02-30")
    assert not field.commit()
    assert field.error == "没有“2026-02-30”这一天。"
    assert field.text == "2026-02-30"


def test_the_calendar_saves_at_once(qtbot: QtBot, stored: Stored) -> None:
    field = DateField("实际", stored.save_day)
    _window = shown(qtbot, field)
    field._picked(QDate(2026, 9, 30))
    assert stored.texts == ["2026-09-30"]


def test_a_choice_saves_at_once_and_never_hides_a_stored_value(qtbot: QtBot, stored: Stored) -> None:
    field = ChoiceField("级别", stored.save, [("", "未填"), ("省重点", "省重点")])
    _window = shown(qtbot, field)
    field.set_value("旧的级别")
    assert field.combo.currentText() == "旧的级别"
    place = field.combo.findData("省重点")
    field.combo.setCurrentIndex(place)
    field.combo.activated.emit(place)
    assert stored.texts == ["省重点"]


def test_a_reader_may_look_and_copy_but_not_type(qtbot: QtBot, stored: Stored) -> None:
    for field in (LineField("备注", stored.save), TextField("备注", stored.save)):
        _window = shown(qtbot, field)
        field.set_value("写好的", fresh=True)
        field.set_read_only("办公室二号机正在编辑此文件")
        QTest.keyClicks(field.editor, "x")
        assert field.text == "写好的"
        assert "办公室二号机" in field.editor.toolTip()
