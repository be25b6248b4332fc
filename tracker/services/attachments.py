"""The files beside the database: 批复文件 and photos under ``附件/<project>/``, never inside the file.

Copying runs without a session, in the background; only what came of it (path and hash) is written down.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from errno import EACCES, EDQUOT, EIO, ENAMETOOLONG, ENOENT, ENOSPC, EPERM, EROFS
from pathlib import Path

from tracker.domain.errors import FileProblem
from tracker.domain.file_names import is_within, numbered, safe_name

FOLDER = "附件"
_CHUNK = 1 << 20
_MOST_NAMES = 999
_PASSES = 3  # a file is read, copied, and read again where it lies
_LONGEST_PATH = 250  # Windows refuses about 260 and says only that the file is not there
_WHY = {
    EACCES: "没有权限",
    EPERM: "没有权限",
    EROFS: "磁盘是只读的",
    ENOENT: "文件不存在",
    EIO: "磁盘或网络读写出错",
}
# Gets the bytes done and the bytes in all; raises to stop.
Tell = Callable[[int, int], None]


@dataclass(frozen=True)
class StoredFile:
    """A copied file: its path relative to the database's folder, with /, and the SHA-256 of what is in it.

    ``fresh``: it was copied just now and was not there before.
    """

    file: str
    sha256: str
    fresh: bool = field(default=False, compare=False)


def _silent(_done: int, _total: int) -> None:
    """Tell nobody."""


def copy_in(base: Path, project_uid: str, source: Path, tell: Tell = _silent) -> StoredFile:
    """Copy a file into the project's folder under *base* (the database's folder) and return where it is.

    A file of the same name and content is not copied again; one of the same name and other content stands beside it
    with a number. Raises FileProblem where the source cannot be read or the folder cannot be written; then, and where
    *tell* raises, nothing of it is left in the folder.
    """
    folder = base / FOLDER / safe_name(project_uid)
    if source.is_dir():
        raise FileProblem(f"“{source.name}”是文件夹，没有添加。请添加里面的文件。")
    try:
        size = source.stat().st_size
        sha256 = digest(source, lambda done: tell(done, _PASSES * size))
    except OSError as error:
        raise FileProblem(
            f"读不到“{source.name}”（{_why(error)}），没有添加。请检查文件是否还在、是否打得开。"
        ) from error
    target, temporary = folder / safe_name(source.name), folder / f".{secrets.token_hex(6)}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        target = _place(folder, target.name, sha256)
        fresh = not target.exists()
        if fresh:
            _copy(source, temporary, lambda done: tell(size + done, _PASSES * size))
            if digest(temporary, lambda done: tell(2 * size + done, _PASSES * size)) != sha256:
                raise FileProblem(f"“{source.name}”在复制时有变化，没有添加。请关闭正在编辑它的程序再试。")
            temporary.rename(target)
    except OSError as error:
        raise FileProblem(f"“{source.name}”没有添加：{_refused(folder, target, error)}") from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
    return StoredFile(target.relative_to(base).as_posix(), sha256, fresh)


def discard(base: Path, files: Iterable[StoredFile]) -> None:
    """Take copies away again that no paper came to need; what was in the folder before stays."""
    for one in files:
        if one.fresh and (path := found_at(base, one.file)) is not None:
            with suppress(OSError):
                path.unlink()


def _refused(folder: Path, target: Path, error: OSError) -> str:
    """Say why a folder did not take a file, and what to do."""
    if error.errno in (ENOSPC, EDQUOT):
        return f"“{folder}”所在的磁盘已满。请腾出空间再试。"
    if error.errno == ENAMETOOLONG or (error.errno == ENOENT and len(str(target)) > _LONGEST_PATH):
        return f"路径有 {len(str(target))} 个字，系统存不下。请把文件名改短，或把数据文件移到层次少的文件夹。"
    return f"文件夹“{folder}”不能写入（{_why(error)}）。请检查权限，或换一台能写入的电脑操作。"


def _why(error: OSError) -> str:
    """Return what the system said, in the user's language."""
    return _WHY.get(error.errno or 0, "系统没有说明原因")


def digest(path: Path, tell: Callable[[int], None] = lambda _done: None) -> str:
    """Return the SHA-256 of a file's content in hex; *tell* gets the bytes read so far and may raise to stop."""
    found, done = hashlib.sha256(), 0
    with path.open("rb") as file:
        while part := file.read(_CHUNK):
            found.update(part)
            done += len(part)
            tell(done)
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


def _copy(source: Path, target: Path, tell: Callable[[int], None]) -> None:
    """Copy the content alone: a photo from a camera must not bring its write protection along."""
    done = 0
    with source.open("rb") as old, target.open("xb") as new:
        while part := old.read(_CHUNK):
            new.write(part)
            done += len(part)
            tell(done)
