"""The projects behind a number that no plain condition tells: the red ones, those a rate rests on, the unreported.

Such a list is asked for by its name and kept in :class:`Criteria` as ids with that name; it is asked for again whenever
the period or the data change, so that name and rows never disagree.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from enum import StrEnum

from sqlalchemy.orm import Session

from tracker.domain.closing import Closing
from tracker.domain.figures import Figures
from tracker.domain.kinds import Colour, PaidBase
from tracker.queries import due, shown
from tracker.queries.closed_list import closed_list
from tracker.queries.criteria import Criteria
from tracker.queries.duty import duty
from tracker.queries.figures import figures
from tracker.queries.lights import colours
from tracker.queries.settings import office

_SOON = 30


class Behind(StrEnum):
    """Which counted projects stand behind a number; the values are what they are called in a filter."""

    COUNTED = "计数的项目"
    NODES = "有里程碑的项目"
    YEAR = "年度投资完成率可算的项目"
    INVESTMENT = "投资完成率可算的项目"
    PAID = "支付率可算的项目"
    RED = "红灯"
    YELLOW = "黄灯"
    GREEN = "绿灯"
    GREY = "未亮灯"
    UNREPORTED = "本期未报"
    OVERDUE = "有逾期节点"
    SOON = "30日内有节点到期"


COLOURS = {
    Behind.RED: Colour.RED,
    Behind.YELLOW: Colour.YELLOW,
    Behind.GREEN: Colour.GREEN,
    Behind.GREY: Colour.GREY,
}


def behind(
    session: Session, closing: Closing | None, criteria: Criteria, period: tuple[date, date], wanted: Behind
) -> tuple[int, ...]:
    """Return the ids of the counted projects behind a number, in the list's order.

    *period* is the end of the period before and the day the list is as of.
    """
    since, as_of = period
    if wanted is Behind.UNREPORTED:
        return tuple(row.project_id for row in duty(session, criteria, since, as_of).missing)
    if wanted is Behind.SOON:
        return tuple(dict.fromkeys(node.project_id for node in due.due_within(session, criteria, as_of, _SOON)))
    if closing is None:
        rows = [row for row in figures(session, criteria, as_of) if row.counted]
    else:
        rows = [row.figures for row in closed_list(session, closing, criteria) if row.figures.counted]
    if wanted in COLOURS:
        known = _colours(session, closing, criteria, as_of)
        return tuple(row.project_id for row in rows if known.get(row.project_id) is COLOURS[wanted])
    base = office(session).paid_base
    return tuple(row.project_id for row in rows if _belongs(row, wanted, base))


def asked_again(session: Session, closing: Closing | None, criteria: Criteria, period: tuple[date, date]) -> Criteria:
    """Return *criteria* with the ids its name stands for by now; other criteria come back as they are."""
    if criteria.ids_name not in tuple(Behind):
        return criteria
    rest = replace(criteria, project_ids=None, ids_name="")
    return replace(criteria, project_ids=behind(session, closing, rest, period, Behind(criteria.ids_name)))


def _colours(session: Session, closing: Closing | None, criteria: Criteria, as_of: date) -> dict[int, Colour]:
    """Return the colour of each project, as it was signed or as it is."""
    if closing is None:
        return {key: colour for key, (colour, _mark) in colours(session, criteria, as_of).items()}
    ids = shown.ids(session, closing, criteria, as_of)
    return {key: one.light.colour for key, one in shown.lights(session, closing, ids, as_of).items()}


def _belongs(row: Figures, wanted: Behind, base: PaidBase) -> bool:
    """Return whether a project counts, is late, or is among those a rate rests on."""
    if wanted in (Behind.COUNTED, Behind.OVERDUE):
        return wanted is Behind.COUNTED or row.late_days is not None
    terms: dict[Behind, tuple[int | None, int | None]] = {
        Behind.NODES: (row.weight_met, row.weight_total or None),
        Behind.YEAR: (row.year_done_fen, row.year_plan_fen),
        Behind.INVESTMENT: (row.done_fen, row.investment_fen),
        Behind.PAID: (
            (row.paid_fen, row.arrived_fen) if base is PaidBase.ARRIVED else (row.paid_allocated_fen, row.allocated_fen)
        ),
    }
    return None not in terms[wanted]
