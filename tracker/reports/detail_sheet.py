"""明细表: every project of the filter in the list's order, the whole on top, headings (工程) as plain rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from tracker.domain.custom import CustomColumn, CustomKind
from tracker.domain.dates import chinese_day
from tracker.domain.figures import Figures
from tracker.domain.kinds import Counting, Nature, PaidBase
from tracker.queries.places import OUTSIDE
from tracker.reports import report_cells as cells
from tracker.reports import report_notes as notes
from tracker.reports.quarterly import ProjectLine, QuarterlyReport
from tracker.reports.reading import Progress
from tracker.reports.sheet_styles import GREY, Form, Style
from tracker.reports.sheet_writer import Book, Cell
from tracker.reports.summary_sheet import MONEY_UNIT
from tracker.reports.table_sheet import Column, Layout, begin, finish, write_group, write_total

TELL_EVERY = 200  # rows


@dataclass(frozen=True)
class Numbered:
    """A project with its number in the table; what is not counted has none."""

    line: ProjectLine
    number: int | None

    @property
    def f(self) -> Figures:
        """The project's figures."""
        return self.line.row.figures


NumberedColumn = Column[Numbered]


def write_detail(book: Book, report: QuarterlyReport, progress: Progress) -> None:
    """Write the sheet, telling *progress* every so many rows."""
    columns = (*_facts(report), *_money(report), *_year(report), *_progress(report), *_people(report), *_own(report))
    layout = Layout(
        name="明细表",
        title=f"{report.quarter.span_label}专栏项目季报明细表",
        middle=f"截至 {chinese_day(report.as_of)}",
        right=MONEY_UNIT,
        columns=columns,
        frozen_columns=2,
        paper="A3",
        signing=report.signing,
    )
    sheet = begin(book, layout)
    write_total(sheet, columns, f"合计（{report.whole.projects}项）")
    number = 0
    for place, line in enumerate(report.projects):
        if place % TELL_EVERY == 0:
            progress(place, len(report.projects), "正在写明细表")
        if line.heading:
            write_group(sheet, f"{line.row.name}（{line.row.source}）" if line.row.source else line.row.name)
            continue
        counted = line.row.figures.counted
        number += counted
        made = [column.cell(Numbered(line, number if counted else None)) for column in columns]
        sheet.append(made if counted else [cell.inked(GREY) for cell in made])
    remarks = (
        notes.scope(report),
        notes.filled(report.whole),
        notes.rates(report),
        notes.quarter(report),
        notes.BLANKS,
        notes.rounding(notes.project_columns(report)),
    )
    finish(sheet, remarks, report.signing)


def _facts(report: QuarterlyReport) -> tuple[NumberedColumn, ...]:
    """Return the columns of what the project is."""
    head = "项目基本情况"
    return (
        Column("序号", 4.5, lambda row: Cell(row.number, Style(Form.COUNT)), head),
        Column("项目名称", 28, _name(report.counting), head),
        Column("上报单位", 9.5, lambda row: cells.word(row.line.row.unit), head),
        Column("专栏", 7, lambda row: cells.word(row.line.row.source or OUTSIDE), head),
        Column("建设\n性质", 7.5, _nature, head),
        Column("状态", 7, lambda row: cells.word(row.f.state), head),
        Column("规划\n时限", 8.5, lambda row: cells.plain(row.line.row.deadline_text, Form.WORD), head),
        Column(
            "总投资",
            11,
            lambda row: cells.money(row.f.investment_fen, na=row.f.investment_na),
            head,
            cells.total(report.whole.investment),
        ),
    )


