"""报表 → 导出季报 (F12): asks, works in the background, and says where the workbook is."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from tracker.domain.quarters import Quarter, default_quarter
from tracker.paths import documents_folder
from tracker.ui import messages
from tracker.ui.context import AppContext, Link
from tracker.ui.export_dialog import ExportDialog, ExportWish, Scope
from tracker.ui.main_window import MainWindow
from tracker.ui.period_box import FIRST
from tracker.ui.system import open_file, show_in_folder
from tracker.ui.tasks import Cancelled, Progress

if TYPE_CHECKING:
    from tracker.domain.closing import Closing
    from tracker.reports.safe_file import Written

TITLE = "导出季报"
NOT_KEPT = "{}已封账，这个筛选没有留存的季报，导出的是按更正后的数。"
KEPT, ANEW = "留存的季报", "按更正后导出"
_FOLDER = "export.folder"


class Exporting(QObject):
    """Exports from the open file of one window."""

    def __init__(self, window: MainWindow) -> None:
        """Add the menu entry."""
        super().__init__(window)
        self._window = window
        self.dialog: ExportDialog | None = None
        window.menus.add("报表", "导出季报…", self.ask, keys="F12", picture="arrow_export")

    def ask(self) -> None:
        """Ask what to export; what is being typed is stored first, so that the workbook has it."""
        context = self._window.context
        if context is None:
            return
        self._window.pages.leave()
        dialog = ExportDialog(self._window, _quarters(context), _scope(context), self._folder())
        dialog.wanted.connect(self.export)
        self.dialog = dialog
        dialog.open()

    def export(self, wish: ExportWish) -> None:
        """Write the workbook in the background; of a closed quarter ask first which one is wanted."""
        context = self._window.context
        if context is None:
            return
        closing = _signed(context, wish)
        if closing is None:
            locked = wish.filtered and context.closed.locking(wish.quarter)
            self._write(context, wish, NOT_KEPT.format(wish.quarter.label) if locked else "")
            return
        way = messages.choose(
            self._window,
            f"{wish.quarter.label}已封账（{closing.stage}，第{closing.version}版）。要交出哪一份？",
            (KEPT, ANEW),
            "留存的季报与封账时完全相同；按更正后导出的含封账以后的补报和更正，与已上报的数可能不同。",
        )
        if way == 0:
            self._copy(context, closing, wish.path)
        elif way is not None:
            self._write(context, wish)

    def _copy(self, context: AppContext, closing: Closing, path: Path) -> None:
        """Hand the kept workbook out, byte for byte."""
        base = context.tasks.path.parent

        def work(progress: Progress) -> Written:
            from tracker.reports.closing_file import reprint

            progress(0, 0, "正在核对留存的季报")
            return reprint(base, closing, path)

        context.tasks.background(work, self._written, TITLE, self._failed)

    def _write(self, context: AppContext, wish: ExportWish, remark: str = "") -> None:
        """Write a new workbook; *remark* is said with where it is."""
        from tracker.queries.criteria import Criteria

        criteria = context.criteria if wish.filtered else Criteria()
        words = _words(context) if wish.filtered else ""
        tasks = context.tasks

        def work(progress: Progress) -> Written:
            from tracker.reports.excel_out import write_quarterly
            from tracker.reports.quarterly import gather

            progress(0, 0, "正在统计")
            return write_quarterly(wish.path, gather(tasks.read, criteria, wish.quarter, words), progress)

        tasks.background(work, partial(self._written, remark=remark), TITLE, self._failed)

    def _written(self, written: Written, remark: str = "") -> None:
        """Say where the workbook is."""
        self._window.config.set(_FOLDER, str(written.path.parent))
        self._notify(
            (written.message or f"季报已导出：{written.path.name}。") + remark,
            Link("打开文件", partial(open_file, written.path)),
            Link("打开所在文件夹", partial(show_in_folder, written.path)),
            tone="warning" if written.message else "info",
        )

    def _failed(self, error: Exception) -> None:
        """Say that nothing was written, and why."""
        if isinstance(error, Cancelled):
            self._notify("已取消导出，没有写出文件。")
        else:
            self._window.show_error(error)

    def _notify(self, sentence: str, *links: Link, tone: str = "info") -> None:
        """Show a strip, if the file is still open."""
        if self._window.context is not None:
            self._window.context.notify(sentence, *links, tone=tone)

    def _folder(self) -> Path:
        """Return the folder exported to last, else the documents."""
        kept = Path(self._window.config.text(_FOLDER) or ".")
        return kept if kept.is_absolute() and kept.is_dir() else documents_folder()


def _quarters(context: AppContext) -> tuple[Quarter, ...]:
    """Return the quarters on offer: the one in force first, if it has ended, else the last ended one."""
    period = context.period
    last = default_quarter(period.today)
    first = period.quarter if period.quarter.end <= period.today else last
    found, quarter = [first], last
    while quarter >= FIRST:
        if quarter != first:
            found.append(quarter)
        quarter = quarter.previous
    return tuple(found)


def _signed(context: AppContext, wish: ExportWish) -> Closing | None:
    """Return the closing that holds exactly what is to be exported; other filters have no kept workbook."""
    from tracker.domain.closing import Scope
    from tracker.queries.closing import locked_closing, scope_of
    from tracker.queries.criteria import Criteria

    scope, criteria = Scope(), context.criteria if wish.filtered else Criteria()
    if criteria != replace(Criteria(), unit_ids=criteria.unit_ids, with_below=criteria.with_below):
        return None
    if criteria.unit_ids:
        scope, _ = context.tasks.read(scope_of, criteria.unit_ids, with_below=criteria.with_below)
    found = context.tasks.read(locked_closing, wish.quarter, scope)
    return found if found is not None and set(found.scope.unit_uids) == set(scope.unit_uids) else None


def _words(context: AppContext) -> str:
    """Return the filter of 项目 in words."""
    from tracker.queries.choices import choices
    from tracker.ui.projects.filter_words import conditions, spoken

    return spoken(conditions(context.criteria, context.tasks.read(choices, context.period.as_of)))


def _scope(context: AppContext) -> Scope:
    """Return what can be exported."""
    from tracker.queries.projects import counts

    found = context.tasks.read(counts, context.criteria, context.period.as_of)
    return Scope("" if context.criteria.empty else _words(context), found.counted, found.total_counted)
