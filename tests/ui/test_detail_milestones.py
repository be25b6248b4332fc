"""里程碑: the four dates, typed into the table or the form, and what has to stand behind them."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import builders
from tests.ui.detail_kit import (
    TODAY,
    answer,
    cell,
    choose,
    editable,
    fill,
    go_to,
    make_panel,
    press,
    said,
    type_cell,
    write,
)
from tracker.domain.kinds import Role
from tracker.services import milestones as services
from tracker.store.database import Database
from tracker.store.tables import Action, Milestone, MilestoneApproval, MilestoneForecast
from tracker.ui.detail.milestones import MilestonesTab
from tracker.ui.detail.panel import DetailPanel


@pytest.fixture
def panel(db: Database, qtbot: QtBot) -> DetailPanel:
    """A panel on the test's own file."""
    return make_panel(db, qtbot)


def templates(session: Session) -> None:
    """Enter two templates."""
    builders.template(
        session,
        "construction",
        ("立项", Role.APPROVED, 20),
        ("开工", Role.START, 30),
        ("竣工验收", Role.ACCEPTED, 50),
        title="建筑（新建、迁建、扩建）",
    )
    builders.template(session, "renovation", ("招标", None, 40), ("开工", Role.START, 60), title="改造/装修")


@pytest.fixture
def project(db: Database, panel: DetailPanel) -> int:
    """A project without milestones, shown at 里程碑."""
    write(db, templates)
    key: int = write(db, builders.project, "德惠市医院新建", nature="新建")
    panel.show_project(key, "milestones")
    return key


def tab(panel: DetailPanel) -> MilestonesTab:
    """Return the tab."""
    found = panel.tabs["milestones"]
    assert isinstance(found, MilestonesTab)
    return found


def rows(db: Database, project_id: int) -> list[Milestone]:
    """Return the stored milestones in their order."""

    def read(session: Session) -> list[Milestone]:
        statement = select(Milestone).where(Milestone.project_id == project_id).order_by(Milestone.position)
        found = list(session.scalars(statement))
        session.expunge_all()
        return found

    return db.read(read)


@pytest.fixture
def laid(db: Database, panel: DetailPanel, project: int) -> list[int]:
    """The ids of three milestones laid from the template: 立项, 开工, 竣工验收."""
    press(panel, "套用节点模板（建筑）")
    return [row.id for row in rows(db, project)]


def test_one_button_lays_the_fitting_template(db: Database, panel: DetailPanel, project: int) -> None:
    assert "还没有里程碑节点" in said(panel)
    press(panel, "套用节点模板（建筑）")
    found = rows(db, project)
    assert [(row.title, row.weight) for row in found] == [("立项", 20), ("开工", 30), ("竣工验收", 50)]
    assert tab(panel).table.isVisible()
    assert "还没有里程碑节点" not in said(panel)
    assert "合计 100" in said(panel)
    panel.context.tasks.undo()
    assert "还没有里程碑节点" in said(panel)


def test_another_template_keeps_the_dates(db: Database, panel: DetailPanel, project: int, laid: list[int]) -> None:
    type_cell(tab(panel).table, laid[1], "planned", "2026-5-1")
    menu = tab(panel).template.menu()
    names = [action.text() for action in menu.actions()]
    assert names == ["建筑（新建、迁建、扩建）（建议）", "改造/装修"]
    assert menu.actions()[0].isChecked()
    menu.actions()[1].trigger()
    found = rows(db, project)
    assert [(row.title, row.planned) for row in found] == [("招标", None), ("开工", date(2026, 5, 1))]


def test_the_four_dates_are_typed_into_the_table(
    db: Database, panel: DetailPanel, project: int, laid: list[int]
) -> None:
    table = tab(panel).table
    type_cell(table, laid[0], "planned", "3-15")  # of the report's year
    type_cell(table, laid[1], "planned", "26-8-31")  # as the table itself writes it
    type_cell(table, laid[2], "planned", "2027年6月30日")
    type_cell(table, laid[0], "actual", "2026-3-20")
    type_cell(table, laid[1], "expected", "2026-11-15")
    first, second, third = rows(db, project)
    assert (first.planned, second.planned, third.planned) == (date(2026, 3, 15), date(2026, 8, 31), date(2027, 6, 30))
    assert first.actual == date(2026, 3, 20)
    forecast = db.read(lambda session: session.scalars(select(MilestoneForecast)).one().expected)
    assert forecast == date(2026, 11, 15)
    assert cell(table, laid[0], "slip") == "+5"
    assert cell(table, laid[1], "slip") == "+30"  # the report's date, no estimate makes it less late
    assert panel.bar.tabText(1) == "里程碑 1/3"


