"""The panel itself: which project, which tab, following the file, and reading only."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from tests import builders
from tests.ui.detail_kit import LAST_YEAR, Q3, TODAY, WAN, choose, fill, make_panel, press, said, type_into, write
from tracker.domain.kinds import Kind, MoneyKind, Role
from tracker.domain.quarters import Quarter
from tracker.services import projects
from tracker.services.judgements import JudgementInput, judge
from tracker.store.database import Database
from tracker.store.tables import Project
from tracker.ui.detail.panel import SETTLE_MS, TABS, DetailPanel


@pytest.fixture
def panel(db: Database, qtbot: QtBot) -> DetailPanel:
    """A panel on the test's own file."""
    return make_panel(db, qtbot)


def busy_project(session: Session) -> int:
    """Return a project with two of three milestones reached and the third late, and money behind the plan."""
    key = builders.project(session, "德惠市医院新建", nature="新建")
    builders.source(session, key, builders.programme(session, "长春", 2))
    for title, role, reached in (("立项", Role.APPROVED, True), ("开工", Role.START, True), ("竣工", None, False)):
        day = date(2026, 8, 31)
        builders.milestone(session, key, title, role, planned=day, actual=day if reached else None)
    builders.investment(session, key, 1000 * WAN)
    builders.annual_plan(session, key, 2026, 400 * WAN)
    builders.figure(session, key, LAST_YEAR, 100 * WAN)
    builders.figure(session, key, Q3, 200 * WAN, MoneyKind.DONE)
    builders.problem(session, key)
    return key


def titles(panel: DetailPanel) -> list[str]:
    """Return the words on the tabs."""
    return [panel.bar.tabText(place) for place in range(panel.bar.count())]


def test_the_head_says_what_it_is_and_what_is_wrong(db: Database, panel: DetailPanel) -> None:
    panel.show_project(write(db, busy_project))
    assert panel.head.name.text() == "德惠市医院新建"
    assert panel.head.subtitle.text() == "德惠市 · 建设类 · 新建 · 在建 · 长春 专栏2（一）"
    light = panel.head.strip.light.text()
    assert light.startswith("红灯：年度投资完成率 25.00 %，落后序时进度（75.00 %）")
    assert "节点“竣工”应于 8月31日完成，已逾期 30 天" in light
    assert "万元可转黄" in panel.head.strip.remedy.text()
    assert said(panel.head).count("逾期 30 天") == 1, "the light says it, nobody repeats it"
    assert titles(panel) == ["概况", "里程碑 2/3", "资金", "季报", "问题 1", "文件", "变更"]


def test_nothing_is_said_where_nothing_is_known(db: Database, panel: DetailPanel) -> None:
    panel.show_project(write(db, builders.project))
    assert "未报：没有年度计划投资，也没有节点和可计量的目标，无从亮灯。" in said(panel.head)
    assert not panel.head.strip.remedy.isVisible()
    assert titles(panel) == ["概况", "里程碑", "资金", "季报", "问题", "文件", "变更"]


def test_the_tab_stays_when_the_row_changes(db: Database, panel: DetailPanel) -> None:
    first, second = write(db, builders.project, "甲"), write(db, builders.project, "乙")
    panel.show_project(first, "problems")
    assert panel.tab == "problems"
    QTest.qWait(SETTLE_MS + 50)
    panel.show_project(second)
    assert panel.tab == "problems"
    assert panel.head.name.text() == "乙"


def test_a_quick_walk_reads_the_first_and_the_last_project_only(db: Database, panel: DetailPanel) -> None:
    keys = [write(db, builders.project, name) for name in "甲乙丙丁"]
    shown = []
    for key in keys:
        panel.show_project(key)
        shown.append(panel.head.name.text())
    assert shown == ["甲"] * 4
    QTest.qWait(SETTLE_MS + 60)
    assert panel.head.name.text() == "丁"


def test_stepping_stores_what_is_typed_and_asks_for_the_neighbour(
    db: Database, panel: DetailPanel, qtbot: QtBot
) -> None:
    key = write(db, builders.project)
    panel.show_project(key)
    line = panel.tabs["facts"].forms()[0].fields["owner"].editor
    assert isinstance(line, QLineEdit)
    line.setFocus()
    line.setText("经办人乙")
    with qtbot.waitSignal(panel.step) as asked:
        panel.head.down.click()
    assert asked.args == [1]
    assert db.read(lambda session: session.get_one(Project, key).owner) == "经办人乙"


