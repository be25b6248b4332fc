"""进度图 as an office reads it: late milestones, their four dates, unfolding, zooming, and the way to the project."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from tests import builders
from tests.ui.conftest import MakeShell
from tracker.domain.closing import ClosingStage, Scope
from tracker.domain.quarters import Quarter
from tracker.queries.criteria import Criteria
from tracker.queries.timeline import TimelineEntry
from tracker.reports.closing_file import ClosingRequest, prepare
from tracker.services import milestones
from tracker.services.closing import close
from tracker.store.database import Database
from tracker.ui import messages
from tracker.ui.main_window import MainWindow
from tracker.ui.pages.timeline import TimelinePage
from tracker.ui.timeline.axis import Zoom
from tracker.ui.timeline.lines import PAGE, Fetched, Line
from tracker.ui.timeline.marks import Kind, marks

LONG = 60_000
HOSPITAL, CENTRE, BARE = "德惠市医院异地新建", "九台区急救中心改建", "农安县血库新建"


def furnish(session: Session) -> None:
    """Three projects: one late, one reached early, one without milestones."""
    late = builders.project(session, HOSPITAL)
    builders.milestone(session, late, "可研批复", planned=date(2022, 6, 30))
    roof = builders.milestone(session, late, "主体封顶", planned=date(2026, 5, 31))
    milestones.approve(session, roof, date(2026, 8, 31), date(2026, 7, 6), "〔2026〕5号", "征拆")
    milestones.forecast(session, roof, date(2026, 11, 15), date(2026, 9, 1))
    early = builders.project(session, CENTRE)
    done = builders.milestone(session, early, "竣工验收", planned=date(2026, 9, 1))
    milestones.set_actual(session, done, date(2026, 8, 20), today=date(2026, 10, 10))
    builders.project(session, BARE)


@pytest.fixture
def window(make_shell: MakeShell, db: Database, qtbot: QtBot) -> MainWindow:
    """The real window on the three projects."""
    db.write("准备", furnish)
    db.close()
    window, opening = make_shell()
    with qtbot.waitSignal(opening.opened, timeout=LONG):
        opening.open(db.path)
    return window


@pytest.fixture
def page(window: MainWindow) -> TimelinePage:
    """进度图, opened from the rail."""
    return open_page(window)


def open_page(window: MainWindow) -> TimelinePage:
    """Open 进度图."""
    window.pages.show_page("timeline")
    page = window.pages.current
    assert isinstance(page, TimelinePage)
    QApplication.processEvents()
    return page


def press(page: TimelinePage, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key in the timeline."""
    QTest.keyClick(page.view, key, modifiers)


def named(page: TimelinePage, name: str) -> int:
    """The id of a project on the page."""
    found = (page.view.lines.fetched(key) for key in page.view.lines.projects)
    return next(one.row.project_id for one in found if one is not None and one.row.name == name)


def test_the_current_line_is_read_out_and_its_milestones_are_walked_with_the_arrows(page: TimelinePage) -> None:
    page.view.choose(Line(named(page, HOSPITAL)))
    spoken = page.view.accessibleDescription()
    assert HOSPITAL in spoken
    assert "2 个节点，完成 0 个" in spoken
    press(page, Qt.Key.Key_Right)
    assert "可研批复" in page.foot.dates.text()
    press(page, Qt.Key.Key_Right)
    said = page.foot.dates.text()
    assert "原定 2026-05-31" in said
    assert "最新批准 2026-08-31" in said
    assert "预计 2026-11-15" in said
    assert "逾期 30 天" in page.foot.standing.text()
    press(page, Qt.Key.Key_Escape)
    press(page, Qt.Key.Key_Left)
    assert page.foot.dates.text()


def test_a_click_on_a_mark_chooses_its_milestone(page: TimelinePage) -> None:
    project_id = named(page, HOSPITAL)
    view = page.view
    view.choose(Line(project_id))
    place = view.lines.place_of(Line(project_id))
    found = view.lines.fetched(project_id)
    assert place is not None
    assert found is not None
    view.go_to_as_of()
    due = next(
        mark
        for mark in marks(list(enumerate(found.row.nodes)), view.axis, whole=False)
        if mark.kind is Kind.EXPECTED and mark.node == 1
    )
    box = view._box(place)
    spot = QPoint(round(view.frame().origin + due.x), box.center().y() + 4)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot)
    assert view.node is not None
    assert view.node.title == "主体封顶"


def test_space_unfolds_a_project_into_a_line_for_each_milestone(page: TimelinePage) -> None:
    project_id = named(page, HOSPITAL)
    page.view.choose(Line(project_id))
    press(page, Qt.Key.Key_Space)
    assert len(page.view.lines) == 5
    press(page, Qt.Key.Key_Down)
    assert page.view.current == Line(project_id, 0)
    assert page.view.accessibleDescription().startswith("可研批复")
    press(page, Qt.Key.Key_Space)
    assert page.view.current == Line(project_id)
    page.unfold.click()
    assert page.unfold.text() == "全部收起"
    page.unfold.click()
    assert len(page.view.lines) == 3


def test_a_project_without_milestones_says_so(page: TimelinePage) -> None:
    page.view.choose(Line(named(page, BARE)))
    assert "没有节点" in page.view.accessibleDescription()
    press(page, Qt.Key.Key_Space)
    press(page, Qt.Key.Key_Right)
    assert page.view.node is None


