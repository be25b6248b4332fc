"""A newer catalogue meets a file the user has worked in: what he did stays, what he left alone moves on."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests import builders
from tests.store import small_catalogue as small
from tracker.domain.deeds import Deed
from tracker.domain.errors import InputError, NotFound
from tracker.domain.kinds import Role, State, UnitKind
from tracker.queries.catalogue import ConflictRow, conflict_count, conflicts
from tracker.services import catalogue as service
from tracker.services import history, projects
from tracker.services.merge import MergePlan, merge
from tracker.store import keys, seed
from tracker.store.database import Database, open_file
from tracker.store.seed.filerows import FileRows
from tracker.store.seed.rows import rows_of
from tracker.store.tables import (
    Action,
    Box,
    CatalogueConflict,
    Change,
    Milestone,
    MoneySource,
    Programme,
    Project,
    ProjectAlias,
    Related,
    ReportingUnit,
    SeedValue,
    Source,
    StatePeriod,
    Target,
    TargetValue,
    Template,
    TemplateItem,
    UidAlias,
    UnitFormer,
)

MERGED_ON = date(2026, 8, 1)


class Office:
    """A file with the small catalogue, and the folder the next one is written into."""

    def __init__(self, db: Database, folder: Path) -> None:
        """Lay the first catalogue."""
        self.db = db
        self.folder = small.write(folder)
        db.write(seed.LOADING, seed.load, seed.read_catalogue(folder))

    def do(self, deed: Callable[..., Any], *args: Any) -> Any:
        """Do something as a user."""
        return self.db.write("操作", deed, *args).result

    def edit(self, uid: str, **values: Any) -> None:
        """Edit fields of a project as a user."""

        def change(session: Session) -> None:
            for field, value in values.items():
                setattr(one(session, Project, uid), field, value)

        self.do(change)

    def update(self, **files: list[tuple[str, str]]) -> seed.UpdateReport:
        """Change strings in some files (``first`` is first.yaml) and take the new catalogue in."""
        changed = {f"{name}.yaml": small.swapped(f"{name}.yaml", *pairs) for name, pairs in files.items()}
        return self.update_files(changed)

    def update_files(self, files: dict[str, str]) -> seed.UpdateReport:
        """Write whole files and take the new catalogue in."""
        small.write(self.folder, files)
        return self.db.write(service.DEED, service.take_in, seed.read_catalogue(self.folder)).result

    def read(self, query: Callable[..., Any], *args: Any) -> Any:
        """Ask the file."""
        return self.db.read(query, *args)

    def row(self, *columns: Any, **where: Any) -> tuple[Any, ...]:
        """Return the only row of some columns."""
        statement = select(*columns).filter_by(**where)
        return tuple(self.db.read(lambda session: session.execute(statement).one()))

    def value(self, uid: str, field: str) -> Any:
        """Return one field of a project."""
        return self.read(lambda session: getattr(one(session, Project, uid), field))

    def id(self, uid: str) -> int:
        """Return a project's id."""
        return int(self.value(uid, "id"))

    def conflicts(self) -> tuple[ConflictRow, ...]:
        """Return the open differences."""
        return self.db.read(conflicts)

    def settle(self, *, take: bool) -> None:
        """Settle the only open difference."""
        (row,) = self.conflicts()
        self.db.write("处理目录更新", service.settle_conflict, row.id, take)


def one(session: Session, table: Any, uid: str) -> Any:
    """Return a row by its uid."""
    return session.scalars(select(table).where(table.uid == uid)).one()


def sources(session: Session, uid: str) -> list[str]:
    """Return the uids of the programmes that name a project."""
    query = select(Programme.uid).join(Source).join(Project, Project.id == Source.project_id)
    return list(session.scalars(query.where(Project.uid == uid).order_by(Programme.uid)))


def texts(session: Session, table: Any, uid: str) -> list[str]:
    """Return the texts of a project's aliases or targets."""
    query = select(table.text).join(Project, Project.id == table.project_id).where(Project.uid == uid)
    return sorted(session.scalars(query))


@pytest.fixture
def office(db: Database, tmp_path: Path) -> Office:
    """A user's file with the small catalogue."""
    return Office(db, tmp_path / "seed")


NAME = ("name: 德惠市村卫生室改造", "name: 德惠市村卫生室改造提升")
NOTE = ("note: 床位另计", "note: 床位以批复为准")
A_003 = "    - {uid: a-003, name: 德惠市村卫生室改造, kind: 建设类, unit: 德惠市}\n"
A_001 = "    - {uid: a-001, name: 长春市疾控中心扩建, kind: 建设类, nature: 扩建, unit: 长春市本级, related: [a-002]}\n"


