"""The head of the panel: name, what kind of project it is, and what needs attention."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from tracker.domain.kinds import STATES_WITH_REASON
from tracker.domain.money import format_points
from tracker.queries.detail import Detail
from tracker.ui import theme
from tracker.ui.context import AppContext, Link
from tracker.ui.detail.ask import INKS, Tinted
from tracker.ui.forms import Label, hbox, link, tool, vbox
from tracker.ui.icons import pixmap

_LATE_RED, _LAG_AMBER, _LAG_RED = 30, 10, 30  # days; points


@dataclass(frozen=True)
class Remark:
    """One thing to know about a project; ``tone`` is "error", "warning" or "info"."""

    tone: str
    sentence: str


def subtitle(project: Detail) -> str:
    """Return unit · kind · 建设性质 · state · source, as far as they are known."""
    if not project.counted:
        kind = [f"工程标题，含 {len(project.inside)} 个项目"]
    else:
        kind = [project.kind, project.nature, project.figures.state or "状态未填"]
    source = project.sources[0] if project.sources else None
    place = [f"{source.plan_short} {source.box_label}{source.programme_no}"] if source else ["规划外"]
    return " · ".join([project.unit, *kind, *place])


def remarks(project: Detail, as_of: date) -> list[Remark]:
    """Return what needs attention as of a date, the gravest first; nothing is said of what is not known."""
    figures, found = project.figures, []
    if project.merged_into is not None:
        found.append(Remark("info", f"已于 {project.merged_on} 并入“{project.merged_into[1]}”，只供查看。"))
        return found
    found += _set_by_hand(project, as_of)
    if figures.late_days:
        days, due = figures.late_days, figures.next_due
        first = due is not None and (as_of - due).days == days
        what = f"“{figures.next_title}”应于 {due} 完成，逾期 {days} 天。" if first else ""
        many = f"{figures.nodes_late} 个节点逾期，最多 {days} 天。"
        found.append(Remark("error" if days > _LATE_RED else "warning", what or many))
    lead = figures.lead(as_of)
    if lead is not None and lead * 100 <= -_LAG_AMBER:
        points = format_points(-lead).removeprefix("+")
        tone = "error" if lead * 100 < -_LAG_RED else "warning"
        found.append(Remark(tone, f"年度投资完成率比序时进度落后 {points} 个百分点。"))
    return sorted(found, key=lambda remark: ("error", "warning", "info").index(remark.tone))


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
    """Name, subtitle, buttons and the strip of remarks. ``step`` carries −1 or +1."""

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
        self.strip = _Strip()
        buttons = vbox(hbox(self.up, self.down, self.close_button), None)
        title = hbox(vbox(4, self.name, 4, self.subtitle, None), buttons, spacing=8)
        self.setLayout(vbox(title, self.strip, spacing=6, margins=(12, 6, 8, 4)))

    def show_project(self, project: Detail, as_of: date) -> None:
        """Show a project as of a date."""
        self.name.setText(project.name)
        self.subtitle.setText(subtitle(project))
        self.subtitle.setToolTip(
            "\n".join(
                f"{row.plan} {row.box_label} {row.box_title}{row.programme_no}{row.programme}"
                for row in project.sources
            )
        )
        into = project.merged_into
        ways = [] if into is None else [Link(f"打开“{into[1]}”", lambda: self._context.open_project(into[0]))]
        self.strip.show_remarks(remarks(project, as_of), ways)


class _Strip(Tinted):
    """The sentences under the name, on the ground of the gravest one."""

    def __init__(self) -> None:
        super().__init__("amber_bg")
        self._icon = Label()
        self._text = Label("", wrap=True)
        self._ways = hbox()
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        icon = vbox(self._icon, None)
        self.setLayout(hbox(icon, vbox(self._text, self._ways), spacing=6, margins=(8, 5, 8, 5)))
        self._picture = ("info", "text2")
        theme.scheme_changed().changed.connect(self._draw)
        self.hide()

    def show_remarks(self, found: list[Remark], ways: list[Link]) -> None:
        """Show remarks, or nothing."""
        while (item := self._ways.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        self.setVisible(bool(found))
        if not found:
            return
        tone = found[0].tone
        self.set_ground({"error": "red_bg", "warning": "amber_bg"}.get(tone, "alt"))
        self._text.setText("\n".join(remark.sentence for remark in found))
        self._picture = ({"info": "info"}.get(tone, "warning"), INKS[tone])
        for way in ways:
            self._ways.addWidget(link(way.text, run=way.run))
        if ways:
            self._ways.addStretch(1)
        self._draw()

    def _draw(self) -> None:
        """Draw the icon in the colours in force."""
        side = int(theme.Size.ICON)
        self._icon.setPixmap(pixmap(*self._picture, side, self.devicePixelRatioF()))
        self._icon.setFixedSize(QSize(side, side))
