"""The figures of each project as of a date: exact integers, made here and nowhere else.

``per_project`` is one subquery with a row per project; lists, charts and workbooks select from it, and
:func:`grouped` adds it up. Rates, lights and sentences are made from such rows by ``tracker.domain.figures``.

A figure as of D reads, of every fact that carries a date, the last one on or before D. Facts without a date (name,
unit, weight) take today's value. Unknown is NULL throughout and is never added as zero.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Integer, String, Subquery, and_, case, column, func, or_, select, text
from sqlalchemy.orm import InstrumentedAttribute, Session

from tracker.domain.figures import Figures, Group, GroupKey, GroupSum
from tracker.domain.kinds import FINISH_ROLES, UNCOUNTED_STATES, Kind, MoneyKind, Role, State
from tracker.domain.quarters import year_start
from tracker.queries.criteria import Criteria, matching
from tracker.store.tables import Box, Programme, Project, ReportingUnit, Source

# Picks the first unfinished node by place in the list: place and id packed into one number, so one min() finds both.
_KEY = 1_000_000_000


def _quoted(words: Iterable[str]) -> str:
    """Return enum words as an SQL list; they are ours, never the user's."""
    return ", ".join(f"'{word}'" for word in words)


def _cumulative(name: str, day: str) -> str:
    """Return CTEs that leave in *name* the cumulative figure of each project and kind as of the parameter *day*.

    A figure 不分来源 stands until a period filled by source comes after it; from then on the sources are added, each
    with its last value.
    """
    return f"""
{name}_last AS (
    SELECT project_id, kind, source_id, amount_fen, na, period_end,
           row_number() OVER (PARTITION BY project_id, kind, source_id ORDER BY period_end DESC) AS nth
    FROM period_figure WHERE period_end <= :{day}
),
{name}_whole AS (
    SELECT project_id, kind, amount_fen, na, period_end FROM {name}_last WHERE nth = 1 AND source_id IS NULL
),
{name}_parts AS (
    SELECT l.project_id, l.kind, sum(l.amount_fen) AS amount_fen, min(l.na) AS na, max(l.period_end) AS period_end
    FROM {name}_last l
    LEFT JOIN {name}_whole w ON w.project_id = l.project_id AND w.kind = l.kind
    WHERE l.nth = 1 AND l.source_id IS NOT NULL AND (w.period_end IS NULL OR l.period_end > w.period_end)
    GROUP BY l.project_id, l.kind
),
{name} AS (
    SELECT project_id, kind, amount_fen, na, period_end FROM {name}_parts
    UNION ALL
    SELECT project_id, kind, amount_fen, na, period_end FROM {name}_whole w
    WHERE NOT EXISTS (SELECT 1 FROM {name}_parts p WHERE p.project_id = w.project_id AND p.kind = w.kind)
)"""


_NODES = f"""
due AS (
    SELECT m.id, m.project_id, m.position, m.title, m.role, m.weight, (m.actual IS NOT NULL AND m.actual <= :d) AS met,
           coalesce((SELECT a.approved FROM milestone_approval a
                     WHERE a.milestone_id = m.id AND a.decided_on <= :d ORDER BY a.decided_on DESC LIMIT 1),
                    m.planned) AS due
    FROM milestone m WHERE m.na = 0
),
node AS (
    SELECT project_id, count(*) AS nodes, sum(met) AS nodes_met, sum(weight) AS weight_total,
           sum(weight * met) AS weight_met,
           min(CASE WHEN NOT met AND due < :d THEN due END) AS late_since,
           sum(NOT met AND due < :d) AS nodes_late,
           min(CASE WHEN NOT met THEN position * {_KEY} + id END) AS next_key,
           max(met AND role = '{Role.START}') AS started,
           max(met AND role IN ({_quoted(FINISH_ROLES)})) AS finished
    FROM due GROUP BY project_id
)"""

