"""项目 → 冻结原定… as a user does it: look first, freeze, take it back, and be told why there is nothing to freeze."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import builders
from tests.ui.conftest import Shell
from tracker.queries.criteria import Criteria
from tracker.store.tables import Milestone
from tracker.ui.dialogs.freeze import FreezeDialog
from tracker.ui.main_window import MainWindow
from tracker.ui.pages.projects import ProjectsPage

TOWN, COUNTY, BARE = "甲镇", "乙县", "丙区"
EARLY, LATE = date(2025, 3, 1), date(2027, 5, 1)
pytestmark = pytest.mark.usefixtures("home")


def three_projects(session: Session) -> None:
    """Two with milestones, of which one is frozen and one has no 原定; and one without any."""
    one = builders.project(session, "甲镇卫生院改扩建", in_unit=TOWN)
    two = builders.project(session, "乙县疾控中心实验室", in_unit=COUNTY)
    builders.project(session, "丙区急救站", in_unit=BARE)
    dates = ((one, date(2026, 8, 1)), (one, LATE), (one, None), (two, date(2026, 9, 1)))
    for place, (project_id, day) in enumerate(dates):
        builders.milestone(session, project_id, f"节点{place}", planned=day)
    done = builders.milestone(session, two, "已定节点", planned=EARLY)
    row = session.get_one(Milestone, done)
    row.frozen_on, row.first_planned = date(2025, 1, 1), date(2024, 12, 1)


def frozen(session: Session) -> list[tuple[str, date | None, date | None]]:
    """Which milestones are frozen, from when, at which day."""
    columns = (Milestone.title, Milestone.frozen_on, Milestone.first_planned)
    rows = session.execute(select(*columns).where(Milestone.frozen_on.is_not(None)).order_by(Milestone.title))
    return [(row[0], row[1], row[2]) for row in rows]


@pytest.fixture
def page(shell: Shell) -> ProjectsPage:
    """项目 with only those three listed."""
    window, _opening = shell
    assert window.context is not None
    window.context.tasks.write("准备", three_projects)
    page = window.pages.current
    assert isinstance(page, ProjectsPage)
    units = tuple(unit.id for unit in page.choices().units if unit.name in (TOWN, COUNTY, BARE))
    page.ask(Criteria(unit_ids=units))
    return page


def _dialog(page: ProjectsPage) -> FreezeDialog:
    """The dialog over the page, not run."""
    actions, listed = page.deeds, tuple(page.panel.result.ids)
    return FreezeDialog(page, page.context, tuple(page.panel.selected_ids()), listed, actions._freeze)


def _all(page: ProjectsPage) -> FreezeDialog:
    """The dialog with everything listed chosen."""
    dialog = _dialog(page)
    dialog.ways[1].setChecked(True)
    return dialog


def test_what_it_would_do_is_said_before_it_is_done_and_one_undo_takes_it_back(page: ProjectsPage) -> None:
    dialog = _all(page)
    assert dialog.says.text() == "将冻结 2 个项目的 3 个节点。已冻结 1 个，保持不变；没有原定日期 1 个，不冻结。"
    assert dialog.start.text() == "冻结 3 个节点"
    dialog.start.click()
    read = page.context.tasks.read
    kept = ("已定节点", date(2025, 1, 1), date(2024, 12, 1))
    assert len(read(frozen)) == 4
    assert kept in read(frozen)  # what was fixed before is never overwritten
    page.context.tasks.undo()
    assert read(frozen) == [kept]


def test_only_the_milestones_of_a_quarter(page: ProjectsPage) -> None:
    dialog = _all(page)
    place = dialog.quarter.findText("2026年第三季度", Qt.MatchFlag.MatchContains)
    dialog.quarter.setCurrentIndex(place)
    dialog.look()
    assert dialog.says.text() == "将冻结 2 个项目的 2 个节点。"
    dialog.start.click()
    assert [row[0] for row in page.context.tasks.read(frozen)] == ["已定节点", "节点0", "节点3"]
    again = _all(page)
    again.quarter.setCurrentIndex(place)
    again.look()
    assert again.says.text() == "没有可冻结的节点：原定日期在2026年第三季度的 2 个节点都已冻结。"
    assert not again.start.isEnabled()


def test_units_are_ticked_and_nothing_to_freeze_is_explained(page: ProjectsPage) -> None:
    dialog = _dialog(page)
    dialog.ways[2].setChecked(True)
    assert dialog.says.text() == "请勾选上报单位。"
    items = [dialog.units.item(place) for place in range(dialog.units.count())]
    bare, town = (next(item for item in items if name in item.text()) for name in (BARE, TOWN))
    bare.setCheckState(bare.checkState().Checked)
    dialog.look()
    assert "这 1 个项目还没有里程碑" in dialog.says.text()
    assert not dialog.start.isEnabled()
    town.setCheckState(town.checkState().Checked)
    dialog.look()
    assert dialog.start.text() == "冻结 2 个节点"


def test_a_file_that_is_read_only_cannot_be_frozen(page: ProjectsPage, monkeypatch: pytest.MonkeyPatch) -> None:
    reason = "办公室二号机正在编辑此文件，现在以只读方式打开。"
    monkeypatch.setattr(page.context.tasks.store, "read_only_reason", reason)
    dialog = _all(page)
    assert not dialog.start.isEnabled()
    assert dialog.start.toolTip() == reason


def test_it_stands_in_the_menu(page: ProjectsPage) -> None:
    window = page.window()
    assert isinstance(window, MainWindow)
    assert any(action.text() == "冻结原定…" for action in page.deeds.menu_actions()["项目"])


def test_headings_alone_cannot_be_frozen(page: ProjectsPage) -> None:
    page.ask(Criteria())
    headings = tuple(key for key in page.panel.result.ids if not _counted(page, key))[:2]
    dialog = FreezeDialog(page, page.context, headings, (), page.deeds._freeze)
    assert dialog.ways[0].text() == "所选项目（0 项）"
    assert "工程标题没有自己的节点" in dialog.says.text()
    assert not dialog.ways[1].isEnabled()
    assert not dialog.start.isEnabled()


def _counted(page: ProjectsPage, key: int) -> bool:
    """Whether a row is a project."""
    row = page.panel.row(key)
    return row is not None and row.counted