# --- Fields ----------------------------------------------------------------------------------------------------------


def test_an_untouched_field_moves_on(office: Office) -> None:
    report = office.update(first=[NAME, NOTE])
    assert office.value("a-003", "name") == "德惠市村卫生室改造提升"
    assert office.value("a-002", "note") == "床位以批复为准"
    assert (report.added, report.withdrawn, report.changed, report.conflicts) == ((), (), 2, 0)
    assert str(report) == "目录已更新：新增 0 项，修改 2 处，撤回 0 项。"
    assert "tisheng" in office.value("a-003", "pinyin")


def test_what_only_the_user_changed_stays(office: Office) -> None:
    office.edit("a-003", name="德惠市120个村卫生室改造", note="分两批")
    report = office.update(first=[NOTE])
    assert office.value("a-003", "name") == "德惠市120个村卫生室改造"
    assert (report.changed, report.conflicts) == (1, 0)
    office.update(first=[NOTE])
    assert office.value("a-003", "note") == "分两批"


def test_both_changed_keeps_the_user_s_and_shows_both(office: Office) -> None:
    office.edit("a-003", name="德惠市村医室改造")
    report = office.update(first=[NAME])
    assert report.conflicts == 1
    assert "有 1 处与您的修改不同" in str(report)
    assert office.value("a-003", "name") == "德惠市村医室改造"
    (row,) = office.conflicts()
    assert (row.project_id, row.uid, row.name, row.of) == (office.id("a-003"), "a-003", "德惠市村医室改造", "")
    assert (row.label, row.ours, row.theirs) == ("项目名称", "德惠市村医室改造", "德惠市村卫生室改造提升")


def test_both_changed_the_same_way_is_no_difference(office: Office) -> None:
    office.edit("a-003", name="德惠市村卫生室改造提升")
    report = office.update(first=[NAME])
    assert (report.changed, report.conflicts) == (0, 0)
    office.update(first=[(NAME[0], "name: 德惠市卫生室改造")])
    assert office.value("a-003", "name") == "德惠市卫生室改造"  # both agreed, so it is the catalogue's again


def test_the_user_takes_the_catalogue_s_value(office: Office) -> None:
    office.edit("a-003", name="德惠市村医室改造")
    office.update(first=[NAME])
    office.settle(take=True)
    assert office.value("a-003", "name") == "德惠市村卫生室改造提升"
    assert "tisheng" in office.value("a-003", "pinyin")
    assert office.conflicts() == ()
    office.update(first=[(NAME[0], "name: 德惠市卫生室改造")])
    assert office.value("a-003", "name") == "德惠市卫生室改造"


def test_the_user_keeps_his_own_and_is_not_asked_twice(office: Office) -> None:
    office.edit("a-003", name="德惠市村医室改造")
    office.update(first=[NAME])
    (row,) = office.conflicts()
    office.settle(take=False)
    assert office.value("a-003", "name") == "德惠市村医室改造"
    with pytest.raises(NotFound):
        office.do(service.settle_conflict, row.id, True)
    assert office.update(first=[NAME, NOTE]).conflicts == 0
    assert office.conflicts() == ()
    again = office.update(
        first=[(NAME[0], "name: 德惠市卫生室改造")]
    )  # a new word from the catalogue is a new question
    assert again.conflicts == 1
    assert [row.theirs for row in office.conflicts()] == ["德惠市卫生室改造"]


def test_settling_can_be_undone(office: Office) -> None:
    office.edit("a-003", name="德惠市村医室改造")
    office.update(first=[NAME])
    office.settle(take=True)
    step = office.read(history.steps).undo
    office.db.write(Deed("撤销", undoes_id=step.action_id), history.undo, step.action_id)
    assert office.value("a-003", "name") == "德惠市村医室改造"
    assert len(office.conflicts()) == 1


def test_an_open_difference_goes_when_the_user_comes_round(office: Office) -> None:
    office.edit("a-003", name="德惠市村医室改造")
    office.update(first=[NAME])
    office.edit("a-003", name="德惠市村医务室改造")
    assert [row.ours for row in office.conflicts()] == ["德惠市村医务室改造"]
    office.edit("a-003", name="德惠市村卫生室改造提升")
    assert office.conflicts() == ()
    assert office.read(conflict_count) == 0


def test_an_open_difference_goes_when_the_catalogue_comes_round(office: Office) -> None:
    office.edit("a-003", name="德惠市村医室改造")
    office.update(first=[NAME])
    office.update(first=[(NAME[0], "name: 德惠市村医室改造")])
    assert office.read(lambda session: session.scalar(select(func.count(CatalogueConflict.id)))) == 0


