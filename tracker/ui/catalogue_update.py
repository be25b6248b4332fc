"""Offers a newer catalogue when a file is opened, and takes it in when the user agrees."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject

from tracker.ui.context import Link
from tracker.ui.main_window import MainWindow
from tracker.ui.opening import Opening
from tracker.ui.tasks import Progress, Tasks

PAGE = "catalogue"


class CatalogueUpdate(QObject):
    """Asks in the strip; nothing is changed unasked, and what the user changed is kept either way."""

    def __init__(self, window: MainWindow, opening: Opening) -> None:
        """Look at every file that is opened in *window*."""
        super().__init__(window)
        self._window = window
        opening.opened.connect(self._look)

    def _look(self) -> None:
        """Offer the update where the file has another catalogue than the program."""
        from tracker.services import catalogue

        context = self._window.context
        if context is None or context.tasks.read_only or not context.tasks.read(catalogue.needs_update):
            return
        text = "程序带来了更新的项目目录。更新只改您没有改过的内容，其余的列出来由您选择；更新以后不能撤销。"
        context.notify(text, Link("更新目录", self.take), tone="warning")

    def take(self) -> None:
        """Read the shipped catalogue, then take it into the file; both on the worker."""
        from tracker.services import catalogue

        if self._window.context is not None:
            work = catalogue.shipped_catalogue
            self._window.context.tasks.background(lambda _progress: work(), self._read, "读取目录")

    def _read(self, found: Any) -> None:
        """Take in what was read."""
        from tracker.services import catalogue

        if (tasks := self._tasks()) is not None:

            def service(session: Any, _progress: Progress) -> Any:
                return catalogue.take_in(session, found)

            tasks.write_later(catalogue.DEED, service, self._taken)

    def _taken(self, report: Any) -> None:
        """Say what was changed, and where to choose."""
        context = self._window.context
        if context is not None:
            links = (Link("去选择", lambda: context.page_wanted.emit(PAGE)),) if report.conflicts else ()
            context.notify(str(report), *links)

    def _tasks(self) -> Tasks | None:
        """Return the open file's tasks."""
        return self._window.context.tasks if self._window.context else None
