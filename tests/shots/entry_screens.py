"""The screens of 填报: the grid as it is found, filled in, doubted, refused, and without rows."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.shots.stage import NARROW, SCALED, Screen, Stage
from tests.ui.demo import fill_grid
from tracker.domain.entry import ARRIVED, DONE, PAID, FigureCell
from tracker.domain.money import FEN_PER_WAN
from tracker.queries.criteria import Criteria
from tracker.ui.dialogs.paste_preview import PasteDialog
from tracker.ui.entry.columns import EDITABLE
from tracker.ui.entry.pasting import cut, read_block, spread
from tracker.ui.pages.entry import EntryPage


def _page(stage: Stage) -> EntryPage:
    """Show the page with all the figures of the grid."""
    if stage.window.pages.page("entry") is None:
        stage.context.tasks.write("填入演示数", fill_grid)
    page = stage.page("entry")
    if not isinstance(page, EntryPage):
        raise TypeError(page)
    return page


def _type(stage: Stage, key: str, text: str, *, row: int = 0) -> EntryPage:
    """Type into a cell of a row that has figures of the period before."""
    page = _page(stage)
    page.grid.go_to(_rows(page)[row], key)
    page.grid.setFocus()
    QTest.keyClick(page.grid, Qt.Key.Key_F2)
    editor = QApplication.focusWidget()
    if editor is None:
        raise RuntimeError("no editor")
    QTest.keyClick(editor, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(editor, text)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    stage.settle()
    return page


def _falls(stage: Stage) -> None:
    """Type a figure below the one before."""
    _type(stage, DONE, "1")


def _why(stage: Stage) -> None:
    """Open the reason of a figure that falls."""
    page = _type(stage, DONE, "1")
    stage.settle()
    page.foot.told.remark.ways[0].run()


def _jumps(stage: Stage) -> None:
    """Type 元 for 万元."""
    page = _page(stage)
    row = next(one for one in _rows(page) if (_figure(page, one).previous.fen or 0) < 900 * FEN_PER_WAN)
    meant = (_figure(page, row).previous.fen or 0) // FEN_PER_WAN + 20
    _type(stage, DONE, str(meant * 10_000), row=_rows(page).index(row))


def _doubted(stage: Stage) -> None:
    """Pay more than has arrived."""
    page = _page(stage)
    row = next(place for place, one in enumerate(_rows(page)) if _figure(page, one, ARRIVED).current.fen)
    arrived = _figure(page, _rows(page)[row], ARRIVED).current.fen or 0
    page = _type(stage, PAID, str(arrived // FEN_PER_WAN + 40), row=row)
    QTest.keyClick(page.grid, Qt.Key.Key_Up)


def _rows(page: EntryPage) -> list[int]:
    """Return the rows at the top that have a figure of the period before."""
    return [one for one in page.panel.model.ids[:60] if _figure(page, one).previous.fen]


def _figure(page: EntryPage, project_id: int, key: str = DONE) -> FigureCell:
    """Return a figure of a row."""
    row = page.panel.row(project_id)
    return row.figures[key] if row else FigureCell()


def _mark(stage: Stage) -> None:
    """Press Ctrl+Enter on a row nothing is said of yet."""
    page = _page(stage)
    missing = next(one for one in page.panel.model.ids if one not in page.panel.found.reported)
    page.grid.go_to(missing, DONE)
    page.deeds.mark.trigger()


def _paste(stage: Stage) -> None:
    """Paste a block some cells of which are refused."""
    page = _page(stage)
    page.grid.go_to(page.panel.model.ids[1], ARRIVED)
    ids = page.panel.model.ids[1:4]
    typed = spread(cut("100\t\t9,000\n1.2亿\tabc\t\t120\n1\t5000\t3\t99\t主体封顶\n"), ids, EDITABLE)
    PasteDialog(page, read_block(typed, page.panel.row).preview).show()


def _nobody_left(stage: Stage) -> None:
    """Ask for what is 未报 where everything is reported."""
    page = _page(stage)
    page.panel.grid.selectAll()
    ids = dict.fromkeys(page.panel.found.ids, "项目")
    page.writing.carry_on(ids)
    page.missing_button.setChecked(True)


def _empty(stage: Stage) -> None:
    """Follow a filter that finds nothing."""
    stage.page("projects")
    stage.context.open_projects(Criteria(text="传染病", states=("停工",)))
    stage.settle()
    _page(stage)


def _readonly(stage: Stage) -> None:
    """Look at the grid while somebody else writes the file."""
    stage.open_again()
    stage.page("entry")


ENTRY_SCREENS: list[Screen] = [
    Screen("填报", _page),
    Screen("填报-深色", _page, dark=True),
    Screen("填报-1366屏125%", _page, size=SCALED),
    Screen("填报-窄", _page, size=NARROW),
    Screen("填报-未填报", lambda stage: stage.page("entry"), file="fresh"),
    Screen("填报-核减", _falls),
    Screen("填报-核减原因", _why),
    Screen("填报-核减原因-窄", _why, size=NARROW),
    Screen("填报-元当万元", _jumps),
    Screen("填报-元当万元-窄", _jumps, size=NARROW),
    Screen("填报-提醒", _doubted),
    Screen("填报-标为已报", _mark),
    Screen("填报-粘贴核对", _paste),
    Screen("填报-都已报", _nobody_left),
    Screen("填报-筛选无结果", _empty),
    Screen("填报-只读", _readonly),
]
