"""How targets read in tables: 目标数 as it is compared, 完成率 with what is due, 比序时."""

from __future__ import annotations

from tracker.domain.kinds import Comparator
from tracker.domain.money import format_percent
from tracker.domain.targets import format_quantity
from tracker.queries.targets import TargetLine
from tracker.ui import figure_cells
from tracker.ui.cells import Cell, not_computable, unfilled


def goal(line: TargetLine) -> Cell:
    """Return 目标数 as it is compared: ≥ 90%, 4–6 张."""
    fact, unit = line.fact, line.fact.unit
    if not line.measurable:
        return not_computable("规划里没有写可计量的数")
    if fact.comparator == Comparator.RANGE and fact.low_milli is not None and fact.high_milli is not None:
        return Cell(f"{format_quantity(fact.low_milli)}–{format_quantity(fact.high_milli, unit)}", tooltip=whole(line))
    sign = "" if fact.comparator == Comparator.EQUAL else f"{fact.comparator} "
    return Cell(f"{sign}{format_quantity(fact.goal_milli or 0, unit)}", tooltip=whole(line))


def rate(line: TargetLine) -> Cell:
    """Return 完成率 with what is due marked on its bar."""
    if not line.measurable:
        return not_computable()
    if line.rate is None:
        return unfilled("完成数未填", hatch=True)
    return figure_cells.rate(line.rate, mark=None if line.fact.ceiling else line.due, tooltip=due(line))


def lead(line: TargetLine) -> Cell:
    """Return 比序时."""
    return figure_cells.lead(line.lead, due(line))


def due(line: TargetLine) -> str:
    """Return what should be reached by now."""
    if line.due is None:
        return ""
    if line.fact.ceiling:
        return "上限目标：不超过即为 100 %"
    until = f"，时限 {line.fact.deadline}" if line.fact.deadline and not line.fact.yearly else "，按年度"
    return f"序时应完成 {format_percent(line.due)} %{until}"


def whole(line: TargetLine) -> str:
    """Return a target with its 口径 and deadline."""
    fact = line.fact
    parts = (fact.text, f"口径：{fact.base}" if fact.base else "", f"时限：{fact.deadline}" if fact.deadline else "")
    return "\n".join(part for part in parts if part)
