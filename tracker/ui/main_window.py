"""The window: rail, menus, strips, pages and status line. Which file is open is ``opening``'s business."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QByteArray, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QMainWindow, QMenuBar, QStackedWidget, QWidget

from tracker.domain.changes import Changes
from tracker.domain.errors import TrackerError
from tracker.ui import messages, theme
from tracker.ui.closed_box import ClosedBox
from tracker.ui.context import AppContext, Link, Period
from tracker.ui.forms import hbox, shortened, vbox
from tracker.ui.icons import program_icon
from tracker.ui.menus import Menus
from tracker.ui.own_units import own_criteria
from tracker.ui.page_stack import PageStack
from tracker.ui.period_box import PeriodBox
from tracker.ui.rail import Rail
from tracker.ui.settings_store import SettingsStore
from tracker.ui.start_page import StartPage
from tracker.ui.status_bar import StatusBar
from tracker.ui.strip import BusyLine, StripStack
from tracker.ui.tasks import Runner, Tasks

PRODUCT = "专栏项目台账"
_NAMED = 40  # characters of a deed in the menu
_USUAL = QSize(1366, 768)
BUSY_AFTER_MS = 200  # shorter work shows nothing
TELL_AFTER_MS = 1_000  # longer work is named in the status bar


class MainWindow(QMainWindow):
    """The program's one window.

    ``retry_wanted`` asks to open the file again, for writing. ``closing`` comes before the window goes.
    ``context_changed``: another file is open (AppContext), or none (None).
    """

    retry_wanted = Signal()
    closing = Signal()
    context_changed = Signal(object)

    def __init__(self, config: SettingsStore, today: date, runner: Runner | None = None) -> None:
        """Make the window without a file; *today* decides which quarter is the last ended one."""
        super().__init__()
        self.config = config
        self.period = Period(today, self)
        self.runner = runner or Runner(self)
        self.context: AppContext | None = None
        self.setWindowTitle(PRODUCT)
        self.setWindowIcon(program_icon())
        self.setMinimumSize(int(theme.Size.MIN_WIDTH), int(theme.Size.MIN_HEIGHT))
        self.rail = Rail()
        self.strips = StripStack()
        self.status = StatusBar()
        self.start_page = StartPage()
        self.pages = PageStack(self.rail, self)
        self._build_menus()
        self._build_body()
        self._wire()
        self._restore_place()

    # --- Building ---

    def _build_menus(self) -> None:
        """Make the menu line with the period in its right corner."""
        bar = QMenuBar()
        self.menus = Menus(bar)
        self.undo_action = self.menus.add("编辑", "撤销", self._undo, keys="Ctrl+Z", picture="arrow_undo")
        self.redo_action = self.menus.add(
            "编辑", "重做", self._redo, keys="Ctrl+Y / Ctrl+Shift+Z", picture="arrow_redo"
        )
        self.menus.add("视图", "刷新", self.refresh, keys="F5")
        self.menus.add("视图", "后退", self.pages.back, keys="Alt+Left")
        self.menus.add("视图", "前进", self.pages.forward, keys="Alt+Right")
        self.period_box = PeriodBox(self.period, self.config, self.undo_action, self.redo_action)
        self.closed_box = ClosedBox()
        self.context_changed.connect(self.closed_box.show_context)
        self.context_changed.connect(self.period_box.show_context)
        line = QWidget()
        line.setObjectName("menuLine")
        line.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        line.setFixedHeight(theme.height(theme.Size.MENU) + 1)
        line.setLayout(hbox(bar, None, self.closed_box, self.period_box, margins=(0, 0, 0, 1)))
        self.setMenuWidget(line)

    def _build_body(self) -> None:
        """Lay out rail, toolbar, strips, pages and status line."""
        self.toolbars = self.pages.toolbars
        self._content = QStackedWidget()
        self._content.addWidget(self.start_page)
        self._content.addWidget(self.pages)
        column = vbox(self.toolbars, self.strips, self._content)
        self.busy_line = BusyLine(self._content)
        column.setStretchFactor(self._content, 1)
        upper = hbox(self.rail)
        upper.addLayout(column, 1)
        body = QWidget()
        body.setLayout(vbox(upper, self.status))
        self.setCentralWidget(body)

    def _wire(self) -> None:
        """Connect the parts."""
        self.rail.chosen.connect(self.pages.show_page)
        self.pages.shown.connect(self._page_shown)
        self.pages.wrong_changed.connect(self.status.set_wrong)
        self.period.leaving.connect(self.pages.leave)
        self.period.changed.connect(self.pages.period_changed)
        self.status.cancelled.connect(self.runner.cancel)
        self.runner.started.connect(self._work_started)
        self.runner.progressed.connect(self._work_progressed)
        self.runner.finished.connect(self._work_finished)
        self.runner.failed.connect(self.show_error)
        self._busy_timer, self._tell_timer = QTimer(self), QTimer(self)
        for timer, delay in ((self._busy_timer, BUSY_AFTER_MS), (self._tell_timer, TELL_AFTER_MS)):
            timer.setSingleShot(True)
            timer.setInterval(delay)
        self._busy_timer.timeout.connect(self._show_busy)
        self._tell_timer.timeout.connect(self._tell_work)
        self._work = ("", 0, 0, "")
        self.pages.show_rail()
        self.set_steps()
        self.start_page.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.start_page.setFocus()

    # --- The open file ---

    def set_tasks(self, tasks: Tasks) -> None:
        """Show an open file; the pages of the one before go."""
        self.strips.clear("error")
        self.strips.clear("notice")
        context = AppContext(tasks, self.period, self.config, self)
        context.projects_wanted.connect(self.pages.show_projects)
        context.project_wanted.connect(self.pages.show_project)
        context.page_wanted.connect(self.pages.go_to)
        context.menu_wanted.connect(self.menus.run)
        context.selection_told.connect(self.status.set_selection)
        context.notice_wanted.connect(self._show_notice)
        tasks.changed.connect(self._changed)
        tasks.saved.connect(self._saved)
        tasks.failed.connect(self.show_error)
        tasks.steps_changed.connect(self.set_steps)
        context.closed.switched.connect(self.pages.period_changed)
        self.context = context
        context.set_criteria(own_criteria(context))
        self.context_changed.emit(context)
        self._show_access()
        self.menus.forget_pages()
        self.pages.open(context)
        self.set_steps()
        self._content.setCurrentWidget(self.pages)

    def clear_tasks(self) -> None:
        """Show the start page: no file is open."""
        self.context = None
        self.context_changed.emit(None)
        self.pages.close_all()
        self.menus.forget_pages()
        self.strips.clear("read_only")
        self.setWindowTitle(PRODUCT)
        self.status.set_user("", read_only=False)
        self.set_steps()
        self._content.setCurrentWidget(self.start_page)

    def _show_access(self) -> None:
        """Say in title, strip and status line which file is open and whether it can be changed."""
        if self.context is None:
            return
        tasks = self.context.tasks
        reason = tasks.read_only
        self.setWindowTitle(f"{tasks.path.name}{'（只读）' if reason else ''} — {PRODUCT}")
        self.status.set_saved("")
        self.status.set_user(tasks.who, read_only=reason is not None)
        if reason:
            links = (Link("重试", self.retry_wanted.emit),)
            self.strips.show_strip("read_only", "read_only", reason, links, closable=False)
        else:
            self.strips.clear("read_only")

    def _changed(self, changes: Changes, _action_id: int) -> None:
        """Let the pages read again what was touched; the user may go by another name now."""
        self.pages.changed(changes)
        if Changes.SETTINGS in changes and self.context is not None:
            self.status.set_user(self.context.tasks.who, read_only=False)

    def _saved(self, time: str) -> None:
        """Say when it was stored."""
        self.status.set_saved(f"已保存 {time}")
        self.strips.clear("error")

    def refresh(self) -> None:
        """F5: read everything again, as another copy may have written meanwhile."""
        if self.context:
            self.context.closed.forget()
            self.closed_box.show_state()
        self.pages.changed(Changes.EVERYTHING)
        self.set_steps()

    # --- Undo and redo ---

    def set_steps(self) -> None:
        """Name what undo and redo would do, in menu and tooltip."""
        undo, redo = (None, None)
        reason = self.context.tasks.read_only if self.context else None
        if self.context and reason is None:
            undo, redo = self.context.tasks.steps()
        for action, verb, what, keys in (
            (self.undo_action, "撤销", undo, "Ctrl+Z"),
            (self.redo_action, "重做", redo, "Ctrl+Y"),
        ):
            action.setEnabled(what is not None)
            named = f"{verb}：{shortened(what, _NAMED)}" if what else verb
            action.setText(named)
            action.setToolTip(reason or (f"{named}（{keys}）" if what else f"没有可{verb}的操作"))
        if self.context and undo is None and reason is None and (stop := self.context.tasks.undo_stop()):
            self.undo_action.setText(f"撤销（“{shortened(stop, _NAMED)}”及以前的操作不能撤销）")
            self.undo_action.setToolTip(f"没有可撤销的操作：“{stop}”及以前的操作不能撤销")

    def _undo(self) -> None:
        """Take the last deed back."""
        if self.context:
            self.pages.leave()
            self.strips.clear("notice")  # it tells of what is not so any more
            self.context.tasks.undo()

    def _redo(self) -> None:
        """Do it again."""
        if self.context:
            self.strips.clear("notice")
            self.context.tasks.redo()

    # --- What happens around the pages ---

    def _page_shown(self) -> None:
        """Fit menus, legend and status line to the page that is open now."""
        page = self.pages.current
        if page is None:
            return
        self.menus.set_page(self.pages.current_key, page.menus(), page.lasting_menus())
        self.status.show_legend(shown=page.has_figures)

    def show_error(self, error: Exception) -> None:
        """Show an error of the world in the strip; one of ours goes on to the crash handler."""
        if not isinstance(error, TrackerError):
            raise error
        self.strips.show_strip("error", "error", str(error))

    def _show_notice(self, tone: str, sentence: str, links: tuple[Link, ...]) -> None:
        """Show what a page has to say, or take it away."""
        if not sentence:
            self.strips.clear("notice")
            return
        self.strips.show_strip("notice", tone, sentence, links)

    def _work_started(self, title: str) -> None:
        """Remember what runs; short work is never shown."""
        self._work = (title, 0, 0, "")
        self._busy_timer.start()
        self._tell_timer.start()

    def _work_progressed(self, title: str, done: int, total: int, text: str) -> None:
        """Follow how far it is."""
        self._work = (title, done, total, text)
        self.start_page.set_progress(done, total)
        if not self._tell_timer.isActive() and self.runner.busy:
            self._tell_work()

    def _work_finished(self, _title: str) -> None:
        """Clear the line and the status bar."""
        self._busy_timer.stop()
        self._tell_timer.stop()
        self.busy_line.set_running(running=False)
        self.status.set_work("", 0, 0)

    def _show_busy(self) -> None:
        """Run the line."""
        self.busy_line.set_running(running=True)

    def _tell_work(self) -> None:
        """Name the work in the status bar."""
        self.status.set_work(*self._work)

    # --- The window itself ---

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc, if nothing more special took it, is the page's."""
        if event.key() == Qt.Key.Key_Escape and self.pages.current is not None and self.pages.current.escape():
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Adapt the parts to the new width."""
        super().resizeEvent(event)
        self.rail.set_narrow(narrow=self.width() < theme.Size.FOLDED)
        self.period_box.narrow(self.width())
        self.closed_box.narrow(self.width())
        self.pages.narrow(self.width())

    def closeEvent(self, event: QCloseEvent) -> None:
        """Store what is being edited, ask about what was refused, remember the place."""
        wrong = self.pages.leave()
        question = f"{wrong} 处输入有误，没有保存。现在关闭，这些内容会丢失。"
        if wrong and not messages.confirm(self, question, "仍然关闭"):
            event.ignore()
            return
        if self.runner.busy and not messages.confirm(self, f"正在{self._work[0]}，现在关闭会取消它。", "取消并关闭"):
            event.ignore()
            return
        self.config.set("window.place", bytes(self.saveGeometry().toBase64().data()).decode("ascii"))
        self.closing.emit()
        self.runner.stop()
        super().closeEvent(event)

    def _restore_place(self) -> None:
        """Open where the window was closed, else at the usual size within the screen."""
        kept = self.config.text("window.place")
        if kept and self.restoreGeometry(QByteArray.fromBase64(QByteArray(kept.encode("ascii", "ignore")))):
            return
        screen = self.screen().availableSize()
        self.resize(min(_USUAL.width(), screen.width()), min(_USUAL.height(), screen.height()))
