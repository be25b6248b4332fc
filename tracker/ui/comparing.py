"""报表 → 对比…: reads what is compared for the filter of 项目 and shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from tracker.ui.context import AppContext
from tracker.ui.main_window import MainWindow

if TYPE_CHECKING:
    from tracker.ui.dialogs.comparisons import ComparisonsDialog


class Comparing(QObject):
    """Shows the comparisons of the file one window has open."""

    def __init__(self, window: MainWindow) -> None:
        """Add the menu entry."""
        super().__init__(window)
        self._window = window
        self.dialog: ComparisonsDialog | None = None
        self.action = window.menus.add("报表", "对比…", self.show, keys="Ctrl+Shift+B")
        window.context_changed.connect(self._opened)
        self._opened(window.context)

    def _opened(self, context: AppContext | None) -> None:
        """Offer it while a file is open."""
        self.action.setEnabled(context is not None)
        self.action.setToolTip("" if context is not None else "还没有打开数据文件")

    def show(self) -> None:
        """Show 环比 and 同比; what is being typed is stored first, so that it is counted."""
        from tracker.ui.dialogs.comparisons import ComparisonsDialog

        context = self._window.context
        if context is None:
            return
        self._window.pages.leave()
        self.dialog = ComparisonsDialog(self._window, context)
        self.dialog.open()
