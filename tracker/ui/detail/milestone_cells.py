"""How milestones read: the table's columns, and a milestone in one sentence."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from tracker.domain.dates import format_day, parse_day
from tracker.queries.milestones import MilestoneRow
from tracker.ui.cells import EMPTY, Cell, not_applicable, unfilled
from tracker.ui.table_model import Column

LATE_RED = 30  # days
_TWO_DIGIT_YEAR = re.compile(r"\s*(\d{2}[-/.]\d{1,2}[-/.]\d{1,2})\s*")


def typed_day(text: str, year: int) -> date | None:
    """Read a day as it is typed into the table: 9-5 is in *year*, 26-9-5 as the table itself writes it."""
    short = _TWO_DIGIT_YEAR.fullmatch(text)
    return parse_day(f"20{short[1]}" if short else text, year)


def written(day: date) -> str:
    """Return a day as the table writes it: ``26-11-15``."""
    return f"{day:%y-%m-%d}"


def approved_of(row: MilestoneRow) -> date | None:
    """Return 最新批准 as last entered, also where it was decided after the report's date."""
    return row.later_approved or row.approved


def expected_of(row: MilestoneRow) -> date | None:
    """Return 预计 as last entered, also where it was made after the report's date."""
    return row.later_expected or row.expected


def signed(days: int) -> str:
    """Return days with their sign: ``+30``, ``−14``, ``0``."""
    return f"{days:+,}".replace("-", "−") if days else "0"


def compared(days: int) -> str:
    """Return days in words: ``晚 30 天``, ``早 14 天``, ``按期``."""
    return f"晚 {days:,} 天" if days > 0 else f"早 {-days:,} 天" if days < 0 else "按期"


def columns(editable: Callable[[], bool]) -> tuple[Column[MilestoneRow], ...]:
    """Return the table's columns; *editable* says whether anything may be changed now."""

    def text(value: Callable[[MilestoneRow], str | None]) -> Callable[[MilestoneRow], str | None]:
        return lambda row: value(row) if editable() else None

    def day(value: Callable[[MilestoneRow], date | None]) -> Callable[[MilestoneRow], str | None]:
        return text(lambda row: None if row.na else format_day(value(row)))

    locked = text(lambda row: None if row.planned_locked or row.na else format_day(row.planned))
    return (
        Column("met", "", _tick, width=24),
        Column("title", "节点", _title, width=60, stretch=True, edit=text(lambda row: row.title)),
        Column("weight", "权重", _weight, width=36, align="right", edit=text(lambda row: str(row.weight))),
        Column("planned", "原定", _planned, width=61, edit=locked, tooltip="开工或冻结后锁定，只能更正"),
        Column("approved", "最新批准", _approved, width=61, edit=day(approved_of), tooltip="要有批准文号和日期"),
        Column("expected", "预计", _expected, width=61, edit=day(expected_of)),
        Column("actual", "实际", _actual, width=61, edit=day(lambda row: row.actual)),
        Column("slip", "偏差 天", _slip, "批准 | 原定", width=72, align="right", tooltip="正数为晚，负数为早"),
    )


def _tick(row: MilestoneRow) -> Cell:
    """Show whether a milestone was reached by the report's date."""
    if row.actual is None or row.na:
        return Cell(spoken="不适用" if row.na else "未完成")
    if row.met:
        return Cell(icon="checkmark", icon_ink="green", tooltip=f"{row.actual} 完成", spoken="已完成")
    return Cell(
        icon="checkmark",
        icon_ink="text3",
        tooltip=f"{row.actual} 完成，在本报告期之后，本期不计",
        spoken="本期之后完成",
    )


def _title(row: MilestoneRow) -> Cell:
    """Show the name, what figures read it as in the tooltip."""
    return Cell(
        row.title, "text3" if row.na else "text", tooltip=f"{row.title}（统计为“{row.role}”）" if row.role else ""
    )


def _weight(row: MilestoneRow) -> Cell:
    """Show the weight; that of a milestone that does not apply counts for nothing."""
    return not_applicable("不适用的节点不计权重") if row.na else Cell(str(row.weight))


def _date(row: MilestoneRow, day: date | None, ink: str, tooltip: str = "") -> Cell:
    """Show one of the four dates."""
    if row.na:
        return not_applicable(ground=True)
    return unfilled() if day is None else Cell(written(day), ink, tooltip=tooltip or str(day), spoken=str(day))


def _planned(row: MilestoneRow) -> Cell:
    """Show 原定, with the one first fixed in the tooltip where it was corrected."""
    first = row.first_planned
    corrected = f"；最初的原定为 {first}" if first is not None and first != row.planned else ""
    fixed = f"，{row.frozen_on} 冻结" if row.frozen_on else "，开工后锁定" if row.planned_locked else ""
    return _date(row, row.planned, "text2", f"{row.planned}{fixed}{corrected}")


def _approved(row: MilestoneRow) -> Cell:
    """Show 最新批准 with its paper in the tooltip; nothing where nothing was ever adjusted."""
    day = approved_of(row)
    if day is None and not row.na:
        return EMPTY
    paper = f"{day}（{row.approval_number}，{row.approval_reason}）" if row.approval_number else str(day)
    later = row.later_approved
    return _date(
        row, day, "text", f"{later}，批准日期在本报告期之后，本期仍按 {row.approved or row.planned}" if later else paper
    )


def _expected(row: MilestoneRow) -> Cell:
    """Show 预计; a milestone that was reached needs none."""
    day = expected_of(row)
    if day is None and (row.actual is not None) and not row.na:
        return EMPTY
    return _date(
        row, day, "text", f"{day}，{row.observed_on} 估计" if row.observed_on and not row.later_expected else ""
    )


def _actual(row: MilestoneRow) -> Cell:
    """Show 实际."""
    return _date(row, row.actual, "text" if row.met else "text2")


def _slip(row: MilestoneRow) -> Cell:
    """Show the days against 最新批准, and beside them those against the first 原定."""
    days, first = row.slip_approved, row.slip_planned
    if days is None and first is None:
        return EMPTY
    late = days is not None and days > 0
    ink = "red" if (row.late_days or 0) > LATE_RED else "amber_text" if late else "text"
    against = [(days, "比最新批准"), (first, "比最初的原定")]
    said = "，".join(f"{what}{compared(found)}" for found, what in against if found is not None)
    side = "" if first is None else signed(first)
    return Cell("" if days is None else signed(days), ink, side=side, tooltip=said, spoken=said)


def sentence(row: MilestoneRow) -> tuple[str, str]:
    """Return how a milestone stands, in words, and the ink for it."""
    if row.na:
        return "不适用，不计入节点完成率", "text2"
    against = [(row.slip_approved, "比最新批准"), (row.slip_planned, "比原定")]
    said = "，".join(f"{what}{compared(days)}" for days, what in against if days is not None)
    if row.actual is not None:
        when = "已完成" if row.met else "已完成（在本报告期之后）"
        return f"{when}，{said}" if said else when, "text2"
    if row.late_days is not None:
        return f"逾期 {row.late_days:,} 天，{said}", "red" if row.late_days > LATE_RED else "amber_text"
    if row.planned is None and approved_of(row) is None:
        return "原定未填", "text3"
    return f"未到期，预计{said}" if said else "未到期", "text2"
