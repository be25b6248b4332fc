"""Take a newer catalogue into a file the user has worked in: three-way, field by field.

What the catalogue last gave is the common ancestor. Where only the catalogue changed, its value is taken; where only
the user changed, his stays; where both did, his stays and both are shown under 目录更新. Laying the catalogue into an
empty file is the same thing without an ancestor.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from sqlalchemy.orm import Session

from tracker.store import keys
from tracker.store.seed import withdraw
from tracker.store.seed.filerows import keep_seeded
from tracker.store.seed.model import Catalogue
from tracker.store.seed.rows import NATURAL, REFERENCES, TABLES, Rows, Values, with_search_keys
from tracker.store.seed.work import MISSING, Work, bundle_of

# Columns whose values are given once in a table, or in a part of it; they are changed in two steps.
_NUMBERED = {"box": ("no", "plan_id"), "programme": ("position", "box_id")}
# Columns that make a row of a list the same as another.
_SAME = {
    "project_alias": ("project_id", "text"),
    "source": ("project_id", "programme_id"),
    "related": ("project_id", "other_id"),
}


@dataclass(frozen=True)
class UpdateReport:
    """What a newer catalogue brought: names of new and withdrawn projects, and how much was changed or left open."""

    added: tuple[str, ...]
    withdrawn: tuple[str, ...]
    changed: int
    conflicts: int

    def __str__(self) -> str:
        """Return the sentence the user reads."""
        text = f"目录已更新：新增 {len(self.added)} 项，修改 {self.changed} 处，撤回 {len(self.withdrawn)} 项。"
        if self.conflicts:
            text += f"有 {self.conflicts} 处与您的修改不同，已保留您的内容，请在“目录更新”中选择。"
        return text


def update(session: Session, catalogue: Catalogue) -> UpdateReport:
    """Take a catalogue in; the caller's deed is a barrier, for undo must not take half of it back."""
    work = Work(session, catalogue)
    withdraw.leaves(work)
    _move_own_projects(work)
    for table in TABLES:
        _renumber(work, table)
        for uid, theirs in work.theirs[table].items():
            if uid in work.file.rows[table]:
                _change(work, table, uid, theirs)
        _insert(work, table)
    withdraw.projects(work)
    withdraw.emptied(work)
    keep_seeded(session, work.theirs)
    work.keep_digest()
    if not work.fresh:
        keys.refill_units(session, work.stale_units)
        keys.refill(session, work.stale_projects())
    return UpdateReport(tuple(work.added), tuple(work.withdrawn), work.changed, work.conflicts)


def _renumber(work: Work, table: str) -> None:
    """Bring a table's numbers to the catalogue's order without two rows ever having the same one."""
    if table not in _NUMBERED:
        return
    field, part = _NUMBERED[table]
    theirs, ours = work.theirs[table], work.file.rows[table]
    wanted = {uid: (row[part], row[field]) for uid, row in theirs.items()}
    taken = set(wanted.values())
    last = max((int(row[field] or 0) for row in (*ours.values(), *theirs.values())), default=0)
    moves: dict[str, Values] = {}
    for uid, row in ours.items():
        here = (row[part], row[field])
        if uid in wanted and wanted[uid] != here:
            moves[uid] = {part: wanted[uid][0], field: wanted[uid][1]}
        elif uid not in wanted and here in taken:  # the user's own, or one about to go
            last += 1
            moves[uid] = {field: last}
    for number, uid in enumerate(moves, start=1):
        work.file.change(table, uid, {field: -number})
    for uid, move in moves.items():
        work.file.change(table, uid, move)


def _move_own_projects(work: Work) -> None:
    """Let projects that are not the catalogue's stay behind the same neighbour when the catalogue moves that one."""
    theirs, ours = work.theirs["project"], work.file.rows["project"]
    moves = sorted((_number(ours[uid]), _number(row)) for uid, row in theirs.items() if uid in ours)
    before = [old for old, _ in moves]
    for uid, row in ours.items():
        if uid not in theirs and (place := bisect_right(before, _number(row))):
            old, new = moves[place - 1]
            if old != new:
                work.file.change("project", uid, {"position": _number(row) - old + new})


