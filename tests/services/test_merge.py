"""Two entries turn out to be one project: the user picks the survivor, and nothing is lost or counted twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import builders
from tracker.domain.deeds import Deed
from tracker.domain.errors import InputError, NotFound
from tracker.domain.figures import GroupKey
from tracker.domain.kinds import Colour, MoneyKind, Nature, Role, State
from tracker.queries.criteria import Criteria
from tracker.queries.figures import grouped
from tracker.queries.lights import judgements as judgements_of
from tracker.queries.merge import merge_preview
from tracker.queries.projects import counts, detail, find_uid, list_ids
from tracker.services import history, judgements
from tracker.services.judgements import JudgementInput
from tracker.services.merge import MergePlan, Side, merge
from tracker.services.projects import edit, set_state
from tracker.store.database import Database
from tracker.store.tables import LOGGED, Document, PeriodReport, Problem, Project, ProjectAlias, Related, Target

TODAY = date(2026, 10, 8)
Q2, Q3 = date(2026, 6, 30), date(2026, 9, 30)


@dataclass(frozen=True)
class Pair:
    """Two entries of 德惠市传染病医院, a third project, and the programmes that name them."""

    first: int
    second: int
    third: int
    shared: int
    own: int


def make_pair(session: Session) -> Pair:
    shared = builders.programme(session, box=2, title="重点传染病防治")
    own = builders.programme(session, box=4, title="公立医院建设")
    first = builders.project(session, "德惠市传染病医院异地新建", nature=Nature.NEW, owner_dept="德惠市卫生健康局")
    second = builders.project(session, "德惠市传染病医院迁建项目", nature=Nature.RELOCATE, place="德惠市胜利街道")
    third = builders.project(session, "德惠市人民医院扩建")
    builders.source(session, first, shared)
    builders.source(session, second, own)
    builders.source(session, second, shared, position=2)
    session.add_all(
        [
            ProjectAlias(project_id=first, text="传染病医院"),
            ProjectAlias(project_id=second, text="传染病医院"),
            ProjectAlias(project_id=second, text="德惠市传染病院"),
            Related(project_id=first, other_id=third),
            Related(project_id=second, other_id=third),
            Related(project_id=first, other_id=second),
            Document(project_id=second, title="关于可研报告的批复"),
            Target(project_id=first, position=1, text="100张床位", comparator="="),
            Target(project_id=second, position=1, text="100张床位", comparator="="),
            Target(project_id=second, position=2, text="2栋", comparator="="),
        ]
    )
    for project_id, percent in ((first, 40), (second, 45)):
        builders.report(session, project_id, Q3, percent=percent)
    builders.report(session, second, Q2, percent=20)
    builders.problem(session, second, "土地未摘牌")
    return Pair(first, second, third, shared, own)


@pytest.fixture
def pair(db: Database) -> Pair:
    return db.write("准备", make_pair).result


def snapshot(db: Database) -> dict[str, list[tuple[object, ...]]]:
    """Return every row a user can edit."""

    def rows(session: Session) -> dict[str, list[tuple[object, ...]]]:
        return {table.name: [tuple(row) for row in session.execute(select(table))] for table in LOGGED}

    return db.read(rows)


def undo_last(db: Database) -> None:
    step = db.read(history.steps).undo
    assert step is not None
    db.write(Deed(f"撤销：{step.what}", undoes_id=step.action_id), history.undo, step.action_id)


def test_everything_of_the_other_comes_over_once(db: Database, pair: Pair) -> None:
    second_uid = db.read(detail, pair.second, Q3).uid
    plan = MergePlan(pair.first, pair.second, TODAY, {"nature": pair.second})
    db.write("合并：德惠市传染病医院", merge, plan)
    kept = db.read(detail, pair.first, Q3)
    assert (kept.name, kept.nature) == ("德惠市传染病医院异地新建", Nature.RELOCATE)
    assert kept.place == "德惠市胜利街道"  # the survivor had none
    assert kept.owner_dept == "德惠市卫生健康局"  # the survivor's, which the other left out
    assert [(row.programme_id, row.position) for row in kept.sources] == [(pair.shared, 1), (pair.own, 2)]
    assert set(kept.aliases) == {"传染病医院", "德惠市传染病院", "德惠市传染病医院迁建项目"}
    assert kept.related == ((pair.third, "德惠市人民医院扩建"),)
    assert [row.text for row in kept.targets] == ["100张床位", "2栋"]
    assert kept.figures.percent == 40
    assert kept.old_uids == (second_uid,)
    assert db.read(find_uid, second_uid) == pair.first
    assert db.read(lambda s: s.scalars(select(Document.project_id)).one()) == pair.first
    assert db.read(lambda s: s.scalars(select(Problem.project_id)).one()) == pair.first
    periods = select(PeriodReport.period_end, PeriodReport.percent).where(PeriodReport.project_id == pair.first)
    assert {tuple(row) for row in db.read(lambda s: s.execute(periods).all())} == {(Q2, 20), (Q3, 40)}


def test_judgements_go_along_for_the_days_the_survivor_has_none(db: Database, pair: Pair) -> None:
    for project_id, day, reason in (
        (pair.first, Q3, "自己的"),
        (pair.second, Q3, "另一个的"),
        (pair.second, Q2, "随迁"),
    ):
        given = JudgementInput(project_id, Colour.YELLOW, day, reason)
        db.write("研判", judgements.judge, given, TODAY)
    db.write("合并", merge, MergePlan(pair.first, pair.second, TODAY))
    assert [row.reason for row in db.read(judgements_of, pair.first)] == ["自己的", "随迁"]


def test_the_other_leaves_the_list_but_is_still_there_and_found_by_its_name(db: Database, pair: Pair) -> None:
    db.write("合并", merge, MergePlan(pair.first, pair.second, TODAY))
    assert db.read(list_ids, Criteria(), Q3) == [pair.first, pair.third]
    assert db.read(counts, Criteria(), Q3).total == 2
    for typed in ("迁建项目", "dehuishichuanranbingyiyuanqianjian"):
        assert db.read(list_ids, Criteria(text=typed), Q3) == [pair.first]
    gone = db.read(detail, pair.second, Q3)
    assert gone.merged_into == (pair.first, "德惠市传染病医院异地新建")
    assert gone.merged_on == TODAY
    with pytest.raises(NotFound):
        db.write("修改", edit, pair.second, "place", "别处")


def test_keeping_the_others_name_makes_the_survivors_an_alias(db: Database, pair: Pair) -> None:
    db.write("合并", merge, MergePlan(pair.first, pair.second, TODAY, {"name": pair.second}))
    kept = db.read(detail, pair.first, Q3)
    assert kept.name == "德惠市传染病医院迁建项目"
    assert "德惠市传染病医院异地新建" in kept.aliases
    assert kept.name not in kept.aliases


def add_money(session: Session, project_id: int, done: int, invested: int) -> None:
    builders.investment(session, project_id, invested)
    builders.annual_plan(session, project_id, 2026, invested // 2)
    builders.figure(session, project_id, Q3, done, MoneyKind.DONE)


def done_in_total(db: Database) -> tuple[int | None, int | None]:
    whole = db.read(grouped, Criteria(), Q3, GroupKey.NOTHING)[0]
    return whole.done.fen, whole.investment.fen


def test_figures_of_one_period_are_never_added(db: Database, pair: Pair) -> None:
    db.write("甲", add_money, pair.first, 300, 1000)
    db.write("乙", add_money, pair.second, 320, 1100)
    db.write("合并", merge, MergePlan(pair.first, pair.second, TODAY))
    assert done_in_total(db) == (300, 1000)


def test_the_block_of_the_other_can_be_chosen_and_the_survivors_is_kept_with_the_other(
    db: Database, pair: Pair
) -> None:
    db.write("甲", add_money, pair.first, 300, 1000)
    db.write("乙", add_money, pair.second, 320, 1100)
    db.write("节点甲", builders.milestone, pair.first, "立项", actual=date(2026, 1, 5))
    db.write("节点乙", builders.milestone, pair.second, "开工", Role.START, actual=date(2026, 5, 5))
    db.write("合并", merge, MergePlan(pair.first, pair.second, TODAY, money_from=Side.OTHER))
    kept, gone = db.read(detail, pair.first, Q3).figures, db.read(detail, pair.second, Q3).figures
    assert (kept.done_fen, kept.investment_fen, kept.started) == (320, 1100, False)
    assert (gone.done_fen, gone.investment_fen) == (300, 1000)
    assert done_in_total(db) == (320, 1100)


def test_an_empty_block_of_the_survivor_takes_the_others(db: Database, pair: Pair) -> None:
    db.write("乙", add_money, pair.second, 320, 1100)
    db.write("节点乙", builders.milestone, pair.second, "开工", Role.START, actual=date(2026, 5, 5))
    db.write("合并", merge, MergePlan(pair.first, pair.second, TODAY))
    kept = db.read(detail, pair.first, Q3).figures
    assert (kept.done_fen, kept.investment_fen, kept.year_plan_fen, kept.started) == (320, 1100, 550, True)


@pytest.mark.parametrize("money_from", [None, Side.SURVIVOR, Side.OTHER])
def test_one_undo_restores_every_row_and_redo_does_it_again(db: Database, pair: Pair, money_from: Side | None) -> None:
    db.write("甲", add_money, pair.first, 300, 1000)
    db.write("乙", add_money, pair.second, 320, 1100)
    before = snapshot(db)
    plan = MergePlan(pair.first, pair.second, TODAY, {"name": pair.second}, Side.OTHER, money_from)
    db.write("合并：德惠市传染病医院", merge, plan)
    after = snapshot(db)
    assert after != before
    undo_last(db)
    assert snapshot(db) == before
    step = db.read(history.steps).redo
    assert step is not None
    db.write(Deed("重做", redoes_id=step.action_id), history.redo, step.action_id)
    assert snapshot(db) == after


def test_a_uid_still_opens_after_the_survivor_is_merged_as_well(db: Database, pair: Pair) -> None:
    second_uid = db.read(detail, pair.second, Q3).uid
    db.write("合并一", merge, MergePlan(pair.first, pair.second, TODAY))
    db.write("合并二", merge, MergePlan(pair.third, pair.first, TODAY))
    assert db.read(find_uid, second_uid) == pair.third
    assert len(db.read(detail, pair.third, Q3).old_uids) == 2
    assert db.read(detail, pair.second, Q3).merged_into == (pair.third, "德惠市人民医院扩建")
    assert db.read(detail, pair.third, Q3).related == ()


def test_children_of_a_bundle_go_to_the_survivor(db: Database, pair: Pair) -> None:
    child = db.write("子项", builders.project, "德惠市传染病医院门诊楼", parent_id=pair.second).result
    db.write("合并", merge, MergePlan(pair.first, pair.second, TODAY))
    assert db.read(detail, pair.first, Q3).children == ((child, "德惠市传染病医院门诊楼"),)


def test_what_cannot_be_merged_is_refused_in_words(db: Database, pair: Pair) -> None:
    heading = db.write("标题", builders.project, "重点传染病防治工程", counted=False, is_programme=True).result
    with pytest.raises(InputError, match="工程标题"):
        db.write("合并", merge, MergePlan(pair.first, heading, TODAY))
    with pytest.raises(InputError, match="两个不同"):
        db.write("合并", merge, MergePlan(pair.first, pair.first, TODAY))
    db.write("停工", set_state, pair.first, State.SUSPENDED, Q2, "资金不到位")
    db.write("类别", lambda s: setattr(s.get(Project, pair.second), "kind", "能力类"))
    with pytest.raises(InputError, match="不用于能力类"):
        db.write("合并", merge, MergePlan(pair.first, pair.second, TODAY, {"kind": pair.second}))


def test_chosen_dates_must_fit_together(db: Database, pair: Pair) -> None:
    db.write("甲", edit, pair.first, "planned_start", "2026-05-01")
    db.write("乙", edit, pair.second, "planned_finish", "2026-04-01")
    with pytest.raises(InputError, match="早于计划开工") as refused:
        db.write("合并", merge, MergePlan(pair.first, pair.second, TODAY))
    assert refused.value.field == "planned_finish"


def test_the_preview_names_the_fields_that_differ(db: Database, pair: Pair) -> None:
    db.write("乙", add_money, pair.second, 320, 1100)
    preview = db.read(merge_preview, pair.first, pair.second)
    rows = {row.field: (row.label, row.a, row.b, row.offered_id) for row in preview.rows}
    assert rows == {
        "name": ("项目名称", "德惠市传染病医院异地新建", "德惠市传染病医院迁建项目", pair.first),
        "nature": ("建设性质", "新建", "迁建", pair.first),
        "place": ("建设地点", None, "德惠市胜利街道", pair.second),
        "owner_dept": ("责任单位", "德惠市卫生健康局", None, pair.first),
    }
    (money,) = preview.blocks
    assert (money.block, money.a, money.b) == ("money", None, "总投资 1 笔，年度计划 1 笔，累计数填至 2026-09-30")
    assert preview.moving == "来源 2 条、别名 2 个、文件 1 份、问题 1 个并入保留的项目，重复的只留一份。"