def test_the_parts_of_a_deadline_are_taken_or_kept_together(office: Office) -> None:
    old = "deadline: {text: 2022年底, day: 2022-12-31, precision: 年}"
    new = "deadline: {text: 2023年6月, day: 2023-06-30, precision: 月}"
    office.do(projects.edit, office.id("a-002"), "deadline_day", date(2023, 3, 31))
    assert office.update(first=[(old, new)]).conflicts == 1
    assert office.value("a-002", "deadline_text") == "2022年底"
    (row,) = office.conflicts()
    assert (row.label, row.ours, row.theirs) == ("规划时限", "2022年底（2023-03-31）", "2023年6月（2023-06-30）")
    office.settle(take=True)
    assert (office.value("a-002", "deadline_day"), office.value("a-002", "deadline_precision")) == (
        date(2023, 6, 30),
        "月",
    )


def test_a_moved_unit_is_shown_by_name(office: Office) -> None:
    yongji = office.read(lambda session: one(session, ReportingUnit, "unit-yongji").id)
    office.do(projects.edit, office.id("a-002"), "unit_id", yongji)
    changes = [
        ("      unit: 德惠市\n      unit_inferred: true\n", "      unit: 长春市本级\n      unit_inferred: true\n")
    ]
    office.update(first=changes)
    (row,) = office.conflicts()
    assert (row.label, row.ours, row.theirs) == ("上报单位", "永吉县", "长春市本级（规划未注明）")
    office.settle(take=True)
    own = office.read(lambda session: one(session, ReportingUnit, "unit-own").id)
    assert office.value("a-002", "unit_id") == own
    assert office.value("a-002", "unit_inferred")
    assert "benji" in office.value("a-002", "pinyin")


def test_another_kind_is_not_forced_on_a_project_with_states(office: Office) -> None:
    office.do(projects.set_state, office.id("a-003"), State.BUILDING)
    office.update(first=[(A_003, A_003.replace("kind: 建设类", "kind: 能力类"))])
    assert office.value("a-003", "kind") == "建设类"
    with pytest.raises(InputError, match="在建"):
        office.settle(take=True)
    office.do(lambda session: session.delete(session.scalars(select(StatePeriod)).one()))
    office.settle(take=True)
    assert office.value("a-003", "kind") == "能力类"


# --- Lists: aliases, related, targets, sources -----------------------------------------------------------------------


def test_aliases_are_a_set(office: Office) -> None:
    office.do(projects.set_aliases, office.id("a-002"), ["德惠市传染病院", "我们叫它新院"])
    office.update(first=[("aliases: [德惠传染病院, 德惠市传染病院]", "aliases: [德惠传染病院, 传染病医院新址]")])
    found = office.read(texts, ProjectAlias, "a-002")
    assert found == sorted(["我们叫它新院", "传染病医院新址"])  # one removed by each side, one added by each
    assert "xinzhi" in office.value("a-002", "pinyin")
    assert "womenjiaota" in office.value("a-002", "pinyin")


def test_an_alias_both_added_stands_once(office: Office) -> None:
    office.do(projects.set_aliases, office.id("a-003"), ["村室"])
    office.update(first=[("name: 德惠市村卫生室改造", "name: 德惠市村卫生室改造, aliases: [村室]")])
    assert office.read(texts, ProjectAlias, "a-003") == ["村室"]


def test_relations_are_a_set(office: Office) -> None:
    def unlink(session: Session) -> None:
        pair = {one(session, Project, uid).id for uid in ("a-001", "a-002")}
        row = next(row for row in session.scalars(select(Related)) if {row.project_id, row.other_id} == pair)
        session.delete(row)

    office.do(unlink)
    office.update(
        first=[("related: [b-001]", "related: [a-003]"), ("kind: 建设类, nature", "kind: 建设类, note: 甲, nature")]
    )

    def pairs(session: Session) -> set[frozenset[str]]:
        uids = dict(session.execute(select(Project.id, Project.uid)).all())
        return {frozenset((uids[row.project_id], uids[row.other_id])) for row in session.scalars(select(Related))}

    assert office.read(pairs) == {frozenset(("a-003", "a-004"))}


def test_targets_are_a_set_and_entered_values_hold_one(office: Office) -> None:
    def enter(session: Session) -> None:
        target = session.scalars(select(Target).where(Target.text == "1-2个")).one()
        session.add(TargetValue(target_id=target.id, period_end=date(2026, 6, 30), achieved_milli=1000))

    office.do(enter)
    old = "      - {text: 不少于100张, comparator: '≥', low: 100, high: null, unit: 张}\n"
    second = "      - {text: 1-2个, comparator: range, low: 1, high: 2.5, unit: 个, base: 每年}\n"
    office.update(first=[(old + second, "      - {text: 200张, comparator: '=', low: 200, unit: 张}\n")])
    assert office.read(texts, Target, "a-002") == ["1-2个", "200张"]


