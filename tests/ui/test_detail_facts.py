"""概况: a fact is stored when its field is left, and only if it is right."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import builders
from tests.ui.detail_kit import choose, fill, make_panel, press, said, type_into, write
from tracker.domain.kinds import State
from tracker.services import bundles
from tracker.store.database import Database
from tracker.store.tables import Action, Project, ProjectAlias, StatePeriod
from tracker.ui.detail.facts import FactsTab
from tracker.ui.detail.panel import DetailPanel
from tracker.ui.fields import SavingField


@pytest.fixture
def panel(db: Database, qtbot: QtBot) -> DetailPanel:
    """A panel on the test's own file."""
    return make_panel(db, qtbot)


@pytest.fixture
def project(db: Database, panel: DetailPanel) -> int:
    """A project of 德惠市, shown at 概况; 九台区 is there to choose."""
    write(db, builders.unit, "九台区")
    key: int = write(db, builders.project, "德惠市医院新建", note="旧备注")
    panel.show_project(key, "facts")
    return key


def facts(panel: DetailPanel) -> FactsTab:
    """Return the tab."""
    tab = panel.tabs["facts"]
    assert isinstance(tab, FactsTab)
    return tab


def field(panel: DetailPanel, key: str) -> SavingField:
    """Return a field."""
    return facts(panel).form.fields[key]


def stored(db: Database, project_id: int, name: str) -> Any:
    """Return what the file holds."""
    return db.read(lambda session: getattr(session.get_one(Project, project_id), name))


def deeds(session: Session) -> list[str]:
    """Return the names of all deeds but the preparation."""
    return [what for what in session.scalars(select(Action.what).order_by(Action.id)) if what != "准备"]


def test_a_fact_is_stored_when_its_field_is_left(db: Database, panel: DetailPanel, project: int) -> None:
    fill(field(panel, "place"), "惠民大街以南")
    assert stored(db, project, "place") == "惠民大街以南"
    choose(field(panel, "nature"), "迁建")
    assert stored(db, project, "nature") == "迁建"
    choose(field(panel, "unit_id"), "九台区")
    assert panel.head.subtitle.text().startswith("九台区 · 建设类 · 迁建")
    assert db.read(deeds) == [
        "修改建设地点：德惠市医院新建",
        "修改建设性质：德惠市医院新建",
        "修改上报单位：德惠市医院新建",
    ]


def test_leaving_a_field_untouched_is_no_deed(db: Database, panel: DetailPanel, project: int) -> None:
    fill(field(panel, "note"), "旧备注")
    assert db.read(deeds) == []


def test_a_wrong_date_stays_in_the_field_with_its_sentence_and_nothing_is_stored(
    db: Database, panel: DetailPanel, project: int
) -> None:
    planned = field(panel, "planned_start")
    fill(planned, "2026-13-1")
    assert planned.text == "2026-13-1"
    assert planned.error == "没有“2026-13-1”这一天。"
    assert planned.editor.property("wrong") is True
    assert "没有“2026-13-1”这一天。" in said(panel)
    assert stored(db, project, "planned_start") is None
    assert panel.leave() == panel.wrong == 1
    fill(planned, "2026年5月1日")
    assert planned.text == "2026-05-01"
    assert stored(db, project, "planned_start") == date(2026, 5, 1)
    assert panel.leave() == 0


def test_a_refused_text_waits_for_its_own_project(db: Database, panel: DetailPanel, project: int, qtbot: QtBot) -> None:
    other = write(db, builders.project, "德惠市中医院改建", planned_start=date(2025, 3, 1))
    fill(field(panel, "planned_start"), "明年春天")
    with qtbot.waitSignal(panel.context.notice_wanted) as notice:
        panel.show_project(other)
        panel._show_now()
    assert notice.args is not None
    assert notice.args[1] == "“德惠市医院新建”有 1 处输入有误，没有保存。"
    assert panel.wrong == 0
    assert field(panel, "planned_start").text == "2025-03-01"
    assert field(panel, "planned_start").error is None
    panel.show_project(project)
    panel._show_now()
    assert field(panel, "planned_start").text == "明年春天"
    assert field(panel, "planned_start").error is not None
    assert stored(db, other, "planned_start") == date(2025, 3, 1)


def test_what_is_typed_is_stored_before_another_project_is_shown(
    db: Database, panel: DetailPanel, project: int
) -> None:
    other = write(db, builders.project, "德惠市中医院改建")
    type_into(field(panel, "owner"), "经办人乙")
    panel.show_project(other)
    panel._show_now()
    assert stored(db, project, "owner") == "经办人乙"
    assert stored(db, other, "owner") is None


def test_escape_gives_up_what_was_typed(db: Database, panel: DetailPanel, project: int) -> None:
    type_into(field(panel, "note"), "不要了")
    QTest.keyClick(field(panel, "note").editor, Qt.Key.Key_Escape)
    assert field(panel, "note").text == "旧备注"
    assert stored(db, project, "note") == "旧备注"


