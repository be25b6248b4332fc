"""The columns of the list of projects."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from tracker.domain.custom import CustomColumn, CustomKind
from tracker.domain.figures import Figures
from tracker.domain.office import Office
from tracker.queries.lights import ProjectLight
from tracker.queries.projects import ListRow as Row
from tracker.queries.projects import Order, Sort
from tracker.ui import figure_cells, light_cells
from tracker.ui.cells import Cell
from tracker.ui.projects import row_cells
from tracker.ui.projects.editing import CHOICES
from tracker.ui.table_model import Column

FROZEN = 2  # 灯 and 项目名称 stay in sight while the rest scrolls
NAME = 1  # where 项目名称 stands
AsOf = Callable[[], date]
LightOf = Callable[[int], ProjectLight | None]
Known = Callable[[Figures], tuple[int | None, bool]]


def columns(as_of: AsOf, light_of: LightOf, office: Office) -> tuple[Column[Row], ...]:
    """Return the columns; *as_of* and *light_of* are asked whenever a cell is made: date of the figures, a light.

    *office* has the columns of its own, and its word for the leader.
    """
    light = _own("light", "灯", lambda row: light_cells.cell(light_of(row.project_id)), width=54)
    return (
        replace(light, tooltip="按亮灯规则得出；悬停看原因和怎样转绿"),
        *_facts(as_of),
        *_figures(as_of, light_of),
        *(_of_office(column) for column in office.custom),
        *_hidden_facts(office.leader_label),
        *_hidden_figures(),
    )


def _facts(as_of: AsOf) -> tuple[Column[Row], ...]:
    """Return the columns that say what and where a project is, and where it stands."""
    cells = row_cells
    return (
        Column("name", "项目名称", cells.name, width=218, stretch=True, elide="middle", sort=Sort.NAME),
        Column("unit", "上报单位", lambda row: cells.quiet(row, row.unit), width=84, sort=Sort.UNIT),
        Column("kind", "类别", cells.kind, width=44, sort=Sort.KIND),
        _chosen(Column("nature", "建设性质", cells.nature, width=66, sort=Sort.NATURE), lambda row: row.nature),
        Column("box", "专栏", cells.box, width=56, sort=Sort.BOX, tooltip="规划简称 + 专栏序号；悬停看全称"),
        _own("state", "状态", cells.state, width=50, sort=Sort.STATE),
        _own("next", "下一节点", lambda row: cells.next_node(row, as_of()), width=124, sort=Sort.NEXT),
        replace(_own("late", "逾期", cells.late, width=44, sort=Sort.LATE), unit="天", align="right"),
    )


def _figures(as_of: AsOf, light_of: LightOf) -> tuple[Column[Row], ...]:
    """Return the columns of progress and money that are shown at first."""
    cells = row_cells
    lead = _own(
        "lead", "比序时", lambda row: cells.lead(row, as_of(), light_of(row.project_id)), width=56, sort=Sort.LEAD
    )
    year_rate = _own(
        "year_rate", "年度投资完成率", lambda row: cells.year_rate(row, as_of(), light_of(row.project_id)), width=104
    )
    filled = _own("filled", "最近填报", lambda row: cells.filled(row, as_of()), width=64, sort=Sort.FILLED)
    percent = _own("percent", "形象进度", cells.percent, width=64, sort=Sort.PERCENT)
    return (
        replace(_own("node_rate", "节点完成率", cells.node_rate, width=92, sort=Sort.NODE_RATE), unit="%", align="bar"),
        replace(percent, unit="%", align="right"),
        _typed_amount("investment", "总投资", lambda f: (f.investment_fen, f.investment_na), Sort.INVESTMENT),
        _amount("done", "累计完成", cells.done, sort=Sort.DONE),
        replace(year_rate, unit="%，竖线＝序时", align="bar", sort=Sort.YEAR_RATE),
        replace(lead, unit="百分点", align="right"),
        replace(filled, align="center", tooltip="最近一次填报的报告期末日；早于本季度的标黄"),
    )


def _of_office(column: CustomColumn) -> Column[Row]:
    """Return a column of the office's own, to be typed into or chosen in."""

    def held(row: Row) -> str | None:
        return row.custom.get(column.key)

    number = column.kind is CustomKind.NUMBER
    cell = row_cells.number if number else row_cells.text
    made = replace(
        _own(column.key, column.label, lambda row: cell(held(row)), width=_OWN_WIDTHS[column.kind]),
        align="right" if number else "left",
        sort=Order(Sort.CUSTOM, custom=column.key, number=number),
        edit=row_cells.text_to_edit(held),
        tooltip=f"{column.label}（自定义栏，{column.kind}）",
    )
    return replace(made, choices=lambda _row: ("", *column.choices)) if column.kind is CustomKind.CHOICE else made


