"""打印: what, on which paper, and whether on a printer or as a PDF."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QWidget

from tracker.ui.fields import ComboBox
from tracker.ui.forms import Field, Label, button, hbox, set_blocked
from tracker.ui.messages import Sheet
from tracker.ui.printing.document import Document
from tracker.ui.printing.layout import Tell
from tracker.ui.printing.paper import Paper
from tracker.ui.printing.paper import Sheet as PaperSheet

_WIDTH = 460
_MEANS = "标题行每页重复，页脚有页码；列再多也不会截断，字太小时请改用 A3。"


@dataclass(frozen=True)
class Printable:
    """Something a page can print: its name with how much it is, and the way to make it, called on a worker."""

    name: str
    make: Callable[[Tell], Document]
    landscape: bool = True


@dataclass(frozen=True)
class PrintWish:
    """What the user wants; ``pdf`` tells a file from a printer."""

    what: Printable
    sheet: PaperSheet
    pdf: bool


class PrintDialog(Sheet):
    """Asks; ``wanted`` carries a PrintWish."""

    wanted = Signal(object)

    def __init__(self, parent: QWidget | None, offered: tuple[Printable, ...], no_printer: str | None) -> None:
        """Offer some things, the first being the usual one; *no_printer* says why there is nothing to print on."""
        super().__init__(parent, "打印", width=_WIDTH)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._offered = offered
        self._group = QButtonGroup(self)
        self.body.addWidget(Label("内容", "text2"))
        for place, one in enumerate(offered):
            tick = QRadioButton(one.name)
            tick.setChecked(place == 0)
            self._group.addButton(tick, place)
            self.body.addWidget(tick)
        self.paper, self.way = self._choice("纸张", ("A4", "A3")), self._choice("方向", ("横向", "纵向"))
        self.body.addSpacing(6)
        fields = (Field(name, one, hint_line=False) for name, one in (("纸张", self.paper), ("方向", self.way)))
        self.body.addLayout(hbox(*fields, None, spacing=12))
        self.body.addWidget(Label(_MEANS, "text3", wrap=True))
        self.print_button = button("打印…", run=self._print)
        self.save_button = button("存为 PDF…", primary=True, run=self._save)
        self.save_button.setDefault(True)
        set_blocked(self.print_button, no_printer)
        for choice in (button("取消", run=self.reject), self.print_button, self.save_button):
            self.foot.addWidget(choice)
        self._group.idToggled.connect(self._fit_way)
        self._fit_way()

    @staticmethod
    def _choice(name: str, words: tuple[str, ...]) -> ComboBox:
        """Return a short list."""
        combo = ComboBox()
        combo.setAccessibleName(name)
        combo.addItems(list(words))
        combo.setMinimumWidth(110)
        return combo

    def _fit_way(self) -> None:
        """Turn the paper as the chosen content is wide or tall."""
        self.way.setCurrentIndex(0 if self.chosen.landscape else 1)

    @property
    def chosen(self) -> Printable:
        """What is chosen."""
        return self._offered[max(self._group.checkedId(), 0)]

    def _print(self) -> None:
        """Go on to the printer."""
        self._go(pdf=False)

    def _save(self) -> None:
        """Go on to the file."""
        self._go(pdf=True)

    def _go(self, *, pdf: bool) -> None:
        """Close and tell."""
        sheet = PaperSheet(Paper(self.paper.currentText()), landscape=self.way.currentIndex() == 0)
        wish = PrintWish(self.chosen, sheet, pdf)
        self.accept()
        self.wanted.emit(wish)
