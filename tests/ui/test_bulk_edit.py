"""项目 → 批量修改…: mark rows, choose what and into what, see it project by project, do it, and take it back."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAction

from tests import builders
from tests.ui.conftest import Shell
from tracker.queries.criteria import Criteria
from tracker.ui.dialogs.bulk_edit import BulkDialog
from tracker.ui.pages.projects import ProjectsPage

pytestmark = pytest.mark.usefixtures("home")
NAMES = ("甲镇卫生院改扩建", "乙镇卫生院改扩建", "丙镇卫生院改扩建")


@pytest.fixture
def page(shell: Shell) -> ProjectsPage:
    """项目 with three new projects of one county."""
    window, _opening = shell
    assert window.context is not None
    for name in NAMES:
        window.context.tasks.write("新建", builders.project, name=name, in_unit="某县")
    page = window.pages.current
    assert isinstance(page, ProjectsPage)
    page.ask(Criteria(text="镇卫生院改扩建"))
    page.panel.table.selectAll()
    page.deeds.update()
    return page


@pytest.fixture
def dialog(page: ProjectsPage) -> BulkDialog:
    """The dialog over the page, not run."""
    marked, listed = tuple(page.panel.selected_ids()), tuple(page.panel.result.ids)
    return BulkDialog(page, page.context, marked, listed, page.deeds._edit_together)


def choose(dialog: BulkDialog, what: str) -> None:
    place = dialog.what.findText(what)
    assert place >= 0, what
    dialog.what.setCurrentIndex(place)


def shown(page: ProjectsPage, key: str) -> list[object]:
    """What the list's rows hold in a field."""
    rows = [page.panel.row(key_) for key_ in page.panel.result.ids]
    return [getattr(row, key) for row in rows if row is not None]


def test_three_projects_get_a_department_and_one_undo_takes_it_back(page: ProjectsPage, dialog: BulkDialog) -> None:
    choose(dialog, "责任单位")
    assert not dialog.start.isEnabled()
    assert dialog.start.toolTip() == "先选择或填写要改成的内容"
    dialog.value.line.setText("卫健局")
    dialog.look()
    assert dialog.says.text() == "将修改 3 个项目。可一次撤销（Ctrl+Z）。"
    assert [line.old for line in dialog.model.rows()] == [""] * 3
    dialog.start.click()
    assert dialog.result() == BulkDialog.DialogCode.Accepted
    assert shown(page, "owner_dept") == ["卫健局"] * 3
    page.context.tasks.undo()
    assert shown(page, "owner_dept") == [None] * 3


def test_what_is_typed_last_counts_even_if_the_preview_has_not_followed(page: ProjectsPage, dialog: BulkDialog) -> None:
    choose(dialog, "责任单位")
    dialog.value.line.setText("卫健")
    dialog.look()
    dialog.value.line.setText("卫健委")
    dialog.start.click()
    assert shown(page, "owner_dept") == ["卫健委"] * 3


def test_a_wrong_date_is_refused_at_its_field(dialog: BulkDialog) -> None:
    choose(dialog, "计划开工")
    dialog.value.line.setText("明年春天")
    dialog.look()
    assert dialog._value_field.error is not None
    assert "明年春天" in dialog._value_field.error
    assert not dialog.start.isEnabled()
    dialog.value.line.setText("2027年3月1日")
    dialog.look()
    assert dialog._value_field.error is None
    assert dialog.start.text() == "修改 3 项"


def test_only_the_empty_ones_or_none_at_all(page: ProjectsPage, dialog: BulkDialog) -> None:
    first = page.panel.result.ids[0]
    row = page.panel.row(first)
    assert row is not None
    page.editing.commit(row, "leader", "包保人甲")
    choose(dialog, "包保领导")
    dialog.ways[1].click()
    dialog.value.line.setText("包保人乙")
    dialog.look()
    assert dialog.says.text() == "将修改 2 个项目；1 个已填，不动。可一次撤销（Ctrl+Z）。"
    dialog.start.click()
    assert sorted(map(str, shown(page, "leader"))) == ["包保人乙", "包保人乙", "包保人甲"]


def test_clearing_is_asked_for_in_words_and_kept_from_what_is_never_empty(
    page: ProjectsPage, dialog: BulkDialog
) -> None:
    choose(dialog, "类别")
    assert dialog.ways[2].toolTip() == "类别不能清除"
    choose(dialog, "备注")
    for key in page.panel.result.ids:
        row = page.panel.row(key)
        assert row is not None
        page.editing.commit(row, "note", "旧备注")
    dialog.ways[2].click()
    assert not dialog.value.line.isEnabled()
    assert [line.new for line in dialog.model.rows()] == [""] * 3
    dialog.start.click()
    assert shown(page, "note") == [None] * 3


def test_each_project_gets_the_template_of_its_kind(page: ProjectsPage, dialog: BulkDialog) -> None:
    choose(dialog, "节点模板")
    dialog.value.list.setCurrentIndex(0)
    dialog.look()
    assert len({line.new for line in dialog.model.rows()}) == 1
    dialog.start.click()
    again = BulkDialog(page, page.context, (), tuple(page.panel.result.ids), page.deeds._edit_together)
    choose(again, "节点模板")
    again.value.list.setCurrentIndex(0)
    again.look()
    assert again.says.text() == "没有要修改的项目；3 个已有节点，不动。"


def test_the_menu_has_it_with_its_key(page: ProjectsPage) -> None:
    action = next(one for one in page.findChildren(QAction) if one.text() == "批量修改…")
    assert action.shortcut().toString() == "Ctrl+E"
    assert action.isEnabled()
    assert action in page.menus()["项目"]
