"""The program as a demanding user treats it: in a hurry, with wrong input, and with a disk that goes away."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QFrame,
    QLabel,
    QListWidget,
    QMainWindow,
    QMenu,
    QTabBar,
    QTreeView,
    QWidget,
)
from pytestqt.qtbot import QtBot
from shiboken6 import isValid
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from tests.ui import hands
from tests.ui.conftest import MakeShell, Shell
from tests.ui.hands import CONTROL
from tracker.domain.quarters import Quarter
from tracker.queries.criteria import Criteria
from tracker.store.database import Database
from tracker.ui import messages
from tracker.ui.dialogs.merge import MergeDialog
from tracker.ui.dialogs.new_project import NewProjectDialog
from tracker.ui.dialogs.paste_preview import PasteDialog
from tracker.ui.export_dialog import ExportDialog
from tracker.ui.first_start import FirstStart
from tracker.ui.main_window import MainWindow
from tracker.ui.pages.projects import ProjectsPage
from tracker.ui.table_view import TableView

D = TypeVar("D", bound=QDialog)
HOSPITAL = "德惠市传染病医院异地新建"


class _Spy(QObject):
    """Notes every widget that becomes a window of its own without being meant as one."""

    def __init__(self) -> None:
        super().__init__()
        self.stray: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's own name
        """Look at what is shown; the lists of combo boxes are frames of Qt's own."""
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            known = (QMainWindow, QDialog, QMenu)
            if not isinstance(watched, known) and type(watched) is not QFrame:
                self.stray.append(f"{watched.metaObject().className()} {watched.accessibleName()}")
        return False


@pytest.fixture(autouse=True)
def no_stray_windows(qapp: QApplication) -> Iterator[None]:
    """Nothing may flash up as a window of its own: it takes the focus away from where the user types."""
    spy = _Spy()
    qapp.installEventFilter(spy)
    yield
    qapp.removeEventFilter(spy)
    assert spy.stray == []


@pytest.fixture
def window(shell: Shell) -> MainWindow:
    """The window on a fresh catalogue, in front."""
    hands.to_front(shell[0])
    return shell[0]


def the_list(window: MainWindow) -> TableView:
    """The list of projects."""
    return hands.table(window, "项目列表")


def find(window: MainWindow, qtbot: QtBot, name: str = HOSPITAL) -> TableView:
    """Search for a project by its name and make it the current one."""
    hands.write(hands.field(window, "搜索项目"), name)
    view = the_list(window)
    qtbot.waitUntil(lambda: view.table_model().rowCount() == 1)
    hands.click_cell(view, 0, "项目名称")
    qtbot.waitUntil(lambda: beside(window) == name)
    return view


def beside(window: MainWindow) -> str:
    """The name of the project shown beside the list."""
    page = window.pages.current
    assert isinstance(page, ProjectsPage)
    QApplication.processEvents()
    return page.detail.head.name.text()


def tab(window: MainWindow, title: str) -> MainWindow:
    """Open a tab of the detail."""
    hands.show_tab(hands.named(window, "项目详情", QTabBar), title)
    return window


# --- Lists that change under the user's hands ---


def test_a_project_that_no_longer_meets_the_filter_stays_while_it_is_worked_at(
    window: MainWindow, qtbot: QtBot
) -> None:
    """Filtered by 状态未填, the first milestone gives a state: the next date must not land in another project."""
    assert window.context is not None
    window.context.open_projects(Criteria(states=("",), counted_only=True))
    view = the_list(window)
    rows = view.table_model().rowCount()
    hands.click_cell(view, hands.row(view, HOSPITAL), "项目名称")
    qtbot.waitUntil(lambda: beside(window) == HOSPITAL)
    tab(window, "里程碑")
    hands.press(window, "套用节点模板（建筑）")
    nodes = hands.table(window, "里程碑节点")
    hands.fill_cell(nodes, 0, "实际", "2026-9-1")
    hands.fill_cell(nodes, 1, "实际", "2026-9-2")
    assert beside(window) == HOSPITAL
    assert [hands.shown(nodes, at, "实际") for at in (0, 1)] == ["26-09-01", "26-09-02"]
    assert view.table_model().rowCount() == rows
    assert f"“{HOSPITAL}”已不符合筛选" in hands.words(window)
    assert f"{rows - 1} 项" in hands.words(window)
    window.context.open_projects(Criteria())
    window.context.open_projects(Criteria(states=("",), counted_only=True))
    assert view.table_model().rowCount() == rows - 1


