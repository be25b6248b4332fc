"""Screens of 设置."""

from __future__ import annotations

from tests.shots.stage import NARROW, Screen, Stage


def _at(stage: Stage, part: str) -> None:
    """Show a section."""
    stage.context.open_page("settings", part)
    stage.settle()


SETTINGS_SCREENS = [
    Screen("设置-本机与文件", lambda stage: _at(stage, "here")),
    Screen("设置-本机与文件-窄", lambda stage: _at(stage, "here"), size=NARROW),
]
