"""资金: cumulative figures however they are typed, what is asked before one is stored, and the lists under them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import builders
from tests.ui.detail_kit import (
    LAST_YEAR,
    Q2,
    Q3,
    WAN,
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
from tracker.domain.kinds import MoneyKind, Stage
from tracker.domain.quarters import Quarter
from tracker.store.database import Database
from tracker.store.tables import Action, Allocation, AnnualPlan, Investment, PeriodFigure
from tracker.ui.detail.money import MoneyTab
from tracker.ui.detail.money_cells import TOTAL
from tracker.ui.detail.panel import DetailPanel

DONE, PAID, ARRIVED = MoneyKind.DONE, MoneyKind.PAID, MoneyKind.ARRIVED
Figures = dict[tuple[str, date, str | None], int | None]


@pytest.fixture
def panel(db: Database, qtbot: QtBot) -> DetailPanel:
    """A panel on the test's own file."""
    return make_panel(db, qtbot)


@pytest.fixture
def sources(db: Database) -> dict[str, int]:
    """Two 资金来源."""
    return {name: write(db, builders.money_source, name) for name in ("中央预算内投资", "县级财政")}


@pytest.fixture
def project(db: Database, panel: DetailPanel, sources: dict[str, int]) -> int:
    """A project that had 3,288 at the end of 2025 and 5,480 in June 2026, of 18,600, shown at 资金."""

    def make(session: Session) -> int:
        key = builders.project(session, "德惠市医院新建")
        builders.investment(session, key, 18_600 * WAN)
        builders.figure(session, key, LAST_YEAR, 3288 * WAN)
        builders.figure(session, key, Q2, 5480 * WAN)
        return key

    key: int = write(db, make)
    panel.show_project(key, "money")
    return key


def tab(panel: DetailPanel) -> MoneyTab:
    """Return the tab."""
    found = panel.tabs["money"]
    assert isinstance(found, MoneyTab)
    return found


def figures(db: Database) -> Figures:
    """Return every stored figure in 万元 by kind, period and source; None is 不适用."""

    def read(session: Session) -> Figures:
        from tracker.store.tables import MoneySource

        names = {row.id: row.name for row in session.scalars(select(MoneySource))}
        return {
            (row.kind, row.period_end, names.get(row.source_id or 0)): None if row.na else (row.amount_fen or 0) // WAN
            for row in session.scalars(select(PeriodFigure))
        }

    return db.read(read)


def one(db: Database, table: Any) -> Any:
    """Return the only row of a table."""

    def read(session: Session) -> Any:
        found = session.scalars(select(table)).one()
        session.expunge(found)
        return found

    return db.read(read)


@pytest.mark.parametrize(("column", "typed"), [("current", "6320"), ("period", "840"), ("year", "3,032.00")])
def test_cumulative_this_quarter_or_this_year_may_be_typed(
    db: Database, panel: DetailPanel, project: int, column: str, typed: str
) -> None:
    table = tab(panel).period_table
    type_cell(table, DONE, column, typed)
    assert figures(db)[DONE, Q3, None] == 6320
    shown = [cell(table, DONE, key) for key in ("year_before", "previous", "current", "period", "year", "share")]
    assert shown == ["3,288.00", "5,480.00", "6,320.00", "840.00", "3,032.00", "34.0"]
    assert cell(tab(panel).source_table, TOTAL, "done") == "6,320.00"


def test_nothing_is_guessed_where_the_base_is_unknown(db: Database, panel: DetailPanel, project: int) -> None:
    table = tab(panel).period_table
    type_cell(table, PAID, "current", "700")
    assert [cell(table, PAID, key) for key in ("previous", "period", "year")] == ["未填", "—", "—"]
    type_cell(table, PAID, "year", "500")
    assert cell(table, PAID, "year") == "500"  # red, as typed
    assert figures(db)[PAID, Q3, None] == 700
    type_cell(table, PAID, "year_before", "200")
    assert figures(db)[PAID, LAST_YEAR, None] == 200
    tab(panel).periods.forget_refused()
    assert cell(table, PAID, "year") == "500.00"


