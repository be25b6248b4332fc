"""Where shipped files and the user's own files lie."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent
_ROOT = _PACKAGE / "_bundled" if (_PACKAGE / "_bundled").is_dir() else _PACKAGE.parent


def bundled(*parts: str) -> Path:
    """Return a file shipped with the program, wherever it is installed.

    The wheel and the frozen program carry ``migrations``, ``resources`` and ``seed`` as ``tracker/_bundled``; a
    checkout has none and falls back to its root.
    """
    return _ROOT.joinpath(*parts)
