"""我的视图: keeping a filter of 项目 under a name, and giving it another name or up.

A view is kept as queries.views writes it (``to_json``); here only its name matters.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from tracker.domain import inputs
from tracker.domain.errors import InputError, NotFound
from tracker.store import settings

_LONGEST_NAME = 20
_MOST = 30
Stored = Mapping[str, Any]


def save(session: Session, view: Stored) -> None:
    """Keep a view; one of the same name is replaced in its place.

    Raises InputError for an empty name and where there are thirty already.
    """
    name = _name(view["name"])
    kept, new = _kept(session), {**view, "name": name}
    names = [one["name"] for one in kept]
    if name in names:
        kept[names.index(name)] = new
    elif len(kept) >= _MOST:
        raise InputError(f"视图最多 {_MOST} 个，未保存。请先删除不用的视图。", "name")
    else:
        kept.append(new)
    _put(session, kept)


def rename(session: Session, name: str, new: str) -> None:
    """Give a view another name; raises InputError where another one has it, NotFound where there is no such view."""
    wanted = _name(new)
    kept = _kept(session)
    if wanted != name and any(one["name"] == wanted for one in kept):
        raise InputError(f"已有名为“{wanted}”的视图，请换一个名称。", "name")
    if all(one["name"] != name for one in kept):
        raise NotFound
    _put(session, [{**one, "name": wanted} if one["name"] == name else one for one in kept])


def remove(session: Session, name: str) -> None:
    """Give a view up; raises NotFound where there is none."""
    kept = _kept(session)
    left = [one for one in kept if one["name"] != name]
    if len(left) == len(kept):
        raise NotFound
    _put(session, left)


def _kept(session: Session) -> list[Stored]:
    """Return the views; what is no view is dropped with the next writing."""
    stored = settings.value(session, settings.VIEWS)
    return [one for one in (stored if isinstance(stored, list) else []) if isinstance(one, dict) and "name" in one]


def _name(text: object) -> str:
    """Return a name that can be kept."""
    return inputs.required_text(text, "视图名称", "name", _LONGEST_NAME)


def _put(session: Session, kept: Sequence[Stored]) -> None:
    """Store the views."""
    settings.put(session, settings.VIEWS, [dict(one) for one in kept] or None)
