"""The quarterly workbook as other programs read it: openpyxl, calamine and LibreOffice."""

from __future__ import annotations

import math
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from tests.reports.office import FORMULA, HEADING, HOSPITAL, NEW_AREA, OLD, PLUS, QUARTER, TRAINING, WAN
from tracker.domain.errors import FileProblem, InputError
from tracker.domain.figures import Group, Sum
from tracker.queries.criteria import Criteria
from tracker.reports.excel_out import write_quarterly
from tracker.reports.file_names import quarterly_name
from tracker.reports.quarterly import QuarterlyReport, gather
from tracker.reports.report_cells import wan_exactly
from tracker.store.database import Database

SHEETS = ["汇总表", "对比表", "明细表", "节点表", "问题清单", "补报更正", "图表", "填报情况"]
Rows = list[list[Any]]


@pytest.fixture
def path(report: QuarterlyReport, tmp_path: Path) -> Path:
    """The workbook of the small office."""
    return write_quarterly(tmp_path / "季报.xlsx", report).path


@pytest.fixture
def book(path: Path) -> Any:
    """The workbook as openpyxl reads it."""
    return openpyxl.load_workbook(path)


def rows_of(sheet: Worksheet) -> Rows:
    """All values of a sheet."""
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def column(sheet: Worksheet, head: str, group: str = "") -> int:
    """The number of a column, by its head with line breaks left out, and the head over it."""
    over = ""
    for cells in zip(sheet[3], sheet[4], strict=True):
        upper, lower = (str(cell.value or "").replace("\n", "") for cell in cells)
        over = upper or over
        if head in (upper, lower) and (not group or over == group):
            return cells[0].column or 0
    raise AssertionError(f"no column {head}")


def row(sheet: Worksheet, words: str) -> int:
    """The number of the first row that begins with some words, in either of its first two columns."""
    for cells in sheet.iter_rows(min_row=5, max_col=2):
        if any(str(cell.value or "").startswith(words) for cell in cells):
            return cells[0].row or 0
    raise AssertionError(f"no row {words}")


def value(sheet: Worksheet, words: str, head: str, group: str = "") -> Any:
    """What stands in one cell."""
    return sheet.cell(row(sheet, words), column(sheet, head, group)).value


def day(year: int, month: int, number: int) -> datetime:
    """A day as openpyxl reads it."""
    return datetime.combine(date(year, month, number), time())


def test_the_sheets_stand_in_the_order_they_are_read(book: Any) -> None:
    assert book.sheetnames == SHEETS
    titles = [book[name]["A1"].value for name in SHEETS]
    assert titles[0] == "2026年1—9月专栏项目季报汇总表"
    assert all(title.startswith("2026年1—9月") for title in titles)
    assert "单位：万元、%" in [cell.value for cell in book["汇总表"][2]]


def test_the_summary_shows_the_whole_first_then_units_in_their_order(book: Any) -> None:
    labels = [cells[0] for cells in rows_of(book["汇总表"])[4:11]]
    assert labels == [
        "合计（5项）",
        "其中：建设类（4项）",
        "其中：能力类（1项）",
        "德惠市",
        "南关区",
        "长春新区",
        "高新区",
    ]


def test_the_summary_has_the_sums_of_the_report(book: Any, report: QuarterlyReport) -> None:
    sheet = book["汇总表"]
    for label, group in [("合计", report.whole), *((unit.label, unit) for unit in report.units)]:
        for head, over, amount in (
            ("总投资", "", group.investment),
            ("年度计划投资", "", group.year_plan),
            ("累计到位", "", group.arrived),
            ("本期", "累计完成投资", group.done),
            ("金额", "年初至今完成投资", group.year_done),
            ("金额", "累计支付", group.paid),
        ):
            printed = value(sheet, label, head, over)
            assert printed == ("未填" if amount.fen is None else wan_exactly(amount.fen)), (label, head)
        assert value(sheet, label, "合计", "项目数（项）") == group.projects
        assert value(sheet, label, "问题个数") == group.open_problems
        late = value(sheet, label, "逾期项数")
        assert late == (group.late if group.node_mean.projects else "未填")


def test_the_rates_are_numbers_in_percent_with_one_decimal(book: Any) -> None:
    sheet = book["汇总表"]
    assert value(sheet, "德惠市", "占年度计划%") == pytest.approx(50)
    assert value(sheet, "德惠市", "比序时百分点") == pytest.approx(-25)
    assert value(sheet, "德惠市", "支付率%") == pytest.approx(50)
    assert value(sheet, "德惠市", "节点完成率%") == pytest.approx(25)
    assert value(sheet, "高新区", "节点完成率%") == "未填"
    assert value(sheet, "高新区", "支付率%") == "—"
    assert sheet.cell(row(sheet, "德惠市"), column(sheet, "节点完成率%")).number_format == "0.0"
    assert sheet.cell(row(sheet, "德惠市"), column(sheet, "总投资")).number_format.startswith("#,##0.00")


