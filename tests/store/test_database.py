"""The file: who writes it, what happens when it cannot be written, and that nothing is half-written."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection, event, select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from tracker.domain.changes import Changes
from tracker.domain.errors import FileProblem, InputError, NewerFile, ReadOnly
from tracker.store import migrate
from tracker.store.backup import copy_to
from tracker.store.database import Database, create_file, open_file
from tracker.store.tables import Action, ReportingUnit, Setting


def _set(session: Session, key: str, value: str) -> None:
    session.add(Setting(key=key, value=value))


def _settings(session: Session) -> list[tuple[str, str]]:
    return [(row.key, row.value) for row in session.execute(select(Setting.key, Setting.value))]


def test_a_path_with_chinese_spaces_and_signs_is_as_good_as_any(tmp_path: Path) -> None:
    path = (
        tmp_path / "项目办 资料" / "台账#1 %20?.db" if os.name != "nt" else tmp_path / "项目办 资料" / "台账#1 %20.db"
    )
    create_file(path)
    db = open_file(path)
    db.write("试写", _set, "k", '"v"')
    db.close()
    assert [entry.name for entry in path.parent.iterdir() if entry.suffix == ".db"] == [path.name]


def test_a_write_is_one_action_and_says_what_it_touched(db: Database) -> None:
    done = db.write("设置单位名称", _set, "office", '"德惠市项目办"')
    assert done.changes == Changes.SETTINGS
    assert db.read(lambda s: s.scalars(select(Action.what).where(Action.id == done.action_id)).all()) == [
        "设置单位名称"
    ]


def test_a_write_that_changes_nothing_leaves_no_action(db: Database) -> None:
    before = db.read(lambda s: s.scalars(select(Action.id)).all())
    done = db.write("什么也没有改", lambda session: session.execute(text("UPDATE setting SET value = value")))
    assert (done.action_id, done.changes) == (None, Changes.NOTHING)
    assert db.read(lambda s: s.scalars(select(Action.id)).all()) == before


def test_an_error_in_the_middle_leaves_the_file_as_it_was(db: Database) -> None:
    def half(session: Session) -> None:
        session.add(Setting(key="a", value="1"))
        session.flush()
        message = "后一半写错了"
        raise InputError(message)

    with pytest.raises(InputError):
        db.write("写一半", half)
    assert db.read(_settings) == []
    assert db.write("再写", _set, "a", "2").action_id is not None


def test_the_second_to_come_reads_and_is_told_who_writes(db: Database) -> None:
    second = open_file(db.path, who="经办人乙")
    assert second.read_only_reason is not None
    assert db.who in second.read_only_reason
    assert "正在编辑此文件" in second.read_only_reason
    with pytest.raises(ReadOnly, match="正在编辑此文件"):
        second.write("不该写进去", _set, "a", "1")
    db.write("头一个照常写", _set, "a", "1")
    assert second.read(_settings) == [("a", "1")]
    second.close()
    db.close()
    third = open_file(db.path)
    assert third.read_only_reason is None
    third.close()


def test_another_process_is_kept_out_and_a_dead_one_leaves_no_lock(db: Database) -> None:
    code = (
        "import sys\nfrom pathlib import Path\nfrom tracker.store.database import open_file\n"
        "db = open_file(Path(sys.argv[1]))\nprint('free' if db.read_only_reason is None else 'held')\n"
        "import os\nos._exit(0)  # as a crash would: nothing is closed\n"
    )

    def ask() -> str:
        found = subprocess.run([sys.executable, "-c", code, str(db.path)], capture_output=True, text=True, check=True)
        return found.stdout.strip()

    assert ask() == "held"
    db.close()
    assert ask() == "free"
    assert ask() == "free"


def test_a_write_protected_stick_is_opened_to_read(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """The lock file cannot be made there. Root may write anywhere, so the refusal is played."""
    db.close()

    def refuse(*_args: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tracker.store.lock.os.open", refuse)
    reader = open_file(db.path)
    assert reader.read_only_reason is not None
    assert "不能写入" in reader.read_only_reason
    assert reader.read(_settings) == []
    reader.close()


def test_a_missing_file_is_not_made_by_opening_it(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match="找不到数据文件"):
        open_file(tmp_path / "没有.db")
    assert list(tmp_path.iterdir()) == []


def test_making_a_file_never_overwrites(db: Database) -> None:
    with pytest.raises(FileProblem, match="没有覆盖"):
        create_file(db.path)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "这个文件是空的"),  # what a copy that broke off leaves: never taken for a fresh file
        (b"PK\x03\x04 not a database at all, but long enough to look like one" * 30, "不是专栏项目台账的数据文件"),
    ],
)
def test_a_file_that_is_not_ours_is_refused_and_untouched(tmp_path: Path, content: bytes, sentence: str) -> None:
    path = tmp_path / "别的.db"
    path.write_bytes(content)
    with pytest.raises(FileProblem, match=sentence):
        open_file(path)
    assert path.read_bytes() == content


def test_a_file_that_is_moved_away_while_open_is_never_replaced_by_an_empty_one(db: Database, tmp_path: Path) -> None:
    elsewhere = tmp_path / "别处.db"
    db.path.rename(elsewhere)
    with pytest.raises(FileProblem, match=r"数据文件不在了：.*修改没有保存"):
        db.write("试写", _set, "k", "1")
    assert not db.path.exists()
    elsewhere.rename(db.path)
    db.write("试写", _set, "k", "1")
    assert db.read(_settings) == [("k", "1")]


def test_a_damaged_file_is_said_to_be_so(db: Database) -> None:
    os.truncate(db.path, 20_480)
    for attempt in (
        lambda: db.write("试写", _set, "k", "1"),
        lambda: open_file(db.path, read_only=True).read(_settings),
    ):
        with pytest.raises(FileProblem, match=r"数据文件已损坏.*备份"):
            attempt()


def test_reading_goes_on_once_the_stick_is_back(db: Database) -> None:
    """A connection that has met an error of the disk is not used again."""
    db.write("试写", _set, "k", "1")
    broken: list[object] = []

    @event.listens_for(db._reader, "before_cursor_execute")
    def _pulled(connection: Connection, *_rest: object) -> None:
        own = connection.connection.dbapi_connection
        broken[:] = broken or [own]
        if own is broken[0]:
            raise OperationalError("", None, sqlite3.OperationalError("disk I/O error"))

    with pytest.raises(FileProblem, match="读写数据文件时出错。U盘可能已拔出") as told:
        db.read(_settings)
    assert "没有保存" not in str(told.value), "nothing was written"
    assert db.read(_settings) == [("k", "1")]


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "别家.db"
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE notes (text)")
        other.commit()
    with pytest.raises(FileProblem, match="不是专栏项目台账的数据文件"):
        open_file(path)


def test_a_file_from_a_newer_program_is_refused(db: Database) -> None:
    db.close()
    with closing(sqlite3.connect(db.path)) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
        raw.commit()
    with pytest.raises(NewerFile, match="更新版本"):
        open_file(db.path)
    with pytest.raises(NewerFile):
        open_file(db.path, read_only=True)


def test_a_copy_is_whole_and_never_overwrites(db: Database, tmp_path: Path) -> None:
    db.write("写一条", _set, "a", "1")
    copy = tmp_path / "副本.db"
    copy_to(db.path, copy)
    other = open_file(copy)
    assert other.read(_settings) == [("a", "1")]
    other.close()
    with pytest.raises(FileProblem, match="已存在"):
        copy_to(db.path, copy)


def test_the_disk_settings_are_the_careful_ones(db: Database) -> None:
    def pragmas(session: Session) -> dict[str, object]:
        names = ("journal_mode", "synchronous", "foreign_keys", "recursive_triggers")
        return {name: session.execute(text(f"PRAGMA {name}")).scalar() for name in names}

    def look(session: Session) -> dict[str, object]:
        found = pragmas(session)
        session.add(Setting(key="looked", value="1"))
        return found

    assert db.write("看一眼", look).result == {
        "journal_mode": "truncate",
        "synchronous": 3,
        "foreign_keys": 1,
        "recursive_triggers": 1,
    }


def test_a_reader_cannot_write_even_by_mistake(db: Database) -> None:
    def sneak(session: Session) -> None:
        session.execute(text("DELETE FROM reporting_unit"))

    db.write("建单位", lambda session: session.add(ReportingUnit(name="甲县", kind="区县", position=1)))
    with pytest.raises(FileProblem, match="不能写入"):
        db.read(sneak)
    assert db.read(lambda session: session.scalars(select(ReportingUnit.name)).all()) == ["甲县"]


def test_the_head_is_the_newest_step() -> None:
    assert migrate.HEAD in migrate.known_revisions()
