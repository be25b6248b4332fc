"""What every page is given: the open file, the report period, the settings, and a way to reach the other pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from tracker.domain.periods import Cycle, ReportPeriod, last_ended
from tracker.domain.quarters import Quarter
from tracker.ui.closed import Closed
from tracker.ui.settings_store import SettingsStore
from tracker.ui.tasks import Tasks

if TYPE_CHECKING:
    from collections.abc import Callable

    from tracker.domain.closing import Closing
    from tracker.queries.criteria import Criteria


AT_ONCE = 1_500  # projects of a file that is added up while the user waits


class Period(QObject):
    """The report period chosen in the menu corner; it holds for every page.

    ``leaving`` comes before another one holds: what is being typed belongs to the one that is left.
    """

    leaving = Signal()
    changed = Signal()

    def __init__(self, today: date, parent: QObject | None = None) -> None:
        """Begin with the last quarter that has ended on *today*."""
        super().__init__(parent)
        self.today = today
        self._chosen = last_ended(today, Cycle.QUARTER)

    @property
    def chosen(self) -> ReportPeriod:
        """The chosen period."""
        return self._chosen

    @property
    def quarter(self) -> Quarter:
        """The quarter the chosen period lies in."""
        return self._chosen.quarter

    @property
    def as_of(self) -> date:
        """The date figures are read at: the period's last day, for it is the date its figures carry."""
        return self._chosen.end

    @property
    def previous_end(self) -> date:
        """The last day of the period before: 上期."""
        return self._chosen.previous_end

    @property
    def span(self) -> tuple[date, date]:
        """The last day of the period before, and the day figures are as of."""
        return self.previous_end, self.as_of

    @property
    def label(self) -> str:
        """The period in words: 2026年第三季度, 2026年8月."""
        return self._chosen.label

    def choose(self, period: ReportPeriod | Quarter) -> None:
        """Take another period."""
        if isinstance(period, Quarter):
            period = ReportPeriod.of_quarter(period)
        if period != self._chosen:
            self.leaving.emit()
            self._chosen = period
            self.changed.emit()


@dataclass(frozen=True)
class Link:
    """A word to click in a strip and what it does."""

    text: str
    run: Callable[[], object]


class AppContext(QObject):
    """Given to every page. The signals are requests to the window; pages never know each other.

    ``projects_wanted``: show 项目 with these Criteria. ``project_wanted``: show one project (id) at a tab (key or "").
    ``page_wanted``: show a page by key, or a part of it (``settings/units``).
    ``menu_wanted``: do what a menu offers, such as ("文件", "交一份副本").
    ``selection_told``: the text about the selection in the status bar.
    ``notice_wanted``: a strip under the toolbar (tone "info", "warning" or "error", sentence, links); no sentence
    takes it away.
    ``criteria_changed``: the list's filter is another one now; see :attr:`criteria`.
    ``own_units_changed``: the user works for other units now, and the list is to begin with them.
    """

    projects_wanted = Signal(object)
    project_wanted = Signal(int, str)
    page_wanted = Signal(str)
    menu_wanted = Signal(str, str)
    selection_told = Signal(str)
    notice_wanted = Signal(str, str, object)
    criteria_changed = Signal()
    own_units_changed = Signal()

    def __init__(self, tasks: Tasks, period: Period, config: SettingsStore, parent: QObject | None = None) -> None:
        """Join what pages need; the window makes one per open file."""
        super().__init__(parent)
        self.tasks = tasks
        self.period = period
        self.config = config
        self.closed = Closed(tasks, self)
        self._criteria: Criteria | None = None
        self._leading = False  # 项目 is being led to a filter

    @property
    def criteria(self) -> Criteria:
        """The filter of 项目, which 图表 and exports may follow."""
        from tracker.queries.criteria import Criteria

        return self._criteria or Criteria()

    @property
    def source(self) -> Closing | None:
        """The closing whose copy the report period is shown from; None: the file as it is now."""
        return self.source_for(self.criteria)

    def source_for(self, criteria: Criteria) -> Closing | None:
        """Return the same for another filter than that of 项目. A day within a quarter has no copy: it is read live."""
        quarter = self.period.quarter
        return self.closed.source(quarter, criteria) if self.period.as_of == quarter.end else None

    @property
    def large(self) -> bool:
        """Whether the file is too large for its sums to be made while the user waits (100 ms)."""
        from tracker.queries.projects import file_size

        return self.tasks.read(file_size) > AT_ONCE

    def set_criteria(self, criteria: Criteria) -> None:
        """Tell the others what 项目 shows now."""
        if criteria != self._criteria:
            self._criteria = criteria
            if not self._leading:
                self.criteria_changed.emit()

    def notify(self, sentence: str, *links: Link, tone: str = "info") -> None:
        """Show a strip under the toolbar; it goes when closed or when another replaces it."""
        self.notice_wanted.emit(tone, sentence, links)

    def forget_notice(self) -> None:
        """Take the strip away: what it asked for is done."""
        self.notice_wanted.emit("", "", ())

    def tell_selection(self, text: str) -> None:
        """Show what is selected in the status bar; empty clears it."""
        self.selection_told.emit(text)

    def open_page(self, key: str, part: str = "") -> None:
        """Show a page by key, at one of its parts if one is named: ``open_page("settings", "units")``."""
        self.page_wanted.emit(f"{key}/{part}" if part else key)

    def open_projects(self, criteria: Criteria) -> None:
        """Show 项目 with a filter."""
        # 项目 that is made for this begins with a filter of its own: nobody is to follow that one.
        before, self._leading = self._criteria, True
        try:
            self.projects_wanted.emit(criteria)
        finally:
            self._leading = False
        if self._criteria != before:
            self.criteria_changed.emit()

    def open_project(self, project_id: int, tab: str = "") -> None:
        """Show one project's detail."""
        self.project_wanted.emit(project_id, tab)
