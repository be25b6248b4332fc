"""Money is exact: what is typed is what is stored, and what is shown is rounded once."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain import money
from tracker.domain.errors import InputError


@pytest.mark.parametrize(
    ("typed", "fen"),
    [
        ("18600", 18_600_000_000),
        ("18,600.00", 18_600_000_000),
        ("1.2亿", 12_000_000_000),
        ("1.2 亿元", 12_000_000_000),
        ("3500万", 3_500_000_000),
        ("３，５００．５", 3_500_500_000),
        ("11800000元", 1_180_000_000),
        ("0", 0),
        ("0.000001", 1),
        ("", None),
        ("　", None),
    ],
)
def test_amounts_as_people_type_them(typed: str, fen: int | None) -> None:
    assert money.parse_wan(typed) == fen


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("约200", "不是金额"),
        ("1,5", "不是金额"),
        ("1.2.3", "不是金额"),
        ("200万人", "不是金额"),
        ("-3", "不能是负数"),
        ("0.0000001", "比 1 分还细"),
        ("99999亿", "超过"),
    ],
)
def test_what_is_no_amount_is_refused_with_a_sentence(typed: str, word: str) -> None:
    with pytest.raises(InputError, match=word):
        money.parse_wan(typed)


@given(st.integers(min_value=0, max_value=money.LARGEST_FEN))
def test_every_amount_survives_the_editor(fen: int) -> None:
    assert money.parse_wan(money.edit_wan(fen)) == fen


@given(st.fractions(min_value=-1000, max_value=1000), st.integers(min_value=0, max_value=4))
def test_rounding_is_half_up_and_never_more_than_half_a_step_off(value: Fraction, places: int) -> None:
    shown = money.rounded(value, places)
    assert abs(Fraction(shown) - value) * 10**places <= Fraction(1, 2)
    assert -shown.as_tuple().exponent == places  # type: ignore[operator]  # the exponent of a finite Decimal is an int


def test_halves_go_away_from_zero() -> None:
    assert money.rounded(Fraction(1, 8), 2) == Decimal("0.13")
    assert money.rounded(Fraction(-1, 8), 2) == Decimal("-0.13")
    assert money.rounded(Fraction(5, 1000), 2) == Decimal("0.01")


def test_the_shown_forms() -> None:
    assert money.format_wan(18_600_000_000) == "18,600.00"
    assert money.format_wan(-5_000_000) == "−5.00"
    assert money.format_percent(Fraction(5, 8)) == "62.5"
    assert money.format_points(Fraction(-338, 1000)) == "−33.8"
    assert money.format_points(Fraction(138, 1000)) == "+13.8"
    assert money.format_points(Fraction(0)) == "0.0"
