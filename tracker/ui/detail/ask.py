"""Questions asked in place: a sentence with the reason to type or the ways on, never a dialog."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import QFrame, QLineEdit, QPushButton, QSizePolicy, QWidget

from tracker.domain.errors import InputError
from tracker.ui import theme
from tracker.ui.context import Link
from tracker.ui.forms import Field, Label, button, hbox, link, vbox

GROUNDS = {"warning": "amber_bg", "error": "red_bg", "info": "alt"}
INKS = {"warning": "amber_text", "error": "red", "info": "text2"}


class Asked(InputError):
    """先回答上面的问题，再保存。

    Raised where a question has been put to the user: nothing is stored yet, and the question stays.
    """


class Tinted(QFrame):
    """A frame on one of the theme's grounds; repaints with the theme."""

    def __init__(self, ground: str, parent: QWidget | None = None) -> None:
        """Take the token *ground* as background."""
        super().__init__(parent)
        self._ground = ground
        self.setAutoFillBackground(True)
        self._dress()

    def set_ground(self, ground: str) -> None:
        """Take another background."""
        self._ground = ground
        self._dress()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._dress()

    def _dress(self) -> None:
        """Set the colour, unless it is the one set already: setting it sends a change again."""
        palette, colour = self.palette(), getattr(theme.tokens(), self._ground)
        if palette.color(QPalette.ColorRole.Window) != colour:
            palette.setColor(QPalette.ColorRole.Window, colour)
            self.setPalette(palette)


class Ask(Tinted):
    """One question at a time, hidden without one. Esc gives up."""

    def __init__(self) -> None:
        """Begin hidden."""
        super().__init__("amber_bg")
        self.setAccessibleName("需要处理")
        self._sentence = Label(wrap=True)
        self._line = QLineEdit()
        self.reason = Field("原因", self._line, hint_line=False)
        self._line.returnPressed.connect(self._take)
        self._ways = hbox(spacing=8)
        self._run: Callable[[str], object] | None = None
        self._given_up: Callable[[], object] | None = None
        body = vbox(self._sentence, self.reason, self._ways, spacing=6, margins=(12, 8, 12, 8))
        self.setLayout(body)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.hide()

    @property
    def sentence(self) -> str:
        """What is being asked, "" where nothing is."""
        return "" if self.isHidden() else self._sentence.text()

    def ask_reason(
        self,
        sentence: str,
        run: Callable[[str], object],
        *others: Link,
        verb: str = "保存",
        give_up: Callable[[], object] | None = None,
    ) -> None:
        """Ask why; *run* gets the text, never empty, and may raise InputError. *others* are further ways on."""
        self._show(sentence, "warning", give_up)
        self._run = run
        self._line.clear()
        self.reason.set_error(None)
        self.reason.show()
        self._ways.addWidget(button(verb, run=self._take))
        self._add(others)
        focus_soon(self._line)

    def offer(
        self, sentence: str, *ways: Link, tone: str = "warning", give_up: Callable[[], object] | None = None
    ) -> None:
        """Offer ways on; the first button gets the focus."""
        self._show(sentence, tone, give_up)
        self.reason.hide()
        self._add(ways)
        first = self._ways.itemAt(0)
        if first is not None and (widget := first.widget()) is not None:
            focus_soon(widget)

    def refuse(self, sentence: str, give_up: Callable[[], object]) -> None:
        """Say why something was not stored; whoever is typing goes on undisturbed."""
        self._show(sentence, "error", give_up)
        self.reason.hide()
        self._ways.addWidget(link("放弃这次输入", run=self.give_up))
        self._ways.addStretch(1)

    def dismiss(self) -> None:
        """Ask nothing any more; what was wrong stays marked in its field."""
        self._run = self._given_up = None
        self.hide()

    def give_up(self) -> None:
        """Go back to what was there."""
        given_up = self._given_up
        self.dismiss()
        if given_up is not None:
            given_up()

    def event(self, event: QEvent) -> bool:
        """Keep Esc from the page's own shortcut."""
        return takes_escape(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc gives up; Enter presses the button one is at."""
        if event.key() == Qt.Key.Key_Escape:
            self.give_up()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(
            focused := self.focusWidget(), QPushButton
        ):
            focused.click()
        else:
            super().keyPressEvent(event)

    def _show(self, sentence: str, tone: str, give_up: Callable[[], object] | None) -> None:
        """Show a sentence without ways on."""
        self._sentence.setText(sentence)
        self.setAccessibleDescription(sentence)
        self._sentence.set_ink(INKS[tone])
        self.set_ground(GROUNDS[tone])
        self._given_up = give_up
        while (item := self._ways.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.show()

    def _add(self, ways: tuple[Link, ...]) -> None:
        """Add the ways on, and the way back where there is one."""
        for way in ways:
            self._ways.addWidget(button(way.text, run=partial(self._go, way.run)))
        if self._given_up is not None:
            self._ways.addWidget(link("不改", run=self.give_up))
        self._ways.addStretch(1)

    def _go(self, run: Callable[[], object]) -> None:
        """Take a way on; where it leads nowhere its sentence is shown in place of the question."""
        try:
            run()
        except Asked:
            pass  # the next question is on the screen already
        except InputError as error:
            self.offer(str(error), tone="error", give_up=self._given_up or self.dismiss)

    def _take(self) -> None:
        """Hand the reason on; an empty or refused one stays."""
        text = self._line.text().strip()
        if not text:
            self.reason.set_error("请写明原因。")
            return
        run = self._run
        if run is None:
            return
        try:
            run(text)
        except Asked:
            pass  # the next question is on the screen already
        except InputError as error:
            self.reason.set_error(str(error))
        else:
            self.dismiss()


def focus_soon(widget: QWidget) -> None:
    """Give a widget the focus, also where the cell that brought it up is about to hand the focus to its table."""
    widget.setFocus()
    QTimer.singleShot(0, widget, widget.setFocus)


def takes_escape(event: QEvent) -> bool:
    """Claim Esc for a part that folds, where Qt asks whether a shortcut may have it."""
    if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.ShortcutOverride:
        return False
    if event.key() != Qt.Key.Key_Escape:
        return False
    event.accept()
    return True
