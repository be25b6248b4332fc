"""What the window remembers between starts: its place, columns, splitters, period. One small JSON file per user."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


class SettingsStore:
    """Values by dotted name. A file that cannot be read or written never stops the program: defaults hold."""

    def __init__(self, path: Path | None) -> None:
        """Read *path*; None keeps everything in memory only."""
        self._path = path
        self._values: dict[str, Any] = _read(path) if path else {}

    def get(self, name: str, default: Any = None) -> Any:
        """Return a value as it was set, or *default*; callers check its type, the file may be edited by hand."""
        return self._values.get(name, default)

    def text(self, name: str, default: str = "") -> str:
        """Return a text."""
        value = self._values.get(name, default)
        return value if isinstance(value, str) else default

    def numbers(self, name: str) -> list[int]:
        """Return a list of whole numbers, empty where there is none."""
        value = self._values.get(name)
        return [item for item in value if isinstance(item, int)] if isinstance(value, list) else []

    def set(self, name: str, value: Any) -> None:
        """Keep a value that JSON can hold (None forgets it) and write the file if it is another one."""
        if self._values.get(name) == value:
            return
        if value is None:
            self._values.pop(name, None)
        else:
            self._values[name] = value
        self._write()

    def _write(self) -> None:
        """Write all values, through a second file so that a crash leaves the old one."""
        if self._path is None:
            return
        text = json.dumps(self._values, ensure_ascii=False, indent=1, sort_keys=True)
        beside = self._path.with_suffix(".tmp")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            beside.write_text(text, encoding="utf-8")
            beside.replace(self._path)
        except OSError:
            self._path = None  # a full or write-protected disk: remember for this run only


def _read(path: Path) -> dict[str, Any]:
    """Return what the file holds, nothing where it is missing or damaged."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
