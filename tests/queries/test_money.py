"""The money sheet: differences, 年初至今, and figures equal to those of the list, whatever was entered."""

from __future__ import annotations

import random
import shutil
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import builders
from tracker.domain.accumulate import Point, standing
from tracker.domain.errors import NotFound
from tracker.domain.figures import GroupKey, Rate
from tracker.domain.kinds import MoneyKind, PaidBase
from tracker.domain.money import Amount
from tracker.domain.quarters import month_end
from tracker.queries import figures as figure_queries
from tracker.queries import money as queries
from tracker.queries.criteria import Criteria
from tracker.queries.figures import figures_of, grouped
from tracker.store.database import Database, open_file
from tracker.store.tables import PeriodFigure

WAN = 1_000_000
Y25, Q1, Q2, Q3 = date(2025, 12, 31), date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30)


@pytest.fixture
def project_id(db: Database) -> int:
    return db.write("准备", builders.project).result


def test_the_three_lines_of_a_quarter(db: Database, project_id: int) -> None:
    def fill(session: Session) -> None:
        builders.investment(session, project_id, 18_600 * WAN)
        builders.annual_plan(session, project_id, 2026, 7_360 * WAN)
        for end, wan in ((Y25, 3_288), (Q2, 5_480), (Q3, 6_320)):
            builders.figure(session, project_id, end, wan * WAN)
        builders.figure(session, project_id, Q2, 6_900 * WAN, MoneyKind.ARRIVED)
        builders.figure(session, project_id, Q2, 0, MoneyKind.PAID)
        builders.figure(session, project_id, Q3, 0, MoneyKind.PAID)

    db.write("准备", fill)
    arrived, done, paid = db.read(queries.money, project_id, Q3, Q2).periods
    assert [line.kind for line in (arrived, done, paid)] == list(MoneyKind)
    assert (done.previous.fen, done.current.fen, done.period_fen) == (5_480 * WAN, 6_320 * WAN, 840 * WAN)
    assert (done.year_before.fen, done.year_fen) == (3_288 * WAN, 3_032 * WAN)
    assert done.of_investment == Fraction(6_320, 18_600)
    # 到位 was not reported this quarter: 本期 is 未填, though the figure of June still stands.
    assert (arrived.current, arrived.period_fen) == (Amount(), None)
    assert (arrived.standing, arrived.standing_on) == (Amount(6_900 * WAN), Q2)
    # 支付 is known to be nothing, but not what it was at the end of last year.
    assert (paid.current, paid.period_fen, paid.year_before, paid.year_fen) == (Amount(0), 0, Amount(), None)


def test_year_to_date_is_unknown_without_the_very_figure_of_december(db: Database, project_id: int) -> None:
    def fill(session: Session) -> None:
        builders.figure(session, project_id, date(2025, 9, 30), 3_000 * WAN)
        builders.figure(session, project_id, Q3, 6_000 * WAN)

    db.write("准备", fill)
    done = db.read(queries.money, project_id, Q3, Q2).periods[1]
    assert (done.year_before, done.year_fen) == (Amount(), None)
    assert done.previous == Amount(3_000 * WAN)  # what stood at the end of June
    assert done.period_fen == 3_000 * WAN


def test_source_lines_and_what_was_entered_this_period(db: Database, project_id: int) -> None:
    def fill(session: Session) -> None:
        central, county = (builders.money_source(session, name) for name in ("中央预算内投资", "县级财政"))
        builders.money_source(session, "银行贷款")
        builders.investment(session, project_id, 5_000 * WAN, source_id=central)
        builders.investment(session, project_id, None, source_id=county)
        builders.figure(session, project_id, Q2, 100 * WAN, MoneyKind.ARRIVED, source_id=central)
        builders.figure(session, project_id, Q2, 700 * WAN, MoneyKind.ARRIVED, source_id=county)
        builders.figure(session, project_id, Q3, 740 * WAN, MoneyKind.PAID, source_id=county)
        builders.figure(session, project_id, Q3, 850 * WAN, MoneyKind.DONE, source_id=county)

    db.write("准备", fill)
    sheet = db.read(queries.money, project_id, Q3, Q2)
    central, county = sheet.sources
    assert (central.name, central.investment, central.arrived) == (
        "中央预算内投资",
        Amount(5_000 * WAN),
        Amount(100 * WAN),
    )
    assert (county.investment, county.paid) == (Amount(na=True), Amount(740 * WAN))
    assert not central.entered
    assert county.entered == {MoneyKind.PAID, MoneyKind.DONE}
    assert sheet.total.arrived == Amount(800 * WAN)
    assert sheet.periods[2].by_source
    assert sheet.warnings == (
        "县级财政累计支付 740.00 万元大于累计到位 700.00 万元，差 40.00 万元。可以保存，请填写说明。",
    )


