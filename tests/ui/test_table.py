"""The window's table, without the window: paging, selection by id, editing, copying, columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from tracker.domain.errors import InputError
from tracker.domain.money import format_wan
from tracker.ui.cells import Cell, Light, not_applicable, unfilled
from tracker.ui.settings_store import SettingsStore
from tracker.ui.table_copying import copy_selection
from tracker.ui.table_model import PAGE, Column, PagedTableModel, Role, RowTableModel
from tracker.ui.table_view import TableView


@dataclass(frozen=True)
class Row:
    """A row of the tests."""

    id: int
    name: str
    fen: int | None = None
    change: str = ""


class Shelf:
    """Rows by id, as the file keeps them; counts how often it is asked."""

    def __init__(self, count: int) -> None:
        self.rows = {number: Row(number, f"第{number}项", number * 1_000_000) for number in range(1, count + 1)}
        self.asked: list[int] = []

    def load(self, ids: Sequence[int]) -> list[Row]:
        """Return some rows."""
        self.asked.append(len(ids))
        return [self.rows[key] for key in ids if key in self.rows]

    def commit(self, row: Row, key: str, text: str) -> None:
        """Store a name; refuse an empty one."""
        if not text:
            raise InputError("项目名称不能为空。", key)
        self.rows[row.id] = replace(row, name=text)


def columns() -> tuple[Column[Row], ...]:
    """Return the columns of the tests."""
    return (
        Column("name", "项目名称", lambda row: Cell(row.name), width=200, stretch=True, edit=lambda row: row.name),
        Column("light", "灯", lambda row: Cell(light=Light.RED), width=40, sort="light"),
        Column(
            "money",
            "总投资",
            lambda row: unfilled() if row.fen is None else Cell(format_wan(row.fen)),
            unit="万元",
            width=90,
            align="right",
            sort=lambda row: row.fen,
        ),
        Column("change", "差额", lambda row: Cell(row.change or "−12.50"), width=90, align="right"),
        Column("na", "支付", lambda row: not_applicable(), width=60),
    )


@pytest.fixture
def shelf() -> Shelf:
    """A thousand rows."""
    return Shelf(1000)


def table_of(shelf: Shelf, qtbot: QtBot, store: SettingsStore | None = None, *, grid: bool = False) -> TableView:
    """Return a shown table over the shelf."""
    table = TableView("test", store, frozen=1, grid=grid)
    qtbot.addWidget(table)
    model: PagedTableModel[Row] = PagedTableModel(
        columns(), lambda row: row.id, shelf.load, commit=shelf.commit, parent=table
    )
    table.setModel(model)
    model.set_ids(list(shelf.rows))
    table.resize(360, 300)
    table.show()
    QApplication.processEvents()
    return table


def paged(table: TableView) -> PagedTableModel[Row]:
    """Return the table's model as what it is."""
    model = table.model()
    assert isinstance(model, PagedTableModel)
    return model


def test_only_what_is_looked_at_is_fetched(shelf: Shelf, qtbot: QtBot) -> None:
    table = table_of(shelf, qtbot)
    assert shelf.asked == [PAGE]
    table.scrollToBottom()
    QApplication.processEvents()
    assert shelf.asked == [PAGE, PAGE]
    paged(table).reload([5])
    paged(table).row(4)
    assert shelf.asked == [PAGE, PAGE, 1]


def test_typing_a_letter_does_not_read_the_whole_list(shelf: Shelf, qtbot: QtBot) -> None:
    table = table_of(shelf, qtbot)
    table.select_key(1, column=1)
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Z)
    assert len(shelf.asked) == 1


def test_the_selection_follows_the_ids_through_another_order(shelf: Shelf, qtbot: QtBot) -> None:
    table = table_of(shelf, qtbot)
    heard: list[object] = []
    table.select_key(7)
    table.selectionModel().select(
        paged(table).index(8, 0), QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    )
    table.current_changed.connect(heard.append)
    paged(table).set_ids(list(reversed(list(shelf.rows))))
    assert table.current_key == 7
    assert table.currentIndex().row() == 993
    assert sorted(table.selected_keys()) == [7, 9]
    assert heard == [], "the same project is current; nobody need read its detail again"


def test_a_current_row_that_is_filtered_away_is_told(shelf: Shelf, qtbot: QtBot) -> None:
    table = table_of(shelf, qtbot)
    table.select_key(7)
    with qtbot.waitSignal(table.current_settled) as settled:
        paged(table).set_ids([1, 2, 3])
    assert settled.args == [None]
    assert table.current_key is None
    assert not table.select_key(7)


def test_wrong_input_stays_in_its_cell_and_is_not_stored(shelf: Shelf, qtbot: QtBot) -> None:
    table = table_of(shelf, qtbot)
    model = paged(table)
    cell = model.index(2, 0)
    refused: list[str] = []
    model.refused.connect(lambda _row, _key, sentence: refused.append(sentence))
    assert not model.setData(cell, "")
    assert refused == ["项目名称不能为空。"]
    assert shelf.rows[3].name == "第3项"
    shown = cell.data(Role.CELL)
    assert (shown.text, shown.ground, shown.tooltip) == ("", "red_bg", "项目名称不能为空。")
    assert cell.data(Qt.ItemDataRole.EditRole) == "", "the editor goes on with what was typed"
    assert model.refused_count == 1
    assert model.setData(cell, "新名")
    assert shelf.rows[3].name == "新名"
    assert model.refused_count == 0


