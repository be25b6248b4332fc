"""Sums of rows that are at hand already (a closed quarter's, a few picked ones), equal to what SQL adds up."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tracker.domain.figures import Figures, Group, GroupSum

_MONEY = ("investment_fen", "year_plan_fen", "allocated_fen", "arrived_fen", "done_fen", "paid_fen", "year_done_fen")
_PAIRS = {
    "done_of_investment": ("done_fen", "investment_fen"),
    "paid_of_arrived": ("paid_fen", "arrived_fen"),
    "year_done_of_plan": ("year_done_fen", "year_plan_fen"),
    "paid_of_allocated": ("paid_allocated_fen", "allocated_fen"),
}


def summed(key: int | None, label: str, rows: Iterable[Figures]) -> Group:
    """Add up the counted ones of some rows; a property test holds this to queries.figures.grouped."""
    total = GroupSum(key, label)
    for row in rows:
        if row.counted:
            total.add(_part(row))
    return total.group()


def _part(row: Figures) -> dict[str, Any]:
    """Return one project as a part of a group, with the columns queries.figures yields for it."""
    weighed = row.investment_fen if row.weight_total else None
    part: dict[str, Any] = {
        "projects": 1,
        "state": row.state,
        "weight_total": row.weight_total,
        "weight_met": row.weight_met,
        "weighted_met": row.weight_met * weighed if weighed is not None else None,
        "weighted_base": weighed,
        "weighted_n": int(weighed is not None),
        "filled": int(row.filled_to is not None),
        "started": int(row.started),
        "finished": int(row.finished),
        "open_problems": row.open_problems,
        "late": int((row.late_days or 0) > 0),
    }
    for name in _MONEY:
        fen = getattr(row, name)
        part |= {name: fen, f"{name}_n": int(fen is not None)}
    for name, (top, bottom) in _PAIRS.items():
        terms = (getattr(row, top), getattr(row, bottom))
        known = None not in terms
        part |= {f"{name}_top": terms[0] if known else None, f"{name}_base": terms[1] if known else None}
        part[f"{name}_n"] = int(known)
    return part