def test_enter_goes_down_a_column(db: Database, panel: DetailPanel, laid: list[int]) -> None:
    table = tab(panel).table
    type_cell(table, laid[0], "planned", "2026-3-15")
    assert table.current_key == laid[1]
    assert table.columns[table.currentIndex().column()].key == "planned"


def test_a_wrong_date_stays_red_in_its_cell_and_nothing_is_stored(
    db: Database, panel: DetailPanel, project: int, laid: list[int]
) -> None:
    table = tab(panel).table
    type_cell(table, laid[0], "planned", "2026-2-30")
    assert cell(table, laid[0], "planned") == "2026-2-30"
    assert rows(db, project)[0].planned is None
    assert panel.leave() == 1
    type_cell(table, laid[0], "planned", "2026-2-28")
    assert cell(table, laid[0], "planned") == "26-02-28"
    assert panel.leave() == 0


def test_an_actual_date_lies_not_in_the_future(db: Database, panel: DetailPanel, project: int, laid: list[int]) -> None:
    tab(panel).table.select_key(laid[0])
    actual = tab(panel).form.form.fields["actual"]
    fill(actual, "2026-12-01")
    assert actual.text == "2026-12-01"
    assert actual.error == "实际日期 2026-12-01 晚于今天，未保存。还没有完成的节点请填“预计”。"
    assert rows(db, project)[0].actual is None


def test_an_actual_date_before_its_forerunner_needs_a_reason(
    db: Database, panel: DetailPanel, project: int, laid: list[int]
) -> None:
    table = tab(panel).table
    type_cell(table, laid[0], "actual", "2026-5-10")
    type_cell(table, laid[1], "actual", "2026-4-1")
    assert rows(db, project)[1].actual is None
    assert "早于前面节点“立项”" in tab(panel).ask.sentence
    answer(panel, "先行开工，补办手续")
    assert rows(db, project)[1].actual == date(2026, 4, 1)
    assert cell(table, laid[1], "actual") == "26-04-01"
    assert tab(panel).ask.sentence == ""
    assert db.read(lambda session: session.scalars(select(Action.why).order_by(Action.id.desc())).first()) == (
        "先行开工，补办手续"
    )


def test_an_approved_date_rests_on_a_paper(db: Database, panel: DetailPanel, project: int, laid: list[int]) -> None:
    table, box = tab(panel).table, tab(panel).form.approval
    type_cell(table, laid[2], "planned", "2026-8-31")
    type_cell(table, laid[2], "approved", "2027-3-31")
    assert cell(table, laid[2], "approved") == "2027-3-31"  # red, as typed
    assert box.is_open
    assert box.form.fields["approved"].text == "2027-3-31"
    press(panel, "保存批准调整")
    assert "请填写批准文号、批准日期和调整原因" in (box.form.fields["document_number"].error or "")
    fill(box.form.fields["document_number"], "德发改〔2026〕18号")
    fill(box.form.fields["decided_on"], "2026-09-20")
    fill(box.form.fields["reason"], "冬季停工，工期顺延")
    press(panel, "保存批准调整")
    assert not box.is_open
    version = db.read(lambda session: session.scalars(select(MilestoneApproval)).one().approved)
    assert version == date(2027, 3, 31)
    assert cell(table, laid[2], "approved") == "27-03-31"
    assert tab(panel).form.form.fields["approved"].text == "2027-03-31"
    assert "第 1 次调整" in said(panel)
    press(panel, "批准调整与依据…")
    assert "德发改〔2026〕18号；冬季停工，工期顺延" in said(panel)
    panel.context.tasks.undo()
    assert cell(table, laid[2], "approved") == ""


def test_giving_up_an_approved_date_shows_the_stored_one(db: Database, panel: DetailPanel, laid: list[int]) -> None:
    table = tab(panel).table
    type_cell(table, laid[0], "approved", "2027-3-31")
    box = tab(panel).form.approval
    QTest.keyClick(box.form.fields["reason"].editor, Qt.Key.Key_Escape)
    assert not box.is_open
    assert cell(table, laid[0], "approved") == ""
    assert panel.leave() == 0


