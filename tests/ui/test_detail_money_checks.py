"""Every check of money and facts as the user meets it: each has its sentence, and none stands in the way."""

from __future__ import annotations

from datetime import date

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import builders
from tests.ui import detail_kit
from tests.ui.detail_kit import LAST_YEAR, Q2, Q3, WAN, cell, choose, fill, make_panel, press, said, type_cell, write
from tracker.domain.kinds import MoneyKind, Nature, Role, YearCategory
from tracker.domain.quarters import Quarter
from tracker.queries.detail import Detail, detail
from tracker.store.database import Database
from tracker.store.tables import PeriodFigure
from tracker.ui.detail.facts import FactsTab
from tracker.ui.detail.money import MoneyTab
from tracker.ui.detail.panel import DetailPanel

DONE, PAID, ARRIVED = MoneyKind.DONE, MoneyKind.PAID, MoneyKind.ARRIVED


@pytest.fixture
def panel(db: Database, qtbot: QtBot) -> DetailPanel:
    """A panel on the test's own file."""
    return make_panel(db, qtbot)


def hospital(session: Session) -> int:
    """Return a project of 1000, of which 400 were done at the end of 2025."""
    key = builders.project(session, "德惠市医院新建")
    builders.investment(session, key, 1000 * WAN)
    builders.figure(session, key, LAST_YEAR, 400 * WAN)
    return key


def money(panel: DetailPanel) -> MoneyTab:
    """Return the tab 资金."""
    found = panel.tabs["money"]
    assert isinstance(found, MoneyTab)
    return found


def known(db: Database, key: int) -> Detail:
    """Return the project as of 30 September."""
    found = db.read(detail, key, Q3)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("typed", "fen"),
    [
        ("1.2亿", 12_000 * WAN),
        ("3500万", 3_500 * WAN),
        ("３，５００．５０", 3_500 * WAN + WAN // 2),
        ("700 万元", 700 * WAN),
        ("8000000元", 800 * WAN),
        ("0", 0),
    ],
)
def test_amounts_are_read_as_people_write_them(db: Database, panel: DetailPanel, typed: str, fen: int) -> None:
    panel.show_project(write(db, builders.project), "money")
    type_cell(money(panel).period_table, DONE, "current", typed)
    stored = db.read(lambda session: session.scalars(select(PeriodFigure.amount_fen)).all())
    assert list(stored) == [fen]


@pytest.mark.parametrize(
    ("kind", "typed", "sentence"),
    [
        (PAID, "500", "累计支付 500.00 万元大于累计到位 450.00 万元，差 50.00 万元。可以保存，请填写说明。"),
        (PAID, "500", "累计支付 500.00 万元大于累计完成投资 480.00 万元，差 20.00 万元。请核对是否为预付款。"),
        (DONE, "1100.01", "累计完成投资 1,100.01 万元超过总投资 1,000.00 万元的 110%。请核对数字和单位。"),
        (ARRIVED, "1,200", "累计到位 1,200.00 万元超过总投资 1,000.00 万元的 110%。请核对数字和单位。"),
    ],
)
def test_a_figure_that_does_not_fit_is_stored_and_said(
    db: Database, panel: DetailPanel, kind: MoneyKind, typed: str, sentence: str
) -> None:
    def prepare(session: Session) -> int:
        key = hospital(session)
        builders.figure(session, key, Q3, 480 * WAN)
        builders.figure(session, key, Q3, 450 * WAN, kind=ARRIVED)
        return key

    panel.show_project(write(db, prepare), "money")
    if kind is PAID:
        type_cell(money(panel).period_table, kind, "current", typed)
    else:
        type_cell(money(panel).period_table, kind, "current", typed)
        if panel.current.ask.sentence:  # an earlier figure is corrected alone
            press(panel, "只改这一期")
    assert any(one.startswith(sentence) for one in money(panel).warnings.sentences)
    panel.context.tasks.undo()
    assert not any(one.startswith(sentence) for one in money(panel).warnings.sentences)


