"""Fields of one row of data: filled together, saved one by one, and laid out in as many columns as fit."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from tracker.ui.detail.paper_field import Offer, PaperField
from tracker.ui.fields import ChoiceField, DateField, LineField, SavingField, TextField
from tracker.ui.forms import Field

AnyField = TypeVar("AnyField", bound=SavingField)
GAP = 12


class Form(QObject):
    """The fields of one row. What was refused stays with its row: it is there again when the row is shown again.

    ``save`` gets a field's key and text and raises InputError. ``changed`` follows every save and refusal.
    """

    changed = Signal()

    def __init__(self, save: Callable[[str, str], object], parent: QObject | None = None) -> None:
        """Begin without fields and without a row."""
        super().__init__(parent)
        self._save = save
        self.fields: dict[str, SavingField] = {}
        self._row: Hashable = None
        self._values: dict[str, str] = {}
        self._drafts: dict[tuple[Hashable, str], tuple[str, str]] = {}

    def line(self, key: str, label: str, hint: str = "") -> LineField:
        """Add one line of text."""
        return self._added(key, LineField(label, partial(self._save, key), hint))

    def text(self, key: str, label: str, lines: int = 3, hint: str = "") -> TextField:
        """Add several lines of text."""
        return self._added(key, TextField(label, partial(self._save, key), hint, lines))

    def day(self, key: str, label: str, hint: str = "") -> DateField:
        """Add a day."""
        return self._added(key, DateField(label, partial(self._save, key), hint))

    def choice(self, key: str, label: str, choices: Sequence[tuple[str, str]], hint: str = "") -> ChoiceField:
        """Add one of a list."""
        return self._added(key, ChoiceField(label, partial(self._save, key), choices, hint))

    def paper(self, key: str, label: str, offer: Offer) -> PaperField:
        """Add the 文号 of a paper; *offer* reads the papers it can be picked from."""
        return self._added(key, PaperField(label, partial(self._save, key), offer))

    def _added(self, key: str, field: AnyField) -> AnyField:
        """Keep a field and listen to it."""
        self.fields[key] = field
        field.state_changed.connect(partial(self._settled, key))
        return field

    def _settled(self, key: str) -> None:
        """Show what was stored as the file keeps it (a code typed full-width, a name with spaces around it)."""
        field = self.fields[key]
        if field.error is None and key in self._values and field.text != self._values[key]:
            field.set_value(self._values[key], fresh=True)
        self.changed.emit()

    @property
    def row(self) -> Hashable:
        """What the fields show now."""
        return self._row

    def show_row(self, row: Hashable, values: Mapping[str, str]) -> None:
        """Show the values of a row; another one's replace everything, the same one's leave what is being typed."""
        other = row != self._row
        if other:
            self._keep_drafts()
            self._row = row
        self._values = dict(values)
        for key, field in self.fields.items():
            field.set_value(self._values.get(key, ""), fresh=other)
            if other and (draft := self._drafts.pop((row, key), None)) is not None:
                field.put(draft[0])
                field.set_error(draft[1])
        self.changed.emit()

    def take(self, key: str, text: str) -> None:
        """Count a text as the row's own, in a form whose fields are stored together."""
        self._values[key] = text

    def revert(self, key: str) -> None:
        """Give up what was typed into a field."""
        self.fields[key].set_value(self._values.get(key, ""), fresh=True)
        self.changed.emit()

    def _keep_drafts(self) -> None:
        """Remember what was refused in the row that goes."""
        for key, field in self.fields.items():
            if self._row is not None and field.error is not None:
                self._drafts[self._row, key] = (field.text, field.error)

    def leave(self) -> int:
        """Store what is being typed; return how many fields hold something wrong."""
        for field in self.fields.values():
            if field.isVisibleTo(field.window()) or field.error is not None:
                field.commit()
        return self.wrong

    @property
    def wrong(self) -> int:
        """How many fields hold something that is not stored."""
        return sum(field.error is not None for field in self.fields.values())

    def set_read_only(self, reason: str | None, *, keys: Iterable[str] | None = None) -> None:
        """Allow no edits and say why; *keys* names the fields, all where None."""
        for key in self.fields if keys is None else keys:
            self.fields[key].set_read_only(reason)


class FieldGrid(QWidget):
    """Fields side by side in as many equal columns as the width allows; wide ones take a row of their own."""

    def __init__(self, column_width: int = 168, most: int = 4, least: int = 2, *, tight: bool = False) -> None:
        """Begin empty; *column_width* is the least a column gets before there are fewer.

        *tight* leaves no room for hints under fields that have none.
        """
        super().__init__()
        self._column_width = column_width
        self._most = most
        self._least = least
        self._tight = tight
        self._items: list[tuple[QWidget, int]] = []
        self._columns = 0
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(GAP)
        self._grid.setVerticalSpacing(8 if tight else 2)
        self.setLayout(self._grid)

    def add(self, *fields: Field | QWidget, span: int = 1) -> None:
        """Add fields; *span* 0 takes the whole row."""
        self._items += [(field, span) for field in fields]
        for field in fields:
            field.setParent(self)
            if self._tight and isinstance(field, Field):
                field.collapse()
        self._columns = 0
        self._lay_out()

    @property
    def last(self) -> QWidget | None:
        """The editor of the last field."""
        widget = self._items[-1][0] if self._items else None
        return widget.editor if isinstance(widget, Field) else widget

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take as many columns as fit now."""
        super().resizeEvent(event)
        self._lay_out()

    def _lay_out(self) -> None:
        """Place the fields anew if the number of columns is another one."""
        fit = (self.width() + GAP) // (self._column_width + GAP)
        columns = max(self._least, min(self._most, fit))
        if columns == self._columns:
            return
        for column in range(self._most):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        self._columns = columns
        row = column = 0
        for widget, span in self._items:
            wanted = columns if span == 0 else min(span, columns)
            if column + wanted > columns:
                row, column = row + 1, 0
            self._grid.removeWidget(widget)
            self._grid.addWidget(widget, row, column, 1, wanted, Qt.AlignmentFlag.AlignTop)
            column += wanted
