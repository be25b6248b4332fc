"""The users' day, driven through the real window: from an empty folder to the quarterly workbook and back again.

Only clicks and keys go in; what comes out is read from the screen, the workbook, the command line and the query that
all of them rest on. The figures are those of one project: 总投资 12,000.00, plan of 2026 3,000.00, and for 2026Q3
到位 6,000.00, 完成投资 5,936.05, 支付 5,500.50, of which 完成投资 4,000.00 until the end of 2025 (all 万元).
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QLineEdit, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from tests.ui import hands
from tests.ui.hands import CONTROL, LONG
from tracker import cli
from tracker.app import application, build
from tracker.desk import Desk
from tracker.domain.dates import parse_day
from tracker.domain.figures import GroupKey
from tracker.domain.money import format_percent, format_wan
from tracker.queries.criteria import Criteria
from tracker.queries.figures import figures, grouped
from tracker.reports.chart_data import CompletionChart
from tracker.store.database import open_file
from tracker.ui.chart_view import ChartView
from tracker.ui.detail.milestone_cells import typed_day
from tracker.ui.dialogs.own_units import OwnUnitsDialog
from tracker.ui.export_dialog import ExportDialog
from tracker.ui.first_start import FirstStart
from tracker.ui.main_window import MainWindow
from tracker.ui.settings_store import SettingsStore
from tracker.ui.table_view import TableView

TODAY, END = date(2026, 10, 5), date(2026, 9, 30)
PROJECT, COUNTY = "德惠市传染病医院异地新建", "德惠市"
# Title, 原定 and 实际 as typed into the table; the words of each line are what the template brings.
NODES = (
    ("立项", "2025-3-1", "2025.3.10"),
    ("可研批复", "2025-6-30", "2025年6月20日"),
    ("初设及概算", "2025/9/30", "2025-10-15"),
    ("施工许可/开工", "2026-4-30", "26-5-6"),
    ("主体封顶", "2026-8-31", ""),
    ("竣工验收", "2027-10-31", ""),
    ("交付使用", "2027-12-31", ""),
)
# What is typed for 至上年底 and for 本期, in 万元.
MONEY = {"到位": ("4500", "6,000"), "完成投资": ("4000", "5936.05"), "支付": ("3900", "5500.5")}
SENTENCE, PROBLEM = "主体施工至四层，二次结构完成一半。", "室外管网与市政接口未批复"
# What the row of the list then shows, by the column's heading.
LIST = {
    "状态": "在建",
    "下一节点": "主体封顶",
    "逾期": "30",
    "节点完成率": "40",
    "形象进度": "45",
    "总投资": "12,000.00",
    "累计完成": "5,936.05",
    "年度投资完成率": "64.5",
    "比序时": "−10.5",
    "年度计划": "3,000.00",
    "年初至今": "1,936.05",
    "累计到位": "6,000.00",
    "累计支付": "5,500.50",
}
UNFILLED = dict.fromkeys(LIST, "未填") | {"逾期": "空", "比序时": "—"}

Bars = dict[str, tuple[Fraction | None, str]]  # value and printed value by unit


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home: no settings, no documents, no file used last."""
    folder = tmp_path / "空文件夹"
    for name in ("CONFIG", "DATA", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(folder / name.lower()))
    monkeypatch.setenv("XDG_DOCUMENTS_DIR", str(folder / "文档"))
    monkeypatch.delenv("TRACKER_DB", raising=False)
    return folder


