"""The light of a project on the screen: its shape and word in a table, and what is said of it."""

from __future__ import annotations

from datetime import date

from tracker.domain.kinds import Colour
from tracker.queries.lights import JudgementLine, ProjectLight
from tracker.ui.cells import EMPTY, Cell, Light
from tracker.ui.context import Period

SHAPES = {Colour.RED: Light.RED, Colour.YELLOW: Light.AMBER, Colour.GREEN: Light.GREEN, Colour.GREY: Light.NONE}
MARK = "未报"


def aimed_at(period: Period) -> date | None:
    """Return the day remedies aim at: that of a period still running is its end; None leaves it to the rules."""
    return period.as_of if period.as_of > period.today else None


def cell(found: ProjectLight | None) -> Cell:
    """Return shape and word with the whole sentence in the tooltip; nothing where no light is lit (已取消, 已移交)."""
    if found is None or dark(found):
        return EMPTY
    shape = SHAPES[found.light.colour]
    ring = found.light.unreported and shape is not Light.NONE
    spoken = f"{shape.value}，{MARK}" if ring else shape.value
    return Cell(shape.value, light=shape, unreported=ring, tooltip=tooltip(found), spoken=spoken)


def dark(found: ProjectLight) -> bool:
    """Return whether no light is lit for a project at all."""
    return found.light.colour is Colour.GREY and not found.light.unreported


def headline(found: ProjectLight) -> str:
    """Return colour and reason: 红灯：年度投资完成率……"""
    word = SHAPES[found.light.colour].value
    return f"{word if word == MARK else f'{word}灯'}：{found.light.sentence}"


def judged(line: JudgementLine) -> str:
    """Return a person's verdict with its reason, day and person: 研判：黄——资金已落实（2026-09-30，经办人甲）."""
    who = f"，{line.judged_by}" if line.judged_by else ""
    return f"研判：{line.colour or '撤回'}——{line.reason}（{line.judged_on}{who}）"


def tooltip(found: ProjectLight) -> str:
    """Return everything said of a light, a line each."""
    lines = (headline(found), found.light.remedy, judged(found.judgement) if found.judgement else "")
    return "\n".join(line for line in lines if line)
