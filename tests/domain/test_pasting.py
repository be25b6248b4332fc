"""What Excel and WPS put on the clipboard, cut into cells, and the columns offices write."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.errors import InputError
from tracker.domain.money import FEN_PER_WAN, Amount
from tracker.domain.pasting import amount, headings, is_total, key, read, split

# A cell that opens with a quotation mark and the end of a later one that closes with one cannot be told from a quoted
# cell by anybody: Excel does not quote them.
CELL = st.text(st.sampled_from('甲乙 12"，\n'), max_size=6).filter(
    lambda cell: "\n" in cell or not cell.startswith('"')
)


def as_excel(rows: list[list[str]]) -> str:
    """Return rows as Excel copies them: quotes only around a cell that holds a line end."""
    cells = [['"' + cell.replace('"', '""') + '"' if "\n" in cell else cell for cell in row] for row in rows]
    return "".join("\t".join(row) + "\r\n" for row in cells)


@given(st.integers(1, 4).flatmap(lambda wide: st.lists(st.lists(CELL, min_size=wide, max_size=wide), min_size=1)))
def test_cells_come_back_as_they_were_copied(rows: list[list[str]]) -> None:
    if rows == [[""]]:
        assert split(as_excel(rows)) in ([], rows)
    else:
        assert split(as_excel(rows)) == rows


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("", []),
        ("甲", [["甲"]]),
        ("甲\t乙\r\n", [["甲", "乙"]]),
        ("甲\t乙\n丙\t", [["甲", "乙"], ["丙", ""]]),
        ("甲\r\n\r\n乙", [["甲"], [""], ["乙"]]),
        ('"十四五"项目\t乙', [['"十四五"项目', "乙"]]),
        ('"十四五"\t乙', [['"十四五"', "乙"]]),
        ('"一\r\n二"\t乙', [["一\n二", "乙"]]),
        ('"未完\t乙\n丙', [['"未完', "乙"], ["丙"]]),
    ],
)
def test_edges_of_the_clipboard(text: str, rows: list[list[str]]) -> None:
    assert split(text) == rows


@pytest.mark.parametrize(
    ("heading", "field", "unit", "year"),
    [
        ("项目名称", "name", "", None),
        ("★ 项目 名称", "name", "", None),
        ("总投资\n（万元）", "investment", "", None),
        ("总投资(亿元)", "investment", "亿元", None),
        ("项目总投资（单位：元）", "investment", "元", None),
        ("年度计划", "year_plan", "", None),
        ("2026年度计划投资（万元）", "year_plan", "", 2026),
        ("2026年投资计划", "year_plan", "", 2026),
        ("本年计划投资", "year_plan", "", None),
        ("项目（法人）单位", "builder", "", None),
        ("责任单位", "owner_dept", "", None),
        ("挂点领导", "leader", "", None),
        ("县（市、区）", "unit", "", None),
        ("UID", "uid", "", None),
        ("形象进度", None, "", None),
        ("2026年", None, "", None),
        ("", None, "", None),
    ],
)
def test_headings_as_offices_write_them(heading: str, field: str | None, unit: str, year: int | None) -> None:
    (column,) = headings([heading])
    assert (column.field, column.unit, column.year) == (field, unit, year)


def test_a_field_named_twice_is_taken_from_its_first_column() -> None:
    columns = headings(["项目名称", "总投资", "概算总投资", "2025年计划", "2026年计划"])
    assert [column.field for column in columns] == ["name", "investment", None, "year_plan", "year_plan"]


def test_a_first_row_of_values_is_not_taken_for_headings() -> None:
    block = read("100\t责任单位\t甲\t乙\t丙", ["investment", "owner_dept"])
    assert (block.headed, block.first_row, len(block.rows)) == (False, 1, 1)
    assert [column.field for column in block.columns] == ["investment", "owner_dept", None, None, None]


def test_nothing_to_go_by_is_refused() -> None:
    with pytest.raises(InputError, match="没有认出列标题"):
        read("甲\t乙")


@pytest.mark.parametrize(
    "name", ["合计", "合计(100项)", "合 计（100项）", "总计", "小计", "其中：在建（90项）", "其中"]
)
def test_lines_of_totals(name: str) -> None:
    assert is_total(name)


@pytest.mark.parametrize("name", ["合计医院", "小计算机中心建设", "德惠市医院"])
def test_names_that_only_look_like_totals(name: str) -> None:
    assert not is_total(name)


def test_names_are_compared_without_spaces_width_and_stars() -> None:
    assert key(" ★德惠市 医院（二期）\n") == key("德惠市医院(二期)")
    assert key("德惠市医院") != key("德惠市医院一期")


@pytest.mark.parametrize(
    ("cell", "unit", "value"),
    [
        ("1,200.50", "", Amount(120_050 * FEN_PER_WAN // 100)),
        ("1.2", "亿元", Amount(12_000 * FEN_PER_WAN)),
        ("3500万", "亿元", Amount(3_500 * FEN_PER_WAN)),
        ("￥5000", "元", Amount(FEN_PER_WAN // 2)),
        ("0", "", Amount(0)),
        ("/", "", Amount(na=True)),
        ("／", "", Amount(na=True)),
        ("不适用", "", Amount(na=True)),
    ],
)
def test_amounts(cell: str, unit: str, value: Amount) -> None:
    assert amount(cell, unit) == value


@pytest.mark.parametrize("cell", ["约500", "-5", "—", "500-600"])
def test_what_is_no_amount(cell: str) -> None:
    with pytest.raises(InputError):
        amount(cell)


TITLED = (
    "附件1\t\t\t\n德惠市2026年项目表\t\t\t\n\t\t\t单位：元\n项目名称\t责任单位\t总投资\t年度计划\n甲\t卫健局\t10000\t"
)
SPANNED = (
    "序号\t项目名称\t责任单位\t投资（元）\t\t2026年\n"
    "\t\t\t总投资\t备案投资\t计划投资\n"
    "1\t甲\t卫健局\t10000\t2\t3\n"
    "\t\t\t5\t\t\n"
)


def test_headings_are_found_below_the_title_of_the_sheet_with_its_unit() -> None:
    block = read(TITLED)
    assert [column.field for column in block.columns] == ["name", "owner_dept", "investment", "year_plan"]
    assert [column.unit for column in block.columns] == ["", "", "元", "元"]
    assert (block.first_row, block.rows) == (5, (("甲", "卫健局", "10000", ""),))


def test_headings_on_two_rows_are_read_together() -> None:
    """The upper cells span those below: their unit and year hold for them."""
    block = read(SPANNED)
    fields = [(column.field, column.unit, column.year) for column in block.columns]
    assert fields[1:4] == [("name", "", None), ("owner_dept", "", None), ("investment", "元", None)]
    assert (fields[4][0], fields[5]) == (None, ("year_plan", "", 2026))
    assert (block.first_row, len(block.rows)) == (3, 2)


def test_a_row_of_values_is_never_taken_for_a_second_row_of_headings() -> None:
    block = read("项目名称\t备注\n甲\t总投资\n", ("investment",))
    assert (block.first_row, block.rows) == (2, (("甲", "总投资"),))
