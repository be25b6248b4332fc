"""从这里开始: three steps for a catalogue nobody has filled in yet."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from tracker.ui import theme
from tracker.ui.forms import Label, button, hbox, separator, set_blocked, vbox
from tracker.ui.overview.panels import Panel

Step = tuple[str, str, str, Callable[[], object]]


class StartPanel(Panel):
    """The steps in their order: what, how, and the button that leads there."""

    def __init__(self, steps: Sequence[Step]) -> None:
        """Show some steps."""
        super().__init__("从这里开始")
        self.note.setText("目录已载入，进展还没有填")
        self.lines: list[Label] = []
        self.buttons: list[QPushButton] = []
        for number, (what, how, verb, run) in enumerate(steps, start=1):
            head, line = Label(what, size=theme.Type.PANEL, wrap=True), Label(how, "text2", wrap=True)
            self.lines.append(head)
            go = button(verb, run=run)
            self.buttons.append(go)
            figure = Label(str(number), "text2", theme.Type.PAGE)
            figure.setFixedWidth(24)
            figure.setAlignment(Qt.AlignmentFlag.AlignCenter)
            row = QWidget()
            words = vbox(head, line, spacing=2)
            layout = hbox(figure, words, go, spacing=10, margins=(10, 12, 12, 12))
            layout.setStretchFactor(words, 1)
            row.setLayout(layout)
            self.add(row)
            self.add(separator())
        self.body.addStretch(1)

    def set_blocked(self, reason: str | None) -> None:
        """Say why nothing can be filled in now, or that it can."""
        for one in self.buttons:
            set_blocked(one, reason)
