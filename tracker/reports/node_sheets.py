"""节点表 and 问题清单: a row per milestone and a row per open problem, by project."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tracker.domain.dates import chinese_day
from tracker.queries.problems import ProblemRow
from tracker.queries.reporting import NodeLine
from tracker.reports import report_cells as cells
from tracker.reports.detail_sheet import TELL_EVERY
from tracker.reports.quarterly import ProjectLine, QuarterlyReport
from tracker.reports.reading import Progress
from tracker.reports.sheet_styles import GREY, Form, Style
from tracker.reports.sheet_writer import Book, Cell
from tracker.reports.table_sheet import Column, Layout, begin, finish, write_empty

_SLIP_NOTE = (
    "偏差：已完成的按实际，已逾期的按截至日，其余按预计，分别与最新批准、与最初冻结的原定相比；正数为晚，负数为早。"
    "逾期按最新批准，没有批准的按原定。"
)


@dataclass(frozen=True)
class NodeRow:
    """A milestone with its project; ``first`` is the project's first one, which carries the names in full ink."""

    line: ProjectLine
    node: NodeLine
    number: int
    first: bool


@dataclass(frozen=True)
class NumberedProblem:
    """An open problem with its number in the list."""

    problem: ProblemRow
    number: int


def write_nodes(book: Book, report: QuarterlyReport, progress: Progress) -> None:
    """Write 节点表."""
    columns = _node_columns()
    title = f"{report.quarter.span_label}专栏项目节点表"
    layout = Layout("节点表", title, _as_of(report), "单位：天", columns, 2, signing=report.signing)
    sheet = begin(book, layout)
    rows = 0
    for rows, row in enumerate(_node_rows(report), start=1):
        if rows % TELL_EVERY == 0:
            progress(0, 0, "正在写节点表")
        sheet.append([column.cell(row) for column in columns])
    if not rows:
        write_empty(sheet, "还没有项目设置节点。")
    without = sum(line.row.figures.counted and not line.nodes for line in report.projects)
    remarks = (
        f"范围：{report.scope}。只列截至 {chinese_day(report.as_of)} 已批准、已预计、已完成的日期。",
        f"另有 {without} 项还没有设置节点，未列入本表。" if without else "",
        _SLIP_NOTE,
        cells_legend(),
    )
    finish(sheet, remarks, report.signing)


def write_problems(book: Book, report: QuarterlyReport) -> None:
    """Write 问题清单: what was open on the quarter's last day."""
    columns = _problem_columns()
    title = f"{report.quarter.span_label}专栏项目问题清单"
    layout = Layout("问题清单", title, _as_of(report), "单位：天", columns, 2, signing=report.signing)
    sheet = begin(book, layout)
    for number, problem in enumerate(report.problems, start=1):
        sheet.append([column.cell(NumberedProblem(problem, number)) for column in columns])
    if not report.problems:
        write_empty(sheet, f"截至 {chinese_day(report.as_of)} 没有未解决的问题。")
    note = f"范围：{report.scope}，共 {len(report.problems)} 个未解决的问题，已超期的在前，再按解决时限排列。"
    finish(sheet, (note,), report.signing)


def cells_legend() -> str:
    """Return what the words for nothing mean where there is no money."""
    return f"“{cells.UNFILLED}”是尚未填报，“{cells.NOT_APPLICABLE}”是不适用；空格是还没有到、不必填。"


def _as_of(report: QuarterlyReport) -> str:
    """Return the words in the middle of the unit line."""
    return f"截至 {chinese_day(report.as_of)}"


def _node_rows(report: QuarterlyReport) -> Iterator[NodeRow]:
    """Yield the milestones in the list's order; what is 取消 or 移交 has no claim on anybody any more."""
    number = 0
    for line in report.projects:
        if line.heading or line.left or not line.nodes:
            continue
        number += 1
        for place, node in enumerate(line.nodes):
            yield NodeRow(line, node, number, place == 0)


def _node_columns() -> tuple[Column[NodeRow], ...]:
    """Return the columns of 节点表. Each date stands in a column of its own; none is ever merged with another."""
    days, slips = "日期", "偏差（天）"
    return (
        Column("序号", 5, lambda row: _repeated(row, Cell(row.number, Style(Form.COUNT)))),
        Column("项目名称", 30, lambda row: _repeated(row, cells.text(row.line.row.name))),
        Column("上报单位", 10, lambda row: _repeated(row, cells.word(row.line.row.unit))),
        Column("节点", 14, lambda row: cells.text(row.node.title)),
        Column(
            "权重",
            5,
            lambda row: (
                cells.missing(cells.NOT_APPLICABLE, Form.COUNT) if row.node.na else cells.count(row.node.weight)
            ),
        ),
        Column("原定", 10.5, lambda row: cells.day(row.node.planned, na=row.node.na), days),
        Column("最新批准", 10.5, _approved, days),
        Column("预计", 10.5, _expected, days),
        Column("实际", 10.5, _actual, days),
        Column("比批准", 7, lambda row: cells.slip(row.node.slip.approved), slips),
        Column("比原定", 7, lambda row: cells.slip(row.node.slip.planned), slips),
        Column("逾期\n天数", 6, lambda row: cells.late(row.node.late_days)),
        Column("批准文号", 16, lambda row: cells.plain(row.node.approval_number)),
        Column("佐证文号", 16, lambda row: cells.plain(row.node.evidence)),
        Column("责任单位", 12, lambda row: cells.plain(row.node.owner_dept)),
        Column("备注", 16, lambda row: cells.plain(row.node.note)),
    )


def _repeated(row: NodeRow, cell: Cell) -> Cell:
    """Return what stands in every row of a project, so that filters work, in grey from the second on."""
    return cell if row.first else cell.inked(GREY)


def _approved(row: NodeRow) -> Cell:
    """Return 最新批准; empty while 原定 has not been changed by a paper."""
    return _optional(row, row.node.approved is None, cells.day(row.node.approved))


def _expected(row: NodeRow) -> Cell:
    """Return 预计; empty where nobody has estimated, or where the milestone is reached."""
    return _optional(row, row.node.expected is None, cells.day(row.node.expected))


def _actual(row: NodeRow) -> Cell:
    """Return 实际; empty until the milestone is reached."""
    return _optional(row, row.node.actual is None, cells.day(row.node.actual))


def _optional(row: NodeRow, empty: bool, cell: Cell) -> Cell:
    """Return a date that need not be there."""
    if row.node.na:
        return cells.day(None, na=True)
    return Cell(None, Style(Form.DAY)) if empty else cell


def _problem_columns() -> tuple[Column[NumberedProblem], ...]:
    """Return the columns of 问题清单."""
    return (
        Column("序号", 5, lambda row: Cell(row.number, Style(Form.COUNT))),
        Column("项目名称", 30, lambda row: cells.text(row.problem.project)),
        Column("上报单位", 10, lambda row: cells.word(row.problem.unit)),
        Column("问题描述", 50, lambda row: cells.text(row.problem.description)),
        Column("类别", 7, lambda row: cells.word(row.problem.category)),
        Column("需协调\n层级", 8, lambda row: cells.word(row.problem.level)),
        Column("责任单位\n或责任人", 14, lambda row: cells.text(row.problem.owner)),
        Column("提出日期", 10.5, lambda row: cells.day(row.problem.opened_on)),
        Column("解决时限", 10.5, lambda row: cells.day(row.problem.deadline)),
        Column("超期\n天数", 6, lambda row: cells.late(row.problem.late_days)),
        Column("进展情况", 30, lambda row: cells.plain(row.problem.result)),
    )
