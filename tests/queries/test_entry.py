"""填报's rows: what counts as 已报, which cells are asked for, and what is doubted; any number costs the same."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from tests import builders
from tracker.domain.entry import ARRIVED, DONE, PAID, PERCENT, TEXT, EntryState
from tracker.domain.kinds import Kind, MoneyKind
from tracker.domain.money import FEN_PER_WAN as WAN
from tracker.domain.money import Amount
from tracker.queries.criteria import Criteria
from tracker.queries.duty import duty
from tracker.queries.entry import EntryRow, entry_ids, entry_rows, standing_before
from tracker.store.database import Database

Q1, Q2, Q3, Q4 = date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30), date(2026, 12, 31)


def make(db: Database, *figures: tuple[date, int | None, MoneyKind], kind: Kind = Kind.CONSTRUCTION) -> int:
    """Make a project with cumulative figures in 万元; None is 不适用."""

    def prepare(session: Session) -> int:
        project_id = builders.project(session, kind=kind)
        for end, wan, which in figures:
            builders.figure(session, project_id, end, None if wan is None else wan * WAN, which)
        return project_id

    return db.write("准备", prepare).result


def row(db: Database, project_id: int, since: date = Q2, until: date = Q3) -> EntryRow:
    """Return one row."""
    return db.read(entry_rows, [project_id], since, until)[0]


def test_a_figure_of_the_period_before_is_not_one_of_this(db: Database) -> None:
    found = row(db, make(db, (Q1, 10, MoneyKind.DONE)))
    assert found.figures[DONE].previous == Amount(10 * WAN), "it still stands at the end of 上期"
    assert found.figures[DONE].current.unknown
    assert found.state is EntryState.MISSING


def test_unfilled_not_applicable_and_zero_stay_apart(db: Database) -> None:
    project_id = make(db, (Q3, 0, MoneyKind.DONE), (Q3, None, MoneyKind.PAID))
    figures = row(db, project_id).figures
    assert (figures[ARRIVED].current, figures[DONE].current, figures[PAID].current) == (
        Amount(),
        Amount(0),
        Amount(na=True),
    )


def test_what_was_not_applicable_is_not_asked_for_again(db: Database) -> None:
    project_id = make(db, (Q2, None, MoneyKind.PAID), (Q2, 5, MoneyKind.DONE))
    assert row(db, project_id).gaps == (ARRIVED, DONE, PERCENT, TEXT)


def test_of_capacity_money_is_asked_for_only_where_there_was_some(db: Database) -> None:
    assert row(db, make(db, kind=Kind.CAPACITY)).gaps == (TEXT,)
    assert row(db, make(db, (Q2, 5, MoneyKind.DONE), kind=Kind.CAPACITY)).gaps == (DONE, TEXT)


def test_reported_is_what_the_reminders_count(db: Database) -> None:
    some = make(db, (Q3, 5, MoneyKind.PAID))
    make(db, (Q2, 5, MoneyKind.PAID))
    ids = db.read(entry_ids, Criteria(), Q2, Q3)
    assert ids.reported == {some}
    assert db.read(duty, Criteria(), Q2, Q3).reported == len(ids.reported)
    assert row(db, some).state is EntryState.PARTLY


@pytest.mark.parametrize(
    ("figures", "key", "words"),
    [
        (((Q3, 10, MoneyKind.ARRIVED), (Q3, 12, MoneyKind.PAID)), PAID, "大于累计到位"),
        (((Q2, 10, MoneyKind.DONE), (Q3, 8, MoneyKind.DONE)), DONE, "比上期少 2.00 万元"),
        (((Q2, 10, MoneyKind.DONE), (Q3, 100_000, MoneyKind.DONE)), DONE, "像是把元当成了万元"),
    ],
)
def test_what_is_doubted_is_said_at_its_cell(
    db: Database, figures: tuple[tuple[date, int, MoneyKind], ...], key: str, words: str
) -> None:
    found = row(db, make(db, *figures)).figures
    assert any(words in sentence for sentence in found[key].warnings)
    assert not any(found[other].warnings for other in (ARRIVED, DONE, PAID) if other != key)


def test_later_figures_are_known_of(db: Database) -> None:
    project_id = make(db, (Q3, 10, MoneyKind.DONE), (Q4, 12, MoneyKind.DONE))
    assert row(db, project_id).figures[DONE].later
    assert not row(db, project_id, Q3, Q4).figures[DONE].later


def test_a_month_within_the_quarter_stands_before_its_end(db: Database) -> None:
    project_id = make(db, (Q2, 10, MoneyKind.DONE), (date(2026, 8, 31), 11, MoneyKind.DONE))
    assert row(db, project_id).figures[DONE].previous == Amount(10 * WAN)
    assert db.read(standing_before, project_id, Q3)[DONE] == Amount(11 * WAN)


def test_any_number_of_rows_takes_as_many_statements(db: Database) -> None:
    ids = [make(db, (Q3, place, MoneyKind.DONE)) for place in range(6)]
    assert _statements(db, ids[:1]) == _statements(db, ids)


def _statements(db: Database, ids: list[int]) -> int:
    """Count what reading some rows asks of the file."""
    seen: list[str] = []

    def read(session: Session) -> None:
        bind = session.get_bind()
        event.listen(bind, "before_cursor_execute", note)
        try:
            entry_rows(session, ids, Q2, Q3)
        finally:
            event.remove(bind, "before_cursor_execute", note)

    def note(*args: object) -> None:
        seen.append(str(args[2]))

    db.read(read)
    return len(seen)