_MONEY = """
invested_last AS (
    SELECT project_id, source_id, amount_fen, na,
           row_number() OVER (PARTITION BY project_id, source_id ORDER BY coalesce(as_of, '') DESC) AS nth
    FROM investment WHERE as_of IS NULL OR as_of <= :d
),
invested AS (
    SELECT project_id,
           CASE WHEN max(source_id IS NULL) THEN max(CASE WHEN source_id IS NULL THEN amount_fen END)
                ELSE sum(amount_fen) END AS amount_fen,
           CASE WHEN max(source_id IS NULL) THEN max(CASE WHEN source_id IS NULL THEN na END)
                ELSE min(na) END AS na
    FROM invested_last WHERE nth = 1 GROUP BY project_id
),
year_plan AS (
    SELECT project_id, amount_fen, na, category,
           row_number() OVER (PARTITION BY project_id ORDER BY coalesce(decided_on, '') DESC) AS nth
    FROM annual_plan WHERE year = :year AND (decided_on IS NULL OR decided_on <= :d)
),
allocated AS (
    SELECT project_id, sum(amount_fen) AS amount_fen FROM allocation WHERE allocated_on <= :d GROUP BY project_id
)
"""

_REPORTS = """
state_last AS (
    SELECT project_id, state,
           row_number() OVER (PARTITION BY project_id ORDER BY coalesce(since, '') DESC) AS nth
    FROM state_period WHERE since IS NULL OR since <= :d
),
percent_last AS (
    SELECT project_id, percent, na, period_end,
           row_number() OVER (PARTITION BY project_id ORDER BY period_end DESC) AS nth
    FROM period_report WHERE period_end <= :d AND (percent IS NOT NULL OR na = 1)
),
filled AS (
    SELECT project_id, max(period_end) AS period_end FROM (
        SELECT project_id, period_end FROM period_report WHERE period_end <= :d
        UNION ALL SELECT project_id, period_end FROM period_figure WHERE period_end <= :d
    ) GROUP BY project_id
),
troubles AS (
    SELECT project_id, count(*) AS open_problems FROM problem
    WHERE opened_on <= :d AND (closed_on IS NULL OR closed_on > :d) GROUP BY project_id
)"""


def _pivot(name: str, alias: str, kind: MoneyKind) -> str:
    """Return the join that picks one kind out of a cumulative CTE."""
    return f"LEFT JOIN {name} {alias} ON {alias}.project_id = p.id AND {alias}.kind = '{kind}'"


_DERIVED_STATE = f"""CASE
    WHEN n.finished THEN CASE p.kind WHEN '{Kind.CONSTRUCTION}' THEN '{State.FINISHED}' ELSE '{State.DONE}' END
    WHEN n.started THEN CASE p.kind WHEN '{Kind.CONSTRUCTION}' THEN '{State.BUILDING}' ELSE '{State.RUNNING}' END
    WHEN n.nodes > 0 THEN CASE p.kind WHEN '{Kind.CONSTRUCTION}' THEN '{State.EARLY}' ELSE '{State.NOT_STARTED}' END
END"""

# The subquery's columns: the names of domain.figures.Figures, and the SQL of each. Text columns are listed below.
_COLUMNS = {
    "project_id": "p.id",
    "merged": "(p.merged_on IS NOT NULL AND p.merged_on <= :d)",
    "state": f"coalesce(s.state, {_DERIVED_STATE})",
    "state_by_hand": "(s.state IS NOT NULL)",
    "nodes": "coalesce(n.nodes, 0)",
    "nodes_met": "coalesce(n.nodes_met, 0)",
    "nodes_late": "coalesce(n.nodes_late, 0)",
    "weight_total": "coalesce(n.weight_total, 0)",
    "weight_met": "coalesce(n.weight_met, 0)",
    "late_days": "CAST(julianday(:d) - julianday(n.late_since) AS INTEGER)",
    "next_title": "nx.title",
    "next_due": "nx.due",
    "started": "coalesce(n.started, 0)",
    "finished": "coalesce(n.finished, 0)",
    "percent": "pc.percent",
    "percent_na": "coalesce(pc.na, 0)",
    "percent_on": "pc.period_end",
    "investment_fen": "i.amount_fen",
    "investment_na": "coalesce(i.na, 0)",
    "year_plan_fen": "y.amount_fen",
    "year_plan_na": "coalesce(y.na, 0)",
    "year_category": "y.category",
    "allocated_fen": "al.amount_fen",
    "arrived_fen": "ca.amount_fen",
    "arrived_na": "coalesce(ca.na, 0)",
    "done_fen": "cd.amount_fen",
    "done_na": "coalesce(cd.na, 0)",
    "paid_fen": "cp.amount_fen",
    "paid_na": "coalesce(cp.na, 0)",
    "done_before_fen": "CASE WHEN bd.period_end = :y THEN bd.amount_fen END",
    "filled_to": "fl.period_end",
    "open_problems": "coalesce(t.open_problems, 0)",
}
_TEXT = {"state", "next_title", "next_due", "percent_on", "year_category", "filled_to"}


