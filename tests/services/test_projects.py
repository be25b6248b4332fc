"""A project through its life: made, corrected field by field, stopped, cancelled and taken back."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from tests import builders
from tracker.domain.deeds import Deed
from tracker.domain.errors import InputError, NotFound, ReasonNeeded, SameName
from tracker.domain.kinds import Kind, Nature, State, UnitKind
from tracker.queries.criteria import Criteria
from tracker.queries.detail import Detail, detail
from tracker.queries.projects import counts, list_ids
from tracker.services import history
from tracker.services.guards import require_tracked
from tracker.services.projects import (
    EDITABLE,
    NewProject,
    cancel,
    create,
    edit,
    remove_state,
    restore,
    set_aliases,
    set_state,
)
from tracker.store.database import Database
from tracker.store.tables import Action, ProjectAlias

D = date(2026, 9, 30)


@pytest.fixture
def unit(db: Database) -> int:
    return db.write("单位", builders.unit, "德惠市").result


@pytest.fixture
def project(db: Database, unit: int) -> int:
    new = NewProject("德惠市传染病医院异地新建", Kind.CONSTRUCTION, unit)
    return db.write("新建项目", create, new).result


def now(db: Database, project_id: int, as_of: date = D) -> Detail:
    return db.read(detail, project_id, as_of)


def found(db: Database, text: str) -> list[int]:
    return db.read(list_ids, Criteria(text=text), D)


def why(db: Database, action_id: int | None) -> str | None:
    return db.read(lambda session: session.get_one(Action, action_id).why)


# --- New ------------------------------------------------------------------------------------------------------------


def test_a_new_project_is_listed_counted_and_found_by_its_initials(db: Database, project: int) -> None:
    assert db.read(counts, Criteria(), D).counted == 1
    for typed in ("dhcrb", "dhscrb", "dehui", "德惠传染病", "德惠市"):
        assert found(db, typed) == [project]
    assert now(db, project).nature == Nature.UNSTATED


def test_a_new_project_stands_behind_the_others_of_its_programme(db: Database, unit: int) -> None:
    def plan(session: Session) -> tuple[int, int]:
        one, two = builders.programme(session), builders.programme(session, title="公立医院建设")
        for name, programme_id in (("甲", one), ("乙", one), ("丙", two), ("丁", two)):
            builders.source(session, builders.project(session, name), programme_id)
        return one, two

    one, two = db.write("准备", plan).result
    for name, programme_id in (("新一", one), ("新二", one), ("新三", two), ("新四", None)):
        db.write("新建", create, NewProject(name, Kind.CAPACITY, unit, programme_id=programme_id))
    order = [now(db, one).name for one in db.read(list_ids, Criteria(), D)]
    assert order == ["甲", "乙", "新一", "新二", "丙", "丁", "新三", "新四"]
    assert [row.programme_id for row in now(db, found(db, "新三")[0]).sources] == [two]


@pytest.mark.parametrize(
    ("new", "field"),
    [
        (NewProject("  ", Kind.CAPACITY, 1), "name"),
        (NewProject("长" * 201, Kind.CAPACITY, 1), "name"),
        (NewProject("甲", "", 1), "kind"),
        (NewProject("甲", "其他", 1), "kind"),
        (NewProject("甲", Kind.CAPACITY, 999), "unit_id"),
        (NewProject("甲", Kind.CAPACITY, 1, nature="重建"), "nature"),
        (NewProject("甲", Kind.CAPACITY, 1, programme_id=999), "programme_id"),
    ],
)
def test_what_a_new_project_must_have(db: Database, unit: int, new: NewProject, field: str) -> None:
    with pytest.raises(InputError) as refused:
        db.write("新建", create, new)
    assert refused.value.field == field
    assert db.read(counts, Criteria(), D).total == 0


def test_two_of_one_name_in_a_unit_are_asked_about(db: Database, project: int, unit: int) -> None:
    db.write("别名", set_aliases, project, ["德惠传染病院"])
    for name in ("德惠市传染病医院异地新建", "德惠传染病院"):
        with pytest.raises(SameName, match="德惠市已有项目“德惠市传染病医院异地新建”"):
            db.write("新建", create, NewProject(name, Kind.CONSTRUCTION, unit))
    meant = NewProject("德惠市传染病医院异地新建", Kind.CONSTRUCTION, unit, same_name_meant=True)
    second = db.write("新建", create, meant).result
    assert found(db, "dhcrb") == [project, second]
    elsewhere = db.write("单位", builders.unit, "农安县").result
    db.write("新建", create, NewProject("德惠市传染病医院异地新建", Kind.CONSTRUCTION, elsewhere))


def test_a_unit_that_only_groups_others_has_no_projects(db: Database, project: int) -> None:
    city = db.write("单位", builders.unit, "长春市", kind=UnitKind.CITY).result
    with pytest.raises(InputError, match="只用来汇总"):
        db.write("新建", create, NewProject("甲", Kind.CAPACITY, city))
    with pytest.raises(InputError, match="只用来汇总"):
        db.write("修改", edit, project, "unit_id", city)


# --- One field ------------------------------------------------------------------------------------------------------

VALUES = [
    ("name", " 德惠市传染病医院迁建 ", "德惠市传染病医院迁建"),
    ("kind", "能力类", Kind.CAPACITY),
    ("nature", "迁建", Nature.RELOCATE),
    ("nature", "", Nature.UNSTATED),
    ("code", "2111—341324—04—01—826424", "2111-341324-04-01-826424"),
    ("code", "待申领", "待申领"),
    ("place", "胜利街道", "胜利街道"),
    ("content", "门诊楼\n住院楼", "门诊楼\n住院楼"),
    ("level", "市重点", "市重点"),
    ("builder", "县医院", "县医院"),
    ("owner_dept", "卫健局", "卫健局"),
    ("owner", "经办人甲", "经办人甲"),
    ("leader", "领导甲", "领导甲"),
    ("planned_start", "2026年5月1日", date(2026, 5, 1)),
    ("planned_finish", date(2027, 5, 1), date(2027, 5, 1)),
    ("deadline_day", "2025-06-30", date(2025, 6, 30)),
    ("deadline_text", "到2025年", "到2025年"),
    ("note", "备注", "备注"),
    ("note", "   ", None),
]


@pytest.mark.parametrize(("field", "typed", "stored"), VALUES)
def test_each_field_is_stored_as_it_is_meant_and_undone(
    db: Database, project: int, field: str, typed: object, stored: object
) -> None:
    before = now(db, project)
    action = db.write(f"修改{EDITABLE[field]}", edit, project, field, typed).action_id
    assert getattr(now(db, project), field) == stored
    if action is not None:
        db.write(Deed("撤销", undoes_id=action), history.undo, action)
    assert now(db, project) == before


def test_every_field_is_tried() -> None:
    assert {field for field, _, _ in VALUES} | {"unit_id"} == set(EDITABLE)


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("name", ""),
        ("kind", ""),
        ("kind", "建设"),
        ("nature", "重建"),
        ("unit_id", None),
        ("unit_id", 999),
        ("level", "国家级"),
        ("owner", "长" * 201),
        ("content", "长" * 4001),
        ("planned_start", "明年"),
        ("planned_finish", "2026-02-30"),
        ("deadline_day", "1889-01-01"),
    ],
)
def test_what_does_not_fit_is_refused_at_its_field(db: Database, project: int, field: str, typed: object) -> None:
    before = now(db, project)
    with pytest.raises(InputError) as refused:
        db.write("修改", edit, project, field, typed)
    assert refused.value.field == field
    assert now(db, project) == before


def test_finish_is_not_before_start(db: Database, project: int) -> None:
    db.write("修改", edit, project, "planned_start", "2026-05-01")
    with pytest.raises(InputError, match="计划竣工 2026-04-30 早于计划开工 2026-05-01"):
        db.write("修改", edit, project, "planned_finish", "2026-04-30")
    db.write("修改", edit, project, "planned_finish", "2026-05-01")
    with pytest.raises(InputError, match="晚于计划竣工"):
        db.write("修改", edit, project, "planned_start", "2026-05-02")


@pytest.mark.parametrize(
    ("text", "day", "precision"),
    [
        ("到2025年", date(2025, 12, 31), "年"),
        ("2022年底", date(2022, 12, 31), "年"),
        ("2023—2025年", date(2025, 12, 31), "年"),
        ("2024年6月底前", date(2024, 6, 30), "月"),
        ("2024.06", date(2024, 6, 30), "月"),
        ("2024年第三季度", date(2024, 9, 30), "季"),
        ("2024年上半年", date(2024, 6, 30), "季"),
        ("2024年2月29日前", date(2024, 2, 29), "日"),
        ("“十四五”末", date(2025, 12, 31), "年"),
        ("长期", None, None),
        ("2024年2月30日", None, None),
        ("", None, None),
    ],
)
def test_the_day_of_a_printed_deadline_follows_its_text(
    db: Database, project: int, text: str, day: date | None, precision: str | None
) -> None:
    db.write("修改", edit, project, "deadline_day", "2030-01-01")
    db.write("修改", edit, project, "deadline_text", text)
    after = now(db, project)
    assert (after.deadline_text, after.deadline_day, after.deadline_precision) == (text or None, day, precision)


def test_a_day_given_by_hand_stands_beside_the_text(db: Database, project: int) -> None:
    db.write("修改", edit, project, "deadline_text", "尽快")
    db.write("修改", edit, project, "deadline_day", "2025-10-01")
    after = now(db, project)
    assert (after.deadline_text, after.deadline_day, after.deadline_precision) == ("尽快", date(2025, 10, 1), "日")


def test_search_follows_name_unit_and_aliases(db: Database, project: int) -> None:
    other = db.write("单位", builders.unit, "农安县").result
    db.write("改名", edit, project, "name", "结核病防治所迁建")
    assert (found(db, "jhb"), found(db, "dhcrb")) == ([project], [])
    db.write("改单位", edit, project, "unit_id", other)
    assert (found(db, "nongan"), found(db, "dehui")) == ([project], [])
    db.write("别名", set_aliases, project, ["肺科医院", " 肺科医院 ", "", "结核病防治所迁建"])
    assert now(db, project).aliases == ("肺科医院",)
    assert found(db, "fkyy") == [project]
    db.write("别名", set_aliases, project, ["胸科医院"])
    assert (found(db, "fkyy"), found(db, "xkyy")) == ([], [project])


def test_renaming_into_a_twin_is_asked_about(db: Database, project: int, unit: int) -> None:
    second = db.write("新建", create, NewProject("德惠市中医院", Kind.CONSTRUCTION, unit)).result
    with pytest.raises(SameName):
        db.write("改名", edit, second, "name", "德惠市传染病医院异地新建")
    db.write("改名", edit, second, "name", "德惠市传染病医院异地新建", same_name_meant=True)
    assert now(db, second).name == now(db, project).name
    db.write("备注", edit, second, "note", "另一院区")  # other fields are not asked about again


def test_what_is_gone_cannot_be_edited(db: Database) -> None:
    with pytest.raises(NotFound):
        db.write("修改", edit, 999, "note", "甲")


# --- States ---------------------------------------------------------------------------------------------------------


def test_a_cancelled_project_leaves_the_counts_from_that_day_and_comes_back(db: Database, project: int) -> None:
    done = db.write("取消", cancel, project, date(2026, 8, 1), "并入人民医院")
    assert why(db, done.action_id) == "并入人民医院"
    assert db.read(counts, Criteria(), D).counted == 0
    assert db.read(counts, Criteria(), date(2026, 7, 31)).counted == 1
    assert [(row.state, row.since, row.reason) for row in now(db, project).states] == [
        (State.CANCELLED, date(2026, 8, 1), "并入人民医院")
    ]
    db.write("恢复", restore, project)
    assert db.read(counts, Criteria(), D).counted == 1
    with pytest.raises(InputError, match="没有取消"):
        db.write("恢复", restore, project)


@pytest.mark.parametrize("state", [State.SUSPENDED, State.CANCELLED, State.HANDED_OVER])
def test_some_states_need_a_reason_and_a_day(db: Database, project: int, state: State) -> None:
    with pytest.raises(ReasonNeeded):
        db.write("状态", set_state, project, state, D, "  ")
    with pytest.raises(InputError, match="从哪一天起") as refused:
        db.write("状态", set_state, project, state, None, "资金不到位")
    assert refused.value.field == "since"
    db.write("状态", set_state, project, state, D, "资金不到位")
    assert now(db, project).figures.state == state


def test_states_follow_each_other_by_their_dates(db: Database, project: int) -> None:
    db.write("状态", set_state, project, State.EARLY)
    db.write("状态", set_state, project, State.SUSPENDED, date(2026, 7, 1), "资金不到位")
    db.write("状态", set_state, project, State.BUILDING, date(2026, 9, 1))
    db.write("状态", set_state, project, State.BUILDING)  # replaces the undated one
    told = [now(db, project, day).figures.state for day in (date(2026, 6, 30), date(2026, 8, 1), D)]
    assert told == [State.BUILDING, State.SUSPENDED, State.BUILDING]
    assert len(now(db, project).states) == 3
    last = now(db, project).states[-1]
    db.write("删除状态", remove_state, last.state_id)
    assert now(db, project).figures.state == State.SUSPENDED
    with pytest.raises(NotFound):
        db.write("删除状态", remove_state, last.state_id)


def test_a_state_of_the_other_kind_is_refused_both_ways(db: Database, project: int) -> None:
    with pytest.raises(InputError, match="建设类项目的状态只能是"):
        db.write("状态", set_state, project, State.RUNNING)
    db.write("状态", set_state, project, State.BUILDING)
    with pytest.raises(InputError, match="已登记的状态“在建”不用于能力类"):
        db.write("类别", edit, project, "kind", Kind.CAPACITY)


def test_a_heading_has_facts_but_no_state_of_its_own(db: Database) -> None:
    heading = db.write("标题", builders.project, "重点传染病防治工程", counted=False, is_programme=True).result
    db.write("备注", edit, heading, "note", "含三项")
    for refused in (
        lambda s: set_state(s, heading, State.BUILDING),
        lambda s: cancel(s, heading, D, "甲"),
        lambda s: require_tracked(s, heading),
    ):
        with pytest.raises(InputError, match="这是工程标题，里面的项目分别填报"):
            db.write("状态", refused)


def test_an_alias_of_somebody_else_is_no_hindrance(db: Database, project: int, unit: int) -> None:
    second = db.write("新建", create, NewProject("德惠市中医院", Kind.CONSTRUCTION, unit)).result
    db.write("别名", lambda s: s.add(ProjectAlias(project_id=project, text="旧院")))
    db.write("别名", set_aliases, second, ["旧院"])
    assert found(db, "旧院") == [project, second]
