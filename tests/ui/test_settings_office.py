"""设置: when reports are due and who signs, which lights hold, the season's curve, and columns of the office's own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from pytestqt.qtbot import QtBot

from tests.ui import hands
from tests.ui.conftest import Shell
from tests.ui.test_settings_page import section
from tracker.domain.kinds import Counting
from tracker.queries.criteria import Criteria
from tracker.queries.curves import curve_rows, curves
from tracker.queries.custom import custom_values
from tracker.queries.projects import list_ids
from tracker.queries.rules import active_rules
from tracker.queries.settings import custom_columns, office
from tracker.services import custom
from tracker.ui.pages.projects import ProjectsPage
from tracker.ui.settings.curves import CurvesSection
from tracker.ui.settings.lights import LightsSection
from tracker.ui.settings.own_columns import OwnColumnsSection
from tracker.ui.settings.reporting import ReportingSection

pytestmark = pytest.mark.usefixtures("home")


# --- 填报与签字 ---


def test_the_due_day_is_set_and_said_as_a_date(shell: Shell) -> None:
    window, _ = shell
    found = section(window, ReportingSection)
    assert "应于 2026年10月5日（周一）前报" in found.due.text()
    hands.fill(found, "截止日", "25日")
    hands.choose(found.form.fields["month"].editor, "报告期最后一个月")  # type: ignore[arg-type]
    assert "2026年9月25日（周五）前报" in found.due.text()
    hands.fill(found, "截止日", "三十二")
    assert "1 到 31 的数字" in hands.error_under(found, "截止日")
    assert found.wrong == 1


def test_counting_and_the_leaders_name_are_the_offices(shell: Shell) -> None:
    window, _ = shell
    assert window.context is not None
    found = section(window, ReportingSection)
    hands.choose(found.form.fields["counting"].editor, "拆分计（计各子项目）")  # type: ignore[arg-type]
    hands.fill(found, "领导栏的名称", "挂点领导")
    now = window.context.tasks.read(office)
    assert (now.counting, now.leader_label) == (Counting.SPLIT, "挂点领导")
    window.pages.show_page("projects")
    page = window.pages.current
    assert isinstance(page, ProjectsPage)
    assert any(column.title == "挂点领导" for column in page.panel.table.columns)
    window.undo_action.trigger()
    assert window.context.tasks.read(office).leader_label == "包保领导"


def test_a_unit_signs_its_own_reports(shell: Shell) -> None:
    window, _ = shell
    assert window.context is not None
    found = section(window, ReportingSection)
    hands.fill(found, "填报单位", "长春市卫生健康委员会")
    unit = next(found.unit.itemText(at) for at in range(found.unit.count()) if "德惠市" in found.unit.itemText(at))
    hands.choose(found.unit, unit)
    hands.fill(found, "填报人", "经办人甲")
    hands.fill(found, "联系电话", "没有")
    assert "没有数字" in hands.error_under(found, "联系电话")
    now = window.context.tasks.read(office)
    [lines] = now.unit_sign_off.values()
    assert (lines.filler, lines.office) == ("经办人甲", "")
    assert now.sign_off.office == "长春市卫生健康委员会"
    assert "另有自己落款的单位：德惠市" in found.own.text()


# --- 灯规则 ---


@pytest.fixture
def lights(shell: Shell, qtbot: QtBot) -> Iterator[LightsSection]:
    """灯规则; a window asks before it closes while something is being counted."""
    window, _ = shell
    yield section(window, LightsSection)
    qtbot.waitUntil(lambda: not window.runner.busy, timeout=hands.LONG)


def test_another_rule_set_is_looked_at_before_it_is_taken(shell: Shell, lights: LightsSection, qtbot: QtBot) -> None:
    window, found = shell[0], lights
    assert window.context is not None
    qtbot.waitUntil(lambda: "按启用的规则" in found.counts.text(), timeout=hands.LONG)
    hands.choose(found.chooser, "三亚（按百分比）")
    qtbot.waitUntil(lambda: "如果启用这一套" in found.counts.text(), timeout=hands.LONG)
    assert window.context.tasks.read(active_rules).key == "yinchuan"
    found.take.click()
    assert window.context.tasks.read(active_rules).key == "sanya"
    assert found.shown.active
    window.undo_action.trigger()
    assert window.context.tasks.read(active_rules).key == "yinchuan"


def test_thresholds_are_changed_refused_and_brought_back(lights: LightsSection) -> None:
    found = lights
    hands.fill_cell(found.table, 0, "黄灯界限", "15")
    assert hands.shown(found.table, 0, "说明") == "15 百分点及以上黄灯，超过 30 百分点红灯"
    hands.fill_cell(found.table, 0, "红灯界限", "10")
    assert "红灯界限要高于黄灯界限" in hands.words(found)
    hands.press(found, "放弃这次输入")
    assert "（启用中）" in found.chooser.currentText()
    found.reset.click()
    assert hands.shown(found.table, 0, "黄灯界限") == "10"
    assert not found.reset.isEnabled()


def test_an_office_makes_a_set_of_its_own_and_removes_it(lights: LightsSection) -> None:
    found = lights
    found.copy.click()
    hands.fill(found.new, "新规则的名称", "本市规则")
    hands.press(found.new, "复制")
    assert found.shown.rules.title == "本市规则"
    assert not found.shown.shipped
    hands.fill_cell(found.table, 2, "红灯界限", "")
    assert hands.shown(found.table, 2, "说明") == "超过 0 天黄灯"
    found.drop.click()
    hands.press(found.ask, "删除")
    assert found.shown.active
    assert found.chooser.findText("本市规则") < 0


# --- 序时曲线 ---


def test_a_unit_gets_the_seasons_curve_and_changes_a_month(shell: Shell) -> None:
    window, _ = shell
    assert window.context is not None
    read = window.context.tasks.read
    found = section(window, CurvesSection)
    assert "月份÷12" in hands.words(found.nothing)
    found.add.click()
    hands.press(found.new, "添加曲线")
    assert read(curves, date(2026, 6, 30)).of(None).months[5] * 100 == 35
    assert hands.shown(found.table, 0, "9月末") == "80.0"
    hands.fill(found, "10月末 %", "92.5")
    [row] = read(curve_rows)
    assert row.points[10] == 925
    hands.fill(found, "8月末 %", "10")
    assert "累计比例不能下降" in hands.error_under(found, "8月末 %")
    found.form.revert("8")
    found.add.click()
    hands.press(found.new, "添加曲线")
    assert "已有曲线" in hands.words(found.new)
    hands.press(found.new, "不改")
    found.drop.click()
    assert read(curve_rows) == ()
    assert found.nothing.isVisible()


# --- 自定义栏 ---


def test_a_column_of_the_offices_own_is_made_filled_and_removed(shell: Shell) -> None:
    window, _ = shell
    assert window.context is not None
    tasks = window.context.tasks
    found = section(window, OwnColumnsSection)
    found.add.click()
    hands.fill(found.new, "栏名", "专班")
    hands.choose(found.new.form.fields["kind"].editor, "选项")  # type: ignore[arg-type]
    hands.press(found.new, "添加栏")
    assert "要列出 1 到" in hands.words(found.new)
    hands.fill(found.new, "选项（类型为选项时填，用顿号分开）", "一专班、二专班")
    hands.press(found.new, "添加栏")
    [column] = tasks.read(custom_columns)
    assert column.choices == ("一专班", "二专班")
    [project_id, *_] = tasks.read(list_ids, Criteria(text="德惠"), window.period.as_of)
    tasks.write("填写专班", custom.set_value, [project_id], column.key, "一专班")
    assert hands.shown(found.table, 0, "使用情况") == "1 个项目已填"
    hands.fill_cell(found.table, 0, "选项", "二专班")
    assert "不合改后的" in hands.words(found)
    hands.press(found, "放弃这次输入")
    found.drop.click()
    assert "已有 1 个项目填写" in hands.words(found.ask)
    hands.press(found.ask, "删除这一栏")
    assert tasks.read(custom_values) == {}
    window.undo_action.trigger()
    assert tasks.read(custom_values) == {project_id: {column.key: "一专班"}}
    found.add.click()
    hands.fill(found.new, "栏名", "专班")
    hands.press(found.new, "添加栏")
    assert "都是“专班”" in hands.words(found.new)
