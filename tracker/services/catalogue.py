"""目录更新: take in the catalogue the program ships, and settle what it and the user changed differently."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import column, select, table, update
from sqlalchemy.orm import Session

from tracker.domain.deeds import Deed
from tracker.domain.errors import InputError, NotFound
from tracker.domain.kinds import STATES_OF, Kind, State
from tracker.paths import bundled
from tracker.services import merge as merging
from tracker.services import projects
from tracker.store import keys
from tracker.store.seed import Catalogue, UpdateReport, needs_update, read_catalogue
from tracker.store.seed import update as _update
from tracker.store.seed.filerows import put_items
from tracker.store.seed.rows import ITEMS, NATURAL, REFERENCES
from tracker.store.seed.withdraw import REASON, WITHDRAWN
from tracker.store.seed.work import UPDATING, bundle_of, today
from tracker.store.tables import CatalogueConflict, Project, StatePeriod

__all__ = [
    "DEED",
    "KEPT",
    "TAKEN",
    "needs_update",
    "settle_conflict",
    "settle_conflicts",
    "shipped_catalogue",
    "take_in",
]

# Undo must not take half of an update back.
DEED = Deed(UPDATING, barrier=True)
KEPT, TAKEN = "保留", "采用"


def shipped_catalogue() -> Catalogue:
    """Read the catalogue the program ships; slow enough (0.1 s) to be done before the file is locked."""
    return read_catalogue(bundled("seed"))


def take_in(session: Session, catalogue: Catalogue) -> UpdateReport:
    """Take a newer catalogue into the file; the deed is DEED."""
    return _update(session, catalogue)


def settle_conflict(session: Session, conflict_id: int, take_theirs: bool) -> None:
    """Settle one difference: 采用 the catalogue's value, or 保留 the user's.

    Raises NotFound where it is settled already or its row is gone, and InputError where the value cannot be taken now.
    """
    conflict = session.get(CatalogueConflict, conflict_id)
    if conflict is None or conflict.settled is not None:
        raise NotFound
    if take_theirs:
        theirs = json.loads(conflict.theirs or "null")
        if conflict.field == WITHDRAWN:
            _withdraw(session, conflict.row_uid, theirs)
        else:
            _take(session, conflict, theirs)
    conflict.settled = TAKEN if take_theirs else KEPT
    session.flush()


def settle_conflicts(session: Session, conflict_ids: Sequence[int], take_theirs: bool) -> None:
    """Settle several differences alike, as one deed: all of them or, where one cannot be taken, none."""
    for conflict_id in conflict_ids:
        settle_conflict(session, conflict_id, take_theirs)


def _take(session: Session, conflict: CatalogueConflict, theirs: Any) -> None:
    """Write the catalogue's value into the row."""
    row_id = _id_of(session, conflict.table_name, conflict.row_uid)
    if conflict.field == ITEMS:
        put_items(session, row_id, conflict.row_uid, str(theirs))
        return
    bundle = bundle_of(conflict.field)
    values = dict(zip(bundle, theirs, strict=True)) if isinstance(theirs, list) else {conflict.field: theirs}
    for field, value in values.items():
        target = REFERENCES.get((conflict.table_name, field))
        if target is not None and value is not None:
            values[field] = _id_of(session, target, str(value))
    _check(session, conflict.table_name, row_id, values)
    plain = table(conflict.table_name, column("id"), *(column(field) for field in values))
    session.execute(update(plain).where(plain.c.id == row_id).values(values))
    session.expire_all()
    refresh = _REFRESH.get(conflict.table_name)
    if refresh is not None:
        refresh(session, [row_id])


_REFRESH: dict[str, Callable[[Session, list[int]], None]] = {
    "project": keys.refill,
    "reporting_unit": keys.refill_units,
}


def _check(session: Session, name: str, row_id: int, values: dict[str, Any]) -> None:
    """Refuse a value that another row has for itself, or that does not fit the states already entered."""
    for field in NATURAL.get(name, ()):
        plain = table(name, column("id"), column(field))
        taken = select(plain.c.id).where(plain.c[field] == values.get(field), plain.c.id != row_id)
        if values.get(field) is not None and session.execute(taken).first():
            raise InputError(f"“{values[field]}”已用在另一条记录上，请先改那一条。")
    if name == "project" and (kind := values.get("kind")):
        allowed = STATES_OF[Kind(kind)]
        for state in session.scalars(select(StatePeriod.state).where(StatePeriod.project_id == row_id)):
            if state not in (*allowed, None):
                raise InputError(f"已登记的状态“{state}”不用于{kind}，请先删除该状态，再采用。", "kind")


def _withdraw(session: Session, uid: str, survivor_uid: str | None) -> None:
    """Withdraw a project the user has worked on: merge it into its survivor, or 取消 it where it has none."""
    project_id = _id_of(session, "project", uid)
    day = today(session)
    if survivor_uid is None:
        projects.set_state(session, project_id, State.CANCELLED, day, REASON)
        return
    survivor = session.get_one(Project, _id_of(session, "project", survivor_uid))
    plan = merging.MergePlan(survivor_id=survivor.merged_into_id or survivor.id, other_id=project_id, on=day)
    merging.merge(session, plan)


def _id_of(session: Session, name: str, uid: str) -> int:
    """Return a row's id by its uid."""
    plain = table(name, column("id"), column("uid"))
    found = session.execute(select(plain.c.id).where(plain.c.uid == uid)).scalar()
    if found is None:
        raise NotFound
    return int(found)
