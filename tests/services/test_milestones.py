"""Milestones as an office keeps them: a template, four dates, and no date ever lost or merged."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests import builders
from tracker.domain.changes import Changes
from tracker.domain.deeds import Deed
from tracker.domain.errors import InputError, NotFound, ReasonNeeded
from tracker.domain.kinds import Role
from tracker.queries import figures as figure_queries
from tracker.queries import milestones as queries
from tracker.queries.milestones import MilestoneRow
from tracker.services import history
from tracker.services import milestones as services
from tracker.store.database import Database
from tracker.store.tables import Action, MilestoneForecast, Project

D = date(2026, 9, 30)
TODAY = date(2026, 10, 8)
BUILDING = (("立项", Role.APPROVED, 5), ("施工许可/开工", Role.START, 15), ("主体封顶", Role.ROOF, 25))
REPAIR = (("立项", Role.APPROVED, 10), ("招标", None, 10), ("开工", Role.START, 20), ("验收", Role.ACCEPTED, 60))


@pytest.fixture
def project_id(db: Database) -> int:
    def prepare(session: Session) -> int:
        builders.template(session, "construction", *BUILDING)
        builders.template(session, "renovation", *REPAIR)
        return builders.project(session, "德惠市医院新建")

    found = db.write("准备", prepare).result
    db.write("套用模板", services.apply_template, found, "construction")
    return found


def rows(db: Database, project_id: int, as_of: date = D) -> tuple[MilestoneRow, ...]:
    return db.read(queries.milestones, project_id, as_of)


def titles(db: Database, project_id: int) -> list[str]:
    return [row.title for row in rows(db, project_id)]


def named(db: Database, project_id: int, title: str, as_of: date = D) -> MilestoneRow:
    return next(row for row in rows(db, project_id, as_of) if row.title == title)


def why(db: Database, action_id: int | None) -> str | None:
    return db.read(lambda session: session.scalar(select(Action.why).where(Action.id == action_id)))


# Templates


def test_a_template_gives_titles_roles_weights_and_places(db: Database, project_id: int) -> None:
    assert [(row.title, row.role, row.weight, row.position) for row in rows(db, project_id)] == [
        ("立项", "立项", 5, 1),
        ("施工许可/开工", "开工", 15, 2),
        ("主体封顶", "主体封顶", 25, 3),
    ]
    assert db.read(lambda s: s.scalar(select(Project.template_key))) == "construction"


def test_another_template_keeps_every_date_that_was_entered(db: Database, project_id: int) -> None:
    start, roof = named(db, project_id, "施工许可/开工"), named(db, project_id, "主体封顶")
    db.write("填实际", services.set_actual, start.id, date(2026, 3, 1), today=TODAY)
    db.write("填预计", services.forecast, roof.id, date(2026, 11, 15), D)
    db.write("换模板", services.apply_template, project_id, "renovation")
    assert titles(db, project_id) == ["立项", "招标", "开工", "验收", "主体封顶"]
    renamed, kept = named(db, project_id, "开工"), named(db, project_id, "主体封顶")
    assert (renamed.id, renamed.actual, renamed.weight) == (start.id, date(2026, 3, 1), 20)
    assert (kept.id, kept.expected) == (roof.id, date(2026, 11, 15))


@pytest.mark.parametrize("field", ["planned", "evidence", "owner", "owner_dept", "note"])
def test_whatever_was_entered_keeps_a_milestone(db: Database, project_id: int, field: str) -> None:
    roof = named(db, project_id, "主体封顶")
    db.write("填写", services.edit, roof.id, field, "2026-08-31")
    db.write("换模板", services.apply_template, project_id, "renovation")
    assert "主体封顶" in titles(db, project_id)


def test_an_approval_keeps_a_milestone_and_an_empty_one_goes(db: Database, project_id: int) -> None:
    roof = named(db, project_id, "主体封顶")
    db.write("批准", services.approve, roof.id, date(2026, 12, 31), date(2026, 9, 1), "长发改〔2026〕5号", "征拆")
    extra = db.write("新增节点", services.add, project_id, "临时节点").result
    db.write("换模板", services.apply_template, project_id, "renovation")
    assert titles(db, project_id)[-1] == "主体封顶"
    assert extra not in [row.id for row in rows(db, project_id)]


def test_changing_there_and_back_again_ends_where_it_began(db: Database, project_id: int) -> None:
    db.write("填实际", services.set_actual, named(db, project_id, "立项").id, date(2026, 1, 5), today=TODAY)
    before = rows(db, project_id)
    db.write("换模板", services.apply_template, project_id, "renovation")
    db.write("换回", services.apply_template, project_id, "construction")
    assert [(row.title, row.role, row.weight, row.actual) for row in rows(db, project_id)] == [
        (row.title, row.role, row.weight, row.actual) for row in before
    ]


def test_applying_a_template_is_one_undo(db: Database, project_id: int) -> None:
    before = rows(db, project_id)
    done = db.write("换模板", services.apply_template, project_id, "renovation")
    assert done.action_id is not None
    assert done.changes == Changes.MILESTONES | Changes.PROJECTS
    db.write(Deed("撤销", undoes_id=done.action_id), history.undo, done.action_id)
    assert rows(db, project_id) == before


def test_a_template_that_is_gone_and_a_heading_are_refused(db: Database, project_id: int) -> None:
    with pytest.raises(NotFound):
        db.write("套用模板", services.apply_template, project_id, "no-such")
    heading = db.write("准备", builders.project, "工程标题", counted=False).result
    with pytest.raises(InputError, match="工程标题"):
        db.write("套用模板", services.apply_template, heading, "construction")


# The list


def test_adding_moving_and_removing_keep_the_places_whole(db: Database, project_id: int) -> None:
    added = db.write("新增", services.add, project_id, "基础完成", position=3, weight=10).result
    assert titles(db, project_id) == ["立项", "施工许可/开工", "基础完成", "主体封顶"]
    db.write("上移", services.move, added, 1)
    assert titles(db, project_id)[0] == "基础完成"
    db.write("下移", services.move, added, 99)
    assert titles(db, project_id)[-1] == "基础完成"
    db.write("移除", services.remove, named(db, project_id, "施工许可/开工").id)
    assert [(row.title, row.position) for row in rows(db, project_id)] == [
        ("立项", 1),
        ("主体封顶", 2),
        ("基础完成", 3),
    ]


def test_a_removed_milestone_comes_back_with_all_it_held(db: Database, project_id: int) -> None:
    roof = named(db, project_id, "主体封顶")
    db.write("预计", services.forecast, roof.id, date(2026, 12, 1), D)
    db.write("批准", services.approve, roof.id, date(2026, 12, 31), date(2026, 9, 1), "〔2026〕5号", "征拆")
    before = rows(db, project_id)
    done = db.write("移除", services.remove, roof.id)
    assert done.action_id is not None
    assert len(rows(db, project_id)) == 2
    db.write(Deed("撤销", undoes_id=done.action_id), history.undo, done.action_id)
    assert rows(db, project_id) == before


def test_moving_to_where_it_stands_is_no_action(db: Database, project_id: int) -> None:
    assert db.write("移动", services.move, named(db, project_id, "立项").id, 1).action_id is None


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("title", "  ", "不能空着"),
        ("weight", "1001", "0 到 1000"),
        ("weight", "-1", "0 到 1000"),
        ("role", "封顶", "没有“封顶”"),
        ("planned", "2026-13-01", "没有"),
    ],
)
def test_what_is_wrong_is_not_stored(db: Database, project_id: int, field: str, value: str, words: str) -> None:
    before = rows(db, project_id)
    with pytest.raises(InputError, match=words) as caught:
        db.write("填写", services.edit, before[0].id, field, value)
    assert caught.value.field == field
    assert rows(db, project_id) == before


# 原定


def test_planned_is_free_until_the_project_starts_then_only_corrected(db: Database, project_id: int) -> None:
    start, roof = named(db, project_id, "施工许可/开工"), named(db, project_id, "主体封顶")
    db.write("原定", services.edit, roof.id, "planned", "2026-8-31")
    db.write("原定", services.edit, roof.id, "planned", "2026-09-15")
    db.write("开工", services.set_actual, start.id, date(2026, 3, 1), today=TODAY)
    assert named(db, project_id, "主体封顶").planned_locked
    with pytest.raises(InputError, match="更正") as caught:
        db.write("原定", services.edit, roof.id, "planned", "2026-12-31")
    assert caught.value.field == "planned"
    with pytest.raises(ReasonNeeded):
        db.write("更正", services.correct_planned, roof.id, date(2026, 12, 31), " ")
    done = db.write("更正", services.correct_planned, roof.id, date(2026, 12, 31), "设计变更")
    db.write("更正", services.correct_planned, roof.id, date(2027, 1, 31), "再次变更")
    now = named(db, project_id, "主体封顶")
    assert (now.planned, now.first_planned) == (date(2027, 1, 31), date(2026, 9, 15))
    assert now.slip_planned == 15  # 截至 9-30 against the first plan, whatever it was corrected to
    assert why(db, done.action_id) == "设计变更"
    versions = db.read(queries.planned_versions, roof.id)
    assert [(version.day, version.why) for version in versions] == [
        (date(2026, 8, 31), None),
        (date(2026, 9, 15), None),
        (date(2026, 12, 31), "设计变更"),
        (date(2027, 1, 31), "再次变更"),
    ]


def test_a_project_under_way_can_still_be_entered(db: Database, project_id: int) -> None:
    start, roof = named(db, project_id, "施工许可/开工"), named(db, project_id, "主体封顶")
    db.write("开工", services.set_actual, start.id, date(2026, 3, 1), today=TODAY)
    db.write("原定", services.edit, roof.id, "planned", "2026-08-31")
    with pytest.raises(InputError, match="更正"):
        db.write("原定", services.edit, roof.id, "planned", None)
    assert named(db, project_id, "主体封顶").planned == date(2026, 8, 31)


def test_freezing_fixes_what_is_planned_and_skips_the_rest(db: Database, project_id: int) -> None:
    approved, roof = named(db, project_id, "立项"), named(db, project_id, "主体封顶")
    db.write("原定", services.edit, roof.id, "planned", "2026-08-31")
    ids = [row.id for row in rows(db, project_id)]
    assert db.write("冻结", services.freeze, ids, date(2026, 1, 10)).result == 1
    assert db.write("再冻结", services.freeze, ids, date(2026, 2, 10)).action_id is None
    frozen = named(db, project_id, "主体封顶")
    assert (frozen.frozen_on, frozen.first_planned) == (date(2026, 1, 10), date(2026, 8, 31))
    with pytest.raises(InputError, match=r"冻结.*更正"):
        db.write("原定", services.edit, roof.id, "planned", "2026-12-31")
    db.write("原定", services.edit, approved.id, "planned", "2026-01-31")  # not frozen, still free


def test_taking_the_start_back_frees_the_plan_again(db: Database, project_id: int) -> None:
    start, roof = named(db, project_id, "施工许可/开工"), named(db, project_id, "主体封顶")
    db.write("原定", services.edit, roof.id, "planned", "2026-08-31")
    db.write("开工", services.set_actual, start.id, date(2026, 3, 1), today=TODAY)
    db.write("清除", services.set_actual, start.id, None, today=TODAY)
    db.write("原定", services.edit, roof.id, "planned", "2026-09-30")
    assert named(db, project_id, "主体封顶").planned == date(2026, 9, 30)


# 实际


def test_actual_is_never_in_the_future(db: Database, project_id: int) -> None:
    row = rows(db, project_id)[0]
    with pytest.raises(InputError) as caught:
        db.write("实际", services.set_actual, row.id, date(2026, 12, 1), today=TODAY)
    assert str(caught.value) == "实际日期 2026-12-01 晚于今天，未保存。还没有完成的节点请填“预计”。"
    assert caught.value.field == "actual"
    db.write("实际", services.set_actual, row.id, TODAY, today=TODAY)
    assert rows(db, project_id)[0].actual == TODAY


def test_out_of_order_needs_a_reason_which_is_kept(db: Database, project_id: int) -> None:
    first, start, roof = rows(db, project_id)
    db.write("实际", services.set_actual, first.id, date(2026, 3, 1), today=TODAY)
    # 开工 is not known: 封顶 follows 立项.
    with pytest.raises(ReasonNeeded, match="早于前面节点“立项”的实际 2026-03-01"):
        db.write("实际", services.set_actual, roof.id, date(2026, 2, 1), today=TODAY)
    done = db.write("实际", services.set_actual, roof.id, date(2026, 2, 1), "先建后批", today=TODAY)
    assert why(db, done.action_id) == "先建后批"
    with pytest.raises(ReasonNeeded, match="早于前面节点“立项”"):
        db.write("实际", services.set_actual, start.id, date(2026, 2, 15), today=TODAY)
    db.write("实际", services.set_actual, roof.id, date(2026, 9, 1), today=TODAY)
    with pytest.raises(ReasonNeeded, match="晚于后面节点“主体封顶”的实际 2026-09-01"):
        db.write("实际", services.set_actual, first.id, date(2026, 9, 2), today=TODAY)
    db.write("实际", services.set_actual, start.id, date(2026, 3, 1), today=TODAY)  # the same day is in order


def test_not_applicable_and_actual_exclude_each_other(db: Database, project_id: int) -> None:
    row = rows(db, project_id)[0]
    db.write("不适用", services.set_na, row.id, True)
    with pytest.raises(InputError, match="不适用"):
        db.write("实际", services.set_actual, row.id, D, today=TODAY)
    with pytest.raises(InputError, match="不适用"):
        db.write("批准", services.approve, row.id, D, D, "〔2026〕1号", "征拆")
    db.write("适用", services.set_na, row.id, False)
    db.write("实际", services.set_actual, row.id, D, today=TODAY)
    with pytest.raises(InputError, match="已有实际"):
        db.write("不适用", services.set_na, row.id, True)


def test_a_milestone_that_does_not_apply_is_neither_late_nor_counted(db: Database, project_id: int) -> None:
    row = rows(db, project_id)[0]
    db.write("原定", services.edit, row.id, "planned", "2026-01-01")
    db.write("不适用", services.set_na, row.id, True)
    skipped = rows(db, project_id)[0]
    assert (skipped.late_days, skipped.slip_approved, skipped.slip_planned) == (None, None, None)
    assert db.read(figure_queries.figures_of, [project_id], D)[project_id].nodes == 2


# 最新批准 and 预计


@pytest.mark.parametrize(
    ("number", "decided", "reason", "field"),
    [
        (" ", date(2026, 9, 1), "征拆", "document_number"),
        ("〔2026〕5号", None, "征拆", "decided_on"),
        ("〔2026〕5号", date(2026, 9, 1), "", "reason"),
    ],
)
def test_an_approved_date_rests_on_a_paper(
    db: Database, project_id: int, number: str, decided: date | None, reason: str, field: str
) -> None:
    row = rows(db, project_id)[2]
    with pytest.raises(InputError) as caught:
        db.write("批准", services.approve, row.id, date(2026, 12, 31), decided, number, reason)  # type: ignore[arg-type]  # a form may hand over nothing
    assert str(caught.value) == "“最新批准”日期要有依据。请填写批准文号、批准日期和调整原因。"
    assert caught.value.field == field


def test_every_approved_version_is_kept_and_read_as_of_a_day(db: Database, project_id: int) -> None:
    roof = rows(db, project_id)[2]
    db.write("原定", services.edit, roof.id, "planned", "2026-06-30")
    db.write("批准", services.approve, roof.id, date(2026, 8, 31), date(2026, 5, 1), "〔2026〕1号", "征拆")
    db.write("批准", services.approve, roof.id, date(2026, 12, 31), date(2026, 10, 1), "〔2026〕9号", "资金")
    then, now = rows(db, project_id, D)[2], rows(db, project_id, date(2026, 10, 2))[2]
    assert (then.approved, then.approval_count, then.later_approved) == (date(2026, 8, 31), 1, date(2026, 12, 31))
    assert (then.late_days, then.slip_approved, then.slip_planned) == (30, 30, 92)
    assert (now.approved, now.approval_number, now.approval_reason) == (date(2026, 12, 31), "〔2026〕9号", "资金")
    assert (now.approval_count, now.later_approved, now.late_days) == (2, None, None)
    assert db.read(figure_queries.figures_of, [project_id], D)[project_id].late_days == then.late_days


def test_a_slip_of_the_pen_in_an_approval_is_put_right_in_place(db: Database, project_id: int) -> None:
    roof = rows(db, project_id)[2]
    for day in (date(2026, 8, 3), date(2026, 8, 31)):
        db.write("批准", services.approve, roof.id, day, date(2026, 5, 1), "〔2026〕1号", "征拆")
    (version,) = db.read(queries.approvals, roof.id)
    assert version.approved == date(2026, 8, 31)
    db.write("移除批准", services.remove_approval, version.id)
    assert db.read(queries.approvals, roof.id) == ()


def test_estimates_are_dated_observations(db: Database, project_id: int) -> None:
    roof = rows(db, project_id)[2]
    db.write("预计", services.forecast, roof.id, date(2026, 10, 31), date(2026, 6, 30))
    db.write("预计", services.forecast, roof.id, date(2026, 11, 15), D)
    db.write("预计", services.forecast, roof.id, None, date(2026, 12, 31))
    assert [rows(db, project_id, day)[2].expected for day in (date(2026, 6, 29), date(2026, 7, 1), D)] == [
        None,
        date(2026, 10, 31),
        date(2026, 11, 15),
    ]
    assert rows(db, project_id, date(2026, 12, 31))[2].expected is None
    assert len(db.read(queries.forecasts, roof.id)) == 3
    with pytest.raises(InputError, match="早于估计这一天"):
        db.write("预计", services.forecast, roof.id, date(2026, 9, 1), D)


def test_withdrawing_an_estimate_that_was_never_made_leaves_nothing(db: Database, project_id: int) -> None:
    roof = rows(db, project_id)[2]
    assert db.write("预计", services.forecast, roof.id, None, D).action_id is None
    db.write("预计", services.forecast, roof.id, date(2026, 11, 15), D)
    db.write("预计", services.forecast, roof.id, None, D)
    assert db.read(lambda s: s.scalar(select(func.count()).select_from(MilestoneForecast))) == 0


def test_a_milestone_that_is_gone_is_not_found(db: Database, project_id: int) -> None:
    roof = rows(db, project_id)[2]
    db.write("移除", services.remove, roof.id)
    with pytest.raises(NotFound):
        db.write("填写", services.edit, roof.id, "title", "封顶")
