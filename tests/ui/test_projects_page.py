"""项目: finding, filtering, sorting, typing, pasting, making, cancelling, merging — through the real window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.ui import demo
from tests.ui.conftest import MakeShell, Shell, projects_page
from tracker.domain.kinds import RuleFigure
from tracker.domain.light_rules import YINCHUAN
from tracker.domain.money import FEN_PER_WAN, Amount
from tracker.queries.criteria import Criteria
from tracker.queries.lights import lights, lights_of
from tracker.queries.projects import ListRow
from tracker.services import money, projects, rules
from tracker.store.database import open_file
from tracker.store.tables import Project
from tracker.ui.cells import Cell
from tracker.ui.context import Link
from tracker.ui.dialogs.cancel_project import CancelDialog
from tracker.ui.dialogs.merge import MergeDialog
from tracker.ui.dialogs.new_project import NewProjectDialog
from tracker.ui.dialogs.paste_preview import PasteDialog
from tracker.ui.pages.projects import ProjectsPage
from tracker.ui.projects import totals
from tracker.ui.projects.filter_buttons import FilterButton
from tracker.ui.table_model import PAGE, Role

HOSPITAL = "德惠市传染病医院异地新建"
CLINIC = "德惠市妇幼保健计划生育服务中心异地新建"
D = TypeVar("D", bound=QDialog)


@pytest.fixture
def page(shell: Shell) -> ProjectsPage:
    """项目 on a fresh catalogue."""
    return projects_page(shell[0])


@pytest.fixture
def filled(make_shell: MakeShell, data_file: Path, qtbot: QtBot) -> ProjectsPage:
    """项目 on a catalogue with invented progress."""
    database = open_file(data_file, who="测试员")
    database.write("填入演示进展", demo.fill)
    database.close()
    window, opening = make_shell()
    with qtbot.waitSignal(opening.opened, timeout=20_000):
        opening.open(data_file)
    return projects_page(window)


def names(page: ProjectsPage) -> list[str]:
    """Return the names in the list, from top to bottom."""
    found = [page.panel.model.row(place) for place in range(page.panel.model.rowCount())]
    return [row.name for row in found if isinstance(row, ListRow)]


def rows(page: ProjectsPage) -> list[ListRow]:
    """Return all rows in the list."""
    found = [page.panel.model.row(place) for place in range(page.panel.model.rowCount())]
    return [row for row in found if isinstance(row, ListRow)]


def column(page: ProjectsPage, key: str) -> int:
    """Return where a column stands in the model."""
    return next(place for place, one in enumerate(page.panel.model.columns) if one.key == key)


def cell(page: ProjectsPage, name: str, key: str) -> Cell:
    """Return what a project's cell shows."""
    place = names(page).index(name)
    found = page.panel.model.index(place, column(page, key)).data(Role.CELL)
    assert isinstance(found, Cell)
    return found


def total(page: ProjectsPage, key: str) -> str:
    """Return a text of the 合计 row."""
    assert page.panel.table.head.total is not None
    return page.panel.table.head.total[key].text


def type_text(line: QLineEdit, text: str) -> None:
    """Type letters key by key, and Chinese as an input method does: composing first, then the words."""
    if text.isascii():
        QTest.keyClicks(line, text)
        return
    composing = QInputMethodEvent("de'hui", [])
    QApplication.sendEvent(line, composing)
    done = QInputMethodEvent()
    done.setCommitString(text)
    QApplication.sendEvent(line, done)


def search(page: ProjectsPage, text: str, qtbot: QtBot) -> None:
    """Type into the search box and wait as a user does."""
    page.search.clear()
    type_text(page.search, text)
    qtbot.waitUntil(lambda: page.context.criteria.text == text or page.panel.result.renamed, timeout=3_000)


def go_to_cell(page: ProjectsPage, name: str, key: str) -> None:
    """Make a cell the current one."""
    place = names(page).index(name)
    table = page.panel.table
    table.select_key(page.panel.model.key_at(place), column(page, key))
    table.setFocus()


def type_into_cell(page: ProjectsPage, text: str, qtbot: QtBot) -> None:
    """Type over the current cell and press Enter."""
    table = page.panel.table
    QTest.keyClick(table, Qt.Key.Key_F2)
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    editor.selectAll()
    type_text(editor, text)
    QTest.keyClick(editor, Qt.Key.Key_Return)


def in_dialog(kind: type[D], act: Callable[[D], object]) -> list[D]:
    """Do something in the next dialog of a kind; the list holds it once it was there."""
    seen: list[D] = []

    def _act() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, kind), dialog
        seen.append(dialog)
        act(dialog)
        if dialog.isVisible():
            dialog.reject()

    QTimer.singleShot(100, _act)
    return seen


