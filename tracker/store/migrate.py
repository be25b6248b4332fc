"""Bring a file to the newest schema, or refuse it.

Alembic is imported only when there is something to do: its import costs more than opening the file.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from tracker.domain.errors import FileProblem, NewerFile
from tracker.paths import bundled
from tracker.store import triggers
from tracker.store.backup import copy_to
from tracker.store.engine import make_engine

if TYPE_CHECKING:
    from alembic.config import Config

# The newest step in migrations/versions; a test holds it to the folder.
HEAD = "0003"


def stored_revision(connection: Connection) -> str | None:
    """Return the schema revision of a file, None for an empty one."""
    found = connection.exec_driver_sql("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").scalar()
    if not found:
        return None
    revision = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return str(revision) if revision else None


def bring_to_head(path: Path, *, create: bool = False, backup: bool = True) -> bool:
    """Migrate the file at *path*, made first with *create*; return whether anything was done.

    An existing file is copied beside itself first. Raises NewerFile for a file of a later program, FileProblem for a
    file that is not one of ours. All of it is one transaction: a failing step leaves the file as it was.
    """
    engine = make_engine(path, write=True, create=create, foreign_keys=False)
    try:
        with engine.begin() as connection:
            revision = stored_revision(connection)
            if revision == HEAD:
                return False
            _refuse_foreign(connection, revision, empty_is_ours=create)
        if revision is not None and backup:
            copy_to(
                path, path.with_name(f"{path.stem}.升级前-{datetime.now().astimezone():%Y%m%d-%H%M%S}{path.suffix}")
            )
        with engine.begin() as connection:
            triggers.drop(connection)
            upgrade(connection, "head")
            triggers.create(connection)
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if broken:
                raise FileProblem(f"升级后发现 {len(broken)} 处引用不完整，已放弃升级，原文件没有改动。")
            if revision is not None:
                _barrier(connection)
    finally:
        engine.dispose()
    return True


def _refuse_foreign(connection: Connection, revision: str | None, *, empty_is_ours: bool) -> None:
    """Refuse a file from a later program, one that holds something else, and an empty one that was not just made."""
    if revision is not None:
        refuse_newer(revision)
    elif connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar():
        raise FileProblem("这个文件不是专栏项目台账的数据文件。")
    elif not empty_is_ours:
        raise FileProblem("这个文件是空的，里面没有台账，可能没有复制完整。请重新复制，或打开另一个数据文件。")


def refuse_newer(revision: str) -> None:
    """Raise NewerFile for a revision this program has no step for."""
    if revision not in known_revisions():
        raise NewerFile


def _barrier(connection: Connection) -> None:
    """Mark that undo must not reach back over the migration: old records have the old columns."""
    connection.exec_driver_sql(
        "INSERT INTO action (uid, at, who, what, barrier) "
        "VALUES (lower(hex(randomblob(16))), strftime('%Y-%m-%dT%H:%M:%SZ'), '程序', '升级数据文件', 1)"
    )


def upgrade(connection: Connection, target: str) -> None:
    """Run Alembic's upgrade on an open connection, inside its transaction."""
    from alembic import command

    command.upgrade(_config(connection), target)


def downgrade(connection: Connection, target: str) -> None:
    """Run Alembic's downgrade likewise; only tests and a careful engineer use it."""
    from alembic import command

    command.downgrade(_config(connection), target)


def known_revisions() -> set[str]:
    """Return the revisions this program has steps for."""
    from alembic.script import ScriptDirectory

    return {script.revision for script in ScriptDirectory.from_config(_config(None)).walk_revisions()}


def _config(connection: Connection | None) -> Config:
    """Return Alembic's configuration without any file of its own."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(bundled("migrations")).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
