"""A quarter is signed, and stays what was signed: the lock, the copy, the corrections, the next version."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tests import builders
from tracker.domain.closing import Closing, ClosingStage, CorrectionKind, QuarterClosed, Scope
from tracker.domain.deeds import Deed
from tracker.domain.errors import FileProblem, InputError, ReasonNeeded
from tracker.domain.figures import GroupKey
from tracker.domain.kinds import Counting, MoneyKind, Role, State
from tracker.domain.money import Amount
from tracker.domain.quarters import Quarter
from tracker.queries import closing as queries
from tracker.queries import shown
from tracker.queries.checklist import checklist
from tracker.queries.closed_list import closed_groups, closed_lights, closed_list
from tracker.queries.corrections import corrections, corrections_for
from tracker.queries.criteria import Criteria
from tracker.queries.figures import figures, grouped
from tracker.queries.lights import lights
from tracker.queries.projects import Order, Sort, list_ids, whole_list
from tracker.reports import closing_file
from tracker.reports.closing_file import ClosingRequest
from tracker.reports.excel_out import write_quarterly
from tracker.reports.quarterly import gather
from tracker.services import bundles, closing, history, milestones, money, problems, projects, reports, settings
from tracker.store.database import Database
from tracker.store.tables import StatePeriod

Q2, Q3, Q4 = Quarter(2026, 2), Quarter(2026, 3), Quarter(2026, 4)
TODAY = date(2026, 10, 8)
FINAL, ESTIMATE = ClosingStage.FINAL, ClosingStage.ESTIMATE
EXACT = 1_000_000  # 分 in one 万元
Write = Callable[[Session], object]


def _base(db: Database) -> Path:
    return db.path.parent


def _close(
    db: Database,
    quarter: Quarter = Q3,
    stage: ClosingStage = FINAL,
    units: tuple[int, ...] = (),
    today: date = TODAY,
) -> Closing:
    """Close as the window does: prepare in the background, then one short write."""
    scope, criteria = db.read(queries.scope_of, units)
    given = closing_file.prepare(db.read, _base(db), ClosingRequest(quarter, scope, criteria, stage))
    try:
        closing_id = db.write(closing.closing_deed(quarter, scope, stage), closing.close, given, today).result
    except InputError:
        closing_file.discard(_base(db), given)
        raise
    return next(one for one in db.read(queries.closings) if one.id == closing_id)


def _done(db: Database, project_id: int, fen: int, end: date = Q3.end, deed: Deed | str = "完成投资") -> None:
    db.write(deed, money.set_figure, money.FigureInput(project_id, MoneyKind.DONE, end, Amount(fen), reason="按实"))


def _county(db: Database) -> tuple[int, int]:
    """Two projects of two counties, one of them reported."""
    one = db.write("新建", builders.project, name="德惠市医院").result
    other = db.write("新建", builders.project, name="榆树市医院", in_unit="榆树市").result
    db.write("总投资", money.set_investment, one, Amount(1000 * EXACT), as_of=date(2026, 1, 5))
    _done(db, one, 300 * EXACT)
    db.write("节点", builders.milestone, one, "开工", Role.START, planned=date(2026, 6, 1))
    return one, other


def test_a_closed_quarter_is_read_from_its_copy_and_the_live_one_beside_it(db: Database) -> None:
    one, _ = _county(db)
    before = db.read(whole_list, Criteria(), Q3.end)
    closed = _close(db)
    rows = db.read(queries.closed_rows, Q3)
    assert rows is not None
    assert list(rows.rows) == before
    assert list(rows.figures.values()) == db.read(figures, Criteria(), Q3.end)
    db.write("改名", projects.edit, one, "name", "德惠市人民医院")  # undated: free, and not in the copy
    _done(db, one, 250 * EXACT, deed=Deed("更正", correction="审计核减"))
    after = db.read(queries.closed_rows, Q3)
    assert after == rows
    [live, _] = db.read(whole_list, Criteria(), Q3.end)
    assert (live.name, live.figures.done_fen) == ("德惠市人民医院", 250 * EXACT)
    assert db.read(queries.signed_figures, Q3)[one].done_fen == 300 * EXACT
    assert (closed.label, closed.closed_by, closed.closed_on) == ("2026年第三季度（正式，第1版）", "测试员", TODAY)
    assert db.read(queries.closed_rows, Q2) is None


def test_the_whole_report_comes_back_for_sheets_and_charts(db: Database, tmp_path: Path) -> None:
    one, _ = _county(db)
    db.write("问题", builders.problem, one)
    report = gather(db.read, Criteria(), Q3, "全部上报单位")
    closed = _close(db)
    kept = closing_file.closed_report(db.read, closed.id)
    assert kept == report
    assert kept.chart == report.chart
    assert write_quarterly(tmp_path / "重出.xlsx", kept).path.is_file()


def test_what_is_dated_in_a_closed_quarter_needs_a_correction(db: Database) -> None:
    one, _ = _county(db)
    problem = db.write("问题", builders.problem, one, opened_on=date(2026, 8, 1)).result
    node = db.write("节点", builders.milestone, one, "主体封顶", planned=date(2026, 9, 1)).result
    batch = db.write("下达", builders.allocation, one, 5, date(2026, 3, 1)).result
    _close(db)
    refused: list[Write] = [
        lambda s: money.set_figure(s, money.FigureInput(one, MoneyKind.PAID, Q3.end, Amount(1))),
        lambda s: money.set_figure(s, money.FigureInput(one, MoneyKind.PAID, Q2.end, Amount(1))),  # Q3 holds it too
        lambda s: reports.save(s, reports.ReportInput(one, Q3.end, "主体施工")),
        lambda s: milestones.set_actual(s, node, date(2026, 9, 30)),
        lambda s: milestones.forecast(s, node, date(2026, 12, 1), date(2026, 9, 1)),
        lambda s: milestones.approve(s, node, date(2026, 12, 1), date(2026, 9, 30), "〔2026〕1号", "征拆"),
        lambda s: projects.cancel(s, one, date(2026, 9, 30), "不建了"),
        lambda s: problems.close(s, problem, date(2026, 9, 15), "已解决"),
        lambda s: problems.remove(s, problem),
        lambda s: money.remove_allocation(s, batch),
        lambda s: money.edit_allocation(s, batch, "allocated_on", date(2026, 10, 2)),  # moving it out changes it too
        lambda s: money.set_investment(s, one, Amount(2)),  # the version of January
        lambda s: money.set_year_plan(s, one, 2026, Amount(3)),  # undated: from the beginning of the year
    ]
    for write in refused:
        with pytest.raises(QuarterClosed) as caught:
            db.write("改", write)
        assert str(caught.value) == "2026年第三季度已封账，数字不能直接修改。要改请用“更正”，更正会列在下季度报表后。"
    free: list[Write] = [
        lambda s: money.set_figure(s, money.FigureInput(one, MoneyKind.PAID, Q4.end, Amount(1))),
        lambda s: milestones.set_actual(s, node, date(2026, 10, 1), None, TODAY),
        lambda s: problems.close(s, problem, date(2026, 10, 2), "已解决", TODAY),
        lambda s: milestones.edit(s, node, "weight", 30),
        lambda s: projects.edit(s, one, "note", "改备注"),
        lambda s: money.set_investment(s, one, Amount(2), as_of=date(2026, 10, 1)),
        lambda s: money.set_year_plan(s, one, 2027, Amount(3)),
        lambda s: money.edit_allocation(s, batch, "note", "已到账"),
        lambda s: projects.set_state(s, one, State.SUSPENDED, date(2026, 10, 1), "停工"),
    ]
    for write in free:
        db.write("改", write)


def test_a_county_that_has_closed_does_not_lock_its_neighbour(db: Database) -> None:
    one, other = _county(db)
    dehui = db.read(whole_list, Criteria(), Q3.end)[0].unit_id
    closed = _close(db, units=(dehui,))
    assert closed.scope.text == "德惠市"
    with pytest.raises(QuarterClosed):
        _done(db, one, 1)
    _done(db, other, 1)
    assert db.read(queries.locked_until, one) == Q3.end
    assert db.read(queries.locked_until, other) is None
    assert db.read(queries.locked_closing, Q3) is None  # the whole list is not closed
    whole = _close(db)
    assert db.read(queries.locked_closing, Q3) == whole
    assert db.read(queries.locked_closing, Q3, closed.scope) == closed
    with pytest.raises(QuarterClosed):
        _done(db, other, 2)


def test_corrections_are_listed_net_with_who_and_why(db: Database) -> None:
    one, other = _county(db)
    node = db.write("节点", builders.milestone, one, "主体封顶").result
    closed = _close(db)
    _done(db, one, 280 * EXACT, deed=Deed("更正", correction="写错"))
    _done(db, one, 250 * EXACT, deed=Deed("更正", correction="审计核减"))
    _done(db, other, 20 * EXACT, deed=Deed("补报", correction="当时未报"))
    actual = Deed("更正", correction="漏填")
    db.write(actual, milestones.set_actual, node, date(2026, 9, 1), None, TODAY)
    late = (date(2026, 9, 20), "临时")
    db.write(Deed("更正", correction="误录"), projects.set_state, one, State.SUSPENDED, *late)
    [state] = db.read(_states, one)
    db.write(Deed("更正", correction="误录"), projects.remove_state, state)
    _done(db, one, 400 * EXACT, end=Q4.end)  # of the open quarter: no correction
    rows = db.read(corrections, closed)
    told = [(row.kind, row.project, row.what, row.old, row.new, row.who, row.why) for row in rows]
    assert told == [
        (
            CorrectionKind.CHANGED,
            "德惠市医院",
            "累计完成投资（2026-09-30）",
            "300.00 万元",
            "250.00 万元",
            "测试员",
            "审计核减；按实",
        ),
        (CorrectionKind.LATE, "德惠市医院", "主体封顶 实际", "未填", "2026-09-01", "测试员", "漏填"),
        (
            CorrectionKind.LATE,
            "榆树市医院",
            "累计完成投资（2026-09-30）",
            "未填",
            "20.00 万元",
            "测试员",
            "当时未报；按实",
        ),
    ]
    assert db.read(corrections_for, Q4) == ((closed, rows),)
    assert db.read(corrections_for, Q3) == ()


def _states(session: Session, project_id: int) -> list[int]:
    """The ids of a project's states by hand."""
    return list(session.scalars(select(StatePeriod.id).where(StatePeriod.project_id == project_id)))


