"""What the user is looking at: one frozen set of conditions for list, chart, workbook and command line."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, Float, Subquery, and_, cast, exists, false, func, literal, or_, select, true
from sqlalchemy.orm import aliased

from tracker.domain.custom import CustomFilter, CustomKind
from tracker.domain.kinds import Counting
from tracker.store.pinyin import key_form, search_forms
from tracker.store.tables import Box, Programme, Project, ProjectAlias, ReportingUnit, Source, UnitFormer


@dataclass(frozen=True)
class Criteria:
    """Conditions joined by “and”; an empty tuple is no condition. Ids are those of the file.

    ``unit_ids`` means exactly these units unless ``with_below`` (含下辖) is set. ``states`` holds state words, with ""
    for 未填. ``counted_only`` leaves headings out. Merged projects are never listed. ``counting`` filters nothing: it
    says whether a 打捆 project counts or its parts do, None as the office has set it. ``levels`` holds 级别 with "" for
    未填, ``custom`` conditions on columns of the user's own. ``ids_name`` filters nothing either: it says what
    ``project_ids`` are (红灯).
    """

    text: str = ""
    plan_ids: tuple[int, ...] = ()
    box_ids: tuple[int, ...] = ()
    programme_ids: tuple[int, ...] = ()
    unit_ids: tuple[int, ...] = ()
    with_below: bool = False
    kinds: tuple[str, ...] = ()
    natures: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    project_ids: tuple[int, ...] | None = None
    ids_name: str = ""
    counted_only: bool = False
    counting: Counting | None = None
    custom: tuple[CustomFilter, ...] = ()

    def without_text(self) -> Criteria:
        """Return the same conditions without the search words."""
        return replace(self, text="")

    @property
    def empty(self) -> bool:
        """Whether nothing is filtered."""
        return replace(self, counting=None) == Criteria()


def matching(criteria: Criteria, f: Subquery) -> ColumnElement[bool]:
    """Return the SQL condition on Project; *f* is figures.per_project, for the state as of its date."""
    conditions: list[ColumnElement[bool]] = [Project.merged_into_id.is_(None)]
    if criteria.kinds:
        conditions.append(Project.kind.in_(criteria.kinds))
    if criteria.natures:
        conditions.append(Project.nature.in_(criteria.natures))
    if criteria.levels:
        named = Project.level.in_([level for level in criteria.levels if level])
        conditions.append(or_(named, Project.level.is_(None)) if "" in criteria.levels else named)
    if criteria.counted_only:
        conditions.append(Project.counted.is_(True))
    if criteria.project_ids is not None:
        conditions.append(Project.id.in_(criteria.project_ids))
    if criteria.states:
        named = f.c.state.in_([state for state in criteria.states if state])
        conditions.append(or_(named, f.c.state.is_(None)) if "" in criteria.states else named)
    conditions += [_of_custom(one) for one in criteria.custom]
    conditions += [_of_units(criteria), _of_sources(criteria), *(_has_word(word) for word in criteria.text.split())]
    return and_(*conditions)


def _of_custom(wanted: CustomFilter) -> ColumnElement[bool]:
    """Return the condition on one column of the user's own; its key is one of the program's, never typed."""
    held = func.nullif(func.json_extract(Project.custom, f"$.{wanted.key}"), "")
    conditions: list[ColumnElement[bool]] = []
    if wanted.values:
        named = held.in_([value for value in wanted.values if value])
        conditions.append(or_(named, held.is_(None)) if "" in wanted.values else named)
    if wanted.contains:
        conditions.append(held.contains(wanted.contains, autoescape=True))
    number = wanted.kind is CustomKind.NUMBER  # compared as numbers, never added up
    for bound, at_least in ((wanted.low, True), (wanted.high, False)):
        if bound is not None:
            one, other = (cast(held, Float), cast(bound, Float)) if number else (held, literal(bound))
            conditions.append(one >= other if at_least else one <= other)
    return and_(true(), *conditions)


def _of_units(criteria: Criteria) -> ColumnElement[bool]:
    """Return the condition on the reporting unit, with all units below when asked."""
    if not criteria.unit_ids:
        return true()
    if not criteria.with_below:
        return Project.unit_id.in_(criteria.unit_ids)
    tree = select(ReportingUnit.id).where(ReportingUnit.id.in_(criteria.unit_ids)).cte("unit_tree", recursive=True)
    below = aliased(ReportingUnit)
    tree = tree.union(select(below.id).where(below.parent_id == tree.c.id))
    return Project.unit_id.in_(select(tree.c.id))


def _of_sources(criteria: Criteria) -> ColumnElement[bool]:
    """Return the condition on plan, box and programme: one source must meet all of them."""
    conditions: list[ColumnElement[bool]] = []
    if criteria.plan_ids:
        conditions.append(Box.plan_id.in_(criteria.plan_ids))
    if criteria.box_ids:
        conditions.append(Box.id.in_(criteria.box_ids))
    if criteria.programme_ids:
        conditions.append(Programme.id.in_(criteria.programme_ids))
    if not conditions:
        return true()
    found = (
        select(Source.id)
        .join(Programme, Programme.id == Source.programme_id)
        .join(Box, Box.id == Programme.box_id)
        .where(Source.project_id == Project.id, *conditions)
    )
    return exists(found.correlate(Project))


def _has_word(word: str) -> ColumnElement[bool]:
    """Return the condition that a search word is in the name, an alias, the unit's names, the code or the keys."""
    forms = search_forms(word)
    if not forms:
        return false()
    conditions: list[ColumnElement[bool]] = []
    for form in forms:
        alias = select(ProjectAlias.id).where(
            ProjectAlias.project_id == Project.id, ProjectAlias.text.contains(form, autoescape=True)
        )
        former = select(UnitFormer.id).where(
            UnitFormer.unit_id == Project.unit_id,
            or_(UnitFormer.name.contains(form, autoescape=True), UnitFormer.code == form),
        )
        unit = select(ReportingUnit.id).where(
            ReportingUnit.id == Project.unit_id,
            or_(ReportingUnit.name.contains(form, autoescape=True), ReportingUnit.code == form),
        )
        conditions += [
            Project.name.contains(form, autoescape=True),
            Project.code.contains(form, autoescape=True),
            Project.uid == form,
            exists(alias.correlate(Project)),
            exists(unit.correlate(Project)),
            exists(former.correlate(Project)),
        ]
    if key := key_form(word):
        conditions.append(Project.pinyin.contains(key, autoescape=True))
    return or_(*conditions)
