"""粘贴 from Excel: every cell it would change, old → new, before anything is written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QCheckBox, QWidget

from tracker.services.paste import PasteItem, PastePreview
from tracker.ui.cells import Cell
from tracker.ui.forms import Label, button
from tracker.ui.messages import Sheet
from tracker.ui.table_model import Column, RowTableModel
from tracker.ui.table_view import TableView

_WIDTH, _HEIGHT = 660, 560


@dataclass(frozen=True)
class Line:
    """One line of the preview; ``place`` is its number in the table, ``tone`` "error", "doubt" or ""."""

    place: int
    tone: str
    project: str
    label: str
    old: str
    new: str
    where: str
    why: str


def accepted(parent: QWidget, preview: PastePreview) -> tuple[PasteItem, ...] | None:
    """Show what a paste would change; return the cells to write, None where the user goes back."""
    dialog = PasteDialog(parent, preview)
    return dialog.items if dialog.exec() else None


class PasteDialog(Sheet):
    """Errors first, then what is doubtful, then the plain changes. The button says how many cells it writes."""

    def __init__(self, parent: QWidget, preview: PastePreview) -> None:
        """Show *preview*."""
        super().__init__(parent, "粘贴：核对要写入的内容", width=_WIDTH)
        self.resize(_WIDTH, min(_HEIGHT, parent.window().height() - 60))
        self.let_body_grow()
        self._preview = preview
        self.model: RowTableModel[Line] = RowTableModel(_columns(), lambda line: line.place)
        self.model.set_rows(lines(preview))
        self.table = TableView("paste", frozen=0)
        self.table.setAccessibleName("要写入的内容")
        self.table.setModel(self.model)
        self.table.current_changed.connect(self._explain)
        self._why = Label("", "text2", wrap=True)
        self._doubtful = QCheckBox(f"也写入有提醒的 {self._doubts} 处")
        self._doubtful.setChecked(True)
        self._doubtful.toggled.connect(self._count)
        self.write = button("", primary=True, run=self.accept)
        self.body.addWidget(Label(summary(preview), wrap=True))
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self._why)
        self.foot.insertWidget(0, self._doubtful)
        self._doubtful.setVisible(bool(self._doubts))  # not before it has a parent: it would be a window of its own
        self.foot.addWidget(button("取消", run=self.reject))
        self.foot.addWidget(self.write)
        self._count()
        self.table.select_key(0)
        (self.write if self.items else self.table).setFocus()

    def _explain(self, place: object) -> None:
        """Say all of the current line's explanation."""
        line = self.model.row(place) if isinstance(place, int) else None
        self._why.set_ink(_INKS[line.tone] if line else "text2")
        self._why.setText(f"{line.where}：{line.why or '可以写入'}" if line else "")

    @property
    def _doubts(self) -> int:
        """How many cells carry a warning."""
        return sum(1 for item in self._preview.changes if item.note)

    @property
    def items(self) -> tuple[PasteItem, ...]:
        """The cells that will be written."""
        return tuple(item for item in self._preview.changes if self._doubtful.isChecked() or not item.note)

    def _count(self) -> None:
        """Say on the button how many cells it writes."""
        count = len(self.items)
        self.write.setText(f"写入 {count} 处" if count else "没有可写入的内容")
        self.write.setEnabled(count > 0)


def summary(preview: PastePreview) -> str:
    """Return what a paste comes to in one sentence."""
    projects = len({item.project_id for item in preview.changes})
    left = len(preview.errors) + len(preview.unmatched)
    writes = len(preview.changes)
    parts = [f"将写入 {writes} 处，涉及 {projects} 个项目" if writes else "没有可写入的内容"]
    if left:
        parts.append(f"{left} 处有误{'不写入' if writes else ''}，原因见下")
    if preview.unchanged:
        parts.append(f"{preview.unchanged} 处与现在相同")
    if preview.ignored:
        parts.append(f"没有用到的列：{'、'.join(preview.ignored)}")
    return "；".join(parts) + ("。写入后可一次撤销。" if writes else "。")


def lines(preview: PastePreview) -> list[Line]:
    """Return the lines of the preview: rows without a project, errors, warnings, changes."""
    return [Line(place, *parts) for place, parts in enumerate(_parts(preview))]


Parts = tuple[str, str, str, str, str, str, str]
_INKS = {"error": "red", "doubt": "amber_text", "": "text2"}
_SPOKEN = {"error": "错误：", "doubt": "提醒：", "": ""}
_ICONS = {"error": "error_circle", "doubt": "warning", "": ""}


def _parts(preview: PastePreview) -> Iterator[Parts]:
    """Yield the lines without their numbers."""
    for row in preview.unmatched:
        yield "error", row.text, "", "", "", f"第 {row.row} 行", row.error
    for item in preview.errors:
        yield "error", *_said(item), item.error or ""
    for item in preview.changes:
        if item.note:
            yield "doubt", *_said(item), item.note
    for item in preview.changes:
        if not item.note:
            yield "", *_said(item), ""


def _said(item: PasteItem) -> tuple[str, str, str, str, str]:
    """Return project, field, old and new value and place of an item."""
    return item.project, item.label, item.old, item.new, f"第 {item.row} 行第 {item.column} 列"


def _columns() -> Sequence[Column[Line]]:
    """Return the preview's columns."""
    return (
        Column("project", "项目", _project, width=176, elide="middle"),
        Column("label", "字段", lambda line: Cell(line.label, "text2"), width=92),
        Column("old", "现在", lambda line: Cell(line.old, "text2"), width=86),
        Column("new", "改为", lambda line: Cell(line.new, _INKS[line.tone] if line.tone else "text"), width=96),
        Column("why", "说明", _explanation, width=140, stretch=True),
    )


def _project(line: Line) -> Cell:
    """Return the project's name behind the mark of an error or a warning."""
    said = {"error": "错误", "doubt": "提醒", "": ""}[line.tone]
    return Cell(
        line.project, icon=_ICONS[line.tone], icon_ink=_INKS[line.tone], spoken=f"{said} {line.project}".strip()
    )


def _explanation(line: Line) -> Cell:
    """Return why a line is wrong or doubtful, else where in the block it stood."""
    return Cell(line.why, _INKS[line.tone]) if line.why else Cell(line.where, "text3")
