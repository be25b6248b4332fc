"""完成数 of a project's targets in the chosen period, with the rate and how it stands against 序时."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from tracker.domain.errors import ReasonNeeded
from tracker.domain.kinds import Comparator
from tracker.domain.money import format_percent
from tracker.domain.targets import format_quantity
from tracker.queries.detail import Detail
from tracker.queries.targets import TargetLine, targets
from tracker.services import targets as service
from tracker.services.targets import ValueInput
from tracker.ui import figure_cells
from tracker.ui.cells import Cell, not_computable, unfilled
from tracker.ui.detail.ask import Asked
from tracker.ui.detail.money_lists import table_of
from tracker.ui.forms import Label, vbox
from tracker.ui.table_model import Column, RowTableModel

if TYPE_CHECKING:
    from tracker.ui.detail.tab import Tab


class TargetsBlock(QWidget):
    """The targets of one project, hidden where it has none; 完成数 is typed into its column."""

    def __init__(self, tab: Tab) -> None:
        """Belong to a tab."""
        super().__init__()
        self._tab = tab
        self._end = tab.context.period.as_of
        self.model: RowTableModel[TargetLine] = RowTableModel(
            self._columns(), lambda line: line.fact.target_id, tab.guarded(self._commit), self
        )
        tab.watch(self.model)
        self.table = table_of("detail.targets", self.model, "目标完成情况")
        self.title = Label("目标完成情况", strong=True)
        self.title.setContentsMargins(12, 0, 12, 0)
        self.setLayout(vbox(6, self.title, self.table, 10, spacing=6))

    def load(self, project: Detail, end: date) -> None:
        """Read the targets as of the end of a period; another one's refused entries are given up."""
        if end != self._end:
            self.forget()
        self._end = end
        lines = self._tab.context.tasks.read(targets, project.project_id, end) if project.targets else ()
        self.model.set_rows(lines)
        self.setVisible(bool(lines))

    def forget(self) -> None:
        """Give up what was typed and not stored: it belongs to another project or period."""
        self.model.forget_refused()

    @property
    def wrong(self) -> int:
        """How many entries are wrong and not stored."""
        return self.model.refused_count

    def _columns(self) -> tuple[Column[TargetLine], ...]:
        """Return the columns."""
        done = Column("achieved", "完成数", self._achieved, width=80, align="right", edit=self._typed)
        return (
            Column("text", "目标", lambda line: Cell(line.fact.text, tooltip=_whole(line)), width=104, stretch=True),
            Column("goal", "目标数", _goal, width=80, align="right"),
            done,
            Column("rate", "完成率", _rate, "%", width=96, align="bar"),
            Column("lead", "比序时", _lead, "百分点", width=58, align="right"),
        )

    def _achieved(self, line: TargetLine) -> Cell:
        """Return 完成数; one of an earlier period stands back and says which."""
        if not line.measurable:
            return not_computable("这项目标没有可计量的数，不填完成数")
        now = self._of_period(line)
        if now is not None:
            return Cell(format_quantity(now, line.fact.unit))
        before, day = line.fact.standing(self._end), line.fact.achieved_on
        if before is None:
            return unfilled("填自开始以来的累计完成数" if not line.fact.yearly else "填本年1月起的累计完成数")
        shown = format_quantity(before, line.fact.unit)
        return Cell(shown, "text3", tooltip=f"截至 {day} 填报的数，本期未填", spoken=f"{shown}，本期未填")

    def _of_period(self, line: TargetLine) -> int | None:
        """Return what was entered for this very period."""
        return next((one.achieved_milli for one in line.values if one.period_end == self._end), None)

    def _typed(self, line: TargetLine) -> str | None:
        """Return what the editor starts with: the number of this period without its unit."""
        if not line.measurable or self._tab.blocked:
            return None
        now = self._of_period(line)
        return "" if now is None else format_quantity(now).replace(",", "")

    # --- Storing ---

    def _commit(self, line: TargetLine, _key: str, text: str) -> None:
        """Store 完成数, or clear it; a fall asks for its reason first."""
        name, target = line.fact.text, line.fact.target_id
        typed = text.strip().removesuffix(line.fact.unit or "").strip()
        if not typed:
            if self._of_period(line) is not None:
                self._tab.store(f"清空完成数“{name}”", service.remove_value, target, self._end)
            return
        self._store(line, ValueInput(target, self._end, typed))

    def _store(self, line: TargetLine, given: ValueInput) -> None:
        """Store one number; raises Asked where the reason is asked for."""
        try:
            self._tab.store(f"填写完成数“{line.fact.text}”", service.set_value, given, self._tab.context.period.today)
        except ReasonNeeded as error:
            self._ask_why(line, given, str(error))
            raise Asked(str(error)) from None

    def _ask_why(self, line: TargetLine, given: ValueInput, sentence: str) -> None:
        """Ask why a cumulative count falls; the cell keeps what was typed until it is answered."""

        def forget() -> None:
            self._tab.forget_cell(self.model, line.fact.target_id, "achieved")

        def run(why: str) -> None:
            self._store(line, ValueInput(given.target_id, given.period_end, given.achieved, why))
            forget()

        self._tab.ask.ask_reason(sentence, run, give_up=forget)


def _goal(line: TargetLine) -> Cell:
    """Return 目标数 as it is compared: ≥ 90%, 4–6 张."""
    fact, unit = line.fact, line.fact.unit
    if not line.measurable:
        return not_computable("规划里没有写可计量的数")
    if fact.comparator == Comparator.RANGE and fact.low_milli is not None and fact.high_milli is not None:
        return Cell(f"{format_quantity(fact.low_milli)}–{format_quantity(fact.high_milli, unit)}", tooltip=_whole(line))
    sign = "" if fact.comparator == Comparator.EQUAL else f"{fact.comparator} "
    return Cell(f"{sign}{format_quantity(fact.goal_milli or 0, unit)}", tooltip=_whole(line))


def _rate(line: TargetLine) -> Cell:
    """Return 完成率 with what is due marked on its bar."""
    if not line.measurable:
        return not_computable()
    if line.rate is None:
        return unfilled("完成数未填", hatch=True)
    return figure_cells.rate(line.rate, mark=None if line.fact.ceiling else line.due, tooltip=_due(line))


def _lead(line: TargetLine) -> Cell:
    """Return 比序时."""
    return figure_cells.lead(line.lead, _due(line))


def _due(line: TargetLine) -> str:
    """Return what should be reached by now."""
    if line.due is None:
        return ""
    if line.fact.ceiling:
        return "上限目标：不超过即为 100 %"
    until = f"，时限 {line.fact.deadline}" if line.fact.deadline and not line.fact.yearly else "，按年度"
    return f"序时应完成 {format_percent(line.due)} %{until}"


def _whole(line: TargetLine) -> str:
    """Return a target with its 口径 and deadline."""
    fact = line.fact
    parts = (fact.text, f"口径：{fact.base}" if fact.base else "", f"时限：{fact.deadline}" if fact.deadline else "")
    return "\n".join(part for part in parts if part)
