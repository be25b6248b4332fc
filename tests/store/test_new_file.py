"""A new file with the catalogue is whole or not there, whatever happens while it is made."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import func, select

from tracker.domain.errors import FileProblem
from tracker.store.database import open_file
from tracker.store.seed import make_file
from tracker.store.tables import Project


class Stopped(Exception):
    """The user pressed 取消."""


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def test_it_has_the_catalogue_and_nothing_lies_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "项目办 资料" / "台账.db"
    make_file(path, "经办人甲")
    assert names(path.parent) == ["台账.db"]
    database = open_file(path, read_only=True)
    assert database.read(lambda session: session.scalar(select(func.count(Project.id))) or 0) > 400
    database.close()


@pytest.mark.parametrize("step", [0, 1, 2])
def test_work_that_is_stopped_leaves_nothing(tmp_path: Path, step: int) -> None:
    def stop(_what: str, done: int, _total: int) -> None:
        assert not (tmp_path / "台账.db").exists(), "nobody meets a half-made file"
        if done == step:
            raise Stopped

    with pytest.raises(Stopped):
        make_file(tmp_path / "台账.db", progress=stop)
    assert names(tmp_path) == []


def test_what_lies_there_is_never_overwritten_not_even_if_it_came_meanwhile(tmp_path: Path) -> None:
    path = tmp_path / "台账.db"

    def somebody_else(_what: str, _done: int, _total: int) -> None:
        path.write_bytes(b"theirs")

    with pytest.raises(FileProblem, match="没有覆盖"):
        make_file(path, progress=somebody_else)
    assert path.read_bytes() == b"theirs"
    with pytest.raises(FileProblem, match="没有覆盖"):
        make_file(path)
    assert names(tmp_path) == ["台账.db"]


def test_what_a_crash_left_is_cleared_away(tmp_path: Path) -> None:
    (tmp_path / "台账.db.正在建立").write_bytes(b"half")
    make_file(tmp_path / "台账.db")
    assert names(tmp_path) == ["台账.db"]
