"""All tables of the file, under one name."""

from __future__ import annotations

from tracker.store.tables.base import Base, Row
from tracker.store.tables.catalogue import (
    Box,
    CatalogueConflict,
    Plan,
    Programme,
    ReportingUnit,
    SeedValue,
    UnitFormer,
)
from tracker.store.tables.closing import ClosedRow, Correction, QuarterClose
from tracker.store.tables.log import Action, Change, CurrentAction
from tracker.store.tables.money import Allocation, AnnualPlan, Investment, MoneySource, PeriodFigure, Setting
from tracker.store.tables.progress import (
    Milestone,
    MilestoneApproval,
    MilestoneForecast,
    PeriodReport,
    Template,
    TemplateItem,
)
from tracker.store.tables.projects import (
    Document,
    Problem,
    Project,
    ProjectAlias,
    Related,
    Source,
    StatePeriod,
    Target,
    TargetValue,
    UidAlias,
)
from tracker.store.tables.rules import Judgement, LightRule, LightRuleSet, SeasonalCurve

__all__ = [
    "Action",
    "Allocation",
    "AnnualPlan",
    "Base",
    "Box",
    "CatalogueConflict",
    "Change",
    "ClosedRow",
    "Correction",
    "CurrentAction",
    "Document",
    "Investment",
    "Judgement",
    "LightRule",
    "LightRuleSet",
    "Milestone",
    "MilestoneApproval",
    "MilestoneForecast",
    "MoneySource",
    "PeriodFigure",
    "PeriodReport",
    "Plan",
    "Problem",
    "Programme",
    "Project",
    "ProjectAlias",
    "QuarterClose",
    "Related",
    "ReportingUnit",
    "Row",
    "SeasonalCurve",
    "SeedValue",
    "Setting",
    "Source",
    "StatePeriod",
    "Target",
    "TargetValue",
    "Template",
    "TemplateItem",
    "UidAlias",
    "UnitFormer",
]

# The tables whose rows a user can edit, in the order of their dependence: these are logged and guarded.
LOGGED = tuple(table for table in Base.metadata.sorted_tables if "uid" in table.c and table.name != "action")
