"""The change log and its guard, as SQLite triggers made from the tables' metadata.

Triggers see what ORM events miss: bulk updates, cascades, imports, raw SQL from any program. They are dropped before a
migration and made again after it, because a batch migration rebuilds tables and loses them.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, Table

from tracker.store.tables import LOGGED

PREFIX = "log_"
_NO_ACTION = "没有正在进行的操作，拒绝写入"
# How to find the project a row belongs to, where it is not simply its own ``project_id``.
_OWNERS = {
    "project": "{row}.id",
    "uid_alias": "{row}.project_id",
    "milestone_approval": "(SELECT project_id FROM milestone WHERE id = {row}.milestone_id)",
    "milestone_forecast": "(SELECT project_id FROM milestone WHERE id = {row}.milestone_id)",
    "target_value": "(SELECT project_id FROM target WHERE id = {row}.target_id)",
}


def _owner(table: Table, row: str) -> str:
    """Return the SQL for the project whose history shows a row of *table*."""
    if table.name in _OWNERS:
        return _OWNERS[table.name].format(row=row)
    return f"{row}.project_id" if "project_id" in table.c else "NULL"


def _record(table: Table, row: str) -> str:
    """Return the SQL for a whole row as a JSON object."""
    pairs = ", ".join(f"'{column.name}', {row}.\"{column.name}\"" for column in table.c)
    return f"json_object({pairs})"


def _log(table: Table, op: str, row: str, values: str, condition: str = "1") -> str:
    """Return one INSERT into the change log; *values* is the SQL for field, old and new."""
    return (
        "INSERT INTO change (action_id, table_name, row_id, row_uid, project_id, op, field, old, new) "
        f"SELECT action_id, '{table.name}', {row}.id, {row}.uid, {_owner(table, row)}, '{op}', {values} "
        f"FROM current_action WHERE {condition};"
    )


def _guard(table: Table, op: str) -> str:
    """Return the trigger that refuses a write outside an action."""
    return (
        f"CREATE TRIGGER {PREFIX}guard_{table.name}_{op.lower()} BEFORE {op} ON {table.name} "
        "WHEN NOT EXISTS (SELECT 1 FROM current_action) "
        f"BEGIN SELECT RAISE(ABORT, '{_NO_ACTION}'); END"
    )


def _statements(table: Table) -> Iterator[str]:
    """Yield every trigger of one logged table."""
    name = table.name
    for op in ("INSERT", "UPDATE", "DELETE"):
        yield _guard(table, op)
    inserted = _log(table, "I", "NEW", f"NULL, NULL, {_record(table, 'NEW')}")
    yield f"CREATE TRIGGER {PREFIX}{name}_i AFTER INSERT ON {name} BEGIN {inserted} END"
    # AFTER, which SQLite fires when the cascade is done: the log has the children first, so undo, walking backwards,
    # brings the parent back before them.
    deleted = _log(table, "D", "OLD", f"NULL, {_record(table, 'OLD')}, NULL")
    yield f"CREATE TRIGGER {PREFIX}{name}_d AFTER DELETE ON {name} BEGIN {deleted} END"
    fields = (column.name for column in table.c if column.name != "id")
    updates = " ".join(
        _log(table, "U", "NEW", f'\'{f}\', json_quote(OLD."{f}"), json_quote(NEW."{f}")', f'OLD."{f}" IS NOT NEW."{f}"')
        for f in fields
    )
    yield f"CREATE TRIGGER {PREFIX}{name}_u AFTER UPDATE ON {name} BEGIN {updates} END"
    # The log finds a row by its id and uid, so neither may ever change.
    yield (
        f"CREATE TRIGGER {PREFIX}{name}_fixed BEFORE UPDATE OF id, uid ON {name} "
        "WHEN OLD.id IS NOT NEW.id OR OLD.uid IS NOT NEW.uid "
        "BEGIN SELECT RAISE(ABORT, '编号不能改动'); END"
    )


def _one_way_of_splitting() -> Iterator[str]:
    """Yield the rule that a kind and period is filled 不分来源 or by source, never both."""
    for op in ("INSERT", "UPDATE"):
        yield (
            f"CREATE TRIGGER {PREFIX}split_{op.lower()} AFTER {op} ON period_figure "
            "WHEN EXISTS (SELECT 1 FROM period_figure o WHERE o.project_id = NEW.project_id AND o.kind = NEW.kind "
            "AND o.period_end = NEW.period_end AND (o.source_id IS NULL) <> (NEW.source_id IS NULL)) "
            "BEGIN SELECT RAISE(ABORT, '同一期不能既填“不分来源”又按资金来源填'); END"
        )


def _sealed() -> Iterator[str]:
    """Yield the rule that what was closed stays as it was signed."""
    for op in ("UPDATE", "DELETE"):
        yield (
            f"CREATE TRIGGER {PREFIX}sealed_{op.lower()} BEFORE {op} ON closed_row "
            "BEGIN SELECT RAISE(ABORT, '封账留存的数据不能改动'); END"
        )


def _all() -> Iterator[str]:
    """Yield every trigger of the file."""
    for table in LOGGED:
        yield from _statements(table)
    yield from _one_way_of_splitting()
    yield from _sealed()


def missing(connection: Connection) -> list[str]:
    """Return the triggers that are not in the file as they should be: changes would go unlogged or unguarded."""
    stored = set(connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE type = 'trigger'").scalars())
    return [one.split(maxsplit=3)[2] for one in _all() if one not in stored]


def drop(connection: Connection) -> None:
    """Remove every trigger this module made."""
    names = connection.exec_driver_sql(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND substr(name, 1, ?) = ?", (len(PREFIX), PREFIX)
    ).scalars()
    for name in list(names):
        connection.exec_driver_sql(f'DROP TRIGGER "{name}"')


def create(connection: Connection) -> None:
    """Make the triggers of all logged tables; call it after every migration."""
    drop(connection)
    for statement in _all():
        connection.exec_driver_sql(statement)
