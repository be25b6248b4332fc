"""The stage a screen is photographed on: a window on a file of its own, and ways to bring things about."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.ui import demo
from tracker.app import build
from tracker.desk import Desk
from tracker.domain.deeds import Deed
from tracker.store.database import Database, create_file, open_file
from tracker.store.seed import seed_new_file
from tracker.store.tables import Project
from tracker.ui import theme
from tracker.ui.context import AppContext
from tracker.ui.main_window import MainWindow
from tracker.ui.manual import Manual
from tracker.ui.opening import Opening
from tracker.ui.pages.page import Page
from tracker.ui.settings_store import SettingsStore

TODAY = date(2026, 10, 10)
USUAL = (1366, 768)
SCALED = (1093, 614)  # a 1366 × 768 screen at 125 %
NARROW = (911, 512)  # a 1366 × 768 screen at 150 %
LIMIT = 60  # seconds anything may take
PERSON = "经办人甲"
TITLE = 31  # the title bar drawn over a dialog


@dataclass(frozen=True)
class Screen:
    """One picture: ``prepare`` brings the window into the state to be seen.

    ``file`` is "demo" (made-up progress), "fresh" (the catalogue alone) or "" (no file open).
    """

    name: str
    prepare: Callable[[Stage], object]
    file: str = "demo"
    dark: bool = False
    size: tuple[int, int] = USUAL


class Stage:
    """A window with one of the prepared files open."""

    def __init__(self, window: MainWindow, opening: Opening, folder: Path) -> None:
        """Photograph *window*; *folder* is a scratch place of this screen's own."""
        self.window = window
        self.opening = opening
        self.folder = folder
        self._other: Database | None = None

    @property
    def context(self) -> AppContext:
        """What pages are given."""
        if self.window.context is None:
            raise RuntimeError("no file is open")
        return self.window.context

    def page(self, key: str) -> Page:
        """Show a page of the rail and return it."""
        self.window.pages.show_page(key)
        self.settle()
        page = self.window.pages.current
        if page is None or self.window.pages.current_key != key:
            raise RuntimeError(f"no page {key}")
        return page

    def project(self, name: str) -> int:
        """Return the id of the first project whose name holds some words."""
        return self.context.tasks.read(_named, name)

    def open_project(self, name: str, tab: str = "") -> None:
        """Show a project's detail at a tab."""
        self.context.open_project(self.project(name), tab)
        self.settle()

    def open_again(self) -> None:
        """Open the file as a second copy of the program does: somebody else is writing it."""
        path = self.context.tasks.path
        self.context.tasks.store.close()
        self._other = open_file(path, who="办公室二号机")
        self.opening.open(path)
        self.settle(0.6)

    def close(self) -> None:
        """Let go what was opened besides the window's file."""
        if self._other is not None:
            self._other.close()

    def settle(self, seconds: float = 0.4) -> None:
        """Let timers fire, work end and everything be painted."""
        until = time.monotonic() + seconds
        limit = time.monotonic() + LIMIT
        while time.monotonic() < until or (self.window.runner.busy and time.monotonic() < limit):
            QApplication.processEvents()
            time.sleep(0.01)

    def picture(self) -> QPixmap:
        """Return the window with the dialogs and menus that lie over it, or the manual's window."""
        self.settle()
        for other in QApplication.topLevelWidgets():
            if isinstance(other, Manual) and other.isVisible():
                return other.grab()
        result = self.window.grab()
        painter = QPainter(result)
        for other in QApplication.topLevelWidgets():
            if other is not self.window and other.isVisible() and (_opens_down(other) or isinstance(other, QDialog)):
                _draw_over(painter, self.window, other)
        painter.end()
        return result


def _opens_down(other: QWidget) -> bool:
    """Tell whether a window is a menu, or hangs below its button like one."""
    return other.windowType() == Qt.WindowType.Popup


def _draw_over(painter: QPainter, window: QWidget, other: QWidget) -> None:
    """Draw a menu where it opened, a dialog in the window's middle with the frame a desktop gives it."""
    if _opens_down(other):
        painter.drawPixmap(other.mapToGlobal(QPoint(0, 0)) - window.mapToGlobal(QPoint(0, 0)), other.grab())
        return
    t, left, top = theme.tokens(), (window.width() - other.width()) // 2, (window.height() - other.height()) // 2
    painter.fillRect(window.rect(), QColor(0, 0, 0, 60))
    frame = QRect(left, top, other.width(), other.height()).adjusted(-1, -TITLE, 0, 0)
    painter.fillRect(frame, t.surf)
    painter.setPen(t.text)
    painter.setFont(theme.font())
    painter.drawText(frame.adjusted(12, 0, 0, -other.height()), Qt.AlignmentFlag.AlignVCenter, other.windowTitle())
    painter.drawPixmap(left, top, other.grab())
    painter.setPen(t.strong)
    painter.drawRect(frame)


def _named(session: Session, words: str) -> int:
    """Find a project by words of its name, the counted ones first."""
    statement = select(Project.id).where(Project.name.contains(words)).order_by(Project.counted.desc(), Project.id)
    return session.scalars(statement.limit(1)).one()


def make_files(folder: Path) -> dict[str, Path]:
    """Make the two files every screen copies."""
    fresh, filled = folder / "fresh.db", folder / "demo.db"
    create_file(fresh)
    database = open_file(fresh, who=PERSON)
    seed_new_file(database)
    database.close()
    shutil.copyfile(fresh, filled)
    database = open_file(filled, who=PERSON)
    database.write(Deed("填入演示进展", barrier=True), demo.fill)
    database.close()
    return {"fresh": fresh, "demo": filled}


def shoot(screen: Screen, files: dict[str, Path], folder: Path) -> QPixmap:
    """Build a window, bring a screen about, and return its picture."""
    theme.fix("dark" if screen.dark else "light")
    config = SettingsStore(None)
    config.set("user.name", PERSON)
    window, opening = build(Desk(remembers=False), config, TODAY)
    window.resize(*screen.size)
    window.show()
    stage = Stage(window, opening, folder)
    if screen.file:
        path = folder / "长春市项目台账.db"
        shutil.copyfile(files[screen.file], path)
        opening.open(path)
        limit = time.monotonic() + LIMIT
        while window.context is None and time.monotonic() < limit:
            stage.settle(0.05)
    screen.prepare(stage)
    result = stage.picture()
    for other in QApplication.topLevelWidgets():
        if other is not window and other.isVisible():
            other.close()
    window.pages.close_all()
    stage.close()
    window.close()
    window.deleteLater()
    # No event loop runs here that would do so, and every new style sheet dresses all widgets that are left.
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    return result
