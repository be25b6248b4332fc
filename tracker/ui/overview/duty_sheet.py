"""未报与催报: who has not reported for the period, and the text that asks for it, ready to be pasted."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QSplitter, QWidget

from tracker.domain.duty import UnitDuty, reminder
from tracker.domain.periods import Cycle
from tracker.queries.criteria import Criteria
from tracker.queries.duty import Duty, MissingRow, duty
from tracker.ui.cells import Cell, unfilled
from tracker.ui.context import AppContext
from tracker.ui.forms import Label, button, vbox
from tracker.ui.messages import Sheet
from tracker.ui.overview.faces import day_with_weekday
from tracker.ui.table_model import Column, RowTableModel
from tracker.ui.table_view import TableView

_WIDTH, _HEIGHT, _MARGIN = 980, 580, 40
_ALL = -1  # the key of the line for all units


class DutySheet(Sheet):
    """Units at the left; their missing projects and the text of the chosen unit, or of all, at the right."""

    def __init__(self, parent: QWidget, context: AppContext, criteria: Criteria, scope: str) -> None:
        """Read who has not reported; *scope* says in words of which projects."""
        super().__init__(parent, "未报与催报", width=640)
        self._context, self._criteria = context, criteria
        period = context.period
        self.duty: Duty = context.tasks.read(duty, criteria, period.previous_end, period.as_of)
        self.units: RowTableModel[UnitDuty] = RowTableModel(_unit_columns(), lambda row: row.unit_id, parent=self)
        self.unit_table = TableView("duty.units", context.config)
        self.unit_table.setModel(self.units)
        self.unit_table.setAccessibleName("上报单位")
        self.missing: RowTableModel[MissingRow] = RowTableModel(
            _project_columns(), lambda row: row.project_id, parent=self
        )
        self.table = TableView("duty.projects", context.config)
        self.table.setModel(self.missing)
        self.table.setAccessibleName("未报项目")
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName("催报文字")
        self.state = Label("", "text2")
        self.copy_button = button("复制催报文字", "copy", primary=True, run=self.copy)
        self.projects_button = button("在“项目”中查看", run=self._show_projects)
        self._lay_out(scope)
        self.unit_table.current_changed.connect(self._choose)
        self.table.opened.connect(self._open)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        window = parent.window()
        self.resize(min(_WIDTH, window.width() - _MARGIN), min(_HEIGHT, window.height() - _MARGIN))
        self._fill()

    def _lay_out(self, scope: str) -> None:
        """Put the parts in their places."""
        right = QWidget()
        box = vbox(
            *(self.table, 6, Label("催报文字（可粘贴到工作群或通知）", "text2"), self.text),
            spacing=2,
            margins=(8, 0, 0, 0),
        )
        box.setStretchFactor(self.table, 3)
        box.setStretchFactor(self.text, 2)
        right.setLayout(box)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.unit_table)
        split.addWidget(right)
        split.setSizes([400, 540])
        split.setChildrenCollapsible(False)
        self.headline = Label("", wrap=True)
        self.body.addWidget(self.headline)
        self.body.addWidget(Label(f"{scope}。报了累计数、形象进度或文字之一的算已报。", "text2", wrap=True))
        self.body.addWidget(split, 1)
        self.let_body_grow()
        self.foot.insertWidget(0, self.state)
        self.foot.addWidget(self.projects_button)
        self.foot.addWidget(self.copy_button)
        self.foot.addWidget(button("关闭", run=self.reject))

    def _fill(self) -> None:
        """Show the units, those that miss most first."""
        found, period = self.duty, self._context.period
        late = [one for one in found.units if one.missing]
        due = day_with_weekday(found.due, year=True)
        missing = sum(one.missing for one in late)
        if found.expected == 0:
            words = "当前筛选里没有应报的项目。"
        elif missing:
            words = (
                f"{period.label}应于{due}前报。应报 {found.expected:,} 项，已报 {found.reported:,} 项，"
                f"{len(late)} 个上报单位还有 {missing:,} 项未报。"
            )
        else:
            words = f"{period.label}应报 {found.expected:,} 项，已全部报齐。"
        self.headline.setText(words)
        whole = UnitDuty(_ALL, "全部未报单位", sum(one.expected for one in late), sum(one.reported for one in late))
        self.units.set_rows([whole, *sorted(late, key=lambda one: -one.missing)] if late else [])
        self.unit_table.select_key(_ALL)
        self._choose(_ALL)

    def chosen(self) -> tuple[UnitDuty, ...]:
        """Return the units whose text is shown."""
        key = self.unit_table.current_key
        return tuple(one for one in self.duty.units if one.missing and key in (_ALL, None, one.unit_id))

    def _choose(self, _key: object) -> None:
        """Show projects and text of the chosen unit."""
        units = self.chosen()
        ids = {one.unit_id for one in units}
        period = self._context.period
        self.missing.set_rows([row for row in self.duty.missing if row.unit_id in ids])
        report = "月报" if period.chosen.cycle is Cycle.MONTH else "季报"
        self.text.setPlainText(reminder(period.label, self.duty.due, period.today, units, report))
        for one in (self.copy_button, self.projects_button):
            one.setEnabled(bool(units))
        self.state.setText("")

    def copy(self) -> None:
        """Put the text on the clipboard."""
        QGuiApplication.clipboard().setText(self.text.toPlainText())
        self.state.setText("已复制，可以粘贴。")

    def _show_projects(self) -> None:
        """Show the missing projects in 项目."""
        ids = tuple(row.project_id for row in self.missing.rows())
        self.accept()
        self._context.open_projects(replace(self._criteria, project_ids=ids, ids_name="未报"))

    def _open(self, key: object) -> None:
        """Open a project where its report is filled in."""
        if isinstance(key, int):
            self.accept()
            self._context.open_project(key, "report")


def _unit_columns() -> tuple[Column[UnitDuty], ...]:
    """Return how far each unit is, and whom to call."""
    return (
        Column("unit", "上报单位", lambda row: Cell(row.unit, strong=row.unit_id == _ALL), width=110, stretch=True),
        Column("expected", "应报", lambda row: Cell(f"{row.expected:,}"), "项", width=46, align="right"),
        Column("missing", "未报", lambda row: Cell(f"{row.missing:,}", "amber_text"), "项", width=46, align="right"),
        Column("filler", "填报人", lambda row: _contact(row, row.filler), width=74),
        Column("phone", "电话", lambda row: _contact(row, row.phone), width=104),
    )


def _contact(row: UnitDuty, text: str) -> Cell:
    """Return whom to call; the line of all units has nobody."""
    if row.unit_id == _ALL:
        return Cell()
    return Cell(text) if text else unfilled("可在设置的“单位”里填写")


def _project_columns() -> tuple[Column[MissingRow], ...]:
    """Return the projects that are missing."""
    return (
        Column("project", "未报项目", lambda row: Cell(row.name), width=200, stretch=True, elide="middle"),
        Column("unit", "上报单位", lambda row: Cell(row.unit, "text2"), width=90),
        Column("owner", "责任人", lambda row: Cell(row.owner or row.owner_dept or ""), width=80),
        Column("filled", "最近填报", _filled, width=84),
    )


def _filled(row: MissingRow) -> Cell:
    """Return the end of the last period that was reported."""
    return Cell(f"{row.filled_to}", "text2") if row.filled_to else unfilled("从没有填报过")