def button(page: ProjectsPage, title: str) -> FilterButton:
    """Return one of the filter's buttons."""
    return next(one for one in page.filters.buttons if one.title == title and isinstance(one, FilterButton))


def tick(page: ProjectsPage, title: str, text: str, qtbot: QtBot) -> None:
    """Open a filter's popup, tick a line with the mouse, and close it."""
    opened = button(page, title)
    opened.click()
    tree = opened.popup.tree
    tree.expandAll()
    item = tree.findItems(text, Qt.MatchFlag.MatchRecursive | Qt.MatchFlag.MatchStartsWith)[0]
    tree.scrollToItem(item)
    box = tree.visualItemRect(item)
    QTest.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(box.left() + 60, box.center().y()))
    QApplication.processEvents()
    opened.popup.hide()


def project(session: Session, name: str) -> Project:
    """Return a project by its name."""
    return session.scalars(select(Project).where(Project.name == name)).one()


def notices(page: ProjectsPage) -> list[str]:
    """Collect the sentences shown in strips from now on."""
    found: list[str] = []
    page.context.notice_wanted.connect(lambda _tone, sentence, _links: found.append(sentence))
    return found


# --- Finding ---


@pytest.mark.parametrize("typed", ["dhcrb", "dhscrb", "德惠 传染病", "dehui crb"])
def test_typing_finds_the_hospital_and_shows_it(page: ProjectsPage, qtbot: QtBot, typed: str) -> None:
    search(page, typed, qtbot)
    assert names(page) == [HOSPITAL]
    qtbot.waitUntil(lambda: page.detail.project_id == page.panel.table.current_key)
    assert page.line.count.text() == "1 项（全部 476 项）"


def test_the_name_of_a_county_finds_its_projects(page: ProjectsPage, qtbot: QtBot) -> None:
    search(page, "dehui", qtbot)
    assert HOSPITAL in names(page)
    assert {row.unit for row in rows(page)} >= {"德惠市"}
    assert all("德惠" in row.name + row.unit for row in rows(page))


def test_the_list_is_asked_once_after_the_last_letter(page: ProjectsPage, qtbot: QtBot) -> None:
    asked: list[str] = []
    page.search.searched.connect(asked.append)
    search(page, "dhcrb", qtbot)
    assert asked == ["dhcrb"]


def test_nothing_is_asked_while_an_input_method_composes(page: ProjectsPage, qtbot: QtBot) -> None:
    asked: list[str] = []
    page.search.searched.connect(asked.append)
    QApplication.sendEvent(page.search, QInputMethodEvent("de'hui", []))
    qtbot.wait(300)
    assert asked == []
    done = QInputMethodEvent()
    done.setCommitString("德惠")
    QApplication.sendEvent(page.search, done)
    qtbot.waitUntil(lambda: asked == ["德惠"], timeout=3_000)


def test_down_leaves_the_search_for_the_list(page: ProjectsPage, qtbot: QtBot) -> None:
    page.show_search()
    QTest.keyClicks(page.search, "dhcrb")
    QTest.keyClick(page.search, Qt.Key.Key_Down)
    assert page.panel.table.hasFocus()
    assert names(page) == [HOSPITAL]  # not waited for: ↓ searches at once


def test_a_uid_finds_its_project(page: ProjectsPage, qtbot: QtBot) -> None:
    uid = page.context.tasks.read(lambda session: project(session, HOSPITAL).uid)
    search(page, uid, qtbot)
    assert names(page) == [HOSPITAL]


# --- The filter ---


def test_ticks_filter_and_are_spelled_out(page: ProjectsPage, qtbot: QtBot) -> None:
    tick(page, "上报单位", "德惠市", qtbot)
    tick(page, "类别", "建设类", qtbot)
    assert {(row.unit, row.kind) for row in rows(page)} == {("德惠市", "建设类")}
    assert page.line.accessibleName().startswith("正在显示：上报单位 德惠市；类别 建设类，")
    assert page.line.count.text() == f"{len(rows(page))} 项（全部 476 项）"
    assert total(page, "name") == f"合计（{len(rows(page))}项）"
    assert page.context.criteria.kinds == ("建设类",)


def test_escape_clears_the_filter_and_alt_left_brings_it_back(shell: Shell, page: ProjectsPage, qtbot: QtBot) -> None:
    tick(page, "上报单位", "德惠市", qtbot)
    found = names(page)
    QTest.keyClick(page.panel.table, Qt.Key.Key_Escape)
    assert page.context.criteria.empty
    assert "476 项" in page.line.count.text()
    shell[0].pages.back()
    assert names(page) == found
    assert button(page, "上报单位").isChecked()


