"""报表 → 对比 as a user opens it: sorted, copied into Excel, by month, of a closed quarter, and of an empty filter."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from tests import builders
from tests.ui import hands
from tests.ui.conftest import Shell
from tracker.domain.deeds import Deed
from tracker.domain.kinds import MoneyKind
from tracker.domain.money import Amount
from tracker.domain.periods import Cycle, ReportPeriod
from tracker.domain.quarters import Quarter
from tracker.queries.criteria import Criteria
from tracker.reports.excel_out import write_quarterly
from tracker.reports.quarterly import gather
from tracker.services import money
from tracker.ui.closing import ClosingDesk
from tracker.ui.comparing import Comparing
from tracker.ui.dialogs.comparisons import ComparisonsDialog
from tracker.ui.main_window import MainWindow
from tracker.ui.period_box import CYCLE

WAN = 1_000_000
Q3 = Quarter(2026, 3)
TOWN, COUNTY = "甲镇", "乙县"
pytestmark = pytest.mark.usefixtures("home")


def two_units(session: Session) -> None:
    """One unit with two whole years, one that began this year and reports by the month."""
    old = builders.project(session, "甲镇卫生院改扩建", in_unit=TOWN)
    new = builders.project(session, "乙县疾控中心实验室", in_unit=COUNTY)
    for one, year, plan in ((old, 2025, 1_000), (old, 2026, 1_000), (new, 2026, 500)):
        builders.annual_plan(session, one, year, plan * WAN)
    for one, amounts in (
        (old, {"2024-12-31": 500, "2025-06-30": 700, "2025-09-30": 900, "2025-12-31": 1_000}),
        (old, {"2026-03-31": 1_100, "2026-06-30": 1_300, "2026-09-30": 1_600}),
        (new, {"2025-12-31": 0, "2026-06-30": 60, "2026-07-31": 100, "2026-08-31": 150, "2026-09-30": 400}),
    ):
        for end, amount in amounts.items():
            builders.figure(session, one, date.fromisoformat(end), amount * WAN)


def _open(window: MainWindow) -> ComparisonsDialog:
    """Open the dialog from the menu."""
    window.menus.run("报表", "对比")
    desk = window.findChild(Comparing)
    assert isinstance(desk, Comparing)
    assert desk.dialog is not None
    return desk.dialog


def _texts(dialog: ComparisonsDialog, label: str) -> list[str]:
    """What a unit's row shows."""
    [row] = [row for row in dialog.model.rows() if row.label == label]
    return [column.cell(row).text for column in dialog.model.columns]


@pytest.fixture
def filled(shell: Shell) -> MainWindow:
    """The window with the two units beside the catalogue's."""
    window, _opening = shell
    assert window.context is not None
    window.context.tasks.write("准备", two_units)
    return window


def test_a_quarter_beside_its_bases_is_read_sorted_and_copied(filled: MainWindow) -> None:
    dialog = _open(filled)
    assert dialog.scope.text() == "范围：全部项目"
    assert "环比2026年第二季度，同比2025年第三季度" in dialog.says.text()
    assert _texts(dialog, TOWN) == [
        *(TOWN, "1", "1", "300.00", "200.00", "+50.0", "1", "600.00", "400.00", "+50.0"),
        *("60.0", "+30.0", "+20.0"),
    ]
    # A base that was never reported is not zero: nothing can be said.
    assert _texts(dialog, COUNTY)[2:10] == ["0", "—", "—", "—"] * 2
    dialog._sort((("rate", True),))
    assert [row.label for row in dialog.model.rows()][:2] == [COUNTY, TOWN]
    dialog.copy_button.click()
    lines = QApplication.clipboard().text().split("\n")
    assert lines[0].split("\t")[:5] == [
        "上报单位",
        "项目数（项）",
        "可比（项）",
        "本季完成（万元）",
        "上季完成（万元）",
    ]
    assert lines[1].startswith("合计\t")
    assert lines[3].split("\t")[:6] == [TOWN, "1", "1", "300.00", "200.00", "+50.0"]
    assert "已复制" in dialog.copied.text()
    assert "本年计划开工" in dialog.starts.text()
    assert "新续建项目" in dialog.starts.text()


