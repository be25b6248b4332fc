"""The SQL of the figures: one row of exact integers per project, put together from the parts a reader asks for.

Each column names the joins it reads, each join the common table expressions (CTEs) behind it. A sort by one figure, or
the rows of one screen, then cost what they need and not the whole file's figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from tracker.domain.kinds import FINISH_ROLES, UNCOUNTED_STATES, Kind, MoneyKind, Role, State

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
    FROM period_figure WHERE period_end <= :{day} {{and_kinds}} {{and_asked}}
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


# The CTEs by the name of the join that needs them. Every base table is cut down to the projects asked for.
_CTES = {
    "due": """
due AS (
    SELECT m.id, m.project_id, m.position, m.title, m.role, m.weight, (m.actual IS NOT NULL AND m.actual <= :d) AS met,
           coalesce((SELECT a.approved FROM milestone_approval a
                     WHERE a.milestone_id = m.id AND a.decided_on <= :d ORDER BY a.decided_on DESC LIMIT 1),
                    m.planned) AS due
    FROM milestone m WHERE m.na = 0 {and_asked}
)""",
    "node": f"""
node AS (
    SELECT project_id, count(*) AS nodes, sum(met) AS nodes_met, sum(weight) AS weight_total,
           sum(weight * met) AS weight_met,
           min(CASE WHEN NOT met AND due < :d THEN due END) AS late_since,
           sum(NOT met AND due < :d) AS nodes_late,
           min(CASE WHEN NOT met THEN position * {_KEY} + id END) AS next_key,
           max(met AND role = '{Role.START}') AS started,
           max(met AND role IN ({_quoted(FINISH_ROLES)})) AS finished
    FROM due GROUP BY project_id
)""",
    "invested": """
invested_last AS (
    SELECT project_id, source_id, amount_fen, na,
           row_number() OVER (PARTITION BY project_id, source_id ORDER BY coalesce(as_of, '') DESC) AS nth
    FROM investment WHERE (as_of IS NULL OR as_of <= :d) {and_asked}
),
invested AS (
    SELECT project_id,
           CASE WHEN max(source_id IS NULL) THEN max(CASE WHEN source_id IS NULL THEN amount_fen END)
                ELSE sum(amount_fen) END AS amount_fen,
           CASE WHEN max(source_id IS NULL) THEN max(CASE WHEN source_id IS NULL THEN na END)
                ELSE min(na) END AS na
    FROM invested_last WHERE nth = 1 GROUP BY project_id
)""",
    "year_plan": """
year_plan AS (
    SELECT project_id, amount_fen, na, category,
           row_number() OVER (PARTITION BY project_id ORDER BY coalesce(decided_on, '') DESC) AS nth
    FROM annual_plan WHERE year = :year AND (decided_on IS NULL OR decided_on <= :d) {and_asked}
)""",
    "allocated": """
allocated AS (
    SELECT project_id, sum(amount_fen) AS amount_fen, min(source_id IS NOT NULL) AS sourced FROM allocation
    WHERE allocated_on <= :d {and_asked} GROUP BY project_id
)""",
    # 支付 by source, of the sources that have 下达; a row exists only where 支付 stands by source.
    "paid_matched": f"""
paid_matched AS (
    SELECT l.project_id, sum(CASE WHEN EXISTS (
               SELECT 1 FROM allocation a
               WHERE a.project_id = l.project_id AND a.source_id = l.source_id AND a.allocated_on <= :d
           ) THEN l.amount_fen END) AS amount_fen
    FROM cum_last l
    LEFT JOIN cum_whole w ON w.project_id = l.project_id AND w.kind = l.kind
    WHERE l.kind = '{MoneyKind.PAID}' AND l.nth = 1 AND l.source_id IS NOT NULL
          AND (w.period_end IS NULL OR l.period_end > w.period_end)
    GROUP BY l.project_id
)""",
    "state_last": """