# --- Unfinished typing ---


def figures_of(window: MainWindow, kind: str, *titles: str) -> list[str]:
    """What the row of one kind shows in the table of periods."""
    view = hands.table(window, "累计数")
    return [hands.shown(view, hands.row(view, kind), title) for title in titles]


def test_a_figure_still_being_typed_goes_to_the_period_it_was_typed_for(window: MainWindow, qtbot: QtBot) -> None:
    find(window, qtbot)
    tab(window, "资金")
    periods = hands.table(window, "累计数")
    hands.open_cell(periods, hands.row(periods, "支付"), "本期")
    hands.keys("77")
    window.period.choose(Quarter(2026, 2))
    assert figures_of(window, "支付", "上期", "本期") == ["未填", "未填"]
    window.period.choose(Quarter(2026, 3))
    assert figures_of(window, "支付", "上期", "本期") == ["未填", "77.00"]


@pytest.mark.parametrize("keys", ["F12", "Ctrl+S"])
def test_what_is_being_typed_in_a_cell_is_stored_before_anything_else_is_done(
    window: MainWindow, qtbot: QtBot, keys: str
) -> None:
    find(window, qtbot)
    tab(window, "资金")
    hands.open_cell(hands.table(window, "资金来源"), 0, "总投资")
    hands.keys("1200")
    qtbot.keySequence(QApplication.focusWidget(), keys)
    assert hands.shown(the_list(window), 0, "总投资") == "1,200.00"


@pytest.mark.parametrize(("title", "wrong"), [("里程碑", "实际"), ("资金", "总投资")])
def test_wrong_input_beside_the_list_is_counted_and_asked_about(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, title: str, wrong: str
) -> None:
    find(window, qtbot)
    tab(window, title)
    if title == "里程碑":
        hands.press(window, "套用节点模板（建筑）")
    hands.fill_cell(hands.table(window, {"里程碑": "里程碑节点"}.get(title, "资金来源")), 0, wrong, "abc")
    assert window.status.wrong.text() == "1 处输入有误，未保存"
    asked: list[str] = []
    monkeypatch.setattr(messages, "confirm", lambda _parent, question, _verb, *_detail: asked.append(question))
    assert not window.close()
    assert asked == ["1 处输入有误，没有保存。现在关闭，这些内容会丢失。"]


# --- A mess from Excel ---


@contextmanager
def answering(kind: type[D], answer: Callable[[D], object]) -> Iterator[None]:
    """Answer the dialog of a kind that opens meanwhile; one that is still open then is closed."""
    timer, seen = QTimer(), []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, kind):
            timer.stop()
            seen.append(dialog)
            try:
                answer(dialog)
            finally:
                if isValid(dialog) and dialog.isVisible():
                    dialog.reject()

    timer.timeout.connect(look)
    timer.start(0)
    yield
    timer.stop()
    assert seen, f"no {kind.__name__} was opened"


def paste_into(view: TableView, text: str, answer: Callable[[PasteDialog], object]) -> None:
    """Paste a text into a table with Ctrl+V and answer the preview."""
    QGuiApplication.clipboard().setText(text)
    view.setFocus()
    with answering(PasteDialog, answer):
        hands.key(Qt.Key.Key_V, CONTROL)
    hands.to_front(view.window())


MESS = (
    "德惠市2026年投资计划表\t\t\t\r\n"
    "项目名称\t责任单位\t总投资（万元）\t备注\r\n"
    f'{HOSPITAL}\t"德惠市\r\n卫生健康局"\t12,000.50\t=1+1\r\n'
    "\t\t300\t\r\n"
    "火星基地\t\t1\t\r\n"
    "德惠市妇幼保健计划生育服务中心异地新建\t\t=SUM(C3:C4)\t#REF!\r\n"
    "合计\t\t12,301.50\t\r\n"
)


