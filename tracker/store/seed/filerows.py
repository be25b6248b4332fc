"""The rows of a data file in the shape of ``rows``: by table and uid, references as uids.

Values pass untyped, as SQLite keeps them, so that they compare with what was seeded without any conversion.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import TableClause, column, delete, insert, select, table, text, update
from sqlalchemy.orm import Session

from tracker.store.seed.rows import (
    COLUMNS,
    ITEMS,
    NATURAL,
    REFERENCES,
    TABLES,
    Item,
    Rows,
    Value,
    Values,
    derived_uid,
    items_text,
)
from tracker.store.tables import SeedValue, TemplateItem


class FileRows:
    """What the file holds of the catalogue's tables, and how to change it.

    A unit, money source or template that the user made himself stands for the same one of the catalogue: its id is
    found by the catalogue's uid, and references to it show that uid, but ``rows`` has it under its own.
    """

    def __init__(self, session: Session, theirs: dict[str, Rows]) -> None:
        """Read the columns that the catalogue gives of every table; *theirs* is what it gives."""
        self.session = session
        self.ids: dict[str, dict[str, int]] = {}
        self.rows: dict[str, Rows] = {}
        self._theirs = theirs
        for name in TABLES:
            self.read(name)

    def read(self, name: str) -> None:
        """Read one table again; tables it refers to must have been read."""
        columns = [field for field in COLUMNS[name] if field != ITEMS]
        plain = _plain(name, columns)
        uids = {target: {row_id: uid for uid, row_id in ids.items()} for target, ids in self.ids.items()}
        found = self.session.execute(select(plain)).mappings().all()
        self.ids[name] = {row["uid"]: row["id"] for row in found}
        uids[name] = {row["id"]: row["uid"] for row in found}
        items = items_of(self.session) if name == "template" else {}
        self.rows[name] = {}
        for row in found:
            values: Values = {field: row[field] for field in columns}
            for field in values:
                if target := REFERENCES.get((name, field)):
                    values[field] = uids[target].get(row[field])
            if name == "template":
                values[ITEMS] = items.get(row["id"], "[]")
            self.rows[name][row["uid"]] = _in_order(values) if name == "related" else values
        self._adopt(name)

    def _adopt(self, name: str) -> None:
        """Let the user's own rows stand for those of the catalogue with the same name or code."""
        theirs, known = self._theirs[name], self.ids[name]
        own = {uid: row for uid, row in self.rows[name].items() if uid not in theirs}
        for uid, values in theirs.items():
            for field in NATURAL.get(name, ()) if uid not in known else ():
                twin = next((mine for mine, row in own.items() if values[field] and row[field] == values[field]), None)
                if twin is not None:
                    known[uid] = known[twin]  # behind the twin's own uid, so that looking up by id finds this one
                    break

    def insert(self, name: str, rows: Rows) -> None:
        """Insert rows in bulk; where *name* refers to itself, call it for the parents first."""
        if not rows:
            return
        made = [{"uid": uid, **self._stored(name, values)} for uid, values in rows.items()]
        self.session.execute(insert(_plain(name, [field for field in made[0] if field != "uid"])), made)
        self.read(name)
        for uid, values in rows.items():
            if ITEMS in values:
                put_items(self.session, self.ids[name][uid], uid, str(values[ITEMS]))
                self.rows[name][uid][ITEMS] = values[ITEMS]

    def change(self, name: str, uid: str, changes: Values) -> None:
        """Change some values of a row."""
        if ITEMS in changes:
            put_items(self.session, self.ids[name][uid], uid, str(changes[ITEMS]))
        if stored := self._stored(name, changes):
            plain = _plain(name, stored)
            self.session.execute(update(plain).where(plain.c.id == self.ids[name][uid]).values(stored))
        self.rows[name][uid] |= changes

    def remove(self, name: str, uid: str) -> None:
        """Delete a row and, by cascade, what hangs on it."""
        plain = _plain(name, ())
        self.session.execute(delete(plain).where(plain.c.id == self.ids[name].pop(uid)))
        del self.rows[name][uid]

    def _stored(self, name: str, values: Values) -> Values:
        """Return values with ids for references; one to a row that is gone becomes NULL."""
        stored = {field: value for field, value in values.items() if field != ITEMS}
        for field, value in values.items():
            if target := REFERENCES.get((name, field)):
                stored[field] = self.ids[target].get(str(value)) if value is not None else None
        if name == "related":
            # The table keeps each pair once, the lower id first.
            stored["project_id"], stored["other_id"] = sorted(int(value or 0) for value in stored.values())
        return stored


def _plain(name: str, columns: Iterable[str]) -> TableClause:
    """Return a table whose columns have no types."""
    return table(name, column("id"), column("uid"), *(column(field) for field in columns))


def _in_order(pair: Values) -> Values:
    """Return a pair of related projects the way the catalogue has it: the lesser uid first."""
    first, second = sorted(str(value) for value in pair.values())
    return {"project_id": first, "other_id": second}


def items_of(session: Session) -> dict[int, str]:
    """Return the milestones of every template as one value each."""
    found: defaultdict[int, list[Item]] = defaultdict(list)
    rows = select(TemplateItem.template_id, TemplateItem.title, TemplateItem.role, TemplateItem.weight)
    ordered = rows.order_by(TemplateItem.position, TemplateItem.id)
    for template_id, title, role, weight in session.execute(ordered):
        found[template_id].append((title, role, weight))
    return {template_id: items_text(items) for template_id, items in found.items()}


def put_items(session: Session, template_id: int, uid: str, items: str) -> None:
    """Replace a template's milestones."""
    session.execute(delete(TemplateItem).where(TemplateItem.template_id == template_id))
    made = [
        {
            "uid": derived_uid("template_item", uid, title),
            "template_id": template_id,
            "position": position,
            "title": title,
            "role": role,
            "weight": weight,
        }
        for position, (title, role, weight) in enumerate(json.loads(items), start=1)
    ]
    session.execute(insert(TemplateItem), made)


def seeded(session: Session) -> dict[str, Rows]:
    """Return what the catalogue last gave: the common ancestor of the file and a newer catalogue."""
    found: dict[str, Rows] = {name: defaultdict(dict) for name in TABLES}
    rows = session.execute(select(SeedValue.table_name, SeedValue.row_uid, SeedValue.field, SeedValue.value))
    for name, uid, field, value in rows:
        found[name][uid][field] = _value(value)
    return {name: dict(given) for name, given in found.items()}


def keep_seeded(session: Session, given: dict[str, Rows]) -> None:
    """Remember what the catalogue gives now, in place of what it gave before."""
    session.execute(delete(SeedValue))
    flat = [
        {"table_name": name, "row_uid": uid, "field": field, "value": json.dumps(value, ensure_ascii=False)}
        for name, rows in given.items()
        for uid, values in rows.items()
        for field, value in values.items()
    ]
    session.execute(insert(SeedValue), flat)


def _value(stored: str | None) -> Value:
    """Return a value from its JSON text."""
    value: Value = json.loads(stored) if stored is not None else None
    return value


def count(session: Session, name: str, field: str, row_id: int) -> int:
    """Return how many rows of a table refer to a row."""
    plain = table(name, column(field))
    return int(
        session.execute(select(text("count(*)")).select_from(plain).where(plain.c[field] == row_id)).scalar_one()
    )
