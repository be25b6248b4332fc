"""A watchdog at the event loop: how long the window could not answer while something was done."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, QTimer


class Watchdog(QObject):
    """Ticks as often as the loop lets it; ``longest`` is the longest time between two ticks, ``worked`` that of work.

    ``worked`` counts the seconds the window's own thread was working: what other programs or the worker thread take
    from it at a busy machine is not the window's doing.
    """

    def __init__(self) -> None:
        """Begin to watch."""
        super().__init__()
        self.longest = self.worked = 0.0
        self._ticked, self._spent = time.perf_counter(), time.thread_time()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)
        self._timer.start(0)

    def begin(self) -> None:
        """Forget what was seen so far."""
        self._ticked, self._spent = time.perf_counter(), time.thread_time()
        self.longest = self.worked = 0.0

    def stop(self) -> None:
        """Watch no longer; what was going on until now is counted."""
        self._tick()
        self._timer.stop()

    def _tick(self) -> None:
        """Note how long ago the last tick was."""
        now, spent = time.perf_counter(), time.thread_time()
        self.longest = max(self.longest, now - self._ticked)
        self.worked = max(self.worked, spent - self._spent)
        self._ticked, self._spent = now, spent
