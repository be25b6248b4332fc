"""Who is writing: an OS lock on one byte of a file beside the database.

The lock is at offset 2^30, far behind the text that names the holder, because Windows lets nobody read a locked byte.
A lock dies with its process, so a crash or a pulled plug leaves nothing to clean up; a pid file would.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

_OFFSET = 1 << 30
_LONGEST_NAME = 400


class WriterLock:
    """The right to write one database file, held from ``acquire`` to ``release``."""

    def __init__(self, database: Path) -> None:
        """Name the lock file; nothing is opened yet."""
        self.path = database.with_name(database.name + ".lock")
        self._handle: int | None = None

    def acquire(self, holder: str) -> bool:
        """Take the lock and write who holds it; False where another process has it.

        Raises OSError where the lock file cannot be made, as on a write-protected stick.
        """
        handle = os.open(self.path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)
        if not _try_lock(handle):
            os.close(handle)
            return False
        self._handle = handle
        os.ftruncate(handle, 0)
        os.lseek(handle, 0, os.SEEK_SET)
        os.write(handle, holder.encode("utf-8")[:_LONGEST_NAME])
        return True

    def holder(self) -> str:
        """Return what the holder wrote, empty where it cannot be read."""
        try:
            with self.path.open("rb") as file:
                return file.read(_LONGEST_NAME).decode("utf-8", "replace").strip("\0 \n")
        except OSError:
            return ""

    def release(self) -> None:
        """Give the lock back; safe to call twice. The file stays: deleting it would race with the next holder."""
        if self._handle is not None:
            handle, self._handle = self._handle, None
            os.ftruncate(handle, 0)
            os.close(handle)


if sys.platform == "win32":
    import msvcrt

    def _try_lock(handle: int) -> bool:
        os.lseek(handle, _OFFSET, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _try_lock(handle: int) -> bool:
        # flock belongs to the open file, so a second window of the same process is kept out as well.
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