def test_a_frozen_date_is_only_corrected_with_a_reason(
    db: Database, panel: DetailPanel, project: int, laid: list[int]
) -> None:
    table, form = tab(panel).table, tab(panel).form
    type_cell(table, laid[0], "planned", "2026-3-15")
    press(panel, "冻结原定")
    assert "1 个节点已填原定、尚未冻结" in tab(panel).ask.sentence
    press(panel, "冻结 1 个节点")
    assert rows(db, project)[0].frozen_on == TODAY
    table.select_key(laid[0])
    assert not editable(table, laid[0], "planned")
    assert "冻结" in said(form)
    press(panel, "更正原定…")
    fill(form.correction.form.fields["planned"], "2026-4-15")
    press(form.correction, "更正原定")
    assert "要写明原因" in (form.correction.form.fields["reason"].error or "")
    fill(form.correction.form.fields["reason"], "原计划日期抄错")
    press(form.correction, "更正原定")
    first = rows(db, project)[0]
    assert (first.planned, first.first_planned) == (date(2026, 4, 15), date(2026, 3, 15))


def test_delete_makes_a_date_unfilled(db: Database, panel: DetailPanel, project: int, laid: list[int]) -> None:
    table = tab(panel).table
    type_cell(table, laid[0], "planned", "2026-3-15")
    go_to(table, laid[0], "planned")
    QTest.keyClick(table, Qt.Key.Key_Delete)
    assert rows(db, project)[0].planned is None
    assert cell(table, laid[0], "planned") == "未填"


def test_the_form_holds_all_the_rest(db: Database, panel: DetailPanel, project: int, laid: list[int]) -> None:
    tab(panel).table.select_key(laid[1])
    fields = tab(panel).form.form.fields
    fill(fields["title"], "合同签订/开工")
    fill(fields["weight"], "35")
    fill(fields["evidence"], "德住建〔2026〕12号")
    fill(fields["owner"], "经办人乙")
    choose(fields["role"], "无（只计权重）")
    row = rows(db, project)[1]
    assert (row.title, row.weight, row.evidence, row.owner, row.role) == (
        *("合同签订/开工", 35, "德住建〔2026〕12号", "经办人乙"),
        None,
    )
    assert "合计 105，一般为 100" in said(panel)
    fill(fields["weight"], "很重")
    assert fields["weight"].error is not None
    assert rows(db, project)[1].weight == 35


def test_milestones_are_added_moved_and_removed(
    db: Database, panel: DetailPanel, project: int, laid: list[int]
) -> None:
    tab(panel).table.select_key(laid[0])
    press(panel, "节点")
    assert [row.title for row in rows(db, project)] == ["立项", "新节点", "开工", "竣工验收"]
    focus = QApplication.focusWidget()
    assert focus is tab(panel).form.form.fields["title"].editor  # ready to be named
    fill(tab(panel).form.form.fields["title"], "施工许可")
    tab(panel).down.click()
    assert [row.title for row in rows(db, project)] == ["立项", "开工", "施工许可", "竣工验收"]
    current = tab(panel).current
    assert current is not None
    assert current.title == "施工许可"
    press(panel, "移除")
    assert [row.title for row in rows(db, project)] == ["立项", "开工", "竣工验收"]
    panel.context.tasks.undo()
    assert [row.title for row in rows(db, project)] == ["立项", "开工", "施工许可", "竣工验收"]


def test_a_milestone_that_does_not_apply_has_no_dates(
    db: Database, panel: DetailPanel, project: int, laid: list[int]
) -> None:
    table, form = tab(panel).table, tab(panel).form
    table.select_key(laid[0])
    form.na.click()
    assert rows(db, project)[0].na is True
    assert cell(table, laid[0], "planned") == "／"
    assert not editable(table, laid[0], "planned")
    form.na.click()
    type_cell(table, laid[0], "actual", "2026-3-20")
    table.select_key(laid[0])
    form.na.click()  # refused: it was reached
    assert rows(db, project)[0].na is False
    assert not form.na.isChecked()
    assert "不能标为不适用" in tab(panel).ask.sentence


def test_what_is_typed_for_one_milestone_never_lands_on_another(
    db: Database, panel: DetailPanel, project: int, laid: list[int]
) -> None:
    table, fields = tab(panel).table, tab(panel).form.form.fields
    table.select_key(laid[0])
    fields["owner"].editor.setFocus()
    fields["owner"].put("经办人乙")
    table.select_key(laid[1])
    assert [row.owner for row in rows(db, project)] == ["经办人乙", None, None]
    assert fields["owner"].text == ""


def test_an_undone_date_comes_back_into_cell_and_field(
    db: Database, panel: DetailPanel, project: int, laid: list[int]
) -> None:
    table = tab(panel).table
    write(db, services.edit, laid[0], "planned", date(2026, 1, 31))
    type_cell(table, laid[0], "planned", "2026-3-15")
    table.select_key(laid[0])
    assert tab(panel).form.form.fields["planned"].text == "2026-03-15"
    panel.context.tasks.undo()
    assert tab(panel).form.form.fields["planned"].text == "2026-01-31"
    assert cell(table, laid[0], "planned") == "26-01-31"
