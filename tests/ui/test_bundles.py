"""打捆 in the window: several projects under one, its 下达 split to them, and out again."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from tests.ui import hands
from tests.ui.conftest import Shell
from tracker.domain.kinds import Counting
from tracker.queries.bundles import bundle
from tracker.queries.criteria import Criteria
from tracker.queries.projects import list_ids, list_rows
from tracker.queries.settings import office
from tracker.services import bundles, money, settings
from tracker.services.money import AllocationInput
from tracker.ui.detail.facts import FactsTab
from tracker.ui.detail.panel import DetailPanel
from tracker.ui.dialogs.bundle import BundleDialog
from tracker.ui.dialogs.split_batch import SplitDialog
from tracker.ui.main_window import MainWindow
from tracker.ui.pages.projects import ProjectsPage

WAN = 1_000_000
pytestmark = pytest.mark.usefixtures("home")


def counted_ids(session: Session, day: date) -> list[int]:
    """The first three counted projects."""
    ids = list_ids(session, Criteria(), day)
    return [row.project_id for row in list_rows(session, ids, day) if row.counted][:3]


@pytest.fixture
def page(shell: Shell) -> ProjectsPage:
    window, _ = shell
    window.pages.show_page("projects")
    found = window.pages.current
    assert isinstance(found, ProjectsPage)
    return found


def facts(window: MainWindow) -> FactsTab:
    tab = window.findChildren(DetailPanel)[0].tabs["facts"]
    assert isinstance(tab, FactsTab)
    return tab


def test_selected_projects_are_bundled_and_counted_once(page: ProjectsPage, shell: Shell) -> None:
    window, _ = shell
    tasks, day = page.context.tasks, window.period.as_of
    ids = tasks.read(counted_ids, day)
    before = page.panel.result.counts.counted
    rows = tasks.read(list_rows, ids, day)
    dialog = BundleDialog(window, rows, page.deeds._bundle)
    dialog.group.buttons()[1].setChecked(True)
    dialog.take.click()
    assert [part.project_id for part in tasks.read(bundle, ids[1], day).parts] == sorted((ids[0], ids[2]))
    assert page.panel.result.counts.counted == before - 2
    window.undo_action.trigger()
    assert page.panel.result.counts.counted == before


def test_one_selected_project_is_no_bundle(page: ProjectsPage, shell: Shell) -> None:
    window, _ = shell
    page.deeds.bundle_projects()
    assert "先选中两个以上的项目" in hands.words(window.strips)


def test_a_batch_is_split_to_the_parts_with_what_is_left(page: ProjectsPage, shell: Shell, qtbot: QtBot) -> None:
    window, _ = shell
    tasks, day = page.context.tasks, window.period.as_of
    parent, one, two = tasks.read(counted_ids, day)
    tasks.write("打捆", bundles.set_parent, [one, two], parent)
    batch = AllocationInput(parent, 500 * WAN, date(2026, 3, 1))
    tasks.write("登记下达", money.add_allocation, batch)
    page.context.open_project(parent, "facts")
    box = facts(window).bundle
    qtbot.waitUntil(box.isVisible)
    assert "含 2 个子项目" in box.title.text()
    assert "现按打捆计" in box.counted.text()

    def fill() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, SplitDialog)
        first, second = dialog.fields.values()
        first.setText("300万元")
        second.setText("300")
        assert "超出 100.00 万元" in dialog.left.text()
        dialog.take.click()
        assert "多 100.00 万元" in dialog.wrong.text()
        second.setText("1.5百")
        dialog.take.click()
        assert dialog.isVisible()
        second.setText("150")
        assert "还剩 50.00 万元未分" in dialog.left.text()
        dialog.take.click()

    QTimer.singleShot(0, fill)
    box.split.click()
    [kept] = tasks.read(bundle, parent, day).batches
    assert kept.parts == {one: 300 * WAN, two: 150 * WAN}
    assert "下达：子项目合计 450.00（2/2 个已填），打捆项目 500.00" in box.sums.text()
    tasks.write("拆分计", settings.set_counting, Counting.SPLIT)
    assert tasks.read(office).counting is Counting.SPLIT
    assert "现按拆分计" in box.counted.text()


def test_a_part_names_its_bundle_and_leaves_it(page: ProjectsPage, shell: Shell, qtbot: QtBot) -> None:
    window, _ = shell
    tasks, day = page.context.tasks, window.period.as_of
    parent, one, _two = tasks.read(counted_ids, day)
    tasks.write("打捆", bundles.set_parent, [one], parent)
    page.context.open_project(one, "facts")
    box = facts(window).bundle
    qtbot.waitUntil(lambda: facts(window).project is not None and facts(window).project_id == one)
    name = tasks.read(list_rows, [parent], day)[0].name
    assert box.parent_link.accessibleName() == name
    box.leave.click()
    assert not box.isVisible()
    assert tasks.read(bundle, parent, day).parts == ()
