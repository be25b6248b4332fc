"""Which data file is opened: what the user names, else what was open last, else a place to begin."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tracker.store import location
from tracker.store.location import FILE, VARIABLE, Kind


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user without any settings."""
    monkeypatch.setattr(location, "config_folder", lambda: tmp_path / "config")
    monkeypatch.setattr(location, "data_folder", lambda: tmp_path / "share")
    monkeypatch.delenv(VARIABLE, raising=False)
    return tmp_path


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a packed program."""
    folder = tmp_path / "项目办 资料" / "tracker"
    folder.mkdir(parents=True)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(folder / "tracker.exe"))
    return folder


def test_the_first_start_has_the_users_data_folder(home: Path) -> None:
    assert location.find() == location.Location(home / "share" / FILE, Kind.DEFAULT)


def test_the_order_of_asking(home: Path, program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (program / "data").mkdir()
    assert location.find() == location.Location(program / "data" / FILE, Kind.PORTABLE)
    location.remember(home / "甲.db")
    assert location.find() == location.Location(home / "甲.db", Kind.REMEMBERED)
    monkeypatch.setenv(VARIABLE, str(home / "乙.db"))
    assert location.find() == location.Location(home / "乙.db", Kind.EXPLICIT)
    assert location.find(home / "丙.db") == location.Location(home / "丙.db", Kind.EXPLICIT)


def test_a_named_path_may_be_relative(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(home)
    assert location.find(Path("丙.db")).path == home / "丙.db"


def test_a_remembered_file_that_is_gone_is_still_the_one(home: Path) -> None:
    location.remember(home / "甲.db")
    assert not (home / "甲.db").exists()
    assert location.find().kind is Kind.REMEMBERED


def test_a_stick_is_found_under_another_letter(home: Path, program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    location.remember(program / "data" / "本局.db")
    elsewhere = home / "F" / "tracker"
    monkeypatch.setattr(sys, "executable", str(elsewhere / "tracker.exe"))
    assert location.find().path == elsewhere / "data" / "本局.db"


def test_the_only_file_of_a_portable_folder_is_taken(program: Path) -> None:
    data = program / "data"
    data.mkdir()
    (data / "本局.db").touch()
    assert location.find().path == data / "本局.db"
    (data / "旧.db").touch()
    assert location.find().path == data / FILE


@pytest.mark.parametrize("text", ["", "{", "[]", '{"path": 5}', "null"])
def test_a_spoiled_note_is_no_note(home: Path, text: str) -> None:
    (home / "config").mkdir()
    (home / "config" / "location.json").write_text(text, "utf-8")
    assert location.find().kind is Kind.DEFAULT


def test_settings_that_cannot_be_written_stop_nothing(home: Path) -> None:
    (home / "config").write_text("a file where the folder should be", "utf-8")
    location.remember(home / "甲.db")
    assert location.find().kind is Kind.DEFAULT
