"""What the status bar says about the selected rows: how many, and their 总投资 together."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from tracker.domain.money import format_wan
from tracker.queries import shown
from tracker.queries.criteria import Criteria
from tracker.ui.context import AppContext
from tracker.ui.projects.list_panel import ListPanel
from tracker.ui.table_view import SETTLE_MS

_MOST = 5_000  # more are counted only


class SelectionSum(QObject):
    """Follows the selection of the list."""

    def __init__(self, context: AppContext, panel: ListPanel) -> None:
        """Listen to *panel*."""
        super().__init__(panel)
        self._context = context
        self._panel = panel
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SETTLE_MS)
        self._timer.timeout.connect(self._tell)
        panel.table.selectionModel().selectionChanged.connect(self._timer.start)

    def _tell(self) -> None:
        """Say it once the user has stopped selecting."""
        if self._panel.isVisible():
            self._context.tell_selection(self._words(self._panel.selected_ids()))

    def _words(self, ids: list[int]) -> str:
        """Return what the status bar says."""
        if not ids:
            return ""
        if len(ids) == 1 or len(ids) > _MOST:
            return f"选中 {len(ids):,} 项"
        criteria = Criteria(project_ids=tuple(ids))
        source, as_of = self._context.source, self._context.period.as_of
        found = self._context.tasks.read(shown.total, source, criteria, as_of)
        total = found.investment if found else None
        if total is None or total.fen is None:
            return f"选中 {len(ids)} 项 · 总投资未填"
        left = f"（{total.of - total.known} 项未填）" if total.of > total.known else ""
        return f"选中 {len(ids)} 项 · 总投资 {format_wan(total.fen)} 万元{left}"
