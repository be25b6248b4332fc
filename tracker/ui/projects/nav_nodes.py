"""The lines of the tree beside the list, and the filter each of them leads to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tracker.domain.kinds import UnitKind
from tracker.queries.behind import Behind
from tracker.queries.choices import BoxChoice, Choices, PlanChoice, UnitChoice, WordChoice
from tracker.queries.criteria import Criteria
from tracker.queries.navigation import Navigation
from tracker.ui.cells import UNFILLED, Light
from tracker.ui.own_units import NAME as OWN
from tracker.ui.projects.sources import ticked, with_ticked
from tracker.ui.projects.unit_nodes import grouping

# What a line stands for: ("unit", 3), ("state", "在建"), ("named", Behind.RED), ("view", "德惠在建").
Key = tuple[str, object]
_LIGHTS = {
    Behind.RED: Light.RED,
    Behind.YELLOW: Light.AMBER,
    Behind.GREEN: Light.GREEN,
    Behind.GREY: Light.NONE,
}
_READY = (Behind.UNREPORTED, Behind.OVERDUE, Behind.SOON)
_FIELDS = {"unit": "unit_ids", "state": "states", "kind": "kinds"}


@dataclass(frozen=True)
class Spot:
    """One line. ``key`` is None for a heading, which only opens and closes."""

    key: Key | None
    text: str
    count: int | None = None
    below: tuple[Spot, ...] = ()
    light: Light | None = None
    tip: str = ""
    note: str = ""
    icon: str = ""


def spots(found: Navigation, own: Criteria) -> tuple[Spot, ...]:
    """Return the headings with the lines under them; *own* is the filter for the units the user works for."""
    offered = found.choices
    plans = tuple(_plan(plan) for plan in offered.plans)
    units = tuple(_units(offered.units))
    return (
        Spot(None, "我的视图", None, tuple(_views(found, own))),
        Spot(None, "灯", None, tuple(_named(found, one) for one in _LIGHTS)),
        Spot(None, "规划与专栏", None, plans),
        Spot(None, "上报单位", None, units),
        Spot(None, "状态", None, tuple(_words("state", offered.states))),
        Spot(None, "类别", None, tuple(_words("kind", offered.kinds))),
    )


def _views(found: Navigation, own: Criteria) -> Iterator[Spot]:
    """Yield what is always there, then what the office keeps."""
    if own.unit_ids:
        yield Spot(("own", own), OWN, _count(found.choices.units, own), icon="home")
    yield Spot(("all", None), "全部项目", sum(one.count for one in found.choices.kinds))
    yield from (_named(found, one) for one in _READY)
    for view, count in found.views:
        yield Spot(("view", view.name), view.name, count, icon="star", tip=f"{view.name}：右键可改名、更新、删除")


def _count(units: Sequence[UnitChoice], own: Criteria) -> int:
    """Return how many projects units have, each project once."""
    wanted = set(own.unit_ids)
    if own.with_below:
        for unit in units:  # parents stand before those under them
            if unit.parent_id in wanted:
                wanted.add(unit.id)
    return sum(unit.count for unit in units if unit.id in wanted)


def _named(found: Navigation, one: Behind) -> Spot:
    """Return the line of a list with a name."""
    return Spot(("named", one), one.value, found.named.get(one, 0), light=_LIGHTS.get(one))


def _plan(plan: PlanChoice) -> Spot:
    """Return a plan with its boxes and programmes; one without boxes says so."""
    boxes = tuple(_box(box) for box in plan.boxes)
    return Spot(("plan", plan.id) if boxes else None, plan.title, plan.count, boxes, note="" if boxes else "无专栏")


def _box(box: BoxChoice) -> Spot:
    """Return a box with its programmes."""
    below = tuple(Spot(("programme", one.id), f"{one.no}{one.title}", one.count) for one in box.programmes)
    return Spot(("box", box.id), f"{box.label} {box.title}", box.count, below)


def _units(units: Sequence[UnitChoice], above: int | None = None) -> Iterator[Spot]:
    """Yield the units under one; a unit that only groups others counts those below."""
    for unit in units:
        if unit.parent_id == above:
            count = unit.count_below if unit.kind == UnitKind.CITY else unit.count
            yield Spot(("unit", unit.id), unit.name, count, tuple(_units(units, unit.id)))


def _words(dimension: str, words: Iterable[WordChoice]) -> Iterator[Spot]:
    """Yield the words of a closed list that any project has."""
    yield from (Spot((dimension, one.word), one.word or UNFILLED, one.count) for one in words if one.count)


# --- Where they lead ---


def led_to(criteria: Criteria, key: Key, offered: Choices, *, add: bool = False) -> Criteria:
    """Return the filter of a line alone, or with *add* the present one with the line joined to it or taken out again.

    Whether headings are listed and how 打捆 projects count is kept either way. A named list is left to be asked for.
    """
    base = criteria if add else Criteria(counted_only=criteria.counted_only, counting=criteria.counting)
    dimension, value = key
    if dimension in ("plan", "box", "programme"):
        mine, now = _programmes(key, offered), ticked(base, offered)
        return with_ticked(base, now - mine if mine and mine <= now else now | mine, offered)
    if dimension == "own" and isinstance(value, Criteria):
        return replace(base, unit_ids=value.unit_ids, with_below=value.with_below)
    if dimension == "named":
        again = add and criteria.ids_name == value
        return replace(base, project_ids=None if again else (), ids_name="" if again else str(value))
    if dimension not in _FIELDS:
        return base
    held = getattr(base, _FIELDS[dimension])
    kept = tuple(one for one in held if one != value) if value in held else (*held, value)
    changes: dict[str, Any] = {_FIELDS[dimension]: kept}
    found = replace(base, **changes)
    if dimension != "unit":
        return found
    return replace(found, with_below=bool(kept) and (base.with_below or bool(grouping(offered.units) & set(kept))))


def is_part(criteria: Criteria, key: Key, offered: Choices) -> bool:
    """Return whether a line's condition is in the filter."""
    dimension, value = key
    if dimension in ("plan", "box", "programme"):
        mine = _programmes(key, offered)
        return bool(mine) and mine <= ticked(criteria, offered)
    if dimension == "named":
        return criteria.ids_name == value
    if dimension == "own" and isinstance(value, Criteria):
        return (criteria.unit_ids, criteria.with_below) == (value.unit_ids, value.with_below)
    if dimension == "all":
        return replace(criteria, counted_only=False).empty
    return dimension in _FIELDS and value in getattr(criteria, _FIELDS[dimension])


def _programmes(key: Key, offered: Choices) -> frozenset[int]:
    """Return the programmes of a plan, a box, or one alone."""
    dimension, value = key
    return frozenset(
        programme.id
        for plan in offered.plans
        if dimension != "plan" or plan.id == value
        for box in plan.boxes
        if dimension != "box" or box.id == value
        for programme in box.programmes
        if dimension != "programme" or programme.id == value
    )
