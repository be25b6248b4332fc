"""视图 → 配色: follow the system, or stay light or dark."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from tracker.ui import theme
from tracker.ui.main_window import MainWindow

_CHOICES = (("", "跟随系统"), ("light", "浅色"), ("dark", "深色"))
_NAME = "theme.scheme"


class Appearance(QObject):
    """The colour scheme of one window, kept between starts."""

    def __init__(self, window: MainWindow) -> None:
        """Add the submenu and take the kept scheme."""
        super().__init__(window)
        self._config = window.config
        self._menu = QMenu("配色", window)
        self._group = QActionGroup(self)
        kept = self._config.text(_NAME)
        for value, title in _CHOICES:
            action = self._menu.addAction(title)
            action.setCheckable(True)
            action.setChecked(value == kept)
            action.setData(value)
            self._group.addAction(action)
        self._group.triggered.connect(self._chosen)
        window.menus.add("视图", "", None)
        window.menus.add_menu("视图", self._menu)
        if kept:
            theme.fix(kept)

    def _chosen(self, action: QAction) -> None:
        """Take another scheme."""
        scheme = str(action.data())
        self._config.set(_NAME, scheme or None)
        theme.fix(scheme or None)
