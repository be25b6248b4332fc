"""封账: which versions of a quarter there are, which of them lock, and what has changed since."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from tracker.domain.errors import InputError
from tracker.domain.quarters import Quarter


class ClosingStage(StrEnum):
    """预计 is reported ahead of the quarter's end and keeps a copy; 正式 locks as well (domain.md 3)."""

    ESTIMATE = "预计"
    FINAL = "正式"


class CorrectionKind(StrEnum):
    """What a change of a closed quarter is: something that was not said at all, or said otherwise."""

    LATE = "补报"
    CHANGED = "更正"


@dataclass(frozen=True)
class Scope:
    """The units a closing covers, by uid; none is all units. The uids are exact: 含下辖 is resolved before."""

    unit_uids: tuple[str, ...] = ()
    text: str = "全部上报单位"

    def covers(self, unit_uid: str) -> bool:
        """Whether a unit's projects belong to it."""
        return not self.unit_uids or unit_uid in self.unit_uids

    def overlaps(self, other: Scope) -> bool:
        """Whether any unit belongs to both."""
        return not self.unit_uids or not other.unit_uids or bool(set(self.unit_uids) & set(other.unit_uids))


@dataclass(frozen=True)
class Closing:
    """One version. ``last_action_id`` is the last deed its copy had seen; ``locks``: 正式 and not reopened."""

    id: int
    quarter: Quarter
    scope: Scope
    stage: ClosingStage
    version: int
    closed_by: str
    closed_on: date
    last_action_id: int
    workbook: str | None = None
    sha256: str | None = None
    note: str | None = None
    reopened_by: str | None = None
    reopened_on: date | None = None
    reopen_reason: str | None = None

    @property
    def locks(self) -> bool:
        """Whether what is dated in its time may only be changed as 更正."""
        return self.stage is ClosingStage.FINAL and self.reopened_on is None

    @property
    def signed_words(self) -> str:
        """``按封账数（正式，第2版）``: what charts and lists say of where their figures come from."""
        return f"按封账数（{self.stage}，第{self.version}版）"

    @property
    def label(self) -> str:
        """``2026年第三季度（正式，第2版）``."""
        return f"{self.quarter.label}（{self.stage}，第{self.version}版）"


@dataclass(frozen=True)
class SheetRow:
    """One row of a sheet to be kept: its typed JSON, and the project or unit it is about."""

    content: str
    about_id: int | None = None


@dataclass(frozen=True)
class ClosingInput:
    """What a closing keeps.

    ``seen_action_id`` is the last deed the rows and the workbook had seen: one that came since refuses the closing.
    ``sheets`` are the rows by sheet, in order. ``workbook`` is the kept file, relative to the database's folder.
    """

    quarter: Quarter
    scope: Scope
    stage: ClosingStage
    seen_action_id: int
    sheets: Mapping[str, Sequence[SheetRow]] = field(default_factory=dict)
    workbook: str | None = None
    sha256: str | None = None
    note: str | None = None


class QuarterClosed(InputError):
    """本季度已封账，数字不能直接修改。

    Asked about, not refused: the form offers 登记更正, and repeats the write with the reason as ``Deed.correction``.
    """

    def __init__(self, quarter: Quarter) -> None:
        """Keep the quarter that is closed."""
        super().__init__(closed_sentence(quarter))
        self.quarter = quarter


def closed_sentence(quarter: Quarter) -> str:
    """Return what a person reads who changes a figure of a closed quarter."""
    return f"{quarter.label}已封账，数字不能直接修改。要改请用“更正”，更正会列在下季度报表后。"


def locked_by(day: date | None, locks: Collection[Quarter]) -> Quarter | None:
    """Return the first locked quarter that what holds from *day* on belongs to (None: from the beginning), or None.

    A fact of an earlier quarter that was never closed is locked by the next closed one: its cumulative figures hold it.
    """
    return min((quarter for quarter in locks if day is None or day <= quarter.end), default=None)


def year_lock(year: int, day: date | None, locks: Collection[Quarter]) -> Quarter | None:
    """Return the quarter that locks an annual plan of *year* decided on *day*: only those of its own year read it."""
    start = date(year, 1, 1)
    of_year = [quarter for quarter in locks if quarter.year == year]
    return locked_by(max(day, start) if day else start, of_year)
