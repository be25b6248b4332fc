"""图表 and 导出季报 in the real window, as an office uses them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from tests.reports.office import HOSPITAL, furnish, start_the_hospital
from tests.ui.conftest import MakeShell
from tracker.domain.money import format_percent
from tracker.domain.quarters import Quarter
from tracker.queries.criteria import Criteria
from tracker.reports.chart_data import CompletionChart
from tracker.reports.chart_look import LIGHT
from tracker.reports.charts import picture_bytes
from tracker.store.database import Database, open_file
from tracker.ui import messages, theme
from tracker.ui.chart_view import ChartView, look_of
from tracker.ui.exporting import Exporting
from tracker.ui.main_window import MainWindow
from tracker.ui.pages.charts import ChartsPage

LONG = 60_000


@pytest.fixture
def office_file(db: Database) -> Path:
    """A file with the small office, closed."""
    db.write("准备", furnish)
    db.close()
    return db.path


@pytest.fixture
def window(make_shell: MakeShell, office_file: Path, qtbot: QtBot) -> MainWindow:
    """The real window on the small office."""
    window, opening = make_shell()
    with qtbot.waitSignal(opening.opened, timeout=LONG):
        opening.open(office_file)
    return window


@pytest.fixture
def page(window: MainWindow, qtbot: QtBot) -> ChartsPage:
    """图表, opened from the rail."""
    window.pages.show_page("charts")
    page = window.pages.page("charts")
    assert isinstance(page, ChartsPage)
    qtbot.waitUntil(lambda: page.view.picture is not None)
    return page


def bars(page: ChartsPage) -> dict[str, str]:
    """The bars from top to bottom: unit and printed value."""
    assert isinstance(page.view.chart, CompletionChart)
    return {bar.label: "未填报" if bar.value is None else format_percent(bar.value) for bar in page.view.chart.bars}


def listed(window: MainWindow) -> Criteria:
    """The filter of 项目."""
    assert window.context is not None
    return window.context.criteria


def point_of(view: ChartView, unit: str) -> QPoint:
    """A point on a unit's bar, on the canvas."""
    assert view.picture is not None
    region = next(region for region in view.picture.regions if region.bar.label == unit)
    return QPoint(300, round((region.top + region.bottom) / 2))


def click(view: ChartView, unit: str) -> None:
    """Click on a unit's bar."""
    QTest.mouseClick(view._canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point_of(view, unit))


def notice(window: MainWindow) -> str:
    """The sentence in the strip."""
    strip = window.strips.shown("notice")
    return strip.sentence if strip else ""


def test_the_chart_shows_each_unit_once_and_says_what_is_missing(page: ChartsPage) -> None:
    assert bars(page) == {"德惠市": "25.0", "长春新区": "0.0", "南关区": "未填报", "高新区": "未填报"}
    assert page.filter.accessibleName() == "正在显示：全部项目，5 项"
    assert page.view.accessibleName() == "2026年1—9月各上报单位节点完成率（项目平均）"


def test_a_click_on_a_bar_opens_its_projects_and_the_chart_stays_whole(window: MainWindow, page: ChartsPage) -> None:
    click(page.view, "德惠市")
    assert window.pages.current_key == "projects"
    assert len(listed(window).unit_ids) == 1
    window.pages.back()
    assert window.pages.current_key == "charts"
    assert len(bars(page)) == 4
    assert page.view.marked is not None
    assert page.open_button.text() == "查看德惠市 2 项"


def test_the_keyboard_marks_a_bar_and_opens_it(window: MainWindow, page: ChartsPage) -> None:
    page.view.setFocus()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_End, Qt.Key.Key_Home):
        QTest.keyClick(page.view, key)
    assert page.view.marked is not None
    assert page.view.marked.label == "德惠市"
    assert "德惠市" in page.view.accessibleDescription()
    QTest.keyClick(page.view, Qt.Key.Key_Return)
    assert window.pages.current_key == "projects"
    assert listed(window).unit_ids == (page.view.marked.key,)


def test_the_chart_follows_the_filter_of_the_list(window: MainWindow, page: ChartsPage) -> None:
    assert window.context is not None
    window.context.open_projects(Criteria(kinds=("能力类",)))
    window.pages.show_page("charts")
    assert bars(page) == {"高新区": "未填报"}
    assert "类别 能力类" in page.filter.accessibleName()
    page.filter.link.click()
    assert len(bars(page)) == 4
    page.filter.link.click()
    assert len(bars(page)) == 1
    assert page.escape()
    assert len(bars(page)) == 4