def test_a_wrong_amount_stays_and_is_not_stored(db: Database, panel: DetailPanel, project: int) -> None:
    table = tab(panel).period_table
    type_cell(table, DONE, "current", "六千多")
    assert cell(table, DONE, "current") == "六千多"
    assert (DONE, Q3, None) not in figures(db)
    assert panel.leave() == 1
    assert "“六千多”不是金额" in tab(panel).ask.sentence
    assert QApplication.focusWidget() is table  # whoever types goes on undisturbed
    press(panel, "放弃这次输入")
    assert cell(table, DONE, "current") == "未填"
    assert panel.leave() == 0
    type_cell(table, DONE, "current", "六千多")
    type_cell(table, DONE, "current", "0.632亿")
    assert tab(panel).ask.sentence == ""
    assert figures(db)[DONE, Q3, None] == 6320
    assert panel.leave() == 0


def test_a_falling_figure_asks_for_its_reason(db: Database, panel: DetailPanel, project: int) -> None:
    table = tab(panel).period_table
    type_cell(table, DONE, "current", "5420")
    assert "累计完成投资比上期少 60.00 万元" in tab(panel).ask.sentence
    assert cell(table, DONE, "current") == "5420"
    assert (DONE, Q3, None) not in figures(db)
    assert QApplication.focusWidget() is tab(panel).ask.reason.editor
    answer(panel, "审计核减")
    assert figures(db)[DONE, Q3, None] == 5420
    assert cell(table, DONE, "current") == "5,420.00"
    assert "已说明：审计核减" in said(panel)
    assert db.read(lambda session: session.scalars(select(Action.why).order_by(Action.id.desc())).first()) == "审计核减"


def test_giving_the_reason_up_shows_what_is_stored(db: Database, panel: DetailPanel, project: int) -> None:
    table = tab(panel).period_table
    type_cell(table, DONE, "current", "5420")
    press(panel, "不改")
    assert cell(table, DONE, "current") == "未填"
    assert (DONE, Q3, None) not in figures(db)
    assert panel.leave() == 0


def test_an_earlier_figure_asks_whether_the_later_ones_move(db: Database, panel: DetailPanel, project: int) -> None:
    table = tab(panel).period_table
    type_cell(table, DONE, "current", "6320")
    type_cell(table, DONE, "year_before", "3300")
    assert "之后还有 2 期。后续各期是否同步调整？" in tab(panel).ask.sentence
    assert figures(db)[DONE, LAST_YEAR, None] == 3288
    press(panel, "同步调整后面 2 期")
    assert figures(db) == {(DONE, LAST_YEAR, None): 3300, (DONE, Q2, None): 5492, (DONE, Q3, None): 6332}
    panel.context.tasks.undo()
    assert figures(db) == {(DONE, LAST_YEAR, None): 3288, (DONE, Q2, None): 5480, (DONE, Q3, None): 6320}
    assert cell(table, DONE, "year_before") == "3,288.00"
    type_cell(table, DONE, "year_before", "3300")
    press(panel, "只改这一期")
    assert figures(db)[DONE, LAST_YEAR, None] == 3300
    assert figures(db)[DONE, Q3, None] == 6320


def test_yuan_typed_as_wan_is_asked_about(db: Database, panel: DetailPanel, project: int) -> None:
    table = tab(panel).period_table
    type_cell(table, DONE, "current", "63200000")
    assert "像是把元当成了万元" in tab(panel).ask.sentence
    assert (DONE, Q3, None) not in figures(db)
    press(panel, "改为 6,320.00")
    assert figures(db)[DONE, Q3, None] == 6320
    assert cell(table, DONE, "current") == "6,320.00"


def test_not_applicable_unfilled_and_zero_are_three_things(db: Database, panel: DetailPanel, project: int) -> None:
    table = tab(panel).period_table
    go_to(table, ARRIVED, "current")
    QTest.keyClick(table, Qt.Key.Key_Slash, Qt.KeyboardModifier.ControlModifier)
    assert figures(db)[ARRIVED, Q3, None] is None
    assert cell(table, ARRIVED, "current") == "／"
    QTest.keyClick(table, Qt.Key.Key_Slash, Qt.KeyboardModifier.ControlModifier)
    assert (ARRIVED, Q3, None) not in figures(db)
    assert cell(table, ARRIVED, "current") == "未填"
    type_cell(table, ARRIVED, "current", "0")
    assert cell(table, ARRIVED, "current") == "0.00"
    go_to(table, ARRIVED, "current")
    QTest.keyClick(table, Qt.Key.Key_Delete)
    assert cell(table, ARRIVED, "current") == "未填"
    assert (ARRIVED, Q3, None) not in figures(db)


