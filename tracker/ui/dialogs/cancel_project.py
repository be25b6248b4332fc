"""取消项目: from which day, and why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from tracker.domain import inputs
from tracker.domain.dates import format_day, parse_day
from tracker.domain.errors import InputError
from tracker.ui.forms import Field, Label, button
from tracker.ui.messages import Sheet

_MEANS = "项目和填过的内容都留在台账里，从取消之日起不计入项数和合计；以后可以恢复。"
Save = Callable[[date, str], object]


class CancelDialog(Sheet):
    """``save`` (day, reason) stores the deed or raises InputError, shown at its field."""

    def __init__(self, parent: QWidget, name: str, today: date, as_of: date, save: Save) -> None:
        """Ask about the project called *name*; *as_of* is the date the list is read at."""
        super().__init__(parent, "取消项目", width=440)
        self._save = save
        self._as_of = as_of
        self.day = QLineEdit(format_day(today))
        self.reason = QPlainTextEdit()
        self.reason.setPlaceholderText("如：按县政府常务会议纪要〔2026〕7 号，不再实施")
        self.reason.setTabChangesFocus(True)
        self.reason.setFixedHeight(self.reason.fontMetrics().lineSpacing() * 3 + 20)
        self._day = Field("取消日期", self.day)
        self._reason = Field("取消原因", self.reason)
        sentence = (
            f"取消“{name}”。项目和填过的内容都留在台账里，从取消之日起不计入项数和合计；以后可以恢复，也可以撤销。"
        )
        self.body.addWidget(Label(sentence, wrap=True))
        self.body.addWidget(self._day)
        self.body.addWidget(self._reason)
        self.foot.addWidget(button("不取消", run=self.reject))
        self.foot.addWidget(button("取消项目", primary=True, run=self.store))
        self.day.textChanged.connect(self._say_from_when)
        self._say_from_when()
        self.reason.setFocus()

    def _say_from_when(self) -> None:
        """Say what the day means for the report period that is shown."""
        self._day.set_error(None)
        try:
            day = parse_day(self.day.text())
        except InputError:
            day = None
        late = day is not None and day > self._as_of
        self._day.set_hint(f"晚于本报告期截至日 {self._as_of}：本期仍计入，以后各期不再计入" if late else "")

    def store(self) -> None:
        """Store the deed and close, or show at the field what is wrong."""
        self._reason.set_error(None)
        try:
            day = inputs.required_day(self.day.text(), "取消日期", "since")
            self._save(day, self.reason.toPlainText().strip())
        except InputError as error:
            (self._day if error.field == "since" else self._reason).set_error(str(error))
            self.adjustSize()  # the sentence may need a second line
        else:
            self.accept()