_OWN_WIDTHS = {CustomKind.TEXT: 110, CustomKind.NUMBER: 80, CustomKind.DATE: 84, CustomKind.CHOICE: 80}


def _hidden_facts(leader: str) -> tuple[Column[Row], ...]:
    """Return the facts that are hidden at first."""
    deadline = _text("deadline_text", "规划时限", lambda row: row.deadline_text, width=90)
    return (
        replace(_typed("owner_dept", "责任单位", lambda row: row.owner_dept, width=110), sort=Sort.OWNER_DEPT),
        replace(_typed("owner", "责任人", lambda row: row.owner, width=72), sort=Sort.OWNER),
        replace(_typed("leader", leader, lambda row: row.leader, width=84), sort=Sort.LEADER),
        replace(deadline, sort=Sort.DEADLINE),
        Column("programme", "工程", lambda row: row_cells.quiet(row, row.programme), width=180, hidden=True),
        replace(
            _chosen(_text("level", "级别", lambda row: row.level, width=60), lambda row: row.level), sort=Sort.LEVEL
        ),
        _typed("note", "备注", lambda row: row.note, width=160),
    )


def _hidden_figures() -> tuple[Column[Row], ...]:
    """Return the figures that are hidden at first."""
    year_plan = _typed_amount("year_plan", "年度计划", lambda f: (f.year_plan_fen, f.year_plan_na), Sort.YEAR_PLAN)
    return (
        replace(year_plan, hidden=True),
        _amount("year_done", "年初至今", row_cells.year_done, hidden=True),
        _amount("allocated", "累计下达", _known(lambda f: (f.allocated_fen, False)), hidden=True),
        _amount("arrived", "累计到位", _known(lambda f: (f.arrived_fen, f.arrived_na)), hidden=True),
        _amount("paid", "累计支付", _known(lambda f: (f.paid_fen, f.paid_na)), hidden=True),
    )


def _own(key: str, title: str, cell: row_cells.CellOf, *, width: int, sort: Sort | None = None) -> Column[Row]:
    """Return a column of what headings do not have."""
    return Column(key, title, row_cells.not_of_headings(cell), width=width, sort=sort)


def _text(key: str, title: str, value: Callable[[Row], str | None], *, width: int) -> Column[Row]:
    """Return a hidden column of a text."""
    return replace(_own(key, title, lambda row: row_cells.text(value(row)), width=width), hidden=True)


def _typed(key: str, title: str, value: Callable[[Row], str | None], *, width: int) -> Column[Row]:
    """Return a hidden column of a text that can be typed into the list."""
    return replace(_text(key, title, value, width=width), edit=row_cells.text_to_edit(value))


def _chosen(column: Column[Row], value: Callable[[Row], str | None]) -> Column[Row]:
    """Let a column's word be chosen from its list."""
    return replace(column, edit=row_cells.text_to_edit(value), choices=lambda _row: CHOICES[column.key])


def _amount(
    key: str, title: str, cell: row_cells.CellOf, *, hidden: bool = False, sort: Sort | None = None
) -> Column[Row]:
    """Return a column of money."""
    return replace(_own(key, title, cell, width=86, sort=sort), unit="万元", align="right", hidden=hidden)


def _typed_amount(key: str, title: str, value: Known, sort: Sort) -> Column[Row]:
    """Return a column of money that can be typed into the list."""
    return replace(_amount(key, title, _known(value), sort=sort), edit=row_cells.amount_to_edit(value))


def _known(value: Known) -> row_cells.CellOf:
    """Return the cell of an amount and its 不适用."""

    def _cell(row: Row) -> Cell:
        fen, na = value(row.figures)
        return figure_cells.money(fen, na=na)

    return _cell
