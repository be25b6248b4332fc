"""The words of a 专栏 box, cut into clauses.

The ledger in ``seed/ledger`` accounts for every clause of every box. It can only do so when the cutting is the same
each time, so the cutting lives here, apart from any file format.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

_BOOKMARK = re.compile(r"\[bookmark:[^\]]*\]")
_STOPS = frozenset("。；;、\n")
# Inside these pairs a 、 lists attributes or examples of one thing, so it does not end a clause.
_PAIRS = {"“": "”", "（": "）", "(": ")", "《": "》", "‘": "’", "〔": "〕"}


@dataclass(frozen=True)
class Clause:
    """One clause of a box: ``text`` is ``box[start:end]``, its end mark included."""

    start: int
    end: int
    text: str


def normalise(text: str) -> str:
    r"""Return *text* without bookmarks, blank lines and the spaces that word processing left inside it.

    >>> normalise("[bookmark: _Toc1]专栏 2 爱国卫生 \n\n到 2022 年末")
    '专栏2爱国卫生\n到2022年末'
    """
    lines = (re.sub(r"\s+", "", line) for line in _BOOKMARK.sub("", text).splitlines())
    return "\n".join(line for line in lines if line)


def digest(normalised: str) -> str:
    """Return the first 16 hexadecimal digits of the SHA-256 of a box's normalised text."""
    return hashlib.sha256(normalised.encode("utf-8")).hexdigest()[:16]


def split(normalised: str) -> list[Clause]:
    """Cut a box's normalised text at 。；、 and line ends outside quotes and brackets.

    The clauses touch and cover the text: each begins where the one before it ends. A bracket that is never closed
    ends with its line, so that one misprint cannot swallow the rest of a box.
    """
    clauses: list[Clause] = []
    awaited: list[str] = []
    start = 0
    for at, char in enumerate(normalised):
        if char == "\n":
            awaited.clear()
        elif awaited and char == awaited[-1]:
            awaited.pop()
        elif char in _PAIRS:
            awaited.append(_PAIRS[char])
        line_follows = normalised[at + 1 : at + 2] == "\n"  # the line end then belongs to this clause
        if char in _STOPS and not awaited and not line_follows:
            clauses.append(Clause(start, at + 1, normalised[start : at + 1]))
            start = at + 1
    if start < len(normalised):
        clauses.append(Clause(start, len(normalised), normalised[start:]))
    return clauses
