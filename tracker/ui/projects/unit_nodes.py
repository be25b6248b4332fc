"""上报单位 as lines to tick, under their cities."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tracker.domain.kinds import UnitKind
from tracker.queries.choices import UnitChoice
from tracker.ui.projects.choice_tree import Node


def grouping(units: Iterable[UnitChoice]) -> set[int]:
    """Return the ids of the units that only group others; one that is chosen is meant with those below."""
    return {unit.id for unit in units if unit.kind == UnitKind.CITY}


def unit_nodes(units: Sequence[UnitChoice], above: int | None = None, *, with_below: bool) -> list[Node]:
    """Return the units under one; counts add those below for units that only group others, and *with_below* for all."""
    return [_node(unit, units, with_below=with_below) for unit in units if unit.parent_id == above]


def _node(unit: UnitChoice, units: Sequence[UnitChoice], *, with_below: bool) -> Node:
    """Return a unit's line with those under it."""
    groups = unit.kind == UnitKind.CITY
    count = unit.count_below if groups or with_below else unit.count
    below = tuple(unit_nodes(units, unit.id, with_below=with_below))
    return Node(unit.id, unit.name, count, below, tip=f"{unit.name}（选中即含下辖）" if groups else unit.name)
