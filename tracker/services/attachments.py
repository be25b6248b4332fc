"""The files beside the database: 批复文件 and photos under ``附件/<project>/``, never inside the file.

Copying runs without a session, in the background; only what came of it (path and hash) is written down.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from errno import ENOSPC
from pathlib import Path

from tracker.domain.errors import FileProblem
from tracker.domain.file_names import is_within, numbered, safe_name

FOLDER = "附件"
_CHUNK = 1 << 20
_MOST_NAMES = 999


@dataclass(frozen=True)
class StoredFile:
    """A copied file: its path relative to the database's folder, with /, and the SHA-256 of what is in it."""

    file: str
    sha256: str


def copy_in(base: Path, project_uid: str, source: Path) -> StoredFile:
    """Copy a file into the project's folder under *base* (the database's folder) and return where it is.

    A file of the same name and content is not copied again; one of the same name and other content stands beside it
    with a number. Raises FileProblem where the source cannot be read or the folder cannot be written.
    """
    folder = base / FOLDER / safe_name(project_uid)
    try:
        sha256 = digest(source)
    except OSError as error:
        raise FileProblem(
            f"读不到“{source.name}”（{error.strerror}），没有添加。请检查文件是否还在、是否打得开。"
        ) from error
    temporary = folder / f".{secrets.token_hex(6)}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        target = _place(folder, safe_name(source.name), sha256)
        if not target.exists():
            _copy(source, temporary)
            if digest(temporary) != sha256:
                raise FileProblem(f"“{source.name}”在复制时有变化，没有添加。请关闭正在编辑它的程序再试。")
            temporary.rename(target)
    except OSError as error:
        why = "磁盘已满" if error.errno == ENOSPC else f"不能写入（{error.strerror}）"
        raise FileProblem(f"“{source.name}”没有添加：文件夹“{folder}”{why}。") from error
    finally:
        temporary.unlink(missing_ok=True)
    return StoredFile(target.relative_to(base).as_posix(), sha256)


def digest(path: Path) -> str:
    """Return the SHA-256 of a file's content in hex."""
    found = hashlib.sha256()
    with path.open("rb") as file:
        while part := file.read(_CHUNK):
            found.update(part)
    return found.hexdigest()


def found_at(base: Path, relative: str | None) -> Path | None:
    """Return where a stored file lies, None where it is missing or its path leads out of the folder."""
    if relative is None or not is_within(relative):
        return None
    path = base.joinpath(*relative.replace("\\", "/").split("/"))
    return path if path.is_file() else None


def _place(folder: Path, name: str, sha256: str) -> Path:
    """Return the first free name in a folder, or the file that holds just this content."""
    for number in range(1, _MOST_NAMES + 1):
        target = folder / (name if number == 1 else numbered(name, number))
        if not target.exists() or (target.is_file() and digest(target) == sha256):
            return target
    raise FileProblem(f"文件夹“{folder}”里名为“{name}”的文件太多，没有添加。请改名后再添加。")


def _copy(source: Path, target: Path) -> None:
    """Copy the content alone: a photo from a camera must not bring its write protection along."""
    with source.open("rb") as old, target.open("xb") as new:
        while part := old.read(_CHUNK):
            new.write(part)
