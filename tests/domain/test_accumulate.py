"""Cumulative figures: what stands as of a date, and what typed 本期 and 年初至今 come to."""

from __future__ import annotations

from datetime import date

import pytest

from tracker.domain.accumulate import Point, difference, from_period, from_year_to_date, standing
from tracker.domain.errors import InputError
from tracker.domain.money import Amount

Q1, Q2, Q3 = date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30)


def test_the_last_figure_stands_until_the_next_comes() -> None:
    points = [Point(Q1, None, Amount(100)), Point(Q3, None, Amount(300))]
    assert [standing(points, day) for day in (date(2026, 3, 30), Q1, Q2, Q3)] == [
        Amount(),
        Amount(100),
        Amount(100),
        Amount(300),
    ]


def test_by_source_each_source_stands_with_its_own_last_figure() -> None:
    points = [Point(Q1, 1, Amount(10)), Point(Q1, 2, Amount(5)), Point(Q2, 1, Amount(30))]
    assert standing(points, Q2) == Amount(35)


def test_a_later_figure_without_source_replaces_the_sources_and_the_other_way_round() -> None:
    points = [Point(Q1, 1, Amount(10)), Point(Q2, None, Amount(50)), Point(Q3, 2, Amount(70))]
    assert [standing(points, day).fen for day in (Q1, Q2, Q3)] == [10, 50, 70]


def test_nothing_not_applicable_and_zero_stay_three_things() -> None:
    assert standing([], Q3).unknown
    assert standing([Point(Q1, 1, Amount(na=True)), Point(Q1, 2, Amount(na=True))], Q3) == Amount(na=True)
    assert standing([Point(Q1, 1, Amount(na=True)), Point(Q1, 2, Amount(0))], Q3) == Amount(0)
    assert difference(Amount(5), Amount()) is None
    assert difference(Amount(0), Amount(0)) == 0


def test_typed_parts_become_cumulative_figures() -> None:
    assert from_year_to_date(2_000, 5_000) == 7_000
    assert from_period(840, 5_480) == 6_320
    assert from_period(-60, 880) == 820


@pytest.mark.parametrize("missing", [lambda: from_year_to_date(1, None, 2026), lambda: from_period(1, None)])
def test_without_the_figure_before_a_part_is_never_taken_for_the_whole(missing: object) -> None:
    assert callable(missing)
    with pytest.raises(InputError, match="累计未填"):
        missing()


def test_a_cumulative_figure_never_goes_below_zero() -> None:
    with pytest.raises(InputError, match="小于零"):
        from_period(-10, 5)
