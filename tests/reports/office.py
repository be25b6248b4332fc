"""A small office for the tests of reports: four units, a heading, and every kind of nothing.

Figures are of 2026Q3 unless said otherwise; money in 万元 is what the sheets must print.

========================  ========  =========================================================================
德惠市医院                 德惠市    3000, plan 1000, 完成 600 (6月 400, 上年底 100), 到位 800, 支付 400; nodes 25 %
=1+1 等七项                德惠市    nothing filled in but 总投资 0.004 and 完成 0
+南关区中心                南关区    总投资 and 完成 不适用
长春新区医院               长春新区  总投资 0.004, reported in June only; one overdue milestone
高新区培训（能力类）       高新区    nothing at all
高新区旧楼                 高新区    取消 since May, 总投资 999
========================  ========  =========================================================================
"""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from tests import builders as b
from tracker.domain.kinds import Kind, MoneyKind, Role, State, UnitKind
from tracker.domain.quarters import Quarter
from tracker.store.tables import Milestone, MilestoneApproval, MilestoneForecast, StatePeriod

QUARTER = Quarter(2026, 3)
END, JUNE, LAST_YEAR = date(2026, 9, 30), date(2026, 6, 30), date(2025, 12, 31)
WAN = 1_000_000
HOSPITAL, FORMULA, PLUS = "德惠市医院", "=1+1 等七项", "+南关区中心"
NEW_AREA, TRAINING, OLD = "长春新区医院", "高新区培训", "高新区旧楼"
HEADING = "重点传染病防治工程"


def furnish(session: Session) -> dict[str, int]:
    """Fill an empty file; return the projects' ids by name."""
    b.unit(session, "德惠市")
    b.unit(session, "南关区")
    above = b.unit(session, "长春新区", kind=UnitKind.ZONE)
    b.unit(session, "高新区", kind=UnitKind.ZONE, parent_id=above)
    programme = b.programme(session)
    made = {HEADING: b.project(session, HEADING, is_programme=True, counted=False)}
    for name, unit in (
        (HOSPITAL, "德惠市"),
        (FORMULA, "德惠市"),
        (PLUS, "南关区"),
        (NEW_AREA, "长春新区"),
        (TRAINING, "高新区"),
        (OLD, "高新区"),
    ):
        kind = Kind.CAPACITY if name == TRAINING else Kind.CONSTRUCTION
        made[name] = b.project(session, name, in_unit=unit, kind=kind)
    for project_id in made.values():
        b.source(session, project_id, programme)
    _hospital(session, made[HOSPITAL])
    b.investment(session, made[FORMULA], 4_000)
    b.figure(session, made[FORMULA], END, 0)
    b.investment(session, made[PLUS], None)
    b.figure(session, made[PLUS], END, None)
    _new_area(session, made[NEW_AREA])
    b.investment(session, made[OLD], 999 * WAN)
    session.add(StatePeriod(project_id=made[OLD], state=State.CANCELLED, since=date(2026, 5, 1), reason="调出"))
    session.flush()
    return made


def _hospital(session: Session, project_id: int) -> None:
    """Fill in the one project that reports everything."""
    b.investment(session, project_id, 3000 * WAN)
    b.annual_plan(session, project_id, 2026, 1000 * WAN)
    for day, wan in ((LAST_YEAR, 100), (JUNE, 400), (END, 600)):
        b.figure(session, project_id, day, wan * WAN)
    b.figure(session, project_id, END, 800 * WAN, MoneyKind.ARRIVED)
    b.figure(session, project_id, END, 400 * WAN, MoneyKind.PAID)
    b.report(session, project_id, END, text="主体施工至三层。", percent=30)
    b.milestone(
        session, project_id, "立项", Role.APPROVED, weight=25, planned=JUNE, actual=JUNE, evidence="长卫〔2026〕3号"
    )
    start = b.milestone(session, project_id, "开工", Role.START, weight=75, planned=date(2026, 8, 1))
    b.milestone(session, project_id, "配置许可", weight=10, na=True)
    session.add_all(
        [
            MilestoneApproval(
                milestone_id=start,
                approved=date(2026, 12, 1),
                decided_on=date(2026, 9, 1),
                document_number="长卫〔2026〕9号",
                reason="征拆延期",
            ),
            MilestoneForecast(milestone_id=start, expected=date(2026, 12, 20), observed_on=date(2026, 9, 15)),
        ]
    )
    b.problem(session, project_id, "@征拆未完成", deadline=date(2026, 9, 20), owner="经办人甲")
    b.problem(session, project_id, "已解决的问题", closed_on=date(2026, 9, 1))


def _new_area(session: Session, project_id: int) -> None:
    """Fill in the project that reported a quarter ago."""
    b.investment(session, project_id, 4_000)
    b.figure(session, project_id, JUNE, 4_000)
    b.report(session, project_id, JUNE, text="正在招标。")
    b.milestone(session, project_id, "开工", Role.START, weight=10, planned=date(2026, 8, 31))


def start_the_hospital(session: Session, project_id: int, day: date) -> None:
    """Reach 开工 of the hospital on a day."""
    for node in session.query(Milestone).filter_by(project_id=project_id, role=Role.START):
        node.actual = day
