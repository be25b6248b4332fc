"""覆盖: every plan, box, programme and clause, and what became of each; and what stands in no plan."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from tracker.domain.ledger import BoxLedger, PlanLedger, Verdict
from tracker.store.ledger import shipped_ledgers
from tracker.store.tables import Box, Plan, Project, ReportingUnit, Source, UidAlias


@dataclass(frozen=True)
class Listed:
    """An entry a clause names: ``words`` as printed, and the project it is in the file, None where it has none.

    ``merged`` names the project it was merged into; ``project_id`` is then that one's. A programme with projects inside
    is listed as their heading.
    """

    uid: str
    words: str
    project_id: int | None
    name: str
    heading: bool
    merged: str | None = None


@dataclass(frozen=True)
class Clause:
    """One clause of a box, counted from 1, by its offsets; with entries, or the reason it yields none."""

    place: int
    start: int
    end: int
    listed: tuple[Listed, ...]
    reason: str


@dataclass(frozen=True)
class CoveredBox:
    """One box with its clauses; ``ledger`` None where the box was not read clause by clause."""

    uid: str
    number: int
    label: str
    title: str
    clauses: tuple[Clause, ...]
    ledger: BoxLedger | None

    @property
    def projects(self) -> int:
        """How many different entries its clauses list; headings are not counted."""
        return len({one.uid for clause in self.clauses for one in clause.listed if not one.heading})

    @property
    def programmes(self) -> int:
        """How many programmes with projects inside its clauses list."""
        return len({one.uid for clause in self.clauses for one in clause.listed if one.heading})

    @property
    def undecided(self) -> int:
        """How many clauses have neither an entry nor a reason."""
        return sum(not clause.listed and not clause.reason for clause in self.clauses)

    @property
    def left_out(self) -> int:
        """How many clauses yield nothing."""
        return sum(not clause.listed for clause in self.clauses)


@dataclass(frozen=True)
class CoveredPlan:
    """One plan with its boxes; ``prefix`` is how the name of its text file begins, "" where no ledger knows it."""

    uid: str
    title: str
    short: str
    prefix: str
    boxes: tuple[CoveredBox, ...]


@dataclass(frozen=True)
class Unsourced:
    """A project that no plan names, added by hand."""

    project_id: int
    name: str
    unit: str


@dataclass(frozen=True)
class Coverage:
    """The plans in their order, and the projects without any source."""

    plans: tuple[CoveredPlan, ...]
    unsourced: tuple[Unsourced, ...]


def coverage(session: Session) -> Coverage:
    """Join the shipped ledger with the file's plans, boxes and projects."""
    ledgers = {plan.uid: plan for plan in shipped_ledgers()}
    known = _entries(session)
    boxes: dict[int, list[Box]] = defaultdict(list)
    for box in session.scalars(select(Box).order_by(Box.plan_id, Box.no)):
        boxes[box.plan_id].append(box)
    plans = session.scalars(select(Plan).order_by(Plan.position, Plan.id))
    return Coverage(
        tuple(_plan(plan, boxes.get(plan.id, []), ledgers.get(plan.uid), known) for plan in plans),
        _unsourced(session),
    )


Known = dict[str, Listed]


def _entries(session: Session) -> Known:
    """Return every project by each uid it is or was known by, without words yet."""
    columns = (Project.id, Project.uid, Project.name, Project.counted, Project.merged_into_id)
    rows = {row.id: row for row in session.execute(select(*columns))}
    found = {}
    for row in rows.values():
        last = row
        while last.merged_into_id is not None and last.merged_into_id in rows:
            last = rows[last.merged_into_id]
        merged = last.name if last is not row else None
        found[row.uid] = Listed(row.uid, "", last.id, row.name, not row.counted, merged)
    for old, project_id in session.execute(select(UidAlias.old_uid, UidAlias.project_id)):
        name = rows[project_id].name
        found.setdefault(old, Listed(old, "", project_id, name, heading=False, merged=name))
    return found


def _plan(plan: Plan, boxes: list[Box], ledger: PlanLedger | None, known: Known) -> CoveredPlan:
    """Join one plan with its ledger."""
    by_uid = {box.uid: box for box in ledger.boxes} if ledger else {}
    return CoveredPlan(
        plan.uid,
        plan.title,
        plan.short,
        ledger.prefix if ledger else "",
        tuple(_box(box, by_uid.get(box.uid), known) for box in boxes),
    )


def _box(box: Box, ledger: BoxLedger | None, known: Known) -> CoveredBox:
    """Join one box with its ledger."""
    verdicts = ledger.verdicts if ledger else ()
    clauses = tuple(
        Clause(place, verdict.start, verdict.end, _listed(verdict, known), verdict.reason)
        for place, verdict in enumerate(verdicts, 1)
    )
    return CoveredBox(box.uid, box.no, box.label, box.title, clauses, ledger)


def _listed(verdict: Verdict, known: Known) -> tuple[Listed, ...]:
    """Return the entries of one clause; one that was withdrawn or deleted is listed without a project."""
    found = []
    for part in verdict.parts:
        one = known.get(part.uid)
        listed = (
            Listed(part.uid, part.text, one.project_id, one.name, one.heading, one.merged)
            if one is not None
            else Listed(part.uid, part.text, None, "", heading=False)
        )
        found.append(listed)
    return tuple(found)


def _unsourced(session: Session) -> tuple[Unsourced, ...]:
    """Return the projects that no programme names."""
    sourced = exists(select(Source.id).where(Source.project_id == Project.id))
    statement = (
        select(Project.id, Project.name, ReportingUnit.name)
        .join(ReportingUnit, ReportingUnit.id == Project.unit_id)
        .where(~sourced, Project.merged_into_id.is_(None))
        .order_by(Project.position, Project.id)
    )
    return tuple(Unsourced(*row) for row in session.execute(statement))
