"""工具 → 检查数据 as a user runs it: nothing wrong, something wrong with its way out, and broken off."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui import hands
from tests.ui.conftest import MakeShell, Shell
from tracker.domain.findings import Way
from tracker.store.check import check_file
from tracker.ui.data_check import DataCheck
from tracker.ui.dialogs.data_check import DataCheckDialog
from tracker.ui.main_window import MainWindow
from tracker.ui.tasks import Cancelled

pytestmark = pytest.mark.usefixtures("home")


def _run(window: MainWindow, qtbot: QtBot) -> DataCheckDialog:
    """Check, and wait for the end of it."""
    window.menus.run("工具", "检查数据")
    desk = window.findChild(DataCheck)
    assert isinstance(desk, DataCheck)
    dialog = desk.dialog
    assert dialog is not None
    qtbot.waitUntil(lambda: not window.runner.busy, timeout=hands.LONG)
    return dialog


def _break(path: Path) -> None:
    """Leave a row that points nowhere, and take a trigger of the log away."""
    with closing(sqlite3.connect(path)) as connection:
        (trigger,) = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' LIMIT 1").fetchone()
        connection.execute(f'DROP TRIGGER "{trigger}"')
        connection.execute("PRAGMA foreign_keys = OFF")
        others = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (name,) in others:
            if "reporting_unit" in name:
                connection.execute(f'DROP TRIGGER "{name}"')
        last = "SELECT max(id) FROM reporting_unit"
        connection.execute(f"UPDATE reporting_unit SET parent_id = 99999 WHERE id = ({last})")  # noqa: S608
        connection.commit()


def test_a_whole_file_is_a_calm_sentence(shell: Shell, qtbot: QtBot) -> None:
    window, _opening = shell
    dialog = _run(window, qtbot)
    assert dialog.says.text() == "没有发现问题"
    assert not dialog.stop.isVisible()
    assert [row[1].fault for row in dialog.model.rows()] == [False] * len(dialog.model.rows())
    dialog.copy_button.click()
    text = QApplication.clipboard().text()
    assert "数据完整性检查通过" in text
    assert text.startswith(str(window.context.tasks.path) if window.context else "?")


def test_what_is_wrong_stands_first_with_its_way_out(make_shell: MakeShell, data_file: Path, qtbot: QtBot) -> None:
    _break(data_file)
    findings = check_file(data_file)
    assert {one.way for one in findings if one.fault} == {Way.CALL}
    window, opening = make_shell()
    with qtbot.waitSignal(opening.opened, timeout=hands.LONG):
        opening.open(data_file)
    dialog = _run(window, qtbot)
    faults = sum(one.fault for one in findings)
    assert dialog.says.text() == f"发现 {faults} 处问题，请按“怎么办”处理"
    assert all(row[1].fault and row[1].way for row in dialog.model.rows()[:faults])


def test_it_can_be_broken_off(shell: Shell, qtbot: QtBot) -> None:
    window, _opening = shell
    window.menus.run("工具", "检查数据")
    desk = window.findChild(DataCheck)
    assert isinstance(desk, DataCheck)
    dialog = desk.dialog
    assert dialog is not None
    dialog.stop.click()
    qtbot.waitUntil(lambda: not window.runner.busy, timeout=hands.LONG)
    assert dialog.says.text() == "已取消检查，没有结果。数据没有变化。"
    assert dialog.again.isEnabled()
    dialog.again.click()
    qtbot.waitUntil(lambda: not window.runner.busy, timeout=hands.LONG)
    assert dialog.says.text() == "没有发现问题"


def test_a_long_step_stops_within_itself(data_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.store.check._OFTEN", 100)
    told: list[int] = []

    def tell(done: int, _total: int, _text: str) -> None:
        told.append(done)
        if told.count(1) > 1:
            raise Cancelled

    with pytest.raises(Cancelled):
        check_file(data_file, tell)
    assert told == [0, 1, 1, 1]


def test_closing_it_breaks_the_check_off_and_the_next_one_is_its_own(shell: Shell, qtbot: QtBot) -> None:
    window, _opening = shell
    window.menus.run("工具", "检查数据")
    desk = window.findChild(DataCheck)
    assert isinstance(desk, DataCheck)
    assert desk.dialog is not None
    desk.dialog.reject()
    assert desk.dialog is None
    dialog = _run(window, qtbot)
    assert dialog.says.text() == "没有发现问题"
    assert desk.dialog is dialog


def test_without_a_file_it_is_not_offered(make_shell: MakeShell) -> None:
    window, _opening = make_shell()
    desk = window.findChild(DataCheck)
    assert isinstance(desk, DataCheck)
    assert not desk.action.isEnabled()
    assert desk.action.toolTip() == "还没有打开数据文件"
