"""One plan's file: its boxes, programmes and entries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tracker.domain.kinds import Comparator, Kind, Nature, Precision
from tracker.store.seed.lists import Claims
from tracker.store.seed.model import (
    BoxSeed,
    DeadlineSeed,
    EntrySeed,
    PlanSeed,
    ProgrammeSeed,
    Ref,
    TargetSeed,
)
from tracker.store.seed.nodes import Keys, Record

_FILE = Keys("plan boxes")
_PLAN = Keys("uid title short position", "period number issued_on note")
_BOX = Keys("uid number label title programmes")
_SHARED = "unit_inferred aliases deadline targets related note"
_PROGRAMME = Keys("uid title unit", f"mark projects {_SHARED}")
_PROJECT = Keys("uid name kind unit", f"nature {_SHARED}")
_SEE = Keys("see")
_DEADLINE = Keys("text day precision")
_TARGET = Keys("text comparator", "low high unit base deadline")


@dataclass(frozen=True)
class Context:
    """What every part of a plan's file needs to know: the uids of the units by name, and what is taken."""

    units: dict[str, str]
    claims: Claims


def plan(file: Record, context: Context) -> PlanSeed:
    """Return the plan of one file."""
    file.expect(_FILE)
    head = file.record_or_none("plan", _PLAN)
    if head is None:  # pragma: no cover - expect() has seen to it
        raise file.place.problem("缺少“plan”")
    issued: date | None = head.day("issued_on") if "issued_on" in head else None
    position = head.whole("position")
    context.claims.claim("规划次序", str(position), head.place_of("position"))
    return PlanSeed(
        uid=context.claims.uid(head),
        title=head.text("title"),
        short=head.text("short"),
        period=head.text_or_none("period"),
        number=head.text_or_none("number"),
        issued_on=issued,
        position=position,
        note=head.text_or_none("note"),
        boxes=_boxes(file.records("boxes", _BOX), context),
    )


def _boxes(records: list[Record], context: Context) -> tuple[BoxSeed, ...]:
    """Return the boxes, in the order of their numbers."""
    found: list[BoxSeed] = []
    for record in records:
        number = record.whole("number")
        if any(number == box.number for box in found):
            raise record.place_of("number").problem(f"专栏序号 {number} 重复")
        programmes = tuple(_programme(inner, context) for inner in record.records("programmes", _PROGRAMME))
        uid = context.claims.uid(record)
        found.append(BoxSeed(uid, number, record.text_or_empty("label"), record.text("title"), programmes))
    return tuple(sorted(found, key=lambda box: box.number))


def _programme(record: Record, context: Context) -> ProgrammeSeed:
    """Return a programme with its own entry: a heading where projects are named inside."""
    projects = record.records("projects")
    uid = context.claims.uid(record)
    title = record.text("title")
    entry = _entry(record, context, uid=uid, name=title, counted=not projects)
    inside = tuple(_inside(project, context) for project in projects)
    return ProgrammeSeed(uid, record.text_or_none("mark") or "", title, entry, inside)


def _inside(record: Record, context: Context) -> EntrySeed | Ref:
    """Return a project, or the mention of one that is written down elsewhere."""
    if "see" in record:
        record.expect(_SEE)
        return Ref(record.uid("see"), record.place_of("see"))
    record.expect(_PROJECT)
    return _entry(record, context, uid=context.claims.uid(record), name=record.text("name"))


def _entry(record: Record, context: Context, *, uid: str, name: str, counted: bool | None = None) -> EntrySeed:
    """Return an entry; *counted* is None for a project, which is never a heading."""
    unit = record.text("unit")
    if unit not in context.units:
        raise record.place_of("unit").problem(f"没有“{unit}”这个上报单位")
    aliases = record.texts("aliases")
    for alias, place in aliases:
        if alias == name:
            raise place.problem(f"别名“{alias}”与名称相同")
    return EntrySeed(
        uid=uid,
        name=name,
        aliases=tuple(alias for alias, _ in aliases),
        kind=record.word("kind", Kind) if counted is None else Kind.CAPACITY,
        nature=record.word("nature", Nature) if "nature" in record else Nature.UNSTATED,
        unit=context.units[unit],
        unit_inferred=record.flag("unit_inferred"),
        deadline=_deadline(record),
        targets=tuple(_target(target) for target in record.records("targets", _TARGET)),
        related=tuple(Ref(other, place) for other, place in record.refs("related")),
        note=record.text_or_none("note"),
        is_programme=counted is not None,
        counted=counted is not False,
    )


def _deadline(record: Record) -> DeadlineSeed | None:
    """Return a record's deadline, or None."""
    inner = record.record_or_none("deadline", _DEADLINE)
    if inner is None:
        return None
    return DeadlineSeed(inner.text("text"), inner.day("day"), inner.word("precision", Precision))


def _target(record: Record) -> TargetSeed:
    """Return a printed quantity whose numbers suit its comparator."""
    comparator = record.word("comparator", Comparator)
    low, high = record.milli("low"), record.milli("high")
    if comparator is Comparator.RANGE:
        fits = low is not None and high is not None and low < high
    elif comparator is Comparator.AT_MOST:
        fits = low is None and high is not None
    else:
        fits = low is not None and high is None
    if not fits:
        raise record.place_of("comparator").problem(f"“{comparator}”与 low、high 不相配")
    return TargetSeed(
        text=record.text("text"),
        comparator=comparator,
        low_milli=low,
        high_milli=high,
        unit=record.text_or_none("unit"),
        base=record.text_or_none("base"),
        deadline=_deadline(record),
    )
