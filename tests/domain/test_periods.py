"""Report periods: quarters, months, and single days between them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.periods import Cycle, ReportPeriod, last_ended, periods, running
from tracker.domain.quarters import Quarter, month_end

DAYS = st.dates(date(2001, 1, 1), date(2099, 12, 31))


def test_a_quarter_stands_beside_the_quarter_before() -> None:
    third = ReportPeriod.of_quarter(Quarter(2026, 3))
    assert (third.label, third.word, third.end) == ("2026年第三季度", "本季", date(2026, 9, 30))
    assert (third.previous_end, third.refusal) == (date(2026, 6, 30), None)


def test_a_month_stands_beside_the_month_before_also_over_new_year() -> None:
    august, january = ReportPeriod.of_month(2026, 8), ReportPeriod.of_month(2026, 1)
    assert (august.label, august.word, august.previous_end) == ("2026年8月", "本月", date(2026, 7, 31))
    assert january.previous_end == date(2025, 12, 31)
    assert august.quarter == Quarter(2026, 3)


def test_any_day_can_be_read_but_only_a_months_end_filled_in() -> None:
    day = ReportPeriod(date(2026, 8, 17), Cycle.DAY)
    assert (day.label, day.word, day.previous_end) == ("2026年8月17日", "本期", date(2026, 6, 30))
    assert day.refusal is not None
    assert "不是月末" in day.refusal
    assert ReportPeriod(date(2026, 8, 31), Cycle.DAY).refusal is None


@pytest.mark.parametrize("cycle", [Cycle.QUARTER, Cycle.MONTH])
def test_a_period_ends_on_its_last_day(cycle: Cycle) -> None:
    with pytest.raises(ValueError, match="2026"):
        ReportPeriod(date(2026, 8, 17), cycle)


def test_the_periods_on_offer_go_back_to_the_first_plan_year() -> None:
    months = periods(date(2026, 10, 10), date(2021, 3, 31), Cycle.MONTH)
    assert [one.label for one in months[:3]] == ["2026年10月", "2026年9月", "2026年8月"]
    assert months[-1].label == "2021年3月"
    assert len(months) == 5 * 12 + 8


@given(DAYS, st.sampled_from([Cycle.QUARTER, Cycle.MONTH]))
def test_periods_of_a_cycle_follow_each_other_without_a_gap(today: date, cycle: Cycle) -> None:
    now = running(today, cycle)
    ended = last_ended(today, cycle)
    assert now.previous_end < now.end
    assert now.previous_end.day == month_end(now.previous_end.year, now.previous_end.month).day
    assert ended.end <= today or ended == now
    assert ended.end in (now.end, now.previous_end)
