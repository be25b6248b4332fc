"""What an office sets for itself, its own columns, and who still has to report."""

from __future__ import annotations

from datetime import date

import pytest

from tests import builders
from tracker.domain.custom import CustomColumn, CustomFilter, CustomKind, free_key
from tracker.domain.duty import DueRule, UnitDuty, due_day, reminder
from tracker.domain.errors import InputError
from tracker.domain.kinds import Counting, PaidBase, State
from tracker.domain.office import Office, SignOff
from tracker.domain.quarters import Quarter
from tracker.queries.criteria import Criteria
from tracker.queries.custom import custom_values
from tracker.queries.duty import duty
from tracker.queries.history import recent
from tracker.queries.projects import list_ids
from tracker.queries.settings import office
from tracker.services import custom, projects, settings
from tracker.store.database import Database

DAY = date(2026, 9, 30)
Q3 = Quarter(2026, 3)


def test_settings_have_defaults_and_keep_what_is_set(db: Database) -> None:
    assert db.read(office) == Office()
    dehui = db.write("单位", builders.unit, "德惠市").result
    db.write("设置", settings.set_leader_label, "挂点领导")
    db.write("设置", settings.set_paid_base, "下达")
    db.write("设置", settings.set_counting, Counting.SPLIT)
    db.write("设置", settings.set_due_rule, DueRule(25, next_month=False))
    db.write("设置", settings.set_sign_off, None, SignOff(office="市卫健委", head="负责人甲", phone="0431-1234"))
    db.write("设置", settings.set_sign_off, dehui, SignOff(filler="填报人乙"))
    found = db.read(office)
    assert (found.leader_label, found.paid_base, found.counting) == ("挂点领导", PaidBase.ALLOCATED, Counting.SPLIT)
    assert found.due == DueRule(25, next_month=False)
    assert found.signing(dehui) == SignOff(office="市卫健委", head="负责人甲", filler="填报人乙", phone="0431-1234")
    for call in (
        (settings.set_leader_label, "上报单位"),
        (settings.set_due_rule, DueRule(0)),
        (settings.set_paid_base, "概算"),
        (settings.set_sign_off, None, SignOff(phone="无")),
    ):
        with pytest.raises(InputError):
            db.write("设置", *call)


def test_the_log_carries_the_name_a_person_goes_by(db: Database) -> None:
    db.write("设置", settings.set_display_name, "测试员", "经办人甲")
    db.write("单位", builders.unit, "德惠市")
    assert [row.who for row in db.read(recent, 2)] == ["经办人甲", "测试员"]
    db.write("设置", settings.set_display_name, "测试员", "")
    db.write("单位", builders.unit, "榆树市")
    assert db.read(recent, 1)[0].who == "测试员"


BEDS = CustomColumn("c1", "床位", CustomKind.NUMBER)
BATCH = CustomColumn("c2", "批次", CustomKind.CHOICE, ("第一批", "第二批"))
SINCE = CustomColumn("c3", "入库", CustomKind.DATE)
TAG = CustomColumn("c4", "标签", CustomKind.TEXT)


def test_own_columns_are_checked_filtered_and_taken_away(db: Database) -> None:
    db.write("栏", custom.save_columns, [BEDS, BATCH, SINCE, TAG])
    ids = [db.write("新建", builders.project, name=f"项目{n}").result for n in range(3)]
    for project, beds in zip(ids, ("90", "１,２００.50", ""), strict=True):
        db.write("填", custom.set_value, [project], "c1", beds)
    db.write("填", custom.set_value, ids[:2], "c2", "第一批")
    db.write("填", custom.set_value, ids[:1], "c3", "2026年9月5日")
    db.write("填", custom.set_value, ids[:1], "c4", "急办%")
    held = db.read(custom_values)
    assert held[ids[0]] == {"c1": "90", "c2": "第一批", "c3": "2026-09-05", "c4": "急办%"}
    assert held[ids[1]] == {"c1": "1200.5", "c2": "第一批"}
    for key, value in (("c1", "许多"), ("c2", "第三批"), ("c3", "2026-13-01"), ("c9", "x")):
        with pytest.raises(InputError) as caught:
            db.write("填", custom.set_value, ids[:1], key, value)
        assert caught.value.field == key
    number = CustomKind.NUMBER
    for wanted, expected in (
        (CustomFilter("c2", CustomKind.CHOICE, values=("第一批",)), ids[:2]),
        (CustomFilter("c2", CustomKind.CHOICE, values=("",)), ids[2:]),
        (CustomFilter("c1", number, low="100"), ids[1:2]),
        (CustomFilter("c1", number, low="90", high="90"), ids[:1]),
        (CustomFilter("c3", CustomKind.DATE, high="2026-09-05"), ids[:1]),
        (CustomFilter("c4", CustomKind.TEXT, contains="%"), ids[:1]),
    ):
        assert db.read(list_ids, Criteria(custom=(wanted,)), DAY) == expected
    with pytest.raises(InputError, match="不合改后的"):
        db.write("栏", custom.save_columns, [BEDS, CustomColumn("c2", "批次", CustomKind.CHOICE, ("第二批",))])
    db.write("栏", custom.save_columns, [BEDS, SINCE])
    assert db.read(custom_values)[ids[1]] == {"c1": "1200.5"}
    assert free_key(db.read(office).custom) == "c2"


