"""The entries of ``seed/*.yaml``, as far as the ledger's checks need them.

This reads the files by itself, apart from the program's own loader, so that a mistake of one is seen by the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

Record = dict[str, Any]


@dataclass(frozen=True)
class Entry:
    """A programme or project, and the boxes that name it (the first is where it is listed)."""

    uid: str
    name: str
    record: Record
    is_programme: bool
    counted: bool
    boxes: tuple[str, ...]

    @property
    def names(self) -> list[str]:
        """The name and its printed variants."""
        return [self.name, *self.record.get("aliases", [])]


@dataclass(frozen=True)
class PlanSeed:
    """One plan's file."""

    uid: str
    record: Record
    boxes: tuple[Record, ...]
    entries: tuple[Entry, ...]


def _in_order(boxes: list[Record]) -> Iterator[tuple[str, bool, Record]]:
    """Walk a plan's programmes and projects: the box, whether it is a programme, the record."""
    for box in boxes:
        for programme in box["programmes"]:
            yield box["uid"], True, programme
            for project in programme.get("projects", []):
                yield box["uid"], False, project


def _entries(boxes: list[Record]) -> Iterator[Entry]:
    """Return every entry once, with all boxes it stands in."""
    walked = list(_in_order(boxes))
    for box, is_programme, record in walked:
        if "see" in record:
            continue
        again = [other for other, _, seen in walked if seen.get("see") == record["uid"]]
        counted = not is_programme or not record.get("projects")
        name = record["title"] if is_programme else record["name"]
        yield Entry(record["uid"], name, record, is_programme, counted, (box, *again))


def read_plan(path: Path) -> PlanSeed | None:
    """Read one file, or return None if it is not a plan's."""
    content = yaml.safe_load(path.read_text("utf-8"))
    if "plan" not in content:
        return None
    boxes = content["boxes"]
    return PlanSeed(content["plan"]["uid"], content["plan"], tuple(boxes), tuple(_entries(boxes)))


def read_plans(folder: Path) -> list[PlanSeed]:
    """Read every plan of a folder, in the order of the plans."""
    plans = [plan for path in sorted(folder.glob("*.yaml")) if (plan := read_plan(path))]
    return sorted(plans, key=lambda plan: int(plan.record["position"]))