def test_a_target_s_numbers_are_one_value(office: Office) -> None:
    def edit(session: Session) -> None:
        session.scalars(select(Target).where(Target.text == "1-2个")).one().high_milli = 3000

    office.do(edit)
    office.update(first=[("low: 1, high: 2.5", "low: 1.5, high: 2")])
    (row,) = office.conflicts()
    assert (row.name, row.of, row.label) == ("德惠市传染病医院新建", "目标“1-2个”", "数量")
    assert (row.ours, row.theirs) == ("1—3 个", "1.5—2 个")
    office.settle(take=True)
    assert office.row(Target.low_milli, Target.high_milli, text="1-2个") == (1500, 2000)


def test_a_second_source_comes_and_goes(office: Office) -> None:
    office.update(second=[("    - see: a-004\n", "    - see: a-003\n")])
    assert office.read(sources, "a-003") == ["a-p3", "b-p1"]
    assert office.read(sources, "a-004") == ["a-p3"]


# --- New and moved ---------------------------------------------------------------------------------------------------


def test_new_entries_come_with_all_that_is_theirs(office: Office) -> None:
    new = (
        A_003 + "    - uid: a-005\n      name: 德惠市疾控中心实验室\n      kind: 建设类\n      unit: 德惠市\n"
        "      aliases: [实验室]\n      related: [a-002]\n"
    )
    report = office.update(first=[(A_003, new)])
    assert report.added == ("德惠市疾控中心实验室",)
    assert office.read(sources, "a-005") == ["a-p3"]
    assert office.read(texts, ProjectAlias, "a-005") == ["实验室"]
    assert "dhjkzx" in office.value("a-005", "pinyin")
    order = office.read(lambda session: list(session.scalars(select(Project.uid).order_by(Project.position))))
    assert order == ["a-p1", "a-001", "a-002", "a-p2", "a-p3", "a-003", "a-005", "a-004", "b-p1", "b-001"]


def test_the_user_s_own_project_keeps_its_neighbour(office: Office) -> None:
    def add(session: Session) -> int:
        programme = one(session, Programme, "a-p1").id
        unit = one(session, ReportingUnit, "unit-dehui").id
        return projects.create(session, projects.NewProject("自建项目", "建设类", unit, programme_id=programme))

    own = office.do(add)
    office.update(first=[(A_001, A_001 + A_003.replace("a-003", "a-009").replace("村", "乡"))])

    def order(session: Session) -> list[int]:
        return list(session.scalars(select(Project.id).order_by(Project.position, Project.id)))

    found = office.read(order)
    assert found.index(own) == found.index(office.id("a-002")) + 1


def test_programmes_change_places_and_boxes(office: Office) -> None:
    text = small.FIRST
    start, middle, end = (text.index(mark) for mark in ("  - uid: a-p1", "  - uid: a-p2", "- uid: box-first-2"))
    swapped = text[:start] + text[middle:end] + text[start:middle] + text[end:]
    swapped = swapped.replace("number: 1\n", "number: 9\n").replace("number: 2\n", "number: 1\n")
    office.update_files({"first.yaml": swapped.replace("number: 9\n", "number: 2\n")})

    def places(session: Session) -> list[tuple[int, str]]:
        query = select(Box.no, Programme.uid).join(Box).where(Box.uid.like("box-first%"))
        return [(no, uid) for no, uid in session.execute(query.order_by(Box.no, Programme.position))]

    assert office.read(places) == [(1, "a-p3"), (2, "a-p2"), (2, "a-p1")]


def test_a_new_plan_unit_and_template(office: Office) -> None:
    units = small.UNITS + "- {uid: unit-nongan, name: 农安县, kind: 区县, parent: 长春市, position: 5}\n"
    third = small.SECOND.replace("second", "third").replace("b-", "c-").replace("position: 2", "position: 3")
    third = third.replace("    - see: a-004\n", "    - see: a-001\n").replace("永吉县", "农安县")
    templates = small.TEMPLATES + (
        "- {key: other, title: 另一种, position: 2, items: [{title: 完成, role: 达标, weight: 100}]}\n"
    )
    office.update_files({"units.yaml": units, "third.yaml": third, "templates.yaml": templates})
    assert office.read(sources, "a-001") == ["a-p1", "c-p1"]
    assert office.read(lambda session: list(session.scalars(select(Template.key)))) == ["building", "other"]
    parent, keys = office.row(ReportingUnit.parent_id, ReportingUnit.pinyin, uid="unit-nongan")
    assert parent is not None
    assert "nax" in keys


