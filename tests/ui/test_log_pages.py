"""变更 and 目录更新: what was changed, and what a newer catalogue says differently."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.ui.conftest import Shell
from tracker import paths
from tracker.domain.money import Amount
from tracker.services import money, projects
from tracker.store.tables import Project
from tracker.ui.fields import ComboBox
from tracker.ui.main_window import MainWindow
from tracker.ui.pages.catalogue import CataloguePage
from tracker.ui.pages.history import HistoryPage

NAME = "德惠市传染病医院异地新建"


def by_name(session: Session, name: str) -> int:
    """Return a project's id."""
    return session.scalars(select(Project.id).where(Project.name == name)).one()


def name_of(session: Session, project_id: int) -> str:
    """Return a project's name."""
    return session.get_one(Project, project_id).name


def words(parent: QWidget) -> str:
    """Return all text shown in labels."""
    QApplication.processEvents()
    return "\n".join(label.text() for label in parent.findChildren(QLabel) if label.isVisibleTo(parent))


def history_page(window: MainWindow) -> HistoryPage:
    """Open 变更."""
    window.pages.show_page("history")
    page = window.pages.current
    assert isinstance(page, HistoryPage)
    return page


def edit(window: MainWindow, field: str, value: str) -> int:
    """Change a field of the known project."""
    assert window.context is not None
    project_id = window.context.tasks.read(by_name, NAME)
    window.context.tasks.write(f"修改项目：{NAME}", projects.edit, project_id, field, value)
    return project_id


def test_the_log_shows_old_and_new_and_what_was_undone(shell: Shell) -> None:
    window, _ = shell
    edit(window, "owner_dept", "卫生健康局")
    page = history_page(window)
    first = page.model.rows()[0]
    assert first.what == f"修改项目：{NAME}"
    page.table.select_key(first.action_id)
    assert "责任单位：未填 → 卫生健康局" in words(page.details)
    window.undo_action.trigger()
    rows = page.model.rows()
    assert [row.undone for row in rows[:2]] == [False, True]
    assert page.model.index(1, 2).data() == f"修改项目：{NAME}（已撤销）"


def pick(combo: ComboBox, text: str) -> None:
    """Choose from a list as a click does."""
    place = combo.findText(text)
    assert place >= 0, text
    combo.setCurrentIndex(place)
    combo.activated.emit(place)


def test_the_log_is_filtered_by_person_kind_and_day(shell: Shell) -> None:
    window, _ = shell
    project_id = edit(window, "owner_dept", "卫生健康局")
    assert window.context is not None
    window.context.tasks.write("填写总投资", money.set_investment, project_id, Amount(1_000_000_00))
    page = history_page(window)
    everything = len(page.model.rows())
    assert everything > 2

    pick(page.filter.kind, "资金")
    assert [row.what for row in page.model.rows()] == ["填写总投资", "载入目录"]  # which brought the sources
    pick(page.filter.kind, "全部内容")
    pick(page.filter.who, window.context.tasks.who)
    assert {row.who for row in page.model.rows()} == {window.context.tasks.who}

    pick(page.filter.span, "指定日期")
    page.filter.until.put("1999-12-31")
    page.filter.until.commit()
    assert not page.model.rows()
    assert "没有符合" in words(page)
    assert "至 1999-12-31" in words(page)
    page.filter.until.put("昨天")
    page.filter.until.commit()
    assert page.filter.until.error is not None

    assert page.escape()
    assert len(page.model.rows()) == everything
    assert not page.filter.active


def test_the_log_is_searched_and_says_when_nothing_fits(shell: Shell) -> None:
    window, _ = shell
    edit(window, "owner_dept", "卫生健康局")
    page = history_page(window)
    everything = len(page.model.rows())
    page.search.setText("德惠市传染病")
    page.search.search()
    assert 0 < len(page.model.rows()) <= everything
    page.search.setText("没有这样的词")
    page.search.search()
    assert "没有符合“没有这样的词”的变更" in words(page)
    assert page.escape()
    assert len(page.model.rows()) == everything
    assert not page.escape()


def test_older_deeds_are_fetched_on_demand(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    window, _ = shell
    monkeypatch.setattr("tracker.ui.pages.history.AT_ONCE", 3)
    for number in range(7):
        edit(window, "note", f"第{number}次")
    page = history_page(window)
    assert len(page.model.rows()) == 3
    assert not page.more.isHidden()
    page.more.click()
    page.more.click()
    assert len(page.model.rows()) == 8  # seven edits and the catalogue
    assert page.more.isHidden()
    edit(window, "note", "又一次")
    assert page.model.rows()[0].lines[0].endswith("又一次")


def test_a_project_of_the_log_opens_in_the_list_and_back(shell: Shell) -> None:
    window, _ = shell
    project_id = edit(window, "note", "看这里")
    page = history_page(window)
    page.table.select_key(page.model.rows()[0].action_id)
    wanted: list[tuple[int, str]] = []
    assert window.context is not None
    window.context.project_wanted.connect(lambda *place: wanted.append(place))
    page.table.opened.emit(page.table.current_key)
    assert wanted == [(project_id, "history")]
    assert window.pages.current_key == "projects"
    window.pages.back()
    assert window.pages.current_key == "history"
    window.pages.forward()
    assert window.pages.current_key == "projects"


def other_catalogue(tmp_path: Path) -> Path:
    """Return a copy of the shipped catalogue in which the known project has another name."""
    root = tmp_path / "newer"
    shutil.copytree(paths.bundled("seed"), root / "seed")
    for file in (root / "seed").glob("*.yaml"):
        text = file.read_text("utf-8")
        file.write_text(text.replace(NAME, f"{NAME}（二期）"), "utf-8")
    return root


def test_a_newer_catalogue_is_offered_and_differences_are_settled(
    shell: Shell, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, opening = shell
    assert window.context is not None
    project_id = edit(window, "name", "我们的叫法")
    later = tmp_path / "后来.db"
    shutil.copyfile(window.context.tasks.path, later)
    root = other_catalogue(tmp_path)
    for module in ("tracker.store.seed.load", "tracker.services.catalogue"):
        monkeypatch.setattr(sys.modules[module], "bundled", root.joinpath)
    assert "catalogue" not in window.rail.keys
    with qtbot.waitSignal(opening.opened, timeout=20_000):
        opening.open(later)
    strip = window.strips.shown("notice")
    assert strip is not None
    assert "更新的项目目录" in strip.sentence
    strip.links[0].click()
    qtbot.waitUntil(lambda: "catalogue" in window.rail.keys, timeout=30_000)
    window.pages.show_page("catalogue")
    page = window.pages.current
    assert isinstance(page, CataloguePage)
    row = next(row for row in page.model.rows() if row.project_id == project_id)
    assert (row.label, row.ours, row.theirs) == ("项目名称", "我们的叫法", f"{NAME}（二期）")
    assert page.table.select_key(row.id)
    page.take.click()
    assert window.context.tasks.read(name_of, project_id) == f"{NAME}（二期）"
    assert row.id not in [left.id for left in page.model.rows()]
    assert "目录更新已处理完" in words(page)
    window.pages.show_page("history")
    assert "catalogue" not in window.rail.keys
