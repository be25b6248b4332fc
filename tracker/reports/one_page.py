"""一页台账: everything about one project on one page, as finished words; printed, and written as a form, from here.

未填, ／ (不适用), — (无法计算) and 0 are told apart as everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from tracker.domain.dates import format_day
from tracker.domain.figures import Figures
from tracker.domain.kinds import Comparator
from tracker.domain.money import Amount, format_percent, format_points, format_wan
from tracker.domain.office import SIGN_OFF_LABELS, Office
from tracker.domain.periods import ReportPeriod
from tracker.domain.targets import format_quantity
from tracker.queries.detail import Detail, detail
from tracker.queries.lights import ProjectLight, lights_of
from tracker.queries.milestones import MilestoneRow, milestones
from tracker.queries.money import MoneySheet, PeriodLine, SourceLine, money
from tracker.queries.problems import ProblemRow, problems
from tracker.queries.reports import ReportRow, previous_report, report
from tracker.queries.settings import office
from tracker.queries.targets import TargetLine, targets
from tracker.reports.reading import Reader
from tracker.reports.report_cells import NOT_APPLICABLE, NOT_COMPUTABLE, UNFILLED

NODE_HEADS = ("节点", "权重", "原定", "最新批准", "预计", "实际", "偏差 天\n批准 | 原定")
SOURCE_HEADS = ("资金来源", "总投资", "累计下达", "累计到位", "完成投资", "累计支付")
PERIOD_HEADS = ("累计", "至上年底", "上期", "本期", "本期新增", "年初至今", "占总投资 %")
TARGET_HEADS = ("目标", "目标数", "完成数", "完成率 %")
PROBLEM_HEADS = ("问题", "类别", "协调层级", "责任人", "时限")
WIDE = ("规划出处", "建设内容及规模", "亮灯", "形象进度", "下步安排", "备注")

Line = tuple[str, ...]


@dataclass(frozen=True)
class OnePage:
    """The page of one project at the end of a period. Pairs are label and value; lines follow the heads above."""

    name: str
    unit: str
    as_of: date
    facts: tuple[tuple[str, str], ...]
    progress: tuple[tuple[str, str], ...]
    nodes: tuple[Line, ...]
    sources: tuple[Line, ...]
    periods: tuple[Line, ...]
    targets: tuple[Line, ...]
    problems: tuple[Line, ...]
    sign_off: tuple[tuple[str, str], ...]


def one_page(read: Reader, project_id: int, period: ReportPeriod) -> OnePage:
    """Read the page of one project; raises NotFound where there is none."""
    end = period.end
    found = read(detail, project_id, end)
    settings = read(office)
    lit = read(lights_of, [project_id], end).get(project_id) if found.counted else None
    sheet = read(money, project_id, end, period.previous_end)
    now = read(report, project_id, end) or read(previous_report, project_id, end)
    return OnePage(
        name=found.name,
        unit=found.unit,
        as_of=end,
        facts=tuple(_facts(found, settings)),
        progress=tuple(_progress(found, lit, now, settings)),
        nodes=tuple(_node(row) for row in read(milestones, project_id, end)),
        sources=tuple(_sources(sheet)),
        periods=tuple(_period(line) for line in sheet.periods),
        targets=tuple(_target(line) for line in read(targets, project_id, end)),
        problems=tuple(_problem(row) for row in read(problems, project_id, end) if row.open),
        sign_off=signing(settings, found.unit_id),
    )


def _words(text: str | None) -> str:
    """Return a text, 未填 where there is none."""
    return text or UNFILLED


def _day(day: date | None) -> str:
    """Return a day, 未填 where there is none."""
    return format_day(day) or UNFILLED


def _wan(amount: Amount) -> str:
    """Return an amount in 万元."""
    if amount.na:
        return NOT_APPLICABLE
    return UNFILLED if amount.fen is None else format_wan(amount.fen)


def _fen(fen: int | None, *, na: bool = False) -> str:
    """Return 分 in 万元."""
    return _wan(Amount(na=True) if na else Amount(fen))


def _percent(value: Fraction | None) -> str:
    """Return a rate in per cent."""
    return NOT_COMPUTABLE if value is None else format_percent(value)


def _facts(found: Detail, settings: Office) -> Iterator[tuple[str, str]]:
    """Yield what the project is."""
    state = found.figures.state
    planned = (found.planned_start, found.planned_finish)
    yield "上报单位", found.unit
    yield "项目代码", _words(found.code)
    yield "类别", found.kind
    yield "建设性质", found.nature
    yield "状态", _words(state)
    yield "级别", _words(found.level)
    yield "建设单位", _words(found.builder)
    yield "建设地点", _words(found.place)
    yield "责任单位", _words(found.owner_dept)
    yield "责任人", _words(found.owner)
    yield settings.leader_label, _words(found.leader)
    yield "计划起止", "至".join(_day(day) for day in planned) if any(planned) else UNFILLED
    yield "规划时限", _words(found.deadline_text)
    yield "年度类别", _words(found.figures.year_category)
    yield "规划出处", _origin(found)
    yield "建设内容及规模", _words(found.content)
    if found.note:
        yield "备注", found.note


def _origin(found: Detail) -> str:
    """Return where the plans name the project."""
    places = (f"{row.plan} {row.box_label}{row.box_title} {row.programme_no}{row.programme}" for row in found.sources)
    return "；".join(" ".join(place.split()) for place in places) or "台账自行新增"


def _progress(
    found: Detail, lit: ProjectLight | None, now: ReportRow | None, settings: Office
) -> Iterator[tuple[str, str]]:
    """Yield how far it is: light, rates, money, and what was reported last."""
    f = found.figures
    yield "亮灯", _light(lit)
    yield "节点完成率 %", _percent(f.node_rate) if f.nodes else UNFILLED
    yield "逾期 天", str(f.late_days or 0) if f.nodes else UNFILLED
    yield "总投资 万元", _fen(f.investment_fen, na=f.investment_na)
    yield "累计完成 万元", _fen(f.done_fen, na=f.done_na)
    yield "年度计划 万元", _fen(f.year_plan_fen, na=f.year_plan_na)
    yield "年初至今 万元", _fen(f.year_done_fen, na=f.done_na)
    yield "年度完成率 %", _percent(f.year_rate)
    yield "比序时 百分点", NOT_COMPUTABLE if lit is None or lit.lead is None else format_points(lit.lead)
    yield "总投资完成率 %", _percent(f.investment_rate)
    yield f"支付率（÷{settings.paid_base.value}）%", _percent(f.paid_rate_on(settings.paid_base))
    yield "形象进度", _reported(f, now)
    yield "下步安排", _words(now.next_steps if now else None)


def _light(lit: ProjectLight | None) -> str:
    """Return colour, reason, remedy, and a person's own verdict beside it."""
    if lit is None:
        return NOT_COMPUTABLE
    mark = "（未报）" if lit.light.unreported else ""
    parts = [f"{lit.light.colour.value}{mark}：{lit.light.sentence}", lit.light.remedy]
    if lit.judgement is not None and lit.judgement.colour is not None:
        parts.append(f"研判：{lit.judgement.colour.value}，{lit.judgement.reason}（{lit.judgement.judged_on}）")
    return "\n".join(part for part in parts if part)


