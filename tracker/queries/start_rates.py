"""开工率 and 完工率 of the counted projects that meet criteria, with both denominators of each."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Date, Subquery, and_, case, func, select
from sqlalchemy.orm import Session

from tracker.domain.kinds import FINISH_ROLES, Role
from tracker.domain.start_rates import StartFact, StartRates, start_rates
from tracker.queries.criteria import Criteria, matching
from tracker.queries.figures import counted, per_project
from tracker.store.tables import Milestone, MilestoneApproval, Project


def starts(session: Session, criteria: Criteria, as_of: date) -> StartRates:
    """Return 开工率 and 完工率 as of a date; a reader who wants 建设类 only asks for that kind."""
    return start_rates(start_facts(session, criteria, as_of), as_of)


def start_facts(session: Session, criteria: Criteria, as_of: date) -> list[StartFact]:
    """Return what the rates read of each counted project, in one statement."""
    f = per_project(as_of, ("state", "year_category"))
    begin, end = _reached((Role.START,), as_of), _reached(FINISH_ROLES, as_of)
    statement = (
        select(
            f.c.year_category,
            func.coalesce(begin.c.due, Project.planned_start, type_=Date()),
            begin.c.reached,
            func.coalesce(end.c.due, Project.planned_finish, type_=Date()),
            end.c.reached,
        )
        .select_from(Project)
        .join(f, f.c.project_id == Project.id)
        .outerjoin(begin, begin.c.project_id == Project.id)
        .outerjoin(end, end.c.project_id == Project.id)
        .where(matching(criteria, f), counted(f, criteria.counting))
        .order_by(Project.position, Project.id)
    )
    return [StartFact(*row) for row in session.execute(statement)]


def _reached(roles: tuple[Role, ...], as_of: date) -> Subquery:
    """Return by project when a milestone of some roles was first reached by D, and the earliest day one is due."""
    version = MilestoneApproval
    approved: Any = (
        select(version.approved)
        .where(version.milestone_id == Milestone.id, version.decided_on <= as_of)
        .order_by(version.decided_on.desc())
        .limit(1)
        .correlate(Milestone)
        .scalar_subquery()
    )
    met = case((and_(Milestone.actual.is_not(None), Milestone.actual <= as_of), Milestone.actual))
    return (
        select(
            Milestone.project_id,
            func.min(met, type_=Date()).label("reached"),
            func.min(func.coalesce(approved, Milestone.planned), type_=Date()).label("due"),
        )
        .where(Milestone.na.is_(False), Milestone.role.in_(roles))
        .group_by(Milestone.project_id)
        .subquery()
    )
