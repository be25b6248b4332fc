"""The columns of the list of projects, and the 合计 row above them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from tracker.domain.dates import format_short
from tracker.domain.figures import Figures, Group, Sum
from tracker.domain.kinds import Nature
from tracker.domain.money import edit_wan, format_percent, format_wan
from tracker.domain.quarters import quarter_of, schedule
from tracker.queries.projects import ListRow, Sort
from tracker.ui import figure_cells
from tracker.ui.cells import EMPTY, Cell, not_applicable, not_computable, unfilled
from tracker.ui.table_model import Column

Row = ListRow
AsOf = Callable[[], date]
CellOf = Callable[[Row], Cell]
FROZEN = 1  # 项目名称 stays in sight while the rest scrolls


def columns(as_of: AsOf) -> tuple[Column[Row], ...]:
    """Return the columns; *as_of* tells the date the figures are read at, whenever a cell is made."""
    return (*_facts(as_of), *_figures(as_of), *_hidden_facts(), *_hidden_figures())


def _facts(as_of: AsOf) -> tuple[Column[Row], ...]:
    """Return the columns that say what and where a project is, and where it stands."""
    return (
        Column("name", "项目名称", _name, width=218, stretch=True, elide="middle", sort=Sort.NAME),
        Column("unit", "上报单位", lambda row: _quiet(row, row.unit), width=84, sort=Sort.UNIT),
        Column("kind", "类别", _kind, width=44, sort=Sort.KIND),
        Column("nature", "建设性质", _nature, width=66, sort=Sort.NATURE),
        Column("box", "专栏", _box, width=56, sort=Sort.BOX),
        Column("state", "状态", _counted(_state), width=50, sort=Sort.STATE),
        Column("next", "下一节点", _counted(lambda row: _next(row, as_of())), width=124, sort=Sort.NEXT),
        Column("late", "逾期", _counted(_late), unit="天", width=44, align="right", sort=Sort.LATE),
    )


def _figures(as_of: AsOf) -> tuple[Column[Row], ...]:
    """Return the columns of progress and money that are shown at first."""
    return (
        Column("node_rate", "节点完成率", _counted(_node_rate), unit="%", width=92, sort=Sort.NODE_RATE),
        Column("percent", "形象", _counted(_percent), unit="进度 %", width=54, align="right", sort=Sort.PERCENT),
        Column(
            "investment",
            "总投资",
            _counted(lambda row: figure_cells.money(row.figures.investment_fen, na=row.figures.investment_na)),
            unit="万元",
            width=86,
            align="right",
            sort=Sort.INVESTMENT,
            edit=_money_text(lambda f: (f.investment_fen, f.investment_na)),
        ),
        Column("done", "累计完成", _counted(_done), unit="万元", width=82, align="right", sort=Sort.DONE),
        Column(
            "year_rate",
            "年度投资完成率",
            _counted(lambda row: _year_rate(row, as_of())),
            unit="%，竖线=序时",
            width=100,
            sort=Sort.YEAR_RATE,
        ),
        Column(
            "lead",
            "比序时",
            _counted(lambda row: _lead(row, as_of())),
            unit="百分点",
            width=56,
            align="right",
            sort=Sort.LEAD,
        ),
        Column(
            "filled",
            "最近",
            _counted(lambda row: _filled(row, as_of())),
            unit="填报",
            width=56,
            align="center",
            sort=Sort.FILLED,
            tooltip="最近一次填报的报告期末日；早于本季度的标黄",
        ),
    )


def _hidden_facts() -> tuple[Column[Row], ...]:
    """Return the facts that are hidden at first."""
    return (
        Column(
            "owner_dept",
            "责任单位",
            _counted(lambda row: _text(row.owner_dept)),
            width=110,
            hidden=True,
            sort=Sort.OWNER_DEPT,
            edit=_plain_text(lambda row: row.owner_dept),
        ),
        Column(
            "owner",
            "责任人",
            _counted(lambda row: _text(row.owner)),
            width=72,
            hidden=True,
            edit=_plain_text(lambda row: row.owner),
        ),
        Column(
            "deadline",
            "规划时限",
            _counted(lambda row: _text(row.deadline_text)),
            width=90,
            hidden=True,
            sort=Sort.DEADLINE,
        ),
        Column("programme", "工程", lambda row: _quiet(row, row.programme), width=180, hidden=True, elide="middle"),
        Column("level", "级别", _counted(lambda row: _text(row.level)), width=60, hidden=True),
        Column(
            "note",
            "备注",
            _counted(lambda row: _text(row.note)),
            width=160,
            hidden=True,
            edit=_plain_text(lambda row: row.note),
        ),
    )


def _hidden_figures() -> tuple[Column[Row], ...]:
    """Return the figures that are hidden at first."""
    return (
        Column(
            "year_plan",
            "年度计划",
            _counted(lambda row: figure_cells.money(row.figures.year_plan_fen, na=row.figures.year_plan_na)),
            unit="万元",
            width=86,
            align="right",
            hidden=True,
            sort=Sort.YEAR_PLAN,
            edit=_money_text(lambda f: (f.year_plan_fen, f.year_plan_na)),
        ),
        Column("year_done", "年初至今", _counted(_year_done), unit="万元", width=86, align="right", hidden=True),
        Column(
            "allocated",
            "累计下达",
            _counted(lambda row: figure_cells.money(row.figures.allocated_fen)),
            unit="万元",
            width=86,
            align="right",
            hidden=True,
        ),
        Column(
            "arrived",
            "累计到位",
            _counted(lambda row: figure_cells.money(row.figures.arrived_fen, na=row.figures.arrived_na)),
            unit="万元",
            width=86,
            align="right",
            hidden=True,
        ),
        Column(
            "paid",
            "累计支付",
            _counted(lambda row: figure_cells.money(row.figures.paid_fen, na=row.figures.paid_na)),
            unit="万元",
            width=86,
            align="right",
            hidden=True,
        ),
    )


def _counted(cell: CellOf) -> CellOf:
    """Leave the cell of a heading empty: it has no facts and figures of its own."""
    return lambda row: cell(row) if row.counted else _HEADING


_HEADING = Cell(ground="alt", spoken="工程标题，不填")


def _plain_text(value: Callable[[Row], str | None]) -> Callable[[Row], str | None]:
    """Return what an editor of a text starts with; a heading cannot be edited."""
    return lambda row: (value(row) or "") if row.counted else None


def _money_text(value: Callable[[Figures], tuple[int | None, bool]]) -> Callable[[Row], str | None]:
    """Return what an editor of an amount starts with: exact 万元, or ／."""

    def _start(row: Row) -> str | None:
        fen, na = value(row.figures)
        if not row.counted:
            return None
        return "／" if na else edit_wan(fen)

    return _start


def _text(value: str | None) -> Cell:
    """Return a text, 未填 where there is none."""
    return Cell(value) if value else unfilled()


def _quiet(row: Row, text: str) -> Cell:
    """Return a text that stands back in a heading's row."""
    return Cell(text) if row.counted else Cell(text, "text2", ground="alt")


