"""问题 in the real window: noted, found by urgency, put right in place, solved, opened again, taken back."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from tests import builders
from tests.ui.conftest import MakeShell
from tracker.queries.criteria import Criteria
from tracker.queries.problems import ProblemRow
from tracker.services import problems
from tracker.services.problems import ProblemInput
from tracker.store.database import Database
from tracker.ui.dialogs.project_picker import ProjectPicker
from tracker.ui.main_window import MainWindow
from tracker.ui.pages import problems as page_module
from tracker.ui.pages.problems import ALL, CLOSED, OVERDUE, ProblemsPage

LONG = 60_000
HOSPITAL, CENTRE = "德惠市医院异地新建", "九台区急救中心改建"
LATE, SOON, SOLVED = "征地拆迁未完成", "消防审查未批复", "设计变更未批复"
DAY = date(2026, 5, 20)


def furnish(session: Session) -> None:
    """One problem past its deadline, one before it, one solved; a second project without any."""
    project = builders.project(session, HOSPITAL)
    builders.project(session, CENTRE)
    problems.add(session, ProblemInput(project, SOON, DAY, deadline=date(2026, 12, 31)))
    problems.add(session, ProblemInput(project, LATE, DAY, owner="县自然资源局", deadline=date(2026, 8, 31)))
    solved = problems.add(session, ProblemInput(project, SOLVED, DAY, deadline=date(2026, 6, 30)))
    problems.close(session, solved, date(2026, 6, 1), "已批复", date(2026, 10, 10))


@pytest.fixture
def window(make_shell: MakeShell, db: Database, qtbot: QtBot) -> MainWindow:
    """The real window on two projects."""
    db.write("准备", furnish)
    db.close()
    window, opening = make_shell()
    with qtbot.waitSignal(opening.opened, timeout=LONG):
        opening.open(db.path)
    return window


@pytest.fixture
def page(window: MainWindow) -> ProblemsPage:
    """问题, opened from the rail."""
    window.pages.show_page("problems")
    page = window.pages.current
    assert isinstance(page, ProblemsPage)
    return page


def listed(page: ProblemsPage) -> list[str]:
    """The problems from top to bottom."""
    return [row.description for row in page.model.rows()]


def show(page: ProblemsPage, which: str) -> None:
    """Choose which problems are listed."""
    page.which.setCurrentIndex(page.which.findData(which))
    page.which.activated.emit(page.which.currentIndex())


def cell(page: ProblemsPage, description: str, key: str) -> str:
    """What stands in a cell."""
    place = [column.key for column in page.model.columns].index(key)
    return str(page.model.index(listed(page).index(description), place).data() or "")


def write(page: ProblemsPage, description: str, key: str, text: str) -> None:
    """Type into a cell."""
    place = [column.key for column in page.model.columns].index(key)
    page.model.setData(page.model.index(listed(page).index(description), place), text, Qt.ItemDataRole.EditRole)


def row(page: ProblemsPage, description: str) -> ProblemRow:
    """A problem of the list."""
    return next(one for one in page.model.rows() if one.description == description)


def test_the_earliest_deadline_stands_first_and_the_switch_counts(page: ProblemsPage) -> None:
    assert listed(page) == [LATE, SOON]
    assert cell(page, LATE, "late") == "30"
    assert [page.which.itemText(place) for place in range(4)] == [
        "未解决（2）",
        "已超时限（1）",
        "已销号（1）",
        "全部（3）",
    ]
    show(page, OVERDUE)
    assert listed(page) == [LATE]
    show(page, CLOSED)
    assert listed(page) == [SOLVED]
    assert cell(page, SOLVED, "result") == "已批复"
    show(page, ALL)
    assert listed(page)[-1] == SOLVED


def test_a_cell_is_put_right_in_place_and_taken_back(window: MainWindow, page: ProblemsPage) -> None:
    write(page, LATE, "category", "征拆")
    write(page, LATE, "deadline", "26-12-15")
    assert row(page, LATE).category == "征拆"
    assert row(page, LATE).deadline == date(2026, 12, 15)
    assert cell(page, LATE, "late") == ""
    assert window.context is not None
    window.context.tasks.undo()
    assert row(page, LATE).deadline == date(2026, 8, 31)
    write(page, LATE, "category", "未填")
    assert row(page, LATE).category is None


def test_a_day_that_is_none_is_refused_with_a_way_back(page: ProblemsPage) -> None:
    write(page, LATE, "deadline", "下个月")
    assert page.ask.sentence
    assert page.leave() == 1
    page.ask.give_up()
    assert page.leave() == 0
    assert row(page, LATE).deadline == date(2026, 8, 31)


def test_a_problem_is_solved_beside_the_list_and_opened_again(page: ProblemsPage) -> None:
    page.table.select_key(row(page, LATE).id)
    page.tab.close_it.click()
    page.tab.closing.form.fields["result"].put("协议已签")
    page.tab.closing.submit()
    assert listed(page) == [SOON]
    show(page, CLOSED)
    page.table.select_key(row(page, LATE).id)
    assert cell(page, LATE, "result") == "协议已签"
    page.tab.open_again.click()
    assert listed(page) == [SOLVED]


def test_a_new_problem_is_noted_for_a_project_that_had_none(
    page: ProblemsPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Picks(ProjectPicker):
        """Chooses the second project at once."""

        def exec(self) -> int:
            self.finder.search("九台")
            self.take.click()
            return QDialog.DialogCode.Accepted

    monkeypatch.setattr(page_module, "ProjectPicker", Picks)
    page.add.click()
    assert page.tab.new.is_open
    page.tab.new.form.fields["description"].put("设备招标流标")
    page.tab.new.submit()
    assert listed(page) == [LATE, SOON, "设备招标流标"]
    assert row(page, "设备招标流标").project == CENTRE


def test_the_rail_counts_what_is_past_its_deadline(window: MainWindow, page: ProblemsPage) -> None:
    from tracker.ui.pages import PAGES

    spec = next(spec for spec in PAGES if spec.key == "problems")
    assert spec.badge is not None
    assert window.context is not None
    assert spec.badge(window.context) == 1
    write(page, LATE, "deadline", "2026-12-15")
    assert spec.badge(window.context) == 0


def test_the_list_follows_the_filter_and_says_why_it_is_empty(window: MainWindow, page: ProblemsPage) -> None:
    assert window.context is not None
    window.context.set_criteria(Criteria(text="九台"))
    assert listed(page) == []
    assert page._empty is not None
    assert page._empty.sentence.text() == "筛选的项目没有登记问题"
    page._empty.buttons[0].click()
    assert listed(page) == [LATE, SOON]


def test_rows_are_copied_as_in_excel_and_enter_opens_the_project(window: MainWindow, page: ProblemsPage) -> None:
    page.table.select_key(row(page, LATE).id)
    QTest.keyClick(page.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert HOSPITAL in QGuiApplication.clipboard().text()
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert window.pages.current_key == "projects"


def test_somebody_else_writes_the_file_and_nothing_can_be_changed_here(
    window: MainWindow, make_shell: MakeShell, qtbot: QtBot
) -> None:
    assert window.context is not None
    second, opening = make_shell()
    with qtbot.waitSignal(opening.opened, timeout=LONG):
        opening.open(window.context.tasks.path)
    second.pages.show_page("problems")
    page = second.pages.current
    assert isinstance(page, ProblemsPage)
    assert listed(page) == [LATE, SOON]
    assert not page.add.isEnabled()
    assert page.add.toolTip()
    assert not page.tab.close_it.isEnabled()
    flags = page.model.flags(page.model.index(0, [column.key for column in page.model.columns].index("owner")))
    assert not flags & Qt.ItemFlag.ItemIsEditable


def test_folding_the_right_part_away_gives_the_list_the_room(page: ProblemsPage) -> None:
    page.table.select_key(row(page, SOON).id)
    assert page.panel.isVisible()
    page.side.click()
    assert not page.panel.isVisible()
    page.narrow(1000)
    page.side.click()
    assert page.panel.isVisible()
