"""The way back from 按来源 to 不分来源."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import builders
from tracker.domain.kinds import MoneyKind
from tracker.services import money
from tracker.store.database import Database
from tracker.store.tables import PeriodFigure

Q2, Q3 = date(2026, 6, 30), date(2026, 9, 30)
Found = list[tuple[str, date, bool, int | None, bool, str | None]]


def figures(session: Session) -> Found:
    """Return every figure: kind, period, whether of a source, 分, 不适用, reason."""
    rows = session.scalars(select(PeriodFigure).order_by(PeriodFigure.kind, PeriodFigure.period_end))
    return [(r.kind, r.period_end, r.source_id is not None, r.amount_fen, r.na, r.reason) for r in rows]


def test_sources_are_added_up_kind_by_kind_and_other_periods_stay(db: Database) -> None:
    def prepare(session: Session) -> int:
        key = builders.project(session)
        first, second = builders.money_source(session, "甲"), builders.money_source(session, "乙")
        builders.figure(session, key, Q2, 5, MoneyKind.DONE, source_id=first)
        builders.figure(session, key, Q3, 7, MoneyKind.DONE, source_id=first, reason="审计核减")
        builders.figure(session, key, Q3, 2, MoneyKind.DONE, source_id=second)
        builders.figure(session, key, Q3, None, MoneyKind.PAID, source_id=first)
        builders.figure(session, key, Q3, 4, MoneyKind.ARRIVED)
        return key

    key = db.write("准备", prepare).result
    db.write("合并", money.join_sources, key, Q3)
    assert db.read(figures) == [
        (MoneyKind.ARRIVED, Q3, False, 4, False, None),
        (MoneyKind.DONE, Q2, True, 5, False, None),
        (MoneyKind.DONE, Q3, False, 9, False, "审计核减"),
        (MoneyKind.PAID, Q3, False, None, True, None),
    ]


def test_nothing_to_add_up_is_no_deed(db: Database) -> None:
    key = db.write("准备", builders.project).result
    assert db.write("合并", money.join_sources, key, Q3).action_id is None
