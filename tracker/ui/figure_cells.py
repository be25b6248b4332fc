"""Cells of figures: how money, rates, lag and lateness look in every table that shows them."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from tracker.domain.money import FEN_PER_YUAN, format_percent, format_points, format_wan
from tracker.domain.quarters import schedule
from tracker.ui.cells import EMPTY, Cell, not_applicable, not_computable, unfilled

LONG_LATE_DAYS = 30  # beyond, a delay is shown red
# 银川's bounds for 比序时, in 百分点: from the first one amber, beyond the second red.
LAG_AMBER, LAG_RED = Fraction(-10, 100), Fraction(-30, 100)


def money(fen: int | None, *, na: bool = False) -> Cell:
    """Return an amount in 万元; the tooltip has every digit in 元."""
    if na:
        return not_applicable()
    if fen is None:
        return unfilled()
    return Cell(format_wan(fen), tooltip=yuan(fen))


def yuan(fen: int) -> str:
    """Return an amount in 元 with all its digits: ``186,000,000.00 元``."""
    whole, rest = divmod(abs(fen), FEN_PER_YUAN)
    return f"{'−' if fen < 0 else ''}{whole:,}.{rest:02d} 元"


def rate(value: Fraction | None, *, places: int = 1, mark: Fraction | None = None, tooltip: str = "") -> Cell:
    """Return a rate with its bar, “—” where it cannot be computed; *mark* is 序时 on the bar."""
    if value is None:
        return not_computable(tooltip)
    line = None if mark is None else float(mark)
    return Cell(format_percent(value, places), bar=float(value), mark=line, tooltip=tooltip)


def lead(value: Fraction | None, tooltip: str = "") -> Cell:
    """Return 比序时 in 百分点, coloured where it lags."""
    if value is None:
        return not_computable(tooltip)
    ink = "red" if value < LAG_RED else "amber_text" if value <= LAG_AMBER else "text"
    return Cell(format_points(value), ink, tooltip=tooltip)


def late(days: int | None, tooltip: str = "") -> Cell:
    """Return the days a project is late, nothing where it is not."""
    if days is None or days <= 0:
        return EMPTY
    return Cell(str(days), "red" if days > LONG_LATE_DAYS else "amber_text", tooltip=tooltip, spoken=f"{days} 天")


def schedule_note(as_of: date, due: Fraction | None = None) -> str:
    """Return the sentence about 序时 at a date: ``序时进度 75.0 %（截至 2026-09-30）``; *due* None is month ÷ 12."""
    plain = schedule(as_of)
    curve = "，按季节曲线" if due not in (None, plain) else ""
    return f"序时进度 {format_percent(plain if due is None else due)} %（截至 {as_of}{curve}）"