def test_a_correction_is_undone_and_done_again_but_nothing_before_the_closing(db: Database) -> None:
    one, _ = _county(db)
    closed = _close(db)
    assert db.read(history.steps).undo is None
    _done(db, one, 250 * EXACT, deed=Deed("更正", correction="审计核减"))
    step = db.read(history.steps).undo
    assert step is not None
    db.write(Deed("撤销", undoes_id=step.action_id), history.undo, step.action_id)
    assert db.read(corrections, closed) == ()
    db.write(Deed("重做", redoes_id=step.action_id), history.redo, step.action_id)
    assert len(db.read(corrections, closed)) == 1


def test_reopening_needs_a_reason_and_makes_the_next_version(db: Database) -> None:
    one, _ = _county(db)
    first = _close(db)
    with pytest.raises(InputError, match="已经封账"):
        _close(db)
    with pytest.raises(ReasonNeeded):
        db.write(closing.reopening_deed(first), closing.reopen, first.id, " ")
    db.write(closing.reopening_deed(first), closing.reopen, first.id, "县里报错", TODAY)
    assert db.read(queries.closed_rows, Q3) is None
    assert db.read(history.steps).undo is None
    _done(db, one, 250 * EXACT)
    second = _close(db)
    assert (second.version, second.locks) == (2, True)
    kept = [db.read(queries.rows_of, one_).head.whole.done.fen for one_ in db.read(queries.closings, Q3)]
    assert kept == [250 * EXACT, 300 * EXACT]
    [_, old] = db.read(queries.closings, Q3)
    assert (old.reopen_reason, old.reopened_by, old.locks) == ("县里报错", "测试员", False)
    assert closing_file.kept_workbook(_base(db), old) != closing_file.kept_workbook(_base(db), second)


