"""As of any date, whatever order it was entered in: histories replayed by the services against a slow reference.

Facts are entered shuffled, some of them wrongly first and put right later, some taken back. Projects are cancelled, go
on after a stop, are merged into each other and bundled. The reference knows only how the facts stand in the end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from random import Random
from shutil import copyfile
from uuid import uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete
from sqlalchemy.orm import Session

from tests import builders
from tests.queries.test_figures import DAYS, Node, Plot, _check, _check_group, plot
from tracker.domain.closing import ClosingInput, ClosingStage, QuarterClosed, Scope, SheetRow
from tracker.domain.deeds import Deed
from tracker.domain.figure_sums import summed
from tracker.domain.figures import Figures, GroupKey
from tracker.domain.kinds import UNCOUNTED_STATES, Counting, Kind, MoneyKind, State
from tracker.domain.money import Amount
from tracker.domain.quarters import Quarter
from tracker.queries.closing import closings
from tracker.queries.corrections import corrections
from tracker.queries.criteria import Criteria
from tracker.queries.figures import figures, grouped
from tracker.queries.reporting import last_action
from tracker.services import bundles, milestones, money, problems, projects, reports
from tracker.services.closing import close
from tracker.services.merge import MergePlan, merge
from tracker.store.database import Database, open_file
from tracker.store.tables import Base, MoneySource, ReportingUnit

FUTURE = date(2030, 1, 1)
Event = Callable[[Session], object]
Chain = list[Event]  # events that follow each other in this order, with any others between
_CAPACITY = {State.SUSPENDED: State.STOPPED, State.BUILDING: State.RUNNING}


@dataclass(frozen=True)
class History:
    """Projects with their facts, what becomes of them, and the seed of the order everything is entered in."""

    plots: Sequence[Plot]
    parents: Mapping[int, int]  # part → bundle, by place in the list
    merged: tuple[int, int] | None  # survivor, other
    resumed: Mapping[int, date]
    random: Random


def _sound(item: Plot) -> Plot:
    """Return a plot the services take: states of its kind, those that need a day with one, and no heading."""
    states: dict[date | None, State | None] = {}
    for since, state in item.states.items():
        word = state if item.kind is Kind.CONSTRUCTION else _CAPACITY.get(state or State.BUILDING, state)
        states[since] = (State.BUILDING if item.kind is Kind.CONSTRUCTION else State.RUNNING) if not since else word
    return replace(item, counted=True, states=states)


@st.composite
def histories(draw: st.DrawFn) -> History:
    """A few projects; some bundled, two perhaps merged, some going on after a stop."""
    plots = [_sound(item) for item in draw(st.lists(plot, min_size=1, max_size=5))]
    parents: dict[int, int] = {}
    merged, resumed = None, dict[int, date]()
    if len(plots) >= 3 and draw(st.booleans()):
        parents = {1: 0, 2: 0}
    if len(plots) == 5 and draw(st.booleans()):
        merged = (3, 4)
    for at, item in enumerate(plots):
        later = [day for day in DAYS if any(since is None or since < day for since in item.states)]
        free = [day for day in later if day not in item.states]
        goes_on: bool = draw(st.booleans())
        if free and goes_on:
            resumed[at] = draw(st.sampled_from(free))
    return History(plots, parents, merged, resumed, draw(st.randoms(use_true_random=False)))


# --- Entering ---------------------------------------------------------------------------------------------------------


def _figures(at: int, item: Plot, random: Random) -> Iterator[Chain]:
    """Cumulative figures; some typed wrongly first, and one that never was."""

    def enter(kind: MoneyKind, end: date, amount: Amount, source: int | None) -> Event:
        return lambda s: money.set_figure(s, money.FigureInput(at, kind, end, amount, source, reason="实报"))

    for (kind, end), by in item.figures.items():
        for source, fen in by.items():
            wrong = [enter(kind, end, Amount(777), source)] if random.random() < 0.3 else []
            yield [*wrong, enter(kind, end, Amount(fen, fen is None), source)]
    free = [(kind, end) for kind in MoneyKind for end in DAYS if (kind, end) not in item.figures]
    if free and random.random() < 0.5:
        kind, end = random.choice(free)
        yield [enter(kind, end, Amount(888), None), enter(kind, end, Amount(), None)]


def _money(at: int, item: Plot) -> Iterator[Chain]:
    """总投资, annual plans and batches."""
    for since, fen in item.invested.items():
        amount = Amount(fen, fen is None)
        yield [lambda s, a=amount, d=since: money.set_investment(s, at, a, as_of=d)]  # type: ignore[misc]  # bound now
    for source, fen in item.by_source.items():
        yield [lambda s, f=fen, src=source: money.set_investment(s, at, Amount(f), source_id=src, as_of=None)]  # type: ignore[misc]  # bound now
    for on, fen in item.plans.items():
        yield [lambda s, f=fen, d=on: money.set_year_plan(s, at, 2026, Amount(f), decided_on=d)]  # type: ignore[misc]  # bound now
    for on, fen in item.batches:
        yield [_batch(at, on, fen)]


def _batch(at: int, on: date, fen: int) -> Event:
    """Enter a batch on a wrong day and move it."""

    def enter(session: Session) -> None:
        made = money.add_allocation(session, money.AllocationInput(at, fen + 1, date(2026, 2, 2)))
        money.edit_allocation(session, made, "amount_fen", fen)
        money.edit_allocation(session, made, "allocated_on", on)

    return enter


def _progress(at: int, item: Plot, ids: Sequence[int]) -> Iterator[Chain]:
    """Milestones' dates, states by hand, reports and problems."""
    for node_id, node in zip(ids, item.nodes, strict=True):
        yield from _node(node_id, node)
    for since, state in item.states.items():
        yield [lambda s, d=since, w=state: projects.set_state(s, at, w, d, "原因")]  # type: ignore[misc]  # bound now
    for end, percent in item.percents.items():
        wrong: Event = lambda s, e=end: reports.save(s, reports.ReportInput(at, e, percent=99))  # type: ignore[misc]  # noqa: E731 - bound now
        yield [wrong, lambda s, e=end, p=percent: reports.save(s, reports.ReportInput(at, e, percent=p))]  # type: ignore[misc]  # bound now
    for opened, closed in item.problems:
        yield [_problem(at, opened, closed)]


