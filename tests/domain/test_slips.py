"""Days behind: against the approved date and against the first planned one, as of any day."""

from __future__ import annotations

from datetime import date

import pytest

from tracker.domain.slips import Dates, Slip, late_days, slip

D = date(2026, 9, 30)


def dates(
    planned: date | None = None,
    approved: date | None = None,
    expected: date | None = None,
    actual: date | None = None,
    first: date | None = None,
) -> Dates:
    return Dates(planned, first, approved, expected, actual)


@pytest.mark.parametrize(
    ("given", "against_approved", "against_planned"),
    [
        # The rows of a real milestone table, 截至 2026-09-30.
        (dates(date(2021, 12, 20), date(2021, 12, 20), actual=date(2022, 1, 14)), 25, 25),
        (dates(date(2022, 12, 31), date(2023, 3, 31), actual=date(2023, 3, 17)), -14, 76),
        (dates(date(2024, 10, 31), date(2026, 8, 31), expected=date(2026, 11, 15)), 30, 699),
        (dates(date(2025, 9, 30), date(2027, 6, 30), expected=date(2027, 6, 30)), 0, 638),
        # Not due by the approval and nobody has an estimate: only the first plan has been missed.
        (dates(date(2025, 12, 31), date(2027, 9, 30)), None, 273),
        (dates(date(2027, 9, 30)), None, None),
        (dates(), None, None),
        # An estimate that has been overtaken says nothing.
        (dates(date(2026, 12, 31), expected=date(2026, 8, 1)), None, None),
        # Reached only after D: as of D it was still open.
        (dates(date(2026, 9, 20), actual=date(2026, 10, 5)), None, 10),
        # A corrected plan: the first one counts for the slip.
        (dates(date(2026, 12, 31), first=date(2026, 6, 30), actual=date(2026, 9, 1)), None, 63),
    ],
)
def test_slip(given: Dates, against_approved: int | None, against_planned: int | None) -> None:
    assert slip(given, D) == Slip(against_approved, against_planned)


@pytest.mark.parametrize(
    ("given", "late"),
    [
        (dates(date(2026, 9, 30)), None),  # due today is not late
        (dates(date(2026, 9, 29)), 1),
        (dates(date(2026, 8, 1), date(2026, 10, 1)), None),  # the approval is what it is held to
        (dates(date(2026, 8, 1), actual=date(2026, 9, 30)), None),
        (dates(date(2026, 8, 31), actual=date(2026, 10, 1)), 30),
        (dates(), None),
    ],
)
def test_late_days(given: Dates, late: int | None) -> None:
    assert late_days(given, D) == late
