"""The facts of a project that a person types or chooses, with the words for them."""

from __future__ import annotations

# The name of 包保领导 is a setting of the office; forms show theirs.
LABELS = {
    "name": "项目名称",
    "kind": "类别",
    "nature": "建设性质",
    "code": "项目代码",
    "unit_id": "上报单位",
    "place": "建设地点",
    "content": "建设内容及规模",
    "level": "级别",
    "builder": "建设单位",
    "owner_dept": "责任单位",
    "owner": "责任人",
    "leader": "包保领导",
    "planned_start": "计划开工",
    "planned_finish": "计划竣工",
    "deadline_text": "规划时限",
    "deadline_day": "规划时限（日期）",
    "note": "备注",
}
# What is chosen when two projects are merged: the printed deadline and its day go together.
MERGED = tuple(field for field in LABELS if field != "deadline_day")
