"""The pages of the open file: made when first shown, told what changed, and the way back to where one was."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget

from tracker.domain.changes import Changes
from tracker.ui import theme
from tracker.ui.context import AppContext
from tracker.ui.pages import PAGES
from tracker.ui.pages.page import Page, PageSpec, Pane
from tracker.ui.rail import Rail

if TYPE_CHECKING:
    from tracker.queries.criteria import Criteria

LIST = "projects"  # the page other pages lead to
_MOST_STEPS = 50


@dataclass
class _Open:
    """One page that was made, with what it has not heard yet."""

    page: Page
    pending: Changes = Changes.NOTHING
    new_period: bool = False
    wrong: int = 0


@dataclass
class _Way:
    """Places behind and ahead of the current one: page key and the list's filter there."""

    back: list[tuple[str, Criteria | None]] = field(default_factory=list)
    ahead: list[tuple[str, Criteria | None]] = field(default_factory=list)


class PageStack(QStackedWidget):
    """Holds the pages. ``shown`` follows a change of page or menus; ``wrong_changed`` counts refused inputs."""

    shown = Signal()
    wrong_changed = Signal(int)

    def __init__(self, rail: Rail, window: QWidget) -> None:
        """Be empty until a file is open."""
        super().__init__()
        self._rail = rail
        self._context: AppContext | None = None
        self._open: dict[str, _Open] = {}
        self._wanted: list[PageSpec] = []
        self._way = _Way()
        self._width = 0
        self.current_key = ""
        self.toolbars = QStackedWidget()
        self.toolbars.setFixedHeight(theme.height(theme.Size.TOOLBAR))
        self.toolbars.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        for place in range(9):
            keys = QShortcut(QKeySequence(f"Ctrl+{place + 1}"), window)
            keys.activated.connect(lambda place=place: self._show_nth(place))
        for keys_text, run in (("Ctrl+F", self._search), ("Ctrl+S", self.leave), ("F6", self._next_pane)):
            QShortcut(QKeySequence(keys_text), window).activated.connect(run)
        QShortcut(QKeySequence("Shift+F6"), window).activated.connect(self._previous_pane)

    # --- Opening and closing ---

    def open(self, context: AppContext) -> None:
        """Offer the pages of another file and show the first, or the one that was open."""
        before = self.current_key
        self.close_all()
        self._context = context
        self._offer()
        keys = self._rail.keys
        if keys:
            self.show_page(before if before in keys else keys[0])

    def close_all(self) -> None:
        """Take all pages away."""
        for entry in self._open.values():
            for stack, widget in ((self, entry.page), (self.toolbars, entry.page.toolbar)):
                stack.removeWidget(widget)
                widget.hide()
                widget.deleteLater()
        self._open = {}
        self._way = _Way()
        self._context = None
        self._wanted = []
        self.current_key = ""
        self.show_rail()

    def show_rail(self) -> None:
        """Show where the pages will be, before a file is open."""
        self._put_on_rail([spec for spec in PAGES if not spec.only_with_badge])

    def _offer(self) -> None:
        """Put the pages that are wanted now into the rail, with their numbers."""
        context = self._context
        if context is None:
            return
        numbers = {spec.key: spec.badge(context) if spec.badge else 0 for spec in PAGES}
        # The open page stays where it is, also when its last number has just been dealt with.
        kept = self.current_key
        self._wanted = [spec for spec in PAGES if numbers[spec.key] or not spec.only_with_badge or spec.key == kept]
        self._put_on_rail(self._wanted)
        for key, number in numbers.items():
            self._rail.set_badge(key, number)

    def _put_on_rail(self, specs: list[PageSpec]) -> None:
        """Hand pages to the rail, those of its foot apart."""
        upper, foot = (
            [(spec.key, spec.title, spec.icon) for spec in specs if spec.at_foot is at_foot]
            for at_foot in (False, True)
        )
        self._rail.set_pages(upper, foot)

    # --- Moving about ---

    @property
    def current(self) -> Page | None:
        """The page that is shown."""
        entry = self._open.get(self.current_key)
        return entry.page if entry else None

    def page(self, key: str) -> Page | None:
        """Return a page that was made already."""
        entry = self._open.get(key)
        return entry.page if entry else None

    def go_to(self, place: str) -> None:
        """Show a page asked for by another one, or a part of it (``settings/units``); Alt+← leads back."""
        key, _slash, part = place.partition("/")
        self._remember()
        self.show_page(key)
        if part and (page := self.current) is not None:
            page.show_part(part)

    def show_projects(self, criteria: Criteria) -> None:
        """Show the list with a filter."""
        self.go_to(LIST)
        if (page := self.current) is not None:
            page.show_criteria(criteria)

    def show_project(self, project_id: int, tab: str) -> None:
        """Show one project."""
        self.go_to(LIST)
        if (page := self.current) is not None:
            page.show_project(project_id, tab)

    def back(self) -> None:
        """Go back to where one was."""
        self._travel(self._way.back, self._way.ahead)

    def forward(self) -> None:
        """Go forward again."""
        self._travel(self._way.ahead, self._way.back)

    def _travel(self, source: list[tuple[str, Criteria | None]], other: list[tuple[str, Criteria | None]]) -> None:
        """Go to the last place of one list and put the present one on the other."""
        if not source or self._context is None:
            return
        other.append((self.current_key, self._context.criteria))
        key, criteria = source.pop()
        self.show_page(key)
        if key == LIST and criteria is not None and (page := self.current) is not None:
            page.show_criteria(criteria)

    def _remember(self) -> None:
        """Put the present place on the way back."""
        if self._context is not None and self.current_key:
            self._way.back = [*self._way.back[-_MOST_STEPS:], (self.current_key, self._context.criteria)]
            self._way.ahead.clear()

    def _show_nth(self, place: int) -> None:
        """Show the page at a place of the rail."""
        keys = self._rail.keys
        if place < len(keys):
            self.show_page(keys[place])

    def show_page(self, key: str) -> None:
        """Show a page, making it if need be, and tell it what it missed."""
        spec = next((found for found in self._wanted if found.key == key), None)
        if spec is None or self._context is None:
            return
        if key != self.current_key and (left := self._open.get(self.current_key)) is not None:
            left.page.leave()
        if key not in self._open:
            self._make(spec, self._context)
        entry = self._open[key]
        self.current_key = key
        self.setCurrentWidget(entry.page)
        self.toolbars.setCurrentWidget(entry.page.toolbar)
        self._context.tell_selection("")
        self._offer()
        self._rail.set_current(key)
        self._catch_up(entry)
        home = entry.page.home()
        if home is not None and not _has_focus(entry.page):
            home.setFocus(Qt.FocusReason.OtherFocusReason)
        self.shown.emit()

    def _make(self, spec: PageSpec, context: AppContext) -> None:
        """Make a page; it reads everything when it is first told."""
        page = spec.make(context)
        self._open[spec.key] = _Open(page, Changes.EVERYTHING)
        self.addWidget(page)
        self.toolbars.addWidget(page.toolbar)
        page.menus_changed.connect(self.shown)
        page.wrong_changed.connect(lambda count: self._note_wrong(spec.key, count))
        page.narrow(self._width)

    def _note_wrong(self, key: str, count: int) -> None:
        """Add up the refused inputs of all pages."""
        if key in self._open:
            self._open[key].wrong = count
        self.wrong_changed.emit(sum(entry.wrong for entry in self._open.values()))

    # --- Telling ---

    def changed(self, changes: Changes) -> None:
        """Tell the open page at once and the others when they are shown."""
        for entry in self._open.values():
            entry.pending |= changes
        self._offer()
        self._rail.set_current(self.current_key)
        self._tell_current()

    def period_changed(self) -> None:
        """Tell every page that another report period holds."""
        for entry in self._open.values():
            entry.new_period = True
        self._tell_current()

    def _tell_current(self) -> None:
        """Tell the open page what it has not heard yet."""
        if (entry := self._open.get(self.current_key)) is not None:
            self._catch_up(entry)

    @staticmethod
    def _catch_up(entry: _Open) -> None:
        """Tell a page what it has not heard yet."""
        pending, new_period = entry.pending, entry.new_period
        entry.pending, entry.new_period = Changes.NOTHING, False
        if pending:
            entry.page.refresh(pending)
        if new_period and pending != Changes.EVERYTHING:  # a page that reads everything reads the new period too
            entry.page.period_changed()

    def leave(self) -> int:
        """Store what is being edited on every page; return how many inputs were refused."""
        return sum(entry.page.leave() for entry in self._open.values())

    def narrow(self, width: int) -> None:
        """Tell the pages the window's width."""
        self._width = width
        for entry in self._open.values():
            entry.page.narrow(width)

    # --- Keys ---

    def _search(self) -> None:
        """Ctrl+F."""
        if (page := self.current) is not None:
            page.show_search()

    def _next_pane(self) -> None:
        """F6."""
        self._step_pane(1)

    def _previous_pane(self) -> None:
        """Shift+F6."""
        self._step_pane(-1)

    def _step_pane(self, step: int) -> None:
        """Move the focus to the next pane of the page."""
        panes = [pane for pane in (self.current.panes() if self.current else []) if pane.isVisible()]
        if not panes:
            return
        now = next((place for place, pane in enumerate(panes) if _has_focus(pane)), -1 if step > 0 else 0)
        pane = panes[(now + step) % len(panes)]
        if isinstance(pane, Pane):
            pane.take_focus()
        else:
            pane.setFocus(Qt.FocusReason.OtherFocusReason)


def _has_focus(pane: QWidget) -> bool:
    """Tell whether the focus is in a pane."""
    focus = pane.window().focusWidget()
    return focus is not None and (focus is pane or pane.isAncestorOf(focus))