def test_a_city_is_meant_with_the_counties_below(page: ProjectsPage, qtbot: QtBot) -> None:
    tick(page, "上报单位", "吉林市", qtbot)
    assert page.context.criteria.with_below
    assert {row.unit for row in rows(page)} == {"吉林市本级", "永吉县"}
    assert "上报单位 吉林市（含下辖）" in page.line.accessibleName()


def test_a_plan_and_a_box_of_another_are_joined_by_or(page: ProjectsPage, qtbot: QtBot) -> None:
    tick(page, "规划专栏", "永吉县", qtbot)
    alone = len(rows(page))
    assert page.context.criteria.plan_ids  # a whole plan is told as a plan
    tick(page, "规划专栏", "专栏2", qtbot)
    assert page.context.criteria.box_ids
    assert len(rows(page)) > alone
    assert {row.source[:2] for row in rows(page)} == {"永吉", "长春"}


def test_each_filter_counts_what_it_would_show(page: ProjectsPage, qtbot: QtBot) -> None:
    tick(page, "上报单位", "德惠市", qtbot)
    kinds = button(page, "类别")
    kinds.open()
    for kind in ("建设类", "能力类"):
        item = kinds.popup.tree.findItems(kind, Qt.MatchFlag.MatchExactly)[0]
        assert item.text(1) == str(sum(1 for row in rows(page) if row.kind == kind))
    kinds.popup.hide()


def test_every_choice_has_its_count(page: ProjectsPage) -> None:
    for one in page.filters.buttons:
        if not isinstance(one, FilterButton):
            continue
        one.open()
        tree = one.popup.tree
        for place in range(tree.topLevelItemCount()):
            item = tree.topLevelItem(place)
            assert item is not None
            assert item.text(1).replace(",", "").isdigit() or item.text(1) == "无专栏"
        one.popup.hide()
    states = button(page, "状态").popup.tree
    first = states.topLevelItem(0)
    assert first is not None
    assert (first.text(0), first.text(1)) == ("未填", "476")


def test_an_empty_list_says_which_condition_to_give_up(page: ProjectsPage, qtbot: QtBot) -> None:
    page.ask(Criteria(text="传染病", states=("停工",), unit_ids=page.context.criteria.unit_ids))
    assert names(page) == []
    assert page.panel.empty.isVisible()
    assert page.panel.empty.title.text() == "没有符合“停工 传染病”的项目"
    give_up = next(
        found for found in page.panel.empty.findChildren(QWidget) if getattr(found, "text", str)() == "去掉“停工”"
    )
    QTest.mouseClick(give_up, Qt.MouseButton.LeftButton)
    assert HOSPITAL in names(page)
    assert not page.panel.empty.isVisible()


# --- What the list shows ---


def test_a_fresh_catalogue_is_unknown_never_nought_or_red(page: ProjectsPage) -> None:
    shown = [one for one in page.panel.model.columns if one.key not in ("name", "unit", "box", "programme")]
    for row in rows(page):
        for one in shown:
            made = one.cell(row)
            assert made.ink not in ("red", "amber_text"), (row.name, one.key)
            assert made.text not in ("0", "0.00", "0.0"), (row.name, one.key)
    assert cell(page, HOSPITAL, "investment").text == "未填"
    assert total(page, "investment") == "未填"


def test_the_first_column_shows_each_projects_light_and_why(filled: ProjectsPage) -> None:
    table, model = filled.panel.table, filled.panel.model
    assert [one.title for one in model.columns[:2]] == ["灯", "项目名称"]
    assert table.frozen == 2
    tasks, period = filled.context.tasks, filled.context.period
    known = tasks.read(lights, Criteria(), period.as_of)
    seen = set()
    for row in rows(filled):
        shown = cell(filled, row.name, "light") if names(filled).count(row.name) == 1 else None
        if shown is None or not row.figures.counted:
            continue
        light = known[row.project_id].light
        assert shown.text == {"红": "红", "黄": "黄", "绿": "绿", "灰": "未报"}[light.colour]
        assert light.sentence in shown.tooltip
        assert light.remedy in shown.tooltip
        seen.add(shown.text)
        index = model.index(names(filled).index(row.name), 0)
        spoken = index.data(Qt.ItemDataRole.AccessibleTextRole)
        assert spoken.startswith(f"灯 {shown.text}")
        assert ("，未报" in spoken) == (light.unreported and shown.text != "未报")
    assert {"红", "黄", "未报"} <= seen


