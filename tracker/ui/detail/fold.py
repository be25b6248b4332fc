"""A part that folds: a heading with a summary, and what is under it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from tracker.ui.forms import Label, hbox, separator, vbox
from tracker.ui.icons import icon


class Fold(QWidget):
    """Folded at first. ``opened`` follows unfolding."""

    opened = Signal()

    def __init__(self, title: str) -> None:
        """Make a folded part without content; add to ``body``."""
        super().__init__()
        self.head = QToolButton()
        self.head.setText(title)
        self.head.setCheckable(True)
        self.head.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.head.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.head.setProperty("fold", True)
        self.head.toggled.connect(self._toggled)
        self.summary = Label("", "text2")
        self._inside = QWidget()
        self.body: QVBoxLayout = vbox(spacing=6, margins=(0, 0, 0, 8))
        self._inside.setLayout(self.body)
        line = hbox(self.head, self.summary, None, spacing=6, margins=(4, 2, 12, 2))
        self.setLayout(vbox(separator(), line, self._inside))
        self._toggled(False)

    def unfold(self) -> None:
        """Show what is under the heading."""
        self.head.setChecked(True)

    def _toggled(self, shown: bool) -> None:
        """Fold or unfold."""
        self.head.setIcon(icon("chevron_down" if shown else "chevron_right"))
        self._inside.setVisible(shown)
        if shown:
            self.opened.emit()
