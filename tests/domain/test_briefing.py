"""复制汇报: what an office would send to its leader, and nothing it does not know."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tracker.domain.briefing import Facts, ProblemFact, paragraph, sentence
from tracker.domain.figures import Figures
from tracker.domain.kinds import State

Q2, Q3 = date(2026, 6, 30), date(2026, 9, 30)
WAN = 1_000_000
NOTHING = Figures(
    project_id=1,
    counted=True,
    state=None,
    state_by_hand=False,
    nodes=0,
    nodes_met=0,
    nodes_late=0,
    weight_total=0,
    weight_met=0,
    late_days=None,
    next_title=None,
    next_due=None,
    started=False,
    finished=False,
    percent=None,
    percent_na=False,
    percent_on=None,
    investment_fen=None,
    investment_na=False,
    year_plan_fen=None,
    year_plan_na=False,
    year_category=None,
    allocated_fen=None,
    arrived_fen=None,
    arrived_na=False,
    done_fen=None,
    done_na=False,
    paid_fen=None,
    paid_na=False,
    done_before_fen=None,
    year_done_fen=None,
    filled_to=None,
    open_problems=0,
)
FULL = replace(
    NOTHING,
    state=State.BUILDING,
    nodes=7,
    nodes_met=4,
    nodes_late=1,
    late_days=30,
    next_title="主体封顶",
    next_due=date(2026, 8, 31),
    percent=45,
    percent_on=Q3,
    investment_fen=18_600 * WAN,
    year_plan_fen=8_000 * WAN,
    arrived_fen=7_000 * WAN,
    done_fen=6_320 * WAN,
    paid_fen=5_600 * WAN,
    done_before_fen=1_320 * WAN,
    year_done_fen=5_000 * WAN,
)
HOSPITAL = Facts(
    name="德惠市传染病医院异地新建",
    as_of=Q3,
    figures=FULL,
    unit="德惠市",
    kind="建设类",
    nature="新建",
    source="长春市卫生健康“十四五”规划专栏2",
    builder="德惠市卫生健康局",
    owner_dept="德惠市卫生健康局",
    content="新建门诊楼、住院楼，建筑面积2.4万平方米。",
    arrived_on=Q3,
    done_on=Q3,
    paid_on=Q3,
    progress="主体施工至四层。",
    progress_on=Q3,
)


def test_the_sentence_of_a_project_that_is_known() -> None:
    assert sentence(HOSPITAL) == (
        "德惠市传染病医院异地新建：总投资18,600.00万元，截至2026年9月30日累计完成投资6,320.00万元（占34.0%），"
        "形象进度45%，下一节点主体封顶（2026年8月31日，已逾期30天）。"
    )


def test_the_paragraph_of_a_project_that_is_known() -> None:
    facts = replace(HOSPITAL, next_steps="10月底主体封顶", problems=(ProblemFact("电力增容未批复", "市级"),))
    assert paragraph(facts) == (
        "德惠市传染病医院异地新建（德惠市，建设类，新建，长春市卫生健康“十四五”规划专栏2）。"
        "建设单位德惠市卫生健康局，责任单位德惠市卫生健康局，建设内容及规模：新建门诊楼、住院楼，建筑面积2.4万平方米。"
        "总投资18,600.00万元，2026年计划投资8,000.00万元，2026年1—9月完成投资5,000.00万元（占年度计划的62.5%）。"
        "截至2026年9月30日资金累计到位7,000.00万元，累计完成投资6,320.00万元（占34.0%），"
        "累计支付5,600.00万元（占到位资金的80.0%）。"
        "形象进度45%（主体施工至四层），下一节点主体封顶（2026年8月31日，已逾期30天）。"
        "存在问题：电力增容未批复（需市级协调）。"
        "下步安排：10月底主体封顶。"
    )


def test_what_is_unknown_is_neither_mentioned_nor_zero() -> None:
    facts = replace(HOSPITAL, figures=replace(NOTHING, done_fen=6_320 * WAN))
    assert sentence(facts) == "德惠市传染病医院异地新建：截至2026年9月30日累计完成投资6,320.00万元。"
    for text in (sentence(facts), paragraph(facts)):
        assert not any(word in text for word in ("总投资", "0.00万元（", "0.0%", "节点", "到位", "支付", "未填"))


def test_zero_is_said() -> None:
    facts = replace(HOSPITAL, figures=replace(NOTHING, done_fen=0, investment_fen=100 * WAN, percent=0, percent_on=Q3))
    assert sentence(facts) == (
        "德惠市传染病医院异地新建：总投资100.00万元，截至2026年9月30日累计完成投资0.00万元（占0.0%），形象进度0%。"
    )


def test_a_share_of_nothing_is_left_out() -> None:
    facts = replace(HOSPITAL, figures=replace(NOTHING, done_fen=5 * WAN, investment_fen=0))
    assert "占" not in sentence(facts)


def test_where_nothing_is_known_the_missing_facts_are_named() -> None:
    bare = Facts(name="泗阳县精神卫生中心", as_of=Q3, figures=NOTHING, unit="泗阳县", kind="建设类", nature="未注明")
    assert sentence(bare) == "泗阳县精神卫生中心：总投资、累计完成投资、形象进度、节点均未填报。"
    assert paragraph(bare) == ("泗阳县精神卫生中心（泗阳县，建设类）。总投资、累计完成投资、形象进度、节点均未填报。")


def test_what_does_not_apply_is_not_missing() -> None:
    figures = replace(NOTHING, investment_na=True, done_na=True, percent_na=True)
    assert sentence(Facts("培训", Q3, figures)) == "培训：节点未填报。"


def test_figures_of_another_quarter_carry_their_own_date() -> None:
    facts = replace(HOSPITAL, done_on=Q2, paid_on=Q2, arrived_on=Q2)
    assert "截至2026年6月30日累计完成投资" in sentence(facts)
    assert "截至2026年9月30日形象进度45%" in sentence(facts)


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        (replace(FULL, next_due=date(2026, 11, 30)), "下一节点主体封顶（2026年11月30日）"),
        (replace(FULL, next_due=Q3), "下一节点主体封顶（2026年9月30日）"),
        (replace(FULL, next_due=None), "下一节点主体封顶。"),
        (replace(FULL, nodes_met=7, next_title=None, next_due=None), "各节点已全部完成。"),
    ],
)
def test_the_next_milestone(figures: Figures, words: str) -> None:
    assert words in sentence(replace(HOSPITAL, figures=figures))
    assert "逾期" not in sentence(replace(HOSPITAL, figures=figures))


def test_a_stopped_project_says_so_first() -> None:
    figures = replace(FULL, state=State.SUSPENDED, state_by_hand=True)
    facts = replace(HOSPITAL, figures=figures, state_since=date(2026, 7, 1), state_reason="施工方退场。")
    assert sentence(facts).startswith("德惠市传染病医院异地新建：2026年7月1日起停工（施工方退场），总投资")


def test_problems_are_told_with_who_and_when() -> None:
    problems = (
        ProblemFact("土地未摘牌；\n手续不全。", "本单位", "自然资源局", date(2026, 10, 31)),
        ProblemFact("资金缺口800万元"),
    )
    assert sentence(replace(HOSPITAL, problems=problems)).endswith(
        "存在问题：土地未摘牌；手续不全（责任单位（人）自然资源局，2026年10月31日前解决）；资金缺口800万元。"
    )


def test_a_heading_points_to_its_projects() -> None:
    facts = Facts("重点传染病防治工程", Q3, NOTHING, counted=False, inside=12)
    assert sentence(facts) == paragraph(facts) == "重点传染病防治工程：工程标题，下含 12 个项目，分别填报。"
