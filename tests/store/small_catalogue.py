"""A small catalogue that tests write into a folder, change, and read: two plans, four programmes, five projects."""

from __future__ import annotations

from pathlib import Path

UNITS = """\
units:
- {uid: unit-city, name: 长春市, kind: 地市, code: '220100', position: 1}
- {uid: unit-own, name: 长春市本级, kind: 市本级, parent: 长春市, position: 2}
- uid: unit-dehui
  name: 德惠市
  kind: 区县
  code: '220183'
  parent: 长春市
  position: 3
  former: [{name: 德惠县, code: '220126'}]
- {uid: unit-yongji, name: 永吉县, kind: 区县, code: '220221', position: 4, note: 吉林市下辖}
"""
MONEY = """\
money_sources:
- {uid: money-central, name: 中央资金, position: 1}
- {uid: money-bond, name: 专项债券, parent: 中央资金, position: 2}
"""
TEMPLATES = """\
templates:
- key: building
  title: 建筑
  position: 1
  items:
  - {title: 立项, role: 立项, weight: 20}
  - {title: 施工, weight: 50}
  - {title: 竣工验收, role: 竣工验收, weight: 30}
"""
FIRST = """\
plan: {uid: plan-first, title: 长春市卫生健康规划, short: 长春, period: 十四五, issued_on: 2023-05-30, position: 1}
boxes:
- uid: box-first-1
  number: 1
  label: 专栏1
  title: 公共卫生
  programmes:
  - uid: a-p1
    mark: （一）
    title: 疾控体系建设工程
    unit: 长春市本级
    projects:
    - {uid: a-001, name: 长春市疾控中心扩建, kind: 建设类, nature: 扩建, unit: 长春市本级, related: [a-002]}
    - uid: a-002
      name: 德惠市传染病医院新建
      aliases: [德惠传染病院, 德惠市传染病院]
      kind: 建设类
      unit: 德惠市
      unit_inferred: true
      deadline: {text: 2022年底, day: 2022-12-31, precision: 年}
      targets:
      - {text: 不少于100张, comparator: '≥', low: 100, high: null, unit: 张}
      - {text: 1-2个, comparator: range, low: 1, high: 2.5, unit: 个, base: 每年}
      note: 床位另计
  - uid: a-p2
    title: 应急能力提升
    unit: 长春市本级
    targets:
    - {text: 每年培训100人, comparator: '=', low: 100, unit: 人, base: 每年}
- uid: box-first-2
  number: 2
  label: ''
  title: 基层卫生
  programmes:
  - uid: a-p3
    title: 基层工程
    unit: 德惠市
    projects:
    - see: a-002
    - {uid: a-003, name: 德惠市村卫生室改造, kind: 建设类, unit: 德惠市}
    - {uid: a-004, name: 德惠市全科医生培训, kind: 能力类, unit: 德惠市, related: [b-001]}
"""
SECOND = """\
plan: {uid: plan-second, title: 永吉县卫生健康规划, short: 永吉, number: 永政办发〔2023〕28号, position: 2}
boxes:
- uid: box-second-1
  number: 1
  label: 专栏1
  title: 医院
  programmes:
  - uid: b-p1
    title: 医院建设
    unit: 永吉县
    projects:
    - {uid: b-001, name: 永吉县医院迁建, kind: 建设类, nature: 迁建, unit: 永吉县}
    - see: a-004
"""
FILES = {
    "units.yaml": UNITS,
    "money_sources.yaml": MONEY,
    "templates.yaml": TEMPLATES,
    "first.yaml": FIRST,
    "second.yaml": SECOND,
}


def write(folder: Path, changes: dict[str, str] | None = None) -> Path:
    """Write the catalogue, whole files replaced by *changes*; return the folder."""
    folder.mkdir(exist_ok=True)
    for name, text in (FILES | (changes or {})).items():
        (folder / name).write_text(text, "utf-8")
    return folder


def swapped(file: str, *pairs: tuple[str, str]) -> str:
    """Return a file's text with each first string replaced by the second, which must be there exactly once."""
    text = FILES[file]
    for old, new in pairs:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text
