"""A block of cells as Excel puts it on the clipboard: cut into cells, and its columns recognised.

Pure functions; which project a row means and whether a value fits is decided in services/paste.py.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from tracker.domain.errors import InputError
from tracker.domain.money import Amount, parse_wan
from tracker.domain.project_fields import LABELS

# Columns that say which project a row means; they are never written.
UID, NAME, UNIT = "uid", "name", "unit"
INVESTMENT, YEAR_PLAN = "investment", "year_plan"
MONEY = (INVESTMENT, YEAR_PLAN)
_KEYS = (UID, NAME, "code")
# Facts that can be pasted. 项目代码 finds a project and can be filled in too; 名称, 上报单位, 类别 are edited singly.
FACTS = tuple(field for field in LABELS if field not in ("name", "unit_id", "kind", "deadline_day"))
PASTED = (*MONEY, *FACTS)

# What offices write over their columns, spaces and brackets left out.
_SYNONYMS = {
    UID: "uid 项目编号 系统编号 目录编号 编号",
    NAME: "项目名称 名称 项目 工程名称 建设项目名称 项目工程名称",
    UNIT: "上报单位 填报单位 区县 县区 县市区 县 所属区县 所属县区 部门或县区 县市区开发区",
    INVESTMENT: "总投资 项目总投资 计划总投资 总投资额 投资总额 估算总投资 概算总投资",
    YEAR_PLAN: "年度计划 年度计划投资 年度投资计划 年度投资 本年计划 本年计划投资 本年度计划投资 年计划 年计划投资",
    "code": "项目代码 投资项目代码 审批监管平台代码 项目统一代码 在线平台代码 代码 国家项目代码",
    "nature": "建设性质 性质",
    "place": "建设地点 建设地址 项目地点 地点 地址",
    "content": "建设内容及规模 建设规模及内容 建设内容 建设规模 主要建设内容 主要建设内容及规模 主要建设规模",
    "level": "级别 项目级别 重点级别 重点项目级别",
    "builder": "建设单位 项目单位 业主单位 项目法人 项目法人单位 项目业主 业主 建设业主单位 建设单位业主",
    "owner_dept": "责任单位 责任部门 牵头单位 责任主体 牵头部门",
    "owner": "责任人 项目责任人 负责人 项目负责人 具体责任人",
    "leader": "包保领导 挂点领导 挂钩领导 包抓领导 包联领导 挂包领导 联系领导 分管领导",
    "planned_start": "计划开工 计划开工时间 计划开工日期 拟开工 拟开工时间 拟开工日期 计划开工年月",
    "planned_finish": "计划竣工 计划竣工时间 计划竣工日期 计划完工 计划完工时间 拟竣工 拟竣工时间 拟建成时间",
    "deadline_text": "规划时限 规划完成时限 完成时限",
    "note": "备注 说明",
}
_BY_HEADING = {heading: field for field, headings in _SYNONYMS.items() for heading in headings.split()}
_YEAR_HEADING = re.compile(r"(20\d\d)年?(?=度?(?:计划|投资计划))度?")
_UNITS = {"元": "元", "万元": "", "亿元": "亿元"}
_BRACKETS = re.compile(r"[(\[（【][^)\]）】]*[)\]）】]")
_MARKS = "★☆▲△●◆※*"
_TOTALS = re.compile(r"(合计|总计|小计|其中)([(:].*)?")
_HEAD_ROWS = 6  # a title, its unit and date, and two rows of headings
_NA = {"/", "／", "不适用"}
_QUOTED = re.compile(r'"((?:[^"\t]|"")*)"(?=\t|\r?\n|\r|$)')
_PLAIN = re.compile(r"[^\t\r\n]*")
# What the office calls columns of its own, by heading: its custom columns, and its word for the leader.
Own = Mapping[str, str]
_NONE: Own = {}


@dataclass(frozen=True)
class Column:
    """One column of the block. ``field`` None: not recognised, nothing is taken from it.

    ``unit`` is put behind a bare number ("" is 万元), ``year`` is the year a plan's heading names.
    """

    place: int
    heading: str
    field: str | None
    unit: str = ""
    year: int | None = None


@dataclass(frozen=True)
class Block:
    """The cells of a block below its headings; ``first_row`` is the first one's number in what was copied, from 1."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    first_row: int
    headed: bool


