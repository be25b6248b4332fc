"""One action's lines of the change log, told in Chinese.

A line names what it is about (节点, period, 资金来源), then old → new. What a line refers to is looked up in the file,
and in the log where it has been deleted since.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import Boolean, select, table, text
from sqlalchemy.orm import Session

from tracker.domain.field_names import (
    FLAGS,
    NOT_APPLICABLE,
    TABLES,
    UNKNOWN,
    TableWords,
    arrow,
    field_label,
    value_text,
)
from tracker.domain.kinds import MoneyKind
from tracker.domain.office import Office
from tracker.domain.warnings import LABELS
from tracker.queries.settings import office
from tracker.store.tables import LOGGED, Change, Template

_SCHEMA = {item.name: item for item in LOGGED}
# The value that 不适用 stands beside.
_BESIDE_NA = ("amount_fen", "percent")
_IN_SUBJECT = frozenset({"na", "period_end", "kind", "source_id", "as_of", "year"})
_JSON = frozenset({"custom", "ours", "theirs"})
_DAYS = ("period_end", "allocated_on")
_REORDERED = "顺序有调整"
Record = Mapping[str, Any]


class Logged(NamedTuple):
    """One row of the change log."""

    id: int
    action_id: int
    table_name: str
    row_id: int
    project_id: int | None
    op: str
    field: str | None
    old: str | None
    new: str | None


class Words:
    """Tells log rows in words; keeps what it has looked up, so that a page of history asks for each row once."""

    def __init__(self, session: Session) -> None:
        """Read names through *session*, for the length of one query."""
        self._session = session
        self._records: dict[tuple[str, int], Record] = {}
        self._office: Office | None = None

    def lines(self, changes: Sequence[Logged]) -> Iterator[str]:
        """Yield the lines of one action, in the order things happened; moved positions are told once per table."""
        # Places also move when a row comes or goes; that is told by the row itself.
        reordered = {item.table_name for item in changes if item.op != "U"}
        for (name, row_id, op), group in groupby(changes, key=lambda item: (item.table_name, item.row_id, item.op)):
            rows, words = list(group), TABLES.get(name)
            if words is None:
                continue
            if op == "U":
                if words.order and name not in reordered and any(row.field == "position" for row in rows):
                    reordered.add(name)
                    yield f"{words.word}{_REORDERED}"
                yield from self._updated(name, row_id, words, rows)
            else:
                record = json.loads((rows[0].new if op == "I" else rows[0].old) or "{}")
                yield self._whole(name, words, record, came=op == "I")

    def read_ahead(self, changes: Sequence[Logged]) -> None:
        """Read the rows that a page of history will ask for, a table at a time."""
        wanted: dict[str, set[int]] = {}
        for change in changes:
            wanted.setdefault(change.table_name, set()).add(change.row_id)
            if change.project_id is not None:
                wanted.setdefault("project", set()).add(change.project_id)
        for name, ids in wanted.items():
            listed = text("id IN (SELECT value FROM json_each(:ids))")
            rows = select(text("*")).select_from(table(name)).where(listed).params(ids=json.dumps(sorted(ids)))
            for row in self._session.execute(rows).mappings():
                self._records[name, int(row["id"])] = dict(row)

    def record(self, name: str, row_id: int) -> Record:
        """Return a row's values: from the file, else as it was when it was deleted, else nothing."""
        key = (name, row_id)
        if key not in self._records:
            self._records[key] = self._read(name, row_id)
        return self._records[key]

    def field_word(self, name: str, words: TableWords, field: str) -> str:
        """Return what the office calls a field: only the leader of a project has a word of its own."""
        return self.office.leader_label if (name, field) == ("project", "leader") else words.fields[field]

    @property
    def office(self) -> Office:
        """The office's words and columns, read once."""
        if self._office is None:
            self._office = office(self._session)
        return self._office

    def _own_columns(self, old: Any, new: Any) -> Iterator[str]:
        """Tell what changed in the columns of the user's own, each under its name; one that is gone says so."""
        labels = {column.key: column.label for column in self.office.custom}
        was, now = (json.loads(one) if one else {} for one in (old, new))
        for key in dict.fromkeys((*was, *now)):
            if was.get(key) != now.get(key):
                told = arrow(was.get(key) or UNKNOWN, now.get(key) or UNKNOWN)
                yield f"{labels.get(key, '已删除的自定义栏')}：{told}"

    def title(self, name: str, row_id: int | None) -> str:
        """Return what a row is called; 未填 for none, and a plain word where it cannot be found any more."""
        if row_id is None:
            return UNKNOWN
        words, record = TABLES[name], self.record(name, row_id)
        if name == "document":
            return str(record.get("number") or record.get("title") or words.word)
        if words.title is None or record.get(words.title) is None:
            return f"已删除的{words.word}"
        return self._value(name, words.title, record[words.title])

    def project_of(self, change: Logged) -> int | None:
        """Return the project a log row belongs to, also where its own parent went in the same cascade."""
        if change.project_id is not None or change.op != "D":
            return change.project_id
        record = json.loads(change.old or "{}")
        for field, parent in (("milestone_id", "milestone"), ("target_id", "target")):
            if field in record:
                found = self.record(parent, record[field]).get("project_id")
                return int(found) if found is not None else None
        return None

    def fact(self, name: str, field: str | None, record: Record, values: tuple[Any, Any]) -> tuple[str, str, str]:
        """Tell one fact apart from its action: what it is, how it was and how it is, 未填 for nothing.

        *field* None is a whole row that came (the first of *values* is None) or went; the values are then records.
        """
        words, (old, new) = TABLES[name], values
        if field is not None:
            label = self._label(name, words, field, record)
            return label, self._value(name, field, old), self._value(name, field, new)
        was, now = (UNKNOWN if one is None else self._row_text(name, words, one) for one in (old, new))
        if words.value is not None:
            return self._label(name, words, words.value, record), was, now
        return self._subject(name, words, record) or words.word, was, now

    def _row_text(self, name: str, words: TableWords, record: Record) -> str:
        """Return what a whole row says: its value, else its filled fields."""
        if words.value is not None:
            return _amount_text(words.value, record)
        title = words.title or ""
        details = self._details(name, words, record, {title})
        return f"{self._value(name, title, record.get(title))}{details}"

    def _read(self, name: str, row_id: int) -> Record:
        """Look a row up."""
        plain = table(name)
        row = self._session.execute(
            select(text("*")).select_from(plain).where(text("id = :id")).params(id=row_id)
        ).mappings()
        found = row.one_or_none()
        if found is not None:
            return dict(found)
        gone = self._session.scalar(
            select(Change.old)
            .where(Change.table_name == name, Change.row_id == row_id, Change.op == "D")
            .order_by(Change.id.desc())
            .limit(1)
        )
        record: Record = json.loads(gone) if gone else {}
        return record

    def _value(self, name: str, field: str, value: Any) -> str:
        """Return one value in words; a reference as the name of what it points at."""
        column = _SCHEMA[name].c.get(field)
        if column is not None and value is not None:
            for key in column.foreign_keys:
                return self.title(key.column.table.name, int(value))
        if field == "template_key" and value is not None:
            return self._session.scalar(select(Template.title).where(Template.key == value)) or str(value)
        if name == "catalogue_conflict" and field == "field":
            return field_label(str(value))
        if field in _JSON or (name == "setting" and field == "value"):
            return _from_json(value)
        return value_text(field, value)

    def _subject(self, name: str, words: TableWords, record: Record) -> str:
        """Return what a line is about; a project's own fields need no subject."""
        if name in ("milestone_approval", "milestone_forecast"):
            return self.title("milestone", record.get("milestone_id"))
        if name in ("period_figure", "investment"):
            kind = record.get("kind")
            return self._within(LABELS[MoneyKind(kind)] if kind else words.word, record)
        special = {
            "project": "",
            "milestone": record.get("title"),
            "annual_plan": f"{record.get('year')}年{words.word}",
        }
        if name == "target_value":
            return f"{self.title('target', record.get('target_id'))}完成数（{record.get('period_end')}）"
        if name in special or words.title is None:
            return str(special.get(name) or "")
        shown = self._value(name, words.title, record.get(words.title))
        return f"{words.word}（{shown}）" if words.title in _DAYS else f"{words.word}“{shown}”"

    def _within(self, word: str, record: Record) -> str:
        """Return a word with its day and 资金来源 in brackets, as far as there are any."""
        source = record.get("source_id")
        day = record.get("period_end") or record.get("as_of")
        parts = [part for part in (day, self.title("money_source", source) if source is not None else None) if part]
        return f"{word}（{'，'.join(parts)}）" if parts else word

    def _whole(self, name: str, words: TableWords, record: Record, *, came: bool) -> str:
        """Tell a row that came or went."""
        if words.value is not None:
            value = _amount_text(words.value, record)
            others = self._details(name, words, record, skip=_IN_SUBJECT | {words.value})
            label = self._label(name, words, words.value, record)
            return f"{label}：{arrow(UNKNOWN, value) if came else arrow(value, UNKNOWN)}{others}"
        title = words.title or ""
        subject, details = self._value(name, title, record.get(title)), self._details(name, words, record, {title})
        return f"{'新增' if came else '删除'}{words.word}：{subject}{details}"

    def _details(self, name: str, words: TableWords, record: Record, skip: AbstractSet[str]) -> str:
        """Return a row's other filled fields in brackets."""
        told = [
            f"{label} {self._value(name, field, record[field])}"
            for field, label in words.fields.items()
            if field not in skip and field != "project_id" and _says_something(name, field, record.get(field))
        ]
        return f"（{'，'.join(told)}）" if told else ""

    def _label(self, name: str, words: TableWords, field: str, record: Record) -> str:
        """Return the beginning of a line about one field; a new name is told without the name itself."""
        if field == words.title and name != "project" and words.title not in _DAYS:
            label = words.fields[field]
            return label if label.startswith(words.word) else f"{words.word}{label}"
        subject = self._subject(name, words, record)
        if field == words.value and name not in ("milestone_approval", "milestone_forecast"):
            return subject
        return f"{subject} {self.field_word(name, words, field)}".strip()

    def _updated(self, name: str, row_id: int, words: TableWords, rows: Sequence[Logged]) -> Iterator[str]:
        """Tell the changed fields of one row; 不适用 together with the value it stands beside."""
        # A field set twice in one action: how it was before the first, and how it is after the last.
        first = {row.field or "": _decoded(row.old) for row in reversed(rows)}
        last = {row.field or "": _decoded(row.new) for row in rows}
        changed = {field: (first[field], last[field]) for field in last if first[field] != last[field]}
        record = self.record(name, row_id)
        beside = next((field for field in _BESIDE_NA if field in words.fields), None)
        if "na" in changed and beside is not None:
            old, new = changed.pop(beside, (None, None))
            was, now = changed.pop("na")
            label = self._label(name, words, beside, record)
            yield f"{label}：{arrow(_or_na(beside, old, was), _or_na(beside, new, now))}"
        for field, (old, new) in changed.items():
            if (name, field) == ("project", "custom"):
                yield from self._own_columns(old, new)
            elif field in words.fields:
                told = arrow(self._value(name, field, old), self._value(name, field, new))
                yield f"{self._label(name, words, field, record)}：{told}"


def _decoded(value: str | None) -> Any:
    """Return a logged value."""
    return None if value is None else json.loads(value)


def _or_na(field: str, value: Any, na: Any) -> str:
    """Return a value, or 不适用."""
    return NOT_APPLICABLE if na else value_text(field, value)


def _amount_text(field: str, record: Record) -> str:
    """Return a row's main value, or 不适用."""
    return _or_na(field, record.get(field), record.get("na"))


def _says_something(name: str, field: str, value: Any) -> bool:
    """Return whether a field is worth telling: filled, and not merely at its default."""
    column = _SCHEMA[name].c.get(field)
    flag = field in FLAGS or (column is not None and isinstance(column.type, Boolean))
    return bool(value) if flag else value is not None and value != ""


def _from_json(value: Any) -> str:
    """Return a JSON text's content in one line."""
    try:
        content = json.loads(value) if isinstance(value, str) else value
    except ValueError:
        content = value
    if isinstance(content, dict):
        return "，".join(f"{key} {item}" for key, item in content.items()) or UNKNOWN
    return UNKNOWN if content in (None, "") else str(content)
