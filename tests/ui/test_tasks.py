"""Work in the background, and what reading and writing tell the window."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QObject, QThread
from pytestqt.qtbot import QtBot

from tests import builders
from tracker.domain.changes import Changes
from tracker.domain.errors import InputError, TrackerError
from tracker.services import projects
from tracker.store.database import Database
from tracker.ui.tasks import Progress, Runner, Tasks


class Listener(QObject):
    """Hears results on the GUI thread."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[object] = []
        self.thread_of_last: QThread | None = None

    def take(self, result: object) -> None:
        """Note a result and where it came."""
        self.heard.append(result)
        self.thread_of_last = QThread.currentThread()


@pytest.fixture
def runner() -> Iterator[Runner]:
    """A runner that is stopped afterwards."""
    made = Runner()
    yield made
    assert made.stop()


@pytest.fixture
def tasks(db: Database, runner: Runner) -> Tasks:
    """Tasks on a file of one's own."""
    return Tasks(db, runner)


def test_results_come_back_on_the_window_s_thread(runner: Runner, qtbot: QtBot) -> None:
    listener, places = Listener(), []

    def work(progress: Progress) -> int:
        places.append(threading.current_thread())
        progress(1, 2, "一半")
        return 42

    with qtbot.waitSignal(runner.finished) as finished, qtbot.waitSignal(runner.progressed) as told:
        runner.start("统计", work, listener.take)
    assert finished.args == ["统计"]
    assert told.args == ["统计", 1, 2, "一半"]
    assert listener.heard == [42]
    assert listener.thread_of_last is QThread.currentThread() or listener.thread_of_last == listener.thread()
    assert places[0] is not threading.main_thread()


def test_jobs_wait_for_each_other(runner: Runner, qtbot: QtBot) -> None:
    listener, order = Listener(), []

    def job(name: str, seconds: float) -> Any:
        def work(_progress: Progress) -> str:
            time.sleep(seconds)
            order.append(name)
            return name

        return work

    runner.start("甲", job("甲", 0.1), listener.take)
    runner.start("乙", job("乙", 0.0), listener.take)
    qtbot.waitUntil(lambda: len(listener.heard) == 2)
    assert order == listener.heard == ["甲", "乙"]


def test_cancelled_work_ends_without_a_word(runner: Runner, qtbot: QtBot) -> None:
    listener, failures = Listener(), Listener()
    runner.failed.connect(failures.take)

    def work(progress: Progress) -> None:
        for step in range(10_000):
            progress(step, 10_000)
            time.sleep(0.001)

    runner.start("很久", work, listener.take)
    with qtbot.waitSignal(runner.progressed):
        pass
    with qtbot.waitSignal(runner.finished):
        runner.cancel()
    assert not listener.heard
    assert not failures.heard
    assert not runner.busy


def test_an_error_is_carried_over_and_the_next_job_runs(runner: Runner, qtbot: QtBot) -> None:
    listener, failures = Listener(), Listener()
    runner.failed.connect(failures.take)

    def bad(_progress: Progress) -> None:
        raise TrackerError("磁盘已满。")

    runner.start("坏", bad, listener.take)
    runner.start("好", lambda _progress: "好", listener.take)
    qtbot.waitUntil(lambda: listener.heard == ["好"])
    assert [str(error) for error in failures.heard] == ["磁盘已满。"]


def test_a_receiver_that_is_gone_is_not_called(runner: Runner, qtbot: QtBot) -> None:
    listener = Listener()
    heard = listener.heard
    runner.start("晚到", lambda _progress: time.sleep(0.05), listener.take)
    listener.deleteLater()
    with qtbot.waitSignal(runner.finished):
        pass
    assert not heard


def test_a_write_tells_what_it_touched(tasks: Tasks, db: Database, qtbot: QtBot) -> None:
    project_id = db.write("准备", builders.project, name="德惠市医院").result
    with qtbot.waitSignals([tasks.changed, tasks.saved, tasks.steps_changed]):
        done = tasks.write("修改备注", projects.edit, project_id, "note", "新的")
    assert done is not None
    assert done.changes == Changes.PROJECTS
    with qtbot.assertNotEmitted(tasks.changed):
        tasks.write("修改备注", projects.edit, project_id, "note", "新的")


def test_wrong_input_is_the_field_s_and_other_errors_are_the_strip_s(tasks: Tasks, db: Database) -> None:
    project_id = db.write("准备", builders.project, name="德惠市医院").result
    failures = Listener()
    tasks.failed.connect(failures.take)
    with pytest.raises(InputError):
        tasks.write("修改名称", projects.edit, project_id, "name", "")
    assert not failures.heard
    assert tasks.write("修改名称", projects.edit, project_id + 99, "name", "新名") is None
    assert len(failures.heard) == 1


def test_a_big_write_runs_beside_the_window_and_keeps_others_out(tasks: Tasks, db: Database, qtbot: QtBot) -> None:
    project_id = db.write("准备", builders.project, name="德惠市医院").result
    listener, begun, go_on = Listener(), threading.Event(), threading.Event()

    def service(session: Any, progress: Progress) -> str:
        begun.set()
        go_on.wait(5)
        projects.edit(session, project_id, "note", "导入的")
        progress(1, 1)
        return "写入 1 处"

    tasks.write_later("导入", service, listener.take)
    assert begun.wait(5)
    with pytest.raises(InputError, match="正在写入"):
        tasks.write("修改备注", projects.edit, project_id, "note", "同时")
    with qtbot.waitSignal(tasks.changed) as changed:
        go_on.set()
    assert changed.args is not None
    assert changed.args[0] == Changes.PROJECTS
    assert listener.heard == ["写入 1 处"]
    assert tasks.steps()[0] == "导入"
    assert tasks.write("修改备注", projects.edit, project_id, "note", "之后")
