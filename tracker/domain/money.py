"""Money as exact integers of 分; 万元 or 亿元 only where people read and type it.

1 万元 = 1,000,000 分, 1 亿元 = 10,000 万元. Percentages are kept as ``Fraction`` until they are shown.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from fractions import Fraction

from tracker.domain.errors import InputError

FEN_PER_YUAN = 100
FEN_PER_WAN = 1_000_000
FEN_PER_YI = FEN_PER_WAN * 10_000
# Beyond any health project, and far inside SQLite's 64-bit integers even when thousands are added up.
LARGEST_FEN = 10_000 * FEN_PER_YI

_UNITS = {
    "": FEN_PER_WAN,
    "元": FEN_PER_YUAN,
    "万": FEN_PER_WAN,
    "万元": FEN_PER_WAN,
    "亿": FEN_PER_YI,
    "亿元": FEN_PER_YI,
}
_AMOUNT = re.compile(r"([+-]?[\d.,]+)(元|万元|万|亿元|亿)?")


@dataclass(frozen=True)
class Amount:
    """One cell of money: ``fen`` in 分, or ``na`` for 不适用, or neither for 未填. Never both.

    >>> Amount().unknown, Amount(0).unknown, Amount(na=True).unknown
    (True, False, False)
    """

    fen: int | None = None
    na: bool = False

    def __post_init__(self) -> None:
        """Refuse an amount that both says and does not say something."""
        if self.na and self.fen is not None:
            raise ValueError("an amount is a number or 不适用, never both")

    @property
    def unknown(self) -> bool:
        """Whether nothing is known: 未填."""
        return self.fen is None and not self.na


def check_amount(amount: Amount, field: str) -> None:
    """Raise InputError for a negative amount or one beyond 1万亿元; *field* names the input."""
    if amount.fen is not None and amount.fen < 0:
        raise InputError("金额不能是负数。", field)
    if amount.fen is not None and amount.fen > LARGEST_FEN:
        raise InputError("金额超过 1 万亿元，请核对单位。", field)


def parse_wan(text: str) -> int | None:
    """Return *text* as 分; a number without a unit word is 万元. Empty text is None (未填).

    Full-width digits, thousands separators and the words 元, 万(元), 亿(元) are understood.
    Raises InputError where the text is no amount, is negative, is finer than 分 or beyond 1万亿元.

    >>> parse_wan("1.2亿"), parse_wan("３，５００万"), parse_wan("0"), parse_wan(" ")
    (12000000000, 3500000000, 0, None)
    """
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).replace("，", ",").replace("−", "-")
    if not plain:
        return None
    found = _AMOUNT.fullmatch(plain)
    try:
        number = Decimal(_without_separators(found[1])) if found else None
    except InvalidOperation:
        number = None
    if found is None or number is None:
        raise InputError(f"“{text.strip()}”不是金额，请填数字，例如 1,200.50，或 1.2亿、3500万。")
    fen = number * _UNITS[found[2] or ""]
    if fen < 0:
        raise InputError("金额不能是负数。")
    if fen != fen.to_integral_value():
        raise InputError(f"“{text.strip()}”比 1 分还细，请最多填到 6 位小数（万元）。")
    if fen > LARGEST_FEN:
        raise InputError(f"“{text.strip()}”超过 1 万亿元，请核对单位（不写单位按万元）。")
    return int(fen)


def _without_separators(number: str) -> str:
    """Drop thousands separators, but only where they separate thousands: “1,5” is a slip, not 15."""
    if "," in number and not re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?", number):
        raise InvalidOperation
    return number.replace(",", "")


def rounded(value: Fraction | int, places: int) -> Decimal:
    """Round half up (四舍五入) to *places* decimals, once, from the exact value."""
    exact = Fraction(value)
    scaled = exact * 10**places
    # Decimal(numerator)/Decimal(denominator) may itself round; integer arithmetic cannot.
    floor, rest = divmod(abs(scaled.numerator), scaled.denominator)
    whole = floor + (1 if rest * 2 >= scaled.denominator else 0)
    sign = -1 if scaled < 0 else 1
    return (Decimal(sign * whole).scaleb(-places)).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def wan(fen: int, places: int = 2) -> Decimal:
    """Return 分 as 万元, rounded once to *places* decimals."""
    return rounded(Fraction(fen, FEN_PER_WAN), places)


def format_wan(fen: int, places: int = 2) -> str:
    """Return 分 as 万元 with separators: ``18,600.00``. The minus is U+2212, as tall as a digit.

    >>> format_wan(18600_000000)
    '18,600.00'
    """
    return f"{wan(fen, places):,}".replace("-", "−")


def edit_wan(fen: int | None) -> str:
    """Return 分 as the text of an editor: exact 万元 without separators, empty for None.

    >>> edit_wan(12_345_600), edit_wan(None), edit_wan(5_000_000)
    ('12.3456', '', '5')
    """
    if fen is None:
        return ""
    text = f"{Decimal(fen).scaleb(-6):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def format_percent(ratio: Fraction, places: int = 1) -> str:
    """Return a ratio as percent without the sign: ``Fraction(5, 8)`` is ``62.5``."""
    return f"{rounded(ratio * 100, places):,}".replace("-", "−")


def format_points(difference: Fraction, places: int = 1) -> str:
    """Return the difference of two ratios in 百分点, always signed: ``+13.8``, ``−33.8``, ``0.0``."""
    points = rounded(difference * 100, places)
    sign = "+" if points > 0 else ""
    return f"{sign}{points}".replace("-", "−")
