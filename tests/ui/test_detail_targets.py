"""完成数 of targets, typed at 季报."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import builders
from tests.ui.detail_kit import Q2, Q3, TODAY, answer, cell, editable, make_panel, type_cell, write
from tracker.domain.kinds import Comparator
from tracker.domain.quarters import Quarter
from tracker.services import targets as service
from tracker.services.targets import TargetInput, ValueInput
from tracker.store.database import Database
from tracker.store.tables import Target, TargetValue
from tracker.ui.detail.panel import DetailPanel
from tracker.ui.detail.report import ReportTab
from tracker.ui.detail.targets import TargetsBlock


@pytest.fixture
def panel(db: Database, qtbot: QtBot) -> DetailPanel:
    """A panel on the test's own file."""
    return make_panel(db, qtbot)


def training(session: Session) -> int:
    """Return a capacity project: 200 people a year, no more than 5 % complaints, and something nobody can count."""
    key = builders.project(session, "全科医生培训", kind="能力类")
    service.add(session, TargetInput(key, "每年培训全科医生", low="200", unit="人", base="每年"))
    service.add(session, TargetInput(key, "投诉率", Comparator.AT_MOST, high="5", unit="%"))
    service.add(session, TargetInput(key, "能力明显提升"))
    return key


@pytest.fixture
def project(db: Database, panel: DetailPanel) -> int:
    """The project, shown at 季报."""
    key: int = write(db, training)
    panel.show_project(key, "report")
    return key


def block(panel: DetailPanel) -> TargetsBlock:
    """Return the targets at 季报."""
    tab = panel.tabs["report"]
    assert isinstance(tab, ReportTab)
    return tab.targets


def target(db: Database, text: str) -> int:
    """Return a target's id."""
    return db.read(lambda session: session.scalars(select(Target.id).where(Target.text == text)).one())


def stored(db: Database) -> list[tuple[object, int]]:
    """Return period and thousandths of every 完成数."""
    statement = select(TargetValue.period_end, TargetValue.achieved_milli).order_by(TargetValue.period_end)
    return db.read(lambda session: [(row[0], row[1]) for row in session.execute(statement)])


@pytest.mark.usefixtures("project")
def test_a_number_gives_rate_and_lead_against_the_time_passed(db: Database, panel: DetailPanel) -> None:
    table, key = block(panel).table, target(db, "每年培训全科医生")
    assert cell(table, key, "goal") == "≥ 200 人"
    assert cell(table, key, "achieved") == "未填"
    assert cell(table, key, "rate") == "未填"
    type_cell(table, key, "achieved", "１20人")
    assert stored(db) == [(Q3, 120_000)]
    assert cell(table, key, "achieved") == "120 人"
    assert cell(table, key, "rate") == "60.0"
    assert cell(table, key, "lead") == "−15.0"
    assert "目标“每年培训全科医生”已完成 120 人（目标数 200 人），完成率 60.00 %" in panel.head.strip.light.text()


@pytest.mark.usefixtures("project")
def test_what_cannot_be_counted_takes_no_number(db: Database, panel: DetailPanel) -> None:
    table, key = block(panel).table, target(db, "能力明显提升")
    assert cell(table, key, "goal") == cell(table, key, "achieved") == cell(table, key, "rate") == "—"
    assert not editable(table, key, "achieved")
    ceiling = target(db, "投诉率")
    type_cell(table, ceiling, "achieved", "3.5")
    assert (cell(table, ceiling, "goal"), cell(table, ceiling, "achieved")) == ("≤ 5%", "3.5%")
    assert cell(table, ceiling, "rate") == "100.0"


@pytest.mark.usefixtures("project")
def test_no_number_stays_in_the_cell_and_nothing_is_stored(db: Database, panel: DetailPanel) -> None:
    table, key = block(panel).table, target(db, "每年培训全科医生")
    type_cell(table, key, "achieved", "很多")
    assert stored(db) == []
    assert panel.wrong == 1
    assert "不是数量" in panel.current.ask.sentence
    panel.context.period.choose(Quarter(2026, 2))
    assert panel.wrong == 0, "what was refused belongs to the period that was left"


@pytest.mark.usefixtures("project")
def test_a_fall_is_stored_with_its_reason_only(db: Database, panel: DetailPanel) -> None:
    table, key = block(panel).table, target(db, "每年培训全科医生")
    write(db, service.set_value, ValueInput(key, Q2, "90"), TODAY)
    panel._on_period()
    assert cell(table, key, "achieved") == "90 人", "the last number known stands back"
    type_cell(table, key, "achieved", "80")
    assert stored(db) == [(Q2, 90_000)]
    answer(panel, "核减重复人次")
    assert stored(db) == [(Q2, 90_000), (Q3, 80_000)]
    assert cell(table, key, "achieved") == "80 人"
    type_cell(table, key, "achieved", "")
    assert stored(db) == [(Q2, 90_000)]
    panel.context.tasks.undo()
    assert stored(db) == [(Q2, 90_000), (Q3, 80_000)]


def test_a_project_without_targets_shows_none(db: Database, panel: DetailPanel) -> None:
    panel.show_project(write(db, builders.project), "report")
    assert block(panel).isHidden()


def test_reading_only_takes_no_numbers(db: Database, qtbot: QtBot) -> None:
    key = write(db, training)
    db.read_only_reason = "办公室二号机正在编辑此文件，现在以只读方式打开。"
    panel = make_panel(db, qtbot)
    panel.show_project(key, "report")
    assert not editable(block(panel).table, target(db, "每年培训全科医生"), "achieved")
