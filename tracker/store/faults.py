"""What the disk did, in words for the user; our own bugs pass through unchanged."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError, OperationalError

from tracker.domain.errors import FileProblem, TrackerError

# A part of SQLite's message, what happened, and what to do.
_WORDS = (
    ("database is locked", "数据文件正被其他程序占用", "请稍候再试。"),
    ("readonly", "数据文件不能写入（只读）", "请检查文件和U盘的写保护。"),
    ("disk is full", "磁盘已满", "请腾出空间再试。"),
    ("disk I/O error", "读写数据文件时出错", "U盘可能已拔出，或网络已断开；接好后再试。"),
    ("malformed", "数据文件已损坏", "请从备份恢复。"),
)
_FOREIGN = "不是专栏项目台账的数据文件，或已损坏"


@contextmanager
def faults(path: Path, *, writing: bool = False) -> Iterator[None]:
    """Turn what the disk did into a FileProblem; *writing* says that a change was lost by it."""
    try:
        yield
    except TrackerError:
        raise
    except DBAPIError as error:
        sentence = _sentence(path, error, writing=writing)
        if sentence is None:
            raise
        raise FileProblem(sentence) from error


def spoken(path: Path, message: str) -> tuple[str, str] | None:
    """Return what SQLite's *message* about the file at *path* means and what to do, None where we cannot tell."""
    if "unable to open" in message:
        return (f"打不开数据文件：{path}", "") if path.exists() else _gone(path)
    if "not a database" in message:
        return f"“{path.name}”{_FOREIGN}", ""
    return next(((what, remedy) for key, what, remedy in _WORDS if key in message), None)


def _gone(path: Path) -> tuple[str, str]:
    """Return the words for a file that is not there any more."""
    return f"数据文件不在了：{path}", "它可能被移动、改名或删除，U盘可能已拔出；请放回原处再试。"


def _sentence(path: Path, error: DBAPIError, *, writing: bool) -> str | None:
    """Return what happened, what it means and what to do; None for an error of ours."""
    if not isinstance(error.orig, sqlite3.DatabaseError):
        return None
    found = spoken(path, str(error.orig))
    if found is None:
        if not isinstance(error, OperationalError):
            return None
        found = f"数据文件出错（{error.orig}）", ""
    what, remedy = found
    return f"{what}{'，修改没有保存' if writing else ''}。{remedy}"
