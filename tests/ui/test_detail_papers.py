"""文件: papers and photos of a project, their files beside the database, and what rests on them."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests import builders
from tests.ui.detail_kit import WAN, cell, choose, editable, fill, go_to, make_panel, press, said, type_cell, write
from tracker.queries.documents import FileState, documents
from tracker.services import attachments
from tracker.services import documents as service
from tracker.services.documents import DocumentInput
from tracker.store.database import Database
from tracker.ui.context import Link
from tracker.ui.detail import paper_view
from tracker.ui.detail.lists import LongLink
from tracker.ui.detail.milestones import MilestonesTab
from tracker.ui.detail.money import MoneyTab
from tracker.ui.detail.panel import DetailPanel
from tracker.ui.detail.paper_field import PaperField
from tracker.ui.detail.papers import PapersTab

NUMBER = "长发改审批〔2024〕156号"


@pytest.fixture
def panel(db: Database, qtbot: QtBot) -> Iterator[DetailPanel]:
    """A panel on the test's own file; its thread ends before it goes."""
    made = make_panel(db, qtbot)
    yield made
    made.context.tasks.runner.stop()


@pytest.fixture
def project(db: Database, panel: DetailPanel) -> int:
    """A project without papers, shown at 文件."""
    key: int = write(db, builders.project, "德惠市医院新建", nature="新建")
    panel.show_project(key, "papers")
    return key


@pytest.fixture
def notices(panel: DetailPanel) -> list[str]:
    """What the strip under the toolbar said."""
    told: list[str] = []

    def tell(_tone: str, sentence: str, _links: tuple[Link, ...]) -> None:
        told.append(sentence)

    panel.context.notice_wanted.connect(tell)
    return told


def tab(panel: DetailPanel) -> PapersTab:
    """Return the tab."""
    found = panel.tabs["papers"]
    assert isinstance(found, PapersTab)
    return found


def a_file(folder: Path, name: str, content: bytes = b"paper") -> Path:
    """Make a file somewhere else on the machine."""
    folder.mkdir(exist_ok=True, parents=True)
    path = folder / name
    path.write_bytes(content)
    return path


def settle(qtbot: QtBot, panel: DetailPanel) -> None:
    """Wait for the work in the background."""
    qtbot.waitUntil(lambda: not panel.context.tasks.runner.busy, timeout=20_000)
    QApplication.processEvents()


