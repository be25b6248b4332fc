"""覆盖 as a careful reader uses it: box by box, clause by clause, against the plan's own text."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.conftest import Shell
from tracker.domain.clauses import digest, normalise, split
from tracker.domain.ledger import PlanLedger, find_box, parse_ledger, plan_words
from tracker.queries import coverage as query
from tracker.ui import messages
from tracker.ui.coverage.rows import UNSOURCED
from tracker.ui.main_window import MainWindow
from tracker.ui.pages.coverage import LEFT_OUT, LISTED, CoveragePage

BOX = "专栏1 公共卫生\n完善体制机制。多点触发预警网络；重大传染疾病监测预警系统。\n"


def made_up_ledger() -> PlanLedger:
    """A ledger of invented words for the first box of a plan of the catalogue."""
    text = normalise(BOX)
    said = ["-标题", "-政策性表述", "cc-001=多点触发预警网络", "cc-002=重大传染疾病监测预警系统"]
    clauses = [f"{one.start}-{one.end}" for one in split(text)]
    if len(clauses) < len(said):  # the heading and the sentence after it are one clause
        said = said[1:]
    lines = [f"{clause} {verdict}" for clause, verdict in zip(clauses, said, strict=True)]
    head = f"plan 001 plan-changchun\nbox 1 box-changchun-1 lines 1-2 length {len(text)} sha {digest(text)}"
    return parse_ledger("a", "\n".join([head, *lines]))


@pytest.fixture
def page(shell: Shell) -> CoveragePage:
    """覆盖 of the shipped catalogue."""
    return open_page(shell[0])


def open_page(window: MainWindow) -> CoveragePage:
    """Open 覆盖."""
    window.pages.show_page("coverage")
    page = window.pages.current
    assert isinstance(page, CoveragePage)
    return page


def cells(page: CoveragePage, key: str) -> list[str]:
    """A column of the clauses, from top to bottom."""
    place = [column.key for column in page.verdicts.columns].index(key)
    return [str(page.verdicts.index(row, place).data() or "") for row in range(page.verdicts.rowCount())]


def show(page: CoveragePage, which: str) -> None:
    """Choose which clauses are listed."""
    page.which.setCurrentText(which)
    page.which.activated.emit(page.which.currentIndex())


def test_the_first_box_is_shown_with_its_projects_and_reasons(page: CoveragePage) -> None:
    assert "5 个规划，29 个专栏，578 条条款，每条都有结论" in page.summary.text()
    listed = cells(page, "listed")
    assert listed[0] == "不列：标题"
    assert "长春市多点触发预警网络建设" in listed
    assert cells(page, "words")[0] == "未指定原文"
    show(page, LEFT_OUT)
    assert cells(page, "listed") == ["不列：标题", "不列：政策性表述"]
    show(page, LISTED)
    assert not any(text.startswith("不列") for text in cells(page, "listed"))


def test_the_plan_without_boxes_says_so_and_asks_for_no_text(page: CoveragePage) -> None:
    page.left.select_key("plan-jiaohe")
    assert page._empty is not None
    assert page._empty.sentence.text() == "这个规划没有专栏（0 个）"
    assert page.verdicts.rowCount() == 0
    page.left.select_key(UNSOURCED)
    assert page._empty is not None
    assert page._empty.sentence.text() == "没有自行添加的项目"
    page.left.select_key("plan-changchun")
    assert page._empty is not None
    assert page._empty.sentence.text() == "7 个专栏"


def test_enter_opens_the_project_of_a_clause(shell: Shell, page: CoveragePage) -> None:
    assert not page.open_button.isEnabled()
    row = page.verdicts.rows()[cells(page, "listed").index("长春市多点触发预警网络建设")]
    page.right.select_key(row.key)
    assert page.open_button.isEnabled()
    QTest.keyClick(page.right, Qt.Key.Key_Return)
    assert shell[0].pages.current_key == "projects"


def test_the_printed_words_come_from_the_file_the_user_names(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(query, "shipped_ledgers", lambda: (made_up_ledger(),))
    page = open_page(shell[0])
    text = tmp_path / "规划.txt"
    text.write_bytes(f"第一章\n\n{BOX}其他\n".encode("gb18030"))
    monkeypatch.setattr(messages, "ask_open", lambda *_: text)
    page.choose_text.click()
    assert "重大传染疾病监测预警系统。" in cells(page, "words")
    assert "1 个专栏与登记时完全一致" in page.source.text()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (BOX.replace("预警网络", "报警网络") + "附：" + BOX[:3], "找不到这个规划的任何专栏"),
        ("", "找不到这个规划的任何专栏"),
    ],
)
def test_another_text_is_told_apart(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str, told: str
) -> None:
    page = open_page(shell[0])
    text = tmp_path / "别的.txt"
    text.write_text(content, "utf-8")
    monkeypatch.setattr(messages, "ask_open", lambda *_: text)
    page.choose_text.click()
    assert told in page.source.text()
    text.unlink()
    page.texts.forget()
    page._show()
    assert "读不到" in page.source.text()


def test_a_box_that_reads_otherwise_is_named_with_the_words_that_are_gone(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = made_up_ledger()
    other = f"box 2 box-changchun-2 lines 4-4 length 4 sha {digest('专栏2乙')}\n0-4 -标题\n"
    two = parse_ledger("b", f"plan 001 plan-changchun\n{other}")
    both = PlanLedger(ledger.prefix, ledger.uid, (*ledger.boxes, *two.boxes))
    monkeypatch.setattr(query, "shipped_ledgers", lambda: (both,))
    page = open_page(shell[0])
    text = tmp_path / "规划.txt"
    text.write_text(BOX.replace("预警网络", "报警网络") + "专栏2乙\n", "utf-8")
    monkeypatch.setattr(messages, "ask_open", lambda *_: text)
    page.choose_text.click()
    said = page.source.text()
    assert "专栏1" in said
    assert "“多点触发预警网络”" in said
    assert "专栏2" not in said
    assert "原文里找不到" in cells(page, "words")


def test_a_box_is_found_wherever_it_stands_but_not_when_a_word_differs() -> None:
    (box,) = made_up_ledger().boxes
    assert find_box(plan_words(f"前言\n\n\n{BOX}\n后文".encode()), box) == normalise(BOX)
    assert find_box(plan_words(BOX.replace("多点", "多处").encode()), box) is None
