"""What the window expects of a page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QWidget

from tracker.domain.changes import Changes
from tracker.ui.context import AppContext
from tracker.ui.forms import Item
from tracker.ui.toolbar import Toolbar

if TYPE_CHECKING:
    from tracker.queries.criteria import Criteria
    from tracker.ui.print_dialog import Printable


@dataclass(frozen=True)
class PageSpec:
    """One entry of the rail. ``make`` imports the page's module itself, so that the window opens without it."""

    key: str
    title: str
    icon: str
    make: Callable[[AppContext], Page]
    # The number at the icon, asked whenever data change; 0 shows none.
    badge: Callable[[AppContext], int] | None = None
    only_with_badge: bool = False  # in the rail only while the number is not 0
    at_foot: bool = False  # at the rail's lower end; such pages come last in PAGES


@runtime_checkable
class Pane(Protocol):
    """A part of a page that F6 goes to and that says itself where the focus begins in it."""

    def take_focus(self) -> None:
        """Take the focus."""


class Page(QWidget):
    """Base of all pages: the widget itself is the content; ``toolbar`` is shown above it by the window.

    ``has_figures`` puts the legend of 未填 ／ — 0 into the status bar. ``wrong_changed`` tells how many inputs stand on
    the page that were refused and not stored; ``menus_changed`` that :meth:`menus` answers otherwise now.
    """

    has_figures = True
    wrong_changed = Signal(int)
    menus_changed = Signal()

    def __init__(self, context: AppContext, title: str) -> None:
        """Make the toolbar with the page's title; the subclass adds to it with :meth:`add_tools`."""
        super().__init__()
        self.context = context
        self.toolbar = Toolbar(title)
        self.tools: QHBoxLayout = self.toolbar.box

    def add_tools(self, *items: Item) -> None:
        """Add buttons to the toolbar; None pushes what follows to the right."""
        for item in items:
            if item is None:
                self.tools.addStretch(1)
            elif isinstance(item, int):
                self.tools.addSpacing(item)
            elif isinstance(item, QWidget):
                self.tools.addWidget(item)
            else:
                self.tools.addLayout(item)

    def refresh(self, changes: Changes) -> None:
        """Read again what *changes* touched. Called when the page is shown with all that happened meanwhile."""

    def period_changed(self) -> None:
        """Read again for another report period; most pages do the same as for any change."""
        self.refresh(Changes.EVERYTHING)

    def menus(self) -> Mapping[str, list[QAction]]:
        """Return this page's actions by menu name (编辑, 视图, 项目, 报表, 工具); shown while the page is open."""
        return {}

    def lasting_menus(self) -> Mapping[str, list[QAction]]:
        """Return actions that stay in the menus while another page is open, such as 导出季报."""
        return {}

    def show_criteria(self, criteria: Criteria) -> None:
        """Show what matches, asked for by another page."""

    def show_project(self, project_id: int, tab: str) -> None:
        """Show one project, at a tab if one is named."""

    def show_part(self, part: str) -> None:
        """Show a part of the page by its key, asked for by another page."""

    def narrow(self, width: int) -> None:
        """Adapt to the window's logical width (the steps are Size.FULL and Size.FOLDED)."""

    def show_search(self) -> None:
        """Ctrl+F: go to the search box; a page without one leads to that of 项目."""
        self.context.open_page("projects", "search")

    def panes(self) -> list[QWidget]:
        """Return the widgets F6 goes through: navigation, list, detail."""
        return []

    def home(self) -> QWidget | None:
        """Return the widget that has the focus when the page is opened; the first pane unless said otherwise."""
        return next(iter(self.panes()), None)

    def escape(self) -> bool:
        """Esc, nothing more special took it: clear the filter or close the detail; False where there is nothing."""
        return False

    def printables(self) -> tuple[Printable, ...]:
        """Return what the page can print, the usual thing first."""
        return ()

    def leave(self) -> int:
        """Store what is being edited (also Ctrl+S); return how many inputs are wrong and not stored."""
        return 0
