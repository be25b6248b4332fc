"""The lists an office keeps for itself: 资金来源 and 节点模板; and 冻结 for many at once."""

from __future__ import annotations

from datetime import date

import pytest

from tests import builders
from tracker.domain.errors import InputError
from tracker.domain.kinds import Role
from tracker.domain.quarters import Quarter
from tracker.queries.lists import source_rows, template_rows
from tracker.queries.milestones import milestones
from tracker.services import freezing, sources, templates
from tracker.services import milestones as nodes
from tracker.services.freezing import FreezeChoice
from tracker.store.database import Database

DAY = date(2026, 9, 30)


def test_sources_have_two_levels_and_go_only_when_nothing_names_them(db: Database) -> None:
    central = db.write("新增", sources.add, "中央资金").result
    budget = db.write("新增", sources.add, "中央预算内投资", central).result
    own = db.write("新增", sources.add, "医院自筹").result
    special = db.write("新增", sources.add, "中央专项", central).result
    db.write("排序", sources.move, special, 1)
    db.write("排序", sources.move, own, 1)
    assert [row.id for row in db.read(source_rows)] == [own, central, special, budget]
    for change in ((budget, special), (central, own), (own, own)):
        with pytest.raises(InputError):
            db.write("移动", sources.set_parent, *change)
    with pytest.raises(InputError, match="已有资金来源"):
        db.write("改名", sources.rename, own, "中央专项")
    project = db.write("新建", builders.project).result
    db.write("下达", builders.allocation, project, 1, DAY, source_id=budget)
    with pytest.raises(InputError, match="1 笔下达"):
        db.write("删除", sources.remove, budget)
    with pytest.raises(InputError, match="2 个子来源"):
        db.write("删除", sources.remove, central)
    db.write("删除", sources.remove, special)
    assert [(row.used, row.removable) for row in db.read(source_rows)] == [(0, True), (0, False), (1, False)]


def test_an_office_makes_its_own_template_from_a_shipped_one(db: Database) -> None:
    items = (("立项", Role.APPROVED, 40), ("开工", Role.START, 60))
    shipped = db.write("模板", builders.template, "construction", *items, title="建筑").result
    own = db.write("新增", templates.create, "乡镇卫生院", shipped).result
    added = db.write("加节点", templates.add_item, own, "验收", Role.ACCEPTED, "20").result
    db.write("排序", templates.move_item, added, 1)
    db.write("权重", templates.edit_item, added, "weight", 30)
    row = next(one for one in db.read(template_rows) if one.id == own)
    assert [(item.title, item.weight) for item in row.items] == [("验收", 30), ("立项", 40), ("开工", 60)]
    assert (row.weight, row.used) == (130, 0)
    project = db.write("新建", builders.project).result
    db.write("套用", nodes.apply_template, project, row.key)
    assert [one.title for one in db.read(milestones, project, DAY)] == ["验收", "立项", "开工"]
    db.write("加节点", templates.add_item, own, "招标", position=2)
    row = next(one for one in db.read(template_rows) if one.id == own)
    assert [(item.position, item.title) for item in row.items][:3] == [(1, "验收"), (2, "招标"), (3, "立项")]
    db.write("删节点", templates.remove_item, row.items[1].id)
    row = next(one for one in db.read(template_rows) if one.id == own)
    with pytest.raises(InputError, match="正用于 1 个项目"):
        db.write("删除", templates.remove, own)
    with pytest.raises(InputError, match="已有节点模板"):
        db.write("改名", templates.rename, own, "建筑")
    db.write("删节点", templates.remove_item, row.items[1].id)
    db.write("删除", templates.remove, shipped)
    [left] = db.read(template_rows)
    assert [(item.position, item.title) for item in left.items] == [(1, "验收"), (2, "开工")]
    assert len(db.read(milestones, project, DAY)) == 3  # what was taken over stays


def test_a_unit_or_a_quarter_is_frozen_at_once(db: Database) -> None:
    one = db.write("新建", builders.project, name="甲").result
    other = db.write("新建", builders.project, name="乙", in_unit="榆树市").result
    unit = builders.unit
    dehui = db.write("单位", unit, "德惠市").result
    for project in (one, other):
        db.write("节点", builders.milestone, project, "开工", planned=date(2026, 8, 1))
        db.write("节点", builders.milestone, project, "封顶", planned=date(2026, 11, 1))
        db.write("节点", builders.milestone, project, "未定")
    third = FreezeChoice(quarter=Quarter(2026, 3))
    assert db.write("冻结", freezing.freeze, third, DAY).result == 2
    assert db.write("冻结", freezing.freeze, third, DAY).result == 0
    assert db.write("冻结", freezing.freeze, FreezeChoice(unit_ids=(dehui,)), DAY).result == 1
    assert db.write("冻结", freezing.freeze, FreezeChoice(project_ids=(one, other)), DAY).result == 1
    rows = db.read(milestones, other, DAY)
    assert [(row.frozen_on, row.first_planned) for row in rows] == [
        (DAY, date(2026, 8, 1)),
        (DAY, date(2026, 11, 1)),
        (None, None),
    ]