def test_no_project_and_a_project_that_is_gone_are_said_in_words(db: Database, panel: DetailPanel) -> None:
    assert "没有选中项目" in said(panel)
    made = panel.context.tasks.write("新建", projects.create, projects.NewProject("新项目", "建设类", _unit(db)))
    assert made is not None
    panel.show_project(made.result)
    assert "新项目" in said(panel)
    panel.context.tasks.undo()
    assert "已不存在" in said(panel)
    panel.context.tasks.redo()
    assert "新项目" in said(panel)


def _unit(db: Database) -> int:
    """Return a reporting unit."""
    key: int = write(db, builders.unit)
    return key


def test_a_heading_sends_the_user_to_its_projects(db: Database, panel: DetailPanel) -> None:
    def heading(session: Session) -> int:
        programme = builders.programme(session)
        inside = builders.project(session, "工程里的项目")
        key = builders.project(session, "重点传染病防治", kind=Kind.CAPACITY, counted=False, is_programme=True)
        for one in (key, inside):
            builders.source(session, one, programme)
        return key

    panel.show_project(write(db, heading), "milestones")
    for tab in ("milestones", "money", "report", "problems"):
        panel.bar.setCurrentIndex(TABS.index(tab))
        assert "这是工程标题，里面有 1 个项目" in said(panel.current)
    panel.bar.setCurrentIndex(TABS.index("facts"))
    assert "工程内的项目（1 项）" in said(panel.current)


def test_a_change_elsewhere_is_seen_at_once_and_by_a_hidden_panel_later(db: Database, panel: DetailPanel) -> None:
    key = write(db, builders.project, "旧名")
    panel.show_project(key)
    panel.context.tasks.write("改名", projects.edit, key, "name", "新名")
    assert panel.head.name.text() == "新名"
    panel.hide()
    panel.context.tasks.write("改名", projects.edit, key, "name", "更新的名")
    assert panel.head.name.text() == "新名"
    panel.show()
    assert panel.head.name.text() == "更新的名"
    assert panel.tabs["facts"].forms()[0].fields["name"].text == "更新的名"


def test_a_verdict_stands_beside_the_light_with_its_reason(db: Database, panel: DetailPanel) -> None:
    panel.show_project(write(db, busy_project))
    light = panel.head.strip.light.text()
    press(panel.head, "研判…")
    form = panel.head.judging.entry.form
    press(panel.head, "保存研判")
    assert form.fields["colour"].error == "请选择研判灯色。"
    choose(form.fields["colour"], "黄")
    press(panel.head, "保存研判")
    assert form.fields["reason"].error is not None, "a verdict needs its reason"
    fill(form.fields["reason"], "资金已落实，十月可追回")
    fill(form.fields["judged_by"], "经办人甲")
    press(panel.head, "保存研判")
    assert not panel.head.judging.entry.is_open
    assert panel.head.strip.judged.text() == "研判：黄——资金已落实，十月可追回（2026-09-30，经办人甲）"
    assert panel.head.strip.light.text() == light, "the light itself stays"


def test_a_verdict_is_taken_back_with_a_reason(db: Database, panel: DetailPanel) -> None:
    key = write(db, busy_project)
    write(db, judge, JudgementInput(key, "绿", Q3, "已完工待结算"), TODAY)
    panel.show_project(key)
    assert panel.head.strip.judged.isVisible()
    press(panel.head, "研判…")
    form = panel.head.judging.entry.form
    choose(form.fields["colour"], "撤回研判")
    fill(form.fields["reason"], "核实后不成立")
    press(panel.head, "保存研判")
    assert not panel.head.strip.judged.isVisible()
    panel.context.tasks.undo()
    assert "研判：绿——已完工待结算" in panel.head.strip.judged.text()


def test_another_project_folds_the_verdicts_form(db: Database, panel: DetailPanel, qtbot: QtBot) -> None:
    first, second = write(db, busy_project), write(db, builders.project, "乙")
    panel.show_project(first)
    press(panel.head, "研判…")
    qtbot.wait(SETTLE_MS + 50)
    panel.head.up.setFocus()
    panel.show_project(second)
    assert not panel.head.judging.entry.is_open
    assert panel.head.up.hasFocus(), "the keyboard stays where it is"


def test_another_period_reads_everything_again(db: Database, panel: DetailPanel) -> None:
    panel.show_project(write(db, busy_project), "money")
    panel.context.period.choose(Quarter(2025, 4))
    assert titles(panel)[1] == "里程碑 0/3"
    assert not panel.head.strip.light.text().startswith("红灯")


