"""The line above 变更: whose deeds, about what, from when; whatever is set is said in words and cleared with Esc."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from tracker.domain.changes import KIND_WORDS, Changes
from tracker.domain.dates import format_day, parse_day
from tracker.domain.errors import InputError
from tracker.queries.history import ANYTHING, HistoryFilter
from tracker.ui import theme
from tracker.ui.fields import ComboBox, DateField
from tracker.ui.forms import Label, hbox, link

EVERYBODY, EVERYTHING = "全部人员", "全部内容"
_ANY_TIME, _BETWEEN = "全部时间", "指定日期"
_SPANS = ((_ANY_TIME, None), ("今天", 0), ("近 7 天", 6), ("近 30 天", 29), ("近 90 天", 89), (_BETWEEN, None))
_DATE_WIDTH = 128


class HistoryFilterLine(QWidget):
    """Asks for a filter; ``changed`` carries the HistoryFilter without its search words, which have their own box."""

    changed = Signal(object)

    def __init__(self, today: date) -> None:
        """Begin with everything; *today* is the user's own day."""
        super().__init__()
        self._today = today
        self._filter = ANYTHING
        self.who, self.kind, self.span = (self._combo(name) for name in ("操作人", "内容", "时间"))
        for kind, words in ((Changes.EVERYTHING, EVERYTHING), *KIND_WORDS):
            self.kind.addItem(words, kind.value)
        for words, days in _SPANS:
            self.span.addItem(words, days)
        self.since, self.until = (self._date(name) for name in ("从", "到"))
        self.corrections = QCheckBox("只看更正")
        self.corrections.setToolTip("只列出封账以后登记的更正")
        self.corrections.toggled.connect(self._ask)
        self.clear_link = link("清除筛选 Esc", run=self.clear)
        parts = (self.who, self.kind, self.span, self.since, self.until, self.corrections, None, self.clear_link)
        self.setLayout(hbox(Label("筛选", "text2"), *parts, spacing=8, margins=(12, 4, 12, 4)))
        self.set_people(())
        self._dress()

    def _combo(self, name: str) -> ComboBox:
        """Return a list to choose from."""
        combo = ComboBox()
        combo.setAccessibleName(name)
        combo.activated.connect(lambda _place: self._ask())
        return combo

    def _date(self, name: str) -> DateField:
        """Return a field for one end of the days."""
        field = DateField(name, self._typed)
        field.collapse()
        field.setFixedWidth(_DATE_WIDTH)
        field.line.setPlaceholderText(f"{name}哪天")
        field.label.hide()
        return field

    def _typed(self, text: str) -> None:
        """Take a typed day once both can be read; raises InputError where one cannot."""
        parse_day(text, self._today.year)
        self._ask()

    def set_people(self, names: Sequence[str]) -> None:
        """Offer everybody who did anything; the chosen one stays."""
        chosen = self._filter.who
        self.who.clear()
        self.who.addItem(EVERYBODY, "")
        for name in dict.fromkeys([*names, *([chosen] if chosen else [])]):
            self.who.addItem(name, name)
        self.who.setCurrentIndex(max(self.who.findData(chosen), 0))

    @property
    def active(self) -> bool:
        """Whether anything is left out."""
        return self._filter != ANYTHING

    def clear(self) -> None:
        """Show everything again."""
        for combo in (self.who, self.kind, self.span):
            combo.setCurrentIndex(0)
        for field in (self.since, self.until):
            field.set_value("", fresh=True)
        self.corrections.setChecked(False)
        self._ask()

    def _ask(self) -> None:
        """Tell about another filter."""
        since, until = self._days()
        wanted = HistoryFilter(
            who=str(self.who.currentData() or ""),
            kinds=Changes(self.kind.currentData()),
            since=since,
            until=until,
            corrections=self.corrections.isChecked(),
        )
        self._dress()
        if wanted != self._filter:
            self._filter = wanted
            self.clear_link.setVisible(self.active)
            self.changed.emit(wanted)

    def _days(self) -> tuple[date | None, date | None]:
        """Return the first and the last day that are listed, where there is one."""
        if self.span.currentText() == _BETWEEN:
            return _day(self.since, self._today), _day(self.until, self._today)
        days = self.span.currentData()
        return (None if days is None else self._today - timedelta(days=int(days))), None

    def _dress(self) -> None:
        """Show the two days only where days are asked for."""
        between = self.span.currentText() == _BETWEEN
        for field in (self.since, self.until):
            field.setVisible(between)
        self.clear_link.setVisible(self.active)
        self.setMinimumHeight(theme.height(theme.Size.CONTROL) + 8)

    def spoken(self) -> str:
        """Return the filter in words, empty where everything is listed."""
        wanted = self._filter
        parts = [wanted.who, "" if wanted.kinds == Changes.EVERYTHING else self.kind.currentText()]
        if wanted.since or wanted.until:
            parts.append(f"{format_day(wanted.since) or '最早'} 至 {format_day(wanted.until) or '今天'}")
        parts.append("更正" if wanted.corrections else "")
        return "；".join(part for part in parts if part)


def _day(field: DateField, today: date) -> date | None:
    """Return a typed day; one that cannot be read limits nothing, its field says so."""
    try:
        return parse_day(field.text, today.year)
    except InputError:
        return None
