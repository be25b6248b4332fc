"""What an action touched, so that each page can decide whether to read again."""

from __future__ import annotations

from enum import Flag, auto


class Changes(Flag):
    """The kinds of data that one action moved."""

    NOTHING = 0
    PROJECTS = auto()
    MILESTONES = auto()
    MONEY = auto()
    REPORTS = auto()
    PROBLEMS = auto()
    UNITS = auto()
    CATALOGUE = auto()
    SETTINGS = auto()
    CLOSING = auto()
    EVERYTHING = PROJECTS | MILESTONES | MONEY | REPORTS | PROBLEMS | UNITS | CATALOGUE | SETTINGS | CLOSING


_TABLES = {
    "project": Changes.PROJECTS,
    "project_alias": Changes.PROJECTS,
    "uid_alias": Changes.PROJECTS,
    "source": Changes.PROJECTS,
    "related": Changes.PROJECTS,
    "target": Changes.PROJECTS,
    "target_value": Changes.REPORTS,
    "state_period": Changes.PROJECTS,
    "document": Changes.PROJECTS,
    "milestone": Changes.MILESTONES,
    "milestone_approval": Changes.MILESTONES,
    "milestone_forecast": Changes.MILESTONES,
    "template": Changes.SETTINGS,
    "template_item": Changes.SETTINGS,
    "money_source": Changes.MONEY,
    "investment": Changes.MONEY,
    "annual_plan": Changes.MONEY,
    "allocation": Changes.MONEY,
    "period_figure": Changes.MONEY,
    "period_report": Changes.REPORTS,
    "problem": Changes.PROBLEMS,
    "reporting_unit": Changes.UNITS,
    "unit_former": Changes.UNITS,
    "plan": Changes.CATALOGUE,
    "box": Changes.CATALOGUE,
    "programme": Changes.CATALOGUE,
    "catalogue_conflict": Changes.CATALOGUE,
    "setting": Changes.SETTINGS,
    "quarter_close": Changes.CLOSING,
    "light_rule_set": Changes.SETTINGS,
    "light_rule": Changes.SETTINGS,
    "seasonal_curve": Changes.SETTINGS,
    "judgement": Changes.REPORTS,
}


# What the log's filter calls the kinds, in the order people look for them.
KIND_WORDS = (
    (Changes.PROJECTS, "项目事实"),
    (Changes.MILESTONES, "节点"),
    (Changes.MONEY, "资金"),
    (Changes.REPORTS, "季报和完成数"),
    (Changes.PROBLEMS, "问题"),
    (Changes.CLOSING, "封账"),
    (Changes.UNITS, "上报单位"),
    (Changes.CATALOGUE, "目录"),
    (Changes.SETTINGS, "设置"),
)


def tables_of(kinds: Changes) -> frozenset[str]:
    """Return the tables that hold some kinds of data.

    >>> sorted(tables_of(Changes.PROBLEMS))
    ['problem']
    """
    return frozenset(name for name, kind in _TABLES.items() if kind & kinds)


def of_tables(names: set[str]) -> Changes:
    """Return the kinds of data kept in the tables *names*.

    >>> of_tables({"milestone", "problem"}) == Changes.MILESTONES | Changes.PROBLEMS
    True
    """
    found = Changes.NOTHING
    for name in names:
        found |= _TABLES[name]
    return found
