"""When reports are due, and the words that ask for those that are missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.domain.dates import chinese_day
from tracker.domain.errors import InputError
from tracker.domain.quarters import month_end

_FRIDAY = 4
_MONTHS = 12
MOST_NAMES = 8
LAST_DAY = 31


@dataclass(frozen=True)
class DueRule:
    """On which day of which month a report is due: of the month after the period, or of the period's last month.

    The default is “每月5日前” of the national platform (domain.md 3); notices also set the quarter's 25th.
    """

    day: int = 5
    next_month: bool = True


@dataclass(frozen=True)
class UnitDuty:
    """How many projects of a unit are to be reported, how many were, and whom to call."""

    unit_id: int
    unit: str
    expected: int
    reported: int
    names: tuple[str, ...] = ()  # of the projects that are missing, in the list's order
    filler: str = ""
    phone: str = ""

    @property
    def missing(self) -> int:
        """How many are not reported."""
        return self.expected - self.reported


def checked_rule(rule: DueRule) -> DueRule:
    """Return a rule that names a day; raises InputError otherwise."""
    if not 1 <= rule.day <= LAST_DAY:
        raise InputError(f"报送日要填 1 到 {LAST_DAY}，“{rule.day}”未保存。没有这一天的月份按月末算。", "day")
    return rule


def due_day(period_end: date, rule: DueRule) -> date:
    """Return the day a period's report is due.

    A day that falls on a weekend moves EARLIER, to Friday (鲁农函字〔2009〕42号); a month without the day ends it.

    >>> due_day(date(2026, 9, 30), DueRule(25, next_month=False)), due_day(date(2026, 6, 30), DueRule(5))
    (datetime.date(2026, 9, 25), datetime.date(2026, 7, 3))
    """
    year, month = period_end.year, period_end.month + (1 if rule.next_month else 0)
    if month > _MONTHS:
        year, month = year + 1, 1
    last = month_end(year, month)
    day = last.replace(day=min(rule.day, last.day))
    return day - timedelta(days=max(day.weekday() - _FRIDAY, 0))


def reminder(period: str, due: date, today: date, units: Sequence[UnitDuty], report: str = "季报") -> str:
    """Return the 催报 text for pasting into a chat; *period* as “2026年第三季度”, *report* is 季报 or 月报.

    Empty where nothing is missing.
    """
    late = [unit for unit in units if unit.missing]
    if not late:
        return ""
    missing = sum(unit.missing for unit in late)
    head = (
        f"【催报】{period}专栏项目{report}应于{chinese_day(due)}前报送。"
        f"截至{chinese_day(today)}，还有 {len(late)} 个上报单位的 {missing} 个项目没有填报："
    )
    lines = [f"{number}. {_line(unit)}" for number, unit in enumerate(late, start=1)]
    return "\n".join([head, *lines, _ending(due, today)])


def _line(unit: UnitDuty) -> str:
    """Return one unit's line."""
    named = "、".join(unit.names[:MOST_NAMES])
    more = f"等 {unit.missing} 项" if unit.missing > MOST_NAMES else ""
    contact = " ".join(part for part in (unit.filler, unit.phone) if part)
    names = f"：{named}{more}" if named else ""
    whom = f"（填报人 {contact}）" if contact else ""
    return f"{unit.unit}{whom}应报 {unit.expected} 项，未报 {unit.missing} 项{names}"


def _ending(due: date, today: date) -> str:
    """Return what is asked for."""
    if today > due:
        return f"已超过报送日 {(today - due).days} 天，请尽快补报。"
    return "今天是报送日，请今天报齐。" if today == due else f"请于{chinese_day(due)}前报齐。"
