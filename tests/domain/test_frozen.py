"""Rows a closing keeps come back as they were, and rows of an older program are still read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.figures import Rate, Sum
from tracker.domain.frozen import from_text, to_text
from tracker.domain.kinds import Counting


@dataclass(frozen=True)
class Line:
    """A row with every type that rows of figures have."""

    name: str
    rate: Rate
    total: Sum
    day: date | None
    counting: Counting
    states: Mapping[str, int]
    before: Mapping[int | None, Fraction]
    nested: tuple[tuple[str, tuple[str, ...]], ...]


ratio = st.none() | st.fractions()
line = st.builds(
    Line,
    name=st.text(),
    rate=st.builds(Rate, ratio, st.integers(0)),
    total=st.builds(Sum, st.none() | st.integers(), st.integers(0), st.integers(0)),
    day=st.none() | st.dates(),
    counting=st.sampled_from(Counting),
    states=st.dictionaries(st.text(), st.integers()),
    before=st.dictionaries(st.none() | st.integers(), st.fractions()),
    nested=st.lists(st.tuples(st.text(), st.lists(st.text()).map(tuple))).map(tuple),
)


@given(line)
def test_a_row_comes_back_exactly(row: Line) -> None:
    assert from_text(Line, to_text(row)) == row


@dataclass(frozen=True)
class Old:
    """A row as an earlier program wrote it."""

    name: str
    gone: int


@dataclass(frozen=True)
class New:
    """The same row as a later program has it."""

    name: str
    added: int | None
    flag: bool
    listed: tuple[str, ...] = field(default=("旧",))


def test_a_later_program_reads_an_earlier_row() -> None:
    assert from_text(New, to_text(Old("德惠市医院", 1))) == New("德惠市医院", None, flag=False)


def test_what_is_no_row_is_not_written() -> None:
    with pytest.raises(TypeError):
        to_text(1.5)
