"""A unit with a seasonal curve of its own is held to it everywhere: list, totals, detail and workbook."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pytestqt.qtbot import QtBot

from tests.ui import hands
from tests.ui.conftest import Shell
from tests.ui.test_comparisons import COUNTY, TOWN, two_units
from tracker.domain.curves import JILIN_POINTS
from tracker.domain.quarters import Quarter
from tracker.queries.criteria import Criteria
from tracker.queries.projects import ListRow
from tracker.reports.chart_source import gather_chart
from tracker.reports.excel_out import write_quarterly
from tracker.reports.quarterly import gather
from tracker.services.curves import set_curve
from tracker.ui.cells import Cell
from tracker.ui.main_window import MainWindow
from tracker.ui.pages.projects import ProjectsPage

Q3 = Quarter(2026, 3)
pytestmark = pytest.mark.usefixtures("home")


@pytest.fixture
def curved(shell: Shell) -> tuple[MainWindow, ProjectsPage]:
    """The two units, the town with the curve of Jilin: 80 % at the end of September instead of 75 %."""
    window, _opening = shell
    assert window.context is not None
    window.context.tasks.write("准备", two_units)
    unit = next(one.id for one in _page(window).choices().units if one.name == TOWN)
    window.context.tasks.write("季节曲线", set_curve, unit, JILIN_POINTS, 2026)
    page = _page(window)
    page.ask(Criteria(text="甲镇卫生院"))
    return window, page


def _page(window: MainWindow) -> ProjectsPage:
    """The page 项目."""
    page = window.pages.current
    assert isinstance(page, ProjectsPage)
    return page


def _cell(page: ProjectsPage, key: str) -> Cell:
    """A cell of the only row listed."""
    row = page.panel.model.row(0)
    assert isinstance(row, ListRow)
    return next(column for column in page.panel.model.columns if column.key == key).cell(row)


def test_the_list_marks_the_units_own_line(curved: tuple[MainWindow, ProjectsPage]) -> None:
    _window, page = curved
    assert _cell(page, "year_rate").mark == pytest.approx(0.8)
    assert _cell(page, "lead").text == "−20.0"
    assert "80.0 %" in _cell(page, "lead").tooltip
    assert "季节曲线" in _cell(page, "lead").tooltip
    total = page.panel.table.head.total
    assert total is not None
    assert total["lead"].text == "−20.0"
    assert total["year_rate"].mark == pytest.approx(0.8)
    page.ask(Criteria(text="乙县疾控"))
    assert (_cell(page, "year_rate").mark, _cell(page, "lead").text) == (0.75, "+5.0")
    page.ask(Criteria())
    total = page.panel.table.head.total
    assert total is not None
    # By the annual plans: (1000 × 80 % + 500 × 75 %) ÷ 1500.
    assert total["year_rate"].mark == pytest.approx(float(Fraction(1175, 1500)))


def test_the_money_tab_holds_the_year_to_it(curved: tuple[MainWindow, ProjectsPage], qtbot: QtBot) -> None:
    window, page = curved
    row = page.panel.model.row(0)
    assert row is not None
    assert window.context is not None
    window.context.open_project(row.project_id, "money")
    qtbot.waitUntil(lambda: page.detail.tab == "money" and page.detail.current.project is not None, timeout=hands.LONG)
    [year] = page.detail.current.years.rows()  # type: ignore[attr-defined]
    assert (year.schedule, year.lead) == (Fraction(8, 10), Fraction(-2, 10))


def test_the_workbook_measures_each_row_by_its_own_line(
    curved: tuple[MainWindow, ProjectsPage], tmp_path: Path
) -> None:
    window, _page = curved
    assert window.context is not None
    path = tmp_path / "季报.xlsx"
    write_quarterly(path, gather(window.context.tasks.read, Criteria(), Q3))
    book = load_workbook(path)
    leads = {row[0]: row[16] for row in book["汇总表"].iter_rows(values_only=True)}
    assert (leads[TOWN], leads[COUNTY]) == (-20, 5)
    words = "".join(str(cell) for row in book["汇总表"].iter_rows(values_only=True) for cell in row if cell)
    assert "按各单位的季节曲线" in words
    found = {row[1]: row for row in book["明细表"].iter_rows(values_only=True) if row[1]}
    assert -20 in [value for value in found["甲镇卫生院改扩建"] if isinstance(value, (int, float))]


def test_the_offices_curve_is_told_beside_the_period_and_changes_the_totals_at_once(
    curved: tuple[MainWindow, ProjectsPage],
) -> None:
    window, page = curved
    assert window.context is not None
    page.ask(Criteria(text="乙县疾控"))
    assert "75.0%" in hands.words(window.period_box)
    window.context.tasks.write("季节曲线", set_curve, None, JILIN_POINTS, 2026)
    assert "80.0%" in hands.words(window.period_box)
    total = page.panel.table.head.total
    assert total is not None
    assert (total["lead"].text, _cell(page, "lead").text) == ("0.0", "0.0")
    window.context.tasks.undo()
    assert "75.0%" in hands.words(window.period_box)


def test_a_filter_by_state_has_its_line_too(curved: tuple[MainWindow, ProjectsPage]) -> None:
    window, page = curved
    page.ask(Criteria(text="甲镇卫生院", states=("",)))
    total = page.panel.table.head.total
    assert total is not None
    assert total["year_rate"].mark == pytest.approx(0.8)
    assert window.context is not None
    chart = gather_chart(window.context.tasks.read, Criteria(states=("",)), Q3.end)
    assert chart.curved
