"""Checks on money: each is a finished sentence, and silent where there is nothing to say or to compare."""

from __future__ import annotations

import pytest

from tracker.domain.kinds import MoneyKind
from tracker.domain.warnings import (
    Standing,
    change_warnings,
    fall_sentence,
    jump_question,
    plan_over_rest,
    sources_against_total,
    standing_warnings,
    taken_for_wan,
)

WAN = 1_000_000


def test_paid_beyond_arrived_reads_as_people_write_it() -> None:
    line = Standing(arrived=700 * WAN, paid=740 * WAN)
    assert list(standing_warnings(line)) == [
        "累计支付 740.00 万元大于累计到位 700.00 万元，差 40.00 万元。可以保存，请填写说明。"
    ]


def test_a_source_is_named_and_what_was_said_is_shown() -> None:
    line = Standing("县级财政", arrived=700 * WAN, paid=740 * WAN, reasons={MoneyKind.PAID: "县里先垫付。"})
    assert list(standing_warnings(line)) == [
        "县级财政累计支付 740.00 万元大于累计到位 700.00 万元，差 40.00 万元。已说明：县里先垫付。"
    ]


def test_paid_beyond_done_asks_about_an_advance() -> None:
    assert "预付款" in next(iter(standing_warnings(Standing(done=100 * WAN, paid=130 * WAN))))


def test_allocated_beyond_investment() -> None:
    (sentence,) = standing_warnings(Standing(investment=100 * WAN, allocated=101 * WAN))
    assert sentence.startswith("累计下达 101.00 万元大于总投资 100.00 万元，差 1.00 万元。")


@pytest.mark.parametrize(("done", "count"), [(110 * WAN, 0), (110 * WAN + 1, 1)])
def test_the_edge_of_a_hundred_and_ten_per_cent(done: int, count: int) -> None:
    assert len(list(standing_warnings(Standing(investment=100 * WAN, done=done)))) == count


def test_equal_figures_and_unknown_ones_are_silent() -> None:
    assert list(standing_warnings(Standing(investment=5, allocated=5, arrived=5, done=5, paid=5))) == []
    assert list(standing_warnings(Standing(paid=5))) == []
    assert list(standing_warnings(Standing(investment=0))) == []


def test_yuan_typed_as_wan() -> None:
    assert jump_question(11_800_000 * WAN, 1_180 * WAN) == (
        "填入的 11,800,000 是上期数的 10,000 倍，像是把元当成了万元。折合 1,180.00 万元，是否改用？"
    )
    assert taken_for_wan(8_200_000 * WAN, 880 * WAN) == 820 * WAN  # it had fallen a little as well
    assert taken_for_wan(2_000 * WAN, 1 * WAN) is None  # a first payment of one 万元 is no such slip
    assert taken_for_wan(2_000 * WAN, 0) is None
    assert taken_for_wan(None, 5) is None


def test_a_fall_is_told_with_its_reason() -> None:
    assert fall_sentence("累计完成投资", 820 * WAN, 880 * WAN) == (
        "累计完成投资比上期少 60.00 万元。累计数一般只增不减；确属核减的，请写明原因后保存。"
    )
    assert list(change_warnings("累计完成投资", 820 * WAN, 880 * WAN, "审计核减")) == [
        "累计完成投资比上期少 60.00 万元。已说明：审计核减。"
    ]
    assert list(change_warnings("累计完成投资", 880 * WAN, 880 * WAN, None)) == []


def test_a_plan_beyond_what_is_left() -> None:
    sentence = plan_over_rest(2026, 500 * WAN, 1_000 * WAN, 600 * WAN)
    assert sentence is not None
    assert "大于剩余投资 400.00 万元" in sentence
    assert plan_over_rest(2026, 400 * WAN, 1_000 * WAN, 600 * WAN) is None
    assert plan_over_rest(2026, 400 * WAN, 1_000 * WAN, None) is None


def test_sources_beyond_the_stated_total() -> None:
    assert sources_against_total(100, 100) is None
    assert sources_against_total(None, 100) is None
    assert (sources_against_total(100 * WAN, 101 * WAN) or "").startswith("各资金来源合计 101.00 万元大于总投资")