def test_quarters_are_reopened_from_the_last_one_back(db: Database) -> None:
    _county(db)
    q2, q3 = _close(db, Q2), _close(db, Q3)
    with pytest.raises(InputError, match="2026年第三季度也已封账"):
        db.write(closing.reopening_deed(q2), closing.reopen, q2.id, "改数")
    db.write(closing.reopening_deed(q3), closing.reopen, q3.id, "改数")
    db.write(closing.reopening_deed(q2), closing.reopen, q2.id, "改数")


def test_an_estimate_keeps_its_copy_and_locks_nothing(db: Database) -> None:
    one, _ = _county(db)
    early = date(2026, 12, 5)
    with pytest.raises(InputError, match="只能按“预计”封账"):
        _close(db, Q4, FINAL, today=early)
    assert not list((_base(db) / "封账").iterdir())
    _done(db, one, 500 * EXACT, end=Q4.end)
    estimate = _close(db, Q4, ESTIMATE, today=early)
    _done(db, one, 480 * EXACT, end=Q4.end)
    assert db.read(queries.rows_of, estimate).head.whole.done.fen == 500 * EXACT
    [change] = db.read(corrections, estimate)
    assert (change.old, change.new) == ("500.00 万元", "480.00 万元")
    final = _close(db, Q4, FINAL, today=date(2027, 1, 8))
    assert (final.version, db.read(queries.locked_closing, Q4)) == (2, final)