def test_f2_edits_and_enter_stores_and_goes_down(shelf: Shelf, qtbot: QtBot) -> None:
    table = table_of(shelf, qtbot)
    table.select_key(2, column=0)
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_F2)
    editors = [line for line in table.findChildren(QLineEdit) if line.isVisible()]
    assert len(editors) == 1
    assert editors[0].text() == "第2项"
    assert editors[0].parentWidget() is not table.viewport(), "it opens in the part that does not scroll"
    editors[0].setText("二")
    QTest.keyClick(editors[0], Qt.Key.Key_Return)
    assert shelf.rows[2].name == "二"
    assert table.current_key == 3


def test_what_cannot_be_edited_opens(shelf: Shelf, qtbot: QtBot) -> None:
    table = table_of(shelf, qtbot)
    table.select_key(4, column=2)
    with qtbot.waitSignal(table.opened) as opened:
        QTest.keyClick(table, Qt.Key.Key_Return)
    assert opened.args == [4]


def test_a_copy_goes_into_a_spreadsheet(shelf: Shelf, qtbot: QtBot) -> None:
    shelf.rows[1] = replace(shelf.rows[1], fen=None)
    table = table_of(shelf, qtbot)
    table.setColumnHidden(1, True)
    table.select_key(1)
    table.selectionModel().select(
        paged(table).index(1, 0), QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    )
    assert copy_selection(table) == 2
    assert QApplication.clipboard().text().split("\n") == [
        "项目名称\t总投资（万元）\t差额\t支付",
        "第1项\t\t-12.50\t/",
        "第2项\t2.00\t-12.50\t/",
    ]


def test_columns_stay_as_they_were_left(shelf: Shelf, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "window.json"
    table = table_of(shelf, qtbot, SettingsStore(path))
    header = table.horizontalHeader()
    table.layout_state.show(1, shown=False)
    header.moveSection(header.visualIndex(3), 1)
    header.resizeSection(2, 133)
    table.layout_state.save()
    again = table_of(shelf, qtbot, SettingsStore(path))
    assert again.isColumnHidden(1)
    assert again.horizontalHeader().visualIndex(3) == 1
    assert again.columnWidth(2) == 133
    again.layout_state.reset()
    assert not again.isColumnHidden(1)
    assert again.columnWidth(2) == 90


def test_frozen_columns_stay_first_and_in_sight(shelf: Shelf, qtbot: QtBot) -> None:
    table = table_of(shelf, qtbot)
    header = table.horizontalHeader()
    header.moveSection(2, 0)
    assert header.visualIndex(0) == 0
    table.scrollTo(paged(table).index(0, 4))
    pane = table._frozen_pane
    assert pane is not None
    assert table.horizontalScrollBar().value() > 0
    assert pane.pos() == QPoint(0, 0)
    assert pane.width() == table.columnWidth(0)
    table.scrollTo(paged(table).index(0, 1))
    assert table.visualRect(paged(table).index(0, 1)).left() >= pane.width(), "never hidden beneath the frozen part"


def test_a_damaged_settings_file_does_no_harm(shelf: Shelf, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "window.json"
    path.write_text('{"table.test": {"order": 5, "hidden": {"name": 1}, "widths": ["x"]}}', "utf-8")
    table = table_of(shelf, qtbot, SettingsStore(path))
    assert not table.isColumnHidden(0)
    path.write_text("{", "utf-8")
    assert SettingsStore(path).get("anything", 3) == 3


def test_headings_ask_for_an_order(shelf: Shelf, qtbot: QtBot) -> None:
    table = table_of(shelf, qtbot)
    asked: list[object] = []
    table.sort_wanted.connect(asked.append)
    table._heading_clicked(2)
    table.set_sorted((("money", False),))
    table._heading_clicked(2)
    table._heading_clicked(3)
    assert asked == [(("money", False),), (("money", True),)], "a column without an order does not answer"


def test_totals_stand_under_the_heading_not_among_the_rows(shelf: Shelf, qtbot: QtBot) -> None:
    table = table_of(shelf, qtbot)
    before = table.head.height()
    table.set_total({"name": Cell("合计（1,000项）"), "money": Cell("500,500.00", tooltip="其中 0 项未填")})
    assert table.head.height() == before + table.head.row_height
    assert paged(table).rowCount() == 1000


def test_a_short_table_sorts_numbers_as_numbers_and_the_unknown_last() -> None:
    model: RowTableModel[Row] = RowTableModel(columns(), lambda row: row.id)
    model.set_rows([Row(1, "甲", 900), Row(2, "乙", None), Row(3, "丙", 10_000), Row(4, "丁", 20)])
    model.sort(2)
    assert [row.id for row in model.rows()] == [4, 1, 3, 2]
    model.sort(2, Qt.SortOrder.DescendingOrder)
    assert [row.id for row in model.rows()] == [3, 1, 4, 2]


def test_what_a_cell_says_aloud() -> None:
    model: RowTableModel[Row] = RowTableModel(columns(), lambda row: row.id)
    model.set_rows([Row(1, "甲")])
    spoken = [model.index(0, place).data(Qt.ItemDataRole.AccessibleTextRole) for place in range(5)]
    assert spoken[0] == "项目名称 甲"
    assert spoken[2] == "总投资 未填"
    assert spoken[4] == "支付 不适用"
