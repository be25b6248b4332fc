"""The timeline's rows: what was approved, expected and reached by D, and which projects are listed."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from tests import builders
from tracker.domain.kinds import State
from tracker.queries import timeline
from tracker.queries.criteria import Criteria
from tracker.queries.timeline import TimelineNode
from tracker.services import milestones, projects
from tracker.store.database import Database

Q2, Q3 = date(2026, 6, 30), date(2026, 9, 30)


@pytest.fixture
def project_id(db: Database) -> int:
    return db.write("准备", builders.project, "德惠市医院新建").result


def node(db: Database, project_id: int, as_of: date) -> TimelineNode:
    (row,) = db.read(timeline.timeline_rows, [project_id], as_of)
    return row.nodes[0]


def test_each_date_is_the_one_known_on_the_day(db: Database, project_id: int) -> None:
    def prepare(session: Session) -> None:
        key = builders.milestone(session, project_id, "主体封顶", planned=date(2026, 5, 31))
        milestones.approve(session, key, date(2026, 8, 31), date(2026, 7, 6), "〔2026〕5号", "征拆")
        milestones.forecast(session, key, date(2026, 7, 15), date(2026, 6, 1))
        milestones.forecast(session, key, date(2026, 9, 20), date(2026, 8, 1))
        milestones.set_actual(session, key, date(2026, 9, 12), today=date(2026, 10, 10))

    db.write("准备", prepare)
    june, september = node(db, project_id, Q2), node(db, project_id, Q3)
    assert (june.due, june.expected, june.actual, june.late_days) == (date(2026, 5, 31), date(2026, 7, 15), None, 30)
    assert june.later_actual == date(2026, 9, 12)
    assert (september.due, september.expected, september.actual) == (
        date(2026, 8, 31),
        date(2026, 9, 20),
        date(2026, 9, 12),
    )
    assert (september.slip, september.slip_planned, september.late_days) == (12, 104, None)
    assert september.later_actual is None


def test_the_span_reaches_over_every_date_of_the_day(db: Database, project_id: int) -> None:
    assert db.read(timeline.timeline_span, [project_id], Q3) == timeline.Span(None, None)

    def prepare(session: Session) -> None:
        first = builders.milestone(session, project_id, "立项", planned=date(2022, 3, 1), actual=date(2022, 4, 1))
        builders.milestone(session, project_id, "不适用", planned=date(2001, 1, 1), na=True)
        last = builders.milestone(session, project_id, "竣工", planned=date(2026, 1, 1))
        milestones.approve(session, last, date(2027, 8, 31), date(2026, 7, 6), "〔2026〕5号", "征拆")
        milestones.forecast(session, last, date(2028, 1, 5), date(2026, 9, 1))
        assert first

    db.write("准备", prepare)
    assert db.read(timeline.timeline_span, [project_id], Q3) == timeline.Span(date(2022, 3, 1), date(2028, 1, 5))
    assert db.read(timeline.timeline_span, [project_id], Q2) == timeline.Span(date(2022, 3, 1), date(2026, 1, 1))


def test_headings_and_cancelled_projects_are_left_out_and_those_without_dates_counted(
    db: Database, project_id: int
) -> None:
    def prepare(session: Session) -> tuple[int, int]:
        builders.project(session, "工程标题", counted=False, is_programme=True)
        gone = builders.project(session, "取消的项目")
        projects.set_state(session, gone, State.CANCELLED, date(2026, 8, 1), "调整")
        empty = builders.project(session, "没有日期的项目")
        builders.milestone(session, empty, "开工")
        builders.milestone(session, project_id, "开工", planned=Q2)
        return gone, empty

    gone, empty = db.write("准备", prepare).result
    entries = db.read(timeline.timeline_entries, Criteria(), Q3)
    assert [(one.project_id, one.nodes) for one in entries] == [(project_id, 1), (empty, 1)]
    assert gone in [one.project_id for one in db.read(timeline.timeline_entries, Criteria(), Q2)]
    assert db.read(timeline.without_dates, [project_id, empty], Q3) == 1
    assert [row.dated for row in db.read(timeline.timeline_rows, [project_id, empty], Q3)] == [True, False]
    assert [one.project_id for one in db.read(timeline.timeline_entries, Criteria(text="没有日期"), Q3)] == [empty]


def test_many_rows_cost_two_statements(db: Database) -> None:
    def prepare(session: Session) -> list[int]:
        ids = [builders.project(session, f"项目{place}") for place in range(30)]
        for key in ids:
            builders.milestone(session, key, "开工", planned=Q2)
        return ids

    ids = db.write("准备", prepare).result
    seen: list[str] = []

    def read(session: Session) -> int:
        bind = session.get_bind()
        note = lambda *args: seen.append(args[2])  # noqa: E731 - a listener of one line
        event.listen(bind, "before_cursor_execute", note)
        try:
            return len(timeline.timeline_rows(session, ids, Q3))
        finally:
            event.remove(bind, "before_cursor_execute", note)

    assert db.read(read) == 30
    assert len([sql for sql in seen if sql.startswith("SELECT")]) == 2


def test_the_projects_of_a_closed_quarter_keep_their_order_and_those_gone_are_left_out(db: Database) -> None:
    first = db.write("准备", builders.project, "甲医院新建").result
    second = db.write("准备", builders.project, "乙医院新建").result
    db.write("准备", builders.milestone, first, "开工")
    found = db.read(timeline.entries_of, [second, 9_999, first])
    assert [(entry.project_id, entry.nodes) for entry in found] == [(second, 0), (first, 1)]
