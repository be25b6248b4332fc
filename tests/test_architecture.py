"""The rules of ARCHITECTURE.md that can be read off the source: who imports whom, who may do what, how long it may be.

Every rule is shown to bite by planting what it forbids.
"""

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "tracker"

# Which rooms a room may enter. Every room may enter itself and `paths`.
DOORS = {
    "domain": set(),
    "store": {"domain"},
    "queries": {"store", "domain"},
    "services": {"store", "domain"},
    "reports": {"queries", "domain"},
    "ui": {"services", "queries", "reports", "domain"},
    "cli": {"services", "queries", "reports", "store", "domain", "app"},
    "app": {"services", "queries", "reports", "store", "domain", "ui", "cli", "desk"},
    "desk": {"queries", "store", "domain", "ui"},  # data files on the window's behalf
    "__main__": {"app", "cli"},
    "__init__": set(),
    "paths": set(),
}
# Which rooms may use a library; one that is not named here may be used nowhere.
LIBRARIES = {
    "sqlalchemy": {"store", "queries", "services"},
    "alembic": {"store"},
    "yaml": {"store"},
    "pypinyin": {"store", "services"},
    "platformdirs": {"paths"},
    "openpyxl": {"reports"},
    "python_calamine": {"reports"},
    "defusedxml": {"reports"},
    "numpy": {"reports"},
    "matplotlib": {"reports"},
    "matplotlib.backends": {"reports", "ui"},  # the canvas that is a Qt widget
    "PySide6": {"ui", "app"},
    "shiboken6": {"ui"},  # part of PySide6: whether an object still exists
    "typing_extensions": set(DOORS),
}
# What `app` may touch only inside the function that opens the window, so that the command line starts without Qt.
LATE_IN_APP = ("PySide6", "tracker.ui", "tracker.desk")

