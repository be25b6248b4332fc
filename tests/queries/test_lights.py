"""Lights of a file: rules and curves as the office sets them, a person's judgement beside them, counts by colour."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from tests import builders
from tests.queries.test_figures import DAYS, Plot, _store, plot
from tracker.domain.curves import JILIN_POINTS
from tracker.domain.errors import InputError, NotFound
from tracker.domain.figures import GroupKey
from tracker.domain.kinds import Colour, Kind
from tracker.domain.light_rules import SANYA, YINCHUAN
from tracker.queries import lights as queries
from tracker.queries.criteria import Criteria
from tracker.queries.curves import curve_rows, group_schedules
from tracker.queries.curves import curves as read_curves
from tracker.queries.figures import grouped
from tracker.queries.places import OUTSIDE_KEY
from tracker.queries.projects import Order, Sort, list_ids
from tracker.queries.rules import active_rules, rule_sets
from tracker.services import curves, judgements, projects, rules, targets
from tracker.services import history as undoing
from tracker.services.judgements import JudgementInput
from tracker.services.targets import TargetInput, ValueInput
from tracker.store.database import Database

WAN = 1_000_000
Y25, Q2, Q3, TODAY = date(2025, 12, 31), date(2026, 6, 30), date(2026, 9, 30), date(2026, 10, 8)
ALL = Criteria()
RED, YELLOW, GREEN, GREY = Colour.RED, Colour.YELLOW, Colour.GREEN, Colour.GREY


def build(session: Session, name: str, wan: int | None, *, unit: str = "德惠市", end: date = Q3) -> int:
    """A project with a plan of 1,000 万元 for 2026 of which *wan* is done at a month's end."""
    made = builders.project(session, name, in_unit=unit)
    builders.annual_plan(session, made, 2026, 1_000 * WAN)
    builders.figure(session, made, Y25, 0)
    if wan is not None:
        builders.figure(session, made, end, wan * WAN)
    return made


@pytest.fixture
def three(db: Database) -> list[int]:
    """Three projects that are red, yellow and green in September by 银川's rules."""
    return db.write("准备", lambda s: [build(s, f"医院{wan}", wan) for wan in (300, 600, 800)]).result


def colours(db: Database, as_of: date = Q3, **how: Any) -> list[Colour]:
    return [one.light.colour for one in db.read(queries.lights, ALL, as_of, **how).values()]


def test_a_new_file_follows_yinchuan_and_another_set_can_be_tried(db: Database, three: list[int]) -> None:
    assert db.read(active_rules) == YINCHUAN
    assert colours(db) == [RED, YELLOW, GREEN]
    assert colours(db, rules=SANYA) == [RED, YELLOW, GREEN]
    assert colours(db, Q2) == [GREY] * 3
    found = db.read(queries.lights_of, [three[1], 99], Q3)
    assert list(found) == [three[1]]
    one = found[three[1]]
    assert (one.schedule, one.lead, one.judgement) == (Fraction(3, 4), Fraction(-15, 100), None)
    assert one.light.remedy == "至12月31日前再完成 300.01 万元可转绿。"
    assert db.read(queries.lights_of, three[1:2], Q3, by=Q3)[three[1]].light.remedy == (
        "至9月30日前再完成 50.01 万元可转绿。"
    )


def test_the_office_chooses_and_changes_its_rules(db: Database, three: list[int]) -> None:
    db.write("启用三亚", rules.choose, "sanya")
    assert db.read(active_rules) == SANYA
    strict = replace(SANYA.rules[0], yellow_milli=0, red_milli=10_000)
    db.write("改界限", rules.set_rule, "sanya", 0, strict)
    assert colours(db) == [RED, RED, GREEN]
    shipped, changed = db.read(rule_sets)
    assert (shipped.active, shipped.changed, changed.active, changed.changed) == (False, False, True, True)
    db.write("恢复", rules.reset, "sanya")
    assert db.read(active_rules) == SANYA
    done = db.write("换回", rules.choose, "yinchuan")
    assert db.read(active_rules) == YINCHUAN
    assert done.action_id is not None
    db.write("撤销", undoing.undo, done.action_id)
    assert db.read(active_rules) == SANYA


def test_a_set_of_the_offices_own(db: Database) -> None:
    key = db.write("新建规则", rules.add_set, "本市办法", "sanya").result
    db.write("改名", rules.edit_set, key, "title", "本市2026年办法")
    db.write("出处", rules.edit_set, key, "origin", "某发改〔2026〕1号")
    names = [(row.rules.title, row.shipped) for row in db.read(rule_sets)]
    assert names == [(YINCHUAN.title, True), (SANYA.title, True), ("本市2026年办法", False)]
    assert db.read(rule_sets)[2].rules.rules == SANYA.rules
    db.write("启用", rules.choose, key)
    with pytest.raises(InputError, match="正在启用"):
        db.write("删除", rules.remove_set, key)
    db.write("换回", rules.choose, "yinchuan")
    db.write("删除", rules.remove_set, key)
    assert len(db.read(rule_sets)) == 2


