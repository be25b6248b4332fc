"""报表 → 封账… and 历次封账…: asks, makes the copy in the background, stores it, and says where the workbook is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from tracker.domain.errors import InputError, TrackerError
from tracker.paths import documents_folder
from tracker.ui import messages
from tracker.ui.closed import CORRECTED
from tracker.ui.context import AppContext, Link
from tracker.ui.main_window import MainWindow
from tracker.ui.system import open_file, show_in_folder
from tracker.ui.tasks import Cancelled, Progress, Tasks

if TYPE_CHECKING:
    from tracker.domain.closing import Closing, ClosingInput, QuarterClosed
    from tracker.reports.closing_file import ClosingRequest
    from tracker.reports.safe_file import Written
    from tracker.ui.dialogs.close_quarter import CloseDialog
    from tracker.ui.dialogs.closings import ClosingsDialog

TITLE = "封账"


@dataclass(frozen=True)
class Made:
    """A copy that is ready to be stored, and the file it was made from."""

    tasks: Tasks
    request: ClosingRequest
    given: ClosingInput


class ClosingDesk(QObject):
    """Closes and reopens quarters of the file one window has open, and asks for the reasons of corrections."""

    def __init__(self, window: MainWindow) -> None:
        """Add the menu entries."""
        super().__init__(window)
        self._window = window
        self._reason = ""
        self.dialog: CloseDialog | None = None
        self.list: ClosingsDialog | None = None
        self.close_action = window.menus.add("报表", "封账…", self.ask, picture="lock_closed")
        window.menus.add("报表", "历次封账…", self.show_all)
        window.closed_box.opened.connect(self.show_all)
        window.context_changed.connect(self._opened)

    @property
    def _context(self) -> AppContext | None:
        """The open file's."""
        return self._window.context

    def _opened(self, context: AppContext | None) -> None:
        """Serve another file."""
        self._reason = ""
        reason = context.tasks.read_only if context else None
        self.close_action.setEnabled(reason is None)
        self.close_action.setToolTip(reason or "")
        if context is not None:
            context.tasks.ask_correction = self._ask_correction
            context.tasks.corrected.connect(self._corrected)

    # --- 更正 ---

    def _ask_correction(self, error: QuarterClosed) -> str | None:
        """Ask why a closed quarter is to read otherwise; the last reason stands there for the next figure."""
        over = QApplication.activeModalWidget() or self._window
        reason = messages.ask_correction(over, str(error), self._reason)
        self._reason = reason or self._reason
        return reason

    def _corrected(self, error: QuarterClosed) -> None:
        """Show what was corrected, for the copy that was signed does not."""
        if self._context is None:
            return
        closed, quarter = self._context.closed, self._context.period.quarter
        shown = "" if closed.corrected or not closed.locking(quarter) else f"现在{CORRECTED}显示。"
        if shown:
            closed.choose(corrected=True)
        self._context.notify(
            f"已登记更正，{error.quarter.label}封账时的数据不变，更正会列在下季度报表后。{shown}",
            Link("查看更正", self.show_all),
        )

    # --- 封账 ---

    def ask(self) -> None:
        """Ask what to close; what is being typed is stored first."""
        from tracker.ui.dialogs.close_quarter import CloseDialog

        if self._context is None:
            return
        wrong = self._window.pages.leave()
        if wrong:
            self._context.notify(f"{wrong} 处输入有误，没有保存。请先改正再封账。", tone="warning")
            return
        self.dialog = CloseDialog(self._window, self._context)
        self.dialog.wanted.connect(self.close)
        self.dialog.open()

    def close(self, request: ClosingRequest) -> None:
        """Make the copy and the workbook in the background."""
        if self._context is None:
            return
        tasks = self._context.tasks
        base = tasks.path.parent

        def work(progress: Progress) -> Made:
            from tracker.reports.closing_file import prepare

            progress(0, 0, "正在整理封账数据")
            return Made(tasks, request, prepare(tasks.read, base, request, progress))

        tasks.background(work, self._store, TITLE, partial(self._failed, None))

    def _store(self, made: Made) -> None:
        """Store the copy; the workbook goes where that is refused, or where another file is open by now."""
        from tracker.services.closing import close, closing_deed

        request, given = made.request, made.given
        if self._context is None or self._context.tasks is not made.tasks:
            self._discard(made)
            return
        deed = closing_deed(request.quarter, request.scope, request.stage)
        today = self._context.period.today

        def service(session: Any, progress: Progress) -> int:
            progress(0, 0, "正在保存封账数据")
            return close(session, given, today)

        self._context.tasks.write_later(deed, service, self._done, partial(self._failed, made))

    def _done(self, closing_id: int) -> None:
        """Say that it is closed and where its workbook lies."""
        from tracker.queries.closing import closings

        context = self._context
        if context is None:
            return
        closing = next(one for one in context.tasks.read(closings) if one.id == closing_id)
        context.closed.choose(corrected=False)
        path = context.tasks.path.parent / (closing.workbook or "")
        context.notify(
            f"{closing.label}已封账（{closing.scope.text}），留存的工作簿：{path.name}。",
            Link("打开文件", partial(open_file, path)),
            Link("打开所在文件夹", partial(show_in_folder, path)),
        )

    def _failed(self, made: Made | None, error: Exception) -> None:
        """Say that nothing was closed, and why."""
        if made is not None:
            self._discard(made)
        if isinstance(error, Cancelled):
            self._notify("已取消封账，数据没有变化。")
        elif isinstance(error, InputError):
            self._notify(str(error), Link("重新封账", self.ask), tone="warning")
        else:
            self._window.show_error(error)

    @staticmethod
    def _discard(made: Made) -> None:
        """Remove the workbook of a closing that did not come about."""
        from tracker.reports.closing_file import discard

        discard(made.tasks.path.parent, made.given)

    # --- 历次封账 ---

    def show_all(self) -> None:
        """List all closings."""
        from tracker.ui.dialogs.closings import ClosingsDialog

        if self._context is None:
            return
        self._window.pages.leave()
        self.list = ClosingsDialog(self._window, self._context)
        self.list.workbook_wanted.connect(self.open_kept)
        self.list.copy_wanted.connect(self.copy_kept)
        self.list.reopen_wanted.connect(self.reopen)
        self.list.open()

    def open_kept(self, closing: Closing) -> None:
        """Open the kept workbook after holding it to its hash."""
        from tracker.reports.closing_file import kept_workbook

        if self._context is None:
            return
        try:
            open_file(kept_workbook(self._context.tasks.path.parent, closing))
        except TrackerError as error:
            messages.warn(self.list or self._window, str(error))

    def copy_kept(self, closing: Closing) -> None:
        """Hand a copy of the kept workbook out."""
        from tracker.reports.closing_file import reprint
        from tracker.reports.file_names import quarterly_name

        if self._context is None:
            return
        parent = self.list or self._window
        suggested = documents_folder() / quarterly_name(closing.quarter)
        path = messages.ask_save(parent, "留存的季报存到哪里", suggested, messages.WORKBOOKS)
        if path is None:
            return
        try:
            written = reprint(self._context.tasks.path.parent, closing, path)
        except TrackerError as error:
            messages.warn(parent, str(error))
            return
        self.tell_copied(closing, written)

    def tell_copied(self, closing: Closing, written: Written) -> None:
        """Say where the copy is."""
        self._notify(
            written.message or f"{closing.label}留存的季报已存为 {written.path.name}，与封账时完全相同。",
            Link("打开文件", partial(open_file, written.path)),
            Link("打开所在文件夹", partial(show_in_folder, written.path)),
            tone="warning" if written.message else "info",
        )

    def reopen(self, closing: Closing) -> None:
        """Reopen a quarter with a reason."""
        from tracker.services import closing as service

        context, parent = self._context, self.list or self._window
        if context is None:
            return
        sentence = (
            f"重新打开{closing.label}后，数字可以直接修改，再封账是第{closing.version + 1}版。"
            "这一版的数据和工作簿都会保留。请写明原因。"
        )
        reason = messages.ask_reason(parent, sentence, "重新打开的原因", "重新打开")
        if not reason:
            return
        deed = service.reopening_deed(closing)
        try:
            done = context.tasks.write(deed, service.reopen, closing.id, reason, context.period.today)
        except InputError as error:
            messages.warn(parent, str(error))
            return
        if done is not None:
            self._notify(f"{closing.label}已重新打开（{closing.scope.text}）。修改后请再封账。", Link("封账", self.ask))
            if self.list is not None:
                self.list.read()

    def _notify(self, sentence: str, *links: Link, tone: str = "info") -> None:
        """Show a strip, if a file is still open."""
        if self._context is not None:
            self._context.notify(sentence, *links, tone=tone)
