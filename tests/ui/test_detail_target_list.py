"""数量目标 in 概况: added, changed, ordered and removed, and what 季报 makes of them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests import builders
from tests.ui.detail_kit import Q3, TODAY, cell, choose, leave, make_panel, press, said, type_into, write
from tracker.domain.kinds import Comparator
from tracker.queries.detail import TargetRow, detail
from tracker.services import targets as service
from tracker.services.targets import TargetInput, ValueInput
from tracker.store.database import Database
from tracker.ui.detail.facts import FactsTab
from tracker.ui.detail.panel import DetailPanel
from tracker.ui.detail.report import ReportTab
from tracker.ui.detail.target_list import TargetList


@pytest.fixture
def panel(db: Database, qtbot: QtBot) -> DetailPanel:
    """A panel on the test's own file."""
    return make_panel(db, qtbot, height=900)


@pytest.fixture
def project(db: Database, panel: DetailPanel) -> int:
    """A capacity project without targets, shown at 概况."""
    key: int = write(db, builders.project, "县域慢病管理", kind="能力类")
    panel.show_project(key, "facts")
    return key


def block(panel: DetailPanel) -> TargetList:
    """Return the targets in 概况."""
    tab = panel.tabs["facts"]
    assert isinstance(tab, FactsTab)
    return tab.targets


def put(panel: DetailPanel, given: TargetInput) -> int:
    """Add a target as another part of the program would."""
    done = panel.context.tasks.write("准备", service.add, given)
    assert done is not None
    return done.result


def stored(db: Database, project: int) -> list[TargetRow]:
    """Return the targets as they are written."""
    found = db.read(detail, project, Q3)
    assert found is not None
    return list(found.targets)


def fill_in(panel: DetailPanel, **texts: str) -> None:
    """Fill the form of a target."""
    for key, text in texts.items():
        field = block(panel).entry.form.fields[key]
        if key == "comparator":
            choose(field, text)
        else:
            type_into(field, text)
            leave(field.editor)


def test_a_target_is_added_with_everything_printed(db: Database, panel: DetailPanel, project: int) -> None:
    assert "写下要达到的数量" in said(block(panel))
    block(panel).add.click()
    fill_in(panel, text="高血压患者规范管理 1.2 万人", low="１２，０００", unit="人", deadline_text="到2027年")
    assert "即 2027-12-31，按年末推定" in said(block(panel).entry)
    press(panel, "保存目标")
    (row,) = stored(db, project)
    assert (row.text, row.comparator, row.low_milli, row.unit) == ("高血压患者规范管理 1.2 万人", "≥", 12_000_000, "人")
    table = block(panel).table
    assert table.current_key == row.target_id
    assert cell(table, row.target_id, "goal") == "≥ 12,000 人"
    assert cell(table, row.target_id, "rate") == "未填"
    panel.context.tasks.undo()
    assert stored(db, project) == []
    assert "写下要达到的数量" in said(block(panel))


def test_each_comparison_asks_for_its_own_numbers(db: Database, panel: DetailPanel, project: int) -> None:
    block(panel).add.click()
    form = block(panel).entry.form
    assert form.fields["high"].isHidden()
    fill_in(panel, text="每村配备村医", comparator="区间", low="6", high="4", unit="人", base="每村")
    assert form.fields["low"].label.text() == "下限"
    press(panel, "保存目标")
    assert stored(db, project) == []
    assert "下限小于上限" in said(block(panel).entry)
    fill_in(panel, low="2", high="4")
    press(panel, "保存目标")
    (row,) = stored(db, project)
    assert (row.comparator, row.low_milli, row.high_milli, row.base) == ("range", 2_000, 4_000, "每村")
    assert cell(block(panel).table, row.target_id, "goal") == "2–4 人"

    press(panel, "＋ 目标…")
    fill_in(panel, text="投诉率不超过 5%", comparator="≤ 不超过", low="5", unit="%")
    assert form.fields["low"].label.text() == "上限"
    press(panel, "保存目标")
    ceiling = stored(db, project)[1]
    assert (ceiling.comparator, ceiling.low_milli, ceiling.high_milli) == ("≤", None, 5_000)


def test_a_target_is_changed_in_its_form_and_undone(db: Database, panel: DetailPanel, project: int) -> None:
    key = put(panel, TargetInput(project, "投诉率", Comparator.AT_MOST, high="5", unit="%"))
    table = block(panel).table
    table.select_key(key)
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Return)
    form = block(panel).entry.form
    assert (form.fields["low"].text, form.fields["unit"].text) == ("5", "%")
    fill_in(panel, low="4.5", base="占比")
    press(panel, "保存目标")
    (row,) = stored(db, project)
    assert (row.high_milli, row.low_milli, row.base) == (4_500, None, "占比")
    panel.context.tasks.undo()
    assert stored(db, project)[0].high_milli == 5_000


def test_targets_are_put_in_order_and_removed(db: Database, panel: DetailPanel, project: int) -> None:
    first, second = (put(panel, TargetInput(project, name, low="10")) for name in ("甲", "乙"))
    table = block(panel).table
    table.select_key(second)
    block(panel).up.click()
    assert [row.text for row in stored(db, project)] == ["乙", "甲"]
    assert table.current_key == second
    panel.context.tasks.write("准备", service.set_value, ValueInput(second, Q3, "3"), TODAY)
    heard: list[str] = []
    panel.context.notice_wanted.connect(lambda _tone, sentence, _links: heard.append(sentence))
    table.select_key(second)
    block(panel).drop.click()
    assert [row.target_id for row in stored(db, project)] == [first]
    assert heard == ["已移除目标“乙”和它的 1 期完成数。"]
    panel.context.tasks.undo()
    assert cell(table, second, "rate") == "30.0"


def test_the_form_of_a_target_that_is_undone_folds_away(panel: DetailPanel, project: int) -> None:
    put(panel, TargetInput(project, "甲", low="10"))
    block(panel).add.click()
    fill_in(panel, text="乙", low="5")
    press(panel, "保存目标")
    assert block(panel).change.isEnabled(), block(panel).change.toolTip()
    block(panel).change.click()
    assert block(panel).entry.is_open
    panel.context.tasks.undo()
    assert not block(panel).entry.is_open


def test_the_report_of_a_capacity_project_leads_to_its_targets(panel: DetailPanel, project: int, qtbot: QtBot) -> None:
    panel.show_project(project, "report")
    tab = panel.tabs["report"]
    assert isinstance(tab, ReportTab)
    with qtbot.waitSignal(panel.context.project_wanted) as wanted:
        press(tab, "添加目标…")
    assert wanted.args == [project, "facts"]


def test_reading_only_takes_no_targets(db: Database, qtbot: QtBot) -> None:
    key = write(db, builders.project, "县域慢病管理", kind="能力类")
    target = write(db, service.add, TargetInput(key, "甲", low="10"))
    db.read_only_reason = "办公室二号机正在编辑此文件，现在以只读方式打开。"
    panel = make_panel(db, qtbot)
    panel.show_project(key, "facts")
    block(panel).table.select_key(target)
    for control in (block(panel).add, block(panel).change, block(panel).drop, block(panel).up):
        assert not control.isEnabled()
        assert "只读" in control.toolTip()


def test_a_heading_has_no_targets_of_its_own(db: Database, panel: DetailPanel) -> None:
    panel.show_project(write(db, builders.project, "工程", counted=False), "facts")
    assert block(panel).isHidden()