def test_a_renamed_unit_is_found_by_its_new_name(office: Office) -> None:
    units = [("name: 永吉县", "name: 永吉区"), ("code: '220221'", "code: '220299'")]
    plans = {
        "second.yaml": small.SECOND.replace("unit: 永吉县", "unit: 永吉区"),
        "units.yaml": small.swapped("units.yaml", *units).replace(
            "note: 吉林市下辖", "former: [{name: 永吉县, code: '220221'}]"
        ),
    }
    office.update_files(plans)
    unit = office.row(ReportingUnit.name, ReportingUnit.code, ReportingUnit.note, uid="unit-yongji")
    assert unit == ("永吉区", "220299", None)
    assert office.row(UnitFormer.name, code="220221") == ("永吉县",)
    assert "yongjiqu" in office.value("b-001", "pinyin")


def test_the_user_s_own_unit_stands_for_the_catalogue_s(office: Office) -> None:
    mine = office.do(lambda session: builders.unit(session, "农安县", kind=UnitKind.COUNTY))
    units = small.UNITS + "- {uid: unit-nongan, name: 农安县, kind: 区县, parent: 长春市, position: 5}\n"
    money = small.MONEY + "- {uid: money-own, name: 医院自筹, position: 3}\n"
    second = small.SECOND.replace("迁建, unit: 永吉县", "迁建, unit: 农安县")
    office.do(builders.money_source, "医院自筹")
    for _ in range(2):
        report = office.update_files({"units.yaml": units, "second.yaml": second, "money_sources.yaml": money})
        assert office.value("b-001", "unit_id") == mine
    assert (report.changed, report.conflicts) == (0, 0)
    assert office.read(lambda session: session.scalar(select(func.count(MoneySource.id)))) == 3


def test_a_unit_the_user_deleted_comes_back_only_when_needed(office: Office) -> None:
    def delete(session: Session) -> None:
        own = one(session, ReportingUnit, "unit-dehui").id
        for row in session.scalars(
            select(Project).where(Project.unit_id == one(session, ReportingUnit, "unit-yongji").id)
        ):
            row.unit_id = own
        session.flush()
        session.delete(one(session, ReportingUnit, "unit-yongji"))

    office.do(delete)
    office.update(first=[NOTE])
    units = lambda session: set(session.scalars(select(ReportingUnit.uid)))  # noqa: E731
    assert "unit-yongji" not in office.read(units)
    office.update(first=[(A_003, A_003.replace("unit: 德惠市", "unit: 永吉县"))])
    assert "unit-yongji" in office.read(units)


def test_a_name_the_user_has_given_away_is_asked_about(office: Office) -> None:
    office.do(lambda session: builders.unit(session, "永吉区", kind=UnitKind.COUNTY))
    office.update_files(
        {
            "units.yaml": small.swapped("units.yaml", ("name: 永吉县", "name: 永吉区")),
            "second.yaml": small.SECOND.replace("unit: 永吉县", "unit: 永吉区"),
        }
    )
    (row,) = office.conflicts()
    assert (row.project_id, row.name, row.label) == (None, "上报单位“永吉县”", "名称")
    with pytest.raises(InputError, match="永吉区"):
        office.settle(take=True)
    office.settle(take=False)


# --- Templates -------------------------------------------------------------------------------------------------------

ITEM = ("{title: 施工, weight: 50}", "{title: 施工, weight: 40}\n  - {title: 验槽, weight: 10}")


def test_a_template_s_milestones_move_on_together(office: Office) -> None:
    office.update(templates=[ITEM])
    query = select(TemplateItem.title, TemplateItem.weight).order_by(TemplateItem.position)
    found = office.read(lambda session: [(title, weight) for title, weight in session.execute(query)])
    assert found == [("立项", 20), ("施工", 40), ("验槽", 10), ("竣工验收", 30)]


def test_a_template_the_user_changed_is_kept_whole(office: Office) -> None:
    def change(session: Session) -> None:
        items = session.scalars(select(TemplateItem).order_by(TemplateItem.position)).all()
        items[0].weight, items[1].weight = 10, 60

    office.do(change)
    office.update(templates=[ITEM])
    (row,) = office.conflicts()
    assert (row.name, row.label) == ("节点模板“建筑”", "节点")
    assert (row.ours, row.theirs) == ("立项 10、施工 60、竣工验收 30", "立项 20、施工 40、验槽 10、竣工验收 30")
    office.settle(take=True)
    assert office.read(lambda session: session.scalar(select(func.sum(TemplateItem.weight)))) == 100
    assert office.conflicts() == ()


