"""Values as forms hand them over, checked and put into the shape the file keeps.

Each function takes what a field held and returns the value to store, None for nothing (未填). Each raises InputError
with a sentence for the user and the name of the field.
"""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from typing import TypeVar

from tracker.domain.dates import EARLIEST, LATEST, parse_day
from tracker.domain.errors import InputError

LONGEST_LINE, LONGEST_TEXT = 200, 4_000
_INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200d\u2060\ufeff]")
_Word = TypeVar("_Word", bound=StrEnum)


def text(value: object, label: str, field: str, longest: int = LONGEST_TEXT) -> str | None:
    """Return a text without the spaces around it; at most *longest* characters.

    What other programs leave in copied text goes: control characters, which Excel refuses, and marks without width,
    which no search finds. A short text is one line.
    """
    plain = "" if value is None else _clean(str(value), one_line=longest <= LONGEST_LINE)
    if len(plain) > longest:
        raise InputError(f"“{label}”有 {len(plain)} 个字，最多 {longest} 个字，未保存。", field)
    return plain or None


def _clean(text: str, *, one_line: bool) -> str:
    """Return a text without what cannot be seen."""
    text = _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return " ".join(text.split()) if one_line and "\n" in text else text.strip()


def required_text(value: object, label: str, field: str, longest: int = LONGEST_TEXT) -> str:
    """Return a text that must say something."""
    plain = text(value, label, field, longest)
    if plain is None:
        raise InputError(f"“{label}”不能空着，未保存。", field)
    return plain


def day(value: object, label: str, field: str) -> date | None:
    """Return a day, given as a date or as people type it, between 1990 and 2100."""
    if value is None:
        return None
    try:
        found = value if isinstance(value, date) else parse_day(str(value))
    except InputError as error:
        raise InputError(str(error), field) from None
    if found is not None and not EARLIEST <= found <= LATEST:
        raise InputError(f"“{label}”{found} 不在 1990 年至 2100 年之间，请核对。", field)
    return found


def required_day(value: object, label: str, field: str) -> date:
    """Return a day that must be given."""
    found = day(value, label, field)
    if found is None:
        raise InputError(f"请填写“{label}”。", field)
    return found


def word(value: object, words: type[_Word], label: str, field: str) -> _Word | None:
    """Return one word of a closed list."""
    plain = text(value, label, field)
    if plain is None:
        return None
    try:
        return words(plain)
    except ValueError:
        raise InputError(f"“{label}”没有“{plain}”这一项，可选：{'、'.join(words)}。", field) from None


def whole(value: object, label: str, field: str, largest: int) -> int | None:
    """Return a whole number from 0 to *largest*."""
    plain = text(value, label, field)
    if plain is None:
        return None
    if not plain.isdecimal() or int(plain) > largest:
        raise InputError(f"“{label}”要填 0 到 {largest} 的整数，“{plain}”未保存。", field)
    return int(plain)