def _name(row: Row) -> Cell:
    """Return the name; a heading is a programme that has named projects inside."""
    if not row.counted:
        return Cell(row.name, "text2", ground="alt", tooltip=f"{row.name}\n工程标题：只作分组，不计项数")
    if not row.figures.counted:
        return Cell(row.name, "text2", tooltip=f"{row.name}\n{_why_not_counted(row)}")
    return Cell(row.name)


def _why_not_counted(row: Row) -> str:
    """Return why a project stands in the list without being counted."""
    state = row.figures.state
    return f"已{state}，不计入项数和合计" if state in ("取消", "移交") else "打捆子项目，随打捆项目计数"


def _kind(row: Row) -> Cell:
    """Return 建设 or 能力; 工程 for a heading."""
    if not row.counted:
        return Cell("工程", "text3", ground="alt", spoken="工程标题")
    return Cell(row.kind.removesuffix("类"), spoken=row.kind)


def _nature(row: Row) -> Cell:
    """Return 建设性质; 未注明 stands back, for it says that the plan does not say."""
    if not row.counted:
        return _HEADING
    return Cell(row.nature, "text3" if row.nature == Nature.UNSTATED else "text")


def _box(row: Row) -> Cell:
    """Return the first box, all places that name the project in the tooltip."""
    if not row.source:
        return Cell("自建", "text2", tooltip="规划专栏里没有，由本单位新建")
    return Cell(
        row.source, "text" if row.counted else "text2", ground="" if row.counted else "alt", tooltip=row.source_tip
    )


def _state(row: Row) -> Cell:
    """Return the state; one set by hand says so."""
    f = row.figures
    if not f.state:
        return unfilled("还没有状态：套用里程碑后自动得出，也可在详情里填写")
    return Cell(f.state, "text" if f.counted else "text2", tooltip="人工填写" if f.state_by_hand else "按里程碑得出")


def _next(row: Row, as_of: date) -> Cell:
    """Return the next milestone with its day."""
    f = row.figures
    if not f.nodes:
        return unfilled("还没有里程碑，可在详情里套用模板")
    if f.next_title is None:
        return Cell("全部完成", "text2")
    if f.next_due is None:
        return Cell(f.next_title, side="未填", side_ink="text3", tooltip=f"{f.next_title}：还没有日期")
    return Cell(f.next_title, side=format_short(f.next_due, as_of.year), tooltip=f"{f.next_title}：{f.next_due}")


def _late(row: Row) -> Cell:
    """Return how late the project is."""
    f = row.figures
    tip = f"{f.nodes_late} 个节点逾期，最长 {f.late_days} 天（按最新批准，没有批准的按原定）"
    return figure_cells.late(f.late_days, tip)


