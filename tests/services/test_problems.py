"""Problems: noted, chased by deadline, closed with a result, opened again."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests import builders
from tracker.domain.errors import InputError, NotFound
from tracker.domain.kinds import State
from tracker.queries import figures as figure_queries
from tracker.queries import problems as queries
from tracker.queries.criteria import Criteria
from tracker.queries.problems import ProblemRow
from tracker.services import problems as services
from tracker.services.problems import ProblemInput
from tracker.store.database import Database
from tracker.store.tables import StatePeriod

D, TODAY, OPENED = date(2026, 9, 30), date(2026, 10, 8), date(2026, 8, 1)


@pytest.fixture
def project_id(db: Database) -> int:
    return db.write("准备", builders.project, "德惠市医院新建").result


def note(db: Database, project_id: int, description: str = "资金缺口", **values: Any) -> int:
    given = ProblemInput(project_id, description, **{"opened_on": OPENED, **values})
    return db.write("登记问题", services.add, given).result


def only(db: Database, project_id: int, as_of: date = D) -> ProblemRow:
    (row,) = db.read(queries.problems, project_id, as_of)
    return row


def test_a_problem_is_noted_and_counted(db: Database, project_id: int) -> None:
    note(db, project_id, category="资金", level="市级", owner="经办人甲", deadline="2026-09-20")
    row = only(db, project_id)
    assert (row.project, row.unit, row.category, row.level) == ("德惠市医院新建", "德惠市", "资金", "市级")
    assert (row.open, row.late_days) == (True, 10)
    assert db.read(figure_queries.figures_of, [project_id], D)[project_id].open_problems == 1
    assert only(db, project_id, date(2026, 9, 20)).late_days is None


def test_closing_needs_a_result_and_a_day_that_can_be(db: Database, project_id: int) -> None:
    problem = note(db, project_id)
    for day, result, field in (
        (date(2026, 10, 9), "已拨付", "closed_on"),
        (date(2026, 7, 31), "已拨付", "closed_on"),
        (D, " ", "result"),
    ):
        with pytest.raises(InputError) as caught:
            db.write("销号", services.close, problem, day, result, TODAY)
        assert caught.value.field == field
    assert only(db, project_id).open
    db.write("销号", services.close, problem, D, "已拨付", TODAY)
    closed = only(db, project_id)
    assert (closed.open, closed.closed_on, closed.result, closed.late_days) == (False, D, "已拨付", None)
    assert only(db, project_id, date(2026, 9, 29)).open  # as of the day before it was not solved
    db.write("重新打开", services.reopen, problem)
    assert (only(db, project_id).open, only(db, project_id).result) == (True, None)


def test_fields_are_checked(db: Database, project_id: int) -> None:
    problem = note(db, project_id)
    for field, value in (("description", ""), ("category", "钱"), ("deadline", "2026-02-30"), ("opened_on", None)):
        with pytest.raises(InputError) as caught:
            db.write("改", services.edit, problem, field, value)
        assert caught.value.field == field
    db.write("改", services.edit, problem, "deadline", "2026-12-31")
    db.write("销号", services.close, problem, D, "已拨付", TODAY)
    with pytest.raises(InputError, match="晚于销号日期"):
        db.write("改", services.edit, problem, "opened_on", "2026-10-01")


def test_a_removed_problem_is_gone(db: Database, project_id: int) -> None:
    problem = note(db, project_id)
    db.write("移除", services.remove, problem)
    assert db.read(queries.problems, project_id, D) == ()
    with pytest.raises(NotFound):
        db.write("移除", services.remove, problem)


def test_the_list_of_all_follows_the_filter_and_puts_the_urgent_first(db: Database, project_id: int) -> None:
    other = db.write("准备", builders.project, "九台区中医院", in_unit="九台区").result
    gone = db.write("准备", builders.project, "取消的项目").result
    db.write("取消", lambda s: s.add(StatePeriod(project_id=gone, state=State.CANCELLED, since=OPENED)))
    note(db, project_id, "以后再说")
    note(db, other, "征拆", deadline="2026-12-31")
    note(db, project_id, "审批", deadline="2026-09-01")
    note(db, gone, "不用管")
    note(db, other, "十月才提", opened_on=date(2026, 10, 5))
    solved = note(db, other, "已解决")
    db.write("销号", services.close, solved, D, "已解决", TODAY)

    def listed(criteria: Criteria, *, open_only: bool = True) -> list[str]:
        return [row.description for row in db.read(queries.all_problems, criteria, D, open_only=open_only)]

    assert listed(Criteria()) == ["审批", "征拆", "以后再说"]
    assert listed(Criteria(text="九台")) == ["征拆"]
    assert listed(Criteria(), open_only=False) == ["审批", "征拆", "以后再说", "已解决"]