def split(text: str) -> list[list[str]]:
    r"""Cut clipboard text into rows of cells: tabs between cells, and quotes around a cell that holds a line end.

    A cell that only begins with a quotation mark is copied as it is, so quotes count only where they are needed.

    >>> split('a\t"b\nc"\r\nd\t"e"')
    [['a', 'b\nc'], ['d', '"e"']]
    """
    rows: list[list[str]] = [[]]
    at = 0
    while True:
        found = _QUOTED.match(text, at)
        if found is not None and re.search(r"[\r\n]", found[1]):
            rows[-1].append(found[1].replace('""', '"').replace("\r\n", "\n"))
        else:
            found = _PLAIN.match(text, at)
            rows[-1].append(found[0] if found else "")
        at = found.end() if found else at
        if at >= len(text):
            break
        if text[at] != "\t":
            at += 2 if text.startswith("\r\n", at) else 1
            if at >= len(text):  # the line end behind the last row is not a row
                break
            rows.append([])
        else:
            at += 1
    return [] if rows == [[""]] else rows


def read(text: str, fields: Sequence[str | None] = (), own: Own = _NONE) -> Block:
    """Cut a block and name its columns: by its headings where it has some, else by *fields* from the left.

    Headings may stand below the title of the sheet, and on two rows whose upper cells span those below. *own* are the
    office's columns, label → field.
    Raises InputError where there is nothing to take: an empty block, or neither headings nor *fields*.
    """
    rows = [tuple(cell.strip() for cell in row) for row in split(text)]
    if not any(any(row) for row in rows):
        raise InputError("剪贴板里没有表格内容。请先在 Excel 中选中并复制单元格，再粘贴。")
    columns, below = _head(rows, _forms_of(own))
    if not below:
        if not fields:
            raise InputError(
                "没有认出列标题。请连同标题行一起复制（如“项目名称、总投资、责任单位”），或先选中要填的格再粘贴。"
            )
        width = max(len(row) for row in rows)
        named = {field: label for label, field in own.items()} | LABELS
        given = [field if field in PASTED or field in named else None for field in fields][:width]
        padded = [*given, *[None] * (width - len(given))]
        columns = tuple(Column(place, named.get(field or "", ""), field) for place, field in enumerate(padded))
    return Block(columns, tuple(rows[below:]), below + 1, below > 0)


def _head(rows: Sequence[Sequence[str]], own: Own) -> tuple[tuple[Column, ...], int]:
    """Return the named columns and how many rows belong to the head, 0 where there is none.

    Further down than the first row only a row that names the projects is taken for headings.
    """
    for place, cells in enumerate(rows[:_HEAD_ROWS]):
        columns = headings(cells, own)
        both = _two_rows(columns, rows[place + 1] if place + 1 < len(rows) else (), own)
        if not _is_head(both or columns) or (place and not _keyed(columns)):
            continue
        said = next((word for above in rows[:place] for word in map(_unit, above) if word), "")
        named = tuple(replace(one, unit=one.unit or said) if one.field in MONEY else one for one in both or columns)
        return named, place + (2 if both else 1)
    return (), 0


def _two_rows(upper: Sequence[Column], cells: Sequence[str], own: Own) -> tuple[Column, ...] | None:
    """Return the columns of two rows of headings; None where the second row is none: it names a project.

    An upper cell spans those below up to the next one; its unit and year hold for them: 2026年 over 计划投资.
    """
    named = any(column.field in _KEYS and any(cells[column.place : column.place + 1]) for column in upper)
    if named or not _keyed(upper):
        return None
    texts, above = [], ""
    for place in range(max(len(upper), len(cells))):
        below = cells[place] if place < len(cells) else ""
        above = upper[place].heading if place < len(upper) and upper[place].heading else above if below else ""
        plain = _heading(place, below, own)
        unit = "" if plain.unit or not _unit(above) else f"({_unit(above)})"
        texts.append(f"{below}{unit}" if plain.field else f"{above}{below}")
    both = headings(texts, own)
    return both if _named(both) > _named(upper) else None