def test_the_chart_follows_the_period_and_every_edit(window: MainWindow, page: ChartsPage) -> None:
    assert window.context is not None
    window.period.choose(Quarter(2026, 1))
    assert page.view.chart is not None
    assert page.view.chart.subtitle == "截至 2026年3月31日，单位：%"
    assert bars(page)["德惠市"] == "0.0"
    window.period.choose(Quarter(2026, 3))
    project_id = 2  # the heading was made first
    window.context.tasks.write("开工", start_the_hospital, project_id, date(2026, 9, 1))
    assert bars(page)["德惠市"] == "100.0"
    window.context.tasks.undo()
    assert bars(page)["德惠市"] == "25.0"


def test_the_reader_chooses_measure_order_and_marks_and_they_are_kept(window: MainWindow, page: ChartsPage) -> None:
    page.chooser.measures[1].click()
    assert page.view.chart is not None
    assert page.view.chart.title.endswith("（按总投资加权）")
    page.chooser.orders[1].click()
    assert list(bars(page)) == ["德惠市", "南关区", "长春新区", "高新区"]
    page.chooser.measures[2].click()
    assert isinstance(page.view.chart, CompletionChart)
    assert not page.view.chart.percent
    assert not page.chooser.shown["mean"].isEnabled()
    page.chooser.shown["counts"].click()
    kept = window.config.get("charts.choice")
    assert kept == {"measure": "states", "by_value": False, "mean": True, "counts": False, "change": False}


