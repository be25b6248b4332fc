"""The strip at the foot of 填报: what the current cell says, why it is doubted, and what can be done about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QPushButton, QSizePolicy, QWidget

from tracker.domain.errors import InputError
from tracker.ui import theme
from tracker.ui.context import Link
from tracker.ui.detail.ask import Ask, Asked
from tracker.ui.entry.questions import Question
from tracker.ui.forms import Label, hbox, link, separator, vbox
from tracker.ui.strip import Picture

_HEIGHT = 56
_FACTS_SHARE = 0.42  # of the width, at most
_MOST_WAYS = 2
_INKS = {"error": "red", "warning": "amber_text", "info": "text2", "hint": "text3"}
_ICONS = {"error": "error_circle", "warning": "warning", "info": "info", "hint": ""}


@dataclass(frozen=True)
class Remark:
    """What there is to say about a cell; ``tone`` error, warning, info, or hint for the keys."""

    tone: str = "hint"
    sentence: str = ""
    ways: Sequence[Link] = ()


@dataclass(frozen=True)
class Told:
    """All the strip shows: the cell's name, its facts in one line, and the remark."""

    title: str = ""
    facts: str = ""
    remark: Remark = field(default_factory=Remark)


class _Line(Label):
    """One line that is shortened where the room is small; the tooltip has all of it."""

    def __init__(self, ink: str, *, strong: bool = False) -> None:
        """Begin empty."""
        super().__init__("", ink, strong=strong)
        self._whole = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def say(self, text: str) -> None:
        """Show a text."""
        self._whole = text
        self.setAccessibleName(text)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the text to the new width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Shorten the text, or show it whole."""
        line = self._whole.replace("\n", " ")
        shown = self.fontMetrics().elidedText(line, Qt.TextElideMode.ElideRight, self.width())
        self.setText(shown)
        self.setToolTip(self._whole if shown != line else "")


class Foot(QWidget):
    """The strip, and in its place the question that wants a reason. ``left``: the keyboard goes back to the grid."""

    left = Signal()

    def __init__(self) -> None:
        """Say nothing yet."""
        super().__init__()
        self.setObjectName("dialogFoot")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._title, self._facts, self._sentence = _Line("text", strong=True), _Line("text2"), _Line("text")
        self._icons = {tone: Picture(name, _INKS[tone]) for tone, name in _ICONS.items() if name}
        self._ways = hbox(spacing=16)
        self.place: object = None
        self.offering = False  # an offer about a row stands in the strip's place
        self.told = Told()
        self.ask = Ask()
        self._facts_box = QWidget()
        self._facts_box.setLayout(vbox(self._title, self._facts, spacing=2))
        head = hbox(*self._icons.values(), self._sentence, spacing=6)
        head.setStretchFactor(self._sentence, 1)
        right = QWidget()
        right.setLayout(vbox(None, head, self._ways, None, spacing=2))
        self._strip = QWidget()
        self._strip.setLayout(
            hbox(self._facts_box, separator(vertical=True), right, spacing=12, margins=(12, 4, 12, 4))
        )
        self._strip.setFixedHeight(theme.height(_HEIGHT))
        self.setLayout(vbox(self._strip, self.ask))
        self.setAccessibleName("当前格的说明")

    @property
    def sentence(self) -> str:
        """The remark's sentence, or what is being asked."""
        return self.ask.sentence or self.told.remark.sentence

    def show_cell(self, place: object, told: Told) -> None:
        """Show another cell, or the same one as it is now; a question open about another one folds."""
        if place != self.place:
            self.close_question()
        self.place = place
        self.told = told
        remark = told.remark
        self._title.say(told.title)
        self._facts.say(told.facts)
        self._sentence.set_ink(_INKS[remark.tone])
        self._sentence.say(remark.sentence)
        for tone, picture in self._icons.items():
            picture.setVisible(tone == remark.tone)
        self._show_ways(remark.ways)

    def _show_ways(self, ways: Sequence[Link]) -> None:
        """Show the ways on as links."""
        while (item := self._ways.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for way in ways:
            one = link(way.text, run=partial(self._go, way.run))
            self._ways.addWidget(one)
            one.show()  # at once: Ctrl+Tab may come before the next round of events
        self._ways.addStretch(1)

    def _go(self, run: Callable[[], object]) -> None:
        """Take a way on; what is asked next is shown at the cell."""
        try:
            run()
        except Asked:
            pass  # the question is at the cell
        except InputError as error:
            self.ask.offer(str(error), tone="error", give_up=self.close_question)
            self._strip.hide()
            return
        if self.ask.isHidden():
            self.left.emit()

    def take_focus(self) -> bool:
        """Give the keyboard to the first way on; False where there is none."""
        first = self._ways.itemAt(0)
        way = first.widget() if first is not None else None
        if way is not None:
            way.setFocus(Qt.FocusReason.TabFocusReason)
        return way is not None

    def ask_reason(self, question: Question) -> None:
        """Ask for a reason in place of the strip; Esc and 不改 lead back to it."""
        run = question.reason
        if run is None:
            return

        def take(text: str) -> None:
            try:
                run(text)
            except Asked:
                raise
            except InputError:
                self.ask_reason(question)  # the sentence of the refusal goes below the reason
                raise
            self._strip.show()
            self.left.emit()

        self._strip.hide()
        self.offering = False
        self.ask.ask_reason(question.sentence, take, *question.ways, verb=question.verb, give_up=self._back)

    def offer(self, sentence: str, *ways: Link) -> None:
        """Offer ways on in place of the strip; taking one leads back to the grid."""
        self._strip.hide()
        self.offering = True
        ways = tuple(Link(way.text, partial(self._take_way, way.run)) for way in ways)
        self.ask.offer(sentence, *ways, tone="info", give_up=self._back)

    def _take_way(self, run: Callable[[], object]) -> None:
        """Fold the offer away and take a way on."""
        self._back()
        run()

    def _back(self) -> None:
        """Show the strip again and go back to the grid; the question stays open at its cell."""
        self.close_question()
        self.left.emit()

    def close_question(self) -> None:
        """Fold the question away."""
        focus = QApplication.focusWidget()
        inside = focus is not None and self.ask.isAncestorOf(focus)
        self.offering = False
        self.ask.dismiss()
        self._strip.show()
        if inside:
            self.left.emit()  # else Qt would hand the keyboard to anything at all

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes the way one is at, Esc goes back to the grid."""
        focused = self.focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(focused, QPushButton):
            focused.click()
        elif event.key() == Qt.Key.Key_Escape:
            self._back()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width between facts and sentence."""
        super().resizeEvent(event)
        self._facts_box.setFixedWidth(int(min(self.width() * _FACTS_SHARE, 420)))
