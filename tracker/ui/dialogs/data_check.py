"""检查数据: what was looked at, what is wrong, and the way out of it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QProgressBar, QWidget

from tracker.domain.findings import Finding
from tracker.ui import theme
from tracker.ui.cells import EMPTY, Cell
from tracker.ui.forms import Label, button, set_blocked
from tracker.ui.messages import Sheet
from tracker.ui.table_copying import heading, plain
from tracker.ui.table_model import Column, RowTableModel
from tracker.ui.table_view import TableView

_WIDTH, _WIDE, _HEIGHT = 640, 860, 420
_CALM = "没有发现问题"
_WAY = 2  # where the column 怎么办 stands: left out while nothing needs one
Numbered = tuple[int, Finding]


class DataCheckDialog(Sheet):
    """The list of findings, faults first. ``wanted`` asks for another look, ``cancelled`` to stop this one."""

    wanted = Signal()
    cancelled = Signal()

    def __init__(self, parent: QWidget, path: Path) -> None:
        """Begin without findings."""
        super().__init__(parent, "检查数据", width=_WIDTH)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(min(_WIDE, parent.width() - 40), min(_HEIGHT, parent.height() - 60))
        self.let_body_grow()
        self._busy = False
        self.says = Label("", size=theme.Type.PANEL, wrap=True)
        self.detail = Label(f"{path}", "text2", wrap=True)
        self.detail.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("检查进度")
        self.model: RowTableModel[Numbered] = RowTableModel(_COLUMNS, lambda row: row[0], parent=self)
        self.table = TableView("data_check", parent=self)
        self.table.setAccessibleName("检查结果")
        self.table.setModel(self.model)
        for part in (self.says, self.detail, self.bar):
            self.body.addWidget(part)
        self.body.addWidget(self.table, 1)
        self.way = Label("", wrap=True)
        self.way.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.body.addWidget(self.way)
        self.table.current_changed.connect(self._show_way)
        self.body.addStretch(0)
        self.copied = Label("", "text2")
        self.copy_button = button("复制结果", "copy", run=self.copy)
        self.again = button("再查一次", run=self.wanted.emit)
        self.stop = button("取消检查", run=self.cancelled.emit)
        self.foot.insertWidget(0, self.copied)
        for press in (self.stop, self.copy_button, self.again, button("关闭", run=self.reject)):
            self.foot.addWidget(press)

    def show_waiting(self) -> None:
        """Say that the file is being looked at."""
        self._set_busy("正在检查…")
        self.bar.setRange(0, 0)
        self.model.set_rows(())
        self.stop.setFocus()

    def show_progress(self, done: int, total: int, text: str) -> None:
        """Show how far it is."""
        if self._busy:
            self.bar.setRange(0, total)
            self.bar.setValue(done)
            self.says.setText(f"正在{text}…")

    def show_findings(self, findings: tuple[Finding, ...]) -> None:
        """Show what was found, what is wrong first."""
        faults = sum(one.fault for one in findings)
        rows = sorted(enumerate(findings), key=lambda row: not row[1].fault)
        self._set_busy(None)
        self.says.setText(f"发现 {faults} 处问题，请按“怎么办”处理" if faults else _CALM)
        self.says.set_ink("red" if faults else "text")
        self.model.set_rows(rows)
        self.table.setColumnHidden(_WAY, not any(one.way for one in findings))
        self.table.spread()
        if rows:
            self.table.select_key(rows[0][0])
            self._show_way(rows[0][0])
        self.table.setFocus()

    def show_stopped(self) -> None:
        """Say that the check was broken off."""
        self._set_busy(None)
        self.says.setText("已取消检查，没有结果。数据没有变化。")

    def _set_busy(self, words: str | None) -> None:
        """Show the bar and the way to stop while looking, the table after it."""
        self._busy = words is not None
        self.says.set_ink("text")
        self.says.setText(words or "")
        self.copied.setText("")
        self.bar.setVisible(self._busy)
        self.stop.setVisible(self._busy)
        self.table.setVisible(not self._busy)
        self.way.setText("")
        set_blocked(self.copy_button, words)
        set_blocked(self.again, words)

    def _show_way(self, key: object) -> None:
        """Show the marked finding in full, with the way out."""
        row = next((row for row in self.model.rows() if row[0] == key), None)
        self.way.setText("" if row is None or not row[1].way else f"怎么办：{row[1].way}")

    def copy(self) -> None:
        """Put the list on the clipboard with its heading and the name of the file."""
        lines = [f"{self.detail.text()}：{self.says.text()}", "\t".join(heading(column) for column in _COLUMNS)]
        lines += ["\t".join(plain(column.cell(row)) for column in _COLUMNS) for row in self.model.rows()]
        QApplication.clipboard().setText("\n".join(lines))
        self.copied.setText("已复制。")

    def reject(self) -> None:
        """Close; a check that is under way is broken off."""
        if self._busy:
            self.cancelled.emit()
        super().reject()


def _state(row: Numbered) -> Cell:
    """Say whether it is as it should be."""
    if row[1].fault:
        return Cell("有误", "red", icon="warning", icon_ink="red")
    return Cell("提示" if row[1].way else "正常", "text2")


def _way(row: Numbered) -> Cell:
    """Return the way out."""
    return Cell(row[1].way, tooltip=row[1].way) if row[1].way else EMPTY


_COLUMNS: tuple[Column[Numbered], ...] = (
    Column("state", "结果", _state, width=64),
    Column("text", "检查内容", lambda row: Cell(row[1].text, tooltip=row[1].text), width=300, stretch=True),
    Column("way", "怎么办", _way, width=330),
)
