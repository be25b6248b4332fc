"""What the quarterly report holds: the figures of the screen, 上期 beside 本期, and one state of the file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

from tests.reports.office import (
    END,
    FORMULA,
    HEADING,
    HOSPITAL,
    JUNE,
    NEW_AREA,
    OLD,
    PLUS,
    QUARTER,
    TRAINING,
    WAN,
    start_the_hospital,
)
from tracker.domain.figures import GroupKey
from tracker.domain.quarters import Quarter
from tracker.domain.slips import Slip
from tracker.queries import reporting
from tracker.queries.criteria import Criteria
from tracker.queries.figures import grouped
from tracker.queries.projects import whole_list
from tracker.reports.quarterly import ProjectLine, QuarterlyReport, gather
from tracker.store.database import Database


def line(report: QuarterlyReport, name: str) -> ProjectLine:
    """The row of one project."""
    return next(one for one in report.projects if one.row.name == name)


def test_the_report_holds_the_figures_of_the_screen(db: Database, report: QuarterlyReport) -> None:
    assert [one.row for one in report.projects] == db.read(whole_list, Criteria(), END)
    assert list(report.units) == db.read(grouped, Criteria(), END, GroupKey.UNIT)
    assert [report.whole] == db.read(grouped, Criteria(), END, GroupKey.NOTHING)
    assert list(report.units_before) == db.read(grouped, Criteria(), JUNE, GroupKey.UNIT)


def test_the_whole_leaves_out_headings_and_cancelled_projects(report: QuarterlyReport) -> None:
    assert report.whole.projects == 5
    assert [(kind.label, kind.projects) for kind in report.kinds] == [("建设类", 4), ("能力类", 1)]
    assert sum(unit.projects for unit in report.units) == 5
    assert line(report, HEADING).heading
    assert line(report, OLD).left
    assert not line(report, HOSPITAL).left


def test_what_was_added_this_quarter_is_this_quarters_figure_minus_the_last(report: QuarterlyReport) -> None:
    assert line(report, HOSPITAL).added_fen == 200 * WAN


def test_what_nobody_reported_this_quarter_is_unknown_and_not_zero(report: QuarterlyReport) -> None:
    quiet = line(report, NEW_AREA)
    assert quiet.row.figures.done_fen == 4_000
    assert quiet.added_fen is None
    assert not quiet.reported
    assert line(report, FORMULA).added_fen is None  # reported for the first time: there is nothing to compare


def test_reported_counts_projects_that_filled_anything_in_this_quarter(report: QuarterlyReport) -> None:
    assert report.reported() == 3
    units = {unit.label: report.reported(unit.key) for unit in report.units}
    assert units == {"德惠市": 2, "南关区": 1, "长春新区": 0, "高新区": 0}
    assert report.reported(kind="能力类") == 0


def test_a_unit_listed_beside_its_own_sub_units_is_named(report: QuarterlyReport) -> None:
    assert report.nested == (("长春新区", ("高新区",)),)


def test_the_filter_holds_for_every_part(db: Database, office: dict[str, int]) -> None:
    report = gather(db.read, Criteria(text="德惠"), QUARTER, "德惠")
    assert {one.row.name for one in report.projects} == {HEADING, HOSPITAL, FORMULA}
    assert [unit.label for unit in report.units] == ["德惠市"]
    assert report.whole.projects == 2
    assert len(report.problems) == 1
    assert report.scope == "德惠"


def test_a_filter_by_state_shows_the_same_projects_figures_of_last_quarter(
    db: Database, office: dict[str, int]
) -> None:
    """The hospital is 在建 now and was 前期 in June; its June figure still is its 上期."""
    db.write("开工", start_the_hospital, office[HOSPITAL], date(2026, 9, 1))
    report = gather(db.read, Criteria(states=("在建",)), QUARTER)
    assert [one.row.name for one in report.projects] == [HOSPITAL]
    assert report.projects[0].added_fen == 200 * WAN
    assert report.whole_before.done.fen == 400 * WAN
    assert [node.title for node in report.projects[0].nodes] == ["立项", "开工", "配置许可"]


def test_nothing_found_is_an_empty_report(db: Database, office: dict[str, int]) -> None:
    report = gather(db.read, Criteria(text="没有这个项目"), QUARTER)
    assert (report.projects, report.units, report.problems) == ((), (), ())
    assert report.whole.projects == 0
    assert report.whole.investment.fen is None


def test_milestones_are_as_of_the_quarters_end(db: Database, office: dict[str, int]) -> None:
    nodes = line(gather(db.read, Criteria(), QUARTER), HOSPITAL).nodes
    assert [(node.title, node.actual) for node in nodes] == [("立项", JUNE), ("开工", None), ("配置许可", None)]
    start = nodes[1]
    assert (start.approved, start.expected) == (date(2026, 12, 1), date(2026, 12, 20))
    assert start.slip == Slip(approved=19, planned=141)
    assert start.late_days is None
    before = line(gather(db.read, Criteria(), Quarter(2026, 2)), HOSPITAL).nodes[1]
    assert (before.approved, before.expected) == (None, None)


def test_words_of_an_earlier_quarter_keep_their_date(report: QuarterlyReport) -> None:
    words = line(report, NEW_AREA).report
    assert words is not None
    assert (words.text, words.text_on) == ("正在招标。", JUNE)
    assert line(report, TRAINING).report is None


def test_only_problems_open_at_the_quarters_end_are_listed(report: QuarterlyReport) -> None:
    assert [(one.description, one.late_days) for one in report.problems] == [("@征拆未完成", 10)]


def test_an_edit_between_the_reads_makes_them_start_again(db: Database, office: dict[str, int]) -> None:
    """Somebody reaches 开工 while the sheets are being read: all sheets must show it, or none."""
    reads: list[str] = []

    def read(query: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        if query is reporting.nodes and not reads:
            reads.append("edited")
            db.write("开工", start_the_hospital, office[HOSPITAL], date(2026, 9, 1))
        return db.read(query, *args, **kwargs)

    report = gather(read, Criteria(), QUARTER)
    assert reads
    unit = next(unit for unit in report.units if unit.label == "德惠市")
    assert unit.node_mean.value == Fraction(1)
    assert line(report, HOSPITAL).nodes[1].actual == date(2026, 9, 1)


def test_edits_without_end_are_met_by_reading_in_one_piece(db: Database, office: dict[str, int]) -> None:
    days = iter(range(1, 30))

    def read(query: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        if query is reporting.nodes:
            db.write("改期", start_the_hospital, office[HOSPITAL], date(2026, 9, next(days)))
        return db.read(query, *args, **kwargs)

    report = gather(read, Criteria(), QUARTER)
    assert next(days) == 4  # three tries were disturbed; the last read asked for everything at once
    assert line(report, HOSPITAL).row.figures.started
    assert line(report, PLUS).row.figures.investment_na
