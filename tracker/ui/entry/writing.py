"""What is typed, cleared, pasted and carried on in the grid: each deed one action, and undo leads back to its cell."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any, Concatenate, ParamSpec, TypeVar

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from tracker.domain.changes import Changes
from tracker.domain.deeds import Done
from tracker.domain.entry import KINDS, LABELS
from tracker.domain.errors import InputError
from tracker.domain.money import Amount
from tracker.queries.entry import EntryRow, reversed_action, standing_before
from tracker.services import entry as services
from tracker.services.entry import CellInput, EntryPeriod
from tracker.ui.context import AppContext
from tracker.ui.detail.figure_entry import Entry, FigureDesk
from tracker.ui.detail.money_cells import typed_amount
from tracker.ui.dialogs import paste_preview
from tracker.ui.entry.pasting import Block, read_cell
from tracker.ui.entry.questions import Place, Questions
from tracker.ui.tasks import stored

P = ParamSpec("P")
R = TypeVar("R")
_MOST_PLACES = 500


class _RowHost:
    """One row as ``FigureDesk`` needs it: where its figures are stored, and who asks about them."""

    def __init__(self, writing: EntryWriting, row: EntryRow, key: str) -> None:
        """Serve one cell."""
        self.context = writing.context
        self.ask = writing.questions
        self._writing = writing
        self._row = row
        self._key = key

    @property
    def project_id(self) -> int:
        """The row's project."""
        return self._row.project_id

    def store(self, what: str, service: Callable[Concatenate[Any, P], R], *args: P.args, **kwargs: P.kwargs) -> Done[R]:
        """Store one deed; raises InputError where it was refused."""
        place = (self._row.project_id, self._key)
        return self._writing.store(f"{what}：{self._row.name}", place, service, *args, **kwargs)


