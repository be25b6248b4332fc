"""The cumulative period figures 到位, 完成投资, 支付: 不分来源 or by source, never both, and never falling unsaid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain import inputs
from tracker.domain.accumulate import Point, standing
from tracker.domain.errors import InputError, NotFound, ReasonNeeded
from tracker.domain.kinds import MoneyKind
from tracker.domain.money import Amount, check_amount, format_wan
from tracker.domain.quarters import month_end
from tracker.domain.warnings import LABELS, fall_sentence
from tracker.services.guards import require_tracked
from tracker.services.reasons import note_reason
from tracker.store.tables import MoneySource, PeriodFigure


@dataclass(frozen=True)
class FigureInput:
    """One *cumulative* figure at a month's end. ``amount`` unknown removes it.

    ``shift_later`` moves the later figures of the same line by the same difference, in the same action.
    """

    project_id: int
    kind: MoneyKind
    period_end: date
    amount: Amount
    source_id: int | None = None
    reason: str | None = None
    shift_later: bool = False


def set_figure(session: Session, figure: FigureInput) -> None:
    """Set, change or remove one cumulative figure.

    Raises InputError where the period is filled the other way (不分来源 or by source, never both), ReasonNeeded where
    the figure falls below the one before it or rises above the one after it. The reason is kept with the figure and
    with the action.
    """
    require_tracked(session, figure.project_id)
    source = require_source(session, figure.source_id)
    check_period_end(figure.period_end)
    check_amount(figure.amount, "amount")
    rows = _figures(session, figure.project_id, figure.kind)
    row = next((item for item in rows if item.period_end == figure.period_end and item.source_id == source), None)
    if figure.amount.unknown:
        if row is not None:
            session.delete(row)
            note_reason(session, figure.reason)
        return
    reason = inputs.text(figure.reason, "原因", "reason")
    before = Amount() if row is None else _amount(row)
    if figure.amount == before and reason is None:
        return
    _refuse_both_ways(rows, figure)
    if figure.amount != before and reason is None and (fall := _fall(session, rows, figure)):
        raise ReasonNeeded(fall, "amount")
    if figure.shift_later and figure.amount.fen is not None and before.fen is not None:
        _shift(rows, figure, figure.amount.fen - before.fen)
    row = row or PeriodFigure(
        project_id=figure.project_id, kind=figure.kind, period_end=figure.period_end, source_id=source
    )
    row.amount_fen, row.na, row.reason = figure.amount.fen, figure.amount.na, reason
    session.add(row)
    note_reason(session, reason)


def split_by_source(
    session: Session, project_id: int, kind: MoneyKind, period_end: date, parts: Mapping[int, Amount]
) -> None:
    """Replace a figure 不分来源 by figures of sources that add up to it, as one action.

    Raises InputError where there is no such figure or where the parts do not add up.
    """
    require_tracked(session, project_id)
    rows = _figures(session, project_id, kind)
    whole = next((row for row in rows if row.period_end == period_end and row.source_id is None), None)
    given = {source: amount for source, amount in parts.items() if not amount.unknown}
    if whole is None or whole.amount_fen is None:
        raise InputError(f"{period_end} 没有“不分来源”的{LABELS[kind]}，可以直接按资金来源填写。")
    for source, amount in given.items():
        require_source(session, source)
        check_amount(amount, "amount")
    total = sum(amount.fen or 0 for amount in given.values())
    if total != whole.amount_fen:
        raise InputError(
            f"各来源合计 {format_wan(total)} 万元，与“不分来源”的 {format_wan(whole.amount_fen)} 万元"
            f"相差 {format_wan(abs(total - whole.amount_fen))} 万元，未拆分。请核对后再拆分。",
            "amount",
        )
    reason = whole.reason
    session.delete(whole)
    session.flush()  # the file refuses both ways at once, so the whole figure has to go first
    session.add_all(
        PeriodFigure(
            project_id=project_id,
            kind=kind,
            period_end=period_end,
            source_id=source,
            amount_fen=amount.fen,
            na=amount.na,
            reason=reason,
        )
        for source, amount in given.items()
    )


def join_sources(session: Session, project_id: int, period_end: date) -> None:
    """Replace what sources hold at a period by one figure 不分来源 of each kind: the way back from splitting."""
    require_tracked(session, project_id)
    for kind in MoneyKind:
        parts = [row for row in _figures(session, project_id, kind) if row.period_end == period_end and row.source_id]
        known = [row.amount_fen for row in parts if row.amount_fen is not None]
        if not parts:
            continue
        said = dict.fromkeys(row.reason for row in parts if row.reason)
        for row in parts:
            session.delete(row)
        session.flush()  # the file refuses both ways at once, so the parts have to go first
        session.add(
            PeriodFigure(
                project_id=project_id,
                kind=kind,
                period_end=period_end,
                amount_fen=sum(known) if known else None,
                na=not known,
                reason="；".join(said) or None,
            )
        )


def require_source(session: Session, source_id: int | None) -> int | None:
    """Return the id of a 资金来源 that exists, None for 不分来源; raises NotFound otherwise."""
    if source_id is not None and session.get(MoneySource, source_id) is None:
        raise NotFound("这个资金来源已不存在，请重新选择。")
    return source_id


def check_period_end(day: date) -> None:
    """Raise InputError unless a day is the last of its month: cumulative figures and reports stand there."""
    if day != month_end(day.year, day.month):
        raise InputError(f"{day} 不是月末，季报和累计数按月末填报。", "period_end")


def _figures(session: Session, project_id: int, kind: MoneyKind) -> Sequence[PeriodFigure]:
    """Return all figures of one kind, oldest first."""
    return session.scalars(
        select(PeriodFigure)
        .where(PeriodFigure.project_id == project_id, PeriodFigure.kind == kind)
        .order_by(PeriodFigure.period_end)
    ).all()


def _amount(row: PeriodFigure) -> Amount:
    """Return a stored figure as an amount."""
    return Amount(row.amount_fen, row.na)


def _refuse_both_ways(rows: Sequence[PeriodFigure], figure: FigureInput) -> None:
    """Refuse what the file would refuse, in words: one period is filled 不分来源 or by source."""
    other = [
        row
        for row in rows
        if row.period_end == figure.period_end and (row.source_id is None) is not (figure.source_id is None)
    ]
    if not other:
        return
    label = f"{figure.period_end} 的{LABELS[figure.kind]}"
    if figure.source_id is None:
        raise InputError(
            f"{label}已按资金来源填写，不能再填“不分来源”的数，未保存。请改各来源的数，或先清空各来源。", "amount"
        )
    raise InputError(
        f"{label}已填“不分来源”的数，不能再按来源填写，未保存。请用“按来源拆分”，或先清空原来的数。", "amount"
    )


def _fall(session: Session, rows: Sequence[PeriodFigure], figure: FigureInput) -> str | None:
    """Say how a new figure makes the cumulative line fall; None where it does not."""
    fen = figure.amount.fen
    if fen is None:
        return None
    label = LABELS[figure.kind]
    if figure.source_id is None:
        points = [Point(row.period_end, row.source_id, _amount(row)) for row in rows]
        earlier = [point for point in points if point.period_end < figure.period_end]
        before = standing(earlier, figure.period_end).fen
    else:
        name = session.scalar(select(MoneySource.name).where(MoneySource.id == figure.source_id))
        label = f"{name}{label}"
        before = next((r.amount_fen for r in _same_line(rows, figure, later=False) if r.amount_fen is not None), None)
    if before is not None and fen < before:
        return fall_sentence(label, fen, before)
    after = next((row for row in _same_line(rows, figure, later=True) if row.amount_fen is not None), None)
    if after is None or after.amount_fen is None or after.reason or figure.shift_later or fen <= after.amount_fen:
        return None
    return (
        f"{label}比后面 {after.period_end} 的数 {format_wan(after.amount_fen)} 万元还多 "
        f"{format_wan(fen - after.amount_fen)} 万元。累计数一般只增不减；请选“后续各期同步调整”，或写明原因后保存。"
    )


def _same_line(rows: Sequence[PeriodFigure], figure: FigureInput, *, later: bool) -> Sequence[PeriodFigure]:
    """Return the figures of the same source after the period, or before it, nearest first."""
    same = [row for row in rows if row.source_id == figure.source_id]
    if later:
        return [row for row in same if row.period_end > figure.period_end]
    return [row for row in reversed(same) if row.period_end < figure.period_end]


def _shift(rows: Sequence[PeriodFigure], figure: FigureInput, by: int) -> None:
    """Move the later figures that include this one by the same difference."""
    for row in rows:
        if row.period_end <= figure.period_end or row.amount_fen is None:
            continue
        if row.source_id is not None and figure.source_id is None:
            raise InputError(
                f"{row.period_end} 起按资金来源填写，不能自动同步调整，未保存。请逐项修改后面各期。", "shift_later"
            )
        # A later figure 不分来源 contains this source as well.
        if row.source_id in (figure.source_id, None):
            if row.amount_fen + by < 0:
                raise InputError(f"同步调整后 {row.period_end} 的累计数小于零，未保存，请核对。", "shift_later")
            row.amount_fen += by
