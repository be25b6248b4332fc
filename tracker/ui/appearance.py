"""How the window looks: colours that follow the system or stay light or dark, and how high the rows of tables are.

Both are kept per user of the computer; 视图 → 配色 and 设置 → 本机与文件 change them.
"""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from tracker.ui import theme
from tracker.ui.main_window import MainWindow
from tracker.ui.settings_store import SettingsStore

SCHEMES = (("", "跟随系统"), ("light", "浅色"), ("dark", "深色"))
ROWS = (("", "标准"), ("compact", "紧凑"))
_SCHEME, _ROWS = "theme.scheme", "theme.rows"


def scheme(config: SettingsStore) -> str:
    """Return the kept colours: light, dark, or "" to follow the system."""
    return config.text(_SCHEME)


def take_scheme(config: SettingsStore, value: str) -> None:
    """Take other colours and keep them."""
    config.set(_SCHEME, value or None)
    theme.fix(value or None)


def rows(config: SettingsStore) -> str:
    """Return the kept height of rows: compact, or "" for the usual one."""
    return config.text(_ROWS)


def take_rows(config: SettingsStore, value: str) -> None:
    """Take another height of rows and keep it."""
    config.set(_ROWS, value or None)
    theme.set_compact(compact=value == "compact")


class Appearance(QObject):
    """The submenu 视图 → 配色 of one window; what was kept is taken when it is made."""

    def __init__(self, window: MainWindow) -> None:
        """Add the submenu and take the kept looks."""
        super().__init__(window)
        self._config = window.config
        self._menu = QMenu("配色", window)
        self._group = QActionGroup(self)
        for value, title in SCHEMES:
            action = self._menu.addAction(title)
            action.setCheckable(True)
            action.setData(value)
            self._group.addAction(action)
        self._mark()
        self._menu.aboutToShow.connect(self._mark)
        self._group.triggered.connect(self._chosen)
        window.menus.add("视图", "", None)
        window.menus.add_menu("视图", self._menu)
        if kept := scheme(self._config):
            theme.fix(kept)
        theme.set_compact(compact=rows(self._config) == "compact")

    def _mark(self) -> None:
        """Tick the colours in force."""
        for action in self._group.actions():
            action.setChecked(action.data() == scheme(self._config))

    def _chosen(self, action: QAction) -> None:
        """Take other colours."""
        take_scheme(self._config, str(action.data()))
