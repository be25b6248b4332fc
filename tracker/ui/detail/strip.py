"""The strip under the project's name: its light with the remedy, a person's verdict, and what else needs attention."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QSizePolicy

from tracker.domain.kinds import Colour
from tracker.queries.lights import ProjectLight
from tracker.ui import light_cells, lights, theme
from tracker.ui.context import Link
from tracker.ui.detail.ask import INKS, Tinted
from tracker.ui.forms import Label, hbox, link, set_blocked, vbox
from tracker.ui.icons import pixmap

TONES = ("error", "warning", "info")  # the gravest first
_TONE_OF = {Colour.RED: "error", Colour.YELLOW: "warning"}
_GROUNDS = {"error": "red_bg", "warning": "amber_bg", "info": "alt"}


@dataclass(frozen=True)
class Remark:
    """One thing to know about a project; ``tone`` is "error", "warning" or "info"."""

    tone: str
    sentence: str


class Strip(Tinted):
    """Hidden where there is nothing to say. Its ground is that of the gravest thing said."""

    def __init__(self) -> None:
        """Begin hidden."""
        super().__init__("amber_bg")
        self._icon = Label()
        self.light, self.remedy = Label("", wrap=True), Label("", "text2", wrap=True)
        self.judged, self._text = Label("", wrap=True), Label("", wrap=True)
        self.judge = link("研判…")
        self.judge.setToolTip("写下人的判断和理由，与系统亮灯并列")
        self._ways = hbox()
        lines = (self.light, self.remedy, self.judged, self._text)
        for line in lines:
            line.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
            line.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        body = vbox(*lines, self._ways)
        self.setLayout(hbox(vbox(self._icon, None), body, vbox(self.judge, None), spacing=6, margins=(8, 5, 8, 5)))
        self._tone, self._shape = "info", Colour.GREY
        self._lit = False
        theme.scheme_changed().changed.connect(self._draw)
        self.hide()

    def show_light(self, found: ProjectLight | None, blocked: str | None) -> None:
        """Say colour, reason, remedy and verdict; nothing for None. *blocked* is why no verdict can be noted."""
        self._lit = found is not None
        self._shape = found.light.colour if found else Colour.GREY
        judged = found.judgement if found else None
        _say(self.light, light_cells.headline(found) if found else "")
        _say(self.remedy, found.light.remedy if found else "")
        _say(self.judged, light_cells.judged(judged) if judged else "")
        self.judge.setVisible(self._lit)
        set_blocked(self.judge, blocked)

    def show_remarks(self, found: list[Remark], ways: list[Link]) -> None:
        """Show remarks below the light, if any, and choose the ground."""
        while (item := self._ways.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        _say(self._text, "\n".join(remark.sentence for remark in found))
        tones = [remark.tone for remark in found]
        if self._lit:
            tones.append(_TONE_OF.get(self._shape, "info"))
        self._tone = min(tones, key=TONES.index, default="info")
        self.set_ground(_GROUNDS[self._tone])
        for way in ways:
            self._ways.addWidget(link(way.text, run=way.run))
        if ways:
            self._ways.addStretch(1)
        self.setVisible(bool(tones))
        self._draw()

    def _draw(self) -> None:
        """Draw the light's shape, or the icon of the remarks, in the colours in force."""
        side, ratio = int(theme.Size.ICON), self.devicePixelRatioF()
        self._icon.setFixedSize(QSize(side, side))
        if not self._lit:
            name = "info" if self._tone == "info" else "warning"
            self._icon.setPixmap(pixmap(name, INKS[self._tone], side, ratio))
            return
        picture = QPixmap(round(side * ratio), round(side * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        lights.paint(painter, QRectF(0, 0, side, side), light_cells.SHAPES[self._shape])
        painter.end()
        self._icon.setPixmap(picture)


def _say(label: Label, text: str) -> None:
    """Show a text, or take its line away."""
    label.setText(text)
    label.setVisible(bool(text))
