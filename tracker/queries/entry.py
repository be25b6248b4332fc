"""填报: which projects are to be reported, and their rows with 上期 beside 本期, for the rows in view.

However many rows are asked for, the number of statements stays the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.domain.closing import locked_by
from tracker.domain.entry import ARRIVED, DONE, KINDS, PAID, EntryState, FigureCell, Said, gaps, state_of
from tracker.domain.figures import Figures
from tracker.domain.kinds import MoneyKind
from tracker.domain.money import Amount
from tracker.domain.warnings import LABELS, Standing, change_warnings, standing_warnings
from tracker.queries.criteria import Criteria, matching
from tracker.queries.figures import counted, figures_of, per_project
from tracker.store.closings import Locks, locking
from tracker.store.tables import Action, PeriodFigure, PeriodReport, Project, ReportingUnit


@dataclass(frozen=True)
class EntryIds:
    """The projects to be reported, in order, and those of them that were, as ``queries.duty`` counts them."""

    ids: tuple[int, ...]
    reported: frozenset[int]


@dataclass(frozen=True)
class EntryRow:
    """One project's report for a period.

    ``figures`` are by the keys of ``domain.entry.KINDS``. ``previous`` is the report in words of the period before,
    its per cent the last one reported by then. ``closed`` names the closed quarter that locks the period, else "".
    """

    project_id: int
    name: str
    unit: str
    kind: str
    figures: Mapping[str, FigureCell]
    previous: Said
    said: Said
    investment_fen: int | None
    reported: bool
    closed: str

    @property
    def gaps(self) -> tuple[str, ...]:
        """The keys of the cells that are asked for and 未填."""
        return tuple(gaps(self.kind, self.figures, self.previous, self.said, reported=self.reported))

    @property
    def state(self) -> EntryState:
        """How far the row is."""
        return state_of(self.gaps, reported=self.reported)


def entry_ids(session: Session, criteria: Criteria, since: date, until: date, *, by_unit: bool = False) -> EntryIds:
    """Return the counted projects that meet *criteria* for the period after *since* up to *until*.

    They stand in the list's default order, *by_unit* below their units.
    """
    f = per_project(until, ("filled_to", "state"))
    order = (ReportingUnit.position, ReportingUnit.id) if by_unit else ()
    rows = session.execute(
        select(Project.id, f.c.filled_to)
        .join(ReportingUnit, ReportingUnit.id == Project.unit_id)
        .join(f, f.c.project_id == Project.id)
        .where(matching(criteria, f), counted(f, criteria.counting))
        .order_by(*order, Project.position, Project.id)
    ).all()
    start = since.isoformat()
    return EntryIds(tuple(row[0] for row in rows), frozenset(row[0] for row in rows if row[1] and row[1] > start))


def entry_rows(session: Session, ids: Sequence[int], since: date, until: date) -> list[EntryRow]:
    """Return the rows of some projects, in the order of *ids*; projects that are gone are left out."""
    now, before = figures_of(session, ids, until), figures_of(session, ids, since)
    entered, reasons = _entered(session, ids, until), _reasons(session, ids, until)
    said, said_before = _said(session, ids, until), _said(session, ids, since)
    locks = Locks(session, locking(session))
    columns = (Project.id, Project.name, ReportingUnit.name, Project.kind)
    statement = select(*columns).join(ReportingUnit, ReportingUnit.id == Project.unit_id).where(Project.id.in_(ids))
    found = {row[0]: row for row in session.execute(statement)}
    rows = []
    for key in ids:
        if key not in found or key not in now or key not in before:
            continue
        _id, name, unit, kind = found[key]
        old, last = said_before.get(key, Said()), before[key]
        quarter = locked_by(until, locks.of_project(key))
        rows.append(
            EntryRow(
                project_id=key,
                name=name,
                unit=unit,
                kind=kind,
                figures=_figures(now[key], last, entered.get(key, {}), reasons.get(key, {})),
                previous=Said(last.percent, last.percent_na, old.text, old.next_steps),
                said=said.get(key, Said()),
                investment_fen=now[key].investment_fen,
                reported=(filled := now[key].filled_to) is not None and filled > since,
                closed=quarter.label if quarter else "",
            )
        )
    return rows


def standing_before(session: Session, project_id: int, end: date) -> Mapping[str, Amount]:
    """Return the three cumulative figures as they stood the day before a period's end, months within it counted."""
    found = figures_of(session, (project_id,), end - timedelta(days=1)).get(project_id)
    return _amounts(found) if found else dict.fromkeys(KINDS, Amount())