def test_there_are_at_most_ten_columns_of_different_names(db: Database) -> None:
    ten = [CustomColumn(f"c{n}", f"栏{n}", CustomKind.TEXT) for n in range(1, 11)]
    db.write("栏", custom.save_columns, ten)
    with pytest.raises(InputError, match="最多 10 个"):
        free_key(ten)
    for wrong in ([BEDS, CustomColumn("c5", "床位", CustomKind.TEXT)], [CustomColumn("c1", " ", CustomKind.TEXT)]):
        with pytest.raises(InputError):
            db.write("栏", custom.save_columns, wrong)


@pytest.mark.parametrize(
    ("end", "rule", "due"),
    [
        (date(2026, 9, 30), DueRule(5), date(2026, 10, 5)),  # a Monday
        (date(2026, 6, 30), DueRule(5), date(2026, 7, 3)),  # the 5th is a Sunday: Friday before
        (date(2026, 6, 30), DueRule(4), date(2026, 7, 3)),  # a Saturday
        (date(2026, 12, 31), DueRule(10), date(2027, 1, 8)),  # into the next year, a Sunday
        (date(2026, 6, 30), DueRule(31, next_month=False), date(2026, 6, 30)),  # June has no 31st
    ],
)
def test_a_weekend_moves_the_due_day_earlier(end: date, rule: DueRule, due: date) -> None:
    assert due_day(end, rule) == due


def test_who_has_not_reported_is_listed_counted_and_asked(db: Database) -> None:
    ids = [db.write("新建", builders.project, name=f"德惠{n}").result for n in range(3)]
    yushu = db.write("新建", builders.project, name="榆树1", in_unit="榆树市").result
    gone = db.write("新建", builders.project, name="不建了").result
    db.write("取消", projects.set_state, gone, State.CANCELLED, date(2026, 8, 1), "不建")
    db.write("季报", builders.report, ids[0], Q3.end, text="主体施工")
    db.write("到位", builders.figure, ids[1], date(2026, 8, 31), 5)
    db.write("季报", builders.report, yushu, Q3.previous.end, text="上季的")
    unit_id = db.write("单位", builders.unit, "榆树市").result
    db.write("设置", settings.set_sign_off, unit_id, SignOff(filler="填报人乙", phone="1380000"))
    found = db.read(duty, Criteria(), Q3.previous.end, Q3.end)
    assert [(row.name, row.filled_to) for row in found.missing] == [("德惠2", None), ("榆树1", Q3.previous.end)]
    assert [(one.unit, one.expected, one.reported, one.missing) for one in found.units] == [
        ("德惠市", 3, 2, 1),
        ("榆树市", 1, 0, 1),
    ]
    assert (found.expected, found.reported, found.due) == (4, 2, date(2026, 10, 5))
    text = reminder(Q3.label, found.due, date(2026, 10, 8), found.units)
    assert text == (
        "【催报】2026年第三季度专栏项目季报应于2026年10月5日前报送。"
        "截至2026年10月8日，还有 2 个上报单位的 2 个项目没有填报：\n"
        "1. 德惠市应报 3 项，未报 1 项：德惠2\n"
        "2. 榆树市（填报人 填报人乙 1380000）应报 1 项，未报 1 项：榆树1\n"
        "已超过报送日 3 天，请尽快补报。"
    )
    assert reminder(Q3.label, found.due, DAY, []) == ""
    assert "等 12 项" in reminder(Q3.label, found.due, DAY, [UnitDuty(1, "甲", 12, 0, ("项",) * 12)])


def test_the_leaders_column_and_ones_own_never_have_the_same_name(db: Database) -> None:
    column = CustomColumn("c1", "督办领导", CustomKind.TEXT)
    db.write("自定义栏", custom.save_columns, [column])
    with pytest.raises(InputError, match="“督办领导”已是自定义栏"):
        db.write("设置", settings.set_leader_label, "督办领导")
    db.write("设置", settings.set_leader_label, "挂点领导")
    with pytest.raises(InputError, match="“挂点领导”是领导栏的名称"):
        db.write("自定义栏", custom.save_columns, [column, CustomColumn("c2", "挂点领导", CustomKind.TEXT)])
