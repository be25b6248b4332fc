"""The list as text: a table for the terminal, CSV for Excel, JSON for other programs. Standard library only."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from typing import Any

from tracker.domain.money import format_percent, wan
from tracker.queries.listing import Entry

_NAME_WIDTH = 46
HEADING, UNFILLED = "工程标题", "未填"


def to_json(entries: Sequence[Entry]) -> str:
    """Return one object per entry, headings included, one a line; what is not printed is null."""
    lines = (json.dumps(_object(entry), ensure_ascii=False) for entry in entries)
    return "[\n" + ",\n".join(lines) + "\n]\n" if entries else "[]\n"


def _object(entry: Entry) -> dict[str, Any]:
    """Return one entry under the names other programs rely on."""
    row = entry.row
    return {
        "uid": row.uid,
        "name": row.name,
        "aliases": list(entry.aliases),
        "kind": row.kind,
        "nature": row.nature,
        "unit": row.unit,
        "unit_code": entry.unit_code,
        "code": entry.code,
        "plan": entry.sources[0].plan if entry.sources else None,
        "sources": [asdict(source) for source in entry.sources],
        "is_programme": row.is_programme,
        "counted": row.figures.counted,
        "targets": [asdict(target) for target in entry.targets],
        "deadline": row.deadline_text,
        "state": row.figures.state,
        "related": list(entry.related),
        "note": entry.note,
        "level": row.level,
        "custom": dict(entry.custom),
    }


@dataclass(frozen=True)
class _Column:
    """One column of table and CSV. Where ``asked`` is set, the table says 未填 for what is empty."""

    title: str
    value: Callable[[Entry], str]
    right: bool = False
    in_table: bool = True
    asked: bool = False


def _percent(value: Fraction | None) -> str:
    """Return a rate in percent, empty where it is not known."""
    return "" if value is None else format_percent(value)


def _amount(fen: int | None, na: bool = False) -> str:
    """Return an amount in 万元 as programs read it: empty is 未填, “/” is 不适用."""
    if fen is None:
        return "/" if na else ""
    return str(wan(fen))


def _state(entry: Entry) -> str:
    """Return the state; a heading has none."""
    return (entry.row.figures.state or "") if entry.row.counted else HEADING


def _next(entry: Entry) -> str:
    """Return the next milestone with its day."""
    figures = entry.row.figures
    return " ".join(part for part in (figures.next_title, figures.next_due and figures.next_due.isoformat()) if part)


_COLUMNS = (
    _Column("编号", lambda entry: entry.row.uid, in_table=False),
    _Column("项目名称", lambda entry: entry.row.name),
    _Column("上报单位", lambda entry: entry.row.unit),
    _Column("类别", lambda entry: entry.row.kind),
    _Column("建设性质", lambda entry: entry.row.nature, in_table=False),
    _Column("专栏", lambda entry: entry.row.source),
    _Column("工程", lambda entry: entry.row.programme, in_table=False),
    _Column("状态", _state, asked=True),
    _Column("项目代码", lambda entry: entry.code or "", in_table=False),
    _Column("责任单位", lambda entry: entry.row.owner_dept or "", in_table=False),
    _Column("级别", lambda entry: entry.row.level or "", in_table=False),
    _Column("责任人", lambda entry: entry.row.owner or "", in_table=False),
    _Column("规划时限", lambda entry: entry.row.deadline_text or "", in_table=False),
    _Column("下一节点", _next),
    _Column("节点完成率(%)", lambda entry: _percent(entry.row.figures.node_rate), right=True, asked=True),
    _Column(
        "形象进度(%)",
        lambda entry: _whole(entry.row.figures.percent, entry.row.figures.percent_na),
        right=True,
        asked=True,
    ),
    _Column(
        "总投资(万元)",
        lambda entry: _amount(entry.row.figures.investment_fen, entry.row.figures.investment_na),
        right=True,
        asked=True,
    ),
    _Column(
        "年度计划(万元)",
        lambda entry: _amount(entry.row.figures.year_plan_fen, entry.row.figures.year_plan_na),
        right=True,
        in_table=False,
    ),
    _Column(
        "累计完成投资(万元)",
        lambda entry: _amount(entry.row.figures.done_fen, entry.row.figures.done_na),
        right=True,
        asked=True,
    ),
    _Column("备注", lambda entry: entry.note or "", in_table=False),
)


def _whole(percent: int | None, na: bool) -> str:
    """Return a whole percentage."""
    if percent is None:
        return "/" if na else ""
    return str(percent)


def to_csv(entries: Sequence[Entry]) -> str:
    """Return CSV that Excel opens by a double click: a byte order mark, Windows line ends, long digits kept as text."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    columns = (*_COLUMNS, *(_own(label) for label in (entries[0].custom if entries else ())))
    writer.writerow([_harmless(column.title) for column in columns])
    writer.writerows([_harmless(column.value(entry)) for column in columns] for entry in entries)
    return "\ufeff" + out.getvalue()


def _own(label: str) -> _Column:
    """Return a column of the user's own."""
    return _Column(label, lambda entry: entry.custom[label] or "", in_table=False)


def _harmless(text: str) -> str:
    """Return a cell that Excel will not take for a formula; names and notes are other people's words."""
    return f"'{text}" if text[:1] in ("=", "+", "@", "\t", "\r") or (text[:1] == "-" and not _number(text)) else text


def _number(text: str) -> bool:
    """Return whether a text is a plain number."""
    return text.lstrip("-").replace(".", "", 1).isdigit()


def to_table(entries: Sequence[Entry], as_of: str) -> str:
    """Return an aligned table for the terminal, and below it what was counted."""
    columns = [column for column in _COLUMNS if column.in_table]
    rows = [[column.title for column in columns]]
    rows += [[_cell(column, entry) for column in columns] for entry in entries]
    widths = [max(width(row[at]) for row in rows) for at in range(len(columns))]
    lines = [_line(row, widths, columns) for row in rows]
    lines.insert(1, "  ".join("-" * size for size in widths))
    counted = sum(entry.row.figures.counted for entry in entries)
    lines.append(f"共 {len(entries)} 行，计 {counted} 个项目（截至 {as_of}；“/”为不适用）")
    return "\n".join(lines) + "\n"


def _cell(column: _Column, entry: Entry) -> str:
    """Return one cell of the table; a heading has no figures that could be 未填."""
    text = _cut(" ".join(column.value(entry).split()))
    return UNFILLED if column.asked and entry.row.counted and not text else text


def _line(cells: Sequence[str], widths: Sequence[int], columns: Sequence[_Column]) -> str:
    """Return one line, numbers to the right."""
    padded = []
    for cell, size, column in zip(cells, widths, columns, strict=True):
        room = " " * (size - width(cell))
        padded.append(room + cell if column.right else cell + room)
    return "  ".join(padded).rstrip()


def width(text: str) -> int:
    """Return how many columns of a terminal a text takes: two for each wide character, none for combining ones."""
    wide = sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
    return wide - sum(1 for char in text if unicodedata.combining(char))


def _cut(text: str) -> str:
    """Return a text no wider than a name may be, its end cut off with “…”."""
    if width(text) <= _NAME_WIDTH:
        return text
    while width(text) > _NAME_WIDTH - 1:
        text = text[:-1]
    return f"{text}…"
