"""A filter in words, and the filters that lack one of its conditions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tracker.queries.choices import Choices
from tracker.queries.criteria import Criteria
from tracker.queries.projects import Counts
from tracker.ui.cells import UNFILLED

_MOST_NAMED = 3


@dataclass(frozen=True)
class Condition:
    """One condition: 上报单位 德惠市. ``without`` is the filter that lacks it."""

    label: str
    value: str
    without: Criteria


def conditions(criteria: Criteria, choices: Choices) -> tuple[Condition, ...]:
    """Return the conditions of a filter in the order they are read."""
    return (*_of_sources(criteria, choices), *_of_projects(criteria, choices), *_of_text(criteria))


def _of_sources(criteria: Criteria, choices: Choices) -> Iterator[Condition]:
    """Yield the conditions on where a project comes from."""
    if criteria.plan_ids:
        names = _pick(criteria.plan_ids, {plan.id: plan.title for plan in choices.plans})
        yield Condition("规划", _listed(names, "个规划"), replace(criteria, plan_ids=()))
    if criteria.box_ids:
        names = _pick(criteria.box_ids, {b.id: f"{p.short}{b.no}" for p in choices.plans for b in p.boxes})
        yield Condition("专栏", _listed(names, "个专栏"), replace(criteria, box_ids=()))
    if criteria.programme_ids:
        titles = {one.id: one.title for plan in choices.plans for box in plan.boxes for one in box.programmes}
        names = _pick(criteria.programme_ids, titles)
        yield Condition("工程", _listed(names, "个工程"), replace(criteria, programme_ids=()))


def _of_projects(criteria: Criteria, choices: Choices) -> Iterator[Condition]:
    """Yield the conditions on the project itself."""
    if criteria.unit_ids:
        below = "（含下辖）" if criteria.with_below else ""
        names = _pick(criteria.unit_ids, {unit.id: unit.name for unit in choices.units})
        yield Condition("上报单位", _listed(names, "个单位") + below, replace(criteria, unit_ids=(), with_below=False))
    if criteria.kinds:
        yield Condition("类别", "、".join(criteria.kinds), replace(criteria, kinds=()))
    if criteria.natures:
        yield Condition("建设性质", _listed(criteria.natures, "种"), replace(criteria, natures=()))
    if criteria.states:
        words = [state or UNFILLED for state in criteria.states]
        yield Condition("状态", _listed(words, "种"), replace(criteria, states=()))
    if criteria.levels:
        words = [level or UNFILLED for level in criteria.levels]
        yield Condition("级别", "、".join(words), replace(criteria, levels=()))
    labels = {one.column.key: one.column.label for one in choices.own}
    for held in criteria.custom:
        rest = tuple(one for one in criteria.custom if one != held)
        yield Condition(labels.get(held.key, "自定义栏"), held.in_words(), replace(criteria, custom=rest))


def _of_text(criteria: Criteria) -> Iterator[Condition]:
    """Yield the rest: projects named one by one, and the search."""
    if criteria.project_ids is not None:
        name, count = criteria.ids_name or "指定项目", f"{len(criteria.project_ids)} 项"
        yield Condition(name, count, replace(criteria, project_ids=None, ids_name=""))
    if criteria.counted_only:
        yield Condition("工程标题", "不列出", replace(criteria, counted_only=False))
    if criteria.text.strip():
        yield Condition("搜索", " ".join(criteria.text.split()), criteria.without_text())


def loosened(criteria: Criteria, choices: Choices) -> tuple[Condition, ...]:
    """Return each condition with the filter that lacks it, the words of a search one by one."""
    found = [one for one in conditions(criteria, choices) if one.label != "搜索"]
    words = criteria.text.split()
    for place, word in enumerate(words):
        rest = " ".join([*words[:place], *words[place + 1 :]])
        found.append(Condition("搜索", word, replace(criteria, text=rest)))
    return tuple(found)


def count_words(counts: Counts, *, filtered: bool) -> str:
    """Return how much is listed: ``14 项（全部 476 项）``, with the headings where there are some."""
    headings = counts.listed - counts.counted
    beside = f"，另列工程标题等 {headings} 行" if headings else ""
    whole = f"（全部 {counts.total_counted} 项）" if filtered else ""
    return f"{counts.counted} 项{beside}{whole}"


def spoken(found: Sequence[Condition]) -> str:
    """Return the conditions as one text: ``上报单位 德惠市；状态 在建``."""
    return "；".join(f"{one.label} {one.value}" for one in found)


def in_short(found: Sequence[Condition]) -> str:
    """Return the values alone, as one would say what was looked for: ``德惠市 在建``."""
    return " ".join(one.value for one in found)


def _pick(ids: Sequence[int], names: dict[int, str]) -> list[str]:
    """Return the names of some ids; one that is gone is told by its absence."""
    return [names[key] for key in ids if key in names] or ["（已不存在）"]


def _listed(names: Sequence[str], what: str) -> str:
    """Return some names, the first of them where they are many."""
    if len(names) <= _MOST_NAMED:
        return "、".join(names)
    return f"{'、'.join(names[:_MOST_NAMED])}等 {len(names)} {what}"