MODULE_LINES = 400
FUNCTION_LINES = 40
MESSAGE_BOX = "ui/messages.py"
THREADS = "ui/tasks.py"
CATCHES_ALL = {"ui/tasks.py", "app.py", "cli.py"}
THREAD_STARTERS = {"Thread", "QThread", "QThreadPool", "QRunnable", "ThreadPoolExecutor", "start_new_thread"}
BROAD = {"Exception", "BaseException"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Import:
    """One imported name, and whether importing the module is enough to import it."""

    name: str
    line: int
    at_start: bool


def imported_names(node: ast.AST) -> list[str]:
    """Return the full names one statement or call imports; a relative import is spelled with its dots."""
    match node:
        case ast.Import():
            return [alias.name for alias in node.names]
        case ast.ImportFrom():
            return [f"{'.' * node.level}{node.module or ''}.{alias.name}" for alias in node.names]
        case ast.Call(func=ast.Name(id="__import__" | "import_module") | ast.Attribute(attr="import_module")):
            return [str(word.value) for word in node.args[:1] if isinstance(word, ast.Constant)]
    return []


def imports(node: ast.AST, *, at_start: bool = True) -> Iterator[Import]:
    """Walk a tree for imports; those in functions and under TYPE_CHECKING do not happen at start."""
    for name in imported_names(node):
        yield Import(name, getattr(node, "lineno", 0), at_start)
    if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
        at_start = False
    for child in ast.iter_child_nodes(node):
        yield from imports(child, at_start=at_start and not isinstance(node, Function | ast.Lambda))


def room_of(path: str) -> str:
    """Return the room a file of the package stands in."""
    return path.split("/", maxsplit=1)[0].removesuffix(".py")


def may_import(room: str, name: str) -> bool:
    """Tell whether a room may import a name."""
    parts = name.split(".")
    if parts[0] == "tracker":
        target = parts[1] if len(parts) > 1 else "__init__"
        return target in DOORS[room] | {room, "paths", "__init__", "__version__"}
    if parts[0] in sys.stdlib_module_names:
        return True
    known = LIBRARIES.get(".".join(parts[:2])) or LIBRARIES.get(parts[0], set())
    return room in known


def door_faults(path: str, tree: ast.Module) -> Iterator[str]:
    """Find imports through doors that do not exist."""
    room = room_of(path)
    if room not in DOORS:
        yield f"{path}: the room {room} has no doors; name it in DOORS"
        return
    for found in imports(tree):
        if not may_import(room, found.name):
            yield f"{path}:{found.line}: {room} may not import {found.name}"
        if room == "app" and found.at_start and found.name.startswith(LATE_IN_APP):
            yield f"{path}:{found.line}: app imports {found.name} only inside the function that opens the window"


def name_of(node: ast.AST) -> str:
    """Return the last part of the name a node mentions, or nothing."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name) | ast.alias(name=name):
            return name.rpartition(".")[2]
    return ""


def task_faults(path: str, tree: ast.Module) -> Iterator[str]:
    """Find message boxes and threads outside the one module that may have them."""
    for node in ast.walk(tree):
        name, line = name_of(node), getattr(node, "lineno", 0)
        if name == "QMessageBox" and path != MESSAGE_BOX:
            yield f"{path}:{line}: message boxes are opened in {MESSAGE_BOX}"
        if name in THREAD_STARTERS and path != THREADS:
            yield f"{path}:{line}: threads are started in {THREADS}"


def swallows(node: ast.AST) -> bool:
    """Tell whether a node catches every exception and does not raise it again."""
    match node:
        case ast.ExceptHandler(type=caught, body=body):
            last = body[-1]
            if isinstance(last, ast.Raise) and last.exc is None:
                return False
            return caught is None or bool(BROAD & {name_of(part) for part in ast.walk(caught)})
        case ast.Call(func=function, args=words) if name_of(function) == "suppress":
            return bool(BROAD & {name_of(word) for word in words})
    return False


def catch_faults(path: str, tree: ast.Module) -> Iterator[str]:
    """Find handlers that hide mistakes of our own."""
    if path in CATCHES_ALL:
        return
    for node in ast.walk(tree):
        if swallows(node):
            yield f"{path}:{getattr(node, 'lineno', 0)}: only {', '.join(sorted(CATCHES_ALL))} catch everything"


def size_faults(path: str, source: str, tree: ast.Module) -> Iterator[str]:
    """Find modules and functions that are too long to be read at once."""
    lines = len(source.splitlines())
    if lines > MODULE_LINES:
        yield f"{path}: {lines} lines; at most {MODULE_LINES}"
    for node in ast.walk(tree):
        if isinstance(node, Function) and node.end_lineno is not None:
            length = node.end_lineno - node.lineno + 1
            if length > FUNCTION_LINES:
                yield f"{path}:{node.lineno}: {node.name} has {length} lines; at most {FUNCTION_LINES}"


def faults(path: str, source: str) -> list[str]:
    """Return everything a file of the package does against the rules."""
    tree = ast.parse(source)
    found = [*door_faults(path, tree), *task_faults(path, tree), *catch_faults(path, tree)]
    return found + list(size_faults(path, source, tree))


def test_the_package_keeps_the_rules() -> None:
    files = sorted(PACKAGE.rglob("*.py"))
    assert files
    found = [fault for file in files for fault in faults(file.relative_to(PACKAGE).as_posix(), file.read_text("utf-8"))]
    assert not found, "\n" + "\n".join(found)


def test_the_developer_script_is_short_enough() -> None:
    source = (ROOT / "dev.py").read_text("utf-8")
    assert not list(size_faults("dev.py", source, ast.parse(source)))


IN_FUNCTION = "def f():\n    {}\n"
FORBIDDEN_IMPORTS = [
    ("domain/money.py", "import sqlalchemy"),
    ("domain/money.py", "import yaml"),
    ("domain/money.py", "from tracker.store import engine"),
    ("domain/money.py", "from tracker import store"),
    ("store/engine.py", "from tracker.services import projects"),
    ("store/engine.py", "from tracker.queries.figures import totals"),
    ("store/engine.py", "import tracker.ui.main_window"),
    ("store/engine.py", "import openpyxl"),
    ("queries/figures.py", "from tracker.services.projects import add"),
    ("queries/figures.py", "from tracker.reports import charts"),
    ("queries/figures.py", "from PySide6.QtCore import QDate"),
    ("services/projects.py", "from tracker.queries.figures import totals"),
    ("services/projects.py", "from openpyxl import Workbook"),
    ("services/projects.py", "from tracker.ui import messages"),
    ("reports/charts.py", "from tracker.services.projects import add"),
    ("reports/charts.py", "from tracker.store.engine import Database"),
    ("reports/charts.py", "import sqlalchemy.orm"),
    ("reports/charts.py", "from PySide6.QtGui import QPainter"),
    ("ui/pages/projects.py", "from tracker.store import tables"),
    ("ui/pages/projects.py", "from sqlalchemy import select"),
    ("ui/pages/projects.py", "from matplotlib.figure import Figure"),
    ("ui/pages/projects.py", "from openpyxl import Workbook"),
    ("ui/pages/projects.py", "from tracker.app import main"),
    ("ui/pages/projects.py", "from ..store import tables"),
    ("cli.py", "from tracker.ui.main_window import MainWindow"),
    ("cli.py", "from PySide6.QtWidgets import QApplication"),
    ("cli.py", "import importlib; importlib.import_module('PySide6.QtCore')"),
    ("paths.py", "from tracker.domain import errors"),
    ("__main__.py", "from tracker.store import engine"),
    ("domain/money.py", "import requests"),
    ("drawer.py", "import os"),
]


@pytest.mark.parametrize(("path", "line"), FORBIDDEN_IMPORTS)
def test_a_planted_import_is_found_at_the_top_and_in_a_function(path: str, line: str) -> None:
    assert faults(path, line)
    assert faults(path, IN_FUNCTION.format(line))
    assert faults(path, f"from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    {line}")


ALLOWED_IMPORTS = [
    ("store/engine.py", "import sqlalchemy"),
    ("ui/chart_view.py", "from matplotlib.backends.backend_qtagg import FigureCanvasQTAgg"),
    ("ui/pages/projects.py", "from tracker.services.projects import add_project"),
    ("reports/charts.py", "from matplotlib.figure import Figure"),
    ("cli.py", "from tracker.store.engine import Database"),
    ("cli.py", "from tracker.app import main"),
    ("domain/money.py", "from tracker.paths import bundled"),
    ("domain/money.py", "from tracker.domain.errors import TrackerError"),
]


@pytest.mark.parametrize(("path", "line"), ALLOWED_IMPORTS)
def test_an_open_door_is_open(path: str, line: str) -> None:
    assert not faults(path, line)


@pytest.mark.parametrize("line", ["from PySide6.QtWidgets import QApplication", "from tracker.ui import main_window"])
def test_app_opens_the_screen_late(line: str) -> None:
    assert faults("app.py", line)
    assert not faults("app.py", IN_FUNCTION.format(line))


FORBIDDEN_DEEDS = [
    ("ui/pages/projects.py", "from PySide6.QtWidgets import QMessageBox"),
    ("ui/pages/projects.py", "from PySide6 import QtWidgets\nQtWidgets.QMessageBox.question()"),
    ("ui/pages/projects.py", "from PySide6.QtCore import QThread"),
    ("ui/pages/projects.py", "from PySide6 import QtCore\nQtCore.QThreadPool.globalInstance()"),
    ("store/engine.py", "import threading\nthreading.Thread(target=print).start()"),
    ("store/engine.py", "from concurrent.futures import ThreadPoolExecutor"),
    ("store/engine.py", "try:\n    pass\nexcept Exception:\n    pass"),
    ("store/engine.py", "try:\n    pass\nexcept (OSError, BaseException) as error:\n    raise OSError from error"),
    ("store/engine.py", "try:\n    pass\nexcept:\n    print()"),
    ("store/engine.py", "import contextlib\nwith contextlib.suppress(Exception):\n    pass"),
    ("store/engine.py", "x = 1\n" * 401),
    ("store/engine.py", "def f():\n" + "    x = 1\n" * 40),
    ("ui/tasks.py", "class A:\n    def f(self):\n" + "        x = 1\n" * 40),
]


@pytest.mark.parametrize(("path", "source"), FORBIDDEN_DEEDS)
def test_a_planted_deed_is_found(path: str, source: str) -> None:
    assert faults(path, source)


ALLOWED_DEEDS = [
    ("ui/messages.py", "from PySide6.QtWidgets import QMessageBox"),
    ("ui/tasks.py", "from PySide6.QtCore import QThread\ntry:\n    pass\nexcept Exception:\n    pass"),
    ("store/engine.py", "try:\n    pass\nexcept BaseException:\n    print()\n    raise"),
    ("store/engine.py", "try:\n    pass\nexcept OSError:\n    pass"),
    ("store/engine.py", "import threading\nlock = threading.Lock()"),
    ("store/engine.py", "x = 1\n" * 400),
    ("store/engine.py", "def f():\n" + "    x = 1\n" * 39),
]


@pytest.mark.parametrize(("path", "source"), ALLOWED_DEEDS)
def test_a_deed_in_its_place_is_left_alone(path: str, source: str) -> None:
    assert not faults(path, source)


# --- What a start really imports -------------------------------------------------------------------------------------

SLOW = ["matplotlib", "numpy", "openpyxl", "python_calamine", "alembic", "pypinyin", "yaml"]
LOADED = "import sys, {module}; print(*sorted(set(sys.argv[1:]) & set(sys.modules)))"


def loaded(module: str, names: list[str]) -> list[str]:
    """Import a module in a fresh interpreter and return which of the named libraries came with it."""
    command = [sys.executable, "-c", LOADED.format(module=module), *names]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


@pytest.mark.parametrize("module", ["tracker.cli", "tracker.app", "tracker.__main__"])
def test_a_start_imports_neither_the_screen_nor_slow_libraries(module: str) -> None:
    assert not loaded(module, ["PySide6", "sqlalchemy", "tracker.ui", *SLOW])


def test_the_window_imports_no_slow_library() -> None:
    assert not loaded("tracker.ui.main_window", SLOW)


def test_what_came_with_an_import_is_seen() -> None:
    assert loaded("tracker.paths, openpyxl", ["openpyxl", "PySide6"]) == ["openpyxl"]