class Office:
    """One computer of an office: starts the program and keeps the window that is open."""

    def __init__(self, qtbot: QtBot, home: Path) -> None:
        """Nothing is started yet."""
        self.qtbot = qtbot
        self.home = home
        self.window = MainWindow(SettingsStore(None), TODAY)  # stands in until the first start
        self.file = home / "项目办 资料" / "德惠 台账.db"

    def start(self) -> None:
        """Start the program as its own main function does, on 5 October 2026."""
        self.window.deleteLater()
        self.window, opening = build(Desk(), SettingsStore(self.home / "window.json"), TODAY)
        self.window.resize(1366, 768)
        self.window.show()
        self.look()
        QTimer.singleShot(0, opening.begin)

    def look(self) -> None:
        """Bring the window to the front, as closing a dialog does on a desktop."""
        hands.to_front(self.window)

    def wait_for_file(self) -> None:
        """Wait until a file is open."""
        self.qtbot.waitUntil(lambda: self.window.context is not None, timeout=LONG)
        self.look()

    @property
    def list(self) -> TableView:
        """The list of projects."""
        return hands.table(self.window, "项目列表")

    def tab(self, title: str) -> QWidget:
        """Open a tab of the detail and return the window to look in."""
        hands.show_tab(hands.named(self.window, "项目详情", QTabBar), title)
        return self.window

    def page(self, title: str) -> None:
        """Go to a page by its entry in the rail."""
        hands.press(self.window.rail, title)

    def shows(self, wanted: dict[str, str]) -> dict[str, str]:
        """Return what the first row of the list shows in the same columns."""
        return {title: hands.shown(self.list, 0, title) for title in wanted}

    def search(self, text: str) -> None:
        """Ctrl+F from wherever one is, and type."""
        hands.key(Qt.Key.Key_F, CONTROL)
        hands.write(hands.field(self.window, "搜索项目"), text)

    def bars(self) -> Bars:
        """Go to 图表 and return each unit's value with what its tip says first."""
        self.page("图表")
        view = self.window.findChild(ChartView)
        assert view is not None
        self.qtbot.waitUntil(lambda: view.picture is not None, timeout=LONG)
        assert isinstance(view.chart, CompletionChart)
        return {
            bar.label: (bar.value, "未填报" if bar.value is None else format_percent(bar.value))
            for bar in view.chart.bars
        }


@pytest.fixture
def office(qtbot: QtBot, home: Path) -> Iterator[Office]:
    """An office whose computer has never seen the program."""
    application()
    office = Office(qtbot, home)
    yield office
    office.window.pages.close_all()
    office.window.close()
    office.window.deleteLater()


# --- The steps ---


def make_the_file(office: Office) -> None:
    """The first start: a name, a place chosen in Qt's own dialog, and the file is made while progress is shown."""
    office.start()
    office.qtbot.waitUntil(lambda: office.window.findChild(FirstStart) is not None)
    asked = office.window.findChild(FirstStart)
    assert asked is not None
    office.qtbot.waitUntil(asked.isActiveWindow)
    assert office.window.isVisible(), "the window is there before any file"
    office.file.parent.mkdir(parents=True)
    hands.fill(asked, "1　您的姓名", "经办人甲")
    with answering(office.file):
        hands.press(asked, "更改…")
    assert hands.named(asked, "2　数据文件", QLineEdit).text() == str(office.file)
    steps: list[tuple[int, int]] = []
    office.window.runner.progressed.connect(lambda _title, done, total, _text: steps.append((done, total)))
    hands.press(asked, "开始使用")
    assert "正在建立数据文件" in hands.words(office.window)
    office.wait_for_file()
    office.qtbot.waitUntil(lambda: office.window.findChild(OwnUnitsDialog) is not None)
    units = office.window.findChild(OwnUnitsDialog)
    assert units is not None
    hands.press(units, "看全部单位")
    assert max(steps) > (0, 0), "progress is shown"
    assert office.file.is_file()
    assert "4 个规划" in hands.words(office.window)
    assert office.window.windowTitle() == "德惠 台账.db — 专栏项目台账"


@contextmanager
def answering(path: Path) -> Iterator[None]:
    """Write a path into the file dialog as soon as it is open, and take it."""
    timer = QTimer()

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        line = dialog.findChild(QLineEdit, "fileNameEdit") if isinstance(dialog, QFileDialog) else None
        if isinstance(dialog, QFileDialog) and line is not None:
            timer.stop()
            line.setText(str(path))
            dialog.accept()

    timer.timeout.connect(answer)
    timer.start(0)
    yield
    timer.stop()


