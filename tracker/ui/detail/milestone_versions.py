"""Every version of a milestone's dates: 原定 as fixed and corrected, 最新批准 with its papers, 预计 as observed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tracker.queries.milestones import MilestoneRow, approvals, forecasts, planned_versions
from tracker.ui.cells import UNFILLED
from tracker.ui.detail.fold import Fold
from tracker.ui.detail.lists import clear, words
from tracker.ui.forms import Label

if TYPE_CHECKING:
    from tracker.ui.detail.tab import Tab


class MilestoneVersions(Fold):
    """Folded, with the number of versions; what is under it is read when it is unfolded."""

    def __init__(self, tab: Tab) -> None:
        """Belong to the tab 里程碑."""
        super().__init__("历次日期")
        self._tab = tab
        self._row: MilestoneRow | None = None
        self.opened.connect(self._fill)

    def show_row(self, row: MilestoneRow) -> None:
        """Count the versions of a milestone, and list them where the part is unfolded."""
        self._row = row
        read = self._tab.context.tasks.read
        self._planned = read(planned_versions, row.id)
        self._approved = read(approvals, row.id)
        self._expected = read(forecasts, row.id)
        counts = (("原定", len(self._planned)), ("批准", len(self._approved)), ("预计", len(self._expected)))
        self.summary.setText("、".join(f"{what} {count} 次" for what, count in counts if count) or UNFILLED)
        if self.head.isChecked():
            self._fill()

    def _fill(self) -> None:
        """List the versions, the newest of each kind first."""
        clear(self.body)
        if self._row is None:
            return
        for title, lines in (
            ("原定（偏差按最初冻结的计算）", list(self._planned_lines(self._row))),
            (
                "最新批准",
                [f"{v.decided_on}  批准为 {v.approved}，{v.document_number}；{v.reason}" for v in self._approved],
            ),
            ("预计", [f"{v.observed_on} 估计  {v.expected or '撤回，不再有预计'}" for v in self._expected]),
        ):
            if lines:
                self.body.addWidget(Label(title, "text2"))
            for line in lines:
                self.body.addWidget(words(line))
        if self.body.count() == 0:
            self.body.addWidget(Label("四个日期都还没有填过。", "text3"))

    def _planned_lines(self, row: MilestoneRow) -> Iterator[str]:
        """Yield the versions of 原定; the one the slip is counted from is named."""
        for version in reversed(self._planned):
            first = row.first_planned is not None and version.day == row.first_planned
            mark = "（最初冻结）" if first else ""
            why = f"；{version.why}" if version.why else ""
            yield f"{version.at}  {version.who}：{version.day or UNFILLED}{mark}{why}"
