"""填报 as its user meets it: what it lists, what a cell says, what is refused, pasted, undone, closed and read-only."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from tests import builders
from tests.ui import hands
from tests.ui.conftest import MakeShell
from tests.ui.hands import CONTROL, LONG, key, keys
from tracker.domain.entry import ARRIVED, DONE, NEXT, PAID, PERCENT, TEXT, FigureCell
from tracker.domain.kinds import Kind, MoneyKind
from tracker.domain.money import FEN_PER_WAN as WAN
from tracker.domain.money import Amount
from tracker.domain.periods import ReportPeriod
from tracker.domain.quarters import Quarter
from tracker.queries.criteria import Criteria
from tracker.queries.entry import EntryRow
from tracker.services.paste import PastePreview
from tracker.store.database import open_file
from tracker.ui import messages
from tracker.ui.closing import ClosingDesk
from tracker.ui.dialogs import paste_preview
from tracker.ui.main_window import MainWindow
from tracker.ui.pages.entry import EntryPage
from tracker.ui.pages.projects import ProjectsPage
from tracker.ui.strip import Strip
from tracker.ui.table_model import Role

Q2, Q3, Q4 = date(2026, 6, 30), date(2026, 9, 30), date(2026, 12, 31)
NAMES = ("德惠市医院", "九台区医院", "德惠市中医院", "健康宣教")
Cast = dict[str, int]


def _prepare(session: Session) -> Cast:
    """One project with the last quarter's figures, one by source, one new one, and one of 能力类."""
    cast = {name: builders.project(session, name, in_unit=f"{name[:2]}市") for name in NAMES[:3]}
    cast[NAMES[3]] = builders.project(session, NAMES[3], in_unit="德惠市", kind=Kind.CAPACITY)
    first, split = cast[NAMES[0]], cast[NAMES[1]]
    builders.investment(session, first, 2_000 * WAN)
    for kind, wan in ((MoneyKind.ARRIVED, 900), (MoneyKind.DONE, 800), (MoneyKind.PAID, 700)):
        builders.figure(session, first, Q2, wan * WAN, kind)
    builders.report(session, first, Q2, percent=20, text="基础施工", next_steps="主体施工")
    for name, wan in (("中央", 300), ("县级", 200)):
        source = builders.money_source(session, name)
        builders.figure(session, split, Q2, wan * WAN, MoneyKind.DONE, source_id=source)
        builders.figure(session, split, Q3, (wan + 50) * WAN, MoneyKind.DONE, source_id=source)
    return cast


@pytest.fixture
def filled(db_path: Path) -> tuple[Path, Cast]:
    """A file with these projects."""
    db = open_file(db_path, who="经办人甲")
    cast = db.write("准备", _prepare).result
    db.close()
    return db_path, cast


@pytest.fixture
def window(make_shell: MakeShell, filled: tuple[Path, Cast], qtbot: QtBot) -> MainWindow:
    """A window with that file."""
    made, opening = make_shell()
    with qtbot.waitSignal(opening.opened, timeout=LONG):
        opening.open(filled[0])
    hands.to_front(made)
    return made


@pytest.fixture
def cast(filled: tuple[Path, Cast]) -> Cast:
    """The projects by name."""
    return filled[1]


@pytest.fixture
def page(window: MainWindow) -> EntryPage:
    """The page, open."""
    window.pages.show_page("entry")
    QApplication.processEvents()
    found = window.pages.current
    assert isinstance(found, EntryPage)
    return found


def at(page: EntryPage, project_id: int, column: str) -> None:
    """Go to a cell."""
    assert page.grid.go_to(project_id, column)
    page.grid.setFocus()
    QApplication.processEvents()


def enter(page: EntryPage, project_id: int, column: str, text: str) -> None:
    """Type into a cell and press Enter."""
    at(page, project_id, column)
    key(Qt.Key.Key_F2)
    key(Qt.Key.Key_A, CONTROL)
    keys(text)
    key(Qt.Key.Key_Return)
    QApplication.processEvents()


def text(page: EntryPage, project_id: int, column: str) -> str:
    """Return what a cell shows."""
    place = page.panel.model.position_of(project_id)
    assert place is not None
    return str(page.panel.model.index(place, page.grid.place_of(column)).data() or "")


def ground(page: EntryPage, project_id: int, column: str) -> str:
    """Return the ground of a cell."""
    place = page.panel.model.position_of(project_id)
    assert place is not None
    return str(page.panel.model.index(place, page.grid.place_of(column)).data(Role.CELL).ground)