def find_the_project(office: Office) -> None:
    """Five letters find it; all its figures are 未填, none is 0."""
    office.search("dhcrb")
    office.qtbot.waitUntil(lambda: office.list.table_model().rowCount() == 1)
    assert hands.shown(office.list, 0, "项目名称") == PROJECT
    assert hands.shown(office.list, 0, "上报单位") == COUNTY
    assert office.shows(UNFILLED) == UNFILLED
    hands.click_cell(office.list, 0, "项目名称")
    office.qtbot.waitUntil(lambda: PROJECT in hands.words(office.window))


def set_milestones(office: Office) -> None:
    """Lay the suggested template, then type the dates into the table as one writes them."""
    window = office.tab("里程碑")
    hands.press(window, "套用节点模板（建筑）")
    nodes = hands.table(window, "里程碑节点")
    assert [hands.shown(nodes, at, "节点") for at in range(len(NODES))] == [title for title, *_days in NODES]
    for at, (_title, planned, _actual) in enumerate(NODES[:-1]):
        hands.fill_cell(nodes, at, "原定", planned)
    # The last one in the form below the table.
    hands.click_cell(nodes, len(NODES) - 1, "节点")
    hands.fill(window, "原定", NODES[-1][1])
    for at, (_title, _planned, actual) in enumerate(NODES):
        if actual:
            hands.fill_cell(nodes, at, "实际", actual)
    assert [hands.shown(nodes, at, "原定") for at in (0, 6)] == ["25-03-01", "27-12-31"]
    assert [hands.shown(nodes, at, "实际") for at in range(5)] == [
        *("25-03-10", "25-06-20", "25-10-15", "26-05-06"),
        "未填",
    ]


def enter_money(office: Office) -> None:
    """Enter 总投资, the year's plan, and the cumulative figures of three kinds."""
    window = office.tab("资金")
    hands.fill_cell(hands.table(window, "资金来源"), 0, "总投资", "12000")
    hands.fill_cell(hands.table(window, "年度"), 0, "年度计划", "3,000.00")
    hands.fill_cell(hands.table(window, "年度"), 0, "年度类别", "续建")
    periods = hands.table(window, "累计数")
    for kind, (before, now) in MONEY.items():
        place = hands.row(periods, kind)
        hands.fill_cell(periods, place, "至上年底", before)
        hands.fill_cell(periods, place, "本期", now)
    done = hands.row(periods, "完成投资")
    assert {title: hands.shown(periods, done, title) for title in ("至上年底", "本期", "年初至今", "占比")} == {
        "至上年底": "4,000.00",
        "本期": "5,936.05",
        "年初至今": "1,936.05",
        "占比": "49.5",
    }


def report_and_problem(office: Office) -> None:
    """Write the quarter's sentence and per cent, and what stands in the way."""
    window = office.tab("季报")
    hands.fill(window, "形象进度", SENTENCE)
    hands.fill(window, "形象进度 %", "45")
    office.tab("问题")
    hands.press(window, "登记问题")
    hands.fill(window, "问题描述", PROBLEM)
    hands.fill(window, "问题类别", "用地")
    hands.fill(window, "解决时限", "2026-12-31")
    hands.press(window, "登记问题")
    assert hands.shown(hands.table(window, "问题"), 0, "问题") == PROBLEM


def export(office: Office) -> Path:
    """F12, all projects, into a folder with a space in its name; the work is done in the background."""
    path = office.file.parent / "2026年三季度季报.xlsx"
    hands.key(Qt.Key.Key_F12)
    dialog = office.window.findChild(ExportDialog)
    assert dialog is not None
    office.qtbot.waitUntil(dialog.isActiveWindow)
    quarter = hands.named(dialog, "季度", QComboBox)
    assert quarter.currentText() == "2026年第三季度（2026年1—9月，截至 2026-09-30）"
    hands.write(hands.field(dialog, "文件"), str(path))
    hands.press(dialog, "导出")
    assert office.window.runner.busy, "the window does not wait"
    office.qtbot.waitUntil(lambda: f"季报已导出：{path.name}。" in hands.words(office.window), timeout=LONG)
    office.look()
    return path


# --- What comes out ---


