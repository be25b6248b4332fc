"""批量修改…: one thing of many projects, project by project from old to new before it is done, and one undo."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QWidget

from tracker.domain.errors import InputError
from tracker.queries.choices import choices
from tracker.queries.settings import office
from tracker.services.bulk import TEMPLATE, BulkChange, BulkLine, BulkPreview, preview
from tracker.ui.cells import UNFILLED, Cell
from tracker.ui.context import AppContext
from tracker.ui.dialogs.bulk_fields import ValueBox, bulk_fields
from tracker.ui.fields import ComboBox
from tracker.ui.forms import Field, Label, button, hbox, set_blocked
from tracker.ui.messages import Sheet
from tracker.ui.table_model import Column, RowTableModel
from tracker.ui.table_view import TableView

_WIDTH, _HEIGHT, _MARGIN = 700, 600, 60
_SETTLE_MS = 250  # a word that is being typed is looked at once
_EMPTY_PREVIEW = BulkPreview(())
Save = Callable[[BulkChange, str, int], None]


class BulkDialog(Sheet):
    """Asks; *save* stores a BulkChange, given with the name of what is changed and in how many projects."""

    def __init__(
        self, parent: QWidget, context: AppContext, marked: tuple[int, ...], listed: tuple[int, ...], save: Save
    ) -> None:
        """Offer the *marked* projects, or all that are *listed*."""
        super().__init__(parent, "批量修改", width=_WIDTH)
        self.resize(_WIDTH, min(_HEIGHT, parent.window().height() - _MARGIN))
        self.let_body_grow()
        self._context, self._save = context, save
        self._marked, self._listed = marked, listed
        self._fields = bulk_fields(context.tasks.read(choices, context.period.as_of), context.tasks.read(office))
        self.found = _EMPTY_PREVIEW
        self._make_inputs()
        self._make_list()
        self.start = button("修改", primary=True, run=self._take)
        self.foot.addWidget(button("取消", run=self.reject))
        self.foot.addWidget(self.start)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self.look)
        self._wire()
        self._field_chosen()
        self.what.setFocus()

    # --- Building ---

    def _make_inputs(self) -> None:
        """Make what is asked for."""
        self.scope = ComboBox()
        for words, ids in (("所选项目", self._marked), ("列表中的全部项目", self._listed)):
            if ids:
                self.scope.addItem(f"{words}（{len(ids):,} 行）", ids)
        self.what = ComboBox()
        for field in self._fields:
            self.what.addItem(field.label, field)
        self.value = ValueBox("改为")
        self._value_field = Field("改为", self.value)
        self.ways = [
            QRadioButton("改为新的内容"),
            QRadioButton("只填还没有填的，已填的不动"),
            QRadioButton("清除，改为未填"),
        ]
        self._group = QButtonGroup(self)
        for way in self.ways:
            self._group.addButton(way)
        self.ways[0].setChecked(True)
        self.body.addLayout(
            hbox(
                Field("哪些项目", self.scope, hint_line=False),
                Field("改什么", self.what, hint_line=False),
                spacing=12,
            )
        )
        self.body.addLayout(hbox(*self.ways, None, spacing=16))
        self.body.addWidget(self._value_field)

    def _make_list(self) -> None:
        """Make the preview."""
        self.says = Label("", strong=True, wrap=True)
        self.model: RowTableModel[BulkLine] = RowTableModel(_COLUMNS, lambda line: line.project_id, parent=self)
        self.table = TableView("bulk", self._context.config, parent=self)
        self.table.setAccessibleName("将要修改的项目")
        self.table.setModel(self.model)
        self.body.addWidget(self.says)
        self.body.addWidget(self.table, 1)

    def _wire(self) -> None:
        """Look again whenever something else is asked for."""
        self.what.currentIndexChanged.connect(self._field_chosen)
        self.scope.currentIndexChanged.connect(self._settle.start)
        self.value.changed.connect(self._settle.start)
        self._group.buttonClicked.connect(self._way_chosen)

    # --- What is asked for ---

    @property
    def _clears(self) -> bool:
        """Whether the field is to be emptied."""
        return self.ways[2].isChecked()

    @property
    def change(self) -> BulkChange:
        """What is asked for now."""
        value = "" if self._clears else self.value.value
        only_empty = self.ways[1].isChecked()
        return BulkChange(self.scope.currentData() or (), self.what.currentData().key, value, only_empty)

    def _field_chosen(self, _place: int = 0) -> None:
        """Ask for the value of another field; a field that is never empty cannot be cleared."""
        field = self.what.currentData()
        self.value.show_field(field)
        self._value_field.set_hint(field.hint)
        template = field.key == TEMPLATE
        set_blocked(self.ways[1], "已有节点的项目总是不动" if template else None)
        set_blocked(self.ways[2], None if field.may_be_empty else f"{field.label}不能清除")
        if any(way.isChecked() and not way.isEnabled() for way in self.ways):
            self.ways[0].setChecked(True)
        self._way_chosen()

    def _way_chosen(self, _way: object = None) -> None:
        """Ask for no value where the field is to be cleared."""
        self._value_field.setEnabled(not self._clears)
        self.look()

    # --- What it would do ---

    def look(self) -> None:
        """Read what would change."""
        self._settle.stop()
        self._value_field.set_error(None)
        change = self.change
        asked = self._clears or change.value != ""
        try:
            self.found = self._context.tasks.read(preview, change) if asked else _EMPTY_PREVIEW
        except InputError as error:
            self.found = _EMPTY_PREVIEW
            self._value_field.set_error(str(error))
            asked = False
        self.model.set_rows(sorted(self.found.lines, key=lambda line: not line.refusal))
        many = len(self.found.changing)
        self.says.setText(self._sentence() if asked else "")
        self.start.setText(f"修改 {many:,} 项" if many else "修改")
        why = "先选择或填写要改成的内容" if not asked else None if many else "没有要修改的项目"
        set_blocked(self.start, self._context.tasks.read_only or why)

    def _sentence(self) -> str:
        """Return what would happen, and what would not."""
        found, many = self.found, len(self.found.changing)
        parts = [f"将修改 {many:,} 个项目" if many else "没有要修改的项目"]
        parts += [f"{found.refused:,} 个不能改，原因见下表"] if found.refused else []
        kept = "已有节点" if self.change.key == TEMPLATE else "已填"
        parts += [f"{found.kept:,} 个{kept}，不动"] if found.kept else []
        parts += [f"{found.same:,} 个与现在相同"] if found.same else []
        return "；".join(parts) + ("。可一次撤销（Ctrl+Z）。" if many else "。")

    def _take(self) -> None:
        """Store what was last typed, or say why it was refused."""
        self.look()
        if not self.found.changing:
            return
        try:
            self._save(self.change, self.what.currentText(), len(self.found.changing))
        except InputError as error:
            self._value_field.set_error(str(error))
            return
        self.accept()


def _new(line: BulkLine) -> Cell:
    """Return what it would be, or why it cannot be."""
    if line.refusal:
        return Cell(line.refusal, "red", tooltip=line.refusal)
    return Cell(line.new or UNFILLED, "text" if line.new else "amber_text", tooltip=line.new)


_COLUMNS: tuple[Column[BulkLine], ...] = (
    Column("name", "项目", lambda line: Cell(line.name, tooltip=line.name), width=220, elide="middle"),
    Column("unit", "上报单位", lambda line: Cell(line.unit), width=90),
    Column("old", "现为", lambda line: Cell(line.old or UNFILLED, "text2", tooltip=line.old), width=140),
    Column("new", "改为", _new, width=160, stretch=True),
)
