"""复制汇报, from the file to the sentence."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from tests import builders
from tracker.domain.briefing import paragraph, sentence
from tracker.domain.kinds import MoneyKind, ProblemLevel, Role, State
from tracker.domain.money import FEN_PER_WAN
from tracker.queries.briefing import briefing_facts
from tracker.services.projects import cancel, set_state
from tracker.store.database import Database

Q2, Q3 = date(2026, 6, 30), date(2026, 9, 30)


def make(session: Session) -> int:
    programme = builders.programme(session, box=2)
    project = builders.project(session, "德惠市传染病医院异地新建", owner_dept="德惠市卫生健康局")
    builders.source(session, project, programme)
    builders.milestone(session, project, "开工", Role.START, actual=date(2026, 3, 5))
    builders.milestone(session, project, "主体封顶", Role.ROOF, planned=date(2026, 8, 31))
    builders.investment(session, project, 18_600 * FEN_PER_WAN)
    builders.figure(session, project, Q2, 4_000 * FEN_PER_WAN, MoneyKind.DONE)
    builders.figure(session, project, Q3, 6_320 * FEN_PER_WAN, MoneyKind.DONE)
    builders.report(session, project, Q3, percent=45, text="主体施工至四层", next_steps="10月底封顶")
    builders.problem(session, project, "电力增容未批复", level=ProblemLevel.CITY)
    builders.problem(session, project, "已解决的事", opened_on=date(2026, 7, 1), closed_on=date(2026, 9, 1))
    return project


def test_the_sentence_as_of_each_date(db: Database) -> None:
    project = db.write("准备", make).result
    assert sentence(db.read(briefing_facts, project, Q3)) == (
        "德惠市传染病医院异地新建：总投资18,600.00万元，截至2026年9月30日累计完成投资6,320.00万元（占34.0%），"
        "形象进度45%，下一节点主体封顶（2026年8月31日，已逾期30天），存在问题：电力增容未批复（需市级协调）。"
    )
    assert sentence(db.read(briefing_facts, project, Q2)) == (
        "德惠市传染病医院异地新建：总投资18,600.00万元，截至2026年6月30日累计完成投资4,000.00万元（占21.5%），"
        "下一节点主体封顶（2026年8月31日）。"
    )
    assert "已解决的事" in sentence(db.read(briefing_facts, project, date(2026, 8, 31)))


def test_figures_carry_the_month_they_were_entered_for(db: Database) -> None:
    project = db.write("准备", make).result
    assert "截至2026年9月30日累计完成投资" in sentence(db.read(briefing_facts, project, date(2026, 12, 31)))


def test_the_paragraph_tells_source_people_and_next_steps(db: Database) -> None:
    text = paragraph(db.read(briefing_facts, db.write("准备", make).result, Q3))
    for words in (
        "（德惠市，建设类，长春市卫生健康规划专栏2）",
        "责任单位德惠市卫生健康局",
        "（主体施工至四层）",
        "下步安排：10月底封顶。",
    ):
        assert words in text


def test_a_state_by_hand_is_said_with_its_day_and_reason(db: Database) -> None:
    project = db.write("准备", make).result
    db.write("停工", set_state, project, State.SUSPENDED, date(2026, 7, 1), "施工方退场")
    db.write("取消", cancel, project, date(2026, 12, 1), "并入人民医院")
    assert "：2026年7月1日起停工（施工方退场），" in sentence(db.read(briefing_facts, project, Q3))
    assert "：2026年12月1日起取消（并入人民医院），" in sentence(db.read(briefing_facts, project, date(2026, 12, 31)))
    assert "停工" not in sentence(db.read(briefing_facts, project, Q2))


def test_a_fresh_project_says_what_is_missing(db: Database) -> None:
    project = db.write("准备", builders.project).result
    assert sentence(db.read(briefing_facts, project, Q3)).endswith("总投资、累计完成投资、形象进度、节点均未填报。")


def test_a_heading_counts_the_projects_inside(db: Database) -> None:
    def with_heading(session: Session) -> int:
        programme = builders.programme(session)
        heading = builders.project(session, "重点工程", counted=False, is_programme=True)
        for project in (heading, builders.project(session, "甲"), builders.project(session, "乙")):
            builders.source(session, project, programme)
        return heading

    heading = db.write("准备", with_heading).result
    assert sentence(db.read(briefing_facts, heading, Q3)) == "重点工程：工程标题，下含 2 个项目，分别填报。"
