"""The lights of projects: exact rows from the file, judged by domain.lights and nowhere else.

However many projects there are, a light costs the same few statements. ``rules`` lets a reader see the lights under
another set than the one in force, without changing anything.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from tracker.domain.curves import Curve
from tracker.domain.figures import Figures, GroupKey
from tracker.domain.kinds import UNCOUNTED_STATES, Colour
from tracker.domain.light_rules import RuleSet
from tracker.domain.lights import Facts, Light, colour_of, light
from tracker.queries.criteria import Criteria
from tracker.queries.curves import curves
from tracker.queries.due import dated_projects, late_nodes
from tracker.queries.figures import FEW, figures, figures_of
from tracker.queries.places import places
from tracker.queries.rules import active_rules
from tracker.queries.targets import target_facts
from tracker.store.tables import Judgement, Project

Statement = Select[*tuple[Any, ...]]
_BOXES = 1000  # more than any plan has


@dataclass(frozen=True)
class JudgementLine:
    """A person's own verdict from a day on, with the reason; ``colour`` None took an earlier one back."""

    id: int
    project_id: int
    colour: Colour | None
    judged_on: date
    judged_by: str | None
    reason: str


@dataclass(frozen=True)
class ProjectLight:
    """The light of one project as of D, and beside it the last judgement by D (None: none, or taken back).

    ``schedule`` is the 序时进度 the project is held to, ``lead`` its 比序时; None is “—”.
    """

    project_id: int
    light: Light
    judgement: JudgementLine | None
    schedule: Fraction
    lead: Fraction | None


@dataclass(frozen=True)
class ColourCounts:
    """How many counted projects of a group have each colour; ``unreported`` those with the 未报 mark, of any colour."""

    key: int | None
    label: str
    red: int
    yellow: int
    green: int
    grey: int
    unreported: int

    @property
    def projects(self) -> int:
        """All counted projects of the group."""
        return self.red + self.yellow + self.green + self.grey


@dataclass(frozen=True)
class _Case:
    """What is judged: the facts of a project and the curve it is measured by."""

    facts: Facts
    curve: Curve


def lights(
    session: Session, criteria: Criteria, as_of: date, *, by: date | None = None, rules: RuleSet | None = None
) -> dict[int, ProjectLight]:
    """Return the lights of the projects that meet *criteria* by id, in the list's order, headings included.

    *by* is the day remedies aim at, by default the end of the quarter that runs after D; where D lies ahead of today,
    give D itself.
    """
    found = {row.project_id: row for row in figures(session, criteria, as_of)}
    return _lights(session, found, as_of, by, rules)


def lights_of(
    session: Session, ids: Collection[int], as_of: date, *, by: date | None = None, rules: RuleSet | None = None
) -> dict[int, ProjectLight]:
    """Return the lights of some projects likewise; ids that do not exist are left out."""
    return _lights(session, figures_of(session, ids, as_of), as_of, by, rules)


def colours(
    session: Session, criteria: Criteria, as_of: date, *, rules: RuleSet | None = None
) -> dict[int, tuple[Colour, bool]]:
    """Return only colour and 未报 mark of the projects that meet *criteria*, in the list's order, to filter by."""
    cases = _cases(session, {row.project_id: row for row in figures(session, criteria, as_of)}, as_of)
    chosen = rules or active_rules(session)
    return {key: colour_of(case.facts, chosen.rules, case.curve, as_of) for key, case in cases.items()}


def colour_counts(
    session: Session, criteria: Criteria, as_of: date, by: GroupKey, *, rules: RuleSet | None = None
) -> tuple[ColourCounts, ...]:
    """Return the counted projects that meet *criteria* by colour, grouped as queries.figures.grouped groups them."""
    rows = {row.project_id: row for row in figures(session, criteria, as_of) if row.counted}
    chosen = rules or active_rules(session)
    groups = places(session, by)
    tallies: dict[tuple[Any, ...], Counter[Colour]] = {}
    unreported: Counter[tuple[Any, ...]] = Counter()
    for project_id, case in _cases(session, rows, as_of).items():
        group = groups[project_id]
        colour, mark = colour_of(case.facts, chosen.rules, case.curve, as_of)
        tallies.setdefault(group, Counter())[colour] += 1
        unreported[group] += mark
    return tuple(
        counted_colours(group[-2], group[-1], tally, unreported[group])
        for group, tally in sorted(tallies.items(), key=lambda item: item[0][:2])
    )