def test_a_mess_from_excel_is_written_as_far_as_it_is_right_and_taken_back_at_once(
    window: MainWindow, qtbot: QtBot
) -> None:
    view = the_list(window)
    hands.click_cell(view, 0, "总投资")
    said: list[str] = []

    def answer(dialog: PasteDialog) -> None:
        said.append(hands.words(dialog))
        hands.press(dialog, "写入 3 处")

    paste_into(view, MESS, answer)
    assert "将写入 3 处，涉及 1 个项目；4 处有误不写入，原因见下" in said[0]
    find(window, qtbot)
    assert hands.shown(view, 0, "总投资") == "12,000.50"
    assert (hands.shown(view, 0, "责任单位"), hands.shown(view, 0, "备注")) == ("德惠市 卫生健康局", "=1+1")
    hands.key(Qt.Key.Key_Z, CONTROL)
    assert {hands.shown(view, 0, title) for title in ("总投资", "责任单位", "备注")} == {"未填"}
    assert not window.undo_action.isEnabled()


def test_a_block_without_anything_right_says_so(window: MainWindow) -> None:
    view = the_list(window)
    hands.click_cell(view, 0, "总投资")
    said: list[str] = []

    def answer(dialog: PasteDialog) -> None:
        said.append(hands.words(dialog))
        assert not hands.button(dialog, "没有可写入的内容").isEnabled()
        hands.press(dialog, "取消")

    paste_into(view, "项目名称\t总投资\n火星基地\t1\n", answer)
    assert "没有可写入的内容；1 处有误，原因见下。" in said[0]
    assert "可一次撤销" not in said[0]


# --- A disk that goes away ---