def test_an_edit_between_reading_and_closing_refuses_the_closing(db: Database) -> None:
    one, _ = _county(db)
    request = ClosingRequest(Q3, Scope(), Criteria(), FINAL)
    given = closing_file.prepare(db.read, _base(db), request)
    _done(db, one, 310 * EXACT)
    with pytest.raises(InputError, match="又有新的修改"):
        db.write("封账", closing.close, given, TODAY)
    assert db.read(queries.closings) == ()


def test_the_kept_workbook_is_handed_out_byte_for_byte_or_not_at_all(db: Database, tmp_path: Path) -> None:
    _county(db)
    closed = _close(db)
    assert closed.workbook == "封账/2026年三季度季报-全部上报单位-正式.xlsx"
    kept = _base(db) / closed.workbook
    written = closing_file.reprint(_base(db), closed, tmp_path / "交一份.xlsx")
    assert written.path.read_bytes() == kept.read_bytes()
    kept.write_bytes(kept.read_bytes() + b" ")
    with pytest.raises(FileProblem, match="与封账时不同"):
        closing_file.reprint(_base(db), closed, tmp_path / "再交.xlsx")
    kept.unlink()
    with pytest.raises(FileProblem, match="找不到"):
        closing_file.kept_workbook(_base(db), closed)


def test_the_kept_rows_cannot_be_changed_by_anything(db: Database) -> None:
    _county(db)
    _close(db)
    for statement in ("UPDATE closed_row SET content = '{}'", "DELETE FROM closed_row"):
        with pytest.raises(IntegrityError, match="封账留存的数据不能改动"):
            db.write("改", _run, statement)


def _run(session: Session, sql: str) -> None:
    """Run plain SQL."""
    session.execute(text(sql))


