"""变更: who changed what, when and why, newest first."""

from __future__ import annotations

from tracker.ui.context import AppContext
from tracker.ui.pages.page import Page


class HistoryPage(Page):
    """The change log of the whole file."""

    has_figures = False

    def __init__(self, context: AppContext) -> None:
        """Make the page; it is filled by :meth:`refresh`."""
        super().__init__(context, "变更")
