"""Columns of the user's own: up to ten, of text, numbers, days or choices; a project holds their values as JSON.

Values are kept as text in one form each: a number as an exact decimal without empty zeros, a day as ISO text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from tracker.domain import inputs
from tracker.domain.errors import InputError
from tracker.domain.project_fields import LABELS

MOST_COLUMNS = 10
UNFILLED = "未填"
MOST_CHOICES = 50
KEYS = tuple(f"c{number}" for number in range(1, MOST_COLUMNS + 1))
_NUMBER = re.compile(r"[+-]?\d{1,15}(\.\d{1,6})?")
_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")


class CustomKind(StrEnum):
    """What a column of the user's own holds."""

    TEXT = "文本"
    NUMBER = "数字"
    DATE = "日期"
    CHOICE = "选项"


@dataclass(frozen=True)
class CustomColumn:
    """One column. ``key`` is one of KEYS and never given to another column; ``choices`` only where it is 选项."""

    key: str
    label: str
    kind: CustomKind
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class CustomFilter:
    """A condition on one column: one of ``values`` ("" is 未填), a text it ``contains``, or a range, ends included."""

    key: str
    kind: CustomKind
    values: tuple[str, ...] = ()
    contains: str = ""
    low: str | None = None
    high: str | None = None

    @property
    def empty(self) -> bool:
        """Whether the condition asks for nothing."""
        return not (self.values or self.contains) and self.low is None and self.high is None

    def in_words(self) -> str:
        """Return the condition without the column's name: 含“扩建”, 10 至 20, 甲、未填.

        >>> CustomFilter("c1", CustomKind.NUMBER, low="10").in_words()
        '不小于 10'
        """
        least, most = ("不早于", "不晚于") if self.kind is CustomKind.DATE else ("不小于", "不大于")
        parts = ["、".join(value or UNFILLED for value in self.values), f"含“{self.contains}”" if self.contains else ""]
        if self.low is not None and self.high is not None:
            parts.append(f"{self.low} 至 {self.high}")
        elif self.low is not None or self.high is not None:
            parts.append(f"{least} {self.low}" if self.low is not None else f"{most} {self.high}")
        return "，".join(part for part in parts if part)


def checked(column: CustomColumn, value: object) -> str | None:
    """Return a value as it is kept, None for 未填; raises InputError with the column's key as field.

    >>> checked(CustomColumn("c1", "床位", CustomKind.NUMBER), "１,２００.50")
    '1200.5'
    """
    plain = inputs.text(value, column.label, column.key, inputs.LONGEST_LINE)
    if plain is None or column.kind is CustomKind.TEXT:
        return plain
    if column.kind is CustomKind.DATE:
        day = inputs.day(plain, column.label, column.key)
        return day.isoformat() if day else None
    if column.kind is CustomKind.CHOICE:
        if plain not in column.choices:
            raise InputError(
                f"“{column.label}”没有“{plain}”这一项，可选：{'、'.join(column.choices)}。未保存。", column.key
            )
        return plain
    return _number(column, plain)


def checked_columns(columns: Sequence[CustomColumn]) -> tuple[CustomColumn, ...]:
    """Return columns that may be kept together.

    Raises InputError for more than ten, an empty or repeated name, a choice without words, or an unknown key.
    """
    if len(columns) > MOST_COLUMNS:
        raise InputError(f"自定义栏最多 {MOST_COLUMNS} 个，现有 {len(columns)} 个，未保存。")
    found = tuple(_column(column) for column in columns)
    for name, words in (("栏名", [one.label for one in found]), ("编号", [one.key for one in found])):
        if twice := next((word for word in words if words.count(word) > 1), None):
            raise InputError(f"有两个自定义栏的{name}都是“{twice}”，未保存。请改其中一个。", "label")
    return found


def _column(column: CustomColumn) -> CustomColumn:
    """Return one column with its texts cleaned."""
    if column.key not in KEYS:
        raise ValueError(column.key)
    label = inputs.required_text(column.label, "栏名", "label", 20)
    if label in LABELS.values():
        raise InputError(f"“{label}”是程序已有的栏，未保存。请给自定义栏另起一个名字。", "label")
    given = (inputs.text(word, "选项", "choices", 50) for word in column.choices)
    choices = tuple(dict.fromkeys(word for word in given if word)) if column.kind is CustomKind.CHOICE else ()
    if column.kind is CustomKind.CHOICE and not 1 <= len(choices) <= MOST_CHOICES:
        raise InputError(f"“{label}”要列出 1 到 {MOST_CHOICES} 个选项，未保存。", "choices")
    return CustomColumn(column.key, label, column.kind, choices)


def free_key(columns: Sequence[CustomColumn]) -> str:
    """Return the key of a further column; raises InputError where there are ten."""
    used = {column.key for column in columns}
    for key in KEYS:
        if key not in used:
            return key
    raise InputError(f"自定义栏最多 {MOST_COLUMNS} 个，已经用完。要加新栏，请先删除一个。")


def to_json(columns: Sequence[CustomColumn]) -> list[dict[str, object]]:
    """Return columns as the setting keeps them."""
    return [
        {"key": one.key, "label": one.label, "kind": one.kind.value, "choices": list(one.choices)} for one in columns
    ]


def from_json(stored: Sequence[Mapping[str, object]]) -> tuple[CustomColumn, ...]:
    """Return columns from what the setting keeps."""
    return tuple(
        CustomColumn(str(one["key"]), str(one["label"]), CustomKind(str(one["kind"])), _words(one.get("choices")))
        for one in stored
    )


def _words(value: object) -> tuple[str, ...]:
    """Return a stored list of words."""
    return tuple(str(word) for word in value) if isinstance(value, list) else ()


def _number(column: CustomColumn, text: str) -> str:
    """Return a number in its one form."""
    plain = unicodedata.normalize("NFKC", text).replace(" ", "").replace("，", ",").replace("−", "-")
    if _GROUPED.fullmatch(plain):
        plain = plain.replace(",", "")
    if not _NUMBER.fullmatch(plain):
        raise InputError(f"“{column.label}”要填数字（最多 6 位小数），“{text}”未保存。", column.key)
    number = Decimal(plain)
    shown = f"{number:f}"
    shown = shown.rstrip("0").rstrip(".") if "." in shown else shown
    return "0" if number == 0 else shown.removeprefix("+")
