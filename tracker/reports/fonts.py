"""matplotlib made ready for Chinese: the shipped font by its path, whatever the machine has or matplotlib remembers.

matplotlib finds fonts by name in a list it keeps on disk. That list may be stale, lie in a folder that cannot be
written, or know another font of the same name. So the shipped file is entered under a name nobody else uses, on every
start, and the list's folder is one that is known to be writable.
"""

from __future__ import annotations

import atexit
import logging
import os
import shutil
import sys
import tempfile
import unicodedata
from dataclasses import replace
from functools import cache
from pathlib import Path

from tracker.paths import bundled, data_folder

FONT_FILE = ("resources", "fonts", "NotoSansSC-GBK.otf")
# The second one ships with matplotlib and has letters and signs that the first was cut down by.
CHINESE, FALLBACK = "Tracker Chinese", "Tracker Fallback"
# What stands for a character that no font here has (printers set 〓 for missing type).
MISSING = "〓"
_FOLDER = "MPLCONFIGDIR"


@cache
def prepare() -> None:
    """Import matplotlib and make it ready, once per process. Every drawing function calls it first."""
    _choose_folder()
    # Building the list of the machine's fonts is announced as a warning; it is none to the user.
    log = logging.getLogger("matplotlib.font_manager")
    level = log.level
    log.setLevel(logging.ERROR)
    try:
        import matplotlib as mpl
        from matplotlib import font_manager
    finally:
        log.setLevel(level)
    manager = font_manager.fontManager
    for name, path in _files().items():
        entry = font_manager.ttfFontProperty(font_manager.get_font(str(path)))
        manager.ttflist.append(replace(entry, name=name))
    mpl.rcParams.update(
        {
            # Glyphs are looked for in the next font only where this is the list itself, not a generic name.
            "font.family": [CHINESE, FALLBACK],
            "font.size": 9,
            "axes.unicode_minus": False,
            "text.parse_math": False,  # a “$” in a name is a dollar, not a formula
            "svg.fonttype": "path",
            "svg.hashsalt": "tracker",
            "pdf.fonttype": 3,  # as outlines: the other kind mislabels fonts of the shipped format
        }
    )


def _choose_folder() -> None:
    """Give matplotlib a folder it can write: the user's choice, else the program's own, else one for this run."""
    if "matplotlib" in sys.modules:
        return
    chosen = os.environ.get(_FOLDER)
    if chosen and _writable(Path(chosen)):
        return
    own = data_folder() / "matplotlib"
    if not _writable(own):
        own = Path(tempfile.mkdtemp(prefix="tracker-"))
        atexit.register(shutil.rmtree, own, ignore_errors=True)
    os.environ[_FOLDER] = str(own)


def _writable(folder: Path) -> bool:
    """Tell whether files can be made in a folder, by making one."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def _files() -> dict[str, Path]:
    """Return our names of the fonts and their files, in the order they are asked."""
    import matplotlib as mpl

    return {CHINESE: bundled(*FONT_FILE), FALLBACK: Path(mpl.get_data_path(), "fonts", "ttf", "DejaVuSans.ttf")}


@cache
def _characters() -> frozenset[int]:
    """Return the code points that the two fonts have."""
    from matplotlib import font_manager

    prepare()
    found: set[int] = set()
    for path in _files().values():
        found |= set(font_manager.get_font(str(path)).get_charmap())
    return frozenset(found)


def drawable(text: str) -> str:
    """Return *text* on one line with every character that can be drawn; one that no font has becomes 〓."""
    known = _characters()
    return "".join(_one(character, known) for character in " ".join(text.split()))


def _one(character: str, known: frozenset[int]) -> str:
    """Return a character as it can be drawn: itself, its plain form, nothing where it is invisible, or 〓."""
    if unicodedata.category(character) in ("Cc", "Cf", "Cs"):
        return ""
    if ord(character) in known:
        return character
    plain = unicodedata.normalize("NFKC", character)
    if plain != character and all(ord(part) in known for part in plain):
        return plain
    return MISSING
