"""What 项目 prints: the list as it is shown, and 一页台账 of the selected projects."""

from __future__ import annotations

from functools import partial

from tracker.domain.periods import ReportPeriod
from tracker.reports.one_page import one_page
from tracker.ui.context import AppContext
from tracker.ui.print_dialog import Printable
from tracker.ui.printing.document import Document
from tracker.ui.printing.forms import ListSource, list_document, project_document, shown_columns
from tracker.ui.printing.layout import Tell
from tracker.ui.projects.list_panel import ListPanel
from tracker.ui.projects.sections import SectionRow

_NOTE = "未填：还没有人填写；／：不适用；—：无法计算。合计只加已填的数。"


def printables(context: AppContext, panel: ListPanel, words: str) -> tuple[Printable, ...]:
    """Return what can be printed now; *words* is the filter in words, empty where everything is listed."""
    period = context.period.chosen
    keys = tuple(panel.model.ids)  # as it stands: a section that is folded is its subtotal alone
    listed = ListSource(
        title=f"{period.label}专栏项目一览表",
        left=f"范围：{words or '全部项目'}　共 {panel.result.counts.counted:,} 项",
        right=f"截至 {period.end}　金额单位：万元",
        columns=shown_columns(panel.table),
        keys=keys,
        rows=panel.lines_of(),
        heads=lambda row: isinstance(row, SectionRow),
        total=panel.totals.cells,
        notes=_NOTE,
    )
    whole = Printable(f"当前列表（{len(keys):,} 行）", partial(list_document, listed))
    chosen = [key for key in panel.selected_ids() if (row := panel.row(key)) is not None and row.counted]
    if not chosen:
        return (whole,)
    row = panel.row(chosen[0])
    one = len(chosen) == 1 and row is not None
    name = f"一页台账 {row.name}" if one and row is not None else f"一页台账（选中的 {len(chosen):,} 个项目）"
    make = partial(_pages, context, tuple(chosen), period)
    return (whole, Printable(name, make, landscape=False))


def _pages(context: AppContext, ids: tuple[int, ...], period: ReportPeriod, tell: Tell) -> Document:
    """Read the pages of some projects."""
    pages = []
    for place, project_id in enumerate(ids):
        tell(place, len(ids))
        pages.append(one_page(context.tasks.read, project_id, period))
    return project_document(pages)
