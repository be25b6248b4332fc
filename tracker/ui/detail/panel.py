"""The panel beside the list: head, warning strip and the tabs of one project."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QElapsedTimer, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QTabBar, QWidget

from tracker.domain.changes import Changes
from tracker.domain.errors import NotFound
from tracker.queries import shown
from tracker.queries.criteria import Criteria
from tracker.queries.detail import Detail, detail
from tracker.ui import light_cells, theme
from tracker.ui.context import AppContext, Link
from tracker.ui.detail.facts import FactsTab
from tracker.ui.detail.head import Head
from tracker.ui.detail.history import HistoryTab
from tracker.ui.detail.milestones import MilestonesTab
from tracker.ui.detail.money import MoneyTab
from tracker.ui.detail.papers import PapersTab
from tracker.ui.detail.problems import ProblemsTab
from tracker.ui.detail.report import ReportTab
from tracker.ui.detail.tab import Tab
from tracker.ui.forms import Label, separator, vbox

SETTLE_MS = 150  # while the user walks the list the panel waits for the last step
_USUAL_WIDTH = 452
_LEAST_WIDTH = 400  # the tools above milestones and money fit with their words

_TABS: tuple[tuple[str, Callable[[AppContext], Tab]], ...] = (
    ("facts", FactsTab),
    ("milestones", MilestonesTab),
    ("money", MoneyTab),
    ("report", ReportTab),
    ("problems", ProblemsTab),
    ("papers", PapersTab),
    ("history", HistoryTab),
)
TABS = tuple(key for key, _make in _TABS)
# The head shows figures and the light, whose rules are settings: every change may concern it.
_HEAD_WANTS = Changes.EVERYTHING


class DetailPanel(QWidget):
    """Shows one project; it follows the file and the report period by itself, hidden ones when they are shown again.

    ``step`` asks for the row above (−1) or below (+1); ``closed`` asks to fold the panel away; ``wrong_changed`` tells
    how many inputs stand in it that are not stored.
    """

    step = Signal(int)
    closed = Signal()
    wrong_changed = Signal(int)

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        """Make an empty panel."""
        super().__init__(parent)
        self.context = context
        self.project_id: int | None = None
        self._shown: Detail | None = None
        self._missed = Changes.NOTHING
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self._show_now)
        self._since_last = QElapsedTimer()
        self.head = Head(context)
        self.head.step.connect(self._step)
        self.head.closed.connect(self.closed)
        self.tabs: dict[str, Tab] = {key: make(context) for key, make in _TABS}
        self._stale = set(self.tabs)
        self._build()
        context.tasks.changed.connect(self._on_changed)
        context.period.changed.connect(self._on_period)
        context.closed.switched.connect(self._on_period)
        self._show_nothing()

    def _build(self) -> None:
        """Lay out head, tab bar and tabs; and the sentence where nothing is selected."""
        self.bar = QTabBar()
        self.bar.setDrawBase(False)
        self.bar.setExpanding(False)
        self.bar.setUsesScrollButtons(True)
        self.bar.setAccessibleName("项目详情")
        self._stack = QStackedWidget()
        for tab in self.tabs.values():
            self.bar.addTab("")
            self._stack.addWidget(tab)
            tab.wrong_changed.connect(self._count_wrong)
        self.bar.currentChanged.connect(self._tab_changed)
        self._content = QWidget()
        line = vbox(self.bar, margins=(3, 0, 3, 0))
        content = vbox(self.head, line, separator(), self._stack)
        content.setStretchFactor(self._stack, 1)
        self._content.setLayout(content)
        self._nothing = Label("", "text2", wrap=True)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._nothing.setContentsMargins(theme.Size.DIALOG_MARGIN, 0, theme.Size.DIALOG_MARGIN, 0)
        self.setLayout(vbox(self._content, self._nothing))
        self.setMinimumWidth(_LEAST_WIDTH)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def take_focus(self) -> None:
        """Begin at the tabs. A focus proxy would do so too, but then Tab passes over what stands above them."""
        self.bar.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- Which project, which tab ---

    def show_project(self, project_id: int | None, tab: str = "") -> None:
        """Show a project, None that nothing is selected; *tab* (of TABS) opens another tab, else the open one stays.

        Calls that follow each other within 150 ms wait for the last of them.
        """
        self.project_id = project_id
        if tab in self.tabs:
            self.bar.setCurrentIndex(TABS.index(tab))
        if self._since_last.isValid() and self._since_last.elapsed() < SETTLE_MS:
            self._settle.start()
        else:
            self._show_now()
        self._since_last.start()

    @property
    def tab(self) -> str:
        """The key of the open tab."""
        return TABS[max(self.bar.currentIndex(), 0)]

    @property
    def current(self) -> Tab:
        """The open tab."""
        return self.tabs[self.tab]

    def leave(self) -> int:
        """Store what is being edited; return how many inputs are wrong and not stored."""
        if self._shown is None:
            return 0
        self.current.leave()
        return self.wrong

    @property
    def wrong(self) -> int:
        """How many inputs are wrong and not stored."""
        return sum(tab.wrong for tab in self.tabs.values())

    def _count_wrong(self) -> None:
        """Tell how many inputs are not stored now."""
        self.wrong_changed.emit(self.wrong)

    def _step(self, by: int) -> None:
        """Store what is being edited, then ask for a neighbour."""
        self.leave()
        self.step.emit(by)

    def _show_now(self) -> None:
        """Read the project asked for."""
        self._settle.stop()
        if self._shown is not None and self._shown.project_id != self.project_id:
            self._put_away(self._shown)
        self._stale = set(self.tabs)
        self._read()

    def _put_away(self, shown: Detail) -> None:
        """Store what is being edited; say what could not be stored, and how to get back to it."""
        tab, wrong = self.tab, self.leave()
        for one in self.tabs.values():
            one.put_away()
        if wrong:
            back = Link("回去改", partial(self.context.open_project, shown.project_id, tab))
            self.context.notify(f"“{shown.name}”有 {wrong} 处输入有误，没有保存。", back, tone="warning")
        self._count_wrong()

    def _read(self) -> None:
        """Read the project and show it in the head and the open tab."""
        self._missed = Changes.NOTHING
        if self.project_id is None:
            self._show_nothing()
            return
        key, period, read = self.project_id, self.context.period, self.context.tasks.read
        try:
            found = read(detail, key, period.as_of)
        except NotFound as error:
            self._show_nothing(str(error))
            return
        self._shown = found
        self._content.show()
        self._nothing.hide()
        source = self.context.source or self.context.source_for(Criteria(unit_ids=(found.unit_id,)))
        lights = read(shown.lights, source, [key], period.as_of, by=light_cells.aimed_at(period))
        counted = read(shown.head, source, found)
        self.head.show_project(counted, period.as_of, lights.get(key) if found.counted else None)
        self._name_tabs(counted)
        self._load_current()

    def _show_nothing(self, sentence: str = "") -> None:
        """Say that no project is selected, or that it is gone."""
        self._shown = None
        self._content.hide()
        self._nothing.setText(sentence or "没有选中项目。在列表里选一个，这里显示它的详情。")
        self._nothing.show()

    def _name_tabs(self, project: Detail) -> None:
        """Write the counts on the tabs."""
        figures = project.figures
        words = {
            "facts": "概况",
            "milestones": f"里程碑 {figures.nodes_met}/{figures.nodes}" if figures.nodes else "里程碑",
            "money": "资金",
            "report": "季报",
            "problems": f"问题 {figures.open_problems}" if figures.open_problems else "问题",
            "papers": "文件",
            "history": "变更",
        }
        for place, key in enumerate(TABS):
            self.bar.setTabText(place, words[key])

    def _tab_changed(self, place: int) -> None:
        """Store what was being edited and show the other tab."""
        before = self._stack.currentWidget()
        if self._shown is not None and isinstance(before, Tab):
            before.leave()
        self._stack.setCurrentIndex(place)
        self._load_current()

    def _load_current(self) -> None:
        """Fill the open tab if it shows something else."""
        if self._shown is not None and self.tab in self._stale:
            self._stale.discard(self.tab)
            self.current.show_project(self._shown)

    # --- Following the file ---

    def _on_changed(self, changes: Changes, _action_id: int) -> None:
        """Something was stored: read again what it touched, now or when the panel is shown."""
        self._missed |= changes
        self._stale |= {key for key, tab in self.tabs.items() if tab.wants & changes}
        if self.isVisible():
            self._catch_up()

    def _on_period(self) -> None:
        """Another report period: store what is being typed for the old one, then read everything again."""
        self.leave()
        self._on_changed(Changes.EVERYTHING, 0)

    def _catch_up(self) -> None:
        """Read what was missed."""
        if self._missed & _HEAD_WANTS and self.project_id is not None and not self._settle.isActive():
            self._read()
        else:
            self._load_current()

    def sizeHint(self) -> QSize:
        """Return the width the panel has beside the list."""
        return QSize(_USUAL_WIDTH, super().sizeHint().height())

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what happened while hidden."""
        super().showEvent(event)
        if self._missed:
            self._catch_up()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt+↑ and Alt+↓ walk the list from anywhere in the panel."""
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.modifiers() == Qt.KeyboardModifier.AltModifier and event.key() in steps:
            self._step(steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)
