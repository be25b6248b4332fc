"""Where shipped files and the user's own files lie."""

from __future__ import annotations

from pathlib import Path

_NAME = "tracker"
_PACKAGE = Path(__file__).parent
_ROOT = _PACKAGE / "_bundled" if (_PACKAGE / "_bundled").is_dir() else _PACKAGE.parent


def bundled(*parts: str) -> Path:
    """Return a file shipped with the program, wherever it is installed.

    The wheel and the frozen program carry ``migrations``, ``resources`` and ``seed`` as ``tracker/_bundled``; a
    checkout has none and falls back to its root.
    """
    return _ROOT.joinpath(*parts)


def config_folder() -> Path:
    """Return the folder of this user's settings; it may not exist yet."""
    from platformdirs import user_config_path

    return user_config_path(_NAME, appauthor=False, roaming=True)


def data_folder() -> Path:
    """Return the folder of this user's own files (log of crashes, the last resort for the data file)."""
    from platformdirs import user_data_path

    return user_data_path(_NAME, appauthor=False)


def documents_folder() -> Path:
    """Return the folder 文档 of this user, where people look for their files."""
    from platformdirs import user_documents_path

    return user_documents_path()
