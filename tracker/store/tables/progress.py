"""Progress: milestones with their four dates, templates, and what was reported each period."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.domain.kinds import Role
from tracker.store.tables.base import AUTOINCREMENT, Base, Row, flag, one_of


class Milestone(Row, Base):
    """节点. The four dates are never merged: 原定, 最新批准 (versions), 预计 (observations), 实际.

    ``first_planned`` is 原定 as it stood when it was first frozen; slip is shown against it for good.
    """

    __tablename__ = "milestone"
    __table_args__ = (
        one_of("role", Role),
        flag("na"),
        CheckConstraint("weight >= 0 AND weight <= 1000", name="weight_range"),
        CheckConstraint("length(trim(title)) > 0", name="title_given"),
        CheckConstraint("na = 0 OR actual IS NULL", name="na_has_no_actual"),
        CheckConstraint("frozen_on IS NOT NULL OR first_planned IS NULL", name="first_when_frozen"),
        AUTOINCREMENT,
    )

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    title: Mapped[str]
    role: Mapped[str | None]
    weight: Mapped[int] = mapped_column(server_default="0")
    na: Mapped[bool] = mapped_column(server_default="0")
    planned: Mapped[date | None]  # 原定
    frozen_on: Mapped[date | None]
    first_planned: Mapped[date | None]
    actual: Mapped[date | None]  # 实际
    evidence: Mapped[str | None]  # 佐证文号, where there is no record of the document
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id", ondelete="SET NULL"), index=True)
    owner_dept: Mapped[str | None]
    owner: Mapped[str | None]
    note: Mapped[str | None]


class MilestoneApproval(Row, Base):
    """最新批准: one version of an approved date, with the paper and the reason."""

    __tablename__ = "milestone_approval"
    __table_args__ = (UniqueConstraint("milestone_id", "decided_on"), AUTOINCREMENT)

    milestone_id: Mapped[int] = mapped_column(ForeignKey("milestone.id", ondelete="CASCADE"), index=True)
    approved: Mapped[date]  # the new date
    decided_on: Mapped[date]  # when it was approved
    document_number: Mapped[str]
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id", ondelete="SET NULL"), index=True)
    reason: Mapped[str]


class MilestoneForecast(Row, Base):
    """预计: an honest estimate, as seen on a day. ``expected`` NULL withdraws the estimate from that day on."""

    __tablename__ = "milestone_forecast"
    __table_args__ = (UniqueConstraint("milestone_id", "observed_on"), AUTOINCREMENT)

    milestone_id: Mapped[int] = mapped_column(ForeignKey("milestone.id", ondelete="CASCADE"), index=True)
    expected: Mapped[date | None]
    observed_on: Mapped[date]


class Template(Row, Base):
    """A list of milestones for a type of project; editable."""

    __tablename__ = "template"
    __table_args__ = AUTOINCREMENT

    key: Mapped[str] = mapped_column(String, unique=True)
    title: Mapped[str]
    position: Mapped[int]


class TemplateItem(Row, Base):
    """One milestone of a template."""

    __tablename__ = "template_item"
    __table_args__ = (one_of("role", Role), AUTOINCREMENT)

    template_id: Mapped[int] = mapped_column(ForeignKey("template.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    title: Mapped[str]
    role: Mapped[str | None]
    weight: Mapped[int]


class PeriodReport(Row, Base):
    """季报/月报 of one project: 形象进度 in words and percent, next steps. ``period_end`` is a month's last day."""

    __tablename__ = "period_report"
    __table_args__ = (
        UniqueConstraint("project_id", "period_end"),
        CheckConstraint("percent IS NULL OR percent BETWEEN 0 AND 100", name="percent_range"),
        CheckConstraint("percent IS NULL OR na = 0", name="known_or_na"),
        flag("na"),
        AUTOINCREMENT,
    )

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"), index=True)
    period_end: Mapped[date]
    text: Mapped[str | None]  # 形象进度
    percent: Mapped[int | None]
    na: Mapped[bool] = mapped_column(server_default="0")  # 形象进度 % does not apply
    next_steps: Mapped[str | None]
    reported_by: Mapped[str | None]
    reported_on: Mapped[date | None]
