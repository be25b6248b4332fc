"""打印 and PDF: the list as it stands on screen, and 一页台账, on pages nothing is cut from."""

from __future__ import annotations

import shutil
import subprocess
import unicodedata
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF
from pytestqt.qtbot import QtBot

from tests.ui.conftest import Shell
from tests.ui.hands import LONG, words
from tracker.domain.figures import GroupKey
from tracker.queries.criteria import Criteria
from tracker.queries.projects import list_ids
from tracker.services import projects
from tracker.ui import messages
from tracker.ui.main_window import MainWindow
from tracker.ui.pages.charts import ChartsPage
from tracker.ui.pages.projects import ProjectsPage
from tracker.ui.print_dialog import Printable, PrintDialog
from tracker.ui.printing.document import Column, Document, Facts, NewPage, Picture, Row, SignOff, Table, Text
from tracker.ui.printing.layout import Layout, Page, Words
from tracker.ui.printing.painting import pages_of, save_pdf
from tracker.ui.printing.paper import PAD, Paper, Sheet, font, text_height

LONG_NAME = "长春市公共卫生医学中心及重大疫情救治基地传染病区综合楼建设工程" * 4


def texts(page: Page) -> list[str]:
    return [mark.text for mark in page.marks if isinstance(mark, Words)]


def wide_table(rows: int) -> Table:
    columns = tuple(Column(f"第{number}列", 80.0, unit="万元") for number in range(1, 21))
    lines = [Row((f"第{row}行", LONG_NAME, *["1,234,567.89"] * 18)) for row in range(rows)]
    return Table(columns, lines)


def test_a_long_wide_table_repeats_its_headings_and_loses_nothing() -> None:
    document = Document("一览表", (wide_table(60),), "范围：全部项目", "单位：万元")
    sheet = Sheet(Paper.A4, landscape=True)
    pages = pages_of(document, sheet)
    assert len(pages) > 2
    inner = sheet.inner()
    for page in pages:
        found = texts(page)
        assert sum(text == "第20列\n万元" for text in found) == 1
        for mark in page.marks:
            assert isinstance(mark, Words)
            assert QRectF(-1, -1, inner.width() + 2, inner.height() + 2).contains(mark.box)
            if mark.frame:
                used = font(mark.size, strong=mark.strong)
                assert text_height(mark.text, mark.box.width() - 2 * PAD, used) <= mark.box.height() + 1
    rows = [text for page in pages for text in texts(page) if text.startswith("第") and text.endswith("行")]
    assert rows == [f"第{row}行" for row in range(60)]


def test_a_text_longer_than_a_page_goes_on_over_the_next() -> None:
    story = "".join(f"第{number:04}句。" for number in range(900))
    columns = (Column("备注", 1.0), *(Column(f"列{number}", 1.0) for number in range(15)))
    pages = pages_of(Document("一览表", (Table(columns, [Row((story, *["短"] * 15))]),)), Sheet())
    assert len(pages) > 1
    printed = "".join(text.replace("\n", "") for page in pages for text in texts(page) if "句" in text)
    assert printed == story


def test_larger_paper_takes_more_of_it() -> None:
    document = Document("一览表", (wide_table(60),))
    small, large = (len(pages_of(document, Sheet(paper))) for paper in (Paper.A4, Paper.A3))
    assert large < small


def test_blocks_stay_together_and_new_pages_have_their_titles() -> None:
    facts = Facts(
        (("上报单位", "德惠市"), ("状态", "在建"), ("规划出处", LONG_NAME), ("备注", "无")), ("规划出处",), "概况"
    )
    blocks = (facts, Table((Column("节点", 1.0),), (), "节点", "没有设置节点"), Text("说明", small=True))
    sign = SignOff((("单位负责人", ""), ("填报人", "经办人甲")))
    document = Document("甲项目", (*blocks, sign, NewPage("乙项目", "农安县"), *blocks), "德惠市")
    first, second = Layout(Sheet(landscape=False)).lay_out(document)
    assert {"甲项目", "德惠市", "没有设置节点", "填报人：经办人甲"} <= set(texts(first))
    assert {"乙项目", "农安县", "概况"} <= set(texts(second))


def ask(window: MainWindow) -> PrintDialog:
    window.menus.run("文件", "打印")
    return window.findChildren(PrintDialog)[-1]


def offered(window: MainWindow) -> tuple[Printable, ...]:
    page = window.pages.current
    assert page is not None
    return page.printables()


def pdf_text(path: Path) -> str:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    command = ["pdftotext", "-layout", str(path), "-"]
    # The font draws some characters and their radicals with one glyph, and a PDF can name only one of them.
    return unicodedata.normalize("NFKC", subprocess.run(command, capture_output=True, text=True, check=True).stdout)


