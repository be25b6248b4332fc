"""What each column shows of one row of the list; a heading (工程标题) stands back and has no figures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from tracker.domain.dates import format_short
from tracker.domain.figures import Figures
from tracker.domain.kinds import UNCOUNTED_STATES, Nature
from tracker.domain.money import edit_wan, format_wan
from tracker.domain.quarters import quarter_of, schedule
from tracker.queries.lights import ProjectLight
from tracker.queries.projects import ListRow as Row
from tracker.ui import figure_cells
from tracker.ui.cells import NOT_APPLICABLE, Cell, not_applicable, not_computable, unfilled

CellOf = Callable[[Row], Cell]


def not_of_headings(cell: CellOf) -> CellOf:
    """Leave the cell of a heading empty: it has no facts and figures of its own."""
    return lambda row: cell(row) if row.counted else _HEADING


_HEADING = Cell(ground="alt", spoken="工程标题，不填")


def text_to_edit(value: Callable[[Row], str | None]) -> Callable[[Row], str | None]:
    """Return what an editor of a text starts with; a heading cannot be edited."""
    return lambda row: (value(row) or "") if row.counted else None


def amount_to_edit(value: Callable[[Figures], tuple[int | None, bool]]) -> Callable[[Row], str | None]:
    """Return what an editor of an amount starts with: exact 万元, or ／; a heading cannot be edited."""

    def _start(row: Row) -> str | None:
        fen, na = value(row.figures)
        if not row.counted:
            return None
        return NOT_APPLICABLE if na else edit_wan(fen)

    return _start


def text(value: str | None) -> Cell:
    """Return a text, 未填 where there is none."""
    return Cell(value) if value else unfilled()


def number(value: str | None) -> Cell:
    """Return a number of the office's own with its digits in groups, 未填 where there is none."""
    return Cell(f"{Decimal(value):,f}".replace("-", "−")) if value else unfilled()


def quiet(row: Row, text: str) -> Cell:
    """Return a text that stands back in a heading's row."""
    return Cell(text) if row.counted else Cell(text, "text2", ground="alt")


def name(row: Row) -> Cell:
    """Return the name; a heading is a programme that has named projects inside."""
    if not row.counted:
        return Cell(row.name, "text2", ground="alt", tooltip=f"{row.name}\n工程标题：只作分组，不计项数")
    said = _bundled(row)
    if not row.figures.counted:
        return Cell(row.name, "text2", tooltip="\n".join((row.name, *said, _why_not_counted(row))))
    return Cell(row.name, tooltip="\n".join((row.name, *said)) if said else "")


def _bundled(row: Row) -> tuple[str, ...]:
    """Return what a project has to do with 打捆, nothing for most."""
    if row.bundle:
        return (f"属于打捆项目“{row.bundle}”",)
    return (f"打捆项目，含 {row.parts} 个子项目",) if row.parts else ()


def _why_not_counted(row: Row) -> str:
    """Return why a project stands in the list without being counted."""
    state = row.figures.state
    if state in UNCOUNTED_STATES:
        return f"已{state}，不计入项数和合计"
    return "按拆分计：计各子项目，本项目不另计" if row.parts else "按打捆计：随打捆项目计数，不另计"


def kind(row: Row) -> Cell:
    """Return 建设 or 能力; 工程 for a heading."""
    if not row.counted:
        return Cell("工程", "text3", ground="alt", spoken="工程标题")
    return Cell(row.kind.removesuffix("类"), spoken=row.kind)


def nature(row: Row) -> Cell:
    """Return 建设性质; 未注明 stands back, for it says that the plan does not say."""
    if not row.counted:
        return _HEADING
    return Cell(row.nature, "text3" if row.nature == Nature.UNSTATED else "text")


def box(row: Row) -> Cell:
    """Return the first box, all places that name the project in the tooltip."""
    if not row.source:
        return Cell("规划外", "text2", tooltip="规划专栏里没有，由本单位新建")
    return replace(quiet(row, row.source), tooltip=row.source_tip)


