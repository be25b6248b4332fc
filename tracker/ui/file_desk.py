"""What the window asks of the program about data files; ``tracker.desk`` does it, tests may do it otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import Protocol

from tracker.domain.findings import Finding
from tracker.ui.tasks import Progress, Store


class Place(Enum):
    """How the data file was found."""

    THERE = auto()
    MISSING = auto()  # named or remembered, but not there: never replaced in silence
    NEW = auto()  # nothing remembered: the first start


@dataclass(frozen=True)
class Found:
    """Where the data file is, should be, or is suggested to be made."""

    path: Path
    place: Place


@dataclass(frozen=True)
class Contents:
    """What the catalogue laid into a new file, for the sentence after the first start."""

    plans: int
    boxes: int
    projects: int


class FileDesk(Protocol):
    """Finding, making, opening and copying data files. All but ``find`` may take long: call them on the worker."""

    def find(self) -> Found:
        """Say where the data file is."""
        ...

    def suggested(self) -> Path:
        """Return where a new file is suggested to lie."""
        ...

    def user(self) -> str:
        """Return the system's name of the user."""
        ...

    def create(self, path: Path, who: str, progress: Progress) -> Contents:
        """Make a file with the newest schema and the catalogue; a half-made one is removed. Raises FileProblem."""
        ...

    def open(self, path: Path, who: str, progress: Progress) -> Store:
        """Open a file, for reading only where somebody else writes it. Raises FileProblem."""
        ...

    def remember(self, path: Path) -> None:
        """Open this file at the next start."""
        ...

    def check(self, path: Path, progress: Progress) -> list[Finding]:
        """Look at everything that can be wrong with a file; nothing is changed. Raises FileProblem."""
        ...

    def copy(self, source: Path, target: Path, progress: Progress) -> None:
        """Write a copy that is whole, also while the file is in use. Raises FileProblem."""
        ...
