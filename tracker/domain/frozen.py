"""Frozen rows as typed JSON and back, for what a closing keeps.

Exact: ratios as “p/q”, money as integers, days as ISO text; None stays None and 0 stays 0. A row written by an earlier
program reads in a later one: what it does not have takes the field's default, or None, and what is no longer known is
left out.
"""

from __future__ import annotations

import json
import types
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from enum import Enum
from fractions import Fraction
from functools import cache
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")
# What stands for a field an old row does not have and that has no default.
_EMPTY: dict[Any, Any] = {int: 0, bool: False, str: "", tuple: (), Mapping: {}, dict: {}}


def to_text(row: object) -> str:
    """Return a frozen dataclass as one line of JSON."""
    return json.dumps(_plain(row), ensure_ascii=False, separators=(",", ":"))


def from_text(kind: type[T], text: str) -> T:
    """Return the row that :func:`to_text` wrote."""
    return cast("T", _typed(kind, json.loads(text)))


def _plain(value: Any) -> Any:
    """Return a value in JSON's own types."""
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Mapping):
        return [[_plain(key), _plain(item)] for key, item in value.items()]
    if isinstance(value, (Sequence, set, frozenset)) and not isinstance(value, str):
        return [_plain(item) for item in value]
    return _plain_scalar(value)


def _plain_scalar(value: Any) -> Any:
    """Return a single value in JSON's own types."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    if value is None or isinstance(value, (bool, int, str)):
        return value
    raise TypeError(type(value))


def _typed(kind: Any, value: Any) -> Any:
    """Return a JSON value as the type a field names."""
    origin, arguments = get_origin(kind), get_args(kind)
    if value is None or kind is Any:
        return value
    if origin in (Union, types.UnionType):
        return _typed(next(one for one in arguments if one is not type(None)), value)
    if origin is tuple:
        repeated = arguments[-1] is Ellipsis
        kinds = [arguments[0]] * len(value) if repeated else arguments
        return tuple(_typed(one, item) for one, item in zip(kinds, value, strict=True))
    if origin is not None and issubclass(origin, Mapping):
        return {_typed(arguments[0], key): _typed(arguments[1], item) for key, item in value}
    return _typed_scalar(kind, value)


def _typed_scalar(kind: Any, value: Any) -> Any:
    """Return a JSON value as a single value or a row."""
    if is_dataclass(kind):
        return _row(cast("type", kind), value)
    if kind is date:
        return date.fromisoformat(value)
    special = isinstance(kind, type) and issubclass(kind, (Enum, Fraction))
    return kind(value) if special else value


def _row(kind: type, value: Mapping[str, Any]) -> Any:
    """Return a dataclass from its fields' values."""
    return kind(
        **{
            one.name: _typed(hint, value[one.name]) if one.name in value else _absent(one, hint)
            for one, hint in _fields(kind)
            if one.name in value or (one.default is MISSING and one.default_factory is MISSING)
        }
    )


@cache
def _fields(kind: type) -> tuple[tuple[Field[Any], Any], ...]:
    """Return the fields a dataclass is made from, with their types."""
    hints = get_type_hints(kind)
    return tuple((one, hints[one.name]) for one in fields(kind) if one.init)


def _absent(one: Field[Any], hint: Any) -> Any:
    """Return what a field holds that an old row does not have."""
    if type(None) in get_args(hint):
        return None
    found = _EMPTY.get(get_origin(hint) or hint, MISSING)
    if found is MISSING:
        raise ValueError(one.name)
    return found
