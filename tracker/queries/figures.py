"""The figures of each project as of a date: exact integers, made here and nowhere else.

``per_project`` is one subquery with a row per project; lists, charts and workbooks select from it, and
:func:`grouped` adds it up. Rates, lights and sentences are made from such rows by ``tracker.domain.figures``.

A figure as of D reads, of every fact that carries a date, the last one on or before D. Facts without a date (name,
unit, weight) take today's value. Unknown is NULL throughout and is never added as zero.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Integer, String, Subquery, and_, case, column, exists, func, select, text
from sqlalchemy.orm import Session, aliased

from tracker.domain.figures import Figures, Group, GroupKey, GroupSum
from tracker.domain.kinds import Counting
from tracker.domain.quarters import year_start
from tracker.queries import figure_sql
from tracker.queries.criteria import Criteria, matching
from tracker.queries.figure_sql import COLUMNS, COUNTING, TEXT
from tracker.queries.places import Statement, place_columns, placed
from tracker.store import settings
from tracker.store.tables import Project, Setting

FEW = 500  # projects that are looked up one by one
# Columns every reader gets: they cost next to nothing.
_ALWAYS = ("project_id", *COUNTING)


def per_project(as_of: date, names: Collection[str] = (), ids: Collection[int] | None = None) -> Subquery:
    """Return the subquery ``f``: one row of exact integers per project as of a date; dates in it are ISO text.

    A reader that needs few figures gives their *names* (those of Figures; all by default): each one costs its own
    tables. ``project_id`` and what :func:`counted` reads are always there. *ids* asks for these projects only.
    """
    wanted = tuple(name for name in COLUMNS if not names or name in names or name in _ALWAYS)
    sql = figure_sql.statement(wanted, asked=ids is not None)
    values: dict[str, str | int] = {"d": as_of.isoformat(), "y": year_start(as_of).isoformat(), "year": as_of.year}
    if ids is not None:
        values["ids"] = json.dumps(list(ids))
    read = {name: value for name, value in values.items() if re.search(rf":{name}\b", sql)}
    typed = (column(name, String() if name in TEXT else Integer()) for name in wanted)
    return text(sql).bindparams(**read).columns(*typed).subquery("f")


def per_source(as_of: date) -> Subquery:
    """Return the subquery ``s``: a row per project, figure and 资金来源 (None: 不分来源) with its 分 as of a date."""
    sql = text(figure_sql.source_statement()).bindparams(d=as_of.isoformat())
    columns = (column("project_id", Integer()), column("figure", String()), column("source_id", Integer()))
    return sql.columns(*columns, column("amount_fen", Integer())).subquery("s")


def counted(f: Subquery, counting: Counting | None = None) -> ColumnElement[bool]:
    """Return the condition that a project counts: no heading, not merged, 取消 or 移交, and each 打捆 project once.

    打捆计 counts the parent and not what is inside; 拆分计 counts the parts and not the parent. A parent whose parts
    have all been merged away counts itself either way. None counts as the office has set it, whoever asks: a page
    that forgot to look the setting up would show another number than the workbook.
    """
    part = aliased(Project)
    inside = select(part.id).where(part.parent_id == Project.id, part.merged_into_id.is_(None))
    bundled, split = Project.parent_id.is_(None), ~exists(inside.correlate(Project))
    if counting is None:
        once: ColumnElement[bool] = case((_office_splits(), split), else_=bundled)
    else:
        once = bundled if counting is Counting.BUNDLED else split
    return and_(Project.counted.is_(True), once, f.c.merged == 0, f.c.gone == 0)


def _office_splits() -> ColumnElement[bool]:
    """Return the condition that the file's own setting is 拆分计; SQLite reads it once per statement."""
    split = json.dumps(Counting.SPLIT.value, ensure_ascii=False)
    kept = select(Setting.id).where(Setting.key == settings.COUNTING, Setting.value == split)
    return exists(kept.correlate(None))


