"""``tracker check`` and 工具 → 检查数据: is the file whole? Nothing is changed, made, or waited for."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select
from sqlalchemy.exc import DBAPIError

from tracker.domain.errors import FileProblem
from tracker.domain.findings import Finding, Way
from tracker.paths import bundled
from tracker.store import migrate, triggers
from tracker.store.engine import make_engine
from tracker.store.seed import folder_digest
from tracker.store.seed.work import SETTING
from tracker.store.tables import Action, Base, Box, Plan, Programme, Project, ReportingUnit, Setting

_MOST = 5  # faults of one kind that are told one by one


_STEPS = 5
_OFTEN = 50_000  # SQLite's own steps between two looks at whether to stop, some milliseconds
Tell = Callable[[int, int, str], None]


def check_file(path: Path, tell: Tell | None = None) -> list[Finding]:
    """Look at everything that can be wrong with a data file and say so.

    *tell* is told steps done, steps in all and a text, and may raise to stop the work, also within a long step.
    Raises FileProblem where there is no such file, or it is no data file of this program.
    """
    if not path.is_file():
        raise FileProblem(f"找不到数据文件：{path}")
    engine = make_engine(path, write=False)
    try:
        with engine.connect() as connection:
            return list(_findings(connection, tell or (lambda _done, _all, _text: None)))
    except DBAPIError as error:
        if isinstance(error.orig, sqlite3.DatabaseError) and "malformed" in str(error.orig):
            return [Finding(f"文件已损坏，请从备份恢复：{error.orig}", fault=True, way=Way.BACKUP)]
        raise FileProblem(f"“{path.name}”不是专栏项目台账的数据文件，或已损坏（{error.orig}）。") from error
    finally:
        engine.dispose()


@contextmanager
def _step(connection: Connection, tell: Tell, done: int, text: str) -> Iterator[None]:
    """Tell what is looked at now, again and again while SQLite reads; where *tell* raises, the reading ends."""

    def look() -> int:
        """Return 0 to go on; an exception ends the statement with an error of SQLite's own."""
        tell(done, _STEPS, text)
        return 0

    tell(done, _STEPS, text)
    driver: Any = connection.connection.driver_connection
    driver.set_progress_handler(look, _OFTEN)
    try:
        yield
    except DBAPIError:
        tell(done, _STEPS, text)  # raises again what broke the reading off
        raise
    finally:
        driver.set_progress_handler(None, 0)


def _findings(connection: Connection, tell: Tell) -> Iterator[Finding]:
    """Yield one finding after the other; those that need the present schema only where the file has it."""
    tell(0, _STEPS, "读取结构版本")
    revision = migrate.stored_revision(connection)
    if revision is None:
        raise FileProblem("这个文件不是专栏项目台账的数据文件。")
    with _step(connection, tell, 1, "检查数据完整性"):
        found = list(_whole(connection))
    with _step(connection, tell, 2, "检查各表之间的引用"):
        found += _references(connection)
    yield from found
    if revision != migrate.HEAD:
        yield Finding(
            f"结构版本是 {revision}，本程序是 {migrate.HEAD}：用本程序打开一次即会升级。", fault=True, way=Way.REOPEN
        )
        return
    yield Finding(f"结构版本 {revision}，与本程序一致。")
    tell(3, _STEPS, "检查变更记录")
    if gone := triggers.missing(connection):
        named = "、".join(gone[:_MOST]) + ("等" if len(gone) > _MOST else "")
        yield Finding(f"变更记录缺少 {len(gone)} 个触发器（{named}），修改可能没有记录。", fault=True, way=Way.CALL)
    else:
        yield Finding("变更记录的触发器齐全。")
    with _step(connection, tell, 4, "清点数据"):
        counted = list(_catalogue(connection))
    yield from counted


def _whole(connection: Connection) -> Iterator[Finding]:
    """Let SQLite read every page, index and constraint."""
    lines = list(connection.exec_driver_sql("PRAGMA integrity_check").scalars())
    if lines == ["ok"]:
        yield Finding("数据完整性检查通过。")
        return
    for line in lines[:_MOST]:
        yield Finding(f"数据已损坏，请从备份恢复：{line}", fault=True, way=Way.BACKUP)


def _references(connection: Connection) -> Iterator[Finding]:
    """Look for rows that point at rows that are not there."""
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if not broken:
        yield Finding("各表之间的引用完整。")
    for table, row_id, parent, _ in broken[:_MOST]:
        yield Finding(f"表 {table} 第 {row_id} 行引用的 {parent} 不存在。", fault=True, way=Way.CALL)
    if len(broken) > _MOST:
        yield Finding(f"另有 {len(broken) - _MOST} 处引用不完整。", fault=True, way=Way.CALL)


def _catalogue(connection: Connection) -> Iterator[Finding]:
    """Count what the catalogue laid into the file, and what has been done since."""

    def count(table: type[Base], *conditions: ColumnElement[bool]) -> int:
        """Return how many rows of a table meet the conditions."""
        return connection.scalar(select(func.count()).select_from(table).where(*conditions)) or 0

    digest = connection.scalar(select(Setting.value).where(Setting.key == SETTING))
    if digest is None:
        yield Finding("还没有载入规划目录：请用本程序打开一次。", fault=True, way=Way.REOPEN)
    live = Project.merged_into_id.is_(None)
    projects, headings = (
        count(Project, live, Project.counted.is_(True)),
        count(Project, live, Project.counted.is_(False)),
    )
    merged = count(Project, Project.merged_into_id.is_not(None))
    yield Finding(
        f"{count(Plan)} 个规划，{count(Box)} 个专栏，{count(Programme)} 个工程，{count(ReportingUnit)} 个上报单位；"
        f"{projects} 个项目，另有 {headings} 个工程标题，{merged} 个已合并。"
    )
    if digest is not None and json.loads(digest) != folder_digest(bundled("seed")):
        yield Finding("程序带有另一版目录，可在窗口里用“目录更新”查看。", way=Way.CATALOGUE)
    yield Finding(f"共 {count(Action)} 次操作有记录。")