def test_rules_that_are_refused(db: Database) -> None:
    with pytest.raises(InputError, match="不能删除"):
        db.write("删除", rules.remove_set, "yinchuan")
    with pytest.raises(InputError, match="已有名为"):
        db.write("新建", rules.add_set, YINCHUAN.title)
    with pytest.raises(InputError, match="红灯界限"):
        db.write("改", rules.set_rule, "yinchuan", 0, replace(YINCHUAN.rules[0], red_milli=5_000))
    for key, place in (("nowhere", 0), ("yinchuan", 9), ("yinchuan", 1)):
        with pytest.raises(NotFound):
            db.write("改", rules.set_rule, key, place, YINCHUAN.rules[0])


def test_a_curve_for_one_unit_for_those_below_it_and_for_all(db: Database) -> None:
    def prepare(session: Session) -> tuple[int, int, int, int]:
        city = builders.unit(session, "吉林市")
        county = builders.unit(session, "蛟河市", parent_id=city)
        other = builders.unit(session, "泗阳县")
        winter = builders.project(session, "蛟河项目", unit_id=county)
        for made in (winter, builders.project(session, "泗阳项目", unit_id=other)):
            builders.annual_plan(session, made, 2026, 1_000 * WAN)
            builders.figure(session, made, Y25, 0)
            builders.figure(session, made, date(2026, 3, 31), 60 * WAN)
        return city, county, other, winter

    city, county, other, winter = db.write("准备", prepare).result
    march = date(2026, 3, 31)
    assert colours(db, march) == [YELLOW, YELLOW]
    db.write("曲线", curves.set_curve, city, JILIN_POINTS)
    assert colours(db, march) == [GREEN, YELLOW]
    assert db.read(queries.lights_of, [winter], march)[winter].lead == Fraction(1, 100)
    assert db.read(group_schedules, ALL, march, GroupKey.NOTHING) == {None: Fraction(15, 100)}
    assert db.read(group_schedules, ALL, march, GroupKey.UNIT) == {county: Fraction(1, 20), other: Fraction(1, 4)}
    assert db.read(group_schedules, ALL, march, GroupKey.PROGRAMME) == {OUTSIDE_KEY: Fraction(15, 100)}
    # Sorted by 比序时, the winter project is ahead now though both have done the same.
    assert db.read(list_ids, ALL, march, (Order(Sort.LEAD, descending=True),))[0] == winter
    assert db.read(list_ids, ALL, march, (Order(Sort.LEAD),))[-1] == winter
    db.write("下辖用直线", curves.set_curve, county, {})
    assert colours(db, march) == [YELLOW, YELLOW]
    db.write("全部", curves.set_curve, None, {3: 50}, 2027)
    in_force = db.read(read_curves, march)
    assert in_force.of(other).at(march) == Fraction(1, 4)
    assert db.read(read_curves, date(2027, 3, 31)).of(other).at(march) == Fraction(1, 20)
    assert [(row.unit, row.from_year, row.points) for row in db.read(curve_rows)] == [
        (None, 2027, {3: 50}),
        ("吉林市", 2000, dict(JILIN_POINTS)),
        ("蛟河市", 2000, {}),
    ]
    db.write("取消", curves.remove_curve, county)
    assert colours(db, march) == [GREEN, YELLOW]
    with pytest.raises(InputError, match="不能下降"):
        db.write("曲线", curves.set_curve, city, {3: 500, 6: 100})
    with pytest.raises(NotFound):
        db.write("取消", curves.remove_curve, county)


def test_a_persons_judgement_stands_beside_the_light(db: Database, three: list[int]) -> None:
    red = three[0]

    def judge(colour: Colour | None, on: date, reason: str) -> None:
        db.write("研判", judgements.judge, JudgementInput(red, colour, on, reason, "经办人甲"), TODAY)

    judge(Colour.YELLOW, date(2026, 9, 15), "设备已订货，年底前可补上")
    one = db.read(queries.lights_of, [red], Q3)[red]
    assert one.light.colour is RED
    assert one.judgement is not None
    assert (one.judgement.colour, one.judgement.judged_by) == (YELLOW, "经办人甲")
    assert db.read(queries.lights_of, [red], date(2026, 9, 14))[red].judgement is None
    judge(Colour.RED, date(2026, 9, 15), "供货商违约")
    assert [line.colour for line in db.read(queries.judgements, red)] == [RED]
    judge(None, Q3, "已换供货商，不再单独研判")
    assert db.read(queries.lights_of, [red], Q3)[red].judgement is None
    assert db.read(queries.lights_of, [red], date(2026, 9, 20))[red].judgement is not None
    db.write("删除", judgements.remove, db.read(queries.judgements, red)[0].id)
    assert db.read(queries.lights_of, [red], Q3)[red].judgement is not None
    for colour, on, reason in ((GREY, Q3, "理由"), (RED, date(2026, 10, 9), "理由"), (RED, Q3, " ")):
        with pytest.raises(InputError):
            judge(colour, on, reason)