def state(row: Row) -> Cell:
    """Return the state; one set by hand says so."""
    f = row.figures
    if not f.state:
        return unfilled("还没有状态：套用里程碑后自动得出，也可在详情里填写")
    return Cell(f.state, "text" if f.counted else "text2", tooltip="人工填写" if f.state_by_hand else "按里程碑得出")


def next_node(row: Row, as_of: date) -> Cell:
    """Return the next milestone with its day."""
    f = row.figures
    if not f.nodes:
        return unfilled("还没有里程碑，可在详情里套用模板")
    if f.next_title is None:
        return Cell("全部完成", "text2")
    if f.next_due is None:
        return Cell(f.next_title, side="未填", side_ink="text3", tooltip=f"{f.next_title}：还没有日期")
    return Cell(f.next_title, side=format_short(f.next_due, as_of.year), tooltip=f"{f.next_title}：{f.next_due}")


def late(row: Row) -> Cell:
    """Return how late the project is."""
    f = row.figures
    tip = f"{f.nodes_late} 个节点逾期，最长 {f.late_days} 天（按最新批准，没有批准的按原定）"
    return figure_cells.late(f.late_days, tip)


def node_rate(row: Row) -> Cell:
    """Return 节点完成率, hatched without milestones."""
    f = row.figures
    if not f.nodes:
        return unfilled("还没有里程碑", hatch=True)
    return figure_cells.rate(f.node_rate, places=0, tooltip=f"{f.nodes} 个节点完成 {f.nodes_met} 个，按权重计算")


def percent(row: Row) -> Cell:
    """Return 形象进度 with the date of its report."""
    f = row.figures
    if f.percent_na:
        return not_applicable()
    if f.percent is None:
        return unfilled()
    return Cell(str(f.percent), tooltip=f"{f.percent_on} 填报")


def done(row: Row) -> Cell:
    """Return 累计完成投资."""
    return figure_cells.money(row.figures.done_fen, na=row.figures.done_na)


def year_done(row: Row) -> Cell:
    """Return 年初至今."""
    f = row.figures
    if f.done_fen is not None and f.done_before_fen is None:
        return unfilled("至上年底累计未填，算不出年初至今")
    if f.done_fen is not None and f.year_done_fen is None:
        return unfilled("今年还没有填报累计完成投资")
    return figure_cells.money(f.year_done_fen, na=f.done_na)


def year_rate(row: Row, as_of: date, light: ProjectLight | None) -> Cell:
    """Return 年度投资完成率 with the 序时 the project is held to marked on its bar."""
    f = row.figures
    if f.done_na or f.year_plan_na:
        return not_applicable()
    if f.done_fen is None:
        return unfilled("累计完成投资未填", hatch=True)
    if f.done_before_fen is None:
        return unfilled("至上年底累计未填，算不出年初至今", hatch=True)
    if f.year_done_fen is None:
        return unfilled("今年还没有填报累计完成投资", hatch=True)
    if not f.year_plan_fen:
        return not_computable("年度计划投资未填或为零")
    tip = f"年初至今 {format_wan(f.year_done_fen)} ÷ 年度计划 {format_wan(f.year_plan_fen)} 万元"
    due = _due(as_of, light)
    return figure_cells.rate(f.year_rate, mark=due, tooltip=f"{tip}\n{figure_cells.schedule_note(as_of, due)}")


def lead(row: Row, as_of: date, light: ProjectLight | None) -> Cell:
    """Return 比序时, by the curve the project is held to."""
    f = row.figures
    if f.done_na or f.year_plan_na:
        return not_applicable()
    due = _due(as_of, light)
    rate = f.year_rate
    return figure_cells.lead(None if rate is None else rate - due, figure_cells.schedule_note(as_of, due))


def _due(as_of: date, light: ProjectLight | None) -> Fraction:
    """Return the 序时进度 a project is held to."""
    return schedule(as_of) if light is None else light.schedule


def filled(row: Row, as_of: date) -> Cell:
    """Return the period of the last report; an earlier quarter's is amber."""
    day = row.figures.filled_to
    if day is None:
        return unfilled()
    old = quarter_of(day) < quarter_of(as_of)
    tip = f"最近填报到 {day}" + ("，本季度还没有填报" if old else "")
    return Cell(format_short(day, as_of.year), "amber_text" if old else "text2", tooltip=tip)