def test_the_checklist_says_what_to_look_at(db: Database) -> None:
    one, _ = _county(db)
    db.write("支付", builders.figure, one, Q3.end, 400 * EXACT, MoneyKind.PAID)
    scope, criteria = db.read(queries.scope_of)
    found = db.read(checklist, Q3, scope, criteria)
    assert (found.projects, [row.name for row in found.missing]) == (2, ["榆树市医院"])
    assert [(row.project, row.explained) for row in found.warnings] == [("德惠市医院", False)]
    assert "支付" in found.warnings[0].sentence
    assert (found.last, found.changed) == (None, ())
    closed = _close(db, stage=ESTIMATE)
    _done(db, one, 350 * EXACT)
    found = db.read(checklist, Q3, scope, criteria)
    assert found.last == closed
    assert [row.new for row in found.changed] == ["350.00 万元"]


ORDERS = [
    (),
    *(
        (Order(by, down, custom="c1" if by is Sort.CUSTOM else ""),)
        for by in Sort
        for down in (False, True)
        if by is not Sort.BOX
    ),
]


def test_the_closed_list_filters_and_sorts_as_the_live_one_did(db: Database) -> None:
    one, other = _county(db)
    dehui = db.read(whole_list, Criteria(), Q3.end)[0].unit_id
    db.write("新建", builders.project, name="培训项目", kind="能力类", deadline_day=date(2027, 1, 1))
    choices = [
        Criteria(),
        Criteria(unit_ids=(dehui,)),
        Criteria(kinds=("能力类",)),
        Criteria(states=("",)),
        Criteria(levels=("县重点",)),
        Criteria(levels=("", "省重点")),
        Criteria(text="榆树"),
        Criteria(project_ids=(other,)),
        Criteria(project_ids=()),
        Criteria(natures=("未注明",), counted_only=True),
    ]
    live = [[db.read(list_ids, one_, Q3.end, order) for order in ORDERS] for one_ in choices]
    sums = [[db.read(grouped, one_, Q3.end, by) for by in (GroupKey.NOTHING, GroupKey.UNIT)] for one_ in choices]
    lit = db.read(lights, Criteria(), Q3.end)
    closed = _close(db)
    _done(db, one, 100 * EXACT, deed=Deed("更正", correction="核减"))
    assert [
        [[row.project_id for row in db.read(closed_list, closed, one_, order)] for order in ORDERS] for one_ in choices
    ] == live
    for criteria, (whole, units) in zip(choices, sums, strict=True):
        found, by_unit = db.read(closed_groups, closed, criteria)
        assert list(by_unit) == units
        assert [found] == whole or (not whole and found.projects == 0)
    assert db.read(closed_lights, closed) == lit


def test_a_closed_quarter_counts_bundles_as_it_was_signed(db: Database) -> None:
    parent, part = _county(db)
    db.write("打捆", bundles.set_parent, [part], parent)
    db.write("拆分计", settings.set_counting, Counting.SPLIT)
    closed = _close(db)
    db.write("打捆计", settings.set_counting, Counting.BUNDLED)
    assert db.read(shown.counts, closed, Criteria(), Q3.end).counted == 1
    assert db.read(shown.bundles_counted, closed) is Counting.SPLIT
    assert db.read(shown.bundles_counted, None) is Counting.BUNDLED
    rows = db.read(shown.rows, closed, [parent, part], Q3.end)
    assert [row.figures.counted for row in rows] == [False, True]


def test_the_next_report_shows_what_was_signed_as_the_quarter_before(db: Database) -> None:
    one, _ = _county(db)
    _close(db)
    _done(db, one, 250 * EXACT, deed=Deed("更正", correction="审计核减"))
    _done(db, one, 400 * EXACT, end=Q4.end)
    report = gather(db.read, Criteria(), Q4)
    line = next(line for line in report.projects if line.row.project_id == one)
    assert (line.added_fen, report.whole_before.done.fen, report.signed_before) == (100 * EXACT, 300 * EXACT, 2)
    assert [(group.label, group.done.fen) for group in report.units_before] == [
        ("德惠市", 300 * EXACT),
        ("榆树市", None),
    ]
