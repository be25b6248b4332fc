"""季报: what is said about the chosen quarter, with the quarter before beside it, and every report there was."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QCheckBox, QGridLayout

from tracker.domain import inputs
from tracker.domain.changes import Changes
from tracker.domain.dates import format_day
from tracker.domain.periods import ReportPeriod, period_of
from tracker.queries.detail import Detail
from tracker.queries.reports import ReportRow, previous_report, report, reports
from tracker.services import reports as service
from tracker.services.reports import ReportInput
from tracker.ui.cells import Cell, not_applicable, unfilled
from tracker.ui.context import AppContext
from tracker.ui.detail.fold import Fold
from tracker.ui.detail.form import GAP, FieldGrid, Form
from tracker.ui.detail.milestone_cells import typed_day
from tracker.ui.detail.money_lists import table_of
from tracker.ui.detail.tab import Tab
from tracker.ui.detail.targets import TargetsBlock
from tracker.ui.fields import TextField
from tracker.ui.forms import Label, set_blocked, tool, vbox
from tracker.ui.table_model import Column, RowTableModel

_LINES = 6
LABELS = {
    "text": "形象进度",
    "percent": "形象进度 %",
    "next_steps": "下季安排",
    "reported_by": "填报人",
    "reported_on": "填报日期",
}


class ReportTab(Tab):
    """The report of one project and quarter."""

    wants = Changes.REPORTS | Changes.PROJECTS

    def __init__(self, context: AppContext) -> None:
        """Make the form of this quarter beside the last one's text."""
        self.copy = tool("照上季", "copy", tip="把上期的形象进度、百分比和安排抄过来再改", run=self._copy)
        self.quarter = Label("", strong=True)
        super().__init__(context, 6, self.quarter, None, self.copy)
        self._now: ReportRow | None = None
        self._end = context.period.as_of  # the quarter the form shows; the window's may be another one already
        self.form = Form(self._save, self)
        self.form.changed.connect(self.wrong_changed)
        self.na = QCheckBox("形象进度 % 不适用")
        self.na.clicked.connect(self._set_na)
        self.before, self.this = Label("", "text2", strong=True), Label("", strong=True)
        self.old_text, self.old_steps = _old("上次形象进度"), _old("上次的下季安排")
        self.targets = TargetsBlock(self)
        self.past = Fold("历次季报")
        self.model: RowTableModel[ReportRow] = RowTableModel(_columns(), lambda row: row.id, None, self)
        self.table = table_of("detail.reports", self.model, "历次季报")
        self.table.opened.connect(self._go_to)
        self.past.body.addWidget(self.table)
        self.page.setLayout(vbox(self.targets, self._texts(), self._facts(), 12, self.past, None))

    def _texts(self) -> QGridLayout:
        """Return the sentences, the last quarter's at the left."""
        f = self.form
        text, steps = f.text("text", LABELS["text"], _LINES), f.text("next_steps", LABELS["next_steps"], _LINES - 2)
        grid = QGridLayout()
        grid.setContentsMargins(12, 6, 12, 0)
        grid.setHorizontalSpacing(GAP)
        grid.setVerticalSpacing(8)
        for column in (0, 1):
            grid.setColumnStretch(column, 1)
        for field in (self.old_text, self.old_steps, text, steps):
            field.collapse()
        self._texts_grid = grid
        grid.addWidget(self.before, 0, 0)
        grid.addWidget(self.this, 0, 1)
        for row, pair in enumerate(((self.old_text, text), (self.old_steps, steps)), start=1):
            for column, field in enumerate(pair):
                grid.addWidget(field, row, column)
        # The last quarter is for reading: the keyboard goes through this quarter's fields.
        for old in (self.old_text, self.old_steps):
            old.box.setFocusPolicy(old.box.focusPolicy().ClickFocus)
        return grid

    def _facts(self) -> FieldGrid:
        """Return per cent, who and when."""
        f = self.form
        grid = FieldGrid(column_width=112, most=3, least=3, tight=True)
        grid.add(f.line("percent", LABELS["percent"]), f.line("reported_by", LABELS["reported_by"]))
        grid.add(f.day("reported_on", LABELS["reported_on"]))
        grid.add(self.na, span=0)
        grid.setContentsMargins(12, 8, 12, 0)
        return grid

    def forms(self) -> tuple[Form, ...]:
        """Return the one form."""
        return (self.form,)

    def rest(self) -> None:
        """Forget the numbers that were refused: they belong to the project that goes."""
        self.targets.forget()

    @property
    def wrong(self) -> int:
        """How many inputs are wrong and not stored, numbers of targets among them."""
        return super().wrong + self.targets.wrong

    def load(self, project: Detail) -> None:
        """Read this quarter's report, the one before, and all."""
        period, tasks = self.context.period, self.context.tasks
        key, end = project.project_id, period.as_of
        self._end = end
        self._now, old = tasks.read(report, key, end), tasks.read(previous_report, key, end)
        now = self._now
        values = {name: getattr(now, name) or "" for name in ("text", "next_steps", "reported_by")} if now else {}
        values["percent"] = "" if now is None or now.percent is None else str(now.percent)
        values["reported_on"] = format_day(now.reported_on if now else None)
        # Another quarter is another row: what was typed for one never lands in the other.
        self.form.show_row((key, end), values)
        self.form.set_read_only(self.blocked)
        self._name(period.chosen)
        self.na.setChecked(bool(now and now.na))
        set_blocked(self.na, self.blocked)
        if now is not None and now.na and not self.blocked:
            self.form.set_read_only("形象进度 % 已标为不适用，要填请先取消。", keys=["percent"])
        self._show_old(old)
        said = now is not None and bool(now.text or now.percent is not None or now.na or now.next_steps)
        filled = f"{period.chosen.word}已经填了内容；要照上期填，请先清空" if said else None
        reason = "没有更早的填报" if old is None else filled
        set_blocked(self.copy, self.blocked or reason)
        self.targets.load(project, end)
        self._show_past(tasks.read(reports, key))

    def _name(self, period: ReportPeriod) -> None:
        """Call the parts after the quarter, the month or the day."""
        self.quarter.setText(f"{period.label}（截至 {period.end}）")
        self.this.setText(period.word)
        self.copy.setText(f"照{period.previous_word}")
        self.form.fields["next_steps"].label.setText(f"{period.next_word}安排")

    @property
    def blocked(self) -> str | None:
        """Why nothing can be reported: also for a day that is no month's end."""
        return super().blocked or self.context.period.chosen.refusal

    def _show_old(self, old: ReportRow | None) -> None:
        """Show the report before this quarter, and its per cent under this one's."""
        self.before.setText("" if old is None else period_of(old.period_end).label)
        self._texts_grid.setColumnStretch(0, 0 if old is None else 1)
        self._texts_grid.setHorizontalSpacing(0 if old is None else GAP)
        for part in (self.before, self.old_text, self.old_steps):
            part.setVisible(old is not None)
        self.old_text.set_value((old.text or "") if old else "", fresh=True)
        self.old_steps.set_value((old.next_steps or "") if old else "", fresh=True)
        for field in (self.old_text, self.old_steps):
            field.set_read_only("以前的内容，到那一期的报告期里修改")
        was, now = (old.percent if old else None), (self._now.percent if self._now else None)
        fell = was is not None and now is not None and now < was
        hint = "" if was is None else f"上次 {was}，本期比上次低，请核对" if fell else f"上次 {was}"
        self.form.fields["percent"].set_hint(hint, "amber_text" if fell else "text3")

    def _show_past(self, found: tuple[ReportRow, ...]) -> None:
        """List all reports."""
        self.model.set_rows(found)
        self.past.setVisible(bool(found))
        self.past.summary.setText(f"{len(found)} 次，双击或回车转到该期" if found else "")

    # --- Storing ---

    def _stored(self) -> ReportInput:
        """Return this quarter's report as it is; a new one is by this user, of today."""
        key, end, now = self.project_id, self._end, self._now
        if now is None:
            who, today = self.context.tasks.who, self.context.period.today
            return ReportInput(key, end, reported_by=who, reported_on=today)
        return ReportInput(
            project_id=key,
            period_end=end,
            text=now.text,
            percent=now.percent,
            na=now.na,
            next_steps=now.next_steps,
            reported_by=now.reported_by,
            reported_on=now.reported_on,
        )

    def _save(self, key: str, text: str) -> None:
        """Store one field of the report."""
        value: object = text or None
        if key == "percent":
            value = inputs.whole(text.strip().rstrip("%％ "), LABELS[key], key, 100)
        elif key == "reported_on":
            value = typed_day(text, self._end.year)
        changed = replace(self._stored(), **{key: value})  # type: ignore[arg-type]  # the keys are those of LABELS
        what = f"填写{period_of(self._end).label}{LABELS[key]}"
        self.store(what, service.save, _without_author(changed))

    def _set_na(self) -> None:
        """Mark the per cent as 不适用 or take the mark back."""
        na = self.na.isChecked()
        changed = replace(self._stored(), na=na, percent=None)
        what = "形象进度不适用" if na else "形象进度"
        self.attempt(f"填写{self.context.period.label}{what}", service.save, _without_author(changed))

    def _copy(self) -> None:
        """照上季."""
        what = f"{self.context.period.label}照上期填写"
        self.form.leave()
        self.attempt(what, service.copy_previous, self.project_id, self.context.period.as_of)

    def _go_to(self, _key: object) -> None:
        """Make the current row's quarter the report period."""
        row = self.model.row(self.table.currentIndex().row())
        if row is not None:
            self.context.period.choose(period_of(row.period_end))