# --- Merged and cancelled --------------------------------------------------------------------------------------------


def merge_by_user(office: Office, other: str, survivor: str) -> None:
    """Merge two projects as the window does."""
    plan = MergePlan(survivor_id=office.id(survivor), other_id=office.id(other), on=MERGED_ON)
    office.do(merge, plan)


def test_a_merged_project_stays_merged(office: Office) -> None:
    merge_by_user(office, "a-003", "a-002")
    report = office.update(
        first=[(A_003, A_003.replace("unit: 德惠市", "unit: 永吉县, aliases: [村室], related: [a-001]")), NOTE]
    )
    assert (report.conflicts, report.changed) == (0, 1)
    assert office.value("a-003", "merged_into_id") == office.id("a-002")
    assert office.value("a-003", "merged_on") == MERGED_ON
    assert office.value("a-003", "unit_id") == office.value("a-002", "unit_id")
    assert "村室" not in office.read(texts, ProjectAlias, "a-002")
    kept = select(SeedValue.value).where(SeedValue.row_uid == "a-003", SeedValue.field == "unit_id")
    assert json.loads(office.read(lambda session: session.scalar(kept))) == "unit-yongji"
    assert office.read(sources, "a-002") == ["a-p1", "a-p3"]


def test_a_new_source_of_a_merged_project_goes_to_the_survivor(office: Office) -> None:
    merge_by_user(office, "a-003", "a-001")
    merge_by_user(office, "a-001", "a-002")
    office.update(second=[("    - see: a-004\n", "    - see: a-004\n    - see: a-003\n    - see: a-002\n")])
    assert office.read(sources, "a-002") == ["a-p1", "a-p3", "b-p1"]
    assert office.read(sources, "a-003") == []
    office.update(first=[NOTE])  # the catalogue without that source again
    assert office.read(sources, "a-002") == ["a-p1", "a-p3"]


def test_a_merge_by_hand_without_the_service(office: Office) -> None:
    def by_hand(session: Session) -> None:
        gone, survivor = one(session, Project, "a-003"), one(session, Project, "b-001")
        gone.merged_into_id, gone.merged_on = survivor.id, MERGED_ON
        session.scalars(select(Source).where(Source.project_id == gone.id)).one().project_id = survivor.id

    office.do(by_hand)
    office.update(first=[NAME])
    assert office.value("a-003", "name") == "德惠市村卫生室改造"
    assert office.read(sources, "b-001") == ["a-p3", "b-p1"]


def test_a_cancelled_project_stays_cancelled_and_its_name_moves_on(office: Office) -> None:
    office.do(projects.cancel, office.id("a-003"), date(2026, 7, 1), "不再建设")
    office.update(first=[NAME])
    assert office.value("a-003", "name") == "德惠市村卫生室改造提升"
    states = select(StatePeriod.state, StatePeriod.reason)
    assert office.read(lambda session: [tuple(row) for row in session.execute(states)]) == [("取消", "不再建设")]


# --- Withdrawn -------------------------------------------------------------------------------------------------------

RETIRED = "retired:\n  a-003: a-002\n"


def without_a003(retired: str | None = RETIRED) -> dict[str, str]:
    """The catalogue without a-003."""
    return {"first.yaml": small.swapped("first.yaml", (A_003, ""))} | ({"retired.yaml": retired} if retired else {})


def test_an_untouched_withdrawn_project_goes_into_its_survivor(office: Office) -> None:
    report = office.update_files(without_a003())
    assert report.withdrawn == ("德惠市村卫生室改造",)
    assert office.value("a-003", "merged_into_id") == office.id("a-002")
    assert office.read(sources, "a-003") == []
    assert office.row(UidAlias.old_uid, UidAlias.project_id) == ("a-003", office.id("a-002"))
    today = office.read(lambda session: session.scalars(select(Action.at).order_by(Action.id.desc())).first())
    assert abs((office.value("a-003", "merged_on") - date.fromisoformat(today[:10])).days) <= 1
    assert office.update_files(without_a003()).withdrawn == ()
    assert (
        office.read(
            lambda session: session.scalar(select(func.count(SeedValue.value)).where(SeedValue.row_uid == "a-003"))
        )
        == 0
    )


