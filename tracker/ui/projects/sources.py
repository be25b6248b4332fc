"""规划 → 专栏 → 工程 as a filter: what is ticked in the tree, and the shortest Criteria that mean the same.

Criteria join plans, boxes and programmes by “and”. Ticks mean “or”, so ticks of different levels are brought to one:
what is ticked is a set of programmes, told as whole plans or whole boxes where it is made of such.
"""

from __future__ import annotations

from dataclasses import replace

from tracker.queries.choices import Choices
from tracker.queries.criteria import Criteria


def ticked(criteria: Criteria, choices: Choices) -> frozenset[int]:
    """Return the ids of the programmes that *criteria* lets through; empty where they say nothing of sources."""
    if not (criteria.plan_ids or criteria.box_ids or criteria.programme_ids):
        return frozenset()
    return frozenset(
        programme.id
        for plan in choices.plans
        if not criteria.plan_ids or plan.id in criteria.plan_ids
        for box in plan.boxes
        if not criteria.box_ids or box.id in criteria.box_ids
        for programme in box.programmes
        if not criteria.programme_ids or programme.id in criteria.programme_ids
    )


def with_ticked(criteria: Criteria, programmes: frozenset[int], choices: Choices) -> Criteria:
    """Return *criteria* for the projects these programmes name; none ticked is no condition."""
    plans = {plan.id: {p.id for box in plan.boxes for p in box.programmes} for plan in choices.plans}
    boxes = {box.id: {p.id for p in box.programmes} for plan in choices.plans for box in plan.boxes}
    plan_ids, box_ids = _whole(plans, programmes), _whole(boxes, programmes)
    none: tuple[int, ...] = ()
    if plan_ids is not None:
        return replace(criteria, plan_ids=plan_ids, box_ids=none, programme_ids=none)
    if box_ids is not None:
        return replace(criteria, plan_ids=none, box_ids=box_ids, programme_ids=none)
    return replace(criteria, plan_ids=none, box_ids=none, programme_ids=tuple(sorted(programmes)))


def _whole(groups: dict[int, set[int]], wanted: frozenset[int]) -> tuple[int, ...] | None:
    """Return the groups that together are exactly *wanted*, None where there are no such."""
    inside = {key: members for key, members in groups.items() if members and members <= wanted}
    return tuple(inside) if set().union(*inside.values()) == wanted else None
