"""The head of the panel: name, what kind of project it is, and what needs attention."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from tracker.domain.kinds import STATES_WITH_REASON, Colour, RuleFigure
from tracker.domain.money import format_points
from tracker.queries.detail import Detail
from tracker.queries.lights import ProjectLight
from tracker.ui import light_cells, theme
from tracker.ui.context import AppContext, Link
from tracker.ui.detail.judgement import JudgementBox
from tracker.ui.detail.strip import TONES, Remark, Strip
from tracker.ui.forms import Label, hbox, shortened, tool, vbox

_LATE_RED, _LAG_AMBER, _LAG_RED = 30, 10, 30  # days; points
_NAMED = 20  # characters of another project's name on its link


def subtitle(project: Detail) -> str:
    """Return unit · kind · 建设性质 · state · source, as far as they are known."""
    if not project.counted:
        kind = [f"工程标题，含 {len(project.inside)} 个项目"]
    else:
        kind = [project.kind, project.nature, project.figures.state or "状态未填"]
    source = project.sources[0] if project.sources else None
    place = [f"{source.plan_short} {source.box_label}{source.programme_no}"] if source else ["规划外"]
    return " · ".join([project.unit, *kind, *place])


def remarks(project: Detail, as_of: date, lit: ProjectLight | None = None) -> list[Remark]:
    """Return what needs attention as of a date, the gravest first; nothing is said of what is not known.

    What the light beside them (*lit*) says already is left out; 序时 is the line it is judged by.
    """
    said = {one.figure: one.colour for one in lit.light.findings} if lit else {}
    figures, found = project.figures, []
    if project.merged_into is not None:
        found.append(Remark("info", f"已于 {project.merged_on} 并入“{project.merged_into[1]}”，只供查看。"))
        return found
    found += _set_by_hand(project, as_of)
    if figures.late_days and said.get(RuleFigure.MILESTONE_LATE) not in (Colour.RED, Colour.YELLOW):
        days, due = figures.late_days, figures.next_due
        first = due is not None and (as_of - due).days == days
        what = f"“{figures.next_title}”应于 {due} 完成，逾期 {days} 天。" if first else ""
        many = f"{figures.nodes_late} 个节点逾期，最多 {days} 天。"
        found.append(Remark("error" if days > _LATE_RED else "warning", what or many))
    lead = figures.lead(as_of) if lit is None else lit.lead
    # The light measures by the office's own curve: where it judges the year, its word holds.
    judged = RuleFigure.YEAR_LAG in said
    if lead is not None and not judged and lead * 100 <= -_LAG_AMBER:
        points = format_points(-lead).removeprefix("+")
        tone = "error" if lead * 100 < -_LAG_RED else "warning"
        found.append(Remark(tone, f"年度投资完成率比序时进度落后 {points} 个百分点。"))
    return sorted(found, key=lambda remark: TONES.index(remark.tone))


def _set_by_hand(project: Detail, as_of: date) -> list[Remark]:
    """Return the state that a person has set with a reason, if it holds."""
    held = [row for row in project.states if row.since is None or row.since <= as_of]
    if not held or held[-1].state not in STATES_WITH_REASON:
        return []
    last = held[-1]
    since = f"自 {last.since} 起" if last.since else ""
    why = f"：{last.reason}" if last.reason else ""
    return [Remark("warning", f"{since}{last.state}{why}")]


class Head(QWidget):
    """Name, subtitle, buttons, the strip with light and remarks, the form for a verdict. ``step`` carries −1 or +1."""

    step = Signal(int)
    closed = Signal()

    def __init__(self, context: AppContext) -> None:
        """Make an empty head."""
        super().__init__()
        self._context = context
        self.name = Label("", size=theme.Type.PAGE, wrap=True)
        self.name.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.subtitle = Label("", "text2", wrap=True)
        self.up = tool("", "arrow_up", tip="上一个项目", run=lambda: self.step.emit(-1))
        self.down = tool("", "arrow_down", tip="下一个项目", run=lambda: self.step.emit(1))
        self.close_button = tool("", "dismiss", tip="收起详情（Esc）", run=self.closed.emit)
        for one in (self.up, self.down, self.close_button):
            one.setFixedWidth(theme.Size.CONTROL)
        self.strip = Strip()
        self.judging = JudgementBox(context)
        self.strip.judge.clicked.connect(self.judging.open)
        self.judging.entry.closed.connect(self.strip.judge.setFocus)
        buttons = vbox(hbox(self.up, self.down, self.close_button), None)
        title = hbox(vbox(4, self.name, 4, self.subtitle, None), buttons, spacing=8)
        self.setLayout(vbox(title, self.strip, self.judging.entry, spacing=6, margins=(12, 6, 8, 4)))

    def show_project(self, project: Detail, as_of: date, found: ProjectLight | None) -> None:
        """Show a project as of a date with its light, None for what has none."""
        self.name.setText(project.name)
        self.subtitle.setText(subtitle(project))
        self.subtitle.setToolTip(
            "\n".join(
                f"{row.plan} {row.box_label} {row.box_title}{row.programme_no}{row.programme}"
                for row in project.sources
            )
        )
        into = project.merged_into
        ways = (
            []
            if into is None
            else [Link(f"打开“{shortened(into[1], _NAMED)}”", lambda: self._context.open_project(into[0]))]
        )
        lit = None if found is None or light_cells.dark(found) else found
        blocked = self._context.tasks.read_only
        if into is not None:
            blocked = blocked or f"此项目已并入“{into[1]}”，只供查看。"
        self.judging.show_project(project, lit, blocked)
        self.strip.show_light(lit, blocked)
        self.strip.show_remarks(remarks(project, as_of, lit), ways)
