"""One project with everything filled in, as mock-02b and mock-06 show it. All figures are made up."""

from __future__ import annotations

from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from tracker.domain.kinds import MoneyKind, Nature, State
from tracker.domain.money import FEN_PER_WAN, Amount
from tracker.services import milestones, money, problems, projects, reports
from tracker.services.money import AllocationInput, FigureInput
from tracker.services.problems import ProblemInput
from tracker.services.reports import ReportInput
from tracker.store.tables import AnnualPlan, Investment, Milestone, MoneySource, PeriodFigure, PeriodReport, Project

TODAY = date(2026, 10, 10)
Q4, Q2, Q3 = date(2025, 12, 31), date(2026, 6, 30), date(2026, 9, 30)
_FACTS = {
    "code": "2111-341324-04-01-826425",  # its last digit is wrong on purpose
    "place": "德惠市建设街道松柏路以东、惠民大街以南",
    "content": "总建筑面积 28,600 平方米，设置床位 200 张，建设门诊医技楼、病房楼、发热门诊、污水处理站等。",
    "level": "市重点",
    "builder": "德惠市传染病医院",
    "owner_dept": "德惠市卫生健康局",
    "owner": "经办人甲",
    "leader": "负责人乙",
    "planned_start": date(2024, 5, 1),
    "planned_finish": date(2027, 6, 30),
    "note": "选址调整后重新报批。",
}
# 原定, 最新批准, 预计, 实际
_DATES = (
    (date(2021, 12, 20), date(2021, 12, 20), None, date(2022, 1, 14)),
    (date(2022, 6, 30), date(2022, 6, 30), None, date(2022, 8, 5)),
    (date(2022, 12, 31), date(2023, 3, 31), None, date(2023, 3, 17)),
    (date(2023, 6, 30), date(2024, 5, 31), None, date(2024, 5, 22)),
    (date(2024, 10, 31), date(2026, 8, 31), date(2026, 11, 15), None),
    (date(2025, 9, 30), date(2027, 6, 30), date(2027, 6, 30), None),
    (date(2025, 12, 31), date(2027, 9, 30), None, None),
)
_SOURCES = {
    "中央预算内投资": (5000, 3000, 2600, 2600),
    "地方政府专项债券": (8000, 3400, 2870, 2640),
    "县级财政": (2600, 700, 850, 740),
    "医院自筹": (1800, 350, 0, 0),
}
_BATCHES = (
    ("中央预算内投资", 3000, date(2025, 3, 12), "吉发改投资〔2025〕88号"),
    ("地方政府专项债券", 4000, date(2025, 5, 20), "吉财债〔2025〕31号"),
    ("地方政府专项债券", 1500, date(2026, 5, 9), "吉财债〔2026〕17号"),
    ("县级财政", 1300, date(2026, 6, 1), "德财预〔2026〕40号"),
)
_BEFORE = {
    MoneyKind.ARRIVED: ((Q4, 4000), (Q2, 6900)),
    MoneyKind.DONE: ((Q4, 3288), (Q2, 5480)),
    MoneyKind.PAID: ((Q4, 3000), (Q2, 5210)),
}


def fill_all(session: Session, project_id: int) -> None:
    """Fill a construction project in, whatever it had before."""
    for table in (Milestone, Investment, AnnualPlan, PeriodFigure, PeriodReport):
        session.execute(delete(table).where(table.project_id == project_id))
    session.expire_all()
    project = session.get_one(Project, project_id)
    project.nature = Nature.RELOCATE
    for field, value in _FACTS.items():
        projects.edit(session, project_id, field, value)
    projects.set_aliases(session, project_id, ["德惠市传染病院迁建", "德惠市公共卫生临床中心"])
    projects.set_state(session, project_id, State.SUSPENDED, date(2025, 11, 1), "冬季停工及土地手续未办结")
    projects.set_state(session, project_id, State.BUILDING, date(2026, 4, 1))
    _fill_milestones(session, project_id)
    _fill_money(session, project_id)
    _fill_words(session, project_id)