state_last AS (
    SELECT project_id, state,
           row_number() OVER (PARTITION BY project_id ORDER BY coalesce(since, '') DESC) AS nth
    FROM state_period WHERE (since IS NULL OR since <= :d) {and_asked}
)""",
    "percent_last": """
percent_last AS (
    SELECT project_id, percent, na, period_end,
           row_number() OVER (PARTITION BY project_id ORDER BY period_end DESC) AS nth
    FROM period_report WHERE period_end <= :d AND (percent IS NOT NULL OR na = 1) {and_asked}
)""",
    "filled": """
filled AS (
    SELECT project_id, max(period_end) AS period_end FROM (
        SELECT project_id, period_end FROM period_report WHERE period_end <= :d {and_asked}
        UNION ALL SELECT project_id, period_end FROM period_figure WHERE period_end <= :d {and_asked}
        UNION ALL SELECT project_id, period_end FROM target_value JOIN target ON target.id = target_id
        WHERE period_end <= :d {and_asked}
    ) GROUP BY project_id
)""",
    "troubles": """
troubles AS (
    SELECT project_id, count(*) AS open_problems FROM problem
    WHERE opened_on <= :d AND (closed_on IS NULL OR closed_on > :d) {and_asked} GROUP BY project_id
)""",
    "cum": _cumulative("cum", "d"),
    "before": _cumulative("before", "y"),
}
# Which CTE a join reads, after those it builds on; and the join itself. The order is that of the statement.
_KINDS = {
    "ca": MoneyKind.ARRIVED,
    "cd": MoneyKind.DONE,
    "cp": MoneyKind.PAID,
    "pm": MoneyKind.PAID,
    "bd": MoneyKind.DONE,
}
_JOINS = {
    "n": (("due", "node"), "node n ON n.project_id = p.id"),
    "nx": (("due", "node"), f"due nx ON nx.id = n.next_key % {_KEY}"),
    "s": (("state_last",), "state_last s ON s.project_id = p.id AND s.nth = 1"),
    "pc": (("percent_last",), "percent_last pc ON pc.project_id = p.id AND pc.nth = 1"),
    "i": (("invested",), "invested i ON i.project_id = p.id"),
    "y": (("year_plan",), "year_plan y ON y.project_id = p.id AND y.nth = 1"),
    "al": (("allocated",), "allocated al ON al.project_id = p.id"),
    "ca": (("cum",), f"cum ca ON ca.project_id = p.id AND ca.kind = '{MoneyKind.ARRIVED}'"),
    "cd": (("cum",), f"cum cd ON cd.project_id = p.id AND cd.kind = '{MoneyKind.DONE}'"),
    "cp": (("cum",), f"cum cp ON cp.project_id = p.id AND cp.kind = '{MoneyKind.PAID}'"),
    "pm": (("cum", "paid_matched"), "paid_matched pm ON pm.project_id = p.id"),
    "bd": (("before",), f"before bd ON bd.project_id = p.id AND bd.kind = '{MoneyKind.DONE}'"),
    "fl": (("filled",), "filled fl ON fl.project_id = p.id"),
    "t": (("troubles",), "troubles t ON t.project_id = p.id"),
}
_READS = re.compile(r"(?<![\w:'])([a-z]+)\.\w")

_DERIVED_STATE = f"""CASE
    WHEN n.finished THEN CASE p.kind WHEN '{Kind.CONSTRUCTION}' THEN '{State.FINISHED}' ELSE '{State.DONE}' END
    WHEN n.started THEN CASE p.kind WHEN '{Kind.CONSTRUCTION}' THEN '{State.BUILDING}' ELSE '{State.RUNNING}' END
    WHEN n.nodes > 0 THEN CASE p.kind WHEN '{Kind.CONSTRUCTION}' THEN '{State.EARLY}' ELSE '{State.NOT_STARTED}' END