def test_the_detail_has_last_quarter_this_quarter_and_what_was_added(book: Any) -> None:
    sheet = book["明细表"]
    assert [value(sheet, HOSPITAL, head, "累计完成投资") for head in ("上期", "本期", "本季新增")] == [400, 600, 200]
    assert value(sheet, HOSPITAL, "年初至今完成") == 500
    assert value(sheet, HOSPITAL, "本期", "累计到位") == 800
    assert value(sheet, HOSPITAL, "上期", "累计到位") == "未填"
    assert value(sheet, HOSPITAL, "形象进度") == "主体施工至三层。"
    assert value(sheet, HOSPITAL, "节点时限") == day(2026, 12, 1)
    assert value(sheet, NEW_AREA, "形象进度") == "（2026年6月填报）正在招标。"
    assert value(sheet, NEW_AREA, "逾期天数") == 30


def test_zero_unknown_not_applicable_and_not_computable_are_four_things(book: Any) -> None:
    sheet = book["明细表"]
    assert value(sheet, FORMULA, "本期", "累计完成投资") == 0
    assert value(sheet, TRAINING, "本期", "累计完成投资") == "未填"
    assert value(sheet, PLUS, "本期", "累计完成投资") == "／"
    assert value(sheet, FORMULA, "占总投资%") == 0
    assert value(sheet, FORMULA, "占年度计划%") == "未填"
    assert value(sheet, PLUS, "占总投资%") == "／"
    assert value(sheet, HOSPITAL, "支付率%") == pytest.approx(50)
    assert value(sheet, "合计", "本期", "累计完成投资") == pytest.approx(600.004)


def test_headings_and_cancelled_projects_stand_in_the_list_without_a_number(book: Any) -> None:
    sheet = book["明细表"]
    heading = row(sheet, HEADING)
    assert sheet.cell(heading, 2).value == f"{HEADING}（长春1）"
    assert not any(cell.value for cell in sheet[heading][2:])
    old = row(sheet, OLD)
    assert sheet.cell(old, 2).value == f"{OLD}（取消，不计入合计）"
    assert sheet.cell(old, 1).value is None
    numbers = [cells[0] for cells in rows_of(sheet)[5:] if isinstance(cells[0], int)]
    assert numbers == [1, 2, 3, 4, 5]


def test_the_milestones_keep_their_four_dates_apart(book: Any) -> None:
    sheet = book["节点表"]
    listed = [[str(cell or "")[:10] for cell in cells[3:9]] for cells in rows_of(sheet)[4:8]]
    assert listed == [
        ["立项", "25", "2026-06-30", "", "", "2026-06-30"],
        ["开工", "75", "2026-08-01", "2026-12-01", "2026-12-20", ""],
        ["配置许可", "／", "／", "／", "／", "／"],
        ["开工", "10", "2026-08-31", "", "", ""],
    ]
    assert sheet.cell(6, column(sheet, "批准文号")).value == "长卫〔2026〕9号"
    notes = " ".join(str(cells[0]) for cells in rows_of(sheet)[8:])
    assert "另有 3 项还没有设置节点" in notes


def test_only_open_problems_are_listed(book: Any) -> None:
    assert [cells[3] for cells in rows_of(book["问题清单"])[4:5]] == ["@征拆未完成"]
    assert value(book["问题清单"], HOSPITAL, "超期天数") == 10


def test_text_can_never_become_a_formula(path: Path, book: Any) -> None:
    names = [sheet.cell(row(sheet, FORMULA), 2) for sheet in [book["明细表"]]]
    names += [book["明细表"].cell(row(book["明细表"], PLUS), 2), book["问题清单"].cell(5, 4)]
    for cell in names:
        assert cell.data_type == "s"
        assert cell.quotePrefix
    with zipfile.ZipFile(path) as package:
        parts = [package.read(name) for name in package.namelist() if name.startswith("xl/worksheets/")]
    assert not any(b"<f>" in part or b"<f " in part for part in parts)


