"""The state follows from the milestones; a person's hand holds for its own time and can be taken away again."""

from __future__ import annotations

from datetime import date

import pytest

from tests import builders
from tracker.domain.errors import InputError
from tracker.domain.kinds import Role, State
from tracker.queries.detail import detail
from tracker.queries.figures import figures_of
from tracker.queries.history import recent
from tracker.services import milestones, projects
from tracker.store.database import Database


def test_after_a_stop_the_milestones_tell_the_state_again(db: Database) -> None:
    project = db.write("新建", builders.project).result
    db.write("节点", builders.milestone, project, "开工", Role.START, actual=date(2026, 3, 1))
    finish = db.write("节点", builders.milestone, project, "验收", Role.ACCEPTED).result
    with pytest.raises(InputError, match="本来就按节点"):
        db.write("复工", projects.resume, project, date(2026, 8, 1))
    db.write("停工", projects.set_state, project, State.SUSPENDED, date(2026, 5, 1), "资金不到位")
    db.write("复工", projects.resume, project, date(2026, 8, 1), "资金到位")
    db.write("验收", milestones.set_actual, finish, date(2026, 9, 15), None, date(2026, 10, 1))
    days = (date(2026, 4, 30), date(2026, 7, 31), date(2026, 8, 31), date(2026, 9, 30))
    states = [db.read(figures_of, [project], day)[project].state for day in days]
    assert states == [State.BUILDING, State.SUSPENDED, State.BUILDING, State.FINISHED]
    assert [row.state for row in db.read(detail, project, days[-1]).states] == ["停工", "按节点"]
    assert db.read(recent, 2)[1].lines == ("新增状态：按节点（起始日期 2026-08-01，原因 资金到位）",)
