"""One module per page of the rail, and the list of them in the rail's order."""

from __future__ import annotations

from tracker.ui.context import AppContext
from tracker.ui.pages.page import Page, PageSpec


def _history(context: AppContext) -> Page:
    from tracker.ui.pages.history import HistoryPage

    return HistoryPage(context)


PAGES = (PageSpec("history", "变更", "history", _history),)
