"""What tables, fields and values are called in the change history: the user's words, never ours.

A field that is not listed under its table is the program's own business (keys, search forms, order) and is not shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from tracker.domain.kinds import BY_MILESTONES, Comparator
from tracker.domain.money import format_wan

UNKNOWN, NOT_APPLICABLE, YES, NO = "未填", "不适用", "是", "否"
_MILLI = 1000
_PERMILLE_PER_PERCENT = 10
# Values that are not the user's words as they stand.
_WORDS = {
    ("comparator", Comparator.RANGE.value): "区间",
    ("key", "catalogue"): "目录",
    ("key", "leader_label"): "领导栏名称",
    ("key", "paid_base"): "支付率的分母",
    ("key", "due_rule"): "填报截止日",
    ("key", "counting"): "打捆项目的计数",
    ("key", "display_names"): "经办人姓名",
    ("key", "sign_off"): "签字栏",
    ("key", "custom_columns"): "自定义栏",
    ("key", "views"): "我的视图",
}


@dataclass(frozen=True)
class TableWords:
    """One table in words.

    ``title`` is the field a row goes by. ``value`` is the field that is the row's whole point: such a row is told as
    “未填 → 6,320.00 万元” when it comes and goes. ``order`` says that moved positions are worth one line.
    """

    word: str
    fields: MappingProxyType[str, str]
    title: str | None = None
    value: str | None = None
    order: bool = False


def _table(
    word: str, fields: dict[str, str], title: str | None = None, value: str | None = None, *, order: bool = False
) -> TableWords:
    """Make the entry of one table."""
    return TableWords(word, MappingProxyType(fields), title, value, order)


_DEADLINE = {"deadline_text": "时限（原文）", "deadline_day": "时限日期", "deadline_precision": "时限精度"}
_PAPER = {"document_id": "批复文件"}

TABLES = MappingProxyType(
    {
        "plan": _table(
            "规划",
            {
                "title": "名称",
                "short": "简称",
                "period": "规划期",
                "number": "文号",
                "issued_on": "印发日期",
                "note": "备注",
            },
            "title",
        ),
        "box": _table("专栏", {"plan_id": "规划", "no": "序号", "label": "编号（原文）", "title": "标题"}, "title"),
        "programme": _table("工程", {"box_id": "专栏", "no": "编号", "title": "名称"}, "title"),
        "reporting_unit": _table(
            "上报单位",
            {"name": "名称", "kind": "类型", "code": "行政区划代码", "parent_id": "上级单位", "note": "备注"},
            "name",
            order=True,
        ),
        "unit_former": _table("曾用名", {"unit_id": "上报单位", "name": "曾用名", "code": "旧代码"}, "name"),
        "catalogue_conflict": _table(
            "目录更新", {"field": "字段", "ours": "本单位的值", "theirs": "新目录的值", "settled": "处理"}, "field"
        ),
        "project": _table(
            "项目",
            {
                "name": "项目名称",
                "kind": "类别",
                "nature": "建设性质",
                "code": "项目代码",
                "unit_id": "上报单位",
                "unit_inferred": "上报单位为推定",
                "place": "建设地点",
                "content": "建设内容及规模",
                "level": "级别",
                "builder": "建设单位",
                "owner_dept": "责任单位",
                "owner": "责任人",
                "leader": "包保领导",
                "planned_start": "计划开工",
                "planned_finish": "计划完工",
                "deadline_text": "规划时限",
                "deadline_day": "规划时限日期",
                "deadline_precision": "规划时限精度",
                "note": "备注",
                "parent_id": "打捆项目",
                "is_programme": "工程本身",
                "counted": "计入统计",
                "template_key": "节点模板",
                "merged_into_id": "并入项目",
                "merged_on": "合并日期",
                "custom": "自定义栏",
            },
            "name",
        ),
        "project_alias": _table("别名", {"text": "别名"}, "text"),
        "uid_alias": _table("旧编号", {"old_uid": "旧编号"}, "old_uid"),
        "source": _table("来源", {"programme_id": "工程", "project_id": "所属项目"}, "programme_id"),
        "related": _table("相关项目", {"other_id": "相关项目"}, "other_id"),
        "target": _table(
            "目标",
            {
                "text": "目标",
                "comparator": "比较",
                "low_milli": "下限",
                "high_milli": "上限",
                "unit": "单位",
                "base": "口径",
                **_DEADLINE,
            },
            "text",
            order=True,
        ),
        "target_value": _table(
            "目标完成数", {"achieved_milli": "完成数", "period_end": "截至"}, "period_end", "achieved_milli"
        ),
        "state_period": _table("状态", {"state": "状态", "since": "起始日期", "reason": "原因"}, "state"),
        "document": _table(
            "批复文件",
            {
                "number": "文号",
                "title": "标题",
                "issuer": "发文单位",
                "issued_on": "发文日期",
                "type": "类型",
                "file": "附件",
                "sha256": "附件校验码",
                "project_id": "所属项目",
            },
            "title",
        ),
        "problem": _table(
            "问题",
            {
                "description": "问题描述",
                "category": "类别",
                "level": "协调层级",
                "owner": "责任人",
                "deadline": "解决时限",
                "opened_on": "提出日期",
                "closed_on": "销号日期",
                "result": "解决情况",
                "project_id": "所属项目",
            },
            "description",
        ),
        "milestone": _table(
            "节点",
            {
                "title": "名称",
                "role": "统计口径",
                "weight": "权重",
                "na": "不适用",
                "planned": "原定",
                "frozen_on": "冻结日期",
                "first_planned": "首次冻结的原定",
                "actual": "实际",
                "evidence": "佐证文号",
                **_PAPER,
                "owner_dept": "责任单位",
                "owner": "责任人",
                "note": "备注",
                "project_id": "所属项目",
            },
            "title",
            order=True,
        ),
        "milestone_approval": _table(
            "最新批准",
            {
                "approved": "最新批准",
                "decided_on": "批准日期",
                "document_number": "批准文号",
                **_PAPER,
                "reason": "调整原因",
            },
            value="approved",
        ),
        "milestone_forecast": _table("预计", {"expected": "预计", "observed_on": "估计日期"}, value="expected"),
        "template": _table("节点模板", {"title": "名称", "key": "代号"}, "title", order=True),
        "template_item": _table(
            "模板节点", {"title": "名称", "role": "统计口径", "weight": "权重"}, "title", order=True
        ),
        "money_source": _table("资金来源", {"name": "名称", "parent_id": "上级来源"}, "name", order=True),
        "investment": _table(
            "总投资",
            {
                "amount_fen": "金额",
                "stage": "阶段",
                "as_of": "定于",
                "source_id": "资金来源",
                **_PAPER,
                "note": "备注",
                "project_id": "所属项目",
            },
            value="amount_fen",
        ),
        "annual_plan": _table(
            "年度计划投资",
            {
                "amount_fen": "金额",
                "category": "年度类别",
                "year": "年度",
                "decided_on": "调整日期",
                **_PAPER,
                "note": "备注",
                "project_id": "所属项目",
            },
            value="amount_fen",
        ),
        "allocation": _table(
            "下达批次",
            {
                "amount_fen": "金额",
                "allocated_on": "下达日期",
                "source_id": "资金来源",
                "document_number": "下达文号",
                **_PAPER,
                "split_of_id": "拆分自",
                "note": "备注",
                "project_id": "所属项目",
            },
            "allocated_on",
        ),
        "period_figure": _table(
            "累计数",
            {
                "amount_fen": "金额",
                "reason": "说明",
                "period_end": "截至",
                "kind": "指标",
                "source_id": "资金来源",
                "project_id": "所属项目",
            },
            value="amount_fen",
        ),
        "period_report": _table(
            "季报",
            {
                "text": "形象进度",
                "percent": "形象进度百分比",
                "next_steps": "下季安排",
                "reported_by": "填报人",
                "reported_on": "填报日期",
                "period_end": "截至",
                "project_id": "所属项目",
            },
            "period_end",
        ),
        "setting": _table("设置", {"value": "内容"}, "key"),
        "quarter_close": _table(
            "封账",
            {
                "quarter": "季度",
                "scope_text": "范围",
                "stage": "口径",
                "version": "版次",
                "closed_by": "封账人",
                "closed_on": "封账日期",
                "workbook": "留存工作簿",
                "sha256": "留存工作簿校验码",
                "note": "备注",
                "reopened_by": "重新打开人",
                "reopened_on": "重新打开日期",
                "reopen_reason": "重新打开原因",
            },
            "quarter",
        ),
        "light_rule_set": _table(
            "亮灯规则",
            {"title": "名称", "key": "代号", "origin": "出处", "active": "启用"},
            "title",
            order=True,
        ),
        "light_rule": _table(
            "亮灯规则",
            {
                "rule_set_id": "所属规则",
                "figure": "指标",
                "measure": "口径",
                "scope": "适用范围",
                "yellow_milli": "黄灯界限",
                "yellow_at": "黄灯含界限",
                "red_milli": "红灯界限",
                "red_at": "红灯含界限",
                "enabled": "采用",
            },
            "figure",
        ),
        "seasonal_curve": _table(
            "季节曲线",
            {
                "unit_id": "上报单位",
                "from_year": "起始年度",
                **{f"m{month:02d}_permille": f"{month}月末应完成" for month in range(1, 12)},
            },
            "from_year",
        ),
        "judgement": _table(
            "研判",
            {
                "colour": "研判灯色",
                "judged_on": "研判日期",
                "judged_by": "研判人",
                "reason": "理由",
                "project_id": "所属项目",
            },
            value="colour",
        ),
    }
)

# Fields that read 是 or 否. ``na`` beside an amount or a per cent is told with that value instead.
FLAGS = frozenset({"na", "unit_inferred", "is_programme", "counted", "active", "yellow_at", "red_at", "enabled"})


def value_text(name: str, value: Any) -> str:
    """Return a stored value of the field *name* as the user reads it, money with its unit; None is 未填."""
    if value is None or value == "":
        return BY_MILESTONES if name == "state" else UNKNOWN
    if name in FLAGS:
        return YES if value else NO
    if name.endswith("_fen"):
        return f"{_exact_wan(int(value))} 万元"
    if name.endswith("_milli"):
        return f"{int(value) / _MILLI:,.3f}".rstrip("0").rstrip(".")
    if name.endswith("_permille"):
        return f"{int(value) / _PERMILLE_PER_PERCENT:.1f}".removesuffix(".0") + "%"
    shown = _WORDS.get((name, str(value)), " ".join(str(value).split("\n")))
    return f"{shown}%" if name == "percent" else shown


def _exact_wan(fen: int) -> str:
    """Return 分 as 万元 with as many decimals as it takes, at least two: a change of one 分 must be seen."""
    places = next(places for places in range(2, 7) if fen % 10 ** (6 - places) == 0)
    return format_wan(fen, places)


def field_label(name: str) -> str:
    """Return what a field is called where only its name is known: as with a project, else as in the first table."""
    return next((words.fields[name] for words in (TABLES["project"], *TABLES.values()) if name in words.fields), name)


def arrow(old: str, new: str) -> str:
    """Return “old → new”; a unit that both share is said once.

    >>> arrow("5,480.00 万元", "6,320.00 万元")
    '5,480.00 → 6,320.00 万元'
    """
    unit = " 万元"
    return f"{old.removesuffix(unit) if new.endswith(unit) else old} → {new}"
