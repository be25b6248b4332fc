"""What one update of the catalogue knows and has done so far."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.store.seed.filerows import FileRows, seeded
from tracker.store.seed.model import Catalogue
from tracker.store.seed.rows import REFERENCES, Rows, Value, Values, rows_of
from tracker.store.tables import Action, CatalogueConflict, Change, CurrentAction, Project, Setting, UidAlias

LOADING, UPDATING = "载入目录", "更新目录"
# The setting that holds the digest of the catalogue last taken in.
SETTING = "catalogue"
# Stands for a value the catalogue never gave; equal to nothing.
MISSING: Final = object()
# Columns that mean something only together; they are taken or kept as one. The first gives its name to a conflict.
_BUNDLES = (
    ("unit_id", "unit_inferred"),
    ("deadline_text", "deadline_day", "deadline_precision"),
    ("comparator", "low_milli", "high_milli"),
)
_BUNDLE_OF = {field: bundle for bundle in _BUNDLES for field in bundle}


def bundle_of(field: str) -> tuple[str, ...]:
    """Return the columns that are taken or kept together with one.

    >>> bundle_of("low_milli"), bundle_of("name")
    (('comparator', 'low_milli', 'high_milli'), ('name',))
    """
    return _BUNDLE_OF.get(field, (field,))


def today(session: Session) -> date:
    """Return the day of the action under way, as the user's clock has it."""
    at = session.scalars(select(Action.at).join(CurrentAction, CurrentAction.action_id == Action.id)).one()
    return datetime.fromisoformat(at).astimezone().date()


class Work:
    """The three sides, *theirs* (the catalogue), *base* (what it last gave) and the file, and the tally."""

    def __init__(self, session: Session, catalogue: Catalogue) -> None:
        """Read all three sides."""
        self.session = session
        self.catalogue = catalogue
        self.theirs: dict[str, Rows] = rows_of(catalogue)
        self.base: dict[str, Rows] = seeded(session)
        self.fresh = not any(self.base.values())
        self.file = FileRows(session, self.theirs)
        self.added: list[str] = []
        self.withdrawn: list[str] = []
        self.changed = 0
        self.conflicts = 0
        self.stale: set[str] = set()
        self.stale_units: set[int] = set()
        self._open = {
            (row.table_name, row.row_uid, row.field): row for row in session.scalars(select(CatalogueConflict))
        }
        self._survivors = self._read_survivors()
        self._touched: set[int] | None = None

    def _read_survivors(self) -> dict[str, str]:
        """Return the survivor of every uid that was merged away or withdrawn; a survivor may be merged in turn."""
        uids = {row_id: uid for uid, row_id in self.file.ids["project"].items()}
        merged = select(Project.uid, Project.merged_into_id).where(Project.merged_into_id.is_not(None))
        gone = select(UidAlias.old_uid, UidAlias.project_id)
        pairs = [*self.session.execute(gone), *self.session.execute(merged)]
        return {uid: uids[into] for uid, into in pairs}

    def survivor(self, uid: str) -> str | None:
        """Return the project that now stands for a uid: itself, its survivor, or None where it is gone."""
        seen: set[str] = set()
        while uid in self._survivors and uid not in seen:
            seen.add(uid)
            uid = self._survivors[uid]
        return uid if uid in self.file.ids["project"] else None

    def is_known_as_gone(self, uid: str) -> bool:
        """Whether a project's uid was merged away or withdrawn and must never be given again."""
        return uid in self._survivors

    def is_merged(self, table: str, uid: str) -> bool:
        """Whether a row is a merged project or belongs to one."""
        if table == "project":
            return uid in self._survivors
        row = self.theirs[table][uid]
        owners = [str(row[field]) for field in row if REFERENCES.get((table, field)) == "project"]
        return any(owner in self._survivors for owner in owners)

    def merge(self, uid: str, survivor: str) -> None:
        """Note that a project has a survivor from now on."""
        self._survivors[uid] = survivor

    def is_touched(self, uid: str) -> bool:
        """Whether anybody ever entered or changed anything about a project. The change log forgets nothing.

        Search keys are not what anybody entered: renaming a unit writes those of all its projects.
        """
        if self._touched is None:
            statement = (
                select(Change.project_id)
                .join(Action, Action.id == Change.action_id)
                .where(Action.what.not_in((LOADING, UPDATING)), Change.field.is_distinct_from("pinyin"))
                .distinct()
            )
            self._touched = {found for found in self.session.scalars(statement) if found is not None}
        return self.file.ids["project"][uid] in self._touched

    def units_needed(self) -> set[str]:
        """Return the units that projects refer to newly."""
        base, ours = self.base["project"], self.file.rows["project"]
        return {
            str(row["unit_id"])
            for uid, row in self.theirs["project"].items()
            if uid not in ours or base.get(uid, {}).get("unit_id") != row["unit_id"]
        }

    def change(self, table: str, uid: str, changes: Values) -> None:
        """Take the catalogue's values."""
        self.settle(table, uid, next(iter(changes)))
        self.file.change(table, uid, changes)
        if "position" not in changes:
            self.changed += 1
        self.note_stale(table, uid, set(changes))

    def note_stale(self, table: str, uid: str, fields: set[str]) -> None:
        """Remember whose search keys a change makes wrong."""
        row = self.file.rows[table][uid]
        if table == "project" and fields & {"name", "unit_id"}:
            self.stale.add(uid)
        elif table == "project_alias":
            self.stale.add(str(row["project_id"]))
        elif table == "reporting_unit" and "name" in fields:
            self.stale_units.add(self.file.ids[table][uid])
        elif table == "unit_former":
            self.stale_units.add(self.file.ids["reporting_unit"][str(row["unit_id"])])

    def stale_projects(self) -> set[int]:
        """Return the ids of the projects whose search keys must be written anew."""
        known = self.file.ids["project"]
        return {known[uid] for uid in self.stale if uid in known}

    def conflict(self, table: str, uid: str, field: str, ours: list[Value], theirs: list[Value]) -> None:
        """Keep the user's value and show both."""
        row = self._open.get((table, uid, field))
        if row is None:
            row = CatalogueConflict(table_name=table, row_uid=uid, field=field)
            self._open[table, uid, field] = row
            self.session.add(row)
        row.ours, row.theirs, row.settled = _text(ours), _text(theirs), None
        self.conflicts += 1

    def settle(self, table: str, uid: str, field: str | None = None) -> None:
        """Take down what was shown about a field (all fields when None), now that both sides agree on it."""
        for key in [key for key in self._open if key[:2] == (table, uid) and field in (None, key[2])]:
            if self._open[key].settled is None:
                self.session.delete(self._open.pop(key))

    def keep_digest(self) -> None:
        """Remember which catalogue the file has."""
        row = self.session.scalar(select(Setting).where(Setting.key == SETTING))
        text = json.dumps(self.catalogue.digest)
        if row is None:
            self.session.add(Setting(key=SETTING, value=text))
        else:
            row.value = text


def _text(values: list[Value]) -> str:
    """Return the JSON text of a value, of a list where several columns are one."""
    return json.dumps(values[0] if len(values) == 1 else values, ensure_ascii=False)
