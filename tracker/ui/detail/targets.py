"""完成数 of a project's targets in the chosen period, with the rate and how it stands against 序时."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from tracker.domain.errors import ReasonNeeded
from tracker.domain.kinds import Kind
from tracker.domain.targets import format_quantity
from tracker.queries.detail import Detail
from tracker.queries.targets import TargetLine, targets
from tracker.services import targets as service
from tracker.services.targets import ValueInput
from tracker.ui.cells import Cell, not_computable, unfilled
from tracker.ui.detail import target_cells
from tracker.ui.detail.ask import Asked
from tracker.ui.detail.money_lists import table_of
from tracker.ui.forms import Label, hbox, link, set_blocked, vbox
from tracker.ui.table_model import Column, RowTableModel

if TYPE_CHECKING:
    from tracker.ui.detail.tab import Tab


class TargetsBlock(QWidget):
    """The targets of one project; 完成数 is typed into its column. Hidden where a 建设类 project has none."""

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
        self.missing = QWidget()
        self.define = link("添加目标…", run=self._define)
        self.missing.setLayout(
            hbox(Label("还没有数量目标，添加后在这里填完成数。", "text2"), self.define, None, margins=(12, 0, 12, 0))
        )
        self.setLayout(vbox(6, self.title, self.missing, self.table, 10, spacing=6))

    def load(self, project: Detail, end: date) -> None:
        """Read the targets as of the end of a period; another one's refused entries are given up."""
        if end != self._end:
            self.forget()
        self._end = end
        lines = self._tab.context.tasks.read(targets, project.project_id, end) if project.targets else ()
        self.model.set_rows(lines)
        self.table.setVisible(bool(lines))
        self.missing.setVisible(not lines)
        set_blocked(self.define, self._tab.blocked)
        self.setVisible(bool(lines) or project.kind == Kind.CAPACITY)

    def _define(self) -> None:
        """Go to 概况, where the targets themselves are kept."""
        self._tab.context.open_project(self._tab.project_id, "facts")

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
            Column(
                "text",
                "目标",
                lambda line: Cell(line.fact.text, tooltip=target_cells.whole(line)),
                width=104,
                stretch=True,
            ),
            Column("goal", "目标数", target_cells.goal, width=80, align="right"),
            done,
            Column("rate", "完成率", target_cells.rate, "%", width=96, align="bar"),
            Column("lead", "比序时", target_cells.lead, "百分点", width=58, align="right"),
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
