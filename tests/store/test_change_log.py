"""Whatever happens to a row of a user, by whatever means: it is logged, it can be undone, and it can be done again.

Every logged table is walked, so a table or column that is added later is tested on the day it comes.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Column, Table, delete, insert, select, text, update
from sqlalchemy.orm import Session

from tests.store.sample_rows import PROJECTS, ROWS, SAMPLES, fill, other
from tracker.domain.deeds import Deed
from tracker.services import history
from tracker.store.database import Database, open_file
from tracker.store.engine import make_engine
from tracker.store.tables import LOGGED, Base, Change

Dump = Mapping[str, list[dict[str, Any]]]
Write = Callable[[Session], object]
COLUMNS = [(table, column) for table in LOGGED for column in table.c if column.name not in ("id", "uid")]
BULK = 25


@pytest.fixture(scope="module")
def full_file(empty_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with rows in every logged table."""
    path = tmp_path_factory.mktemp("full") / "full.db"
    shutil.copyfile(empty_file, path)
    database = open_file(path)
    database.write(Deed("准备", barrier=True), fill)
    database.close()
    return path


@pytest.fixture
def full(full_file: Path, tmp_path: Path) -> Iterator[Database]:
    """This test's own copy of the filled file."""
    path = tmp_path / "台账.db"
    shutil.copyfile(full_file, path)
    database = open_file(path)
    yield database
    database.close()


def dump(db: Database) -> Dump:
    """Return the whole content of the logged tables, exactly as SQLite holds it."""

    def rows(session: Session) -> Dump:
        return {table.name: _rows(session, table.name) for table in LOGGED}

    return db.read(rows)


def _rows(session: Session, name: str) -> list[dict[str, Any]]:
    return [dict(row) for row in session.execute(text(f"SELECT * FROM {name} ORDER BY id")).mappings()]


def logged(db: Database, action_id: int | None) -> list[Change]:
    """Return an action's log, oldest first."""

    def rows(session: Session) -> list[Change]:
        found = list(session.scalars(select(Change).where(Change.action_id == action_id).order_by(Change.id)))
        session.expunge_all()
        return found

    return db.read(rows)


def prove(db: Database, write: Write) -> list[Change]:
    """Write; show that undo brings back every byte and redo takes it away again; return the log of the write."""
    before = dump(db)
    done = db.write("改动", write)
    after = dump(db)
    assert after != before
    assert done.action_id is not None
    undone = db.write(Deed("撤销：改动", undoes_id=done.action_id), history.undo, done.action_id)
    assert dump(db) == before
    db.write(Deed("重做：改动", redoes_id=done.action_id), history.redo, done.action_id)
    assert dump(db) == after
    assert undone.action_id is not None
    return logged(db, done.action_id)


def _insert(session: Session, table: Table, values: dict[str, Any]) -> None:
    session.execute(insert(table).values(values))


def lost(before: Dump, after: Dump) -> int:
    """Return how many rows are in one dump and, by id, not in the other."""
    return sum(len({row["id"] for row in before[name]} - {row["id"] for row in after[name]}) for name in before)


def test_every_table_a_user_can_edit_is_logged_and_has_a_sample() -> None:
    assert {table.name for table in LOGGED} == set(SAMPLES)
    unlogged = set(Base.metadata.tables) - {table.name for table in LOGGED}
    assert unlogged == {"action", "change", "closed_row", "correction", "current_action", "seed_value"}
    for table in LOGGED:
        assert set(SAMPLES[table.name](1)) == {column.name for column in table.c} - {"id", "uid"}


@pytest.mark.parametrize(("table", "column"), COLUMNS, ids=lambda item: getattr(item, "name", ""))
def test_an_update_of_each_column(full: Database, table: Table, column: Column[Any]) -> None:
    values = other(table, column)
    old = dump(full)[table.name][1]
    changes = prove(full, lambda s: s.execute(update(table).where(table.c.id == 2).values(values)))
    new = dump(full)[table.name][1]
    told = {change.field: (json.loads(change.old or ""), json.loads(change.new or "")) for change in changes}
    assert told == {name: (old[name], new[name]) for name in old if old[name] != new[name]}
    assert column.name in told
    assert {(change.table_name, change.row_id, change.row_uid, change.op) for change in changes} == {
        (table.name, 2, old["uid"], "U")
    }


@pytest.mark.parametrize("table", LOGGED, ids=lambda table: table.name)
def test_an_insert_of_many(full: Database, table: Table) -> None:
    first = PROJECTS + 1 if table.name == "project" else 10
    rows = [SAMPLES[table.name](n) for n in range(first, first + BULK)]
    changes = prove(full, lambda s: s.execute(insert(table), rows))
    assert [change.op for change in changes] == ["I"] * BULK
    stored = dump(full)[table.name][-BULK:]
    assert [json.loads(change.new or "") for change in changes] == stored
    assert [change.row_id for change in changes] == [row["id"] for row in stored]


