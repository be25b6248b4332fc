"""Where the data file is: the order of asking, and the file used last.

``--db``, else ``TRACKER_DB``, else the file used last, else the folder ``data`` beside the program (portable), else the
user's data folder. Whether a missing file may be made is the caller's decision; one that was used last never is.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

from tracker.paths import config_folder, data_folder

VARIABLE = "TRACKER_DB"
FILE = "项目台账.db"
_BESIDE = "data"


class Kind(Enum):
    """How a path was found."""

    EXPLICIT = auto()  # named by the user, now
    REMEMBERED = auto()  # the file used last
    PORTABLE = auto()  # in the folder beside the program
    DEFAULT = auto()  # the user's data folder


@dataclass(frozen=True)
class Location:
    """A path, absolute, and how it was found; the file need not exist."""

    path: Path
    kind: Kind


def find(explicit: Path | None = None) -> Location:
    """Return where the data file is; *explicit* is the path after ``--db``."""
    named = explicit or (Path(os.environ[VARIABLE]) if os.environ.get(VARIABLE) else None)
    if named is not None:
        return Location(named.expanduser().absolute(), Kind.EXPLICIT)
    if (last := remembered()) is not None:
        return Location(last, Kind.REMEMBERED)
    beside = _beside_program()
    if beside is not None and (folder := beside / _BESIDE).is_dir():
        return Location(_only_file(folder), Kind.PORTABLE)
    return Location((data_folder() / FILE).absolute(), Kind.DEFAULT)


def remembered() -> Path | None:
    """Return the file used last, None where there was none or the note is unreadable."""
    try:
        note = json.loads(_note().read_text("utf-8"))
    except (OSError, ValueError):
        return None
    if not isinstance(note, dict):
        return None
    beside, inside, path = _beside_program(), note.get("beside"), note.get("path")
    if isinstance(inside, str) and beside is not None:
        return beside / inside
    return Path(path) if isinstance(path, str) and path else None


def remember(path: Path) -> None:
    """Note the file for the next start; a folder that cannot be written is no reason to stop.

    A file in the program's own folder is noted relative to it: a stick has another drive letter on the next computer.
    """
    path, beside = path.absolute(), _beside_program()
    note = {"path": str(path)}
    if beside is not None and path.is_relative_to(beside):
        note["beside"] = path.relative_to(beside).as_posix()
    target = _note()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(json.dumps(note, ensure_ascii=False), "utf-8")
    except OSError:
        return


def _note() -> Path:
    """Return the file the note is kept in."""
    return config_folder() / "location.json"


def _beside_program() -> Path | None:
    """Return the folder of the packed program; a program installed by pip has no folder of its own."""
    return Path(sys.executable).absolute().parent if getattr(sys, "frozen", False) else None


def _only_file(folder: Path) -> Path:
    """Return the data file of a portable folder: the usual name, or the only one there is."""
    usual, others = folder / FILE, sorted(folder.glob("*.db"))
    return others[0] if len(others) == 1 and not usual.exists() else usual
