"""Money as an office enters it: cumulative, one way per period, never falling unsaid."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import builders
from tracker.domain.deeds import Deed
from tracker.domain.errors import InputError, NotFound, ReasonNeeded
from tracker.domain.kinds import MoneyKind
from tracker.domain.money import Amount
from tracker.queries import money as queries
from tracker.queries.money import MoneySheet
from tracker.services import history
from tracker.services import money as services
from tracker.services.money import AllocationInput, FigureInput
from tracker.store.database import Database
from tracker.store.tables import Action, Document

WAN = 1_000_000
Q4_25, Q1, Q2, Q3, Q4 = (
    date(2025, 12, 31),
    date(2026, 3, 31),
    date(2026, 6, 30),
    date(2026, 9, 30),
    date(2026, 12, 31),
)


@pytest.fixture
def project_id(db: Database) -> int:
    def prepare(session: Session) -> int:
        builders.money_source(session, "中央预算内投资")
        builders.money_source(session, "县级财政")
        return builders.project(session, "德惠市医院新建")

    return db.write("准备", prepare).result


CENTRAL, COUNTY = 1, 2


def enter(db: Database, project_id: int, period_end: date, wan: int | None, **more: Any) -> int | None:
    """Enter a cumulative figure in 万元, 完成投资 unless told otherwise; None clears it."""
    amount = Amount() if wan is None else Amount(wan * WAN)
    given = FigureInput(project_id, more.pop("kind", MoneyKind.DONE), period_end, amount, **more)
    return db.write("填累计", services.set_figure, given).action_id


def sheet(db: Database, project_id: int, end: date = Q3, before: date = Q2) -> MoneySheet:
    return db.read(queries.money, project_id, end, before)


def history_of(db: Database, project_id: int) -> dict[date, int | None]:
    return {line.period_end: line.amount.fen for line in sheet(db, project_id).history}


# Cumulative figures


def test_a_figure_can_be_set_changed_made_not_applicable_and_removed(db: Database, project_id: int) -> None:
    enter(db, project_id, Q3, 0)
    assert sheet(db, project_id).periods[1].current == Amount(0)
    enter(db, project_id, Q3, 6_320)
    assert sheet(db, project_id).periods[1].current == Amount(6_320 * WAN)
    db.write(
        "不适用", services.set_figure, FigureInput(project_id, MoneyKind.DONE, Q3, Amount(na=True), reason="不再统计")
    )
    assert sheet(db, project_id).periods[1].current == Amount(na=True)
    enter(db, project_id, Q3, None)
    assert sheet(db, project_id).periods[1].current.unknown
    assert sheet(db, project_id).history == ()


def test_the_same_figure_again_is_no_action(db: Database, project_id: int) -> None:
    enter(db, project_id, Q3, 5)
    assert enter(db, project_id, Q3, 5) is None


def test_a_falling_figure_needs_a_reason_which_is_kept(db: Database, project_id: int) -> None:
    enter(db, project_id, Q2, 880)
    with pytest.raises(ReasonNeeded) as caught:
        enter(db, project_id, Q3, 820)
    assert str(caught.value) == ("累计完成投资比上期少 60.00 万元。累计数一般只增不减；确属核减的，请写明原因后保存。")
    assert history_of(db, project_id) == {Q2: 880 * WAN}
    action = enter(db, project_id, Q3, 820, reason="审计核减")
    assert db.read(lambda s: s.scalar(select(Action.why).where(Action.id == action))) == "审计核减"
    assert sheet(db, project_id).history[0].reason == "审计核减"
    assert sheet(db, project_id).warnings == ("累计完成投资比上期少 60.00 万元。已说明：审计核减。",)
    enter(db, project_id, Q3, 880)
    assert sheet(db, project_id).history[0].reason is None  # it no longer falls


def test_a_source_is_held_to_its_own_last_figure(db: Database, project_id: int) -> None:
    enter(db, project_id, Q2, 100, source_id=COUNTY)
    enter(db, project_id, Q2, 500, source_id=CENTRAL)
    enter(db, project_id, Q3, 400, source_id=CENTRAL, reason="核减")
    with pytest.raises(ReasonNeeded, match=r"县级财政累计完成投资比上期少 1\.00 万元"):
        enter(db, project_id, Q3, 99, source_id=COUNTY)


def test_a_whole_figure_is_held_to_the_sources_before_it(db: Database, project_id: int) -> None:
    enter(db, project_id, Q2, 100, source_id=COUNTY)
    enter(db, project_id, Q2, 500, source_id=CENTRAL)
    with pytest.raises(ReasonNeeded, match=r"比上期少 1\.00 万元"):
        enter(db, project_id, Q3, 599)
    enter(db, project_id, Q3, 600)


def test_one_period_is_filled_whole_or_by_source_never_both(db: Database, project_id: int) -> None:
    enter(db, project_id, Q3, 100)
    with pytest.raises(InputError, match="已填“不分来源”的数") as caught:
        enter(db, project_id, Q3, 50, source_id=COUNTY)
    assert caught.value.field == "amount"
    enter(db, project_id, Q3, 40, kind=MoneyKind.PAID, source_id=COUNTY)  # another kind may be filled the other way
    with pytest.raises(InputError, match="已按资金来源填写"):
        enter(db, project_id, Q3, 50, kind=MoneyKind.PAID)
    enter(db, project_id, Q4, 60, kind=MoneyKind.PAID)  # and so may another period


def test_a_figure_stands_at_a_months_end(db: Database, project_id: int) -> None:
    with pytest.raises(InputError, match="不是月末"):
        enter(db, project_id, date(2026, 9, 29), 5)
    enter(db, project_id, date(2026, 8, 31), 5)


@pytest.mark.parametrize("fen", [-1, 10_000 * 10_000 * 10_000 * WAN])
def test_amounts_out_of_range_are_refused(db: Database, project_id: int, fen: int) -> None:
    with pytest.raises(InputError):
        db.write("填", services.set_figure, FigureInput(project_id, MoneyKind.DONE, Q3, Amount(fen)))


def test_a_source_that_is_gone_is_not_found(db: Database, project_id: int) -> None:
    with pytest.raises(NotFound):
        enter(db, project_id, Q3, 5, source_id=99)


# Correcting an earlier period


def test_correcting_an_earlier_figure_can_move_the_later_ones_in_one_action(db: Database, project_id: int) -> None:
    for end, wan in ((Q1, 100), (Q2, 200), (Q3, 300)):
        enter(db, project_id, end, wan)
    assert db.read(queries.later_figures, project_id, MoneyKind.DONE, Q1) == 2
    assert db.read(queries.later_figures, project_id, MoneyKind.DONE, date(2026, 2, 28)) == 0
    assert db.read(queries.later_figures, project_id, MoneyKind.DONE, Q3) == 0
    action = enter(db, project_id, Q1, 130, reason="漏报", shift_later=True)
    assert history_of(db, project_id) == {Q1: 130 * WAN, Q2: 230 * WAN, Q3: 330 * WAN}
    assert action is not None
    db.write(Deed("撤销", undoes_id=action), history.undo, action)
    assert history_of(db, project_id) == {Q1: 100 * WAN, Q2: 200 * WAN, Q3: 300 * WAN}


def test_correcting_it_alone_leaves_the_later_ones(db: Database, project_id: int) -> None:
    enter(db, project_id, Q1, 100)
    enter(db, project_id, Q2, 200)
    enter(db, project_id, Q1, 130)
    assert history_of(db, project_id) == {Q1: 130 * WAN, Q2: 200 * WAN}
    with pytest.raises(ReasonNeeded, match=r"比后面 2026-06-30 的数 200\.00 万元还多 50\.00 万元"):
        enter(db, project_id, Q1, 250)
    enter(db, project_id, Q1, 250, shift_later=True)
    assert history_of(db, project_id) == {Q1: 250 * WAN, Q2: 320 * WAN}


def test_a_source_moves_its_own_line_and_the_whole_figures_that_contain_it(db: Database, project_id: int) -> None:
    enter(db, project_id, Q1, 10, source_id=COUNTY)
    enter(db, project_id, Q1, 90, source_id=CENTRAL)
    enter(db, project_id, Q2, 20, source_id=COUNTY)
    enter(db, project_id, Q2, 95, source_id=CENTRAL)
    enter(db, project_id, Q3, 200)
    assert db.read(queries.later_figures, project_id, MoneyKind.DONE, Q1, COUNTY) == 2
    enter(db, project_id, Q1, 15, source_id=COUNTY, shift_later=True)
    lines = {(line.period_end, line.source_id): line.amount.fen for line in sheet(db, project_id).history}
    assert lines == {
        (Q1, COUNTY): 15 * WAN,
        (Q1, CENTRAL): 90 * WAN,
        (Q2, COUNTY): 25 * WAN,
        (Q2, CENTRAL): 95 * WAN,
        (Q3, None): 205 * WAN,
    }


def test_a_whole_figure_cannot_move_sources_and_nothing_is_half_moved(db: Database, project_id: int) -> None:
    enter(db, project_id, Q1, 100)
    enter(db, project_id, Q2, 150)
    enter(db, project_id, Q3, 60, source_id=COUNTY)
    before = sheet(db, project_id).history
    with pytest.raises(InputError, match="按资金来源填写，不能自动同步"):
        enter(db, project_id, Q1, 110, shift_later=True)
    assert sheet(db, project_id).history == before


def test_moving_later_figures_below_zero_is_refused(db: Database, project_id: int) -> None:
    enter(db, project_id, Q1, 100)
    enter(db, project_id, Q2, 30, reason="核减")
    with pytest.raises(InputError, match="小于零"):
        enter(db, project_id, Q1, 50, shift_later=True)


# Splitting by source


def test_splitting_later_is_one_action_and_must_add_up(db: Database, project_id: int) -> None:
    enter(db, project_id, Q3, 100)
    parts = {CENTRAL: Amount(60 * WAN), COUNTY: Amount(30 * WAN)}
    with pytest.raises(InputError, match=r"相差 10\.00 万元，未拆分"):
        db.write("拆分", services.split_by_source, project_id, MoneyKind.DONE, Q3, parts)
    done = db.write(
        "拆分", services.split_by_source, project_id, MoneyKind.DONE, Q3, {**parts, COUNTY: Amount(40 * WAN)}
    )
    now = sheet(db, project_id)
    assert now.periods[1].by_source
    assert now.periods[1].current == Amount(100 * WAN)
    assert [(line.name, line.done.fen) for line in now.sources] == [
        ("中央预算内投资", 60 * WAN),
        ("县级财政", 40 * WAN),
    ]
    assert done.action_id is not None
    db.write(Deed("撤销", undoes_id=done.action_id), history.undo, done.action_id)
    assert not sheet(db, project_id).periods[1].by_source
    with pytest.raises(InputError, match="没有“不分来源”"):
        db.write("拆分", services.split_by_source, project_id, MoneyKind.PAID, Q3, parts)


# 总投资, plans, 下达


def test_investment_versions_by_day_and_stage(db: Database, project_id: int) -> None:
    db.write("总投资", services.set_investment, project_id, Amount(18_000 * WAN), stage="估算")
    db.write(
        "总投资",
        services.set_investment,
        project_id,
        Amount(18_600 * WAN),
        stage="概算",
        as_of=date(2026, 5, 1),
        document_number="市发改审批〔2023〕18号",
    )
    early, now = sheet(db, project_id, Q1, Q4_25), sheet(db, project_id)
    assert (early.investment.fen, early.investment_stage) == (18_000 * WAN, "估算")
    assert (now.investment.fen, now.investment_stage, now.investment_document) == (
        18_600 * WAN,
        "概算",
        "市发改审批〔2023〕18号",
    )
    # Without a date the last version is changed, and what is not named stays.
    db.write("总投资", services.set_investment, project_id, Amount(18_700 * WAN))
    changed = sheet(db, project_id)
    assert (changed.investment.fen, changed.investment_stage, len(changed.investments)) == (18_700 * WAN, "概算", 2)
    assert changed.investment_document == "市发改审批〔2023〕18号"
    db.write("总投资", services.set_investment, project_id, Amount())
    assert sheet(db, project_id).investment.fen == 18_000 * WAN


def test_a_paper_is_noted_once(db: Database, project_id: int) -> None:
    for source in (CENTRAL, COUNTY):
        db.write(
            "总投资",
            services.set_investment,
            project_id,
            Amount(WAN),
            source_id=source,
            document_number=" 〔2026〕1号 ",
        )
    assert db.read(lambda s: s.scalars(select(Document.number)).all()) == ["〔2026〕1号"]


def test_investment_by_source_stated_total_and_what_is_not_found_yet(db: Database, project_id: int) -> None:
    db.write("总投资", services.set_investment, project_id, Amount(5_000 * WAN), source_id=CENTRAL)
    db.write("总投资", services.set_investment, project_id, Amount(2_600 * WAN), source_id=COUNTY)
    summed = sheet(db, project_id)
    assert (summed.investment.fen, summed.stated, summed.unassigned_fen) == (7_600 * WAN, False, None)
    db.write("总投资", services.set_investment, project_id, Amount(8_000 * WAN))
    stated = sheet(db, project_id)
    assert (stated.investment.fen, stated.stated, stated.unassigned_fen) == (8_000 * WAN, True, 400 * WAN)
    db.write("总投资", services.set_investment, project_id, Amount(7_000 * WAN))
    assert sheet(db, project_id).unassigned_fen == -600 * WAN
    assert any("各资金来源合计 7,600.00 万元大于总投资" in words for words in sheet(db, project_id).warnings)


def test_wrong_words_for_an_investment_are_refused(db: Database, project_id: int) -> None:
    with pytest.raises(InputError, match="没有“预算”这一项") as caught:
        db.write("总投资", services.set_investment, project_id, Amount(1), stage="预算")
    assert caught.value.field == "stage"


def test_annual_plans_and_their_adjustments(db: Database, project_id: int) -> None:
    db.write("计划", services.set_year_plan, project_id, 2026, Amount(7_000 * WAN), category="续建")
    db.write("调整", services.set_year_plan, project_id, 2026, Amount(7_360 * WAN), decided_on=date(2026, 7, 1))
    early, now = sheet(db, project_id, Q2, Q1), sheet(db, project_id)
    assert (early.year_plan.fen, now.year_plan.fen) == (7_000 * WAN, 7_360 * WAN)
    assert (early.year_category, now.year_category) == ("续建", "续建")
    db.write("不适用", services.set_year_plan, project_id, 2027, Amount(na=True))
    assert sheet(db, project_id, date(2027, 3, 31), Q4).year_plan == Amount(na=True)
    with pytest.raises(InputError, match="年份"):
        db.write("计划", services.set_year_plan, project_id, 1926, Amount(1))
    db.write("清除", services.set_year_plan, project_id, 2026, Amount())
    assert sheet(db, project_id).year_plan.fen == 7_000 * WAN


def test_batches_of_allocation(db: Database, project_id: int) -> None:
    batch = AllocationInput(project_id, 300 * WAN, date(2026, 3, 1), CENTRAL, "〔2026〕1号")
    first = db.write("下达", services.add_allocation, batch).result
    db.write("下达", services.add_allocation, AllocationInput(project_id, 50 * WAN, date(2026, 8, 1)))
    db.write("下达", services.add_allocation, AllocationInput(project_id, 70 * WAN, date(2026, 10, 8), COUNTY))
    now = sheet(db, project_id)
    assert now.total.allocated.fen == 350 * WAN  # the batch of October is not in September's figure
    assert [(line.name, line.allocated.fen) for line in now.sources] == [
        ("中央预算内投资", 300 * WAN),
        ("未分来源", 50 * WAN),
    ]
    assert [line.on for line in now.allocations] == [date(2026, 3, 1), date(2026, 8, 1), date(2026, 10, 8)]
    db.write("改金额", services.edit_allocation, first, "amount_fen", 310 * WAN)
    db.write("改日期", services.edit_allocation, first, "allocated_on", "2026-10-1")
    assert sheet(db, project_id).total.allocated.fen == 50 * WAN
    db.write("移除", services.remove_allocation, first)
    assert len(sheet(db, project_id).allocations) == 2
    for field, value in (("amount_fen", None), ("amount_fen", -1), ("allocated_on", "")):
        with pytest.raises(InputError):
            db.write("改", services.edit_allocation, 2, field, value)


def test_nothing_is_entered_on_a_heading(db: Database) -> None:
    heading = db.write("准备", builders.project, "工程标题", counted=False).result
    with pytest.raises(InputError, match="工程标题"):
        enter(db, heading, Q3, 5)
    with pytest.raises(InputError, match="工程标题"):
        db.write("总投资", services.set_investment, heading, Amount(1))
