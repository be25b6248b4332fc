"""What projects hold in the columns of the user's own, for the list and the export."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.store.tables import Project


def custom_values(session: Session, project_ids: Collection[int] | None = None) -> dict[int, Mapping[str, str]]:
    """Return the values by project and column key; projects without any are left out. None asks for all projects."""
    statement = select(Project.id, Project.custom).where(Project.custom.is_not(None))
    if project_ids is not None:
        statement = statement.where(Project.id.in_(project_ids))
    return {row[0]: json.loads(row[1] or "{}") for row in session.execute(statement)}
