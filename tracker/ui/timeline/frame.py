"""How the timeline stands at the moment: columns, axis, scrolling, and the state of a line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tracker.ui.theme import Tokens
from tracker.ui.timeline.axis import Axis

LIGHT_WIDTH, UNIT_WIDTH, SLIP_WIDTH = 56, 82, 56


@dataclass(frozen=True)
class Frame:
    """How the timeline stands: the table's width at the left, then the axis scrolled by *offset* to *width*."""

    t: Tokens
    axis: Axis
    left: int
    width: int
    offset: int
    as_of: date
    today: date
    with_unit: bool = True

    @property
    def origin(self) -> float:
        """The x of the axis' first day."""
        return float(self.left - self.offset)

    @property
    def seen(self) -> tuple[float, float]:
        """The part of the axis that is seen."""
        return float(self.offset), float(self.offset + self.width - self.left)

    @property
    def name_width(self) -> int:
        """What is left for the names."""
        return self.left - LIGHT_WIDTH - SLIP_WIDTH - (UNIT_WIDTH if self.with_unit else 0)


@dataclass(frozen=True)
class State:
    """How a line stands: under the pointer, current, with the focus; ``chosen`` is the place of a milestone."""

    hovered: bool = False
    current: bool = False
    focused: bool = False
    chosen: int | None = None
    unfolded: bool = False
