"""Which file is open: finding it at the start, the first start, 新建, 打开, 交一份副本, and trying again to write.

Everything that touches a file runs on the worker; the window is up and answers meanwhile.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from tracker.domain.errors import TrackerError
from tracker.ui import messages
from tracker.ui.context import Link
from tracker.ui.file_desk import Contents, FileDesk, Found, Place
from tracker.ui.first_start import FirstStart
from tracker.ui.main_window import MainWindow
from tracker.ui.system import show_in_folder
from tracker.ui.tasks import Progress, Store, Tasks

WHO = "user.name"


@dataclass(frozen=True)
class _Made:
    """A new file, opened."""

    store: Store
    contents: Contents


class Opening(QObject):
    """Opens and changes the file of one window. ``opened`` follows every file that was opened, ``made`` a new one."""

    opened = Signal()
    made = Signal()

    def __init__(self, window: MainWindow, desk: FileDesk) -> None:
        """Serve *window* with *desk*."""
        super().__init__(window)
        self._window = window
        self._desk = desk
        self._store: Store | None = None
        self._asked: FirstStart | None = None
        window.retry_wanted.connect(self.retry)
        window.closing.connect(self._window_closes)
        menus = window.menus
        menus.add("文件", "新建数据文件…", self.ask_new, keys="Ctrl+Shift+N")
        menus.add("文件", "打开…", self.ask_open, keys="Ctrl+O", picture="folder")
        menus.add("文件", "", None)
        self._copy = menus.add("文件", "交一份副本…", self.ask_copy, picture="copy")
        self._copy.setEnabled(False)
        menus.add("文件", "", None)
        menus.add("文件", "退出", window.close, keys="Ctrl+Q")

    # --- The start ---

    def begin(self) -> None:
        """Find the file and open it, or ask."""
        found = self._desk.find()
        if found.place is Place.THERE:
            self.open(found.path)
        elif found.place is Place.MISSING:
            self.say_missing(found)
        else:
            self.ask_new()

    def say_missing(self, found: Found) -> None:
        """Ask about a file that should be there; nothing is ever made in its place unasked."""
        advice = f"{found.path}\n可能在U盘或共享文件夹上，还没有接好；也可能被移动或改了名。"
        ways = (("再找一次", self.begin), ("找回文件…", self.ask_open), ("新建数据文件…", self.ask_new))
        self._window.start_page.show_notice("folder", "找不到数据文件", advice, ways)

    def _say_nothing_open(self) -> None:
        """Offer the two ways to a file, unless one is open."""
        if self._store is None:
            ways = (("新建数据文件…", self.ask_new), ("打开已有的数据文件…", self.ask_open))
            explanation = "项目、节点和资金都记在一个数据文件里。第一次使用请新建，换电脑后请打开原来的文件。"
            self._window.start_page.show_notice("document_table", "还没有打开数据文件", explanation, ways)

    # --- A new file ---

    def ask_new(self) -> None:
        """Ask where a new file shall lie and who works with it."""
        who = self._window.config.text(WHO) or self._desk.user()
        self._say_nothing_open()
        dialog = FirstStart(self._window, self._desk.suggested(), who)
        dialog.make_wanted.connect(self.make)
        dialog.open_wanted.connect(self.ask_open)
        self._asked = dialog
        dialog.open()

    def make(self, path: Path, who: str) -> None:
        """Make a new file with the catalogue and open it."""
        self._window.config.set(WHO, who)
        if self._store is None:
            self._window.start_page.show_work("正在建立数据文件", "载入规划专栏中的项目，需要几秒钟。")

        def work(progress: Progress) -> _Made:
            contents = self._desk.create(path, who, progress)
            return _Made(self._desk.open(path, who, progress), contents)

        self._window.runner.start("建立数据文件", work, self._made, self._not_opened)

    def _made(self, made: _Made) -> None:
        """Show the new file and say what is in it."""
        self._take(made.store)
        found = made.contents
        text = f"数据文件已建立，目录已载入：{found.plans} 个规划、{found.boxes} 个专栏、{found.projects} 项。"
        link = Link("打开所在文件夹", _Show(made.store.path))
        self._notify(text + "进展还没有填，都显示为“未填”。", link)
        self.made.emit()

    # --- Opening ---

    def ask_open(self) -> None:
        """Ask for a file and open it."""
        folder = self._store.path.parent if self._store else self._desk.suggested().parent
        path = messages.ask_open(self._window, "打开数据文件", folder)
        if path is not None and (self._store is None or path != self._store.path):
            self.open(path)
        else:
            self._say_nothing_open()

    def open(self, path: Path) -> None:
        """Open a file; the one before stays open until this has worked."""
        if self._store is None:
            self._window.start_page.show_frame()
        who = self._window.config.text(WHO) or self._desk.user()
        self._window.runner.start(
            "打开数据文件", lambda progress: self._desk.open(path, who, progress), self._take, self._not_opened
        )

    def _take(self, store: Store) -> None:
        """Show the opened file in place of the one before."""
        before, self._store = self._store, store
        self._desk.remember(store.path)
        tasks = Tasks(store, self._window.runner, self._window)
        self._window.set_tasks(tasks)
        if before is not None:
            before.close()
        self._copy.setEnabled(True)
        self.opened.emit()

    def _not_opened(self, error: Exception) -> None:
        """Say why it did not work; the file before stays open."""
        self._say_nothing_open()
        self._window.show_error(error)

    # --- A file that somebody else writes ---

    def retry(self) -> None:
        """Try to open the same file for writing."""
        if self._store is None:
            return
        path, who = self._store.path, self._store.who
        self._window.runner.start("打开数据文件", lambda progress: self._desk.open(path, who, progress), self._retried)

    def _retried(self, store: Store) -> None:
        """Go on with the writable file, or say that it is still taken."""
        if store.read_only_reason is None:
            self._take(store)
            self._notify("现在可以编辑了。")
            return
        reason = store.read_only_reason
        store.close()
        self._notify(f"还不能编辑：{reason}", tone="warning")

    # --- A copy ---

    def ask_copy(self) -> None:
        """Ask where to and write a copy of the open file."""
        if self._store is None:
            return
        source = self._store.path
        suggested = source.with_name(f"{source.stem}-{date.today():%Y%m%d}{source.suffix}")  # noqa: DTZ011 - the user's day
        target = messages.ask_save(self._window, "交一份副本", suggested)
        if target is None:
            return
        if target == source:
            self._window.show_error(TrackerError("副本不能写到正在使用的数据文件上，请换一个文件名。"))
            return

        def work(progress: Progress) -> Path:
            self._desk.copy(source, target, progress)
            return target

        self._window.runner.start("写副本", work, self._copied)

    def _copied(self, target: Path) -> None:
        """Say where the copy is."""
        self._notify(f"副本已写好：{target.name}", Link("打开所在文件夹", _Show(target)))

    # --- The end ---

    def _window_closes(self) -> None:
        """Let the file go."""
        store, self._store = self._store, None
        if store is not None:
            self._window.runner.stop()
            self._window.clear_tasks()
            store.close()

    def _notify(self, sentence: str, *links: Link, tone: str = "info") -> None:
        """Say something in the window's strip."""
        if self._window.context is not None:
            self._window.context.notify(sentence, *links, tone=tone)


class _Show:
    """Shows a file in the system's file manager when called."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __call__(self) -> None:
        """Show it."""
        show_in_folder(self._path)
