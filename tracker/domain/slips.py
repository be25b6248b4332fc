"""How far a milestone is from its dates, in whole days. Pure functions over dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Dates:
    """The dates of one milestone as of a day: 原定 now and as first fixed, 最新批准, 预计, 实际."""

    planned: date | None
    first_planned: date | None
    approved: date | None
    expected: date | None
    actual: date | None

    @property
    def due(self) -> date | None:
        """The day it is held to: 最新批准, else 原定."""
        return self.approved or self.planned


@dataclass(frozen=True)
class Slip:
    """Days behind (positive) or ahead (negative) of 最新批准 and of the first 原定; None: nothing to compare."""

    approved: int | None
    planned: int | None


def slip(dates: Dates, as_of: date) -> Slip:
    """Return how far a milestone has slipped (design.md §3: D or 实际, minus 最新批准, and minus the first 原定).

    Reached: 实际 counts. Overdue on *as_of*: that day counts, an estimate cannot make it less late than it is. Not yet
    due: 预计 counts if there is one; without it, only an 原定 that has already passed shows a slip.
    """
    reference = against_first = _reference(dates, as_of)
    first = dates.first_planned or dates.planned
    if reference is None and first is not None and as_of > first:
        against_first = as_of
    return Slip(_between(dates.approved, reference), _between(first, against_first))


def late_days(dates: Dates, as_of: date) -> int | None:
    """Return the days by which an unreached milestone is overdue on *as_of*; None when it is not."""
    reached = dates.actual is not None and dates.actual <= as_of
    if reached or dates.due is None or dates.due >= as_of:
        return None
    return (as_of - dates.due).days


def _reference(dates: Dates, as_of: date) -> date | None:
    """Return the day that is compared with the dates a milestone is held to."""
    if dates.actual is not None and dates.actual <= as_of:
        return dates.actual
    if late_days(dates, as_of) is not None:
        return as_of
    # An estimate that lies in the past has been overtaken and says nothing.
    return dates.expected if dates.expected is not None and dates.expected >= as_of else None


def _between(held_to: date | None, reference: date | None) -> int | None:
    """Return the days from one date to another."""
    return None if held_to is None or reference is None else (reference - held_to).days
