"""The catalogue as rows of the file: for each table the uid and the values of every row the catalogue gives.

Values are as SQLite keeps them (days as ISO text, flags as 0 and 1), and a reference to another row is its uid. In this
shape what was shipped, what is shipped now and what the file holds can be compared field by field.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator

from tracker.store.pinyin import search_keys
from tracker.store.seed.model import Catalogue, DeadlineSeed, EntrySeed, PlanSeed, Ref

Value = str | int | None
Values = dict[str, Value]
Rows = dict[str, Values]

# A template's milestones are one value of the template: their weights make 100 together or not at all.
ITEMS = "items"
Item = tuple[str, str | None, int]  # title, role, weight
_DEADLINE = ("deadline_text", "deadline_day", "deadline_precision")
# The tables the catalogue fills, parents first, and the columns it gives in each.
COLUMNS: dict[str, tuple[str, ...]] = {
    "reporting_unit": ("name", "kind", "code", "parent_id", "position", "note"),
    "unit_former": ("unit_id", "name", "code"),
    "money_source": ("name", "parent_id", "position"),
    "template": ("key", "title", "position", ITEMS),
    "plan": ("title", "short", "period", "number", "issued_on", "position", "note"),
    "box": ("plan_id", "no", "label", "title"),
    "programme": ("box_id", "position", "no", "title"),
    "project": (
        *("name", "kind", "nature", "unit_id", "unit_inferred", *_DEADLINE),
        *("note", "is_programme", "counted", "position"),
    ),
    "project_alias": ("project_id", "text"),
    "source": ("project_id", "programme_id", "position"),
    "related": ("project_id", "other_id"),
    "target": ("project_id", "position", "text", "comparator", "low_milli", "high_milli", "unit", "base", *_DEADLINE),
}
TABLES = tuple(COLUMNS)
# Columns that refer to another row, and the table it is in.
REFERENCES = {
    ("reporting_unit", "parent_id"): "reporting_unit",
    ("unit_former", "unit_id"): "reporting_unit",
    ("money_source", "parent_id"): "money_source",
    ("box", "plan_id"): "plan",
    ("programme", "box_id"): "box",
    ("project", "unit_id"): "reporting_unit",
    ("project_alias", "project_id"): "project",
    ("source", "project_id"): "project",
    ("source", "programme_id"): "programme",
    ("related", "project_id"): "project",
    ("related", "other_id"): "project",
    ("target", "project_id"): "project",
}
# Columns whose value belongs to one row of a table only.
NATURAL = {"reporting_unit": ("name", "code"), "money_source": ("name",), "template": ("key",)}


def derived_uid(*parts: str) -> str:
    """Return the uid of a row that has no slug of its own: the same in every file, or copies could not be compared."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


def items_text(items: Iterable[Item]) -> str:
    """Return a template's milestones as one value."""
    return json.dumps([list(item) for item in items], ensure_ascii=False)


def rows_of(catalogue: Catalogue) -> dict[str, Rows]:
    """Return every row the catalogue gives, by table (in the order of TABLES) and uid."""
    found: dict[str, Rows] = {table: {} for table in TABLES}
    for table, uid, values in (*_list_rows(catalogue), *_plan_rows(catalogue), *_entry_rows(catalogue)):
        found[table][uid] = values
    return found


def with_search_keys(table: str, rows: Rows, catalogue: Catalogue) -> Rows:
    """Return rows to be inserted, with the search keys where the table has them."""
    if table == "reporting_unit":
        former = {unit.uid: [other.name for other in unit.former if other.name] for unit in catalogue.units}
        return {uid: row | {"pinyin": search_keys(str(row["name"]), *former[uid])} for uid, row in rows.items()}
    if table == "project":
        units = {unit.uid: unit.name for unit in catalogue.units}
        names = {entry.uid: (entry.name, *entry.aliases, units[entry.unit]) for entry in catalogue.entries()}
        return {uid: row | {"pinyin": search_keys(*names[uid])} for uid, row in rows.items()}
    return rows


Found = Iterator[tuple[str, str, Values]]


