"""The change history in words: what an office reads a year later, when it no longer remembers."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import delete, text, update
from sqlalchemy.orm import Session

from tests import builders
from tests.store.sample_rows import ROWS, SAMPLES, fill, other
from tracker.domain.deeds import Deed
from tracker.domain.field_names import TABLES
from tracker.domain.kinds import MoneyKind, Role
from tracker.domain.money import Amount
from tracker.queries import history as queries
from tracker.queries.history import HistoryRow
from tracker.services import history as undoing
from tracker.services import milestones, money, problems, reports, settings
from tracker.services.money import FigureInput
from tracker.store.database import Database
from tracker.store.tables import LOGGED, Action, Project

WAN = 1_000_000
Q2, Q3, TODAY = date(2026, 6, 30), date(2026, 9, 30), date(2026, 10, 8)


@pytest.fixture
def project_id(db: Database) -> int:
    return db.write("准备", builders.project, "德惠市医院新建").result


def told(db: Database, project_id: int, limit: int = 50) -> tuple[HistoryRow, ...]:
    return db.read(queries.project_history, project_id, limit)


def lines_of(db: Database, project_id: int, what: str, service: Callable[..., Any], *args: Any) -> tuple[str, ...]:
    """Do something and return how the history tells it."""
    done = db.write(what, service, *args)
    (row,) = db.read(queries.project_history, project_id, 1)
    assert (row.action_id, row.what, row.who) == (done.action_id, what, "测试员")
    return row.lines


def test_a_milestone_from_its_beginning_to_its_end(db: Database, project_id: int) -> None:
    roof = db.write("准备", milestones.add, project_id, "主体封顶", Role.ROOF, 25).result

    def lines(service: Callable[..., Any], *args: Any) -> tuple[str, ...]:
        return lines_of(db, project_id, "改节点", service, *args)

    assert lines(milestones.edit, roof, "planned", "2026-08-15") == ("主体封顶 原定：未填 → 2026-08-15",)
    assert lines(milestones.set_actual, roof, date(2026, 8, 30), None, TODAY) == ("主体封顶 实际：未填 → 2026-08-30",)
    assert lines(milestones.edit, roof, "weight", 30) == ("主体封顶 权重：25 → 30",)
    assert lines(milestones.approve, roof, date(2026, 12, 31), date(2026, 9, 1), "〔2026〕5号", "征拆") == (
        "主体封顶 最新批准：未填 → 2026-12-31（批准日期 2026-09-01，批准文号 〔2026〕5号，调整原因 征拆）",
    )
    assert lines(milestones.forecast, roof, date(2026, 11, 15), Q3) == (
        "主体封顶 预计：未填 → 2026-11-15（估计日期 2026-09-30）",
    )
    assert lines(milestones.set_actual, roof, None) == ("主体封顶 实际：2026-08-30 → 未填",)
    assert lines(milestones.set_na, roof, True) == ("主体封顶 不适用：否 → 是",)
    gone = lines(milestones.remove, roof)
    # The project still tells what went with the milestone, though nothing of it is left in the file.
    assert gone == (
        "主体封顶 预计：2026-11-15 → 未填（估计日期 2026-09-30）",
        "主体封顶 最新批准：2026-12-31 → 未填（批准日期 2026-09-01，批准文号 〔2026〕5号，调整原因 征拆）",
        "删除节点：主体封顶（统计口径 主体封顶，权重 30，不适用 是，原定 2026-08-15）",
    )
    earlier = [line for row in told(db, project_id) for line in row.lines]
    assert "主体封顶 实际：未填 → 2026-08-30" in earlier


def test_money_with_its_period_and_source(db: Database, project_id: int) -> None:
    county = db.write("准备", builders.money_source, "县级财政").result

    def enter(amount: Amount, end: date = Q3, source: int | None = None, reason: str | None = None) -> tuple[str, ...]:
        given = FigureInput(project_id, MoneyKind.DONE, end, amount, source, reason)
        return lines_of(db, project_id, "填累计", money.set_figure, given)

    assert enter(Amount(5_480 * WAN)) == ("累计完成投资（2026-09-30）：未填 → 5,480.00 万元",)
    assert enter(Amount(6_320 * WAN)) == ("累计完成投资（2026-09-30）：5,480.00 → 6,320.00 万元",)
    assert enter(Amount(na=True)) == ("累计完成投资（2026-09-30）：6,320.00 万元 → 不适用",)
    assert enter(Amount(0)) == ("累计完成投资（2026-09-30）：不适用 → 0.00 万元",)
    assert enter(Amount()) == ("累计完成投资（2026-09-30）：0.00 万元 → 未填",)
    assert enter(Amount(850 * WAN), Q2, county) == ("累计完成投资（2026-06-30，县级财政）：未填 → 850.00 万元",)
    assert enter(Amount(800 * WAN), Q3, county, "核减") == (
        "累计完成投资（2026-09-30，县级财政）：未填 → 800.00 万元（说明 核减）",
    )
    assert told(db, project_id)[0].why == "核减"


def test_what_else_an_office_enters(db: Database, project_id: int) -> None:
    county = db.write("准备", builders.money_source, "县级财政").result

    def stage(session: Session) -> None:
        money.set_investment(session, project_id, Amount(2_600 * WAN), source_id=county, stage="概算")
        money.set_year_plan(session, project_id, 2026, Amount(7_360 * WAN), category="续建")
        money.add_allocation(
            session, money.AllocationInput(project_id, 300 * WAN, date(2026, 3, 1), county, "〔2026〕1号")
        )

    assert lines_of(db, project_id, "填资金", stage) == (
        "总投资（县级财政）：未填 → 2,600.00 万元（阶段 概算）",
        "2026年年度计划投资：未填 → 7,360.00 万元（年度类别 续建）",
        "新增下达批次：2026-03-01（金额 300.00 万元，资金来源 县级财政，下达文号 〔2026〕1号）",
    )
    report = reports.ReportInput(project_id, Q3, "主体六层", 45)
    assert lines_of(db, project_id, "填季报", reports.save, report) == (
        "新增季报：2026-09-30（形象进度 主体六层，形象进度百分比 45%）",
    )
    report = reports.ReportInput(project_id, Q3, "主体六层", na=True)
    assert lines_of(db, project_id, "填季报", reports.save, report) == (
        "季报（2026-09-30） 形象进度百分比：45% → 不适用",
    )
    given = problems.ProblemInput(project_id, "资金缺口", date(2026, 8, 1), "资金")
    assert lines_of(db, project_id, "登记", problems.add, given) == (
        "新增问题：资金缺口（类别 资金，提出日期 2026-08-01）",
    )
    assert lines_of(db, project_id, "销号", problems.close, 1, Q3, "已拨付", TODAY) == (
        "问题“资金缺口” 销号日期：未填 → 2026-09-30",
        "问题“资金缺口” 解决情况：未填 → 已拨付",
    )


def test_a_projects_own_fields_and_what_they_point_at(db: Database, project_id: int) -> None:
    other = db.write("准备", builders.unit, "九台区").result
    template = db.write("准备", builders.template, "construction", ("立项", Role.APPROVED, 5), title="建筑").result
    assert template == 1

    def change(session: Session) -> None:
        session.execute(
            update(Project).where(Project.id == project_id).values(unit_id=other, nature="迁建", position=9)
        )

    assert lines_of(db, project_id, "改项目", change) == ("建设性质：未注明 → 迁建", "上报单位：德惠市 → 九台区")
    assert lines_of(db, project_id, "套用模板", milestones.apply_template, project_id, "construction") == (
        "新增节点：立项（统计口径 立项，权重 5）",
        "节点模板：未填 → 建筑",
    )


def test_settings_are_told_by_the_names_they_have_on_the_screen(db: Database) -> None:
    db.write("设置", settings.set_display_name, "甲", "经办人乙")
    db.write("设置", settings.set_leader_label, "挂点领导")
    db.write("设置", settings.set_display_name, "甲", None)
    rows = db.read(queries.recent, 3)
    assert [row.lines for row in rows] == [
        ("删除设置：经办人姓名（内容 甲 经办人乙）",),
        ("新增设置：领导栏名称（内容 挂点领导）",),
        ("新增设置：经办人姓名（内容 甲 经办人乙）",),
    ]


def test_a_new_order_is_told_once(db: Database, project_id: int) -> None:
    for title in ("立项", "开工", "封顶"):
        last = db.write("准备", milestones.add, project_id, title).result
    assert lines_of(db, project_id, "上移", milestones.move, last, 1) == ("节点顺序有调整",)


def test_undone_actions_are_marked_and_done_again_they_are_not(db: Database, project_id: int) -> None:
    done = db.write(Deed("填备注", "补录"), _note, project_id, "甲")
    assert done.action_id is not None
    db.write(Deed("撤销：填备注", undoes_id=done.action_id), undoing.undo, done.action_id)
    undo, original = told(db, project_id)[:2]
    assert (original.what, original.why, original.undone) == ("填备注", "补录", True)
    assert (undo.what, undo.undone, undo.lines) == ("撤销：填备注", False, ("备注：甲 → 未填",))
    db.write(Deed("重做：填备注", redoes_id=done.action_id), undoing.redo, done.action_id)
    assert [row.undone for row in told(db, project_id)[:3]] == [False, False, False]


def _note(session: Session, project_id: int, note: str) -> None:
    session.execute(update(Project).where(Project.id == project_id).values(note=note))


def test_the_time_is_local(db: Database, project_id: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    import time

    if not hasattr(time, "tzset"):
        pytest.skip("this system cannot change its time zone")
    time.tzset()
    try:
        engine_time = "2026-10-08T02:42:00Z"
        db.write("改备注", _noted_at, project_id, engine_time)
        assert told(db, project_id)[0].at == "2026-10-08 10:42"
    finally:
        monkeypatch.undo()
        time.tzset()


def _noted_at(session: Session, project_id: int, at: str) -> None:
    session.execute(text("UPDATE action SET at = :at WHERE id = (SELECT action_id FROM current_action)"), {"at": at})
    _note(session, project_id, "甲")


def test_pages_follow_each_other(db: Database, project_id: int) -> None:
    for n in range(5):
        db.write(f"第{n}次", _note, project_id, str(n))
    first = db.read(queries.project_history, project_id, 2)
    second = db.read(queries.project_history, project_id, 2, first[-1].action_id)
    assert [row.what for row in (*first, *second)] == ["第4次", "第3次", "第2次", "第1次"]


def test_an_action_on_many_projects_names_each_and_a_project_shows_its_own(db: Database, project_id: int) -> None:
    other = db.write("准备", builders.project, "九台区中医院").result

    def both(session: Session) -> None:
        for found in (project_id, other):
            _note(session, found, "停电")

    db.write("批量修改", both)
    assert told(db, project_id)[0].lines == ("备注：未填 → 停电",)
    (row,) = db.read(queries.recent, 1)
    assert row.lines == ("德惠市医院新建：备注：未填 → 停电", "九台区中医院：备注：未填 → 停电")
    assert row.projects == ((project_id, "德惠市医院新建"), (other, "九台区中医院"))


def test_a_large_import_shows_its_beginning_and_says_how_much_more(db: Database, project_id: int) -> None:
    def many(session: Session) -> None:
        for n in range(300):
            builders.problem(session, project_id, f"问题{n}")

    db.write("导入", many)
    (row,) = db.read(queries.recent, 1)
    assert len(row.lines) == queries.MOST_LINES
    assert row.more == 300 - queries.MOST_LINES
    assert row.project_count == 1


def test_the_file_is_searched_by_deed_person_reason_and_project(db: Database, project_id: int) -> None:
    other = db.write("新建项目", builders.project, "九台区中医院").result
    db.write(Deed("改备注", "审计要求"), _note, other, "甲")
    db.write("改备注", _note, project_id, "乙")

    def found(words: str) -> list[str]:
        return [row.what for row in db.read(queries.recent, 50, None, queries.HistoryFilter(words))]

    assert found("审计") == ["改备注"]
    assert found("九台") == ["改备注", "新建项目"]
    assert found("九台 新建") == ["新建项目"]
    assert found("测试员 改备注") == ["改备注", "改备注"]
    assert found("%") == []


@pytest.mark.parametrize("table", LOGGED, ids=lambda table: table.name)
def test_every_table_is_told_without_our_own_words(db: Database, table: Any) -> None:
    """Insert, change and delete a row of every table: no English field name, no id, no empty brackets."""
    db.write("准备", fill)
    for name in TABLES[table.name].fields:
        db.write("改", _change_only, table, other(table, table.c[name]))
    db.write("改回", _change_only, table, SAMPLES[table.name](2))
    db.write("删", lambda s: s.execute(delete(table).where(table.c.id == ROWS)))
    rows = db.read(queries.recent, 100)
    assert all(row.lines for row in rows)
    lines = [line for row in rows for line in row.lines]
    ours = {column.name for item in LOGGED for column in item.c} | {item.name for item in LOGGED}
    samples = {str(value) for n in (1, 2, 3) for value in SAMPLES[table.name](n).values()}
    for line in lines:
        words = set(re.findall(r"[a-z_]{3,}", line))
        assert not words & ours - samples - {"project", "name"}, line
        assert "（）" not in line
        assert "None" not in line
        assert "null" not in line


def _change_only(session: Session, table: Any, values: dict[str, Any]) -> None:
    """Give row 2 other values, and take back what an earlier call gave it."""
    for given in (SAMPLES[table.name](2), values):
        session.execute(update(table).where(table.c.id == 2).values(given))


def test_a_field_changed_twice_in_one_action_is_told_once_and_not_at_all_if_it_came_back(
    db: Database, project_id: int
) -> None:
    def twice(session: Session, last: str) -> None:
        _note(session, project_id, "甲")
        _note(session, project_id, last)

    assert lines_of(db, project_id, "改两次", twice, "乙") == ("备注：未填 → 乙",)
    assert lines_of(db, project_id, "改回来", twice, "乙") == ()


def test_an_action_without_changes_of_a_project_is_not_its_history(db: Database, project_id: int) -> None:
    db.write("改单位", builders.unit, "九台区")
    assert [row.what for row in told(db, project_id)] == ["准备"]
    assert db.read(lambda s: s.query(Action).count()) == 2
