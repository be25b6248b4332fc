"""The other charts of 图表: their numbers against the figures they rest on, their words, and what they draw."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text
from sqlalchemy.orm import Session

from tests import builders as b
from tests.reports.money import add_sources
from tests.reports.office import END, HOSPITAL, NEW_AREA, WAN
from tracker.domain.curves import JILIN_POINTS
from tracker.domain.figures import GroupKey
from tracker.domain.kinds import Counting
from tracker.domain.quarters import month_end
from tracker.queries.courses import courses
from tracker.queries.criteria import Criteria
from tracker.queries.figures import grouped
from tracker.queries.lights import colour_counts
from tracker.queries.milestones import milestones
from tracker.queries.slips import node_slips
from tracker.queries.source_sums import UNSETTLED, UNSOURCED, SourceFigure, source_totals
from tracker.reports.chart_data import ChartChoice, Measure, completion_chart
from tracker.reports.chart_kinds import VIEWS, Chosen, chart_of
from tracker.reports.chart_source import ChartKind, gather_chart
from tracker.reports.charts import chart_figure, chart_rows, leads_to, needed_height, save_chart, tip
from tracker.reports.course_chart import CourseView, course_chart
from tracker.reports.light_chart import LightView, light_chart
from tracker.reports.slip_chart import SlipView, slip_chart
from tracker.reports.source_chart import MoneyView, source_chart
from tracker.services import curves
from tracker.store.database import Database

ALL = Criteria()


def words(figure: Figure) -> set[str]:
    """Every text in a figure."""
    return {text.get_text() for text in figure.findobj(Text) if isinstance(text, Text) and text.get_text()}


@pytest.fixture
def sources(db: Database, office: dict[str, int]) -> dict[str, int]:
    """Money by source."""
    return db.write("资金来源", add_sources, office).result


# --- 资金来源 ---


def test_money_by_source_tells_the_unsettled_and_the_unsourced_apart(db: Database, sources: dict[str, int]) -> None:
    lines = {line.label: line for line in db.read(source_totals, ALL, END).lines}
    assert {name: {figure.value: fen for figure, fen in line.fen.items()} for name, line in lines.items()} == {
        "中央预算内投资": {
            "总投资": 1030 * WAN,
            "下达": 800 * WAN,
            "到位": 600 * WAN,
            "支付": 7 * WAN,
        },
        "地方财政": {"总投资": 530 * WAN + 4_000, "到位": 200 * WAN},
        UNSETTLED: {"总投资": 1500 * WAN},
        UNSOURCED: {"总投资": 4_000, "下达": 400 * WAN, "完成投资": 600 * WAN + 4_000, "支付": 400 * WAN},
    }
    assert len(lines["中央预算内投资"].project_ids) == 2


@pytest.mark.parametrize("as_of", [END, date(2026, 6, 30), date(2026, 12, 31)])
def test_the_sources_add_up_to_the_projects_own_figures(db: Database, sources: dict[str, int], as_of: date) -> None:
    totals = db.read(source_totals, ALL, as_of)
    (whole,) = db.read(grouped, ALL, as_of, GroupKey.NOTHING)
    own = {
        SourceFigure.INVESTMENT: whole.investment.fen,
        SourceFigure.ALLOCATED: whole.allocated.fen,
        SourceFigure.ARRIVED: whole.arrived.fen,
        SourceFigure.DONE: whole.done.fen,
        SourceFigure.PAID: whole.paid.fen,
    }
    for figure, fen in own.items():
        parts = [line.fen[figure] for line in totals.lines if figure in line.fen]
        over = totals.over_fen if figure is SourceFigure.INVESTMENT else 0
        assert (sum(parts) - over if parts else None) == fen, figure
    assert (totals.over_fen, totals.over_projects) == (10 * WAN, 1)


def test_the_chart_of_sources_prints_all_five_or_one_with_its_share(db: Database, sources: dict[str, int]) -> None:
    source = gather_chart(db.read, ALL, END, kind=ChartKind.SOURCES)
    whole = source_chart(source, MoneyView.ALL, by_value=True)
    assert [row.label for row in whole.bars] == ["中央预算内投资", "地方财政", UNSETTLED, UNSOURCED]
    assert [line.text for line in whole.bars[0].lines] == ["1,030.00", "800.00", "600.00", "未填", "7.00"]
    assert [line.text for line in whole.bars[2].lines] == ["1,500.00"]
    assert "共多 10.00 万元" in whole.notes[0]
    one = source_chart(source, MoneyView.ARRIVED, by_value=True)
    assert [(row.label, row.lines[0].text, row.beside) for row in one.bars] == [
        ("中央预算内投资", "600.00", "1 项，占 75.0%"),
        ("地方财政", "200.00", "1 项，占 25.0%"),
        (UNSOURCED, "未填", "0 项"),
    ]
    drawn = words(chart_figure(one).figure)
    assert {"600.00", "未填报", "1 项，占 25.0%"} <= drawn


def test_a_source_leads_to_exactly_its_projects(db: Database, sources: dict[str, int], office: dict[str, int]) -> None:
    chart = source_chart(gather_chart(db.read, ALL, END, kind=ChartKind.SOURCES), MoneyView.ALL, by_value=False)
    rest = next(row for row in chart.bars if row.label == UNSETTLED)
    assert leads_to(rest, Criteria(text="德惠")) == Criteria(text="德惠", project_ids=(office[HOSPITAL],))


# --- 各专栏, 各工程 ---


@pytest.mark.parametrize("kind", [ChartKind.BOXES, ChartKind.PROGRAMMES])
def test_groups_of_the_plans_add_up_and_lead_to_what_they_count(
    db: Database, office: dict[str, int], kind: ChartKind
) -> None:
    def second_source(session: Session) -> None:
        other = b.programme(session, box=2, title="妇幼保健")
        b.source(session, office[HOSPITAL], other, position=2)
        b.source(session, b.project(session, "妇幼医院"), other)

    db.write("第二个出处", second_source)
    chart = completion_chart(gather_chart(db.read, ALL, END, kind=kind), ChartChoice(by_value=False))
    assert [bar.projects for bar in chart.bars] == [5, 1]
    assert chart.whole.projects == 6
    assert "计入第一个出处" in chart.notes[1]
    second = leads_to(chart.bars[1], ALL)
    assert second.project_ids is not None
    assert len(second.project_ids) == 1
    assert second.box_ids or second.programme_ids


# --- 序时 ---


def test_the_line_of_the_year_is_weighted_where_units_have_their_own_curve(
    db: Database, office: dict[str, int]
) -> None:
    def prepare(session: Session) -> None:
        b.annual_plan(session, office[NEW_AREA], 2026, 3000 * WAN)
        b.figure(session, office[NEW_AREA], date(2025, 12, 31), 0)
        curves.set_curve(session, b.unit(session, "德惠市"), JILIN_POINTS)

    choice = ChartChoice(Measure.YEAR)
    plain = completion_chart(gather_chart(db.read, ALL, END), choice)
    assert (plain.line, plain.mean_label, plain.ticks) == (Fraction(3, 4), "序时 75.0%", False)
    db.write("曲线", prepare)
    chart = completion_chart(gather_chart(db.read, ALL, END), choice)
    due = {bar.label: bar.due for bar in chart.bars if bar.due is not None}
    assert due == {"德惠市": Fraction(8, 10), "长春新区": Fraction(3, 4)}
    assert chart.line == (Fraction(8, 10) * 1000 + Fraction(3, 4) * 3000) / 4000
    assert chart.mean_label == "序时（按年度计划加权） 76.3%"
    bar = next(bar for bar in chart.bars if bar.label == "德惠市")
    assert "比序时 −30.0 百分点" in tip(chart, bar)[2]
    assert chart.ticks


def test_a_rate_beyond_the_whole_widens_the_axis(db: Database, office: dict[str, int]) -> None:
    source = gather_chart(db.read, ALL, END)
    chart = completion_chart(source, ChartChoice(Measure.INVESTED))
    high = replace(chart, bars=(replace(chart.bars[0], value=Fraction(163, 100)), *chart.bars[1:]))
    assert "200%" in words(chart_figure(high).figure)
    assert "163.0" in words(chart_figure(high).figure)


# --- 计划与实际曲线 ---


def test_every_point_of_the_curve_is_the_figure_as_of_that_day(db: Database, office: dict[str, int]) -> None:
    course = db.read(courses, ALL, END)
    only = Criteria(project_ids=course.money.project_ids)
    assert course.money.project_ids == (office[HOSPITAL],)
    assert course.money.of == 5
    for point in course.money.points[1:]:
        (then,) = db.read(grouped, only, point.day, GroupKey.NOTHING)
        if point.actual is not None:
            assert point.actual == then.year_done.fen
        assert point.planned == Fraction(point.day.month, 12) * 1000 * WAN
    told = {point.day: point.actual for point in course.money.points if point.actual is not None}
    # Only the month ends that were reported for; what lies after D is not known at D.
    assert told == {date(2025, 12, 31): 0, date(2026, 6, 30): 300 * WAN, END: 500 * WAN}


def test_milestones_rise_as_their_mean_does(db: Database, office: dict[str, int]) -> None:
    course = db.read(courses, ALL, END).nodes
    only = Criteria(project_ids=course.project_ids)
    assert set(course.project_ids) == {office[HOSPITAL], office[NEW_AREA]}
    for point in course.points:
        if point.day <= END:
            (then,) = db.read(grouped, only, point.day, GroupKey.NOTHING)
            assert point.actual == then.node_mean.value
        else:
            assert point.actual is None
    planned = {point.day.month: point.planned for point in course.points[1:]}
    assert planned[7] == Fraction(1, 8)  # 立项 of the hospital; its 开工 is counted at 原定, not at 最新批准
    assert planned[8] == 1


def test_a_day_within_a_month_ends_the_actual_line(db: Database, office: dict[str, int]) -> None:
    day = date(2026, 8, 20)
    points = {point.day: point for point in db.read(courses, ALL, day).money.points}
    assert points[day].planned is None
    assert points[day].actual == 300 * WAN
    chart = course_chart(gather_chart(db.read, ALL, day, kind=ChartKind.COURSE), CourseView.MONEY)
    assert "截至 8月20日" in words(chart_figure(chart).figure)
    assert "2026年8月20日" in [spot.label for spot in chart.bars]


def test_the_curve_says_where_things_stand(db: Database, office: dict[str, int]) -> None:
    chart = course_chart(gather_chart(db.read, ALL, END, kind=ChartKind.COURSE), CourseView.MONEY)
    assert (chart.title, chart.unit) == ("2026年度投资计划与完成（累计）", "万元")
    assert "共 1 项；4 项缺年度计划或年初至今完成投资，不计入。" in chart.notes[1]
    assert "截至日计划 750.00 万元，实际 500.00 万元，比序时 −25.0 百分点。" in chart.notes[1]
    picture = chart_figure(chart)
    assert {"计划 1,000.00", "实际 500.00", "截至 9月30日"} <= words(picture.figure)
    june = next(region for region in picture.regions if region.bar.label == "6月末")
    assert picture.bar_at((june.top + june.bottom) / 2, (june.left + june.right) / 2) is june.bar
    assert ("6月末", "500.00", "300.00") in chart.table


# --- 节点偏差 ---


def test_slips_are_those_of_the_milestones_themselves(db: Database, office: dict[str, int]) -> None:
    found = {node.milestone_id: node for node in db.read(node_slips, ALL, END)}
    for project_id in office.values():
        for row in db.read(milestones, project_id, END):
            node = found.pop(row.id, None)
            if row.na:
                assert node is None
            else:
                assert node is not None
                assert (node.approved, node.planned, node.reached) == (row.slip_approved, row.slip_planned, row.met)
    assert not found


def test_slips_stand_in_spans_and_by_name(db: Database, office: dict[str, int]) -> None:
    source = gather_chart(db.read, ALL, END, kind=ChartKind.SLIPS)
    spread = slip_chart(source, SlipView.PLANNED)
    counts = {row.label: row.lines[0].text for row in spread.bars}
    # 立项 on its day; 开工 of 长春新区 due on 31 August; 开工 of the hospital, 1 August, is expected on 20 December.
    assert {label: text for label, text in counts.items() if not text.startswith("0")} == {
        "按期": "1（33.3%）",
        "晚 1—30 天": "1（33.3%）",
        "晚 91—180 天": "1（33.3%）",
    }
    named = slip_chart(source, SlipView.LATE_PLANNED)
    assert [(row.label, row.under, row.lines[0].text) for row in named.bars] == [
        (HOSPITAL, "开工", "141 天"),
        (NEW_AREA, "开工", "30 天"),
    ]
    approved = slip_chart(source, SlipView.LATE_APPROVED)
    assert [row.lines[0].text for row in approved.bars] == ["19 天"]
    assert "2 个没有最新批准日期" in approved.notes[1]


# --- 亮灯 ---


def test_lights_are_counted_as_the_query_does(db: Database, office: dict[str, int]) -> None:
    source = gather_chart(db.read, ALL, END, kind=ChartKind.LIGHTS)
    counts = {one.label: one for one in db.read(colour_counts, ALL, END, GroupKey.UNIT)}
    chart = light_chart(source, LightView.UNIT, by_value=False)
    assert [row.label for row in chart.bars] == list(counts)
    for row in chart.bars:
        one = counts[row.label]
        assert sum(part.size for part in row.lines[0].parts) == one.projects == row.projects
    assert chart.table[0] == ("上报单位", "红灯", "黄灯", "绿灯", "灰灯", "其中未报", "项目数")
    assert "长春新区只含本级项目" in chart.notes[2]


# --- Every kind ---


EVERY = [(kind, view) for kind, views in VIEWS.items() for view in views]


@pytest.mark.parametrize(("kind", "view"), EVERY, ids=[f"{kind.name}-{view.value}" for kind, view in EVERY])
def test_every_chart_is_drawn_saved_and_copied(
    db: Database, sources: dict[str, int], tmp_path: Path, kind: ChartKind, view: object
) -> None:
    source = gather_chart(db.read, ALL, END, "“很长的筛选条件”" * 20, kind)
    chosen = next(Chosen(kind, one) for one in VIEWS[kind] if one is view)
    chart = chart_of(source, chosen)
    assert "2026年" in chart.title
    assert chart.bars
    picture = chart_figure(chart)
    assert len(picture.regions) == len(chart.bars)
    for region in picture.regions:
        assert tip(chart, region.bar)
        at = region.left + 1 if region.left else 0
        assert picture.bar_at(region.top + 1, at) is region.bar
    rows = chart_rows(chart)
    assert len({len(row) for row in rows}) == 1
    assert not any("\t" in cell or "\n" in cell or "−" in cell for row in rows for cell in row)
    assert save_chart(tmp_path / "图.svg", chart).path.stat().st_size > 1000
    assert needed_height(chart, 600) > needed_height(chart, 1400) - 1


@pytest.mark.parametrize(("kind", "view"), EVERY, ids=[f"{kind.name}-{view.value}" for kind, view in EVERY])
def test_every_chart_says_when_there_is_nothing(db: Database, kind: ChartKind, view: object) -> None:
    source = gather_chart(db.read, ALL, END, kind=kind)
    chart = chart_of(source, next(Chosen(kind, one) for one in VIEWS[kind] if one is view))
    assert not chart.bars
    assert chart.empty in words(chart_figure(chart).figure)
    assert chart_figure(chart).regions == ()


def test_numbers_are_copied_as_a_spreadsheet_reads_them(db: Database, sources: dict[str, int]) -> None:
    chart = source_chart(gather_chart(db.read, ALL, END, kind=ChartKind.SOURCES), MoneyView.DONE, by_value=False)
    rows = chart_rows(chart)
    assert rows[0][:2] == ("资金来源", "总投资（万元）")
    assert rows[1] == ("中央预算内投资", "1030.00", "800.00", "600.00", "", "7.00", "2")
    assert rows[-1][0] == "合计"


def test_a_bundle_counts_once_or_by_its_parts(db: Database, office: dict[str, int]) -> None:
    db.write("子项目", lambda s: [b.project(s, f"子项目{n}", parent_id=office[HOSPITAL]) for n in range(2)])
    for counting, projects, said in ((Counting.BUNDLED, 5, "按打捆计"), (Counting.SPLIT, 6, "按拆分计")):
        for kind in (ChartKind.UNITS, ChartKind.LIGHTS, ChartKind.COURSE):
            source = gather_chart(db.read, Criteria(counting=counting), END, kind=kind)
            assert source.whole.projects == projects
            chart = chart_of(source, Chosen(kind, VIEWS[kind][0]))
            assert any(said in note for note in chart.notes)


def test_the_year_begins_at_the_last_december(db: Database, office: dict[str, int]) -> None:
    days = [point.day for point in db.read(courses, ALL, END).money.points]
    assert days == [date(2025, 12, 31), *(month_end(2026, month) for month in range(1, 13))]
