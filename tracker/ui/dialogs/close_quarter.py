"""封账…: which quarter, which units, 预计 or 正式, and what to look at before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QCheckBox,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QRadioButton,
    QToolButton,
    QWidget,
)

from tracker.domain.closing import ClosingStage, Scope
from tracker.domain.quarters import Quarter, quarter_of
from tracker.queries.checklist import Checklist, checklist
from tracker.queries.choices import choices
from tracker.queries.closing import scope_of
from tracker.queries.criteria import Criteria
from tracker.reports.closing_file import ClosingRequest
from tracker.ui.cells import Cell, unfilled
from tracker.ui.context import AppContext
from tracker.ui.fields import ComboBox
from tracker.ui.forms import Field, Label, button, hbox, set_blocked, vbox
from tracker.ui.messages import Sheet
from tracker.ui.period_box import FIRST
from tracker.ui.table_model import Column, RowTableModel
from tracker.ui.table_view import TableView
from tracker.ui.tasks import Cancelled, Progress

_WIDTH, _HEIGHT = 680, 620
_SETTLE_MS = 120  # ticking one unit after another reads once
_TALL, _SHORT = 112, 64  # of the lists, on usual and on small screens
WAITING = "正在核对…"


@dataclass(frozen=True)
class Line:
    """One row to look at: a project and what is to be said of it."""

    place: int
    project_id: int | None
    unit: str
    project: str
    words: str


@dataclass(frozen=True)
class Checked:
    """An answer to the question *number*: the scope, its projects, and what to look at."""

    number: int
    scope: Scope
    criteria: Criteria
    found: Checklist


class CloseDialog(Sheet):
    """Asks; ``wanted`` carries a ClosingRequest. A row opens its project and puts the dialog away."""

    wanted = Signal(object)

    def __init__(self, parent: QWidget, context: AppContext) -> None:
        """Begin with the report period and all units."""
        super().__init__(parent, "封账", width=_WIDTH)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(_WIDTH, min(_HEIGHT, parent.height() - 80))
        self.let_body_grow()
        self._context = context
        self._roomy = parent.height() >= _HEIGHT
        self._asked = 0
        self._checked: Checked | None = None
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self._check)
        self._make_questions()
        self._make_list()
        self._lay_out()
        self._stage_offered()
        self._check()

    # --- Building ---

    def _make_questions(self) -> None:
        """Make the inputs."""
        period = self._context.period
        self.quarter = ComboBox()
        quarter = max(quarter_of(period.today), period.quarter)
        while quarter >= FIRST:
            self.quarter.addItem(quarter.label, quarter)
            quarter = quarter.previous
        self.quarter.setCurrentIndex(self.quarter.findText(period.quarter.label))
        self.whole, self.some = QRadioButton("全部上报单位"), QRadioButton("选定单位")
        self.final, self.estimate = QRadioButton("正式"), QRadioButton("预计")
        self._groups = [QButtonGroup(self), QButtonGroup(self)]
        for group, ways in zip(self._groups, ((self.whole, self.some), (self.final, self.estimate)), strict=True):
            for way in ways:
                group.addButton(way)
            ways[0].setChecked(True)
        self.units = QListWidget()
        self.units.setAccessibleName("上报单位")
        self.units.setFixedHeight(_TALL if self._roomy else _SHORT)
        self.units.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        for unit in self._context.tasks.read(choices, period.as_of).units:
            item = QListWidgetItem("　" * unit.depth + unit.name)
            item.setData(Qt.ItemDataRole.UserRole, unit.id)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)
            self.units.addItem(item)
        self.below = QCheckBox("含下辖")
        self.note = QLineEdit()
        self.note.setPlaceholderText("可不填，如：按市局要求报送的预计数")
        self.quarter.activated.connect(self._changed)
        self.whole.toggled.connect(self._changed)
        self.units.itemChanged.connect(self._changed)
        self.below.toggled.connect(self._changed)
        self.final.toggled.connect(self._show_meaning)

    def _make_list(self) -> None:
        """Make the three counts, and the table of what the pressed one stands for."""
        self.counts: dict[str, QToolButton] = {}
        group = QButtonGroup(self)
        for key in ("missing", "warnings", "changed"):
            count = QToolButton()
            count.setCheckable(True)
            count.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            count.clicked.connect(partial(self._pressed, key))
            group.addButton(count)
            self.counts[key] = count
        self._groups.append(group)
        self.model: RowTableModel[Line] = RowTableModel(_columns(), lambda line: line.place, parent=self)
        self.table = TableView("close.checks", parent=self)
        self.table.setAccessibleName("封账前核对")
        self.table.setModel(self.model)
        self.table.setMinimumHeight(_TALL if self._roomy else _SHORT)
        self.table.opened.connect(self._open_project)
        self._says = Label(WAITING, "text2", wrap=True)
        self._meaning = Label("", "text2", wrap=True)

    def _lay_out(self) -> None:
        """Lay out questions, checks and note."""
        stage = vbox(Label("阶段", "text2"), hbox(self.final, self.estimate, None, spacing=12), spacing=4)
        scope = vbox(Label("范围", "text2"), hbox(self.whole, self.some, None, spacing=12), spacing=4)
        top = hbox(Field("季度", self.quarter, hint_line=False), spacing=24)
        top.addLayout(scope)
        top.addLayout(stage)
        self.body.addLayout(top)
        self.body.addWidget(self.units)
        self.body.addWidget(self.below)
        self.body.addWidget(self._meaning)
        self.body.addLayout(hbox(*self.counts.values(), None, spacing=8))
        self.body.addWidget(self._says)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(Field("备注", self.note, hint_line=False))
        self.start = button("封账", primary=True, run=self._start)
        self.foot.addWidget(button("取消", run=self.reject))
        self.foot.addWidget(self.start)
        self._show_units()

    # --- Answers ---

    @property
    def chosen(self) -> Quarter:
        """The chosen quarter."""
        found = self.quarter.currentData()
        return found if isinstance(found, Quarter) else self._context.period.quarter

    @property
    def unit_ids(self) -> tuple[int, ...]:
        """The ticked units; none for all."""
        if self.whole.isChecked():
            return ()
        items = [self.units.item(at) for at in range(self.units.count())]
        ticked = [item for item in items if item.checkState() == Qt.CheckState.Checked]
        return tuple(item.data(Qt.ItemDataRole.UserRole) for item in ticked)

    @property
    def stage(self) -> ClosingStage:
        """预计 or 正式."""
        return ClosingStage.FINAL if self.final.isChecked() else ClosingStage.ESTIMATE

    def _changed(self, *_: object) -> None:
        """Another quarter or scope: look again, once the user has stopped choosing."""
        self._show_units()
        self._stage_offered()
        self._checked = None
        self._says.setText(WAITING)
        self._block()
        self._settle.start()

    def _show_units(self) -> None:
        """Show the units where some are meant."""
        for part in (self.units, self.below):
            part.setVisible(self.some.isChecked())

    def _stage_offered(self) -> None:
        """Offer 正式 only for a quarter that has ended."""
        running = self.chosen.end > self._context.period.today
        if running:
            self.estimate.setChecked(True)
        set_blocked(
            self.final, f"{self.chosen.label}到 {self.chosen.end} 才结束，现在只能按“预计”封账" if running else None
        )
        self._show_meaning()

    def _show_meaning(self, *_: object) -> None:
        """Say what the stage means."""
        final = "正式封账后，本季度及以前的数字只能用“更正”修改；封账前的操作不能再撤销。"
        early = "预计封账只留一份当时的数据和工作簿，不锁定，以后仍可修改；封账前的操作不能再撤销。"
        self._meaning.setText(final if self.stage is ClosingStage.FINAL else early)
        self._block()

    # --- What to look at ---

    def _check(self) -> None:
        """Ask for the checklist in the background; only the last answer counts."""
        self._asked += 1
        number, quarter, units = self._asked, self.chosen, self.unit_ids
        if self.some.isChecked() and not units:
            self._show_checked(None, "请勾选要封账的上报单位。")
            return
        read, below = self._context.tasks.read, self.below.isChecked()

        def work(_progress: Progress) -> Checked:
            scope, criteria = read(scope_of, units, with_below=below)
            return Checked(number, scope, criteria, read(checklist, quarter, scope, criteria))

        self._context.tasks.background(work, self._answered, "核对封账", self._failed)

    def _answered(self, checked: Checked) -> None:
        """Show the last answer."""
        if checked.number == self._asked:
            self._show_checked(checked, "")

    def _failed(self, error: Exception) -> None:
        """Say why nothing could be looked at."""
        self._show_checked(None, "已取消核对。" if isinstance(error, Cancelled) else str(error))

    def _show_checked(self, checked: Checked | None, sentence: str) -> None:
        """Write the counts on the buttons and open the first that is not zero."""
        self._checked = checked
        texts = _count_words(checked.found) if checked else dict.fromkeys(self.counts, "")
        for key, count in self.counts.items():
            count.setText(texts[key])
            count.setVisible(bool(texts[key]))
        if checked is None:
            self.model.set_rows(())
            self._says.setText(sentence)
        else:
            self._show_rows(next((key for key in self.counts if _rows(checked.found, key)), "missing"))
        self._block()

    def _pressed(self, key: str, _checked: bool = False) -> None:
        """List what the pressed count stands for."""
        self._show_rows(key)

    def _show_rows(self, key: str) -> None:
        """List what a count stands for."""
        if self._checked is None:
            return
        self.counts[key].setChecked(True)
        found = _rows(self._checked.found, key)
        self.model.set_rows(Line(place, *row) for place, row in enumerate(found))
        whole = f"范围：{self._checked.scope.text}，共 {self._checked.found.projects} 个应报项目。"
        self._says.setText(whole + (f"{_MEANS[key]}双击或回车打开项目。" if found else _NONE[key]))

    def _open_project(self, place: object) -> None:
        """Show the project of a row; the dialog goes."""
        line = self.model.row(place) if isinstance(place, int) else None
        if line is not None and line.project_id is not None:
            self.reject()
            self._context.open_project(line.project_id)

    def _block(self) -> None:
        """Say why it cannot be closed now."""
        last = self._checked.found.last if self._checked else None
        reason = None
        if self._checked is None:
            reason = self._says.text() or WAITING
        elif last is not None and last.locks:
            reason = f"{last.label}已经封账。要出新的一版，请先在“历次封账”里重新打开。"
            self._says.setText(reason)
        if hasattr(self, "start"):
            set_blocked(self.start, self._context.tasks.read_only or reason)

    def _start(self) -> None:
        """Go."""
        checked = self._checked
        if checked is None:
            return
        request = ClosingRequest(self.chosen, checked.scope, checked.criteria, self.stage, self.note.text().strip())
        self.accept()
        self.wanted.emit(request)


_MEANS = {
    "missing": "下列项目本季没有填报，封账后只能补报。",
    "warnings": "下列数字前后不符，请核对或在资金页说明。",
    "changed": "上次封账以来有下列变动，会包括在这一版里。",
}
_NONE = {"missing": "本季都已填报。", "warnings": "数字没有发现不符。", "changed": "上次封账以来没有变动。"}


def _count_words(found: Checklist) -> dict[str, str]:
    """Return what stands on the three buttons; nothing for changes where there was no version before."""
    said = sum(one.explained for one in found.warnings)
    return {
        "missing": f"未报 {len(found.missing)}",
        "warnings": f"数字不符 {len(found.warnings)}" + (f"（已说明 {said}）" if said else ""),
        "changed": f"第{found.last.version}版以来变动 {len(found.changed)}" if found.last else "",
    }


def _rows(found: Checklist, key: str) -> list[tuple[int | None, str, str, str]]:
    """Return the rows behind a count: project, unit, name, words."""
    if key == "missing":
        return [(one.project_id, one.unit, one.name, _last(one.filled_to)) for one in found.missing]
    if key == "warnings":
        return [(one.project_id, one.unit, one.project, one.sentence) for one in found.warnings]
    return [(one.project_id, one.unit, one.project, f"{one.what}：{one.old} → {one.new}") for one in found.changed]


def _last(filled_to: object) -> str:
    """Return when a project last reported."""
    return f"上次填报到 {filled_to}" if filled_to else "从未填报"


def _columns() -> tuple[Column[Line], ...]:
    """Return the columns of what is to be looked at."""
    cell: Callable[[str], Cell] = lambda text: Cell(text, tooltip=text) if text else unfilled()  # noqa: E731
    return (
        Column("unit", "上报单位", lambda line: cell(line.unit), width=96),
        Column("project", "项目", lambda line: cell(line.project), width=220, elide="middle"),
        Column("words", "情况", lambda line: cell(line.words), width=260, stretch=True),
    )
