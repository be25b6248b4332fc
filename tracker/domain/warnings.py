"""Checks on money that warn and never refuse, each a finished sentence. Amounts in 分, None where not known.

The checks are those of domain.md 2d: 支付 beyond 到位 or 完成投资, 下达 beyond 总投资, a plan beyond what is left; and
two slips of typing: 元 taken for 万元, and a figure far beyond 总投资.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from tracker.domain.kinds import MoneyKind
from tracker.domain.money import FEN_PER_WAN, FEN_PER_YUAN, format_wan

YUAN_IN_WAN = FEN_PER_WAN // FEN_PER_YUAN
# 元 typed as 万元 makes a figure 10,000 times too large; a real one may at the same time have shrunk a little.
_JUMP = YUAN_IN_WAN // 2
_BEYOND = Fraction(110, 100)
LABELS = {MoneyKind.ARRIVED: "累计到位", MoneyKind.DONE: "累计完成投资", MoneyKind.PAID: "累计支付"}


@dataclass(frozen=True)
class Standing:
    """The figures of a whole project or of one 资金来源 (then with its name) that belong together."""

    name: str = ""
    investment: int | None = None
    allocated: int | None = None
    arrived: int | None = None
    done: int | None = None
    paid: int | None = None
    reasons: Mapping[MoneyKind, str] = field(default_factory=dict)  # what was said about each figure of this period


def standing_warnings(line: Standing) -> Iterator[str]:
    """Yield the sentences for figures that do not fit each other."""
    tail = explained(line.reasons.get(MoneyKind.PAID))
    if over := _over(f"{line.name}累计支付", line.paid, "累计到位", line.arrived):
        yield f"{over}{tail}"
    if over := _over(f"{line.name}累计支付", line.paid, "累计完成投资", line.done):
        # Advances of 10 to 30 % before any work are usual.
        yield f"{over}请核对是否为预付款。{tail}"
    if over := _over(f"{line.name}累计下达", line.allocated, "总投资", line.investment):
        yield f"{over}请核对下达批次和总投资。"
    for kind, fen in ((MoneyKind.ARRIVED, line.arrived), (MoneyKind.DONE, line.done), (MoneyKind.PAID, line.paid)):
        if fen is not None and line.investment is not None and fen > line.investment * _BEYOND:
            yield (
                f"{line.name}{LABELS[kind]} {format_wan(fen)} 万元超过总投资 {format_wan(line.investment)} 万元"
                f"的 110%。请核对数字和单位。{explained(line.reasons.get(kind))}"
            )


def explained(reason: str | None) -> str:
    """Return how a warning ends: with what has been said about it, or asking for it."""
    return f"已说明：{reason.rstrip('。')}。" if reason else "可以保存，请填写说明。"


def fall_sentence(label: str, now: int, before: int) -> str:
    """Return the sentence for a cumulative figure below the one before it."""
    return f"{label}比上期少 {format_wan(before - now)} 万元。累计数一般只增不减；确属核减的，请写明原因后保存。"


def change_warnings(label: str, now: int | None, before: int | None, reason: str | None) -> Iterator[str]:
    """Yield the sentences for a stored cumulative figure beside 上期: it fell, or 元 was typed as 万元."""
    if now is not None and before is not None and now < before:
        said = f"已说明：{reason.rstrip('。')}。" if reason else "累计数一般只增不减，请核对或写明原因。"
        yield f"{label}比上期少 {format_wan(before - now)} 万元。{said}"
    question = jump_question(now, before, label)
    if question is not None and reason is None:
        yield question


def taken_for_wan(now: int | None, before: int | None) -> int | None:
    """Return what a figure comes to if 元 was typed as 万元; None where it does not look so."""
    if now is None or not before or now < before * _JUMP:
        return None
    return now // YUAN_IN_WAN


def jump_question(now: int | None, before: int | None, label: str = "") -> str | None:
    """Return the question about 元 typed as 万元; None where there is nothing to ask. *before* is 上期."""
    meant = taken_for_wan(now, before)
    if meant is None or now is None or not before:
        return None
    return (
        f"{label}填入的 {_short(now)} 是上期数的 {now // before:,} 倍，像是把元当成了万元。"
        f"折合 {format_wan(meant)} 万元，是否改用？"
    )


def plan_over_rest(year: int, plan: int | None, investment: int | None, done_before: int | None) -> str | None:
    """Return the sentence for an annual plan beyond 总投资 less 至上年底累计; None where it fits or is not known."""
    if plan is None or investment is None or done_before is None or plan <= investment - done_before:
        return None
    rest = investment - done_before
    return (
        f"{year}年年度计划投资 {format_wan(plan)} 万元大于剩余投资 {format_wan(rest)} 万元"
        f"（总投资减至上年底累计完成），差 {format_wan(plan - rest)} 万元。请核对。"
    )


def sources_against_total(stated: int | None, sources: int | None) -> str | None:
    """Return the sentence for sources that add up to more than the stated 总投资."""
    over = _over("各资金来源合计", sources, "总投资", stated)
    return f"{over}请核对各来源的金额。" if over else None


def _over(first: str, one: int | None, second: str, other: int | None) -> str | None:
    """Return “A x 万元大于 B y 万元，差 z 万元。” where both are known and A is larger."""
    if one is None or other is None or one <= other:
        return None
    return f"{first} {format_wan(one)} 万元大于{second} {format_wan(other)} 万元，差 {format_wan(one - other)} 万元。"


def _short(fen: int) -> str:
    """Return 万元 with separators and without empty decimals."""
    return format_wan(fen).removesuffix(".00")
