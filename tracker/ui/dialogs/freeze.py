"""冻结原定…: whose milestones, those of all time or of one quarter, and what that would do before it is done."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QAbstractItemView, QButtonGroup, QListWidget, QListWidgetItem, QRadioButton, QWidget

from tracker.domain.errors import InputError
from tracker.domain.quarters import Quarter, quarter_of
from tracker.queries.choices import choices
from tracker.services.freezing import FreezeChoice, FreezeLine, FreezePreview, preview
from tracker.ui.cells import EMPTY, Cell
from tracker.ui.context import AppContext
from tracker.ui.fields import ComboBox
from tracker.ui.forms import Field, Label, button, set_blocked, vbox
from tracker.ui.messages import Sheet
from tracker.ui.table_model import Column, RowTableModel
from tracker.ui.table_view import TableView

_WIDTH, _HEIGHT = 660, 600
_UNITS_TALL, _UNITS_SHORT = 104, 64
_SETTLE_MS = 120  # ticking one unit after another reads once
_QUARTERS = 8  # on offer, each way from the report period
_MEANS = (
    "冻结后，原定日期只能用“更正”修改，偏差按冻结时的原定计算。已冻结的不会重新冻结，没有原定日期的保持未填。"
    "可一次撤销（Ctrl+Z）。"
)
Save = Callable[[FreezeChoice, int], None]


class FreezeDialog(Sheet):
    """Asks; *save* stores a FreezeChoice, given with the number of milestones it fixes."""

    def __init__(
        self, parent: QWidget, context: AppContext, marked: tuple[int, ...], listed: tuple[int, ...], save: Save
    ) -> None:
        """Offer the *marked* projects, all that are *listed*, or units; a choice of nothing cannot be taken."""
        super().__init__(parent, "冻结原定", width=_WIDTH)
        window = parent.window()
        self.resize(_WIDTH, min(_HEIGHT, window.height() - 60))
        self.let_body_grow()
        self._context, self._save = context, save
        self._marked, self._listed = marked, listed
        self.found = FreezePreview(0, ())
        self.ways = [
            QRadioButton(f"所选项目（{self._count(marked)} 项）"),
            QRadioButton(f"列表中的全部项目（{self._count(listed)} 项）"),
            QRadioButton("选定上报单位的全部项目"),
        ]
        self._group = QButtonGroup(self)
        for way in self.ways:
            self._group.addButton(way)
        set_blocked(self.ways[0], None if marked else "没有选中项目")
        set_blocked(self.ways[1], None if listed else "列表是空的")
        next(way for way in self.ways if way.isEnabled()).setChecked(True)
        self._make_inputs(_UNITS_TALL if window.height() >= _HEIGHT + 60 else _UNITS_SHORT)
        self._make_list()
        self.start = button("冻结", primary=True, run=self._take)
        self.foot.addWidget(button("取消", run=self.reject))
        self.foot.addWidget(self.start)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self.look)
        self._group.buttonToggled.connect(self._changed)
        self.units.itemChanged.connect(self._settle.start)
        self.quarter.activated.connect(self._changed)
        self.look()

    def _count(self, ids: tuple[int, ...]) -> int:
        """Return how many of the rows are projects: headings have no milestones."""
        return self._context.tasks.read(preview, FreezeChoice(ids)).chosen

    def _make_inputs(self, tall: int) -> None:
        """Make the choices."""
        period = self._context.period
        self.units = QListWidget()
        self.units.setAccessibleName("上报单位")
        self.units.setFixedHeight(tall)
        self.units.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        for unit in self._context.tasks.read(choices, period.as_of).units:
            item = QListWidgetItem("　" * unit.depth + unit.name)
            item.setData(Qt.ItemDataRole.UserRole, unit.id)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)
            self.units.addItem(item)
        self.quarter = ComboBox()
        self.quarter.addItem("全部节点", None)
        quarter = quarter_of(period.as_of)
        for _ in range(_QUARTERS):
            quarter = quarter.next
        for _ in range(2 * _QUARTERS + 1):
            self.quarter.addItem(f"原定日期在{quarter.label}的节点", quarter)
            quarter = quarter.previous
        self.body.addWidget(Label(_MEANS, "text2", wrap=True))
        self.body.addLayout(vbox(*self.ways, spacing=4))
        self.body.addWidget(self.units)
        self.body.addWidget(Field("节点", self.quarter, hint_line=False))
        self.units.setVisible(self.ways[2].isChecked())

    def _make_list(self) -> None:
        """Make the preview."""
        self.says = Label("", strong=True, wrap=True)
        self.model: RowTableModel[FreezeLine] = RowTableModel(_COLUMNS, lambda line: line.project_id, parent=self)
        self.table = TableView("freeze", self._context.config, parent=self)
        self.table.setAccessibleName("将冻结的项目")
        self.table.setModel(self.model)
        self.body.addWidget(self.says)
        self.body.addWidget(self.table, 1)
        self.body.addStretch(0)

    @property
    def choice(self) -> FreezeChoice:
        """What is chosen now."""
        quarter = self.quarter.currentData()
        chosen = quarter if isinstance(quarter, Quarter) else None
        if self.ways[2].isChecked():
            return FreezeChoice(unit_ids=self._ticked(), quarter=chosen)
        return FreezeChoice(self._marked if self.ways[0].isChecked() else self._listed, quarter=chosen)

    def _ticked(self) -> tuple[int, ...]:
        """Return the units that are ticked."""
        items = [self.units.item(place) for place in range(self.units.count())]
        return tuple(
            item.data(Qt.ItemDataRole.UserRole) for item in items if item.checkState() is Qt.CheckState.Checked
        )

    def _changed(self, *_said: object) -> None:
        """Show the units where they are asked for, and look again."""
        self.units.setVisible(self.ways[2].isChecked())
        self.look()

    def look(self) -> None:
        """Read what the choice would do."""
        self._settle.stop()
        self.found = self._context.tasks.read(preview, self.choice)
        self.model.set_rows(self.found.lines)
        self.table.setVisible(bool(self.found.lines))
        self.says.setText(self._sentence())
        many = self.found.milestones
        self.start.setText(f"冻结 {many} 个节点" if many else "冻结")
        set_blocked(self.start, self._context.tasks.read_only or (None if many else "没有可冻结的节点"))

    def _sentence(self) -> str:
        """Return what would happen, or why nothing would."""
        found = self.found
        if found.milestones:
            rest = [f"已冻结 {found.frozen} 个，保持不变" if found.frozen else ""]
            rest += [f"没有原定日期 {found.unplanned} 个，不冻结" if found.unplanned else ""]
            said = "；".join(part for part in rest if part)
            return f"将冻结 {found.projects} 个项目的 {found.milestones} 个节点。{said + '。' if said else ''}"
        if self.ways[2].isChecked() and not self._ticked():
            return "请勾选上报单位。"
        return f"没有可冻结的节点：{self._why_nothing()}"

    def _why_nothing(self) -> str:
        """Return why nothing can be frozen, and what to do."""
        found = self.found
        if not found.chosen:
            return "这里没有项目，工程标题没有自己的节点。"
        quarter = self.choice.quarter
        when = "" if quarter is None else f"原定日期在{quarter.label}"
        if found.frozen:
            return f"{when or '已填原定'}的 {found.frozen} 个节点都已冻结。"
        if found.unplanned:
            return f"{found.unplanned} 个节点都没有填原定日期。请先在“里程碑”里填写。"
        if when:
            return f"这些项目没有{when}的节点。"
        return f"这 {found.chosen} 个项目还没有里程碑。请先在详情里套用模板并填写原定日期。"

    def _take(self) -> None:
        """Store, or say why it was refused."""
        try:
            self._save(self.choice, self.found.milestones)
        except InputError as error:
            self.says.setText(str(error))
            return
        self.accept()


def _number(line: FreezeLine, *, name: str) -> Cell:
    """Return a count, nothing for zero."""
    value: int = getattr(line, name)
    return Cell(str(value)) if value else EMPTY


_COLUMNS: tuple[Column[FreezeLine], ...] = (
    Column("name", "项目", lambda line: Cell(line.name, tooltip=line.name), width=240, stretch=True, elide="middle"),
    Column("unit", "上报单位", lambda line: Cell(line.unit), width=100),
    Column("free", "将冻结", partial(_number, name="free"), "个", 60, "right"),
    Column("frozen", "已冻结", partial(_number, name="frozen"), "个", 60, "right"),
    Column("unplanned", "无原定", partial(_number, name="unplanned"), "个", 60, "right"),
)