def test_an_untouched_withdrawn_project_without_survivor_is_cancelled_in_sight(office: Office) -> None:
    report = office.update_files(without_a003("retired:\n  a-003: null\n"))
    assert report.withdrawn == ("德惠市村卫生室改造",)
    assert office.value("a-003", "merged_into_id") is None
    assert office.row(StatePeriod.state, StatePeriod.reason) == ("取消", "目录更新：目录中已撤回此项")
    assert office.read(sources, "a-003") == ["a-p3"]
    assert office.update_files(without_a003(None)).withdrawn == ()


def test_a_project_that_vanishes_without_a_word_is_cancelled_too(office: Office) -> None:
    assert office.update_files(without_a003(None)).withdrawn == ("德惠市村卫生室改造",)


def add_milestone(office: Office, uid: str) -> None:
    """Enter something about a project."""
    office.do(lambda session: builders.milestone(session, one(session, Project, uid).id, role=Role.START))


def test_a_withdrawn_project_the_user_worked_on_is_asked_about(office: Office) -> None:
    add_milestone(office, "a-003")
    report = office.update_files(without_a003())
    assert (report.withdrawn, report.conflicts) == ((), 1)
    assert office.value("a-003", "merged_into_id") is None
    assert office.read(sources, "a-003") == ["a-p3"]
    (row,) = office.conflicts()
    assert (row.name, row.label, row.ours, row.theirs) == (
        "德惠市村卫生室改造",
        "目录撤回",
        "保留此项",
        "并入“德惠市传染病医院新建”",
    )
    office.settle(take=True)
    assert office.value("a-003", "merged_into_id") == office.id("a-002")
    assert office.read(lambda session: session.scalars(select(Milestone.project_id)).one()) == office.id("a-002")
    assert office.update_files(without_a003()).withdrawn == ()


def test_a_kept_withdrawn_project_is_the_user_s_own_from_then_on(office: Office) -> None:
    add_milestone(office, "a-003")
    office.update_files(without_a003())
    office.settle(take=False)
    report = office.update_files(without_a003())
    assert (report.withdrawn, report.conflicts) == ((), 0)
    assert office.value("a-003", "merged_into_id") is None


def test_taking_a_withdrawal_without_survivor_cancels(office: Office) -> None:
    office.edit("a-003", place="各村")
    office.update_files(without_a003(None))
    (row,) = office.conflicts()
    assert row.theirs == "撤回（改为取消）"
    office.settle(take=True)
    assert office.read(lambda session: session.scalars(select(StatePeriod.state)).one()) == "取消"


@pytest.mark.parametrize("deed", ["parent", "related"])
def test_a_withdrawn_project_that_others_point_at_is_asked_about(office: Office, deed: str) -> None:
    def point(session: Session) -> None:
        held, other = one(session, Project, "a-003").id, one(session, Project, "a-002")
        if deed == "parent":
            other.parent_id = held
        else:
            session.add(Related(project_id=other.id, other_id=held))

    office.do(point)
    assert office.update_files(without_a003()).conflicts == 1
    assert office.value("a-003", "merged_into_id") is None


def test_search_keys_written_by_a_renamed_unit_are_no_touch(office: Office) -> None:
    def rename(session: Session) -> None:
        unit = one(session, ReportingUnit, "unit-dehui")
        unit.name = "德惠区"
        session.flush()
        keys.refill_units(session, [unit.id])

    office.do(rename)
    assert "dehuiqu" in office.value("a-003", "pinyin")
    assert office.update_files(without_a003()).withdrawn == ("德惠市村卫生室改造",)


def test_a_merged_project_that_is_withdrawn_needs_nothing(office: Office) -> None:
    merge_by_user(office, "a-003", "b-001")
    report = office.update_files(without_a003())
    assert (report.withdrawn, report.conflicts) == ((), 0)
    assert office.value("a-003", "merged_into_id") == office.id("b-001")


def test_a_uid_that_was_withdrawn_never_comes_back_as_a_new_project(office: Office) -> None:
    office.update_files(without_a003())
    (office.folder / "retired.yaml").unlink()
    report = office.update(first=[NAME])
    assert report.added == ()
    assert office.value("a-003", "merged_into_id") == office.id("a-002")


def test_a_whole_plan_is_withdrawn(office: Office) -> None:
    (office.folder / "second.yaml").unlink()
    small.FILES.pop("second.yaml")
    try:
        report = office.update_files({"first.yaml": small.FIRST.replace(", related: [b-001]", "")})
    finally:
        small.FILES["second.yaml"] = small.SECOND
    assert report.withdrawn == ("医院建设", "永吉县医院迁建")
    assert office.read(sources, "b-001") == ["b-p1"]  # cancelled, in sight, where it was
    assert office.read(sources, "a-004") == ["a-p3"]