def test_a_heading_and_a_cancelled_project_have_no_light(page: ProjectsPage) -> None:
    heading = next(row for row in rows(page) if not row.counted)
    assert cell(page, heading.name, "light").text == ""
    assert cell(page, HOSPITAL, "light").text == "未报"
    gone = next(row.project_id for row in rows(page) if row.name == HOSPITAL)
    day = page.context.period.as_of
    page.context.tasks.write("取消", projects.cancel, gone, day, "规划调整")
    assert cell(page, HOSPITAL, "light").light is None


def test_lights_are_read_once_for_a_page_of_rows(filled: ProjectsPage, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def count(session: Session, ids: list[int], as_of: date, **more: date | None) -> object:
        asked.append(len(ids))
        return lights_of(session, ids, as_of, by=more["by"])

    monkeypatch.setattr("tracker.queries.shown.lights_of", count)
    filled.panel.model.reload()
    rows(filled)
    pages = -(-filled.panel.model.rowCount() // PAGE)
    assert len(asked) == pages


def test_other_rules_change_the_lights_at_once(filled: ProjectsPage) -> None:
    before = [cell(filled, row.name, "light").text for row in rows(filled)[:60]]

    place, rule = next(
        (place, rule) for place, rule in enumerate(YINCHUAN.rules) if rule.figure is RuleFigure.MILESTONE_LATE
    )
    filled.context.tasks.write("改规则", rules.set_rule, YINCHUAN.key, place, replace(rule, enabled=False))
    assert [cell(filled, row.name, "light").text for row in rows(filled)[:60]] != before


def test_headings_are_listed_quietly_and_never_counted(page: ProjectsPage) -> None:
    heading = next(row for row in rows(page) if not row.counted)
    assert cell(page, heading.name, "name").ink == "text2"
    assert cell(page, heading.name, "kind").text == "工程"
    assert cell(page, heading.name, "investment").text == ""
    place = page.panel.model.index(names(page).index(heading.name), column(page, "investment"))
    assert not place.flags() & Qt.ItemFlag.ItemIsEditable
    assert page.line.count.text() == "476 项，另列工程标题等 90 行"


def test_the_totals_are_those_of_the_rows(filled: ProjectsPage) -> None:
    counted = [row.figures for row in rows(filled) if row.figures.counted]
    whole = sum(f.investment_fen or 0 for f in counted)
    assert total(filled, "name") == f"合计（{len(counted)}项）"
    assert total(filled, "investment") == f"{whole // FEN_PER_WAN:,}.00"
    assert total(filled, "late") == f"{sum(1 for f in counted if (f.late_days or 0) > 0)}项"
    assert total(filled, "filled") == f"{sum(1 for f in counted if f.filled_to)}/{len(counted)}"


def test_long_lists_get_their_totals_later(filled: ProjectsPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    at_once = dict(filled.panel.table.head.total or {})
    monkeypatch.setattr(totals, "AT_ONCE", 10)
    monkeypatch.setattr("tracker.queries.figures.FEW", 10)
    filled.panel.read(Criteria(text="nothing of the kind"))
    filled.panel.read(Criteria())
    assert total(filled, "investment") == "统计中…"
    qtbot.waitUntil(lambda: filled.panel.table.head.total == at_once, timeout=10_000)


# --- Order and columns ---


def click_heading(page: ProjectsPage, key: str, qtbot: QtBot, *, shift: bool = False) -> None:
    """Click a column's heading."""
    head = page.panel.table.head
    place = column(page, key)
    page.panel.table.scrollTo(page.panel.model.index(0, place))
    at = QPoint(head.sectionViewportPosition(place) + head.sectionSize(place) // 2, head.head_height // 2)
    keys = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    with qtbot.waitSignal(page.panel.table.sort_wanted):
        QTest.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, keys, at)


def test_unknown_stands_last_in_both_directions(
    filled: ProjectsPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan_order = names(filled)
    for descending in (False, True):
        click_heading(filled, "investment", qtbot)
        found = [row.figures.investment_fen for row in rows(filled)]
        known = [fen for fen in found if fen is not None]
        assert known == sorted(known, reverse=descending)
        assert found[len(known) :] == [None] * (len(found) - len(known))
    click_heading(filled, "investment", qtbot)
    assert names(filled) == plan_order  # a third click goes back to the order of the plans

    click_heading(filled, "unit", qtbot)
    monkeypatch.setattr(QApplication, "keyboardModifiers", lambda: Qt.KeyboardModifier.ShiftModifier)
    click_heading(filled, "investment", qtbot, shift=True)
    pairs = [(row.unit, row.figures.investment_fen) for row in rows(filled)]
    for unit in {unit for unit, _fen in pairs}:
        known = [fen for found, fen in pairs if found == unit and fen is not None]
        assert known == sorted(known)


def test_columns_are_ticked_in_a_popup_that_stays_open(page: ProjectsPage, qtbot: QtBot) -> None:
    table, popup = page.panel.table, page.columns_popup
    page.columns_button.click()
    for title in ("责任单位", "类别"):
        item = popup.tree.findItems(title, Qt.MatchFlag.MatchExactly)[0]
        popup.tree.scrollToItem(item)
        QTest.mouseClick(popup.tree.viewport(), Qt.MouseButton.LeftButton, pos=popup.tree.visualItemRect(item).center())
        QApplication.processEvents()
    assert popup.isVisible()
    assert not table.isColumnHidden(column(page, "owner_dept"))
    assert table.isColumnHidden(column(page, "kind"))
    popup.none.click()
    assert table.isColumnHidden(column(page, "owner_dept"))
    assert not table.isColumnHidden(column(page, "kind"))
    QTest.keyClick(popup.tree, Qt.Key.Key_Escape)
    assert not popup.isVisible()
    assert page.detail.isVisible()  # Esc went no further


def test_columns_and_order_are_kept_after_a_restart(
    make_shell: MakeShell, data_file: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    config = tmp_path / "settings.json"
    window, opening = make_shell(config=config)
    window.resize(1366, 768)
    with qtbot.waitSignal(opening.opened, timeout=20_000):
        opening.open(data_file)
    page = projects_page(window)
    table = page.panel.table
    table.layout_state.show(column(page, "kind"), shown=False)
    table.layout_state.show(column(page, "owner_dept"), shown=True)
    head = table.horizontalHeader()
    head.moveSection(head.visualIndex(column(page, "investment")), 2)
    table.setColumnWidth(column(page, "box"), 90)
    page.panel.sort_by((("name", True),))
    qtbot.wait(600)  # the columns are written a moment after the last change
    window.close()

    window, opening = make_shell(config=config)
    with qtbot.waitSignal(opening.opened, timeout=20_000):
        opening.open(data_file)
    again = projects_page(window)
    table = again.panel.table
    assert table.isColumnHidden(column(again, "kind"))
    assert not table.isColumnHidden(column(again, "owner_dept"))
    assert table.horizontalHeader().visualIndex(column(again, "investment")) == 2
    assert table.columnWidth(column(again, "box")) == 90
    assert table.head.sorted == (("name", True),)


# --- Typing into the list ---


def test_an_amount_is_typed_into_the_list_and_undone(shell: Shell, page: ProjectsPage, qtbot: QtBot) -> None:
    search(page, "dhcrb", qtbot)
    go_to_cell(page, HOSPITAL, "investment")
    type_into_cell(page, "1.86亿", qtbot)
    assert cell(page, HOSPITAL, "investment").text == "18,600.00"
    assert cell(page, HOSPITAL, "investment").tooltip == "186,000,000.00 元"
    assert total(page, "investment") == "18,600.00"
    assert shell[0].undo_action.text() == f"撤销：修改总投资：{HOSPITAL}"
    shell[0].undo_action.trigger()
    assert cell(page, HOSPITAL, "investment").text == "未填"


def test_wrong_input_stays_in_the_cell_and_is_not_stored(page: ProjectsPage, qtbot: QtBot) -> None:
    told = notices(page)
    search(page, "dhcrb", qtbot)
    go_to_cell(page, HOSPITAL, "investment")
    type_into_cell(page, "一万八", qtbot)
    assert told == ["“一万八”不是金额，请填数字，例如 1,200.50，或 1.2亿、3500万。"]
    shown = cell(page, HOSPITAL, "investment")
    assert (shown.text, shown.ground) == ("一万八", "red_bg")
    assert page.leave() == 1
    row = page.panel.row(page.panel.result.ids[0])
    assert row is not None
    assert row.figures.investment_fen is None
    go_to_cell(page, HOSPITAL, "investment")
    type_into_cell(page, "／", qtbot)
    assert cell(page, HOSPITAL, "investment").text == "／"
    assert page.leave() == 0
    assert told[-1] == ""  # the sentence goes with its cause


def test_yuan_typed_for_wan_is_asked_about(page: ProjectsPage, qtbot: QtBot) -> None:
    search(page, "dhcrb", qtbot)
    go_to_cell(page, HOSPITAL, "investment")
    type_into_cell(page, "1180", qtbot)
    links: list[Link] = []
    page.context.notice_wanted.connect(lambda _tone, _sentence, found: links.extend(found))
    go_to_cell(page, HOSPITAL, "investment")
    type_into_cell(page, "11800000", qtbot)
    assert [one.text for one in links] == ["改为 1,180.00"]
    links[0].run()
    assert cell(page, HOSPITAL, "investment").text == "1,180.00"


def test_delete_clears_one_column_of_the_selected_rows(shell: Shell, page: ProjectsPage, qtbot: QtBot) -> None:
    search(page, "dehui", qtbot)
    tasks = page.context.tasks
    for row in rows(page)[:3]:
        tasks.write("准备", money.set_investment, row.project_id, Amount(5 * FEN_PER_WAN))
        tasks.write("准备", money.set_year_plan, row.project_id, 2026, Amount(FEN_PER_WAN))
    table = page.panel.table
    go_to_cell(page, names(page)[0], "investment")
    for _step in range(2):
        QTest.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(table, Qt.Key.Key_Delete)
    found = rows(page)[:3]
    assert [row.figures.investment_fen for row in found] == [None] * 3
    assert [row.figures.year_plan_fen for row in found] == [FEN_PER_WAN] * 3
    assert shell[0].undo_action.text() == "撤销：清除总投资：3 个项目"
    shell[0].undo_action.trigger()
    assert [row.figures.investment_fen for row in rows(page)[:3]] == [5 * FEN_PER_WAN] * 3


def test_the_list_is_copied_as_excel_takes_it(page: ProjectsPage, qtbot: QtBot) -> None:
    search(page, "dhcrb", qtbot)
    page.panel.table.setFocus()
    QTest.keyClick(page.panel.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    heads, values = QGuiApplication.clipboard().text().split("\n")
    assert heads.split("\t")[:3] == ["灯", "项目名称", "上报单位"]
    assert values.split("\t")[:3] == ["未报", HOSPITAL, "德惠市"]
    assert "未填" not in values


# --- Pasting ---

BLOCK = (
    "序号\t项目名称\t总投资（万元）\t责任单位\t2026年度计划投资\n"
    f"1\t{HOSPITAL}\t18,600\t德惠市卫生健康局\t3000\n"
    f"2\t{CLINIC}\t12abc\t德惠市卫生健康局\t\n"
    "3\t某某医院\t3\t\t\n"
)


def test_a_block_from_excel_is_previewed_and_undone_at_once(shell: Shell, page: ProjectsPage, qtbot: QtBot) -> None:
    told = notices(page)
    search(page, "dehui", qtbot)
    QGuiApplication.clipboard().setText(BLOCK)
    said: list[str] = []

    def _accept(dialog: PasteDialog) -> None:
        lines = dialog.model.rows()
        assert [(line.tone, line.project, line.label, line.old, line.new) for line in lines] == [
            ("error", "某某医院", "", "", ""),
            ("error", CLINIC, "总投资", "未填", "12abc"),
            ("", HOSPITAL, "总投资", "未填", "18,600.00"),
            ("", HOSPITAL, "责任单位", "未填", "德惠市卫生健康局"),
            ("", HOSPITAL, "2026年度计划投资", "未填", "3,000.00"),
            ("", CLINIC, "责任单位", "未填", "德惠市卫生健康局"),
        ]
        assert (lines[0].where, lines[1].where) == ("第 4 行", "第 3 行第 3 列")
        said.append(dialog.write.text())
        dialog.write.click()

    seen = in_dialog(PasteDialog, _accept)
    page.panel.table.setFocus()
    QTest.keyClick(page.panel.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert seen
    assert said == ["写入 4 处"]
    assert told == ["已写入 4 处修改，涉及 2 个项目；2 处未写入。可一次撤销（Ctrl+Z）。"]
    assert cell(page, HOSPITAL, "investment").text == "18,600.00"
    assert cell(page, HOSPITAL, "year_plan").text == "3,000.00"
    assert cell(page, CLINIC, "owner_dept").text == "德惠市卫生健康局"
    shell[0].undo_action.trigger()
    for name, key in ((HOSPITAL, "investment"), (HOSPITAL, "year_plan"), (CLINIC, "owner_dept")):
        assert cell(page, name, key).text == "未填"


def test_plain_values_go_from_the_current_cell_down(page: ProjectsPage, qtbot: QtBot) -> None:
    search(page, "dehui", qtbot)
    first, second = [row for row in rows(page) if row.counted][:2]
    go_to_cell(page, first.name, "investment")
    QGuiApplication.clipboard().setText("100\n200\n")
    seen = in_dialog(PasteDialog, lambda dialog: dialog.write.click())
    QTest.keyClick(page.panel.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert seen
    assert [cell(page, row.name, "investment").text for row in (first, second)] == ["100.00", "200.00"]


def test_a_paste_that_means_nothing_says_what_to_do(page: ProjectsPage, qtbot: QtBot) -> None:
    told = notices(page)
    go_to_cell(page, names(page)[1], "name")
    QGuiApplication.clipboard().setText("")
    QTest.keyClick(page.panel.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert told[0].startswith("剪贴板里没有表格内容")


# --- New, cancelled, merged ---


def test_a_new_project_is_made_and_shown(page: ProjectsPage, qtbot: QtBot) -> None:
    tick(page, "上报单位", "德惠市", qtbot)

    def _fill(dialog: NewProjectDialog) -> None:
        assert dialog.unit.currentText() == "德惠市"  # the filter suggests it
        dialog.store()
        assert "“项目名称”不能空着" in (dialog._fields["name"].error or "")
        dialog.name.setText(HOSPITAL)
        dialog.store()
        assert "德惠市已有项目" in (dialog._fields["name"].error or "")
        assert dialog.same_name.isVisible()
        dialog.name.setText("德惠市医养结合中心新建")
        assert not dialog.same_name.isVisible()
        assert dialog.template.currentText().startswith("建筑"), "it follows what the project is"
        dialog.nature.setCurrentText("改建")
        assert dialog.template.currentText().startswith("改造")
        dialog.template.setCurrentIndex(0)
        dialog.template.activated.emit(0)
        dialog.nature.setCurrentText("单纯购置")
        assert dialog.template.currentText() == "先不套用", "the user's own choice stays"
        dialog.template.setCurrentIndex(1)
        dialog.store()

    assert in_dialog(NewProjectDialog, _fill) == []
    page.deeds.new.trigger()
    assert "德惠市医养结合中心新建" in names(page)
    row = page.deeds.current()
    assert row is not None
    assert (row.name, row.unit, row.source) == ("德惠市医养结合中心新建", "德惠市", "")
    assert cell(page, row.name, "box").text == "规划外"
    qtbot.waitUntil(lambda: page.detail.project_id == row.project_id)


def test_a_new_project_that_the_filter_hides_is_offered(page: ProjectsPage, qtbot: QtBot) -> None:
    tick(page, "类别", "能力类", qtbot)
    links: list[Link] = []
    page.context.notice_wanted.connect(lambda _tone, _sentence, found: links.extend(found))

    def _fill(dialog: NewProjectDialog) -> None:
        dialog.name.setText("德惠市医养结合中心新建")
        dialog.kind.setCurrentText("建设类")
        dialog.store()

    in_dialog(NewProjectDialog, _fill)
    page.deeds.new.trigger()
    assert [one.text for one in links] == ["清除筛选并显示"]
    links[0].run()
    row = page.deeds.current()
    assert row is not None
    assert row.name == "德惠市医养结合中心新建"


def test_a_project_is_cancelled_with_a_reason_and_restored(shell: Shell, page: ProjectsPage, qtbot: QtBot) -> None:
    search(page, "dehui", qtbot)
    before = page.panel.result.counts.counted
    page.panel.select(next(row.project_id for row in rows(page) if row.name == HOSPITAL))

    def _cancel(dialog: CancelDialog) -> None:
        dialog.store()
        assert dialog._reason.error == "改为“取消”要写明原因。"
        dialog.reason.setPlainText("县政府常务会议决定不再实施")
        dialog.day.setText("2026-13-01")
        dialog.store()
        assert "没有“2026-13-01”这一天" in (dialog._day.error or "")
        dialog.day.setText("2026-09-01")
        dialog.store()

    assert in_dialog(CancelDialog, _cancel) == []
    page.deeds.cancel.trigger()
    assert cell(page, HOSPITAL, "state").text == "取消"
    assert page.panel.result.counts.counted == before - 1
    page.deeds.update()
    assert not page.deeds.cancel.isEnabled()
    page.deeds.restore.trigger()
    assert cell(page, HOSPITAL, "state").text == "未填"
    assert page.panel.result.counts.counted == before


def test_two_projects_are_merged_and_both_uids_open_the_survivor(
    shell: Shell, page: ProjectsPage, qtbot: QtBot
) -> None:
    tasks = page.context.tasks
    kept = tasks.read(lambda session: (project(session, HOSPITAL).id, project(session, HOSPITAL).uid))
    gone = tasks.read(lambda session: (project(session, CLINIC).id, project(session, CLINIC).uid))
    tasks.write("准备", money.set_investment, gone[0], Amount(7 * FEN_PER_WAN))
    search(page, "dhcrb", qtbot)

    def _merge(dialog: MergeDialog) -> None:
        assert not dialog.merge.isEnabled()
        dialog.finder.box.setText("德惠 妇幼")
        dialog.finder.box.search()
        assert dialog.finder.list.count() == 1
        dialog.finder.list.itemActivated.emit(dialog.finder.list.item(0))
        assert dialog.merge.isEnabled()
        for group in (dialog.compare._survivor, dialog.compare._fields["name"]):
            assert group is not None
            group.button(0).setChecked(True)
        assert f"“{CLINIC}”成为别名，它的编号 {gone[1]} 以后打开的是合并后的项目" in dialog._sentence.text()
        dialog.merge.click()

    in_dialog(MergeDialog, _merge)
    page.deeds.merge.trigger()
    assert cell(page, HOSPITAL, "investment").text == "7.00"  # the survivor had no money of its own
    for typed in (gone[1], kept[1], CLINIC):
        search(page, typed, qtbot)
        assert names(page) == [HOSPITAL], typed
    search(page, gone[1], qtbot)
    assert page.line.accessibleName().endswith(f"编号 {gone[1]} 已并入“{HOSPITAL}”")
    shell[0].undo_action.trigger()
    search(page, CLINIC, qtbot)
    assert names(page) == [CLINIC]


# --- The rest ---


def test_the_arrows_of_the_detail_walk_the_list(page: ProjectsPage, qtbot: QtBot) -> None:
    search(page, "dehui", qtbot)
    ids = page.panel.result.ids
    assert page.panel.table.current_key == ids[0]
    page.detail.step.emit(1)
    qtbot.waitUntil(lambda: page.detail.project_id == ids[1])
    for _step in range(2):
        page.detail.step.emit(-1)
    qtbot.waitUntil(lambda: page.detail.project_id == ids[0])


def test_headings_can_be_left_out(page: ProjectsPage) -> None:
    page.headings_action.trigger()
    assert all(row.counted for row in rows(page))
    assert page.line.count.text() == "476 项（全部 476 项）"
    page.headings_action.trigger()
    assert page.line.count.text() == "476 项，另列工程标题等 90 行"


def test_a_briefing_is_copied(filled: ProjectsPage, qtbot: QtBot) -> None:
    told = notices(filled)
    search(filled, "dhcrb", qtbot)
    row = rows(filled)[0]
    filled.deeds.sentence.trigger()
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith(f"{HOSPITAL}：")
    assert "\n" not in copied
    assert row.figures.investment_fen is not None
    assert f"总投资{row.figures.investment_fen // FEN_PER_WAN:,}.00万元" in copied
    assert told[0].startswith("已复制 1 个项目的一句话汇报，截至 2026-09-30：")
    filled.deeds.paragraph.trigger()
    assert len(QGuiApplication.clipboard().text()) > len(copied)


def test_selected_rows_are_added_up(filled: ProjectsPage, qtbot: QtBot) -> None:
    told: list[str] = []
    filled.context.selection_told.connect(told.append)
    search(filled, "dehui", qtbot)
    filled.panel.table.selectAll()
    whole = sum(row.figures.investment_fen or 0 for row in rows(filled) if row.figures.counted)
    qtbot.waitUntil(lambda: bool(told) and "总投资" in told[-1])
    assert f"总投资 {whole // FEN_PER_WAN:,}.00 万元" in told[-1]


def test_a_narrow_window_shows_list_or_detail(shell: Shell, page: ProjectsPage, qtbot: QtBot) -> None:
    window = shell[0]
    window.resize(911, 512)
    QApplication.processEvents()
    assert page.panel.isVisible()
    assert not page.detail.isVisible()
    page.toggle_detail()
    assert page.detail.isVisible()
    assert not page.panel.isVisible()
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert page.panel.isVisible()
    assert page.panel.table.hasFocus()
    window.resize(1366, 768)
    QApplication.processEvents()
    assert page.panel.isVisible()
    assert page.detail.isVisible()


def test_a_file_open_elsewhere_can_be_read_but_not_changed(
    make_shell: MakeShell, data_file: Path, qtbot: QtBot
) -> None:
    holder = open_file(data_file, who="办公室二号机")
    try:
        window, opening = make_shell()
        with qtbot.waitSignal(opening.opened, timeout=20_000):
            opening.open(data_file)
        page = projects_page(window)
        told = notices(page)
        place = page.panel.model.index(names(page).index(HOSPITAL), column(page, "investment"))
        assert not place.flags() & Qt.ItemFlag.ItemIsEditable
        assert not page.new_button.isEnabled()
        assert not page.deeds.new.isEnabled()
        page.cells.paste(BLOCK)
        assert told[0].endswith("没有粘贴。")
        search(page, "dhcrb", qtbot)
        assert names(page) == [HOSPITAL]
    finally:
        holder.close()
