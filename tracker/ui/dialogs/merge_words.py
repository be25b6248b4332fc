"""What two projects to be merged have in common and where they differ, and what merging them comes to, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tracker.domain.kinds import Nature
from tracker.domain.money import format_wan
from tracker.domain.project_fields import LABELS, MERGED
from tracker.queries.projects import Detail
from tracker.ui.cells import UNFILLED

MILESTONES, MONEY = "milestones", "money"


@dataclass(frozen=True)
class Difference:
    """A field, or a whole block, that both have and that is not the same; the texts in the order of the pair."""

    key: str
    label: str
    texts: tuple[str, str]


def differing(first: Detail, second: Detail) -> tuple[Difference, ...]:
    """Return the fields both have filled in, differently; the names are always told apart."""
    return tuple(
        Difference(field, LABELS[field], (shown(first, field), shown(second, field)))
        for field in MERGED
        if _known(first, field) and _known(second, field) and shown(first, field) != shown(second, field)
    )


def filled_once(first: Detail, second: Detail) -> tuple[str, ...]:
    """Return the labels of the fields that only one of the two has: they are kept without asking."""
    return tuple(LABELS[field] for field in MERGED if _known(first, field) != _known(second, field))


def blocks(first: Detail, second: Detail) -> tuple[Difference, ...]:
    """Return the blocks both have: only one whole block can be kept, for figures are never added."""
    found = []
    if first.figures.nodes and second.figures.nodes:
        found.append(Difference(MILESTONES, "里程碑", (_nodes(first), _nodes(second))))
    texts = (_money(first), _money(second))
    if all(texts):
        found.append(Difference(MONEY, "资金", texts))
    return tuple(found)


def outcome(survivor: Detail, other: Detail) -> str:
    """Return what will happen, for the user to read before it does."""
    moved = f"来源、别名、批复文件、问题和其他期的季报并入“{survivor.name}”"
    number = f"“{other.name}”成为别名，它的编号 {other.uid} 以后打开的是合并后的项目"
    return f"{moved}；{number}。同一期的数字不相加。没有选中的一块留在被合并的条目里，可以整个撤销。"


def shown(detail: Detail, field: str) -> str:
    """Return a field as people read it."""
    value = detail.unit if field == "unit_id" else getattr(detail, field)
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if value else UNFILLED


def _known(detail: Detail, field: str) -> bool:
    """Tell whether a field says anything."""
    return getattr(detail, field) not in (None, "", Nature.UNSTATED)


def _nodes(detail: Detail) -> str:
    """Return the milestones of a project in short."""
    return f"{detail.figures.nodes} 个节点，完成 {detail.figures.nodes_met} 个"


def _money(detail: Detail) -> str:
    """Return the money of a project in short, nothing where there is none."""
    return "，".join(_amounts(detail))


def _amounts(detail: Detail) -> Iterator[str]:
    """Yield the amounts that are known."""
    f = detail.figures
    for label, fen in (
        ("总投资", f.investment_fen),
        ("年度计划", f.year_plan_fen),
        ("累计下达", f.allocated_fen),
        ("累计到位", f.arrived_fen),
        ("累计完成", f.done_fen),
        ("累计支付", f.paid_fen),
    ):
        if fen is not None:
            yield f"{label} {format_wan(fen)} 万元"
