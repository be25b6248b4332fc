"""The left side of 图表: which chart, what it shows, how 打捆 projects count, the order, and what stands beside."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QCheckBox, QRadioButton, QSizePolicy, QToolButton, QWidget

from tracker.domain.kinds import Counting
from tracker.reports.chart_data import ChartChoice, Measure
from tracker.reports.chart_kinds import COMPLETION, VIEWS, Chosen, View
from tracker.reports.chart_source import ChartKind
from tracker.ui import theme
from tracker.ui.forms import Label, tool, vbox
from tracker.ui.settings_store import SettingsStore

WIDTH = 212
_NAME, _KIND, _VIEWS, _COUNTING = "charts.choice", "charts.kind", "charts.views", "charts.counting"
_ORDERS = ("从高到低", "按原有顺序")
_SHOWN = (("mean", "平均线、序时线"), ("counts", "项目数和未填数"), ("change", "与上季比较"))
_ICONS = {
    ChartKind.UNITS: "data_bar_horizontal",
    ChartKind.BOXES: "board",
    ChartKind.PROGRAMMES: "text_bullet_list_square",
    ChartKind.SOURCES: "calculator",
    ChartKind.COURSE: "data_trending",
    ChartKind.SLIPS: "gantt_chart",
    ChartKind.LIGHTS: "flag",
}
Item = TypeVar("Item")


class ChartChooser(QWidget):
    """``changed`` follows every choice; choices are kept between starts."""

    changed = Signal()

    def __init__(self, config: SettingsStore) -> None:
        """Begin with what was chosen last."""
        super().__init__()
        self._config = config
        kept = config.get(_NAME)
        self._values = kept if isinstance(kept, dict) else {}
        self.setObjectName("chooser")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(WIDTH)
        self.kinds = [_kind_button(kind) for kind in ChartKind]
        self._measures: dict[tuple[View, ...], list[QRadioButton]] = {}
        self.counting = [QRadioButton(one.value) for one in Counting]
        self.orders = [QRadioButton(text) for text in _ORDERS]
        self.shown = {name: QCheckBox(text) for name, text in _SHOWN}
        column = vbox(spacing=4, margins=(12, 10, 10, 12))
        column.addWidget(self._group("图表", self.kinds, _place(list(ChartKind), config.text(_KIND))))
        self._panels = {views: self._views(views) for views in dict.fromkeys(VIEWS.values())}
        for panel in self._panels.values():
            column.addWidget(panel)
        place = _place(list(Counting), config.text(_COUNTING))
        self._counting_panel = self._group("打捆项目", self.counting, place)
        for button in self.counting:
            button.clicked.connect(self._keep_counting)
        self._order_panel = self._group("排序", self.orders, 1 if self._values.get("by_value") is False else 0)
        self._shown_panel = self._boxes()
        for panel in (self._counting_panel, self._order_panel, self._shown_panel):
            column.addWidget(panel)
        column.addStretch(1)
        self.setLayout(column)
        self._enable()

    def _group(self, title: str, buttons: Sequence[QAbstractButton], chosen: int) -> QWidget:
        """Return a titled group of which one is chosen."""
        panel, group = QWidget(), QButtonGroup(self)
        for place, button in enumerate(buttons):
            button.setCheckable(True)
            group.addButton(button)
            button.setChecked(place == chosen)
            button.setAccessibleDescription(title)
        panel.setLayout(vbox(Label(title, "text2"), *buttons, theme.Size.GAP, spacing=4))
        group.buttonClicked.connect(self._choose)
        return panel

    def _views(self, views: tuple[View, ...]) -> QWidget:
        """Return the group of what a kind of chart can show."""
        buttons = [QRadioButton(view.label) for view in views]
        self._measures[views] = buttons
        kept = self._config.get(_VIEWS)
        known = kept.get(type(views[0]).__name__) if isinstance(kept, dict) else None
        if isinstance(views[0], Measure):
            known = self._values.get("measure")
        return self._group("指标", buttons, _place(list(views), known))

    def _boxes(self) -> QWidget:
        """Return what may be drawn beside the bars."""
        default, panel = ChartChoice(), QWidget()
        for name, box in self.shown.items():
            known = self._values.get(name)
            box.setChecked(known if isinstance(known, bool) else getattr(default, name))
            box.toggled.connect(self._choose)
        panel.setLayout(vbox(Label("显示", "text2"), *self.shown.values(), spacing=4))
        return panel

    @property
    def kind(self) -> ChartKind:
        """The kind of chart that is chosen."""
        return _checked(ChartKind, self.kinds)

    @property
    def measures(self) -> list[QRadioButton]:
        """The choices of what the chosen kind shows."""
        return self._measures[VIEWS[self.kind]]

    @property
    def chosen_counting(self) -> Counting:
        """How 打捆 projects count."""
        return _checked(Counting, self.counting)

    @property
    def chosen(self) -> Chosen:
        """Everything that is chosen now."""
        view = _checked(VIEWS[self.kind], self.measures)
        return Chosen(self.kind, view, self.choice)

    @property
    def choice(self) -> ChartChoice:
        """How bars of completion are drawn."""
        views = VIEWS[ChartKind.UNITS]
        measure = _checked(tuple(Measure), self._measures[views])
        return ChartChoice(
            measure=measure,
            by_value=self.orders[0].isChecked(),
            mean=self.shown["mean"].isChecked(),
            counts=self.shown["counts"].isChecked(),
            change=self.shown["change"].isChecked(),
        )

    def begin_counting(self, counting: Counting) -> None:
        """Count as the office does, unless the reader has chosen here."""
        if not self._config.text(_COUNTING):
            self.counting[list(Counting).index(counting)].setChecked(True)

    def first(self) -> QWidget:
        """Return the control that has the Tab stop."""
        return next(button for button in self.kinds if button.isChecked())

    def _keep_counting(self) -> None:
        """Keep how 打捆 projects count once the reader has said so."""
        self._config.set(_COUNTING, self.chosen_counting.value)

    def _choose(self) -> None:
        """Keep and tell a choice."""
        choice = self.choice
        kept = {name: getattr(choice, name) for name, _text in _SHOWN}
        self._config.set(_NAME, kept | {"measure": choice.measure.value, "by_value": choice.by_value})
        self._config.set(_KIND, self.kind.value if self.kind is not ChartKind.UNITS else None)
        views = {type(one[0]).__name__: _checked(one, buttons).value for one, buttons in self._measures.items()}
        self._config.set(_VIEWS, views)
        self._enable()
        self.changed.emit()

    def _enable(self) -> None:
        """Show what goes with the chosen kind; grey out what counts by state do not have: a mean and its change."""
        chosen = self.chosen
        for views, panel in self._panels.items():
            panel.setVisible(views == VIEWS[chosen.kind])
        self._counting_panel.setVisible(chosen.kind is not ChartKind.SLIPS)
        self._order_panel.setVisible(chosen.ordered)
        self._shown_panel.setVisible(chosen.kind in COMPLETION)
        counts = chosen.view is Measure.STATES
        for name in ("mean", "change"):
            self.shown[name].setEnabled(not counts)
            self.shown[name].setToolTip("按状态计数时没有平均线和增减" if counts else "")


def _kind_button(kind: ChartKind) -> QToolButton:
    """Return the entry of one kind of chart."""
    button = tool(kind.value, _ICONS[kind])
    button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    button.setProperty("entry", True)
    return button


def _place(values: Sequence[object], kept: object) -> int:
    """Return the place of what was kept, the first where it is not known."""
    return next((place for place, value in enumerate(values) if str(value) == kept), 0)


def _checked(items: Iterable[Item], buttons: Sequence[QAbstractButton]) -> Item:
    """Return the item whose button is checked."""
    return next(item for item, button in zip(items, buttons, strict=True) if button.isChecked())
