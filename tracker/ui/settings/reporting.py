"""设置 → 填报与签字: when reports are due, how figures are counted, the office's words, and who signs."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from tracker.domain.changes import Changes
from tracker.domain.dates import chinese_day
from tracker.domain.duty import DueRule, due_day
from tracker.domain.errors import InputError
from tracker.domain.kinds import Counting, PaidBase
from tracker.domain.office import LEADER_LABELS, SIGN_OFF_LABELS, Office, SignOff
from tracker.domain.quarters import default_quarter
from tracker.queries.lists import unit_rows
from tracker.queries.settings import office
from tracker.services import settings as service
from tracker.ui.context import AppContext
from tracker.ui.detail.form import FieldGrid, Form
from tracker.ui.fields import ComboBox
from tracker.ui.forms import Field, Item, Label, hbox, vbox
from tracker.ui.settings.section import Section

_WIDE = 700
_OFFICE = "本办公室（各单位没有另填的，都用这里的）"
_MONTHS = (("1", "报告期次月"), ("0", "报告期最后一个月"))
_PAID = ((PaidBase.ARRIVED.value, "支付÷累计到位"), (PaidBase.ALLOCATED.value, "支付÷累计下达"))
_COUNTED = ((Counting.BUNDLED.value, "打捆计（打捆项目计为一项）"), (Counting.SPLIT.value, "拆分计（计各子项目）"))
_WEEKDAYS = "一二三四五六日"


class ReportingSection(Section):
    """Settings that stand behind every report."""

    key = "reporting"
    title = "填报与签字"
    explanation = "填报期限、计算口径和报表落款，记在数据文件里，所有电脑都一样；改动可以撤销。"
    wants = Changes.SETTINGS | Changes.UNITS

    def __init__(self, context: AppContext) -> None:
        """Lay out the fields."""
        super().__init__(context)
        self._office = Office()
        self.form, self.signing = Form(self._save, self), Form(self._save_line, self)
        self.due = Label("", "text2", wrap=True)
        self.unit = ComboBox()
        self.unit.setAccessibleName("签字栏属于哪个单位")
        self.unit.activated.connect(self._unit_chosen)
        self.own = Label("", "text3", wrap=True)
        for form in (self.form, self.signing):
            form.changed.connect(self.wrong_changed)
        self._lay_out()

    def _lay_out(self) -> None:
        """Put the groups below each other."""
        due, ways, lines = FieldGrid(200, 2, 2), FieldGrid(240, 2, 2), FieldGrid(200, 3, 2)
        due.add(self.form.choice("month", "截止月份", _MONTHS), self.form.line("day", "截止日"))
        ways.add(
            self.form.choice("paid_base", "支付率", _PAID),
            self.form.choice("counting", "打捆项目的计数", _COUNTED),
            self.form.line("leader_label", "领导栏的名称", f"如 {'、'.join(LEADER_LABELS[:4])}；清空为包保领导。"),
        )
        lines.add(*(self.signing.line(key, label) for key, label in SIGN_OFF_LABELS.items()))
        body = QWidget()
        body.setMaximumWidth(_WIDE)
        groups = (
            _group("填报期限", due, self.due),
            _group("口径和名称", ways),
            _group("报表落款", Field("单位", self.unit), lines, self.own),
        )
        body.setLayout(vbox(*groups, None, spacing=14))
        row = hbox(body, margins=(16, 12, 16, 12))
        row.addStretch(1)
        row.setStretchFactor(body, 100)
        self.page.setLayout(row)

    def forms(self) -> tuple[Form, ...]:
        """Return both forms."""
        return (self.form, self.signing)

    def home(self) -> QWidget:
        """Begin with the due day."""
        return self.form.fields["month"].editor

    # --- Showing ---

    def load(self) -> None:
        """Show what holds now."""
        read = self.context.tasks.read
        self._office = kept = read(office)
        chosen = self.unit.currentData()
        self.unit.clear()
        self.unit.addItem(_OFFICE, None)
        for unit in read(unit_rows):
            self.unit.addItem("　" * (unit.depth + 1) + unit.name, unit.id)
        self.unit.setCurrentIndex(max(self.unit.findData(chosen), 0))
        values = {
            "month": str(int(kept.due.next_month)),
            "day": str(kept.due.day),
            "paid_base": kept.paid_base.value,
            "counting": kept.counting.value,
            "leader_label": kept.leader_label,
        }
        self.form.show_row("office", values)
        self.due.setText(self._due_words(kept.due))
        self._show_lines()
        for form in self.forms():
            form.set_read_only(self.blocked)

    def _due_words(self, rule: DueRule) -> str:
        """Return when the report of the last quarter was, or is, due."""
        quarter = default_quarter(self.context.period.today)
        day = due_day(quarter.end, rule)
        week = f"周{_WEEKDAYS[day.weekday()]}"
        return f"{quarter.label}应于 {chinese_day(day)}（{week}）前报。截止日遇周末，提前到周五。"

    def _show_lines(self) -> None:
        """Show the lines of the chosen unit; where it leaves one empty, the office's stands in the report."""
        unit_id = self.unit.currentData()
        lines = self._lines(unit_id)
        self.signing.show_row(unit_id or "office", {key: getattr(lines, key) for key in SIGN_OFF_LABELS})
        names = [self.unit.itemText(self.unit.findData(one)).strip() for one in self._office.unit_sign_off]
        told = f"另有自己落款的单位：{'、'.join(names)}。" if names else "还没有单位另填自己的落款。"
        blank = "空着的一栏用本办公室的；" if unit_id is not None else ""
        self.own.setText(f"{blank}都空着的一栏，报表上留空，供手写。只导出一个单位时用该单位的落款。{told}")

    def _lines(self, unit_id: int | None) -> SignOff:
        """Return the stored lines of a unit, or of the office."""
        if unit_id is None:
            return self._office.sign_off
        return self._office.unit_sign_off.get(unit_id, SignOff())

    def _unit_chosen(self) -> None:
        """Store what is being typed, then show another unit's lines."""
        self.signing.leave()
        self._show_lines()

    # --- Storing ---

    def _save(self, key: str, text: str) -> None:
        """Store one setting."""
        if key == "leader_label":
            self.store("修改领导栏的名称", service.set_leader_label, text or None)
        elif key == "paid_base":
            self.store("修改支付率的分母", service.set_paid_base, text)
        elif key == "counting":
            self.store("修改打捆项目的计数", service.set_counting, text)
        elif key == "month":
            self._save_due(replace(self._office.due, next_month=text == "1"))
        else:
            self._save_due(replace(self._office.due, day=_day_of_month(text)))

    def _save_due(self, rule: DueRule) -> None:
        """Store when reports are due."""
        self.store("修改填报截止日", service.set_due_rule, rule)

    def _save_line(self, key: str, text: str) -> None:
        """Store one line of the unit that is shown."""
        row = self.signing.row
        unit_id = row if isinstance(row, int) else None
        lines = replace(self._lines(unit_id), **{key: text})
        name = self.unit.itemText(self.unit.findData(unit_id)).strip() if unit_id is not None else "本办公室"
        self.store(f"修改{SIGN_OFF_LABELS[key]}：{name}", service.set_sign_off, unit_id, lines)


def _day_of_month(text: str) -> int:
    """Return a typed day of the month; “5日” is 5."""
    plain = text.strip().removesuffix("日").removesuffix("号").strip()
    if not plain.isdecimal():
        raise InputError("截止日要填 1 到 31 的数字，未保存。", "day")
    return int(plain)


def _group(title: str, *items: Item) -> QWidget:
    """Return fields under a title."""
    result = QWidget()
    result.setLayout(vbox(Label(title, strong=True), *items, spacing=6))
    return result