def _money(report: QuarterlyReport) -> tuple[NumberedColumn, ...]:
    """Return the columns of money since the start: 到位, 完成, 支付, each 上期 and 本期."""
    now, then = report.whole, report.whole_before
    came, done, paid = "累计到位", "累计完成投资", "累计支付"
    return (
        Column("上期", 10.5, _before(lambda f: (f.arrived_fen, f.arrived_na)), came, cells.total(then.arrived)),
        Column("本期", 10.5, _now(lambda f: (f.arrived_fen, f.arrived_na)), came, cells.total(now.arrived)),
        Column("上期", 10.5, _before(lambda f: (f.done_fen, f.done_na)), done, cells.total(then.done)),
        Column("本期", 10.5, _now(lambda f: (f.done_fen, f.done_na)), done, cells.total(now.done)),
        Column("本季\n新增", 10.5, lambda row: cells.money(row.line.added_fen, na=row.f.done_na), done),
        Column("占总投\n资%", 6.5, _of_investment, done, cells.rate(now.investment_rate.value)),
        Column("上期", 10.5, _before(lambda f: (f.paid_fen, f.paid_na)), paid, cells.total(then.paid)),
        Column("本期", 10.5, _now(lambda f: (f.paid_fen, f.paid_na)), paid, cells.total(now.paid)),
        Column("支付\n率%", 6.5, _paid(report.paid_base), paid, cells.rate(now.paid_rate_on(report.paid_base).value)),
    )


def _year(report: QuarterlyReport) -> tuple[NumberedColumn, ...]:
    """Return the columns of the year so far against its plan."""
    whole, planned = report.whole, report.due.whole
    rate = whole.year_rate.value
    head = f"{report.quarter.year}年"
    return (
        Column(
            "年度计划\n投资",
            10.5,
            lambda row: cells.money(row.f.year_plan_fen, na=row.f.year_plan_na),
            head,
            cells.total(whole.year_plan),
        ),
        Column(
            "年初至今\n完成",
            10.5,
            lambda row: cells.money(row.f.year_done_fen, na=row.f.done_na),
            head,
            cells.total(whole.year_done),
        ),
        Column("占年度\n计划%", 6.5, _of_plan, head, cells.rate(rate)),
        Column("比序时\n百分点", 6.5, _lead(report), head, cells.lead(None if rate is None else rate - planned)),
    )


def _progress(report: QuarterlyReport) -> tuple[NumberedColumn, ...]:
    """Return the columns of milestones and progress in words."""
    whole, head = report.whole, "进度"
    mean = cells.rate(whole.node_mean.value) if whole.node_mean.projects else cells.missing(cells.UNFILLED, Form.RATE)
    return (
        Column("节点完\n成率%", 6.5, lambda row: cells.node_rate(row.f), head, mean),
        Column("形象进\n度%", 6.5, lambda row: cells.percent(row.f), head),
        Column("形象进度", 30, _words(report.quarter.start), head),
        Column("下一节点", 11, _next, head),
        Column("节点时限", 10, _due, head),
        Column("逾期\n天数", 5.5, lambda row: cells.late(row.f.late_days), head),
    )


def _people(report: QuarterlyReport) -> tuple[NumberedColumn, ...]:
    """Return who answers for the project and what is open; 级别 and leader only where anybody filled them in."""
    rows = [line.row for line in report.projects if not line.heading]
    columns = [Column[Numbered]("责任单位", 11, lambda row: cells.text(row.line.row.owner_dept))]
    if any(row.leader for row in rows):
        columns.append(Column(report.leader_label, 9, lambda row: cells.word(row.line.row.leader)))
    if any(row.level for row in rows):
        columns.append(Column("级别", 7.5, lambda row: cells.word(row.line.row.level)))
    open_problems = cells.count(report.whole.open_problems)
    columns.append(Column("问题\n个数", 5.5, lambda row: cells.count(row.f.open_problems), total=open_problems))
    return tuple(columns)


def _own(report: QuarterlyReport) -> tuple[NumberedColumn, ...]:
    """Return the columns of the user's own, in their order."""
    return tuple(Column(one.label, _OWN_WIDTHS[one.kind], _held(one), _OWN_HEAD) for one in report.own)


_OWN_HEAD = "自定义栏"
_OWN_WIDTHS = {CustomKind.TEXT: 16.0, CustomKind.NUMBER: 10.0, CustomKind.DATE: 11.0, CustomKind.CHOICE: 10.0}


