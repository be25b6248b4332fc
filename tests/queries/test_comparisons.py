"""环比, 同比 and the start rates as read from a file."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from sqlalchemy.orm import Session

from tests import builders
from tracker.domain.figures import GroupKey
from tracker.domain.kinds import Role, YearCategory
from tracker.domain.periods import ReportPeriod
from tracker.domain.quarters import Quarter
from tracker.queries.comparisons import compared, comparisons
from tracker.queries.criteria import Criteria
from tracker.queries.start_rates import starts
from tracker.store.database import Database
from tracker.store.tables import MilestoneApproval

WAN = 1_000_000
ALL = Criteria()
Q3 = ReportPeriod.of_quarter(Quarter(2026, 3))


def figures(session: Session, project_id: int, wan: dict[date, int]) -> None:
    """Cumulative 完成投资 at month ends."""
    for end, amount in wan.items():
        builders.figure(session, project_id, end, amount * WAN)


def two_years(session: Session) -> int:
    """A project with every quarter of two years."""
    made = builders.project(session, "德惠市医院")
    for year in (2025, 2026):
        builders.annual_plan(session, made, year, 1_000 * WAN)
    figures(
        session,
        made,
        {
            date(2024, 12, 31): 500,
            date(2025, 6, 30): 700,
            date(2025, 9, 30): 900,
            date(2025, 12, 31): 1_000,
            date(2026, 3, 31): 1_100,
            date(2026, 6, 30): 1_300,
            date(2026, 9, 30): 1_600,
        },
    )
    return made


def test_a_quarter_beside_the_one_before_and_last_years(db: Database) -> None:
    db.write("准备", two_years)
    (row,) = db.read(compared, ALL, Q3, GroupKey.NOTHING)
    quarter, year = row.quarter_on_quarter, row.year_on_year
    assert (quarter.now_fen, quarter.base_fen, quarter.growth) == (300 * WAN, 200 * WAN, Fraction(1, 2))
    assert (year.now_fen, year.base_fen, year.growth) == (600 * WAN, 400 * WAN, Fraction(1, 2))
    assert (row.rate, row.rate_on_quarter, row.rate_on_year) == (Fraction(6, 10), Fraction(3, 10), Fraction(2, 10))
    (first,) = db.read(compared, ALL, ReportPeriod.of_quarter(Quarter(2026, 1)), GroupKey.NOTHING)
    # The first quarter's own value is 100; that of the fourth quarter before was 100 as well.
    assert first.quarter_on_quarter.growth == 0
    assert first.rate_on_quarter is None
    assert first.year_on_year.growth is None  # March of last year was not reported


def test_projects_without_a_base_are_left_out_and_counted(db: Database) -> None:
    def more(session: Session) -> None:
        two_years(session)
        new = builders.project(session, "九台区医院", in_unit="九台区")
        builders.annual_plan(session, new, 2026, 500 * WAN)
        figures(session, new, {date(2025, 12, 31): 0, date(2026, 9, 30): 400})
        silent = builders.project(session, "九台区中医院", in_unit="九台区")
        figures(session, silent, {date(2025, 12, 31): 0, date(2026, 6, 30): 50})

    db.write("准备", more)
    (whole,) = db.read(compared, ALL, Q3, GroupKey.NOTHING)
    assert (whole.projects, whole.quarter_on_quarter.projects, whole.year_on_year.projects) == (3, 1, 1)
    assert whole.year_on_year.growth == Fraction(1, 2)
    old, new = db.read(compared, ALL, Q3, GroupKey.UNIT)
    assert (old.label, new.label) == ("德惠市", "九台区")
    # Nothing was reported this quarter: unknown, not zero.
    assert (new.quarter_on_quarter.now_fen, new.quarter_on_quarter.growth) == (None, None)
    assert new.rate == Fraction(4, 5)


def test_a_base_of_zero_is_no_base(db: Database) -> None:
    def prepare(session: Session) -> None:
        made = builders.project(session)
        figures(session, made, {date(2024, 12, 31): 0, date(2025, 9, 30): 0, date(2025, 12, 31): 0})
        figures(session, made, {date(2026, 6, 30): 0, date(2026, 9, 30): 80})

    db.write("准备", prepare)
    (row,) = db.read(compared, ALL, Q3, GroupKey.NOTHING)
    assert (row.year_on_year.now_fen, row.year_on_year.base_fen, row.year_on_year.growth) == (80 * WAN, 0, None)


def test_start_rates_read_roles_categories_and_approvals(db: Database) -> None:
    as_of = date(2026, 9, 30)

    def make(session: Session, name: str, category: YearCategory | None, start: date | None, begun: date | None) -> int:
        made = builders.project(session, name)
        if category is not None:
            builders.annual_plan(session, made, 2026, WAN, category=category)
        return builders.milestone(session, made, "开工", Role.START, planned=start, actual=begun)

    def prepare(session: Session) -> None:
        make(session, "已开工", YearCategory.NEW_START, date(2026, 5, 1), date(2026, 5, 9))
        make(session, "应开未开", YearCategory.NEW_START, date(2026, 8, 1), None)
        make(session, "后来才开工", YearCategory.NEW_START, date(2026, 8, 1), date(2026, 10, 1))
        make(session, "续建", YearCategory.CONTINUED, date(2025, 3, 1), date(2025, 3, 1))
        make(session, "没有类别", None, date(2026, 6, 1), date(2026, 6, 1))
        moved = make(session, "批准推迟到明年", None, date(2026, 6, 1), None)
        session.add(
            MilestoneApproval(
                milestone_id=moved,
                approved=date(2027, 3, 1),
                decided_on=date(2026, 7, 1),
                document_number="1",
                reason="x",
            )
        )
        finished = builders.project(session, "已竣工", planned_finish=date(2026, 12, 1), planned_start=date(2024, 1, 1))
        builders.milestone(session, finished, "开工", Role.START, actual=date(2024, 2, 1))
        builders.milestone(session, finished, "竣工验收", Role.ACCEPTED, actual=date(2026, 9, 1))

    db.write("准备", prepare)
    found = db.read(starts, ALL, as_of)
    assert (found.start_of_planned.top, found.start_of_planned.base) == (2, 4)
    assert (found.start_of_under_way.top, found.start_of_under_way.base) == (4, 6)
    assert (found.finish_of_all.top, found.finish_of_all.base) == (1, 7)
    assert (found.finish_of_planned.top, found.finish_of_planned.base) == (1, 1)
    # Before the approval the start was due this year.
    assert db.read(starts, ALL, date(2026, 6, 30)).start_of_planned.base == 5


def test_months_are_read_by_the_month_and_unreported_ones_are_unknown(db: Database) -> None:
    def monthly(session: Session) -> None:
        made = builders.project(session, "德惠市医院")
        figures(session, made, {date(2024, 12, 31): 0, date(2025, 8, 31): 50, date(2025, 12, 31): 100})
        figures(session, made, {date(2026, 6, 30): 150, date(2026, 7, 31): 200, date(2026, 8, 31): 260})

    db.write("准备", monthly)
    found = db.read(comparisons, ALL, ReportPeriod.of_month(2026, 8))
    assert found.whole is not None
    month, year = found.whole.quarter_on_quarter, found.whole.year_on_year
    assert (month.now_fen, month.base_fen, month.growth) == (60 * WAN, 50 * WAN, Fraction(1, 5))
    assert (year.now_fen, year.base_fen, year.growth) == (160 * WAN, 50 * WAN, Fraction(11, 5))
    later = db.read(comparisons, ALL, ReportPeriod.of_month(2026, 9))
    assert later.whole is not None
    # Nothing was reported in September: unknown, never zero.
    assert later.whole.quarter_on_quarter.now_fen is None