def cells_of(sheet: Worksheet, name: str, column: int = 2) -> list[Any]:
    """Return the values of the row a name stands in."""
    return next([cell.value for cell in row] for row in sheet.iter_rows() if row[column - 1].value == name)


def headings_of(sheet: Worksheet) -> dict[str, int]:
    """Return where each column stands, by its heading (上期|本期 with the one above it), line ends left out."""
    found: dict[str, int] = {}
    for column in range(1, sheet.max_column + 1):
        parts = [_heading(sheet, row, column) for row in (3, 4)]
        found.setdefault("".join(dict.fromkeys(parts)), column - 1)
    return found


def _heading(sheet: Worksheet, row: int, column: int) -> str:
    """Return a heading; a merged one stands in its first cell."""
    for span in sheet.merged_cells.ranges:
        if span.min_row <= row <= span.max_row and span.min_col <= column <= span.max_col:
            row, column = span.min_row, span.min_col
    return str(sheet.cell(row, column).value or "").replace("\n", "")


def check_workbook(path: Path, listed: dict[str, str], bars: Bars) -> None:
    """Find the figures of the screen in every sheet."""
    book = openpyxl.load_workbook(path)
    check_detail(book["明细表"], listed)
    check_summary(book["汇总表"], listed, bars)
    nodes = book["节点表"]
    at, rows = headings_of(nodes), [row for row in nodes.iter_rows(values_only=True) if row[1] == PROJECT]
    found = [(row[at["节点"]], day_of(row[at["日期原定"]]), day_of(row[at["日期实际"]])) for row in rows]
    assert found == [(title, parse_day(planned), typed_day(actual, 2026)) for title, planned, actual in NODES]
    problems = book["问题清单"]
    at, row = headings_of(problems), cells_of(problems, PROJECT)
    assert (row[at["问题描述"]], day_of(row[at["解决时限"]])) == (PROBLEM, date(2026, 12, 31))
    assert f"{cells_of(book['图表'], COUNTY, 1)[1]:.1f}" == bars[COUNTY][1]


def day_of(value: object) -> date | None:
    """Return a day in a sheet; the words for none are none."""
    return value.date() if isinstance(value, datetime) else None


def check_detail(sheet: Worksheet, listed: dict[str, str]) -> None:
    """Find the row of the list in 明细表."""
    at, row = headings_of(sheet), cells_of(sheet, PROJECT)
    money = {
        "总投资": "项目基本情况总投资",
        "累计完成": "累计完成投资本期",
        "年度计划": "2026年年度计划投资",
        "年初至今": "2026年年初至今完成",
        "累计到位": "累计到位本期",
        "累计支付": "累计支付本期",
    }
    assert {key: f"{row[at[name]]:,.2f}" for key, name in money.items()} == {key: listed[key] for key in money}
    assert f"{row[at['2026年占年度计划%']]:.1f}" == listed["年度投资完成率"]
    assert f"{row[at['2026年比序时百分点']]:.1f}".replace("-", "−") == listed["比序时"]
    assert f"{row[at['进度节点完成率%']]:.0f}" == listed["节点完成率"]
    assert str(row[at["进度形象进度%"]]) == listed["形象进度"]
    assert str(row[at["进度逾期天数"]]) == listed["逾期"]
    assert (row[at["进度形象进度"]], row[at["进度下一节点"]]) == (SENTENCE, listed["下一节点"])


def check_summary(sheet: Worksheet, listed: dict[str, str], bars: Bars) -> None:
    """Find the county's row in 汇总表: it has only this project's figures."""
    at, row = headings_of(sheet), cells_of(sheet, COUNTY, 1)
    assert f"{row[at['总投资']]:,.2f}" == listed["总投资"]
    assert f"{row[at['累计完成投资本期']]:,.2f}" == listed["累计完成"]
    assert f"{row[at['节点完成率%']]:.1f}" == bars[COUNTY][1]
    assert (row[at["项目数（项）本季已填报"]], row[at["问题个数"]]) == (1, 1)


