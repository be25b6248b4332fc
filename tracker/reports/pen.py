"""Drawing in logical pixels from the top left corner of a matplotlib figure, and measuring text for it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Literal

from tracker.reports import fonts
from tracker.reports.chart_look import Look

if TYPE_CHECKING:
    from matplotlib.figure import Figure

INCH = 96  # logical pixels
BODY, TITLE, NOTE = 9, 11, 9  # points
_BEFORE = "，。；：、）〉》”！？"  # a line never begins with one of these
Box = tuple[float, float, float, float]
Point = tuple[float, float]


class Ruler:
    """Measures text as it will be drawn."""

    def width(self, text: str, size: float = BODY) -> float:
        """Return the width of *text* in logical pixels."""
        return _width(fonts.drawable(text), size)

    def elided(self, text: str, room: float) -> str:
        """Return *text*, cut with “…” where it is wider than *room*."""
        if self.width(text) <= room:
            return text
        while text and self.width(f"{text}…") > room:
            text = text[:-1]
        return f"{text}…"

    def wrapped(self, text: str, room: float, size: float = NOTE) -> list[str]:
        """Return *text* cut into lines no wider than *room*; closing punctuation hangs on the line before."""
        lines, line = [], ""
        for character in text:
            if line and character not in _BEFORE and self.width(line + character, size) > room:
                lines.append(line)
                line = ""
            line += character
        return [*lines, line] if line else lines


@cache
def _width(text: str, size: float) -> float:
    """Return the width of drawable text in logical pixels."""
    from matplotlib.textpath import TextPath

    # Measured from outlines: the same whatever the resolution.
    if not text.strip():
        return size * INCH / 72 / 2 * len(text)
    extents = TextPath((0, 0), text, size=size * INCH / 72).get_extents()
    return float(max(extents.x1, 0))


class Pen:
    """Draws into one figure, with the colours of one look. Lengths are logical pixels."""

    def __init__(self, figure: Figure, look: Look) -> None:
        """Empty the figure and take its size as it is now."""
        self.look = look
        self.ruler = Ruler()
        width, height = figure.get_size_inches()
        self.size = (float(width) * INCH, float(height) * INCH)
        figure.clear()
        figure.set_facecolor(look.surf)
        self._axes = figure.add_axes((0, 0, 1, 1))
        self._axes.set_axis_off()
        self._axes.set_xlim(0, self.size[0])
        self._axes.set_ylim(self.size[1], 0)

    def text(
        self,
        at: Point,
        words: str,
        color: str,
        *,
        size: float = BODY,
        ha: Literal["left", "center", "right"] = "left",
        ground: str = "",
    ) -> None:
        """Write one line with its middle at a height; on a ground of its own no line crosses it."""
        if not words:
            return
        box = {"facecolor": ground, "edgecolor": "none", "pad": 1.2} if ground else None
        self._axes.text(
            *at, fonts.drawable(words), color=color, fontsize=size, ha=ha, va="center_baseline", bbox=box, zorder=4
        )

    def box(self, box: Box, fill: str, *, hatch: str = "", hatch_color: str = "none") -> None:
        """Fill a box (left, top, width, height), plain or hatched."""
        from matplotlib.patches import Rectangle

        left, top, width, height = box
        patch = Rectangle((left, top), width, height, facecolor=fill, linewidth=0, zorder=2)
        if hatch:
            patch.set(hatch=hatch, hatchcolor=hatch_color, hatch_linewidth=0.6)
        self._axes.add_patch(patch)

    def frame(self, box: Box, color: str, line: float = 1.5) -> None:
        """Draw the edge of a box, *line* points wide."""
        from matplotlib.patches import Rectangle

        left, top, width, height = box
        self._axes.add_patch(
            Rectangle((left, top), width, height, facecolor="none", edgecolor=color, linewidth=line, zorder=3)
        )

    def line(self, start: Point, end: Point, color: str, width: float, *, dashed: bool = False) -> None:
        """Draw a straight line *width* logical pixels wide."""
        self._axes.plot(
            (start[0], end[0]),
            (start[1], end[1]),
            color=color,
            linewidth=width * 72 / INCH,
            linestyle=(0, (5, 3)) if dashed else "solid",
            zorder=3 if dashed or width > 1 else 1,
            solid_capstyle="butt",
        )

    def path(self, points: Sequence[Point], color: str, width: float, *, dashed: bool = False) -> None:
        """Draw straight lines from point to point, *width* logical pixels wide."""
        self._axes.plot(
            [x for x, _y in points],
            [y for _x, y in points],
            color=color,
            linewidth=width * 72 / INCH,
            linestyle=(0, (5, 3)) if dashed else "solid",
            zorder=3,
        )

    def mark(self, at: Point, color: str, *, square: bool = False, hollow: bool = False) -> None:
        """Draw a small disc or square over a line, filled or hollow."""
        self._axes.plot(
            [at[0]],
            [at[1]],
            marker="s" if square else "o",
            markersize=4.5 if square else 5,
            color=color,
            markerfacecolor=self.look.surf if hollow else color,
            markeredgewidth=1.1,
            zorder=5,
        )
