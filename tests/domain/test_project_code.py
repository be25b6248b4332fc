"""项目代码: both forms are taken as they are, slips are noticed, nothing is refused."""

from __future__ import annotations

import pytest

from tracker.domain.project_code import check, region

# Published codes of the new form, from approvals found on the web.
NEW = [
    "2111-341324-04-01-826424",
    "2603-141124-89-05-346948",
    "2411-130202-89-01-637015",
    "2310-450200-04-01-659209",
    "2504-150702-04-01-556050",
    "2311-445281-04-01-899804",
]
OLD = ["2020-340504-84-01-007947", "2020-440113-84-01-037596", "2020-220183-84-01-012345", "2013-220183-84-01-012345"]


@pytest.mark.parametrize("code", NEW + OLD)
def test_a_published_code_passes_without_a_note(code: str) -> None:
    assert check(code) == (code, ())


def test_every_slip_of_one_digit_is_noticed() -> None:
    slips = [
        code[:at] + other + code[at + 1 :]
        for code in NEW
        for at, digit in enumerate(code)
        if digit.isdigit()
        for other in "0123456789"
        if other != digit
    ]
    assert len(slips) == 1080
    assert [slip for slip in slips if not check(slip).notes] == []


@pytest.mark.parametrize(
    "typed",
    [
        "２１１１－３４１３２４－０４－０１－８２６４２４",
        "2111—341324—04—01—826424",
        "2111–341324–04–01–826424",
        " 2111-341324-04-01- 826424\n",
        "21113413240401826424",
    ],
)
def test_full_width_dashes_and_spaces_become_one_spelling(typed: str) -> None:
    assert check(typed) == ("2111-341324-04-01-826424", ())


def test_an_odd_code_is_kept_with_a_note() -> None:
    code, notes = check("发改审批〔2021〕5号")
    assert code == "发改审批〔2021〕5号"
    assert "24 位" in notes[0]


def test_the_first_four_digits_must_be_a_time() -> None:
    assert "既不是年月" in check("2213-341324-04-01-826424").notes[0]
    assert "既不是年月" in check("1905-341324-04-01-826424").notes[0]


def test_empty_is_no_code() -> None:
    assert check("  ") == (None, ())


def test_the_region_is_read_from_a_whole_code_only() -> None:
    assert region("2111-341324-04-01-826424") == "341324"
    assert region("341324") is None
