"""How progress is judged: the lights' rules, what a year's progress is measured against, and people's own verdicts."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.domain.kinds import Colour, RuleFigure, RuleMeasure, RuleScope
from tracker.store.tables.base import AUTOINCREMENT, Base, Row, flag, one_of


class LightRuleSet(Row, Base):
    """亮灯规则: one city's rules. A shipped set is stored under its key once the office has touched it."""

    __tablename__ = "light_rule_set"
    __table_args__ = (flag("active"), CheckConstraint("length(trim(title)) > 0", name="title_given"), AUTOINCREMENT)

    key: Mapped[str] = mapped_column(String, unique=True)
    title: Mapped[str]
    origin: Mapped[str | None]  # the document or page the thresholds come from
    position: Mapped[int]
    active: Mapped[bool] = mapped_column(server_default="0")  # the one in force; the services keep it to one


class LightRule(Row, Base):
    """One rule of a set: the figure it reads, for which projects, and from where on it is yellow and red.

    Thresholds are thousandths of the measure (10 百分点 is 10000); NULL means that the rule never shows that colour.
    ``yellow_at``, ``red_at``: the threshold itself already has the colour.
    """

    __tablename__ = "light_rule"
    __table_args__ = (
        one_of("figure", RuleFigure),
        one_of("measure", RuleMeasure),
        one_of("scope", RuleScope),
        flag("yellow_at"),
        flag("red_at"),
        flag("enabled"),
        CheckConstraint("yellow_milli IS NULL OR yellow_milli >= 0", name="yellow_range"),
        CheckConstraint("red_milli IS NULL OR red_milli >= 0", name="red_range"),
        AUTOINCREMENT,
    )

    rule_set_id: Mapped[int] = mapped_column(ForeignKey("light_rule_set.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    figure: Mapped[str]
    measure: Mapped[str]
    scope: Mapped[str]
    yellow_milli: Mapped[int | None]
    yellow_at: Mapped[bool] = mapped_column(server_default="0")
    red_milli: Mapped[int | None]
    red_at: Mapped[bool] = mapped_column(server_default="0")
    enabled: Mapped[bool] = mapped_column(server_default="1")


def _permille(month: int) -> CheckConstraint:
    """Keep one month's share to 0–1000."""
    name = f"m{month:02d}_permille"
    return CheckConstraint(f"{name} BETWEEN 0 AND 1000", name=f"{name}_range")


class SeasonalCurve(Row, Base):
    """季节曲线: how much of a year's plan is due by each month's end, in ‰, from a year on; for a unit or for all.

    A month left open lies on the straight line between its neighbours, so a curve by quarters fills 3, 6 and 9 only.
    December is always 1000 and not stored.
    """

    __tablename__ = "seasonal_curve"
    __table_args__ = (
        *(_permille(month) for month in range(1, 12)),
        CheckConstraint("from_year BETWEEN 2000 AND 2100", name="from_year_range"),
        Index("uq_seasonal_curve_once", text("coalesce(unit_id, 0)"), "from_year", unique=True),
        AUTOINCREMENT,
    )

    unit_id: Mapped[int | None] = mapped_column(ForeignKey("reporting_unit.id", ondelete="CASCADE"), index=True)
    from_year: Mapped[int]
    m01_permille: Mapped[int | None]
    m02_permille: Mapped[int | None]
    m03_permille: Mapped[int | None]
    m04_permille: Mapped[int | None]
    m05_permille: Mapped[int | None]
    m06_permille: Mapped[int | None]
    m07_permille: Mapped[int | None]
    m08_permille: Mapped[int | None]
    m09_permille: Mapped[int | None]
    m10_permille: Mapped[int | None]
    m11_permille: Mapped[int | None]


class Judgement(Row, Base):
    """研判: a person's own verdict on a project, beside the light; ``colour`` NULL withdraws it from then on."""

    __tablename__ = "judgement"
    __table_args__ = (
        one_of("colour", Colour),
        UniqueConstraint("project_id", "judged_on"),
        CheckConstraint("length(trim(reason)) > 0", name="reason_given"),
        AUTOINCREMENT,
    )

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"), index=True)
    judged_on: Mapped[date]
    colour: Mapped[str | None]
    judged_by: Mapped[str | None]
    reason: Mapped[str]