def _reported(f: Figures, now: ReportRow | None) -> str:
    """Return the last report's sentence and per cent, with the period they belong to."""
    share = NOT_APPLICABLE if f.percent_na else UNFILLED if f.percent is None else f"{f.percent} %"
    when = f"（{now.period_end}）" if now else ""
    return f"{_words(now.text if now else None)}　形象 {share}{when}"


def _node(row: MilestoneRow) -> Line:
    """Return one milestone."""
    if row.na:
        return (row.title, str(row.weight), *([NOT_APPLICABLE] * 5))
    slips = [format(days, "+d").replace("-", "−") if days else "0" for days in _slips(row)]
    days = (format_day(day) for day in (row.planned, row.approved, row.expected, row.actual))
    return (row.title, str(row.weight), *days, " | ".join(slips))


def _slips(row: MilestoneRow) -> Iterator[int]:
    """Yield the days behind 最新批准 and the first frozen 原定, where there is something to compare."""
    for days in (row.slip_approved, row.slip_planned):
        if days is not None:
            yield days


def _sources(sheet: MoneySheet) -> Iterator[Line]:
    """Yield the money by source: the whole first, 未落实 last."""
    yield _source(sheet.total, "合计")
    for line in sheet.sources:
        yield _source(line, line.name)
    if sheet.unassigned_fen is not None:
        yield ("未落实", format_wan(sheet.unassigned_fen), *([""] * 4))


def _source(line: SourceLine, name: str) -> Line:
    """Return one line of money."""
    amounts = (line.investment, line.allocated, line.arrived, line.done, line.paid)
    return (name, *(_wan(amount) for amount in amounts))


def _period(line: PeriodLine) -> Line:
    """Return 上期 | 本期 of one kind."""
    return (
        line.kind.value,
        _wan(line.year_before),
        _wan(line.previous),
        _wan(line.current),
        _fen(line.period_fen),
        _fen(line.year_fen),
        _percent(line.of_investment),
    )


def _target(line: TargetLine) -> Line:
    """Return one target with what has been achieved."""
    fact = line.fact
    if not line.measurable:
        return (fact.text, NOT_COMPUTABLE, NOT_COMPUTABLE, NOT_COMPUTABLE)
    goal = format_quantity(fact.goal_milli or 0, fact.unit)
    sign = "" if fact.comparator in (Comparator.EQUAL, Comparator.RANGE) else f"{fact.comparator} "
    done = UNFILLED if fact.achieved_milli is None else format_quantity(fact.achieved_milli, fact.unit)
    return (fact.text, f"{sign}{goal}", done, UNFILLED if line.rate is None else format_percent(line.rate))


def _problem(row: ProblemRow) -> Line:
    """Return one open problem."""
    late = f"（逾期 {row.late_days} 天）" if row.late_days else ""
    words = (_words(text) for text in (row.category, row.level, row.owner))
    return (row.description, *words, f"{_day(row.deadline)}{late}")


def signing(settings: Office, unit_id: int | None) -> tuple[tuple[str, str], ...]:
    """Return the foot of a unit (None: the office's own): the names that are set, room for a pen where none is."""
    lines = settings.signing(unit_id)
    parts = [(label, getattr(lines, name)) for name, label in SIGN_OFF_LABELS.items() if name != "office"]
    return (*parts, ("填报日期", ""))