def _node(node_id: int, node: Node) -> Iterator[Chain]:
    """One milestone's dates; what does not apply has none."""
    if node.planned:
        yield [lambda s: milestones.edit(s, node_id, "planned", node.planned)]
    if node.na:
        return
    if node.actual:
        set_ = milestones.set_actual
        yield [
            lambda s: set_(s, node_id, date(2025, 1, 1), "补录", FUTURE),
            lambda s: set_(s, node_id, node.actual, "按验收单更正", FUTURE),
        ]
    for on, to in node.approvals.items():
        yield [lambda s, d=on, t=to: milestones.approve(s, node_id, t, d, "1号", "征拆")]  # type: ignore[misc]  # bound now


def _problem(at: int, opened: date, closed: date | None) -> Event:
    """Note a problem and, where it was, close it."""

    def enter(session: Session) -> None:
        made = problems.add(session, problems.ProblemInput(at, "缺资金", opened))
        if closed is not None:
            problems.close(session, made, closed, "已解决", FUTURE)

    return enter


def _shuffled(chains: list[Chain], random: Random) -> Iterator[Event]:
    """Yield the events of all chains, mixed at random."""
    left = [list(chain) for chain in chains]
    while left:
        yield random.choice(left).pop(0)
        left = [chain for chain in left if chain]


def _empty(session: Session) -> None:
    """Empty the file but for the log; two units and two sources stay."""
    for table in reversed(Base.metadata.sorted_tables):
        if table.name not in ("action", "change", "current_action"):
            session.execute(delete(table))
    session.add_all(ReportingUnit(id=i, name=f"{i}县", kind="区县", position=i) for i in (1, 2))
    session.add_all(MoneySource(id=i, name=f"来源{i}", position=i) for i in (1, 2))
    session.flush()


def _replay(session: Session, history: History) -> None:
    """Empty the file and enter the history, in its own order."""
    _empty(session)
    chains: list[Chain] = []
    for at, item in enumerate(history.plots, start=1):
        builders.project(session, id=at, name=f"项目{at}", kind=item.kind, unit_id=item.unit, position=at)
        nodes = [builders.milestone(session, at, role=n.role, weight=n.weight, na=n.na) for n in item.nodes]
        chains += [*_figures(at, item, history.random), *_money(at, item), *_progress(at, item, nodes)]
    for child, parent in history.parents.items():
        chains.append([lambda s, c=child, p=parent: bundles.set_parent(s, [c + 1], p + 1)])  # type: ignore[misc]  # bound now
    for event in _shuffled(chains, history.random):
        event(session)
    for at, day in history.resumed.items():
        projects.resume(session, at + 1, day)
    if history.merged:
        survivor, other = history.merged
        merge(session, MergePlan(survivor + 1, other + 1, date(2026, 5, 5)))


# --- The reference ----------------------------------------------------------------------------------------------------


