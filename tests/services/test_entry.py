"""填报's deeds: cells of many projects at once, all or none; and 照上季, which fills gaps and nothing else."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from tests import builders
from tracker.domain.entry import ARRIVED, DONE, NEXT, PAID, PERCENT, TEXT, EntryState
from tracker.domain.errors import InputError, ReasonNeeded
from tracker.domain.money import FEN_PER_WAN as WAN
from tracker.domain.money import Amount
from tracker.queries.entry import EntryRow, entry_rows
from tracker.services.entry import CellInput, EntryPeriod, carry_on, write_cells
from tracker.store.database import Database
from tracker.store.tables import PeriodReport

Q2, Q3 = date(2026, 6, 30), date(2026, 9, 30)
PERIOD = EntryPeriod(Q3, Q2, "经办人甲", date(2026, 10, 5))


def _prepare(session: Session) -> tuple[int, int]:
    """One project with 完成投资 and a report of Q2, one whose 完成投资 is by source."""
    first, split = builders.project(session, "一"), builders.project(session, "二")
    builders.figure(session, first, Q2, 800 * WAN)
    builders.report(session, first, Q2, percent=20, text="基础施工", next_steps="主体施工")
    for name, wan in (("中央", 300), ("县级", 200)):
        source = builders.money_source(session, name)
        builders.figure(session, split, Q2, wan * WAN, source_id=source)
    return first, split


@pytest.fixture
def two(db: Database) -> tuple[int, int]:
    """The two projects."""
    return db.write("准备", _prepare).result


def row(db: Database, project_id: int) -> EntryRow:
    """Return a row of Q3."""
    return db.read(entry_rows, [project_id], Q2, Q3)[0]


def test_cells_of_many_projects_are_one_action(db: Database, two: tuple[int, int]) -> None:
    first, second = two
    cells = [
        CellInput(first, DONE, Amount(900 * WAN)),
        CellInput(first, PERCENT, value=40),
        CellInput(second, PAID, Amount(na=True)),
        CellInput(second, TEXT, value="主体封顶"),
        CellInput(second, NEXT, value="安装"),
    ]
    assert db.write("粘贴", write_cells, PERIOD, cells).result == 5
    assert (row(db, first).figures[DONE].current.fen, row(db, first).said.percent) == (900 * WAN, 40)
    assert row(db, second).figures[PAID].current.na
    assert (row(db, second).said.text, row(db, second).said.next_steps) == ("主体封顶", "安装")


def test_one_refused_cell_refuses_all(db: Database, two: tuple[int, int]) -> None:
    cells = [CellInput(two[0], ARRIVED, Amount(1)), CellInput(two[0], DONE, Amount(1))]
    with pytest.raises(ReasonNeeded, match="比上期少"):
        db.write("粘贴", write_cells, PERIOD, cells)
    assert row(db, two[0]).figures[ARRIVED].current.unknown


def test_a_report_of_which_nothing_is_left_is_gone(db: Database, two: tuple[int, int]) -> None:
    db.write("填", write_cells, PERIOD, [CellInput(two[0], TEXT, value="主体封顶")])
    report = db.read(lambda session: session.query(PeriodReport).filter_by(period_end=Q3).one().reported_by)
    assert report == "经办人甲"
    db.write("清空", write_cells, PERIOD, [CellInput(two[0], TEXT)])
    assert db.read(lambda session: session.query(PeriodReport).filter_by(period_end=Q3).count()) == 0
    assert row(db, two[0]).state is EntryState.MISSING


def test_as_before_fills_gaps_source_by_source_and_says_so(db: Database, two: tuple[int, int]) -> None:
    first, split = two
    db.write(
        "填", write_cells, PERIOD, [CellInput(first, DONE, Amount(900 * WAN)), CellInput(first, TEXT, value="封顶")]
    )
    assert db.write("照上季", carry_on, PERIOD, two).result == 2
    now = row(db, first)
    assert now.figures[DONE].current.fen == 900 * WAN, "what was filled in stays"
    assert (now.said.percent, now.said.text, now.said.next_steps) == (20, "封顶", "主体施工")
    now = row(db, split)
    assert now.figures[DONE].by_source
    assert now.figures[DONE].current.fen == 500 * WAN
    assert now.said.text == "本季无变化。"
    assert now.figures[ARRIVED].current.unknown, "what was never filled in is not made up"


def test_as_before_with_nothing_to_fill_says_so(db: Database, two: tuple[int, int]) -> None:
    db.write("照上季", carry_on, PERIOD, two)
    with pytest.raises(InputError, match="没有可照上季填的格"):
        db.write("照上季", carry_on, PERIOD, two)


def test_by_month_nothing_changed_in_the_month(db: Database, two: tuple[int, int]) -> None:
    august = EntryPeriod(date(2026, 8, 31), date(2026, 7, 31), "经办人甲", date(2026, 9, 5))
    db.write("照上月", carry_on, august, two)
    found = db.read(entry_rows, [two[0]], august.previous_end, august.end)[0]
    assert found.said.text == "本月无变化。"
    assert found.figures[DONE].current.fen == 800 * WAN
