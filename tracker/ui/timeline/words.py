"""What the timeline says in words: a milestone's four dates, how it stands, and what a line reads as."""

from __future__ import annotations

from datetime import date

from tracker.queries.timeline import TimelineNode, TimelineRow
from tracker.ui import light_cells
from tracker.ui.cells import UNFILLED
from tracker.ui.detail.milestone_cells import LATE_RED, compared, signed
from tracker.ui.timeline.lines import Fetched, Line

NO_NODES, NO_DATES = "没有节点", "没有日期"


def four_dates(node: TimelineNode) -> tuple[tuple[str, str], ...]:
    """Return the four dates by name; 预计 is left out where the milestone was reached without one."""
    approved = _day(node.approved) if node.approved else "没有调整"
    actual = f"{node.later_actual}（本报告期之后）" if node.later_actual else _day(node.actual)
    expected = (("预计", _day(node.expected)),) if node.expected or node.actual is None else ()
    return (("原定", _day(node.planned)), ("最新批准", approved), *expected, ("实际", actual))


def standing(node: TimelineNode) -> tuple[str, str]:
    """Return how a milestone stands, and the ink for it."""
    if node.na:
        return "不适用，不计入节点完成率", "text2"
    against = ((node.slip_approved, "比最新批准"), (node.slip_planned, "比原定"))
    said = "，".join(f"{what}{compared(days)}" for days, what in against if days is not None)
    if node.actual is not None:
        return f"已完成，{said}" if said else "已完成", "text2"
    if node.late_days is not None:
        return f"逾期 {node.late_days:,} 天，{said}", late_ink(node.late_days)
    if node.due is None:
        return "原定未填", "text3"
    return f"未到期，预计{said}" if said else "未到期", "text2"


def slip_words(node: TimelineNode) -> tuple[str, str]:
    """Return the days of 偏差 and their ink, empty where there is nothing to compare."""
    if node.slip is None:
        return "", "text2"
    late = late_ink(node.late_days) if node.late_days is not None else "amber_text" if node.slip > 0 else "text"
    return signed(node.slip), late


def late_ink(days: int | None) -> str:
    """Return the ink of days overdue."""
    return "text2" if days is None else "red" if days > LATE_RED else "amber_text"


def emptiness(row: TimelineRow) -> str:
    """Return what stands in place of the marks of a project that has none, "" where it has some."""
    return NO_NODES if not row.nodes else "" if row.dated else NO_DATES


def tooltip(node: TimelineNode) -> str:
    """Return a milestone in full, a line each."""
    lines = [node.title, *(f"{name}　{value}" for name, value in four_dates(node)), standing(node)[0]]
    return "\n".join(lines)


def spoken(line: Line, fetched: Fetched, chosen: TimelineNode | None) -> str:
    """Return a line as it is read out: the project with its light, and the milestone that is chosen."""
    row = fetched.row
    if chosen is not None:
        dates = "，".join(f"{name} {value}" for name, value in four_dates(chosen))
        where = f"{row.name}，" if line.node is None else ""
        return f"{where}{chosen.title}，{dates}，{standing(chosen)[0]}"
    met = sum(node.actual is not None for node in row.nodes if not node.na)
    due = sum(not node.na for node in row.nodes)
    light = light_cells.cell(fetched.light)
    parts = [row.name, light.spoken, row.unit, emptiness(row) or f"{due} 个节点，完成 {met} 个"]
    if row.late_days is not None:
        parts.append(f"逾期 {row.late_days:,} 天")
    return "，".join(part for part in parts if part)


def as_table(row: TimelineRow) -> str:
    """Return a project's milestones for the clipboard: tab between columns, a line for each."""
    head = ("项目名称", "节点", "原定", "最新批准", "预计", "实际", "偏差（天）")
    lines = [
        (row.name, node.title, *(day.isoformat() if day else "" for day in _days(node)), _plain(node.slip))
        for node in row.nodes
    ]
    return "\n".join("\t".join(cells) for cells in (head, *(lines or [(row.name, *[""] * 6)])))


def _days(node: TimelineNode) -> tuple[date | None, ...]:
    """Return the four dates in the columns' order."""
    return (node.planned, node.approved, node.expected, node.actual)


def _plain(days: int | None) -> str:
    """Return days as a spreadsheet reads them."""
    return "" if days is None else str(days)


def _day(day: date | None) -> str:
    """Return a day, or 未填."""
    return UNFILLED if day is None else str(day)
