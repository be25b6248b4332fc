"""One cell each for what a report prints: exact numbers as numbers, and the four kinds of nothing told apart.

未填 nobody has filled it in; ／ does not apply; — cannot be computed; 0 is zero. Money stands in the cell exactly, in
万元, and is rounded only by its number format; rates stand in percent.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from tracker.domain.figures import Figures, Sum
from tracker.reports.sheet_styles import AMBER, GREY, RED, Form, Style
from tracker.reports.sheet_writer import Cell

UNFILLED, NOT_APPLICABLE, NOT_COMPUTABLE = "未填", "／", "—"
_EXACT_DIGITS = 15
LATE_DAYS, FAR_BEHIND, BEHIND = 30, Fraction(-30, 100), Fraction(-10, 100)


def text(value: str | None, form: Form = Form.TEXT) -> Cell:
    """Return words; 未填 where there are none."""
    return Cell(value, Style(form)) if value else missing(UNFILLED, form)


def word(value: str | None) -> Cell:
    """Return a short word in the middle of its cell; 未填 where there is none."""
    return text(value, Form.WORD)


def plain(value: str | None, form: Form = Form.TEXT) -> Cell:
    """Return words; an empty cell where there are none, as for notes."""
    return Cell(value or None, Style(form))


def missing(which: str, form: Form) -> Cell:
    """Return one of the kinds of nothing."""
    return Cell(which, Style(form, ink=GREY))


def money(fen: int | None, *, na: bool = False) -> Cell:
    """Return an amount in 万元."""
    if na:
        return missing(NOT_APPLICABLE, Form.MONEY)
    return missing(UNFILLED, Form.MONEY) if fen is None else Cell(wan_exactly(fen), Style(Form.MONEY))


def wan_exactly(fen: int) -> float:
    """Return 分 as 万元 with all digits: a float keeps fifteen of them."""
    return float(Decimal(fen).scaleb(-6))


def total(amount: Sum) -> Cell:
    """Return a sum of what is known; 未填 where nothing is."""
    return money(amount.fen)


def rate(value: Fraction | None, *, na: bool = False, filled: bool = True) -> Cell:
    """Return a ratio in percent; 未填 where its numerator is not *filled* in, — where it cannot be computed."""
    return _ratio(value, Form.RATE, na=na) if filled or na else missing(UNFILLED, Form.RATE)


def lead(value: Fraction | None, *, na: bool = False) -> Cell:
    """Return a difference of two ratios in 百分点; 10 behind is amber, more than 30 red (银川's rule)."""
    cell = _ratio(value, Form.POINTS, na=na)
    if value is None or na or value > BEHIND:
        return cell
    return cell.inked(RED if value < FAR_BEHIND else AMBER)


def difference(value: Fraction | None) -> Cell:
    """Return a growth in percent or a difference of rates in 百分点 with its sign; — where it cannot be computed."""
    return _ratio(value, Form.POINTS, na=False)


def _ratio(value: Fraction | None, form: Form, *, na: bool) -> Cell:
    """Return a number in hundredths."""
    if na:
        return missing(NOT_APPLICABLE, form)
    return missing(NOT_COMPUTABLE, form) if value is None else Cell(float(value * 100), Style(form))


def count(value: int | None) -> Cell:
    """Return a number of projects, days or problems; 未填 where unknown."""
    return missing(UNFILLED, Form.COUNT) if value is None else Cell(value, Style(Form.COUNT))


def day(value: date | None, *, na: bool = False) -> Cell:
    """Return a true date."""
    if na:
        return missing(NOT_APPLICABLE, Form.DAY)
    return missing(UNFILLED, Form.DAY) if value is None else Cell(value, Style(Form.DAY))


def number(value: str | None) -> Cell:
    """Return a number of the user's own; one with more digits than Excel keeps stays text."""
    if value is None:
        return missing(UNFILLED, Form.NUMBER)
    digits = sum(character.isdigit() for character in value)
    return Cell(value if digits > _EXACT_DIGITS else float(value), Style(Form.NUMBER))


def late(days: int | None) -> Cell:
    """Return how many days something is overdue: empty when it is not, red beyond 30."""
    if not days:
        return Cell(None, Style(Form.COUNT))
    return Cell(days, Style(Form.COUNT, ink=RED if days > LATE_DAYS else AMBER))


def slip(days: int | None) -> Cell:
    """Return 偏差 in days: late is positive; empty where there is nothing to compare yet."""
    return Cell(days, Style(Form.POINTS_WHOLE))


def node_rate(f: Figures) -> Cell:
    """Return 节点完成率; 未填 without milestones."""
    return missing(UNFILLED, Form.RATE) if not f.nodes else rate(f.node_rate)


def percent(f: Figures) -> Cell:
    """Return 形象进度 in percent."""
    if f.percent_na:
        return missing(NOT_APPLICABLE, Form.COUNT)
    return count(f.percent)
