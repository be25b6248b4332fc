"""What stands open about cells: a figure that falls or jumps is not stored until its question is answered.

The user may go on with other cells meanwhile; the strip at the foot asks when he comes back to the cell.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from tracker.ui.context import Link

Place = tuple[int, str]  # project id and column key


@dataclass(frozen=True)
class Question:
    """One open question: a sentence with ways on; ``reason`` gets the text where a reason is asked for."""

    sentence: str
    ways: tuple[Link, ...] = ()
    reason: Callable[[str], object] | None = None
    verb: str = "保存"


class Questions(QObject):
    """Keeps the questions by cell; an ``Asker``. ``changed``: one was asked or settled."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        """Begin without questions."""
        super().__init__(parent)
        self._open: dict[Place, Question] = {}
        self._place: Place = (0, "")

    def at(self, place: Place) -> None:
        """What is asked from now on is about this cell."""
        self._place = place

    def of(self, place: Place) -> Question | None:
        """Return what is open about a cell."""
        return self._open.get(place)

    def forget(self, place: Place | None = None) -> None:
        """Close what is open about a cell, or about all of them."""
        if place is None:
            self._open.clear()
        else:
            self._open.pop(place, None)
        self.changed.emit()

    # --- As an Asker ---

    def ask_reason(
        self,
        sentence: str,
        run: Callable[[str], object],
        *others: Link,
        verb: str = "保存",
        give_up: Callable[[], object] | None = None,  # noqa: ARG002 - giving up is the page's own way here
    ) -> None:
        """Ask why, when the user comes to it."""
        self._open[self._place] = Question(sentence, others, run, verb)
        self.changed.emit()

    def offer(
        self,
        sentence: str,
        *ways: Link,
        tone: str = "warning",  # noqa: ARG002 - the cell is red whatever is asked about it
        give_up: Callable[[], object] | None = None,  # noqa: ARG002
    ) -> None:
        """Offer ways on."""
        self._open[self._place] = Question(sentence, ways)
        self.changed.emit()

    def dismiss(self) -> None:
        """The cell in hand is settled."""
        self.forget(self._place)
