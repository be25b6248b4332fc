"""Cutting a box into clauses; the text here is made up."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tracker.domain import clauses

TEXT = "专栏9 示例\n\t[bookmark: _x1]1.甲工程。建设甲院、乙院（含丙、丁）；推进“三、四”行动，\n2.乙工程。末句\n"


def test_a_box_is_cut_at_stops_outside_quotes_and_brackets() -> None:
    cut = clauses.split(clauses.normalise(TEXT))
    assert [clause.text for clause in cut] == [
        "专栏9示例\n",
        "1.甲工程。",
        "建设甲院、",
        "乙院（含丙、丁）；",
        "推进“三、四”行动，\n",
        "2.乙工程。",
        "末句",
    ]


def test_an_unclosed_bracket_ends_with_its_line() -> None:
    cut = clauses.split(clauses.normalise("甲（乙、丙\n丁、戊"))
    assert [clause.text for clause in cut] == ["甲（乙、丙\n", "丁、", "戊"]


@given(st.text(alphabet="甲乙。；、\n“”（）() 　1", max_size=60))
def test_clauses_cover_the_text_without_gap_or_overlap(text: str) -> None:
    box = clauses.normalise(text)
    cut = clauses.split(box)
    assert "".join(clause.text for clause in cut) == box
    assert all(box[clause.start : clause.end] == clause.text for clause in cut)
    assert [clause.start for clause in cut[1:]] == [clause.end for clause in cut[:-1]]
