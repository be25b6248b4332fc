"""How 上报单位 read: the columns of their table, and in words how a unit's projects are counted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tracker.domain.kinds import UnitKind
from tracker.queries.lists import FormerRow, UnitRow
from tracker.ui.cells import Cell, not_applicable, unfilled
from tracker.ui.table_model import Column


@dataclass(frozen=True)
class UnitLine:
    """A unit with its counted projects as of the report's date, and the names of the units right below it."""

    unit: UnitRow
    own: int
    with_below: int
    below: tuple[str, ...]
    parent: UnitRow | None


def columns(editable: Callable[[], bool]) -> tuple[Column[UnitLine], ...]:
    """Return the table's columns; *editable* says whether anything may be changed now."""

    def text(value: Callable[[UnitLine], str]) -> Callable[[UnitLine], str | None]:
        return lambda line: value(line) if editable() else None

    return (
        Column("name", "名称", _name, width=185, edit=text(lambda line: line.unit.name)),
        Column("code", "行政区划代码", _code, width=88, edit=text(lambda line: line.unit.code or "")),
        Column(
            "kind",
            "类型",
            lambda line: Cell(line.unit.kind),
            width=60,
            edit=text(lambda line: line.unit.kind),
            choices=lambda _line: list(UnitKind),
        ),
        Column(
            "own", "项目", _own, "项", width=46, align="right", tooltip="本单位自己的项目，按窗口右上角的截至日期统计"
        ),
        Column(
            "below", "含下辖", _with_below, "项", width=52, align="right", tooltip="加上下级单位的项目，每个只计一次"
        ),
        Column("former", "曾用名、简称和旧代码", _former, width=190, stretch=True),
    )


def former_words(former: FormerRow) -> str:
    """Return a former name with its code: 九台市 220181."""
    return " ".join(part for part in (former.name, former.code) if part)


def _name(line: UnitLine) -> Cell:
    """Show the name at its depth."""
    return Cell(line.unit.name, indent=line.unit.depth, strong=line.unit.kind == UnitKind.CITY)


def _code(line: UnitLine) -> Cell:
    """Show the code; places without one of their own have none, others may lack it."""
    if line.unit.code:
        return Cell(line.unit.code)
    if line.unit.kind in (UnitKind.ZONE, UnitKind.OWN_LEVEL):
        return not_applicable("功能区和市本级没有行政区划代码")
    return unfilled()


def _own(line: UnitLine) -> Cell:
    """Show the unit's own projects; what is not counted is in the tooltip."""
    if line.unit.kind == UnitKind.CITY and not line.unit.entries:
        return not_applicable("地市只作汇总，名下不放项目")
    other = line.unit.entries - line.own
    more = f"另有 {other} 条不计数：工程标题、已并入别的项目、打捆的子项目、取消或移交" if other else ""
    return Cell(f"{line.own:,}", tooltip=more)


def _with_below(line: UnitLine) -> Cell:
    """Show the projects with those of the units below."""
    return Cell(f"{line.with_below:,}", tooltip=f"下辖：{'、'.join(line.below)}") if line.below else Cell()


def _former(line: UnitLine) -> Cell:
    """Show what the unit was called before."""
    words = "、".join(former_words(one) for one in line.unit.former)
    return Cell(words, "text2", tooltip=words)


def counting_words(line: UnitLine) -> str:
    """Say how a unit's projects are counted, so that nobody fears a project counted twice."""
    unit = line.unit
    if unit.kind == UnitKind.CITY:
        return f"地市只作汇总，名下不放项目。含下辖共 {line.with_below:,} 项，每个项目只计一次。"
    if line.below:
        return (
            f"“{unit.name}”本身 {line.own:,} 项，下辖{'、'.join(line.below)}，含下辖共 {line.with_below:,} 项。"
            "每个项目只记在一个单位名下；选“含下辖”时下辖单位不再另加，合计中每个项目只计一次。"
        )
    if line.parent is not None and line.parent.kind != UnitKind.CITY:
        return (
            f"“{unit.name}”属于“{line.parent.name}”。这里的 {line.own:,} 项只记在“{unit.name}”名下；"
            f"“{line.parent.name}”选“含下辖”时已包括它们，合计中每个项目只计一次。"
        )
    return f"“{unit.name}”有 {line.own:,} 项，每个项目只记在一个单位名下。"