def reversed_action(session: Session, action_id: int) -> int | None:
    """Return the action that another one takes back or does again, None where it is a deed of its own."""
    row = session.execute(select(Action.undoes_id, Action.redoes_id).where(Action.id == action_id)).one_or_none()
    return None if row is None else row.undoes_id or row.redoes_id


@dataclass(frozen=True)
class _Entered:
    """Whether a figure was entered for the very period, stands by source, and has later ones."""

    here: bool
    by_source: bool
    later: bool


def _entered(session: Session, ids: Sequence[int], until: date) -> dict[int, dict[str, _Entered]]:
    """Return how each figure of each project stands."""
    end, whole = PeriodFigure.period_end, PeriodFigure.source_id.is_(None)
    statement = (
        select(
            PeriodFigure.project_id,
            PeriodFigure.kind,
            func.max(end).filter(end <= until, whole),
            func.max(end).filter(end <= until, ~whole),
            func.count(PeriodFigure.amount_fen).filter(end > until),
        )
        .where(PeriodFigure.project_id.in_(ids))
        .group_by(PeriodFigure.project_id, PeriodFigure.kind)
    )
    found: dict[int, dict[str, _Entered]] = defaultdict(dict)
    for project_id, kind, last_whole, last_part, later in session.execute(statement):
        parts = last_part is not None and (last_whole is None or last_part > last_whole)
        last = last_part if parts else last_whole
        found[project_id][kind] = _Entered(last == until, parts, later > 0)
    return found


def _reasons(session: Session, ids: Sequence[int], until: date) -> dict[int, dict[MoneyKind, str]]:
    """Return what was said about the figures of the period."""
    columns = (PeriodFigure.project_id, PeriodFigure.kind, PeriodFigure.reason)
    statement = select(*columns).where(
        PeriodFigure.project_id.in_(ids), PeriodFigure.period_end == until, PeriodFigure.reason.is_not(None)
    )
    found: dict[int, dict[MoneyKind, list[str]]] = defaultdict(dict)
    for project_id, word, reason in session.execute(statement):
        said = found[project_id].setdefault(MoneyKind(word), [])
        if reason and reason not in said:
            said.append(reason)
    return {key: {kind: "；".join(said) for kind, said in kinds.items()} for key, kinds in found.items()}


def _said(session: Session, ids: Sequence[int], until: date) -> dict[int, Said]:
    """Return the reports of exactly this period."""
    report = PeriodReport
    columns = (report.project_id, report.percent, report.na, report.text, report.next_steps)
    rows = session.execute(select(*columns).where(report.project_id.in_(ids), report.period_end == until))
    return {row.project_id: Said(row.percent, row.na, row.text, row.next_steps) for row in rows}


def _amounts(figures: Figures) -> dict[str, Amount]:
    """Return the three cumulative figures by their keys."""
    return {
        ARRIVED: Amount(figures.arrived_fen, figures.arrived_na),
        DONE: Amount(figures.done_fen, figures.done_na),
        PAID: Amount(figures.paid_fen, figures.paid_na),
    }


def _figures(
    now: Figures, before: Figures, entered: Mapping[str, _Entered], reasons: Mapping[MoneyKind, str]
) -> dict[str, FigureCell]:
    """Put the three figures of one project together."""
    standing, previous = _amounts(now), _amounts(before)
    doubts = tuple(
        standing_warnings(
            Standing(
                investment=now.investment_fen,
                allocated=now.allocated_fen,
                arrived=now.arrived_fen,
                done=now.done_fen,
                paid=now.paid_fen,
                reasons=reasons,
            )
        )
    )
    cells = {}
    for key, kind in KINDS.items():
        facts = entered.get(kind, _Entered(here=False, by_source=False, later=False))
        said: tuple[str, ...] = ()
        if facts.here:
            changed = change_warnings(LABELS[kind], standing[key].fen, previous[key].fen, reasons.get(kind))
            # A sentence begins with the figure it doubts.
            said = (*changed, *(one for one in doubts if one.startswith(LABELS[kind])))
        current = standing[key] if facts.here else Amount()
        cells[key] = FigureCell(previous[key], current, facts.by_source, facts.later, said)
    return cells