def figures(session: Session, criteria: Criteria, as_of: date) -> list[Figures]:
    """Return the figures of the projects that meet *criteria*, in the list's default order, headings included."""
    f = per_project(as_of)
    statement = select(*_figure_columns(f, criteria.counting)).join(f, f.c.project_id == Project.id)
    statement = statement.where(matching(criteria, f))
    rows = session.execute(statement.order_by(Project.position, Project.id)).mappings()
    return [_figures(dict(row)) for row in rows]


def figures_of(
    session: Session, project_ids: Collection[int], as_of: date, counting: Counting | None = None
) -> dict[int, Figures]:
    """Return the figures of some projects by their ids; ids that do not exist are left out."""
    f = per_project(as_of, ids=project_ids)
    statement = select(*_figure_columns(f, counting)).join(f, f.c.project_id == Project.id)
    return {row["project_id"]: _figures(dict(row)) for row in session.execute(statement).mappings()}


def _figure_columns(f: Subquery, counting: Counting | None) -> list[ColumnElement[Any]]:
    """Return the columns of one Figures row."""
    return [*(f.c[name] for name in COLUMNS if name not in COUNTING), counted(f, counting).label("counted")]


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


def grouped(session: Session, criteria: Criteria, as_of: date, by: GroupKey) -> list[Group]:
    """Add the counted projects that meet *criteria* up by unit, by 专栏, by programme or as a whole, exactly.

    A unit's group holds the projects whose unit is exactly it; by 专栏 and programme see queries.places. Groups add up
    to the whole; those without a project are not returned.
    """
    f = per_project(as_of, ids=_few(criteria))
    place = place_columns(by)
    named = [column.label(name) for column, name in zip(place, ("place", "key", "label"), strict=False)]
    base: Statement = select(*named, *_sums(f)).select_from(Project).join(f, f.c.project_id == Project.id)
    # Grouping by the total weight as well keeps Σ met ÷ total exact: within a part the denominator is one number.
    base = placed(base, by).where(matching(criteria, f), counted(f, criteria.counting))
    base = base.group_by(*place, f.c.weight_total, f.c.state)
    collected: dict[Any, GroupSum] = {}
    for row in session.execute(base.order_by(*place[:2])).mappings():
        identity = row["key"] if place else None
        label = row["label"] if place else "合计"
        collected.setdefault(identity, GroupSum(identity, label)).add(dict(row))
    return [total.group() for total in collected.values()]


def _few(criteria: Criteria) -> Collection[int] | None:
    """Return the only projects asked for while they are few; beyond, reading all is quicker than looking each up."""
    named = criteria.project_ids
    return named if named is not None and len(named) <= FEW else None


def _both(first: ColumnElement[Any], second: ColumnElement[Any]) -> ColumnElement[bool]:
    """Return the condition that both terms of a ratio are known."""
    return and_(first.is_not(None), second.is_not(None))


def _sums(f: Subquery) -> list[ColumnElement[Any]]:
    """Return the columns GroupSum adds: sums of what is known, with how many are known."""
    year = f.c.year_done_fen
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
        # Not a sum of the condition itself: a sum of a Boolean comes back as a Boolean.
        func.count(case((f.c.late_days > 0, 1))).label("late"),
    ]
    for name in ("investment_fen", "year_plan_fen", "allocated_fen", "arrived_fen", "done_fen", "paid_fen"):
        columns += [func.sum(f.c[name]).label(name), func.count(f.c[name]).label(f"{name}_n")]
    columns += [func.sum(year).label("year_done_fen"), func.count(year).label("year_done_fen_n")]
    pairs = {
        "done_of_investment": (f.c.done_fen, f.c.investment_fen),
        "paid_of_arrived": (f.c.paid_fen, f.c.arrived_fen),
        "year_done_of_plan": (year, f.c.year_plan_fen),
        "paid_of_allocated": (f.c.paid_allocated_fen, f.c.allocated_fen),
    }
    for name, (top, bottom) in pairs.items():
        known = _both(top, bottom)
        columns += [
            func.sum(case((known, top))).label(f"{name}_top"),
            func.sum(case((known, bottom))).label(f"{name}_base"),
            func.count(case((known, 1))).label(f"{name}_n"),
        ]
    return columns
