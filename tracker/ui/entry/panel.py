"""The rows of 填报: which projects, in which order, read as they come into view, and where the next gap is."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from tracker.domain.entry import EntryState
from tracker.queries.criteria import Criteria
from tracker.queries.entry import EntryIds, EntryRow, entry_ids, entry_rows
from tracker.queries.settings import office
from tracker.ui.context import AppContext
from tracker.ui.entry.columns import EDITABLE, columns
from tracker.ui.entry.grid import EntryGrid
from tracker.ui.entry.questions import Place
from tracker.ui.forms import vbox
from tracker.ui.projects.empty_state import EmptyState
from tracker.ui.table_model import PagedTableModel

Commit = Callable[[EntryRow, str, str], None]


class EntryPanel(QWidget):
    """The grid with what stands in its place when there are no rows."""

    def __init__(self, context: AppContext, commit: Commit) -> None:
        """Make an empty grid; *commit* stores what is typed into a cell."""
        super().__init__()
        self._context = context
        self.found = EntryIds((), frozenset())
        self.by_unit = False
        self.missing_only = False
        self._criteria = Criteria()
        self.model: PagedTableModel[EntryRow] = PagedTableModel(
            columns(self._place),
            lambda row: row.project_id,
            self._load,
            None if context.tasks.read_only else commit,
            self,
        )
        self.grid = EntryGrid(context.config, self)
        self.grid.setModel(self.model)
        self.empty = EmptyState(self)
        self.empty.hide()
        self.setLayout(vbox(self.grid))

    # --- Reading ---

    def read(self, criteria: Criteria) -> None:
        """List the projects to be reported that meet *criteria*, as the office counts 打捆 ones."""
        period, read = self._context.period, self._context.tasks.read
        self._criteria = replace(criteria, counting=read(office).counting)
        args = (self._criteria, period.previous_end, period.as_of)
        self.found = read(entry_ids, *args, by_unit=self.by_unit)
        self._show()

    def read_again(self, criteria: Criteria) -> None:
        """Read the same after a change; with 只看未报 the rows at hand stay, or the one in hand would go."""
        kept = set(self.model.ids)
        self.read(criteria)
        if self.missing_only:
            self._show(kept)

    def read_rows(self, ids: Collection[int]) -> None:
        """Read some rows again whose cells were filled in."""
        self.model.reload(ids)
        rows = [row for key in ids if (row := self.row(key)) is not None]
        reported = self.found.reported - {row.project_id for row in rows}
        self.found = replace(self.found, reported=reported | {row.project_id for row in rows if row.reported})

    def _show(self, kept: Collection[int] = ()) -> None:
        """List what was found, or what is 未报 of it and *kept*."""
        ids: Sequence[int] = self.found.ids
        if self.missing_only:
            ids = [key for key in ids if key not in self.found.reported or key in kept]
        self.model.set_ids(ids)
        if ids and self.grid.current_place is None:
            self.grid.go_to(ids[0], EDITABLE[0])

    def order(self, *, by_unit: bool) -> None:
        """Put the rows in the list's order, or below their units."""
        self.by_unit = by_unit
        self.grid.set_sorted((("unit", False),) if by_unit else ())
        self.read_again(self._criteria)

    def show_missing(self, *, only: bool) -> None:
        """List the rows that are 未报 only, or all again."""
        self.missing_only = only
        self._show()

    def _load(self, ids: Sequence[int]) -> list[EntryRow]:
        """Read the rows that come into view."""
        period = self._context.period
        return self._context.tasks.read(entry_rows, ids, period.previous_end, period.as_of)

    def _place(self, project_id: int) -> int | None:
        """Return where a row stands."""
        return self.model.position_of(project_id)

    # --- Rows ---

    def row(self, project_id: int) -> EntryRow | None:
        """Return a listed row, fetching it if need be."""
        place = self.model.position_of(project_id)
        return None if place is None else self.model.row(place)

    @property
    def current(self) -> EntryRow | None:
        """The current row."""
        place = self.grid.current_place
        return self.row(place[0]) if place else None

    @property
    def selected(self) -> list[EntryRow]:
        """The rows with a selected cell, in their order."""
        return [row for key in self.grid.selected_keys() if (row := self.row(key)) is not None]

    # --- Gaps ---

    def next_gap(self, step: int) -> Place | None:
        """Return the next cell that is 未填 (the one before for −1), beginning again at the other end."""
        now = self.grid.current_place
        return next((place for place in self._gaps(now, step) if place != now), None)

    def _gaps(self, now: Place | None, step: int) -> Iterator[Place]:
        """Yield the gaps from a cell on; its own row comes last once more for what stands before the cell."""
        count = self.model.rowCount()
        start = (self.model.position_of(now[0]) if now else None) or 0
        column = EDITABLE.index(now[1]) if now and now[1] in EDITABLE else -1 if step > 0 else len(EDITABLE)
        for offset in range(count + 1):
            row = self.model.row((start + offset * step) % count)
            if row is None:
                continue
            gaps = [key for key in EDITABLE[::step] if key in row.gaps]
            if offset == 0:
                gaps = [key for key in gaps if (EDITABLE.index(key) - column) * step > 0]
            yield from ((row.project_id, key) for key in gaps)

    def next_missing(self) -> Place | None:
        """Return the first gap of the next row that is not wholly reported."""
        count, now = self.model.rowCount(), self.grid.current_place
        start = (self.model.position_of(now[0]) if now else None) or 0
        for offset in range(1, count):
            row = self.model.row((start + offset) % count)
            if row is not None and row.state is not EntryState.REPORTED:
                return row.project_id, row.gaps[0] if row.gaps else EDITABLE[0]
        return None

    # --- The empty grid ---

    def show_empty(self, *, shown: bool) -> None:
        """Lay the words over the grid's body, or take them away."""
        self._place_empty()
        self.empty.setVisible(shown)
        if shown:
            self.empty.raise_()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the words in the grid's body, and the cell in hand in view when a question takes room below."""
        super().resizeEvent(event)
        self._place_empty()
        if event.size().height() < event.oldSize().height() and self.grid.currentIndex().isValid():
            self.grid.scrollTo(self.grid.currentIndex())

    def _place_empty(self) -> None:
        """Cover all of the grid but its heading."""
        top = self.grid.head.sizeHint().height()
        self.empty.setGeometry(0, top, self.width(), max(self.height() - top, 0))