@pytest.mark.office
def test_the_list_is_printed_as_it_is_filtered(
    shell: Shell, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, _ = shell
    window.pages.show_page("projects")
    assert window.context is not None
    window.context.open_projects(Criteria(text="德惠"))
    target = tmp_path / "一览.pdf"
    monkeypatch.setattr(messages, "ask_save", lambda *_: target)
    dialog = ask(window)
    dialog.save_button.click()
    qtbot.waitUntil(lambda: window.strips.shown("notice") is not None, timeout=LONG)
    assert "PDF 已存好：一览.pdf" in words(window.strips)
    text = pdf_text(target)
    assert "2026年第三季度专栏项目一览表" in text
    assert "德惠" in text
    assert "九台" not in text


@pytest.mark.office
def test_one_page_for_each_selected_project(shell: Shell, qtbot: QtBot, tmp_path: Path) -> None:
    window, _ = shell
    window.pages.show_page("projects")
    assert window.context is not None
    tasks = window.context.tasks
    [project_id, *_] = tasks.read(list_ids, Criteria(text="德惠市传染病医院"), window.period.as_of)
    tasks.write("填写责任单位", projects.edit, project_id, "owner_dept", "卫生健康局")
    window.context.open_project(project_id)
    [_, one] = offered(window)
    assert one.name == "一页台账 德惠市传染病医院异地新建"
    document = one.make(lambda _done, _total: None)
    written = save_pdf(tmp_path / "台账.pdf", document, Sheet(landscape=False))
    text = pdf_text(written.path)
    assert "卫生健康局" in text
    assert "未填" in text
    assert "单位负责人" in text
    assert text.count("\f") == 1


@pytest.mark.office
def test_a_chart_is_printed_whole_and_its_numbers_as_a_table(shell: Shell, qtbot: QtBot, tmp_path: Path) -> None:
    window, _ = shell
    window.pages.show_page("charts")
    page = window.pages.current
    assert isinstance(page, ChartsPage)
    qtbot.waitUntil(lambda: page.view.chart is not None, timeout=LONG)
    chart, numbers = offered(window)
    [block] = chart.make(lambda _done, _total: None).blocks
    assert isinstance(block, Picture)
    assert block.png.startswith(b"\x89PNG")
    written = save_pdf(tmp_path / "图.pdf", chart.make(lambda _done, _total: None), Sheet())
    assert pdf_text(written.path).count("\f") == 1
    document = numbers.make(lambda _done, _total: None)
    text = pdf_text(save_pdf(tmp_path / "数.pdf", document, Sheet(landscape=False)).path)
    assert page.view.chart is not None
    [table] = document.blocks
    assert isinstance(table, Table)
    assert [row.cells[0] for row in table.rows] == [*(bar.label for bar in page.view.chart.bars), "合计"]
    assert "德惠市" in text


def test_a_page_without_anything_to_print_says_so(shell: Shell) -> None:
    window, _ = shell
    window.pages.show_page("history")
    window.menus.run("文件", "打印")
    assert "没有可以打印的内容" in words(window.strips)


def test_cancelling_leaves_no_file(shell: Shell, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    window, _ = shell
    window.pages.show_page("projects")
    monkeypatch.setattr(messages, "ask_save", lambda *_: tmp_path / "一览.pdf")
    dialog = ask(window)
    window.runner.started.connect(lambda _title: window.runner.cancel())
    dialog.save_button.click()
    qtbot.waitUntil(lambda: window.strips.shown("notice") is not None, timeout=LONG)
    assert "已取消" in words(window.strips)
    assert not list(tmp_path.glob("*.pdf"))


@pytest.mark.office
def test_a_grouped_list_is_printed_with_its_subtotals(shell: Shell, tmp_path: Path) -> None:
    window, _ = shell
    window.pages.show_page("projects")
    page = window.pages.current
    assert isinstance(page, ProjectsPage)
    page.panel.group(GroupKey.UNIT)
    [whole] = page.printables()[:1]
    document = whole.make(lambda _done, _total: None)
    table = document.blocks[0]
    assert isinstance(table, Table)
    heads = [row for row in table.rows if row.strong]
    assert any("德惠市（9项）" in row.cells for row in heads)
    numbers = [int(row.cells[0]) for row in table.rows if not row.strong]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) == len(page.panel.result.ids)
    page.panel.sections.fold_all(folded=True)
    folded = page.printables()[0].make(lambda _done, _total: None).blocks[0]
    assert isinstance(folded, Table)
    assert all(row.strong for row in folded.rows)
    written = save_pdf(tmp_path / "小计.pdf", document, Sheet())
    assert "德惠市(9项)" in pdf_text(written.path)
    page.panel.group(GroupKey.NOTHING)


@pytest.mark.office
def test_the_sheet_of_a_quarter_is_printed_with_the_line_people_sign(shell: Shell, tmp_path: Path) -> None:
    window, _ = shell
    assert window.context is not None
    window.context.open_projects(Criteria(text="德惠"))
    window.pages.show_page("entry")
    [sheet] = offered(window)
    written = save_pdf(tmp_path / "填报.pdf", sheet.make(lambda _done, _total: None), Sheet())
    text = pdf_text(written.path)
    assert "2026年第三季度专栏项目填报表" in text
    assert "德惠" in text
    assert "单位负责人" in text
    assert "未填" in text
