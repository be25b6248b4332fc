"""Targets: written together, put in order, changed whole or not at all."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from tests import builders
from tracker.domain.errors import InputError, NotFound
from tracker.domain.kinds import Comparator, Kind
from tracker.queries.targets import targets
from tracker.services import history
from tracker.services import targets as services
from tracker.services.targets import TargetInput, ValueInput
from tracker.store.database import Database
from tracker.store.tables import Target

END, TODAY = date(2026, 9, 30), date(2026, 10, 8)


@pytest.fixture
def project_id(db: Database) -> int:
    return db.write("准备", builders.project, "基层医生培训", kind=Kind.CAPACITY).result


def texts(db: Database, project_id: int) -> list[str]:
    return [line.fact.text for line in db.read(targets, project_id, END)]


def test_a_target_is_changed_whole_and_keeps_what_was_achieved(db: Database, project_id: int) -> None:
    given = TargetInput(project_id, "培训100人", Comparator.EQUAL, low="100", unit="人")
    key = db.write("添加", services.add, given).result
    db.write("填", services.set_value, ValueInput(key, END, "60"), TODAY)
    to = TargetInput(
        project_id, "每年培训 150—200 人", Comparator.RANGE, "150", "200", "人次", "每年", deadline_text="2027年6月底"
    )
    done = db.write("修改", services.change, key, to)
    (line,) = db.read(targets, project_id, END)
    fact = line.fact
    assert (fact.low_milli, fact.high_milli, fact.unit, fact.base) == (150_000, 200_000, "人次", "每年")
    assert (fact.deadline, fact.achieved_milli) == (date(2027, 6, 30), 60_000)
    assert done.action_id is not None
    db.write("撤销", history.undo, done.action_id)
    (line,) = db.read(targets, project_id, END)
    assert (line.fact.comparator, line.fact.high_milli, line.fact.unit) == ("=", None, "人")


def test_what_does_not_fit_changes_nothing(db: Database, project_id: int) -> None:
    key = db.write("添加", services.add, TargetInput(project_id, "不少于 90%", low="90", unit="%")).result
    wrong = TargetInput(project_id, "区间", Comparator.RANGE, "6", "4", "张")
    with pytest.raises(InputError, match="下限小于上限"):
        db.write("修改", services.change, key, wrong)
    assert texts(db, project_id) == ["不少于 90%"]
    other = db.write("准备", builders.project, "别的项目").result
    with pytest.raises(NotFound):
        db.write("修改", services.change, key, TargetInput(other, "别人的", low="1"))


def test_targets_stand_in_the_order_the_user_chose(db: Database, project_id: int) -> None:
    keys = [db.write("添加", services.add, TargetInput(project_id, name)).result for name in "甲乙丙"]
    db.write("上移", services.move, keys[2], 1)
    assert texts(db, project_id) == ["丙", "甲", "乙"]
    db.write("下移", services.move, keys[2], 99)
    assert texts(db, project_id) == ["甲", "乙", "丙"]
    db.write("上移", services.move, keys[1], 0)
    assert texts(db, project_id) == ["乙", "甲", "丙"]
    places = db.read(lambda session: list(session.scalars(select(Target.position).order_by(Target.position))))
    assert places == [1, 2, 3]