def test_months_are_compared_with_months_and_a_day_by_what_had_ended(filled: MainWindow) -> None:
    filled.period.choose(ReportPeriod.of_month(2026, 9))
    dialog = _open(filled)
    assert _texts(dialog, COUNTY)[3:6] == ["250.00", "50.00", "+400.0"]
    assert dialog.model.columns[3].title == "本月完成"
    dialog.reject()
    filled.period.choose(ReportPeriod(date(2026, 9, 17), Cycle.DAY))
    dialog = _open(filled)
    assert "到2026年第二季度末" in dialog.says.text()
    dialog.reject()
    filled.config.set(CYCLE, str(Cycle.MONTH))  # an office that reports by the month
    dialog = _open(filled)
    assert "到2026年8月末" in dialog.says.text()
    assert _texts(dialog, COUNTY)[3:6] == ["50.00", "40.00", "+25.0"]


def test_an_empty_filter_says_so(filled: MainWindow) -> None:
    assert filled.context is not None
    filled.context.set_criteria(Criteria(text="没有这样的项目"))
    dialog = _open(filled)
    assert dialog.empty.isVisible()
    assert not dialog.table.isVisible()
    assert not dialog.copy_button.isEnabled()
    assert "没有这样的项目" in dialog.scope.text()


def test_enter_on_a_unit_shows_its_projects(filled: MainWindow) -> None:
    dialog = _open(filled)
    [row] = [row for row in dialog.model.rows() if row.label == TOWN]
    dialog.table.select_key(row.key)
    QTest.keyClick(dialog.table, Qt.Key.Key_Return)
    assert filled.context is not None
    assert filled.context.criteria.unit_ids == (row.key,)


def test_a_closed_quarter_is_compared_as_it_was_signed(filled: MainWindow, qtbot: QtBot) -> None:
    context = filled.context
    assert context is not None
    desk = filled.findChild(ClosingDesk)
    assert isinstance(desk, ClosingDesk)
    desk.ask()
    assert desk.dialog is not None
    qtbot.waitUntil(desk.dialog.start.isEnabled, timeout=hands.LONG)
    desk.dialog.start.click()
    qtbot.waitUntil(lambda: not filled.runner.busy and "封账" in hands.words(filled.strips), timeout=hands.LONG)

    def correct(session: Session) -> None:
        from tracker.queries.projects import list_ids

        [town] = list_ids(session, Criteria(text="甲镇卫生院改扩建"), Q3.end)
        figure = money.FigureInput(town, MoneyKind.DONE, Q3.end, Amount(1_700 * WAN), reason="补记发票")
        money.set_figure(session, figure)

    context.tasks.write(Deed("更正", correction="补记发票"), correct)
    context.closed.choose(corrected=False)
    dialog = _open(filled)
    assert "封账时的数" in dialog.says.text()
    assert _texts(dialog, TOWN)[3] == "300.00"
    dialog.reject()
    context.closed.choose(corrected=True)
    dialog = _open(filled)
    assert "按更正后" in dialog.says.text()
    assert _texts(dialog, TOWN)[3] == "400.00"
    dialog.reject()
    context.closed.choose(corrected=False)
    context.set_criteria(Criteria(text="甲镇"))
    dialog = _open(filled)
    assert "没有留存这个范围的对比" in dialog.says.text()
    assert _texts(dialog, TOWN)[3] == "400.00"
    dialog.reject()
    filled.period.choose(Quarter(2026, 4))
    assert "基期已封账" in _open(filled).says.text()


def test_the_workbook_has_the_same_numbers(filled: MainWindow, tmp_path: Path) -> None:
    assert filled.context is not None
    path = tmp_path / "季报.xlsx"
    write_quarterly(path, gather(filled.context.tasks.read, Criteria(), Q3))
    sheet = load_workbook(path)["对比表"]
    [row] = [row for row in sheet.iter_rows(values_only=True) if row[0] == TOWN]
    assert row[1:] == (1, 1, 300, 200, 50, 1, 600, 400, 50, 60, 30, 20)
    words = "".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell)
    for said in ("÷ 本年计划开工", "÷ 新续建项目", "百分点"):
        assert said in words
