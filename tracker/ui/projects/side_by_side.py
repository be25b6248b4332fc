"""Tree, list and detail: side by side where the window is wide; list and detail share one place where it is narrow."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QSplitter, QWidget

from tracker.ui import theme
from tracker.ui.settings_store import SettingsStore

SHOWN_SETTING, WIDTH_SETTING = "projects.detail", "projects.split"
SIDE_SETTING, SIDE_WIDTH_SETTING = "projects.tree", "projects.tree_width"
SIDE = 188  # width of the tree
USUAL, NARROW, WIDEST = 452, 400, 560  # widths of the detail
WIDE = 1500  # wider windows give the detail a share of their width


class SideBySide(QSplitter):
    """``changed`` follows the detail's coming (True) and going (False), ``side_changed`` the same of the tree.

    A window that is not full width folds the tree; opened there, it is folded again with the next change of width.
    """

    changed = Signal(bool)
    side_changed = Signal(bool)

    def __init__(self, side: QWidget, main: QWidget, detail: QWidget, config: SettingsStore) -> None:
        """Lay out *side*, *main* and *detail* as *config* has them."""
        super().__init__(Qt.Orientation.Horizontal)
        self._side = side
        self._side_over = False  # in a window that is not full width: whether the tree was opened
        self._main = main
        self._detail = detail
        self._config = config
        self._window_width = int(theme.Size.FULL)
        self._over = False  # in a narrow window: whether the detail covers the list
        for place, (pane, stretch) in enumerate(((side, 0), (main, 1), (detail, 0))):
            self.addWidget(pane)
            self.setStretchFactor(place, stretch)
        self.setChildrenCollapsible(False)
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

    @property
    def side_open(self) -> bool:
        """Whether the tree is shown."""
        if self.covered:
            return False
        return bool(self._config.get(SIDE_SETTING, True)) if self._full else self._side_over

    @property
    def _full(self) -> bool:
        """Whether there is room for all three."""
        return self._window_width >= theme.Size.FULL

    def show_side(self, *, shown: bool) -> None:
        """Show the tree or fold it away."""
        if self._full:
            self._config.set(SIDE_SETTING, shown)
        else:
            self._side_over = shown
        self._lay_out()

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
        if step != _step(window_width):
            self._side_over = False
            self._lay_out()
            self._share()

    def _lay_out(self) -> None:
        """Show what belongs into a window of this width."""
        shown, side = self.open, self.side_open
        before = (not self._detail.isHidden(), not self._side.isHidden())
        self._side.setVisible(side)
        self._detail.setVisible(shown)
        self._main.setVisible(not self.covered)
        if (shown, side) != before:
            self._share()
        self.changed.emit(shown)
        self.side_changed.emit(side)

    def showEvent(self, event: QShowEvent) -> None:
        """Share the room once there is any: before, the shares would be rounded away."""
        super().showEvent(event)
        self._share()

    def _share(self) -> None:
        """Give tree and detail the widths the user gave them, else the usual ones."""
        kept = self._config.numbers(WIDTH_SETTING)
        usual = NARROW if self._window_width < theme.Size.FULL else USUAL
        if self._window_width > WIDE:
            usual = min(WIDEST, self._window_width // 3)
        width = kept[0] if kept and not self.narrow else usual
        dragged = self._config.numbers(SIDE_WIDTH_SETTING)
        side = dragged[0] if dragged else SIDE
        taken = (width if self.open else 0) + (side if self.side_open else 0)
        self.setSizes([side, max(self.width() - taken, 1), width])

    def _keep(self) -> None:
        """Remember the widths the user dragged."""
        side, _main, detail = self.sizes()
        if self.side_open:
            self._config.set(SIDE_WIDTH_SETTING, [side])
        if self.open and not self.narrow:
            self._config.set(WIDTH_SETTING, [detail])


def _step(width: int) -> int:
    """Return which of the window's widths this is."""
    return sum(width >= edge for edge in (theme.Size.FOLDED, theme.Size.FULL, WIDE))
