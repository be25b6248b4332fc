"""The list itself: ids in order, rows as they come into view, totals, selection, and what stands there when empty."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QElapsedTimer, QModelIndex, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget

from tracker.domain.figures import GroupKey
from tracker.domain.kinds import Counting
from tracker.queries import projects, shown
from tracker.queries.criteria import Criteria
from tracker.queries.lights import ProjectLight
from tracker.queries.projects import Counts, ListRow, Order, Sort
from tracker.queries.settings import office
from tracker.queries.views import View
from tracker.ui import light_cells
from tracker.ui.context import AppContext
from tracker.ui.forms import vbox
from tracker.ui.projects.columns import FROZEN, NAME, columns
from tracker.ui.projects.empty_state import EmptyState
from tracker.ui.projects.sections import Row, Sections, group_named, with_sections
from tracker.ui.projects.totals import Totals
from tracker.ui.table_header import SortKeys
from tracker.ui.table_model import Column, PagedTableModel, Role
from tracker.ui.table_view import TableView

_NEAR = 20  # how many rows are looked at for the first project below a heading
SORT_SETTING = "projects.sort"
Commit = Callable[[ListRow, str, str], None]


@dataclass(frozen=True)
class Found:
    """What a filter lists. ``criteria`` are those the list really stands for: a uid that was merged away is followed.

    ``renamed`` is True where that happened. ``kept`` is a project that is listed all the same, see :meth:`read_again`.
    """

    criteria: Criteria
    ids: Sequence[int]
    counts: Counts
    renamed: bool = False
    kept: int | None = None


class ListPanel(QWidget):
    """The table of projects with its pinned totals.

    ``found`` follows every reading with what was found, ``row_opened`` carries the project double-clicked or entered,
    ``grouped`` follows another grouping.
    """

    found = Signal(object)
    row_opened = Signal(object)
    grouped = Signal()

    def __init__(self, context: AppContext, commit: Commit) -> None:
        """Make an empty list; *commit* stores what is typed into a cell."""
        super().__init__()
        self.context = context
        self.result = Found(Criteria(), (), Counts(0, 0, 0, 0))
        self.order: tuple[Order, ...] = ()
        self._lights: dict[int, ProjectLight] = {}
        self.office = context.tasks.read(office)
        self._commit = commit
        self._folded_at, self._folded_last = QElapsedTimer(), 0
        self.sections = Sections(context, self)
        self.model: PagedTableModel[Row] = PagedTableModel(
            self._columns(),
            lambda row: row.project_id,
            self._load,
            None if context.tasks.read_only else self._store,
            self,
        )
        self.table = TableView("projects", context.config, frozen=FROZEN, parent=self)
        self.table.setAccessibleName("项目列表")
        self.table.setModel(self.model)
        self.totals = Totals(context, self.table)
        self.empty = EmptyState(self)
        self.empty.hide()
        self.setLayout(vbox(self.table))
        self.table.sort_wanted.connect(self.sort_by)
        self.table.opened.connect(self._opened)
        self.table.cell_clicked.connect(self._clicked)
        self.sections.changed.connect(self._relist)
        self._take_order(_kept_order(context.config.get(SORT_SETTING)))

    def _columns(self) -> tuple[Column[Row], ...]:
        """Return the columns as the office has them."""
        made = columns(lambda: self.context.period.as_of, self._lights.get, self.office)
        return tuple(with_sections(column) for column in made)

    def _store(self, row: Row, key: str, text: str) -> None:
        """Store what is typed into a project's cell."""
        if isinstance(row, ListRow):
            self._commit(row, key, text)

    def take_settings(self) -> None:
        """Show the columns of the office's own, and its words, as they are now."""
        before, self.office = self.office, self.context.tasks.read(office)
        if (before.custom, before.leader_label) != (self.office.custom, self.office.leader_label):
            self.table.set_columns(self._columns())
            self._take_order(_kept_order(self.context.config.get(SORT_SETTING)))

    # --- Reading ---

    def read(self, criteria: Criteria) -> None:
        """List what *criteria* match, as of the report period; rows are read anew."""
        self._show(self._find(criteria))

    def read_again(self, criteria: Criteria) -> None:
        """Read the same filter after an edit. The current project stays listed even if it has left the filter by that.

        Else it would vanish while the user works at it, and what is typed next would land in another one.
        """
        found, current = self._find(criteria), self.table.current_key
        listed = self.result.ids
        if not isinstance(current, int) or current in found.ids or current not in listed or not self._exists(current):
            self._show(found)
            return
        place = listed.index(current)
        ids = [*found.ids[:place], current, *found.ids[place:]]
        self._show(replace(found, ids=ids, kept=current))

    def _show(self, found: Found) -> None:
        """List what was found; the totals are those of the filter."""
        self.result = found
        source = self.context.source_for(found.criteria)
        self.sections.arrange(found.ids, source)
        self.sections.count(found.criteria, found.counts, source)
        self.model.set_ids(self.sections.lines(found.ids))
        ids = [key for key in found.ids if key != found.kept] if found.kept is not None else found.ids
        self.totals.show(found.criteria, ids, found.counts, source)
        self.found.emit(found)

    def _exists(self, project_id: int) -> bool:
        """Tell whether a project can be listed at all: it was not merged away, nor its making undone."""
        return bool(self._ids(Criteria(project_ids=(project_id,))))

    def _find(self, criteria: Criteria) -> Found:
        """Ask the file."""
        ids = self._ids(criteria)
        renamed = False
        if not ids and (followed := self._followed(criteria)) is not None:
            criteria, renamed = followed, True
            ids = self._ids(criteria)
        return Found(criteria, ids, self._counts(criteria), renamed)

    def _ids(self, criteria: Criteria) -> list[int]:
        """Return the ids in order."""
        source, as_of = self.context.source_for(criteria), self.context.period.as_of
        return self.context.tasks.read(shown.ids, source, criteria, as_of, self.order)

    def _counts(self, criteria: Criteria) -> Counts:
        """Return how many are listed and count."""
        source, as_of = self.context.source_for(criteria), self.context.period.as_of
        return self.context.tasks.read(shown.counts, source, criteria, as_of)

    def _followed(self, criteria: Criteria) -> Criteria | None:
        """Return the filter for the survivor where the search is the uid of a project that was merged away."""
        words = criteria.text.split()
        if len(words) != 1 or not replace(criteria, text="").empty:
            return None
        survivor = self.context.tasks.read(projects.find_uid, words[0])
        return None if survivor is None else Criteria(project_ids=(survivor,))

    def _load(self, lines: Sequence[int]) -> list[Row]:
        """Read the rows that come into view, those of sections among them."""
        return [*self.sections.rows(lines), *self.rows_of([line for line in lines if line > 0])]

    def rows_of(self, ids: Sequence[int]) -> list[ListRow]:
        """Read any rows of the list with their lights; a worker may call it, for printing."""
        read, as_of = self.context.tasks.read, self.context.period.as_of
        source = self.context.source_for(self.result.criteria)
        rows = read(shown.rows, source, ids, as_of, self.result.criteria.counting)
        lit = [row.project_id for row in rows if row.counted]
        self._lights.update(read(shown.lights, source, lit, as_of, by=light_cells.aimed_at(self.context.period)))
        return rows

    def lines_of(self) -> Callable[[Sequence[int]], list[Row]]:
        """Return what reads the table's lines in their order for printing, with the subtotals of now; for a worker."""
        heads = {row.project_id: row for row in self.sections.rows(self.model.ids)}

        def read(lines: Sequence[int]) -> list[Row]:
            rows = {row.project_id: row for row in self.rows_of([line for line in lines if line > 0])}
            found = (heads.get(line) or rows.get(line) for line in lines)
            return [row for row in found if row is not None]

        return read

    @property
    def counting(self) -> Counting | None:
        """How 打捆 projects count in the list shown, None where there are none."""
        criteria = self.result.criteria
        return self.context.tasks.read(shown.bundles_counted, self.context.source_for(criteria), criteria.counting)

    def count(self, criteria: Criteria) -> int:
        """Return how many projects a filter would list, headings left out."""
        return self._counts(criteria).counted

    # --- Order ---

    def sort_by(self, keys: SortKeys) -> None:
        """Order by column keys. A third click on one column goes back to the plans' order."""
        if len(keys) == 1 and self.table.head.sorted == ((keys[0][0], True),):
            keys = ()
        self.sort_to(keys)
        self.result = replace(self.result, ids=self._ids(self.result.criteria), kept=None)
        self.sections.arrange(self.result.ids, self.context.source_for(self.result.criteria))
        self._relist()

    def sort_to(self, keys: SortKeys) -> None:
        """Take an order for the next reading."""
        self._take_order(keys)
        self.context.config.set(SORT_SETTING, [list(key) for key in keys] or None)

    def _take_order(self, keys: SortKeys) -> None:
        """Mark the headings and keep the order for reading."""
        sorts = {column.key: column.sort for column in self.model.columns}
        known = [(key, down, sort) for key, down in keys if isinstance(sort := sorts.get(key), (Sort, Order))]
        self.order = tuple(_order(sort, down) for _key, down, sort in known)
        self.table.set_sorted(tuple((key, down) for key, down, _sort in known))

    # --- Views ---

    def view(self) -> View:
        """Return what a view keeps of the list as it is, without a name."""
        columns = self.table.layout_state.shown()
        return View("", self.result.criteria, self.table.head.sorted, self.sections.by.name, columns)

    def take_view(self, view: View) -> None:
        """Take order, groups and columns of a view; its filter is asked for by the page."""
        self.sort_to(view.order)
        self.group(group_named(view.group))
        if view.columns:
            self.table.layout_state.show_only(view.columns)

    # --- Rows ---

    def select(self, project_id: int | None) -> bool:
        """Make a project the current row; False where the filter hides it."""
        if project_id is not None:
            self.sections.unfold_for(project_id)
        return self.table.select_key(project_id, NAME)

    def select_first(self) -> None:
        """Make the first project the current row, the first heading where there are only such."""
        near = self.result.ids[:_NEAR]
        first = next((key for key in near if (row := self.row(key)) is not None and row.counted), near[0])
        self.select(first)

    def step(self, by: int) -> None:
        """Go up or down by rows, as the arrows of the detail ask; rows of sections are passed over."""
        key = self.table.current_key
        lines = [line for line in self.model.ids if line > 0]
        now = lines.index(key) if isinstance(key, int) and key in lines else None
        target = 0 if now is None else min(max(now + by, 0), len(lines) - 1)
        if lines:
            self.table.select_key(lines[target])

    def row(self, project_id: int) -> ListRow | None:
        """Return a listed row, fetching it if need be."""
        place = self.model.position_of(project_id)
        row = None if place is None else self.model.row(place)
        return row if isinstance(row, ListRow) else None

    def selected_ids(self) -> list[int]:
        """Return the ids of the selected rows in the list's order."""
        return [key for key in self.table.selected_keys() if isinstance(key, int) and key > 0]

    # --- Sections ---

    def group(self, by: GroupKey) -> None:
        """List in sections, or as one list."""
        if by is self.sections.by:
            return
        self.sections.group(by)
        self._show(self.result)
        self.grouped.emit()

    def _relist(self) -> None:
        """Show the lines as sections are folded now, with their subtotals."""
        self.model.set_ids(self.sections.lines(self.result.ids))

    def _opened(self, key: object) -> None:
        """Open a project, fold a section."""
        if isinstance(key, int) and key < 0:
            self._fold(key)
        else:
            self.row_opened.emit(key)

    def _clicked(self, index: QModelIndex) -> None:
        """Fold the section whose name was clicked."""
        key = index.data(Role.KEY)
        if index.column() == NAME and isinstance(key, int) and key < 0 and not QApplication.keyboardModifiers():
            self._fold(key)

    def _fold(self, line: int) -> None:
        """Fold a section or unfold it: once for a double click, which is two clicks and an opening."""
        twice = self._folded_at.isValid() and self._folded_at.elapsed() < QApplication.doubleClickInterval()
        if line != self._folded_last or not twice:
            self._folded_last = line
            self._folded_at.start()
            self.sections.toggle(line)

    # --- The empty list ---

    def show_empty(self, *, shown: bool) -> None:
        """Lay the words over the table's body, or take them away."""
        self._place_empty()
        self.empty.setVisible(shown)
        if shown:
            self.empty.raise_()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the words in the table's body."""
        super().resizeEvent(event)
        self._place_empty()

    def _place_empty(self) -> None:
        """Cover all of the table but its heading."""
        top = self.table.head.sizeHint().height()
        self.empty.setGeometry(0, top, self.width(), max(self.height() - top, 0))


def _order(sort: Sort | Order, descending: bool) -> Order:
    """Return one key of the order."""
    return replace(sort, descending=descending) if isinstance(sort, Order) else Order(sort, descending=descending)


def _kept_order(kept: object) -> SortKeys:
    """Return the order as the settings have it; anything damaged is no order."""
    if not isinstance(kept, list):
        return ()
    pairs = [tuple(item) for item in kept if isinstance(item, list)]
    return tuple((pair[0], bool(pair[1])) for pair in pairs if len(pair) == 2 and isinstance(pair[0], str))  # noqa: PLR2004 - key and direction