def _node_rate(row: Row) -> Cell:
    """Return 节点完成率, hatched without milestones."""
    f = row.figures
    if not f.nodes:
        return unfilled("还没有里程碑", hatch=True)
    return figure_cells.rate(f.node_rate, places=0, tooltip=f"{f.nodes} 个节点完成 {f.nodes_met} 个，按权重计算")


def _percent(row: Row) -> Cell:
    """Return 形象进度 with the date of its report."""
    f = row.figures
    if f.percent_na:
        return not_applicable()
    if f.percent is None:
        return unfilled()
    return Cell(str(f.percent), tooltip=f"{f.percent_on} 填报")


def _done(row: Row) -> Cell:
    """Return 累计完成投资."""
    return figure_cells.money(row.figures.done_fen, na=row.figures.done_na)


def _year_done(row: Row) -> Cell:
    """Return 年初至今."""
    f = row.figures
    if f.done_fen is not None and f.done_before_fen is None:
        return unfilled("至上年底累计未填，算不出年初至今")
    return figure_cells.money(f.year_done_fen, na=f.done_na)


def _year_rate(row: Row, as_of: date) -> Cell:
    """Return 年度投资完成率 with 序时 marked on its bar."""
    f = row.figures
    if f.done_na or f.year_plan_na:
        return not_applicable()
    if f.done_fen is None:
        return unfilled("累计完成投资未填", hatch=True)
    if f.done_before_fen is None:
        return unfilled("至上年底累计未填，算不出年初至今", hatch=True)
    if not f.year_plan_fen:
        return not_computable("年度计划投资未填或为零")
    tip = f"年初至今 {format_wan(f.year_done_fen or 0)} ÷ 年度计划 {format_wan(f.year_plan_fen)} 万元"
    return figure_cells.rate(f.year_rate, mark=schedule(as_of), tooltip=f"{tip}\n{figure_cells.schedule_note(as_of)}")


def _lead(row: Row, as_of: date) -> Cell:
    """Return 比序时."""
    f = row.figures
    if f.done_na or f.year_plan_na:
        return not_applicable()
    return figure_cells.lead(f.lead(as_of), figure_cells.schedule_note(as_of))


def _filled(row: Row, as_of: date) -> Cell:
    """Return the period of the last report; an earlier quarter's is amber."""
    day = row.figures.filled_to
    if day is None:
        return unfilled()
    old = quarter_of(day) < quarter_of(as_of)
    tip = f"最近填报到 {day}" + ("，本季度还没有填报" if old else "")
    return Cell(format_short(day, as_of.year), "amber_text" if old else "text2", tooltip=tip)


# --- The 合计 row ---


def total_cells(group: Group | None, as_of: date) -> Mapping[str, Cell]:
    """Return the 合计 row's cells by column; None where no counted project is listed."""
    if group is None:
        return {"name": Cell("合计（0项）", strong=True)}
    year = group.year_rate.value
    return {
        "name": Cell(f"合计（{group.projects}项）", strong=True, tooltip="不含工程标题、取消、移交和已合并的项目"),
        "late": Cell(f"{group.late}项") if group.late else EMPTY,
        "node_rate": _mean(group),
        "investment": _sum(group.investment),
        "done": _sum(group.done),
        "year_plan": _sum(group.year_plan),
        "year_done": _sum(group.year_done),
        "allocated": _sum(group.allocated),
        "arrived": _sum(group.arrived),
        "paid": _sum(group.paid),
        "year_rate": _total_year_rate(group, as_of),
        "lead": figure_cells.lead(None if year is None else year - schedule(as_of), figure_cells.schedule_note(as_of)),
        "filled": Cell(f"{group.filled}/{group.projects}", tooltip=f"{group.projects} 项中 {group.filled} 项填报过"),
    }


def _sum(total: Sum) -> Cell:
    """Return a sum of what is known, with how many are not."""
    if total.fen is None:
        return unfilled(f"{total.of} 项都未填")
    left = total.of - total.known
    rest = f"其中 {left} 项未填" if left else f"{total.of} 项都已填"
    return Cell(format_wan(total.fen), tooltip=f"{figure_cells.yuan(total.fen)}，{rest}")


def _mean(group: Group) -> Cell:
    """Return the mean of 节点完成率 over the projects that have milestones."""
    mean = group.node_mean
    if mean.value is None:
        return unfilled("还没有里程碑", hatch=True)
    return figure_cells.rate(mean.value, tooltip=f"{mean.projects} 个有里程碑的项目的平均节点完成率")


def _total_year_rate(group: Group, as_of: date) -> Cell:
    """Return 年度投资完成率 over the projects where both terms are known."""
    known = group.year_rate
    if known.value is None:
        return unfilled("还没有可算的项目", hatch=True) if not group.year_done.known else not_computable()
    share = f"按 {known.projects} 个计划和完成数都已填的项目计算：{format_percent(known.value)} %"
    return figure_cells.rate(known.value, mark=schedule(as_of), tooltip=f"{share}\n{figure_cells.schedule_note(as_of)}")
