"""What one table cell shows, as a plain value; and the four kinds of nothing, the same everywhere."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

UNFILLED = "未填"
NOT_APPLICABLE = "／"
NOT_COMPUTABLE = "—"


class Light(Enum):
    """The lights: own shapes, never colour alone. The value is the word beside the shape."""

    RED = "红"
    AMBER = "黄"
    GREEN = "绿"
    NONE = "未报"


@dataclass(frozen=True)
class Cell:
    """One cell. Inks and grounds are token names of ``theme.Tokens``.

    ``side`` is a second text at the right edge (下一节点's date). ``bar`` 0–1 draws the bar before the number, ``mark``
    0–1 the line of 序时 on it; ``hatch`` puts 未填报's pattern where the bar would be. ``ground`` colours the cell
    (``alt``, ``amber_bg``, ``red_bg``; ``hatch`` is the pattern of 不适用). ``spoken`` is read out instead of the text.
    ``unreported`` puts the dashed ring of 未报 at the right edge, beside the word of a known light.
    ``icon`` (with ``icon_ink``) stands at the left, such as ``warning`` before a warned figure. ``indent`` is the depth
    of a row that belongs to one above it.
    """

    text: str = ""
    ink: str = "text"
    side: str = ""
    side_ink: str = "text2"
    bar: float | None = None
    mark: float | None = None
    hatch: bool = False
    light: Light | None = None
    unreported: bool = False
    icon: str = ""
    icon_ink: str = "text2"
    indent: int = 0
    ground: str = ""
    strong: bool = False
    tooltip: str = ""
    spoken: str = ""


EMPTY = Cell()


def unfilled(tooltip: str = "", *, hatch: bool = False) -> Cell:
    """Return the cell of what nobody has filled in; *hatch* where a bar would stand."""
    return Cell(UNFILLED, "text3", hatch=hatch, tooltip=tooltip, spoken=UNFILLED)


def not_applicable(tooltip: str = "", *, ground: bool = False) -> Cell:
    """Return the cell of 不适用; *ground* hatches it, as editable grids do."""
    return Cell(NOT_APPLICABLE, "text3", ground="hatch" if ground else "", tooltip=tooltip, spoken="不适用")


def not_computable(tooltip: str = "") -> Cell:
    """Return the cell of a figure whose base is missing or zero."""
    return Cell(NOT_COMPUTABLE, "text3", tooltip=tooltip, spoken="无法计算")
