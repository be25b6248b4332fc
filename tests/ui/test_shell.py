"""The window around the pages: first start, opening, reading only, undo, keys, and leaving."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.ui.conftest import MakeShell, Shell
from tracker import __version__, app
from tracker.domain.errors import FileProblem
from tracker.domain.quarters import Quarter
from tracker.services import projects
from tracker.store import location
from tracker.store.database import open_file
from tracker.store.tables import Project
from tracker.ui import messages
from tracker.ui.first_start import FirstStart
from tracker.ui.main_window import MainWindow

LONG = 30_000


def press(parent: QWidget, text: str) -> None:
    """Click the button with a text, as a user would find it."""
    QApplication.processEvents()
    buttons = [
        found for found in parent.findChildren(QPushButton) if found.text() == text and found.isVisibleTo(parent)
    ]
    assert buttons, f"no button {text}"
    buttons[0].click()


def words(parent: QWidget) -> str:
    """Return all text shown in labels."""
    QApplication.processEvents()
    return "\n".join(label.text() for label in parent.findChildren(QLabel) if label.isVisibleTo(parent))


def first_project(session: Session) -> int:
    """Return some project that counts."""
    return session.scalars(select(Project.id).where(Project.counted.is_(True)).order_by(Project.id)).first() or 0


def note_of(session: Session, project_id: int) -> str | None:
    """Return a project's note."""
    return session.get_one(Project, project_id).note


def write_note(window: MainWindow, text: str) -> int:
    """Change a note the way a page does."""
    assert window.context is not None
    project_id = window.context.tasks.read(first_project)
    assert window.context.tasks.write("修改备注：某项目", projects.edit, project_id, "note", text)
    return project_id


def test_the_first_start_asks_makes_a_file_and_opens_it(make_shell: MakeShell, qtbot: QtBot, tmp_path: Path) -> None:
    window, opening = make_shell()
    opening.begin()
    dialog = window.findChild(FirstStart)
    assert dialog is not None
    assert dialog.path.text().startswith(str(tmp_path / "home" / "文档"))
    wanted = tmp_path / "德惠 台账" / "项目台账.db"
    dialog.name.clear()
    dialog.path.setText(str(wanted))
    press(dialog, "开始使用")
    assert "请填写姓名" in words(dialog)
    assert not wanted.exists()
    dialog.name.setText("A")
    with qtbot.waitSignal(opening.opened, timeout=LONG):
        press(dialog, "开始使用")
    assert wanted.is_file()
    assert window.windowTitle() == "项目台账.db — 专栏项目台账"
    assert window.rail.keys
    notice = window.strips.shown("notice")
    assert notice is not None
    assert "4 个规划" in notice.sentence
    assert window.status.user.text() == "A（可编辑）"
    assert location.remembered() == wanted
    assert not window.undo_action.isEnabled(), "loading the catalogue is not taken back"


def test_an_existing_file_is_never_overwritten(make_shell: MakeShell, data_file: Path) -> None:
    window, opening = make_shell()
    opening.begin()
    dialog = window.findChild(FirstStart)
    assert dialog is not None
    before = data_file.read_bytes()
    dialog.path.setText(str(data_file))
    press(dialog, "开始使用")
    assert "已经存在" in words(dialog)
    assert data_file.read_bytes() == before


def test_later_leaves_a_window_that_offers_both_ways(make_shell: MakeShell) -> None:
    window, opening = make_shell()
    opening.begin()
    dialog = window.findChild(FirstStart)
    assert dialog is not None
    press(dialog, "以后再说")
    assert "还没有打开数据文件" in words(window.start_page)
    press(window.start_page, "新建数据文件…")
    assert [found for found in window.findChildren(FirstStart) if found.isVisible()]


