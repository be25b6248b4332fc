"""The words and cells of problems, in a project's tab and on the page of all problems alike."""

from __future__ import annotations

from collections.abc import Callable

from tracker.domain.dates import format_day
from tracker.domain.kinds import ProblemCategory, ProblemLevel
from tracker.queries.problems import ProblemRow
from tracker.ui.cells import EMPTY, UNFILLED, Cell, unfilled
from tracker.ui.detail.milestone_cells import LATE_RED, written
from tracker.ui.table_model import Column

LABELS = {
    "description": "问题描述",
    "category": "问题类别",
    "level": "协调层级",
    "owner": "责任单位或责任人",
    "deadline": "解决时限",
    "opened_on": "提出日期",
    "closed_on": "销号日期",
    "result": "解决情况",
}
CATEGORIES = [("", UNFILLED), *((word, word) for word in ProblemCategory)]
LEVELS = [("", UNFILLED), *((word, word) for word in ProblemLevel)]
_NAMED = 16  # characters of a description in the name of a deed
Text = Callable[[ProblemRow], str]


def short(row: ProblemRow) -> str:
    """Return the beginning of a problem's description, to name it by."""
    text = row.description
    return text if len(text) <= _NAMED else f"{text[: _NAMED - 1]}…"


def standing(row: ProblemRow) -> str:
    """Return how a problem stands, in words."""
    if row.closed_on is not None:
        later = "" if not row.open else "（在本报告期之后，本期仍列为未解决）"
        return f"{row.closed_on} 已销号{later}"
    if row.later:
        return f"{row.opened_on} 提出，在本报告期之后，本期的报表不列"
    if row.late_days is not None:
        return f"未解决，已超过时限 {row.late_days} 天"
    return "未解决"


def tab_columns() -> tuple[Column[ProblemRow], ...]:
    """Return the columns of a project's own list."""
    return (
        Column("description", "问题", _description, width=150, stretch=True),
        Column("category", "类别", lambda row: _plain(row.category), width=42),
        Column("level", "协调层级", lambda row: _plain(row.level), width=60),
        Column("deadline", "时限", _deadline, width=61),
        Column("state", "状态", _state, width=66),
    )


def page_columns(blocked: Callable[[], str | None]) -> tuple[Column[ProblemRow], ...]:
    """Return the columns of all problems; nothing can be edited while *blocked* gives a reason."""

    def edit(text: Text) -> Callable[[ProblemRow], str | None]:
        return lambda row: None if blocked() else text(row)

    return (
        Column("project", "项目", lambda row: Cell(row.project, tooltip=row.project), width=150, elide="middle"),
        Column("unit", "上报单位", lambda row: Cell(row.unit, "text2"), width=82),
        Column(
            *("description", "问题", _description),
            width=160,
            stretch=True,
            edit=edit(lambda row: row.description),
        ),
        Column(
            *("category", "类别", lambda row: _plain(row.category)),
            width=52,
            edit=edit(lambda row: row.category or UNFILLED),
            choices=lambda _row: [label for _, label in CATEGORIES],
        ),
        Column(
            *("level", "协调层级", lambda row: _plain(row.level)),
            width=64,
            edit=edit(lambda row: row.level or UNFILLED),
            choices=lambda _row: [label for _, label in LEVELS],
        ),
        Column("owner", "责任人", _owner, width=92, edit=edit(lambda row: row.owner or "")),
        Column("deadline", "时限", _deadline, width=66, edit=edit(lambda row: format_day(row.deadline))),
        Column("late", "逾期 天", _late, width=56, align="right"),
        Column("state", "状态", _stands, width=60),
        Column("result", "结果", _result, width=110, edit=edit(lambda row: row.result or "")),
    )


def late_ink(days: int) -> str:
    """Return the ink of days past the deadline."""
    return "red" if days > LATE_RED else "amber_text"


def _state(row: ProblemRow) -> Cell:
    """Show how a problem stands, with the days past its deadline."""
    if row.closed_on is None and not row.later and row.late_days is not None:
        said = standing(row)
        return Cell(f"超 {row.late_days} 天", late_ink(row.late_days), tooltip=said, spoken=said)
    return _stands(row)


def _stands(row: ProblemRow) -> Cell:
    """Show whether a problem is solved."""
    said = standing(row)
    if row.closed_on is not None:
        return Cell("已销号", "text2", tooltip=said)
    if row.later:
        return Cell("本期之后", "text2", tooltip=said, spoken=said)
    return Cell("未解决", tooltip=said)


def _late(row: ProblemRow) -> Cell:
    """Show the days past the deadline of a problem that nobody has solved yet."""
    if row.late_days is None or row.closed_on is not None:
        return EMPTY
    return Cell(f"{row.late_days:,}", late_ink(row.late_days), tooltip=standing(row), spoken=standing(row))


def _plain(text: str | None) -> Cell:
    """Show a word, or 未填."""
    return Cell(text) if text else unfilled()


def _owner(row: ProblemRow) -> Cell:
    """Show who has to act."""
    return Cell(row.owner, tooltip=row.owner) if row.owner else unfilled()


def _deadline(row: ProblemRow) -> Cell:
    """Show until when."""
    return Cell(written(row.deadline)) if row.deadline else unfilled()


def _description(row: ProblemRow) -> Cell:
    """Show what stands in the way; grey once it is solved."""
    return Cell(row.description, "text2" if row.closed_on else "text", tooltip=row.description)


def _result(row: ProblemRow) -> Cell:
    """Show what came of it; a problem not solved yet need not have a result."""
    return Cell(row.result, "text2", tooltip=row.result) if row.result else EMPTY