@cache
def _sql() -> str:
    """Return the whole statement; it never changes, only its parameters do."""
    columns = ", ".join(f"{expression} AS {name}" for name, expression in _COLUMNS.items())
    return f"""
WITH {_NODES}, {_MONEY}, {_REPORTS}, {_cumulative("cum", "d")}, {_cumulative("before", "y")}
SELECT {columns}
FROM project p
LEFT JOIN node n ON n.project_id = p.id
LEFT JOIN due nx ON nx.id = n.next_key % {_KEY}
LEFT JOIN state_last s ON s.project_id = p.id AND s.nth = 1
LEFT JOIN percent_last pc ON pc.project_id = p.id AND pc.nth = 1
LEFT JOIN invested i ON i.project_id = p.id
LEFT JOIN year_plan y ON y.project_id = p.id AND y.nth = 1
LEFT JOIN allocated al ON al.project_id = p.id
{_pivot("cum", "ca", MoneyKind.ARRIVED)}
{_pivot("cum", "cd", MoneyKind.DONE)}
{_pivot("cum", "cp", MoneyKind.PAID)}
{_pivot("before", "bd", MoneyKind.DONE)}
LEFT JOIN filled fl ON fl.project_id = p.id
LEFT JOIN troubles t ON t.project_id = p.id
"""


def per_project(as_of: date) -> Subquery:
    """Return the subquery ``f``: one row of exact integers per project as of a date; dates in it are ISO text."""
    statement = text(_sql()).bindparams(d=as_of.isoformat(), y=year_start(as_of).isoformat(), year=as_of.year)
    return statement.columns(*(column(name, String() if name in _TEXT else Integer()) for name in _COLUMNS)).subquery(
        "f"
    )


def counted(f: Subquery) -> ColumnElement[bool]:
    """Return the condition that a project counts: no heading, not merged, 取消 or 移交, not inside a 打捆 parent."""
    return and_(
        Project.counted.is_(True),
        Project.parent_id.is_(None),
        f.c.merged == 0,
        or_(f.c.state.is_(None), f.c.state.not_in([state.value for state in UNCOUNTED_STATES])),
    )


def figures(session: Session, criteria: Criteria, as_of: date) -> list[Figures]:
    """Return the figures of the projects that meet *criteria*, in the list's default order, headings included."""
    f = per_project(as_of)
    statement = select(*_figure_columns(f)).join(f, f.c.project_id == Project.id).where(matching(criteria, f))
    rows = session.execute(statement.order_by(Project.position, Project.id)).mappings()
    return [_figures(dict(row)) for row in rows]


def figures_of(session: Session, project_ids: Collection[int], as_of: date) -> dict[int, Figures]:
    """Return the figures of some projects by their ids; ids that do not exist are left out."""
    f = per_project(as_of)
    statement = select(*_figure_columns(f)).join(f, f.c.project_id == Project.id).where(Project.id.in_(project_ids))
    return {row["project_id"]: _figures(dict(row)) for row in session.execute(statement).mappings()}


def _figure_columns(f: Subquery) -> list[ColumnElement[Any]]:
    """Return the columns of one Figures row."""
    return [*(f.c[name] for name in _COLUMNS if name != "merged"), counted(f).label("counted")]


def _figures(row: Mapping[str, Any]) -> Figures:
    """Make a frozen row, with dates as dates and flags as booleans."""
    return Figures(**{name: _value(name, value) for name, value in row.items()})


