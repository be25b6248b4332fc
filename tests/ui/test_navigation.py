"""The tree beside the list: a click filters, Ctrl+click adds; a filter is kept as a view and opened again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui import hands
from tests.ui.conftest import Shell, demo_page
from tracker.domain.periods import ReportPeriod
from tracker.domain.quarters import Quarter
from tracker.queries.criteria import Criteria
from tracker.services import projects
from tracker.ui.dialogs.view_name import ViewDialog
from tracker.ui.pages.projects import ProjectsPage
from tracker.ui.projects import navigator
from tracker.ui.projects.nav_nodes import Spot

pytestmark = pytest.mark.usefixtures("home")
CONTROL = Qt.KeyboardModifier.ControlModifier
NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def page(shell: Shell) -> ProjectsPage:
    """项目 with the demonstration figures."""
    page = demo_page(shell[0])
    page.navigator.read()
    return page


def click(page: ProjectsPage, *path: str, keys: Qt.KeyboardModifier = NONE) -> None:
    """Click a line of the tree on its words."""
    tree = page.navigator.tree
    item = tree.line_at(*path)
    assert item is not None, path
    above = item.parent()
    while above is not None:
        above.setExpanded(True)
        above = above.parent()
    tree.scrollToItem(item)
    place = tree.visualItemRect(item).center()
    QTest.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, keys, QPoint(place.x(), place.y()))


def count(page: ProjectsPage, *path: str) -> int | None:
    item = page.navigator.tree.line_at(*path)
    assert item is not None, path
    spot = item.data(0, Qt.ItemDataRole.UserRole)
    assert isinstance(spot, Spot)
    return spot.count


def words(page: ProjectsPage) -> str:
    return page.line.words.accessibleName()


def test_every_line_lists_as_many_as_it_says(page: ProjectsPage) -> None:
    for path in (
        ("灯", "红灯"),
        ("灯", "未亮灯"),
        ("我的视图", "本期未报"),
        ("我的视图", "有逾期节点"),
        ("我的视图", "30日内有节点到期"),
        ("上报单位", "长春市", "德惠市"),
        ("上报单位", "长春市"),
        ("类别", "能力类"),
        ("状态", "在建"),
        ("规划与专栏", page.choices().plans[0].title),
    ):
        click(page, *path)
        assert page.panel.result.counts.counted == count(page, *path), path
        assert words(page), "the filter is spelled out"
    click(page, "我的视图", "全部项目")
    assert page.panel.result.criteria.empty


def test_ctrl_adds_a_line_and_takes_it_out_again(page: ProjectsPage) -> None:
    click(page, "上报单位", "长春市", "德惠市")
    click(page, "类别", "建设类", keys=CONTROL)
    assert words(page) == "上报单位 德惠市；类别 建设类"
    click(page, "灯", "红灯", keys=CONTROL)
    listed = set(page.panel.result.ids)
    assert words(page).startswith("上报单位 德惠市；类别 建设类；红灯 ")
    click(page, "上报单位", "长春市", "德惠市", keys=CONTROL)
    assert set(page.panel.result.ids) > listed, "the red ones of all units"
    click(page, "状态", "在建")
    assert words(page) == "状态 在建", "a click alone begins anew"


def test_boxes_and_programmes_are_chosen_too_and_a_plan_without_boxes_only_says_so(page: ProjectsPage) -> None:
    plan = page.choices().plans[0]
    box = plan.boxes[1]
    click(page, "规划与专栏", plan.title, f"{box.label} {box.title}")
    assert page.panel.result.criteria.box_ids == (box.id,)
    one = box.programmes[0]
    click(page, "规划与专栏", plan.title, f"{box.label} {box.title}", f"{one.no}{one.title}")
    assert page.panel.result.criteria.programme_ids == (one.id,)
    before = page.panel.result.criteria
    bare = next(one for one in page.choices().plans if not one.boxes)
    click(page, "规划与专栏", bare.title)
    assert page.panel.result.criteria == before


def test_the_keyboard_does_what_the_mouse_does(page: ProjectsPage) -> None:
    tree = page.navigator.tree
    tree.setFocus()
    item = tree.line_at("灯", "红灯")
    assert item is not None
    tree.setCurrentItem(item)
    QTest.keyClick(tree, Qt.Key.Key_Return)
    assert page.panel.result.criteria.ids_name == "红灯"
    QTest.keyClick(tree, Qt.Key.Key_Down)
    QTest.keyClick(tree, Qt.Key.Key_Space)
    assert page.panel.result.criteria.ids_name == "黄灯"
    heading = tree.line_at("状态")
    assert heading is not None
    tree.setCurrentItem(heading)
    QTest.keyClick(tree, Qt.Key.Key_Return)
    assert heading.isExpanded()


def test_a_named_list_follows_the_period(page: ProjectsPage) -> None:
    click(page, "灯", "红灯")
    third = page.panel.result.ids
    page.context.period.choose(ReportPeriod.of_quarter(Quarter(2025, 4)))
    page.navigator.read()
    assert page.panel.result.criteria.ids_name == "红灯"
    assert page.panel.result.ids != third
    assert page.panel.result.counts.counted == count(page, "灯", "红灯")


def test_a_project_that_is_no_longer_red_leaves_the_red_ones(page: ProjectsPage) -> None:
    click(page, "灯", "红灯")
    before = page.panel.result.counts.counted
    row = page.panel.row(page.panel.result.ids[-1])
    assert row is not None
    page.panel.select(page.panel.result.ids[0])
    page.context.tasks.write("取消", projects.cancel, row.project_id, date(2026, 9, 1), "不再实施")
    assert page.panel.result.counts.counted == before - 1
    page.context.tasks.undo()
    assert page.panel.result.counts.counted == before


def test_a_filter_is_kept_as_a_view_with_its_order(page: ProjectsPage, qtbot: QtBot) -> None:
    click(page, "上报单位", "长春市", "德惠市")
    click(page, "类别", "建设类", keys=CONTROL)
    page.panel.sort_by((("investment", True),))
    order = page.panel.result.ids and page.panel.model.ids
    page.navigator._save(" 德惠建设 ")
    qtbot.waitUntil(lambda: page.navigator.tree.line_at("我的视图", "德惠建设") is not None)
    page.panel.sort_by(())
    page.clear_filter()
    click(page, "我的视图", "德惠建设")
    assert words(page) == "上报单位 德惠市；类别 建设类"
    assert page.panel.model.ids == order
    assert page.panel.table.head.sorted == (("investment", True),)
    item = page.navigator.tree.line_at("我的视图", "德惠建设")
    assert item is not None
    assert "已在筛选中" in item.data(0, Qt.ItemDataRole.AccessibleTextRole)


def test_a_view_of_the_filter_in_use_brings_its_order(page: ProjectsPage, qtbot: QtBot) -> None:
    click(page, "上报单位", "长春市", "德惠市")
    page.panel.sort_by((("name", False),))
    by_name = list(page.panel.model.ids)
    page.navigator._save("德惠按名称")
    qtbot.waitUntil(lambda: page.navigator.tree.line_at("我的视图", "德惠按名称") is not None)
    page.panel.sort_by((("name", True),))
    assert tuple(page.panel.model.ids) != tuple(by_name)
    click(page, "我的视图", "德惠按名称")
    assert list(page.panel.model.ids) == by_name
    assert page.panel.table.head.sorted == (("name", False),)


def test_a_view_is_renamed_updated_and_removed(page: ProjectsPage, qtbot: QtBot) -> None:
    page.ask(Criteria(text="医院"))
    page.navigator._save("医院")
    menu = page.navigator.menu("医院")
    assert [action.text() for action in menu.actions()] == ["改名…", "更新为当前的列表", "删除"]
    page.navigator._store_name("医院", "全部医院")
    qtbot.waitUntil(lambda: page.navigator.tree.line_at("我的视图", "全部医院") is not None)
    page.ask(replace(Criteria(text="医院"), kinds=("建设类",)))
    page.navigator.menu("全部医院").actions()[1].trigger()
    page.clear_filter()
    qtbot.waitUntil(
        lambda: count(page, "我的视图", "全部医院") == page.panel.count(Criteria(text="医院", kinds=("建设类",)))
    )
    page.navigator.menu("全部医院").actions()[2].trigger()
    qtbot.waitUntil(lambda: page.navigator.tree.line_at("我的视图", "全部医院") is None)
    page.context.tasks.undo()
    qtbot.waitUntil(lambda: page.navigator.tree.line_at("我的视图", "全部医院") is not None)


def test_the_name_is_asked_for_and_a_taken_one_says_what_it_does(page: ProjectsPage) -> None:
    kept: list[str] = []
    dialog = ViewDialog(page, "存为视图", "医院", ["德惠"], kept.append)
    dialog.line.setText("德惠")
    assert dialog.ok.text() == "替换"
    dialog.line.setText("")
    dialog._save = page.navigator._save
    dialog.store()
    assert dialog.field.error == "“视图名称”不能空着，未保存。"


def test_f7_folds_the_tree_and_a_small_window_keeps_it_folded(page: ProjectsPage) -> None:
    tree = page.navigator.tree
    assert tree.isVisible()
    hands.key(Qt.Key.Key_F7)
    assert not tree.isVisible()
    hands.key(Qt.Key.Key_F7)
    assert tree.isVisible()
    page.narrow(1100)
    assert not tree.isVisible()
    page.line.tree.click()
    assert tree.isVisible()
    page.narrow(1366)
    assert tree.isVisible()


def test_a_large_file_is_counted_in_the_background_and_again_after_an_edit(
    page: ProjectsPage, shell: Shell, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(navigator, "AT_ONCE", 0)
    window, _opening = shell
    click(page, "灯", "红灯")
    before = count(page, "灯", "红灯")
    assert before is not None
    page.context.tasks.write("取消", projects.cancel, page.panel.result.ids[0], date(2026, 9, 1), "不再实施")
    page.navigator.read()
    assert window.runner.busy, "the window does not wait"
    qtbot.waitUntil(lambda: count(page, "灯", "红灯") == before - 1, timeout=20_000)
    qtbot.waitUntil(lambda: not window.runner.busy, timeout=20_000)
