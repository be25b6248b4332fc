"""项目代码 of the 在线审批监管平台: both forms, put into one spelling, with notes on what looks wrong.

Sources: GB/T 40058-2021 and 发改投资〔2020〕1439号, read as in the project's notes on the field. Since November 2020 a
code begins with year and month (YYMM) and ends in a check digit; before, it began with the year and had none. The check
digit's method, ISO 7064 MOD 11,10, was inferred from published codes, so it only ever warns. A code is never refused:
the office copies it from an approval and knows better.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

_CODE = re.compile(r"\d{4}-\d{6}-\d{2}-\d{2}-\d{6}")
_BARE = re.compile(r"(\d{4})(\d{6})(\d{2})(\d{2})(\d{6})")
# Hyphens and dashes that full-width typing, Word and PDF put in place of “-”.
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−－﹣－ー一_·", "-"))
_OLD_YEARS = range(2013, 2022)
_FIRST_NEW_YEAR = 20  # of the century: the new form came in November 2020
_DECEMBER = 12


class Checked(NamedTuple):
    """A code as it is stored (None for an empty one), and sentences on what looks wrong with it."""

    code: str | None
    notes: tuple[str, ...]


def check(text: str) -> Checked:
    """Normalise a code and say what looks wrong.

    >>> check("２１１１—３４１３２４—０４—０１—８２６４２４")
    Checked(code='2111-341324-04-01-826424', notes=())
    >>> check("2020-220183-84-01-012345").notes
    ()
    """
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).translate(_DASHES)
    if not plain:
        return Checked(None, ())
    if bare := _BARE.fullmatch(plain):
        plain = "-".join(bare.groups())
    if not _CODE.fullmatch(plain):
        shape = "2111-341324-04-01-826424"
        # Not a code at all, so nothing of what was typed is touched.
        kept = text.strip()
        return Checked(kept, (f"项目代码一般是 24 位，形如 {shape}，“{kept}”不是，请核对；可以保存。",))
    return Checked(plain, _notes(plain))


def check_digit(digits: str) -> int:
    """Return the ISO 7064 MOD 11,10 check digit of the first 19 digits."""
    product = 10
    for digit in digits:
        total = (product + int(digit)) % 10 or 10
        product = 2 * total % 11
    return (11 - product) % 10


def region(code: str) -> str | None:
    """Return the six digits of the region in a code of the usual shape; they may be historic."""
    return code[5:11] if _CODE.fullmatch(code) else None


def _notes(code: str) -> tuple[str, ...]:
    """Return what looks wrong with a code of the right shape; the first four digits decide its form."""
    start, month = int(code[:4]), int(code[2:4])
    if 1 <= month <= _DECEMBER and start // 100 >= _FIRST_NEW_YEAR:
        digits = code.replace("-", "")
        right = check_digit(digits[:-1])
        if right != int(digits[-1]):
            return (f"项目代码末位校验不符（按前 19 位推算应为 {right}），可能抄错一位，请核对；可以保存。",)
        return ()
    if start in _OLD_YEARS:
        return ()
    return (f"项目代码前四位“{code[:4]}”既不是年月（如 2111）也不是年份（如 2020），请核对；可以保存。",)
