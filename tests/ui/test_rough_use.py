"""The program as a demanding user treats it: in a hurry, with wrong input, and with a disk that goes away."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QDialog, QFrame, QMainWindow, QMenu, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from tests.ui import hands
from tests.ui.conftest import Shell
from tracker.domain.quarters import Quarter
from tracker.queries.criteria import Criteria
from tracker.ui import messages
from tracker.ui.main_window import MainWindow
from tracker.ui.pages.projects import ProjectsPage
from tracker.ui.table_view import TableView

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
