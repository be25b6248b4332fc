"""我的视图: a filter is kept under a name with its order, in the file, and comes back as it was."""

from __future__ import annotations

import pytest

from tracker.domain.custom import CustomFilter, CustomKind
from tracker.domain.deeds import Deed
from tracker.domain.errors import InputError, NotFound
from tracker.domain.kinds import Counting
from tracker.queries.behind import Behind
from tracker.queries.criteria import Criteria
from tracker.queries.views import View, from_json, to_json, views
from tracker.services import history
from tracker.services import views as service
from tracker.store.database import Database

FULL = View(
    "德惠在建",
    Criteria(
        text="医院",
        unit_ids=(3,),
        with_below=True,
        states=("在建", ""),
        project_ids=(1, 2),
        ids_name="指定项目",
        counting=Counting.SPLIT,
        custom=(CustomFilter("c1", CustomKind.NUMBER, low="10"), CustomFilter("c2", CustomKind.CHOICE, ("甲", ""))),
    ),
    (("investment", True), ("name", False)),
    "UNIT",
)


def test_a_view_comes_back_as_it_was_kept(db: Database) -> None:
    db.write("存为视图", service.save, to_json(FULL))
    assert db.read(views) == (FULL,)


def test_a_named_list_is_found_again_not_remembered(db: Database) -> None:
    db.write("存为视图", service.save, to_json(View("红灯", Criteria(project_ids=(7, 8), ids_name=Behind.RED.value))))
    kept = db.read(views)[0].criteria
    assert (kept.ids_name, kept.project_ids) == ("红灯", ())


def test_the_same_name_is_replaced_in_its_place_and_undo_brings_it_back(db: Database) -> None:
    for name in ("一", "二"):
        db.write("存为视图", service.save, to_json(View(name, Criteria(text=name))))
    done = db.write("存为视图", service.save, to_json(View(" 一 ", Criteria(text="三"))))
    assert [(one.name, one.criteria.text) for one in db.read(views)] == [("一", "三"), ("二", "二")]
    assert done.action_id is not None
    db.write(Deed("撤销", undoes_id=done.action_id), history.undo, done.action_id)
    assert [one.criteria.text for one in db.read(views)] == ["一", "二"]


def test_names_are_checked(db: Database) -> None:
    db.write("存为视图", service.save, to_json(View("一", Criteria(text="一"))))
    db.write("存为视图", service.save, to_json(View("二", Criteria(text="二"))))
    with pytest.raises(InputError, match="视图名称"):
        db.write("存为视图", service.save, to_json(View("  ", Criteria())))
    with pytest.raises(InputError, match="已有名为“二”"):
        db.write("改名", service.rename, "一", "二")
    db.write("改名", service.rename, "一", "三")
    db.write("删除", service.remove, "二")
    assert [one.name for one in db.read(views)] == ["三"]
    with pytest.raises(NotFound):
        db.write("删除", service.remove, "二")
    for number in range(29):
        db.write("存为视图", service.save, to_json(View(f"视图{number}", Criteria())))
    with pytest.raises(InputError, match="最多 30 个"):
        db.write("存为视图", service.save, to_json(View("再一个", Criteria())))


@pytest.mark.parametrize(
    "stored", [None, "x", {}, {"name": "x"}, {"name": "x", "criteria": 3}, {"name": "x", "criteria": {"counting": "?"}}]
)
def test_what_cannot_be_read_is_left_out(stored: object) -> None:
    assert from_json(stored) is None


def test_a_word_of_a_later_program_is_left_out() -> None:
    found = from_json({"name": "x", "criteria": {"text": "医院", "colour": "blue"}})
    assert found == View("x", Criteria(text="医院"))
