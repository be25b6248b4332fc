"""The chain of schema steps: its head is the tables, each step goes up and down, filled files keep their rows."""

from __future__ import annotations

import warnings
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, text

from tracker.store import migrate, triggers
from tracker.store.database import create_file
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
