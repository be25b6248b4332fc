"""设置 → 上报单位: renaming, recoding, ordering, adding and removing units, and how they are counted."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox

from tests.ui import hands
from tests.ui.conftest import Shell
from tests.ui.test_settings_page import section
from tracker.queries.criteria_words import Words, criteria_from
from tracker.ui.main_window import MainWindow
from tracker.ui.settings.units import UnitsSection


@pytest.fixture
def window(shell: Shell) -> MainWindow:
    """The window with 设置 → 上报单位 open."""
    return shell[0]


@pytest.fixture
def units(window: MainWindow) -> UnitsSection:
    """The section."""
    return section(window, UnitsSection)


def names(units: UnitsSection) -> list[str]:
    """Return the units as they stand."""
    return [line.unit.name for line in units.model.rows()]


def go_to(units: UnitsSection, name: str) -> None:
    """Click on a unit."""
    hands.click_cell(units.table, hands.row(units.table, name), "类型")


def found_by(window: MainWindow, word: str) -> tuple[int, ...]:
    """Return the units a word finds, as import and search do."""
    assert window.context is not None
    return window.context.tasks.read(criteria_from, Words(units=(word,))).unit_ids


def test_a_renamed_unit_is_still_found_by_its_old_name(window: MainWindow, units: UnitsSection) -> None:
    place = hands.row(units.table, "德惠市")
    hands.fill_cell(units.table, place, "名称", "德惠区")
    assert hands.shown(units.table, place, "曾用名、简称和旧代码") == "德惠市"
    assert found_by(window, "德惠市") == found_by(window, "德惠区") != ()
    assert "“德惠市”已留作别名" in hands.words(window.strips)
    window.undo_action.trigger()
    assert "德惠市" in names(units)
    assert hands.shown(units.table, place, "曾用名、简称和旧代码") == "空"
    assert hands.words(window.strips) == ""


def test_a_slip_of_the_pen_leaves_no_alias(window: MainWindow, units: UnitsSection) -> None:
    go_to(units, "农安县")
    hands.fill(units, "名称", "农按县")
    hands.fill(units, "名称", "农安县")
    hands.press(window.strips, "原来是录入错误，不留")
    assert units.current is not None
    assert units.current.unit.former == ()


def test_a_new_code_keeps_the_old_one_and_a_taken_code_is_refused(window: MainWindow, units: UnitsSection) -> None:
    go_to(units, "榆树市")
    hands.fill(units, "行政区划代码", "220183")
    assert "是“德惠市”的" in hands.error_under(units, "行政区划代码")
    hands.fill(units, "行政区划代码", "220114")
    assert hands.shown(units.table, hands.row(units.table, "榆树市"), "行政区划代码") == "220114"
    assert found_by(window, "220182") == found_by(window, "220114") != ()
    go_to(units, "德惠市")
    hands.fill(units, "行政区划代码", "220182")
    assert "停用的旧代码" in hands.error_under(units, "行政区划代码")


def test_it_is_said_in_words_that_nothing_is_counted_twice(units: UnitsSection) -> None:
    go_to(units, "长春新区")
    said = hands.words(units.form)
    assert "下辖高新区、空港" in said
    assert "合计中每个项目只计一次" in said
    line = units.current
    assert line is not None
    parts = [one.own for one in units.model.rows() if one.unit.name in ("长春新区", "高新区", "空港")]
    assert line.with_below == sum(parts)
    tops = [one for one in units.model.rows() if one.unit.parent_id is None]
    assert sum(one.with_below for one in tops) == sum(one.own for one in units.model.rows())
    go_to(units, "空港")
    assert "属于“长春新区”" in hands.words(units.form)


def test_a_zone_is_added_where_it_belongs(window: MainWindow, units: UnitsSection) -> None:
    go_to(units, "空港")
    hands.press(units, "单位")
    hands.fill(units.form.new, "名称", "高新区")
    hands.press(units.form.new, "添加单位")
    assert "已有上报单位“高新区”" in hands.error_under(units.form.new, "名称")
    hands.fill(units.form.new, "名称", "北湖")
    hands.press(units.form.new, "添加单位")
    line = units.current
    assert line is not None
    assert (line.unit.name, line.unit.kind, line.unit.depth) == ("北湖", "功能区", 2)
    assert line.parent is not None
    assert line.parent.name == "长春新区"
    hands.press(units, "删除")
    assert "北湖" not in names(units)
    window.undo_action.trigger()
    assert "北湖" in names(units)


def test_a_unit_is_added_by_keys_alone(units: UnitsSection) -> None:
    units.add.setFocus()
    hands.key(Qt.Key.Key_Space)
    hands.keys("某区")
    order = []
    for _ in range(4):
        hands.key(Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
        assert focus is not None
        order.append(focus.accessibleName() or getattr(focus, "text", str)())
    assert order == ["类型", "行政区划代码", "上级单位", "添加单位"]
    hands.key(Qt.Key.Key_Space)
    assert units.current is not None
    assert units.current.unit.name == "某区"


def test_units_stand_in_the_offices_order(window: MainWindow, units: UnitsSection) -> None:
    go_to(units, "南关区")
    hands.click(units.down)
    assert names(units)[2:4] == ["宽城区", "南关区"]
    assert units.current is not None
    assert units.current.unit.name == "南关区"
    go_to(units, "长春市本级")
    assert not units.up.isEnabled()
    assert units.up.toolTip() == "已经是同级第一个"
    window.undo_action.trigger()
    assert names(units)[2:4] == ["南关区", "宽城区"]


def test_a_unit_with_projects_stays_and_says_why(units: UnitsSection) -> None:
    go_to(units, "德惠市")
    assert not units.drop.isEnabled()
    assert "条项目，不能删除" in units.drop.toolTip()
    go_to(units, "长春市")
    assert "个下级单位" in units.drop.toolTip()


def test_a_unit_is_never_put_below_itself(units: UnitsSection) -> None:
    go_to(units, "长春新区")
    box = hands.field(units, "上级单位")
    assert isinstance(box, QComboBox)
    offered = [box.itemText(place).strip() for place in range(box.count())]
    assert "长春市" in offered
    assert not {"长春新区", "高新区", "空港"} & set(offered)
    hands.choose(box, "　净月高新区")
    line = units.current
    assert line is not None
    assert line.parent is not None
    assert line.parent.name == "净月高新区"


def test_a_short_name_is_noted_and_removed_again(window: MainWindow, units: UnitsSection) -> None:
    go_to(units, "公主岭市")
    hands.press(units, "添加曾用名或旧代码…")
    hands.press(units.form.former_box, "添加")
    assert "请填写曾用名或旧代码" in hands.error_under(units.form.former_box, "曾用名或简称")
    hands.fill(units.form.former_box, "曾用名或简称", "公主岭")
    hands.press(units.form.former_box, "添加")
    assert found_by(window, "公主岭") == found_by(window, "公主岭市")
    hands.click(hands.named(units.form, "移除“公主岭”", type(hands.button(units.form, "移除"))))
    assert [former.code for former in units.current.unit.former] == ["220381"] if units.current else False


def test_a_code_is_cleared_with_delete(units: UnitsSection) -> None:
    hands.click_cell(units.table, hands.row(units.table, "双阳区"), "行政区划代码")
    hands.key(Qt.Key.Key_Delete)
    assert hands.shown(units.table, hands.row(units.table, "双阳区"), "行政区划代码") == "未填"
    assert hands.shown(units.table, hands.row(units.table, "经开区"), "行政区划代码") == "／"


def test_what_is_being_typed_is_stored_for_the_unit_it_was_typed_for(window: MainWindow, units: UnitsSection) -> None:
    go_to(units, "双阳区")
    hands.write(hands.field(units, "备注"), "2025年起单列")
    go_to(units, "九台区")
    notes = {line.unit.name: line.unit.note for line in units.model.rows()}
    assert (notes["双阳区"], notes["九台区"]) == ("2025年起单列", "2014年撤市设区")
    hands.fill(units, "名称", "")
    assert "“名称”不能空着" in hands.error_under(units, "名称")
    assert window.status.wrong.text() == "1 处输入有误，未保存"
    hands.write(hands.field(units, "名称"), "长" * 201)
    hands.key(Qt.Key.Key_Tab)
    assert "最多 200 个字" in hands.error_under(units, "名称")
    hands.field(units, "名称").setFocus()
    hands.key(Qt.Key.Key_Escape)
    assert hands.error_under(units, "名称") == ""
    assert window.status.wrong.text() == ""
