"""A quarter's report of thirty projects, filled in with the keyboard alone, from the rail to the last 已报.

The figures go in as an office types them: 万元 with and without separators, 亿, full-width digits, ／ and a slip. What
comes out is read from the window and, at the end, from the file itself.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from tests import builders
from tests.ui import hands
from tests.ui.hands import CONTROL, LONG, key, keys
from tracker.app import application, build
from tracker.desk import Desk
from tracker.domain.entry import ARRIVED, DONE, PAID, EntryState
from tracker.domain.kinds import MoneyKind
from tracker.domain.money import FEN_PER_WAN, Amount
from tracker.queries.criteria import Criteria
from tracker.queries.duty import duty
from tracker.queries.entry import EntryRow, entry_rows
from tracker.store.database import create_file, open_file
from tracker.ui.main_window import MainWindow
from tracker.ui.pages.entry import EntryPage
from tracker.ui.settings_store import SettingsStore

TODAY, END, BEFORE = date(2026, 10, 5), date(2026, 9, 30), date(2026, 6, 30)
COUNT = 30
WAN = FEN_PER_WAN
# How 1,200.50 and its like are typed, row by row in turn.
WAYS = ("{:.2f}", "{:,.2f}", "{:.2f}万", "{:,.2f}万元")


def _prepare(session: Session) -> list[int]:
    """Make thirty projects with the second quarter's figures."""
    ids = []
    for place in range(COUNT):
        unit = "德惠市" if place % 2 else "九台区"
        project_id = builders.project(session, f"卫生院{place + 1:02}扩建", in_unit=unit)
        builders.investment(session, project_id, 10_000 * WAN)
        for kind, wan in ((MoneyKind.ARRIVED, 900), (MoneyKind.DONE, 800), (MoneyKind.PAID, 700)):
            builders.figure(session, project_id, BEFORE, (wan + place) * WAN, kind)
        builders.report(session, project_id, BEFORE, percent=20, text="基础施工", next_steps="主体施工")
        ids.append(project_id)
    return ids


@pytest.fixture
def projects(tmp_path: Path) -> tuple[Path, list[int]]:
    """A file with thirty projects whose third quarter is still to be reported."""
    path = tmp_path / "台账.db"
    create_file(path)
    db = open_file(path, who="经办人甲")
    ids = db.write("准备", _prepare).result
    db.close()
    return path, ids


@pytest.fixture
def window(projects: tuple[Path, list[int]], qtbot: QtBot) -> MainWindow:
    """The window with that file."""
    application()
    made, opening = build(Desk(remembers=False), SettingsStore(None), TODAY)
    made.resize(1366, 768)
    made.show()
    qtbot.addWidget(made, before_close_func=lambda one: one.pages.close_all())
    with qtbot.waitSignal(opening.opened, timeout=LONG):
        opening.open(projects[0])
    hands.to_front(made)
    return made


def _page(window: MainWindow) -> EntryPage:
    """Open 填报 by its key."""
    key(Qt.Key.Key_3, CONTROL)
    page = window.pages.current
    assert isinstance(page, EntryPage)
    QApplication.processEvents()
    return page


def _type(text: str, end: Qt.Key = Qt.Key.Key_Tab) -> None:
    """Type over the current cell and go on."""
    keys(text)
    assert isinstance(QApplication.focusWidget(), QLineEdit), f"typing {text} opened no editor"
    key(end)
    QApplication.processEvents()


def _here(page: EntryPage) -> tuple[int, str]:
    """Return the current cell."""
    place = page.grid.current_place
    assert place is not None
    return place


def _row(window: MainWindow, project_id: int) -> EntryRow:
    """Read a row from the file."""
    assert window.context is not None
    return window.context.tasks.read(entry_rows, [project_id], BEFORE, END)[0]