def _value(name: str, value: Any) -> Any:
    """Return one value as Figures has it."""
    if name in ("next_due", "percent_on", "filled_to"):
        return date.fromisoformat(value) if value else None
    if name.endswith("_na") or name in ("started", "finished", "counted", "state_by_hand"):
        return bool(value)
    return value


# How totals are grouped: the key's columns, and what joins them.
_GROUPS: dict[GroupKey, tuple[InstrumentedAttribute[Any], ...]] = {
    GroupKey.NOTHING: (),
    GroupKey.UNIT: (ReportingUnit.id, ReportingUnit.name, ReportingUnit.position),
    GroupKey.PROGRAMME: (Programme.id, Programme.title, Box.id),
}


def grouped(session: Session, criteria: Criteria, as_of: date, by: GroupKey) -> list[Group]:
    """Add the counted projects that meet *criteria* up by unit, by programme or as a whole, exactly.

    A unit's group holds the projects whose unit is exactly it. By programme, a project with several sources stands
    under its first, so that the groups add up to the whole. Units without a project are not returned.
    """
    f = per_project(as_of)
    key = _GROUPS[by]
    named = [key[0].label("key"), key[1].label("label")] if key else []
    base = select(*named, *_sums(f)).select_from(Project).join(f, f.c.project_id == Project.id)
    base = base.join(ReportingUnit, ReportingUnit.id == Project.unit_id)
    if by is GroupKey.PROGRAMME:
        base = base.join(Source, and_(Source.project_id == Project.id, Source.position == 1))
        base = base.join(Programme, Programme.id == Source.programme_id).join(Box, Box.id == Programme.box_id)
    # Grouping by the total weight as well keeps Σ met ÷ total exact: within a part the denominator is one number.
    base = base.where(matching(criteria, f), counted(f)).group_by(*key, f.c.weight_total, f.c.state)
    collected: dict[Any, GroupSum] = {}
    for row in session.execute(base.order_by(*key[2:], *key[:1])).mappings():
        identity = row["key"] if key else None
        label = row["label"] if key else "合计"
        collected.setdefault(identity, GroupSum(identity, label)).add(dict(row))
    return [total.group() for total in collected.values()]


def _both(first: ColumnElement[Any], second: ColumnElement[Any]) -> ColumnElement[bool]:
    """Return the condition that both terms of a ratio are known."""
    return and_(first.is_not(None), second.is_not(None))


def _sums(f: Subquery) -> list[ColumnElement[Any]]:
    """Return the columns GroupSum adds: sums of what is known, with how many are known."""
    year = f.c.done_fen - f.c.done_before_fen
    columns: list[ColumnElement[Any]] = [
        func.count().label("projects"),
        f.c.state.label("state"),
        f.c.weight_total.label("weight_total"),
        func.sum(f.c.weight_met).label("weight_met"),
        func.sum(f.c.weight_met * f.c.investment_fen).label("weighted_met"),
        func.sum(case((f.c.weight_total > 0, f.c.investment_fen))).label("weighted_base"),
        func.count(case((f.c.weight_total > 0, f.c.investment_fen))).label("weighted_n"),
        func.count(f.c.filled_to).label("filled"),
        func.sum(f.c.started).label("started"),
        func.sum(f.c.finished).label("finished"),
        func.sum(f.c.open_problems).label("open_problems"),
        func.sum(f.c.late_days > 0).label("late"),
    ]
    for name in ("investment_fen", "year_plan_fen", "allocated_fen", "arrived_fen", "done_fen", "paid_fen"):
        columns += [func.sum(f.c[name]).label(name), func.count(f.c[name]).label(f"{name}_n")]
    columns += [func.sum(year).label("year_done_fen"), func.count(year).label("year_done_fen_n")]
    pairs = {
        "done_of_investment": (f.c.done_fen, f.c.investment_fen),
        "paid_of_arrived": (f.c.paid_fen, f.c.arrived_fen),
        "year_done_of_plan": (year, f.c.year_plan_fen),
    }
    for name, (top, bottom) in pairs.items():
        known = _both(top, bottom)
        columns += [
            func.sum(case((known, top))).label(f"{name}_top"),
            func.sum(case((known, bottom))).label(f"{name}_base"),
            func.count(case((known, 1))).label(f"{name}_n"),
        ]
    return columns