END"""

# The columns: the names of domain.figures.Figures, and the SQL of each. ``merged`` and ``gone`` only serve counting.
COLUMNS = {
    "project_id": "p.id",
    "merged": "(p.merged_on IS NOT NULL AND p.merged_on <= :d)",
    "gone": f"coalesce(s.state IN ({_quoted(UNCOUNTED_STATES)}), 0)",
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
    # 不分来源, or a batch without a source: the parts cannot be matched, and the whole stands.
    "paid_allocated_fen": """CASE WHEN al.project_id IS NULL THEN NULL
        WHEN pm.project_id IS NOT NULL AND al.sourced THEN pm.amount_fen ELSE cp.amount_fen END""",
    "done_before_fen": "CASE WHEN bd.period_end = :y THEN bd.amount_fen END",
    # A figure carried on from last year says nothing of this one: 年初至今 is then unknown, not zero.
    "year_done_fen": "CASE WHEN bd.period_end = :y AND cd.period_end > :y THEN cd.amount_fen - bd.amount_fen END",
    "filled_to": "fl.period_end",
    "open_problems": "coalesce(t.open_problems, 0)",
}
COUNTING = ("merged", "gone")
TEXT = frozenset({"state", "next_title", "next_due", "percent_on", "year_category", "filled_to"})


@cache
def statement(names: tuple[str, ...], *, asked: bool) -> str:
    """Return the SQL that yields the columns *names*, a row per project.

    Parameters: ``d`` the date, ``y`` 31 December before it, ``year`` its year, each only where it is read; with
    *asked* also ``ids``, a JSON array of the only projects wanted.
    """
    columns = ", ".join(f"{COLUMNS[name]} AS {name}" for name in names)
    read = set(_READS.findall(columns))
    if "nx" in read:
        read.add("n")
    joins = [join for join in _JOINS if join in read]
    parts = dict.fromkeys(part for join in joins for part in _JOINS[join][0])
    places = {"and_asked": "AND project_id IN (SELECT value FROM json_each(:ids))" if asked else ""}
    places["and_kinds"] = f"AND kind IN ({_quoted({_KINDS[join] for join in joins if join in _KINDS})})"
    ctes = ", ".join(_CTES[part].format(**places) for part in parts)
    start = f"WITH {ctes} " if ctes else ""
    joined = "\n".join(f"LEFT JOIN {_JOINS[join][1]}" for join in joins)
    end = "WHERE p.id IN (SELECT value FROM json_each(:ids))" if asked else ""
    return f"{start}SELECT {columns} FROM project p\n{joined}\n{end}"


@cache
def source_statement() -> str:
    """Return the SQL that yields each project's figures by 资金来源 as of ``d``: project_id, figure, source_id, fen.

    ``figure`` is 总投资, 下达 or a MoneyKind. A row without a source is the figure 不分来源: of 总投资 the whole, which
    stands beside its sources; of the others what counts in their place. 不适用 has no amount.
    """
    places = {"and_asked": "", "and_kinds": ""}
    ctes = ", ".join(_CTES[name].format(**places) for name in ("invested", "cum"))
    return f"""WITH {ctes}
SELECT project_id, '总投资' AS figure, source_id, amount_fen FROM invested_last WHERE nth = 1
UNION ALL
SELECT project_id, '下达', source_id, sum(amount_fen) FROM allocation WHERE allocated_on <= :d
GROUP BY project_id, source_id
UNION ALL
SELECT l.project_id, l.kind, l.source_id, l.amount_fen FROM cum_last l
LEFT JOIN cum_whole w ON w.project_id = l.project_id AND w.kind = l.kind
WHERE l.nth = 1 AND l.source_id IS NOT NULL AND (w.period_end IS NULL OR l.period_end > w.period_end)
UNION ALL
SELECT project_id, kind, NULL, amount_fen FROM cum_whole w
WHERE NOT EXISTS (SELECT 1 FROM cum_parts p WHERE p.project_id = w.project_id AND p.kind = w.kind)"""