def test_investment_by_source_leaves_what_is_not_assigned(
    db: Database, panel: DetailPanel, project: int, sources: dict[str, int]
) -> None:
    money = tab(panel)
    for choice in money._choices:
        money._add_source(choice)
    type_cell(money.source_table, sources["中央预算内投资"], "investment", "5000")
    type_cell(money.source_table, sources["县级财政"], "investment", "1.2亿")
    assert [row.name for row in money.sources.rows()] == ["合计", "中央预算内投资", "县级财政", "未落实"]
    assert cell(money.source_table, "unassigned", "investment") == "1,600.00"
    type_cell(money.source_table, sources["县级财政"], "investment", "1.5亿")
    assert "各资金来源合计 20,000.00 万元大于总投资 18,600.00 万元" in said(panel)


def test_stage_and_paper_of_the_investment(db: Database, panel: DetailPanel, project: int) -> None:
    tab(panel).paper.click()
    fields = tab(panel).investment.form.fields
    assert fields["amount"].text == "18600"
    choose(fields["stage"], "概算")
    fill(fields["document_number"], "市发改审批〔2023〕18号")
    press(panel, "保存总投资")
    row = one(db, Investment)
    assert (row.amount_fen, row.stage) == (18_600 * WAN, Stage.BUDGET)
    assert tab(panel).paper.toolTip()
    assert tab(panel).paper.accessibleName() == "概算 · 市发改审批〔2023〕18号 · 单位：万元"


def with_source_figures(session: Session, project_id: int, sources: dict[str, int]) -> None:
    """Enter two sources' 支付 and 到位 for the third quarter."""
    for name, arrived, paid in (("中央预算内投资", 3000, 2600), ("县级财政", 700, 740)):
        builders.figure(session, project_id, Q3, arrived * WAN, ARRIVED, source_id=sources[name])
        builders.figure(session, project_id, Q3, paid * WAN, PAID, source_id=sources[name])


def test_a_doubted_figure_is_marked_and_explained(
    db: Database, panel: DetailPanel, project: int, sources: dict[str, int]
) -> None:
    write(db, with_source_figures, project, sources)
    panel._show_now()
    assert tab(panel).by_source.isChecked()
    sentence = "县级财政累计支付 740.00 万元大于累计到位 700.00 万元，差 40.00 万元。可以保存，请填写说明。"
    assert sentence in tab(panel).warnings.sentences
    place = tab(panel).sources.position_of(sources["县级财政"])
    assert place is not None
    row = tab(panel).sources.row(place)
    assert row is not None
    assert row.warned["paid"] == sentence
    press(panel, "填写说明")
    answer(panel, "预付款")
    assert any("已说明：预付款。" in one for one in tab(panel).warnings.sentences)
    assert figures(db)[PAID, Q3, "县级财政"] == 740


def test_a_whole_figure_is_split_into_sources(
    db: Database, panel: DetailPanel, project: int, sources: dict[str, int]
) -> None:
    money = tab(panel)
    type_cell(money.period_table, DONE, "current", "6320")
    for choice in money._choices:
        money._add_source(choice)
    money.by_source.click()
    box = money.splitter.box
    assert box is not None
    fill(box.form.fields[str(sources["中央预算内投资"])], "5000")
    assert "还差 1,320.00 万元" in said(box)
    press(box, "拆分")
    assert "相差 1,320.00 万元" in said(box)
    assert figures(db)[DONE, Q3, None] == 6320
    fill(box.form.fields[str(sources["县级财政"])], "1320")
    press(box, "拆分")
    assert (DONE, Q3, None) not in figures(db)
    assert figures(db)[DONE, Q3, "县级财政"] == 1320
    assert money.by_source.isChecked()
    assert cell(money.source_table, TOTAL, "done") == "6,320.00"
    assert not editable(money.source_table, TOTAL, "done")
    assert not editable(money.period_table, DONE, "current")
    panel.context.tasks.undo()
    assert figures(db)[DONE, Q3, None] == 6320


def test_typing_a_source_beside_a_whole_figure_leads_to_splitting(
    db: Database, panel: DetailPanel, project: int, sources: dict[str, int]
) -> None:
    money = tab(panel)
    type_cell(money.period_table, DONE, "current", "6320")
    money._add_source(money._choices[0])
    key = money._choices[0].id
    type_cell(money.source_table, key, "done", "6320")
    assert money.splitter.box is not None
    assert money.splitter.box.form.fields[str(key)].text == "6320"
    assert (DONE, Q3, "中央预算内投资") not in figures(db)
    press(money.splitter.box, "拆分")
    assert figures(db)[DONE, Q3, "中央预算内投资"] == 6320
    assert panel.leave() == 0


