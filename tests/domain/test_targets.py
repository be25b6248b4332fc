"""Targets: what is counted, against which number, and how far it should be by now."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from tracker.domain.curves import JILIN, LINEAR
from tracker.domain.errors import InputError
from tracker.domain.kinds import Comparator
from tracker.domain.targets import TargetFact, format_quantity, parse_quantity, plan_start

Q2 = date(2026, 6, 30)


def target(comparator: Comparator = Comparator.AT_LEAST, low: int | None = 100_000, **values: Any) -> TargetFact:
    """A target of 100 people in 2026, of which 40 were reached by June."""
    plain: dict[str, Any] = {
        "target_id": 1,
        "text": "培训全科医生",
        "comparator": comparator,
        "low_milli": low,
        "high_milli": None,
        "unit": "人",
        "base": None,
        "deadline": date(2026, 12, 31),
        "starts": None,
        "achieved_milli": 40_000,
        "achieved_on": Q2,
    }
    return TargetFact(**plain | values)


def test_at_least_and_equal_count_to_their_number() -> None:
    for comparator in (Comparator.AT_LEAST, Comparator.EQUAL):
        assert target(comparator).rate(Q2) == Fraction(4, 10)
        assert target(comparator).lead(LINEAR, Q2) == Fraction(-1, 10)
        assert target(comparator).lead(JILIN, Q2) == Fraction(5, 100)
    assert target(achieved_milli=130_000).rate(Q2) == Fraction(13, 10)


def test_a_range_is_reached_at_its_lower_end() -> None:
    assert target(Comparator.RANGE, 80_000, high_milli=120_000).rate(Q2) == Fraction(1, 2)


def test_a_ceiling_holds_all_the_time() -> None:
    ceiling: dict[str, Any] = {"low": None, "high_milli": 5_000, "unit": "‰"}
    kept = target(Comparator.AT_MOST, achieved_milli=5_000, **ceiling)
    assert [kept.rate(Q2), kept.due(LINEAR, Q2), kept.lead(LINEAR, Q2)] == [1, 1, 0]
    passed = target(Comparator.AT_MOST, achieved_milli=8_000, **ceiling)
    assert passed.lead(LINEAR, Q2) == Fraction(5, 8) - 1


def test_what_cannot_be_measured_is_none_not_zero() -> None:
    assert target(low=None).rate(Q2) is None
    assert target(low=0).goal_milli is None
    assert target(achieved_milli=None).lead(LINEAR, Q2) is None
    assert target(achieved_milli=0).rate(Q2) == 0


def test_a_yearly_target_begins_anew_each_january() -> None:
    yearly = target(base="每年", deadline=None, achieved_on=date(2025, 12, 31))
    assert yearly.rate(date(2025, 12, 31)) == Fraction(4, 10)
    assert yearly.rate(Q2) is None
    assert yearly.due(LINEAR, Q2) == Fraction(1, 2)


def test_the_time_to_a_deadline_runs_from_the_start_or_from_the_plan() -> None:
    assert plan_start(date(2025, 12, 31)) == date(2021, 1, 1)
    assert plan_start(date(2026, 6, 30)) == date(2026, 1, 1)
    later = target(deadline=date(2030, 12, 31))
    assert later.due(LINEAR, Q2) == Fraction(1, 10)
    assert target(deadline=date(2027, 12, 31), starts=date(2026, 1, 1)).due(LINEAR, Q2) == Fraction(1, 4)
    assert target(deadline=date(2025, 12, 31)).due(LINEAR, Q2) == 1
    # A start after the deadline is a slip of typing and is passed over.
    assert target(starts=date(2027, 1, 1)).due(LINEAR, Q2) == Fraction(1, 2)


def test_quantities_as_people_type_and_read_them() -> None:
    assert [parse_quantity(text) for text in ("1,200", "４.5", "90%", "")] == [1_200_000, 4_500, 90_000, None]
    for text in ("1,5", "-3", "1.2345", "若干", "9" * 20):
        with pytest.raises(InputError):
            parse_quantity(text)
    assert [format_quantity(1_200_000, "人"), format_quantity(4_500), format_quantity(90_000, "%")] == [
        "1,200 人",
        "4.5",
        "90%",
    ]