def test_zoom_is_kept_until_the_next_start(window: MainWindow, page: TimelinePage) -> None:
    press(page, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert page.view.axis.zoom is Zoom.MONTH
    assert not page.larger.isEnabled()
    page.smaller.click()
    page.smaller.click()
    assert page.zoom.currentText() == "年"
    assert not page.smaller.isEnabled()
    assert window.context is not None
    assert TimelinePage(window.context).view.axis.zoom is Zoom.YEAR


def test_enter_opens_the_project_at_its_milestones(window: MainWindow, page: TimelinePage) -> None:
    page.view.choose(Line(named(page, CENTRE)))
    press(page, Qt.Key.Key_Return)
    assert window.pages.current_key == "projects"


def test_the_page_follows_the_filter_and_offers_all_again(window: MainWindow, page: TimelinePage) -> None:
    assert window.context is not None
    window.context.set_criteria(Criteria(text="九台"))
    assert len(page.view.lines) == 1
    assert "1 项（全部 3 项）" in page.filter.accessibleName()
    page.filter.link.click()
    assert len(page.view.lines) == 3
    page.filter.link.click()
    window.context.set_criteria(Criteria(text="没有这样的项目"))
    assert page._empty is not None
    page._empty.buttons[0].click()
    assert len(page.view.lines) == 3


def test_another_period_shows_what_was_known_then(window: MainWindow, page: TimelinePage) -> None:
    assert window.context is not None
    window.context.period.choose(Quarter(2026, 2))
    project_id = named(page, HOSPITAL)
    page.view.choose(Line(project_id), 1)
    assert "最新批准 没有调整" in page.foot.dates.text()
    early = page.view.lines.fetched(named(page, CENTRE))
    assert early is not None
    assert early.row.nodes[0].actual is None


def test_the_picture_is_copied_saved_and_printed(
    page: TimelinePage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.copy_button.click()
    assert not QGuiApplication.clipboard().image().isNull()
    monkeypatch.setattr(messages, "ask_save", lambda *_: tmp_path / "进度图")
    page.save_button.click()
    assert (tmp_path / "进度图.png").read_bytes().startswith(b"\x89PNG")
    monkeypatch.setattr(messages, "ask_save", lambda *_: tmp_path / "没有" / "进度图.png")
    page.save_button.click()
    assert [one.name for one in page.printables()] == ["进度图"]


def test_the_pointer_over_a_line_tells_its_name_and_light(page: TimelinePage) -> None:
    project_id = named(page, HOSPITAL)
    place = page.view.lines.place_of(Line(project_id))
    assert place is not None
    middle = page.view._box(place).center().y()
    assert HOSPITAL in page.view._tip(QPoint(150, middle))
    assert page.view._tip(QPoint(10, middle))
    assert page.view._tip(QPoint(150, 5)) == ""


def test_ctrl_c_copies_the_milestones_as_a_table(page: TimelinePage) -> None:
    page.view.choose(Line(named(page, HOSPITAL)))
    press(page, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    head, *lines = QGuiApplication.clipboard().text().split("\n")
    assert head.startswith("项目名称\t节点\t原定")
    assert lines[1].split("\t")[:4] == [HOSPITAL, "主体封顶", "2026-05-31", "2026-08-31"]


def test_ten_thousand_lines_are_read_only_as_they_come_into_view(page: TimelinePage) -> None:
    asked: list[int] = []
    real = page.view.lines._load

    def load(ids: Sequence[int]) -> Sequence[Fetched]:
        asked.append(len(ids))
        return real(ids)

    page.view.lines._load = load
    page.view.lines.set_entries([TimelineEntry(key, 0) for key in range(1, 10_001)])
    page.view.lines_changed()
    page.view.verticalScrollBar().setValue(page.view.verticalScrollBar().maximum())
    page.view.viewport().repaint()
    assert sum(asked) <= 4 * PAGE
    assert page.view.lines_in_view().stop == 10_000


def test_the_wheel_with_ctrl_zooms_around_the_pointer(page: TimelinePage) -> None:
    view = page.view
    spot = QPoint(700, 200)
    day = view.axis.day(view.horizontalScrollBar().value() + spot.x() - view.frame().left)
    wheel = QWheelEvent(
        QPointF(spot),
        QPointF(view.viewport().mapToGlobal(spot)),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.viewport(), wheel)
    assert view.axis.zoom is Zoom.MONTH
    after = view.axis.day(view.horizontalScrollBar().value() + spot.x() - view.frame().left)
    assert abs((after - day).days) <= 3


def test_a_closed_quarter_shows_the_lights_that_were_signed(window: MainWindow, page: TimelinePage) -> None:
    assert window.context is not None
    tasks = window.context.tasks
    request = ClosingRequest(Quarter(2026, 3), Scope(), Criteria(), ClosingStage.FINAL)
    given = prepare(tasks.read, tasks.path.parent, request)
    window.context.tasks.write("封账", close, given, date(2026, 10, 10))
    assert window.context.source is not None
    assert len(page.view.lines) == 3
    page.view.choose(Line(named(page, HOSPITAL)), 1)
    assert "逾期 30 天" in page.foot.standing.text()
