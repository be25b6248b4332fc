"""Every control of every page: it has a Chinese name, Tab comes to it exactly once, and its text can be read."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from tests.ui import demo, hands
from tests.ui.conftest import MakeShell
from tracker.domain.deeds import Deed
from tracker.store.database import open_file
from tracker.ui import theme
from tracker.ui.detail.panel import DetailPanel
from tracker.ui.main_window import MainWindow
from tracker.ui.pages.projects import ProjectsPage
from tracker.ui.rail import RailItem
from tracker.ui.settings.sections import SECTIONS

CHINESE = re.compile("[\u4e00-\u9fff]")
PAGES = ("overview", "projects", "entry", "timeline", "charts", "problems", "history", "coverage")
SIZES = ((1366, 768), (911, 512))  # a whole screen of the usual kind, and the same at 150 %
READABLE = 4.5
SHAPE = 3.0


@pytest.fixture(scope="module")
def filled(seeded_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with made-up progress."""
    path = tmp_path_factory.mktemp("无障碍") / "演示.db"
    shutil.copyfile(seeded_file, path)
    database = open_file(path, who="经办人甲")
    database.write(Deed("填入演示进展", barrier=True), demo.fill)
    database.close()
    return path


@pytest.fixture
def window(make_shell: MakeShell, filled: Path, tmp_path: Path, qtbot: QtBot) -> MainWindow:
    """A window with that file open."""
    own = tmp_path / "演示.db"
    shutil.copyfile(filled, own)
    found, opening = make_shell()
    with qtbot.waitSignal(opening.opened, timeout=20_000):
        opening.open(own)
    return found


def settle(window: MainWindow, qtbot: QtBot) -> None:
    """Let everything be read and painted."""
    hands.to_front(window)
    qtbot.wait(60)
    qtbot.waitUntil(lambda: not window.runner.busy, timeout=hands.LONG)


def controls(window: QWidget) -> list[QWidget]:
    """Return what can be used now; of buttons that exclude each other Tab comes to one, arrows go to the others."""
    found = [one for one in window.findChildren(QWidget) if one.isVisible() and one.isEnabled()]
    found = [one for one in found if one.focusPolicy().value & Qt.FocusPolicy.TabFocus.value and not one.focusProxy()]
    return [one for one in found if not (isinstance(one, QAbstractButton) and excluded(one))]


def excluded(button: QAbstractButton) -> bool:
    """Return whether a button is one of several that exclude each other, and another one is chosen."""
    group = button.group()
    exclusive = group.exclusive() if group is not None else button.autoExclusive()
    return exclusive and button.isCheckable() and not button.isChecked()


def spoken(control: QWidget) -> str:
    """Return what a screen reader calls a control. On Linux Qt calls a box by its content, on Windows by its name."""
    if isinstance(control, QComboBox):
        return control.accessibleName()
    interface = QAccessible.queryAccessibleInterface(control)
    return interface.text(QAccessible.Text.Name) if interface is not None else ""


def tell(control: QWidget) -> str:
    """Return a control in words, for the report of a failure."""
    text = control.text() if isinstance(control, QAbstractButton) else ""
    return f"{type(control).__name__} “{spoken(control) or text or control.objectName()}”"


def ring(first: QWidget, most: int) -> Iterator[QWidget]:
    """Press Tab until the focus has been everywhere; a table that keeps Tab for its cells is left with Ctrl+Tab."""
    first.setFocus()
    seen: list[QWidget] = []
    while (now := QApplication.focusWidget()) is not None and now not in seen and len(seen) < most:
        seen.append(now)
        yield now
        QTest.keyClick(now, Qt.Key.Key_Tab)
        if QApplication.focusWidget() is now:
            QTest.keyClick(now, Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)


def check_walk(window: MainWindow, place: str) -> None:
    """Hold the controls of what is shown to the three rules."""
    there = controls(window)
    nameless = [tell(one) for one in there if not CHINESE.search(spoken(one))]
    assert not nameless, place
    reached = list(ring(there[0], 2 * len(there)))
    assert {tell(one) for one in set(there) - set(reached)} == set(), f"{place}: Tab never comes there"
    assert {tell(one) for one in set(reached) - set(there)} == set(), f"{place}: Tab comes where it should not"
    assert len(reached) == len(set(reached)), place
    faint = [f"{tell(one)} {ratio:.2f}" for one, ratio in painted_contrasts(window) if ratio < READABLE]
    assert not faint, place