def drop(panel: DetailPanel, *paths: Path) -> bool:
    """Drag files over the tab and let them go there; return whether they were taken."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    args = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    enter = QDragEnterEvent(QPoint(20, 200), *args)
    enter.ignore()
    QApplication.sendEvent(tab(panel), enter)
    if enter.isAccepted():
        QApplication.sendEvent(tab(panel), QDropEvent(QPointF(20, 200), *args))
    return enter.isAccepted()


def rows(db: Database, project_id: int) -> Any:
    """Return the papers in the file."""
    return db.read(documents, project_id, db.path.parent)


def add(db: Database, project_id: int, *, tmp_path: Path, name: str = "批复.pdf", **values: Any) -> int:
    """Prepare a paper with a file."""
    stored = attachments.copy_in(db.path.parent, "u1", a_file(tmp_path / "来源", name))
    key: int = write(db, service.add, DocumentInput(project_id, file=stored, **values))
    return key


class Copying:
    """Drops files onto the tab, and looks at what came of it."""

    def __init__(self, panel: DetailPanel, project: int, qtbot: QtBot, folder: Path) -> None:
        """Take files from a folder of their own."""
        self._panel, self._project, self._qtbot, self._folder = panel, project, qtbot, folder

    def drop(self, *names: str) -> None:
        """Drop files of these names and wait for the end."""
        drop(self._panel, *(a_file(self._folder, name, name.encode()) for name in names))
        settle(self._qtbot, self._panel)

    def left(self) -> list[object]:
        """Return every record, and every file in 附件."""
        tasks = self._panel.context.tasks
        papers = tasks.read(documents, self._project, tasks.path.parent)
        files = [path for path in (tasks.path.parent / "附件").rglob("*") if path.is_file()]
        return [*papers, *files]


@pytest.fixture
def copying(panel: DetailPanel, project: int, qtbot: QtBot, tmp_path: Path) -> Copying:
    """Hands that drop files."""
    return Copying(panel, project, qtbot, tmp_path / "桌面")


def test_a_project_without_papers_says_what_they_are_for(panel: DetailPanel, project: int) -> None:
    assert "还没有批复文件" in said(panel)
    assert not tab(panel).open.isEnabled()


def test_files_dropped_onto_the_tab_are_copied_and_can_be_undone(
    db: Database, panel: DetailPanel, project: int, qtbot: QtBot, tmp_path: Path
) -> None:
    paper = a_file(tmp_path / "桌面", f"{NUMBER} 可研批复.pdf")
    photo = a_file(tmp_path / "桌面", "IMG_0012.JPG", b"photo")
    assert drop(panel, paper, photo)
    settle(qtbot, panel)
    found = {row.title: row for row in rows(db, project)}
    assert set(found) == {f"{NUMBER} 可研批复", "IMG_0012"}
    first = found[f"{NUMBER} 可研批复"]
    assert (first.number, first.type, first.state) == (NUMBER, "可研批复", FileState.THERE)
    assert found["IMG_0012"].type == "现场照片"
    assert first.path.parent.parent == db.path.parent / "附件"
    assert paper.exists()
    panel.context.tasks.undo()
    assert rows(db, project) == ()
    panel.context.tasks.redo()
    assert {row.state for row in rows(db, project)} == {FileState.THERE}


def test_the_same_file_is_not_noted_twice(
    db: Database, panel: DetailPanel, project: int, qtbot: QtBot, tmp_path: Path, notices: list[str]
) -> None:
    paper = a_file(tmp_path / "桌面", "批复.pdf")
    for _ in range(2):
        drop(panel, paper)
        settle(qtbot, panel)
    assert len(rows(db, project)) == 1
    assert "没有重复添加" in notices[-1]


def test_a_folder_is_refused_in_words_and_the_other_file_is_added(
    db: Database, panel: DetailPanel, project: int, qtbot: QtBot, tmp_path: Path, notices: list[str]
) -> None:
    drop(panel, tmp_path, a_file(tmp_path / "桌面", "批复.pdf"))
    settle(qtbot, panel)
    assert [row.title for row in rows(db, project)] == ["批复"]
    assert "添加了 1 份文件" in notices[-1]
    assert "是文件夹，没有添加" in notices[-1]


@pytest.mark.parametrize(
    "refused",
    [
        (errno.ENOSPC, "磁盘已满"),
        (errno.EROFS, "磁盘是只读的"),
        (errno.EACCES, "没有权限"),
        (errno.ENAMETOOLONG, "改短"),
    ],
)
def test_a_disk_that_refuses_leaves_nothing_behind(
    panel: DetailPanel, copying: Copying, notices: list[str], monkeypatch: pytest.MonkeyPatch, refused: tuple[int, str]
) -> None:
    number, sentence = refused

    def full(_source: Path, target: Path, _tell: Callable[[int], None]) -> None:
        target.write_bytes(b"half")
        raise OSError(number, "as the system says it")

    monkeypatch.setattr(attachments, "_copy", full)
    copying.drop("批复.pdf")
    assert sentence in notices[-1]
    assert "as the system" not in notices[-1]
    assert copying.left() == []


def test_cancelling_leaves_neither_copies_nor_records(
    panel: DetailPanel, copying: Copying, notices: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = attachments._copy
    runner = panel.context.tasks.runner

    def stop_at_the_second(source: Path, target: Path, tell: Callable[[int], None]) -> None:
        if source.name == "乙.pdf":
            runner.cancel()
        copy(source, target, tell)

    monkeypatch.setattr(attachments, "_copy", stop_at_the_second)
    copying.drop("甲.pdf", "乙.pdf")
    assert "已取消添加文件" in notices[-1]
    assert copying.left() == []


def test_a_paper_is_edited_in_the_list_and_below_it(
    db: Database, panel: DetailPanel, project: int, tmp_path: Path
) -> None:
    key = add(db, project, tmp_path=tmp_path, title="批复")
    panel.show_project(project, "papers")
    table, form = tab(panel).table, tab(panel).form
    panel.context.tasks.changed.emit(tab(panel).wants, 0)
    type_cell(table, key, "number", NUMBER)
    type_cell(table, key, "issued_on", "24-3-1")
    fill(form.fields["issuer"], "长春市发展改革委")
    choose(form.fields["type"], "可研批复")
    [row] = rows(db, project)
    assert (row.number, row.issued_on, row.issuer, row.type) == (
        NUMBER,
        date(2024, 3, 1),
        "长春市发展改革委",
        "可研批复",
    )
    fill(form.fields["title"], "")
    assert form.fields["title"].error
    assert panel.wrong == 1
    assert rows(db, project)[0].title == "批复"


def test_a_missing_file_is_said_and_attached_again(
    db: Database, panel: DetailPanel, project: int, qtbot: QtBot, tmp_path: Path
) -> None:
    key = add(db, project, tmp_path=tmp_path, title="批复")
    [row] = rows(db, project)
    row.path.unlink()
    panel.context.tasks.changed.emit(tab(panel).wants, 0)
    assert cell(tab(panel).table, key, "state") == "缺失"
    assert "文件不在原来的位置" in said(panel)
    assert not tab(panel).open.isEnabled()
    found = a_file(tmp_path / "找到", "批复.pdf", b"found again")
    tab(panel).files.copy([found], tab(panel).current)
    settle(qtbot, panel)
    [row] = rows(db, project)
    assert (row.state, row.path.read_bytes()) == (FileState.THERE, b"found again")
    panel.context.tasks.undo()
    assert rows(db, project)[0].state is FileState.MISSING


def test_a_file_that_was_changed_is_said_and_can_be_taken_as_it_is(
    db: Database, panel: DetailPanel, project: int, qtbot: QtBot, tmp_path: Path
) -> None:
    key = add(db, project, tmp_path=tmp_path, title="批复")
    [row] = rows(db, project)
    row.path.write_bytes(b"somebody wrote into it")
    panel.context.tasks.changed.emit(tab(panel).wants, 0)
    settle(qtbot, panel)
    assert cell(tab(panel).table, key, "state") == "已变"
    assert "文件内容与登记时不同" in said(panel)
    press(panel, "以现在的内容为准")
    settle(qtbot, panel)
    assert cell(tab(panel).table, key, "state") == "有"
    press(panel, "取消附件")
    assert rows(db, project)[0].state is FileState.NONE
    assert row.path.exists()  # undo finds it
    panel.context.tasks.undo()
    assert rows(db, project)[0].state is FileState.THERE


def test_a_number_typed_before_its_paper_rests_on_it_once_it_is_noted(
    db: Database, panel: DetailPanel, project: int
) -> None:
    write(db, builders.milestone, project, "可研批复", evidence=NUMBER)
    panel.show_project(project, "papers")
    panel.context.tasks.changed.emit(tab(panel).wants, 0)
    assert "填过、还没有登记的文号 1 个" in said(panel)
    press(panel, "登记")
    [row] = rows(db, project)
    assert (row.number, row.type, row.used) == (NUMBER, "可研批复", 1)
    assert "还没有登记的文号" not in said(panel)
    wanted: list[tuple[int, str]] = []
    panel.context.project_wanted.connect(lambda key, where: wanted.append((key, where)))
    links = {one.accessibleName(): one for one in panel.findChildren(LongLink)}
    next(one for name, one in links.items() if name.startswith("节点“可研批复”的佐证")).click()
    assert wanted == [(project, "milestones")]


def test_a_paper_is_picked_for_an_approval_with_its_date(
    db: Database, panel: DetailPanel, project: int, tmp_path: Path
) -> None:
    write(db, builders.milestone, project, "开工", planned=date(2025, 5, 1))
    add(db, project, tmp_path=tmp_path, title="调整批复", number=NUMBER, issued_on=date(2026, 3, 1))
    panel.show_project(project, "milestones")
    found = panel.tabs["milestones"]
    assert isinstance(found, MilestonesTab)
    found.form.open_approval("2026-12-31")
    field = found.form.approval.form.fields["document_number"]
    assert isinstance(field, PaperField)
    [action] = field.menu().actions()
    action.trigger()
    assert found.form.approval.form.fields["decided_on"].text == "2026-03-01"
    fill(found.form.approval.form.fields["reason"], "征地推迟")
    press(panel, "保存批准调整")
    [row] = rows(db, project)
    assert row.used == 1
    fill(tab_field(found, "evidence"), NUMBER)
    assert rows(db, project)[0].used == 2
    write(db, service.edit, row.id, "number", "长发改审批〔2024〕157号")
    panel.context.tasks.changed.emit(found.wants, 0)
    assert tab_field(found, "evidence").text == "长发改审批〔2024〕157号"  # one paper, one number


def tab_field(found: MilestonesTab, key: str) -> Any:
    """Return a field below the milestones."""
    return found.form.form.fields[key]


def test_total_investment_and_a_batch_rest_on_papers(
    db: Database, panel: DetailPanel, project: int, tmp_path: Path
) -> None:
    key = add(db, project, tmp_path=tmp_path, title="下达文件", number=NUMBER, issued_on=date(2026, 3, 1))
    write(db, builders.allocation, project, 300 * WAN, date(2026, 3, 12))
    panel.show_project(project, "money")
    money = panel.tabs["money"]
    assert isinstance(money, MoneyTab)
    money.allocation_fold.unfold()
    [batch] = money.allocation_fold.model.rows()
    type_cell(money.allocation_fold.table, batch.id, "document_number", NUMBER)
    money.investment.start(money.sheet)
    fill(money.investment.form.fields["amount"], "1000")
    fill(money.investment.form.fields["document_number"], "长发改〔2025〕9号")
    press(panel, "保存总投资")
    used = {row.number: row.used for row in rows(db, project)}
    assert used == {NUMBER: 1, "长发改〔2025〕9号": 1}
    panel.show_project(project, "papers")
    tab(panel).table.select_key(key)
    assert "2026-03-12 下达 300.00 万元" in tab(panel)._on(tab(panel).current)[0].what  # type: ignore[arg-type]


def test_removing_a_paper_says_what_rests_on_it_first(
    db: Database, panel: DetailPanel, project: int, tmp_path: Path
) -> None:
    node = write(db, builders.milestone, project, "可研批复", evidence=NUMBER)
    key = add(db, project, tmp_path=tmp_path, title="批复", number=NUMBER)
    panel.context.tasks.changed.emit(tab(panel).wants, 0)
    tab(panel).table.select_key(key)
    tab(panel).drop.click()
    assert "“批复”被 1 处引用：节点“可研批复”的佐证" in tab(panel).ask.sentence
    assert len(rows(db, project)) == 1
    press(panel, "移除记录")
    assert rows(db, project) == ()
    assert "填过、还没有登记的文号 1 个" in said(panel)
    panel.context.tasks.undo()
    assert rows(db, project)[0].used == 1
    assert node


def test_a_paper_is_noted_without_a_file(db: Database, panel: DetailPanel, project: int) -> None:
    press(panel, "登记文号")
    fill(tab(panel).new.form.fields["number"], NUMBER)
    press(panel, "登记")
    [row] = rows(db, project)
    assert (row.number, row.title, row.state) == (NUMBER, NUMBER, FileState.NONE)
    assert "还没有附文件" in said(panel)


def test_a_photo_is_shown_small(db: Database, panel: DetailPanel, project: int, tmp_path: Path) -> None:
    image = QImage(1200, 600, QImage.Format.Format_RGB32)
    image.fill(QColor("#336699"))
    path = tmp_path / "照片.png"
    assert image.save(str(path))
    small = paper_view.thumbnail(path, 1.0)
    assert small is not None
    assert (small.width(), small.height()) == (96, 48)
    assert paper_view.thumbnail(a_file(tmp_path, "坏.jpg", b"no picture"), 1.0) is None
    assert paper_view.thumbnail(a_file(tmp_path, "批复.pdf"), 1.0) is None


def test_a_file_that_is_read_only_takes_nothing(
    db: Database, panel: DetailPanel, project: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = add(db, project, tmp_path=tmp_path, title="批复")
    monkeypatch.setattr(db, "read_only_reason", "办公室二号机正在编辑此文件")
    panel.context.tasks.changed.emit(tab(panel).wants, 0)
    assert not drop(panel, a_file(tmp_path / "桌面", "乙.pdf"))
    assert "不能添加：办公室二号机正在编辑此文件" in said(panel)
    for control in (tab(panel).add, tab(panel).note, tab(panel).drop):
        assert not control.isEnabled()
        assert control.toolTip() == "办公室二号机正在编辑此文件"
    assert tab(panel).open.isEnabled()
    assert not editable(tab(panel).table, key, "title")
    go_to(tab(panel).table, key, "title")
