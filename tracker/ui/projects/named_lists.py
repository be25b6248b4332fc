"""Filters that are named lists (红灯, 本期未报): the projects a name stands for are asked for whenever data change."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from tracker.queries.behind import asked_again
from tracker.queries.criteria import Criteria
from tracker.ui.context import AppContext
from tracker.ui.latest import Latest


class NamedLists(QObject):
    """``found`` carries a filter with the projects its name stands for by now, in large files a little later.

    A filter without a name comes back at once as it is. ``same`` tells whether it is the filter that was shown before:
    then the current row is kept.
    """

    found = Signal(object, bool)

    def __init__(self, context: AppContext, parent: QObject) -> None:
        """Ask through the open file."""
        super().__init__(parent)
        self._context = context
        self._same = False
        self._latest = Latest(context.tasks, "正在查找", self)
        self._latest.answered.connect(self._answered)

    def ask(self, criteria: Criteria, *, same: bool) -> None:
        """Find the projects of a filter anew."""
        self._same = same
        if not criteria.ids_name:
            self._latest.drop()
            self.found.emit(criteria, same)
            return
        context = self._context
        question = partial(context.tasks.read, asked_again, context.source_for(criteria), criteria, context.period.span)
        self._latest.ask(question, at_once=not context.large)

    def _answered(self, criteria: Criteria) -> None:
        """Pass the answer on."""
        self.found.emit(criteria, self._same)