def test_counts_by_colour_and_by_group(db: Database, three: list[int]) -> None:
    def more(session: Session) -> None:
        build(session, "九台卫生院", 100, unit="九台区")
        build(session, "九台未报", 700, unit="九台区", end=Q2)
        builders.project(session, "工程标题", in_unit="九台区", counted=False)

    db.write("准备", more)
    (whole,) = db.read(queries.colour_counts, ALL, Q3, GroupKey.NOTHING)
    assert (whole.label, whole.red, whole.yellow, whole.green, whole.grey) == ("合计", 2, 1, 1, 1)
    assert (whole.projects, whole.unreported) == (5, 1)
    by_unit = db.read(queries.colour_counts, ALL, Q3, GroupKey.UNIT)
    assert [(row.label, row.red, row.grey, row.unreported) for row in by_unit] == [
        ("德惠市", 1, 0, 0),
        ("九台区", 1, 1, 1),
    ]
    assert sum(row.projects for row in by_unit) == whole.projects
    found = db.read(queries.colours, ALL, Q3)
    assert next(project_id for project_id, (colour, _) in found.items() if colour is RED) == three[0]
    assert len(found) == 6  # the heading has no light, but is listed


def test_a_programme_counts_a_project_once(db: Database) -> None:
    def prepare(session: Session) -> None:
        first, second = builders.programme(session, title="甲工程"), builders.programme(session, box=2, title="乙工程")
        made = build(session, "医院", 300)
        builders.source(session, made, first, 1)
        builders.source(session, made, second, 2)

    db.write("准备", prepare)
    rows = db.read(queries.colour_counts, ALL, Q3, GroupKey.PROGRAMME)
    assert [(row.label, row.red) for row in rows] == [("甲工程", 1)]


def test_a_capacity_project_by_its_targets(db: Database) -> None:
    def prepare(session: Session) -> int:
        made = builders.project(session, "培训", kind=Kind.CAPACITY)
        target = targets.add(session, TargetInput(made, "培训100人", low="100", unit="人", deadline_text="2026年底"))
        targets.set_value(session, ValueInput(target, Q3, "60"), TODAY)
        return made

    made = db.write("准备", prepare).result
    one = db.read(queries.lights_of, [made], Q3)[made].light
    assert (one.colour, one.unreported) == (YELLOW, False)
    assert one.remedy == "“培训100人”至12月31日前再完成 31 人可转绿。"


def test_a_cancelled_project_has_no_light(db: Database, three: list[int]) -> None:
    db.write("取消", projects.cancel, three[0], date(2026, 9, 1), "规划调整")
    assert colours(db) == [GREY, YELLOW, GREEN]
    (whole,) = db.read(queries.colour_counts, ALL, Q3, GroupKey.NOTHING)
    assert whole.projects == 2
    # Before that day it was a project like any other: nothing was reported of it by August.
    before = next(iter(db.read(queries.lights, ALL, date(2026, 8, 31)).values()))
    assert (before.light.colour, before.light.unreported) == (GREY, True)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    plots=st.lists(plot, min_size=1, max_size=4), as_of=st.sampled_from(DAYS), which=st.sampled_from([YINCHUAN, SANYA])
)
def test_lists_and_counts_say_the_same(db: Database, plots: list[Plot], as_of: date, which: Any) -> None:
    db.write("改写", _store, plots)
    full = db.read(queries.lights, ALL, as_of, rules=which)
    short = db.read(queries.colours, ALL, as_of, rules=which)
    assert {key: (one.light.colour, one.light.unreported) for key, one in full.items()} == short
    assert db.read(queries.lights_of, list(full), as_of, rules=which) == full
    counted = [group.projects for group in db.read(grouped, ALL, as_of, GroupKey.UNIT)]
    tallied = db.read(queries.colour_counts, ALL, as_of, GroupKey.UNIT, rules=which)
    assert [row.projects for row in tallied] == counted
    for project_id, one in full.items():
        item = plots[project_id - 1]
        if not item.counted:
            assert one.light.colour is GREY
        if one.light.colour is GREEN:
            assert one.light.remedy == ""
            assert not one.light.unreported
