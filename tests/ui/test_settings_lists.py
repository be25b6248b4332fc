"""设置 → 资金来源 and 节点模板: the lists an office keeps, and where their rows are offered."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.ui import hands
from tests.ui.conftest import Shell
from tests.ui.test_settings_page import section
from tracker.services import money
from tracker.services.money import AllocationInput
from tracker.store.tables import MoneySource, Project
from tracker.ui.detail.milestones import MilestonesTab
from tracker.ui.main_window import MainWindow
from tracker.ui.settings.sources import SourcesSection
from tracker.ui.settings.templates import TemplatesSection

NAME = "德惠市传染病医院异地新建"


def project_named(session: Session, name: str) -> int:
    """Return a project's id."""
    return session.scalars(select(Project.id).where(Project.name == name)).one()


def source_named(session: Session, name: str) -> int:
    """Return a source's id."""
    return session.scalars(select(MoneySource.id).where(MoneySource.name == name)).one()


def sources_of(window: MainWindow) -> tuple[SourcesSection, list[str]]:
    """Open 资金来源 and return it with its names."""
    found = section(window, SourcesSection)
    return found, [row.name for row in found.model.rows()]


# --- 资金来源 ---


def test_a_source_and_a_source_below_it_are_added(shell: Shell) -> None:
    window, _ = shell
    sources, _names = sources_of(window)
    hands.press(sources, "来源")
    hands.fill(sources.new, "名称", "专项基金")
    hands.press(sources.new, "添加来源")
    assert sources.current is not None
    hands.press(sources, "子来源")
    hands.fill(sources.new, "名称", "医疗服务能力提升补助")
    hands.press(sources.new, "添加来源")
    row = sources.current
    assert row.name == "医疗服务能力提升补助"
    assert hands.shown(sources.table, hands.row(sources.table, row.name), "上级来源") == "专项基金"
    window.undo_action.trigger()
    window.undo_action.trigger()
    assert sources_of(window)[1] == _names


def test_a_source_moves_and_changes_its_name_and_parent(shell: Shell) -> None:
    window, _ = shell
    sources, _names = sources_of(window)
    hands.click_cell(sources.table, hands.row(sources.table, "市级财政"), "使用情况")
    hands.click(sources.up)
    names = sources_of(window)[1]
    assert names.index("市级财政") == names.index("省级财政") - 1
    place = hands.row(sources.table, "银行贷款")
    hands.fill_cell(sources.table, place, "名称", "市级财政")
    assert "已有资金来源“市级财政”" in hands.words(sources)
    hands.press(sources, "放弃这次输入")
    hands.fill_cell(sources.table, hands.row(sources.table, "银行贷款"), "上级来源", "医院自筹")
    names = sources_of(window)[1]
    assert names.index("银行贷款") == names.index("医院自筹") + 1
    hands.fill_cell(sources.table, hands.row(sources.table, "中央资金"), "上级来源", "地方财政")
    assert "资金来源只分两级" in hands.words(sources)


def test_a_source_with_money_stays_and_says_why(shell: Shell) -> None:
    window, _ = shell
    assert window.context is not None
    tasks = window.context.tasks
    project, source = tasks.read(project_named, NAME), tasks.read(source_named, "市级财政")
    sources, _names = sources_of(window)
    batch = AllocationInput(project, 100, date(2026, 3, 1), source_id=source)
    tasks.write("准备", money.add_allocation, batch)
    hands.click_cell(sources.table, hands.row(sources.table, "市级财政"), "使用情况")
    assert sources.drop.toolTip().startswith("还有 1 笔金额，不能删除")
    hands.click_cell(sources.table, hands.row(sources.table, "其他"), "使用情况")
    hands.press(sources, "删除")
    assert "其他" not in sources_of(window)[1]
    window.undo_action.trigger()
    assert "其他" in sources_of(window)[1]


# --- 节点模板 ---


def test_a_template_of_ones_own_is_offered_in_the_project(shell: Shell) -> None:
    window, _ = shell
    assert window.context is not None
    templates = section(window, TemplatesSection)
    hands.press(templates, "复制")
    hands.fill(templates.new, "模板名称", "乡镇卫生院标准化")
    hands.press(templates.new, "添加模板")
    items = templates.items
    hands.press(items, "节点")
    hands.keys("设备到位\n")
    place = hands.row(items.table, "设备到位")
    assert place == 1  # behind the milestone that was chosen
    hands.fill_cell(items.table, place, "权重", "20")
    hands.fill_cell(items.table, place, "统计口径", "启用")
    assert "权重合计 120，通常为 100" in hands.words(items)
    hands.fill_cell(items.table, hands.row(items.table, "主体封顶"), "权重", "5")
    assert "通常为 100" not in hands.words(items)
    assert "权重合计 100" in hands.words(items)
    window.context.open_project(window.context.tasks.read(project_named, NAME), "milestones")
    tab = next(one for one in window.findChildren(MilestonesTab) if one.isVisible())
    offered = [action.text() for action in tab.template.menu().actions()]
    assert "乡镇卫生院标准化" in offered
    next(action for action in tab.template.menu().actions() if action.text() == "乡镇卫生院标准化").trigger()
    assert "设备到位" in [row.title for row in tab.model.rows()]
    templates = section(window, TemplatesSection)
    assert templates.drop.toolTip().startswith("正用于 1 个项目，不能删除")


def test_odd_templates_are_allowed_and_say_what_they_mean(shell: Shell) -> None:
    window, _ = shell
    templates = section(window, TemplatesSection)
    hands.press(templates, "模板")
    hands.fill(templates.new, "模板名称", "只有一步")
    hands.press(templates.new, "添加模板")
    assert hands.words(templates.items) == "权重合计 0"
    hands.press(templates.items, "节点")
    hands.keys("做完\n")
    said = hands.words(templates.items)
    assert "算不出节点完成率" in said
    assert "不会计入开工" in said
    hands.fill_cell(templates.items.table, 0, "权重", "很重")
    assert "权重" in hands.words(templates.ask)
    hands.press(templates, "放弃这次输入")
    hands.fill_cell(templates.items.table, 0, "统计口径", "达标")
    assert "不会计入完工" not in hands.words(templates.items)
    hands.click_cell(templates.items.table, 0, "统计口径")
    hands.key(Qt.Key.Key_Delete)
    assert "不会计入完工" in hands.words(templates.items)
    hands.press(templates, "删除")
    assert "只有一步" not in [row.title for row in templates.model.rows()]
    window.undo_action.trigger()
    assert "只有一步" in [row.title for row in templates.model.rows()]


def test_templates_are_renamed_and_ordered(shell: Shell) -> None:
    window, _ = shell
    templates = section(window, TemplatesSection)
    hands.fill_cell(templates.table, 0, "模板", "培训")
    assert "已有节点模板“培训”" in hands.words(templates)
    hands.press(templates, "放弃这次输入")
    hands.click_cell(templates.table, 0, "节点")
    hands.click(templates.down)
    assert templates.model.rows()[1].key == "construction"
    hands.click_cell(templates.table, 1, "节点")
    hands.click(templates.items.down)
    assert [item.title for item in templates.model.rows()[1].items[:2]] == ["可研批复", "立项"]
    window.undo_action.trigger()
    assert [item.title for item in templates.model.rows()[1].items[:2]] == ["立项", "可研批复"]