def _fill_milestones(session: Session, project_id: int) -> None:
    """Lay the construction template and give it its four dates."""
    milestones.apply_template(session, project_id, "construction")
    session.flush()
    statement = select(Milestone.id).where(Milestone.project_id == project_id).order_by(Milestone.position)
    ids = list(session.scalars(statement))
    for key, (planned, _approved, _expected, _actual) in zip(ids, _DATES, strict=True):
        milestones.edit(session, key, "planned", planned)
        milestones.edit(session, key, "owner", "经办人甲")
        milestones.edit(session, key, "owner_dept", "德惠市卫生健康局")
    milestones.freeze(session, ids, date(2024, 5, 22))
    milestones.approve(session, ids[4], date(2025, 9, 30), date(2024, 6, 1), "德政函〔2024〕31号", "资金到位晚")
    for key, (_planned, approved, expected, actual) in zip(ids, _DATES, strict=True):
        milestones.approve(session, key, approved, date(2025, 12, 1), "德发改〔2025〕118号", "冬季停工，工期顺延")
        if expected is not None:
            milestones.forecast(session, key, expected, date(2026, 9, 25))
        if actual is not None:
            milestones.set_actual(session, key, actual, today=TODAY)


def _fill_money(session: Session, project_id: int) -> None:
    """Give it 总投资, plans, batches and figures by source."""
    ids = {row.name: row.id for row in session.scalars(select(MoneySource))}
    paper = money.InvestmentDetails(stage="概算", document_number="市发改审批〔2023〕18号")
    money.set_investment(session, project_id, Amount(18_600 * FEN_PER_WAN), **paper)
    for kind, earlier in _BEFORE.items():
        for end, wan in earlier:
            money.set_figure(session, FigureInput(project_id, kind, end, Amount(wan * FEN_PER_WAN)))
    for name, (whole, *parts) in _SOURCES.items():
        amount = Amount(whole * FEN_PER_WAN)
        money.set_investment(session, project_id, amount, source_id=ids[name], stage="概算")
        for kind, wan in zip(MoneyKind, parts, strict=True):
            figure = FigureInput(project_id, kind, Q3, Amount(wan * FEN_PER_WAN), ids[name])
            money.set_figure(session, figure)
    for name, wan, day, number in _BATCHES:
        money.add_allocation(session, AllocationInput(project_id, wan * FEN_PER_WAN, day, ids[name], number))
    money.set_year_plan(session, project_id, 2025, Amount(4200 * FEN_PER_WAN), category="续建")
    money.set_year_plan(session, project_id, 2026, Amount(7360 * FEN_PER_WAN), category="续建")


def _fill_words(session: Session, project_id: int) -> None:
    """Give it reports and problems."""
    who, text = "经办人甲", "主体结构施工至五层，二次结构同步进行；室外管网完成 60%。"
    steps = "完成主体封顶，启动外墙保温及机电安装。"
    reports.save(session, ReportInput(project_id, Q2, text, 38, next_steps=steps, reported_by=who))
    reports.save(session, ReportInput(project_id, Q3, "主体结构施工至八层。", 45, reported_by=who, reported_on=TODAY))
    stuck = "县级财政配套资金未足额到位，影响主体封顶"
    dates = {"opened_on": date(2026, 7, 2), "deadline": date(2026, 9, 15)}
    problems.add(session, ProblemInput(project_id, stuck, category="资金", level="县级", owner="德惠市财政局", **dates))
    problems.add(session, ProblemInput(project_id, "院区东侧 12 户征拆未完成", date(2026, 8, 1), category="征拆"))
    settled = problems.add(session, ProblemInput(project_id, "施工许可延期手续", date(2026, 5, 6), category="审批"))
    problems.close(session, settled, date(2026, 9, 1), "已取得延期批复", today=TODAY)
