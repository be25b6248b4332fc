"""An office begins with the sheet it has: a block copied from Excel, looked at first, written as one action."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from tests import builders
from tracker.domain.deeds import Deed
from tracker.domain.errors import InputError
from tracker.domain.money import FEN_PER_WAN, Amount
from tracker.queries.detail import detail
from tracker.services import history, paste
from tracker.services.merge import MergePlan, merge
from tracker.services.paste import PastePreview, Start
from tracker.store.database import Database
from tracker.store.tables import ProjectAlias

D = date(2026, 9, 30)
CODE = "2111-341324-04-01-826424"


@dataclass(frozen=True)
class Offices:
    """Three projects and a heading."""

    hospital: int
    centre: int
    twin: int
    heading: int


def make(session: Session) -> Offices:
    hospital = builders.project(session, "德惠市传染病医院异地新建", owner_dept="德惠市卫生健康局")
    centre = builders.project(session, "疾病预防控制中心扩建", in_unit="德惠市", code=CODE)
    twin = builders.project(session, "疾病预防控制中心扩建", in_unit="农安县")
    heading = builders.project(session, "重点传染病防治工程", counted=False, is_programme=True)
    session.add(ProjectAlias(project_id=hospital, text="德惠传染病院"))
    return Offices(hospital, centre, twin, heading)


@pytest.fixture
def offices(db: Database) -> Offices:
    return db.write("准备", make).result


def look(db: Database, text: str, start: Start | None = None, year: int = 2026) -> PastePreview:
    return db.read(paste.preview, text, year, start)


def told(found: PastePreview) -> list[tuple[str, str, str]]:
    return [(item.label, item.old, item.new) for item in found.changes]


def test_a_sheet_with_headings_is_matched_by_name_and_shown_before_it_is_written(
    db: Database, offices: Offices
) -> None:
    block = (
        "序号\t★项目名称\t总投资\n（万元）\t2026年度计划投资（万元）\t责任单位\t备注\r\n".replace(
            "总投资\n（万元）", '"总投资\n（万元）"'
        )
        + "\t合计(1项)\t18,600\t8000\t\t\r\n"
        + '1\t德惠市传染病医院 异地新建\t18,600\t8000\t德惠市卫生健康局\t"第一行\n第二行"\r\n'
    )
    found = look(db, block)
    assert told(found) == [
        ("总投资", "未填", "18,600.00"),
        ("2026年度计划投资", "未填", "8,000.00"),
        ("备注", "未填", "第一行\n第二行"),
    ]
    assert (found.unchanged, found.ignored, found.unmatched) == (1, ("序号",), ())
    assert db.read(detail, offices.hospital, D).figures.investment_fen is None  # nothing is stored by looking
    done = db.write("粘贴：3 处", paste.apply, found.items)
    assert done.result == 3
    after = db.read(detail, offices.hospital, D)
    assert after.figures.investment_fen == 18_600 * FEN_PER_WAN
    assert after.figures.year_plan_fen == 8_000 * FEN_PER_WAN
    assert after.note == "第一行\n第二行"


def test_one_undo_takes_the_whole_block_back(db: Database, offices: Offices) -> None:
    before = db.read(detail, offices.hospital, D)
    found = look(db, "名称\t总投资\t建设地点\n德惠传染病院\t1.2亿\t胜利街道")
    action = db.write("粘贴", paste.apply, found.items).action_id
    assert db.read(detail, offices.hospital, D).figures.investment_fen == 12_000 * FEN_PER_WAN
    assert action is not None
    db.write(Deed("撤销", undoes_id=action), history.undo, action)
    assert db.read(detail, offices.hospital, D) == before


def test_an_empty_cell_changes_nothing_and_a_slash_is_not_applicable(db: Database, offices: Offices) -> None:
    db.write("粘贴", paste.apply, look(db, "名称\t总投资\t责任人\n德惠传染病院\t500\t经办人甲").items)
    found = look(db, "名称\t总投资\t年度计划\t责任人\n德惠传染病院\t/\t\t")
    assert told(found) == [("总投资", "500.00", "／")]
    assert found.items[0].value == Amount(na=True)
    db.write("粘贴", paste.apply, found.items)
    after = db.read(detail, offices.hospital, D)
    assert (after.figures.investment_fen, after.figures.investment_na, after.owner) == (None, True, "经办人甲")
    assert after.figures.year_plan_na is False


def test_zero_is_a_number(db: Database, offices: Offices) -> None:
    db.write("粘贴", paste.apply, look(db, "名称\t总投资\n德惠传染病院\t0").items)
    assert db.read(detail, offices.hospital, D).figures.investment_fen == 0


def test_rows_are_found_by_uid_then_code_then_name_and_unit(db: Database, offices: Offices) -> None:
    uid = db.read(detail, offices.twin, D).uid
    block = (
        "uid\t项目代码\t项目名称\t上报单位\t责任人\n"
        f"{uid}\t{CODE}\t疾病预防控制中心扩建\t\t甲\n"
        f"\t{CODE.replace('-', '—')}\t疾病预防控制中心扩建\t\t乙\n"
        "\t\t疾病预防控制中心扩建\t\t丙\n"
        "\t\t疾病预防控制中心扩建\t农安县\t丁\n"
        "\t\t疾病预防控制中心\t农安县\t戊\n"
        "\t\t疾病预防控制中心扩建\t榆树市\t己\n"
        "\t\t德惠市传染病医院异地新建\t农安县\t庚\n"
    )
    found = look(db, block)
    owners = [(item.row, item.project_id) for item in found.items if item.label == "责任人"]
    assert owners == [(2, offices.twin), (3, offices.centre), (5, offices.twin)]
    assert [(row.row, row.error.split("，")[0]) for row in found.unmatched] == [
        (4, "有 2 个项目都叫“疾病预防控制中心扩建”"),
        (6, "没有名称或别名是“疾病预防控制中心”的项目"),
        (7, "没有上报单位“榆树市”"),
        (8, "“农安县”没有叫“德惠市传染病医院异地新建”的项目"),
    ]


def test_a_row_under_a_merged_name_is_told_of_and_never_dropped_in_silence(db: Database, offices: Offices) -> None:
    found = look(db, "项目名称\t总投资\t备注\n德惠市传染病医院异地新建\t100\t\n\t200\t\n\t\t\n合计\t300\t\n")
    assert told(found) == [("总投资", "未填", "100.00")]
    assert [(row.row, row.text) for row in found.unmatched] == [(3, "")]
    assert "没有项目名称" in found.unmatched[0].error


@pytest.mark.parametrize("cell", ["#REF!", "#N/A", "########"])
def test_what_excel_writes_for_an_error_is_no_text(db: Database, offices: Offices, cell: str) -> None:
    found = look(db, f"项目名称\t备注\n德惠市传染病医院异地新建\t{cell}\n")
    assert not found.changes
    assert f"“{cell}”是 Excel 的错误值" in (found.errors[0].error or "")


def test_two_rows_must_not_say_different_things_of_one_project(db: Database, offices: Offices) -> None:
    found = look(db, "名称\t责任人\n德惠传染病院\t甲\n德惠市传染病医院异地新建\t乙\n德惠传染病院\t甲")
    assert [item.new for item in found.changes] == ["甲"]
    assert [item.error for item in found.errors] == ["第 2 行也是这个项目，“责任人”却不同，请只保留一行。"]
    assert db.write("粘贴", paste.apply, found.items).result == 1


def test_a_code_is_filled_in_where_the_row_was_found_by_name(db: Database, offices: Offices) -> None:
    found = look(db, "名称\t项目代码\n德惠传染病院\t２１１１-341324-04-01-826425")
    assert told(found) == [("项目代码", "未填", "2111-341324-04-01-826425")]
    assert "末位校验不符" in (found.items[0].note or "")


def test_a_code_that_another_project_has_finds_that_project_and_says_that_the_name_differs(
    db: Database, offices: Offices
) -> None:
    found = look(db, f"名称\t项目代码\t责任人\n德惠传染病院\t{CODE}\t甲")
    assert [item.project_id for item in found.items] == [offices.centre]
    assert "表中名称“德惠传染病院”与项目“疾病预防控制中心扩建”不同" in (found.items[0].note or "")


def test_a_merged_entry_is_found_under_its_survivor(db: Database, offices: Offices) -> None:
    uid = db.read(detail, offices.centre, D).uid
    db.write("合并", merge, MergePlan(offices.hospital, offices.centre, D))
    found = look(db, f"uid\t责任人\n{uid}\t甲")
    assert [item.project_id for item in found.items] == [offices.hospital]


def test_wrong_cells_are_told_one_by_one_and_the_rest_is_written(db: Database, offices: Offices) -> None:
    block = (
        "名称\t总投资\t年度计划\t计划开工\t计划竣工\t建设性质\t级别\n"
        "德惠传染病院\t约500\t-3\t2026-13-01\t2027-06-30\t重建\t市重点\n"
        "重点传染病防治工程\t500\t\t\t\t\t\n"
    )
    found = look(db, block)
    assert [(item.row, item.column, item.error.split("，")[0]) for item in found.errors if item.error] == [
        (2, 2, "“约500”不是金额"),
        (2, 3, "金额不能是负数。"),
        (2, 4, "没有“2026-13-01”这一天。"),
        (2, 6, "“建设性质”没有“重建”这一项"),
        (3, 2, "这是工程标题"),
    ]
    assert {(item.old, item.new) for item in found.errors[:2]} == {("未填", "约500"), ("未填", "-3")}
    assert told(found) == [("计划竣工", "未填", "2027-06-30"), ("级别", "未填", "市重点")]
    assert db.write("粘贴", paste.apply, found.items).result == 2
    assert db.read(detail, offices.hospital, D).planned_finish == date(2027, 6, 30)


@pytest.mark.parametrize("headings", ["计划开工\t计划竣工", "计划竣工\t计划开工"])
@pytest.mark.parametrize(("start", "finish"), [("2027-03-01", "2028-06-30"), ("2020-03-01", "2021-06-30")])
def test_both_dates_of_a_row_move_together(
    db: Database, offices: Offices, headings: str, start: str, finish: str
) -> None:
    first = look(db, "名称\t计划开工\t计划竣工\n德惠传染病院\t2024-05-01\t2025-10-31")
    db.write("粘贴", paste.apply, first.items)
    days = (start, finish) if headings.startswith("计划开工") else (finish, start)
    found = look(db, f"名称\t{headings}\n德惠传染病院\t{days[0]}\t{days[1]}")
    assert not found.errors
    db.write("粘贴", paste.apply, found.items)
    after = db.read(detail, offices.hospital, D)
    assert (str(after.planned_start), str(after.planned_finish)) == (start, finish)


def test_dates_that_cross_are_refused(db: Database, offices: Offices) -> None:
    found = look(db, "名称\t计划开工\t计划竣工\n德惠传染病院\t2026-05-01\t2025-10-31")
    assert not found.changes
    assert {item.error for item in found.errors} == {"计划竣工 2025-10-31 早于计划开工 2026-05-01，未写入，请核对。"}


def test_a_month_alone_is_taken_with_a_note(db: Database, offices: Offices) -> None:
    found = look(db, "名称\t计划开工\t计划竣工\n德惠传染病院\t2026年5月\t2027.2")
    assert [(item.new, item.note) for item in found.changes] == [
        ("2026-05-01", "只写了年月，按月初计。"),
        ("2027-02-28", "只写了年月，按月末计。"),
    ]


def test_the_unit_in_the_heading_counts(db: Database, offices: Offices) -> None:
    found = look(db, "名称\t总投资（亿元）\t年度计划(元)\n德惠传染病院\t1.86\t3500000")
    assert told(found) == [("总投资", "未填", "18,600.00"), ("2026年度计划投资", "未填", "350.00")]


def test_a_year_in_the_heading_is_that_plans_year(db: Database, offices: Offices) -> None:
    found = look(db, "名称\t2025年计划投资\t年度计划\n德惠传染病院\t100\t200", year=2026)
    assert [(item.year, item.label) for item in found.changes] == [
        (2025, "2025年度计划投资"),
        (2026, "2026年度计划投资"),
    ]


def test_yuan_taken_for_wan_is_noticed(db: Database, offices: Offices) -> None:
    huge = look(db, "名称\t总投资\n德惠传染病院\t18600000")
    assert huge.items[0].note == "折合 1,860.00 亿元，像是把元当成了万元，请核对单位。"
    db.write("粘贴", paste.apply, look(db, "名称\t总投资\n德惠传染病院\t50").items)
    jump = look(db, "名称\t总投资\n德惠传染病院\t500000")
    assert jump.items[0].note == "是原数的 10,000 倍，像是把元当成了万元，请核对单位。"


def test_a_block_pasted_onto_rows_goes_to_those_rows(db: Database, offices: Offices) -> None:
    start = Start((offices.twin, offices.hospital), ("investment", "name", "owner_dept", None))
    found = look(
        db, "100\t改名\t农安县卫生健康局\n\t\t\n300\t\t\n", replace(start, columns=("investment", None, "owner_dept"))
    )
    assert [(item.project_id, item.field, item.new) for item in found.changes] == [
        (offices.twin, "investment", "100.00"),
        (offices.twin, "owner_dept", "农安县卫生健康局"),
    ]
    assert [(row.row, row.error) for row in found.unmatched] == [(3, "列表到此为止，这一行没有对应的项目，未写入。")]
    assert found.ignored == ("第 2 列",)
    assert not any(item.field == "name" for item in look(db, "改名", Start((offices.twin,), ("name",))).items)


def test_a_block_with_names_goes_by_the_names_wherever_it_is_pasted(db: Database, offices: Offices) -> None:
    found = look(db, "项目名称\t总投资\n德惠传染病院\t100", Start((offices.twin,), ("investment",)))
    assert [item.project_id for item in found.changes] == [offices.hospital]


def test_headings_without_names_name_the_columns_of_the_rows_pasted_onto(db: Database, offices: Offices) -> None:
    found = look(db, "责任人\t总投资\n甲\t100", Start((offices.twin,), ("investment",)))
    assert [(item.project_id, item.field) for item in found.changes] == [
        (offices.twin, "owner"),
        (offices.twin, "investment"),
    ]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "剪贴板里没有表格内容"),
        ("\t\r\n\t\r\n", "剪贴板里没有表格内容"),
        ("甲\t乙\n丙\t丁", "没有认出列标题"),
        ("总投资\t责任人\n100\t甲", "没有认出“项目名称”或“项目代码”一列"),
    ],
)
def test_what_cannot_be_read_at_all_is_said(db: Database, offices: Offices, text: str, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        look(db, text)


def test_500_rows_take_as_many_statements_as_5(db: Database) -> None:
    db.write("准备", lambda session: [builders.project(session, f"第{n}医院") for n in range(500)])

    def statements(rows: int) -> int:
        block = "名称\t总投资\t责任人\t计划开工\n" + "\n".join(f"第{n}医院\t{n}\t甲\t2026-05-01" for n in range(rows))

        def counted(session: Session) -> int:
            seen: list[str] = []
            engine = session.get_bind()
            event.listen(engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
            assert len(paste.preview(session, block, 2026).items) == rows * 3
            return len(seen)

        return db.read(counted)

    assert statements(5) == statements(500) < 15
