"""The list: what stands in it, in which order, and what it costs to read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from tests import builders
from tracker.domain.errors import NotFound
from tracker.domain.kinds import Kind, Level, MoneyKind, Nature, Role, State, UnitKind
from tracker.queries.choices import choices
from tracker.queries.criteria import Criteria
from tracker.queries.projects import Order, Sort, counts, detail, find_uid, list_ids, list_rows, whole_list
from tracker.services.projects import cancel, refresh_search
from tracker.store.database import Database
from tracker.store.tables import Project, ProjectAlias, Related, Target, UidAlias

D, LAST_YEAR = date(2026, 9, 30), date(2025, 12, 31)


@dataclass(frozen=True)
class Books:
    """Four projects that differ in everything they can be sorted by, and the heading of the first."""

    heading: int
    a: int
    b: int
    c: int
    blank: int


def make(session: Session) -> Books:
    builders.unit(session, "昌乐县")  # before all others
    first = builders.programme(session, plan="长春", box=2, title="重点传染病防治")
    second = builders.programme(session, plan="长春", box=5, title="公立医院建设")
    other = builders.programme(session, plan="昌乐", box=1, title="基层能力")
    heading = builders.project(session, "重点传染病防治工程", in_unit="长春市本级", counted=False, is_programme=True)
    a = builders.project(
        session,
        "长春市中心医院",
        in_unit="长春市本级",
        nature=Nature.RELOCATE,
        owner_dept="甲局",
        deadline_text="到2025年",
        deadline_day=LAST_YEAR,
        level=Level.CITY,
        owner="A1",
        leader="B",
    )
    b = builders.project(
        session,
        "昌乐县人民医院",
        in_unit="昌乐县",
        kind=Kind.CAPACITY,
        nature=Nature.NEW,
        level=Level.PROVINCE,
        owner="A2",
    )
    c = builders.project(
        session, "德惠市中医院", in_unit="德惠市", owner_dept="乙局", deadline_day=D, level=Level.COUNTY, leader="A"
    )
    blank = builders.project(session, "安宁疗护中心", in_unit="九台区")
    for project_id, programme_id in ((heading, first), (a, first), (b, other), (c, second)):
        builders.source(session, project_id, programme_id)
    builders.source(session, a, second, position=2)
    _progress(session, a, met=1, due=date(2026, 8, 31), percent=40, fen=(1000, 400, 100, 500))
    _progress(session, b, met=2, due=date(2026, 12, 31), percent=0, fen=(500, 500, 0, 1000))
    _progress(session, c, met=0, due=date(2026, 6, 30), percent=80, fen=(2000, 100, 50, 100))
    refresh_search(session, [heading, a, b, c, blank])
    return Books(heading, a, b, c, blank)


def _progress(
    session: Session, project_id: int, *, met: int, due: date, percent: int, fen: tuple[int, int, int, int]
) -> None:
    """Three milestones of which *met* are reached, a report, and money: 总投资, 完成, 至上年底, 年度计划."""
    for nth in range(3):
        actual = date(2026, 1 + nth, 5) if nth < met else None
        role = Role.START if nth == 0 else None
        builders.milestone(session, project_id, f"节点{nth}", role, actual=actual, planned=actual or due)
    builders.report(session, project_id, date(2026, 3 * (1 + met), 30), percent=percent)
    builders.investment(session, project_id, fen[0])
    builders.figure(session, project_id, D, fen[1], MoneyKind.DONE)
    builders.figure(session, project_id, LAST_YEAR, fen[2], MoneyKind.DONE)
    builders.annual_plan(session, project_id, 2026, fen[3])


@pytest.fixture
def books(db: Database) -> Books:
    return db.write("准备", make).result


def in_order(db: Database, books: Books, *order: Order) -> str:
    """Return the order of the four projects as letters; the heading, which knows of no progress, is left out."""
    names = {books.a: "a", books.b: "b", books.c: "c", books.blank: "-"}
    return "".join(names.get(one, "") for one in db.read(list_ids, Criteria(), D, order))


# “-” is the project nothing is known of. b and c have one rate of the year, and stand in the default order both ways.
ORDERS = [
    (Sort.DEFAULT, "abc-", "-cba"),
    (Sort.NAME, "-abc", "cba-"),
    (Sort.UNIT, "bac-", "-cab"),
    (Sort.KIND, "ac-b", "bac-"),
    (Sort.NATURE, "bac-", "abc-"),
    (Sort.BOX, "acb-", "bca-"),
    (Sort.STATE, "cab-", "bac-"),
    (Sort.NEXT, "cab-", "bac-"),
    (Sort.LATE, "acb-", "cab-"),
    (Sort.NODE_RATE, "cab-", "bac-"),
    (Sort.PERCENT, "bac-", "cab-"),
    (Sort.INVESTMENT, "bac-", "cab-"),
    (Sort.DONE, "cab-", "bac-"),
    (Sort.YEAR_RATE, "bca-", "abc-"),
    (Sort.LEAD, "bca-", "abc-"),
    (Sort.FILLED, "abc-", "abc-"),
    (Sort.OWNER_DEPT, "cab-", "acb-"),
    (Sort.YEAR_PLAN, "cab-", "bac-"),
    (Sort.DEADLINE, "acb-", "cab-"),
    (Sort.LEVEL, "bac-", "cab-"),
    (Sort.OWNER, "abc-", "bac-"),
    (Sort.LEADER, "cab-", "acb-"),
]


@pytest.mark.parametrize(("by", "up", "down"), ORDERS, ids=[str(one[0]) for one in ORDERS])
def test_each_order_and_unknown_values_last_in_both_directions(
    db: Database, books: Books, by: Sort, up: str, down: str
) -> None:
    assert in_order(db, books, Order(by)) == up
    assert in_order(db, books, Order(by, descending=True)) == down


def test_every_order_is_tried() -> None:
    assert {one[0] for one in ORDERS} | {Sort.CUSTOM} == set(Sort)  # own columns: see test_office_columns


def test_a_second_key_decides_where_the_first_is_equal(db: Database, books: Books) -> None:
    assert in_order(db, books, Order(Sort.KIND), Order(Sort.INVESTMENT, descending=True)) == "ca-b"


def test_a_row_says_where_a_project_comes_from(db: Database, books: Books) -> None:
    row, blank = db.read(list_rows, [books.a, books.blank], D)
    assert (row.source, row.programme, row.unit) == ("长春2", "（一）重点传染病防治", "长春市本级")
    assert row.source_tip == (
        "长春市卫生健康规划 专栏2 重点传染病防治专栏 （一）重点传染病防治\n"
        "长春市卫生健康规划 专栏5 公立医院建设专栏 （一）公立医院建设"
    )
    assert (row.nature, row.owner_dept, row.deadline_text, row.level) == ("迁建", "甲局", "到2025年", "市重点")
    assert (row.figures.investment_fen, row.figures.done_fen, row.figures.percent) == (1000, 400, 40)
    assert (blank.source, blank.source_tip, blank.programme) == ("", "", "")
    assert blank.figures.state is None


def test_rows_come_in_the_order_asked_for_and_missing_ids_are_left_out(db: Database, books: Books) -> None:
    rows = db.read(list_rows, [books.c, 999, books.heading, books.a], D)
    assert [row.project_id for row in rows] == [books.c, books.heading, books.a]
    assert [row.counted for row in rows] == [True, False, True]
    assert db.read(list_rows, [], D) == []


def test_the_whole_list_is_the_rows_of_all_ids(db: Database, books: Books) -> None:
    for criteria in (Criteria(), Criteria(kinds=(Kind.CONSTRUCTION,)), Criteria(states=(State.BUILDING, ""))):
        ids = db.read(list_ids, criteria, D)
        assert db.read(whole_list, criteria, D) == db.read(list_rows, ids, D)


def test_counts_tell_rows_from_projects_that_count(db: Database, books: Books) -> None:
    everything = db.read(counts, Criteria(), D)
    assert (everything.listed, everything.counted, everything.total, everything.total_counted) == (5, 4, 5, 4)
    db.write("取消", cancel, books.c, date(2026, 8, 1), "纳入县人民医院")
    found = db.read(counts, Criteria(text="医院"), D)
    assert (found.listed, found.counted, found.total, found.total_counted) == (3, 2, 5, 3)
    assert db.read(counts, Criteria(text="医院"), date(2026, 7, 31)).counted == 3
    cancelled = db.read(counts, Criteria(states=(State.CANCELLED,)), D)
    assert (cancelled.listed, cancelled.counted) == (1, 0)


def test_the_state_is_that_of_the_date(db: Database, books: Books) -> None:
    early, started = date(2025, 12, 31), D
    assert db.read(list_ids, Criteria(states=(State.EARLY,)), early) == [books.a, books.c]
    assert db.read(list_ids, Criteria(states=(State.EARLY,)), started) == [books.c]
    assert db.read(list_ids, Criteria(states=(State.BUILDING,)), started) == [books.a]


def statements(db: Database, query: Callable[..., Any], *args: Any) -> int:
    """Return how many statements a query sends."""

    def counted(session: Session) -> int:
        seen: list[str] = []
        event.listen(session.get_bind(), "before_cursor_execute", lambda *sent: seen.append(sent[2]))
        query(session, *args)
        return len([one for one in seen if one != "BEGIN"])

    return db.read(counted)


def test_two_hundred_rows_cost_as_many_statements_as_two(db: Database) -> None:
    def many(session: Session) -> list[int]:
        programme = builders.programme(session)
        made = [builders.project(session, f"第{n}医院") for n in range(200)]
        for project_id in made:
            builders.source(session, project_id, programme)
        return made

    ids = db.write("准备", many).result
    assert statements(db, list_rows, ids[:2], D) == statements(db, list_rows, ids, D) == 3
    assert statements(db, whole_list, Criteria(), D) == 3
    assert statements(db, list_ids, Criteria(), D, (Order(Sort.YEAR_RATE),)) == 1
    assert statements(db, list_ids, Criteria(), D, (Order(Sort.LEAD),)) == 2  # and the units' seasonal curves
    assert statements(db, counts, Criteria(), D) == 1


def test_the_detail_has_everything_around_a_project(db: Database, books: Books) -> None:
    def around(session: Session) -> None:
        session.add_all(
            [
                ProjectAlias(project_id=books.a, text="市中心医院"),
                Related(project_id=books.a, other_id=books.b),
                Related(project_id=books.a, other_id=books.c),
                Target(project_id=books.a, position=1, text="不少于4.5张", comparator="≥", low_milli=4500, unit="张"),
                UidAlias(old_uid="cc-old", project_id=books.a),
            ]
        )
        session.get_one(Project, books.c).parent_id = books.a

    db.write("准备", around)
    found = db.read(detail, books.a, D)
    assert found.aliases == ("市中心医院",)
    assert found.related == ((books.b, "昌乐县人民医院"), (books.c, "德惠市中医院"))
    assert found.children == ((books.c, "德惠市中医院"),)
    assert [(row.plan_short, row.box, row.position) for row in found.sources] == [("长春", 2, 1), ("长春", 5, 2)]
    assert [(row.low_milli, row.unit) for row in found.targets] == [(4500, "张")]
    assert found.old_uids == ("cc-old",)
    assert db.read(detail, books.c, D).parent == (books.a, "长春市中心医院")
    assert db.read(detail, books.b, D).related == ((books.a, "长春市中心医院"),)


def test_a_heading_names_the_projects_inside(db: Database, books: Books) -> None:
    assert db.read(detail, books.heading, D).inside == ((books.a, "长春市中心医院"),)
    assert db.read(detail, books.a, D).inside == ()


def test_what_is_not_there_is_said(db: Database, books: Books) -> None:
    with pytest.raises(NotFound):
        db.read(detail, 999, D)
    assert db.read(find_uid, "nothing") is None
    assert db.read(find_uid, db.read(detail, books.a, D).uid) == books.a


def test_the_choices_count_what_clicking_them_would_list(db: Database, books: Books) -> None:
    db.write("取消", cancel, books.c, date(2026, 8, 1), "纳入县人民医院")
    found = db.read(choices, D)
    for plan in found.plans:
        assert plan.count == db.read(counts, Criteria(plan_ids=(plan.id,)), D).counted
        for box in plan.boxes:
            assert box.count == db.read(counts, Criteria(box_ids=(box.id,)), D).counted
            for programme in box.programmes:
                assert programme.count == db.read(counts, Criteria(programme_ids=(programme.id,)), D).counted
    for unit in found.units:
        assert unit.count == db.read(counts, Criteria(unit_ids=(unit.id,)), D).counted
    for kind in found.kinds:
        assert kind.count == db.read(counts, Criteria(kinds=(kind.word,)), D).counted
    for nature in found.natures:
        assert nature.count == db.read(counts, Criteria(natures=(nature.word,)), D).counted
    by_state = {state.word: state.count for state in found.states}
    assert (by_state["在建"], by_state["取消"], by_state[""]) == (1, 1, 1)
    assert [plan.count for plan in found.plans] == [1, 1]  # a stands in two boxes of its plan and counts once


def test_units_stand_under_their_parents(db: Database) -> None:
    def tree(session: Session) -> None:
        city = builders.unit(session, "长春市", kind=UnitKind.CITY, position=9)
        builders.unit(session, "德惠市", parent_id=city, position=3)
        builders.unit(session, "长春市本级", parent_id=city, position=2)
        zone = builders.unit(session, "长春新区", parent_id=city, position=4)
        builders.unit(session, "空港", parent_id=zone, position=1)
        builders.unit(session, "昌乐县", position=8)
        builders.project(session, in_unit="空港")
        builders.project(session, in_unit="长春新区")

    db.write("准备", tree)
    units = db.read(choices, D).units
    assert [(unit.name, unit.depth, unit.count, unit.count_below) for unit in units] == [
        ("昌乐县", 0, 0, 0),
        ("长春市", 0, 0, 2),
        ("长春市本级", 1, 0, 0),
        ("德惠市", 1, 0, 0),
        ("长春新区", 1, 1, 2),
        ("空港", 2, 1, 1),
    ]
