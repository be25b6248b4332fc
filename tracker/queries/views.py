"""我的视图: what an office keeps under a name: a filter of 项目 with its order and its groups.

They belong to the file, since the units and programmes they name are rows of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from sqlalchemy.orm import Session

from tracker.domain.custom import CustomFilter, CustomKind
from tracker.domain.kinds import Counting
from tracker.queries.behind import Behind
from tracker.queries.criteria import Criteria
from tracker.store import settings


@dataclass(frozen=True)
class View:
    """One view. ``order`` holds column keys and whether they descend; ``group`` is a GroupKey's name or "".

    ``columns`` are the keys of the columns shown, in order; none leaves the columns as they are.
    """

    name: str
    criteria: Criteria
    order: tuple[tuple[str, bool], ...] = ()
    group: str = ""
    columns: tuple[str, ...] = ()


def views(session: Session) -> tuple[View, ...]:
    """Return the views in the order they were kept; one that a later program wrote otherwise is left out."""
    stored = settings.value(session, settings.VIEWS)
    found = (from_json(one) for one in (stored if isinstance(stored, list) else []))
    return tuple(view for view in found if view is not None)


def to_json(view: View) -> dict[str, Any]:
    """Return a view as it is kept: only what differs from no filter. Ids that their name finds again are not kept."""
    nothing, held = asdict(Criteria()), asdict(view.criteria)
    if view.criteria.ids_name in tuple(Behind):
        held["project_ids"] = None
    kept = {name: value for name, value in held.items() if value != nothing[name]}
    order = [list(key) for key in view.order]
    return {"name": view.name, "criteria": kept, "order": order, "group": view.group, "columns": list(view.columns)}


def from_json(stored: object) -> View | None:
    """Return a view, None where it cannot be read."""
    if not isinstance(stored, Mapping):
        return None
    try:
        order = tuple((str(key), bool(down)) for key, down in stored.get("order", []))
        columns = tuple(str(key) for key in stored.get("columns", []))
        group = str(stored.get("group", ""))
        return View(str(stored["name"]), _criteria(stored["criteria"]), order, group, columns)
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def _criteria(stored: Mapping[str, Any]) -> Criteria:
    """Return criteria from what is kept."""
    known = {one.name for one in fields(Criteria)}
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in stored.items() if name in known
    }
    if values.get("counting") is not None:
        values["counting"] = Counting(values["counting"])
    if "custom" in values:
        values["custom"] = tuple(_custom(one) for one in stored["custom"])
    if values.get("ids_name") in tuple(Behind):
        values["project_ids"] = ()  # asked for when it is opened
    return Criteria(**values)


def _custom(stored: Mapping[str, Any]) -> CustomFilter:
    """Return a condition on a column of the user's own."""
    values = {**stored, "kind": CustomKind(stored["kind"]), "values": tuple(stored.get("values", ()))}
    return CustomFilter(**values)