@pytest.mark.parametrize("size", SIZES)
def test_every_control_of_every_page(window: MainWindow, qtbot: QtBot, size: tuple[int, int]) -> None:
    window.resize(*size)
    for key in PAGES:
        window.pages.show_page(key)
        settle(window, qtbot)
        check_walk(window, key)


def test_arrow_keys_go_on_where_tab_stops(window: MainWindow, qtbot: QtBot) -> None:
    window.pages.show_page("overview")
    settle(window, qtbot)
    tabbed = next(one for one in controls(window) if isinstance(one, RailItem))
    assert tabbed.text() == "概览"
    tabbed.setFocus()
    for title in ("项目", "填报"):
        hands.key(Qt.Key.Key_Down)
        settle(window, qtbot)
        now = QApplication.focusWidget()
        assert isinstance(now, RailItem)
        assert now.text() == title
        assert now.isChecked(), "the page is shown as the keys come to it"


def test_every_control_of_a_projects_detail(window: MainWindow, qtbot: QtBot) -> None:
    window.pages.show_page("projects")
    page = window.pages.current
    assert isinstance(page, ProjectsPage)
    for tab in ("facts", "milestones", "money", "report", "problems", "papers", "history"):
        page.context.open_project(page.panel.result.ids[1], tab)
        settle(window, qtbot)
        assert page.findChildren(DetailPanel)[0].isVisible()
        check_walk(window, f"detail, {tab}")


def test_every_control_of_every_section_of_settings(window: MainWindow, qtbot: QtBot) -> None:
    for section in SECTIONS:
        window.pages.go_to(f"settings/{section.key}")
        settle(window, qtbot)
        check_walk(window, section.title)


# --- Contrast ---


def luminance(colour: QColor) -> float:
    """Return the relative luminance of WCAG 2.1, 0 to 1."""
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: QColor, other: QColor) -> float:
    """Return the contrast ratio of WCAG 2.1, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def painted_contrasts(window: MainWindow) -> Iterator[tuple[QWidget, float]]:
    """Yield the labels and buttons with text, and the contrast of the strongest ink on their ground as painted."""
    shown = window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    for one in window.findChildren(QWidget):
        written = isinstance(one, QAbstractButton | QLabel | QComboBox | QLineEdit) and one.isVisible()
        if not written or not one.isEnabled() or not text_of(one):
            continue
        corner = one.mapTo(window, QPoint(0, 0))
        box = one.visibleRegion().boundingRect().translated(corner).intersected(shown.rect())
        if 2 * box.height() < one.height() or 2 * box.width() < one.width():
            continue  # scrolled or folded away: what is left may hold no text
        colours = Counter(
            shown.pixel(x, y) for x in range(box.left(), box.right()) for y in range(box.top(), box.bottom())
        )
        ground = QColor(colours.most_common(1)[0][0])
        yield one, max(contrast(QColor(colour), ground) for colour in colours)


def text_of(one: QWidget) -> str:
    """Return what is written on a widget, without spaces."""
    text = one.currentText() if isinstance(one, QComboBox) else getattr(one, "text", str)()
    return str(text).strip()


@pytest.mark.parametrize("scheme", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
def test_text_can_be_read_in_both_schemes(scheme: theme.Tokens) -> None:
    grounds = ("win", "surf", "alt", "head", "rail", "sel", "hover")
    pairs = [(ink, ground) for ink in ("text", "text2") for ground in grounds]
    pairs += [(ink, ground) for ink in ("text3", "accent", "red", "amber_text") for ground in ("surf", "alt", "head")]
    pairs += [("on_accent", "accent"), ("on_accent", "accent_hover"), ("red", "red_bg"), ("amber_text", "amber_bg")]
    pairs += [
        ("text", "red_bg"),
        ("text", "amber_bg"),
        ("text2", "red_bg"),
        ("text2", "amber_bg"),
        ("on_accent", "red"),
    ]
    ratios = {pair: contrast(getattr(scheme, pair[0]), getattr(scheme, pair[1])) for pair in pairs}
    assert {pair: round(ratio, 2) for pair, ratio in ratios.items() if ratio < READABLE} == {}
    shapes = {
        ink: contrast(getattr(scheme, ink), scheme.surf) for ink in ("red", "green", "grey", "accent", "amber_text")
    }
    assert {ink: round(ratio, 2) for ink, ratio in shapes.items() if ratio < SHAPE} == {}
