"""The shipped catalogue: reading, checking, laying it into a new file."""

from __future__ import annotations

import json
import shutil
import time
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.store import small_catalogue as small
from tracker.domain.errors import FileProblem, SeedProblem
from tracker.paths import bundled
from tracker.services import history
from tracker.store import seed
from tracker.store.database import Database
from tracker.store.seed.rows import COLUMNS, rows_of
from tracker.store.tables import (
    Action,
    Box,
    Change,
    MoneySource,
    Plan,
    Programme,
    Project,
    ProjectAlias,
    Related,
    ReportingUnit,
    SeedValue,
    Setting,
    Source,
    Target,
    Template,
    TemplateItem,
    UnitFormer,
)


def lay(db: Database, folder: Path) -> None:
    """Lay the catalogue of a folder into a file."""
    db.write(seed.LOADING, seed.load, seed.read_catalogue(folder))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The small catalogue in a folder of its own."""
    return small.write(tmp_path / "seed")


@pytest.fixture
def seeded(db: Database, folder: Path) -> Database:
    """A file with the small catalogue."""
    lay(db, folder)
    return db


def project(session: Session, uid: str) -> Project:
    """Return a project by uid."""
    return session.scalars(select(Project).where(Project.uid == uid)).one()


# --- What lies in the file -------------------------------------------------------------------------------------------


def test_headings_and_programmes_without_projects(seeded: Database) -> None:
    with seeded.reading() as session:
        heading, single = project(session, "a-p1"), project(session, "a-p2")
        assert (heading.is_programme, heading.counted, heading.name) == (True, False, "疾控体系建设工程")
        assert (single.is_programme, single.counted, single.kind) == (True, True, "能力类")
        first = session.scalars(select(Programme).where(Programme.uid == "a-p1")).one()
        assert (first.no, first.title, first.position) == ("（一）", "疾控体系建设工程", 1)
        assert session.scalars(select(Programme.no).where(Programme.uid == "a-p2")).one() == ""
        own = select(Source.programme_id).where(Source.project_id == heading.id)
        assert session.scalars(own).all() == [first.id]


def test_the_facts_of_a_project(seeded: Database) -> None:
    with seeded.reading() as session:
        row = project(session, "a-002")
        assert (row.kind, row.nature, row.unit_inferred, row.note) == ("建设类", "未注明", True, "床位另计")
        assert (row.deadline_text, row.deadline_day, row.deadline_precision) == ("2022年底", date(2022, 12, 31), "年")
        assert session.get_one(ReportingUnit, row.unit_id).name == "德惠市"
        aliases = select(ProjectAlias.text).where(ProjectAlias.project_id == row.id)
        assert session.scalars(aliases).all() == ["德惠传染病院", "德惠市传染病院"]
        targets = session.scalars(select(Target).where(Target.project_id == row.id).order_by(Target.position)).all()
        found = [(target.comparator, target.low_milli, target.high_milli, target.base) for target in targets]
        assert found == [("≥", 100_000, None, None), ("range", 1000, 2500, "每年")]
        assert project(session, "a-001").deadline_text is None


def test_the_order_is_plan_box_programme_place(seeded: Database) -> None:
    with seeded.reading() as session:
        rows = session.execute(select(Project.uid, Project.position).order_by(Project.position)).all()
        expected = ["a-p1", "a-001", "a-002", "a-p2", "a-p3", "a-003", "a-004", "b-p1", "b-001"]
        assert list(rows) == list(zip(expected, range(1, 10), strict=True))


def test_a_second_source_stands_behind_the_first(seeded: Database) -> None:
    with seeded.reading() as session:
        sources = (
            select(Project.uid, Programme.uid, Source.position)
            .join(Project, Project.id == Source.project_id)
            .join(Programme, Programme.id == Source.programme_id)
            .where(Project.uid.in_(("a-002", "a-004")))
            .order_by(Project.uid, Source.position)
        )
        assert session.execute(sources).all() == [
            ("a-002", "a-p1", 1),
            ("a-002", "a-p3", 2),
            ("a-004", "a-p3", 1),
            ("a-004", "b-p1", 2),
        ]


def test_related_projects_are_kept_once(seeded: Database) -> None:
    with seeded.reading() as session:
        pairs = session.execute(select(Related.project_id, Related.other_id)).all()
        ids = {uid: project(session, uid).id for uid in ("a-001", "a-002", "a-004", "b-001")}
        assert set(pairs) == {(ids["a-001"], ids["a-002"]), (ids["a-004"], ids["b-001"])}


def test_units_money_and_templates(seeded: Database) -> None:
    with seeded.reading() as session:
        unit = session.scalars(select(ReportingUnit).where(ReportingUnit.uid == "unit-dehui")).one()
        assert (unit.code, unit.kind) == ("220183", "区县")
        assert unit.parent_id == session.scalar(select(ReportingUnit.id).where(ReportingUnit.name == "长春市"))
        former = session.execute(select(UnitFormer.name, UnitFormer.code)).all()
        assert former == [("德惠县", "220126")]
        sources = session.execute(select(MoneySource.name, MoneySource.parent_id.is_(None))).all()
        assert sources == [("中央资金", True), ("专项债券", False)]
        items = select(TemplateItem.title, TemplateItem.role, TemplateItem.weight).order_by(TemplateItem.position)
        found = session.execute(items.join(Template).where(Template.key == "building")).all()
        assert found == [("立项", "立项", 20), ("施工", None, 50), ("竣工验收", "竣工验收", 30)]


def test_projects_and_units_are_found_by_pinyin(seeded: Database) -> None:
    with seeded.reading() as session:
        assert "dhcrb" in project(session, "a-002").pinyin
        assert "dehuichuanranbingyuan" in project(session, "a-002").pinyin  # the alias
        assert "dhx" in session.scalars(select(ReportingUnit.pinyin).where(ReportingUnit.name == "德惠市")).one()


def test_every_seeded_field_is_remembered(seeded: Database) -> None:
    with seeded.reading() as session:
        values = select(SeedValue.field, SeedValue.value).where(
            SeedValue.table_name == "project", SeedValue.row_uid == "a-002"
        )
        kept = {field: json.loads(value or "") for field, value in session.execute(values)}
        assert kept["name"] == "德惠市传染病医院新建"
        assert (kept["unit_id"], kept["unit_inferred"], kept["deadline_day"]) == ("unit-dehui", 1, "2022-12-31")
        assert len(kept) == 12


def test_every_row_has_the_columns_of_its_table(folder: Path) -> None:
    for table, rows in rows_of(seed.read_catalogue(folder)).items():
        assert rows
        assert {tuple(row) for row in rows.values()} == {COLUMNS[table]}


def test_loading_is_one_action_behind_which_undo_does_not_go(db: Database, folder: Path) -> None:
    lay(db, folder)
    with db.reading() as session:
        assert session.scalars(select(Action.what)).all() == ["载入目录"]
    done = db.write("备注", lambda session: setattr(project(session, "a-001"), "note", "x"))
    assert db.read(history.steps).undo is not None
    assert done.action_id == 2


# --- The shipped folder ----------------------------------------------------------------------------------------------


def test_a_new_file_is_filled_quickly_and_only_once(db: Database) -> None:
    steps: list[tuple[str, int, int]] = []
    started = time.perf_counter()
    seed.seed_new_file(db, lambda *step: steps.append(step))
    seconds = time.perf_counter() - started
    assert steps == [("载入目录", 0, 2), ("载入目录", 1, 2), ("载入目录", 2, 2)]
    seed.seed_new_file(db)
    with db.reading() as session:
        assert session.scalars(select(Action.barrier)).all() == [True]
        assert session.scalar(select(func.count(Change.id))) == session.scalar(
            select(func.count(Change.id)).where(Change.op == "I")
        )
        assert session.scalar(select(func.count(Project.id)).where(Project.is_programme.is_(False))) == 464
        assert session.scalar(select(func.count(Plan.id))) == 5
        average = session.scalar(select(func.avg(func.length(Project.pinyin)))) or 0
        assert average < 1000
        steps_now = history.steps(session)
    assert steps_now.undo is None
    assert seconds < 4, seconds  # 0.7 s on the machine it was written on, a third of it imports


def test_the_shipped_catalogue_is_the_file_s(db: Database) -> None:
    assert db.read(seed.needs_update)
    seed.seed_new_file(db)
    assert not db.read(seed.needs_update)
    shipped = seed.read_catalogue(bundled("seed"))
    assert db.read(seed.stored_digest) == seed.catalogue_digest(shipped) == seed.folder_digest(bundled("seed"))
    db.write("另一版", lambda session: setattr(session.scalars(select(Setting)).one(), "value", '"other"'))
    assert db.read(seed.needs_update)
    report = seed.update_file(db)
    assert (report.added, report.withdrawn, report.changed, report.conflicts) == ((), (), 0, 0)
    assert not db.read(seed.needs_update)


def test_line_ends_do_not_make_another_catalogue(tmp_path: Path, folder: Path) -> None:
    other = tmp_path / "crlf"
    shutil.copytree(folder, other)
    for path in other.iterdir():
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert seed.folder_digest(other) == seed.folder_digest(folder)
    (other / "units.yaml").write_text(small.UNITS + "# 注\n", "utf-8")
    assert seed.folder_digest(other) != seed.folder_digest(folder)
    assert seed.read_catalogue(other).plans == seed.read_catalogue(folder).plans


# --- What is wrong with a file ---------------------------------------------------------------------------------------


def swap(file: str, *pairs: tuple[str, str]) -> dict[str, str]:
    """One file changed."""
    return {file: small.swapped(file, *pairs)}


PROJECT = "- {uid: a-003, name: 德惠市村卫生室改造, kind: 建设类, unit: 德惠市}"
WRONG: list[tuple[dict[str, str], str, int, str]] = [
    (
        swap("second.yaml", ("uid: b-001", "uid: a-001")),
        "second.yaml",
        12,
        "uid“a-001”重复，已用在 first.yaml 第 13 行",
    ),
    (swap("first.yaml", ("uid: a-p2", "uid: plan-first")), "first.yaml", 25, "uid“plan-first”重复"),
    (swap("first.yaml", ("uid: a-003", "uid: A_3")), "first.yaml", 40, "只能用小写字母、数字和连字符"),
    (swap("first.yaml", (PROJECT, PROJECT.replace("德惠市}", "德惠}"))), "first.yaml", 40, "没有“德惠”这个上报单位"),
    (swap("first.yaml", ("name: 德惠市村卫生室改造", "name: ''")), "first.yaml", 40, "“name”是空的"),
    (swap("first.yaml", ("name: 德惠市村卫生室改造", "name: '  '")), "first.yaml", 40, "“name”是空的"),
    (swap("first.yaml", ("name: 德惠市村卫生室改造", 'name: "德惠\\n卫生室"')), "first.yaml", 40, "换行或控制字符"),
    (swap("first.yaml", ("name: 德惠市村卫生室改造", "name: 12")), "first.yaml", 40, "“name”应是文字"),
    (swap("first.yaml", ("name: 德惠市村卫生室改造", "name: [甲]")), "first.yaml", 40, "“name”应是文字"),
    (swap("first.yaml", ("name: 德惠市村卫生室改造, ", "")), "first.yaml", 40, "缺少“name”"),
    (swap("first.yaml", ("name: 德惠市村卫生室改造", "name: null")), "first.yaml", 40, "缺少“name”"),
    (swap("first.yaml", ("name: 德惠市村卫生室改造", "title: 甲")), "first.yaml", 40, "不认识的键“title”"),
    (swap("first.yaml", ("      note: 床位另计", "      remark: 床位另计")), "first.yaml", 24, "不认识的键“remark”"),
    (
        swap("first.yaml", ("kind: 能力类", "kind: 能力")),
        "first.yaml",
        41,
        "“kind”不能是“能力”，只能是：建设类、能力类",
    ),
    (swap("first.yaml", ("nature: 扩建", "nature: 大修")), "first.yaml", 13, "“nature”不能是“大修”"),
    (swap("first.yaml", ("comparator: '≥'", "comparator: '>='")), "first.yaml", 22, "“comparator”不能是“>=”"),
    (swap("first.yaml", ("high: 2.5", "high: 1")), "first.yaml", 23, "“range”与 low、high 不相配"),
    (swap("first.yaml", ("high: null", "high: 200")), "first.yaml", 22, "“≥”与 low、high 不相配"),
    (swap("first.yaml", ("high: 2.5", "high: 2.0001")), "first.yaml", 23, "“high”应是数字"),
    (swap("first.yaml", ("high: 2.5", "high: 两")), "first.yaml", 23, "“high”应是数字"),
    (swap("first.yaml", ("precision: 年", "precision: 年度")), "first.yaml", 20, "“precision”不能是“年度”"),
    (swap("first.yaml", ("day: 2022-12-31", "day: 2022-13-31")), "first.yaml", 20, "“day”应是日期"),
    (swap("first.yaml", ("day: 2022-12-31", "day: 2022-02-30")), "first.yaml", 20, "“day”应是日期"),
    (swap("first.yaml", ("day: 2022-12-31", "day: 2022年底")), "first.yaml", 20, "“day”应是日期"),
    (swap("first.yaml", ("issued_on: 2023-05-30", "issued_on: 2023")), "first.yaml", 1, "“issued_on”应是日期"),
    (swap("first.yaml", (", precision: 年", "")), "first.yaml", 20, "缺少“precision”"),
    (swap("first.yaml", ("unit_inferred: true", "unit_inferred: yes")), "first.yaml", 19, "应是 true 或 false"),
    (swap("first.yaml", ("unit_inferred: true", "unit_inferred: '真'")), "first.yaml", 19, "应是 true 或 false"),
    (swap("first.yaml", ("number: 2\n", "number: 2.0\n")), "first.yaml", 31, "“number”应是整数"),
    (swap("first.yaml", ("number: 2\n", "number: 1:30\n")), "first.yaml", 31, "“number”应是整数"),
    (swap("first.yaml", ("number: 2\n", "number: 1\n")), "first.yaml", 31, "专栏序号 1 重复"),
    (swap("first.yaml", ("see: a-002", "see: a-099")), "first.yaml", 39, "没有 uid 为“a-099”的项目"),
    (swap("first.yaml", ("see: a-002", "see: a-p1")), "first.yaml", 39, "“a-p1”是工程标题"),
    (swap("first.yaml", ("see: a-002", "see: a-003")), "first.yaml", 39, "“a-003”在这项工程里已经写过"),
    (swap("first.yaml", ("see: a-002", "see: a-002\n    - see: a-002")), "first.yaml", 40, "已经写过"),
    (swap("first.yaml", ("see: a-002", "{see: a-002, note: x}")), "first.yaml", 39, "不认识的键“note”"),
    (swap("first.yaml", ("related: [b-001]", "related: [b-009]")), "first.yaml", 41, "没有 uid 为“b-009”的项目"),
    (swap("first.yaml", ("related: [b-001]", "related: [a-004]")), "first.yaml", 41, "“related”指向了自己"),
    (swap("first.yaml", ("related: [b-001]", "related: b-001")), "first.yaml", 41, "“related”应是列表"),
    (swap("first.yaml", ("德惠传染病院,", "德惠市传染病医院新建,")), "first.yaml", 16, "与名称相同"),
    (swap("first.yaml", ("德惠传染病院,", "德惠市传染病院,")), "first.yaml", 16, "“德惠市传染病院”写了两次"),
    (swap("first.yaml", ("kind: 能力类", "kind: 能力类, kind: 能力类")), "first.yaml", 41, "“kind”写了两次"),
    (swap("first.yaml", ("related: [b-001]", "related: [b-001")), "first.yaml", 41, "YAML 格式有误"),
    (swap("first.yaml", ("title: 基层卫生", "title: 基层\t卫生: 甲")), "first.yaml", 33, "YAML 格式有误"),
    (swap("first.yaml", ("title: 基层卫生", "title: 基层\x07")), "first.yaml", 33, "控制字符"),
    (
        swap("first.yaml", ("title: 基层卫生", "title: !!python/object:os.system 甲")),
        "first.yaml",
        33,
        "“title”应是文字",
    ),
    (swap("first.yaml", ("aliases: [", "aliases: &a [*a, ")), "first.yaml", 16, "锚点"),
    (swap("first.yaml", ("title: 基层卫生", "? [甲]\n  : 乙")), "first.yaml", 33, "键应是一个词"),
    (
        swap(
            "first.yaml", ("plan: {uid: plan-first, ", "plan: [{uid: plan-first, "), ("position: 1}", "position: 1}]")
        ),
        "first.yaml",
        1,
        "“plan”里应是“键: 值”",
    ),
    (swap("second.yaml", ("position: 2", "position: 1")), "second.yaml", 1, "规划次序“1”重复"),
    (swap("units.yaml", ("kind: 市本级", "kind: 市级")), "units.yaml", 3, "“kind”不能是“市级”"),
    (swap("units.yaml", ("name: 永吉县", "name: 德惠市")), "units.yaml", 11, "上报单位名称“德惠市”重复"),
    (
        swap("units.yaml", ("code: '220221'", "code: '220126'")),
        "units.yaml",
        10,
        "代码“220126”重复，已用在 units.yaml 第 11 行",
    ),
    (swap("units.yaml", ("code: '220221'", "code: 220221")), "units.yaml", 11, "“code”应是文字（数字和日期请加引号）"),
    (swap("units.yaml", ("  parent: 长春市\n", "  parent: 长春\n")), "units.yaml", 8, "没有“长春”这个上级"),
    (swap("units.yaml", ("code: '220100', ", "code: '220100', parent: 德惠市, ")), "units.yaml", 2, "绕成了圈"),
    (swap("units.yaml", ("[{name: 德惠县, code: '220126'}]", "[{}]")), "units.yaml", 10, "name 或 code"),
    (swap("money_sources.yaml", ("parent: 中央资金", "parent: 省级")), "money_sources.yaml", 3, "没有“省级”这个上级"),
    (swap("templates.yaml", ("weight: 50", "weight: 40")), "templates.yaml", 6, "权重合计是 90，应是 100"),
    (swap("templates.yaml", ("role: 立项", "role: 立项批复")), "templates.yaml", 6, "“role”不能是“立项批复”"),
    (swap("templates.yaml", ("role: 竣工验收", "role: 立项")), "templates.yaml", 8, "“立项”只能用一次"),
    (swap("templates.yaml", ("title: 施工", "title: 立项")), "templates.yaml", 7, "节点“立项”写了两次"),
    ({"retired.yaml": "retired:\n  a-900: a-009\n"}, "retired.yaml", 2, "“a-009”不在目录里"),
    ({"retired.yaml": "retired:\n  a-001: a-002\n"}, "retired.yaml", 2, "“a-001”还在目录里"),
    ({"retired.yaml": "retired:\n  a-900: a-p1\n"}, "retired.yaml", 2, "“a-p1”是工程标题，不是项目"),
    ({"retired.yaml": "retired: [a-900]\n"}, "retired.yaml", 1, "“retired”应是“键: 值”"),
    ({"more.yaml": "units: []\n"}, "units.yaml", 1, "“units”已在 more.yaml 里"),
    ({"more.yaml": "# 空\n"}, "more.yaml", 1, "文件是空的"),
    ({"more.yaml": "- 甲\n"}, "more.yaml", 1, "最外层"),
    ({"more.yaml": "other: []\n"}, "more.yaml", 1, "看不出"),
    ({"more.yaml": "plan: {}\n---\nplan: {}\n"}, "more.yaml", 2, "YAML 格式有误"),
]


@pytest.mark.parametrize(("changes", "file", "line", "what"), WRONG, ids=[f"{w[1]}-{w[2]}-{w[3][:16]}" for w in WRONG])
def test_a_mistake_is_named_with_file_and_line(
    tmp_path: Path, changes: dict[str, str], file: str, line: int, what: str
) -> None:
    with pytest.raises(SeedProblem) as caught:
        seed.read_catalogue(small.write(tmp_path / "seed", changes))
    assert (caught.value.file, caught.value.line) == (file, line), str(caught.value)
    assert what in str(caught.value)
    assert str(caught.value).startswith(f"{file} 第 {line} 行：")


def test_a_file_that_is_not_utf_8(folder: Path) -> None:
    (folder / "units.yaml").write_bytes("units:\n- 德惠".encode("gb18030"))
    with pytest.raises(SeedProblem, match=r"units.yaml 第 2 行：不是 UTF-8"):
        seed.read_catalogue(folder)


def test_a_byte_order_mark_does_no_harm(folder: Path) -> None:
    path = folder / "units.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert len(seed.read_catalogue(folder).units) == 4


def test_a_folder_that_lacks_files(folder: Path) -> None:
    (folder / "units.yaml").unlink()
    with pytest.raises(FileProblem, match="units"):
        seed.read_catalogue(folder)


def test_a_wrong_catalogue_leaves_the_file_empty(db: Database, folder: Path) -> None:
    small.write(folder, swap("first.yaml", ("kind: 能力类", "kind: 能力")))
    with pytest.raises(SeedProblem):
        lay(db, folder)
    with db.reading() as session:
        assert session.scalar(select(func.count(Box.id))) == 0
        assert session.scalar(select(func.count(Action.id))) == 0
