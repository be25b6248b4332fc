"""分组: the list in sections by 上报单位, 专栏 or 工程, each under a row with its subtotals, to be folded away."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QObject, Signal

from tracker.domain.closing import Closing
from tracker.domain.figures import GroupKey
from tracker.queries.criteria import Criteria
from tracker.queries.projects import Counts, ListRow
from tracker.queries.sections import Section, SectionSum, section_sums, sections
from tracker.ui.cells import Cell
from tracker.ui.context import AT_ONCE, AppContext
from tracker.ui.latest import Latest
from tracker.ui.projects.totals import total_cells
from tracker.ui.table_model import Column

SETTING = "projects.group"
BY = (GroupKey.NOTHING, GroupKey.UNIT, GroupKey.BOX, GroupKey.PROGRAMME)


@dataclass(frozen=True)
class SectionRow:
    """The row above a section. ``project_id`` is below zero, so that it is never taken for a project."""

    project_id: int
    cells: Mapping[str, Cell]


Row = ListRow | SectionRow


def with_sections(column: Column[ListRow]) -> Column[Row]:
    """Return a column that shows subtotals in the rows of sections; nothing can be typed there."""
    edit, choices = column.edit, column.choices

    def cell(row: Row) -> Cell:
        return column.cell(row) if isinstance(row, ListRow) else row.cells.get(column.key, _BLANK)

    def start(row: Row) -> str | None:
        return edit(row) if edit is not None and isinstance(row, ListRow) else None

    def offered(row: Row) -> Sequence[str]:
        return choices(row) if choices is not None and isinstance(row, ListRow) else ()

    facts = {name: value for name, value in vars(column).items() if name not in ("cell", "edit", "choices")}
    return Column(**facts, cell=cell, edit=start if edit else None, choices=offered if choices else None)


_BLANK = Cell(ground="alt")


class Sections(QObject):
    """Which sections there are, which are folded, and their subtotals. ``changed`` follows folds and subtotals.

    The subtotals of a large file come from the worker thread, after its rows.
    """

    changed = Signal()

    def __init__(self, context: AppContext, parent: QObject) -> None:
        """Group as the list was grouped last."""
        super().__init__(parent)
        self._context = context
        self.by = group_named(context.config.get(SETTING))
        self.found: tuple[Section, ...] = ()
        self._folded: set[Hashable] = set()
        self._sums: Mapping[int | None, SectionSum] = {}
        self._of: dict[int, Section] = {}
        self._latest = Latest(context.tasks, "正在统计小计", self)
        self._latest.answered.connect(self._summed)

    def group(self, by: GroupKey) -> None:
        """Group by something else, everything unfolded; the list has to be read again."""
        if by is not self.by:
            self.by, self._folded = by, set()
            self._context.config.set(SETTING, None if by is GroupKey.NOTHING else by.name)

    # --- Rows ---

    def arrange(self, ids: Sequence[int], source: Closing | None) -> None:
        """Find the sections of a list; *source* is the closing whose copy is shown."""
        grouped = self.by is not GroupKey.NOTHING
        self.found = self._context.tasks.read(sections, source, ids, self.by) if grouped else ()
        self._of = {one: section for section in self.found for one in section.ids}

    def lines(self, ids: Sequence[int]) -> list[int]:
        """Return what the table lists: the ids of projects, with those of rows of sections above theirs."""
        if self.by is GroupKey.NOTHING:
            return list(ids)
        lines: list[int] = []
        for section in self.found:
            lines.append(line_of(section.key))
            lines += () if section.key in self._folded else section.ids
        return lines

    def rows(self, lines: Iterable[int]) -> list[SectionRow]:
        """Return the rows of sections among some lines."""
        known = {line_of(section.key): section for section in self.found}
        return [SectionRow(line, self._cells(known[line])) for line in lines if line in known]

    def _cells(self, section: Section) -> Mapping[str, Cell]:
        """Return the cells of a section's row."""
        folded = section.key in self._folded
        total = self._sums.get(section.key)
        cells = total_cells(total.group, self._context.period.as_of, total.due) if total is not None else {}
        count = total.group.projects if total is not None else 0
        words = f"{section.label}（{count:,}项）"
        name = Cell(
            words,
            icon="chevron_right" if folded else "chevron_down",
            strong=True,
            tooltip=f"{words}\n单击{'展开' if folded else '收起'}；只加计入项数的项目",
            spoken=f"{words}，已{'收起' if folded else '展开'}",
        )
        return {key: replace(cell, ground="alt") for key, cell in {**cells, "name": name}.items()}

    # --- Subtotals ---

    def count(self, criteria: Criteria, counts: Counts, source: Closing | None) -> None:
        """Add the sections of a list up, on the worker thread where the file is large."""
        self._latest.drop()
        if not self.found:
            return
        as_of, read = self._context.period.as_of, self._context.tasks.read
        if counts.total > AT_ONCE:
            self._latest.ask(partial(read, section_sums, source, criteria, as_of, self.by))
        else:
            self._sums = read(section_sums, source, criteria, as_of, self.by)

    def _summed(self, sums: Mapping[int | None, SectionSum]) -> None:
        """Show subtotals that have just come."""
        self._sums = sums
        self.changed.emit()

    # --- Folding ---

    def toggle(self, line: int) -> None:
        """Fold or unfold the section a row stands for."""
        key = next((section.key for section in self.found if line_of(section.key) == line), line)
        self._folded ^= {key}
        self.changed.emit()

    def fold_all(self, *, folded: bool) -> None:
        """Fold or unfold every section."""
        self._folded = {section.key for section in self.found} if folded else set()
        self.changed.emit()

    def unfold_for(self, project_id: int) -> None:
        """Unfold the section a project stands in."""
        section = self._of.get(project_id)
        if section is not None and section.key in self._folded:
            self.toggle(line_of(section.key))


def group_named(name: object) -> GroupKey:
    """Return what a kept name groups by; nothing for a name that is none."""
    return next((one for one in BY if one.name == name), GroupKey.NOTHING)


def line_of(key: int | None) -> int:
    """Return the id a section's row has among those of projects."""
    return -1 if key is None else -key - 1