def test_sources_are_added_up_again(db: Database, panel: DetailPanel, project: int, sources: dict[str, int]) -> None:
    write(db, with_source_figures, project, sources)
    panel._show_now()
    tab(panel).whole.click()
    assert tab(panel).by_source.isChecked()  # not before it was confirmed
    press(panel, "合并为不分来源")
    found = figures(db)
    assert (found[ARRIVED, Q3, None], found[PAID, Q3, None]) == (3700, 3340)
    assert (PAID, Q3, "县级财政") not in found
    assert tab(panel).whole.isChecked()
    panel.context.tasks.undo()
    assert figures(db)[PAID, Q3, "县级财政"] == 740


def test_batches_of_allocation_are_a_list(
    db: Database, panel: DetailPanel, project: int, sources: dict[str, int]
) -> None:
    fold = tab(panel).allocation_fold
    fold.unfold()
    press(fold, "批次")
    fill(fold.box.form.fields["allocated_on"], "2026-6-1")
    press(fold, "添加批次")
    assert fold.box.form.fields["amount_fen"].error == "请填写下达金额。"
    fill(fold.box.form.fields["amount_fen"], "1300")
    choose(fold.box.form.fields["source_id"], "县级财政")
    fill(fold.box.form.fields["document_number"], "德财预〔2026〕88号")
    press(fold, "添加批次")
    row = one(db, Allocation)
    assert (row.amount_fen, row.allocated_on, row.source_id) == (1300 * WAN, date(2026, 6, 1), sources["县级财政"])
    assert cell(tab(panel).source_table, TOTAL, "allocated") == "1,300.00"
    assert fold.summary.text() == "1 批，累计 1,300.00 万元"
    type_cell(fold.table, row.id, "amount_fen", "1350")
    assert one(db, Allocation).amount_fen == 1350 * WAN
    fold.table.select_key(row.id)
    press(fold, "移除")
    assert fold.summary.text() == "未填"


def test_the_year_plan_shows_rate_and_lag(db: Database, panel: DetailPanel, project: int) -> None:
    money = tab(panel)
    type_cell(money.period_table, DONE, "current", "6320")
    type_cell(money.year_table, 2026, "plan", "7360")
    assert one(db, AnnualPlan).amount_fen == 7360 * WAN
    assert [cell(money.year_table, 2026, key) for key in ("done", "rate", "lead")] == ["3,032.00", "41.2", "−33.8"]
    fold = money.plan_fold
    fold.unfold()
    press(fold, "年度计划")  # the fold's own heading closes it again
    fold.unfold()
    fold.add.click()
    fill(fold.box.form.fields["amount"], "8000")
    fill(fold.box.form.fields["decided_on"], "2026-8-1")
    choose(fold.box.form.fields["category"], "续建")
    press(fold, "保存年度计划")
    assert cell(money.year_table, 2026, "plan") == "8,000.00"
    assert cell(money.year_table, 2026, "category") == "续建"


def test_an_earlier_quarter_is_corrected_in_the_list_of_all_figures(
    db: Database, panel: DetailPanel, project: int
) -> None:
    fold = tab(panel).history_fold
    fold.unfold()
    assert fold.summary.text() == "2 期，最近 2026-06-30"
    type_cell(fold.table, (LAST_YEAR, DONE, None), "amount", "3300")
    press(panel, "同步调整后面 1 期")
    assert figures(db) == {(DONE, LAST_YEAR, None): 3300, (DONE, Q2, None): 5492}


def test_headings_name_the_dates_of_the_period(db: Database, panel: DetailPanel, project: int) -> None:
    table = tab(panel).period_table
    assert [column.unit for column in table.columns[1:4]] == ["2025年", "至6月30日", "至9月30日"]
    panel.context.period.choose(Quarter(2026, 2))
    assert [column.unit for column in table.columns[1:4]] == ["2025年", "至3月31日", "至6月30日"]
    assert cell(table, DONE, "current") == "5,480.00"


def test_long_figures_are_never_cut_short(db: Database, panel: DetailPanel, project: int) -> None:
    table = tab(panel).source_table
    type_cell(table, TOTAL, "investment", "123.456789亿")
    place = [column.key for column in table.columns].index("investment")
    text = cell(table, TOTAL, "investment")
    assert text == "1,234,567.89"
    assert table.columnWidth(place) > table.fontMetrics().horizontalAdvance(text) + 12