@pytest.mark.parametrize("table", LOGGED, ids=lambda table: table.name)
def test_a_delete_with_all_that_hangs_on_it(full: Database, table: Table) -> None:
    before = dump(full)
    changes = prove(full, lambda s: s.execute(delete(table).where(table.c.id == ROWS)))
    after = dump(full)
    gone = [change for change in changes if change.op == "D"]
    assert len(gone) == lost(before, after)
    for change in gone:
        kept = next(row for row in before[change.table_name] if row["id"] == change.row_id)
        assert json.loads(change.old or "") == kept
    # What only named the row lost the name, and that is logged as well.
    named = [change for change in changes if change.op != "D"]
    assert all((change.op, change.field, change.new) == ("U", "document_id", "null") for change in named)


def test_deleting_a_project_takes_everything_of_it_and_undo_brings_it_back(full: Database) -> None:
    changes = prove(full, lambda s: s.execute(text("DELETE FROM project WHERE id = 3")))
    tables = {change.table_name for change in changes if change.op == "D"}
    assert tables == {table.name for table in LOGGED if "project_id" in table.c} | {
        "project",
        "milestone_approval",
        "milestone_forecast",
        "target_value",
    }


@pytest.mark.parametrize("table", LOGGED, ids=lambda table: table.name)
def test_raw_sql_of_every_sort_in_one_action(full: Database, table: Table) -> None:
    values = SAMPLES[table.name](30 if table.name != "project" else PROJECTS + 1)
    plain = {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in values.items()}
    names = ", ".join(plain)
    marks = ", ".join("?" for _ in plain)
    tried = [other(table, column) for column in table.c if column.name not in ("id", "uid")]
    name, value = next(next(iter(spare.items())) for spare in tried if len(spare) == 1)

    def raw(session: Session) -> None:
        connection = session.connection()
        connection.exec_driver_sql(f"INSERT INTO {table.name} ({names}) VALUES ({marks})", tuple(plain.values()))
        connection.exec_driver_sql(f"UPDATE {table.name} SET {name} = ? WHERE id = 2", (value,))
        connection.exec_driver_sql(f"DELETE FROM {table.name} WHERE id = {ROWS}")

    changes = prove(full, raw)
    assert [change.op for change in changes[:2]] == ["I", "U"]
    assert changes[-1].op == "D"
    assert len(json.loads(changes[0].new or "")["uid"]) == 32  # raw SQL gets a uid as well


def test_a_replaced_row_is_logged_as_gone_and_come(full: Database) -> None:
    changes = prove(
        full, lambda s: s.execute(text("INSERT OR REPLACE INTO setting (id, key, value) VALUES (1, 'k1', '\"新\"')"))
    )
    assert [change.op for change in changes] == ["D", "I"]


@pytest.mark.parametrize("table", LOGGED, ids=lambda table: table.name)
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}", "INSERT INTO {} SELECT * FROM {}"])
def test_a_write_outside_an_action_is_refused(full_file: Path, tmp_path: Path, table: Table, statement: str) -> None:
    path = tmp_path / "台账.db"
    shutil.copyfile(full_file, path)
    # Any program at all, with its own settings.
    with (
        closing(sqlite3.connect(path)) as connection,
        pytest.raises(sqlite3.IntegrityError, match="没有正在进行的操作"),
    ):
        connection.execute(statement.format(table.name, table.name))


def test_our_own_writer_outside_an_action_is_refused_too(full: Database) -> None:
    engine = make_engine(full.path, write=True)
    with closing(engine.raw_connection()) as connection, pytest.raises(sqlite3.IntegrityError, match="没有正在进行"):
        connection.cursor().execute("UPDATE project SET name = '改'")
    engine.dispose()


@pytest.mark.parametrize("table", LOGGED, ids=lambda table: table.name)
@pytest.mark.parametrize("name", ["id", "uid"])
def test_the_names_by_which_the_log_finds_a_row_never_change(
    full_file: Path, tmp_path: Path, table: Table, name: str
) -> None:
    path = tmp_path / "台账.db"
    shutil.copyfile(full_file, path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("INSERT INTO current_action (id, action_id) VALUES (1, 1)")
        with pytest.raises(sqlite3.IntegrityError, match="编号不能改动"):
            connection.execute(f"UPDATE {table.name} SET {name} = 99999 WHERE id = 1")


def test_many_writes_are_undone_in_turn_after_a_restart_and_done_again(full: Database) -> None:
    dumps = [dump(full)]
    for number, table in enumerate(LOGGED):
        values = SAMPLES[table.name](40 if table.name != "project" else PROJECTS + 5)
        full.write(f"第{number}步", partial(_insert, table=table, values=values))
        dumps.append(dump(full))
    full.close()
    again = open_file(full.path)
    try:
        for expected in reversed(dumps[:-1]):
            step = again.read(history.steps).undo
            assert step is not None
            again.write(Deed(f"撤销：{step.what}", undoes_id=step.action_id), history.undo, step.action_id)
            assert dump(again) == expected
        assert again.read(history.steps).undo is None  # the preparation was a barrier
        for expected in dumps[1:]:
            step = again.read(history.steps).redo
            assert step is not None
            again.write(Deed(f"重做：{step.what}", redoes_id=step.action_id), history.redo, step.action_id)
            assert dump(again) == expected
    finally:
        again.close()
