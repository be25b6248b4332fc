"""Whether the chosen quarter is closed, and which of its figures the window shows: 按封账数 or 按更正后."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from tracker.domain.changes import Changes
from tracker.domain.closing import Closing
from tracker.domain.quarters import Quarter
from tracker.queries.closing import closings
from tracker.queries.criteria import Criteria
from tracker.queries.shown import signed
from tracker.ui.tasks import Tasks

SIGNED, CORRECTED = "按封账数", "按更正后"


class Closed(QObject):
    """The closings of one quarter at a time, read when they are first asked for.

    ``switched``: the other figures are wanted. One window shows all its pages by the same choice.
    """

    switched = Signal()

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        """Begin with what was signed."""
        super().__init__(parent)
        self._tasks = tasks
        self._known: dict[Quarter, tuple[Closing, ...]] = {}
        self.corrected = False
        tasks.changed.connect(self._forget)

    def _forget(self, changes: Changes, _action_id: int) -> None:
        """Read again after a closing or a reopening."""
        if changes & Changes.CLOSING:
            self.forget()

    def forget(self) -> None:
        """Read everything again when it is asked for next."""
        self._known = {}

    def versions(self, quarter: Quarter) -> tuple[Closing, ...]:
        """Return all versions of a quarter, the newest first."""
        if quarter not in self._known:
            self._known[quarter] = self._tasks.read(closings, quarter)
        return self._known[quarter]

    def locking(self, quarter: Quarter) -> tuple[Closing, ...]:
        """Return the versions that lock, the one of all units first."""
        return tuple(sorted((one for one in self.versions(quarter) if one.locks), key=lambda one: one.scope.unit_uids))

    def source(self, quarter: Quarter, criteria: Criteria) -> Closing | None:
        """Return the closing whose copy pages show for a filter; None: the file as it is now."""
        if self.corrected or not self.locking(quarter):
            return None
        return self._tasks.read(signed, quarter, criteria)

    def choose(self, *, corrected: bool) -> None:
        """Show the corrected figures, or those that were signed."""
        if corrected != self.corrected:
            self.corrected = corrected
            self.switched.emit()
