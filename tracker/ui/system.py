"""What the window asks of the desktop: to open a file or the folder it lies in."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices


def open_file(path: Path) -> bool:
    """Open a file with the program the system has for it; False where there is none."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def show_in_folder(path: Path) -> bool:
    """Open the folder of a file, on Windows with the file selected."""
    if sys.platform == "win32":
        subprocess.Popen(["explorer", "/select,", str(path)])  # noqa: S603, S607 - Windows' own program, our own path
        return True
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))