def _list_rows(catalogue: Catalogue) -> Found:
    """Yield units, money sources and templates."""
    for unit in catalogue.units:
        yield (
            "reporting_unit",
            unit.uid,
            {
                "name": unit.name,
                "kind": unit.kind.value,
                "code": unit.code,
                "parent_id": unit.parent,
                "position": unit.position,
                "note": unit.note,
            },
        )
        for former in unit.former:
            uid = derived_uid("unit_former", unit.uid, former.name or "", former.code or "")
            yield "unit_former", uid, {"unit_id": unit.uid, "name": former.name, "code": former.code}
    for source in catalogue.money_sources:
        yield (
            "money_source",
            source.uid,
            {"name": source.name, "parent_id": source.parent, "position": source.position},
        )
    for template in catalogue.templates:
        items = items_text((item.title, item.role.value if item.role else None, item.weight) for item in template.items)
        values: Values = {"key": template.key, "title": template.title, "position": template.position, ITEMS: items}
        yield "template", derived_uid("template", template.key), values


def _plan_rows(catalogue: Catalogue) -> Found:
    """Yield plans, boxes and programmes."""
    for plan in catalogue.plans:
        yield "plan", plan.uid, _plan_values(plan)
        for box in plan.boxes:
            values: Values = {"plan_id": plan.uid, "no": box.number, "label": box.label, "title": box.title}
            yield "box", box.uid, values
            for position, programme in enumerate(box.programmes, start=1):
                values = {"box_id": box.uid, "position": position, "no": programme.mark, "title": programme.title}
                yield "programme", programme.uid, values


def _plan_values(plan: PlanSeed) -> Values:
    """Return a plan's values."""
    return {
        "title": plan.title,
        "short": plan.short,
        "period": plan.period,
        "number": plan.number,
        "issued_on": plan.issued_on.isoformat() if plan.issued_on else None,
        "position": plan.position,
        "note": plan.note,
    }


def _entry_rows(catalogue: Catalogue) -> Found:
    """Yield projects with all that belongs to them; an entry's own programme is its first source."""
    for position, entry in enumerate(catalogue.entries(), start=1):
        yield "project", entry.uid, _project_values(entry, position)
        for alias in entry.aliases:
            yield "project_alias", derived_uid("alias", entry.uid, alias), {"project_id": entry.uid, "text": alias}
        for other in entry.related:
            first, second = sorted((entry.uid, other.uid))  # written down at either end, kept once
            yield "related", derived_uid("related", first, second), {"project_id": first, "other_id": second}
        yield from _target_rows(entry)
    yield from _source_rows(catalogue)


def _source_rows(catalogue: Catalogue) -> Found:
    """Yield the links to programmes: an entry's own comes first, then those that mention it, in printed order."""
    mentions: Counter[str] = Counter()
    for programme in catalogue.programmes():
        for inside in (programme.entry, *programme.inside):
            mentions[inside.uid] += isinstance(inside, Ref)
            position = 1 + mentions[inside.uid] if isinstance(inside, Ref) else 1
            values: Values = {"project_id": inside.uid, "programme_id": programme.uid, "position": position}
            yield "source", derived_uid("source", inside.uid, programme.uid), values


def _project_values(entry: EntrySeed, position: int) -> Values:
    """Return the values of an entry of the project list."""
    return {
        "name": entry.name,
        "kind": entry.kind.value,
        "nature": entry.nature.value,
        "unit_id": entry.unit,
        "unit_inferred": int(entry.unit_inferred),
        **_deadline_values(entry.deadline),
        "note": entry.note,
        "is_programme": int(entry.is_programme),
        "counted": int(entry.counted),
        "position": position,
    }


def _target_rows(entry: EntrySeed) -> Found:
    """Yield the printed quantities of an entry; the same words may stand there twice."""
    seen: Counter[str] = Counter()
    for position, target in enumerate(entry.targets, start=1):
        seen[target.text] += 1
        uid = derived_uid("target", entry.uid, target.text, str(seen[target.text]))
        values: Values = {
            "project_id": entry.uid,
            "position": position,
            "text": target.text,
            "comparator": target.comparator.value,
            "low_milli": target.low_milli,
            "high_milli": target.high_milli,
            "unit": target.unit,
            "base": target.base,
            **_deadline_values(target.deadline),
        }
        yield "target", uid, values


def _deadline_values(deadline: DeadlineSeed | None) -> Values:
    """Return a deadline's three columns."""
    return {
        "deadline_text": deadline.text if deadline else None,
        "deadline_day": deadline.day.isoformat() if deadline else None,
        "deadline_precision": deadline.precision.value if deadline else None,
    }
