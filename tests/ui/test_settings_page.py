"""设置: its place at the foot of the rail, its sections, the ways to them, and what a reader may not do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from tests.ui import hands
from tests.ui.conftest import MakeShell, Shell
from tracker.store.database import create_file, open_file
from tracker.ui import appearance, messages, theme
from tracker.ui.main_window import MainWindow
from tracker.ui.pages.history import HistoryPage
from tracker.ui.pages.settings import SettingsPage
from tracker.ui.settings.here import HereSection
from tracker.ui.settings.section import Section
from tracker.ui.settings.sections import SECTIONS
from tracker.ui.settings.sources import SourcesSection
from tracker.ui.settings.templates import TemplatesSection
from tracker.ui.settings.units import UnitsSection

S = TypeVar("S", bound=Section)


def settings_page(window: MainWindow, part: str = "") -> SettingsPage:
    """Open 设置, at a section if one is named."""
    assert window.context is not None
    window.context.open_page("settings", part)
    page = window.pages.current
    assert isinstance(page, SettingsPage)
    return page


def section(window: MainWindow, kind: type[S]) -> S:
    """Open a section."""
    found = settings_page(window, kind.key).current
    assert isinstance(found, kind)
    hands.to_front(window)
    return found


# --- The page ---


def test_settings_stand_at_the_foot_of_the_rail(shell: Shell) -> None:
    window, _ = shell
    assert window.rail.keys[-1] == "settings"
    item = hands.button(window.rail, "设置")
    assert item.geometry().bottom() == window.rail.rect().bottom()
    hands.click(item)
    assert window.pages.current_key == "settings"
    assert "设置" in item.toolTip()


def test_other_pages_lead_to_a_section_and_back(shell: Shell) -> None:
    window, _ = shell
    page = settings_page(window, "templates")
    assert isinstance(page.current, TemplatesSection)
    window.pages.back()
    assert window.pages.current_key == "projects"
    assert isinstance(settings_page(window, "no such section").current, TemplatesSection)  # the one shown last


def test_the_list_of_sections_is_walked_by_keys(shell: Shell) -> None:
    window, _ = shell
    hands.to_front(window)
    page = settings_page(window)
    assert page.list.hasFocus()
    hands.key(Qt.Key.Key_End)
    assert page.list.currentRow() == page.list.count() - 1
    for into in (Qt.Key.Key_F6, Qt.Key.Key_Return):
        hands.key(into)
        assert not page.list.hasFocus()
        hands.key(Qt.Key.Key_Escape)
        assert page.list.hasFocus()


def test_what_was_refused_is_marked_in_the_list_and_counted(shell: Shell) -> None:
    window, _ = shell
    units = section(window, UnitsSection)
    hands.fill_cell(units.table, hands.row(units.table, "德惠市"), "行政区划代码", "22018")
    page = settings_page(window, "sources")
    assert window.status.wrong.text() == "1 处输入有误，未保存"
    assert page.list.item(0).toolTip() == "1 处输入有误，未保存"
    page.show_part("units")
    assert "6 位数字" in hands.words(units)
    hands.press(units, "放弃这次输入")
    assert window.status.wrong.text() == ""
    assert hands.shown(units.table, hands.row(units.table, "德惠市"), "行政区划代码") == "220183"


# --- 本机与文件 ---


def test_the_users_name_stands_in_the_log_and_the_status_bar(shell: Shell) -> None:
    window, _ = shell
    assert window.context is not None
    before = window.context.tasks.who
    here = section(window, HereSection)
    hands.fill(here, "姓名", "经办人乙")
    assert window.status.user.text() == "经办人乙（可编辑）"
    units = section(window, UnitsSection)
    units.down.click()
    window.undo_action.trigger()
    window.pages.show_page("history")
    log = window.pages.current
    assert isinstance(log, HistoryPage)
    assert {row.who for row in log.model.rows()[:2]} == {"经办人乙"}
    here = section(window, HereSection)
    hands.fill(here, "姓名", "")
    assert window.status.user.text() == f"{before}（可编辑）"
    assert here.form.fields["who"].text == before
    window.undo_action.trigger()
    assert window.status.user.text() == "经办人乙（可编辑）"
    hands.fill(here, "姓名", "很" * 21)
    assert "最多 20 个字" in hands.error_under(here, "姓名")


def test_colours_and_rows_are_kept_for_this_computer(shell: Shell) -> None:
    window, _ = shell
    here = section(window, HereSection)
    usual = theme.row_height()
    hands.fill(here, "表格行高", "紧凑")
    hands.fill(here, "配色", "深色")
    try:
        assert theme.tokens().dark
        assert (appearance.scheme(window.config), appearance.rows(window.config)) == ("dark", "compact")
        units = section(window, UnitsSection)
        assert units.table.rowHeight(0) == theme.row_height() < usual
        window.menus.run("视图", "跟随系统")
        assert not theme.tokens().dark
        assert section(window, HereSection).form.fields["scheme"].text == ""
    finally:
        appearance.take_scheme(window.config, "")
        appearance.take_rows(window.config, "")
    assert units.table.rowHeight(0) == usual


def test_the_data_files_place_is_shown_and_a_copy_is_one_click_away(
    shell: Shell, data_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    window, _ = shell
    here = section(window, HereSection)
    assert here.path.text() == str(data_file)
    assert here.path.isReadOnly()
    target, opened = tmp_path / "副本.db", list[Path]()
    monkeypatch.setattr(messages, "ask_save", lambda *_: target)
    monkeypatch.setattr("tracker.ui.settings.here.show_in_folder", opened.append)
    hands.press(here, "打开所在文件夹")
    assert opened == [data_file]
    hands.press(here, "交一份副本…")
    qtbot.waitUntil(target.is_file, timeout=20_000)


# --- A file without anything ---


def test_an_empty_file_says_what_each_list_is_for(make_shell: MakeShell, tmp_path: Path, qtbot: QtBot) -> None:
    create_file(tmp_path / "空.db")
    window, opening = make_shell()
    with qtbot.waitSignal(opening.opened, timeout=20_000):
        opening.open(tmp_path / "空.db")
    units = section(window, UnitsSection)
    assert "还没有上报单位" in hands.words(units)
    hands.press(units, "添加单位")
    hands.fill(units.form.new, "名称", "某县")
    hands.press(units.form.new, "添加单位")
    assert [line.unit.name for line in units.model.rows()] == ["某县"]
    hands.press(units, "删除")
    assert "还没有上报单位" in hands.words(units)
    window.undo_action.trigger()
    assert "还没有上报单位" not in hands.words(units)
    sources = section(window, SourcesSection)
    assert "还没有资金来源" in hands.words(sources)
    hands.press(sources, "添加来源")
    hands.fill(sources.new, "名称", "县级财政")
    hands.press(sources.new, "添加来源")
    assert [row.name for row in sources.model.rows()] == ["县级财政"]
    templates = section(window, TemplatesSection)
    assert "还没有节点模板" in hands.words(templates)
    hands.press(templates, "添加模板")
    hands.fill(templates.new, "模板名称", "小额维修")
    hands.press(templates.new, "添加模板")
    assert [row.title for row in templates.model.rows()] == ["小额维修"]


# --- A file that somebody else writes ---


@pytest.fixture
def reader(make_shell: MakeShell, data_file: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    """A window on a file that another copy of the program is writing."""
    holder = open_file(data_file, who="办公室二号机")
    window, opening = make_shell()
    with qtbot.waitSignal(opening.opened, timeout=20_000):
        opening.open(data_file)
    yield window
    window.pages.close_all()
    holder.close()


def test_a_reader_sees_everything_and_changes_nothing(reader: MainWindow) -> None:
    for spec in SECTIONS:
        shown = settings_page(reader, spec.key).current
        assert shown is not None
        assert shown.blocked
        for model in shown.models():
            for place in range(len(model.columns)):
                assert not model.flags(model.index(0, place)) & Qt.ItemFlag.ItemIsEditable, spec.title
    for kind in (UnitsSection, SourcesSection, TemplatesSection):
        found = section(reader, kind)
        add = found.findChildren(QAbstractButton)[0]
        assert not add.isEnabled()
        assert "办公室二号机" in add.toolTip()
    here = section(reader, HereSection)
    assert hands.field(here, "姓名").property("readOnly")
    assert hands.field(here, "配色").isEnabled()
