"""The lights' rules: which set is in force, and changes of a set. A shipped set is stored when it is first touched."""

from __future__ import annotations

from dataclasses import fields
from secrets import token_hex

from sqlalchemy import Select, delete, func, select
from sqlalchemy.orm import Session

from tracker.domain import inputs, light_rules
from tracker.domain.errors import InputError, NotFound
from tracker.domain.light_rules import SHIPPED, YINCHUAN, Rule, RuleSet
from tracker.store.tables import LightRule, LightRuleSet

_SHIPPED = {one.key: one for one in SHIPPED}
_LONGEST_TITLE = 30
_FIELDS = tuple(item.name for item in fields(Rule))


def choose(session: Session, key: str) -> None:
    """Put one set in force; lights of every open quarter follow it at once. Raises NotFound for an unknown key."""
    chosen = _stored(session, key)
    for row in session.scalars(select(LightRuleSet).where(LightRuleSet.active)):
        row.active = False
    session.flush()
    chosen.active = True


def set_rule(session: Session, key: str, place: int, rule: Rule) -> None:
    """Replace the rule at *place* (0 first) of a set; its figure stays. Raises InputError for one that cannot light."""
    row = _stored(session, key)
    rules = session.scalars(_rules(row)).all()
    if not 0 <= place < len(rules) or rules[place].figure != rule.figure:
        raise NotFound
    light_rules.check(rule)
    for name in _FIELDS:
        setattr(rules[place], name, getattr(rule, name))


def edit_set(session: Session, key: str, field: str, value: object) -> None:
    """Change a set's ``title`` or ``origin`` (where its thresholds come from)."""
    row = _stored(session, key)
    if field == "title":
        row.title = _title(session, value, but=key)
    elif field == "origin":
        row.origin = inputs.text(value, "出处", field, inputs.LONGEST_LINE)
    else:
        raise ValueError(f"a rule set has no field {field} that can be edited")


def add_set(session: Session, title: str, copy_of: str = YINCHUAN.key) -> str:
    """Make a set of the office's own from another; return its key. It is not yet in force."""
    name = _title(session, title)
    model = _stored(session, copy_of)
    rules = [Rule(**{field: getattr(row, field) for field in _FIELDS}) for row in session.scalars(_rules(model))]
    key = token_hex(8)
    _store(session, RuleSet(key, name, None, tuple(rules)))
    return key


def remove_set(session: Session, key: str) -> None:
    """Remove a set of the office's own. Raises InputError for a shipped one, or the one in force."""
    row = session.scalar(select(LightRuleSet).where(LightRuleSet.key == key))
    if key in _SHIPPED:
        raise InputError("随程序提供的规则不能删除，可以改用其他规则，或恢复为原来的界限。", "key")
    if row is None:
        raise NotFound
    if row.active:
        raise InputError(f"“{row.title}”正在启用，不能删除。请先启用其他规则。", "key")
    session.execute(delete(LightRuleSet).where(LightRuleSet.id == row.id))


def reset(session: Session, key: str) -> None:
    """Give a shipped set back the name and thresholds it was shipped with; whether it is in force stays."""
    shipped = _SHIPPED.get(key)
    if shipped is None:
        raise NotFound
    row = _stored(session, key)
    row.title, row.origin = shipped.title, shipped.origin
    session.execute(delete(LightRule).where(LightRule.rule_set_id == row.id))
    _add_rules(session, row, shipped)


def _rules(row: LightRuleSet) -> Select[LightRule]:
    """Return the statement for a set's rules in their order."""
    return select(LightRule).where(LightRule.rule_set_id == row.id).order_by(LightRule.position, LightRule.id)


def _stored(session: Session, key: str) -> LightRuleSet:
    """Return a set's row, writing a shipped one down first where it has none."""
    row = session.scalar(select(LightRuleSet).where(LightRuleSet.key == key))
    if row is not None:
        return row
    if key not in _SHIPPED:
        raise NotFound
    return _store(session, _SHIPPED[key])


def _store(session: Session, rules: RuleSet) -> LightRuleSet:
    """Write a set down at the end of the list."""
    last = session.scalar(select(func.max(LightRuleSet.position))) or 0
    row = LightRuleSet(key=rules.key, title=rules.title, origin=rules.origin, position=last + 1, active=False)
    session.add(row)
    session.flush()
    _add_rules(session, row, rules)
    return row


def _add_rules(session: Session, row: LightRuleSet, rules: RuleSet) -> None:
    """Write a set's rules down."""
    for place, rule in enumerate(rules.rules, start=1):
        values = {name: getattr(rule, name) for name in _FIELDS}
        session.add(LightRule(rule_set_id=row.id, position=place, **values))
    session.flush()


def _title(session: Session, value: object, but: str | None = None) -> str:
    """Return a set's name, which no other set has."""
    title = inputs.required_text(value, "规则名称", "title", _LONGEST_TITLE)
    taken = {row.key: row.title for row in session.execute(select(LightRuleSet.key, LightRuleSet.title))}
    names = {one.key: one.title for one in SHIPPED} | taken
    if any(name == title and key != but for key, name in names.items()):
        raise InputError(f"已有名为“{title}”的规则，请换一个名称。", "title")
    return title
