"""The colours of charts. Files and print always use LIGHT; the window hands over its own scheme."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class StateLook:
    """How the projects of one group of states are filled, and the colour of a number on it."""

    fill: str
    hatch: str
    hatch_color: str
    text: str


# Told apart by pattern as well, for print in grey: 完工 在建 前期 停工. The same in every scheme.
STATES = (
    StateLook("#1E62B0", "", "none", "#FFFFFF"),
    StateLook("#7FB8A4", "", "none", "#1A2430"),
    StateLook("#576371", "...", "#FFFFFF", "#FFFFFF"),
    StateLook("#D99A00", "//", "#FFFFFF", "#1A2430"),
)


# The series of the other charts, in the same order everywhere; told apart by pattern as well.
SERIES = (
    StateLook("#1E62B0", "", "none", "#FFFFFF"),
    StateLook("#D99A00", "//", "#FFFFFF", "#1A2430"),
    StateLook("#576371", "...", "#FFFFFF", "#FFFFFF"),
    StateLook("#7FB8A4", "", "none", "#1A2430"),
)
# 红 黄 绿: dark, hatched and light, so that grey print tells them apart; 灰 is hatched like everything unknown.
LIGHTS = (
    StateLook("#BE3228", "", "none", "#FFFFFF"),
    StateLook("#E3A81C", "//", "#FFFFFF", "#1A2430"),
    StateLook("#8CC9A8", "", "none", "#1A2430"),
)


@dataclass(frozen=True)
class Look:
    """Colours as hex text, named like the window's tokens; ``states`` in the order of chart_data.STATE_GROUPS."""

    surf: str
    text: str
    text2: str
    text3: str
    line: str
    border: str
    bar: str
    bar2: str
    strong: str
    track: str
    states: tuple[StateLook, ...] = STATES


# The window's tokens that a chart uses.
COLOURS = ("surf", "text", "text2", "text3", "line", "border", "bar", "bar2", "strong", "track")
LIGHT = Look(
    surf="#FFFFFF",
    text="#1A2430",
    text2="#4D5A68",
    text3="#576371",
    line="#E3E8ED",
    border="#CBD3DC",
    bar="#5F93CC",
    bar2="#1E62B0",
    strong="#A9B4C0",
    track="#E3E9EF",
)
