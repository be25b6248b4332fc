"""The panel beside the list: head, warning strip and the six tabs of one project."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from tracker.domain.changes import Changes
from tracker.ui.context import AppContext


class DetailPanel(QWidget):
    """Shows one project. ``step`` asks for the row above (−1) or below (+1); ``closed`` asks to fold the panel."""

    step = Signal(int)
    closed = Signal()

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        """Make an empty panel."""
        super().__init__(parent)
        self.context = context
        self.project_id: int | None = None

    def show_project(self, project_id: int | None, tab: str = "") -> None:
        """Show a project 150 ms after the last call; *tab* (facts, milestones, money, report, problems, history)
        opens another tab, "" keeps the one that is open. None shows that nothing is selected.
        """
        self.project_id = project_id

    def refresh(self, changes: Changes) -> None:
        """Read again what *changes* touched."""

    def leave(self) -> int:
        """Store what is being edited; return how many inputs are wrong and not stored."""
        return 0

    def escape(self) -> bool:
        """Esc, nothing inside took it: False, so that the page closes the panel."""
        return False
