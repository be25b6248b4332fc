"""What every service asks of a project before it writes anything about it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from tracker.domain.errors import InputError, NotFound
from tracker.store.tables import Project


def require_project(session: Session, project_id: int) -> Project:
    """Return the project; raises NotFound where there is none or it was merged into another."""
    project = session.get(Project, project_id)
    if project is None or project.merged_into_id is not None:
        raise NotFound
    return project


def require_tracked(session: Session, project_id: int) -> Project:
    """Return a project that has milestones, money and reports of its own.

    A programme with projects named inside it is a heading: its figures are those of the projects, so anything entered
    on the heading itself would be counted by nobody. Raises InputError for one, NotFound for a missing project.
    """
    project = require_project(session, project_id)
    if not project.counted:
        raise InputError("这是工程标题，里面的项目分别填报；请选中其中的具体项目再填。")
    return project
