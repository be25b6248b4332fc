"""The figures as of a date: the SQL against a slow reference in plain Python, and the cases that people argue about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, TypeVar

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete
from sqlalchemy.orm import Session

from tracker.domain.figures import Figures, Group, GroupKey
from tracker.domain.kinds import FINISH_ROLES, UNCOUNTED_STATES, Kind, MoneyKind, Role, State
from tracker.queries.criteria import Criteria
from tracker.queries.figures import figures, grouped
from tracker.store.database import Database
from tracker.store.tables import (
    Allocation,
    AnnualPlan,
    Base,
    Investment,
    Milestone,
    MilestoneApproval,
    MoneySource,
    PeriodFigure,
    PeriodReport,
    Problem,
    Project,
    ReportingUnit,
    StatePeriod,
)

T = TypeVar("T")
DAYS = [date(2025, 6, 30), date(2025, 12, 31), date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30)]
MONEY = st.none() | st.integers(0, 5).map(lambda n: n * 123_456_789)
day = st.sampled_from(DAYS)
maybe_day = st.none() | day


@dataclass(frozen=True)
class Node:
    """One milestone to make."""

    weight: int
    role: Role | None
    na: bool
    planned: date | None
    actual: date | None
    approvals: dict[date, date]  # decided on → approved


@dataclass(frozen=True)
class Plot:
    """One project to make, with everything its figures read."""

    unit: int
    kind: Kind
    counted: bool
    merged_on: date | None
    nodes: Sequence[Node]
    states: Mapping[date | None, State | None]
    percents: dict[date, int]
    invested: dict[date | None, int | None]  # None is 不适用
    by_source: dict[int, int]  # 总投资 by source, undated
    figures: dict[tuple[MoneyKind, date], dict[int | None, int | None]]
    plans: dict[date | None, int]
    batches: Sequence[tuple[date, int]]
    problems: Sequence[tuple[date, date | None]]


node = st.builds(
    Node,
    weight=st.integers(0, 30),
    role=st.none() | st.sampled_from([Role.START, Role.ACCEPTED, Role.ATTAINED, Role.DESIGN]),
    na=st.booleans(),
    planned=maybe_day,
    actual=maybe_day,
    approvals=st.dictionaries(day, day, max_size=2),
)
amounts = st.one_of(
    st.fixed_dictionaries({}, optional={None: MONEY}).filter(bool),
    st.dictionaries(st.sampled_from([1, 2]), MONEY, min_size=1, max_size=2),
)
plot = st.builds(
    Plot,
    unit=st.integers(1, 2),
    kind=st.sampled_from(Kind),
    counted=st.booleans(),
    merged_on=st.none(),
    nodes=st.lists(node, max_size=4),
    states=st.dictionaries(maybe_day, st.sampled_from([State.SUSPENDED, State.CANCELLED, State.BUILDING]), max_size=2),
    percents=st.dictionaries(day, st.integers(0, 100), max_size=2),
    invested=st.dictionaries(maybe_day, MONEY, max_size=2),
    by_source=st.dictionaries(st.sampled_from([1, 2]), st.integers(0, 10**12), max_size=2),
    figures=st.dictionaries(st.tuples(st.sampled_from(MoneyKind), day), amounts, max_size=5),
    plans=st.dictionaries(maybe_day, st.integers(0, 10**10), max_size=2),
    batches=st.lists(st.tuples(day, st.integers(0, 10**9)), max_size=2),
    problems=st.lists(st.tuples(day, maybe_day).filter(lambda p: p[1] is None or p[1] >= p[0]), max_size=2),
)


def _store(session: Session, plots: Sequence[Plot]) -> None:
    """Empty the file and write the plots down."""
    for table in reversed(Base.metadata.sorted_tables):
        if table.name not in ("action", "change", "current_action"):
            session.execute(delete(table))
    session.add_all(ReportingUnit(id=i, name=f"{i}县", kind="区县", position=i) for i in (1, 2))
    session.add_all(MoneySource(id=i, name=f"来源{i}", position=i) for i in (1, 2))
    session.flush()
    for at, item in enumerate(plots, 1):
        session.add(
            Project(id=at, name=f"项目{at}", kind=item.kind, unit_id=item.unit, position=at, counted=item.counted)
        )
        session.flush()
        _store_money(session, at, item)
        _store_progress(session, at, item)


def _store_money(session: Session, at: int, item: Plot) -> None:
    session.add_all(
        Investment(project_id=at, as_of=since, amount_fen=fen, na=fen is None) for since, fen in item.invested.items()
    )
    session.add_all(Investment(project_id=at, source_id=src, amount_fen=fen) for src, fen in item.by_source.items())
    session.add_all(
        PeriodFigure(project_id=at, kind=kind, period_end=end, source_id=src, amount_fen=fen, na=fen is None)
        for (kind, end), by in item.figures.items()
        for src, fen in by.items()
    )
    session.add_all(
        AnnualPlan(project_id=at, year=2026, decided_on=on, amount_fen=fen) for on, fen in item.plans.items()
    )
    session.add_all(Allocation(project_id=at, allocated_on=on, amount_fen=fen) for on, fen in item.batches)


def _store_progress(session: Session, at: int, item: Plot) -> None:
    session.add_all(StatePeriod(project_id=at, since=since, state=state) for since, state in item.states.items())
    session.add_all(PeriodReport(project_id=at, period_end=end, percent=p) for end, p in item.percents.items())
    session.add_all(Problem(project_id=at, description="x", opened_on=a, closed_on=b) for a, b in item.problems)
    for place, one in enumerate(item.nodes, 1):
        row = Milestone(
            project_id=at,
            position=place,
            title=f"节点{place}",
            role=one.role,
            weight=one.weight,
            na=one.na,
            planned=one.planned,
            actual=None if one.na else one.actual,
        )
        session.add(row)
        session.flush()
        session.add_all(
            MilestoneApproval(milestone_id=row.id, decided_on=on, approved=to, document_number="1号", reason="x")
            for on, to in one.approvals.items()
        )
    session.flush()


# The slow reference: the definitions of the field, one project at a time, without SQL.


def _last(facts: Mapping[Any, T], as_of: date) -> tuple[date | None, T] | None:
    dated = sorted(
        ((since or date.min, since, value) for since, value in facts.items() if since is None or since <= as_of),
        key=lambda fact: fact[0],
    )
    return (dated[-1][1], dated[-1][2]) if dated else None


def _cumulative(item: Plot, kind: MoneyKind, as_of: date) -> tuple[int | None, date] | None:
    ends = sorted(end for found, end in item.figures if found == kind and end <= as_of)
    whole = [end for end in ends if None in item.figures[kind, end]]
    split_from = whole[-1] if whole else date.min
    parts = {src: (fen, end) for end in ends if end > split_from for src, fen in item.figures[kind, end].items()}
    if parts:
        known = [fen for fen, _ in parts.values() if fen is not None]
        return (sum(known) if known else None), max(end for _, end in parts.values())
    return (item.figures[kind, whole[-1]][None], whole[-1]) if whole else None


def _due(one: Node, as_of: date) -> date | None:
    decided = [on for on in one.approvals if on <= as_of]
    return one.approvals[max(decided)] if decided else one.planned


def _met(one: Node, as_of: date) -> bool:
    return one.actual is not None and one.actual <= as_of


def _state(item: Plot, as_of: date) -> str | None:
    if (by_hand := _last(item.states, as_of)) and by_hand[1]:  # None: from then on the milestones tell it again
        return by_hand[1]
    nodes = [one for one in item.nodes if not one.na]
    met = {one.role for one in nodes if _met(one, as_of)}
    building = item.kind is Kind.CONSTRUCTION
    if met & set(FINISH_ROLES):
        return State.FINISHED if building else State.DONE
    if Role.START in met:
        return State.BUILDING if building else State.RUNNING
    if nodes:
        return State.EARLY if building else State.NOT_STARTED
    return None


def _investment(item: Plot, as_of: date) -> int | None:
    if whole := _last(item.invested, as_of):
        return whole[1]
    return sum(item.by_source.values()) if item.by_source else None


def _check(row: Figures, item: Plot, as_of: date) -> None:
    """Hold one row of the SQL to the definitions."""
    nodes = [one for one in item.nodes if not one.na]
    late = [due for one in nodes if not _met(one, as_of) and (due := _due(one, as_of)) and due < as_of]
    assert row.state == _state(item, as_of)
    assert row.counted == (item.counted and row.state not in UNCOUNTED_STATES)
    assert (row.nodes, row.nodes_met) == (len(nodes), sum(_met(one, as_of) for one in nodes))
    total = sum(one.weight for one in nodes)
    done = sum(one.weight for one in nodes if _met(one, as_of))
    assert row.node_rate == (Fraction(done, total) if total else None)
    assert row.late_days == ((as_of - min(late)).days if late else None)
    first = next((one for one in nodes if not _met(one, as_of)), None)
    assert row.next_due == (_due(first, as_of) if first else None)
    assert (row.next_title is None) == (first is None)
    percent = _last(item.percents, as_of)
    assert (row.percent, row.percent_on) == ((percent[1], percent[0]) if percent else (None, None))
    assert row.investment_fen == _investment(item, as_of)
    plan = _last(item.plans, as_of) if as_of.year == 2026 else None
    assert row.year_plan_fen == (plan[1] if plan else None)
    batches = [fen for on, fen in item.batches if on <= as_of]
    assert row.allocated_fen == (sum(batches) if batches else None)
    for kind, fen in (
        (MoneyKind.ARRIVED, row.arrived_fen),
        (MoneyKind.DONE, row.done_fen),
        (MoneyKind.PAID, row.paid_fen),
    ):
        known = _cumulative(item, kind, as_of)
        assert fen == (known[0] if known else None), kind
    # Batches here have no source, so they cannot be matched with what was paid by source.
    assert row.paid_allocated_fen == (row.paid_fen if batches else None)
    year_start = date(as_of.year - 1, 12, 31)
    before = _cumulative(item, MoneyKind.DONE, year_start)
    assert row.done_before_fen == (before[0] if before and before[1] == year_start else None)
    now = _cumulative(item, MoneyKind.DONE, as_of)
    year = None
    if row.done_fen is not None and row.done_before_fen is not None and now is not None and now[1] > year_start:
        year = row.done_fen - row.done_before_fen
    assert row.year_done_fen == year
    assert row.open_problems == sum(a <= as_of and (b is None or b > as_of) for a, b in item.problems)


def _check_group(group: Group, rows: Sequence[Figures]) -> None:
    """Hold a group to its rows."""
    rates = [row.node_rate for row in rows if row.node_rate is not None]
    assert group.projects == len(rows)
    assert group.node_mean.value == (sum(rates) / len(rates) if rates else None)
    assert group.node_mean.projects == len(rates)
    weighed = [(row.node_rate, row.investment_fen) for row in rows if row.node_rate is not None and row.investment_fen]
    base = sum(fen for _, fen in weighed)
    assert group.node_weighted.value == (sum(rate * fen for rate, fen in weighed) / base if base else None)
    for name in ("investment", "done", "arrived", "paid", "allocated", "year_plan", "year_done"):
        known = [fen for row in rows if (fen := getattr(row, f"{name}_fen")) is not None]
        found = getattr(group, name)
        assert (found.fen, found.known) == (sum(known) if known else None, len(known)), name
    pairs = [(row.done_fen, row.investment_fen) for row in rows]
    both = [(top, bottom) for top, bottom in pairs if top is not None and bottom is not None]
    bottom = sum(fen for _, fen in both)
    assert group.investment_rate.value == (Fraction(sum(fen for fen, _ in both), bottom) if bottom else None)
    assert group.investment_rate.projects == len(both)
    assert sum(group.states.values()) == len(rows)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plots=st.lists(plot, min_size=1, max_size=5), as_of=day)
def test_the_sql_agrees_with_the_definitions(db: Database, plots: list[Plot], as_of: date) -> None:
    db.write("改写", _store, plots)
    rows = db.read(figures, Criteria(), as_of)
    assert [row.project_id for row in rows] == list(range(1, len(plots) + 1))
    for row, item in zip(rows, plots, strict=True):
        _check(row, item, as_of)
    counted = [row for row in rows if row.counted]
    whole = db.read(grouped, Criteria(), as_of, GroupKey.NOTHING)
    assert len(whole) == (1 if counted else 0)
    for group in whole:
        _check_group(group, counted)
    for group in db.read(grouped, Criteria(), as_of, GroupKey.UNIT):
        _check_group(group, [row for row in counted if plots[row.project_id - 1].unit == group.key])


def test_a_fresh_project_is_unknown_not_zero(db: Database) -> None:
    fresh = Plot(1, Kind.CONSTRUCTION, True, None, [], {}, {}, {}, {}, {}, {}, [], [])
    db.write("新项目", _store, [fresh])
    [row] = db.read(figures, Criteria(), DAYS[-1])
    assert (row.state, row.percent, row.node_rate, row.done_fen, row.investment_rate) == (None,) * 5
    [group] = db.read(grouped, Criteria(), DAYS[-1], GroupKey.UNIT)
    assert (group.node_mean.value, group.done.fen, group.filled, group.states) == (None, None, 0, {"": 1})


def test_a_year_without_a_report_is_unknown_not_zero(db: Database) -> None:
    done: dict[tuple[MoneyKind, date], dict[int | None, int | None]]
    done = {(MoneyKind.DONE, date(2025, 12, 31)): {None: 700}}
    item = Plot(1, Kind.CONSTRUCTION, True, None, [], {}, {}, {}, {}, done, {None: 1000}, [], [])
    db.write("去年的项目", _store, [item])
    [row] = db.read(figures, Criteria(), date(2026, 9, 30))
    assert (row.done_fen, row.done_before_fen, row.year_done_fen, row.year_rate) == (700, 700, None, None)


def test_year_to_date_without_31_december_is_unknown_never_the_whole_cumulative(db: Database) -> None:
    done: dict[tuple[MoneyKind, date], dict[int | None, int | None]]
    done = {(MoneyKind.DONE, date(2025, 6, 30)): {None: 100}, (MoneyKind.DONE, date(2026, 9, 30)): {None: 900}}
    item = Plot(1, Kind.CONSTRUCTION, True, None, [], {}, {}, {}, {}, done, {None: 1000}, [], [])
    db.write("新项目", _store, [item])
    [row] = db.read(figures, Criteria(), date(2026, 9, 30))
    assert (row.done_fen, row.year_done_fen, row.year_rate) == (900, None, None)
