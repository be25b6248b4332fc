"""提醒 under the figures they are about: one row each, with what can be done about it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from tracker.ui import theme
from tracker.ui.context import Link
from tracker.ui.detail.ask import Tinted
from tracker.ui.detail.lists import clear, words
from tracker.ui.forms import Label, hbox, link, set_blocked, vbox
from tracker.ui.icons import pixmap


class WarningRows(QWidget):
    """The sentences; hidden without one."""

    def __init__(self) -> None:
        """Begin without sentences."""
        super().__init__()
        self._rows = vbox(spacing=1)
        self.setLayout(self._rows)
        self._shown: Sequence[tuple[str, Link | None]] = ()
        self._blocked: str | None = None
        theme.scheme_changed().changed.connect(self._draw)
        self.hide()

    def show_rows(self, rows: Sequence[tuple[str, Link | None]], blocked: str | None) -> None:
        """Show sentences, each with its way on if it has one."""
        self._shown, self._blocked = rows, blocked
        self._draw()

    @property
    def sentences(self) -> tuple[str, ...]:
        """What is shown."""
        return tuple(sentence for sentence, _way in self._shown)

    def _draw(self) -> None:
        """Make the rows, in the colours in force."""
        clear(self._rows)
        self.setVisible(bool(self._shown))
        side = int(theme.Size.ICON)
        for sentence, way in self._shown:
            picture = Label()
            picture.setPixmap(pixmap("warning", "amber_text", side, self.devicePixelRatioF()))
            row = Tinted("amber_bg")
            text = words(sentence)
            line = hbox(vbox(picture, None), text, spacing=6, margins=(12, 5, 8, 5))
            line.setStretch(1, 1)
            if way is not None:
                more = link(way.text, run=way.run)
                set_blocked(more, self._blocked)
                line.addWidget(more)
            row.setLayout(line)
            self._rows.addWidget(row)
