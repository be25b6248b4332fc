"""The right corner of the menu line: the report period, what it means, undo and redo."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QToolButton, QWidget

from tracker.domain.money import format_percent
from tracker.domain.periods import Cycle, ReportPeriod, last_ended, periods
from tracker.domain.quarters import Quarter, schedule
from tracker.ui import theme
from tracker.ui.context import AppContext, Period
from tracker.ui.dialogs.as_of_day import AsOfDay
from tracker.ui.fields import ComboBox
from tracker.ui.forms import Label, hbox, separator
from tracker.ui.settings_store import SettingsStore

FIRST = Quarter(2021, 1)  # the plans begin with 2021

_RUNNING = "（未结束）"
CYCLE = "period.cycle"
_WAYS = {Cycle.QUARTER: "改为按季", Cycle.MONTH: "改为按月", Cycle.DAY: "截至其他日期…"}


class PeriodBox(QWidget):
    """Chooses the report period that holds for every page: a quarter, a month, or any day to look back at."""

    def __init__(self, period: Period, config: SettingsStore, undo: QAction, redo: QAction) -> None:
        """Show *period* and the two actions as buttons; whether it goes by quarter or month is kept in *config*."""
        super().__init__()
        self._period = period
        self._config = config
        self._cycle = Cycle.MONTH if config.text(CYCLE) == Cycle.MONTH else Cycle.QUARTER
        self.combo = ComboBox()
        self.combo.setAccessibleName("报告期")
        self.combo.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._caption = Label("报告期", "text2")
        self._meaning = Label("", "text2")
        self.combo.activated.connect(self._chosen)
        period.changed.connect(self._show)
        buttons = [self._button(action) for action in (undo, redo)]
        row = hbox(self._caption, self.combo, self._meaning, separator(vertical=True), spacing=8, margins=(0, 0, 8, 0))
        row.addLayout(hbox(*buttons))
        self.setLayout(row)
        self._narrow = False
        self._context: AppContext | None = None
        if self._cycle is Cycle.MONTH:
            period.choose(last_ended(period.today, Cycle.MONTH))
        self._show()

    @staticmethod
    def _button(action: QAction) -> QToolButton:
        """Return a button for an action; the menu shows its word."""
        button = QToolButton()
        button.setDefaultAction(action)
        button.setAutoRaise(True)
        return button

    def _fill(self) -> None:
        """Offer the period that runs now, the ended ones back to the plans' first year, and the other ways to count."""
        chosen, today = self._period.chosen, self._period.today
        offered = list(periods(today, FIRST.end, self._cycle))
        if chosen not in offered:
            offered.insert(0, chosen)
        self.combo.clear()
        for one in offered:
            self.combo.addItem(one.label if one.end <= today else f"{one.label}{_RUNNING}", one)
        self.combo.insertSeparator(self.combo.count())
        for cycle, words in _WAYS.items():
            if cycle is not self._cycle:
                self.combo.addItem(words, cycle)
        # The one long entry is at home in the list, which may be wider than the box.
        usual = self.combo.fontMetrics().horizontalAdvance(f"{ReportPeriod.of_quarter(FIRST).label}　　　")
        self.combo.view().setMinimumWidth(usual + self.combo.fontMetrics().horizontalAdvance(_RUNNING))
        self.combo.setFixedWidth(usual + theme.Size.CONTROL)
        self.combo.setCurrentIndex(offered.index(chosen))

    def _chosen(self, place: int) -> None:
        """Take the chosen period, or go by quarter, by month, or ask for a day."""
        choice = self.combo.itemData(place)
        if isinstance(choice, ReportPeriod):
            self._period.choose(choice)
        elif choice == Cycle.DAY:  # Qt keeps the word of an enum, not the enum
            self._ask_day()
        elif choice is not None:
            self._go_by(Cycle(choice))

    def _go_by(self, cycle: Cycle) -> None:
        """Offer quarters or months from now on, and show the one that ends with or last before the chosen day."""
        self._cycle = cycle
        self._config.set(CYCLE, cycle.value if cycle is Cycle.MONTH else None)
        near = last_ended(self._period.as_of, cycle)
        if near == self._period.chosen:
            self._show()
        self._period.choose(near)

    def _ask_day(self) -> None:
        """Ask which day to look at; going back leaves the period as it was."""
        self._show()
        dialog = AsOfDay(self.window(), self._period.as_of)
        dialog.chosen.connect(self._period.choose)
        dialog.open()

    def _show(self, *_told: object) -> None:
        """Show the period in force and what it means."""
        if self._period.chosen.cycle is not Cycle.DAY:
            self._cycle = self._period.chosen.cycle
        self._fill()
        as_of = self._period.as_of
        schedule_text = f" · 序时 {format_percent(self._due(as_of))}%"
        self._meaning.setText(f"截至 {as_of}{'' if self._narrow else schedule_text}")
        lines = [
            f"所有页面的数字都截至 {as_of}{schedule_text}（月份÷12；设有季节曲线的单位按曲线）",
            self._period.chosen.refusal or "",
        ]
        self._meaning.setToolTip("\n".join(line for line in lines if line))

    def show_context(self, context: AppContext | None) -> None:
        """Follow the curve of the open file, None for no file."""
        self._context = context
        if context is not None:
            context.tasks.changed.connect(self._show)
        self._show()

    def _due(self, as_of: date) -> Fraction:
        """Return 序时 of the units without a curve of their own."""
        from tracker.queries.curves import office_schedule

        return schedule(as_of) if self._context is None else self._context.tasks.read(office_schedule, as_of)

    def narrow(self, width: int) -> None:
        """Leave out what the window has no room for."""
        self._narrow = width < theme.Size.FOLDED
        self._caption.setVisible(not self._narrow)
        self._show()
