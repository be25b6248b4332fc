"""Entering cumulative figures: what is asked before one is stored, and why one falls."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from tracker.domain.deeds import Done
from tracker.domain.errors import ReasonNeeded
from tracker.domain.kinds import MoneyKind
from tracker.domain.money import Amount, format_wan
from tracker.domain.warnings import LABELS, jump_question, taken_for_wan
from tracker.queries.money import later_figures
from tracker.services.money import FigureInput, set_figure
from tracker.ui.context import AppContext, Link
from tracker.ui.detail.ask import Asked

P = ParamSpec("P")
R = TypeVar("R")


class Asker(Protocol):
    """Who puts questions to the user: ``Ask`` at once, 填报 when the user comes to the cell."""

    def ask_reason(
        self,
        sentence: str,
        run: Callable[[str], object],
        *others: Link,
        verb: str = "保存",
        give_up: Callable[[], object] | None = None,
    ) -> None:
        """Ask why; *run* gets the text."""
        ...

    def offer(
        self, sentence: str, *ways: Link, tone: str = "warning", give_up: Callable[[], object] | None = None
    ) -> None:
        """Offer ways on."""
        ...

    def dismiss(self) -> None:
        """Ask nothing any more."""
        ...


class FigureHost(Protocol):
    """Where figures of one project are typed: the detail's tab, or a row of 填报."""

    context: AppContext

    @property
    def ask(self) -> Asker:
        """Who asks here."""
        ...

    @property
    def project_id(self) -> int:
        """The project whose figures they are."""
        ...

    def store(self, what: str, service: Callable[Concatenate[Any, P], R], *args: P.args, **kwargs: P.kwargs) -> Done[R]:
        """Store one deed on the project; raises InputError where it was refused."""
        ...


@dataclass(frozen=True)
class Entry:
    """One figure as it is about to be stored. ``before`` stood at the period before, ``stored`` stands there now.

    ``again`` shows the stored figure in the cell, once the question is settled either way.
    """

    kind: MoneyKind
    period_end: date
    amount: Amount
    source_id: int | None
    source: str
    before: Amount
    stored: Amount
    again: Callable[[], object]
    reason: str | None = None
    shift_later: bool = False

    @property
    def label(self) -> str:
        """The figure's name: ``县级财政累计支付``."""
        return f"{self.source}{LABELS[self.kind]}"


class FigureDesk:
    """Stores figures for one host; what has to be asked is asked in its place, and the cell keeps what was typed."""

    def __init__(self, host: FigureHost) -> None:
        """Serve *host*."""
        self._host = host

    def put(self, entry: Entry) -> None:
        """Store a figure; raises InputError, also where something is asked first."""
        question = jump_question(entry.amount.fen, entry.before.fen, entry.label)
        if question is not None and entry.reason is None:
            self._ask_unit(entry, question)
            raise Asked(question)
        later = self._later(entry)
        if later and not entry.stored.unknown and entry.amount != entry.stored:
            self._ask_shift(entry, later)
            raise Asked(f"{entry.period_end} 之后还有 {later} 期，请先选定后续各期是否同步调整。")
        self._store(entry)

    def explain(self, entry: Entry) -> None:
        """Ask what there is to say about a figure that is stored and doubted."""
        sentence = f"{entry.label} {format_wan(entry.amount.fen or 0)} 万元，请填写说明。"
        self._host.ask.ask_reason(
            sentence,
            lambda why: self._store(replace(entry, reason=why)),
            verb="保存说明",
            give_up=self._host.ask.dismiss,
        )

    def _later(self, entry: Entry) -> int:
        """Return how many later figures contain this one."""
        args = (self._host.project_id, entry.kind, entry.period_end, entry.source_id)
        return self._host.context.tasks.read(later_figures, *args)

    def _store(self, entry: Entry) -> None:
        """Store, asking for the reason where the figure falls."""
        figure = FigureInput(
            project_id=self._host.project_id,
            kind=entry.kind,
            period_end=entry.period_end,
            amount=entry.amount,
            source_id=entry.source_id,
            reason=entry.reason,
            shift_later=entry.shift_later,
        )
        period = f"{entry.period_end.year}年{entry.period_end.month}月"
        try:
            self._host.store(f"填写{period}{entry.label}", set_figure, figure)
        except ReasonNeeded as error:
            self._ask_why(str(error), entry)
            raise Asked(str(error)) from None

    def _settle(self, entry: Entry) -> None:
        """Store with what was answered and show the stored figure."""
        self._host.ask.dismiss()
        self._store(entry)
        entry.again()

    def _take(self, mended: Entry) -> None:
        """Store what was meant in place of what was typed."""
        self._host.ask.dismiss()
        self.put(mended)
        mended.again()

    def _ask_why(self, sentence: str, entry: Entry) -> None:
        """Ask for the reason of a figure."""
        before, ways = entry.before.fen, tuple[Link, ...]()
        if before is not None and entry.amount.fen is not None and entry.amount.fen < before:
            back = partial(self._take, replace(entry, amount=entry.before))
            ways = (Link(f"改回上期数 {format_wan(before)}", back),)
        self._host.ask.ask_reason(
            sentence, lambda why: self._settle(replace(entry, reason=why)), *ways, give_up=entry.again
        )

    def _ask_unit(self, entry: Entry, question: str) -> None:
        """Ask whether 元 was typed as 万元."""
        meant = taken_for_wan(entry.amount.fen, entry.before.fen)
        if meant is None:
            return

        def keep() -> None:
            self._ask_why(f"保留 {format_wan(entry.amount.fen or 0)} 万元，请填写说明。", entry)

        take = partial(self._take, replace(entry, amount=Amount(meant)))
        ways = (Link(f"改为 {format_wan(meant)}", take), Link("保留原数并说明", keep))
        self._host.ask.offer(question, *ways, give_up=entry.again)

    def _ask_shift(self, entry: Entry, later: int) -> None:
        """Ask whether the later figures move with this one."""
        old, new = entry.stored.fen, entry.amount.fen
        if old is None or new is None:
            self._offer_plain(entry, later)
            return
        by = f"{'增加' if new > old else '减少'} {format_wan(abs(new - old))} 万元"
        self._host.ask.offer(
            f"更正 {entry.period_end} 的{entry.label}（{by}），之后还有 {later} 期。后续各期是否同步调整？",
            Link(f"同步调整后面 {later} 期", partial(self._settle, replace(entry, shift_later=True))),
            Link("只改这一期", partial(self._settle, entry)),
            give_up=entry.again,
        )

    def _offer_plain(self, entry: Entry, later: int) -> None:
        """Ask before a figure among others is taken away: there is no difference to move the later ones by."""
        word = "不适用" if entry.amount.na else "未填"
        self._host.ask.offer(
            f"{entry.period_end} 的{entry.label}将改为“{word}”，之后 {later} 期不变。",
            Link("只改这一期", partial(self._settle, entry)),
            give_up=entry.again,
        )
