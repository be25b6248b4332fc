"""The cells of a pasted row: what each would change, or why it cannot be written."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain import custom, inputs, pasting, project_code
from tracker.domain.custom import CustomColumn
from tracker.domain.errors import InputError
from tracker.domain.money import FEN_PER_YI, Amount, format_wan
from tracker.domain.pasting import INVESTMENT, MONEY, YEAR_PLAN, Column
from tracker.domain.project_fields import LABELS
from tracker.domain.quarters import month_end
from tracker.domain.warnings import taken_for_wan
from tracker.services import projects
from tracker.services.guards import require_tracked
from tracker.services.row_finder import Finder, Found
from tracker.store.tables import AnnualPlan, Investment, Project

UNKNOWN, NOT_APPLICABLE = "未填", "／"
# Beyond any county's project: rather 元 in a column of 万元.
_HUGE_FEN = 100 * FEN_PER_YI
_MONTH = re.compile(r"(\d{4})[年./-](1[0-2]|0?[1-9])月?")
_EXCEL_ERROR = re.compile(r"#(REF!|DIV/0!|N/A|VALUE!|NAME\?|NUM!|NULL!)|#{3,}")
_LONG = ("content", "note")
_DATES = ("planned_start", "planned_finish")


@dataclass(frozen=True)
class PasteItem:
    """One cell and what it would do; ``row`` and ``column`` count from 1 within what was copied.

    ``error`` says why it cannot be written; ``note`` is a warning that does not stand in the way.
    """

    row: int
    column: int
    project_id: int
    project: str
    field: str
    label: str
    old: str
    new: str
    value: str | Amount
    year: int | None = None
    error: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class Own:
    """The office's own columns by key, and its word for the leader."""

    columns: Mapping[str, CustomColumn] = field(default_factory=dict)
    leader: str = LABELS["leader"]

    def label(self, field: str) -> str:
        """Return what the office calls a field."""
        if (column := self.columns.get(field)) is not None:
            return column.label
        return self.leader if field == "leader" else LABELS[field]

    def headings(self) -> dict[str, str]:
        """Return label → field, to recognise headings by."""
        return {self.leader: "leader"} | {column.label: key for key, column in self.columns.items()}


class CellReader:
    """Reads cells against what the file holds. ``unchanged`` counts those that say what is there already."""

    def __init__(
        self, session: Session, finder: Finder, project_ids: Collection[int], year: int, own: Own | None = None
    ) -> None:
        """Read the present amounts of the projects that the block names; *own* are the office's columns and words."""
        self.items: list[PasteItem] = []
        self.unchanged = 0
        self._session = session
        self._finder = finder
        self._year = year
        self._own = own or Own()
        wanted = session.scalars(select(Project).where(Project.id.in_(set(project_ids))))
        self._projects = {project.id: project for project in wanted}
        self._investments = _investments(session, project_ids)
        self._plans = _plans(session, project_ids)
        self._seen: dict[tuple[int, str, int | None], PasteItem] = {}

    def take(self, row: int, columns: Collection[Column], cells: tuple[str, ...], found: Found) -> None:
        """Read the cells of one row; an empty one changes nothing."""
        project = self._projects[found.project_id or 0]
        filled = {column: cells[column.place] for column in columns if column.place < len(cells)}
        given = {column: cell for column, cell in filled.items() if self._takes(column.field) and cell}
        dates = {column.field: cell for column, cell in given.items() if column.field and column.field in _DATES}
        for column, cell in given.items():
            item = self._blank(row, column, project, cell)
            try:
                if column.field in MONEY:
                    item = self._money(item, column, cell)
                elif column.field in _DATES:
                    item = _date(item, project, dates)
                else:
                    item = self._fact(item, project, cell)
            except InputError as error:
                item = replace(item, error=str(error))
            self._keep(replace(item, note="".join(filter(None, (found.note, item.note))) or None))

    def _takes(self, field: str | None) -> bool:
        """Return whether a field can be pasted into."""
        return field in pasting.PASTED or field in self._own.columns

    def _blank(self, row: int, column: Column, project: Project, cell: str) -> PasteItem:
        """Return the item of a cell before its own value is known."""
        field = column.field or ""
        year = column.year or self._year if field == YEAR_PLAN else None
        label = {INVESTMENT: "总投资", YEAR_PLAN: f"{year}年度计划投资"}.get(field) or self._own.label(field)
        present = self._present(project.id, field, year)
        if field in self._own.columns:
            old = _shown(json.loads(project.custom or "{}").get(field))
        else:
            old = _shown(getattr(project, field)) if present is None else _shown_amount(present)
        return PasteItem(row, column.place + 1, project.id, project.name, field, label, old, cell, cell, year)

    def _present(self, project_id: int, field: str, year: int | None) -> Amount | None:
        """Return the amount that stands now, None where the field is no money."""
        if field not in MONEY:
            return None
        found = self._investments.get(project_id) if year is None else self._plans.get((project_id, year))
        return found or Amount()

    def _keep(self, item: PasteItem) -> None:
        """Keep an item, unless it changes nothing; two rows may not say different things of one project."""
        if item.error is None and item.old == item.new:
            self.unchanged += 1
            return
        place = (item.project_id, item.field, item.year)
        before = self._seen.setdefault(place, item)
        if before is not item and item.error is None:
            if before.new == item.new:
                self.unchanged += 1
                return
            item = replace(item, error=f"第 {before.row} 行也是这个项目，“{item.label}”却不同，请只保留一行。")
        self.items.append(item)

    def _money(self, item: PasteItem, column: Column, cell: str) -> PasteItem:
        """Return the item of an amount."""
        amount = pasting.amount(cell, column.unit)
        require_tracked(self._session, item.project_id)
        present = self._present(item.project_id, item.field, item.year) or Amount()
        return replace(item, new=_shown_amount(amount), value=amount, note=_doubt(amount.fen, present.fen))

    def _fact(self, item: PasteItem, project: Project, cell: str) -> PasteItem:
        """Return the item of a text or a word."""
        if _EXCEL_ERROR.fullmatch(cell):
            raise InputError(f"“{cell}”是 Excel 的错误值，未写入。请先在表中改正。")
        text = cell if item.field in _LONG else re.sub(r"\s*\n\s*", " ", cell)
        if (own := self._own.columns.get(item.field)) is not None:
            require_tracked(self._session, item.project_id)
            return replace(item, new=_shown(custom.checked(own, text)), value=text)
        stored = projects.checked(self._session, project, item.field, text)
        note = None
        if item.field == "code":
            others = [name for name in self._finder.names_of_code(stored) if name != project.name]
            shared = f"项目“{others[0]}”也用这个代码，请核对是否同一项目。" if others else ""
            note = "".join((*project_code.check(text).notes, shared)) or None
        return replace(item, new=_shown(stored), value=text, note=note)