class EntryWriting(QObject):
    """Writes what happens to the cells. ``touched`` holds the projects of the deed under way, None between deeds."""

    def __init__(self, context: AppContext, window: QWidget, again: Callable[[int, str], object]) -> None:
        """Ask and tell over *window*; *again* shows what is stored in a cell whose question is settled."""
        super().__init__(window)
        self.context = context
        self.questions = Questions(self)
        self.touched: frozenset[int] | None = None
        self._window = window
        self._again = again
        self._places: dict[int, Place] = {}

    @property
    def period(self) -> EntryPeriod:
        """The period that is filled in, and who reports."""
        period, tasks = self.context.period, self.context.tasks
        return EntryPeriod(period.as_of, period.previous_end, tasks.who, period.today)

    # --- One way to store ---

    def store(
        self,
        what: str,
        place: Place,
        service: Callable[Concatenate[Any, P], R],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Done[R]:
        """Store one deed about one row, and remember its cell for undo; raises InputError where it was refused."""
        with self._touching((place[0],)):
            done = stored(self.context.tasks.write(what, service, *args, **kwargs))
        self._remember(done, place)
        return done

    @contextmanager
    def _touching(self, ids: Collection[int]) -> Iterator[None]:
        """Name the rows that the deed under way changes, so that only they are read again."""
        self.touched = frozenset(ids)
        try:
            yield
        finally:
            self.touched = None

    def _remember(self, done: Done[Any], place: Place) -> None:
        """Keep the cell of an action; only the last ones are ever asked for."""
        if done.action_id is not None:
            self._places[done.action_id] = place
            while len(self._places) > _MOST_PLACES:
                self._places.pop(next(iter(self._places)))

    def place_of(self, action_id: int) -> Place | None:
        """Return the cell that an undo or redo took back or brought back, None where it was none of ours."""
        before = self.context.tasks.read(reversed_action, action_id)
        place = self._places.get(before) if before is not None else None
        if place is not None:
            self._places[action_id] = place  # doing it again leads there too
        return place

    # --- One cell ---

    def commit(self, row: EntryRow, key: str, text: str) -> None:
        """Store what was typed into a cell; raises InputError where it is wrong or something is asked first."""
        if refusal := self.context.period.chosen.refusal:
            raise InputError(refusal)
        self.questions.at((row.project_id, key))
        self.questions.dismiss()
        if key in KINDS:
            FigureDesk(_RowHost(self, row, key)).put(self._entry(row, key, typed_amount(text)))
            return
        cell = read_cell(row.project_id, key, text)
        what = f"填写{self.context.period.label}{LABELS[key]}：{row.name}"
        self.store(what, (row.project_id, key), services.write_cells, self.period, (cell,))

    def _entry(self, row: EntryRow, key: str, amount: Amount) -> Entry:
        """Return a figure with what stands there now and what stood before."""
        end = self.context.period.as_of
        before = self.context.tasks.read(standing_before, row.project_id, end)[key]
        again = partial(self._again, row.project_id, key)
        return Entry(KINDS[key], end, amount, None, "", before, row.figures[key].current, again)

    def explain(self, row: EntryRow, key: str) -> None:
        """Ask what there is to say about a figure that is stored and doubted."""
        self.questions.at((row.project_id, key))
        FigureDesk(_RowHost(self, row, key)).explain(self._entry(row, key, row.figures[key].current))

    def replace(self, row: EntryRow, key: str, amount: Amount) -> None:
        """Put another figure in the place of a doubted one; what that asks is asked at the cell."""
        self.questions.at((row.project_id, key))
        FigureDesk(_RowHost(self, row, key)).put(self._entry(row, key, amount))

    # --- Many cells ---

    def write(self, what: str, cells: Sequence[CellInput]) -> bool:
        """Store cells as one action; a refusal is told in a strip."""
        with self._touching({cell.project_id for cell in cells}):
            try:
                done = self.context.tasks.write(what, services.write_cells, self.period, cells)
            except InputError as error:
                self.context.notify(f"{error}这次一格也没有写入。", tone="error")
                return False
        if done is None:
            return False
        self._remember(done, (cells[0].project_id, cells[0].key))
        for cell in cells:
            self._again(cell.project_id, cell.key)
        return True

    def write_block(self, verb: str, block: Block) -> None:
        """Write a block: at once where nothing is refused or doubtful, else after a look at it."""
        found = block.preview
        if not found.items and not found.unmatched:
            self.context.notify(_nothing(found.unchanged), tone="warning")
            return
        cells = list(block.cells.values())
        if not block.clean:
            accepted = paste_preview.accepted(self._window, found)
            if not accepted:
                return
            cells = [block.cells[item.project_id, item.field] for item in accepted]
        rows = len({cell.project_id for cell in cells})
        if not self.write(f"{verb}：{len(cells)} 格，{rows} 个项目", cells):
            return
        left = len(found.items) - len(cells) + len(found.unmatched)
        rest = f"；{left} 格未写入" if left else ""
        self.context.notify(f"已写入 {len(cells)} 格，涉及 {rows} 个项目{rest}。可一次撤销（Ctrl+Z）。")

    def carry_on(self, names: dict[int, str]) -> bool:
        """照上季 for some rows, as one action; False where there was nothing to fill in."""
        ids = tuple(names)
        what = f"照上季：{next(iter(names.values()))}" if len(ids) == 1 else f"照上季：{len(ids)} 个项目"
        with self._touching(ids):
            try:
                done = self.context.tasks.write(what, services.carry_on, self.period, ids)
            except InputError as error:
                self.context.notify(str(error), tone="warning")
                return False
        if done is None:
            return False
        self._remember(done, (ids[0], "state"))
        if len(ids) > 1:
            self.context.notify(f"已照上季填 {done.result} 个项目，并写明“无变化”。可一次撤销（Ctrl+Z）。")
        return True


OWN_CHANGES = Changes.MONEY | Changes.REPORTS


def _nothing(unchanged: int) -> str:
    """Return why a block comes to nothing."""
    if unchanged:
        return f"这 {unchanged} 格与现在相同，没有要写入的内容。"
    return "这里的格不能填写。请选“本期”、形象进度或下季安排的格。"
