"""Layout helpers, buttons, and the frame around one input: label above, hint or error below."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QAbstractButton,
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from tracker.ui import theme
from tracker.ui.icons import icon

Item = QWidget | QLayout | int | None
Box = TypeVar("Box", bound=QBoxLayout)
Margins = tuple[int, int, int, int]
NONE: Margins = (0, 0, 0, 0)


def vbox(*items: Item, spacing: int = 0, margins: Margins = NONE) -> QVBoxLayout:
    """Return a column of widgets and layouts; a number is space, None is what stretches."""
    return _filled(QVBoxLayout(), items, spacing, margins)


def hbox(*items: Item, spacing: int = 0, margins: Margins = NONE) -> QHBoxLayout:
    """Return a row of the same."""
    return _filled(QHBoxLayout(), items, spacing, margins)


def _filled(layout: Box, items: Sequence[Item], spacing: int, margins: Margins) -> Box:
    """Put items into a box."""
    layout.setSpacing(spacing)
    layout.setContentsMargins(*margins)
    for item in items:
        if item is None:
            layout.addStretch(1)
        elif isinstance(item, int):
            layout.addSpacing(item)
        elif isinstance(item, QLayout):
            layout.addLayout(item)
        else:
            layout.addWidget(item)
    return layout


def separator(*, vertical: bool = False) -> QFrame:
    """Return a hairline."""
    result = QFrame()
    result.setObjectName("separator")
    if vertical:
        result.setFixedSize(1, 18)
    else:
        result.setFixedHeight(1)
    return result


class Label(QLabel):
    """Plain text in an ink of the theme; repaints with it. Never reads its text as markup."""

    def __init__(
        self,
        text: str = "",
        ink: str = "text",
        size: int = theme.Type.TEXT,
        *,
        strong: bool = False,
        wrap: bool = False,
    ) -> None:
        """Show *text*; *ink* is a token's name."""
        super().__init__(text)
        self._ink = ink
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(theme.font(size, strong=strong))
        self.setWordWrap(wrap)
        self._dress()

    def set_ink(self, ink: str) -> None:
        """Take another colour."""
        self._ink = ink
        self._dress()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._dress()

    def _dress(self) -> None:
        """Set the colour, unless it is the one set already: setting it sends a change again."""
        palette, colour = self.palette(), getattr(theme.tokens(), self._ink)
        if palette.color(QPalette.ColorRole.WindowText) != colour:
            palette.setColor(QPalette.ColorRole.WindowText, colour)
            self.setPalette(palette)


def shortened(text: str, most: int) -> str:
    """Return a text of at most *most* characters, for places that must not grow with what people write."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def button(
    text: str, picture: str = "", *, primary: bool = False, run: Callable[[], object] | None = None
) -> QPushButton:
    """Return a push button; at most one on a page or in a dialog is *primary*."""
    result = QPushButton(text)
    if primary:
        result.setProperty("primary", True)
    if picture:
        result.setIcon(icon(picture, "on_accent" if primary else "text2"))
        result.setIconSize(QSize(theme.Size.ICON, theme.Size.ICON))
    return _wired(result, run)


def link(text: str, *, run: Callable[[], object] | None = None) -> QPushButton:
    """Return a button that looks like a link."""
    result = QPushButton(text)
    result.setProperty("link", True)
    result.setCursor(Qt.CursorShape.PointingHandCursor)
    result.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return _wired(result, run)


def tool(
    text: str, picture: str, *, tip: str = "", primary: bool = False, run: Callable[[], object] | None = None
) -> QToolButton:
    """Return a toolbar button: icon, and word unless *text* is empty; then *tip* names it."""
    result = QToolButton()
    size = theme.Size.ICON_RAIL if picture in ("group_list", "column_triple") else theme.Size.ICON
    result.setIcon(icon(picture, "on_accent" if primary else "text2", size))
    result.setIconSize(QSize(size, size))
    result.setText(text)
    result.setToolTip(tip)
    result.setAccessibleName(text or tip)
    style = Qt.ToolButtonStyle.ToolButtonTextBesideIcon if text else Qt.ToolButtonStyle.ToolButtonIconOnly
    result.setToolButtonStyle(style)
    result.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    if primary:
        result.setProperty("primary", True)
    return _wired(result, run)


Button = TypeVar("Button", bound=QAbstractButton)


def _wired(result: Button, run: Callable[[], object] | None) -> Button:
    """Connect a button; *run* gets no argument."""
    if run is not None:
        result.clicked.connect(lambda _checked=False: run())
    return result


def set_blocked(widget: QWidget, reason: str | None) -> None:
    """Disable a control and say why in its tooltip, or enable it again."""
    if reason and widget.isEnabled():
        widget.setProperty("tip", widget.toolTip())
    widget.setEnabled(reason is None)
    widget.setToolTip(reason or widget.property("tip") or widget.toolTip())


def restyle(widget: QWidget) -> None:
    """Let the style sheet look at a widget's properties again."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)


class Field(QWidget):
    """One input with its label above and a hint below; an error takes the hint's place and reddens the edge."""

    def __init__(self, label: str, editor: QWidget, hint: str = "", *, hint_line: bool = True) -> None:
        """Frame *editor*; *hint_line* False leaves no room below until there is something to say."""
        super().__init__()
        self.editor = editor
        self.label = Label(label, "text2")
        self.label.setBuddy(editor)
        editor.setAccessibleName(label)
        self._hint = hint
        self._hint_ink = "text3"
        self._error: str | None = None
        self._keep = hint_line
        self._below = Label(hint, "text3", theme.Type.SMALL, wrap=True)
        self._below.setMinimumHeight(theme.Size.HINT if hint_line else 0)
        self.setLayout(vbox(self.label, 2, editor, 1, self._below))
        self._show()

    def set_label(self, label: str) -> None:
        """Call the field by another word."""
        self.label.setText(label)
        self.editor.setAccessibleName(label)

    @property
    def error(self) -> str | None:
        """The sentence under the field, None where its content is stored."""
        return self._error

    def set_error(self, sentence: str | None) -> None:
        """Mark the input as wrong, or as right again."""
        self._error = sentence or None
        self.editor.setProperty("wrong", bool(sentence))
        restyle(self.editor)
        self._show()

    def collapse(self) -> None:
        """Leave no room below until there is something to say."""
        self._keep = False
        self._below.setMinimumHeight(0)
        self._show()

    def set_hint(self, text: str, ink: str = "text3") -> None:
        """Show another hint; *ink* is ``amber_text`` for one that warns."""
        self._hint = text
        self._hint_ink = ink
        self._show()

    def _show(self) -> None:
        """Show the error, else the hint."""
        text = self._error or self._hint
        self._below.setText(text)
        self._below.set_ink("red" if self._error else self._hint_ink)
        self._below.setVisible(self._keep or bool(text))
        self.editor.setAccessibleDescription(text)