def counted_colours(key: int | None, label: str, tally: Mapping[Colour, int], unreported: int) -> ColourCounts:
    """Return the counts of one group from how many have each colour."""
    red, yellow, green, grey = (tally.get(one, 0) for one in (Colour.RED, Colour.YELLOW, Colour.GREEN, Colour.GREY))
    return ColourCounts(key, label, red, yellow, green, grey, unreported)


def judgements(session: Session, project_id: int) -> tuple[JudgementLine, ...]:
    """Return every judgement of a project, the newest first."""
    rows = session.scalars(
        select(Judgement).where(Judgement.project_id == project_id).order_by(Judgement.judged_on.desc())
    )
    return tuple(_judgement(row) for row in rows)


def _lights(
    session: Session, rows: Mapping[int, Figures], as_of: date, by: date | None, rules: RuleSet | None
) -> dict[int, ProjectLight]:
    """Judge some projects."""
    chosen = rules or active_rules(session)
    verdicts = _last_judgements(session, as_of, _few(rows))
    return {
        project_id: ProjectLight(
            project_id=project_id,
            light=light(case.facts, chosen.rules, case.curve, as_of, by),
            judgement=verdicts.get(project_id),
            schedule=case.curve.at(as_of),
            lead=case.facts.figures.lead(as_of, case.curve),
        )
        for project_id, case in _cases(session, rows, as_of).items()
    }


def _few(rows: Collection[int]) -> Collection[int] | None:
    """Return the only projects asked for while they are few; beyond, reading all is quicker."""
    return rows if len(rows) <= FEW else None


def _cases(session: Session, rows: Mapping[int, Figures], as_of: date) -> dict[int, _Case]:
    """Return what is judged of each project in *rows*, in their order."""
    few = _few(rows)
    late, dated = late_nodes(session, as_of, few), dated_projects(session, as_of, few)
    targets, by_unit = target_facts(session, as_of, few), curves(session, as_of)
    columns = (Project.id, Project.kind, Project.unit_id, Project.counted, Project.merged_on)
    known = {row.id: row for row in session.execute(_only(select(*columns), Project.id, few))}
    cases = {}
    for project_id, one in rows.items():
        project = known[project_id]
        merged = project.merged_on is not None and project.merged_on <= as_of
        facts = Facts(
            figures=one,
            kind=project.kind,
            lit=project.counted and not merged and one.state not in UNCOUNTED_STATES,
            dated=project_id in dated,
            late=late.get(project_id, ()),
            targets=targets.get(project_id, ()),
        )
        cases[project_id] = _Case(facts, by_unit.of(project.unit_id))
    return cases


def _last_judgements(session: Session, as_of: date, ids: Collection[int] | None) -> dict[int, JudgementLine]:
    """Return by project the last judgement by D that was not taken back."""
    statement = select(Judgement).where(Judgement.judged_on <= as_of).order_by(Judgement.judged_on)
    last = {row.project_id: row for row in session.scalars(_only(statement, Judgement.project_id, ids))}
    return {project_id: _judgement(row) for project_id, row in last.items() if row.colour is not None}


def _judgement(row: Judgement) -> JudgementLine:
    """Make one frozen judgement."""
    colour = None if row.colour is None else Colour(row.colour)
    return JudgementLine(row.id, row.project_id, colour, row.judged_on, row.judged_by, row.reason)


def _only(statement: Statement, project: Any, ids: Collection[int] | None) -> Statement:
    """Cut a statement down to some projects; one parameter, however many they are."""
    if ids is None:
        return statement
    asked = func.json_each(json.dumps(list(ids))).table_valued("value")
    return statement.where(project.in_(select(asked.c.value)))
