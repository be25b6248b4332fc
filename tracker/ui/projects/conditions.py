"""One row per condition of the popup 更多: words to tick, a text that is contained, or a range."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLineEdit, QWidget

from tracker.domain import custom
from tracker.domain.custom import CustomFilter, CustomKind
from tracker.domain.errors import InputError
from tracker.queries.choices import OwnChoice, WordChoice
from tracker.ui import theme
from tracker.ui.cells import UNFILLED
from tracker.ui.forms import Label, hbox, restyle, vbox

DELAY_MS = 300
_PER_LINE = 3


class Ticks(QWidget):
    """Words to tick, each with its count; "" is 未填. ``changed`` follows every tick."""

    changed = Signal()

    def __init__(self, title: str, words: Sequence[WordChoice]) -> None:
        """Offer *words* under a title, 未填 last."""
        super().__init__()
        self._boxes: dict[str, QCheckBox] = {}
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        ordered = sorted(words, key=lambda one: one.word == "")
        for place, one in enumerate(ordered):
            box = QCheckBox(f"{one.word or UNFILLED} {one.count}".replace("&", "&&"))
            box.setAccessibleName(f"{title} {one.word or UNFILLED}")
            box.toggled.connect(self.changed)
            self._boxes[one.word] = box
            grid.addWidget(box, place // _PER_LINE, place % _PER_LINE)
        grid.setColumnStretch(_PER_LINE, 1)
        self.setLayout(vbox(Label(title, "text2"), grid, spacing=4))

    def words(self) -> tuple[str, ...]:
        """Return what is ticked, 未填 last."""
        return tuple(word for word, box in self._boxes.items() if box.isChecked())

    def show_words(self, words: Iterable[str]) -> None:
        """Tick the words of a filter; nothing is told."""
        wanted = set(words)
        for word, box in self._boxes.items():
            box.blockSignals(True)
            box.setChecked(word in wanted)
            box.blockSignals(False)


class OwnRow(QWidget):
    """The condition on one column of the office's own. ``changed`` follows what is typed after a short rest."""

    changed = Signal()

    def __init__(self, choice: OwnChoice) -> None:
        """Stand for the column of *choice*."""
        super().__init__()
        self.column = choice.column
        self.error = Label("", "red", theme.Type.SMALL, wrap=True)
        self.error.hide()
        self.unfilled = QCheckBox(f"{UNFILLED} {choice.unfilled}")
        self.unfilled.setAccessibleName(f"{self.column.label} {UNFILLED}")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DELAY_MS)
        self._timer.timeout.connect(self.changed)

    def condition(self) -> CustomFilter | None:
        """Return the condition, None where it asks for nothing."""
        found = self.asked()
        return None if found.empty else found

    def asked(self) -> CustomFilter:
        """Return what stands in the row."""
        raise NotImplementedError

    def _line(self, name: str, hint: str) -> QLineEdit:
        """Return a field to type in."""
        line = QLineEdit()
        line.setPlaceholderText(hint)
        line.setAccessibleName(f"{self.column.label} {name}")
        line.textEdited.connect(self._typed)
        line.returnPressed.connect(self.changed)
        return line

    def _typed(self) -> None:
        """Ask after a short rest; who looks for a value does not look for 未填."""
        self.unfilled.blockSignals(True)
        self.unfilled.setChecked(False)
        self.unfilled.blockSignals(False)
        self._timer.start()


class ContainsRow(OwnRow):
    """A text that is contained."""

    def __init__(self, choice: OwnChoice, held: CustomFilter | None) -> None:
        """Show *held*, the condition so far."""
        super().__init__(choice)
        self.line = self._line("包含", "包含的文字")
        self.line.setText(held.contains if held else "")
        self.unfilled.setChecked(bool(held and "" in held.values))
        self.unfilled.toggled.connect(self._unfilled)
        self.setLayout(vbox(Label(self.column.label, "text2"), hbox(self.line, self.unfilled, spacing=8), spacing=4))

    def asked(self) -> CustomFilter:
        """Return the text, or 未填."""
        if self.unfilled.isChecked():
            return CustomFilter(self.column.key, self.column.kind, values=("",))
        return CustomFilter(self.column.key, self.column.kind, contains=self.line.text().strip())

    def _unfilled(self, on: bool) -> None:
        """Take the text away where 未填 is looked for."""
        if on:
            self.line.clear()
        self.changed.emit()


class RangeRow(OwnRow):
    """A range of numbers or days, both ends included; either may be left open."""

    def __init__(self, choice: OwnChoice, held: CustomFilter | None) -> None:
        """Show *held*, the condition so far."""
        super().__init__(choice)
        day = self.column.kind is CustomKind.DATE
        self.low = self._line("从", "从，如 2026-03-01" if day else "最小")
        self.high = self._line("到", "到" if day else "最大")
        self.low.setText((held and held.low) or "")
        self.high.setText((held and held.high) or "")
        self.unfilled.setChecked(bool(held and "" in held.values))
        self.unfilled.toggled.connect(self._unfilled)
        row = hbox(self.low, Label("至", "text2"), self.high, self.unfilled, spacing=8)
        self.setLayout(vbox(Label(self.column.label, "text2"), row, self.error, spacing=4))

    def asked(self) -> CustomFilter:
        """Return the range or 未填; a bound that cannot be read is left out and marked."""
        plain = CustomFilter(self.column.key, self.column.kind)
        if self.unfilled.isChecked():
            return CustomFilter(self.column.key, self.column.kind, values=("",))
        sentences: list[str] = []
        low, high = (self._bound(line, sentences) for line in (self.low, self.high))
        self.error.setText(sentences[0] if sentences else "")
        self.error.setVisible(bool(sentences))
        return plain if sentences else CustomFilter(plain.key, plain.kind, low=low, high=high)

    def _bound(self, line: QLineEdit, sentences: list[str]) -> str | None:
        """Return one end as values are kept, None where it is open."""
        found, wrong = None, False
        try:
            found = custom.checked(self.column, line.text())
        except InputError as error:
            sentences.append(str(error).replace("未保存", "没有用来筛选"))
            wrong = True
        line.setProperty("wrong", wrong)
        restyle(line)
        return found

    def _unfilled(self, on: bool) -> None:
        """Take the range away where 未填 is looked for."""
        if on:
            self.low.clear()
            self.high.clear()
        self.changed.emit()


class TickRow(OwnRow):
    """Choices to tick."""

    def __init__(self, choice: OwnChoice, held: CustomFilter | None) -> None:
        """Show *held*, the condition so far."""
        super().__init__(choice)
        self.ticks = Ticks(self.column.label, (*choice.words, WordChoice("", choice.unfilled)))
        self.ticks.show_words(held.values if held else ())
        self.ticks.changed.connect(self.changed)
        self.unfilled.setParent(self)
        self.unfilled.hide()
        self.setLayout(vbox(self.ticks))

    def asked(self) -> CustomFilter:
        """Return what is ticked."""
        return CustomFilter(self.column.key, self.column.kind, values=self.ticks.words())


def own_row(choice: OwnChoice, held: CustomFilter | None) -> OwnRow:
    """Return the row that suits a column's kind."""
    if choice.column.kind is CustomKind.CHOICE:
        return TickRow(choice, held)
    return ContainsRow(choice, held) if choice.column.kind is CustomKind.TEXT else RangeRow(choice, held)
