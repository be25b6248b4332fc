"""Milestones that are due: the next one, the overdue, and those of the coming weeks, as of a date."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from tests import builders
from tests.queries.test_figures import Node, Plot, _met, _store, node, plot
from tests.queries.test_figures import _due as due_of
from tracker.domain.kinds import UNCOUNTED_STATES, Kind, Role
from tracker.queries import due
from tracker.queries.criteria import Criteria
from tracker.queries.figures import figures
from tracker.services import milestones
from tracker.store.database import Database
from tracker.store.tables import MilestoneApproval

Q2, Q3 = date(2026, 6, 30), date(2026, 9, 30)
ALL = Criteria()


@pytest.fixture
def project_id(db: Database) -> int:
    return db.write("准备", builders.project, "德惠市医院新建").result


def test_overdue_against_the_approved_date_and_beside_it_the_first_one(db: Database, project_id: int) -> None:
    def prepare(session: Session) -> int:
        roof = builders.milestone(session, project_id, "主体封顶", Role.ROOF, planned=date(2026, 5, 31))
        builders.milestone(session, project_id, "竣工验收", Role.ACCEPTED, planned=date(2026, 10, 20))
        milestones.freeze(session, [roof], date(2026, 1, 5))
        return roof

    roof = db.write("准备", prepare).result
    (row,) = db.read(due.overdue, ALL, Q2)
    assert (row.title, row.late_days, row.slip_planned, row.slip_approved) == ("主体封顶", 30, 30, None)
    db.write("批准", milestones.approve, roof, date(2026, 8, 31), date(2026, 7, 6), "〔2026〕5号", "征拆")
    # As of June the approval was not there yet.
    assert db.read(due.overdue, ALL, Q2)[0].late_days == 30
    (row,) = db.read(due.overdue, ALL, Q3)
    assert (row.due, row.late_days, row.approval_number) == (date(2026, 8, 31), 30, "〔2026〕5号")
    assert (row.slip_approved, row.slip_planned) == (30, (Q3 - date(2026, 5, 31)).days)
    assert db.read(due.overdue, ALL, Q3, more_than=30) == ()
    assert len(db.read(due.overdue, ALL, Q3, more_than=29)) == 1


def test_what_comes_due_within_so_many_days(db: Database, project_id: int) -> None:
    def prepare(session: Session) -> None:
        for days in (-1, 0, 30, 31, 60, 90, 91):
            builders.milestone(session, project_id, f"第{days}天", planned=Q3 + timedelta(days=days))
        builders.milestone(session, project_id, "已完成", planned=Q3, actual=Q2)
        builders.milestone(session, project_id, "不适用", planned=Q3, na=True)
        builders.milestone(session, project_id, "没有日期")

    db.write("准备", prepare)
    found = {days: [row.title for row in db.read(due.due_within, ALL, Q3, days)] for days in due.WINDOWS}
    assert found[30] == ["第0天", "第30天"]
    assert found[60] == [*found[30], "第31天", "第60天"]
    assert found[90] == [*found[60], "第90天"]
    assert db.read(due.due_counts, ALL, Q3) == due.DueCounts(1, 1, 2, 4, 5)
    (late,) = db.read(due.overdue, ALL, Q3)
    assert (late.title, late.late_days) == ("第-1天", 1)


def test_the_next_one_is_the_first_of_the_list_not_reached(db: Database, project_id: int) -> None:
    def prepare(session: Session) -> None:
        builders.milestone(session, project_id, "立项", Role.APPROVED, planned=Q2, actual=Q2)
        builders.milestone(session, project_id, "可研", Role.FEASIBILITY, planned=None)
        builders.milestone(session, project_id, "开工", Role.START, planned=Q3)
        other = builders.project(session, "九台区医院", in_unit="九台区", owner="经办人乙")
        builders.milestone(session, other, "开工", Role.START, planned=Q3)

    db.write("准备", prepare)
    rows = db.read(due.next_nodes, ALL, Q2)
    assert [(row.project, row.title, row.due) for row in rows] == [
        ("九台区医院", "开工", Q3),
        ("德惠市医院新建", "可研", None),
    ]
    assert rows[0].owner == "经办人乙"
    unit = rows[0].unit_id
    assert [row.unit for row in db.read(due.next_nodes, Criteria(unit_ids=(unit,)), Q2)] == ["九台区"]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plots=st.lists(plot, min_size=1, max_size=4), as_of=st.sampled_from([Q2, Q3]), days=st.sampled_from((30, 100)))
def test_the_lists_agree_with_the_definitions(db: Database, plots: list[Plot], as_of: date, days: int) -> None:
    db.write("改写", _store, plots)
    states = {row.project_id: row.state for row in db.read(figures, ALL, as_of)}
    open_nodes: list[tuple[int, int, Node]] = [
        (project_id, place, one)
        for project_id, item in enumerate(plots, 1)
        if item.counted and states[project_id] not in UNCOUNTED_STATES
        for place, one in enumerate(item.nodes, 1)
        if not one.na and not _met(one, as_of)
    ]

    def named(rows: tuple[due.DueNode, ...]) -> set[tuple[int, str]]:
        return {(row.project_id, row.title) for row in rows}

    dated = [(project_id, f"节点{place}", due_of(one, as_of)) for project_id, place, one in open_nodes]
    late = {(p, title) for p, title, day in dated if day is not None and day < as_of}
    ahead = {(p, title) for p, title, day in dated if day is not None and 0 <= (day - as_of).days <= days}
    assert named(db.read(due.overdue, ALL, as_of)) == late
    assert named(db.read(due.due_within, ALL, as_of, days)) == ahead
    first: dict[int, str] = {}
    for project_id, title, _ in dated:
        first.setdefault(project_id, title)
    assert named(db.read(due.next_nodes, ALL, as_of)) == set(first.items())
    counts = db.read(due.due_counts, ALL, as_of)
    assert (counts.overdue, counts.overdue_projects) == (len(late), len({p for p, _ in late}))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(nodes=st.lists(node, max_size=4), as_of=st.sampled_from([Q2, Q3]))
def test_the_lights_late_milestones_agree_with_the_figures(db: Database, nodes: list[Node], as_of: date) -> None:
    item = Plot(1, Kind.CONSTRUCTION, True, None, nodes, {}, {}, {}, {}, {}, {}, [], [])
    db.write("改写", _store, [item])
    (row,) = db.read(figures, ALL, as_of)
    late = db.read(due.late_nodes, as_of).get(1, ())
    assert db.read(due.late_nodes, as_of, [1]).get(1, ()) == late
    assert len(late) == row.nodes_late
    assert row.late_days == ((as_of - late[0].due).days if late else None)
    dated = any(not n.na and (n.planned or _met(n, as_of) or any(d <= as_of for d in n.approvals)) for n in nodes)
    assert (1 in db.read(due.dated_projects, as_of)) == dated
    assert db.read(due.late_nodes, as_of, [2]) == {}
    assert db.read(lambda s: s.query(MilestoneApproval).count()) == sum(len(n.approvals) for n in nodes)