def test_eleven_tenths_of_the_investment_itself_is_no_slip(db: Database, panel: DetailPanel) -> None:
    panel.show_project(write(db, hospital), "money")
    type_cell(money(panel).period_table, DONE, "current", "1100")
    assert "110%" not in said(panel)


def test_batches_beyond_the_investment_and_a_plan_beyond_the_rest(db: Database, panel: DetailPanel) -> None:
    def prepare(session: Session) -> int:
        key = hospital(session)
        builders.allocation(session, key, 1_050 * WAN, date(2026, 3, 1))
        return key

    panel.show_project(write(db, prepare), "money")
    over = "累计下达 1,050.00 万元大于总投资 1,000.00 万元，差 50.00 万元。请核对下达批次和总投资。"
    assert over in money(panel).warnings.sentences
    type_cell(money(panel).year_table, 2026, "plan", "601")
    rest = "2026年年度计划投资 601.00 万元大于剩余投资 600.00 万元（总投资减至上年底累计完成），差 1.00 万元。请核对。"
    assert rest in money(panel).warnings.sentences
    type_cell(money(panel).year_table, 2026, "plan", "600")
    assert rest not in money(panel).warnings.sentences


def test_all_ways_of_looking_at_a_figure_stand_side_by_side(db: Database, panel: DetailPanel) -> None:
    def prepare(session: Session) -> int:
        key = hospital(session)
        builders.figure(session, key, Q2, 550 * WAN)
        builders.figure(session, key, Q3, 700 * WAN)
        return key

    panel.show_project(write(db, prepare), "money")
    table = money(panel).period_table
    shown = {key: cell(table, DONE, key) for key in ("year_before", "previous", "current", "period", "year", "share")}
    assert shown == {
        "year_before": "400.00",
        "previous": "550.00",
        "current": "700.00",
        "period": "150.00",
        "year": "300.00",
        "share": "70.0",
    }


def test_nature_year_category_and_state_are_three_fields(db: Database, panel: DetailPanel) -> None:
    """County sheets write 续建 in any of them; here each has its own words."""
    key = write(db, hospital)
    write(db, builders.milestone, key, "开工", role=Role.START, actual=date(2026, 5, 1))
    write(db, builders.annual_plan, key, 2026, 300 * WAN)
    panel.show_project(key, "facts")
    facts = panel.tabs["facts"]
    assert isinstance(facts, FactsTab)
    choose(facts.form.fields["nature"], Nature.EXTEND)
    assert "在建（由节点推算）" in said(facts.state)
    panel.show_project(key, "money")
    money(panel).years.setData(money(panel).years.index(0, 2), YearCategory.CONTINUED)
    found = known(db, key)
    assert (found.nature, found.figures.year_category, found.figures.state) == ("扩建", "续建", "在建")
    panel.show_project(key, "facts")
    press(panel, "改状态…")
    entry = facts.state.entry.form.fields
    choose(entry["state"], "移交")
    fill(entry["since"], "2026-8-1")
    fill(entry["reason"], "移交市属单位管理")
    press(panel, "保存状态")
    found = known(db, key)
    assert (found.nature, found.figures.year_category, found.figures.state) == ("扩建", "续建", "移交")
    panel.context.tasks.undo()
    assert known(db, key).figures.state == "在建", "the milestones tell it again"


def test_the_light_says_why_and_what_makes_it_green_by_when(
    db: Database, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(detail_kit, "TODAY", date(2026, 9, 10))
    panel = make_panel(db, qtbot)
    panel.context.period.choose(Quarter(2026, 3))

    def prepare(session: Session) -> int:
        key = hospital(session)
        builders.annual_plan(session, key, 2026, 600 * WAN)
        builders.figure(session, key, date(2026, 8, 31), 730 * WAN)
        return key

    panel.show_project(write(db, prepare), "money")
    strip = panel.head.strip
    assert strip.light.text().startswith("黄灯")
    assert "比序时" in strip.light.text() or "序时" in strip.light.text()
    assert strip.remedy.text().startswith("至9月30日前再完成 ")
    assert "万元可转绿" in strip.remedy.text()
