"""概况 → 自定义栏: the columns of the office's own as fields, made anew when the office changes them."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from tracker.domain.custom import CustomColumn, CustomKind
from tracker.queries.detail import Detail
from tracker.services import custom
from tracker.ui.cells import UNFILLED
from tracker.ui.detail.form import FieldGrid, Form
from tracker.ui.detail.tab import Tab
from tracker.ui.fields import SavingField
from tracker.ui.forms import Label, vbox


class OwnColumns(QWidget):
    """The fields of one project; nothing is shown while the office has no columns of its own.

    ``changed`` follows every save and refusal.
    """

    changed = Signal()

    def __init__(self, tab: Tab) -> None:
        """Serve the tab, whose project the values are stored for."""
        super().__init__()
        self._tab = tab
        self._columns: tuple[CustomColumn, ...] = ()
        self._grid: FieldGrid | None = None
        self.form = Form(self._save, self)
        self._column = vbox(Label("自定义栏", strong=True), 6)
        self.setLayout(self._column)
        self.hide()

    def show_project(self, columns: tuple[CustomColumn, ...], project: Detail, blocked: str | None) -> None:
        """Show what a project holds; a heading has no values of its own."""
        if columns != self._columns or self._grid is None:
            self._make(columns)
        self.setVisible(bool(columns) and project.counted)
        self.form.show_row(project.project_id, project.custom)
        self.form.set_read_only(blocked)

    def _make(self, columns: tuple[CustomColumn, ...]) -> None:
        """Make the fields anew; what was being typed into a column that is gone goes with it."""
        if self._grid is not None:
            self._column.removeWidget(self._grid)
            self._grid.deleteLater()
        self._columns, self._grid = columns, FieldGrid(tight=True)
        self.form.deleteLater()
        self.form = Form(self._save, self)
        self.form.changed.connect(self.changed)
        for column in columns:
            self._grid.add(self._field(column))
        self._column.addWidget(self._grid)

    def _field(self, column: CustomColumn) -> SavingField:
        """Return the field that suits a column."""
        if column.kind is CustomKind.CHOICE:
            return self.form.choice(
                column.key, column.label, [("", UNFILLED), *((word, word) for word in column.choices)]
            )
        made = self.form.day if column.kind is CustomKind.DATE else self.form.line
        return made(column.key, column.label)

    def _save(self, key: str, text: str) -> None:
        """Store one value."""
        label = next((column.label for column in self._columns if column.key == key), "自定义栏")
        self._tab.store(f"修改{label}", custom.set_value, [self._tab.project_id], key, text)
