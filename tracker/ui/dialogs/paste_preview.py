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

_WIDTH, _HEIGHT = 860, 520


@dataclass(frozen=True)
class Line:
    """One line of the preview; ``place`` is its number in the table."""

    place: int
    result: str
    ink: str
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
        super().__init__(parent, "粘贴：核对要写入的内容", width=660)
        room = parent.window().size()
        self.resize(min(_WIDTH, room.width() - 60), min(_HEIGHT, room.height() - 60))
        self._preview = preview
        self.model: RowTableModel[Line] = RowTableModel(_columns(), lambda line: line.place)
        self.model.set_rows(lines(preview))
        self.table = TableView("paste", frozen=0)
        self.table.setAccessibleName("要写入的内容")
        self.table.setModel(self.model)
        self._doubtful = QCheckBox(f"也写入有提醒的 {self._doubts} 处")
        self._doubtful.setChecked(True)
        self._doubtful.setVisible(bool(self._doubts))
        self._doubtful.toggled.connect(self._count)
        self.write = button("", primary=True, run=self.accept)
        self.body.addWidget(Label(summary(preview), wrap=True))
        self.body.addWidget(self.table, 1)
        self.foot.insertWidget(0, self._doubtful)
        self.foot.addWidget(button("取消", run=self.reject))
        self.foot.addWidget(self.write)
        self._count()
        (self.write if self.items else self.table).setFocus()

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
    parts = [f"将写入 {len(preview.changes)} 处，涉及 {projects} 个项目"]
    if left:
        parts.append(f"{left} 处有误不写入，原因见下")
    if preview.unchanged:
        parts.append(f"{preview.unchanged} 处与现在相同")
    if preview.ignored:
        parts.append(f"没有用到的列：{'、'.join(preview.ignored)}")
    return "；".join(parts) + "。写入后可一次撤销。"


def lines(preview: PastePreview) -> list[Line]:
    """Return the lines of the preview: rows without a project, errors, warnings, changes."""
    return [Line(place, *parts) for place, parts in enumerate(_parts(preview))]


Parts = tuple[str, str, str, str, str, str, str, str]


def _parts(preview: PastePreview) -> Iterator[Parts]:
    """Yield the lines without their numbers."""
    for row in preview.unmatched:
        yield "未找到", "red", row.text, "", "", "", f"第 {row.row} 行", row.error
    for item in preview.errors:
        yield "错误", "red", *_said(item), item.error or ""
    for item in preview.changes:
        if item.note:
            yield "提醒", "amber_text", *_said(item), item.note
    for item in preview.changes:
        if not item.note:
            yield "修改", "text2", *_said(item), ""


def _said(item: PasteItem) -> tuple[str, str, str, str, str]:
    """Return project, field, old and new value and place of an item."""
    return item.project, item.label, item.old, item.new, f"第 {item.row} 行第 {item.column} 列"


def _columns() -> Sequence[Column[Line]]:
    """Return the preview's columns."""
    return (
        Column("result", "结果", lambda line: Cell(line.result, line.ink), width=60),
        Column("project", "项目", lambda line: Cell(line.project), width=190, elide="middle"),
        Column("label", "字段", lambda line: Cell(line.label, "text2"), width=100),
        Column("old", "现在", lambda line: Cell(line.old, "text2"), width=100),
        Column("new", "改为", lambda line: Cell(line.new, line.ink if line.ink != "text2" else "text"), width=120),
        Column("where", "位置", lambda line: Cell(line.where, "text2"), width=96),
        Column("why", "说明", lambda line: Cell(line.why, line.ink), width=180, stretch=True),
    )
