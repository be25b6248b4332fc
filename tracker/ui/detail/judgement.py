"""研判: the form in the head where a person's verdict on a project is noted or taken back."""

from __future__ import annotations

from tracker.domain.dates import format_day, parse_day
from tracker.domain.deeds import Deed
from tracker.domain.errors import InputError
from tracker.domain.kinds import Colour
from tracker.queries.detail import Detail
from tracker.queries.lights import ProjectLight
from tracker.services.judgements import JudgementInput, judge
from tracker.ui.context import AppContext
from tracker.ui.detail.entry import EntryBox, Values
from tracker.ui.tasks import NOT_STORED

_TAKEN_BACK = "撤回"
_COLOURS = [("", "请选择"), *((one.value, one.value) for one in (Colour.RED, Colour.YELLOW, Colour.GREEN))]


class JudgementBox:
    """The form, hidden until it is opened; ``entry`` is its widget."""

    def __init__(self, context: AppContext) -> None:
        """Make the folded form."""
        self._context = context
        self._project: Detail | None = None
        self._found: ProjectLight | None = None
        self.entry = EntryBox("保存研判", self._save)
        form = self.entry.form
        self._colour = form.choice("colour", "研判灯色", _COLOURS)
        self.entry.grid.add(self._colour, form.day("judged_on", "研判日期"), form.line("judged_by", "研判人"))
        self.entry.grid.add(form.line("reason", "研判理由"), span=0)

    def show_project(self, project: Detail, found: ProjectLight | None, blocked: str | None) -> None:
        """Belong to a project; another one's form is folded away."""
        if self._project is None or self._project.project_id != project.project_id:
            # Without a word: the keyboard is in the list and stays there.
            self.entry.form.show_row(None, {})
            self.entry.hide()
        self._project, self._found = project, found
        self.entry.set_blocked(blocked)

    def open(self) -> None:
        """Unfold the form with the verdict there is, dated so that it shows in the period on the screen."""
        period, last = self._context.period, self._found.judgement if self._found else None
        self._colour.set_choices([*_COLOURS, (_TAKEN_BACK, "撤回研判")] if last else _COLOURS)
        values = {
            "colour": (last.colour or "") if last else "",
            "judged_on": format_day(min(period.today, period.as_of)),
            "judged_by": self._context.tasks.who,
            "reason": last.reason if last else "",
        }
        self.entry.open_with("研判（与系统亮灯并列，不改变亮灯）", values, "colour")

    def _save(self, values: Values) -> None:
        """Store a verdict; raises InputError where none was chosen or it was refused."""
        if self._project is None:
            return
        colour = values["colour"]
        if not colour:
            raise InputError("请选择研判灯色。", "colour")
        day = parse_day(values["judged_on"])
        if day is None:
            raise InputError("请填写研判日期。", "judged_on")
        given = JudgementInput(
            project_id=self._project.project_id,
            colour=None if colour == _TAKEN_BACK else colour,
            judged_on=day,
            reason=values["reason"],
            judged_by=values["judged_by"] or None,
        )
        verb = "撤回研判" if given.colour is None else f"研判为{colour}"
        today = self._context.period.today
        if self._context.tasks.write(Deed(f"{verb}：{self._project.name}"), judge, given, today) is None:
            raise InputError(NOT_STORED)
        if day > self._context.period.as_of:
            self._context.notify(f"研判已保存。研判日期 {day} 在本报告期之后，从 {day} 所在的报告期起显示。")
