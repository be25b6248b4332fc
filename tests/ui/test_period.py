"""The report period in the menu corner: quarters, months, and a day somebody asks about."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pytestqt.qtbot import QtBot

from tests.ui.conftest import MakeShell, Shell
from tests.ui.hands import words
from tracker.domain.periods import ReportPeriod
from tracker.queries.criteria import Criteria
from tracker.queries.projects import list_ids
from tracker.queries.reports import reports
from tracker.ui.detail.panel import DetailPanel
from tracker.ui.dialogs.as_of_day import AsOfDay
from tracker.ui.main_window import MainWindow


def choose(window: MainWindow, text: str) -> None:
    box = window.period_box.combo
    place = box.findText(text)
    assert place >= 0, [box.itemText(at) for at in range(box.count())]
    box.setCurrentIndex(place)
    box.activated.emit(place)


def find_project(window: MainWindow, text: str) -> int:
    assert window.context is not None
    [found, *_] = window.context.tasks.read(list_ids, Criteria(text=text), window.period.as_of)
    return found


def report_tab(window: MainWindow, qtbot: QtBot) -> DetailPanel:
    assert window.context is not None
    window.pages.show_page("projects")
    panel = window.findChildren(DetailPanel)[0]
    project = find_project(window, "德惠市传染病医院")
    window.context.open_project(project, "report")
    tab = panel.tabs["report"]
    qtbot.waitUntil(lambda: tab.project is not None and tab.project_id == project)
    return panel


def test_an_office_that_is_asked_by_the_month_reports_by_the_month(
    make_shell: MakeShell, data_file: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    window, opening = make_shell(config=tmp_path / "window.json")
    window.resize(1366, 768)
    with qtbot.waitSignal(opening.opened, timeout=20_000):
        opening.open(data_file)
    choose(window, "改为按月")
    assert window.period.label == "2026年9月"
    choose(window, "2026年8月")
    assert "截至 2026-08-31" in words(window)
    panel = report_tab(window, qtbot)
    assert "2026年8月（截至 2026-08-31）" in words(panel)
    assert "下月安排" in words(panel)
    field = panel.tabs["report"].forms()[0].fields["text"]
    field.put("主体施工到三层")
    assert field.commit()
    assert window.context is not None
    found = window.context.tasks.read(reports, find_project(window, "德惠市传染病医院"))
    assert [(row.period_end, row.text) for row in found] == [(date(2026, 8, 31), "主体施工到三层")]
    assert "填写2026年8月形象进度" in window.undo_action.text()

    again, _ = make_shell(config=tmp_path / "window.json")
    assert again.period.chosen == ReportPeriod.of_month(2026, 9)


def test_any_day_can_be_looked_at_but_not_reported_for(shell: Shell, qtbot: QtBot) -> None:
    window, _ = shell
    choose(window, "截至其他日期…")
    dialog = window.findChildren(AsOfDay)[0]
    dialog.field.put("2026-13-40")
    dialog.take.click()
    assert dialog.isVisible()
    assert "2026-13-40" in words(dialog)
    dialog.field.put("2026.8.17")
    dialog.take.click()
    assert window.period.as_of == date(2026, 8, 17)
    assert window.period_box.combo.currentText() == "2026年8月17日"
    assert "截至 2026-08-17" in words(window)
    panel = report_tab(window, qtbot)
    field = panel.tabs["report"].forms()[0].fields["text"]
    assert "不是月末" in field.editor.toolTip()
    choose(window, "2026年第三季度")
    assert window.period_box.combo.findText("2026年8月17日") < 0


def test_going_back_from_the_question_leaves_the_period(shell: Shell) -> None:
    window, _ = shell
    choose(window, "截至其他日期…")
    dialog = window.findChildren(AsOfDay)[0]
    dialog.reject()
    assert window.period_box.combo.currentText() == window.period.label == "2026年第三季度"
