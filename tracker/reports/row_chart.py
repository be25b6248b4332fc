"""Charts of horizontal bars other than completion, as numbers and words: rows of one line or several, each of parts."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from tracker.reports.chart_look import StateLook
from tracker.reports.chart_words import Target

PLAIN, PALE = -1, -2  # fills besides the series: the colour of single bars, and the ground others are read against


@dataclass(frozen=True)
class Part:
    """A part of a line: its length in the axis' unit, the series it is filled as, and the number inside it."""

    size: Fraction
    fill: int
    number: str = ""


@dataclass(frozen=True)
class Line:
    """One bar; without parts nothing is known of it, which is not zero. ``text`` stands at its end."""

    parts: tuple[Part, ...]
    text: str = ""


@dataclass(frozen=True)
class Row:
    """One name with its lines; ``under`` stands below the name, ``beside`` in the right column."""

    key: int
    label: str
    lines: tuple[Line, ...]
    beside: str
    projects: int
    target: Target
    tip: tuple[str, ...]
    under: str = ""

    @property
    def most(self) -> Fraction:
        """The length of the longest line."""
        return max((sum((part.size for part in line.parts), Fraction(0)) for line in self.lines), default=Fraction(0))


@dataclass(frozen=True)
class RowChart:
    """Rows ready to be drawn. ``fills`` are the looks of the series, ``legend`` names those that occur.

    ``table`` is heading and rows of the numbers behind it; ``unknown`` is what an unknown line says.
    """

    title: str
    subtitle: str
    bars: tuple[Row, ...]
    notes: tuple[str, ...]
    column: str
    table: tuple[tuple[str, ...], ...]
    fills: tuple[StateLook, ...]
    legend: tuple[tuple[int, str], ...] = ()
    unknown: str = "未填报"
    empty: str = "没有符合条件的项目"
