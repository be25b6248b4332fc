"""The list in sections: subtotals above each, folded by click and key; projects stay what is selected and printed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui import hands
from tests.ui.conftest import Shell, demo_page
from tracker.domain.figures import GroupKey
from tracker.queries.criteria import Criteria
from tracker.queries.figures import grouped
from tracker.queries.lights import colour_counts
from tracker.queries.places import OUTSIDE
from tracker.queries.projects import ListRow, list_ids
from tracker.queries.sections import section_sums, sections
from tracker.reports.chart_data import ChartChoice, completion_chart
from tracker.reports.chart_source import ChartKind, gather_chart
from tracker.services import projects
from tracker.services.projects import NewProject
from tracker.ui.pages.projects import ProjectsPage
from tracker.ui.projects import totals
from tracker.ui.projects.columns import NAME
from tracker.ui.projects.sections import SectionRow
from tracker.ui.table_model import Role

pytestmark = pytest.mark.usefixtures("home")


@pytest.fixture
def page(shell: Shell) -> ProjectsPage:
    """项目 with the demonstration figures."""
    return demo_page(shell[0])


def group(page: ProjectsPage, by: GroupKey) -> None:
    page.grouping.ways[by].trigger()


def section_rows(page: ProjectsPage) -> list[SectionRow]:
    found = (page.panel.model.row(place) for place in range(page.panel.model.rowCount()))
    return [row for row in found if isinstance(row, SectionRow)]


def names(page: ProjectsPage) -> list[str]:
    return [row.cells["name"].text for row in section_rows(page)]


def click_name(page: ProjectsPage, line: int) -> None:
    place = page.panel.model.position_of(line)
    assert place is not None
    page.panel.table.scrollTo(page.panel.model.index(place, NAME))
    hands.click_cell(page.panel.table, place, "项目名称")


def test_units_stand_in_their_order_and_add_up_to_the_whole(page: ProjectsPage) -> None:
    whole = page.panel.totals.cells
    group(page, GroupKey.UNIT)
    rows = section_rows(page)
    tasks, as_of = page.context.tasks, page.context.period.as_of
    units = tasks.read(grouped, Criteria(), as_of, GroupKey.UNIT)
    shown = [name for name in names(page) if "（0项）" not in name]
    assert [f"{one.label}（{one.projects}项）" for one in units] == shown
    fen = [one.investment.fen for one in units]
    assert sum(one or 0 for one in fen) == (tasks.read(grouped, Criteria(), as_of, GroupKey.NOTHING)[0].investment.fen)
    assert page.panel.totals.cells["name"].text == whole["name"].text
    assert any(row.cells.get("year_rate") for row in rows)
    assert page.grouping.button.text() == "分组：上报单位"


@pytest.mark.parametrize("by", [GroupKey.UNIT, GroupKey.BOX, GroupKey.PROGRAMME])
def test_every_row_stands_in_one_section(page: ProjectsPage, by: GroupKey) -> None:
    group(page, by)
    listed = [line for line in page.panel.model.ids if line > 0]
    assert sorted(listed) == sorted(page.panel.result.ids)
    assert len(page.panel.model.ids) == len(listed) + len(names(page))


def test_a_project_no_plan_names_stands_last_and_is_added_up_too(page: ProjectsPage) -> None:
    row = page.panel.row(page.panel.result.ids[1])
    assert row is not None
    new = NewProject("自筹门诊楼", "建设类", row.unit_id)
    made = page.context.tasks.write("新建", projects.create, new)
    assert made is not None
    page.context.tasks.write("总投资", projects.edit, made.result, "note", "规划外")
    group(page, GroupKey.BOX)
    assert names(page)[-1] == f"{OUTSIDE}（1项）"
    tasks, as_of = page.context.tasks, page.context.period.as_of
    whole = tasks.read(grouped, Criteria(), as_of, GroupKey.NOTHING)[0].projects
    for by in (GroupKey.BOX, GroupKey.PROGRAMME):  # charts draw the same groups, and a click on one lists its projects
        groups = tasks.read(grouped, Criteria(), as_of, by)
        assert sum(one.projects for one in groups) == whole
        assert (groups[-1].label, groups[-1].projects) == (OUTSIDE, 1)
        assert sum(one.projects for one in tasks.read(colour_counts, Criteria(), as_of, by)) == whole
    source = gather_chart(tasks.read, Criteria(), as_of, kind=ChartKind.BOXES)
    bar = completion_chart(source, ChartChoice()).bars[-1]
    assert tasks.read(list_ids, bar.target.within(Criteria()), as_of) == [made.result]


@pytest.fixture
def unhurried(qapp: QApplication) -> Iterator[None]:
    """Two clicks are one double click however busy the machine is."""
    before = qapp.doubleClickInterval()
    qapp.setDoubleClickInterval(hands.LONG)
    yield
    qapp.setDoubleClickInterval(before)


@pytest.mark.usefixtures("unhurried")
def test_a_click_folds_a_section_and_a_double_click_does_it_once(page: ProjectsPage) -> None:
    group(page, GroupKey.UNIT)
    line = next(row.project_id for row in section_rows(page))
    before = page.panel.model.rowCount()
    click_name(page, line)
    folded = page.panel.model.rowCount()
    assert folded < before
    assert section_rows(page)[0].cells["name"].icon == "chevron_right"
    place = page.panel.model.position_of(line)
    assert place is not None
    index = page.panel.model.index(place, NAME)
    opened = page.detail.project_id
    page.panel.table.doubleClicked.emit(index)  # the second half of a double click
    assert page.panel.model.rowCount() == folded
    assert page.detail.project_id == opened


def test_enter_folds_and_the_menu_folds_all(page: ProjectsPage) -> None:
    group(page, GroupKey.BOX)
    table = page.panel.table
    table.select_key(section_rows(page)[1].project_id, NAME)
    before = page.panel.model.rowCount()
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert page.panel.model.rowCount() < before
    page.grouping.folds[0].trigger()
    assert page.panel.model.rowCount() == len(names(page))
    page.grouping.folds[1].trigger()
    assert page.panel.model.rowCount() == before


def test_a_project_in_a_folded_section_is_found_again(page: ProjectsPage) -> None:
    group(page, GroupKey.UNIT)
    page.grouping.folds[0].trigger()
    wanted = page.panel.result.ids[7]
    page.context.open_project(wanted)
    assert page.panel.table.current_key == wanted


def test_rows_of_sections_are_neither_selected_nor_edited_nor_passed(page: ProjectsPage) -> None:
    group(page, GroupKey.UNIT)
    table, model = page.panel.table, page.panel.model
    table.setFocus()
    table.selectAll()
    assert page.panel.selected_ids() == [line for line in model.ids if line > 0]
    heading = model.index(0, NAME)
    assert not model.flags(heading) & Qt.ItemFlag.ItemIsEditable
    assert isinstance(heading.data(Role.ROW), SectionRow)
    last = next(place for place, line in enumerate(model.ids) if place and line < 0) - 1
    page.panel.select(model.ids[last])
    page.panel.step(1)
    assert page.panel.table.current_key == model.ids[last + 2]


def test_an_order_holds_within_sections_and_an_edit_keeps_the_project(page: ProjectsPage) -> None:
    group(page, GroupKey.UNIT)
    page.panel.sort_by((("investment", True),))
    model = page.panel.model
    first = [row for row in (model.row(place) for place in range(1, 6)) if isinstance(row, ListRow)]
    known = [row.figures.investment_fen for row in first if row.figures.investment_fen is not None]
    assert known == sorted(known, reverse=True)
    assert model.row(0) in section_rows(page)
    row = first[0]
    page.ask(Criteria(natures=(row.nature,)))
    page.panel.select(row.project_id)
    page.context.tasks.write("改", projects.edit, row.project_id, "nature", "新建" if row.nature != "新建" else "改造")
    assert page.panel.table.current_key == row.project_id
    assert row.project_id in model.ids


def test_grouping_and_columns_are_part_of_a_view(page: ProjectsPage) -> None:
    group(page, GroupKey.PROGRAMME)
    page.panel.table.layout_state.show_only(("light", "name", "done", "unit"))
    view = page.panel.view()
    group(page, GroupKey.NOTHING)
    page.panel.table.layout_state.reset()
    page.panel.take_view(view)
    assert page.panel.sections.by is GroupKey.PROGRAMME
    assert page.panel.table.layout_state.shown() == ("light", "name", "done", "unit")
    assert page.grouping.ways[GroupKey.PROGRAMME].isChecked()


def test_a_large_file_gets_its_subtotals_from_the_worker(
    page: ProjectsPage, monkeypatch: pytest.MonkeyPatch, shell: Shell
) -> None:
    monkeypatch.setattr("tracker.ui.projects.sections.AT_ONCE", 10)
    monkeypatch.setattr(totals, "AT_ONCE", 10)
    page.panel.sections._sums = {}
    group(page, GroupKey.UNIT)
    assert all(set(row.cells) == {"name"} for row in section_rows(page))
    while shell[0].runner.busy:
        QTest.qWait(10)
    assert any("investment" in row.cells for row in section_rows(page))


def test_sums_of_sections_follow_the_curve_and_the_filter(page: ProjectsPage) -> None:
    tasks, as_of = page.context.tasks, page.context.period.as_of
    whole = tasks.read(sections, None, page.panel.result.ids, GroupKey.UNIT)
    unit = whole[1]
    assert unit.key is not None
    asked = Criteria(unit_ids=(unit.key,), with_below=False)
    sums = tasks.read(section_sums, None, asked, as_of, GroupKey.UNIT)
    assert set(sums) <= {unit.key}
    everything = tasks.read(section_sums, None, Criteria(), as_of, GroupKey.UNIT)
    assert sums[unit.key].group == everything[unit.key].group