def test_an_emptied_programme_goes(office: Office) -> None:
    text = small.FIRST
    start, end = text.index("  - uid: a-p2"), text.index("- uid: box-first-2")
    report = office.update_files({"first.yaml": text[:start] + text[end:], "retired.yaml": "retired:\n  a-p2: a-001\n"})
    assert report.withdrawn == ("应急能力提升",)
    assert office.read(lambda session: session.scalar(select(Programme.id).where(Programme.uid == "a-p2"))) is None


def test_a_programme_that_becomes_a_heading_is_asked_about_when_it_has_figures(office: Office) -> None:
    heading = (
        "    targets:\n    - {text: 每年培训100人, comparator: '=', low: 100, unit: 人, base: 每年}\n",
        "    projects:\n    - {uid: a-010, name: 急救培训, kind: 能力类, unit: 长春市本级}\n",
    )
    add_milestone(office, "a-p2")
    office.update(first=[heading])
    assert office.value("a-p2", "counted")
    (row,) = office.conflicts()
    assert (row.label, row.ours, row.theirs) == ("是否计数", "是", "否")


# --- Against a new file ----------------------------------------------------------------------------------------------


def contents(db: Database, folder: Path) -> dict[str, Any]:
    """Return all rows of the catalogue's tables, and the search keys as sets."""
    with db.reading() as session:
        rows: dict[str, Any] = dict(FileRows(session, rows_of(seed.read_catalogue(folder))).rows)
        for table in (Project, ReportingUnit):
            found = session.execute(select(table.uid, table.pinyin))
            rows[f"{table.__tablename__} keys"] = {uid: set(text.split()) for uid, text in found}
        return rows


CHANGED: list[dict[str, list[tuple[str, str]]]] = [
    {"first": [NAME, NOTE], "templates": [ITEM]},
    {"first": [(A_003, ""), (A_001, A_001 + A_003)]},
    {"first": [("    - see: a-002\n", ""), (", related: [b-001]", "")], "second": [("    - see: a-004\n", "")]},
    {"first": [(A_001, A_003.replace("a-003", "a-007") + A_001), ("number: 2\n", "number: 5\n")]},
    {"units": [("position: 3", "position: 9"), ("note: 吉林市下辖", "parent: 长春市"), ("德惠县", "德惠府")]},
    {"first": [("related: [a-002]", "related: [a-003, b-001]"), ("[德惠传染病院, 德", "[新院, 德")]},
]


@pytest.mark.parametrize("changes", CHANGED)
def test_an_untouched_file_becomes_what_a_new_one_would_be(
    office: Office, empty_file: Path, tmp_path: Path, changes: dict[str, list[tuple[str, str]]]
) -> None:
    report = office.update(**changes)
    assert (report.withdrawn, report.conflicts) == ((), 0)
    path = tmp_path / "new.db"
    shutil.copyfile(empty_file, path)
    fresh = open_file(path, who="测试员")
    try:
        fresh.write(seed.LOADING, seed.load, seed.read_catalogue(office.folder))
        assert contents(office.db, office.folder) == contents(fresh, office.folder)
    finally:
        fresh.close()
    assert office.update(**changes).changed == 0


# --- One action ------------------------------------------------------------------------------------------------------


def test_an_update_is_one_action_and_undo_stops_before_it(office: Office) -> None:
    office.edit("a-003", name="德惠市村医室改造")
    before = office.read(lambda session: session.scalar(select(func.max(Action.id))))
    office.update(first=[NAME, NOTE])
    assert office.row(Action.id, Action.what, Action.barrier, id=before + 1) == (before + 1, "更新目录", True)
    assert office.row(func.max(Action.id)) == (before + 1,)
    assert office.read(history.steps).undo is None
    changed = select(func.count(Change.id)).where(Change.action_id == before + 1)
    assert office.read(lambda session: session.scalar(changed)) < 10
    office.edit("a-001", note="之后")
    assert office.read(history.steps).undo is not None


def test_an_update_that_fails_changes_nothing(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise InputError("坏了")

    monkeypatch.setattr("tracker.store.seed.threeway.keep_seeded", broken)
    with pytest.raises(InputError):
        office.update(first=[NAME])
    assert office.value("a-003", "name") == "德惠市村卫生室改造"
    monkeypatch.undo()
    office.update(first=[NAME])
    assert office.value("a-003", "name") == "德惠市村卫生室改造提升"


def test_a_reopened_file_is_updated_the_same_way(office: Office) -> None:
    office.edit("a-003", note="改过")
    path = office.db.path
    office.db.close()
    office.db = open_file(path, who="另一人")
    try:
        assert office.update(first=[NAME]).changed == 1
        assert office.value("a-003", "note") == "改过"
    finally:
        office.db.close()
