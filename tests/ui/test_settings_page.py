"""设置: its place at the foot of the rail, its sections, and the ways to them."""

from __future__ import annotations

from PySide6.QtCore import Qt

from tests.ui import hands
from tests.ui.conftest import Shell
from tracker.ui.main_window import MainWindow
from tracker.ui.pages.settings import SettingsPage


def settings_page(window: MainWindow, part: str = "") -> SettingsPage:
    """Open 设置, at a section if one is named."""
    assert window.context is not None
    window.context.open_page("settings", part)
    page = window.pages.current
    assert isinstance(page, SettingsPage)
    return page


def test_settings_stand_at_the_foot_of_the_rail(shell: Shell) -> None:
    window, _ = shell
    assert window.rail.keys[-1] == "settings"
    items = {item.accessibleName(): item for item in window.rail.findChildren(type(hands.button(window.rail, "设置")))}
    assert items["设置"].geometry().bottom() > window.rail.height() - 8
    hands.click(items["设置"])
    assert window.pages.current_key == "settings"


def test_other_pages_lead_to_a_section_and_back(shell: Shell) -> None:
    window, _ = shell
    page = settings_page(window, "here")
    assert page.current is not None
    assert page.current.key == "here"
    window.pages.back()
    assert window.pages.current_key == "projects"


def test_the_list_of_sections_is_walked_by_keys(shell: Shell) -> None:
    window, _ = shell
    hands.to_front(window)
    page = settings_page(window)
    assert page.list.hasFocus()
    hands.key(Qt.Key.Key_End)
    assert page.list.currentRow() == page.list.count() - 1
    hands.key(Qt.Key.Key_F6)
    assert not page.list.hasFocus()
    hands.key(Qt.Key.Key_Escape)
    assert page.list.hasFocus()
