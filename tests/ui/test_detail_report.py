"""季报, 问题 and 变更 beside the list."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import builders
from tests.ui.detail_kit import Q2, Q3, TODAY, cell, choose, fill, make_panel, press, said, type_into, write
from tracker.domain.quarters import Quarter
from tracker.services import projects
from tracker.store.database import Database
from tracker.store.tables import PeriodReport, Problem
from tracker.ui.detail.history import PAGE, HistoryTab
from tracker.ui.detail.panel import DetailPanel
from tracker.ui.detail.problems import ProblemsTab
from tracker.ui.detail.report import ReportTab


@pytest.fixture
def panel(db: Database, qtbot: QtBot) -> DetailPanel:
    """A panel on the test's own file."""
    return make_panel(db, qtbot)


@pytest.fixture
def project(db: Database, panel: DetailPanel) -> int:
    """A project with a report of the second quarter, shown at 季报."""

    def make(session: Session) -> int:
        key = builders.project(session, "德惠市医院新建")
        values: dict[str, Any] = {"text": "主体五层。", "percent": 38, "next_steps": "主体封顶。"}
        builders.report(session, key, Q2, reported_by="经办人甲", reported_on=date(2026, 7, 6), **values)
        return key

    key: int = write(db, make)
    panel.show_project(key, "report")
    return key


def report_tab(panel: DetailPanel) -> ReportTab:
    """Return the tab 季报."""
    found = panel.tabs["report"]
    assert isinstance(found, ReportTab)
    return found


def report_of(db: Database, project_id: int, end: date) -> PeriodReport | None:
    """Return a stored report."""

    def read(session: Session) -> PeriodReport | None:
        same = (PeriodReport.project_id == project_id, PeriodReport.period_end == end)
        found = session.scalars(select(PeriodReport).where(*same)).one_or_none()
        session.expunge_all()
        return found

    return db.read(read)


def test_the_first_words_of_a_quarter_carry_who_and_when(db: Database, panel: DetailPanel, project: int) -> None:
    tab = report_tab(panel)
    assert tab.old_text.text == "主体五层。"
    assert "2026年第二季度" in said(tab)
    fill(tab.form.fields["text"], "主体八层。")
    found = report_of(db, project, Q3)
    assert found is not None
    assert (found.text, found.reported_by, found.reported_on) == ("主体八层。", "测试员", TODAY)
    assert tab.form.fields["reported_on"].text == "2026-10-10"
    fill(tab.form.fields["percent"], "45%")
    found = report_of(db, project, Q3)
    assert found is not None
    assert (found.percent, found.text) == (45, "主体八层。")
    assert tab.form.fields["percent"].text == "45"


def test_a_per_cent_beyond_a_hundred_is_refused_at_its_field(db: Database, panel: DetailPanel, project: int) -> None:
    percent = report_tab(panel).form.fields["percent"]
    fill(percent, "140")
    assert percent.text == "140"
    assert "0 到 100" in (percent.error or "")
    assert report_of(db, project, Q3) is None
    fill(percent, "30")
    assert "比上次低，请核对" in said(panel)  # stored, and doubted


def test_like_last_quarter(db: Database, panel: DetailPanel, project: int) -> None:
    press(panel, "照上季")
    found = report_of(db, project, Q3)
    assert found is not None
    assert (found.text, found.percent, found.next_steps) == ("主体五层。", 38, "主体封顶。")
    assert not report_tab(panel).copy.isEnabled()
    panel.context.tasks.undo()
    assert report_of(db, project, Q3) is None
    assert report_tab(panel).form.fields["text"].text == ""


def test_an_emptied_report_is_gone(db: Database, panel: DetailPanel, project: int) -> None:
    fill(report_tab(panel).form.fields["text"], "主体八层。")
    fill(report_tab(panel).form.fields["text"], "")
    assert report_of(db, project, Q3) is None
    assert report_tab(panel).copy.isEnabled()


def test_a_per_cent_that_does_not_apply(db: Database, panel: DetailPanel, project: int) -> None:
    tab = report_tab(panel)
    tab.na.click()
    found = report_of(db, project, Q3)
    assert found is not None
    assert (found.na, found.percent) == (True, None)
    tab.na.click()
    assert report_of(db, project, Q3) is None


def test_what_is_typed_for_one_quarter_stays_in_it(db: Database, panel: DetailPanel, project: int) -> None:
    tab = report_tab(panel)
    type_into(tab.form.fields["next_steps"], "竣工验收。")
    panel.context.period.choose(Quarter(2026, 4))
    assert tab.form.fields["next_steps"].text == ""
    assert tab.old_steps.text == "竣工验收。"
    assert report_of(db, project, date(2026, 12, 31)) is None