def test_the_tip_tells_the_numbers_behind_a_bar(page: ChartsPage, qtbot: QtBot) -> None:
    canvas, place = page.view._canvas, point_of(page.view, "德惠市")
    spot = QPointF(place)
    move = QMouseEvent(
        QEvent.Type.MouseMove,
        spot,
        canvas.mapToGlobal(spot),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(canvas, move)
    assert "德惠市　25.0%" in QToolTip.text()
    assert "单击查看这 2 项" in QToolTip.text()
    assert canvas.cursor().shape() == Qt.CursorShape.PointingHandCursor


def test_the_chart_takes_the_colours_of_the_scheme(page: ChartsPage) -> None:
    assert look_of(theme.LIGHT) == LIGHT
    try:
        theme.fix("dark")
        assert page.view._canvas.figure.get_facecolor()[:3] == pytest.approx(
            (0x21 / 255, 0x26 / 255, 0x2C / 255), abs=0.01
        )
    finally:
        theme.fix(None)


def test_the_picture_can_be_copied(window: MainWindow, page: ChartsPage) -> None:
    page.copy_button.click()
    picture = QGuiApplication.clipboard().image()
    assert picture.width() > 2000
    assert page.view.chart is not None
    assert picture_bytes(page.view.chart).startswith(b"\x89PNG")
    assert "图片已复制" in notice(window)


@pytest.mark.parametrize("suffix", ["png", "svg", "pdf"])
def test_the_picture_can_be_saved(
    window: MainWindow, page: ChartsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    path = tmp_path / f"完成情况.{suffix}"
    suggested: list[Path] = []

    def answer(_parent: object, _title: str, name: Path, _kinds: str) -> Path:
        suggested.append(name)
        return path

    monkeypatch.setattr(messages, "ask_save", answer)
    page.save_button.click()
    assert suggested[0].name == "2026年1—9月各上报单位节点完成率（项目平均）.png"
    assert path.stat().st_size > 1000
    assert notice(window) == f"图表已存为“{path.name}”。"


def test_a_picture_of_another_kind_is_refused_in_words(
    window: MainWindow, page: ChartsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(messages, "ask_save", lambda *_words: tmp_path / "图.bmp")
    page.save_button.click()
    assert "PNG、SVG 或 PDF" in notice(window)


# --- 导出季报 ---


@pytest.fixture
def exporting(window: MainWindow) -> Exporting:
    """What F12 reaches."""
    found = window.findChild(Exporting)
    assert found is not None
    return found


@pytest.fixture
def export(window: MainWindow, exporting: Exporting, qtbot: QtBot) -> Callable[[Path], str]:
    """Export from the open dialog to a path and return what the strip says."""

    def run(path: Path) -> str:
        window.strips.clear("notice")
        assert exporting.dialog is not None
        exporting.dialog.path.setText(str(path))
        exporting.dialog.start.click()
        qtbot.waitUntil(lambda: "季报" in notice(window), timeout=LONG)
        return notice(window)

    return run


def test_the_quarter_is_exported_and_found_again(
    window: MainWindow, exporting: Exporting, export: Callable[[Path], str], tmp_path: Path, home: Path
) -> None:
    exporting.ask()
    assert exporting.dialog is not None
    assert exporting.dialog.chosen == Quarter(2026, 3)
    assert exporting.dialog.path.text().endswith("2026年三季度季报.xlsx")
    assert exporting.dialog.filtered.isHidden()
    path = tmp_path / "出" / "季报.xlsx"
    assert export(path) == "季报已导出：季报.xlsx。"
    sheet = openpyxl.load_workbook(path)["汇总表"]
    assert sheet["A5"].value == "合计（5项）"
    assert not window.runner.busy


def test_the_filter_of_the_list_is_the_scope_unless_all_is_chosen(
    window: MainWindow, exporting: Exporting, export: Callable[[Path], str], tmp_path: Path
) -> None:
    assert window.context is not None
    window.context.open_projects(Criteria(text="德惠市医院"))
    exporting.ask()
    assert exporting.dialog is not None
    assert "德惠市医院" in exporting.dialog.filtered.text()
    export(tmp_path / "选.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "选.xlsx")["明细表"]
    assert sheet["B6"].value == HOSPITAL
    assert sheet["A5"].value == "合计（1项）"
    exporting.ask()
    exporting.dialog.everything.click()
    export(tmp_path / "全.xlsx")
    assert openpyxl.load_workbook(tmp_path / "全.xlsx")["明细表"]["A5"].value == "合计（5项）"


def test_another_quarter_suggests_another_name_until_one_is_typed(exporting: Exporting) -> None:
    exporting.ask()
    dialog = exporting.dialog
    assert dialog is not None
    dialog.quarter.setCurrentIndex(1)
    dialog.quarter.activated.emit(1)
    assert dialog.path.text().endswith("2026年二季度季报.xlsx")
    dialog.path.setText("/某处/我的季报.xlsx")
    dialog.quarter.setCurrentIndex(0)
    dialog.quarter.activated.emit(0)
    assert dialog.path.text() == "/某处/我的季报.xlsx"
    dialog.reject()


def test_a_file_that_is_there_is_replaced_only_after_a_yes(
    exporting: Exporting, export: Callable[[Path], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "季报.xlsx"
    path.write_bytes(b"edited by hand")
    answers = iter([False, True])
    monkeypatch.setattr(messages, "confirm", lambda *_words: next(answers))
    exporting.ask()
    assert exporting.dialog is not None
    exporting.dialog.path.setText(str(path))
    exporting.dialog.start.click()
    assert path.read_bytes() == b"edited by hand"
    export(path)
    assert openpyxl.load_workbook(path).sheetnames[0] == "汇总表"


@pytest.mark.parametrize(
    ("text", "words"), [("", "请写明文件夹"), ("季报.xlsx", "请写明文件夹"), ("/", "这是一个文件夹")]
)
def test_a_wrong_place_is_said_at_the_field(exporting: Exporting, text: str, words: str) -> None:
    exporting.ask()
    dialog = exporting.dialog
    assert dialog is not None
    dialog.path.setText(text)
    dialog.start.click()
    assert dialog.isVisible()
    assert words in dialog.path.accessibleDescription()
    dialog.reject()


def test_a_cancelled_export_leaves_nothing(
    window: MainWindow, exporting: Exporting, tmp_path: Path, qtbot: QtBot
) -> None:
    exporting.ask()
    assert exporting.dialog is not None
    exporting.dialog.path.setText(str(tmp_path / "季报.xlsx"))
    window.runner.started.connect(window.runner.cancel)
    exporting.dialog.start.click()
    qtbot.waitUntil(lambda: notice(window) == "已取消导出，没有写出文件。", timeout=LONG)
    assert not list(tmp_path.glob("*.xlsx"))


def test_reading_only_one_can_still_export(
    make_shell: MakeShell, office_file: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    holder = open_file(office_file, who="别人")
    window, opening = make_shell()
    with qtbot.waitSignal(opening.opened, timeout=LONG):
        opening.open(office_file)
    exporting = window.findChild(Exporting)
    assert exporting is not None
    exporting.ask()
    assert exporting.dialog is not None
    exporting.dialog.path.setText(str(tmp_path / "只读.xlsx"))
    exporting.dialog.start.click()
    qtbot.waitUntil(lambda: "只读.xlsx" in notice(window), timeout=LONG)
    assert (tmp_path / "只读.xlsx").exists()
    holder.close()
