"""What forms hand over: cleaned, checked, and refused in words with the field's name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from tracker.domain import inputs
from tracker.domain.errors import InputError
from tracker.domain.kinds import Role


def test_empty_is_not_filled_in() -> None:
    assert inputs.text("  ", "备注", "note") is None
    assert inputs.day("", "原定", "planned") is None
    assert inputs.word("", Role, "统计口径", "role") is None
    assert inputs.whole(None, "权重", "weight", 100) is None


def test_values_come_clean() -> None:
    assert inputs.text(" 甲 ", "备注", "note") == "甲"
    assert inputs.day("2026年9月5日", "原定", "planned") == date(2026, 9, 5)
    assert inputs.day(date(2026, 9, 5), "原定", "planned") == date(2026, 9, 5)
    assert inputs.word("开工", Role, "统计口径", "role") is Role.START
    assert inputs.whole("２５", "权重", "weight", 100) == 25
    assert inputs.whole(0, "权重", "weight", 100) == 0


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: inputs.required_text(" ", "节点", "f"), "“节点”不能空着"),
        (lambda: inputs.text("字" * 5_000, "备注", "f"), "最多 4000 个字"),
        (lambda: inputs.day("2026-02-30", "原定", "f"), "没有"),
        (lambda: inputs.day(date(1066, 1, 1), "原定", "f"), "1990"),
        (lambda: inputs.required_day(None, "批准日期", "f"), "请填写“批准日期”"),
        (lambda: inputs.word("竣工", Role, "统计口径", "f"), "竣工验收"),
        (lambda: inputs.whole("1.5", "权重", "f", 100), "0 到 100 的整数"),
        (lambda: inputs.whole(-1, "权重", "f", 100), "0 到 100 的整数"),
        (lambda: inputs.whole(101, "权重", "f", 100), "0 到 100 的整数"),
    ],
)
def test_what_is_refused_names_its_field(call: Callable[[], object], words: str) -> None:
    with pytest.raises(InputError, match=words) as caught:
        call()
    assert caught.value.field == "f"


def test_what_other_programs_leave_in_copied_text_goes() -> None:
    """Control characters break the workbook, marks without width hide a name from every search."""
    assert inputs.text("德惠市\u200b卫健局\ufeff", "责任单位", "owner_dept") == "德惠市卫健局"
    assert inputs.text("a\x00b\x07c\x1b", "备注", "note") == "abc"
    assert inputs.text("第一行\r\n第二行\t后", "备注", "note") == "第一行\n第二行\t后"
    assert inputs.text("甲局\r\n乙局 ", "责任单位", "owner_dept", inputs.LONGEST_LINE) == "甲局 乙局"
    assert inputs.text("甲  局", "责任单位", "owner_dept", inputs.LONGEST_LINE) == "甲  局"
