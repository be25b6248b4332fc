"""What typing into the tables of 资金 does: which figure is meant, and what it comes to as a cumulative one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from tracker.domain.accumulate import Point, from_period, from_year_to_date, standing, standing_by_source
from tracker.domain.errors import InputError
from tracker.domain.kinds import MoneyKind
from tracker.domain.money import Amount
from tracker.domain.quarters import year_start
from tracker.domain.warnings import LABELS
from tracker.queries.money import HistoryLine, MoneySheet, PeriodLine
from tracker.services import money as services
from tracker.ui.cells import UNFILLED
from tracker.ui.context import Link
from tracker.ui.detail.ask import Asked
from tracker.ui.detail.figure_entry import Entry, FigureDesk
from tracker.ui.detail.money_cells import (
    KIND_KEYS,
    NA_WORDS,
    TOTAL,
    SourceRow,
    YearRow,
    typed_amount,
    typed_difference,
)

if TYPE_CHECKING:
    from tracker.ui.detail.money import MoneyTab

_KINDS = {key: kind for kind, key in KIND_KEYS.items()}


class MoneyEntry:
    """Stores what was typed into a cell; raises InputError where it is wrong or something is asked first."""

    def __init__(self, tab: MoneyTab) -> None:
        """Serve the tab 资金."""
        self._tab = tab
        self._desk = FigureDesk(tab)

    @property
    def _end(self) -> date:
        """The end of the report period."""
        return self._tab.context.period.as_of

    def source_cell(self, row: SourceRow, key: str, text: str) -> None:
        """Store a cell of the table of sources."""
        amount = typed_amount(text)
        name = "" if row.key == TOTAL else row.name
        if key == "investment":
            self._tab.keep_source(row)
            what = f"填写{name}总投资"
            details = services.InvestmentDetails(source_id=row.source_id)
            self._tab.store(what, services.set_investment, self._tab.project_id, amount, **details)
            return
        kind = _KINDS[key]
        line = self._tab.line_of(kind)
        if row.source_id is not None and not line.by_source and not line.current.unknown:
            self._tab.start_split(kind, {str(row.source_id): text})
            raise Asked(f"本期的{LABELS[kind]}是不分来源填的，请在下面把它拆分到各来源。")
        self._tab.keep_source(row)
        again = partial(self._tab.forget_cell, self._tab.sources, row.key, key)
        self._desk.put(self._entry(kind, self._end, amount, (row.source_id, name), again))

    def period_cell(self, line: PeriodLine, key: str, text: str) -> None:
        """Store a cell of 上期 | 本期 | 本季新增 | 年初至今, whichever of them is typed."""
        end = year_start(self._end) if key == "year_before" else self._end
        again = partial(self._tab.forget_cell, self._tab.periods, line.kind, key)
        self._desk.put(self._entry(line.kind, end, self._cumulative(line, key, text), (None, ""), again))

    def _cumulative(self, line: PeriodLine, key: str, text: str) -> Amount:
        """Return the cumulative figure that typed 累计, 本季新增 or 年初至今 comes to."""
        if key in ("current", "year_before") or text.strip() in NA_WORDS:
            return typed_amount(text)
        fen = typed_difference(text)
        if fen is None:
            return Amount()
        if key == "period":
            return Amount(from_period(fen, line.previous.fen))
        return Amount(from_year_to_date(fen, line.year_before.fen, self._end.year))

    def year_cell(self, row: YearRow, key: str, text: str) -> None:
        """Store the annual plan or its category."""
        details = services.PlanDetails()
        amount = row.plan
        if key == "plan":
            amount = typed_amount(text)
        elif amount.unknown:
            raise InputError("请先填年度计划投资，再选年度类别。", key)
        else:
            details["category"] = None if text == UNFILLED else text
        self._tab.store(
            f"填写{row.year}年度计划", services.set_year_plan, self._tab.project_id, row.year, amount, **details
        )

    def history_cell(self, line: HistoryLine, key: str, text: str) -> None:
        """Correct a figure of any period."""
        model = self._tab.history_fold.model
        again = partial(self._tab.forget_cell, model, model.key_of(line), key)
        source = (line.source_id, line.source or "")
        self._desk.put(self._entry(line.kind, line.period_end, typed_amount(text), source, again))

    def _entry(
        self,
        kind: MoneyKind,
        end: date,
        amount: Amount,
        source: tuple[int | None, str],
        again: Callable[[], object],
    ) -> Entry:
        """Return a figure with what stands there now and what stood before; *source* is id and name."""
        sheet, (source_id, name) = self._tab.sheet, source
        before = _before(sheet, kind, end, source_id)
        return Entry(kind, end, amount, source_id, name, before, _stored(sheet, kind, end, source_id), again)

    def remarks(self) -> Iterator[tuple[str, Link | None]]:
        """Yield the warnings, with a way to explain those about a figure that was entered for this period."""
        sheet, ways = self._tab.sheet, dict(self._ways())
        for sentence in sheet.warnings:
            yield sentence, None if "已说明：" in sentence else ways.get(sentence)

    def _ways(self) -> Iterator[tuple[str, Link]]:
        """Yield the sentences that can be answered by saying something about a figure."""
        for row in self._tab.sources.rows():
            name = "" if row.key == TOTAL else row.name
            for key, said in row.warned.items():
                kind = _KINDS.get(key)
                stored = Amount() if kind is None else _stored(self._tab.sheet, kind, self._end, row.source_id)
                if kind is None or stored.unknown:
                    continue
                entry = self._entry(kind, self._end, stored, (row.source_id, name), self._tab.ask.dismiss)
                for sentence in said.split("\n"):
                    yield sentence, Link("填写说明", partial(self._desk.explain, entry))


def _points(sheet: MoneySheet, kind: MoneyKind) -> list[Point]:
    """Return the cumulative figures of one kind."""
    return [Point(line.period_end, line.source_id, line.amount) for line in sheet.history if line.kind is kind]


def _stored(sheet: MoneySheet, kind: MoneyKind, end: date, source_id: int | None) -> Amount:
    """Return what is entered for exactly this period and source."""
    same = (p.amount for p in _points(sheet, kind) if p.period_end == end and p.source_id == source_id)
    return next(same, Amount())


def _before(sheet: MoneySheet, kind: MoneyKind, end: date, source_id: int | None) -> Amount:
    """Return what stood before a period, of the whole project or of a source."""
    day = end - timedelta(days=1)
    if source_id is None:
        return standing(_points(sheet, kind), day)
    point = standing_by_source(_points(sheet, kind), day).get(source_id)
    return point.amount if point else Amount()
