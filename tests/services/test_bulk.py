"""批量修改: what it would do is shown first; what cannot take the value is left out; one undo takes all back."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import builders
from tracker.domain.custom import CustomColumn, CustomKind
from tracker.domain.deeds import Deed
from tracker.domain.errors import InputError
from tracker.domain.kinds import Kind, Nature
from tracker.queries.projects import list_rows
from tracker.services import bulk, custom, history, projects
from tracker.services.bulk import SUGGESTED, TEMPLATE, BulkChange, BulkPreview
from tracker.store.database import Database
from tracker.store.seed import seed_new_file
from tracker.store.tables import Milestone, Project

DAY = date(2026, 9, 30)


@pytest.fixture
def three(db: Database) -> tuple[int, ...]:
    """Three projects of one county; the first has a 责任单位 already."""
    ids = tuple(db.write("新建", builders.project, name=f"项目{word}", in_unit="德惠市").result for word in "甲乙丙")
    db.write("修改", projects.edit, ids[0], "owner_dept", "住建局")
    return ids


def held(db: Database, ids: tuple[int, ...], field: str) -> list[object]:
    """What the projects hold in a field of their own."""

    def read(session: Session) -> list[object]:
        return [getattr(session.get_one(Project, key), field) for key in ids]

    return db.read(read)


def lines(found: BulkPreview) -> list[tuple[str, str, str, str]]:
    return [(line.name, line.old, line.new, line.refusal) for line in found.lines]


def test_the_preview_is_what_is_done_and_one_undo_takes_it_back(db: Database, three: tuple[int, ...]) -> None:
    change = BulkChange(three, "owner_dept", " 卫健局 ")
    assert lines(db.read(bulk.preview, change)) == [
        ("项目甲", "住建局", "卫健局", ""),
        ("项目乙", "", "卫健局", ""),
        ("项目丙", "", "卫健局", ""),
    ]
    done = db.write("批量修改", bulk.apply, change)
    assert (done.result, held(db, three, "owner_dept")) == (3, ["卫健局"] * 3)
    again = db.read(bulk.preview, change)
    assert (again.lines, again.same) == ((), 3)
    assert done.action_id is not None
    db.write(Deed("撤销", undoes_id=done.action_id), history.undo, done.action_id)
    assert held(db, three, "owner_dept") == ["住建局", None, None]


def test_only_what_is_empty_is_filled_where_that_is_asked_for(db: Database, three: tuple[int, ...]) -> None:
    change = BulkChange(three, "owner_dept", "卫健局", only_empty=True)
    found = db.read(bulk.preview, change)
    assert (len(found.changing), found.kept) == (2, 1)
    assert db.write("批量修改", bulk.apply, change).result == 2
    assert held(db, three, "owner_dept") == ["住建局", "卫健局", "卫健局"]
    db.write("修改", projects.edit, three[0], "nature", Nature.NEW)
    nature = BulkChange(three, "nature", Nature.EXTEND, only_empty=True)
    assert len(db.read(bulk.preview, nature).changing) == 2  # 未注明 is not filled in


def test_a_project_that_cannot_take_the_value_says_why_and_stays(db: Database, three: tuple[int, ...]) -> None:
    db.write("修改", projects.edit, three[1], "planned_finish", "2026-01-01")
    change = BulkChange(three, "planned_start", "2026.5.1")
    found = db.read(bulk.preview, change)
    assert found.refused == 1
    assert "晚于计划竣工 2026-01-01" in found.lines[1].refusal
    assert db.write("批量修改", bulk.apply, change).result == 2
    assert held(db, three, "planned_start") == [date(2026, 5, 1), None, date(2026, 5, 1)]


def test_a_value_nothing_can_take_is_refused_as_a_value(db: Database, three: tuple[int, ...]) -> None:
    for key, value in (("planned_start", "五月"), ("unit_id", None), ("kind", "")):
        with pytest.raises(InputError) as caught:
            db.read(bulk.preview, BulkChange(three, key, value))
        assert caught.value.field == key
    with pytest.raises(InputError, match="要逐个填写"):
        db.read(bulk.preview, BulkChange(three, "name", "甲"))


def test_twins_in_another_unit_are_not_made_unseen(db: Database, three: tuple[int, ...]) -> None:
    other = db.write("新建", builders.project, name="项目乙", in_unit="农安县").result
    unit = db.read(list_rows, (other,), DAY)[0].unit_id
    change = BulkChange(three, "unit_id", unit)
    found = db.read(bulk.preview, change)
    assert [line.old for line in found.lines] == ["德惠市"] * 3
    assert [bool(line.refusal) for line in found.lines] == [False, True, False]
    db.write("批量修改", bulk.apply, change)
    assert [row.unit for row in db.read(list_rows, three, DAY)] == ["农安县", "德惠市", "农安县"]


def test_the_offices_own_columns_too(db: Database, three: tuple[int, ...]) -> None:
    column = CustomColumn("c1", "床位", CustomKind.NUMBER)
    db.write("自定义栏", custom.save_columns, [column])
    db.write("床位", custom.set_value, [three[0]], "c1", "100")
    change = BulkChange(three, "c1", "１,２００", only_empty=True)
    assert [line.new for line in db.read(bulk.preview, change).lines] == ["1200", "1200"]
    db.write("批量修改", bulk.apply, change)
    assert db.read(bulk.preview, BulkChange(three, "c1", "1200")).same == 2
    with pytest.raises(InputError, match="床位"):
        db.read(bulk.preview, BulkChange(three, "c1", "很多"))


def test_templates_go_to_projects_without_milestones_only(db: Database) -> None:
    seed_new_file(db)
    hall = db.write("新建", builders.project, name="新建病房楼", in_unit="甲县", nature=Nature.NEW).result
    course = db.write("新建", builders.project, name="骨干培训", kind=Kind.CAPACITY, in_unit="甲县").result
    begun = db.write("新建", builders.project, name="已有节点", in_unit="甲县").result
    db.write("节点", builders.milestone, begun, "开工", planned=DAY)
    change = BulkChange((hall, course, begun), TEMPLATE, SUGGESTED)
    found = db.read(bulk.preview, change)
    assert found.kept == 1
    assert len({line.new for line in found.lines}) == 2, "each by its own kind"
    assert db.write("套用模板", bulk.apply, change).result == 2

    def count(session: Session, key: int) -> int:
        return len(session.scalars(select(Milestone).where(Milestone.project_id == key)).all())

    assert (db.read(count, hall) > 3, db.read(count, course) > 3, db.read(count, begun)) == (True, True, 1)


def test_headings_are_left_out(db: Database, three: tuple[int, ...]) -> None:
    heading = db.write("新建", builders.project, name="工程", in_unit="德惠市", counted=False).result
    found = db.read(bulk.preview, BulkChange((heading, *three), "leader", "某领导"))
    assert len(found.lines) == 3
