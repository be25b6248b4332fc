"""What the tree beside the list leads to, with how many projects each line has as of a date."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from tracker.domain.closing import Closing
from tracker.domain.figures import GroupKey
from tracker.queries import due, shown
from tracker.queries.behind import Behind, asked_again
from tracker.queries.choices import Choices, choices
from tracker.queries.criteria import Criteria
from tracker.queries.duty import duty
from tracker.queries.views import View, views

_SOON = 30


@dataclass(frozen=True)
class Navigation:
    """The lines and their counts: of all projects that count, whatever the list's own filter is.

    ``views`` are those kept in the file with their counts, ``named`` the lists that have no plain condition.
    """

    choices: Choices
    named: Mapping[Behind, int]
    views: tuple[tuple[View, int], ...]


def navigation(session: Session, closing: Closing | None, period: tuple[date, date]) -> Navigation:
    """Return the lines as of a period: the end of the one before and its own day.

    Lights of a closed quarter come from its copy, as the list shows them then.
    """
    since, as_of = period
    whole = Criteria()
    lit = shown.colours(session, closing, whole, as_of, GroupKey.NOTHING)
    soon = {node.project_id for node in due.due_within(session, whole, as_of, _SOON)}
    named = {
        Behind.RED: sum(one.red for one in lit),
        Behind.YELLOW: sum(one.yellow for one in lit),
        Behind.GREEN: sum(one.green for one in lit),
        Behind.GREY: sum(one.grey for one in lit),
        Behind.UNREPORTED: len(duty(session, whole, since, as_of).missing),
        Behind.OVERDUE: due.due_counts(session, whole, as_of).overdue_projects,
        Behind.SOON: len(soon),
    }
    kept = tuple((view, _count(session, closing, view, period)) for view in views(session))
    return Navigation(choices(session, as_of), named, kept)


def _count(session: Session, closing: Closing | None, view: View, period: tuple[date, date]) -> int:
    """Return how many projects a view lists."""
    criteria = asked_again(session, closing, view.criteria, period)
    return shown.counts(session, closing, criteria, period[1]).counted
