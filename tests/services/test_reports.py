"""Period reports: saved as a whole, copied from the last one, and never half stored."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests import builders
from tracker.domain.errors import InputError
from tracker.queries import figures as figure_queries
from tracker.queries import reports as queries
from tracker.queries.reports import ReportRow
from tracker.services import reports as services
from tracker.services.reports import ReportInput
from tracker.store.database import Database

Q2, Q3 = date(2026, 6, 30), date(2026, 9, 30)


@pytest.fixture
def project_id(db: Database) -> int:
    return db.write("准备", builders.project).result


def save(db: Database, project_id: int, period_end: date = Q3, **values: Any) -> int | None:
    given = ReportInput(project_id, period_end, **values)
    return db.write("填季报", services.save, given).action_id


def stored(db: Database, project_id: int, period_end: date = Q3) -> ReportRow | None:
    return db.read(queries.report, project_id, period_end)


def test_a_report_is_stored_as_a_whole_and_read_in_the_figures(db: Database, project_id: int) -> None:
    save(db, project_id, text=" 主体施工至六层 ", percent=45, next_steps="主体封顶", reported_by="经办人甲")
    row = stored(db, project_id)
    assert row is not None
    assert (row.text, row.percent, row.na, row.next_steps) == ("主体施工至六层", 45, False, "主体封顶")
    figures = db.read(figure_queries.figures_of, [project_id], Q3)[project_id]
    assert (figures.percent, figures.percent_on, figures.filled_to) == (45, Q3, Q3)
    save(db, project_id, text="主体施工至七层", percent=50)
    again = stored(db, project_id)
    assert again is not None
    assert (again.id, again.text, again.next_steps) == (row.id, "主体施工至七层", None)


def test_zero_unknown_and_not_applicable_are_three_things(db: Database, project_id: int) -> None:
    seen = []
    cases: tuple[dict[str, Any], ...] = ({"percent": 0}, {"text": "前期"}, {"na": True})
    for values in cases:
        save(db, project_id, **values)
        row = stored(db, project_id)
        assert row is not None
        seen.append((row.percent, row.na))
    assert seen == [(0, False), (None, False), (None, True)]


def test_an_emptied_report_goes_and_saving_it_again_is_no_action(db: Database, project_id: int) -> None:
    assert save(db, project_id, text="  ") is None
    save(db, project_id, text="主体")
    assert save(db, project_id, text="主体") is None
    save(db, project_id)
    assert stored(db, project_id) is None


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"percent": 101}, "percent"),
        ({"percent": -1}, "percent"),
        ({"percent": "四成"}, "percent"),
        ({"percent": 5, "na": True}, "percent"),
        ({"reported_on": "2026-02-30"}, "reported_on"),
        ({"text": "字" * 5_000}, "text"),
    ],
)
def test_what_is_wrong_is_not_stored(db: Database, project_id: int, values: dict[str, Any], field: str) -> None:
    with pytest.raises(InputError) as caught:
        save(db, project_id, **values)
    assert caught.value.field == field
    assert stored(db, project_id) is None


def test_a_report_stands_at_a_months_end(db: Database, project_id: int) -> None:
    with pytest.raises(InputError, match="不是月末"):
        save(db, project_id, date(2026, 9, 29), text="主体")


def test_copying_the_last_report_then_editing(db: Database, project_id: int) -> None:
    with pytest.raises(InputError, match="没有更早的填报"):
        db.write("照上季", services.copy_previous, project_id, Q3)
    save(db, project_id, Q2, text="主体施工至五层", percent=38, next_steps="封顶", reported_by="经办人甲")
    db.write("照上季", services.copy_previous, project_id, Q3)
    row = stored(db, project_id)
    assert row is not None
    assert (row.text, row.percent, row.next_steps) == ("主体施工至五层", 38, "封顶")
    assert (row.reported_by, row.reported_on) == (None, None)  # nobody has signed for this quarter yet
    with pytest.raises(InputError, match="没有用上期的覆盖"):
        db.write("照上季", services.copy_previous, project_id, Q3)


def test_all_reports_newest_first_and_the_one_before(db: Database, project_id: int) -> None:
    for end in (Q2, Q3, date(2026, 7, 31)):
        save(db, project_id, end, text=str(end))
    assert [row.period_end for row in db.read(queries.reports, project_id)] == [Q3, date(2026, 7, 31), Q2]
    previous = db.read(queries.previous_report, project_id, Q3)
    assert previous is not None
    assert previous.period_end == date(2026, 7, 31)
    assert db.read(queries.previous_report, project_id, Q2) is None
