"""截至其他日期: any day to read the figures at."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from tracker.domain import inputs
from tracker.domain.dates import format_day
from tracker.domain.errors import InputError
from tracker.domain.periods import Cycle, ReportPeriod
from tracker.ui.fields import DateField
from tracker.ui.forms import Label, button
from tracker.ui.messages import Sheet

_MEANS = (
    "所有页面的数字都按这一天已经发生的事算：之后才实际完成、批准、下达或填报的不算在内。"
    "不是月末的日期只能查看，不能填报。"
)


class AsOfDay(Sheet):
    """Asks for a day; ``chosen`` carries the ReportPeriod."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget, day: date) -> None:
        """Begin with *day*."""
        super().__init__(parent, "截至其他日期", width=420)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.field = DateField("截至日期", lambda _text: None)
        self.field.set_value(format_day(day), fresh=True)
        self.body.addWidget(Label(_MEANS, wrap=True))
        self.body.addWidget(self.field)
        self.foot.addWidget(button("取消", run=self.reject))
        self.take = button("查看", primary=True, run=self._take)
        self.take.setDefault(True)
        self.foot.addWidget(self.take)
        self.field.line.selectAll()
        self.field.line.setFocus()

    def _take(self) -> None:
        """Close with the day, or say what is wrong with it."""
        try:
            day = inputs.required_day(self.field.text, "截至日期", "as_of")
        except InputError as error:
            self.field.set_error(str(error))
            self.adjustSize()
            return
        self.accept()
        self.chosen.emit(ReportPeriod(day, Cycle.DAY))
