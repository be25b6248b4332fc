"""SQLite connections as this program wants them.

``journal_mode=TRUNCATE`` and ``synchronous=EXTRA`` because files live on sticks and shares, where WAL breaks and a plug
is pulled; explicit BEGIN because the driver's own transaction handling would commit before DDL.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import NullPool, Pool, QueuePool

_BUSY_MS = 8_000
# Large enough that a write never spills to the file before commit, which would lock readers out for its whole length.
_CACHE_KIB = 65_536


def make_engine(path: Path, *, write: bool, create: bool = False, foreign_keys: bool = True) -> Engine:
    """Return an engine on *path* that opens each transaction itself: BEGIN IMMEDIATE to write, BEGIN to read.

    A file that is not there is made only with *create*: a data file that was moved away while it was open must not be
    replaced by an empty one. *foreign_keys* is switched off only to migrate: a rebuilt table would otherwise cascade
    its children away.
    """
    mode = ("rwc" if create else "rw") if write else "ro"
    pool: type[Pool] = NullPool if write else QueuePool
    uri = f"{path.absolute().as_uri()}?mode={mode}"

    def _connect() -> SqliteConnection:
        # isolation_level=None: the driver must never begin or commit by itself.
        return sqlite3.connect(uri, uri=True, isolation_level=None, timeout=_BUSY_MS / 1000, check_same_thread=False)

    engine = create_engine("sqlite://", creator=_connect, poolclass=pool)

    @event.listens_for(engine, "connect")
    def _prepare(connection: SqliteConnection, _record: Any) -> None:
        pragmas = [f"busy_timeout={_BUSY_MS}", f"foreign_keys={'ON' if foreign_keys else 'OFF'}"]
        pragmas += ["recursive_triggers=ON", f"cache_size=-{_CACHE_KIB}"]
        if write:
            pragmas += ["journal_mode=TRUNCATE", "synchronous=EXTRA"]
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    return engine
