"""Papers lie beside the database under names every Windows takes; a missing one is marked, never forgotten."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests import builders
from tracker.domain.deeds import Deed
from tracker.domain.errors import FileProblem, InputError
from tracker.domain.file_names import is_within, safe_name
from tracker.queries.documents import FileState, documents, missing_files
from tracker.queries.projects import detail
from tracker.services import attachments, history
from tracker.services import documents as service
from tracker.services.documents import DocumentInput
from tracker.store.database import Database

DAY = date(2026, 9, 30)


def _project(db: Database) -> tuple[int, str]:
    project_id = db.write("新建", builders.project).result
    return project_id, db.read(detail, project_id, DAY).uid


def test_a_paper_and_a_photo_are_copied_beside_the_file(db: Database, tmp_path: Path) -> None:
    project_id, uid = _project(db)
    base = db.path.parent
    paper = tmp_path / "来源" / "可研批复.pdf"
    paper.parent.mkdir()
    paper.write_bytes(b"paper")
    stored = attachments.copy_in(base, uid, paper)
    assert stored.file == f"附件/{uid}/可研批复.pdf"
    given = DocumentInput(project_id, "可研批复", "长发改〔2026〕1号", "市发改委", date(2026, 3, 1), "可研批复", stored)
    made = db.write("登记", service.add, given).result
    assert attachments.copy_in(base, uid, paper) == stored  # the same content once
    paper.write_bytes(b"another")
    assert attachments.copy_in(base, uid, paper).file == f"附件/{uid}/可研批复(2).pdf"
    [row] = db.read(documents, project_id, base)
    assert (row.id, row.state, row.path) == (made, FileState.THERE, base / stored.file)
    assert row.path is not None
    assert attachments.digest(row.path) == row.sha256
    row.path.unlink()
    [row] = db.read(documents, project_id, base)
    assert (row.state, row.path) == (FileState.MISSING, None)
    assert [name for name, _ in db.read(missing_files, base)] == ["德惠市医院建设项目"]
    assert b"paper" not in db.path.read_bytes()


def test_a_date_rests_on_a_paper_of_its_own_project(db: Database) -> None:
    one, _ = _project(db)
    other = db.write("新建", builders.project, name="别的").result
    paper = db.write("登记", service.add, DocumentInput(one, "批复")).result
    node = db.write("节点", builders.milestone, one).result
    foreign = db.write("节点", builders.milestone, other).result
    db.write("引用", service.pick, "milestone", node, paper)
    with pytest.raises(InputError, match="别的项目"):
        db.write("引用", service.pick, "milestone", foreign, paper)
    [row] = db.read(documents, one, db.path.parent)
    assert (row.used, row.state) == (1, FileState.NONE)
    done = db.write("删除", service.remove, paper)
    assert done.action_id is not None
    db.write(Deed("撤销", undoes_id=done.action_id), history.undo, done.action_id)
    [row] = db.read(documents, one, db.path.parent)
    assert row.used == 1


def test_a_file_that_cannot_be_read_leaves_nothing_behind(db: Database, tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match="读不到“没有"):
        attachments.copy_in(db.path.parent, "u1", tmp_path / "没有.pdf")
    assert not (db.path.parent / "附件" / "u1").exists()


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("a<b>c|d?.pdf", "a_b_c_d_.pdf"),
        ("nul", "_nul"),
        ("COM1.docx", "_COM1.docx"),
        ("尾巴. ", "尾巴"),
        ("\u202egpj.exe", "_gpj.exe"),
        ("..", "文件"),
        ("长" * 200 + ".pdf", "长" * 76 + ".pdf"),
    ],
)
def test_names_are_made_safe_for_windows(name: str, safe: str) -> None:
    assert safe_name(name) == safe


@pytest.mark.parametrize("path", ["../a", "/etc/passwd", "C:/a", "附件/../../a", "附件\\..\\..\\a", ""])
def test_a_stored_path_never_leads_out_of_the_folder(path: str, tmp_path: Path) -> None:
    assert not is_within(path)
    assert attachments.found_at(tmp_path, path) is None