def _date(item: PasteItem, project: Project, dates: Mapping[str, str]) -> PasteItem:
    """Return the item of 计划开工 or 计划竣工, held against the other one, which the same row may change too."""
    day, note = _day(item.field, dates[item.field])
    start, finish = project.planned_start, project.planned_finish
    for which, cell in dates.items():
        try:
            other, _ = _day(which, cell)
        except InputError:
            continue  # it will not be written, so the present one stands
        start, finish = (other, finish) if which == "planned_start" else (start, other)
    if start and finish and finish < start:
        raise InputError(f"计划竣工 {finish} 早于计划开工 {start}，未写入，请核对。")
    return replace(item, new=_shown(day), value=_shown(day), note=note)


def _day(field: str, cell: str) -> tuple[date | None, str | None]:
    """Return a day; a month alone is its first day for a start and its last for a finish, and the note says so."""
    if found := _MONTH.fullmatch(re.sub(r"\s+", "", cell)):
        year, month = int(found[1]), int(found[2])
        if field == "planned_start":
            return inputs.day(date(year, month, 1), LABELS[field], field), "只写了年月，按月初计。"
        return inputs.day(month_end(year, month), LABELS[field], field), "只写了年月，按月末计。"
    return inputs.day(cell, LABELS[field], field), None


def _shown(value: Any) -> str:
    """Return a fact as the preview shows it."""
    if value is None:
        return UNKNOWN
    return value.isoformat() if isinstance(value, date) else str(value)


def _shown_amount(amount: Amount) -> str:
    """Return an amount in 万元 as the preview shows it, exact where two decimals would hide something."""
    if amount.fen is None:
        return NOT_APPLICABLE if amount.na else UNKNOWN
    return format_wan(amount.fen, 2 if amount.fen % 10_000 == 0 else 6)


def _doubt(now: int | None, before: int | None) -> str | None:
    """Return a warning where 元 was probably taken for 万元."""
    if now is not None and before and taken_for_wan(now, before) is not None:
        return f"是原数的 {now // before:,} 倍，像是把元当成了万元，请核对单位。"
    if now is not None and now >= _HUGE_FEN:
        return f"折合 {format_wan(now // 10_000)} 亿元，像是把元当成了万元，请核对单位。"
    return None


def _investments(session: Session, project_ids: Collection[int]) -> dict[int, Amount]:
    """Return the present 总投资 of some projects: the last whole figure, else the sum of the sources."""
    rows = session.execute(
        select(Investment.project_id, Investment.source_id, Investment.amount_fen, Investment.na)
        .where(Investment.project_id.in_(set(project_ids)))
        .order_by(Investment.as_of.nulls_first(), Investment.id)
    )
    last: dict[int, dict[int | None, Amount]] = {}
    for row in rows:
        last.setdefault(row.project_id, {})[row.source_id] = Amount(row.amount_fen, bool(row.na))
    return {project_id: _whole(by_source) for project_id, by_source in last.items()}


def _whole(by_source: Mapping[int | None, Amount]) -> Amount:
    """Return the whole of a 总投资 given whole or by source."""
    if None in by_source:
        return by_source[None]
    known = [amount.fen for amount in by_source.values() if amount.fen is not None]
    return Amount(sum(known)) if known else Amount(na=True)


def _plans(session: Session, project_ids: Collection[int]) -> dict[tuple[int, int], Amount]:
    """Return the present 年度计划 of some projects by year, adjustments included."""
    rows = session.execute(
        select(AnnualPlan.project_id, AnnualPlan.year, AnnualPlan.amount_fen, AnnualPlan.na)
        .where(AnnualPlan.project_id.in_(set(project_ids)))
        .order_by(AnnualPlan.decided_on.nulls_first(), AnnualPlan.id)
    )
    return {(row.project_id, row.year): Amount(row.amount_fen, bool(row.na)) for row in rows}
