"""The right corner of the menu line: the report period, what it means, undo and redo."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QToolButton, QWidget

from tracker.domain.money import format_percent
from tracker.domain.quarters import Quarter, quarter_of, schedule
from tracker.ui import theme
from tracker.ui.context import Period
from tracker.ui.fields import ComboBox
from tracker.ui.forms import Label, hbox, separator

FIRST = Quarter(2021, 1)  # the plans begin with 2021

_RUNNING = "（未结束）"


class PeriodBox(QWidget):
    """Chooses the report period that holds for every page."""

    def __init__(self, period: Period, undo: QAction, redo: QAction) -> None:
        """Show *period* and the two actions as buttons."""
        super().__init__()
        self._period = period
        self.combo = ComboBox()
        self.combo.setAccessibleName("报告期")
        self.combo.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._caption = Label("报告期", "text2")
        self._meaning = Label("", "text2")
        self._fill()
        self.combo.activated.connect(self._chosen)
        period.changed.connect(self._show)
        buttons = [self._button(action) for action in (undo, redo)]
        row = hbox(self._caption, self.combo, self._meaning, separator(vertical=True), spacing=8, margins=(0, 0, 8, 0))
        row.addLayout(hbox(*buttons))
        self.setLayout(row)
        self._narrow = False
        self._show()

    @staticmethod
    def _button(action: QAction) -> QToolButton:
        """Return a button for an action; the menu shows its word."""
        button = QToolButton()
        button.setDefaultAction(action)
        button.setAutoRaise(True)
        return button

    def _fill(self) -> None:
        """Offer the quarter that runs now, then the ended ones back to the plans' first year."""
        running = quarter_of(self._period.today)
        quarter = max(running, self._period.quarter)
        while quarter >= FIRST:
            ended = quarter.end <= self._period.today
            self.combo.addItem(quarter.label if ended else f"{quarter.label}{_RUNNING}", quarter)
            quarter = quarter.previous
        # The one long entry is at home in the list, which may be wider than the box.
        usual = self.combo.fontMetrics().horizontalAdvance(f"{self._period.quarter.label}　　　")
        self.combo.view().setMinimumWidth(usual + self.combo.fontMetrics().horizontalAdvance(_RUNNING))
        self.combo.setFixedWidth(usual + theme.Size.CONTROL)

    def _chosen(self, place: int) -> None:
        """Take the chosen quarter."""
        quarter = self.combo.itemData(place)
        if isinstance(quarter, Quarter):
            self._period.choose(quarter)

    def _show(self) -> None:
        """Show the quarter in force and what it means."""
        for place in range(self.combo.count()):
            if self.combo.itemData(place) == self._period.quarter:
                self.combo.setCurrentIndex(place)
        as_of = self._period.as_of
        schedule_text = f" · 序时 {format_percent(schedule(as_of))}%"
        self._meaning.setText(f"截至 {as_of}{'' if self._narrow else schedule_text}")
        self._meaning.setToolTip(f"所有页面的数字都截至 {as_of}{schedule_text}")

    def narrow(self, width: int) -> None:
        """Leave out what the window has no room for."""
        self._narrow = width < theme.Size.FOLDED
        self._caption.setVisible(not self._narrow)
        self._show()