def check_sources(office: Office, listed: dict[str, str], bars: Bars, capsys: pytest.CaptureFixture[str]) -> None:
    """The command line and the one query beneath everything tell the same, while the window is open."""
    command = ["list", "--db", str(office.file), "--quarter", "2026Q3", "--text", "dhcrb", "--format"]
    assert cli.main([*command, "json"]) == 0
    (entry,) = json.loads(capsys.readouterr().out)
    assert (entry["name"], entry["unit"], entry["state"]) == (PROJECT, COUNTY, listed["状态"])
    assert cli.main([*command, "csv"]) == 0
    (line,) = csv.DictReader(io.StringIO(capsys.readouterr().out.removeprefix("\ufeff")))
    assert f"{float(line['总投资(万元)']):,.2f}" == listed["总投资"]
    assert f"{float(line['累计完成投资(万元)']):,.2f}" == listed["累计完成"]
    assert line["形象进度(%)"] == listed["形象进度"]
    database = open_file(office.file, read_only=True)
    (found,) = database.read(figures, Criteria(text="dhcrb"), END)
    groups = database.read(grouped, Criteria(), END, GroupKey.UNIT)
    database.close()
    assert format_wan(found.investment_fen or 0) == listed["总投资"]
    assert format_wan(found.done_fen or 0) == listed["累计完成"]
    assert format_wan(found.year_done_fen or 0) == listed["年初至今"]
    assert {group.label: group.node_mean.value for group in groups} == {name: bar[0] for name, bar in bars.items()}


# --- The day ---


def test_the_users_day(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    make_the_file(office)
    before = office.bars()
    assert before[COUNTY] == (None, "未填报")
    office.page("项目")
    find_the_project(office)
    set_milestones(office)
    enter_money(office)
    report_and_problem(office)
    listed = office.shows(LIST)
    assert listed == LIST
    hands.key(Qt.Key.Key_Escape)
    office.qtbot.waitUntil(lambda: office.list.table_model().rowCount() > 400)
    after = office.bars()
    assert after[COUNTY] == (Fraction(2, 5), "40.0")
    assert {name: bar for name, bar in after.items() if name != COUNTY} == {
        name: bar for name, bar in before.items() if name != COUNTY
    }
    path = export(office)
    check_workbook(path, listed, after)
    check_sources(office, listed, after, capsys)
    take_everything_back(office)
    do_it_again(office)
    start_again(office)


def take_everything_back(office: Office) -> None:
    """Ctrl+Z until nothing is left: every screen is back at 未填."""
    office.page("项目")
    office.search("dhcrb")
    office.qtbot.waitUntil(lambda: office.list.table_model().rowCount() == 1)
    hands.click_cell(office.list, 0, "项目名称")
    steps = 0
    while office.window.undo_action.isEnabled():
        hands.key(Qt.Key.Key_Z, CONTROL)
        steps += 1
        assert steps < 100
    assert steps == 1 + len(NODES) + 4 + 3 + 6 + 2 + 1
    assert office.shows(UNFILLED) == UNFILLED
    window = office.tab("里程碑")
    assert "还没有里程碑节点" in hands.words(window)
    periods = hands.table(office.tab("资金"), "累计数")
    assert {hands.shown(periods, at, "本期") for at in range(3)} == {"未填"}
    office.tab("问题")
    assert "没有登记问题" in hands.words(window)
    assert office.bars()[COUNTY] == (None, "未填报")


def do_it_again(office: Office) -> None:
    """Ctrl+Y brings all of it back."""
    office.page("项目")
    office.list.setFocus()
    while office.window.redo_action.isEnabled():
        hands.key(Qt.Key.Key_Y, CONTROL)
    assert office.shows(LIST) == LIST


def start_again(office: Office) -> None:
    """Close, start: the file opens by itself with the same content."""
    title = office.window.windowTitle()
    office.window.close()
    assert not office.window.isVisible()
    office.start()
    office.wait_for_file()
    assert office.window.findChild(FirstStart) is None
    assert office.window.windowTitle() == title
    office.search("dhcrb")
    office.qtbot.waitUntil(lambda: office.list.table_model().rowCount() == 1)
    assert office.shows(LIST) == LIST
    assert office.bars()[COUNTY] == (Fraction(2, 5), "40.0")
