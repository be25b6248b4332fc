"""打捆: which of the selected projects stands for the others."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QButtonGroup, QRadioButton, QWidget

from tracker.domain.errors import InputError
from tracker.queries.projects import ListRow
from tracker.ui.forms import Label, button, vbox
from tracker.ui.messages import Sheet
from tracker.ui.settings.section import scrolling

_WIDTH = 520
_ROWS_SHOWN, _ROW = 8, 26
Save = Callable[[int, list[int]], object]


class BundleDialog(Sheet):
    """``save`` (打捆 project, parts) stores the bundle or raises InputError, shown below the list."""

    def __init__(self, parent: QWidget, rows: Sequence[ListRow], save: Save) -> None:
        """Offer the selected projects; the first is the usual one."""
        super().__init__(parent, "打捆", width=_WIDTH)
        self._rows, self._save = tuple(rows), save
        self.group = QButtonGroup(self)
        ticks = []
        for place, row in enumerate(rows):
            tick = QRadioButton(f"{row.name}（{row.unit}）")
            tick.setToolTip(row.name)
            tick.setChecked(place == 0)
            self.group.addButton(tick, place)
            ticks.append(tick)
        content = QWidget()
        content.setLayout(vbox(*ticks, None, spacing=4))
        area = scrolling(content)
        area.setMinimumHeight(min(len(rows), _ROWS_SHOWN) * _ROW + 8)
        sentence = "哪一个是打捆项目？其余作为它的子项目。打捆计时只计打捆项目，拆分计时只计子项目，不会重复。"
        self.body.addWidget(Label(sentence, wrap=True))
        self.body.addWidget(area, 1)
        self.wrong = Label("", "red", wrap=True)
        self.wrong.hide()
        self.body.addWidget(self.wrong)
        self.let_body_grow()
        self.foot.addWidget(button("取消", run=self.reject))
        self.take = button(f"打捆 {len(rows) - 1} 个子项目", primary=True, run=self.store)
        self.take.setDefault(True)
        self.foot.addWidget(self.take)

    def store(self) -> None:
        """Store the bundle and close, or say what is wrong."""
        parent = self._rows[max(self.group.checkedId(), 0)]
        parts = [row.project_id for row in self._rows if row is not parent]
        try:
            self._save(parent.project_id, parts)
        except InputError as error:
            self.wrong.setText(str(error))
            self.wrong.show()
        else:
            self.accept()
