"""How the window reads, writes and works in the background.

Short reads and all writes of one project run on the GUI thread. Long work runs on the one worker thread this module
starts; its results come back by signals, so what it calls never touches a widget.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from threading import Event
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from PySide6.QtCore import QCoreApplication, QObject, QThread, Signal, Slot
from shiboken6 import isValid

from tracker.domain.closing import QuarterClosed
from tracker.domain.deeds import Deed, Done
from tracker.domain.errors import InputError, TrackerError

P = ParamSpec("P")
R = TypeVar("R")
NOT_STORED = "没有保存，原因见窗口上方的提示。"


class Store(Protocol):
    """What the window asks of an open data file; ``tracker.store.database.Database`` fits."""

    path: Path
    who: str
    read_only_reason: str | None

    def read(self, query: Callable[Concatenate[Any, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run one query and return its frozen rows."""
        ...

    def write(
        self, deed: Deed | str, service: Callable[Concatenate[Any, P], R], *args: P.args, **kwargs: P.kwargs
    ) -> Done[R]:
        """Run one service as one action."""
        ...

    def close(self) -> None:
        """Let the file go."""
        ...


class Cancelled(TrackerError):
    """已取消。"""


class Progress:
    """Given to long work: it tells how far it is, and learns here that the user pressed 取消."""

    def __init__(self, tell: Callable[[int, int, str], None]) -> None:
        """Take the function that carries the news to the GUI thread."""
        self._tell = tell
        self._stop = Event()

    def __call__(self, done: int, total: int, text: str = "") -> None:
        """Tell that *done* of *total* steps are done (0 of 0: unknown). Raises Cancelled after 取消."""
        if self._stop.is_set():
            raise Cancelled
        self._tell(done, total, text)

    def cancel(self) -> None:
        """Ask the work to stop at its next step."""
        self._stop.set()

    @property
    def cancelled(self) -> bool:
        """Whether 取消 was pressed."""
        return self._stop.is_set()


@dataclass
class _Job:
    """One piece of work in the queue."""

    title: str
    work: Callable[[Progress], Any]
    then: Callable[[Any], None] | None
    otherwise: Callable[[Exception], None] | None
    progress: Progress = field(init=False)


class _Worker(QObject):
    """Lives on the worker thread and runs one job after another."""

    done = Signal(object, object)
    failed = Signal(object, object)

    @Slot(object)
    def run(self, job: _Job) -> None:
        """Do one job and send its result; whatever goes wrong is sent too."""
        try:
            result = job.work(job.progress)
        except Exception as error:  # noqa: BLE001 - carried to the GUI thread and shown or raised there
            self.failed.emit(job, error)
        else:
            self.done.emit(job, result)


class Runner(QObject):
    """The worker thread and its queue. ``progressed`` carries title, done, total (0: unknown) and a text."""

    started = Signal(str)
    progressed = Signal(str, int, int, str)
    finished = Signal(str)
    failed = Signal(object)
    _go = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        """Start nothing yet; the thread starts with the first job."""
        super().__init__(parent)
        self._thread: QThread | None = None
        self._worker = _Worker()
        self._queue: deque[_Job] = deque()
        self._current: _Job | None = None
        app = QCoreApplication.instance()
        if app is not None:
            app.aboutToQuit.connect(self.stop)  # Qt aborts where a thread outlives its object

    @property
    def busy(self) -> bool:
        """Whether anything is under way."""
        return self._current is not None

    def start(
        self,
        title: str,
        work: Callable[[Progress], R],
        then: Callable[[R], None] | None = None,
        otherwise: Callable[[Exception], None] | None = None,
    ) -> None:
        """Do *work* on the worker thread, then call *then* with its result on the GUI thread.

        *then* and *otherwise* are methods of QObjects; one whose object is gone by then is not called. An error goes to
        *otherwise*, else to the signal ``failed``; Cancelled goes nowhere.
        """
        job = _Job(title, work, then, otherwise)
        job.progress = Progress(lambda done, total, text: self.progressed.emit(title, done, total, text))
        self._queue.append(job)
        self._next()

    def cancel(self) -> None:
        """Cancel what is under way and forget what waits."""
        self._queue.clear()
        if self._current is not None:
            self._current.progress.cancel()

    def stop(self, wait_ms: int = 60_000) -> bool:
        """Cancel everything and end the thread; False where the work did not stop within *wait_ms*."""
        self.cancel()
        if self._thread is None:
            return True
        self._thread.quit()
        stopped = self._thread.wait(wait_ms)
        if stopped:
            self._thread = None
            self._current = None
        return stopped

    def _next(self) -> None:
        """Hand the next job to the thread."""
        if self._current is not None or not self._queue:
            return
        if self._thread is None:
            self._thread = QThread(self)
            self._worker.moveToThread(self._thread)
            self._go.connect(self._worker.run)
            self._worker.done.connect(self._on_done)
            self._worker.failed.connect(self._on_failed)
            self._thread.start()
        self._current = self._queue.popleft()
        self.started.emit(self._current.title)
        self._go.emit(self._current)

    @Slot(object, object)
    def _on_done(self, job: _Job, result: object) -> None:
        """Deliver a result on the GUI thread."""
        self._close(job)
        if job.then is not None and _alive(job.then):
            job.then(result)

    @Slot(object, object)
    def _on_failed(self, job: _Job, error: Exception) -> None:
        """Deliver an error on the GUI thread."""
        self._close(job)
        if job.otherwise is not None and _alive(job.otherwise):
            job.otherwise(error)
        elif not isinstance(error, Cancelled):
            self.failed.emit(error)

    def _close(self, job: _Job) -> None:
        """Note that a job is over and go on with the next."""
        self._current = None
        self.finished.emit(job.title)
        self._next()