def _is_head(columns: Sequence[Column]) -> bool:
    """Return whether a row holds headings: as many are known as unknown."""
    return _named(columns) > 0 and _named(columns) * 2 >= sum(bool(column.heading) for column in columns)


def _named(columns: Sequence[Column]) -> int:
    """Return how many columns were recognised."""
    return sum(column.field is not None for column in columns)


def _keyed(columns: Sequence[Column]) -> bool:
    """Return whether the columns tell which project a row means."""
    return any(column.field in _KEYS for column in columns)


def headings(cells: Sequence[str], own: Own = _NONE) -> tuple[Column, ...]:
    """Recognise a row of headings; a field named twice is taken from its first column."""
    found: list[Column] = []
    for place, cell in enumerate(cells):
        column = _heading(place, cell, own)
        if column.field is not None and any((one.field, one.year) == (column.field, column.year) for one in found):
            column = Column(place, column.heading, None)
        found.append(column)
    return tuple(found)


def _heading(place: int, cell: str, own: Own) -> Column:
    """Recognise one heading, such as 总投资(万元) or 2026年度计划投资, broken into lines or not; *own* by its forms."""
    shown = re.sub(r"\s+", "", cell)
    whole, bare = _forms(cell)
    unit = _unit(cell)
    year = None
    if named := _YEAR_HEADING.match(bare):
        year, bare = int(named[1]), "年度" + bare[named.end() :]
    field = _BY_HEADING.get(bare) or _BY_HEADING.get(whole)
    if field not in (UID, NAME, UNIT, "code"):  # no column of the office's may hide which project a row means
        field = own.get(whole) or own.get(bare) or field
    return Column(place, shown, field, unit, year if field == YEAR_PLAN else None)


def _forms(cell: str) -> tuple[str, str]:
    """Return a heading as headings are compared: without marks, and also without what stands in brackets."""
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", cell)).strip(_MARKS)
    whole = re.sub(r"[()\[\]:;/、]", "", plain).lower()
    return whole, re.sub(r"[:;/、()\[\]]", "", _BRACKETS.sub("", plain)).lower()


def _forms_of(own: Own) -> Own:
    """Return the office's columns by every form of their labels; a label as it stands goes before a shortened one."""
    whole = {_forms(label)[0]: field for label, field in own.items()}
    return {_forms(label)[1]: field for label, field in own.items() if _forms(label)[1]} | whole


def _unit(cell: str) -> str:
    """Return the unit a heading or a title names in brackets or as 单位:元; 万元 and none are both “”."""
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", cell))
    found = next((word for word in ("万元", "亿元", "元") if f"({word})" in plain or f"单位:{word}" in plain), "")
    return _UNITS.get(found, "")


def is_total(name: str) -> bool:
    """Return whether a name heads a line of totals: 合计(100项), 小计, 其中:在建."""
    plain = key(name)
    return bool(_TOTALS.fullmatch(plain)) or plain.startswith(("合计(", "其中:"))


def key(name: str) -> str:
    """Return a name as names are compared: half width, without spaces and the ★ of key projects. Never fuzzily."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", name)).strip(_MARKS)


def amount(cell: str, unit: str = "") -> Amount:
    """Return a cell of money; *unit* belongs to a bare number (“” is 万元). “/” is 不适用.

    Raises InputError where it is no amount.
    """
    plain = cell.strip()
    if plain in _NA:
        return Amount(na=True)
    bare = plain.lstrip("¥￥")
    return Amount(parse_wan(f"{bare}{unit}" if unit and bare[-1:].isdigit() else bare))