def test_a_merged_project_is_only_shown(db: Database, panel: DetailPanel, qtbot: QtBot) -> None:
    def merged(session: Session) -> tuple[int, int]:
        survivor = builders.project(session, "留下的项目")
        day = date(2026, 9, 1)
        return survivor, builders.project(session, "并掉的项目", merged_into_id=survivor, merged_on=day)

    survivor, key = write(db, merged)
    panel.show_project(key)
    assert "已于 2026-09-01 并入“留下的项目”" in said(panel.head)
    assert all(one.isReadOnly() for one in panel.findChildren(QPlainTextEdit) if one.isVisibleTo(panel))
    with qtbot.waitSignal(panel.context.project_wanted) as wanted:
        press(panel, "打开“留下的项目”")
    assert wanted.args == [survivor, ""]


def test_reading_only_shows_everything_and_changes_nothing(db: Database, qtbot: QtBot) -> None:
    key = write(db, busy_project)
    db.read_only_reason = "办公室二号机正在编辑此文件，现在以只读方式打开。"
    panel = make_panel(db, qtbot)
    for tab in TABS:
        panel.show_project(key, tab)
        panel._show_now()
        lines = [one for one in panel.current.findChildren(QLineEdit) if one.isVisibleTo(panel)]
        boxes = [one for one in panel.current.findChildren(QComboBox) if one.isVisibleTo(panel)]
        assert all(one.isReadOnly() for one in lines), tab
        assert not any(one.isEnabled() for one in boxes), tab
        assert not panel.head.strip.judge.isEnabled()
        verbs = ("节点", "移除", "冻结原定", "套用模板", "问题", "销号", "照上季", "批次", "改状态…", "＋ 资金来源…")
        for found in panel.current.findChildren(QAbstractButton):
            if found.isVisibleTo(panel) and found.text() in verbs:
                assert not found.isEnabled(), f"{tab}: {found.text()}"
                assert "正在编辑" in found.toolTip()


def test_every_field_and_button_has_a_name_to_be_read_out(db: Database, panel: DetailPanel) -> None:
    key = write(db, busy_project)
    for tab in TABS:
        panel.show_project(key, tab)
        panel._show_now()
        parts = [*panel.findChildren(QLineEdit), *panel.findChildren(QAbstractButton), *panel.findChildren(QComboBox)]
        for part in parts:
            named = part.accessibleName() or (part.text() if isinstance(part, QAbstractButton) else "")
            own = part.objectName().startswith("qt_") or isinstance(part.parent(), QLineEdit | QComboBox)
            if part.isVisibleTo(panel) and not own and not part.inherits("ScrollLeftButton"):
                assert named, f"{tab}: {part.metaObject().className()} {part.objectName()}"


def test_the_panel_counts_what_is_not_stored(db: Database, panel: DetailPanel, qtbot: QtBot) -> None:
    panel.show_project(write(db, builders.project))
    with qtbot.waitSignal(panel.wrong_changed, check_params_cb=lambda count: count == 1):
        fill(panel.tabs["facts"].forms()[0].fields["planned_finish"], "明年")
    with qtbot.waitSignal(panel.wrong_changed, check_params_cb=lambda count: count == 0):
        fill(panel.tabs["facts"].forms()[0].fields["planned_finish"], "")


def test_tab_goes_through_the_panel_as_it_is_read(db: Database, panel: DetailPanel) -> None:
    panel.show_project(write(db, builders.project))
    fields = panel.tabs["facts"].forms()[0].fields
    panel.head.up.setFocus()
    seen = []
    for _step in range(13):
        here = QApplication.focusWidget()
        assert here is not None
        seen.append(here)
        QTest.keyClick(here, Qt.Key.Key_Tab)
    names = ["name", "aliases", "kind", "nature", "unit_id", "level", "code", "place"]
    head = panel.head
    assert seen[:5] == [head.up, head.down, head.close_button, head.strip.judge, panel.bar]
    assert seen[5:] == [fields[name].editor for name in names]


def test_ctrl_z_in_an_untouched_field_means_the_last_deed(db: Database, panel: DetailPanel) -> None:
    undone: list[bool] = []
    QShortcut(QKeySequence("Ctrl+Z"), panel).activated.connect(lambda: undone.append(True))
    panel.show_project(write(db, builders.project))
    note = panel.tabs["facts"].forms()[0].fields["owner"]
    type_into(note, "经办人乙")
    QTest.keyClick(note.editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert undone == []  # takes back what is being typed
    fill(note, "经办人丙")
    note.editor.setFocus()
    QTest.keyClick(note.editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert undone == [True]
