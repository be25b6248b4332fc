"""设置 → 灯规则: which set of rules lights follow, its thresholds, and what would be red and yellow under it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from tracker.domain import light_rules
from tracker.domain.changes import Changes
from tracker.domain.errors import InputError
from tracker.domain.figures import GroupKey
from tracker.domain.kinds import RuleFigure, RuleMeasure, RuleScope
from tracker.domain.light_rules import MEASURES_OF, MILLI, Rule, RuleSet
from tracker.queries.criteria import Criteria
from tracker.queries.lights import ColourCounts, colour_counts
from tracker.queries.rules import RuleSetRow, rule_sets
from tracker.services import rules as service
from tracker.ui.cells import Cell
from tracker.ui.context import AppContext, Link
from tracker.ui.detail.entry import EntryBox, Values
from tracker.ui.fields import ComboBox
from tracker.ui.forms import Label, set_blocked, tool, vbox
from tracker.ui.settings.section import Section
from tracker.ui.table_model import Column, RowTableModel
from tracker.ui.table_view import TableView
from tracker.ui.tasks import Progress

_YES, _NO = "是", "否"
_READS = {
    RuleFigure.YEAR_LAG: "年初至今完成投资÷年度计划，落后序时进度多少；没有年度计划的项目不看这一条",
    RuleFigure.TARGET_LAG: "能力项目各目标的完成率，落后序时进度多少",
    RuleFigure.MILESTONE_LATE: "最早一个逾期节点，逾期多少天（按最新批准，没有则按原定）",
    RuleFigure.PAID_OVER_DONE: "累计支付超过累计完成投资的部分，占完成投资多少（可能是预付款，请核实）",
}


Asked = tuple[date, RuleSet, RuleSet]  # as of, the set that is looked at, the one in force
Answer = tuple[Asked, tuple[str, ...]]


class Line:
    """One rule of the shown set, by its place."""

    def __init__(self, place: int, rule: Rule) -> None:
        """Take a rule down."""
        self.place, self.rule = place, rule


class LightsSection(Section):
    """The rule sets: one is in force, all can be looked at and changed."""

    key = "lights"
    title = "灯规则"
    explanation = (
        "每个项目按启用的规则亮灯：各条规则里最严重的一个决定颜色。改界限立即生效；已封账的季度仍按封账时的灯。"
    )
    wants = Changes.EVERYTHING & ~Changes.CLOSING
    of_period = True

    def __init__(self, context: AppContext) -> None:
        """Make the chooser of sets, the table of rules and the line of counts."""
        self.chooser = ComboBox()
        self.chooser.setAccessibleName("看哪一套规则")
        self.chooser.setMinimumWidth(220)
        self.take = tool("启用这一套", "checkmark", tip="从现在起按这一套规则亮灯", run=self._take)
        self.copy = tool("复制为…", "copy", tip="以这一套为底，做一套自己的", run=self._start_copy)
        self.reset = tool("恢复原来的界限", "arrow_undo", tip="恢复为随程序提供的名称和界限", run=self._reset)
        self.drop = tool("删除", "delete", tip="删除这一套自己的规则", run=self._remove)
        tools = (self.chooser, 4, self.take, self.copy, self.reset, self.drop, None)
        super().__init__(context, *tools, scrolls=False)
        self._sets: tuple[RuleSetRow, ...] = ()
        self._asked: Asked | None = None
        self.model: RowTableModel[Line] = RowTableModel(
            self._columns(), lambda line: line.place, self.guarded(self._commit), self
        )
        self.table = TableView("settings.lights", context.config)
        self.table.setModel(self.model)
        self.table.setAccessibleName("灯规则")
        self.watch(self.model)
        self.new = EntryBox("复制", self._add)
        self.new.grid.add(self.new.form.line("title", "新规则的名称"), span=2)
        self.origin = Label("", "text2", wrap=True)
        self.counts = Label("", wrap=True)
        foot = vbox(self.origin, self.counts, spacing=4, margins=(16, 8, 16, 10))
        column = vbox(self.new, self.table, foot)
        column.setStretchFactor(self.table, 1)
        self.page.setLayout(column)
        self.chooser.activated.connect(self._show)

    def models(self) -> tuple[RowTableModel[Line], ...]:
        """Return the table."""
        return (self.model,)

    def home(self) -> QWidget:
        """Begin in the table."""
        return self.table

    # --- Showing ---

    def _columns(self) -> tuple[Column[Line], ...]:
        """Return the table's columns."""
        return (
            Column("figure", "看什么", _figure, width=120),
            Column(
                "scope",
                "用于",
                lambda line: Cell(line.rule.scope),
                width=80,
                edit=lambda line: self._unless(line.rule.scope.value),
                choices=lambda _line: [one.value for one in RuleScope],
            ),
            Column(
                "measure",
                "单位",
                lambda line: Cell(line.rule.measure),
                width=64,
                edit=self._measure_typed,
                choices=lambda line: [one.value for one in MEASURES_OF[line.rule.figure]],
            ),
            self._edge("yellow_milli", "黄灯界限"),
            self._flag("yellow_at", "含界限", 58),
            self._edge("red_milli", "红灯界限"),
            self._flag("red_at", "含界限", 58),
            self._flag("enabled", "使用", 48),
            Column("words", "说明", _words, width=240, stretch=True),
        )

    def _unless(self, text: str) -> str | None:
        """Return what is edited, None where nothing can be."""
        return None if self.blocked else text

    def _measure_typed(self, line: Line) -> str | None:
        """Return the measure where there is another one to choose."""
        return self._unless(line.rule.measure.value) if len(MEASURES_OF[line.rule.figure]) > 1 else None

    def _flag(self, key: str, title: str, width: int) -> Column[Line]:
        """Return a column of 是 and 否."""
        return Column(
            key,
            title,
            lambda line: Cell(_yes(line, key), "text" if getattr(line.rule, key) else "text3"),
            width=width,
            align="center",
            edit=lambda line: self._unless(_yes(line, key)),
            choices=lambda _line: (_YES, _NO),
        )

    def _edge(self, key: str, title: str) -> Column[Line]:
        """Return a column of thresholds; empty is a colour the rule never has."""
        return Column(
            key,
            title,
            lambda line: Cell(_threshold(line, key) or "不亮", "text" if _threshold(line, key) else "text3"),
            width=72,
            align="right",
            edit=lambda line: self._unless(_threshold(line, key)),
            tooltip="清空表示这一条不亮这种灯",
        )

    def load(self) -> None:
        """Read the sets; the one that was looked at stays."""
        self._sets = self.context.tasks.read(rule_sets)
        chosen = self.chooser.currentData()
        self.chooser.clear()
        for row in self._sets:
            marks = "（启用中）" if row.active else "（有改动）" if row.changed else ""
            self.chooser.addItem(f"{row.rules.title}{marks}", row.rules.key)
        active = next(place for place, row in enumerate(self._sets) if row.active)
        found = self.chooser.findData(chosen)
        self.chooser.setCurrentIndex(active if found < 0 else found)
        self._show()

    @property
    def shown(self) -> RuleSetRow:
        """The set that is looked at."""
        return self._sets[max(self.chooser.currentIndex(), 0)]

    def _show(self) -> None:
        """Show the chosen set, and count by it."""
        row, blocked = self.shown, self.blocked
        self.model.set_rows([Line(place, rule) for place, rule in enumerate(row.rules.rules)])
        self.origin.setText(f"出处：{row.rules.origin}" if row.rules.origin else "自己的规则，没有填写出处。")
        set_blocked(self.take, blocked or ("这一套正在启用" if row.active else None))
        set_blocked(self.copy, blocked)
        own = None if row.shipped else "自己的规则没有原来的界限"
        set_blocked(self.reset, blocked or own or (None if row.changed else "界限没有改动"))
        kept = "随程序提供的规则不能删除" if row.shipped else "正在启用，不能删除" if row.active else None
        set_blocked(self.drop, blocked or kept)
        self.new.set_blocked(blocked)
        self._count()

    # --- What if ---

    def _count(self) -> None:
        """Count the lights by the shown set, and by the one in force, away from the window's thread."""
        tasks, as_of = self.context.tasks, self.context.period.as_of
        shown, active = self.shown.rules, next(row.rules for row in self._sets if row.active)
        asked: Asked = (as_of, shown, active)
        self._asked = asked
        self.counts.setText("正在统计各色灯的项目数…")

        def work(_progress: Progress) -> Answer:
            sets, whole = (shown,) if shown == active else (shown, active), GroupKey.NOTHING
            found = (tasks.read(colour_counts, Criteria(), as_of, whole, rules=one) for one in sets)
            return asked, tuple(_told(groups[0] if groups else None) for groups in found)

        tasks.background(work, self._counted, "正在统计亮灯", self._not_counted)

    def _counted(self, answer: Answer) -> None:
        """Say what was counted, unless another set is looked at by now."""
        asked, told = answer
        if asked != self._asked:
            return
        as_of = asked[0]
        what_if = f"如果启用这一套，截至 {as_of}：{told[0]}。现在：{told[-1]}。"
        self.counts.setText(f"按启用的规则，截至 {as_of}：{told[0]}。" if len(told) == 1 else what_if)

    def _not_counted(self, error: Exception) -> None:
        """Say that there are no counts, and why."""
        self.counts.setText("没有统计出各色灯的项目数。")
        self.context.tasks.failed.emit(error)

    # --- Storing ---

    def _commit(self, line: Line, key: str, text: str) -> None:
        """Store a cell."""
        row = self.shown
        value: object
        if key in ("yellow_milli", "red_milli"):
            value = light_rules.parse_threshold(text)
        elif key == "measure":
            value = RuleMeasure(text)
        elif key == "scope":
            value = RuleScope(text)
        else:
            value = text == _YES
        values: dict[str, Any] = {key: value}
        changed = replace(line.rule, **values)
        self.store(
            f"修改灯规则：{row.rules.title}，{line.rule.figure}", service.set_rule, row.rules.key, line.place, changed
        )

    def _take(self) -> None:
        """Put the shown set in force."""
        row = self.shown
        self.attempt(f"启用灯规则：{row.rules.title}", service.choose, row.rules.key)

    def _start_copy(self) -> None:
        """Ask for the name of a copy."""
        self.ask.dismiss()
        self.new.open_with(f"以“{self.shown.rules.title}”为底，新做一套", {"title": "本市规则"}, "title")

    def _add(self, values: Values) -> None:
        """Make a copy and look at it."""
        if not values["title"].strip():
            raise InputError("请填写新规则的名称。", "title")
        done = self.store(f"复制灯规则：{values['title']}", service.add_set, values["title"], self.shown.rules.key)
        self.load()
        self.chooser.setCurrentIndex(self.chooser.findData(done.result))
        self._show()
        self.table.setFocus()

    def _reset(self) -> None:
        """Bring the shipped thresholds back."""
        row = self.shown
        self.attempt(f"恢复灯规则的界限：{row.rules.title}", service.reset, row.rules.key)

    def _remove(self) -> None:
        """Ask, then remove a set of the office's own."""
        row = self.shown
        ways = Link("删除", partial(self.attempt, f"删除灯规则：{row.rules.title}", service.remove_set, row.rules.key))
        self.ask.offer(f"删除“{row.rules.title}”？可以撤销。", ways, give_up=self.ask.dismiss)


def _figure(line: Line) -> Cell:
    """Name what a rule reads."""
    return Cell(line.rule.figure, tooltip=_READS[line.rule.figure])


def _yes(line: Line, key: str) -> str:
    """Return 是 or 否."""
    return _YES if getattr(line.rule, key) else _NO


def _threshold(line: Line, key: str) -> str:
    """Return a threshold as it is typed, empty for none."""
    milli = getattr(line.rule, key)
    return "" if milli is None else light_rules.number(Fraction(milli, MILLI))


def _words(line: Line) -> Cell:
    """Say a rule as one reads it aloud."""
    if not line.rule.enabled:
        return Cell("不使用", "text3")
    return Cell(light_rules.describe(line.rule), "text2", tooltip=_READS[line.rule.figure])


def _told(counts: ColourCounts | None) -> str:
    """Return counts in words."""
    if counts is None:
        return "没有项目"
    return f"红 {counts.red}，黄 {counts.yellow}，绿 {counts.green}，灰 {counts.grey}；其中未报 {counts.unreported}"
