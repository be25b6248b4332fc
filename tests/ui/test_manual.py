"""使用手册: F1 opens the chapter of the page; what it names exists; it can be searched."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QMenuBar
from pytestqt.qtbot import QtBot

from tests.ui import hands
from tests.ui.conftest import Shell
from tracker.paths import bundled
from tracker.ui import manual
from tracker.ui.help import Help
from tracker.ui.main_window import MainWindow
from tracker.ui.manual import Manual, chapters
from tracker.ui.settings.sections import SECTIONS

PAGES = {
    "overview": "概览",
    "projects": "项目",
    "entry": "填报",
    "timeline": "进度图",
    "charts": "图表",
    "problems": "问题",
    "history": "变更",
    "coverage": "覆盖",
    "settings": "设置",
}
PATH = re.compile(r"(文件|编辑|视图|项目|报表|工具|帮助|设置) → ([^”]+)”")
PICTURE = re.compile(r"!\[[^\]]*\]\(([^)]+)\)")
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)]+)\)")


@pytest.fixture
def book(shell: Shell, qtbot: QtBot) -> Manual:
    """The manual as F1 opens it on 填报."""
    shell[0].pages.show_page("entry")
    return opened(shell[0], qtbot)


def opened(window: MainWindow, qtbot: QtBot) -> Manual:
    """Press F1."""
    hands.to_front(window)
    hands.key(Qt.Key.Key_F1)
    helper = next(one for one in window.children() if isinstance(one, Help))
    assert helper.manual is not None
    qtbot.waitExposed(helper.manual)
    return helper.manual


def entries(window: MainWindow) -> set[tuple[str, str]]:
    """Return menu and text of everything in the menus."""
    found = set()
    bar = window.findChild(QMenuBar)
    assert isinstance(bar, QMenuBar)
    for top in bar.actions():
        menu = top.menu()
        assert isinstance(menu, QMenu)
        name = re.sub(r"\(&.\)", "", top.text())
        found |= {(name, action.text().rstrip("…")) for action in menu.actions()}
    return found


def titles(book: Manual) -> list[str]:
    """Return the chapters listed."""
    return [book.list.item(row).text() for row in range(book.list.count())]


def test_f1_opens_the_chapter_of_every_page(shell: Shell, qtbot: QtBot) -> None:
    window, _opening = shell
    for key, title in PAGES.items():
        window.pages.show_page(key)
        book = opened(window, qtbot)
        current = book.list.currentItem()
        assert current is not None
        assert current.text() == title
        assert book.page.toPlainText().startswith(title)


def test_every_menu_entry_and_section_it_names_exists(shell: Shell) -> None:
    window, _opening = shell
    there = {("设置", section.title) for section in SECTIONS}
    for key in PAGES:
        window.pages.show_page(key)
        there |= entries(window)
    named = {(menu, text.rstrip("…")) for one in chapters() for menu, text in PATH.findall(one.text)}
    assert named
    assert not named - there


def test_pictures_and_links_lead_somewhere() -> None:
    folder = bundled("resources", "manual")
    pictures = {name for one in chapters() for name in PICTURE.findall(one.text)}
    assert pictures == {path.name for path in folder.glob("*.png")}
    links = {name for one in chapters() for name in LINK.findall(one.text)}
    assert links
    assert all((folder / name).is_file() for name in links)


def test_a_link_leads_to_its_chapter(book: Manual) -> None:
    book.show_chapter("start")
    book.page.anchorClicked.emit("04-entry.md")
    current = book.list.currentItem()
    assert current is not None
    assert current.text() == "填报"


def test_search_lists_the_chapters_with_all_words_and_marks_them(book: Manual) -> None:
    assert len(titles(book)) == len(chapters())
    hands.write(book.search, "封账 补报更正")
    book.search.search()
    assert titles(book) == ["报表与封账"]
    assert book.page.extraSelections()
    assert book.page.toPlainText().startswith("报表与封账")
    book.search.setText("没有这个词")
    book.search.search()
    assert titles(book) == []
    hands.key(Qt.Key.Key_Escape)
    book.search.search()
    assert len(titles(book)) == len(chapters())
    hands.key(Qt.Key.Key_Escape)
    assert not book.isVisible()


def test_pictures_fit_into_the_page_at_any_width(book: Manual, qtbot: QtBot) -> None:
    for width in (700, 1200):
        book.resize(width, 600)
        qtbot.wait(2 * manual._REDRAWN_AFTER_MS)
        assert book.page.document().idealWidth() <= book.page.viewport().width()
        assert book.page.horizontalScrollBar().maximum() == 0
