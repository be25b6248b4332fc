"""选择负责的上报单位: the units whose projects one wants to see first."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from tracker.queries.choices import choices
from tracker.queries.criteria import Criteria
from tracker.ui import messages
from tracker.ui.context import AppContext
from tracker.ui.forms import Label, button
from tracker.ui.projects.choice_tree import ChoiceTree
from tracker.ui.projects.unit_nodes import grouping, unit_nodes

_WIDTH, _HEIGHT, _LOW = 520, 360, 220
_ROOMY = 640  # a window this tall leaves room for all of it
_EXPLAIN = (
    "以后打开程序，先只看这些单位的项目；随时可以清除筛选看全部，也可以在“设置 → 本机与文件”里另选。"
    "一个也不选，就是看全部。"
)


class OwnUnitsDialog(messages.Sheet):
    """``chosen`` carries the Criteria for the ticked units; without ticks nothing is filtered."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget, context: AppContext, now: Criteria) -> None:
        """Show the units with their projects; those of *now* are ticked."""
        super().__init__(parent, "选择负责的上报单位", width=_WIDTH)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._units = context.tasks.read(choices, context.period.as_of).units
        self.tree = ChoiceTree("上报单位")
        self.tree.fill(unit_nodes(self._units, with_below=False), now.unit_ids)
        self.tree.open_all()
        self.tree.setMinimumHeight(_HEIGHT if parent.height() >= _ROOMY else _LOW)
        self.tree.ticked.connect(self._ticked)
        self.body.addWidget(Label(_EXPLAIN, "text2", wrap=True))
        self.body.addWidget(self.tree)
        self.said = Label("", "text2")
        self.foot.insertWidget(0, self.said)
        self.foot.addWidget(button("以后再说", run=self.reject))
        self.take = button("看全部单位", primary=True, run=self._take)
        self.take.setDefault(True)
        self.foot.addWidget(self.take)
        self._ticked(self.tree.keys())
        self.tree.setFocus()

    def _criteria(self) -> Criteria:
        """Return the filter for what is ticked; a unit that only groups others is meant with those below."""
        keys = self.tree.keys()
        ids = tuple(key for key in keys if isinstance(key, int))
        return Criteria(unit_ids=ids, with_below=bool(grouping(self._units) & set(ids)))

    def _ticked(self, keys: list[int | str]) -> None:
        """Say what the button will do."""
        self.said.setText(f"已选 {len(keys)} 个单位" if keys else "没有选单位")
        self.take.setText("只看所选单位" if keys else "看全部单位")

    def _take(self) -> None:
        """Tell the choice and go."""
        criteria = self._criteria()
        self.accept()
        self.chosen.emit(criteria)
