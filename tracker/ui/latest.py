"""A question asked again and again, answered on the worker thread: one at a time, and always the newest."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from tracker.ui.tasks import Tasks


class Latest(QObject):
    """``answered`` carries the answer to the newest question; those of older ones are dropped, and so are waiting ones.

    An error goes to the window by ``Tasks.failed``; what is shown stays as it is.
    """

    answered = Signal(object)

    def __init__(self, tasks: Tasks, title: str, parent: QObject) -> None:
        """Ask through *tasks*; *title* is what the status bar says meanwhile."""
        super().__init__(parent)
        self._tasks, self._title = tasks, title
        self._waiting: Callable[[], object] | None = None
        self._busy = self._wanted = False

    def ask(self, question: Callable[[], object], *, at_once: bool = False) -> None:
        """Ask; *question* runs on the worker thread and touches no widget. ``at_once`` answers while the user waits."""
        if at_once:
            self.drop()
            self.answered.emit(question())
            return
        self._waiting, self._wanted = question, True
        self._start()

    def drop(self) -> None:
        """No answer is wanted any more."""
        self._waiting, self._wanted = None, False

    def _start(self) -> None:
        """Hand the waiting question over once the one before is answered."""
        if self._busy or self._waiting is None:
            return
        question, self._waiting, self._busy = self._waiting, None, True
        self._tasks.background(lambda _progress: question(), self._done, self._title, self._failed)

    def _done(self, answer: object) -> None:
        """Pass an answer on unless a newer question waits or none is wanted."""
        self._busy = False
        if self._wanted and self._waiting is None:
            self._wanted = False
            self.answered.emit(answer)
        self._start()

    def _failed(self, error: Exception) -> None:
        """Let the window tell why."""
        self._busy = False
        self._tasks.failed.emit(error)
        self._start()