def test_a_quarter_is_filled_in_with_the_keyboard_alone(window: MainWindow, projects: tuple[Path, list[int]]) -> None:
    path, ids = projects
    page = _page(window)
    assert page.progress.words.text() == f"已报 0 / {COUNT}"
    assert page.grid.hasFocus()
    assert _here(page) == (ids[0], ARRIVED)

    for place, project_id in enumerate(ids[:20]):
        assert _here(page) == (project_id, ARRIVED)
        _fill_row(place)
        assert _row(window, project_id).state is EntryState.REPORTED
    assert page.progress.words.text() == f"已报 20 / {COUNT}"

    _type("０．１２亿")
    _type("９５０")
    _type("9,40")  # a slip: no amount, and the cell keeps it
    assert _here(page) == (ids[20], PAID)
    assert "不是金额" in page.foot.sentence
    assert _row(window, ids[20]).figures[PAID].current.unknown
    key(Qt.Key.Key_F2)
    key(Qt.Key.Key_A, CONTROL)
    _type("940")
    key(Qt.Key.Key_Slash, CONTROL)
    key(Qt.Key.Key_Tab)
    _type("设备采购完成")
    row = _row(window, ids[20])
    assert [row.figures[one].current.fen for one in (ARRIVED, DONE, PAID)] == [1200 * WAN, 950 * WAN, 940 * WAN]
    assert row.said.na
    assert row.said.percent is None

    key(Qt.Key.Key_F8)
    assert _here(page) == (ids[21], ARRIVED)
    _explain_a_fall(page)
    assert _row(window, ids[21]).figures[ARRIVED].current == Amount(900 * WAN)
    assert page.grid.hasFocus(), QApplication.focusWidget()

    for project_id in ids[21:]:
        assert _here(page)[0] == project_id
        _nothing_changed()
    row = _row(window, ids[25])
    assert row.figures[DONE].current == row.figures[DONE].previous == Amount(825 * WAN)
    assert (row.said.percent, row.said.text, row.said.next_steps) == (20, "本季无变化。", "主体施工")
    assert page.progress.words.text() == f"已报 {COUNT} / {COUNT}"

    _undo_and_redo(page, ids[-1])
    window.pages.close_all()
    window.close()
    _read_back(path, ids[0])


def _fill_row(place: int) -> None:
    """Fill a row in cell by cell; Tab leads over 上期, and from 下季安排 to the next row."""
    for wan in (1000.5, 900.25, 880):
        _type(WAYS[place % len(WAYS)].format(wan + place))
    _type("35")
    _type("主体封顶")
    _type("二次结构")


def _explain_a_fall(page: EntryPage) -> None:
    """Type a figure below the one before: the cell stays red until the reason is given, without the mouse."""
    here = _here(page)
    _type("900", Qt.Key.Key_Return)
    assert _here(page) == here, "Enter stays at what was refused"
    assert "比上期少 21.00 万元" in page.foot.sentence
    assert page.panel.model.refused_count == 1
    key(Qt.Key.Key_Tab, CONTROL)
    assert QApplication.focusWidget() is hands.button(page.foot, "填写原因…")
    key(Qt.Key.Key_Return)
    QApplication.processEvents()
    keys("审计核减\n")
    QApplication.processEvents()
    assert page.panel.model.refused_count == 0


def _nothing_changed() -> None:
    """Press Ctrl+Enter, which offers 照上季, and Enter, which takes it and leads to the next row."""
    key(Qt.Key.Key_Return, CONTROL)
    QApplication.processEvents()
    key(Qt.Key.Key_Return)
    QApplication.processEvents()


def _undo_and_redo(page: EntryPage, last: int) -> None:
    """Take the last deed back from anywhere, which leads to its row, and do it again."""
    key(Qt.Key.Key_Home, CONTROL)
    key(Qt.Key.Key_Z, CONTROL)
    QApplication.processEvents()
    assert _here(page)[0] == last
    assert page.progress.words.text() == f"已报 {COUNT - 1} / {COUNT}"
    key(Qt.Key.Key_Y, CONTROL)
    QApplication.processEvents()
    assert page.progress.words.text() == f"已报 {COUNT} / {COUNT}"


def _read_back(path: Path, first_id: int) -> None:
    """Hold the file to what was typed, to the last digit; 催报 finds nobody missing."""
    db = open_file(path, who="审阅", read_only=True)
    assert db.read(duty, Criteria(), BEFORE, END).reported == COUNT
    first = db.read(entry_rows, [first_id], BEFORE, END)[0]
    assert [first.figures[one].current.fen for one in (ARRIVED, DONE, PAID)] == [1000_500000, 900_250000, 880 * WAN]
    assert (first.said.percent, first.said.text, first.said.next_steps) == (35, "主体封顶", "二次结构")
    assert not first.gaps
    db.close()
