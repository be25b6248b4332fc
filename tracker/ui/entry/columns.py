"""The columns of 填报: 上期 to read beside 本期 to fill in, and what makes a cell warned, wrong or closed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from tracker.domain.entry import (
    ARRIVED,
    DONE,
    KINDS,
    LABELS,
    NA_WORDS,
    NEXT,
    PAID,
    PERCENT,
    TEXT,
    EntryState,
    FigureCell,
    Said,
)
from tracker.domain.money import Amount
from tracker.queries.entry import EntryRow
from tracker.ui import figure_cells
from tracker.ui.cells import UNFILLED, Cell, Light, not_applicable, unfilled
from tracker.ui.detail.money_cells import edit_amount
from tracker.ui.table_model import Column

FROZEN = 3
BEFORE = "_before"
EDITABLE = (ARRIVED, DONE, PAID, PERCENT, TEXT, NEXT)
_GROUPS = {ARRIVED: "累计到位", DONE: "累计完成投资", PAID: "累计支付"}
_STATES = {
    EntryState.REPORTED: Cell("已报", icon="checkmark", icon_ink="green"),
    EntryState.PARTLY: Cell("在填", icon="circle_half_fill", icon_ink="text2"),
    EntryState.MISSING: Cell("未报", "text2", light=Light.NONE, spoken="未报"),
}


def columns(place_of: Callable[[int], int | None]) -> tuple[Column[EntryRow], ...]:
    """Return the columns; *place_of* tells where a project stands in the list, from 0."""

    def number(row: EntryRow) -> Cell:
        place = place_of(row.project_id)
        return Cell("" if place is None else str(place + 1), "text2")

    return (
        Column("no", "序", number, width=38, align="right"),
        Column("state", "填报", _state, width=62),
        Column("name", "项目名称", lambda row: Cell(row.name), width=222, stretch=True, elide="middle"),
        Column("unit", "上报单位", lambda row: Cell(row.unit, "text2"), width=74, sort="unit"),
        *(column for key in KINDS for column in _figure_columns(key)),
        Column(PERCENT + BEFORE, "上期", _percent_before, width=46, align="right", grouped="形象进度 %"),
        Column(PERCENT, "本期", _percent, width=50, align="right", edit=_percent_text, grouped="形象进度 %"),
        Column(TEXT, "形象进度", lambda row: _words(row, TEXT), width=188, edit=lambda row: row.said.text or ""),
        Column(NEXT, "下季安排", lambda row: _words(row, NEXT), width=122, edit=lambda row: row.said.next_steps or ""),
    )


def title(key: str) -> str:
    """Return a column's whole name, as actions and sentences have it."""
    plain = key.removesuffix(BEFORE)
    return f"上期{LABELS[plain]}" if key.endswith(BEFORE) else LABELS.get(plain, "")


def _figure_columns(key: str) -> Iterator[Column[EntryRow]]:
    """Yield 上期 and 本期 of one figure."""
    group = f"{_GROUPS[key]} 万元"
    yield Column(
        key + BEFORE,
        "上期",
        lambda row: _before(_amount(row.figures[key].previous)),
        width=80,
        align="right",
        grouped=group,
    )
    yield Column(
        key,
        "本期",
        lambda row: figure_cell(row, key),
        width=84,
        align="right",
        grouped=group,
        edit=lambda row: None if row.figures[key].by_source else edit_amount(row.figures[key].current),
    )


def _state(row: EntryRow) -> Cell:
    """Return how far a row is; the tooltip names what is still to be filled in."""
    missing = row.gaps
    cell = _STATES[row.state]
    if not missing or not row.reported:
        return cell
    names = "、".join(LABELS[key] for key in missing)
    return replace(cell, tooltip=f"填了一部分，计数时算已报；还有 {len(missing)} 格未填：{names}")


def _amount(amount: Amount) -> Cell:
    """Return an amount in 万元."""
    return figure_cells.money(amount.fen, na=amount.na)


def figure_cell(row: EntryRow, key: str) -> Cell:
    """Return 本期 of a figure: warned, filled by source, closed, or plain."""
    figure = row.figures[key]
    cell = not_applicable(ground=True) if figure.current.na else _amount(figure.current)
    if doubts := open_doubts(figure):
        return replace(cell, icon="warning", icon_ink="amber_text", ground="amber_bg", tooltip="\n".join(doubts))
    if figure.by_source:
        return replace(cell, ground="alt", tooltip="按资金来源填写，这里是合计。回车打开详情的“资金”。")
    return _closed(row, cell)


def open_doubts(figure: FigureCell) -> tuple[str, ...]:
    """Return the warnings that nothing has been said about yet."""
    return tuple(sentence for sentence in figure.warnings if "已说明：" not in sentence)


def _closed(row: EntryRow, cell: Cell) -> Cell:
    """Return a cell on the ground of what cannot simply be changed, where its period is closed."""
    if not row.closed or cell.ground:
        return cell
    return replace(cell, ground="alt", tooltip=f"{row.closed}已封账")


def _per_cent(said: Said) -> Cell:
    """Return a per cent."""
    if said.na:
        return not_applicable()
    return unfilled() if said.percent is None else Cell(str(said.percent))


def _percent_before(row: EntryRow) -> Cell:
    """Return 上期 of the per cent."""
    return _before(_per_cent(row.previous))


def _before(cell: Cell) -> Cell:
    """Return a cell of 上期: to read, not to fill in."""
    return replace(cell, ground="alt", ink="text2" if cell.ink == "text" else cell.ink)


def _percent(row: EntryRow) -> Cell:
    """Return 本期 of the per cent, warned where it fell."""
    if row.said.na:
        return not_applicable(ground=True)
    if sentence := percent_doubt(row):
        return Cell(str(row.said.percent), ink="amber_text", ground="amber_bg", tooltip=sentence)
    return _closed(row, _per_cent(row.said))


def percent_doubt(row: EntryRow) -> str:
    """Return the sentence for a per cent below the one before, "" where there is nothing to say."""
    now, before = row.said.percent, row.previous.percent
    if now is None or before is None or now >= before:
        return ""
    return f"形象进度比上期低 {before - now} 个百分点。请核对，或在形象进度里说明。"


def _percent_text(row: EntryRow) -> str:
    """Return what an editor of the per cent starts with."""
    if row.said.na:
        return NA_WORDS[0]
    return "" if row.said.percent is None else str(row.said.percent)


def _words(row: EntryRow, key: str) -> Cell:
    """Return words; those of 上期 are in the tooltip."""
    said, old = getattr(row.said, key), getattr(row.previous, key)
    tip = f"上期：{old}" if old else ""
    if not said:
        return _closed(row, unfilled(tip))
    return _closed(row, Cell(said, tooltip="\n".join(part for part in (said, tip) if part), spoken=said))


def shown(row: EntryRow, key: str) -> str:
    """Return what a cell shows now, for previews."""
    if key in KINDS:
        return figure_cell(row, key).text
    if key == PERCENT:
        return _per_cent(row.said).text
    return getattr(row.said, key) or UNFILLED
