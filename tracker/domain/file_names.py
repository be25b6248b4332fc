"""File names that every Windows takes, whatever the user's own file was called."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath

_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\ufeff]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)
# Windows allows 255 in a name but about 260 in a whole path, and offices nest folders deeply.
LONGEST_NAME = 80
LONGEST_SUFFIX = 10


def safe_name(name: str, otherwise: str = "文件") -> str:
    """Return *name* without what Windows refuses, at most 80 characters long with its ending kept.

    >>> safe_name('批复:2026/12号?.pdf'), safe_name("CON.txt"), safe_name(" . ")
    ('批复_2026_12号_.pdf', '_CON.txt', '文件')
    """
    plain = _FORBIDDEN.sub("_", unicodedata.normalize("NFC", name)).strip(" .")
    if not plain:
        return otherwise
    if _RESERVED.fullmatch(plain):
        plain = f"_{plain}"
    suffix = PurePosixPath(plain).suffix
    suffix = suffix if len(suffix) <= LONGEST_SUFFIX else ""
    stem = plain.removesuffix(suffix) if suffix else plain
    return f"{stem[: LONGEST_NAME - len(suffix)].rstrip(' .')}{suffix}"


def numbered(name: str, number: int) -> str:
    """Return a name with a number behind it, before its ending: ``批复(2).pdf``."""
    suffix = PurePosixPath(name).suffix
    return f"{name.removesuffix(suffix) if suffix else name}({number}){suffix}"


def is_within(relative: str) -> bool:
    """Whether a stored path stays inside the folder it is read from; a file from elsewhere might name any place."""
    path = PurePosixPath(relative.replace("\\", "/"))
    return not path.is_absolute() and ".." not in path.parts and ":" not in relative and bool(path.parts)
