"""The left side of 图表: what is measured, in which order, and what is drawn beside the bars."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QRadioButton, QWidget

from tracker.reports.chart_data import ChartChoice, Measure
from tracker.ui import theme
from tracker.ui.forms import Label, vbox
from tracker.ui.settings_store import SettingsStore

WIDTH = 212
_NAME = "charts.choice"
_ORDERS = ("从高到低", "按区划顺序")
_SHOWN = (("mean", "平均线"), ("counts", "项目数和未填数"), ("change", "与上季比较"))


class ChartChooser(QWidget):
    """``changed`` follows every choice; choices are kept between starts."""

    changed = Signal()

    def __init__(self, config: SettingsStore) -> None:
        """Begin with what was chosen last."""
        super().__init__()
        self._config = config
        kept = config.get(_NAME)
        values = kept if isinstance(kept, dict) else {}
        self.setObjectName("chooser")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(WIDTH)
        self.measures = [QRadioButton(measure.label) for measure in Measure]
        self.orders = [QRadioButton(text) for text in _ORDERS]
        self.shown = {name: QCheckBox(text) for name, text in _SHOWN}
        column = vbox(spacing=4, margins=(14, 12, 12, 12))
        for title, buttons, chosen in (
            ("指标", self.measures, self._place(values.get("measure"))),
            ("排序", self.orders, 1 if values.get("by_value") is False else 0),
        ):
            column.addWidget(Label(title, "text2"))
            group = QButtonGroup(self)
            for place, button in enumerate(buttons):
                group.addButton(button)
                button.setChecked(place == chosen)
                column.addWidget(button)
            column.addSpacing(theme.Size.GAP)
            group.buttonClicked.connect(self._choose)
        column.addWidget(Label("显示", "text2"))
        default = ChartChoice()
        for name, box in self.shown.items():
            known = values.get(name)
            box.setChecked(known if isinstance(known, bool) else getattr(default, name))
            box.toggled.connect(self._choose)
            column.addWidget(box)
        column.addStretch(1)
        self.setLayout(column)
        self._enable()

    @staticmethod
    def _place(value: object) -> int:
        """Return the place of the kept measure."""
        return next((place for place, measure in enumerate(Measure) if measure.value == value), 0)

    @property
    def choice(self) -> ChartChoice:
        """What is chosen now."""
        measure = next(one for one, button in zip(Measure, self.measures, strict=True) if button.isChecked())
        return ChartChoice(
            measure=measure,
            by_value=self.orders[0].isChecked(),
            mean=self.shown["mean"].isChecked(),
            counts=self.shown["counts"].isChecked(),
            change=self.shown["change"].isChecked(),
        )

    def _choose(self) -> None:
        """Keep and tell a choice."""
        choice = self.choice
        kept = {name: getattr(choice, name) for name, _text in _SHOWN}
        self._config.set(_NAME, kept | {"measure": choice.measure.value, "by_value": choice.by_value})
        self._enable()
        self.changed.emit()

    def _enable(self) -> None:
        """Grey out what counts by state do not have: a mean and its change."""
        counts = self.choice.measure is Measure.STATES
        for name in ("mean", "change"):
            self.shown[name].setEnabled(not counts)
            self.shown[name].setToolTip("按状态计数时没有平均线和增减" if counts else "")
