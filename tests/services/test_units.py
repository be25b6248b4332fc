"""Reporting units change their names and codes, and stay findable; nothing is ever counted twice."""

from __future__ import annotations

from datetime import date

import pytest

from tests import builders
from tracker.domain.errors import InputError
from tracker.domain.figures import GroupKey
from tracker.domain.kinds import UnitKind
from tracker.queries.criteria import Criteria
from tracker.queries.criteria_words import Words, criteria_from
from tracker.queries.figures import grouped
from tracker.queries.lists import UnitRow, unit_rows
from tracker.queries.projects import list_ids
from tracker.services import units
from tracker.store.database import Database

DAY = date(2026, 9, 30)


def _row(db: Database, unit_id: int) -> UnitRow:
    return next(row for row in db.read(unit_rows) if row.id == unit_id)


def test_a_county_becomes_a_district_and_both_names_and_codes_find_it(db: Database) -> None:
    jiutai = db.write("新增", units.add, "九台市", UnitKind.COUNTY, None, "220181").result
    project = db.write("新建", builders.project, name="医院", unit_id=jiutai).result
    db.write("改名", units.rename, jiutai, "九台区")
    db.write("改代码", units.set_code, jiutai, "220113")
    row = _row(db, jiutai)
    assert (row.name, row.code) == ("九台区", "220113")
    assert {(one.name, one.code) for one in row.former} == {("九台市", None), ("九台区", "220181")}
    for word in ("九台市", "九台区", "220181", "220113"):
        assert db.read(criteria_from, Words(units=(word,))).unit_ids == (jiutai,)
    for text in ("九台区", "jtq", "九台市", "220181"):
        assert db.read(list_ids, Criteria(text=text), DAY) == [project]


def test_a_retired_code_is_never_given_again(db: Database) -> None:
    first = db.write("新增", units.add, "公主岭市", UnitKind.COUNTY, None, "220381").result
    db.write("改代码", units.set_code, first, "220184")
    with pytest.raises(InputError, match="停用的代码不再使用"):
        db.write("新增", units.add, "新县", UnitKind.COUNTY, None, "220381")
    with pytest.raises(InputError, match="是“公主岭市”的"):
        db.write("新增", units.add, "新县", UnitKind.COUNTY, None, "220184")
    with pytest.raises(InputError, match="6 位数字"):
        db.write("新增", units.add, "新县", UnitKind.COUNTY, None, "22018")
    db.write("改回", units.set_code, first, "220381")  # its own it may have back


def test_the_new_area_holds_its_zones_and_counts_no_project_twice(db: Database) -> None:
    city = db.write("新增", units.add, "长春市", UnitKind.CITY).result
    area = db.write("新增", units.add, "长春新区", UnitKind.ZONE, city).result
    zones = [db.write("新增", units.add, name, UnitKind.ZONE, area).result for name in ("高新区", "空港")]
    last = db.write("新增", units.add, "德惠市", UnitKind.COUNTY, city).result
    assert [row.name for row in db.read(unit_rows)] == ["长春市", "长春新区", "高新区", "空港", "德惠市"]
    for unit_id in (area, *zones, last):
        db.write("新建", builders.project, name=f"项目{unit_id}", unit_id=unit_id)
    for chosen, expected in (((area,), 3), ((area, *zones), 3), ((city, area, zones[0]), 4)):
        criteria = Criteria(unit_ids=chosen, with_below=True)
        [whole] = db.read(grouped, criteria, DAY, GroupKey.NOTHING)
        by_unit = db.read(grouped, criteria, DAY, GroupKey.UNIT)
        assert whole.projects == expected == sum(group.projects for group in by_unit)


def test_the_tree_has_no_circles_and_keeps_its_order(db: Database) -> None:
    city = db.write("新增", units.add, "长春市", UnitKind.CITY).result
    first, second = (db.write("新增", units.add, name, UnitKind.ZONE, city).result for name in ("净月", "汽开"))
    with pytest.raises(InputError, match="不能放到"):
        db.write("移动", units.set_parent, city, first)
    with pytest.raises(InputError, match="不能放到"):
        db.write("移动", units.set_parent, city, city)
    db.write("排序", units.move, second, 1)
    assert [row.id for row in db.read(unit_rows)] == [city, second, first]
    with pytest.raises(InputError, match="已有上报单位"):
        db.write("改名", units.rename, first, "汽开")


def test_only_an_unused_unit_goes(db: Database) -> None:
    city = db.write("新增", units.add, "长春市", UnitKind.CITY).result
    zone = db.write("新增", units.add, "净月", UnitKind.ZONE, city).result
    project = db.write("新建", builders.project, unit_id=zone).result
    assert project
    for unit_id, why in ((zone, "1 个项目"), (city, "1 个下级单位")):
        with pytest.raises(InputError, match=why):
            db.write("删除", units.remove, unit_id)
    with pytest.raises(InputError, match="不能改为只作汇总"):
        db.write("改类型", units.set_kind, zone, UnitKind.CITY)
    empty = db.write("新增", units.add, "莲花山", UnitKind.ZONE, city).result
    db.write("曾用名", units.add_former, empty, "莲花山生态旅游度假区")
    db.write("删除", units.remove, empty)
    assert empty not in {row.id for row in db.read(unit_rows)}
