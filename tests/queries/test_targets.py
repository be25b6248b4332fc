"""Targets and what was achieved of them: entered by period, read as of a date, told in the history."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests import builders
from tracker.domain.errors import InputError, NotFound, ReasonNeeded
from tracker.domain.kinds import Comparator, Kind
from tracker.queries import targets as queries
from tracker.queries.criteria import Criteria
from tracker.queries.figures import figures
from tracker.queries.history import project_history
from tracker.services import curves, targets
from tracker.services import history as undoing
from tracker.services.targets import TargetInput, ValueInput
from tracker.store.database import Database

Q1, Q2, Q3, TODAY = date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30), date(2026, 10, 8)


@pytest.fixture
def project_id(db: Database) -> int:
    return db.write("准备", builders.project, "基层医生培训", kind=Kind.CAPACITY).result


@pytest.fixture
def people(db: Database, project_id: int) -> int:
    given = TargetInput(project_id, "培训100人", Comparator.EQUAL, low="100", unit="人", deadline_text="2026年底")
    return db.write("添加目标", targets.add, given).result


def enter(db: Database, target_id: int, end: date, achieved: str | int, reason: str | None = None) -> None:
    db.write("填完成数", targets.set_value, ValueInput(target_id, end, achieved, reason), TODAY)


def test_achieved_by_period_and_as_of(db: Database, project_id: int, people: int) -> None:
    enter(db, people, Q1, "10")
    enter(db, people, Q3, "６０")
    (at_june,) = db.read(queries.targets, project_id, Q2)
    assert (at_june.fact.achieved_milli, at_june.fact.achieved_on) == (10_000, Q1)
    assert (at_june.rate, at_june.due, at_june.lead) == (Fraction(1, 10), Fraction(1, 2), Fraction(-4, 10))
    assert [line.achieved_milli for line in at_june.values] == [60_000, 10_000]
    (before,) = db.read(queries.targets, project_id, date(2026, 1, 31))
    assert (before.rate, before.lead, before.measurable) == (None, None, True)
    (row,) = db.read(figures, Criteria(), Q3)
    assert row.filled_to == Q3


def test_a_curve_of_the_unit_moves_what_is_due(db: Database, project_id: int, people: int) -> None:
    enter(db, people, Q1, 10_000)
    db.write("曲线", curves.set_curve, None, {3: 50, 6: 350, 9: 800})
    (line,) = db.read(queries.targets, project_id, Q2)
    assert (line.due, line.lead) == (Fraction(35, 100), Fraction(-25, 100))


def test_several_targets_in_a_list_over_units(db: Database, project_id: int, people: int) -> None:
    def more(session: Session) -> None:
        targets.add(session, TargetInput(project_id, "覆盖率不低于90%", Comparator.AT_LEAST, low=90_000, unit="%"))
        other = builders.project(session, "九台区筛查", in_unit="九台区", kind=Kind.CAPACITY)
        targets.add(session, TargetInput(other, "死亡率不高于5‰", Comparator.AT_MOST, high="5", unit="‰"))

    db.write("准备", more)
    rows = db.read(queries.target_list, Criteria(), Q3)
    assert [(row.unit, row.line.position, row.line.fact.text) for row in rows] == [
        ("德惠市", 1, "培训100人"),
        ("德惠市", 2, "覆盖率不低于90%"),
        ("九台区", 1, "死亡率不高于5‰"),
    ]
    assert [row.line.rate for row in rows] == [None] * 3
    assert len(db.read(queries.target_list, Criteria(unit_ids=(rows[2].unit_id,)), Q3)) == 1


def test_a_count_that_falls_needs_a_reason_and_a_share_does_not(db: Database, project_id: int, people: int) -> None:
    enter(db, people, Q1, "40")
    enter(db, people, Q3, "60")
    with pytest.raises(ReasonNeeded, match="少 5 人"):
        enter(db, people, Q2, "35")
    with pytest.raises(ReasonNeeded, match="多 10 人"):
        enter(db, people, Q2, "70")
    enter(db, people, Q2, "35", "重复登记核减")
    assert db.read(project_history, project_id, 1)[0].why == "重复登记核减"
    share = TargetInput(project_id, "覆盖率", Comparator.AT_LEAST, low="90", unit="%")
    covered = db.write("添加", targets.add, share).result
    enter(db, covered, Q1, "80")
    enter(db, covered, Q2, "75")
    yearly = db.write("添加", targets.add, TargetInput(project_id, "每年50次", low="50", base="每年")).result
    enter(db, yearly, date(2025, 12, 31), "50")
    enter(db, yearly, Q1, "5")


@pytest.mark.parametrize(
    ("end", "achieved", "words"),
    [
        (date(2026, 9, 29), "5", "不是月末"),
        (date(2026, 11, 30), "5", "还没有开始"),
        (Q3, "", "请填写完成数"),
        (Q3, "若干", "不是数量"),
        (Q3, -1, "不小于 0"),
    ],
)
def test_what_is_refused(db: Database, people: int, end: date, achieved: Any, words: str) -> None:
    with pytest.raises(InputError, match=words):
        enter(db, people, end, achieved)


def test_the_month_that_runs_may_be_filled(db: Database, people: int) -> None:
    enter(db, people, date(2026, 10, 31), "5")


def test_clearing_and_undoing(db: Database, project_id: int, people: int) -> None:
    enter(db, people, Q1, "10")
    db.write("删除", targets.remove_value, people, Q1)
    assert db.read(queries.targets, project_id, Q1)[0].rate is None
    with pytest.raises(NotFound):
        db.write("删除", targets.remove_value, people, Q1)
    enter(db, people, Q1, "10")
    removed = db.write("删除目标", targets.remove, people)
    assert db.read(queries.targets, project_id, Q1) == ()
    assert removed.action_id is not None
    db.write("撤销", undoing.undo, removed.action_id)
    assert db.read(queries.targets, project_id, Q1)[0].rate == Fraction(1, 10)


@pytest.mark.parametrize(
    "given",
    [
        {"comparator": "range", "low": "5"},
        {"comparator": "range", "low": "5", "high": "4"},
        {"comparator": "≤", "low": "5"},
        {"comparator": "=", "low": "5", "high": "6"},
        {"comparator": "约"},
        {"text": " "},
    ],
)
def test_targets_that_contradict_themselves(db: Database, project_id: int, given: dict[str, Any]) -> None:
    values: dict[str, Any] = {"project_id": project_id, "text": "目标"} | given
    with pytest.raises(InputError):
        db.write("添加", targets.add, TargetInput(**values))


def test_changing_a_target(db: Database, project_id: int, people: int) -> None:
    db.write("改", targets.edit, people, "low_milli", "120")
    db.write("改", targets.edit, people, "deadline_text", "2027年6月底")
    db.write("改", targets.edit, people, "comparator", "≤")
    (line,) = db.read(queries.targets, project_id, Q3)
    assert (line.fact.low_milli, line.fact.high_milli, line.fact.ceiling) == (None, 120_000, True)
    assert line.fact.deadline == date(2027, 6, 30)
    with pytest.raises(InputError):
        db.write("改", targets.edit, people, "low_milli", "5")
    with pytest.raises(ValueError, match="position"):
        db.write("改", targets.edit, people, "position", 3)


def test_headings_have_no_targets_of_their_own(db: Database) -> None:
    heading = db.write("准备", builders.project, "工程", counted=False).result
    with pytest.raises(InputError):
        db.write("添加", targets.add, TargetInput(heading, "目标"))
