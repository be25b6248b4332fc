"""红黄绿灯: published thresholds with their edges, what is not known, and remedies that really help."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.domain.test_briefing import NOTHING
from tests.domain.test_targets import target
from tracker.domain.curves import JILIN, LINEAR
from tracker.domain.errors import InputError
from tracker.domain.kinds import Colour, Comparator, Kind, RuleFigure, RuleMeasure, RuleScope
from tracker.domain.light_rules import SANYA, YINCHUAN, Rule, check, describe, parse_threshold
from tracker.domain.lights import Facts, LateNode, colour_of, light, remedy_day
from tracker.domain.money import parse_wan

WAN = 1_000_000
Q2, Q3, Q4 = date(2026, 6, 30), date(2026, 9, 30), date(2026, 12, 31)
RED, YELLOW, GREEN, GREY = Colour.RED, Colour.YELLOW, Colour.GREEN, Colour.GREY


def money(done: int | None, plan: int | None = 1_000 * WAN, **values: Any) -> Facts:
    """A project in the third quarter of 2026 with an annual plan, reported."""
    known = {"year_plan_fen": plan, "year_done_fen": done, "done_fen": done, "done_before_fen": 0, "filled_to": Q3}
    return Facts(replace(NOTHING, **known | values), Kind.CONSTRUCTION)


def nodes(*late: LateNode, dated: bool = True, filled_to: date | None = Q3) -> Facts:
    """A project with milestones and without an annual plan."""
    return Facts(
        replace(NOTHING, nodes=5, nodes_late=len(late), filled_to=filled_to), Kind.CONSTRUCTION, dated=dated, late=late
    )


@pytest.mark.parametrize(
    ("points_behind", "colour"),
    [
        (-10, GREEN),
        (0, GREEN),
        (5, GREEN),
        (Fraction(99_999, 10_000), GREEN),
        (10, YELLOW),
        (20, YELLOW),
        (30, YELLOW),
        (Fraction(300_001, 10_000), RED),
        (60, RED),
    ],
)
def test_yinchuan_with_both_edges(points_behind: Fraction, colour: Colour) -> None:
    """银川 2025: behind by 10 to 30 百分点 is yellow, both included; 序时 in September is 75 %."""
    done = (Fraction(75) - points_behind) * 10 * WAN
    assert done.denominator == 1
    assert light(money(int(done)), YINCHUAN.rules, LINEAR, Q3).colour is colour
    assert colour_of(money(int(done)), YINCHUAN.rules, LINEAR, Q3) == (colour, False)


@pytest.mark.parametrize(
    ("done", "colour"), [(750, GREEN), (749, YELLOW), (500, YELLOW), (375, YELLOW), (374, RED), (0, RED)]
)
def test_sanya_counts_in_per_cent_of_what_was_due(done: int, colour: Colour) -> None:
    """三亚 2022: below 序时 by up to 50 % is yellow, beyond it red: 375 is exactly half of the 750 due."""
    assert light(money(done * WAN), SANYA.rules, LINEAR, Q3).colour is colour


def test_points_and_per_cent_disagree_where_the_published_rules_do() -> None:
    early = money(10 * WAN, filled_to=date(2026, 3, 31))
    march = date(2026, 3, 31)
    assert light(early, YINCHUAN.rules, LINEAR, march).colour is YELLOW  # 24 points behind of 25
    assert light(early, SANYA.rules, LINEAR, march).colour is RED  # 96 per cent below
    assert light(early, YINCHUAN.rules, JILIN, march).colour is GREEN  # winter: 5 % were due


def test_why_yellow_and_what_to_do() -> None:
    found = light(money(550 * WAN), YINCHUAN.rules, LINEAR, Q2 + timedelta(days=91), by=Q3)
    assert found.sentence == "年度投资完成率 55.00 %，落后序时进度（66.67 %）11.67 个百分点。"
    # At the end of September 75 % are due, less than 10 points behind: more than 650 万元.
    assert found.remedy == "至9月30日前再完成 100.01 万元可转绿。"
    red = light(money(200 * WAN), SANYA.rules, LINEAR, Q3)
    assert red.sentence == "年度投资完成率 20.00 %，比序时进度（75.00 %）低 73.33 %。"
    assert red.remedy == "至12月31日前再完成 300.00 万元可转黄，再完成 800.00 万元可转绿。"


def test_the_remedy_of_the_brief() -> None:
    """“至9月30日前再完成 120.00 万元可转绿”, under a rule whose edge itself is green."""
    rule = Rule(RuleFigure.YEAR_LAG, RuleMeasure.POINTS, 10_000, 30_000)
    found = light(money(530 * WAN), [rule], LINEAR, date(2026, 9, 15), by=Q3)
    assert found.remedy == "至9月30日前再完成 120.00 万元可转绿。"


def test_at_the_end_of_the_year_no_amount_helps() -> None:
    found = light(money(500 * WAN, filled_to=Q4), YINCHUAN.rules, LINEAR, Q4)
    assert (found.colour, found.remedy) == (RED, "本年度已结束，转绿要看下一年度的计划和完成情况。")


@given(
    plan=st.integers(1, 10**12),
    part=st.integers(0, 1000),
    month=st.integers(1, 11),
    rules=st.sampled_from([YINCHUAN, SANYA]),
    curve=st.sampled_from([LINEAR, JILIN]),
)
def test_the_amount_shown_is_enough_and_hardly_more(plan: int, part: int, month: int, rules: Any, curve: Any) -> None:
    as_of = date(2026, month, 28)
    facts = money(plan * part // 1000, plan, filled_to=as_of)
    found = light(facts, rules.rules, curve, as_of)
    amounts = re.findall(r"再完成 ([\d,.]+) 万元可转(.)", found.remedy)
    assume(amounts)
    by = remedy_day(as_of)
    for text, colour in amounts:
        more = parse_wan(text) or 0
        worse = {"黄": (YELLOW, GREEN), "绿": (GREEN,)}[colour]

        def then(extra: int) -> Colour:
            done = (facts.figures.year_done_fen or 0) + extra
            return light(money(done, plan, filled_to=by), rules.rules, curve, by).colour

        assert then(more) in worse
        # The amount is rounded up to 100 元, so 100 元 less is not enough.
        assert then(more - 10_000) not in worse


def test_without_an_annual_plan_the_milestones_decide() -> None:
    assert light(nodes(), YINCHUAN.rules, LINEAR, Q3).colour is GREEN
    for days, colour in ((1, YELLOW), (30, YELLOW), (31, RED)):
        late = LateNode("主体封顶", Q3 - timedelta(days=days), None)
        assert light(nodes(late), YINCHUAN.rules, LINEAR, Q3).colour is colour


def test_a_late_milestone_says_since_when_and_when_it_turns_red() -> None:
    roof = LateNode("主体封顶", date(2026, 9, 10), date(2026, 6, 30))
    found = light(nodes(roof), YINCHUAN.rules, LINEAR, Q3)
    assert found.sentence == "节点“主体封顶”应于 9月10日完成，已逾期 20 天（比首次原定 6月30日晚 92 天）。"
    assert found.remedy == "完成“主体封顶”可转绿，到 10月11日仍未完成将转红。"
    assert light(nodes(roof), YINCHUAN.rules, LINEAR, date(2026, 10, 10)).colour is YELLOW
    assert light(nodes(roof), YINCHUAN.rules, LINEAR, date(2026, 10, 11)).colour is RED


def test_several_late_milestones() -> None:
    late = (LateNode("可研批复", date(2026, 7, 1), None), LateNode("初设", date(2026, 9, 20), None))
    found = light(nodes(*late), YINCHUAN.rules, LINEAR, Q3)
    assert found.sentence == "节点“可研批复”应于 7月1日完成，已逾期 91 天；共 2 个节点逾期。"
    assert found.remedy == "完成“可研批复”可转黄，完成“可研批复”等 2 个逾期节点可转绿。"


def test_the_worst_rule_wins_and_every_remedy_is_needed() -> None:
    late = LateNode("主体封顶", date(2026, 7, 1), None)
    both = replace(money(640 * WAN, paid_fen=700 * WAN, nodes=5), late=(late,))
    found = light(both, YINCHUAN.rules, LINEAR, Q3)
    assert found.colour is RED
    assert [one.colour for one in found.findings] == [YELLOW, RED, YELLOW]
    assert found.sentence.startswith("节点“主体封顶”")
    assert "是否为预付款？" in found.sentence
    assert found.remedy == (
        "以下各项都要做到：1. 完成“主体封顶”可转绿；2. 至12月31日前再完成 260.01 万元可转绿；"
        "3. 核对支付数和完成数；确为预付款的，再完成 60.00 万元可转绿。"
    )


def test_paid_beyond_done_is_yellow_with_its_question() -> None:
    advance = money(800 * WAN, paid_fen=900 * WAN)
    found = light(advance, YINCHUAN.rules, LINEAR, Q3)
    assert (found.colour, found.unreported) == (YELLOW, False)
    assert found.sentence == "累计支付 900.00 万元大于累计完成投资 800.00 万元，差 100.00 万元，是否为预付款？"
    assert found.remedy == "核对支付数和完成数；确为预付款的，再完成 100.00 万元可转绿。"
    assert light(money(800 * WAN, paid_fen=800 * WAN), YINCHUAN.rules, LINEAR, Q3).colour is GREEN
    # A payment before any work counts in full, and alone is no proof of progress.
    first = Facts(replace(NOTHING, done_fen=0, paid_fen=WAN, filled_to=Q3), Kind.CONSTRUCTION)
    assert light(first, YINCHUAN.rules, LINEAR, Q3).colour is YELLOW
    mild = [Rule(RuleFigure.PAID_OVER_DONE, RuleMeasure.PERCENT, 30_000, None)]
    assert light(money(800 * WAN, paid_fen=900 * WAN), mild, LINEAR, Q3).colour is GREY


def test_nothing_known_is_grey_with_its_reason() -> None:
    fresh = light(Facts(NOTHING, Kind.CONSTRUCTION), YINCHUAN.rules, LINEAR, Q3)
    assert (fresh.colour, fresh.unreported, fresh.remedy) == (GREY, True, "")
    assert fresh.sentence == "没有年度计划投资，也没有节点和可计量的目标，无从亮灯。2026年第三季度未报。"
    without = light(nodes(dated=False), YINCHUAN.rules, LINEAR, Q3)
    assert (without.colour, without.sentence) == (GREY, "节点都没有原定或批准日期，看不出是否逾期。")
    gone = light(replace(money(0), lit=False), YINCHUAN.rules, LINEAR, Q3)
    assert (gone.colour, gone.unreported) == (GREY, False)
    assert "不亮灯" in gone.sentence


def test_known_red_stays_red_and_green_needs_a_report() -> None:
    behind = light(money(100 * WAN, filled_to=Q2), YINCHUAN.rules, LINEAR, Q3)
    assert (behind.colour, behind.unreported) == (RED, True)
    assert behind.sentence.endswith("2026年第三季度未报。")
    ahead = light(money(900 * WAN, filled_to=Q2), YINCHUAN.rules, LINEAR, Q3)
    assert (ahead.colour, ahead.unreported) == (GREY, True)
    # A day within a quarter asks for the last one that has ended.
    assert light(money(900 * WAN, filled_to=Q2), YINCHUAN.rules, LINEAR, date(2026, 9, 29)).colour is GREEN
    # A finished project owes no report.
    done = light(money(900 * WAN, filled_to=Q2, finished=True), YINCHUAN.rules, LINEAR, Q3)
    assert (done.colour, done.unreported) == (GREEN, False)


def test_unknown_money_says_what_is_missing_and_known_delay_still_shows() -> None:
    no_december = light(money(None, done_fen=500 * WAN, done_before_fen=None), YINCHUAN.rules, LINEAR, Q3)
    assert (no_december.colour, no_december.unreported) == (GREY, True)
    assert no_december.sentence == "至上年底累计完成投资未填，算不出年初至今完成，无法比序时。"
    assert "本年累计完成投资未填" in light(money(None), YINCHUAN.rules, LINEAR, Q3).sentence
    late = LateNode("主体封顶", date(2026, 1, 1), None)
    mixed = light(replace(money(None, nodes=3), late=(late,)), YINCHUAN.rules, LINEAR, Q3)
    assert (mixed.colour, mixed.unreported) == (RED, True)


def test_no_plan_a_plan_of_nothing_and_nothing_due_yet() -> None:
    for plan in (None, 0):
        assert light(money(0, plan), YINCHUAN.rules, LINEAR, Q3).colour is GREY
    january = light(money(None, filled_to=date(2025, 12, 31)), YINCHUAN.rules, LINEAR, date(2026, 1, 15))
    assert (january.colour, january.sentence) == (GREEN, "本年还没有到期的计划进度。")
    assert not light(money(None, done_na=True), YINCHUAN.rules, LINEAR, Q3).findings


def capacity(*targets: Any, kind: Kind = Kind.CAPACITY) -> Facts:
    """A capacity project with targets, reported for the quarter."""
    return Facts(replace(NOTHING, filled_to=Q2), kind, targets=targets)


def test_a_capacity_project_counts_what_it_has_achieved() -> None:
    found = light(capacity(target()), YINCHUAN.rules, LINEAR, Q2)
    assert found.colour is YELLOW
    assert found.sentence == (
        "目标“培训全科医生”已完成 40 人（目标数 100 人），完成率 40.00 %，落后序时进度（50.00 %）10.00 个百分点。"
    )
    # By September 75 are due and 65 are ten points behind: yellow still, so 66.
    assert found.remedy == "“培训全科医生”至9月30日前再完成 26 人可转绿。"
    assert light(capacity(target(), kind=Kind.CONSTRUCTION), YINCHUAN.rules, LINEAR, Q2).colour is GREY


def test_the_worst_target_decides_and_a_missing_one_is_no_green() -> None:
    good, bad = target(achieved_milli=60_000), target(achieved_milli=10_000, text="两癌筛查")
    missing = target(achieved_milli=None)
    worst = light(capacity(good, bad), YINCHUAN.rules, LINEAR, Q2)
    assert (worst.colour, "两癌筛查" in worst.sentence) == (RED, True)
    partly = light(capacity(good, missing), YINCHUAN.rules, LINEAR, Q2)
    assert (partly.colour, partly.sentence) == (GREY, "目标的完成数未填。")
    assert light(capacity(bad, missing), YINCHUAN.rules, LINEAR, Q2).colour is RED
    assert light(capacity(missing, missing), YINCHUAN.rules, LINEAR, Q2).sentence == "有 2 项目标没有填完成数。"


def test_ceilings_and_percentages_in_words() -> None:
    ceiling = target(Comparator.AT_MOST, None, high_milli=5_000, unit="‰", achieved_milli=8_000, text="婴儿死亡率")
    found = light(capacity(ceiling), YINCHUAN.rules, LINEAR, Q2)
    assert (found.colour, found.sentence) == (RED, "目标“婴儿死亡率”现为 8‰，超过上限 5‰。")
    assert found.remedy == "“婴儿死亡率”降到不超过 5‰ 可转绿。"
    share = target(unit="%", text="筛查覆盖率", low=90_000, achieved_milli=30_000)
    # 75 % of 90 are due by September, less than 10 points of the rate behind: more than 58.5.
    assert light(capacity(share), YINCHUAN.rules, LINEAR, Q2).remedy == (
        "“筛查覆盖率”至9月30日前再提高 28.51 个百分点可转绿。"
    )


def test_rules_that_are_switched_off_or_for_others_are_silent() -> None:
    off = tuple(replace(rule, enabled=False) for rule in YINCHUAN.rules)
    assert light(money(0), off, LINEAR, Q3).colour is GREY
    other = tuple(replace(rule, scope=RuleScope.CAPACITY) for rule in YINCHUAN.rules)
    assert light(money(0), other, LINEAR, Q3).colour is GREY


def test_rules_in_words_and_thresholds_as_typed() -> None:
    assert describe(YINCHUAN.rules[0]) == "10 百分点及以上黄灯，超过 30 百分点红灯"
    assert describe(SANYA.rules[0]) == "超过 0 % 黄灯，超过 50 % 红灯"
    assert describe(Rule(RuleFigure.MILESTONE_LATE, RuleMeasure.DAYS, None, None)) == "不亮灯"
    assert [parse_threshold(text) for text in ("10", "７.5", "")] == [10_000, 7_500, None]
    for text in ("-1", "十", "10001"):
        with pytest.raises(InputError):
            parse_threshold(text)


@pytest.mark.parametrize(
    "rule",
    [
        Rule(RuleFigure.YEAR_LAG, RuleMeasure.DAYS, 0, 1),
        Rule(RuleFigure.MILESTONE_LATE, RuleMeasure.DAYS, 30_000, 10_000),
        Rule(RuleFigure.YEAR_LAG, RuleMeasure.POINTS, 10_000, 10_000),
        Rule(RuleFigure.YEAR_LAG, RuleMeasure.POINTS, 10_000, 10_000, yellow_at=True, red_at=True),
        Rule(RuleFigure.YEAR_LAG, RuleMeasure.POINTS, -1, None),
    ],
)
def test_rules_that_contradict_themselves(rule: Rule) -> None:
    with pytest.raises(InputError):
        check(rule)


def test_shipped_rules_are_sound() -> None:
    for rules in (YINCHUAN, SANYA):
        for rule in rules.rules:
            check(rule)
    check(Rule(RuleFigure.YEAR_LAG, RuleMeasure.POINTS, 10_000, 10_000, yellow_at=True))


@given(
    done=st.none() | st.integers(0, 2_000),
    reported=st.booleans(),
    late=st.none() | st.integers(1, 90),
    paid=st.none() | st.integers(0, 2_000),
    rules=st.sampled_from([YINCHUAN, SANYA]),
)
def test_the_short_way_agrees_with_the_long_one(
    done: int | None, reported: bool, late: int | None, paid: int | None, rules: Any
) -> None:
    node = () if late is None else (LateNode("节点", Q3 - timedelta(days=late), None),)
    values: dict[str, Any] = {
        "paid_fen": None if paid is None else paid * WAN,
        "filled_to": Q3 if reported else None,
        "nodes": 2,
    }
    facts = replace(money(None if done is None else done * WAN, **values), late=node)
    full = light(facts, rules.rules, LINEAR, Q3)
    assert colour_of(facts, rules.rules, LINEAR, Q3) == (full.colour, full.unreported)
    assert full.sentence.endswith(("。", "？"))
    assert not (full.colour is GREEN and (full.unreported or not reported))
    assert bool(full.remedy) <= (full.colour in (RED, YELLOW))
