"""What the strip says about a cell: its name, 上期 and 本期, and why it is doubted with the ways out."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import partial

from tracker.domain.entry import KINDS, LABELS, PERCENT, FigureCell
from tracker.domain.money import Amount, format_percent, format_wan
from tracker.domain.warnings import taken_for_wan
from tracker.queries.entry import EntryRow
from tracker.ui.cells import NOT_APPLICABLE, NOT_COMPUTABLE, UNFILLED
from tracker.ui.context import Link
from tracker.ui.entry.columns import BEFORE, open_doubts, percent_doubt, title
from tracker.ui.entry.foot import Remark

KEYS = "Enter 确认并下移，Tab 到下一格，F8 到下一个未填，Ctrl+Enter 标为已报"


def facts(row: EntryRow, key: str, word: str) -> tuple[str, str]:
    """Return name and facts of a cell; *word* is 本季 or 本月."""
    plain = key.removesuffix(BEFORE)
    name = f"{row.name} · {title(key)}" if title(key) else row.name
    if plain in KINDS:
        return name, _figure_facts(row, row.figures[plain], word)
    if plain == PERCENT:
        now, before = row.said.percent, row.previous.percent
        change = f"{word} {_signed(now - before)} 个百分点" if now is not None and before is not None else ""
        old, new = _percent(before, na=row.previous.na), _percent(now, na=row.said.na)
        return name, _joined(f"上期 {old}", f"本期 {new}", change)
    if plain in LABELS:
        return name, f"上期：{getattr(row.previous, plain) or UNFILLED}"
    missing = "、".join(LABELS[one] for one in row.gaps)
    return name, f"{row.state.value}；未填：{missing}" if missing else row.state.value


def _figure_facts(row: EntryRow, figure: FigureCell, word: str) -> str:
    """Return 上期, 本期, what was added, and the share of 总投资."""
    now, before, whole = figure.current.fen, figure.previous.fen, row.investment_fen
    added = NOT_COMPUTABLE if now is None or before is None else _signed_wan(now - before)
    share = f"{format_percent(Fraction(now, whole))}%" if now is not None and whole else NOT_COMPUTABLE
    if whole is None:
        share = f"{NOT_COMPUTABLE}（总投资未填）"
    return _joined(
        f"上期 {_amount(figure.previous)}", f"本期 {_amount(figure.current)}", f"{word} {added}", f"占总投资 {share}"
    )


def standing(
    row: EntryRow, key: str, explain: Callable[[], object], replaced: Callable[[Amount], object], open_money: Link
) -> Remark:
    """Return what there is to say about a stored cell."""
    plain = key.removesuffix(BEFORE)
    if key == PERCENT and (sentence := percent_doubt(row)):
        return Remark("warning", sentence)
    if plain not in KINDS:
        return Remark(sentence=_closed(row) or KEYS)
    figure = row.figures[plain]
    doubts = open_doubts(figure) if key == plain else ()
    if doubts and not figure.by_source:
        return Remark("warning", doubts[0], _ways(figure, explain, replaced))
    if figure.by_source:
        said = doubts[0] if doubts else "按资金来源填写，这里是各来源合计。要改请到“资金”里改各来源的数。"
        return Remark("warning" if doubts else "info", said, (open_money,))
    if figure.warnings and key == plain:
        return Remark("info", figure.warnings[0])
    return Remark(sentence=_closed(row) or KEYS)


def _ways(figure: FigureCell, explain: Callable[[], object], replaced: Callable[[Amount], object]) -> tuple[Link, ...]:
    """Return what can be done about a doubted figure: at most two ways."""
    ways = [Link("填写说明…", explain)]
    now, before = figure.current.fen, figure.previous.fen
    meant = taken_for_wan(now, before)
    if meant is not None:
        ways.insert(0, Link(f"改为 {format_wan(meant)}", partial(replaced, Amount(meant))))
    elif now is not None and before is not None and now < before:
        ways.append(Link(f"改回上期数 {format_wan(before)}", partial(replaced, figure.previous)))
    return tuple(ways)


def _closed(row: EntryRow) -> str:
    """Return the sentence about a closed period."""
    return f"{row.closed}已封账，改动要登记更正，更正会列在下季度报表后。" if row.closed else ""


def _amount(amount: Amount) -> str:
    """Return an amount in words."""
    if amount.na:
        return NOT_APPLICABLE
    return UNFILLED if amount.fen is None else format_wan(amount.fen)


def _percent(value: int | None, *, na: bool) -> str:
    """Return a per cent in words."""
    return NOT_APPLICABLE if na else UNFILLED if value is None else f"{value}%"


def _signed(number: int) -> str:
    """Return a whole number with its sign; zero has none."""
    return f"{number:+d}".replace("-", "−") if number else "0"


def _signed_wan(fen: int) -> str:
    """Return a difference in 万元 with its sign."""
    return f"+{format_wan(fen)}" if fen > 0 else format_wan(fen)


def _joined(*parts: str) -> str:
    """Join facts with a wide gap."""
    return "　".join(part for part in parts if part)
