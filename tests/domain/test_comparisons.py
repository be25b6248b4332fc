"""环比, 同比 and the two 开工率, with the figures that cities have published."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.comparison_words import rate_words, why_missing
from tracker.domain.comparisons import (
    Compared,
    YearToDate,
    comparable,
    compare,
    difference,
    ends,
    growth,
    last_year,
    rate,
    single,
)
from tracker.domain.curves import LINEAR
from tracker.domain.kinds import YearCategory
from tracker.domain.money import format_percent, format_points
from tracker.domain.periods import Cycle, ReportPeriod
from tracker.domain.quarters import Quarter
from tracker.domain.start_rates import NamedRate, StartFact, start_rates

YI = 10_000_000_000
Q3 = ReportPeriod.of_quarter(Quarter(2026, 3))
MONEY = st.none() | st.integers(0, 10**12)


def test_jiangmen_in_october() -> None:
    """江门: 629.0 of 647.4 亿元 in October is 97.16 %, 序时 83.33 %, ahead by 13.8 百分点."""
    done = rate([YearToDate(629 * YI, 6474 * YI // 10)])
    due = LINEAR.at(date(2020, 10, 31))
    assert done is not None
    assert format_percent(done, 2) == "97.16"
    assert format_percent(due, 2) == "83.33"
    ahead = difference(done, due)
    assert ahead is not None
    assert format_points(ahead) == "+13.8"


def test_the_two_start_rates_that_were_published() -> None:
    """江门: 206 of the 255 planned for the year, 80.8 %. 新晃: 45 of all 60 新续建, 75 %."""
    begun, held = date(2026, 5, 1), date(2026, 11, 30)
    planned = [StartFact(YearCategory.NEW_START, held, begun if n < 206 else None, None, None) for n in range(255)]
    jiangmen = start_rates(planned, date(2026, 12, 31)).start_of_planned
    assert jiangmen.terms == "已开工 206 ÷ 本年计划开工 255"
    assert jiangmen.value is not None
    assert format_percent(jiangmen.value) == "80.8"
    carried = [StartFact(YearCategory.CONTINUED, None, date(2025, 4, 1), None, None) for _ in range(30)]
    new = [StartFact(YearCategory.NEW_START, held, begun if n < 15 else None, None, None) for n in range(30)]
    early = [StartFact(YearCategory.EARLY, None, None, None, None) for _ in range(9)]
    both = start_rates(carried + new + early, date(2026, 12, 31))
    assert (both.start_of_under_way.terms, both.start_of_under_way.value) == (
        "已开工 45 ÷ 新续建项目 60",
        Fraction(75, 100),
    )
    assert both.start_of_planned.value == Fraction(1, 2)


def test_without_a_category_the_dates_decide() -> None:
    year_end = date(2026, 12, 31)
    due_now = StartFact(None, date(2026, 8, 1), None, date(2027, 6, 1), None)
    running = StartFact(None, date(2024, 3, 1), date(2024, 4, 1), date(2026, 9, 1), date(2026, 9, 9))
    long_done = StartFact(None, date(2022, 3, 1), date(2022, 3, 1), date(2023, 3, 1), date(2023, 3, 1))
    nothing = StartFact(None, None, None, None, None)
    found = start_rates([due_now, running, long_done, nothing], year_end)
    assert (found.start_of_planned.top, found.start_of_planned.base) == (0, 1)
    assert (found.start_of_under_way.top, found.start_of_under_way.base) == (1, 2)
    assert (found.finish_of_all.top, found.finish_of_all.base) == (2, 4)
    assert (found.finish_of_planned.top, found.finish_of_planned.base) == (1, 1)


def test_no_projects_no_rate() -> None:
    found = start_rates([], date(2026, 12, 31))
    assert found.start_of_planned.value is None
    assert found.finish_of_all.value is None


def test_growth_needs_a_base() -> None:
    assert growth(125, 100) == Fraction(1, 4)
    assert growth(0, 100) == -1
    assert growth(100, 0) is None
    assert growth(100, -50) is None  # a rise would read as a fall
    assert growth(100, None) is None
    assert growth(None, 100) is None
    assert difference(Fraction(1, 2), None) is None


def test_a_quarter_is_the_difference_of_two_sums_since_january() -> None:
    assert single(900, 600, Q3) == 300
    assert single(900, None, Q3) is None
    assert single(900, 5_000, ReportPeriod.of_quarter(Quarter(2026, 1))) == 900
    assert single(None, 600, Q3) is None
    assert last_year(Q3) == ReportPeriod.of_quarter(Quarter(2025, 3))
    assert ends(ReportPeriod.of_quarter(Quarter(2026, 1))) == (
        date(2026, 3, 31),
        date(2025, 12, 31),
        date(2025, 9, 30),
        date(2025, 3, 31),
    )


def test_months_are_compared_with_the_month_before_and_a_day_by_what_had_ended() -> None:
    march = ReportPeriod.of_month(2026, 3)
    assert ends(march) == (date(2026, 3, 31), date(2026, 2, 28), date(2026, 1, 31), date(2025, 3, 31))
    assert single(900, 5_000, ReportPeriod.of_month(2026, 1)) == 900
    assert comparable(march) == march
    day = ReportPeriod(date(2026, 3, 30), Cycle.DAY)
    assert comparable(day, Cycle.MONTH) == ReportPeriod.of_month(2026, 2)
    assert comparable(day) == ReportPeriod.of_quarter(Quarter(2025, 4))
    assert comparable(ReportPeriod(date(2026, 3, 31), Cycle.DAY)) == ReportPeriod.of_quarter(Quarter(2026, 1))
    assert last_year(ReportPeriod.of_month(2025, 2)).end == date(2024, 2, 29)


@given(st.lists(st.tuples(MONEY, MONEY), max_size=8))
def test_only_projects_with_both_terms_are_compared(pairs: list[tuple[int | None, int | None]]) -> None:
    both = [(now, base) for now, base in pairs if now is not None and base is not None]
    found = compare(pairs)
    assert found.projects == len(both)
    if not both:
        assert found == Compared(None, None, 0)
        assert (found.change_fen, found.growth) == (None, None)
    else:
        assert found.change_fen == sum(now - base for now, base in both)
        assert found.growth == growth(found.now_fen, found.base_fen)


def test_a_rate_leaves_out_what_lacks_a_plan() -> None:
    parts = [YearToDate(50, 100), YearToDate(70, None), YearToDate(None, 900), YearToDate(10, 0)]
    assert rate(parts) == Fraction(1, 2)
    assert rate([YearToDate(70, None)]) is None


def test_a_start_rate_is_told_with_the_name_of_its_base() -> None:
    assert (
        rate_words(NamedRate("开工率", "已开工", 206, "本年计划开工", 255))
        == "开工率 80.8%（已开工 206 ÷ 本年计划开工 255）"
    )
    assert (
        rate_words(NamedRate("开工率", "已开工", 45, "新续建项目", 60)) == "开工率 75.0%（已开工 45 ÷ 新续建项目 60）"
    )
    assert rate_words(NamedRate("开工率", "已开工", 0, "新续建项目", 0)) == "开工率 —（已开工 0 ÷ 新续建项目 0）"
    jiangmen = Fraction(6290, 6474) - LINEAR.at(date(2025, 10, 31))
    assert format_points(jiangmen) == "+13.8"  # 629.0 of 647.4 at the end of October


def test_a_growth_that_cannot_be_told_says_why() -> None:
    assert "没有两期都已填报" in why_missing(Compared(None, None, 0))
    assert "基期为零" in why_missing(Compared(5, 0, 1))
    assert "基期为负" in why_missing(Compared(5, -3, 1))
    assert why_missing(Compared(5, 4, 2)) == "按两期都已填报的 2 项比较"