def test_past_reports_lead_to_their_quarter(db: Database, panel: DetailPanel, project: int) -> None:
    tab = report_tab(panel)
    tab.past.unfold()
    found = report_of(db, project, Q2)
    assert found is not None
    assert cell(tab.table, found.id, "period_end") == "2026年第二季度"
    tab.table.select_key(found.id)
    tab.table.setFocus()
    QTest.keyClick(tab.table, Qt.Key.Key_Return)
    assert panel.context.period.quarter == Quarter(2026, 2)
    assert tab.form.fields["text"].text == "主体五层。"
    assert not tab.old_text.isVisible()  # there is no earlier one


# --- 问题 ---


def problems_tab(panel: DetailPanel) -> ProblemsTab:
    """Return the tab 问题."""
    found = panel.tabs["problems"]
    assert isinstance(found, ProblemsTab)
    return found


def problem_of(db: Database) -> Problem:
    """Return the only problem."""

    def read(session: Session) -> Problem:
        found = session.scalars(select(Problem)).one()
        session.expunge(found)
        return found

    return db.read(read)


def test_a_problem_from_noting_to_closing(db: Database, panel: DetailPanel, project: int) -> None:
    panel.show_project(project, "problems")
    panel._show_now()
    tab = problems_tab(panel)
    assert "没有登记问题" in said(tab)
    tab.add.click()
    fields = tab.new.form.fields
    assert fields["opened_on"].text == "2026-09-30"  # noted for the quarter that is reported
    press(tab.new, "登记问题")
    assert "不能空着" in (fields["description"].error or "")
    fill(fields["description"], "县级配套资金未到位")
    choose(fields["category"], "资金")
    fill(fields["opened_on"], "2026-7-1")
    fill(fields["deadline"], "下个月")
    press(tab.new, "登记问题")
    assert "不是日期" in (fields["deadline"].error or "")
    fill(fields["deadline"], "2026-9-15")
    press(tab.new, "登记问题")
    row = problem_of(db)
    assert (row.description, row.category, row.deadline) == ("县级配套资金未到位", "资金", date(2026, 9, 15))
    assert panel.bar.tabText(4) == "问题 1"
    assert cell(tab.table, row.id, "state") == "超 15 天"

    fill(tab.form.fields["owner"], "县财政局")
    choose(tab.form.fields["level"], "县级")
    assert (problem_of(db).owner, problem_of(db).level) == ("县财政局", "县级")

    press(tab, "销号")
    fill(tab.closing.form.fields["closed_on"], "2026-12-1")
    fill(tab.closing.form.fields["result"], "资金已到位")
    press(tab.closing, "销号")
    assert "晚于今天" in (tab.closing.form.fields["closed_on"].error or "")
    fill(tab.closing.form.fields["closed_on"], "2026-9-20")
    press(tab.closing, "销号")
    assert problem_of(db).closed_on == date(2026, 9, 20)
    assert cell(tab.table, row.id, "state") == "已销号"
    assert panel.bar.tabText(4) == "问题"
    fill(tab.form.fields["result"], "资金已全部到位")
    assert problem_of(db).result == "资金已全部到位"

    press(tab, "重新打开")
    assert problem_of(db).closed_on is None
    press(tab, "移除")
    assert "没有登记问题" in said(tab)
    panel.context.tasks.undo()
    assert problem_of(db).description == "县级配套资金未到位"


# --- 变更 ---


def history_tab(panel: DetailPanel) -> HistoryTab:
    """Return the tab 变更."""
    found = panel.tabs["history"]
    assert isinstance(found, HistoryTab)
    return found


def test_history_tells_deeds_in_words_and_what_was_taken_back(db: Database, panel: DetailPanel, project: int) -> None:
    tasks = panel.context.tasks
    tasks.write("修改备注：德惠市医院新建", projects.edit, project, "note", "等待批复")
    panel.show_project(project, "history")
    panel._show_now()
    text = said(history_tab(panel))
    assert "修改备注\n" in text  # the project's own name is left out
    assert "等待批复" in text
    assert "测试员" in text
    tasks.undo()
    assert "修改备注（已撤销）" in said(history_tab(panel))


def test_older_deeds_come_page_by_page(db: Database, panel: DetailPanel, project: int) -> None:
    for number in range(PAGE + 5):
        panel.context.tasks.write(f"第{number}次", projects.edit, project, "note", str(number))
    panel.show_project(project, "history")
    panel._show_now()
    tab = history_tab(panel)
    assert len(tab.rows) == PAGE
    press(panel, "显示更早的变更")
    assert len(tab.rows) == PAGE + 6
    assert not tab.more.isVisible()
    panel.context.tasks.write("再改一次", projects.edit, project, "note", "再")
    assert len(tab.rows) == PAGE + 6  # as many as were shown, the new one first
    assert tab.rows[0].what == "再改一次"
