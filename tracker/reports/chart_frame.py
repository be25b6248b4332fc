"""The frame every chart shares: title block, notes, axis numbers, labels, and where its marks lie.

Everything is placed in logical pixels (96 to the inch) from the top left corner, so that the picture on screen, the
saved file and the place a click falls on agree. No pyplot: a Figure belongs to whoever asked for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from tracker.reports.chart_look import StateLook
from tracker.reports.pen import TITLE, Box, Pen, Point, Ruler

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MARGIN = 24
LINE = 18
LEAST_STEP, TWO_LINES = 22, 34  # the least height of a bar's strip, with a name on one line or two
MOST_STEP = 36
LABEL_GAP = 6
_LABEL_SHARE = 0.3  # of the width, for names; longer ones take two lines
_TICKS = 6
_TITLE_TOP, _TITLE_LINE = 28, 22


class Framed(Protocol):
    """What every chart says around its marks."""

    @property
    def title(self) -> str:
        """Period, place, figure and basis."""

    @property
    def subtitle(self) -> str:
        """The date, the unit and the filter."""

    @property
    def notes(self) -> tuple[str, ...]:
        """口径 and what is left out."""


@dataclass(frozen=True)
class Region:
    """Where one mark lies, label and count included, in logical pixels; a bar's strip reaches over the whole width."""

    bar: Any
    top: float
    bottom: float
    left: float = 0.0
    right: float = float("inf")


@dataclass(frozen=True)
class Picture:
    """A drawn chart, with the places of its marks."""

    figure: Figure
    regions: tuple[Region, ...]

    def bar_at(self, y: float, x: float = 0.0) -> Any:
        """Return the mark at a height from the top and a place from the left; None between and beside them."""
        found = (one for one in self.regions if one.top <= y < one.bottom and one.left <= x < one.right)
        return next((region.bar for region in found), None)


@dataclass(frozen=True)
class Head:
    """The title block cut into lines that fit, and its height."""

    title: tuple[str, ...]
    subtitle: tuple[str, ...]

    @property
    def height(self) -> float:
        """The height of title and subtitle in logical pixels."""
        return 16 + _TITLE_LINE * len(self.title) + LINE * len(self.subtitle) + 12


def head_of(chart: Framed, width: float) -> Head:
    """Wrap the title block: a long filter is part of the picture too."""
    ruler, room = Ruler(), width - 2 * MARGIN
    return Head(tuple(ruler.wrapped(chart.title, room, TITLE)), tuple(ruler.wrapped(chart.subtitle, room)))


def notes_of(chart: Framed, width: float) -> tuple[str, ...]:
    """Return the notes cut into lines that fit."""
    ruler = Ruler()
    return tuple(line for note in chart.notes for line in ruler.wrapped(note, width - 2 * MARGIN))


def draw_frame(pen: Pen, chart: Framed, foot: float) -> None:
    """Draw title, subtitle, and from *foot* on the notes: they are part of the picture."""
    head = head_of(chart, pen.size[0])
    y = float(_TITLE_TOP)
    for line in head.title:
        pen.text((MARGIN, y), line, pen.look.text, size=TITLE)
        y += _TITLE_LINE
    for line in head.subtitle:
        pen.text((MARGIN, y), line, pen.look.text2)
        y += LINE
    for place, line in enumerate(notes_of(chart, pen.size[0])):
        pen.text((MARGIN, foot + LINE * place + LINE / 2), line, pen.look.text2)


def label_room(labels: Iterable[str], width: float) -> float:
    """Return the room for names at the left: the widest, but no more than a part of the picture."""
    ruler = Ruler()
    return min(max((ruler.width(label) for label in labels), default=0), width * _LABEL_SHARE)


def least_step(labels: Iterable[str], width: float) -> float:
    """Return the least height of a strip: two lines where a name does not fit on one."""
    ruler, room = Ruler(), width * _LABEL_SHARE
    return TWO_LINES if any(ruler.width(label) > room for label in labels) else LEAST_STEP


def draw_label(pen: Pen, at: Point, label: str, room: float, *, two_lines: bool, under: str = "") -> None:
    """Write a name with its right end at a place, on two lines where there is height for them; *under* is below it."""
    words = pen.ruler.wrapped(label, room + 1) if two_lines and not under else [label]
    if len(words) == 1:
        words = [pen.ruler.elided(label, room + 1)]
    elif len(words) > 2:  # noqa: PLR2004 - two lines
        words = [words[0], pen.ruler.elided("".join(words[1:]), room + 1)]
    lines = [(text, pen.look.text) for text in words] + ([(under, pen.look.text2)] if under else [])
    top = at[1] - (len(lines) - 1) * 7
    for place, (text, color) in enumerate(lines):
        pen.text((at[0], top + 14 * place), pen.ruler.elided(text, room + 1), color, ha="right")


def draw_fill(pen: Pen, box: Box, looks: Sequence[StateLook], place: int, number: str = "") -> None:
    """Fill a box as series *place* of *looks* is filled, with its number where that fits.

    Beyond the last one it is hatched like everything unknown.
    """
    unknown = StateLook(pen.look.surf, "////", pen.look.strong, pen.look.text)
    state = looks[place] if place < len(looks) else unknown
    pen.box(box, state.fill, hatch=state.hatch, hatch_color=state.hatch_color)
    if pen.ruler.width(number) + 6 <= box[2]:
        middle = (box[0] + box[2] / 2, box[1] + box[3] / 2)
        pen.text(middle, number, state.text, ha="center", ground=state.fill if state.hatch else "")


def draw_legend(pen: Pen, at: Point, looks: Sequence[StateLook], names: Iterable[tuple[int, str]]) -> None:
    """Name the fills that occur, from the left."""
    x, y = at
    for place, name in names:
        draw_fill(pen, (x, y - 5, 16, 10), looks, place)
        pen.text((x + 21, y), name, pen.look.text2)
        x += 21 + pen.ruler.width(name) + 16


def tick_step(end: int) -> int:
    """Return 1, 2 or 5 times a power of ten, so that at most six steps reach *end*."""
    step = 1
    for factor in (digit * 10**power for power in range(15) for digit in (1, 2, 5)):
        step = factor
        if step * _TICKS >= end:
            break
    return step


def round_end(largest: int) -> int:
    """Return the round number an axis ends at."""
    step = tick_step(largest)
    return max(1, -(-largest // step)) * step
