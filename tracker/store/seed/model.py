"""The catalogue as it is shipped: plans, boxes, programmes and entries, units, money sources and templates.

Plain frozen values, already checked; nothing here knows the database or YAML.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from tracker.domain.errors import SeedProblem
from tracker.domain.kinds import Comparator, Kind, Nature, Precision, Role, UnitKind


@dataclass(frozen=True)
class Place:
    """Where something stands in the files, so that a reviewer can go there. Lines count from 1."""

    file: str
    line: int

    def problem(self, what: str) -> SeedProblem:
        """Return the problem to raise."""
        return SeedProblem(self.file, self.line, what)


@dataclass(frozen=True)
class Ref:
    """A uid that is mentioned, and where."""

    uid: str
    place: Place = field(compare=False, repr=False)


@dataclass(frozen=True)
class FormerSeed:
    """A former or other name of a unit, a code it no longer has, or both."""

    name: str | None
    code: str | None


@dataclass(frozen=True)
class UnitSeed:
    """A 上报单位; ``parent`` is the uid of the unit above."""

    uid: str
    name: str
    kind: UnitKind
    code: str | None
    parent: str | None
    position: int
    former: tuple[FormerSeed, ...]
    note: str | None


@dataclass(frozen=True)
class MoneySourceSeed:
    """A 资金来源; ``parent`` is the uid of the one above."""

    uid: str
    name: str
    parent: str | None
    position: int


@dataclass(frozen=True)
class TemplateItemSeed:
    """One milestone of a template."""

    title: str
    role: Role | None
    weight: int


@dataclass(frozen=True)
class TemplateSeed:
    """A list of milestones for a type of project."""

    key: str
    title: str
    position: int
    items: tuple[TemplateItemSeed, ...]


@dataclass(frozen=True)
class DeadlineSeed:
    """A deadline as printed, the last day it means and how exactly it says so."""

    text: str
    day: date
    precision: Precision


@dataclass(frozen=True)
class TargetSeed:
    """A printed quantity, as printed and taken apart; numbers are thousandths."""

    text: str
    comparator: Comparator
    low_milli: int | None
    high_milli: int | None
    unit: str | None
    base: str | None
    deadline: DeadlineSeed | None


@dataclass(frozen=True)
class EntrySeed:
    """An entry of the project list: a project, or a programme (a heading where projects are named inside it)."""

    uid: str
    name: str
    aliases: tuple[str, ...]
    kind: Kind
    nature: Nature
    unit: str
    unit_inferred: bool
    deadline: DeadlineSeed | None
    targets: tuple[TargetSeed, ...]
    related: tuple[Ref, ...]
    note: str | None
    is_programme: bool
    counted: bool


@dataclass(frozen=True)
class ProgrammeSeed:
    """A 工程: its own entry first, then the projects named inside it; a Ref is a project written down elsewhere."""

    uid: str
    mark: str
    title: str
    entry: EntrySeed
    inside: tuple[EntrySeed | Ref, ...]


@dataclass(frozen=True)
class BoxSeed:
    """A 专栏."""

    uid: str
    number: int
    label: str
    title: str
    programmes: tuple[ProgrammeSeed, ...]


@dataclass(frozen=True)
class PlanSeed:
    """A 规划; one without boxes is listed all the same."""

    uid: str
    title: str
    short: str
    period: str | None
    number: str | None
    issued_on: date | None
    position: int
    note: str | None
    boxes: tuple[BoxSeed, ...]

    def programmes(self) -> Iterator[ProgrammeSeed]:
        """Yield the plan's programmes in printed order."""
        for box in self.boxes:
            yield from box.programmes


@dataclass(frozen=True)
class Catalogue:
    """Everything the seed folder holds. ``retired`` maps a withdrawn uid to its survivor, or to None."""

    units: tuple[UnitSeed, ...]
    money_sources: tuple[MoneySourceSeed, ...]
    templates: tuple[TemplateSeed, ...]
    plans: tuple[PlanSeed, ...]
    retired: dict[str, str | None]
    digest: str

    def programmes(self) -> Iterator[ProgrammeSeed]:
        """Yield every programme in default order."""
        for plan in self.plans:
            yield from plan.programmes()

    def entries(self) -> Iterator[EntrySeed]:
        """Yield every entry once, in default order: plan, box, programme, heading first."""
        for programme in self.programmes():
            yield programme.entry
            yield from (inside for inside in programme.inside if isinstance(inside, EntrySeed))
