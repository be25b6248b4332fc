"""What 批量修改 can change, and the box each is typed or chosen in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from tracker.domain.custom import CustomColumn, CustomKind
from tracker.domain.kinds import Kind, Level, Nature, UnitKind
from tracker.domain.office import Office
from tracker.queries.choices import Choices
from tracker.services.bulk import SUGGESTED, TEMPLATE
from tracker.services.projects import EDITABLE, EDITABLE_TOGETHER
from tracker.ui.fields import ComboBox
from tracker.ui.forms import vbox

_DAY = "如 2026-9-30 或 2026年9月30日"
_DAYS = ("planned_start", "planned_finish", "deadline_day")
# What always has a value: it can be changed but not emptied.
_NEVER_EMPTY = ("kind", "nature", "unit_id", TEMPLATE)
Choice = tuple[object, str]


@dataclass(frozen=True)
class BulkField:
    """One thing to change. ``choices`` (value, words) are empty where it is typed; ``hint`` says how."""

    key: str
    label: str
    choices: tuple[Choice, ...] = ()
    hint: str = ""

    @property
    def may_be_empty(self) -> bool:
        """Whether 未填 is a value of it."""
        return self.key not in _NEVER_EMPTY


def bulk_fields(choices: Choices, office: Office) -> tuple[BulkField, ...]:
    """Return the program's own fields, the office's columns, and 节点模板."""
    return (*_facts(choices, office), *map(_own, office.custom), _template(choices))


def _facts(choices: Choices, office: Office) -> Iterator[BulkField]:
    """Return the fields every project has."""
    words = {"kind": Kind, "nature": Nature, "level": Level}
    units = tuple((unit.id, "　" * unit.depth + unit.name) for unit in choices.units if unit.kind != UnitKind.CITY)
    for key in EDITABLE_TOGETHER:
        label = office.leader_label if key == "leader" else EDITABLE[key]
        offered: tuple[Choice, ...] = tuple((word, word) for word in words.get(key, ()))
        yield BulkField(key, label, units if key == "unit_id" else offered, _DAY if key in _DAYS else "")


def _own(column: CustomColumn) -> BulkField:
    """Return a column of the office's own."""
    hint = {CustomKind.DATE: _DAY, CustomKind.NUMBER: "数字"}.get(column.kind, "")
    return BulkField(column.key, column.label, tuple((word, word) for word in column.choices), hint)


def _template(choices: Choices) -> BulkField:
    """Return 节点模板."""
    kept = tuple((one.key, one.title) for one in choices.templates)
    return BulkField(TEMPLATE, "节点模板", ((SUGGESTED, "按类别和建设性质推荐"), *kept), "只套用到还没有节点的项目")


class ValueBox(QWidget):
    """A line to type in, or a list to choose from, as the field asks for. ``changed`` follows either."""

    changed = Signal()

    def __init__(self, name: str) -> None:
        """Make both; *name* is what they are called."""
        super().__init__()
        self.line, self.list = QLineEdit(), ComboBox()
        self.list.setPlaceholderText("请选择")
        self.list.setSizeAdjustPolicy(ComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for box in (self.line, self.list):
            box.setAccessibleName(name)
        self.setLayout(vbox(self.line, self.list))
        self.line.textChanged.connect(self._tell)
        self.list.currentIndexChanged.connect(self._tell)

    def show_field(self, field: BulkField) -> None:
        """Ask for another field's value; nothing is chosen or typed yet."""
        self.line.setVisible(not field.choices)
        self.list.setVisible(bool(field.choices))
        self.setFocusProxy(self.list if field.choices else self.line)
        self.line.clear()
        self.list.clear()
        for value, words in field.choices:
            self.list.addItem(words, value)
        self.list.setCurrentIndex(-1)

    @property
    def value(self) -> object:
        """What was typed or chosen; "" for nothing yet."""
        return self.line.text().strip() if self.focusProxy() is self.line else self.list.currentData() or ""

    def _tell(self, _now: object) -> None:
        """Say that there is another value."""
        self.changed.emit()
