"""The chain of schema steps: its head is the tables, each step goes up and down, filled files keep their rows."""

from __future__ import annotations

import warnings
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, text

from tests.store.sample_rows import fill
from tracker.store import migrate, triggers
from tracker.store.database import create_file, open_file
from tracker.store.engine import make_engine
from tracker.store.tables import Base


def _schema(connection: Connection) -> list[tuple[str, str]]:
    rows = connection.execute(
        text("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY name")
    )
    return [(row.name, row.sql) for row in rows]


def test_the_head_matches_the_tables(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    create_file(path)
    engine = make_engine(path, write=False)
    with engine.connect() as connection, warnings.catch_warnings():
        # Alembic cannot compare indexes on expressions; the next test does.
        warnings.filterwarnings("ignore", "autogenerate skipping", UserWarning)
        warnings.filterwarnings("ignore", "Skipped unsupported reflection of expression-based index")
        differences = compare_metadata(MigrationContext.configure(connection), Base.metadata)
    engine.dispose()
    assert differences == []


def test_a_migrated_file_is_the_same_as_one_made_from_the_tables(tmp_path: Path) -> None:
    """Columns, constraints by name and expression indexes, whatever the order they were written in."""
    migrated, made = tmp_path / "migrated.db", tmp_path / "made.db"
    create_file(migrated)
    engine = make_engine(made, write=True, create=True)
    with engine.begin() as connection:
        Base.metadata.create_all(connection)
        triggers.create(connection)
        wanted = {name: _pieces(sql) for name, sql in _schema(connection)}
    engine.dispose()
    engine = make_engine(migrated, write=False)
    with engine.connect() as connection:
        found = {name: _pieces(sql) for name, sql in _schema(connection) if name != "alembic_version"}
    engine.dispose()
    assert found == wanted


def _pieces(sql: str) -> list[str]:
    """Return a statement's words in sorted order, quotes and layout aside."""
    return sorted(sql.replace('"', "").replace(",", " ").replace("(", " ").replace(")", " ").split())


def test_every_step_goes_down_and_up_again(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    create_file(path)
    engine = make_engine(path, write=True, foreign_keys=False)
    with engine.begin() as connection:
        before = _schema(connection)
        triggers.drop(connection)
        migrate.downgrade(connection, "base")
        assert [name for name, _ in _schema(connection)] == ["alembic_version"]
        migrate.upgrade(connection, "head")
        triggers.create(connection)
        assert _schema(connection) == before
    engine.dispose()


def test_the_step_of_closings_keeps_the_states_and_gives_no_id_twice(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    create_file(path)
    database = open_file(path, who="测试员")
    database.write("填充", fill)
    database.write("删除最后一行", lambda session: session.execute(text("DELETE FROM state_period WHERE id = 3")))
    database.write("复工", lambda session: session.execute(text("UPDATE state_period SET state = NULL WHERE id = 2")))
    database.close()
    engine = make_engine(path, write=True, foreign_keys=False)
    with engine.begin() as connection:
        triggers.drop(connection)
        before = _states(connection)
        migrate.downgrade(connection, "0002")
        assert _states(connection) == [row for row in before if row[2] is not None]
        migrate.upgrade(connection, "head")
        triggers.create(connection)
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall() == []
        last = connection.exec_driver_sql("SELECT seq FROM sqlite_sequence WHERE name = 'state_period'").scalar()
        assert last == 3
    engine.dispose()


def _states(connection: Connection) -> list[tuple[object, ...]]:
    rows = connection.exec_driver_sql("SELECT id, uid, state, since, reason FROM state_period ORDER BY id")
    return [tuple(row) for row in rows]
