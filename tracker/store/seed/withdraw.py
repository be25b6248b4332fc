"""What becomes of rows the catalogue no longer gives. Nothing the user entered is lost, and no project vanishes."""

from __future__ import annotations

from sqlalchemy import insert, update

from tracker.domain.kinds import State
from tracker.store.seed.filerows import count
from tracker.store.seed.rows import REFERENCES, Values
from tracker.store.seed.work import Work, today
from tracker.store.tables import Project, StatePeriod, UidAlias

# Rows that go when the catalogue drops them and the user has not changed them.
_LEAVES = ("unit_former", "project_alias", "source", "related", "target")
# Where a project of the catalogue was withdrawn: the field a conflict about it goes by.
WITHDRAWN = "withdrawn"
REASON = "目录更新：目录中已撤回此项"
# Rows that go when nothing is left in them: the table, and the table and column that would still need them.
_HOLDERS = (
    ("programme", "source", "programme_id"),
    ("box", "programme", "box_id"),
    ("plan", "box", "plan_id"),
)


def leaves(work: Work) -> None:
    """Delete names, links and targets the catalogue has dropped, but none of a withdrawn project: it keeps its own."""
    for table in _LEAVES:
        for uid, base in work.base[table].items():
            ours = work.file.rows[table].get(uid)
            if ours is None or uid in work.theirs[table] or _owner_is_withdrawn(work, table, base):
                continue
            if _same(work, table, base, ours) and not _has_values(work, table, uid):
                work.note_stale(table, uid, set())
                work.settle(table, uid)
                work.file.remove(table, uid)
                work.changed += 1


def _owner_is_withdrawn(work: Work, table: str, base: Values) -> bool:
    """Whether a row belongs to a project that is no longer in the catalogue."""
    owners = [value for field, value in base.items() if REFERENCES.get((table, field)) == "project"]
    return any(str(owner) not in work.theirs["project"] for owner in owners)


def _same(work: Work, table: str, base: Values, ours: Values) -> bool:
    """Whether the user left a row as it was; a source that followed its project into the survivor counts as left."""
    for field, value in base.items():
        moved = ours[field] != value
        if table == "source" and field == "project_id":
            moved = ours[field] not in (value, work.survivor(str(value)))
        if moved and field != "position":
            return False
    return True


def _has_values(work: Work, table: str, uid: str) -> bool:
    """Whether 完成数 were entered for a target."""
    return table == "target" and count(work.session, "target_value", "target_id", work.file.ids[table][uid]) > 0


def projects(work: Work) -> None:
    """Withdraw the projects that are no longer in the catalogue.

    One nobody has touched goes into its survivor or, where it has none, is 取消 from today on. Otherwise the user
    decides.
    """
    for uid, base in work.base["project"].items():
        if uid in work.theirs["project"]:
            continue
        survivor = work.survivor(work.catalogue.retired.get(uid) or "")
        if uid not in work.file.ids["project"]:
            _keep_address(work, uid, survivor)
        elif not work.is_merged("project", uid):
            work.settle("project", uid)
            if work.is_touched(uid) or _is_held(work, uid):
                work.conflict("project", uid, WITHDRAWN, [None], [survivor])
                continue
            if survivor:
                _merge(work, uid, survivor)
            else:
                _cancel(work, uid)
            work.withdrawn.append(str(base["name"]))


def _is_held(work: Work, uid: str) -> bool:
    """Whether something the user made points at a project, which the log notes at the other end only."""
    project_id = work.file.ids["project"][uid]
    if any(count(work.session, "project", field, project_id) for field in ("parent_id", "merged_into_id")):
        return True
    related = work.file.rows["related"].items()
    return any(uid in row.values() and own not in work.base["related"] for own, row in related)


def _merge(work: Work, uid: str, survivor: str) -> None:
    """Let a withdrawn project go into its survivor, which the catalogue has already given all it should have."""
    gone, into = work.file.ids["project"][uid], work.file.ids["project"][survivor]
    merged = update(Project).where(Project.id == gone).values(merged_into_id=into, merged_on=today(work.session))
    work.session.execute(merged)
    for source_uid, row in list(work.file.rows["source"].items()):
        if row["project_id"] == uid:
            work.file.remove("source", source_uid)
    _keep_address(work, uid, survivor)
    work.merge(uid, survivor)


def _keep_address(work: Work, uid: str, survivor: str | None) -> None:
    """Let a uid that is gone open its survivor."""
    if survivor and not work.is_known_as_gone(uid):
        project_id = work.file.ids["project"][survivor]
        work.session.execute(insert(UidAlias), {"old_uid": uid, "project_id": project_id})


def _cancel(work: Work, uid: str) -> None:
    """Take a withdrawn project that goes nowhere out of every count, in sight and with its reason."""
    project_id = work.file.ids["project"][uid]
    period = {"project_id": project_id, "state": State.CANCELLED.value, "since": today(work.session), "reason": REASON}
    work.session.execute(insert(StatePeriod), period)


def emptied(work: Work) -> None:
    """Delete programmes, boxes and plans that the catalogue dropped and in which nothing is left."""
    for table, inner, field in _HOLDERS:
        for uid in work.base[table]:
            row_id = work.file.ids[table].get(uid)
            if uid in work.theirs[table] or row_id is None:
                continue
            if count(work.session, inner, field, row_id) == 0:
                work.settle(table, uid)
                work.file.remove(table, uid)