def test_warnings_of_the_whole_sheet(db: Database, project_id: int) -> None:
    def fill(session: Session) -> None:
        builders.investment(session, project_id, 2_000 * WAN)
        builders.annual_plan(session, project_id, 2026, 900 * WAN)
        builders.allocation(session, project_id, 2_100 * WAN, date(2026, 2, 1))
        builders.figure(session, project_id, Y25, 1_180 * WAN)
        builders.figure(session, project_id, Q3, 11_800_000 * WAN)

    db.write("准备", fill)
    assert db.read(queries.money, project_id, Q3, Q2).warnings == (
        "累计下达 2,100.00 万元大于总投资 2,000.00 万元，差 100.00 万元。请核对下达批次和总投资。",
        "累计完成投资 11,800,000.00 万元超过总投资 2,000.00 万元的 110%。请核对数字和单位。可以保存，请填写说明。",
        "累计完成投资填入的 11,800,000 是上期数的 10,000 倍，像是把元当成了万元。折合 1,180.00 万元，是否改用？",
        "2026年年度计划投资 900.00 万元大于剩余投资 820.00 万元（总投资减至上年底累计完成），差 80.00 万元。请核对。",
    )


def test_an_empty_project_is_unknown_throughout(db: Database, project_id: int) -> None:
    sheet = db.read(queries.money, project_id, Q3, Q2)
    assert sheet.investment.unknown
    assert sheet.year_plan.unknown
    assert (sheet.stated, sheet.unassigned_fen, sheet.sources, sheet.warnings) == (False, None, (), ())
    assert all(line.current.unknown and line.previous.unknown for line in sheet.periods)
    with pytest.raises(NotFound):
        db.read(queries.money, 999, Q3, Q2)


@pytest.mark.parametrize("seed", range(20))
def test_whatever_was_entered_the_sheet_agrees_with_the_list(empty_file: Path, tmp_path: Path, seed: int) -> None:
    path = tmp_path / "台账.db"
    shutil.copyfile(empty_file, path)
    db = open_file(path)
    rng = random.Random(seed)  # noqa: S311  # the same histories every time, nothing secret
    ends = [month_end(year, month) for year in (2025, 2026) for month in range(1, 13)]

    def fill(session: Session) -> int:
        found = builders.project(session)
        sources = [builders.money_source(session, f"来源{n}") for n in range(3)]
        for kind in MoneyKind:
            for end in rng.sample(ends, 8):
                for source in rng.choice(([None], rng.sample(sources, 2))):
                    fen = rng.choice((None, 0, rng.randrange(10**9)))
                    builders.figure(session, found, end, fen, kind, source_id=source)
        return found

    project_id = db.write("准备", fill).result
    rows = db.read(
        lambda s: [
            (r.kind, Point(r.period_end, r.source_id, Amount(r.amount_fen, r.na)))
            for r in s.scalars(select(PeriodFigure))
        ]
    )
    for end in ends:
        figures = db.read(figure_queries.figures_of, [project_id], end)[project_id]
        listed = [
            Amount(figures.arrived_fen, figures.arrived_na),
            Amount(figures.done_fen, figures.done_na),
            Amount(figures.paid_fen, figures.paid_na),
        ]
        sheet = db.read(queries.money, project_id, end, Q2)
        assert [line.standing for line in sheet.periods] == listed
        assert sheet.periods[1].year_before.fen == figures.done_before_fen
        assert sheet.periods[1].year_fen == figures.year_done_fen
        # The plain reading of the rule, apart from the SQL.
        assert [standing([p for k, p in rows if k == kind], end) for kind in MoneyKind] == listed
        for kind, line in zip(("arrived", "done", "paid"), sheet.periods, strict=True):
            known = [amount.fen for row in sheet.sources if (amount := getattr(row, kind)).fen is not None]
            if line.by_source:
                assert line.standing.fen == (sum(known) if known else None)
            else:
                assert known == []
    db.close()


def test_the_rate_on_what_was_allocated_leaves_out_sources_without_any(db: Database) -> None:
    """支付率 ÷ 下达, as finance bureaus count: 自筹 has no 下达, so what was paid of it is no part of the rate."""
    project = db.write("新建", builders.project).result
    central, own = (db.write("来源", builders.money_source, name).result for name in ("中央预算内投资", "医院自筹"))
    end = date(2026, 9, 30)
    for source, fen in ((central, 300), (own, 90)):
        db.write("支付", builders.figure, project, end, fen, MoneyKind.PAID, source_id=source)
    db.write("下达", builders.allocation, project, 400, date(2026, 2, 1), source_id=central)
    row = db.read(figures_of, [project], end)[project]
    assert (row.paid_fen, row.paid_allocated_fen) == (390, 300)
    assert row.paid_rate_on(PaidBase.ALLOCATED) == Fraction(3, 4)
    assert row.paid_rate_on(PaidBase.ARRIVED) is None
    [whole] = db.read(grouped, Criteria(), end, GroupKey.NOTHING)
    assert (whole.paid_rate_on(PaidBase.ALLOCATED), whole.paid_rate.projects) == (Rate(Fraction(3, 4), 1), 0)
    db.write("下达", builders.allocation, project, 100, date(2026, 3, 1))  # of no source: nothing can be matched
    assert db.read(figures_of, [project], end)[project].paid_rate_on(PaidBase.ALLOCATED) == Fraction(390, 500)
