"""Fixtures for the window: the dressed application, a seeded file, and a window of one's own."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui import demo
from tracker.app import application, build
from tracker.desk import Desk
from tracker.store.database import create_file, open_file
from tracker.store.seed import seed_new_file
from tracker.ui.main_window import MainWindow
from tracker.ui.opening import Opening
from tracker.ui.pages.projects import ProjectsPage
from tracker.ui.settings_store import SettingsStore

TODAY = date(2026, 10, 10)
Shell = tuple[MainWindow, Opening]
MakeShell = Callable[..., Shell]


@pytest.fixture(scope="session", autouse=True)
def dressed(qapp: QApplication) -> QApplication:
    """The application with font, style and translations, as the program dresses it."""
    return application()


@pytest.fixture(scope="session")
def seeded_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with the shipped catalogue, made once; copy it, never open it."""
    path = tmp_path_factory.mktemp("seeded") / "seeded.db"
    create_file(path)
    database = open_file(path, who="测试员")
    seed_new_file(database)
    database.close()
    return path


@pytest.fixture
def data_file(seeded_file: Path, tmp_path: Path) -> Path:
    """This test's own copy of the seeded file."""
    path = tmp_path / "项目台账.db"
    shutil.copyfile(seeded_file, path)
    return path


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home: no settings, no documents, no file used last."""
    for name in ("CONFIG", "DATA", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / "home" / name.lower()))
    monkeypatch.setenv("XDG_DOCUMENTS_DIR", str(tmp_path / "home" / "文档"))
    monkeypatch.delenv("TRACKER_DB", raising=False)
    return tmp_path / "home"


@pytest.fixture
def make_shell(qtbot: QtBot, home: Path) -> Iterator[MakeShell]:
    """Make windows without a file; they are closed afterwards, whatever the test did."""
    made: list[MainWindow] = []

    def make(explicit: Path | None = None, config: Path | None = None, *, remembers: bool = True) -> Shell:
        window, opening = build(Desk(explicit, remembers=remembers), SettingsStore(config), TODAY)
        made.append(window)
        if config is None:
            window.resize(1366, 768)
        window.show()
        return window, opening

    yield make
    for window in made:
        window.pages.close_all()
        window.close()
        window.deleteLater()


@pytest.fixture
def shell(make_shell: MakeShell, data_file: Path, qtbot: QtBot) -> Shell:
    """A window with the seeded file open for writing, at 项目."""
    window, opening = make_shell()
    with qtbot.waitSignal(opening.opened, timeout=20_000):
        opening.open(data_file)
    window.pages.show_page("projects")
    return window, opening


def projects_page(window: MainWindow) -> ProjectsPage:
    """Show 项目 and return it."""
    window.pages.show_page("projects")
    page = window.pages.current
    assert isinstance(page, ProjectsPage)
    return page


def demo_page(window: MainWindow) -> ProjectsPage:
    """Fill the open file with the demonstration figures and return 项目."""
    assert window.context is not None
    window.context.tasks.write("演示", demo.fill)
    return projects_page(window)