def test_undo_brings_the_old_value_back_into_the_field(db: Database, panel: DetailPanel, project: int) -> None:
    fill(field(panel, "note"), "新备注")
    assert stored(db, project, "note") == "新备注"
    panel.context.tasks.undo()
    assert field(panel, "note").text == "旧备注"
    assert stored(db, project, "note") == "旧备注"
    panel.context.tasks.redo()
    assert field(panel, "note").text == "新备注"


def test_the_code_is_put_into_its_spelling_and_a_slip_only_warns(
    db: Database, panel: DetailPanel, project: int
) -> None:
    code = field(panel, "code")
    fill(code, "２１１１—３４１３２４—０４—０１—８２６４２５")
    assert code.text == stored(db, project, "code") == "2111-341324-04-01-826425"
    assert "末位校验不符" in said(panel)
    assert code.error is None
    fill(code, "2111-341324-04-01-826424")
    assert "末位校验不符" not in said(panel)


def test_a_code_another_project_has_is_asked_about(db: Database, panel: DetailPanel, project: int) -> None:
    other = write(db, builders.project, "传染病医院二期", code="2111-341324-04-01-826424")
    code = field(panel, "code")
    fill(code, "2111341324０401826424")
    assert stored(db, project, "code") is None
    assert "传染病医院二期”已用项目代码 2111-341324-04-01-826424" in said(panel)
    press(panel, "不改")
    assert (code.text, code.error) == ("", None)
    fill(code, "2111-341324-04-01-826424")
    press(panel, "共用此代码")
    assert stored(db, project, "code") == "2111-341324-04-01-826424"
    assert "与“传染病医院二期”共用此代码" in said(panel)
    panel.context.tasks.undo()
    assert stored(db, project, "code") is None

    panel.context.tasks.write("打捆", bundles.set_parent, [project], other)
    fill(code, "2111-341324-04-01-826424")
    assert stored(db, project, "code") == "2111-341324-04-01-826424", "父子 share it without a question"


def test_a_name_that_exists_is_asked_about(db: Database, panel: DetailPanel, project: int) -> None:
    write(db, builders.project, "德惠市中医院改建")
    name = field(panel, "name")
    fill(name, "德惠市中医院改建")
    assert name.error is not None
    assert stored(db, project, "name") == "德惠市医院新建"
    press(panel, "仍用此名称")
    assert stored(db, project, "name") == "德惠市中医院改建"
    assert name.error is None
    assert facts(panel).ask.sentence == ""


def test_giving_up_the_same_name_brings_the_old_one_back(db: Database, panel: DetailPanel, project: int) -> None:
    write(db, builders.project, "德惠市中医院改建")
    fill(field(panel, "name"), "德惠市中医院改建")
    press(panel, "不改")
    assert field(panel, "name").text == "德惠市医院新建"
    assert field(panel, "name").error is None


def test_aliases_are_one_field(db: Database, panel: DetailPanel, project: int) -> None:
    fill(field(panel, "aliases"), "县医院新院区；德惠新医院；德惠新医院")
    assert db.read(lambda session: list(session.scalars(select(ProjectAlias.text)))) == ["县医院新院区", "德惠新医院"]
    assert field(panel, "aliases").text == "县医院新院区；德惠新医院"


def test_the_printed_deadline_tells_the_day(db: Database, panel: DetailPanel, project: int) -> None:
    fill(field(panel, "deadline_text"), "到2025年")
    assert field(panel, "deadline_day").text == "2025-12-31"
    assert "按年末推定" in said(panel)


def states(session: Session) -> list[tuple[str | None, date | None, str | None]]:
    """Return the states set by hand."""
    rows = session.scalars(select(StatePeriod).order_by(StatePeriod.id))
    return [(row.state, row.since, row.reason) for row in rows]


def test_a_stop_needs_its_reason_and_is_taken_back(db: Database, panel: DetailPanel, project: int) -> None:
    box = facts(panel).state.entry
    press(panel, "改状态…")
    choose(box.form.fields["state"], "停工")
    fill(box.form.fields["since"], "2026-9-1")
    press(panel, "保存状态")
    assert box.is_open
    assert "要写明原因" in (box.form.fields["reason"].error or "")
    assert db.read(states) == []
    fill(box.form.fields["reason"], "土地手续未办结")
    press(panel, "保存状态")
    assert not box.is_open
    assert db.read(states) == [(State.SUSPENDED, date(2026, 9, 1), "土地手续未办结")]
    assert "自 2026-09-01 起停工：土地手续未办结" in said(panel.head)
    press(panel, "移除")
    assert db.read(states) == []
    panel.context.tasks.undo()
    assert "停工" in panel.head.subtitle.text()


def test_a_related_project_opens_with_a_click(db: Database, panel: DetailPanel, project: int, qtbot: QtBot) -> None:
    def relate(session: Session) -> int:
        from tracker.store.tables import Related

        other = builders.project(session, "德惠市中医院改建")
        session.add(Related(project_id=project, other_id=other))
        return other

    other = write(db, relate)
    panel.show_project(project)
    panel._show_now()
    with qtbot.waitSignal(panel.context.project_wanted) as wanted:
        press(panel, "德惠市中医院改建")
    assert wanted.args == [other, ""]
