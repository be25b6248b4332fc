"""工具 → 检查数据…: looks at the open file in the background and shows what was found."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from tracker.domain.findings import Finding
from tracker.ui.context import AppContext
from tracker.ui.file_desk import FileDesk
from tracker.ui.main_window import MainWindow
from tracker.ui.tasks import Cancelled, Progress

if TYPE_CHECKING:
    from tracker.ui.dialogs.data_check import DataCheckDialog

TITLE = "检查数据"


class DataCheck(QObject):
    """Checks the file one window has open."""

    def __init__(self, window: MainWindow, desk: FileDesk) -> None:
        """Add the menu entry."""
        super().__init__(window)
        self._window = window
        self._desk = desk
        self.dialog: DataCheckDialog | None = None
        self._asked = 0  # the check under way; the answer of an older one is nobody's
        window.runner.progressed.connect(self._told)
        self.action = window.menus.add("工具", "检查数据…", self.show)
        window.context_changed.connect(self._opened)
        self._opened(window.context)

    def _opened(self, context: AppContext | None) -> None:
        """Offer it while a file is open."""
        self.action.setEnabled(context is not None)
        self.action.setToolTip("" if context is not None else "还没有打开数据文件")

    def show(self) -> None:
        """Open the list and begin; what is being typed is stored first, so that it is looked at too."""
        from tracker.ui.dialogs.data_check import DataCheckDialog

        context = self._window.context
        if context is None:
            return
        self._window.pages.leave()
        self.dialog = DataCheckDialog(self._window, context.tasks.path)
        self.dialog.wanted.connect(self._start)
        self.dialog.cancelled.connect(self._window.runner.cancel)
        self.dialog.finished.connect(self._gone)
        self.dialog.open()
        self._start()

    def _start(self) -> None:
        """Look at the file on the worker."""
        context = self._window.context
        if context is None or self.dialog is None:
            return
        path, desk = context.tasks.path, self._desk
        self._asked += 1
        number = self._asked
        self.dialog.show_waiting()

        def work(progress: Progress) -> list[Finding]:
            return desk.check(path, progress)

        context.tasks.background(work, partial(self._found, number), TITLE, partial(self._failed, number))

    def _told(self, title: str, done: int, total: int, text: str) -> None:
        """Show how far it is."""
        if title == TITLE and self.dialog is not None:
            self.dialog.show_progress(done, total, text)

    def _found(self, number: int, findings: list[Finding]) -> None:
        """Show what was found."""
        if self.dialog is not None and number == self._asked:
            self.dialog.show_findings(tuple(findings))

    def _failed(self, number: int, error: Exception) -> None:
        """Say that it was stopped, or let the window tell what went wrong."""
        if self.dialog is None or number != self._asked:
            if not isinstance(error, Cancelled):
                self._window.show_error(error)
        elif isinstance(error, Cancelled):
            self.dialog.show_stopped()
        else:
            self.dialog.reject()
            self._window.show_error(error)

    def _gone(self, _code: int) -> None:
        """Forget a dialog that was closed."""
        self.dialog = None
