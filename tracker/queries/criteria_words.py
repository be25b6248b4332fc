"""Conditions given as words, as the command line has them, turned into those of the file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.errors import InputError
from tracker.domain.kinds import Kind, Level, Nature, State
from tracker.queries.criteria import Criteria
from tracker.store.tables import Box, Plan, ReportingUnit, UnitFormer

UNFILLED = "未填"


@dataclass(frozen=True)
class Words:
    """The words of a filter; several of one kind are joined by “or”.

    A plan is named by its short name, title or uid; a box as 长春2; a unit by its name, a former name, or its code. A
    状态 or 级别 “未填” is that of projects without one.
    """

    text: str = ""
    plans: tuple[str, ...] = ()
    boxes: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    with_below: bool = False
    kinds: tuple[str, ...] = ()
    natures: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()


def criteria_from(session: Session, words: Words) -> Criteria:
    """Return the conditions; raises InputError naming the first word there is nothing for, with what there is."""
    states = _listed("状态", words.states, [UNFILLED, *State])
    levels = _listed("级别", words.levels, [UNFILLED, *Level])
    return Criteria(
        text=words.text,
        plan_ids=_ids("规划", words.plans, _plans(session)),
        box_ids=_ids("专栏", words.boxes, _boxes(session)),
        unit_ids=_ids("上报单位", words.units, _units(session)),
        with_below=words.with_below,
        kinds=_listed("类别", words.kinds, Kind),
        natures=_listed("建设性质", words.natures, Nature),
        states=tuple("" if word == UNFILLED else word for word in states),
        levels=tuple("" if word == UNFILLED else word for word in levels),
    )


def in_words(words: Words) -> str:
    """Return the filter in one line, for the head of a report; empty where there is none.

    >>> in_words(Words(units=("德惠市",), kinds=("建设类",), text="医院"))
    '上报单位：德惠市；类别：建设类；含“医院”'
    """
    parts = [
        _part("规划", words.plans),
        _part("专栏", words.boxes),
        _part("上报单位", words.units) + ("（含下辖）" if words.units and words.with_below else ""),
        _part("类别", words.kinds),
        _part("建设性质", words.natures),
        _part("状态", words.states),
        _part("级别", words.levels),
        f"含“{words.text}”" if words.text.strip() else "",
    ]
    return "；".join(part for part in parts if part)


def _part(label: str, words: Sequence[str]) -> str:
    """Return one condition in words."""
    return f"{label}：{'、'.join(words)}" if words else ""


# Names by what they mean; the first name of each id is the one that is offered.
Names = list[tuple[str | None, int]]


def _plans(session: Session) -> Names:
    """Return the plans by short name, title and uid."""
    rows = list(session.scalars(select(Plan).order_by(Plan.position, Plan.id)))
    return [(name, row.id) for row in rows for name in (row.short, row.title, row.uid)]


def _boxes(session: Session) -> Names:
    """Return the boxes by plan and number, as the list shows them: 长春2."""
    rows = session.execute(
        select(Plan.short, Box.no, Box.id).join(Plan, Plan.id == Box.plan_id).order_by(Plan.position, Box.no)
    )
    return [(f"{row.short}{row.no}", row.id) for row in rows]


def _units(session: Session) -> Names:
    """Return the units by name and code, then by what they were called before."""
    rows = list(session.scalars(select(ReportingUnit).order_by(ReportingUnit.position, ReportingUnit.id)))
    former = session.execute(select(UnitFormer.unit_id, UnitFormer.name, UnitFormer.code).order_by(UnitFormer.id))
    names: Names = [(name, row.id) for row in rows for name in (row.name, row.code)]
    return names + [(name, unit_id) for unit_id, *others in former for name in others]


def _ids(label: str, words: Iterable[str], names: Names) -> tuple[int, ...]:
    """Return the ids that are named; where a name is used twice the first one is meant."""
    known: dict[str, int] = {}
    offered: dict[int, str] = {}
    for name, one in names:
        if name is not None:
            known.setdefault(name, one)
            offered.setdefault(one, name)
    for word in words:
        if word not in known:
            raise InputError(f"没有{label}“{word}”。可选：{'、'.join(offered.values())}。")
    return tuple(known[word] for word in words)


def _listed(label: str, words: Iterable[str], allowed: Iterable[str]) -> tuple[str, ...]:
    """Return words of a closed list."""
    known = list(allowed)
    for word in words:
        if word not in known:
            raise InputError(f"没有{label}“{word}”。可选：{'、'.join(known)}。")
    return tuple(words)
