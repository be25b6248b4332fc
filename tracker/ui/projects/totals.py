"""The 合计 row above the list: the counted projects of the filter, added up.

A long list is added up on the worker thread: its rows are there at once and the totals follow.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import partial

from PySide6.QtCore import QObject

from tracker.domain.closing import Closing
from tracker.domain.figures import Group, Sum
from tracker.domain.money import format_percent, format_wan
from tracker.queries import figures, shown
from tracker.queries.criteria import Criteria
from tracker.queries.projects import Counts
from tracker.ui import figure_cells
from tracker.ui.cells import EMPTY, Cell, not_computable, unfilled
from tracker.ui.context import AT_ONCE, AppContext
from tracker.ui.latest import Latest
from tracker.ui.table_view import TableView

Answer = tuple[Group | None, date, Fraction]


class Totals(QObject):
    """Keeps the 合计 row of a table up to date."""

    def __init__(self, context: AppContext, table: TableView) -> None:
        """Serve *table*."""
        super().__init__(table)
        self._context = context
        self._table = table
        self._latest = Latest(context.tasks, "正在统计合计", self)
        self._latest.answered.connect(self._show)
        self.cells: Mapping[str, Cell] = {}  # what the row shows, for printing

    def _set(self, cells: Mapping[str, Cell] | None) -> None:
        """Show the totals, or none."""
        self.cells = cells or {}
        self._table.set_total(cells)

    def show(self, criteria: Criteria, ids: Sequence[int], counts: Counts, source: Closing | None) -> None:
        """Show the totals of what a filter lists; few projects are looked up, many are read with the whole file.

        *source* is the closing whose copy is shown, None the file as it is.
        """
        self._latest.drop()
        if not ids:
            self._set(None)
            return
        as_of = self._context.period.as_of
        if len(ids) <= figures.FEW:
            criteria = Criteria(project_ids=tuple(ids), counting=criteria.counting)
        elif counts.total > AT_ONCE:
            self._set(_waiting(counts))
            self._latest.ask(partial(self._ask, criteria, as_of, source))
            return
        self._show(self._ask(criteria, as_of, source))

    def _ask(self, criteria: Criteria, as_of: date, source: Closing | None) -> Answer:
        """Add up."""
        read = self._context.tasks.read
        return read(shown.total, source, criteria, as_of), as_of, read(shown.schedule, source, criteria, as_of)

    def _show(self, answer: Answer) -> None:
        """Show what was added up."""
        self._set(total_cells(*answer))


def _waiting(counts: Counts) -> Mapping[str, Cell]:
    """Return the cells shown until the totals are there."""
    return {"name": Cell(f"合计（{counts.counted:,}项）", strong=True), "investment": Cell("统计中…", "text3")}


def total_cells(group: Group | None, as_of: date, due: Fraction) -> Mapping[str, Cell]:
    """Return the 合计 row's cells by column, *due* the 序时 of all; None where no counted project is listed."""
    if group is None:
        return {"name": Cell("合计（0项）", strong=True)}
    year = group.year_rate.value
    return {
        "name": Cell(f"合计（{group.projects:,}项）", strong=True, tooltip="不含工程标题、取消、移交和已合并的项目"),
        "late": Cell(f"{group.late}项") if group.late else EMPTY,
        "node_rate": _mean(group),
        "investment": _sum(group.investment),
        "done": _sum(group.done),
        "year_plan": _sum(group.year_plan),
        "year_done": _sum(group.year_done),
        "allocated": _sum(group.allocated),
        "arrived": _sum(group.arrived),
        "paid": _sum(group.paid),
        "year_rate": _total_year_rate(group, as_of, due),
        "lead": figure_cells.lead(None if year is None else year - due, figure_cells.schedule_note(as_of, due)),
        "filled": Cell(f"{group.filled}/{group.projects}", tooltip=f"{group.projects} 项中 {group.filled} 项填报过"),
    }


def _sum(total: Sum) -> Cell:
    """Return a sum of what is known, with how many are not."""
    if total.fen is None:
        return unfilled(f"{total.of} 项都未填")
    left = total.of - total.known
    rest = f"其中 {left} 项未填" if left else f"{total.of} 项都已填"
    return Cell(format_wan(total.fen), tooltip=f"{figure_cells.yuan(total.fen)}，{rest}")


def _mean(group: Group) -> Cell:
    """Return the mean of 节点完成率 over the projects that have milestones."""
    mean = group.node_mean
    if mean.value is None:
        return unfilled("还没有里程碑", hatch=True)
    return figure_cells.rate(mean.value, tooltip=f"{mean.projects} 个有里程碑的项目的平均节点完成率")


def _total_year_rate(group: Group, as_of: date, due: Fraction) -> Cell:
    """Return 年度投资完成率 over the projects where both terms are known."""
    known = group.year_rate
    if known.value is None:
        return unfilled("还没有可算的项目", hatch=True) if not group.year_done.known else not_computable()
    share = f"按 {known.projects} 个计划和完成数都已填的项目计算：{format_percent(known.value)} %"
    return figure_cells.rate(known.value, mark=due, tooltip=f"{share}\n{figure_cells.schedule_note(as_of, due)}")
