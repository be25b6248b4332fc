"""Two projects side by side, with a choice wherever both say something."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QRadioButton, QScrollArea, QWidget

from tracker.queries.projects import Detail
from tracker.services.merge import Side
from tracker.ui.dialogs.merge_words import Difference, blocks, differing, filled_once
from tracker.ui.forms import Label, hbox, separator, vbox

_LABEL_WIDTH = 92


class Option(QWidget):
    """A radio button whose text wraps; a click on the text chooses it too."""

    def __init__(self, text: str, name: str, *, strong: bool = False) -> None:
        """Offer *text*; *name* is what is read out before it."""
        super().__init__()
        self.radio = QRadioButton()
        self.radio.setAccessibleName(f"{name}：{text}")
        label = Label(text, strong=strong, wrap=True)
        row = hbox(self.radio, label, spacing=4, margins=(0, 2, 6, 2))
        row.setAlignment(self.radio, Qt.AlignmentFlag.AlignTop)
        row.setStretchFactor(label, 1)
        self.setLayout(row)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose."""
        self.radio.setChecked(True)
        super().mousePressEvent(event)


class CompareView(QScrollArea):
    """``changed`` follows another choice of the survivor."""

    changed = Signal()

    def __init__(self) -> None:
        """Compare nothing yet."""
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._pair: tuple[Detail, Detail] | None = None
        self._survivor: QButtonGroup | None = None
        self._fields: dict[str, QButtonGroup] = {}
        self._blocks: dict[str, QButtonGroup] = {}

    @property
    def survivor(self) -> Detail | None:
        """The project that stays."""
        return self._side(0)

    @property
    def other(self) -> Detail | None:
        """The project that is merged into it."""
        return self._side(1)

    def _side(self, which: int) -> Detail | None:
        """Return the survivor (0) or the other one (1)."""
        if self._pair is None or self._survivor is None:
            return None
        return self._pair[self._survivor.checkedId() ^ which]

    def values(self) -> dict[str, int]:
        """Return the id of the project whose value is kept, by field."""
        if self._pair is None:
            return {}
        return {field: self._pair[group.checkedId()].project_id for field, group in self._fields.items()}

    def blocks(self) -> dict[str, Side]:
        """Return the side whose block is kept."""
        survivor = self._survivor.checkedId() if self._survivor else 0
        return {
            key: Side.SURVIVOR if group.checkedId() == survivor else Side.OTHER for key, group in self._blocks.items()
        }

    def show_pair(self, first: Detail, second: Detail) -> None:
        """Show two projects; the one with more filled in is proposed to stay."""
        self._pair = (first, second)
        page = QWidget()
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 10, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        grid.setColumnMinimumWidth(0, _LABEL_WIDTH)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        page.setLayout(vbox(grid, None))
        self._survivor = self._row(grid, Difference("", "保留哪一条", (_heading(first), _heading(second))), strong=True)
        fields, whole = differing(first, second), blocks(first, second)
        self._fields = self._rows(grid, "两条都填了、内容不同的，请各选一个", fields)
        self._blocks = self._rows(grid, "里程碑和资金只能整块保留一边，同一期的数字不相加", whole)
        if once := filled_once(first, second):
            self._title(grid, f"只有一条填了、自动保留的：{'、'.join(once)}")
        self._survivor.button(int(_richness(second) > _richness(first))).setChecked(True)
        self._follow()
        self._survivor.idToggled.connect(self._chosen)
        self.setWidget(page)

    def focus_choice(self) -> None:
        """Put the focus on the survivor that is proposed."""
        chosen = self._survivor.checkedButton() if self._survivor else None
        if chosen is not None:
            chosen.setFocus()

    def _chosen(self, _place: int, on: bool) -> None:
        """Another survivor: its values are proposed."""
        if on:
            self._follow()
            self.changed.emit()

    def _follow(self) -> None:
        """Propose the survivor's value everywhere."""
        place = self._survivor.checkedId() if self._survivor else 0
        for group in (*self._fields.values(), *self._blocks.values()):
            group.button(place).setChecked(True)

    def _rows(self, grid: QGridLayout, title: str, found: Sequence[Difference]) -> dict[str, QButtonGroup]:
        """Add a title and a row for each difference."""
        if found:
            self._title(grid, title)
        return {one.key: self._row(grid, one) for one in found}

    def _title(self, grid: QGridLayout, text: str) -> None:
        """Add a line across."""
        grid.addWidget(separator(), grid.rowCount(), 0, 1, 3)
        grid.addWidget(Label(text, "text2", wrap=True), grid.rowCount(), 0, 1, 3)

    def _row(self, grid: QGridLayout, one: Difference, *, strong: bool = False) -> QButtonGroup:
        """Add one choice."""
        row, group = grid.rowCount(), QButtonGroup(self)
        label = Label(one.label, "text2")
        label.setContentsMargins(0, 5, 0, 0)
        grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
        for place, text in enumerate(one.texts):
            option = Option(text, one.label, strong=strong)
            group.addButton(option.radio, place)
            grid.addWidget(option, row, place + 1, Qt.AlignmentFlag.AlignTop)
        return group


def _heading(detail: Detail) -> str:
    """Return what tells two projects apart."""
    source = "、".join(f"{one.plan_short}{one.box}" for one in detail.sources) or "规划外"
    return f"{detail.name}\n{detail.unit} · {source} · 编号 {detail.uid}"


def _richness(detail: Detail) -> int:
    """Return how much is filled in: what the plan and the office said of it."""
    f = detail.figures
    known = (f.investment_fen, f.year_plan_fen, f.done_fen, f.percent, detail.owner_dept, detail.content, detail.code)
    return f.nodes + sum(value is not None for value in known)
