"""序时进度 by month and by season, and the time to a deadline years away."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.curves import JILIN, LINEAR, Curve, by_quarters, parse_share, through, weighted
from tracker.domain.errors import InputError
from tracker.domain.money import format_percent
from tracker.domain.quarters import schedule

DAYS = st.dates(min_value=date(2001, 1, 1), max_value=date(2099, 12, 31))
SHARES = st.dictionaries(st.integers(1, 11), st.integers(0, 1000), max_size=11)


def rising(shares: dict[int, int]) -> dict[int, int]:
    """Put the values into ascending order, so that they make a curve."""
    return dict(zip(sorted(shares), sorted(shares.values()), strict=True))


@given(DAYS)
def test_the_line_is_month_by_twelve_as_jiangmen_publishes_it(day: date) -> None:
    assert LINEAR.at(day) == schedule(day)
    assert through({}).months == LINEAR.months


def test_jilin_has_its_quarters_and_is_straight_between() -> None:
    assert [JILIN.at(date(2026, month, day)) for month, day in ((3, 31), (6, 30), (9, 30), (12, 31))] == [
        Fraction(5, 100),
        Fraction(35, 100),
        Fraction(80, 100),
        1,
    ]
    assert JILIN.at(date(2026, 4, 30)) == Fraction(15, 100)
    assert JILIN.at(date(2026, 5, 31)) == Fraction(25, 100)
    assert JILIN.at(date(2026, 5, 30)) == Fraction(15, 100)  # May has not ended
    assert format_percent(JILIN.at(date(2026, 1, 31)), 2) == "1.67"
    assert JILIN.at(date(2026, 1, 30)) == 0


@given(SHARES, DAYS)
def test_a_curve_never_falls_and_passes_through_its_points(shares: dict[int, int], day: date) -> None:
    points = rising(shares)
    curve = through(points)
    assert all(a <= b for a, b in zip(curve.months, curve.months[1:], strict=False))
    assert curve.months[-1] == 1
    assert all(curve.months[month - 1] == Fraction(share, 1000) for month, share in points.items())
    assert 0 <= curve.at(day) <= 1


@pytest.mark.parametrize(
    ("points", "words"),
    [({0: 0}, "没有 0 月"), ({12: 900}, "12 月"), ({3: 1001}, "0 到 100%"), ({3: 500, 6: 400}, "不能下降")],
)
def test_what_is_no_curve(points: dict[int, int], words: str) -> None:
    with pytest.raises(InputError, match=words):
        through(points)


def test_shares_as_people_type_them() -> None:
    assert [parse_share(text) for text in ("5", "35%", "７.5", " ")] == [50, 350, 75, None]
    for text in ("101", "-1", "7.55", "半"):
        with pytest.raises(InputError):
            parse_share(text)


def test_the_time_to_a_deadline_years_away() -> None:
    """A target of the 十四五 is nine tenths due in the middle of its last year."""
    start, end = date(2021, 1, 1), date(2025, 12, 31)
    assert LINEAR.between(start, end, date(2025, 6, 30)) == Fraction(9, 10)
    assert LINEAR.between(start, end, date(2020, 12, 31)) == 0
    assert LINEAR.between(start, end, date(2027, 1, 1)) == 1
    # Within one calendar year it is the year's own 序时, by whatever curve.
    year = (date(2026, 1, 1), date(2026, 12, 31))
    assert JILIN.between(*year, date(2026, 6, 30)) == Fraction(35, 100)
    assert LINEAR.between(date(2026, 7, 15), date(2026, 12, 31), date(2026, 9, 30)) == Fraction(1, 2)
    assert LINEAR.between(date(2026, 7, 15), date(2026, 7, 20), date(2026, 7, 18)) == 0


@given(SHARES, DAYS, st.integers(0, 4000), st.integers(0, 5000), st.integers(0, 400))
def test_what_is_due_never_falls_with_time(shares: dict[int, int], start: date, span: int, at: int, on: int) -> None:
    curve, end = through(rising(shares)), start + timedelta(days=span)
    day = start + timedelta(days=at)
    earlier, later = curve.between(start, end, day), curve.between(start, end, day + timedelta(days=on))
    assert 0 <= earlier <= later <= 1


@given(st.lists(st.tuples(st.integers(1, 10**12), st.sampled_from([LINEAR, JILIN])), min_size=1, max_size=6), DAYS)
def test_projects_that_are_all_on_time_are_on_time_together(parts: list[tuple[int, Curve]], day: date) -> None:
    done = sum(plan * curve.at(day) for plan, curve in parts)
    assert weighted(parts, day) == done / sum(plan for plan, _ in parts)
    assert weighted([], day) is None


def test_points_by_quarters() -> None:
    assert through(by_quarters(50, 350, 800)).months == JILIN.months
