"""Completion by unit as small bars; a row leads to the unit's projects."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from PySide6.QtWidgets import QComboBox

from tracker.domain.figures import Group
from tracker.domain.money import format_percent
from tracker.queries.overview import Overview
from tracker.ui.forms import link
from tracker.ui.overview.panels import ListPanel
from tracker.ui.overview.tables import unit_columns

MEAN, WEIGHTED = "简单平均", "按总投资加权"


class UnitsPanel(ListPanel[Group]):
    """The units from the quickest to the slowest, those without figures last and hatched."""

    def __init__(self, open_unit: Callable[[Group], object], open_charts: Callable[[], object]) -> None:
        """Lead to a unit's projects, and to the charts for other figures."""
        self.basis = QComboBox()
        self.basis.addItems([MEAN, WEIGHTED])
        self.basis.setAccessibleName("平均方法")
        self.basis.setToolTip("各项目的节点完成率怎样平均")
        super().__init__(
            *("各单位完成率", unit_columns(weighted=False), lambda row: row.key, open_unit),
            *(self.basis, link("更多图表", run=open_charts)),
            picture="data_bar_horizontal",
        )
        self.empty.say("没有计数的项目", "换一个筛选，或改看全部项目。")
        self._units: tuple[Group, ...] = ()
        self._whole: Group | None = None
        self.basis.currentIndexChanged.connect(self._show)

    def show_units(self, found: Overview) -> None:
        """Show other sums."""
        self._units, self._whole = found.units, found.total
        self._show()

    def _show(self) -> None:
        """Order the units by what is chosen."""
        weighted = self.basis.currentText() == WEIGHTED

        def value(row: Group) -> Fraction | None:
            return (row.node_weighted if weighted else row.node_mean).value

        mean = value(self._whole) if self._whole else None
        self.note.setText(f"平均 {format_percent(mean)}%" if mean is not None else "")
        rows = sorted(self._units, key=lambda row: (value(row) is None, -(value(row) or 0)))
        self.show_rows(rows, unit_columns(weighted=weighted))
