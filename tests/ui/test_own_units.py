"""我负责的单位: asked for once after the first file is made; 项目 and the pages that follow it begin with them."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QTreeWidgetItemIterator
from pytestqt.qtbot import QtBot

from tests.ui import hands
from tests.ui.conftest import MakeShell, Shell, projects_page
from tracker.queries.criteria import Criteria
from tracker.queries.own_units import names_of
from tracker.ui.dialogs.own_units import OwnUnitsDialog
from tracker.ui.main_window import MainWindow
from tracker.ui.own_units import NAME, own_criteria

LONG = 30_000


def asked(window: MainWindow) -> OwnUnitsDialog:
    """Return the dialog."""
    found = [one for one in window.findChildren(OwnUnitsDialog) if one.isVisible()]
    assert found
    return found[0]


def tick(qtbot: QtBot, dialog: OwnUnitsDialog, name: str) -> None:
    """Tick a unit with the keyboard."""
    walk = QTreeWidgetItemIterator(dialog.tree)
    while (item := walk.value()) is not None and item.text(0) != name:
        walk += 1
    assert item is not None
    hands.to_front(dialog)
    dialog.tree.setCurrentItem(item)
    dialog.tree.setFocus()
    qtbot.waitUntil(dialog.tree.hasFocus)
    hands.key(Qt.Key.Key_Space)


def chosen(window: MainWindow) -> list[str]:
    """Return the units the list is filtered by."""
    assert window.context is not None
    return window.context.tasks.read(names_of, window.context.criteria)


@pytest.fixture
def fresh(make_shell: MakeShell, qtbot: QtBot, tmp_path: Path) -> MainWindow:
    """A window whose first file has just been made."""
    window, opening = make_shell(config=tmp_path / "窗口.json")
    window.resize(1366, 768)
    with qtbot.waitSignal(opening.made, timeout=LONG):
        opening.make(tmp_path / "一.db", "经办人甲")
    qtbot.waitUntil(lambda: bool(window.findChildren(OwnUnitsDialog)))
    return window


def test_the_chosen_units_are_what_every_page_begins_with(
    fresh: MainWindow, make_shell: MakeShell, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = asked(fresh)
    assert dialog.take.text() == "看全部单位"
    tick(qtbot, dialog, "德惠市")
    qtbot.waitUntil(lambda: dialog.take.text() == "只看所选单位")
    hands.press(dialog, "只看所选单位")
    assert fresh.context is not None
    assert fresh.pages.current_key == "overview", "one stays where one is"
    assert fresh.context.criteria.unit_ids
    shown = projects_page(fresh)
    assert chosen(fresh) == ["德惠市"]
    total = shown.panel.result.counts.counted
    assert 0 < total < 476
    line = shown.navigator.tree.line_at("我的视图", NAME)
    assert line is not None
    shown.clear_filter()
    assert fresh.context.criteria == Criteria()
    # The next start begins with them again, with another file too.
    window, opening = make_shell(config=tmp_path / "窗口.json")
    with qtbot.waitSignal(opening.made, timeout=LONG):
        opening.make(tmp_path / "二.db", "经办人甲")
    assert not window.findChildren(OwnUnitsDialog), "asked once"
    assert projects_page(window).panel.result.counts.counted == total


def test_the_line_in_the_tree_leads_back(shell: Shell, qtbot: QtBot) -> None:
    window, _opening = shell
    shown = projects_page(window)
    assert shown.navigator.tree.line_at("我的视图", NAME) is None
    window.pages.show_page("settings")
    window.pages.go_to("settings/here")
    settings = window.pages.current
    assert settings is not None
    hands.press(settings, "选择…")
    dialog = asked(window)
    tick(qtbot, dialog, "永吉县")
    qtbot.waitUntil(lambda: dialog.take.isEnabled() and dialog.take.text() == "只看所选单位")
    hands.press(dialog, "只看所选单位")
    assert hands.named(settings, NAME, QLineEdit).text() == "永吉县"
    shown = projects_page(window)
    assert chosen(window) == ["永吉县"]
    shown.clear_filter()
    line = shown.navigator.tree.line_at("我的视图", NAME)
    assert line is not None
    hands.to_front(window)
    shown.navigator.tree.setCurrentItem(line)
    shown.navigator.tree.setFocus()
    hands.key(Qt.Key.Key_Return)
    assert chosen(window) == ["永吉县"]


def test_all_units_is_a_choice_too_and_later_asks_again(fresh: MainWindow, qtbot: QtBot) -> None:
    assert fresh.context is not None
    dialog = asked(fresh)
    hands.press(dialog, "以后再说")
    assert fresh.context.config.get("own.units") is None
    fresh.pages.go_to("settings/here")
    settings = fresh.pages.current
    assert settings is not None
    hands.press(settings, "选择…")
    hands.press(asked(fresh), "看全部单位")
    assert fresh.context.config.get("own.units") == []
    assert own_criteria(fresh.context) == Criteria()
    assert hands.named(settings, NAME, QLineEdit).text() == "全部上报单位"


def test_a_kept_list_that_is_no_list_filters_nothing(shell: Shell) -> None:
    context = shell[0].context
    assert context is not None
    for kept in ("德惠市", [1, None], {"a": 1}, ["没有这个单位"]):
        context.config.set("own.units", kept)
        assert own_criteria(context) == Criteria()
