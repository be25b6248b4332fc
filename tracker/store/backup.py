"""交一份副本: consistent copies of a file, made while it may be in use."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from tracker.domain.errors import FileProblem
from tracker.store.faults import spoken


def copy_to(source: Path, target: Path) -> None:
    """Copy a database with SQLite's backup API, so that a write under way cannot tear the copy.

    Raises FileProblem where *target* exists or cannot be written; a half-made copy is removed.
    """
    if target.exists():
        raise FileProblem(f"“{target.name}”已存在，未覆盖。")
    try:
        with (
            closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as old,
            closing(sqlite3.connect(target)) as new,
        ):
            old.backup(new)
    except (sqlite3.Error, OSError) as error:
        target.unlink(missing_ok=True)
        raise FileProblem(f"副本没有写成：{target}（{_why(source, error)}）。请换一个文件夹再试。") from error


def _why(source: Path, error: Exception) -> str:
    """Return the reason in the user's words where there are some."""
    found = spoken(source, str(error)) if source.exists() else ("数据文件不在了", "")
    return found[0] if found else str(error)
