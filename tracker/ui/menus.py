"""The menu bar: what the window can always do, and what the open page adds. A menu without actions is not shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar

from tracker.ui.icons import icon

NAMES = (
    ("文件", "F"),
    ("编辑", "E"),
    ("视图", "V"),
    ("项目", "P"),
    ("报表", "R"),
    ("工具", "T"),
    ("帮助", "H"),
)


class Menus(QObject):
    """The menu bar and its actions. Page actions stand below the window's own, after a line."""

    def __init__(self, bar: QMenuBar) -> None:
        """Make the seven menus, empty."""
        super().__init__(bar)
        self._menus: dict[str, QMenu] = {}
        self._own: dict[str, list[QAction]] = {name: [] for name, _letter in NAMES}
        self._lasting: dict[str, Mapping[str, list[QAction]]] = {}
        self._page: tuple[str, Mapping[str, list[QAction]]] = ("", {})
        for name, letter in NAMES:
            menu = bar.addMenu(f"{name}(&{letter})")
            menu.setToolTipsVisible(True)
            self._menus[name] = menu

    def add(
        self, menu: str, text: str, run: Callable[[], object] | None, *, keys: str = "", picture: str = ""
    ) -> QAction:
        """Add one of the window's own actions; *keys* as in ``Ctrl+Z``. An empty text is a line."""
        action = QAction(text, self)
        if not text:
            action.setSeparator(True)
        if keys:
            action.setShortcuts([QKeySequence(part) for part in keys.split(" / ")])
        if picture:
            action.setIcon(icon(picture))
        if run is not None:
            action.triggered.connect(lambda _checked=False: run())
        self._own[menu].append(action)
        return action

    def add_menu(self, menu: str, sub: QMenu) -> None:
        """Add a menu within a menu."""
        self._own[menu].append(sub.menuAction())

    def set_page(self, key: str, actions: Mapping[str, list[QAction]], lasting: Mapping[str, list[QAction]]) -> None:
        """Show the actions of the open page, and keep its lasting ones for good."""
        self._page = (key, actions)
        self._lasting[key] = lasting
        self.build()

    def forget_pages(self) -> None:
        """Take the actions of all pages away, because another file is opened."""
        self._page = ("", {})
        self._lasting = {}
        self.build()

    def build(self) -> None:
        """Fill the menus."""
        for name, menu in self._menus.items():
            menu.clear()
            menu.addActions(self._own[name])
            extra = [action for lasting in self._lasting.values() for action in lasting.get(name, [])]
            extra += [action for action in self._page[1].get(name, []) if action not in extra]
            if self._own[name] and extra:
                menu.addSeparator()
            menu.addActions(extra)
            menu.menuAction().setVisible(bool(menu.actions()))

    def run(self, menu: str, text: str) -> None:
        """Trigger the action of a menu whose text begins so; LookupError where there is none."""
        for action in _flat(self._menus[menu]):
            if action.text().startswith(text):
                action.trigger()
                return
        raise LookupError(text)

    def shortcuts(self) -> list[tuple[str, str, str]]:
        """Return menu, action and keys of everything that has keys, for 快捷键."""
        found = []
        for name, menu in self._menus.items():
            for action in _flat(menu):
                if not action.shortcut().isEmpty():
                    keys = " / ".join(_shown(shortcut) for shortcut in action.shortcuts())
                    found.append((name, action.text().replace("…", ""), keys))
        return found


def _shown(keys: QKeySequence) -> str:
    """Return keys as they stand on the keyboard: arrows, not their names."""
    text = keys.toString(QKeySequence.SequenceFormat.PortableText)
    for name, arrow in (("Left", "←"), ("Right", "→"), ("Up", "↑"), ("Down", "↓")):
        text = text.replace(f"+{name}", f"+{arrow}")
    return text


def _flat(menu: QMenu) -> list[QAction]:
    """Return a menu's actions with those of its submenus."""
    found: list[QAction] = []
    for action in menu.actions():
        sub = action.menu()
        found += _flat(sub) if isinstance(sub, QMenu) else [action]
    return found