def test_wild_text_arrives_whole_or_not_at_all(db: Database, report: QuarterlyReport, tmp_path: Path) -> None:
    """Control characters, error words, long digits, broken surrogates, and more than a cell can hold."""
    wild = [
        "\x00\x0b甲\ufffe乙",
        "#N/A",
        "00220183840101234567",
        "\ud800丙",
        "=" * 40_000,
        "行1\r\n行2",
        "-3",
        "@甲",
        " 前后 ",
    ]
    lines = [
        replace(line, row=replace(line.row, name=name, counted=True))
        for name, line in zip(wild, list(report.projects) * 2, strict=False)
    ]
    path = write_quarterly(tmp_path / "野.xlsx", replace(report, projects=tuple(lines))).path
    sheet = openpyxl.load_workbook(path)["明细表"]
    written = [sheet.cell(number, 2).value for number in range(6, 6 + len(wild))]
    assert all(isinstance(name, str) for name in written)
    plain = [str(name).split("（取消")[0].split("（打捆")[0] for name in written]
    assert plain[:4] == ["甲乙", "#N/A", "00220183840101234567", "丙"]
    assert len(str(written[4])) == 32_767
    assert plain[5:] == ["行1\n行2", "-3", "@甲", " 前后 "]
    calamine = CalamineWorkbook.from_path(path).get_sheet_by_name("明细表").to_python()
    assert [cells[1] for cells in calamine[5 : 5 + len(wild)]] == written


def test_merged_cells_do_not_overlap_and_hold_their_text(book: Any) -> None:
    for sheet in book.worksheets:
        ranges = list(sheet.merged_cells.ranges)
        assert ranges
        taken: set[tuple[int, int]] = set()
        for block in ranges:
            cells = {
                (r, c) for r in range(block.min_row, block.max_row + 1) for c in range(block.min_col, block.max_col + 1)
            }
            assert not cells & taken, (sheet.title, block)
            taken |= cells


def test_the_sheets_are_set_up_for_printing(book: Any) -> None:
    papers = {sheet.title: int(sheet.page_setup.paperSize) for sheet in book.worksheets}
    assert papers["明细表"] == 8  # A3
    assert papers["汇总表"] == 9  # A4
    for sheet in book.worksheets:
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.print_title_rows == "$2:$4"
        assert sheet.oddFooter.center.text == "第 &P 页 共 &N 页"
        assert sheet.freeze_panes[1:] == "5"
        assert not sheet.data_validations.dataValidation


def test_the_notes_define_the_figures_and_the_form_is_signed(book: Any) -> None:
    words = "\n".join(str(cells[0]) for cells in rows_of(book["汇总表"])[11:])
    assert "序时进度 75.0%" in words
    assert "5 项中已填：总投资 3 项、年度计划投资 1 项" in words
    assert "长春新区只含本级项目，高新区单列，不重复计" in words
    assert "单位负责人" in words
    assert "联系电话" in words


def test_the_note_on_rounding_stands_only_where_printed_rows_do_not_add_up(
    report: QuarterlyReport, book: Any, tmp_path: Path
) -> None:
    """0.004 and 0.004 print as 0.00 each and 0.01 together: 3000.00 + 0.00 + 0.00 is not 3000.01."""
    assert any("因四舍五入" in str(cells[0]) for cells in rows_of(book["汇总表"]))

    def even(group: Group) -> Group:
        return replace(group, investment=Sum(1000 * WAN, 1, 1), done=Sum(None, 0, 1), year_done=Sum(None, 0, 1))

    units = tuple(even(unit) for unit in report.units)
    whole = replace(even(report.whole), investment=Sum(4000 * WAN, 4, 4))
    path = write_quarterly(tmp_path / "整.xlsx", replace(report, units=units, whole=whole)).path
    summary = openpyxl.load_workbook(path)["汇总表"]
    assert not any("因四舍五入" in str(cells[0]) for cells in rows_of(summary))


def test_the_chart_carries_its_values_and_shows_its_axes(path: Path, book: Any) -> None:
    chart = book["图表"]._charts[0]
    series = chart.series[0]
    names = [point.v for point in series.cat.strRef.strCache.pt]
    assert names == ["德惠市", "长春新区", "南关区（未填报）", "高新区（未填报）"]
    values = {point.idx: float(point.v) for point in series.val.numRef.numCache.pt}
    assert values == {0: 25.0, 1: 0.0}  # what is not filled in has no point, zero has one
    assert (chart.x_axis.delete, chart.y_axis.delete) == (False, False)
    sheet = book["图表"]
    assert [sheet.cell(number, 2).value for number in range(5, 9)] == [25, 0, None, None]


def test_an_empty_filter_still_makes_a_readable_workbook(db: Database, office: dict[str, int], tmp_path: Path) -> None:
    report = gather(db.read, Criteria(text="没有这个项目"), QUARTER)
    book = openpyxl.load_workbook(write_quarterly(tmp_path / "空.xlsx", report).path)
    assert book["汇总表"]["A5"].value == "合计（0项）"
    assert book["节点表"]["A5"].value == "还没有项目设置节点。"
    assert book["问题清单"]["A5"].value == "截至 2026年9月30日 没有未解决的问题。"