def _in_the_end(history: History) -> dict[int, Plot]:
    """Return the facts as they stand by project id, without the project that was merged away."""
    found = dict(enumerate(history.plots, start=1))
    for at, day in history.resumed.items():
        found[at + 1] = replace(found[at + 1], states={**found[at + 1].states, day: None})
    if history.merged:
        survivor, other = (found[at + 1] for at in history.merged)
        own = any((survivor.invested, survivor.by_source, survivor.figures, survivor.plans, survivor.batches))
        paid = survivor if own else other
        found[history.merged[0] + 1] = replace(
            survivor,
            nodes=survivor.nodes or other.nodes,
            invested=paid.invested,
            by_source=paid.by_source,
            figures=paid.figures,
            plans=paid.plans,
            batches=paid.batches,
            percents={**other.percents, **survivor.percents},
            problems=[*survivor.problems, *other.problems],
        )
        del found[history.merged[1] + 1]
    return found


def _counts(history: History, row: Figures, counting: Counting) -> bool:
    """Whether a project counts: alive, and one of a bundle's two sides."""
    at = row.project_id - 1
    side = at not in history.parents if counting is Counting.BUNDLED else at not in history.parents.values()
    return row.state not in UNCOUNTED_STATES and side


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=histories())
def test_any_history_in_any_order_reads_as_of_any_day(db: Database, history: History) -> None:
    db.write("重放", _replay, history)
    facts = _in_the_end(history)
    for counting in Counting:
        criteria = Criteria(counting=counting)
        for as_of in DAYS:
            rows = db.read(figures, criteria, as_of)
            assert [row.project_id for row in rows] == list(facts)
            for row in rows:
                assert row.counted == _counts(history, row, counting)
                _check(replace(row, counted=row.state not in UNCOUNTED_STATES), facts[row.project_id], as_of)
            counted = [row for row in rows if row.counted]
            whole = db.read(grouped, criteria, as_of, GroupKey.NOTHING)
            assert len(whole) == bool(counted)
            for group in whole:
                _check_group(group, counted)
                assert group == summed(None, "合计", rows)
            for group in db.read(grouped, criteria, as_of, GroupKey.UNIT):
                own = [row for row in counted if facts[row.project_id].unit == group.key]
                _check_group(group, own)
                assert group == summed(group.key, group.label, own)


# --- Closing ----------------------------------------------------------------------------------------------------------

CLOSED = Quarter(2026, 2)


def _begin(session: Session, history: History) -> list[Chain]:
    """Make the projects with all that carries no date; return what is to be entered of the rest."""
    _empty(session)
    chains: list[Chain] = []
    for at, item in enumerate(history.plots, start=1):
        builders.project(session, id=at, name=f"项目{at}", kind=item.kind, unit_id=item.unit, position=at)
        nodes = [
            builders.milestone(session, at, role=n.role, weight=n.weight, na=n.na, planned=n.planned)
            for n in item.nodes
        ]
        dated = replace(item, nodes=[replace(node, planned=None) for node in item.nodes])
        chains += [*_figures(at, item, history.random), *_money(at, item), *_progress(at, dated, nodes)]
    return chains


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=histories())
def test_no_write_but_a_correction_changes_a_figure_of_a_closed_quarter(db_path: Path, history: History) -> None:
    """The file is its own for each example: what is kept of a closing can never be deleted."""
    path = db_path.with_name(f"{uuid4()}.db")
    copyfile(db_path, path)
    db = open_file(path, who="测试员")
    try:
        _late_entries(db, history)
    finally:
        db.close()


def _late_entries(db: Database, history: History) -> None:
    """Enter half of a history, close, enter the other half, as 更正 where that is asked for."""
    events = list(_shuffled(db.write("新建", _begin, history).result, history.random))
    half = len(events) // 2

    def enter(session: Session) -> None:
        for event in events[:half]:
            event(session)

    db.write("填报", enter)
    seen = db.read(last_action)
    sheets = {"head": [SheetRow("{}")]}
    given_ = ClosingInput(CLOSED, Scope(), ClosingStage.FINAL, seen, sheets)
    closing_id = db.write("封账", close, given_, FUTURE).result
    before = db.read(figures, Criteria(), CLOSED.end)
    corrected = 0
    for event in events[half:]:
        signed = db.read(figures, Criteria(), CLOSED.end)
        try:
            db.write("补填", event)
        except QuarterClosed:
            db.write(Deed("更正", correction="补报"), event)
            corrected += 1
        else:
            assert db.read(figures, Criteria(), CLOSED.end) == signed
    [closing] = db.read(closings)
    assert closing.id == closing_id
    if not corrected:
        assert db.read(corrections, closing) == ()
    if db.read(figures, Criteria(), CLOSED.end) != before:
        assert db.read(corrections, closing)