def test_a_file_used_last_that_is_gone_is_asked_about(
    make_shell: MakeShell, data_file: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    missing = tmp_path / "U盘" / "台账.db"
    location.remember(missing)
    window, opening = make_shell()
    opening.begin()
    assert "找不到数据文件" in words(window.start_page)
    assert str(missing) in words(window.start_page)
    assert not missing.exists()
    assert window.findChild(FirstStart) is None
    missing.parent.mkdir()
    missing.write_bytes(data_file.read_bytes())
    with qtbot.waitSignal(opening.opened, timeout=LONG):
        press(window.start_page, "再找一次")
    assert window.windowTitle().startswith("台账.db")


def test_a_file_that_is_not_ours_is_refused_in_words(make_shell: MakeShell, qtbot: QtBot, tmp_path: Path) -> None:
    window, opening = make_shell()
    other = tmp_path / "照片.db"
    other.write_bytes(b"not a database" * 100)
    opening.open(other)
    qtbot.waitUntil(lambda: window.strips.shown("error") is not None, timeout=LONG)
    strip = window.strips.shown("error")
    assert strip is not None
    assert "照片.db" in strip.sentence
    assert "还没有打开数据文件" in words(window.start_page)


def test_undo_and_redo_name_what_they_do(shell: Shell) -> None:
    window, _opening = shell
    assert window.context is not None
    tasks = window.context.tasks
    assert not window.undo_action.isEnabled()
    project_id = write_note(window, "第一次")
    assert window.undo_action.text() == "撤销：修改备注：某项目"
    assert "Ctrl+Z" in window.undo_action.toolTip()
    assert window.status.saved.text().startswith("已保存 ")
    window.undo_action.trigger()
    assert tasks.read(note_of, project_id) != "第一次"
    assert not window.undo_action.isEnabled()
    assert window.redo_action.text() == "重做：修改备注：某项目"
    window.redo_action.trigger()
    assert tasks.read(note_of, project_id) == "第一次"


def test_a_second_copy_reads_only_and_can_retry(
    shell: Shell, make_shell: MakeShell, data_file: Path, qtbot: QtBot
) -> None:
    first, _ = shell
    second, opening = make_shell()
    with qtbot.waitSignal(opening.opened, timeout=LONG):
        opening.open(data_file)
    strip = second.strips.shown("read_only")
    assert strip is not None
    assert "正在编辑此文件" in strip.sentence
    assert "（只读）" in second.windowTitle()
    assert second.context is not None
    assert second.context.tasks.read_only
    failed: list[Exception] = []
    second.context.tasks.failed.connect(failed.append)
    assert second.context.tasks.write("修改备注", projects.edit, 1, "note", "x") is None
    assert failed
    press(strip, "重试")
    qtbot.waitUntil(lambda: second.strips.shown("notice") is not None, timeout=LONG)
    assert "还不能编辑" in words(second.strips)
    first.close()
    with qtbot.waitSignal(opening.opened, timeout=LONG):
        press(strip, "重试")
    assert second.strips.shown("read_only") is None
    assert second.windowTitle() == "项目台账.db — 专栏项目台账"
    write_note(second, "接着写")


def test_the_period_is_the_last_ended_quarter_and_holds_for_all(shell: Shell) -> None:
    window, _ = shell
    box = window.period_box.combo
    assert box.currentText() == "2026年第三季度"
    assert "截至 2026-09-30 · 序时 75.0%" in words(window)
    assert box.itemText(0) == "2026年第四季度（未结束）"
    place = box.findText("2026年第二季度")
    box.setCurrentIndex(place)
    box.activated.emit(place)
    assert window.period.quarter == Quarter(2026, 2)
    assert "截至 2026-06-30 · 序时 50.0%" in words(window)


def test_a_copy_is_whole_and_never_the_open_file(
    shell: Shell, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, opening = shell
    project_id = write_note(window, "要带走的")
    target = tmp_path / "交出.db"
    monkeypatch.setattr(messages, "ask_save", lambda *_: target)
    opening.ask_copy()
    qtbot.waitUntil(lambda: window.strips.shown("notice") is not None, timeout=LONG)
    copy = open_file(target, who="别人")
    assert copy.read(note_of, project_id) == "要带走的"
    copy.close()
    assert window.context is not None
    monkeypatch.setattr(messages, "ask_save", lambda *_: window.context and window.context.tasks.path)
    opening.ask_copy()
    assert "不能写到正在使用的数据文件" in words(window.strips)


def test_opening_another_file_changes_everything(shell: Shell, tmp_path: Path, qtbot: QtBot) -> None:
    window, opening = shell
    assert window.context is not None
    old = window.context.tasks
    other = tmp_path / "另一个.db"
    other.write_bytes(old.path.read_bytes())
    with qtbot.waitSignal(opening.opened, timeout=LONG):
        opening.open(other)
    assert window.windowTitle() == "另一个.db — 专栏项目台账"
    again = open_file(old.path)
    assert again.read_only_reason is None, "the file before was let go"
    again.close()


def test_errors_of_the_world_go_to_the_strip_and_ours_to_the_log(
    shell: Shell, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, _ = shell
    shown: list[tuple[str, Path | None]] = []
    monkeypatch.setattr(messages, "crash", lambda _parent, details, log: shown.append((details, log)))
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    app._catch(window)
    sys.excepthook(FileProblem, FileProblem("磁盘已满，修改没有保存。"), None)
    assert "磁盘已满" in words(window.strips)
    assert not shown
    sys.excepthook(ValueError, ValueError("ours"), None)
    details, log = shown[0]
    assert "ValueError: ours" in details
    assert log is not None
    assert "ValueError: ours" in log.read_text("utf-8")


def test_the_window_adapts_and_comes_back_where_it_was(make_shell: MakeShell, tmp_path: Path) -> None:
    config = tmp_path / "window.json"
    window, _ = make_shell(config=config)
    window.resize(1366, 768)
    assert window.rail.width() == 56
    window.resize(900, 500)
    assert window.rail.width() == 40
    window.resize(300, 200)
    assert (window.width(), window.height()) == (880, 440)
    window.resize(1000, 600)
    window.close()
    again, _ = make_shell(config=config)
    assert again.height() == 600  # the offscreen screen is narrower than the window may be


def test_wrong_input_is_asked_about_before_closing(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    window, _ = shell
    page = window.pages.current
    assert page is not None
    monkeypatch.setattr(page, "leave", lambda: 2)
    asked: list[str] = []
    monkeypatch.setattr(messages, "confirm", lambda _parent, question, _verb: asked.append(question))
    assert not window.close()
    assert asked == ["2 处输入有误，没有保存。现在关闭，这些内容会丢失。"]
    assert window.isVisible()


def test_menus_without_actions_are_not_shown_and_keys_are_listed(make_shell: MakeShell) -> None:
    window, _ = make_shell()
    listed = window.menus.shortcuts()
    assert ("编辑", "撤销", "Ctrl+Z") in listed
    assert not [name for name, _text, _keys in listed if name == "项目"]
    tool = QAction("新建项目…", window)
    window.menus.set_page("x", {"项目": [tool]}, {})
    assert window.menus._menus["项目"].menuAction().isVisible()
    window.menus.forget_pages()
    assert not window.menus._menus["项目"].menuAction().isVisible()


def test_every_dialog_and_button_of_qt_speaks_chinese(make_shell: MakeShell, qtbot: QtBot) -> None:
    make_shell()
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(box)
    assert box.button(QDialogButtonBox.StandardButton.Cancel).text() == "取消"


@pytest.mark.parametrize("named", [True, False])
def test_the_program_starts_paints_and_ends(data_file: Path, home: Path, named: bool) -> None:
    words_given = ["--db", str(data_file)] if named else []
    command = [sys.executable, "-m", "tracker.app", *words_given, "--smoke"]
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    assert not done.stderr.replace("This plugin does not support propagateSizeHints()\n", "")
    assert not (home / "config" / "tracker" / "location.json").exists(), "a check remembers nothing"


def test_the_version_is_the_package_s() -> None:
    project = tomllib.loads(Path("pyproject.toml").read_text("utf-8"))["project"]
    assert project["version"] == __version__


def test_escape_is_the_page_s(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    window, _ = shell
    page = window.pages.current
    assert page is not None
    heard: list[bool] = []

    def escape() -> bool:
        heard.append(True)
        return True

    monkeypatch.setattr(page, "escape", escape)
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert heard
