"""概览: the first page; every number leads to the rows behind it, and 催报 is ready to paste."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from tests.ui import hands
from tests.ui.conftest import MakeShell, Shell
from tracker.domain.kinds import Colour
from tracker.queries.criteria import Criteria
from tracker.queries.lights import colours
from tracker.queries.projects import list_ids, list_rows
from tracker.ui.main_window import MainWindow
from tracker.ui.overview.duty_sheet import DutySheet
from tracker.ui.pages import PAGES
from tracker.ui.pages.overview import OverviewPage
from tracker.ui.pages.projects import ProjectsPage

pytestmark = pytest.mark.usefixtures("home")


@pytest.fixture
def page(shell: Shell) -> OverviewPage:
    window, _ = shell
    window.pages.show_page("overview")
    found = window.pages.current
    assert isinstance(found, OverviewPage)
    return found


def listed(window: MainWindow) -> ProjectsPage:
    found = window.pages.current
    assert isinstance(found, ProjectsPage)
    return found


def test_the_program_opens_with_it(make_shell: MakeShell, data_file: Path, qtbot: QtBot) -> None:
    window, opening = make_shell()
    with qtbot.waitSignal(opening.opened, timeout=hands.LONG):
        opening.open(data_file)
    assert PAGES[0].key == "overview"
    assert window.pages.current_key == "overview"


def test_the_number_of_projects_opens_them(page: OverviewPage, shell: Shell) -> None:
    window, _ = shell
    tasks, day = page.context.tasks, window.period.as_of
    rows = tasks.read(list_rows, tasks.read(list_ids, Criteria(), day), day)
    counted = sum(row.figures.counted for row in rows)
    assert f"{counted} 项" in page.projects_card.accessibleName()
    page.projects_card.click()
    assert listed(window).panel.result.counts.counted == counted


def test_a_light_opens_exactly_the_projects_that_have_it(page: OverviewPage, shell: Shell) -> None:
    window, _ = shell
    grey = page.lights_card.buttons[3]
    tasks, day = page.context.tasks, window.period.as_of
    lit = tasks.read(colours, Criteria(), day)
    expected = [key for key, (colour, _mark) in lit.items() if colour is Colour.GREY]
    shown = {row.project_id for row in tasks.read(list_rows, expected, day) if row.figures.counted}
    assert grey.count == len(shown)
    grey.click()
    assert sorted(listed(window).panel.result.ids) == sorted(shown)
    assert listed(window).panel.result.criteria.ids_name == grey.text().partition(" ")[0]
    window.pages.show_page("overview")
    assert page.found is not None
    assert page.projects_card.accessibleName().startswith("项目数")


def test_a_fresh_catalogue_shows_where_to_begin(page: OverviewPage, shell: Shell) -> None:
    window, _ = shell
    assert page.start.isVisible()
    assert not page.due.isVisible()
    assert "未填报" in page.nodes_card.accessibleName()
    hands.press(page.start, "去填报")
    assert window.pages.current_key == "entry"


def test_the_reminder_is_copied_for_a_group_chat(page: OverviewPage, shell: Shell) -> None:
    window, _ = shell
    window.menus.run("报表", "未报与催报")
    sheet = page.findChild(DutySheet)
    assert sheet is not None
    assert "2026年第三季度" in sheet.text.toPlainText()
    sheet.copy_button.click()
    assert QGuiApplication.clipboard().text() == sheet.text.toPlainText()
    sheet.close()


def test_a_unit_opens_its_projects(page: OverviewPage, shell: Shell) -> None:
    window, _ = shell
    table = page.units.table
    table.setFocus()
    hands.click_cell(table, 0, "上报单位")
    hands.key(Qt.Key.Key_Return)
    assert len(listed(window).panel.result.criteria.unit_ids) == 1