def _number(row: Values) -> int:
    """Return a row's position."""
    return int(row["position"] or 0)


def _change(work: Work, table: str, uid: str, theirs: Values) -> None:
    """Bring the catalogue's changes to one row."""
    base = work.base[table].get(uid, {})
    ours = work.file.rows[table][uid]
    # What was merged away stays as it was when it was merged; only the ancestor moves on.
    frozen = work.is_merged(table, uid)
    done: set[str] = set()
    for field in theirs:
        bundle = tuple(name for name in bundle_of(field) if name in theirs)
        if field in done:
            continue
        done.update(bundle)
        new = [theirs[name] for name in bundle]
        old = [base.get(name, MISSING) for name in bundle]
        now = [ours[name] for name in bundle]
        if new == old or frozen:
            continue
        if now == new:
            work.settle(table, uid, bundle[0])
        elif now == old and not _risky(work, table, uid, dict(zip(bundle, new, strict=True))):
            work.change(table, uid, dict(zip(bundle, new, strict=True)))
        elif field != "position":
            work.conflict(table, uid, bundle[0], now, new)


def _risky(work: Work, table: str, uid: str, changes: Values) -> bool:
    """Whether even an untouched field must not change by itself."""
    for field in NATURAL.get(table, ()):
        value = changes.get(field)
        if value is not None and any(row[field] == value for row in work.file.rows[table].values()):
            return True  # a row of the user's own has that name or code already
    # What was entered would be in no figure any more once the project is a heading, and its states may not fit
    # the other kind.
    return table == "project" and (changes.get("counted") == 0 or "kind" in changes) and work.is_touched(uid)


def _insert(work: Work, table: str) -> None:
    """Insert the catalogue's new rows, parents before children."""
    waiting = _with_parents(
        work, table, {uid: row for uid, row in work.theirs[table].items() if _new(work, table, uid)}
    )
    if table == "project":
        work.added += [str(row["name"]) for row in waiting.values()]
    waiting = with_search_keys(table, waiting, work.catalogue)
    while waiting:
        # Only units and money sources wait for rows of their own table; a parent the user deleted is not waited for.
        layer = {uid: row for uid, row in waiting.items() if row.get("parent_id") not in waiting}
        work.file.insert(table, layer)
        waiting = {uid: row for uid, row in waiting.items() if uid not in layer}


def _new(work: Work, table: str, uid: str) -> bool:
    """Whether a row of the catalogue is to be inserted: it is new, or it is needed again."""
    if uid in work.file.ids[table] or (table == "project" and work.is_known_as_gone(uid)):
        return False
    # What the user deleted stays deleted; but a unit comes back where a new project needs it.
    return uid not in work.base[table] or (table == "reporting_unit" and uid in work.units_needed())


def _with_parents(work: Work, table: str, rows: Rows) -> Rows:
    """Return the rows whose parents are in the file and that say nothing the file says already."""
    same = _SAME.get(table, ())
    there = {tuple(row[field] for field in same) for row in work.file.rows[table].values()} if same else set()
    found: Rows = {}
    for uid, row in rows.items():
        placed = _placed(work, table, row)
        if placed is None:
            continue
        key = tuple(placed[field] for field in same)
        if same and key in there:
            continue
        there.add(key)
        found[uid] = placed
        if table in ("project", "project_alias"):
            work.stale.add(uid if table == "project" else str(placed["project_id"]))
    return found


def _placed(work: Work, table: str, row: Values) -> Values | None:
    """Return a row under the parents the file has; None where one is gone.

    What the catalogue says anew about a project that was merged away goes to nothing, except where it comes from: a
    source goes to the survivor.
    """
    placed = dict(row)
    for field, value in row.items():
        target = REFERENCES.get((table, field))
        if target is None or target == table:
            continue
        if target == "project":
            survivor = work.survivor(str(value))
            if survivor is None or (survivor != value and table != "source"):
                return None
            placed[field] = survivor
        elif value not in work.file.ids[target]:
            return None
    return placed
