"""The sheet: its size and margins, the printed fonts, and how tall a text stands in a width.

Everything is counted in units of 1/96 inch, as on screen; the device's own resolution comes in when it is painted.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QMarginsF, QSizeF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPageLayout, QPageSize, QTextLayout, QTextOption

from tracker.ui import theme

UNITS_PER_INCH = 96.0
_UNITS_PER_MM = UNITS_PER_INCH / 25.4
_MARGIN_MM = 12.0
TEXT, SMALL, HEAD, TITLE = 11, 10, 11, 19  # font sizes in units; 11 is 8.25 pt, as offices print wide tables
PAD = 4.0
_LINE_END = "\u2028"  # what Qt takes for the end of a line within a paragraph


class Paper(StrEnum):
    """The papers offices have."""

    A4 = "A4"
    A3 = "A3"


@dataclass(frozen=True)
class Sheet:
    """One page: which paper, and which way round."""

    paper: Paper = Paper.A4
    landscape: bool = True

    def layout(self) -> QPageLayout:
        """Return it as Qt's printers take it; the margins are the printed ones."""
        size = QPageSize(QPageSize.PageSizeId.A4 if self.paper is Paper.A4 else QPageSize.PageSizeId.A3)
        way = QPageLayout.Orientation.Landscape if self.landscape else QPageLayout.Orientation.Portrait
        margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
        return QPageLayout(size, way, margins, QPageLayout.Unit.Millimeter)

    def inner(self) -> QSizeF:
        """Return the size between the margins, in units."""
        rect = self.layout().paintRect(QPageLayout.Unit.Millimeter)
        return QSizeF(rect.width() * _UNITS_PER_MM, rect.height() * _UNITS_PER_MM)


def font(size: int = TEXT, *, strong: bool = False) -> QFont:
    """Return a printed font."""
    return theme.font(size, strong=strong)


def option(align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft) -> QTextOption:
    """Return how texts are wrapped: between words where there are any, else anywhere."""
    result = QTextOption(align)
    result.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    return result


def text_width(text: str, used: QFont) -> float:
    """Return how wide the longest line of a text is."""
    metrics = QFontMetricsF(used)
    return max((metrics.horizontalAdvance(line) for line in text.split("\n")), default=0.0)


def wrapped(text: str, width: float, used: QFont) -> list[str]:
    """Return the lines a text breaks into in a width; an empty text is one empty line."""
    if not text or ("\n" not in text and text_width(text, used) <= width):
        return [text]
    layout = QTextLayout(text.replace("\n", _LINE_END), used)
    layout.setTextOption(option())
    layout.beginLayout()
    lines: list[str] = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(width, 1.0))
        # Qt counts in UTF-16, where rare characters are two.
        raw = text.encode("utf-16-le")[line.textStart() * 2 : (line.textStart() + line.textLength()) * 2]
        lines.append(raw.decode("utf-16-le", "replace").rstrip("\n"))
    layout.endLayout()
    return lines


def line_height(used: QFont) -> float:
    """Return how tall one line stands."""
    return QFontMetricsF(used).height()


def text_height(text: str, width: float, used: QFont) -> float:
    """Return how tall a text stands when it is wrapped into a width; an empty one is a line high."""
    return len(wrapped(text, width, used)) * line_height(used)
