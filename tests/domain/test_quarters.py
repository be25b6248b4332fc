"""Quarters, titles and 序时进度 as 调度 tables have them."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain import money
from tracker.domain.dates import parse_day
from tracker.domain.errors import InputError
from tracker.domain.quarters import (
    Quarter,
    default_quarter,
    parse_quarter,
    quarter_of,
    schedule,
    span_label,
    year_start,
)

DAYS = st.dates(min_value=date(2001, 1, 1), max_value=date(2099, 12, 31))


@pytest.mark.parametrize("typed", ["2026Q3", "2026q3", "2026-3", "2026年第三季度", "２０２６年3季度", " 2026 Q3 "])
def test_ways_to_write_a_quarter(typed: str) -> None:
    assert parse_quarter(typed) == Quarter(2026, 3)


@pytest.mark.parametrize("typed", ["2026Q5", "26Q3", "2026", "第三季度", "1999Q1"])
def test_what_is_no_quarter(typed: str) -> None:
    with pytest.raises(InputError):
        parse_quarter(typed)


def test_titles() -> None:
    third = Quarter(2026, 3)
    assert (third.label, third.span_label, str(third)) == ("2026年第三季度", "2026年1—9月", "2026Q3")
    assert (third.start, third.end) == (date(2026, 7, 1), date(2026, 9, 30))
    assert span_label(date(2026, 1, 31)) == "2026年1月"
    assert year_start(third.end) == date(2025, 12, 31)


def test_the_default_is_the_last_quarter_that_has_ended() -> None:
    assert default_quarter(date(2026, 10, 5)) == Quarter(2026, 3)
    assert default_quarter(date(2026, 9, 30)) == Quarter(2026, 3)
    assert default_quarter(date(2026, 9, 29)) == Quarter(2026, 2)
    assert default_quarter(date(2026, 1, 4)) == Quarter(2025, 4)


@given(DAYS)
def test_every_day_lies_in_its_quarter_and_the_default_has_ended(day: date) -> None:
    found = quarter_of(day)
    assert found.start <= day <= found.end
    assert found.previous.end + timedelta(days=1) == found.start
    assert found.next.previous == found
    assert default_quarter(day).end <= day < default_quarter(day).next.end


def test_schedule_agrees_with_the_published_october_and_august() -> None:
    """江门 and 三明 published 83.33 % for October and 66.67 % for August."""
    assert money.format_percent(schedule(date(2026, 10, 31)), 2) == "83.33"
    assert money.format_percent(schedule(date(2026, 8, 31)), 2) == "66.67"
    assert schedule(date(2026, 12, 31)) == 1
    assert schedule(date(2026, 9, 29)) == Fraction(8, 12)


@pytest.mark.parametrize(
    "typed", ["2026-9-5", "2026/09/05", "2026.9.5", "2026年9月5日", "20260905", "２０２６年９月５日"]
)
def test_days_as_people_type_them(typed: str) -> None:
    assert parse_day(typed) == date(2026, 9, 5)


def test_days_that_are_none() -> None:
    assert parse_day(" ") is None
    assert parse_day("9.5", 2026) == date(2026, 9, 5)
    for typed, word in [("2026-2-30", "没有"), ("明天", "不是日期"), ("0026-01-01", "1990"), ("9-5", "不是日期")]:
        with pytest.raises(InputError, match=word):
            parse_day(typed)
