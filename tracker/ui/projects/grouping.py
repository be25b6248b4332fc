"""分组: the button and the menu that put the list in sections, and fold them."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu

from tracker.domain.figures import GroupKey
from tracker.ui.forms import tool
from tracker.ui.projects.list_panel import ListPanel
from tracker.ui.projects.sections import BY

_WORDS = {GroupKey.NOTHING: "不分组"}


class Grouping(QObject):
    """``button`` stands in the toolbar, ``menu`` in 视图 and below the button."""

    def __init__(self, panel: ListPanel) -> None:
        """Serve *panel*."""
        super().__init__(panel)
        self._panel = panel
        self.button = tool("分组", "group_list", tip="按上报单位、专栏或工程分组，显示小计", run=self._open)
        self.menu = QMenu("分组", panel)
        ways = QActionGroup(self)
        self.ways = {by: QAction(_WORDS.get(by, f"按{by.value}"), ways, checkable=True) for by in BY}
        for by, action in self.ways.items():
            action.triggered.connect(partial(self.group, by))
            self.menu.addAction(action)
        self.menu.addSeparator()
        self.folds = [self._fold("全部收起", "Ctrl+Shift+Up", folded=True)]
        self.folds.append(self._fold("全部展开", "Ctrl+Shift+Down", folded=False))
        panel.grouped.connect(self._show)
        self._show()

    def _fold(self, text: str, keys: str, *, folded: bool) -> QAction:
        """Make the action that folds or unfolds all sections."""
        action = QAction(text, self)
        action.setShortcut(QKeySequence(keys))
        action.triggered.connect(lambda _checked=False: self._panel.sections.fold_all(folded=folded))
        self.menu.addAction(action)
        return action

    def group(self, by: GroupKey, _checked: bool = False) -> None:
        """Group the list."""
        self._panel.group(by)

    def _show(self) -> None:
        """Show by what the list is grouped."""
        by = self._panel.sections.by
        self.ways[by].setChecked(True)
        grouped = by is not GroupKey.NOTHING
        self.button.setText(f"分组：{by.value}" if grouped else "分组")
        self.button.setAccessibleName(f"分组，现为{_WORDS.get(by, f'按{by.value}')}")
        for action in self.folds:
            action.setEnabled(grouped)

    def _open(self) -> None:
        """Open the menu below the button."""
        self.menu.exec(self.button.mapToGlobal(QPoint(0, self.button.height() + 2)))
