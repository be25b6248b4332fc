"""The lights' rules in the file. A shipped set need not be stored: what the file has under its key replaces it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.kinds import RuleFigure, RuleMeasure, RuleScope
from tracker.domain.light_rules import SHIPPED, YINCHUAN, Rule, RuleSet
from tracker.store.tables import LightRule, LightRuleSet


@dataclass(frozen=True)
class RuleSetRow:
    """One set of rules as the settings show it. ``changed``: a shipped set that no longer is as it was shipped."""

    rules: RuleSet
    active: bool
    shipped: bool
    changed: bool


def rule_sets(session: Session) -> tuple[RuleSetRow, ...]:
    """Return every set, the shipped ones first in their order, then the office's own."""
    stored = {row.key: row for row in session.scalars(select(LightRuleSet).order_by(LightRuleSet.position))}
    rules: dict[int, list[Rule]] = {row.id: [] for row in stored.values()}
    for one in session.scalars(select(LightRule).order_by(LightRule.position, LightRule.id)):
        rules[one.rule_set_id].append(_rule(one))
    active = next((key for key, row in stored.items() if row.active), YINCHUAN.key)
    shipped = {one.key: one for one in SHIPPED}
    found = []
    for key in dict.fromkeys((*shipped, *stored)):
        row = stored.get(key)
        current = shipped[key] if row is None else RuleSet(key, row.title, row.origin, tuple(rules[row.id]))
        changed = key in shipped and current != shipped[key]
        found.append(RuleSetRow(current, key == active, key in shipped, changed))
    return tuple(found)


def active_rules(session: Session) -> RuleSet:
    """Return the set in force; 银川 as shipped where the office has chosen none."""
    return next(row.rules for row in rule_sets(session) if row.active)


def _rule(row: LightRule) -> Rule:
    """Return one stored rule."""
    return Rule(
        figure=RuleFigure(row.figure),
        measure=RuleMeasure(row.measure),
        yellow_milli=row.yellow_milli,
        red_milli=row.red_milli,
        yellow_at=row.yellow_at,
        red_at=row.red_at,
        scope=RuleScope(row.scope),
        enabled=row.enabled,
    )