def _held(column: CustomColumn) -> Callable[[Numbered], Cell]:
    """Return the cell of one column of the user's own: numbers as numbers, days as days."""

    def cell(row: Numbered) -> Cell:
        held = row.line.row.custom.get(column.key)
        if column.kind is CustomKind.DATE:
            return cells.day(date.fromisoformat(held) if held else None)
        if column.kind is CustomKind.NUMBER:
            return cells.number(held)
        return cells.text(held) if column.kind is CustomKind.TEXT else cells.word(held)

    return cell


def _name(counting: Counting) -> Callable[[Numbered], Cell]:
    """Return the cell of the name, with the reason where the project stands in the table without being counted."""
    bundled = "打捆子项目，随打捆项目计数" if counting is Counting.BUNDLED else "打捆项目，按子项目计数"

    def cell(row: Numbered) -> Cell:
        if row.f.counted:
            return cells.text(row.line.row.name)
        why = f"{row.f.state}，不计入合计" if row.line.left else bundled
        return cells.text(f"{row.line.row.name}（{why}）")

    return cell


def _nature(row: Numbered) -> Cell:
    """Return 建设性质; 未注明 stands back, for it says that the plan does not say."""
    cell = cells.word(row.line.row.nature)
    return cell.inked(GREY) if row.line.row.nature == Nature.UNSTATED else cell


def _now(value: Callable[[Figures], tuple[int | None, bool]]) -> Callable[[Numbered], Cell]:
    """Return the cell of an amount as of the quarter's end."""

    def cell(row: Numbered) -> Cell:
        fen, na = value(row.f)
        return cells.money(fen, na=na)

    return cell


def _before(value: Callable[[Figures], tuple[int | None, bool]]) -> Callable[[Numbered], Cell]:
    """Return the cell of an amount as of the end of the quarter before."""

    def cell(row: Numbered) -> Cell:
        fen, na = value(row.line.before) if row.line.before else (None, False)
        return cells.money(fen, na=na)

    return cell


def _of_investment(row: Numbered) -> Cell:
    """Return 占总投资%."""
    return cells.rate(row.f.investment_rate, na=row.f.done_na or row.f.investment_na, filled=row.f.done_fen is not None)


def _paid(base: PaidBase) -> Callable[[Numbered], Cell]:
    """Return the cell of 支付率%, divided as the office does."""

    def cell(row: Numbered) -> Cell:
        na = row.f.paid_na or (row.f.arrived_na and base is PaidBase.ARRIVED)
        return cells.rate(row.f.paid_rate_on(base), na=na, filled=row.f.paid_fen is not None)

    return cell


def _of_plan(row: Numbered) -> Cell:
    """Return 占年度计划%."""
    return cells.rate(row.f.year_rate, na=row.f.done_na or row.f.year_plan_na, filled=row.f.year_done_fen is not None)


def _lead(report: QuarterlyReport) -> Callable[[Numbered], Cell]:
    """Return the cell of 比序时, each project by its unit's curve."""

    def cell(row: Numbered) -> Cell:
        curve = report.due.curves.of(row.line.row.unit_id)
        return cells.lead(row.f.lead(report.as_of, curve), na=row.f.done_na or row.f.year_plan_na)

    return cell


def _words(since: date) -> Callable[[Numbered], Cell]:
    """Return the cell of 形象进度 in words; words of an earlier quarter say whose they are."""

    def cell(row: Numbered) -> Cell:
        report = row.line.report
        if report is None or not report.text or report.text_on is None:
            return cells.text(None)
        old = f"（{report.text_on.year}年{report.text_on.month}月填报）" if report.text_on < since else ""
        return cells.text(f"{old}{report.text}")

    return cell


def _next(row: Numbered) -> Cell:
    """Return the first milestone that is not reached."""
    done = row.f.nodes > 0 and row.f.next_title is None
    return cells.text("全部完成" if done else row.f.next_title)


def _due(row: Numbered) -> Cell:
    """Return the date the next milestone is held to."""
    if row.f.nodes and row.f.next_title is None:
        return Cell(None, Style(Form.DAY))
    return cells.day(row.f.next_due)
