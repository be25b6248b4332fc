"""The closed word lists of the field. Each value is the word the user reads and the file stores."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """Whether a project builds something or makes something possible."""

    CONSTRUCTION = "建设类"
    CAPACITY = "能力类"


class Nature(StrEnum):
    """建设性质: what is done to the building or equipment. Not 年度类别 and not 状态."""

    NEW = "新建"
    EXTEND = "扩建"
    REBUILD = "改建"
    REBUILD_EXTEND = "改扩建"
    RELOCATE = "迁建"
    RESTORE = "恢复"
    CONTINUE = "续建"
    RENOVATE = "维修改造"
    PURCHASE = "设备购置"
    UNSTATED = "未注明"


class State(StrEnum):
    """状态 at a date. The first six are for 建设类, the last four for 能力类; 取消 and 移交 are for both."""

    EARLY = "前期"
    BUILDING = "在建"
    FINISHED = "完工"
    SUSPENDED = "停工"
    CANCELLED = "取消"
    HANDED_OVER = "移交"
    NOT_STARTED = "未启动"
    RUNNING = "进行中"
    DONE = "已完成"
    STOPPED = "停止"


STATES_OF = {
    Kind.CONSTRUCTION: (
        State.EARLY,
        State.BUILDING,
        State.FINISHED,
        State.SUSPENDED,
        State.CANCELLED,
        State.HANDED_OVER,
    ),
    Kind.CAPACITY: (
        State.NOT_STARTED,
        State.RUNNING,
        State.DONE,
        State.STOPPED,
        State.CANCELLED,
        State.HANDED_OVER,
    ),
}
# States that take a project out of every count from their date on.
UNCOUNTED_STATES = (State.CANCELLED, State.HANDED_OVER)
# What a state by hand reads that gives the word back to the milestones from a day on.
BY_MILESTONES = "按节点"
# States a person may only set with a reason.
STATES_WITH_REASON = (State.SUSPENDED, State.STOPPED, State.CANCELLED, State.HANDED_OVER)


class Role(StrEnum):
    """What a milestone stands for. Figures read the role, never the title, which the user may word freely."""

    APPROVED = "立项"
    FEASIBILITY = "可研"
    DESIGN = "初设"
    START = "开工"
    ROOF = "主体封顶"
    ACCEPTED = "竣工验收"
    DELIVERED = "交付使用"
    ACCOUNTS = "决算"
    IN_USE = "启用"
    ATTAINED = "达标"


# Reaching one of these finishes a project (design: 竣工验收; 启用 or 达标 for others).
FINISH_ROLES = (Role.ACCEPTED, Role.IN_USE, Role.ATTAINED)


class MoneyKind(StrEnum):
    """The three cumulative period figures."""

    ARRIVED = "到位"
    DONE = "完成投资"
    PAID = "支付"


class Stage(StrEnum):
    """At which stage a 总投资 was fixed; a later stage replaces an earlier one."""

    ESTIMATE = "估算"
    BUDGET = "概算"
    FINAL = "决算"


class YearCategory(StrEnum):
    """年度类别 of an annual plan."""

    CONTINUED = "续建"
    NEW_START = "新开工"
    COMPLETION = "竣工"
    EARLY = "前期"


class ProblemCategory(StrEnum):
    """What stands in the way."""

    MONEY = "资金"
    LAND = "用地"
    APPROVAL = "审批"
    DEMOLITION = "征拆"
    TENDER = "招标"
    BUILDING = "施工"
    EQUIPMENT = "设备"
    STAFF = "人员"
    OTHER = "其他"


class ProblemLevel(StrEnum):
    """Who has to coordinate."""

    UNIT = "本单位"
    COUNTY = "县级"
    CITY = "市级"
    PROVINCE = "省级"


class Level(StrEnum):
    """级别: on whose key-project list it stands."""

    PROVINCE = "省重点"
    CITY = "市重点"
    COUNTY = "县重点"
    ORDINARY = "一般"


class UnitKind(StrEnum):
    """What sort of place a reporting unit is."""

    OWN_LEVEL = "市本级"
    COUNTY = "区县"
    ZONE = "功能区"
    CITY = "地市"  # only groups the units below it


class Precision(StrEnum):
    """How exactly a printed deadline names its day."""

    DAY = "日"
    MONTH = "月"
    QUARTER = "季"
    YEAR = "年"


class Comparator(StrEnum):
    """How a target's number is meant."""

    EQUAL = "="
    AT_LEAST = "≥"
    AT_MOST = "≤"
    RANGE = "range"


class Counting(StrEnum):
    """How 打捆 projects are counted; a report says which (江门: 444 projects, 569 when split)."""

    BUNDLED = "打捆计"
    SPLIT = "拆分计"


class Colour(StrEnum):
    """A light. Grey is no verdict: nothing known, or not reported."""

    RED = "红"
    YELLOW = "黄"
    GREEN = "绿"
    GREY = "灰"


class RuleFigure(StrEnum):
    """The figure a light's rule reads."""

    YEAR_LAG = "年度投资完成率"
    TARGET_LAG = "目标完成率"
    MILESTONE_LATE = "节点逾期"
    PAID_OVER_DONE = "支付超过完成投资"


class RuleMeasure(StrEnum):
    """What a rule's thresholds count: 百分点 is a difference of two rates, % is relative to what was due."""

    POINTS = "百分点"
    PERCENT = "%"
    DAYS = "天"


class RuleScope(StrEnum):
    """Which projects a rule is for; where its figure does not apply (no annual plan, no target) it is silent."""

    ALL = "全部项目"
    CONSTRUCTION = "建设类"
    CAPACITY = "能力类"


class PaidBase(StrEnum):
    """What 支付率 is divided by (domain.md 2f): 项目办 use 到位, finance bureaus 下达."""

    ARRIVED = "到位"
    ALLOCATED = "下达"