@pytest.fixture
def full_disk(window: MainWindow) -> Iterator[Callable[[], None]]:
    """Every write fails as on a full disk, until the function is called."""
    assert window.context is not None
    store = window.context.tasks.store
    assert isinstance(store, Database)
    engine = store._writer
    assert engine is not None

    def fail(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("INSERT INTO action"):
            raise OperationalError(statement, None, sqlite3.OperationalError("database or disk is full"))

    def free() -> None:
        if event.contains(engine, "before_cursor_execute", fail):
            event.remove(engine, "before_cursor_execute", fail)

    event.listen(engine, "before_cursor_execute", fail)
    yield free
    free()


def test_what_is_typed_into_the_list_stays_while_the_disk_is_full(
    window: MainWindow, qtbot: QtBot, full_disk: Callable[[], None]
) -> None:
    view = find(window, qtbot)
    hands.fill_cell(view, 0, "总投资", "1200")
    strip = window.strips.shown("error")
    assert strip is not None
    assert strip.sentence == "磁盘已满，修改没有保存。请腾出空间再试。"
    assert hands.shown(view, 0, "总投资") == "1200"
    assert window.status.wrong.text() == "1 处输入有误，未保存"
    full_disk()
    hands.open_cell(view, 0, "总投资")
    hands.key(Qt.Key.Key_Return)
    assert hands.shown(view, 0, "总投资") == "1,200.00"
    assert window.strips.shown("error") is None
    assert window.status.wrong.text() == ""


def test_a_dialog_stays_with_what_was_typed_while_the_disk_is_full(
    window: MainWindow, full_disk: Callable[[], None]
) -> None:
    said: list[str] = []

    def answer(dialog: NewProjectDialog) -> None:
        hands.write(hands.field(dialog, "项目名称"), "新设急救站")
        hands.press(dialog, "新建")
        said.append(hands.error_under(dialog, "项目名称"))
        assert dialog.isVisible()
        full_disk()
        hands.press(dialog, "新建")

    with answering(NewProjectDialog, answer):
        hands.press(window, "新建")
    assert said == ["没有保存，原因见窗口上方的提示。"]
    assert beside(window) == "新设急救站"


# --- Merging, and taking it back at once ---


def merge_with(window: MainWindow, name: str, qtbot: QtBot) -> None:
    """Merge the current project with another one, looked up by typing."""

    def answer(dialog: MergeDialog) -> None:
        hands.write(hands.field(dialog, "搜索项目"), name)
        found = hands.named(dialog, "找到的项目", QListWidget)
        qtbot.waitUntil(lambda: found.count() == 1)
        hands.key(Qt.Key.Key_Return)
        hands.press(dialog, "合并为一个项目")

    with answering(MergeDialog, answer):
        window.menus.run("项目", "合并")
    hands.to_front(window)


def test_a_project_is_merged_with_itself_or_a_heading_by_no_way(window: MainWindow, qtbot: QtBot) -> None:
    find(window, qtbot)
    offered: dict[str, int] = {}

    def answer(dialog: MergeDialog) -> None:
        found = hands.named(dialog, "找到的项目", QListWidget)
        for words in ("dhcrb", "重点传染病和地方病防控工程"):
            hands.write(hands.field(dialog, "搜索项目"), words)
            hands.key(Qt.Key.Key_Down)
            offered[words] = found.count()
        assert not hands.button(dialog, "合并").isEnabled()

    with answering(MergeDialog, answer):
        window.menus.run("项目", "合并")
    assert set(offered.values()) == {0}


def test_a_merge_is_named_in_full_and_taken_back_at_once(window: MainWindow, qtbot: QtBot) -> None:
    view = find(window, qtbot)
    clinic = "德惠市妇幼保健计划生育服务中心异地新建"
    merge_with(window, clinic, qtbot)
    assert "两条已合并为一个项目" in hands.words(window.strips)
    assert window.undo_action.text().startswith(f"撤销：合并项目：{clinic} 并入")
    hands.key(Qt.Key.Key_Z, CONTROL)
    assert "合并" not in hands.words(window.strips)
    assert beside(window) == HOSPITAL
    hands.write(hands.field(window, "搜索项目"), clinic)
    qtbot.waitUntil(lambda: hands.shown(view, 0, "项目名称") == clinic)


# --- Very long words ---


def test_very_long_names_push_nothing_off_the_screen(window: MainWindow, qtbot: QtBot) -> None:
    find(window, qtbot)
    tab(window, "里程碑")
    hands.press(window, "套用节点模板（建筑）")
    hands.fill(window, "节点名称", "很长的节点名称" * 28)
    nodes = hands.table(window, "里程碑节点")
    assert nodes.width() <= nodes.visibleRegion().boundingRect().width()
    tab(window, "概况")
    hands.fill(window, "项目名称", "长春市" * 66)
    assert len(window.undo_action.text()) < 60
    window.pages.show_page("history")
    QApplication.processEvents()
    for label in window.findChildren(QLabel):
        if label.isVisible():
            assert label.visibleRegion().boundingRect().width() >= label.width(), label.text()
    window.resize(880, 440)
    qtbot.waitUntil(lambda: window.minimumSizeHint().width() <= 880)
    assert window.width() == 880


# --- Places that cannot be ---


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("长" * 90, "文件名太长，最多 70 个字。"),
        ("三季度:终稿", "文件名里不能有 : ，请去掉。"),
        ("终稿?", "文件名里不能有 ? ，请去掉。"),
        ("CON", "“CON”是系统保留的名字，请换一个。"),
    ],
)
def test_a_name_no_file_can_have_is_refused_at_the_field(
    window: MainWindow, make_shell: MakeShell, tmp_path: Path, name: str, sentence: str
) -> None:
    hands.key(Qt.Key.Key_F12)
    dialog = window.findChild(ExportDialog)
    assert dialog is not None
    hands.write(hands.field(dialog, "文件"), str(tmp_path / name))
    hands.press(dialog, "导出")
    assert hands.error_under(dialog, "文件") == sentence
    dialog.reject()
    second, opening = make_shell()
    opening.ask_new()
    asked = second.findChild(FirstStart)
    assert asked is not None
    hands.write(hands.field(asked, "2　数据文件"), str(tmp_path / name))
    hands.press(asked, "开始使用")
    assert hands.error_under(asked, "2　数据文件") == sentence
    asked.reject()


