"""YAML with line numbers, and records that complain in the reviewer's words.

The document is composed, never constructed: no tag can make an object, and every scalar keeps its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from tracker.domain.errors import SeedProblem
from tracker.store.seed.model import Place

if TYPE_CHECKING:
    from yaml.nodes import Node

Word = TypeVar("Word", bound=StrEnum)

_TAG = "tag:yaml.org,2002:"
_UID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LONGEST_UID = 60
_WHOLE = re.compile(r"0|[1-9]\d{0,8}")
_NUMBER = re.compile(r"(0|[1-9]\d{0,11})(\.\d{1,3})?")
# What YAML refuses. Its C parser and its Python one count differently where it stands, so it is looked for first.
_UNPRINTABLE = re.compile(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True)
class Scalar:
    """A single value as written, with the type YAML sees in it."""

    text: str
    tag: str
    place: Place


@dataclass(frozen=True)
class Listing:
    """A list."""

    items: tuple[Value, ...]
    place: Place


@dataclass(frozen=True)
class Mapping:
    """Keys and values."""

    values: dict[str, Value]
    place: Place


Value = Scalar | Listing | Mapping


@dataclass(frozen=True)
class Keys:
    """The keys a record must have and those it may have, each list one string of words."""

    required: str
    optional: str = ""


def parse(path: Path) -> Record:
    """Read a file whose content is one mapping; raises SeedProblem with the line at fault."""
    import yaml

    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise SeedProblem(path.name, line, "不是 UTF-8 编码的文本") from error
    if found := _UNPRINTABLE.search(text):
        raise SeedProblem(path.name, text.count("\n", 0, found.start()) + 1, "含有不允许的控制字符")
    # The C loader is several times faster; a build of PyYAML may lack it.
    loader: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        node = yaml.compose(text, Loader=loader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise SeedProblem(path.name, line, f"YAML 格式有误（{error.problem}）") from error
    if node is None:
        raise SeedProblem(path.name, 1, "文件是空的")
    value = _converted(path.name, node, set())
    if not isinstance(value, Mapping):
        raise value.place.problem("文件的最外层应是“键: 值”")
    return Record(value)


def _converted(file: str, node: Node, seen: set[int]) -> Value:
    """Return the node as our own value; an anchor used twice is refused, for it may contain itself."""
    from yaml import nodes

    place = Place(file, node.start_mark.line + 1)
    if id(node) in seen:
        raise place.problem("不使用 YAML 的锚点和引用，请把内容写全")
    seen.add(id(node))
    if isinstance(node, nodes.ScalarNode):
        return Scalar(node.value, node.tag.removeprefix(_TAG), place)
    if isinstance(node, nodes.SequenceNode):
        return Listing(tuple(_converted(file, item, seen) for item in node.value), place)
    values: dict[str, Value] = {}
    for key, value in node.value:
        at = Place(file, key.start_mark.line + 1)
        if not isinstance(key, nodes.ScalarNode):
            raise at.problem("键应是一个词")
        if key.value in values:
            raise at.problem(f"“{key.value}”写了两次")
        values[key.value] = _converted(file, value, seen)
    return Mapping(values, place)


class Record:
    """A mapping whose values are asked for by key and type."""

    def __init__(self, mapping: Mapping) -> None:
        """Take the mapping; call :meth:`expect` before asking for anything."""
        self.place = mapping.place
        # A null is the same as a key left out.
        self._values = {key: value for key, value in mapping.values.items() if not _is_null(value)}
        self._places = {key: value.place for key, value in mapping.values.items()}

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def expect(self, keys: Keys) -> Record:
        """Refuse unknown and missing keys; return the record itself."""
        required, optional = keys.required.split(), keys.optional.split()
        for key, place in self._places.items():
            if key not in required and key not in optional:
                raise place.problem(f"不认识的键“{key}”")
        for key in required:
            if key not in self._values:
                raise self.place_of(key).problem(f"缺少“{key}”")
        return self

    def place_of(self, key: str) -> Place:
        """Return where a key's value stands, or the record where it has none."""
        return self._places.get(key, self.place)

    def text(self, key: str) -> str:
        """Return a text that must be there."""
        return _text(self._values[key], key)

    def text_or_none(self, key: str) -> str | None:
        """Return a text that may be missing."""
        return self.text(key) if key in self else None

    def text_or_empty(self, key: str) -> str:
        """Return a text that must be there but may be empty: the plan prints nothing."""
        value = self._values[key]
        return "" if isinstance(value, Scalar) and not value.text else self.text(key)

    def texts(self, key: str) -> list[tuple[str, Place]]:
        """Return a list of different texts, each with its place."""
        found: list[tuple[str, Place]] = []
        for item in self._items(key):
            text = _text(item, key)
            if any(text == other for other, _ in found):
                raise item.place.problem(f"“{key}”里“{text}”写了两次")
            found.append((text, item.place))
        return found

    def uid(self, key: str = "uid") -> str:
        """Return a uid: lower-case letters, digits and single hyphens."""
        return checked_uid(self.text(key), self.place_of(key))

    def whole(self, key: str) -> int:
        """Return a whole number that must be there."""
        value = self._scalar(key, ("int",), "整数")
        if not _WHOLE.fullmatch(value.text):
            raise value.place.problem(f"“{key}”应是整数")
        return int(value.text)

    def milli(self, key: str) -> int | None:
        """Return a number in thousandths, or None."""
        if key not in self:
            return None
        value = self._scalar(key, ("int", "float"), "数字")
        if not _NUMBER.fullmatch(value.text):
            raise value.place.problem(f"“{key}”应是数字，最多三位小数")
        return int(Decimal(value.text) * 1000)

    def flag(self, key: str) -> bool:
        """Return true or false; a missing one is false."""
        if key not in self:
            return False
        value = self._scalar(key, ("bool",), " true 或 false")
        if value.text not in ("true", "false"):
            raise value.place.problem(f"“{key}”应是 true 或 false")
        return value.text == "true"

    def day(self, key: str) -> date:
        """Return a day that must be there, written 2022-12-31."""
        value = self._scalar(key, ("timestamp", "str"), "日期")
        try:
            if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value.text):
                return date.fromisoformat(value.text)
        except ValueError:
            pass
        raise value.place.problem(f"“{key}”应是日期，写成 2022-12-31 的样子")

    def word(self, key: str, words: type[Word]) -> Word:
        """Return one of a closed list of words."""
        text = self.text(key)
        if text not in list(words):
            allowed = "、".join(words)
            raise self.place_of(key).problem(f"“{key}”不能是“{text}”，只能是：{allowed}")
        return words(text)

    def record_or_none(self, key: str, keys: Keys) -> Record | None:
        """Return a record inside this one, or None."""
        return _record(self._values[key], key).expect(keys) if key in self else None

    def records(self, key: str, keys: Keys | None = None) -> list[Record]:
        """Return the records of a list; *keys* None leaves the checking of keys to the caller."""
        found = [_record(item, key) for item in self._items(key)]
        return [record.expect(keys) for record in found] if keys else found

    def refs(self, key: str) -> list[tuple[str, Place]]:
        """Return a list of uids, each with its place."""
        return [(checked_uid(text, place), place) for text, place in self.texts(key)]

    def pairs(self, key: str) -> Iterable[tuple[str, str | None, Place]]:
        """Return the keys and texts of a mapping inside this record; a null is None."""
        value = self._values[key]
        if not isinstance(value, Mapping):
            raise value.place.problem(f"“{key}”应是“键: 值”")
        for name, text in value.values.items():
            yield name, None if _is_null(text) else _text(text, name), text.place

    def _items(self, key: str) -> tuple[Value, ...]:
        """Return the items of a list; a missing one is empty."""
        if key not in self:
            return ()
        value = self._values[key]
        if not isinstance(value, Listing):
            raise value.place.problem(f"“{key}”应是列表")
        return value.items

    def _scalar(self, key: str, tags: tuple[str, ...], what: str) -> Scalar:
        """Return a value of one of the YAML types *tags*."""
        value = self._values[key]
        if not isinstance(value, Scalar) or value.tag not in tags:
            raise value.place.problem(f"“{key}”应是{what}")
        return value


def checked_uid(text: str, place: Place) -> str:
    """Return *text* where it is a uid."""
    if not _UID.fullmatch(text) or len(text) > _LONGEST_UID:
        raise place.problem(f"uid“{text}”只能用小写字母、数字和连字符")
    return text


def _is_null(value: Value) -> bool:
    """Whether a value is YAML's null."""
    return isinstance(value, Scalar) and value.tag == "null"


def _text(value: Value, key: str) -> str:
    """Return a text on one line."""
    if not isinstance(value, Scalar) or value.tag not in ("str", "value"):
        raise value.place.problem(f"“{key}”应是文字（数字和日期请加引号）")
    text = value.text.strip()
    if not text:
        raise value.place.problem(f"“{key}”是空的")
    if _CONTROL.search(text):
        raise value.place.problem(f"“{key}”里有换行或控制字符")
    return text


def _record(value: Value, key: str) -> Record:
    """Return a mapping as a record."""
    if not isinstance(value, Mapping):
        raise value.place.problem(f"“{key}”里应是“键: 值”")
    return Record(value)
