"""What the program does about data files on the window's behalf: it fits ``tracker.ui.file_desk.FileDesk``.

Its methods run on the worker and import the heavy libraries there, so that the window is painted before.
"""

from __future__ import annotations

import getpass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from tracker import paths
from tracker.domain.findings import Finding
from tracker.ui.file_desk import Contents, Found, Place

if TYPE_CHECKING:
    from tracker.store.database import Database
    from tracker.ui.tasks import Progress, Store

_FOLDER = "专栏项目台账"


class Desk:
    """Finds, makes, opens and copies data files."""

    def __init__(self, explicit: Path | None = None, *, remembers: bool = True) -> None:
        """Use the file of ``--db`` where one is named; without *remembers* the next start knows nothing of this one."""
        self._explicit = explicit
        self._remembers = remembers

    def find(self) -> Found:
        """Say where the data file is: ``--db``, TRACKER_DB, the one used last, ``data`` beside the program."""
        from tracker.store import location

        found = location.find(self._explicit)
        if found.path.is_file():
            return Found(found.path, Place.THERE)
        named = found.kind in (location.Kind.EXPLICIT, location.Kind.REMEMBERED)
        return Found(found.path, Place.MISSING if named else Place.NEW)

    def suggested(self) -> Path:
        """Return the place that was named, ``data`` beside a portable program, else a folder in the documents."""
        from tracker.store import location

        found = location.find(self._explicit)
        if found.kind in (location.Kind.EXPLICIT, location.Kind.PORTABLE):
            return _free(found.path)
        return _free(paths.documents_folder() / _FOLDER / location.FILE)

    def user(self) -> str:
        """Return the name of the system's user, empty where it has none."""
        try:
            return getpass.getuser()
        except (OSError, KeyError):
            return ""

    def create(self, path: Path, who: str, progress: Progress) -> Contents:
        """Make a file, lay the catalogue into it and count what is in it; a half-made file is removed."""
        from tracker.store.database import open_file
        from tracker.store.seed import make_file

        progress(0, 0, "建立文件")
        make_file(path, who, lambda what, done, total: progress(done, total, what))
        database = open_file(path, read_only=True)
        try:
            return _contents(database)
        finally:
            database.close()

    def open(self, path: Path, who: str, progress: Progress) -> Store:
        """Open a file, upgrading an older one; for reading only where somebody else writes it."""
        from tracker.store.database import open_file

        progress(0, 0)
        # The first page's modules take longer to load than the file to open; loaded here, the window stays awake.
        import tracker.ui.pages.overview  # noqa: F401

        return open_file(path, who=who or None)

    def remember(self, path: Path) -> None:
        """Open this file at the next start."""
        from tracker.store import location

        if self._remembers:
            location.remember(path)

    def check(self, path: Path, progress: Progress) -> list[Finding]:
        """Look at everything that can be wrong with a file, on a connection of its own that writes nothing."""
        from tracker.store.check import check_file

        return check_file(path, progress)

    def copy(self, source: Path, target: Path, progress: Progress) -> None:
        """Write a copy; the user has agreed already that an old file of that name goes."""
        from tracker.store.backup import copy_to

        progress(0, 0)
        beside = target.with_name(f"{target.name}.正在写")
        beside.unlink(missing_ok=True)
        copy_to(source, beside)
        beside.replace(target)


def _contents(database: Database) -> Contents:
    """Count what the catalogue laid into a file."""
    from tracker.queries.choices import choices

    found = database.read(choices, date.today())  # noqa: DTZ011 - the user's own day
    plans = [plan for plan in found.plans if plan.boxes]
    return Contents(len(plans), sum(len(plan.boxes) for plan in plans), sum(word.count for word in found.kinds))


def _free(path: Path) -> Path:
    """Return a path nothing lies at yet, counting up behind the name."""
    number, free = 2, path
    while free.exists():
        free = path.with_stem(f"{path.stem}{number}")
        number += 1
    return free
