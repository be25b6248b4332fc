"""List and detail: side by side where the window is wide, in one place where it is narrow."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QSplitter, QWidget

from tracker.ui import theme
from tracker.ui.settings_store import SettingsStore

SHOWN_SETTING, WIDTH_SETTING = "projects.detail", "projects.split"
USUAL, NARROW, WIDEST = 452, 400, 560  # widths of the detail
WIDE = 1500  # wider windows give the detail a share of their width


class SideBySide(QSplitter):
    """``changed`` follows the detail's coming (True) and going (False)."""

    changed = Signal(bool)

    def __init__(self, main: QWidget, detail: QWidget, config: SettingsStore) -> None:
        """Lay out *main* and *detail* as *config* has them."""
        super().__init__(Qt.Orientation.Horizontal)
        self._main = main
        self._detail = detail
        self._config = config
        self._window_width = int(theme.Size.FULL)
        self._over = False  # in a narrow window: whether the detail covers the list
        self.addWidget(main)
        self.addWidget(detail)
        self.setChildrenCollapsible(False)
        self.setStretchFactor(0, 1)
        self.setStretchFactor(1, 0)
        self.splitterMoved.connect(self._keep)
        self._lay_out()

    @property
    def narrow(self) -> bool:
        """Whether list and detail share one place."""
        return self._window_width < theme.Size.FOLDED

    @property
    def open(self) -> bool:
        """Whether the detail is shown."""
        return self._over if self.narrow else bool(self._config.get(SHOWN_SETTING, True))

    @property
    def covered(self) -> bool:
        """Whether the detail stands in the list's place."""
        return self.narrow and self._over

    def show_detail(self, *, shown: bool) -> None:
        """Show the detail or fold it away."""
        if self.narrow:
            self._over = shown
        else:
            self._config.set(SHOWN_SETTING, shown)
        self._lay_out()

    def fit(self, window_width: int) -> None:
        """Adapt to the window's width; a window that has become narrow shows the list."""
        was_narrow, step = self.narrow, _step(self._window_width)
        self._window_width = window_width
        if was_narrow != self.narrow:
            self._over = False
            self._lay_out()
        if step != _step(window_width):
            self._share()

    def _lay_out(self) -> None:
        """Show what belongs into a window of this width."""
        shown, before = self.open, not self._detail.isHidden()
        self._detail.setVisible(shown)
        self._main.setVisible(not self.covered)
        if shown and not before:
            self._share()
        self.changed.emit(shown)

    def showEvent(self, event: QShowEvent) -> None:
        """Share the room once there is any: before, the shares would be rounded away."""
        super().showEvent(event)
        self._share()

    def _share(self) -> None:
        """Give the detail the width the user gave it, else the usual one."""
        kept = self._config.numbers(WIDTH_SETTING)
        usual = NARROW if self._window_width < theme.Size.FULL else USUAL
        if self._window_width > WIDE:
            usual = min(WIDEST, self._window_width // 3)
        width = kept[0] if kept and not self.narrow else usual
        self.setSizes([max(self.width() - width, 1), width])

    def _keep(self) -> None:
        """Remember the width the user dragged."""
        if not self.narrow:
            self._config.set(WIDTH_SETTING, self.sizes()[1:])


def _step(width: int) -> int:
    """Return which of the window's widths this is."""
    return sum(width >= edge for edge in (theme.Size.FOLDED, theme.Size.FULL, WIDE))
