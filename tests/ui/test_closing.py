"""封账 as a user does it: look, close, correct with a reason, see both versions, reopen, close again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests import builders
from tests.ui import hands
from tests.ui.conftest import Shell
from tracker.domain.closing import ClosingStage, QuarterClosed
from tracker.domain.deeds import Deed
from tracker.domain.errors import InputError
from tracker.domain.kinds import MoneyKind
from tracker.domain.money import Amount
from tracker.domain.periods import ReportPeriod
from tracker.domain.quarters import Quarter
from tracker.queries import shown
from tracker.queries.closing import closings
from tracker.queries.criteria import Criteria
from tracker.queries.detail import detail
from tracker.reports.chart_source import NOT_IN_A_COPY, ChartKind, gather_chart
from tracker.reports.excel_out import write_quarterly
from tracker.reports.quarterly import gather
from tracker.services import money
from tracker.ui import messages
from tracker.ui.closing import ClosingDesk, Made
from tracker.ui.dialogs.close_quarter import CloseDialog
from tracker.ui.dialogs.closings import ClosingsDialog
from tracker.ui.export_dialog import ExportWish
from tracker.ui.exporting import Exporting
from tracker.ui.main_window import MainWindow
from tracker.ui.pages.charts import ChartsPage
from tracker.ui.pages.projects import ProjectsPage
from tracker.ui.table_model import Role

Q2, Q3, Q4 = Quarter(2026, 2), Quarter(2026, 3), Quarter(2026, 4)
WAN = 1_000_000
HOSPITAL = "德惠市传染病医院异地新建"
pytestmark = pytest.mark.usefixtures("home")


def _desk(window: MainWindow) -> ClosingDesk:
    """What closes quarters in a window."""
    found = window.findChild(ClosingDesk)
    assert isinstance(found, ClosingDesk)
    return found


def _project(window: MainWindow) -> int:
    """The id of one project."""
    assert window.context is not None
    [found] = window.context.tasks.read(_by_name)
    return found


def _by_name(session: Any) -> list[int]:
    from tracker.queries.projects import list_ids

    return list_ids(session, Criteria(text=HOSPITAL), Q3.end)[:1]


def _say_done(window: MainWindow, wan: int, quarter: Quarter = Q3) -> None:
    """Fill in 累计完成投资 as a tab does."""
    assert window.context is not None
    amount = money.FigureInput(_project(window), MoneyKind.DONE, quarter.end, Amount(wan * WAN), reason="按实际")
    window.context.tasks.write("填写累计完成投资", money.set_figure, amount)


def _close(window: MainWindow, qtbot: QtBot, prepare: Callable[[CloseDialog], object] = bool) -> CloseDialog:
    """Go through 报表 → 封账… and wait for the end of it."""
    window.menus.run("报表", "封账")
    dialog = _desk(window).dialog
    assert dialog is not None
    qtbot.waitUntil(dialog.start.isEnabled, timeout=hands.LONG)
    prepare(dialog)
    qtbot.waitUntil(dialog.start.isEnabled, timeout=hands.LONG)
    hands.press(dialog, "封账")
    qtbot.waitUntil(lambda: not window.runner.busy and "封账" in hands.words(window.strips), timeout=hands.LONG)
    return dialog


def _list(window: MainWindow) -> ProjectsPage:
    page = window.pages.current
    assert isinstance(page, ProjectsPage)
    return page


def _done_in_list(window: MainWindow) -> str:
    """What the list shows of the project's 累计完成投资."""
    page = _list(window)
    page.show_criteria(Criteria(text=HOSPITAL))
    row = page.panel.row(_project(window))
    assert row is not None
    return str(None if row.figures.done_fen is None else row.figures.done_fen // WAN)


@pytest.fixture
def window(shell: Shell) -> MainWindow:
    """A window on the seeded file with one figure."""
    _say_done(shell[0], 100)
    return shell[0]


def answer(monkeypatch: pytest.MonkeyPatch, reason: str | None) -> list[str]:
    """Answer the question about a correction; return what is asked."""
    asked: list[str] = []

    def ask(_parent: object, sentence: str, _last: str = "") -> str | None:
        asked.append(sentence)
        return reason

    monkeypatch.setattr(messages, "ask_correction", ask)
    return asked


def test_a_quarter_is_closed_from_the_window(window: MainWindow, qtbot: QtBot) -> None:
    """The menu, the checklist, the strip with the workbook, and the lock beside the report period."""
    assert not window.closed_box.isVisible()
    seen: list[str] = []
    _close(window, qtbot, lambda dialog: seen.append(hands.words(dialog) + dialog.counts["missing"].text()))
    assert "未报" in seen[0]
    assert "共" in seen[0]
    assert "2026年第三季度（正式，第1版）已封账" in hands.words(window.strips)
    assert window.closed_box.state.text() == "已封账（正式，第1版）"
    assert "测试员" in window.closed_box.state.toolTip() or "封账" in window.closed_box.state.toolTip()
    assert window.closed_box.switch.currentText() == "按封账数"
    assert window.context is not None
    [kept] = (window.context.tasks.path.parent / "封账").iterdir()
    assert kept.suffix == ".xlsx"
    assert "不能撤销" in window.undo_action.text()
    assert "封账：2026年第三季度" in window.undo_action.toolTip()
    window.period.choose(Q4)
    assert not window.closed_box.isVisible()


def test_a_month_within_a_closed_quarter_is_read_from_the_file(window: MainWindow, qtbot: QtBot) -> None:
    """The copy holds the quarter's end; showing it for the end of August would be a wrong figure."""
    _close(window, qtbot)
    assert window.context is not None
    window.period.choose(ReportPeriod.of_month(2026, 8))
    assert window.context.source is None
    assert not window.closed_box.switch.isVisible()
    assert _done_in_list(window) == "None"
    window.period.choose(ReportPeriod.of_month(2026, 9))
    assert window.context.source is not None
    assert _done_in_list(window) == "100"


def test_a_figure_of_a_closed_quarter_is_corrected_with_a_reason(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sentence, the reason once, both versions by the switch, and undo without another question."""
    _close(window, qtbot)
    asked = answer(monkeypatch, None)
    with pytest.raises(QuarterClosed):
        _say_done(window, 120)
    assert asked == ["2026年第三季度已封账，数字不能直接修改。要改请用“更正”，更正会列在下季度报表后。"]
    assert _done_in_list(window) == "100"
    asked = answer(monkeypatch, "补记一张发票")
    _say_done(window, 120)
    assert len(asked) == 1
    assert "已登记更正" in hands.words(window.strips)
    assert window.closed_box.switch.currentText() == "按更正后"
    assert _done_in_list(window) == "120"
    hands.choose(window.closed_box.switch, "按封账数")
    assert window.closed_box.switch.currentText() == "按封账数"
    assert _done_in_list(window) == "100"
    window.context.tasks.undo()  # type: ignore[union-attr]
    assert len(asked) == 1
    assert window.closed_box.switch.currentText() == "按封账数"


def test_corrections_are_listed_and_a_quarter_is_reopened(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """历次封账 shows old, new, who and why; reopening needs a reason, and closing again makes the second version."""
    _close(window, qtbot)
    answer(monkeypatch, "补记一张发票")
    _say_done(window, 120)
    hands.click(window.closed_box.state)
    dialog = _desk(window).list
    assert isinstance(dialog, ClosingsDialog)
    since = hands.table(dialog, "补报更正")
    assert [hands.shown(since, 0, title) for title in ("类别", "项目", "封账时", "现在", "原因")] == [
        "更正",
        HOSPITAL,
        "100.00 万元",
        "120.00 万元",
        "补记一张发票；按实际",
    ]
    opened: list[Path] = []
    monkeypatch.setattr("tracker.ui.closing.open_file", opened.append)
    hands.press(dialog, "打开留存的季报")
    assert opened[0].is_file()
    monkeypatch.setattr(messages, "ask_reason", lambda *_: None)
    hands.press(dialog, "重新打开…")
    assert window.closed_box.state.text() == "已封账（正式，第1版）"
    monkeypatch.setattr(messages, "ask_reason", lambda *_: "上报数有误")
    hands.press(dialog, "重新打开…")
    assert window.closed_box.state.text() == "已重新打开（第1版）"
    assert "重新打开" in hands.shown(hands.table(dialog, "历次封账"), 0, "状态")
    assert not dialog.reopen_button.isEnabled()
    hands.press(dialog, "关闭")
    texts: list[str] = []
    _close(window, qtbot, lambda dialog: texts.append(dialog.counts["changed"].text()))
    assert texts == ["第1版以来变动 1"]
    assert window.closed_box.state.text() == "已封账（正式，第2版）"


def test_a_changed_workbook_is_not_handed_out(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The hash does not fit: nothing is opened and the sentence says so."""
    _close(window, qtbot)
    assert window.context is not None
    [kept] = (window.context.tasks.path.parent / "封账").iterdir()
    kept.write_bytes(b"?")
    told: list[str] = []
    monkeypatch.setattr(messages, "warn", lambda _parent, sentence, *_: told.append(sentence))
    monkeypatch.setattr("tracker.ui.closing.open_file", lambda _path: pytest.fail("opened"))
    window.menus.run("报表", "历次封账")
    dialog = _desk(window).list
    assert dialog is not None
    hands.press(dialog, "打开留存的季报")
    assert "可能被改动过" in told[0]


def test_only_an_ended_quarter_is_closed_for_good(window: MainWindow, qtbot: QtBot) -> None:
    """A running quarter offers 预计 alone; some units need a tick; a locked one says how a new version is made."""
    window.menus.run("报表", "封账")
    dialog = _desk(window).dialog
    assert dialog is not None
    hands.choose(dialog.quarter, Q4.label)
    assert not dialog.final.isEnabled()
    assert dialog.stage is ClosingStage.ESTIMATE
    dialog.some.setChecked(True)
    qtbot.waitUntil(lambda: "请勾选" in dialog.start.toolTip(), timeout=hands.LONG)
    assert not dialog.start.isEnabled()
    dialog.reject()
    _close(window, qtbot)
    window.menus.run("报表", "封账")
    again = _desk(window).dialog
    assert again is not None
    qtbot.waitUntil(lambda: "重新打开" in again.start.toolTip(), timeout=hands.LONG)
    assert not again.start.isEnabled()
    again.reject()


def test_an_edit_between_copy_and_closing_leaves_no_workbook(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is kept must be what was seen: the closing is refused, its workbook goes, and a link tries again."""
    desk = _desk(window)
    assert window.context is not None
    tasks = window.context.tasks
    store = desk._store

    def edit_first(made: Made) -> None:
        store(replace(made, given=replace(made.given, seen_action_id=made.given.seen_action_id - 1)))

    monkeypatch.setattr(desk, "_store", edit_first)
    _close(window, qtbot)
    assert "又有新的修改，没有封账" in hands.words(window.strips)
    assert hands.button(window.strips, "重新封账").isEnabled()
    assert not tasks.read(closings)
    assert not list((tasks.path.parent / "封账").iterdir())


def test_one_county_closes_for_itself(window: MainWindow, qtbot: QtBot) -> None:
    """The corner names it, its list is the copy, and the whole list stays live."""
    assert window.context is not None
    unit = window.context.tasks.write("单位", builders.unit, "德惠市")
    assert unit is not None

    def choose(dialog: CloseDialog) -> None:
        dialog.some.setChecked(True)
        for at in range(dialog.units.count()):
            if dialog.units.item(at).text().strip() == "德惠市":
                dialog.units.item(at).setCheckState(dialog.units.item(at).checkState().Checked)

    _close(window, qtbot, choose)
    assert window.closed_box.state.text() == "德惠市已封账"
    assert window.context.source_for(Criteria()) is None
    assert window.context.source_for(Criteria(unit_ids=(unit.result,))) is not None


def test_cancelling_and_read_only(window: MainWindow) -> None:
    """Somebody else writes the file: nothing can be closed, the list can be read and says that there is none."""
    desk = _desk(window)
    assert window.context is not None
    window.context.tasks.store.read_only_reason = "办公室二号机正在编辑此文件。"
    desk._opened(window.context)
    assert not desk.close_action.isEnabled()
    assert "二号机" in desk.close_action.toolTip()
    desk.show_all()
    assert desk.list is not None
    assert "还没有封过账" in hands.words(desk.list)
    assert not desk.list.open_button.isEnabled()
    desk.list.reject()


def test_refused_correction_keeps_what_was_typed(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A field of the report form asks once, stores with the reason, and keeps its text where the user goes back."""
    _close(window, qtbot)
    assert window.context is not None
    window.context.open_project(_project(window), "report")
    panel = _list(window).detail
    qtbot.waitUntil(lambda: panel.tab == "report" and panel.current.project is not None, timeout=hands.LONG)
    hands.to_front(window)
    asked = answer_box(None)
    hands.fill(panel, "下季安排", "完成主体")
    assert len(asked) == 1
    assert "已封账" in hands.error_under(panel, "下季安排")
    hands.to_front(window)
    asked = answer_box("补报")
    hands.write(hands.field(panel, "下季安排"), "完成主体封顶")
    hands.key(Qt.Key.Key_Tab)
    assert len(asked) == 1
    assert hands.error_under(panel, "下季安排") == ""
    assert "已登记更正" in hands.words(window.strips)
    window.context.open_project(_project(window), "money")
    qtbot.waitUntil(lambda: panel.tab == "money", timeout=hands.LONG)
    periods = hands.table(panel, "累计数")
    cell = hands.index(periods, hands.row(periods, "完成投资"), "本期").data(Role.CELL)
    assert cell.ground == "alt"
    assert "登记更正" in cell.tooltip
    hands.to_front(window)
    asked = answer_box("补记一张发票")
    place = hands.row(periods, "完成投资")
    hands.fill_cell(periods, place, "本期", "130")
    assert len(asked) == 1
    assert hands.shown(periods, place, "本期") == "130.00"


def test_chart_and_sums_are_those_that_were_signed(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The chart says which figures it draws; sums and the detail's head follow the switch as the rows do."""
    _close(window, qtbot)
    answer(monkeypatch, "补记一张发票")
    _say_done(window, 120)
    window.pages.show_page("charts")
    page = window.pages.current
    assert isinstance(page, ChartsPage)
    assert page.view.chart is not None
    assert "按封账数" not in page.view.chart.subtitle
    hands.choose(window.closed_box.switch, "按封账数")
    assert "按封账数（正式，第1版）" in page.view.chart.subtitle
    _kinds_follow_the_copy(page)
    assert window.context is not None
    read, source = window.context.tasks.read, window.context.source
    for closing, wan in ((source, 100), (None, 120)):
        whole = read(shown.total, closing, Criteria(text=HOSPITAL), Q3.end)
        assert whole is not None
        assert whole.done.fen == wan * WAN
    assert read(shown.counts, source, Criteria(), Q3.end) == read(shown.counts, None, Criteria(), Q3.end)
    assert read(shown.ids, source, Criteria(), Q3.end) == read(shown.ids, None, Criteria(), Q3.end)
    project = read(detail, _project(window), Q3.end)
    assert project.figures.done_fen == 120 * WAN
    assert read(shown.head, source, project).figures.done_fen == 100 * WAN


def _kinds_follow_the_copy(page: ChartsPage) -> None:
    """Charts the copy can draw are drawn from it; those it cannot say that they are not."""
    read, source = page.context.tasks.read, page.context.source
    for kind in ChartKind:
        signed, live = (gather_chart(read, Criteria(), Q3.end, "", kind, one) for one in (source, None))
        assert signed.signed == ("按更正后" if kind in NOT_IN_A_COPY else "按封账数（正式，第1版）")
        assert [group.label for group in signed.units] == [group.label for group in live.units]
        assert {by: len(counts) for by, counts in signed.lights.items()} == {
            by: len(counts) for by, counts in live.lights.items()
        }
        if kind is ChartKind.BOXES:
            difference = sum((group.done.fen or 0) for group in live.units) - sum(
                (group.done.fen or 0) for group in signed.units
            )
            assert difference == 20 * WAN


def test_a_project_made_after_the_closing_is_shown(window: MainWindow, qtbot: QtBot) -> None:
    """It is not in the copy: the list goes over to the corrected figures and says so."""
    _close(window, qtbot)
    assert window.context is not None
    before = _list(window).panel.result.counts.total
    done = window.context.tasks.write("新建项目", builders.project, "新建的卫生院")
    assert done is not None
    _list(window).deeds.made.emit(done.result)
    assert "现在按更正后显示" in hands.words(window.strips)
    assert window.closed_box.switch.currentText() == "按更正后"
    assert _list(window).panel.table.current_key == done.result
    window.context.closed.choose(corrected=False)
    assert _list(window).panel.result.counts.total == before
    window.menus.run("视图", "刷新")
    assert window.closed_box.isVisible()


def test_cancelling_leaves_nothing_behind(window: MainWindow, qtbot: QtBot) -> None:
    """取消 while the copy is made: no closing, no workbook, and a sentence that says so."""
    window.menus.run("报表", "封账")
    dialog = _desk(window).dialog
    assert dialog is not None
    qtbot.waitUntil(dialog.start.isEnabled, timeout=hands.LONG)
    hands.press(dialog, "封账")
    window.runner.cancel()
    qtbot.waitUntil(lambda: "已取消封账" in hands.words(window.strips), timeout=hands.LONG)
    assert window.context is not None
    assert not window.context.tasks.read(closings)
    folder = window.context.tasks.path.parent / "封账"
    assert not folder.exists() or not list(folder.iterdir())


def answer_box(reason: str | None) -> list[str]:
    """Answer the dialog about a correction as soon as it opens, by its own buttons; return what it says."""
    asked: list[str] = []

    def reply() -> None:
        dialog = QApplication.activeModalWidget()
        if dialog is None:
            QTimer.singleShot(20, reply)
            return
        asked.append(hands.words(dialog))
        if reason is None:
            hands.press(dialog, "取消")
            return
        hands.write(hands.field(dialog, "更正原因"), reason)
        hands.press(dialog, "登记更正")

    QTimer.singleShot(20, reply)
    return asked


def test_a_cell_of_the_list_is_corrected(window: MainWindow, qtbot: QtBot) -> None:
    """Typed into the list while it shows the copy: asked once, stored, and the list shows what was typed."""
    _close(window, qtbot)
    page = _list(window)
    page.show_criteria(Criteria(text=HOSPITAL))
    hands.to_front(window)
    asked = answer_box("概算批复")
    hands.fill_cell(page.panel.table, hands.row(page.panel.table, HOSPITAL), "总投资", "300")
    assert len(asked) == 1
    assert "已封账，数字不能直接修改" in asked[0]
    place = hands.row(page.panel.table, HOSPITAL)
    assert hands.shown(page.panel.table, place, "总投资") == "300.00"
    assert window.closed_box.switch.currentText() == "按更正后"
    assert not page.panel.model.refused_count


def test_the_export_of_a_closed_quarter_asks_which_workbook(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The kept one is handed out byte for byte; the other has what was corrected since."""
    _close(window, qtbot)
    answer(monkeypatch, "补记一张发票")
    _say_done(window, 120)
    exporting = window.findChild(Exporting)
    assert exporting is not None
    assert window.context is not None
    [kept] = (window.context.tasks.path.parent / "封账").iterdir()
    asked: list[str] = []
    for way, name in ((0, "留存.xlsx"), (1, "更正后.xlsx"), (None, "不要.xlsx")):

        def choose(_parent: object, question: str, _verbs: object, _detail: str, way: int | None = way) -> int | None:
            asked.append(question)
            return way

        monkeypatch.setattr(messages, "choose", choose)
        exporting.export(ExportWish(Q3, filtered=False, path=tmp_path / name))
        qtbot.waitUntil(lambda: not window.runner.busy, timeout=hands.LONG)
    assert len(asked) == 3
    assert "第1版" in asked[0]
    assert (tmp_path / "留存.xlsx").read_bytes() == kept.read_bytes()
    assert (tmp_path / "更正后.xlsx").read_bytes() != kept.read_bytes()
    assert not (tmp_path / "不要.xlsx").exists()


def test_the_next_quarter_lists_what_was_corrected(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """补报更正 in the workbook of the fourth quarter: old, new, who and why; a sentence where there is none."""
    assert window.context is not None
    read = window.context.tasks.read
    write_quarterly(tmp_path / "空.xlsx", gather(read, Criteria(), Q4))
    assert load_workbook(tmp_path / "空.xlsx")["补报更正"]["A5"].value == "2026年第三季度没有封账，没有补报更正。"
    _close(window, qtbot)
    write_quarterly(tmp_path / "无.xlsx", gather(read, Criteria(), Q4))
    assert load_workbook(tmp_path / "无.xlsx")["补报更正"]["A5"].value == "2026年第三季度封账后没有补报和更正。"
    answer(monkeypatch, "补记一张发票")
    _say_done(window, 120)
    write_quarterly(tmp_path / "有.xlsx", gather(read, Criteria(), Q4))
    sheet = load_workbook(tmp_path / "有.xlsx")["补报更正"]
    row = [cell.value for cell in sheet[5]]
    assert row[:2] == [1, HOSPITAL]
    assert row[3] == "更正"
    assert row[5:7] == ["100.00 万元", "120.00 万元"]
    assert "补记一张发票" in str(row[9])
    gone = gather(read, Criteria(text="没有这个项目"), Q4)
    assert gone.closed_before
    assert not gone.corrections


def test_write_without_anybody_to_ask_is_refused(window: MainWindow, qtbot: QtBot) -> None:
    """A deed that brings its reason is stored at once; one without anybody to ask is an input error."""
    _close(window, qtbot)
    assert window.context is not None
    window.context.tasks.ask_correction = None
    with pytest.raises(InputError):
        _say_done(window, 130)
    amount = money.FigureInput(_project(window), MoneyKind.DONE, Q3.end, Amount(140 * WAN), reason="按实际")
    assert window.context.tasks.write(Deed("更正", correction="漏报"), money.set_figure, amount) is not None
