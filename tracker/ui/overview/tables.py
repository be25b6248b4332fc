"""The columns of the tables of 概览 and of the lists behind them."""

from __future__ import annotations

from datetime import date

from tracker.domain.figures import Group
from tracker.domain.money import format_percent
from tracker.queries.due import DueNode
from tracker.queries.history import HistoryRow
from tracker.queries.overview import DueList
from tracker.queries.problems import ProblemRow
from tracker.ui import figure_cells
from tracker.ui.cells import EMPTY, Cell, unfilled
from tracker.ui.table_model import Column

_SOON = 7  # days left from which a date is amber


def unit_columns(*, weighted: bool) -> tuple[Column[Group], ...]:
    """Return completion by unit: the mean over its projects, or weighed by 总投资."""

    def rate(row: Group) -> Cell:
        found = row.node_weighted if weighted else row.node_mean
        if found.value is None:
            return unfilled("没有可算的项目：里程碑未填" + ("，或总投资未填" if weighted else ""), hatch=True)
        out = row.projects - found.projects
        tip = f"{row.label} {format_percent(found.value)} %，{row.projects} 项，未填 {out} 项不计入"
        return figure_cells.rate(found.value, tooltip=tip)

    return (
        Column("unit", "上报单位", lambda row: Cell(row.label), width=104, elide="middle"),
        Column("rate", "节点完成率", rate, "%", width=190, align="bar", stretch=True),
        Column("projects", "项数", lambda row: Cell(f"{row.projects} 项", "text2"), width=56, align="right"),
    )


def _day(day: date | None) -> Cell:
    """Return a date."""
    return unfilled() if day is None else Cell(f"{day}", "text2")


def _held(row: DueNode) -> Cell:
    """Return the day a milestone is held to, and by whose date."""
    if row.due is None:
        return unfilled("还没有原定和批准日期")
    whose = f"最新批准 {row.approved}" if row.approved else "没有批准过调整，按原定"
    return Cell(f"{row.due}", "text2", tooltip=f"{whose}；原定 {row.first_planned or row.planned or '未填'}")


def _days(row: DueNode) -> Cell:
    """Return how many days are left, or how late it is, by 最新批准."""
    if row.days_left is None:
        return EMPTY
    if row.late_days is not None:
        return figure_cells.late(row.late_days, f"按最新批准（没有的按原定）已逾期 {row.late_days} 天")
    text = "今天" if row.days_left == 0 else f"余 {row.days_left}"
    spoken = "今天到期" if row.days_left == 0 else f"还剩 {row.days_left} 天"
    return Cell(text, "amber_text" if row.days_left <= _SOON else "text2", spoken=spoken)


def _against_planned(row: DueNode) -> Cell:
    """Return the days behind the first frozen 原定, which no approval moves."""
    days = row.slip_planned
    if days is None:
        return EMPTY
    words = f"比原定晚 {days} 天" if days > 0 else f"比原定早 {-days} 天" if days < 0 else "与原定相同"
    return Cell(f"{days:+d}".replace("-", "−") if days else "0", "text2", tooltip=words, spoken=words)


def due_columns(kind: DueList, *, whole: bool = False) -> tuple[Column[DueNode], ...]:
    """Return the columns of a list of milestones; the *whole* list has unit and person too, and can be sorted."""
    days = "逾期" if kind is DueList.OVERDUE else "还剩" if kind is not DueList.NEXT else "逾期/还剩"
    name = Column[DueNode](
        "project", "项目", lambda row: Cell(row.project), width=150, stretch=True, elide="middle", sort=_name
    )
    node = Column[DueNode]("node", "节点", lambda row: Cell(row.title), width=88, sort=lambda row: row.title)
    dates = (
        Column[DueNode]("due", "到期日", _held, width=76, sort=lambda row: row.due),
        Column[DueNode]("days", days, _days, "天", width=62, align="right", sort=lambda row: row.days_left),
        Column[DueNode](
            "planned", "比原定", _against_planned, "天", width=50, align="right", sort=lambda row: row.slip_planned
        ),
    )
    if not whole:
        return (name, node, *dates)
    return (
        name,
        Column("unit", "上报单位", lambda row: Cell(row.unit), width=90, sort=lambda row: row.unit),
        node,
        Column(
            "first", "原定", lambda row: _day(row.first_planned or row.planned), width=80, sort=lambda row: row.planned
        ),
        *dates,
        Column("expected", "预计", lambda row: _day(row.expected), width=80, sort=lambda row: row.expected),
        Column("dept", "责任单位", lambda row: Cell(row.owner_dept or ""), width=110, sort=lambda row: row.owner_dept),
        Column("owner", "责任人", lambda row: Cell(row.owner or ""), width=70, sort=lambda row: row.owner),
    )


def _name(row: DueNode) -> str:
    """Return what rows are ordered by name with."""
    return row.project


def problem_columns() -> tuple[Column[ProblemRow], ...]:
    """Return the problems past their deadline."""
    return (
        Column("problem", "问题", _problem, width=130, stretch=True),
        Column("unit", "上报单位", lambda row: Cell(row.unit, "text2"), width=74),
        Column("level", "协调层级", lambda row: Cell(row.level or "", "text2"), width=60),
        Column(
            "late",
            "超期",
            lambda row: figure_cells.late(row.late_days),
            "天",
            width=46,
            align="right",
            tooltip="超期天数",
        ),
    )


def _problem(row: ProblemRow) -> Cell:
    """Return a problem; its project and deadline are in the tooltip."""
    return Cell(row.description, tooltip=f"{row.description}\n{row.project}，解决时限 {row.deadline}")


def recent_columns() -> tuple[Column[HistoryRow], ...]:
    """Return the last actions."""
    return (
        Column("at", "时间", lambda row: Cell(row.at[5:], "text2", tooltip=row.at), width=82),
        Column("who", "操作人", lambda row: Cell(row.who), width=64),
        Column("what", "操作", _what, width=150, stretch=True),
    )


def _what(row: HistoryRow) -> Cell:
    """Name the deed and the project; one that was taken back is grey and says so."""
    project = row.projects[0][1] if row.projects else ""
    tip = "\n".join((row.what, *([project] if project else []), *row.lines[:6]))
    return Cell(f"{row.what}（已撤销）", "text3", tooltip=tip) if row.undone else Cell(row.what, tooltip=tip)
