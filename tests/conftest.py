"""Fixtures for every test: a fresh, migrated data file that nothing else uses."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tracker.store.database import Database, create_file, open_file


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file without any rows, made once; copy it, never open it."""
    path = tmp_path_factory.mktemp("empty") / "empty.db"
    create_file(path)
    return path


@pytest.fixture
def db_path(empty_file: Path, tmp_path: Path) -> Path:
    """The path of this test's own copy of the empty file."""
    path = tmp_path / "台账.db"
    shutil.copyfile(empty_file, path)
    return path


@pytest.fixture
def db(db_path: Path) -> Iterator[Database]:
    """This test's own file, open for writing by 测试员, closed afterwards."""
    database = open_file(db_path, who="测试员")
    yield database
    database.close()
