"""The kinds of 图表 in the real window: choosing, following the filter, opening what is behind a bar, copying."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from tests.reports.money import add_sources
from tests.reports.office import HOSPITAL, furnish
from tests.ui.conftest import MakeShell
from tracker.domain.kinds import Counting
from tracker.domain.quarters import Quarter
from tracker.queries.criteria import Criteria
from tracker.reports.chart_kinds import VIEWS
from tracker.reports.chart_source import ChartKind
from tracker.services import settings
from tracker.store.database import Database
from tracker.ui import messages
from tracker.ui.main_window import MainWindow
from tracker.ui.pages.charts import ChartsPage

LONG = 60_000


def fill(session: Session) -> None:
    """Fill the file: the small office with money by source."""
    add_sources(session, furnish(session))


@pytest.fixture
def window(make_shell: MakeShell, db: Database, qtbot: QtBot) -> MainWindow:
    """The real window on the small office."""
    db.write("准备", fill)
    db.close()
    window, opening = make_shell()
    with qtbot.waitSignal(opening.opened, timeout=LONG):
        opening.open(db.path)
    return window


@pytest.fixture
def page(window: MainWindow, qtbot: QtBot) -> ChartsPage:
    """图表, opened from the rail."""
    window.pages.show_page("charts")
    page = window.pages.page("charts")
    assert isinstance(page, ChartsPage)
    qtbot.waitUntil(lambda: page.view.picture is not None)
    return page


def choose(page: ChartsPage, kind: ChartKind, view: int = 0) -> list[str]:
    """Choose a chart as a click does; return its names from top to bottom."""
    page.chooser.kinds[list(ChartKind).index(kind)].click()
    page.chooser.measures[view].click()
    return names(page)


def names(page: ChartsPage) -> list[str]:
    """What the bars are called."""
    assert page.view.chart is not None
    return [bar.label for bar in page.view.chart.bars]


def listed(window: MainWindow) -> Criteria:
    """The filter of 项目."""
    assert window.context is not None
    return window.context.criteria


def notice(window: MainWindow) -> str:
    """The sentence in the strip."""
    strip = window.strips.shown("notice")
    return strip.sentence if strip else ""


def test_every_kind_shows_itself_and_what_goes_with_it(page: ChartsPage) -> None:
    for kind in ChartKind:
        assert choose(page, kind)
        assert page.chooser.kind is kind
        assert len(page.chooser.measures) == len(VIEWS[kind])
        assert all(button.isVisible() for button in page.chooser.measures)
        assert page.view.accessibleName()
        completion = kind in (ChartKind.UNITS, ChartKind.BOXES, ChartKind.PROGRAMMES)
        assert page.chooser.shown["change"].isVisible() == completion


def test_what_was_chosen_is_there_again_after_a_start(window: MainWindow, page: ChartsPage) -> None:
    choose(page, ChartKind.SLIPS, 3)
    choose(page, ChartKind.SOURCES, 2)
    page.chooser.counting[1].click()
    assert page.context.config.text("charts.kind") == "资金来源"
    again = ChartsPage(page.context)
    assert again.chooser.kind is ChartKind.SOURCES
    assert again.chooser.measures[2].isChecked()
    assert again.chooser.chosen_counting is Counting.SPLIT
    again.chooser.kinds[5].click()
    assert again.chooser.measures[3].isChecked()
    again.deleteLater()


def counting(page: ChartsPage) -> Counting:
    """How the chart counts 打捆 now."""
    return page.chooser.chosen_counting


def test_an_office_that_splits_bundles_sees_them_split(window: MainWindow, page: ChartsPage) -> None:
    assert counting(page) is Counting.BUNDLED
    page.context.tasks.write("拆分计", settings.set_counting, Counting.SPLIT)
    window.pages.show_page("projects")
    window.pages.show_page("charts")
    page.period_changed()
    assert counting(page) is Counting.SPLIT
    assert page.view.chart is not None
    assert "按拆分计" in page.view.chart.notes[0]


def test_a_source_opens_the_projects_that_have_it(window: MainWindow, page: ChartsPage) -> None:
    assert choose(page, ChartKind.SOURCES)[:2] == ["中央预算内投资", "地方财政"]
    page.view.setFocus()
    QTest.keyClick(page.view, Qt.Key.Key_Down)
    assert page.open_button.text() == "查看中央预算内投资 2 项"
    page.open_button.click()
    assert window.pages.current_key == "projects"
    assert len(listed(window).project_ids or ()) == 2
    window.pages.back()
    assert names(page)[0] == "中央预算内投资"


def test_a_late_milestone_opens_its_project(window: MainWindow, page: ChartsPage, qtbot: QtBot) -> None:
    assert choose(page, ChartKind.SLIPS, 3)[0] == HOSPITAL
    QTest.keyClick(page.view, Qt.Key.Key_Home)
    QTest.keyClick(page.view, Qt.Key.Key_Return)
    assert window.pages.current_key == "projects"


def test_a_span_without_milestones_leads_nowhere(window: MainWindow, page: ChartsPage) -> None:
    choose(page, ChartKind.SLIPS, 1)
    QTest.keyClick(page.view, Qt.Key.Key_End)
    assert page.view.marked is not None
    assert not page.open_button.isEnabled()
    QTest.keyClick(page.view, Qt.Key.Key_Return)
    assert window.pages.current_key == "charts"


def test_a_mark_does_not_outlive_its_kind_of_chart(page: ChartsPage) -> None:
    QTest.keyClick(page.view, Qt.Key.Key_Down)
    assert page.view.marked is not None
    choose(page, ChartKind.LIGHTS)
    assert page.view.marked is None
    assert page.open_button.text() == "查看项目"


def test_the_months_of_the_curve_are_walked_sideways(page: ChartsPage) -> None:
    choose(page, ChartKind.COURSE)
    for _ in range(7):
        QTest.keyClick(page.view, Qt.Key.Key_Right)
    assert page.view.marked is not None
    assert page.view.marked.label == "6月末"
    assert "实际 300.00 万元" in page.view.accessibleDescription()
    assert page.open_button.text() == "查看这 1 项"


def test_every_kind_follows_filter_and_period(window: MainWindow, page: ChartsPage) -> None:
    choose(page, ChartKind.COURSE)
    assert page.view.chart is not None
    assert page.view.chart.subtitle == "截至 2026年9月30日，单位：万元"
    window.period.choose(Quarter(2025, 4))
    assert page.view.chart.subtitle == "截至 2025年12月31日，单位：万元"
    assert page.view.chart.bars == ()
    window.period.choose(Quarter(2026, 3))
    assert page.view.chart.bars
    assert window.context is not None
    window.context.open_projects(Criteria(kinds=("能力类",)))
    window.pages.show_page("charts")
    assert page.view.chart.bars == ()
    assert page.view.marked is None
    page.filter.link.click()
    assert page.view.chart.bars


def test_the_numbers_are_copied_for_a_spreadsheet(window: MainWindow, page: ChartsPage) -> None:
    page.data_button.click()
    lines = QGuiApplication.clipboard().text().split("\n")
    assert lines[0] == "上报单位\t节点完成率（项目平均）（%）\t上季（%）\t项目数\t有数的项目数"
    assert lines[1] == "德惠市\t25.0\t25.0\t2\t1"
    assert lines[-1].startswith("合计\t12.5\t")
    assert notice(window) == "已复制 5 行数据（另有一行标题），可以粘贴到 Excel。"


def test_ctrl_c_on_the_chart_copies_the_picture(window: MainWindow, page: ChartsPage) -> None:
    choose(page, ChartKind.LIGHTS)
    page.view.setFocus()
    QTest.keyClick(page.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().image().width() > 2000
    assert "图片已复制" in notice(window)


def test_every_kind_is_saved_under_its_title(
    window: MainWindow, page: ChartsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    suggested: list[str] = []

    def answer(_parent: object, _title: str, name: Path, _kinds: str) -> Path:
        suggested.append(name.name)
        return tmp_path / f"{len(suggested)}.pdf"

    monkeypatch.setattr(messages, "ask_save", answer)
    for kind in ChartKind:
        choose(page, kind)
        page.save_button.click()
        assert notice(window) == f"图表已存为“{len(suggested)}.pdf”。"
    assert "2026年度投资计划与完成（累计）.png" in suggested
    assert len(list(tmp_path.glob("*.pdf"))) == len(ChartKind)
