"""Opens the window. The command line imports this module too, so Qt is imported only inside functions.

``tracker-gui [--db FILE] [--smoke]``: with ``--smoke`` the window is opened, painted and closed again, and nothing is
asked; the file is the one named, or one made for the purpose.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import traceback
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from tracker.paths import config_folder, data_folder

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from tracker.desk import Desk
    from tracker.ui.main_window import MainWindow
    from tracker.ui.opening import Opening
    from tracker.ui.settings_store import SettingsStore

PRODUCT = "专栏项目台账"
CRASH_LOG = "错误记录.txt"
SMOKE_LIMIT_MS = 120_000


def main(argv: Sequence[str] | None = None, *, smoke: bool = False) -> int:
    """Open the window and return the exit code; *argv* are the words after the program's name, None the real ones."""
    parser = argparse.ArgumentParser(prog="tracker-gui", description=PRODUCT)
    parser.add_argument("--db", type=Path, metavar="文件", help="数据文件")
    parser.add_argument("--smoke", action="store_true", help="打开窗口后随即关闭，用来检查安装")
    words = parser.parse_args(argv)
    if not (smoke or words.smoke):
        return _run(words.db)
    with tempfile.TemporaryDirectory(prefix="tracker-", ignore_cleanup_errors=True) as folder:
        return _run_smoke(words.db, Path(folder))


def _run(path: Path | None) -> int:
    """Open the window for a user."""
    from PySide6.QtCore import QTimer

    from tracker.desk import Desk
    from tracker.ui.settings_store import SettingsStore

    app = application()
    window, opening = build(Desk(path), SettingsStore(config_folder() / "window.json"))
    _catch(window)
    window.show()
    QTimer.singleShot(0, opening.begin)
    return app.exec()


def _run_smoke(path: Path | None, folder: Path) -> int:
    """Open the window on a file, wait until its first page is painted, and close it; 1 where that did not happen."""
    from PySide6.QtCore import QTimer

    from tracker.desk import Desk
    from tracker.ui.settings_store import SettingsStore

    app = application()
    window, opening = build(Desk(path, remembers=False), SettingsStore(None))
    errors: list[BaseException] = []
    painted: list[bool] = []

    def failed(_kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Print what went wrong and give up."""
        traceback.print_exception(error.__class__, error, trace)
        errors.append(error)
        app.exit(1)

    def finish() -> None:
        """Paint once more and go."""
        painted.append(not window.grab().isNull())
        window.close()
        app.exit(0)

    sys.excepthook = failed
    window.runner.failed.connect(lambda error: failed(type(error), error, None))
    opening.opened.connect(lambda: QTimer.singleShot(0, finish))
    QTimer.singleShot(SMOKE_LIMIT_MS, lambda: app.exit(1))
    window.show()
    if path is not None and path.is_file():
        opening.open(path)
    else:
        opening.make((path or folder / "试.db").absolute(), "安装检查")
    code = app.exec()
    return 0 if code == 0 and painted == [True] and not errors else 1


def application() -> QApplication:
    """Return the dressed application, made if there is none yet."""
    from PySide6.QtCore import QLibraryInfo, QLocale, Qt, QTranslator
    from PySide6.QtWidgets import QApplication

    from tracker.ui import theme
    from tracker.ui.icons import program_icon
    from tracker.ui.qt_words import QtWords

    app = QApplication.instance()
    if not isinstance(app, QApplication):
        policy = Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
        QApplication.setHighDpiScaleFactorRoundingPolicy(policy)
        app = QApplication(sys.argv[:1])
    app.setApplicationName(PRODUCT)
    app.setWindowIcon(program_icon())
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    translator = QTranslator(app)
    if translator.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(translator)
    app.installTranslator(QtWords(app))
    theme.apply(app)
    return app


def build(desk: Desk, config: SettingsStore, today: date | None = None) -> tuple[MainWindow, Opening]:
    """Make the window and what opens files in it; nothing is opened yet."""
    from tracker.ui.appearance import Appearance
    from tracker.ui.catalogue_update import CatalogueUpdate
    from tracker.ui.closing import ClosingDesk
    from tracker.ui.comparing import Comparing
    from tracker.ui.data_check import DataCheck
    from tracker.ui.exporting import Exporting
    from tracker.ui.help import Help
    from tracker.ui.main_window import MainWindow
    from tracker.ui.opening import Opening
    from tracker.ui.own_units import FirstChoice
    from tracker.ui.print_desk import PrintDesk

    window = MainWindow(config, today or date.today())  # noqa: DTZ011 - the user's own day decides the quarter
    opening = Opening(window, desk)
    CatalogueUpdate(window, opening)
    Exporting(window)
    Comparing(window)
    DataCheck(window, desk)
    PrintDesk(window)
    ClosingDesk(window)
    Appearance(window)
    Help(window)
    FirstChoice(window, opening)
    return window, opening


def _catch(window: MainWindow) -> None:
    """Show what nobody caught: the world's errors in the strip, ours with a note in the log."""
    from tracker.domain.errors import TrackerError
    from tracker.ui import messages

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if isinstance(error, TrackerError):
            window.show_error(error)
        elif isinstance(error, KeyboardInterrupt):
            window.close()
        else:
            details = "".join(traceback.format_exception(kind, error, trace))
            messages.crash(window, details, write_crash(details))

    sys.excepthook = hook


def write_crash(details: str) -> Path | None:
    """Add a crash to the log in the user's folder and return its path; None where it cannot be written."""
    path = data_folder() / CRASH_LOG
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            file.write(f"\n{datetime.now().astimezone():%Y-%m-%d %H:%M:%S %z}\n{details}")
    except OSError:
        return None
    return path


if __name__ == "__main__":
    sys.exit(main())
