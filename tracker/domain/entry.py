"""填报: how far a project's report for a period is, and what is still to be filled in."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from tracker.domain.errors import InputError
from tracker.domain.kinds import Kind, MoneyKind
from tracker.domain.money import Amount
from tracker.domain.warnings import fall_sentence, jump_question

ARRIVED, DONE, PAID, PERCENT, TEXT, NEXT = "arrived", "done", "paid", "percent", "text", "next_steps"
KINDS = {ARRIVED: MoneyKind.ARRIVED, DONE: MoneyKind.DONE, PAID: MoneyKind.PAID}
LABELS = {
    ARRIVED: "累计到位",
    DONE: "累计完成投资",
    PAID: "累计支付",
    PERCENT: "形象进度",
    TEXT: "形象进度文字",
    NEXT: "下季安排",
}
NA_WORDS = ("／", "/", "不适用")
_LONGEST_MONTH = 31
_WHOLE = 100


class EntryState(StrEnum):
    """How far a row is: nothing said, something with gaps, or everything that is asked for."""

    REPORTED = "已报"
    PARTLY = "在填"
    MISSING = "未报"


def no_change(since: date, until: date) -> str:
    """Return what a report says where nothing has changed since the end of the period before."""
    return "本月无变化。" if (until - since).days <= _LONGEST_MONTH else "本季无变化。"


@dataclass(frozen=True)
class FigureCell:
    """One cumulative figure of a project: what stood at the end of 上期, and what was entered for this very period.

    ``by_source``: it is filled by 资金来源, and ``current`` is their sum. ``later``: later periods hold figures too.
    ``warnings`` are finished sentences about ``current``; what has been said about a figure stands in them.
    """

    previous: Amount = field(default_factory=Amount)
    current: Amount = field(default_factory=Amount)
    by_source: bool = False
    later: bool = False
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Said:
    """What a report says in words and per cent; all None and ``na`` False where nothing is said."""

    percent: int | None = None
    na: bool = False
    text: str | None = None
    next_steps: str | None = None


def gaps(kind: str, figures: Mapping[str, FigureCell], before: Said, now: Said, *, reported: bool) -> Iterator[str]:
    """Yield the keys of the cells that are asked for and 未填, in the grid's order.

    Of 建设类 every figure, the per cent and the words are asked for, but nothing that was 不适用 before. 能力类 has
    money only where it had some before, and is reported by its 完成数 as well as by words.
    """
    building = kind == Kind.CONSTRUCTION
    for key, figure in figures.items():
        if figure.current.unknown and (figure.previous.fen is not None or (building and not figure.previous.na)):
            yield key
    if building and now.percent is None and not now.na and not before.na:
        yield PERCENT
    if not now.text and (building or not reported):
        yield TEXT


def state_of(missing: Collection[str], *, reported: bool) -> EntryState:
    """Return how far a row is. Reported is what 催报 counts: anything filled in for the period."""
    if not reported:
        return EntryState.MISSING
    return EntryState.PARTLY if missing else EntryState.REPORTED


def read_percent(text: str) -> tuple[int | None, bool]:
    """Read a per cent as it is typed: the number (None for nothing), and whether it is 不适用.

    >>> read_percent("９０%"), read_percent("／"), read_percent(" ")
    ((90, False), (None, True), (None, False))
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if text.strip() in NA_WORDS or plain in NA_WORDS:
        return None, True
    plain = plain.removesuffix("%").strip()
    if not plain:
        return None, False
    if not plain.isdecimal() or int(plain) > _WHOLE:
        raise InputError(f"形象进度要填 0 到 100 的整数，“{text.strip()}”未保存。", PERCENT)
    return int(plain), False


def figure_doubt(key: str, figure: FigureCell, amount: Amount) -> tuple[str, str]:
    """Return why a figure cannot be stored among many others, and else what is doubtful about it; "" for nothing.

    One by one such a figure can be stored: then the reason is asked for, or whether later periods move with it.
    """
    label = LABELS[key]
    if figure.by_source:
        return f"{label}按资金来源填写，请在详情的“资金”里改各来源的数。", ""
    before, now = figure.previous.fen, amount.fen
    if figure.later and not figure.current.unknown and amount != figure.current:
        return "后面各期已有数，请在这一格单独修改，并选定后续各期是否同步调整。", ""
    if before is not None and now is not None and now < before:
        return fall_sentence(label, now, before).replace("后保存", "，在这一格单独填写"), ""
    return "", jump_question(now, before, label) or ""
