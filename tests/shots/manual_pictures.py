"""The pictures of 使用手册 and README: ``python -m tests.shots.manual_pictures`` takes them anew."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PIL import Image

from tests.shots.screens import SCREENS
from tests.shots.stage import make_files, shoot
from tracker.app import application
from tracker.paths import bundled

# What the file is called in the manual, and the screen it shows.
PICTURES = {
    "overview": "概览",
    "projects": "项目",
    "milestones": "详情-里程碑",
    "entry": "填报",
    "timeline": "进度图",
    "charts": "图表",
    "problems": "问题",
    "history": "变更",
    "coverage": "覆盖",
    "settings": "设置-填报与签字",
}
_COLOURS = 256


def main() -> None:
    """Write the pictures into resources/manual; 256 colours are enough for a screen and keep the program small."""
    application()
    screens = {screen.name: screen for screen in SCREENS}
    with tempfile.TemporaryDirectory(prefix="tracker-manual-", ignore_cleanup_errors=True) as name:
        files = make_files(Path(name))
        for picture, screen in PICTURES.items():
            own = Path(name) / picture
            own.mkdir()
            shoot(screens[screen], files, own).save(str(own / "whole.png"))
            target = bundled("resources", "manual") / f"{picture}.png"
            with Image.open(own / "whole.png") as whole:
                whole.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE).save(target, optimize=True)
            print(target.name)


if __name__ == "__main__":
    main()
