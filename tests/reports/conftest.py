"""The small office and its report."""

from __future__ import annotations

import pytest

from tests.reports.office import QUARTER, furnish
from tracker.queries.criteria import Criteria
from tracker.reports.quarterly import QuarterlyReport, gather
from tracker.store.database import Database


@pytest.fixture
def office(db: Database) -> dict[str, int]:
    """Fill this test's file; the projects' ids by name."""
    return db.write("准备", furnish).result


@pytest.fixture
def report(db: Database, office: dict[str, int]) -> QuarterlyReport:
    """The report of 2026Q3 on everything."""
    return gather(db.read, Criteria(), QUARTER)
