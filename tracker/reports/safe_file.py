"""Writing a file that is whole or not there, and never over one that another program has open."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from errno import EACCES, ENOSPC, EPERM, EROFS
from pathlib import Path

from tracker.domain.errors import FileProblem

_MOST_NAMES = 99


@dataclass(frozen=True)
class Written:
    """Where a file was really written, and the sentence for the user where that is not where it was meant to go."""

    path: Path
    message: str = ""


def write_safely(path: Path, write: Callable[[Path], None], what: str) -> Written:
    """Let *write* make the file beside *path*, then put it in its place in one step.

    Where *path* is held by another program (Excel and WPS lock what they show), it is saved as “name(2)”, “name(3)” ….
    *what* names the file in the message. Raises FileProblem where the folder cannot be written; whatever *write* raises
    passes through, and nothing is left behind.
    """
    # Not tempfile: its files belong to their owner alone, and this one becomes the user's ordinary file.
    temporary = path.with_name(f".{secrets.token_hex(6)}{path.suffix}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileProblem(_refused(path, what, error)) from error
    try:
        write(temporary)
        return _placed(temporary, path, what)
    except OSError as error:
        raise FileProblem(_refused(path, what, error)) from error
    finally:
        temporary.unlink(missing_ok=True)


def _placed(temporary: Path, path: Path, what: str) -> Written:
    """Move the finished file to *path*, or to the first name that is free."""
    try:
        temporary.replace(path)
    except PermissionError:
        for number in range(2, _MOST_NAMES + 1):
            other = path.with_stem(f"{path.stem}({number})")
            if other.exists():
                continue
            temporary.replace(other)
            return Written(other, f"{what}没有写出：“{path.name}”正被其他程序打开。已另存为“{other.name}”。")
        raise
    return Written(path)


def _refused(path: Path, what: str, error: OSError) -> str:
    """Return the user's words for what the disk said."""
    if error.errno == ENOSPC:
        return f"{what}没有写出：“{path.parent}”所在的磁盘已满。请腾出空间，或换一个文件夹再试。"
    known = {EACCES: "没有写入权限", EPERM: "没有写入权限", EROFS: "磁盘是只读的"}
    why = known.get(error.errno or 0, "文件夹不存在或不能使用")
    return f"{what}没有写出：不能写入文件夹“{path.parent}”，{why}。请换一个文件夹再试。"
