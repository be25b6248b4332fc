"""Take the pictures: ``python -m tests.shots FOLDER [part of a name …]``."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from tests.shots.screens import SCREENS
from tests.shots.stage import make_files, shoot
from tracker.app import application


def main(folder: Path, wanted: list[str]) -> None:
    """Write a PNG of every screen into *folder*; with *wanted* only of those whose name holds one of the words."""
    application()
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="tracker-shots-", ignore_cleanup_errors=True) as name:
        scratch = Path(name)
        files = make_files(scratch)
        for number, screen in enumerate(SCREENS):
            if wanted and not any(word in screen.name for word in wanted):
                continue
            own = scratch / str(number)
            own.mkdir()
            target = folder / f"{screen.name}.png"
            shoot(screen, files, own).save(str(target))
            print(target)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
