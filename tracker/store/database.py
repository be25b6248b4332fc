"""One open data file: who may write it, and how every read and write runs.

A write is one Action: BEGIN IMMEDIATE, the action's row, the service, and one commit. The triggers note each change;
``Done.changes`` is read from that log, so no service can forget to say what it touched.
"""

from __future__ import annotations

import getpass
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from socket import gethostname
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import Session

from tracker.domain import changes as kinds
from tracker.domain.changes import Changes
from tracker.domain.deeds import Deed, Done
from tracker.domain.errors import FileProblem, ReadOnly
from tracker.store import closings, migrate, settings
from tracker.store.engine import make_engine
from tracker.store.faults import faults
from tracker.store.lock import WriterLock
from tracker.store.tables import Action, Change, CurrentAction

__all__ = ["Database", "Deed", "Done", "create_file", "open_file", "user_name"]

P = ParamSpec("P")
R = TypeVar("R")


class Database:
    """An open data file. ``read_only_reason`` is None while this process may write."""

    def __init__(self, path: Path, lock: WriterLock | None, read_only_reason: str | None, who: str) -> None:
        """Use :func:`open_file` instead; it decides between writing and reading."""
        self.path = path
        self.read_only_reason = read_only_reason
        self.who = who
        self._lock = lock
        self._reader: Engine = make_engine(path, write=False)
        self._writer: Engine | None = make_engine(path, write=True) if lock else None

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Yield a session on the read connection; nothing it does is kept."""
        try:
            with faults(self.path), Session(self._reader, autoflush=False) as session:
                yield session
                session.rollback()
        except FileProblem:
            # A connection that has met a pulled stick stays broken; the next read opens the file anew.
            self._reader.dispose()
            raise

    def read(self, query: Callable[Concatenate[Session, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run one query and return its frozen rows."""
        with self.reading() as session:
            return query(session, *args, **kwargs)

    def write(
        self, deed: Deed | str, service: Callable[Concatenate[Session, P], R], *args: P.args, **kwargs: P.kwargs
    ) -> Done[R]:
        """Run one service as one action and commit it; any error leaves the file as it was.

        Raises ReadOnly where another process holds the file, and FileProblem where the disk refuses.
        """
        if self._writer is None:
            raise ReadOnly(self.read_only_reason or "")
        deed = Deed(deed) if isinstance(deed, str) else deed
        with faults(self.path, writing=True), Session(self._writer, autoflush=True) as session:
            action_id = _begin(session, deed, self.who)
            result = service(session, *args, **kwargs)
            session.flush()
            closings.guard(session, action_id, deed)
            session.flush()
            tables = set(session.scalars(select(Change.table_name).where(Change.action_id == action_id).distinct()))
            if not tables and not deed.barrier:
                session.rollback()
                return Done(result, None, Changes.NOTHING)
            session.execute(delete(CurrentAction))
            session.commit()
        return Done(result, action_id, kinds.of_tables(tables))

    def close(self) -> None:
        """Close the connections and give the writer's lock back."""
        self._reader.dispose()
        if self._writer is not None:
            self._writer.dispose()
        if self._lock is not None:
            self._lock.release()


def _begin(session: Session, deed: Deed, who: str) -> int:
    """Write the action's row and make it the current one."""
    names: dict[str, str] = settings.value(session, settings.DISPLAY_NAMES) or {}
    reasons = [reason for reason in (deed.why, deed.correction) if reason]
    action = Action(
        uid=secrets.token_hex(16),
        at=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        who=names.get(who, who),
        what=deed.what,
        why="；".join(dict.fromkeys(reasons)) or None,
        undoes_id=deed.undoes_id,
        redoes_id=deed.redoes_id,
        barrier=deed.barrier,
    )
    session.add(action)
    session.flush()
    session.add(CurrentAction(id=1, action_id=action.id))
    session.flush()
    return action.id


def open_file(path: Path, *, who: str | None = None, read_only: bool = False) -> Database:
    """Open the file at *path*, migrating it if it is older; the first to come may write, the others read.

    Raises FileProblem where there is no such file or it is not ours. A file that cannot be written (another holder, a
    write-protected stick) is opened read-only and says why in ``read_only_reason``.
    """
    if not path.is_file():
        raise FileProblem(f"找不到数据文件：{path}")
    who = who or user_name()
    lock, reason = (None, "以只读方式打开。") if read_only else _take_lock(path, who)
    with faults(path):
        if lock is not None:
            try:
                migrate.bring_to_head(path)  # opening read-write first also rolls a hot journal back
            except BaseException:
                lock.release()
                raise
        else:
            _check_readable(path)
    return Database(path, lock, reason, who)


def create_file(path: Path) -> None:
    """Make a new, empty data file with the newest schema.

    Raises FileProblem where something lies there already or the folder cannot be written. A half-made file is removed.
    """
    if path.exists():
        raise FileProblem(f"“{path}”已存在，没有覆盖。")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with faults(path):
            migrate.bring_to_head(path, create=True)
    except OSError as error:
        raise FileProblem(f"不能在“{path.parent}”里建立文件（{error.strerror}），请换一个文件夹。") from error
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def user_name() -> str:
    """Return the name of the system user, for the change log."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "未知用户"


def _take_lock(path: Path, who: str) -> tuple[WriterLock | None, str | None]:
    """Try to become the writer; return the lock, or None and the sentence that says why not."""
    lock = WriterLock(path)
    holder = f"{who}（{gethostname()}，{datetime.now().astimezone():%m月%d日 %H:%M} 起）"
    try:
        with path.open("r+b"):
            pass
        if lock.acquire(holder):
            return lock, None
    except OSError:
        return None, "数据文件或它所在的文件夹不能写入，现在以只读方式打开，可以查看和导出。"
    return None, f"{lock.holder() or '另一个窗口'}正在编辑此文件，现在以只读方式打开，可以查看和导出。"


def _check_readable(path: Path) -> None:
    """Refuse a file that a reader cannot use: not ours, or of another schema, which only a writer may migrate."""
    engine = make_engine(path, write=False)
    try:
        with engine.connect() as connection:
            revision = migrate.stored_revision(connection)
    finally:
        engine.dispose()
    if revision is None:
        raise FileProblem("这个文件不是专栏项目台账的数据文件。")
    if revision != migrate.HEAD:
        migrate.refuse_newer(revision)
        raise FileProblem("数据文件是旧版本的，需要先以可写方式打开一次，完成升级。")
