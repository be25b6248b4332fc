"""A page that shows the projects 项目 is filtered to, or all of them, and says in words which."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtGui import QShowEvent

from tracker.domain.changes import Changes
from tracker.queries.choices import choices
from tracker.queries.criteria import Criteria
from tracker.queries.shown import counts
from tracker.ui.chart_filter import ChartFilter
from tracker.ui.context import AppContext
from tracker.ui.pages.page import Page
from tracker.ui.projects.filter_words import conditions


class FollowingPage(Page):
    """Base of such pages. The subclass puts ``filter`` above its content and reads ``criteria`` in :meth:`refresh`.

    A page that is not open reads when it is shown.
    """

    def __init__(self, context: AppContext, title: str) -> None:
        """Begin with the filter of 项目."""
        super().__init__(context, title)
        self.filter = ChartFilter()
        self.follows = True
        self._stale = False
        self.filter.toggled.connect(self._toggle)
        context.criteria_changed.connect(self._list_filtered)

    @property
    def criteria(self) -> Criteria:
        """Which projects are shown."""
        return self.context.criteria if self.follows else Criteria()

    def show_scope(self, counted: int | None = None) -> None:
        """Write the filter in words; *counted* is how many projects the page shows where it leaves some out."""
        as_of, read = self.context.period.as_of, self.context.tasks.read
        signed = self.context.source_for(self.criteria)
        found = read(counts, signed, self.criteria, as_of)
        if counted is not None:
            found = replace(found, counted=counted)
        words = conditions(self.criteria, read(choices, as_of))
        self.filter.show_filter(words, found, followable=not self.context.criteria.empty)

    def show_all(self) -> None:
        """Show all projects."""
        if self.follows and not self.context.criteria.empty:
            self._toggle()

    def _toggle(self) -> None:
        """Show all projects, or those of the filter of 项目."""
        self.follows = not self.follows if not self.context.criteria.empty else True
        self._read_again()

    def _list_filtered(self) -> None:
        """Follow the filter of 项目."""
        if self.follows:
            self._read_again()

    def _read_again(self) -> None:
        """Read for another filter, at once where the page is open."""
        self._stale = not self.isVisible()
        if not self._stale:
            self.refresh(Changes.EVERYTHING)

    def showEvent(self, event: QShowEvent) -> None:
        """Read for the filter that was set while another page was open."""
        super().showEvent(event)
        if self._stale:
            self._stale = False
            self.refresh(Changes.EVERYTHING)


class LeadingPage(Page):
    """Base of pages that follow the filter of 项目 and lead there themselves with filters they do not follow.

    The subclass reads ``_criteria`` in :meth:`refresh`, where it may narrow how they count, and calls
    :meth:`been_read` there.
    """

    def __init__(self, context: AppContext, title: str) -> None:
        """Begin with the filter of 项目."""
        super().__init__(context, title)
        self.filter = ChartFilter()
        self._criteria = context.criteria
        self._follows = True
        self._jump: Criteria | None = None  # the filter this page itself has set in 项目
        self._stale = False
        self.filter.toggled.connect(self._toggle)
        context.criteria_changed.connect(self._list_filtered)

    def lead_to(self, criteria: Criteria) -> None:
        """Show 项目 with a filter that this page does not follow."""
        self._jump = criteria
        self.context.open_projects(criteria)

    def been_read(self) -> None:
        """Note that the page shows what it should."""
        self._stale = False

    def _list_filtered(self) -> None:
        """Follow the filter of 项目, unless it was set from here."""
        wanted = self.context.criteria
        if wanted != self._jump:
            self._jump = None
            self._take(wanted if self._follows else self._criteria)

    def _toggle(self) -> None:
        """Show all projects, or those of the filter of 项目."""
        self._follows = replace(self._criteria, counted_only=False).empty
        self._jump = None
        self._take(self.context.criteria if self._follows else Criteria())

    def _take(self, criteria: Criteria) -> None:
        """Show the projects of another filter; a page that is not open reads when it is shown."""
        self._criteria = criteria
        self._stale = not self.isVisible()
        if not self._stale:
            self.refresh(Changes.EVERYTHING)

    def showEvent(self, event: QShowEvent) -> None:
        """Read for the filter that was set while another page was open."""
        super().showEvent(event)
        if self._stale:
            self.refresh(Changes.EVERYTHING)
