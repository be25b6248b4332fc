"""The form under the milestones: full dates, weight, evidence, and the two changes that rest on a paper or a reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QWidget

from tracker.domain.dates import format_day, parse_day
from tracker.domain.errors import InputError, ReasonNeeded
from tracker.domain.kinds import Role
from tracker.queries.milestones import ApprovalRow, MilestoneRow, approvals, planned_versions
from tracker.services import milestones
from tracker.ui import theme
from tracker.ui.detail.entry import EntryBox, Values
from tracker.ui.detail.form import FieldGrid, Form
from tracker.ui.detail.lists import clear
from tracker.ui.detail.milestone_cells import approved_of, compared, expected_of, sentence, typed_day
from tracker.ui.detail.milestone_versions import MilestoneVersions
from tracker.ui.detail.paper_field import papers_of, take_day
from tracker.ui.forms import Label, hbox, link, set_blocked, shortened, vbox

if TYPE_CHECKING:
    from tracker.ui.detail.milestones import MilestonesTab

_PAPER = "“最新批准”日期要有依据。请填写批准文号、批准日期和调整原因。"
_PLAIN = ("title", "role", "evidence", "owner_dept", "owner", "note")
LABELS = {
    "title": "节点名称",
    "role": "统计口径",
    "weight": "权重",
    "planned": "原定",
    "approved": "最新批准",
    "expected": "预计",
    "actual": "实际",
    "owner": "责任人",
    "owner_dept": "责任单位",
    "evidence": "佐证文号",
    "note": "备注",
}
_NAMED = 16  # characters of a milestone's name above its fields, which show all of it
_WHOLE = 100  # what the weights of a project usually add up to


class MilestoneForm(QWidget):
    """All of one milestone. Fields save when left; 批准调整 and 更正 unfold forms of their own."""

    def __init__(self, tab: MilestonesTab) -> None:
        """Belong to the tab 里程碑."""
        super().__init__()
        self._tab = tab
        self._row: MilestoneRow | None = None
        self.title = Label("", strong=True)
        self._how = Label("", "text2", wrap=True)
        self.form = Form(self._save, self)
        self.form.changed.connect(tab.wrong_changed)
        self.grid = FieldGrid(column_width=112, most=3, least=3, tight=True)
        self._add_fields()
        self.na = QCheckBox("不适用")
        self.na.clicked.connect(self._set_na)
        self.to_approve = link("批准调整与依据…", run=self.open_approval)
        self.to_correct = link("更正原定…", run=self._open_correction)
        self.approval = self._approval_box()
        self.correction = self._correction_box()
        self.versions = MilestoneVersions(tab)
        tools = hbox(self.na, 8, self.to_approve, self.to_correct, None, spacing=4)
        head = hbox(self.title, 8, self._how)
        head.setStretch(2, 1)
        boxes = (self.approval, self.correction)
        self.setLayout(vbox(head, 4, self.grid, 4, tools, 4, *boxes, self.versions, margins=(12, 8, 12, 12)))

    def _add_fields(self) -> None:
        """Make the fields in the order of the picture: what it is, the four dates, who, and the paper."""
        f, words = self.form, LABELS
        evidence = f.paper("evidence", words["evidence"], partial(papers_of, self._tab))
        self._name = f.line("title", words["title"])
        evidence.line.setPlaceholderText("批复或验收文件的文号")
        roles = [("", "无（只计权重）"), *((role, role) for role in Role)]
        self.grid.add(self._name, span=2)
        self.grid.add(f.choice("role", words["role"], roles))
        self.grid.add(f.day("planned", words["planned"]), f.day("approved", words["approved"]))
        self.grid.add(f.line("weight", words["weight"]), f.day("expected", words["expected"]))
        self.grid.add(f.day("actual", words["actual"]), f.line("owner", words["owner"]))
        self.grid.add(evidence, span=2)
        self.grid.add(f.line("owner_dept", words["owner_dept"]))
        self.grid.add(f.line("note", words["note"]), span=0)

    def _approval_box(self) -> EntryBox:
        """Return the form of another approved date."""
        box = EntryBox("保存批准调整", self._approve)
        f = box.form
        box.grid.add(f.day("approved", "新批准的日期"), f.day("decided_on", "批准日期"))
        number = f.paper("document_number", "批准文号", partial(papers_of, self._tab))
        number.picked.connect(partial(take_day, f, "decided_on"))
        box.grid.add(number, span=2)
        box.grid.add(f.line("reason", "调整原因"), span=0)
        box.closed.connect(self._approval_closed)
        return box

    def _correction_box(self) -> EntryBox:
        """Return the form of another 原定."""
        box = EntryBox("更正原定", self._correct)
        box.grid.add(box.form.day("planned", "更正后的原定"))
        box.grid.add(box.form.line("reason", "更正原因"), span=0)
        box.closed.connect(self.to_correct.setFocus)
        return box

    # --- Showing ---

    def show_row(self, row: MilestoneRow | None, rows: Sequence[MilestoneRow]) -> None:
        """Show one milestone among *rows*; None shows nothing."""
        if row is None or (self._row is not None and row.id != self._row.id):
            self.fold()
        if row is None:
            self.form.show_row(None, {})  # before it is hidden: a field that loses the focus by that would be stored
        self._row = row
        self.setVisible(row is not None)
        if row is None:
            return
        self.title.setText(shortened(row.title, _NAMED))
        self.title.setToolTip(row.title)
        how, ink = sentence(row)
        self._how.setText(how)
        self._how.set_ink(ink)
        values = {key: getattr(row, key) or "" for key in _PLAIN} | {"weight": str(row.weight)}
        dates = {"planned": row.planned, "approved": approved_of(row), "expected": expected_of(row)}
        values |= {key: format_day(day) for key, day in (dates | {"actual": row.actual}).items()}
        self.form.show_row(row.id, values)
        self._hint(row, rows)
        self._allow(row)
        self.versions.show_row(row)
        if self.approval.is_open:
            self._list_approvals()

    def _hint(self, row: MilestoneRow, rows: Sequence[MilestoneRow]) -> None:
        """Say under the fields what their content means."""
        fields = self.form.fields
        fixed = f"{row.frozen_on} 冻结" if row.frozen_on else "开工后锁定" if row.planned_locked else ""
        fields["planned"].set_hint(fixed)
        fields["approved"].set_hint(f"第 {row.approval_count} 次调整" if row.approval_count else "")
        held_to = approved_of(row) or row.planned
        what = "比批准" if approved_of(row) else "比原定"
        for key, day in (("expected", expected_of(row)), ("actual", row.actual)):
            days = None if day is None or held_to is None else (day - held_to).days
            late = days is not None and days > 0 and key == "expected" and row.actual is None
            fields[key].set_hint("" if days is None else f"{what}{compared(days)}", "amber_text" if late else "text3")
        total = sum(one.weight for one in rows)
        whole = total == _WHOLE
        fields["weight"].set_hint(
            f"合计 {total}" + ("" if whole else "，一般为 100"), "text3" if whole else "amber_text"
        )

    def _allow(self, row: MilestoneRow) -> None:
        """Say what can be changed."""
        blocked = self._tab.blocked
        self.form.set_read_only(blocked)
        if row.planned_locked and not blocked:
            reason = "原定已锁定。确需改动请用“更正原定”，原来的日期会保留。"
            self.form.set_read_only(reason, keys=["planned"])
        if row.na and not blocked:
            reason = "这个节点不适用。要填日期请先取消“不适用”。"
            self.form.set_read_only(reason, keys=["planned", "approved", "expected", "actual"])
        for control in (self.na, self.to_approve, self.to_correct):
            set_blocked(control, blocked)
        self.na.setChecked(row.na)
        self.to_approve.setVisible(not row.na)
        self.to_correct.setVisible(row.planned_locked and not row.na)

    def fold(self) -> None:
        """Give up the unfolded forms."""
        self.approval.close_box()
        self.correction.close_box()

    def select_title(self) -> None:
        """Go to the name, ready to be typed over."""
        self._name.line.setFocus()
        self._name.line.selectAll()

    # --- Storing ---

    @property
    def row(self) -> MilestoneRow:
        """The milestone shown."""
        if self._row is None:
            raise LookupError
        return self._row

    def _save(self, key: str, text: str) -> None:
        """Store one field."""
        try:
            store_field(self._tab, self.row, key, text)
        except ReasonNeeded as error:
            again = partial(self.form.revert, key)
            self._tab.ask_why(str(error), self.row, text, again)
            raise
        except InputError:
            if key == "approved" and text:
                self.open_approval(text)
            raise

    def _set_na(self) -> None:
        """Mark as 不适用 or take the mark back."""
        self.set_na(self.na.isChecked())

    def set_na(self, na: bool) -> None:
        """Store whether the milestone applies."""
        row = self.row
        what = f"节点“{row.title}”标为不适用" if na else f"节点“{row.title}”取消不适用"
        if self._tab.attempt(what, milestones.set_na, row.id, na) is None:
            self.na.setChecked(row.na)

    # --- 批准调整 ---

    def open_approval(self, typed: str = "") -> None:
        """Unfold the form for another approved date, with the versions there are."""
        row = self.row
        values = {"approved": typed, "decided_on": "", "document_number": "", "reason": ""}
        focus = "document_number" if typed else "approved"
        self.correction.close_box()
        self.approval.open_with(f"“{row.title}”的最新批准", values, focus)
        self.approval.set_blocked(self._tab.blocked)
        self._list_approvals()
        self._tab.reveal(self.approval)

    def _list_approvals(self) -> None:
        """List the versions, the newest first."""
        clear(self.approval.more)
        found = self._tab.context.tasks.read(approvals, self.row.id)
        if found:
            self.approval.more.addWidget(Label("历次批准", "text2"))
        for version in found:
            remove = link("移除", run=partial(self._remove_approval, version))
            set_blocked(remove, self._tab.blocked)
            text = f"{version.decided_on}  批准为 {version.approved}，{version.document_number}；{version.reason}"
            line = hbox(Label(text, "text", wrap=True), remove, spacing=4)
            line.setStretch(0, 1)
            self.approval.more.addLayout(line)

    def _approve(self, values: Values) -> None:
        """Store another version of 最新批准."""
        if not all(values[key] for key in ("document_number", "decided_on", "reason")):
            missing = next(key for key in ("document_number", "decided_on", "reason") if not values[key])
            raise InputError(_PAPER, missing)
        approved, decided = parse_day(values["approved"]), parse_day(values["decided_on"])
        if approved is None or decided is None:
            raise InputError("请填写新批准的日期。", "approved")
        row = self.row
        args = (approved, decided, values["document_number"], values["reason"])
        self._tab.store(f"节点“{row.title}”批准调整为 {approved}", milestones.approve, row.id, *args)

    def _approval_closed(self) -> None:
        """Forget a date that was typed without its paper."""
        if self._row is not None:
            self.form.revert("approved")
            self._tab.forget_cell(self._tab.model, self._row.id, "approved")
        self.to_approve.setFocus()

    def _remove_approval(self, version: ApprovalRow) -> None:
        """Remove a version entered by mistake."""
        what = f"移除节点“{self.row.title}”的批准 {version.document_number}"
        if self._tab.attempt(what, milestones.remove_approval, version.id) is not None:
            self._list_approvals()

    # --- 更正原定 ---

    def _open_correction(self) -> None:
        """Unfold the form for another 原定, with the versions there were."""
        row = self.row
        self.approval.close_box()
        self.correction.open_with(f"更正“{row.title}”的原定", {"planned": format_day(row.planned)}, "planned")
        self.correction.set_blocked(self._tab.blocked)
        clear(self.correction.more)
        found = self._tab.context.tasks.read(planned_versions, row.id)
        hint = "原来的日期会保留，偏差仍按最初的原定计算。"
        self.correction.more.addWidget(Label(hint, "text3", theme.Type.SMALL, wrap=True))
        for version in found:
            why = f"，{version.why}" if version.why else ""
            day = version.day or "未填"
            self.correction.more.addWidget(Label(f"{version.at}  {version.who}：{day}{why}", "text2", wrap=True))
        self._tab.reveal(self.correction)

    def _correct(self, values: Values) -> None:
        """Store another 原定 with its reason."""
        day = parse_day(values["planned"])
        if day is None:
            raise InputError("请填写更正后的原定。", "planned")
        row = self.row
        what = f"更正节点“{row.title}”的原定为 {day}"
        self._tab.store(what, milestones.correct_planned, row.id, day, values["reason"])


def store_field(tab: MilestonesTab, row: MilestoneRow, key: str, text: str) -> None:
    """Store one field or cell of a milestone; raises InputError where it is wrong or needs more than a value."""
    what = f"修改节点“{row.title}”的{LABELS[key]}"
    year = tab.context.period.as_of.year
    if key == "actual":
        store_actual(tab, row, text)
    elif key == "approved":
        typed_day(text, year)
        raise InputError(_PAPER if text else "要撤销批准日期，请在“批准调整与依据”里移除那一次批准。", "approved")
    elif key == "expected":
        today = tab.context.period.today
        tab.store(what, milestones.forecast, row.id, typed_day(text, year), today)
    elif key == "planned":
        tab.store(what, milestones.edit, row.id, key, typed_day(text, year))
    else:
        tab.store(what, milestones.edit, row.id, key, text)


def store_actual(tab: MilestonesTab, row: MilestoneRow, text: str, reason: str | None = None) -> None:
    """Store 实际; ReasonNeeded where it contradicts its neighbours and no reason is given."""
    day: date | None = typed_day(text, tab.context.period.as_of.year)
    today = tab.context.period.today
    tab.store(f"修改节点“{row.title}”的实际", milestones.set_actual, row.id, day, reason, today)