def same(one: Any, other: Any) -> bool:
    """Whether two readers saw the same: empty is empty, numbers to fifteen digits, days with or without a time."""
    one, other = ("" if cell is None else cell for cell in (one, other))
    if isinstance(one, int | float) and isinstance(other, int | float):
        return math.isclose(one, other, rel_tol=1e-14, abs_tol=1e-12)
    return bool(_day(one) == _day(other))


def _day(cell: Any) -> Any:
    """A date as a date, whatever the reader made of it."""
    return cell.date() if isinstance(cell, datetime) else cell


def assert_same_cells(book: Any, other: CalamineWorkbook) -> None:
    """Compare every cell of two readings."""
    assert other.sheet_names == book.sheetnames
    for sheet in book.worksheets:
        seen = other.get_sheet_by_name(sheet.title).to_python(skip_empty_area=False)
        for number, cells in enumerate(rows_of(sheet)):
            there = seen[number] if number < len(seen) else []
            for place, cell in enumerate(cells):
                beside = there[place] if place < len(there) else None
                assert same(cell, beside), (sheet.title, number + 1, place + 1, cell, beside)


def test_calamine_reads_the_same_cells(path: Path, book: Any) -> None:
    assert_same_cells(book, CalamineWorkbook.from_path(path))


@pytest.mark.office
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_reads_the_same_cells(path: Path, book: Any, tmp_path: Path) -> None:
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "ods"]
    subprocess.run(
        [*command, "--outdir", str(tmp_path / "ods"), str(path)], check=True, capture_output=True, timeout=180
    )
    assert_same_cells(book, CalamineWorkbook.from_path(tmp_path / "ods" / "季报.ods"))


def test_another_ending_is_refused(report: QuarterlyReport, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="只能存为"):
        write_quarterly(tmp_path / "季报.xls", report)


def test_the_suggested_name_is_the_offices_own() -> None:
    assert quarterly_name(QUARTER) == "2026年三季度季报.xlsx"


@pytest.fixture
def locked(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], None]:
    """Hold a file as Excel does: it cannot be replaced."""
    replace_file = Path.replace
    held: set[Path] = set()

    def refuse(self: Path, target: Path) -> Path:
        if Path(target) in held:
            raise PermissionError(13, "另一个程序正在使用此文件", str(target))
        return replace_file(self, target)

    monkeypatch.setattr(Path, "replace", refuse)
    return held.add


def test_a_workbook_that_is_open_in_excel_is_left_alone(
    report: QuarterlyReport, tmp_path: Path, locked: Callable[[Path], None]
) -> None:
    path = tmp_path / "2026年三季度季报.xlsx"
    path.write_bytes(b"open in Excel")
    (tmp_path / "2026年三季度季报(2).xlsx").write_bytes(b"an older copy")
    locked(path)
    written = write_quarterly(path, report)
    assert written.path.name == "2026年三季度季报(3).xlsx"
    assert written.message == (
        "季报没有写出：“2026年三季度季报.xlsx”正被其他程序打开。已另存为“2026年三季度季报(3).xlsx”。"
    )
    assert path.read_bytes() == b"open in Excel"
    assert openpyxl.load_workbook(written.path).sheetnames == SHEETS
    assert len(list(tmp_path.glob("*.xlsx"))) == 3


def test_cancelling_leaves_nothing_behind(report: QuarterlyReport, tmp_path: Path) -> None:
    class Enough(Exception):
        """The user pressed 取消."""

    def progress(done: int, total: int, text: str) -> None:
        if text == "正在写明细表":
            raise Enough

    path = tmp_path / "季报.xlsx"
    path.write_bytes(b"last quarter's")
    with pytest.raises(Enough):
        write_quarterly(path, report, progress)
    assert [file.read_bytes() for file in tmp_path.iterdir() if file.suffix == ".xlsx"] == [b"last quarter's"]


def test_progress_is_told_and_ends_at_the_end(report: QuarterlyReport, tmp_path: Path) -> None:
    told: list[tuple[int, int, str]] = []
    write_quarterly(tmp_path / "季报.xlsx", report, lambda *step: told.append(step))
    assert told[0][2] == "正在写汇总表"
    assert told[-1] == (7, 7, "正在保存")


def test_a_folder_that_cannot_be_written_is_named(report: QuarterlyReport, tmp_path: Path) -> None:
    (tmp_path / "文件").write_text("不是文件夹", encoding="utf-8")
    with pytest.raises(FileProblem, match="不能写入文件夹"):
        write_quarterly(tmp_path / "文件" / "季报.xlsx", report)


def test_dates_are_true_dates(book: Any) -> None:
    sheet = book["节点表"]
    cell = sheet.cell(5, column(sheet, "原定"))
    assert cell.is_date
    assert cell.value == day(2026, 6, 30)
    assert cell.number_format == "yyyy-mm-dd"