def row(page: EntryPage, project_id: int) -> EntryRow:
    """Return a row."""
    found = page.panel.row(project_id)
    assert found is not None
    return found


def figure(page: EntryPage, project_id: int, column: str) -> FigureCell:
    """Return a figure of a row."""
    return row(page, project_id).figures[column]


def strip(window: MainWindow) -> str:
    """Return the sentence under the toolbar."""
    shown = window.strips.shown("notice")
    return shown.sentence if isinstance(shown, Strip) else ""


def select(page: EntryPage, first: tuple[int, str], last: tuple[int, str]) -> None:
    """Select a block of cells."""
    at(page, *first)
    model = page.panel.model
    start, end = model.position_of(first[0]) or 0, model.position_of(last[0]) or 0
    for _ in range(end - start):
        QTest.keyClick(page.grid, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    for _ in range(page.grid.place_of(last[1]) - page.grid.place_of(first[1])):
        QTest.keyClick(page.grid, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)


# --- What is listed ---


def test_every_project_has_a_row_with_the_period_before_beside_this_one(page: EntryPage, cast: Cast) -> None:
    first = cast[NAMES[0]]

    assert page.panel.model.ids == tuple(cast.values())
    assert (text(page, first, "done_before"), text(page, first, DONE)) == ("800.00", "未填")
    assert (text(page, first, "percent_before"), text(page, first, PERCENT)) == ("20", "未填")
    assert text(page, first, "state") == "未报"
    assert ground(page, first, "done_before") == "alt"
    assert page.progress.words.text() == "已报 1 / 4"


def test_the_filter_of_the_list_holds_here_until_all_are_asked_for(
    window: MainWindow, page: EntryPage, cast: Cast
) -> None:
    assert window.context is not None
    window.context.open_projects(Criteria(text="中医"))
    window.pages.show_page("entry")
    assert page.panel.model.ids == (cast[NAMES[2]],)
    hands.press(page, "改看全部项目")
    assert len(page.panel.model.ids) == 4

    window.context.open_projects(Criteria(text="没有这样的项目"))
    window.pages.show_page("entry")
    assert "没有符合“没有这样的项目”的项目" in hands.words(page)


def test_only_what_is_missing_can_be_listed_and_a_row_being_filled_stays(page: EntryPage, cast: Cast) -> None:
    page.missing_button.click()
    assert cast[NAMES[1]] not in page.panel.model.ids
    enter(page, cast[NAMES[0]], DONE, "810")
    assert cast[NAMES[0]] in page.panel.model.ids, "it would go while one works at it"
    assert page.progress.words.text() == "已报 2 / 4"
    page.missing_button.click()
    page.missing_button.click()
    assert cast[NAMES[0]] not in page.panel.model.ids


def test_rows_stand_in_the_lists_order_or_below_their_units(page: EntryPage, cast: Cast) -> None:
    page.grid.sort_wanted.emit((("unit", False),))
    assert page.panel.model.ids == tuple(cast[name] for name in (NAMES[0], NAMES[2], NAMES[3], NAMES[1]))
    page.grid.sort_wanted.emit((("unit", True),))
    assert page.panel.model.ids == tuple(cast.values())


# --- A cell ---


def test_undo_right_after_goes_back_to_the_cell(page: EntryPage, cast: Cast) -> None:
    enter(page, cast[NAMES[0]], DONE, "850")
    assert page.grid.current_place == (cast[NAMES[1]], DONE), "Enter goes down"
    key(Qt.Key.Key_Z, CONTROL)
    QApplication.processEvents()
    assert page.grid.current_place == (cast[NAMES[0]], DONE)
    assert text(page, cast[NAMES[0]], DONE) == "未填"


def test_a_figure_that_falls_stays_red_until_its_reason_is_given(page: EntryPage, cast: Cast) -> None:
    first = cast[NAMES[0]]
    enter(page, first, DONE, "740")
    assert ground(page, first, DONE) == "red_bg"
    assert page.foot.told.facts.replace("\u3000", " ") == "上期 800.00 本期 740.00 本季 −60.00 占总投资 37.0%"
    assert "比上期少 60.00 万元" in page.foot.sentence

    at(page, cast[NAMES[2]], TEXT)  # the user goes on elsewhere and comes back
    at(page, first, DONE)
    hands.press(page.foot, "填写原因…")
    QApplication.processEvents()
    keys("审计核减\n")
    QApplication.processEvents()
    assert figure(page, first, DONE).current == Amount(740 * WAN)
    assert "已说明：审计核减" in page.foot.sentence


def test_the_figure_of_the_period_before_is_one_click_away(page: EntryPage, cast: Cast) -> None:
    enter(page, cast[NAMES[0]], DONE, "740")
    hands.press(page.foot, "改回上期数 800.00")
    QApplication.processEvents()
    assert text(page, cast[NAMES[0]], DONE) == "800.00"
    assert page.panel.model.refused_count == 0


def test_yuan_typed_for_wan_is_asked_about(page: EntryPage, cast: Cast) -> None:
    first = cast[NAMES[0]]
    enter(page, first, PAID, "7200000")
    assert "像是把元当成了万元" in page.foot.sentence
    assert figure(page, first, PAID).current.unknown, "nothing is stored before it is answered"
    hands.press(page.foot, "改为 720.00")
    QApplication.processEvents()
    assert figure(page, first, PAID).current == Amount(720 * WAN)

    enter(page, first, ARRIVED, "9000000")
    hands.press(page.foot, "保留原数并说明")
    QApplication.processEvents()
    keys("专项债一次到位\n")
    QApplication.processEvents()
    assert figure(page, first, ARRIVED).current == Amount(9_000_000 * WAN)


def test_a_doubted_figure_is_stored_amber_and_can_be_explained(page: EntryPage, cast: Cast) -> None:
    first = cast[NAMES[0]]
    enter(page, first, ARRIVED, "900")
    enter(page, first, PAID, "940")
    at(page, first, PAID)
    assert ground(page, first, PAID) == "amber_bg"
    assert "大于累计到位 900.00 万元，差 40.00 万元" in page.foot.sentence
    hands.press(page.foot, "填写说明…")
    QApplication.processEvents()
    key(Qt.Key.Key_Escape)
    QApplication.processEvents()
    assert page.grid.hasFocus(), "Esc leads back to the grid, not out of it"
    hands.press(page.foot, "填写说明…")
    QApplication.processEvents()
    keys("预付设备款\n")
    QApplication.processEvents()
    assert ground(page, first, PAID) != "amber_bg"


def test_giving_up_shows_what_is_stored(page: EntryPage, cast: Cast) -> None:
    enter(page, cast[NAMES[0]], DONE, "12abc")
    assert page.leave() == 1
    assert text(page, cast[NAMES[0]], DONE) == "12abc"
    key(Qt.Key.Key_Escape)
    QApplication.processEvents()
    assert text(page, cast[NAMES[0]], DONE) == "未填"
    assert page.leave() == 0


def test_a_figure_by_source_is_their_sum_and_opens_its_money(window: MainWindow, page: EntryPage, cast: Cast) -> None:
    split = cast[NAMES[1]]
    assert text(page, split, DONE) == "600.00"
    at(page, split, DONE)
    assert "按资金来源填写" in page.foot.sentence
    keys("7")
    assert page.grid.hasFocus(), "it is not typed over"
    key(Qt.Key.Key_Return)
    QApplication.processEvents()
    assert window.pages.current_key == "projects"
    listed = window.pages.current
    assert isinstance(listed, ProjectsPage)
    QApplication.processEvents()
    assert listed.panel.table.current_key == split
    assert listed.detail.tab == "money"
    window.pages.back()
    assert window.pages.current_key == "entry"


def test_a_correction_of_an_earlier_period_asks_about_the_later_ones(
    window: MainWindow, page: EntryPage, cast: Cast
) -> None:
    first = cast[NAMES[0]]
    enter(page, first, DONE, "900")
    window.period.choose(Quarter(2026, 2))
    QApplication.processEvents()
    enter(page, first, DONE, "820")
    assert "后续各期是否同步调整" in page.foot.sentence
    hands.press(page.foot, "同步调整后面 1 期")
    QApplication.processEvents()
    window.period.choose(Quarter(2026, 3))
    QApplication.processEvents()
    assert (text(page, first, "done_before"), text(page, first, DONE)) == ("820.00", "920.00")


def test_not_applicable_and_unfilled_are_one_key_away(window: MainWindow, page: EntryPage, cast: Cast) -> None:
    new = cast[NAMES[2]]
    select(page, (new, ARRIVED), (new, PERCENT))
    key(Qt.Key.Key_Slash, CONTROL)
    assert [text(page, new, one) for one in (ARRIVED, DONE, PAID, PERCENT)] == ["／"] * 4
    assert ground(page, new, DONE) == "hatch"
    key(Qt.Key.Key_Delete)
    assert [text(page, new, one) for one in (ARRIVED, DONE, PAID, PERCENT)] == ["未填"] * 4

    at(page, new, TEXT)
    key(Qt.Key.Key_Slash, CONTROL)
    assert "只有累计数和形象进度能标为不适用" in strip(window)


def test_zero_is_a_figure(page: EntryPage, cast: Cast) -> None:
    enter(page, cast[NAMES[2]], DONE, "0")
    assert text(page, cast[NAMES[2]], DONE) == "0.00"
    at(page, cast[NAMES[2]], DONE)
    assert "占总投资 —（总投资未填）" in page.foot.told.facts


# --- Many cells ---


def test_a_block_goes_out_and_comes_in_as_in_excel(page: EntryPage, cast: Cast) -> None:
    new, other = cast[NAMES[2]], cast[NAMES[3]]
    select(page, (cast[NAMES[0]], "arrived_before"), (cast[NAMES[0]], "done_before"))
    key(Qt.Key.Key_C, CONTROL)
    assert QApplication.clipboard().text() == "900.00\t\t800.00"

    QApplication.clipboard().setText("100\t\t90\t\t80\n1.2亿\t\t\t\t\n")
    at(page, new, ARRIVED)
    key(Qt.Key.Key_V, CONTROL)
    assert text(page, new, ARRIVED) == "100.00"
    assert (text(page, new, DONE), text(page, new, PAID)) == ("90.00", "80.00"), "上期 between them is passed over"
    assert text(page, other, ARRIVED) == "12,000.00"
    key(Qt.Key.Key_Z, CONTROL)
    QApplication.processEvents()
    assert text(page, new, ARRIVED) == text(page, other, ARRIVED) == "未填", "one paste is one action"
    assert page.grid.current_place == (new, ARRIVED)


def test_what_a_block_cannot_write_is_shown_before(
    window: MainWindow, page: EntryPage, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[str, ...]] = []

    def look(_parent: object, preview: PastePreview) -> object:
        seen.append(tuple(item.error or "" for item in preview.items))
        return preview.changes

    monkeypatch.setattr(paste_preview, "accepted", look)
    QApplication.clipboard().setText("850\n650\nabc\n9\n越界\n")
    at(page, cast[NAMES[0]], DONE)
    key(Qt.Key.Key_V, CONTROL)
    assert seen
    assert "按资金来源填写" in seen[0][1]
    assert "不是金额" in seen[0][2]
    assert text(page, cast[NAMES[0]], DONE) == "850.00"
    assert text(page, cast[NAMES[3]], DONE) == "9.00"
    assert "3 格未写入" in strip(window)


def test_one_copied_cell_fills_the_selection_and_ctrl_d_fills_down(page: EntryPage, cast: Cast) -> None:
    new, other = cast[NAMES[2]], cast[NAMES[3]]
    QApplication.clipboard().setText("主体封顶")
    select(page, (new, TEXT), (other, NEXT))
    key(Qt.Key.Key_V, CONTROL)
    assert {text(page, one, column) for one in (new, other) for column in (TEXT, NEXT)} == {"主体封顶"}

    enter(page, new, PERCENT, "45")
    select(page, (new, PERCENT), (other, PERCENT))
    key(Qt.Key.Key_D, CONTROL)
    assert text(page, other, PERCENT) == "45"


def test_an_empty_clipboard_and_a_column_that_is_not_filled_in_are_told(
    window: MainWindow, page: EntryPage, cast: Cast
) -> None:
    QApplication.clipboard().setText("")
    at(page, cast[NAMES[0]], DONE)
    key(Qt.Key.Key_V, CONTROL)
    assert "剪贴板里没有表格内容" in strip(window)
    QApplication.clipboard().setText("x")
    at(page, cast[NAMES[0]], "name")
    key(Qt.Key.Key_V, CONTROL)
    assert "这里的格不能填写" in strip(window)


# --- Rows ---


def test_the_next_gap_is_found_round_the_end_and_backwards(page: EntryPage, cast: Cast) -> None:
    at(page, cast[NAMES[3]], TEXT)
    key(Qt.Key.Key_F8)
    assert page.grid.current_place == (cast[NAMES[0]], ARRIVED)
    QTest.keyClick(page.grid, Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    assert page.grid.current_place == (cast[NAMES[3]], TEXT)


def test_as_before_fills_only_what_is_missing_and_carries_sources(page: EntryPage, cast: Cast) -> None:
    first = cast[NAMES[0]]
    enter(page, first, DONE, "850")
    at(page, first, "name")
    hands.click(page.carry_button)
    QApplication.processEvents()
    now = row(page, first)
    assert (now.figures[DONE].current.fen, now.figures[PAID].current.fen) == (850 * WAN, 700 * WAN)
    assert (now.said.percent, now.said.text, now.said.next_steps) == (20, "本季无变化。", "主体施工")
    assert text(page, first, "state") == "已报"


def test_a_row_half_filled_says_what_it_waits_for(page: EntryPage, cast: Cast) -> None:
    enter(page, cast[NAMES[0]], DONE, "850")
    at(page, cast[NAMES[0]], DONE)
    key(Qt.Key.Key_Return, CONTROL)
    QApplication.processEvents()
    assert "还有 4 格未填：累计到位、累计支付、形象进度、形象进度文字" in page.foot.sentence
    hands.press(page.foot, "到未填的格")
    assert page.grid.current_place == (cast[NAMES[0]], ARRIVED)
    assert page.grid.hasFocus()


# --- A month, a closed quarter, a file one may not write ---


def test_by_month_the_words_are_those_of_the_month(window: MainWindow, page: EntryPage, cast: Cast) -> None:
    window.period.choose(ReportPeriod.of_month(2026, 8))
    QApplication.processEvents()
    assert page.carry_button.text() == "照上月"
    enter(page, cast[NAMES[0]], DONE, "820")
    at(page, cast[NAMES[0]], DONE)
    assert "本月 +20.00" in page.foot.told.facts
    assert "至7月31日" in hands.words(page.filter)


def test_a_closed_quarter_asks_for_a_correction(
    window: MainWindow, page: EntryPage, cast: Cast, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = cast[NAMES[0]]
    enter(page, first, DONE, "850")
    _close(window, qtbot)
    assert ground(page, first, DONE) == "alt"
    assert "已封账，这里是现在的数，改动要登记更正" in hands.words(page.filter)

    monkeypatch.setattr(messages, "ask_correction", lambda *_: None)
    enter(page, first, DONE, "860")
    assert "2026年第三季度已封账" in page.foot.sentence
    assert figure(page, first, DONE).current == Amount(850 * WAN)
    monkeypatch.setattr(messages, "ask_correction", lambda *_: "补报票据")
    enter(page, first, DONE, "860")
    assert figure(page, first, DONE).current == Amount(860 * WAN)


def _close(window: MainWindow, qtbot: QtBot) -> None:
    """Close the quarter from the menu."""
    desk = window.findChild(ClosingDesk)
    assert desk is not None
    window.menus.run("报表", "封账")
    assert desk.dialog is not None
    qtbot.waitUntil(desk.dialog.start.isEnabled, timeout=LONG)
    hands.press(desk.dialog, "封账")
    qtbot.waitUntil(lambda: not window.runner.busy and "封账" in hands.words(window.strips), timeout=LONG)
    hands.to_front(window)


def test_somebody_else_writes_the_file(make_shell: MakeShell, filled: tuple[Path, Cast], qtbot: QtBot) -> None:
    path, cast = filled
    other = open_file(path, who="办公室二号机")
    window, opening = make_shell()
    with qtbot.waitSignal(opening.opened, timeout=LONG):
        opening.open(path)
    hands.to_front(window)
    window.pages.show_page("entry")
    page = window.pages.current
    assert isinstance(page, EntryPage)
    at(page, cast[NAMES[0]], DONE)
    keys("9")
    assert page.grid.hasFocus(), "nothing can be typed"
    assert "办公室二号机" in page.foot.sentence
    for press in (Qt.Key.Key_V, Qt.Key.Key_D, Qt.Key.Key_Slash, Qt.Key.Key_Return):
        key(press, CONTROL)
    key(Qt.Key.Key_Delete)
    assert not page.carry_button.isEnabled()
    assert "办公室二号机" in page.carry_button.toolTip()
    assert text(page, cast[NAMES[0]], DONE) == "未填"
    other.close()
