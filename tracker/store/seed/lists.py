"""The small files of the catalogue: units, money sources, templates, withdrawn uids."""

from __future__ import annotations

from dataclasses import dataclass, field

from tracker.domain.kinds import Role, UnitKind
from tracker.store.seed.model import (
    EntrySeed,
    FormerSeed,
    MoneySourceSeed,
    Place,
    TemplateItemSeed,
    TemplateSeed,
    UnitSeed,
)
from tracker.store.seed.nodes import Keys, Record, checked_uid

_UNIT = Keys("uid name kind position", "code parent former note")
_FORMER = Keys("", "name code")
_MONEY = Keys("uid name position", "parent")
_TEMPLATE = Keys("key title position items")
_ITEM = Keys("title weight", "role")
_WHOLE_WEIGHT = 100


@dataclass
class Claims:
    """Words that may be given only once in the whole catalogue, each with where it was first given."""

    taken: dict[tuple[str, str], Place] = field(default_factory=dict)

    def claim(self, what: str, word: str, place: Place) -> str:
        """Take a word and return it; refuse one that is taken."""
        first = self.taken.setdefault((what, word), place)
        if first is not place:
            raise place.problem(f"{what}“{word}”重复，已用在 {first.file} 第 {first.line} 行")
        return word

    def uid(self, record: Record, key: str = "uid") -> str:
        """Take a record's uid."""
        return self.claim("uid", record.uid(key), record.place_of(key))


def units(records: list[Record], claims: Claims) -> tuple[UnitSeed, ...]:
    """Return the reporting units, each behind the one above it."""
    made: dict[str, UnitSeed] = {}
    for record in _parents_first(_by_name(records, _UNIT, "上报单位名称", claims)):
        parent = record.text_or_none("parent")
        unit = UnitSeed(
            uid=claims.uid(record),
            name=record.text("name"),
            kind=record.word("kind", UnitKind),
            code=_code(record, claims),
            parent=made[parent].uid if parent else None,
            position=record.whole("position"),
            former=tuple(_former(former, claims) for former in record.records("former", _FORMER)),
            note=record.text_or_none("note"),
        )
        made[unit.name] = unit
    return tuple(made.values())


def _code(record: Record, claims: Claims) -> str | None:
    """Return a unit's code. A code is given once for good: a retired one never comes back (废码不用)."""
    code = record.text_or_none("code")
    return claims.claim("代码", code, record.place_of("code")) if code else None


def _former(record: Record, claims: Claims) -> FormerSeed:
    """Return a former name or code."""
    name = record.text_or_none("name")
    code = _code(record, claims)
    if name is None and code is None:
        raise record.place.problem("“former”要有 name 或 code")
    return FormerSeed(name, code)


def _by_name(records: list[Record], keys: Keys, what: str, claims: Claims) -> dict[str, Record]:
    """Return the records by their names, which are given only once."""
    return {claims.claim(what, record.expect(keys).text("name"), record.place_of("name")): record for record in records}


def _parents_first(by_name: dict[str, Record]) -> list[Record]:
    """Return the records so that each stands behind its parent; refuse an unknown parent and a circle."""
    ordered: dict[str, Record] = {}
    waiting = dict(by_name)
    while waiting:
        ready = [name for name, record in waiting.items() if record.text_or_none("parent") in (None, *ordered)]
        if not ready:
            record = next(iter(waiting.values()))
            parent = record.text("parent")
            what = f"“{parent}”的上级绕成了圈" if parent in by_name else f"没有“{parent}”这个上级"
            raise record.place_of("parent").problem(what)
        ordered |= {name: waiting.pop(name) for name in ready}
    return list(ordered.values())


def money_sources(records: list[Record], claims: Claims) -> tuple[MoneySourceSeed, ...]:
    """Return the money sources, parents first."""
    made: dict[str, MoneySourceSeed] = {}
    for record in _parents_first(_by_name(records, _MONEY, "资金来源名称", claims)):
        parent = record.text_or_none("parent")
        name = record.text("name")
        above = made[parent].uid if parent else None
        made[name] = MoneySourceSeed(claims.uid(record), name, above, record.whole("position"))
    return tuple(made.values())


def templates(records: list[Record], claims: Claims) -> tuple[TemplateSeed, ...]:
    """Return the milestone templates; the weights of each make 100."""
    found: list[TemplateSeed] = []
    for record in records:
        record.expect(_TEMPLATE)
        key = claims.claim("模板", record.uid("key"), record.place_of("key"))
        found.append(TemplateSeed(key, record.text("title"), record.whole("position"), _items(record)))
    return tuple(found)


def _items(template: Record) -> tuple[TemplateItemSeed, ...]:
    """Return a template's milestones: different titles, each role at most once."""
    found: list[TemplateItemSeed] = []
    for record in template.records("items", _ITEM):
        role = record.word("role", Role) if "role" in record else None
        item = TemplateItemSeed(record.text("title"), role, record.whole("weight"))
        if any(item.title == other.title for other in found):
            raise record.place_of("title").problem(f"节点“{item.title}”写了两次")
        if role is not None and any(role == other.role for other in found):
            raise record.place_of("role").problem(f"一套模板里“{role}”只能用一次")
        found.append(item)
    total = sum(item.weight for item in found)
    if total != _WHOLE_WEIGHT:
        raise template.place_of("items").problem(f"权重合计是 {total}，应是 {_WHOLE_WEIGHT}")
    return tuple(found)


def retired(record: Record, live: dict[str, EntrySeed]) -> dict[str, str | None]:
    """Return withdrawn uids and their survivors among the entries in use, *live*."""
    found: dict[str, str | None] = {}
    for uid, survivor, place in record.pairs("retired"):
        checked_uid(uid, place)
        if uid in live:
            raise place.problem(f"“{uid}”还在目录里，不能同时撤回")
        if survivor is not None and survivor not in live:
            raise place.problem(f"“{uid}”并入的“{survivor}”不在目录里")
        if survivor is not None and not live[survivor].counted:
            raise place.problem(f"“{survivor}”是工程标题，不是项目")
        found[uid] = survivor
    return found