def test_a_dot_in_the_name_is_no_ending(make_shell: MakeShell, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "德惠2026.db").write_bytes(b"")
    window, opening = make_shell()
    opening.ask_new()
    asked = window.findChild(FirstStart)
    assert asked is not None
    hands.write(hands.field(asked, "2　数据文件"), str(tmp_path / "德惠2026.9月"))
    hands.write(hands.field(asked, "1　您的姓名"), "经办人甲")
    hands.press(asked, "开始使用")
    qtbot.waitUntil(lambda: window.context is not None, timeout=hands.LONG)
    assert window.windowTitle().startswith("德惠2026.9月.db")


# --- Words ---


def test_the_file_dialog_that_qt_draws_itself_speaks_chinese(window: MainWindow, tmp_path: Path) -> None:
    (tmp_path / "甲").mkdir()
    said: list[str] = []

    def answer(dialog: QFileDialog) -> None:
        said.extend(label.text() for label in dialog.findChildren(QLabel) if label.isVisible())
        said.extend(one.text() for one in dialog.findChildren(QAbstractButton) if one.isVisible())
        view = dialog.findChild(QTreeView)
        assert view is not None
        model = view.model()
        said.extend(str(model.headerData(at, Qt.Orientation.Horizontal)) for at in range(model.columnCount()))
        said.append(QCoreApplication.translate("QAbstractFileIconProvider", "Folder"))

    with answering(QFileDialog, answer):
        assert messages.ask_save(window, "数据文件放在哪里", tmp_path / "台账.db") is None
    assert [text for text in said if re.search("[A-Za-z]{2}", text)] == []
    assert any("查找范围" in text for text in said)


# --- Lists to choose from, by the keyboard ---


def test_an_arrow_on_a_closed_list_stores_nothing(window: MainWindow, qtbot: QtBot) -> None:
    """It opens the list; only Enter takes an entry. Else ↓↓↓ would be three deeds, two of them wrong."""
    find(window, qtbot)
    box = hands.field(window, "建设性质")
    assert isinstance(box, QComboBox)
    box.setFocus()
    for code in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_X):
        hands.key(code)
    assert box.currentText() == "迁建"
    assert not window.undo_action.isEnabled()
    assert box.view().isVisible()
    hands.choose(box, "扩建")
    assert window.undo_action.text().startswith("撤销：修改建设性质")
    hands.key(Qt.Key.Key_Z, CONTROL)
    assert not window.undo_action.isEnabled()


def test_any_word_of_a_cell_s_list_is_reached_with_the_arrows(window: MainWindow, qtbot: QtBot) -> None:
    find(window, qtbot)
    years = hands.table(tab(window, "资金"), "年度")
    hands.fill_cell(years, 0, "年度计划", "100")
    editor = hands.open_cell(years, 0, "年度类别")
    assert isinstance(editor, QComboBox)
    qtbot.waitUntil(editor.view().isVisible)
    for _ in range(3):
        QTest.keyClick(editor.view(), Qt.Key.Key_Down)
    QTest.keyClick(editor.view(), Qt.Key.Key_Return)
    hands.to_front(window)
    assert hands.shown(years, 0, "年度类别") == "竣工"


# --- What is worked at goes away ---


def test_a_milestone_goes_while_one_of_its_fields_is_being_typed_in(window: MainWindow, qtbot: QtBot) -> None:
    find(window, qtbot)
    tab(window, "里程碑")
    hands.press(window, "套用节点模板（建筑）")
    hands.write(hands.field(window, "预计"), "-3")
    window.undo_action.trigger()
    assert "还没有里程碑节点" in hands.words(window)
    assert window.pages.leave() == 0
    assert window.status.wrong.text() == ""
    window.redo_action.trigger()
    for _ in range(7):
        hands.write(hands.field(window, "预计"), "-3")
        hands.press(window, "移除")
    assert "还没有里程碑节点" in hands.words(window)
    assert window.pages.leave() == 0
