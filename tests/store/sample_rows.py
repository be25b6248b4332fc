"""A valid row for every logged table, and for every column another valid value.

Row *n* refers to row *n* of the tables it goes with (deleted together) and to row 1 of those it only names, so that
row 3 of every table can be deleted.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Boolean, Column, Date, Integer, Table, insert
from sqlalchemy.orm import Session

from tracker.domain.closing import ClosingStage
from tracker.domain.kinds import (
    Colour,
    Comparator,
    Kind,
    Level,
    MoneyKind,
    Nature,
    Precision,
    ProblemCategory,
    ProblemLevel,
    Role,
    RuleFigure,
    RuleMeasure,
    RuleScope,
    Stage,
    State,
    UnitKind,
    YearCategory,
)
from tracker.store.tables import LOGGED

Values = dict[str, Any]
ROWS = 3
# Pairs of projects need more projects than rows.
PROJECTS = 60
DAY = date(2026, 9, 30)
_DEADLINE = {"deadline_text": "2025年底前", "deadline_day": date(2025, 12, 31), "deadline_precision": Precision.YEAR}


def _day(n: int) -> date:
    """A day of its own for each row."""
    return DAY + timedelta(days=n)


SAMPLES: dict[str, Callable[[int], Values]] = {
    "plan": lambda n: {
        "title": f"规划{n}",
        "short": f"长{n}",
        "period": "十四五",
        "number": f"〔{n}〕号",
        "issued_on": DAY,
        "position": n,
        "note": "注",
    },
    "box": lambda n: {"plan_id": min(n, ROWS), "no": n, "label": f"专栏{n}", "title": "公共卫生"},
    "programme": lambda n: {"box_id": min(n, ROWS), "position": n, "no": f"（{n}）", "title": "重点传染病"},
    "reporting_unit": lambda n: {
        "name": f"单位{n}",
        "kind": UnitKind.COUNTY,
        "code": f"22010{n}",
        "parent_id": None if n == 1 else 1,
        "position": n,
        "pinyin": "dw",
        "note": "注",
    },
    "unit_former": lambda n: {"unit_id": min(n, ROWS), "name": f"旧名{n}", "code": f"22018{n}"},
    "catalogue_conflict": lambda n: {
        "table_name": "project",
        "row_uid": f"u{n}",
        "field": "name",
        "ours": '"甲"',
        "theirs": '"乙"',
        "settled": "保留",
    },
    "project": lambda n: {
        "name": f"项目{n}",
        "kind": Kind.CONSTRUCTION,
        "nature": Nature.NEW,
        "code": f"2020-220183-84-01-01234{n}",
        "unit_id": 1,
        "unit_inferred": False,
        "place": "德惠",
        "content": "一栋楼",
        "level": Level.CITY,
        "builder": "县医院",
        "owner_dept": "卫健局",
        "owner": "经办人甲",
        "leader": "领导甲",
        "planned_start": DAY,
        "planned_finish": DAY,
        **_DEADLINE,
        "note": "“引号”\n换行",
        "parent_id": None if n == 1 else 1,
        "is_programme": False,
        "counted": True,
        "position": n,
        "template_key": "construction",
        "merged_into_id": None if n == 1 else 1,
        "merged_on": None if n == 1 else DAY,
        "pinyin": "xm",
        "custom": '{"栏": "1"}',
    },
    "project_alias": lambda n: {"project_id": min(n, ROWS), "text": f"别名{n}"},
    "uid_alias": lambda n: {"old_uid": f"old-{n}", "project_id": min(n, ROWS)},
    "source": lambda n: {"project_id": n, "programme_id": min(n, ROWS), "position": 1},
    "related": lambda n: {"project_id": n, "other_id": n + 1},
    "target": lambda n: {
        "project_id": min(n, ROWS),
        "position": n,
        "text": "不低于90%",
        "comparator": Comparator.AT_LEAST,
        "low_milli": 90_000,
        "high_milli": 95_000,
        "unit": "%",
        "base": "占比",
        **_DEADLINE,
    },
    "target_value": lambda n: {"target_id": min(n, ROWS), "period_end": _day(n), "achieved_milli": n},
    "state_period": lambda n: {
        "project_id": min(n, ROWS),
        "state": State.SUSPENDED,
        "since": _day(n),
        "reason": "等资金",
    },
    "document": lambda n: {
        "project_id": min(n, ROWS),
        "number": f"〔2026〕{n}号",
        "title": "批复",
        "issuer": "发改局",
        "issued_on": DAY,
        "type": "可研",
        "file": "a.pdf",
        "sha256": "00",
    },
    "problem": lambda n: {
        "project_id": min(n, ROWS),
        "description": "缺钱",
        "category": ProblemCategory.MONEY,
        "level": ProblemLevel.CITY,
        "owner": "经办人甲",
        "deadline": DAY,
        "opened_on": DAY,
        "closed_on": DAY,
        "result": "解决",
    },
    "milestone": lambda n: {
        "project_id": min(n, ROWS),
        "position": n,
        "title": "开工",
        "role": Role.START,
        "weight": 10,
        "na": False,
        "planned": DAY,
        "frozen_on": DAY,
        "first_planned": DAY,
        "actual": DAY,
        "evidence": "〔2026〕1号",
        "document_id": min(n, ROWS),
        "owner_dept": "卫健局",
        "owner": "经办人甲",
        "note": "注",
    },
    "milestone_approval": lambda n: {
        "milestone_id": min(n, ROWS),
        "approved": DAY,
        "decided_on": _day(n),
        "document_number": "〔2026〕1号",
        "document_id": min(n, ROWS),
        "reason": "征拆",
    },
    "milestone_forecast": lambda n: {"milestone_id": min(n, ROWS), "expected": DAY, "observed_on": _day(n)},
    "period_report": lambda n: {
        "project_id": min(n, ROWS),
        "period_end": _day(n),
        "text": "主体",
        "percent": 50,
        "na": False,
        "next_steps": "封顶",
        "reported_by": "经办人甲",
        "reported_on": DAY,
    },
    "template": lambda n: {"key": f"k{n}", "title": "模板", "position": n},
    "template_item": lambda n: {
        "template_id": min(n, ROWS),
        "position": n,
        "title": "开工",
        "role": Role.START,
        "weight": 10,
    },
    "money_source": lambda n: {"name": f"来源{n}", "parent_id": None if n == 1 else 1, "position": n},
    "investment": lambda n: {
        "project_id": min(n, ROWS),
        "source_id": 1,
        "stage": Stage.BUDGET,
        "amount_fen": n * 1_000_000_00,
        "na": False,
        "as_of": _day(n),
        "document_id": min(n, ROWS),
        "note": "注",
    },
    "annual_plan": lambda n: {
        "project_id": min(n, ROWS),
        "year": 2026,
        "category": YearCategory.CONTINUED,
        "amount_fen": 0,
        "na": False,
        "decided_on": _day(n),
        "document_id": min(n, ROWS),
        "note": "注",
    },
    "allocation": lambda n: {
        "project_id": min(n, ROWS),
        "source_id": 1,
        "amount_fen": n,
        "allocated_on": DAY,
        "document_number": "〔2026〕1号",
        "document_id": min(n, ROWS),
        "split_of_id": None if n == 1 else 1,
        "note": "注",
    },
    "period_figure": lambda n: {
        "project_id": min(n, ROWS),
        "period_end": _day(n),
        "kind": MoneyKind.DONE,
        "source_id": 1,
        "amount_fen": n,
        "na": False,
        "reason": "核减",
    },
    "setting": lambda n: {"key": f"k{n}", "value": '"值"'},
    "quarter_close": lambda n: {
        "quarter": "2026Q3",
        "scope": "[]",
        "scope_text": "全部上报单位",
        "stage": ClosingStage.FINAL,
        "version": n,
        "closed_by": "经办人甲",
        "closed_on": DAY,
        "last_action_id": 1,
        "workbook": "封账/a.xlsx",
        "sha256": "00",
        "note": "注",
        "reopened_by": "经办人乙",
        "reopened_on": DAY,
        "reopen_reason": "数字有误",
    },
    "light_rule_set": lambda n: {
        "key": f"k{n}",
        "title": f"规则{n}",
        "origin": "某市2025年办法",
        "position": n,
        "active": False,
    },
    "light_rule": lambda n: {
        "rule_set_id": 1 if n > ROWS else n,
        "position": n,
        "figure": tuple(RuleFigure)[n % len(RuleFigure)],
        "measure": RuleMeasure.POINTS,
        "scope": RuleScope.ALL,
        "yellow_milli": 10_000,
        "yellow_at": True,
        "red_milli": 30_000,
        "red_at": False,
        "enabled": True,
    },
    "seasonal_curve": lambda n: {
        "unit_id": min(n, ROWS),
        "from_year": 2000 + n,
        **{f"m{month:02d}_permille": month * 80 for month in range(1, 12)},
    },
    "judgement": lambda n: {
        "project_id": min(n, ROWS),
        "judged_on": _day(n),
        "colour": Colour.YELLOW,
        "judged_by": "经办人甲",
        "reason": "审批未下达",
    },
}

_WORDS: dict[str, str] = {
    "level": Level.COUNTY,
    "comparator": Comparator.RANGE,
    "deadline_precision": Precision.MONTH,
    "nature": Nature.EXTEND,
    "role": Role.ROOF,
    "state": State.HANDED_OVER,
    "stage": Stage.FINAL,
    "figure": RuleFigure.YEAR_LAG,
    "measure": RuleMeasure.DAYS,
    "scope": RuleScope.CAPACITY,
    "colour": Colour.RED,
}
# Columns whose other value depends on the table, or which a constraint joins with others.
_OTHERS: dict[tuple[str, str], Values] = {
    ("project", "custom"): {"custom": '{"栏": "改后“值”"}'},
    ("reporting_unit", "kind"): {"kind": UnitKind.ZONE},
    ("project", "kind"): {"kind": Kind.CAPACITY},
    ("project", "merged_into_id"): {"merged_into_id": None, "merged_on": None},
    ("project", "merged_on"): {"merged_on": date(2027, 1, 31)},
    ("problem", "opened_on"): {"opened_on": date(2026, 1, 31)},
    ("problem", "category"): {"category": ProblemCategory.LAND},
    ("problem", "level"): {"level": ProblemLevel.PROVINCE},
    ("milestone", "na"): {"na": True, "actual": None},
    ("milestone", "frozen_on"): {"frozen_on": None, "first_planned": None},
    ("period_report", "na"): {"na": True, "percent": None},
    ("investment", "na"): {"na": True, "amount_fen": None},
    ("annual_plan", "category"): {"category": YearCategory.NEW_START},
    ("annual_plan", "na"): {"na": True, "amount_fen": None},
    ("annual_plan", "year"): {"year": 2027},
    ("quarter_close", "stage"): {"stage": ClosingStage.ESTIMATE},
    ("quarter_close", "last_action_id"): {"last_action_id": 2},
    ("quarter_close", "reopened_by"): {"reopened_by": "经办人丙"},
    ("quarter_close", "reopen_reason"): {"reopen_reason": "另一原因"},
    ("quarter_close", "reopened_on"): {"reopened_on": None, "reopened_by": None, "reopen_reason": None},
    ("seasonal_curve", "from_year"): {"from_year": 2077},
    ("period_figure", "kind"): {"kind": MoneyKind.PAID},
    ("period_figure", "na"): {"na": True, "amount_fen": None},
    ("related", "other_id"): {"other_id": 50},
}


def other(table: Table, column: Column[Any]) -> Values:
    """Return another valid value for a column of row 2, with the columns a constraint joins to it."""
    if (table.name, column.name) in _OTHERS:
        return _OTHERS[table.name, column.name]
    if column.foreign_keys:
        return {column.name: 1 if table.name == "related" else 3}
    if column.name in _WORDS:
        return {column.name: _WORDS[column.name]}
    kind = column.type
    if isinstance(kind, Boolean):
        return {column.name: not SAMPLES[table.name](2)[column.name]}
    if isinstance(kind, Date):
        # A cleared field is the hardest case to bring back; where a value is demanded, another day.
        return {column.name: None if column.nullable else date(2027, 1, 31)}
    return {column.name: 77 if isinstance(kind, Integer) else "改后“值”"}


def fill(session: Session) -> None:
    """Fill every logged table, parents first."""
    for table in LOGGED:
        count = PROJECTS if table.name == "project" else ROWS
        for n in range(1, count + 1):
            session.execute(insert(table).values(SAMPLES[table.name](n)))
