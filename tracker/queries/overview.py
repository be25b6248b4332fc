"""What 概览 shows: the sums of the projects looked at, what is due, and what is stuck.

Sums and lights of a closed quarter come from its copy (queries.shown); what is due, stuck and missing is read from the
file as of the same day, for a copy does not hold it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from sqlalchemy.orm import Session

from tracker.domain.closing import Closing
from tracker.domain.figures import Group, GroupKey
from tracker.domain.kinds import PaidBase
from tracker.domain.quarters import schedule
from tracker.queries import due, shown
from tracker.queries.criteria import Criteria
from tracker.queries.curves import group_schedules
from tracker.queries.due import DueCounts, DueNode
from tracker.queries.duty import Duty, duty
from tracker.queries.history import HistoryRow, recent
from tracker.queries.lights import ColourCounts
from tracker.queries.problems import ProblemRow, all_problems
from tracker.queries.settings import office

_RECENT = 8


class DueList(StrEnum):
    """The lists of milestones; the values are their titles."""

    OVERDUE = "逾期"
    WITHIN_30 = "30日内"
    WITHIN_60 = "60日内"
    WITHIN_90 = "90日内"
    NEXT = "下一节点"


_DAYS = {DueList.WITHIN_30: 30, DueList.WITHIN_60: 60, DueList.WITHIN_90: 90}


@dataclass(frozen=True)
class Overview:
    """Everything but the lists of milestones. ``total`` is None where the filter lists nothing that counts.

    ``schedule`` is 序时进度 of all together, by the units' curves. ``problems`` are those past their deadline.
    """

    as_of: date
    total: Group | None
    units: tuple[Group, ...]
    colours: ColourCounts
    duty: Duty
    due: DueCounts
    problems: tuple[ProblemRow, ...]
    open_problems: int
    recent: tuple[HistoryRow, ...]
    schedule: Fraction
    paid_base: PaidBase

    @property
    def fresh(self) -> bool:
        """Whether nobody has filled in anything yet: no milestone, no amount, no report."""
        total = self.total
        if total is None:
            return False
        money = (total.investment, total.year_plan, total.allocated, total.arrived, total.done, total.paid)
        return not (total.node_mean.projects or total.filled or any(one.known for one in money))


def overview(session: Session, closing: Closing | None, criteria: Criteria, as_of: date, since: date) -> Overview:
    """Return the overview of the projects that meet *criteria* as of D; *since* is the end of the period before."""
    total, units = shown.groups(session, closing, criteria, as_of)
    counted = shown.colours(session, closing, criteria, as_of, GroupKey.NOTHING)
    problems = all_problems(session, criteria, as_of)
    return Overview(
        as_of=as_of,
        total=total,
        units=units,
        colours=_added(counted),
        duty=duty(session, criteria, since, as_of),
        due=due.due_counts(session, criteria, as_of),
        problems=tuple(row for row in problems if row.late_days),
        open_problems=len(problems),
        recent=recent(session, _RECENT),
        schedule=group_schedules(session, criteria, as_of, GroupKey.NOTHING).get(None, schedule(as_of)),
        paid_base=office(session).paid_base,
    )


def _added(parts: tuple[ColourCounts, ...]) -> ColourCounts:
    """Return the colours of all together: a copy counts them by unit."""
    sums = (sum(getattr(one, name) for one in parts) for name in ("red", "yellow", "green", "grey", "unreported"))
    return ColourCounts(None, "合计", *sums)


def due_list(session: Session, criteria: Criteria, as_of: date, wanted: DueList) -> tuple[DueNode, ...]:
    """Return one list of milestones in its order."""
    if wanted is DueList.OVERDUE:
        return due.overdue(session, criteria, as_of)
    if wanted is DueList.NEXT:
        return due.next_nodes(session, criteria, as_of)
    return due.due_within(session, criteria, as_of, _DAYS[wanted])
