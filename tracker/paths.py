"""Where shipped files and the user's own files lie."""

from __future__ import annotations

from pathlib import Path

_NAME = "tracker"
_FORBIDDEN = '<>:"/\\|?*'
_FIRST_PRINTED = 32
_LONGEST_NAME = 70  # 255 bytes on Linux, less the ending and what stands in the name while the file is made
_RESERVED = {"CON", "PRN", "AUX", "NUL", *(f"{port}{number}" for port in ("COM", "LPT") for number in range(1, 10))}
_PACKAGE = Path(__file__).parent
_ROOT = _PACKAGE / "_bundled" if (_PACKAGE / "_bundled").is_dir() else _PACKAGE.parent


def bundled(*parts: str) -> Path:
    """Return a file shipped with the program, wherever it is installed.

    The wheel and the frozen program carry ``migrations``, ``resources`` and ``seed`` as ``tracker/_bundled``; a
    checkout has none and falls back to its root.
    """
    return _ROOT.joinpath(*parts)


def unusable_name(path: Path) -> str | None:
    """Return why no file can have the last part of *path* as its name, None where one can.

    The rules are Windows' on every system: files wander. A colon there would write into a hidden stream.
    """
    name = path.name
    wrong = sorted({sign for sign in name if sign in _FORBIDDEN or ord(sign) < _FIRST_PRINTED})
    if wrong:
        shown = " ".join(sign if sign.isprintable() else "控制字符" for sign in wrong)
        return f"文件名里不能有 {shown} ，请去掉。"
    if len(path.stem) > _LONGEST_NAME:
        return f"文件名太长，最多 {_LONGEST_NAME} 个字。"
    return f"“{path.stem}”是系统保留的名字，请换一个。" if path.stem.upper() in _RESERVED else None


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