def _alive(method: Callable[..., object]) -> bool:
    """Tell whether the QObject behind a method still exists."""
    owner = getattr(method, "__self__", None)
    return not isinstance(owner, QObject) or isValid(owner)


def stored(done: Done[R] | None) -> Done[R]:
    """Return what :meth:`Tasks.write` stored. Raises InputError where it could not, so that what was typed stays."""
    if done is None:
        raise InputError(NOT_STORED)
    return done


class Tasks(QObject):
    """All that pages may do with the open file.

    ``changed``: an action was stored (Changes, action id). ``saved``: when, as text. ``failed``: an error the user has
    to see. ``steps_changed``: what undo and redo would do is another thing now. ``corrected``: a 更正 was stored.

    ``ask_correction`` asks the user why a figure of a closed quarter is to be another one; None where he goes back.
    """

    changed = Signal(object, int)
    saved = Signal(str)
    failed = Signal(object)
    steps_changed = Signal()
    corrected = Signal(object)

    def __init__(self, store: Store, runner: Runner, parent: QObject | None = None) -> None:
        """Work on *store*, with *runner* for what takes long."""
        super().__init__(parent)
        self.store = store
        self.runner = runner
        self._writing = False
        self._later: list[QuarterClosed] = []  # 更正 that are stored and not yet told
        self.ask_correction: Callable[[QuarterClosed], str | None] | None = None

    @property
    def read_only(self) -> str | None:
        """The sentence that says why nothing can be changed; None where it can."""
        return self.store.read_only_reason

    @property
    def path(self) -> Path:
        """The open data file."""
        return self.store.path

    @property
    def who(self) -> str:
        """The name in the change log: the one set in 设置, else the one the file was opened with."""
        from tracker.queries.settings import display_name

        return self.read(display_name, self.store.who)

    def read(self, query: Callable[Concatenate[Any, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run a short query here and now. TrackerError is raised; uncaught, the window shows it in its strip."""
        return self.store.read(query, *args, **kwargs)

    def write(
        self, deed: Deed | str, service: Callable[Concatenate[Any, P], R], *args: P.args, **kwargs: P.kwargs
    ) -> Done[R] | None:
        """Store one deed here and now; *deed* is its name in the menu (“修改项目名称：…”), or Deed with a reason.

        InputError (ReasonNeeded too) is raised, so that the field can show it. Any other TrackerError goes to
        ``failed`` and None is returned. Done with ``action_id`` None means nothing was changed. What a closed quarter
        holds is stored as 更正 once the user has said why; QuarterClosed is raised where he goes back.
        """
        if self._writing:
            raise InputError("正在写入大批内容，请等它完成后再改。")
        try:
            done = self._store(deed, service, *args, **kwargs)
        except InputError:
            raise
        except TrackerError as error:
            self.failed.emit(error)
            return None
        self._announce(done)
        return done

    def _store(
        self, deed: Deed | str, service: Callable[Concatenate[Any, P], R], *args: P.args, **kwargs: P.kwargs
    ) -> Done[R]:
        """Store a deed; as 更正 where it touches a closed quarter and the user says why."""
        try:
            return self.store.write(deed, service, *args, **kwargs)
        except QuarterClosed as error:
            reason = self.ask_correction(error) if self.ask_correction is not None else None
            if not reason:
                raise
            meant = replace(deed if isinstance(deed, Deed) else Deed(deed), correction=reason)
            done = self.store.write(meant, service, *args, **kwargs)
            self._later.append(error)
            return done

    def background(
        self,
        work: Callable[[Progress], R],
        then: Callable[[R], None] | None = None,
        title: str = "",
        otherwise: Callable[[Exception], None] | None = None,
    ) -> None:
        """Do long work that writes nothing (export, check); *work* may call :meth:`read`, never a widget."""
        self.runner.start(title, work, then, otherwise)

    def write_later(
        self,
        deed: Deed | str,
        service: Callable[[Any, Progress], R],
        then: Callable[[R], None] | None = None,
        otherwise: Callable[[Exception], None] | None = None,
    ) -> None:
        """Store a big deed (an import) on the worker thread; *service* gets the session and the progress.

        Meanwhile :meth:`write` refuses. *then* gets the service's own result once ``changed`` has been told.
        """
        self._writing = True
        big = _BigWrite(self, then, otherwise)
        title = deed if isinstance(deed, str) else deed.what
        self.runner.start(title, lambda progress: self.store.write(deed, service, progress), big.done, big.failed)

    def steps(self) -> tuple[str | None, str | None]:
        """Return the names of what undo and redo would do."""
        from tracker.services import history

        found = self.read(history.steps)
        return (found.undo.what if found.undo else None, found.redo.what if found.redo else None)

    def undo_stop(self) -> str | None:
        """Return the deed that undo cannot pass, where nothing was done since; None where there is none."""
        from tracker.services import history

        return self.read(history.barrier)

    def undo(self) -> None:
        """Take the last deed back."""
        from tracker.services import history

        if (step := self.read(history.steps).undo) is not None:
            self._run(Deed(f"撤销：{step.what}", undoes_id=step.action_id), history.undo, step.action_id)

    def redo(self) -> None:
        """Do the last undone deed again."""
        from tracker.services import history

        if (step := self.read(history.steps).redo) is not None:
            self._run(Deed(f"重做：{step.what}", redoes_id=step.action_id), history.redo, step.action_id)

    def _run(self, deed: Deed, service: Callable[[Any, int], None], action_id: int) -> None:
        """Write where no field could show an input error: it goes to ``failed`` like any other."""
        try:
            self.write(deed, service, action_id)
        except InputError as error:
            self.failed.emit(error)

    def _announce(self, done: Done[Any]) -> None:
        """Tell everybody what was stored."""
        self.saved.emit(f"{datetime.now().astimezone():%H:%M}")
        if done.action_id is not None:
            self.changed.emit(done.changes, done.action_id)
            self.steps_changed.emit()
        while self._later:
            self.corrected.emit(self._later.pop())


class _BigWrite(QObject):
    """Carries the outcome of :meth:`Tasks.write_later` back; a QObject so that it lives on the GUI thread."""

    def __init__(
        self,
        tasks: Tasks,
        then: Callable[[Any], None] | None,
        otherwise: Callable[[Exception], None] | None,
    ) -> None:
        super().__init__(tasks)
        self._tasks = tasks
        self._then = then
        self._otherwise = otherwise

    def done(self, done: Done[Any]) -> None:
        """Announce what was stored and hand the result on."""
        self._tasks._writing = False  # noqa: SLF001 - one class in two halves
        self._tasks._announce(done)  # noqa: SLF001
        if self._then is not None and _alive(self._then):
            self._then(done.result)
        self.deleteLater()

    def failed(self, error: Exception) -> None:
        """Hand the error on."""
        self._tasks._writing = False  # noqa: SLF001
        if self._otherwise is not None and _alive(self._otherwise):
            self._otherwise(error)
        elif not isinstance(error, Cancelled):
            self._tasks.failed.emit(error)
        self.deleteLater()