def _without_author(report: ReportInput) -> ReportInput:
    """Return a report; one that only says who and when says nothing, and is removed whole."""
    said = report.text or report.next_steps or report.percent is not None or report.na
    return report if said else ReportInput(report.project_id, report.period_end)


def _old(label: str) -> TextField:
    """Return a box for reading."""
    field = TextField(label, lambda _text: None, lines=_LINES if "形象" in label else _LINES - 2)
    field.box.setPlaceholderText("未填")
    return field


def _columns() -> tuple[Column[ReportRow], ...]:
    """Return the columns of the list of reports."""

    def percent(row: ReportRow) -> Cell:
        return not_applicable() if row.na else unfilled() if row.percent is None else Cell(str(row.percent))

    def words(text: str | None) -> Cell:
        return Cell(text, tooltip=text) if text else unfilled()

    return (
        Column("period_end", "报告期", lambda row: Cell(period_of(row.period_end).label), width=104),
        Column("percent", "形象", percent, "%", width=40, align="right"),
        Column("text", "形象进度", lambda row: words(row.text), width=150, stretch=True),
        Column("reported_on", "填报日期", lambda row: Cell(format_day(row.reported_on)), width=76),
        Column("reported_by", "填报人", lambda row: Cell(row.reported_by or ""), width=70),
    )
