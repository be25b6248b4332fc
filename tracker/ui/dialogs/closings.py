"""历次封账: every version of every quarter, what was corrected since, the kept workbook, and reopening."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from tracker.domain.closing import Closing
from tracker.queries.closing import closings
from tracker.queries.corrections import CorrectionRow, corrections
from tracker.ui.cells import EMPTY, Cell
from tracker.ui.context import AppContext
from tracker.ui.forms import Label, button, set_blocked
from tracker.ui.messages import Sheet
from tracker.ui.start_page import Notice
from tracker.ui.table_model import Column, RowTableModel
from tracker.ui.table_view import TableView

_WIDTH, _WIDE, _HEIGHT = 820, 1080, 600
_NONE = "在“报表 → 封账…”里封账后，每一版的数据和工作簿都留在这里。"


class ClosingsDialog(Sheet):
    """The list with the corrections of the marked version below.

    ``workbook_wanted``, ``copy_wanted`` and ``reopen_wanted`` carry the marked Closing.
    """

    workbook_wanted = Signal(object)
    copy_wanted = Signal(object)
    reopen_wanted = Signal(object)

    def __init__(self, parent: QWidget, context: AppContext) -> None:
        """List what there is, the newest first."""
        super().__init__(parent, "历次封账", width=_WIDTH)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(min(_WIDE, parent.width() - 40), min(_HEIGHT, parent.height() - 80))
        self.let_body_grow()
        self._context = context
        self.model: RowTableModel[Closing] = RowTableModel(_columns(), lambda one: one.id, parent=self)
        self.table = TableView("closings", context.config, parent=self)
        self.table.setAccessibleName("历次封账")
        self.table.setModel(self.model)
        self.changes: RowTableModel[tuple[int, CorrectionRow]] = RowTableModel(
            _change_columns(), lambda row: row[0], parent=self
        )
        self.since = TableView("closings.corrections", context.config, parent=self)
        self.since.setAccessibleName("补报更正")
        self.since.setModel(self.changes)
        self._says = Label("", "text2", wrap=True)
        self.open_button = button("打开留存的季报", run=lambda: self._tell(self.workbook_wanted))
        self.copy_button = button("另存一份…", run=lambda: self._tell(self.copy_wanted))
        self.reopen_button = button("重新打开…", run=lambda: self._tell(self.reopen_wanted))
        for part in (self.open_button, self.copy_button, self.reopen_button):
            self.foot.insertWidget(self.foot.count() - 1, part)
        self.foot.addWidget(button("关闭", run=self.reject))
        self._empty = Notice("lock_closed", "还没有封过账", _NONE)
        self.body.addWidget(self._empty, 1)
        self.body.addWidget(self.table, 2)
        self.body.addWidget(self._says)
        self.body.addWidget(self.since, 3)
        self.table.current_changed.connect(self._show_marked)
        self.table.opened.connect(lambda _key: self._tell(self.workbook_wanted))
        self.since.opened.connect(self._open_project)
        self.read()

    @property
    def marked(self) -> Closing | None:
        """The marked version."""
        key = self.table.current_key
        place = self.model.position_of(key) if isinstance(key, int) else None
        return None if place is None else self.model.row(place)

    def read(self) -> None:
        """List again; the newest version of the report period is marked first."""
        found = self._context.tasks.read(closings)
        self.model.set_rows(found)
        if self.marked is None and found:
            quarter = self._context.period.quarter
            self.table.select_key(next((one.id for one in found if one.quarter == quarter), found[0].id))
        self._show_marked(None)

    def _show_marked(self, _key: object) -> None:
        """Show what was corrected since the marked version, and what can be done with it."""
        marked = self.marked
        some = bool(self.model.rows())
        self._empty.setVisible(not some)
        for shown in (self.table, self._says, self.since):
            shown.setVisible(some)
        if marked is None:
            for part in (self.open_button, self.copy_button, self.reopen_button):
                set_blocked(part, "先选一次封账" if some else "还没有封过账")
            return
        rows = self._context.tasks.read(corrections, marked)
        self.changes.set_rows(enumerate(rows))
        self.since.setVisible(bool(rows))
        self._says.setText(_sentence(marked, len(rows)))
        kept = None if marked.workbook else f"{marked.label}没有留存工作簿"
        set_blocked(self.open_button, kept)
        set_blocked(self.copy_button, kept)
        free = None if marked.locks else f"{marked.label}没有锁定，不需要重新打开"
        set_blocked(self.reopen_button, self._context.tasks.read_only or free)

    def _tell(self, signal: object) -> None:
        """Ask for something with the marked version, unless it has no workbook."""
        if self.marked is not None and hasattr(signal, "emit"):
            signal.emit(self.marked)

    def _open_project(self, place: object) -> None:
        """Show the project of a correction; the dialog goes."""
        row = self.changes.row(place) if isinstance(place, int) else None
        if row is not None and row[1].project_id is not None:
            self.reject()
            self._context.open_project(row[1].project_id, "history")


def _sentence(closing: Closing, count: int) -> str:
    """Return what is said above the corrections."""
    note = f"备注：{closing.note}。" if closing.note else ""
    again = f"重新打开的原因：{closing.reopen_reason}。" if closing.reopen_reason else ""
    since = f"封账后有 {count} 处补报或更正：" if count else "封账后没有补报或更正。"
    return f"{closing.label}，{closing.scope.text}。{note}{again}{since}"


def _state(one: Closing) -> Cell:
    """Say whether a version holds."""
    if one.locks:
        return Cell("已锁定", icon="lock_closed")
    if one.reopened_on is None:
        return Cell("不锁定", "text2")
    tip = f"{one.reopened_on} {one.reopened_by} 重新打开：{one.reopen_reason}"
    return Cell(f"{one.reopened_on} {one.reopened_by} 重新打开", "text2", tooltip=tip)


def _text(text: str | None) -> Cell:
    """Return words with all of them in the tooltip."""
    return Cell(text, tooltip=text) if text else EMPTY


def _columns() -> tuple[Column[Closing], ...]:
    """Return the columns of the versions."""
    return (
        Column("quarter", "季度", lambda one: Cell(one.quarter.label), width=124),
        Column("scope", "范围", lambda one: _text(one.scope.text), width=130),
        Column("stage", "阶段", lambda one: Cell(one.stage), width=48),
        Column("version", "版次", lambda one: Cell(f"第{one.version}版"), width=56),
        Column("by", "封账人", lambda one: _text(one.closed_by), width=80),
        Column("on", "封账日期", lambda one: Cell(str(one.closed_on)), width=88),
        Column("state", "状态", _state, width=170),
        Column("note", "备注", lambda one: _text(one.note), width=80, stretch=True),
    )


def _change_columns() -> tuple[Column[tuple[int, CorrectionRow]], ...]:
    """Return the columns of the corrections."""
    return (
        Column("kind", "类别", lambda row: Cell(row[1].kind), width=48),
        Column("unit", "上报单位", lambda row: _text(row[1].unit), width=80),
        Column("project", "项目", lambda row: _text(row[1].project), width=170, elide="middle"),
        Column("what", "内容", lambda row: _text(row[1].what), width=170),
        Column("old", "封账时", lambda row: _text(row[1].old), width=104),
        Column("new", "现在", lambda row: _text(row[1].new), width=104),
        Column("at", "时间", lambda row: Cell(row[1].at, "text2"), width=118),
        Column("who", "经办人", lambda row: _text(row[1].who), width=72),
        Column("why", "原因", lambda row: _text(row[1].why), width=90, stretch=True),
    )
