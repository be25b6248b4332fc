"""A new data file with the catalogue in it: whole, or not there."""

from __future__ import annotations

from pathlib import Path

from tracker.domain.errors import FileProblem
from tracker.store.database import create_file, open_file
from tracker.store.seed.load import Progress, seed_new_file

_UNDER_WAY = ".正在建立"
_BESIDE = ("", ".lock", "-journal")  # the file itself, and what SQLite and the lock lay beside it


def make_file(path: Path, who: str | None = None, progress: Progress | None = None) -> None:
    """Make a data file under another name, lay the catalogue into it, and give it its name in one step.

    So neither a pulled plug nor a second window ever meets a half-made one. *progress* may raise to stop the work.
    Raises FileProblem where something lies at *path* already or the folder cannot be written; nothing is left behind.
    """
    _refuse_existing(path)
    beside = path.with_name(f"{path.name}{_UNDER_WAY}")
    try:
        _discard(beside)  # what a crash has left
        create_file(beside)
        database = open_file(beside, who=who)
        try:
            seed_new_file(database, progress)
        finally:
            database.close()
        _refuse_existing(path)
        beside.rename(path)
    except OSError as error:
        raise FileProblem(f"不能在“{path.parent}”里建立文件（{error.strerror}），请换一个文件夹。") from error
    finally:
        _discard(beside)


def _refuse_existing(path: Path) -> None:
    """Never overwrite anything."""
    if path.exists():
        raise FileProblem(f"“{path}”已存在，没有覆盖。")


def _discard(path: Path) -> None:
    """Remove a file that was under way."""
    for ending in _BESIDE:
        path.with_name(f"{path.name}{ending}").unlink(missing_ok=True)
