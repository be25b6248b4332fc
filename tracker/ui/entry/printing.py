"""What 填报 prints: the grid as it is listed, with the line people sign on; to be checked or filled in on paper."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from tracker.queries.criteria import Criteria
from tracker.queries.entry import EntryRow, entry_rows
from tracker.queries.settings import office
from tracker.reports.one_page import signing
from tracker.ui.context import AppContext
from tracker.ui.entry.panel import EntryPanel
from tracker.ui.print_dialog import Printable
from tracker.ui.printing.forms import ListSource, list_document, shown_columns

_NOTE = "到位、完成投资、支付为累计数。未填：还没有填写；／：不适用。灰底的上期数供对照。"


def printables(context: AppContext, panel: EntryPanel, criteria: Criteria, words: str) -> tuple[Printable, ...]:
    """Return the sheet of the listed rows; *words* is the filter in words. One unit signs its own."""
    period = context.period.chosen
    keys = tuple(panel.model.ids)
    one_unit = criteria.unit_ids[0] if len(criteria.unit_ids) == 1 and not criteria.with_below else None
    scope = f"{words or '全部项目'}{'，只列未报' if panel.missing_only else ''}"
    source = ListSource(
        title=f"{period.label}专栏项目填报表",
        left=f"范围：{scope}　共 {len(keys):,} 项",
        right=f"截至 {period.end}　金额单位：万元",
        columns=shown_columns(panel.grid),
        keys=keys,
        rows=partial(_rows, context, period.previous_end, period.end),
        total={},
        notes=_NOTE,
        sign_off=signing(context.tasks.read(office), one_unit),
    )
    return (Printable(f"填报表（{len(keys):,} 行）", partial(list_document, source)),)


def _rows(context: AppContext, previous: date, as_of: date, ids: Sequence[int]) -> Sequence[EntryRow]:
    """Read rows on the worker, in the order they are listed."""
    rows = {row.project_id: row for row in context.tasks.read(entry_rows, ids, previous, as_of)}
    return [rows[key] for key in ids if key in rows]
