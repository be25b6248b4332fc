"""How far every milestone is from its dates: reached or not, against 最新批准 and against the first 原定.

Cancelled, handed-over and merged projects, and headings, owe nothing and are left out. 打捆 parents and children are
all read: a milestone stands in one of them only.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from tracker.domain.slips import Dates, slip
from tracker.queries.criteria import Criteria, matching
from tracker.queries.due import latest_approval, latest_forecast
from tracker.queries.figures import per_project
from tracker.store.tables import Milestone, Project, ReportingUnit


@dataclass(frozen=True)
class NodeSlip:
    """One applicable milestone as of D. Days behind (positive) or ahead (negative); None: nothing to compare.

    ``approved`` is against 最新批准, ``planned`` against the first 原定, see domain.slips; ``reached`` by D.
    """

    milestone_id: int
    project_id: int
    project: str
    unit: str
    title: str
    reached: bool
    approved: int | None
    planned: int | None


def node_slips(session: Session, criteria: Criteria, as_of: date) -> tuple[NodeSlip, ...]:
    """Return the slip of each applicable milestone of the projects that meet *criteria*, in the list's order."""
    approval, forecast = latest_approval(as_of), latest_forecast(as_of)
    f = per_project(as_of, {"state"} if criteria.states else {"project_id"})
    m = Milestone
    statement = (
        select(m.id, m.project_id, Project.name, ReportingUnit.name.label("unit"), m.title)
        .add_columns(m.planned, m.first_planned, approval.c.approved, forecast.c.expected, m.actual)
        .join(Project, Project.id == m.project_id)
        .join(ReportingUnit, ReportingUnit.id == Project.unit_id)
        .join(f, f.c.project_id == Project.id)
        .outerjoin(approval, and_(approval.c.milestone_id == m.id, approval.c.nth == 1))
        .outerjoin(forecast, and_(forecast.c.milestone_id == m.id, forecast.c.nth == 1))
        .where(m.na.is_(False), matching(criteria, f))
        .where(Project.counted.is_(True), f.c.merged == 0, f.c.gone == 0)
        .order_by(Project.position, Project.id, m.position, m.id)
    )
    found = []
    for key, project_id, project, unit, title, *days in session.execute(statement):
        dates = Dates(*days)
        reached = dates.actual is not None and dates.actual <= as_of
        slipped = slip(dates, as_of)
        found.append(NodeSlip(key, project_id, project, unit, title, reached, slipped.approved, slipped.planned))
    return tuple(found)
