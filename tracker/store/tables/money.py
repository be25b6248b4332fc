"""Money, in integers of 分. Unknown is no row; 不适用 is a row with ``na``; zero is zero."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.domain.kinds import MoneyKind, Stage, YearCategory
from tracker.store.tables.base import AUTOINCREMENT, Base, Row, flag, known_or_na, one_of


class MoneySource(Row, Base):
    """资金来源, two levels."""

    __tablename__ = "money_source"
    __table_args__ = AUTOINCREMENT

    name: Mapped[str] = mapped_column(String, unique=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("money_source.id"), index=True)
    position: Mapped[int]


class Investment(Row, Base):
    """总投资, whole (no source) or of one source, at a stage, from a date on.

    ``as_of`` NULL is an undated figure: it holds from the beginning until a dated one replaces it.
    """

    __tablename__ = "investment"
    __table_args__ = (
        one_of("stage", Stage),
        flag("na"),
        known_or_na("amount_fen"),
        Index(
            "uq_investment_once",
            "project_id",
            text("coalesce(source_id, 0)"),
            text("coalesce(as_of, '')"),
            unique=True,
        ),
        AUTOINCREMENT,
    )

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"), index=True)
    source_id: Mapped[int | None] = mapped_column(ForeignKey("money_source.id"), index=True)
    stage: Mapped[str | None]
    amount_fen: Mapped[int | None]
    na: Mapped[bool] = mapped_column(server_default="0")
    as_of: Mapped[date | None]
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id", ondelete="SET NULL"), index=True)
    note: Mapped[str | None]


class AnnualPlan(Row, Base):
    """年度计划投资 of one year; an adjustment is a further row with its date."""

    __tablename__ = "annual_plan"
    __table_args__ = (
        one_of("category", YearCategory),
        flag("na"),
        known_or_na("amount_fen"),
        CheckConstraint("year BETWEEN 2000 AND 2100", name="year_range"),
        Index("uq_annual_plan_once", "project_id", "year", text("coalesce(decided_on, '')"), unique=True),
        AUTOINCREMENT,
    )

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"), index=True)
    year: Mapped[int]
    category: Mapped[str | None]  # 年度类别
    amount_fen: Mapped[int | None]
    na: Mapped[bool] = mapped_column(server_default="0")
    decided_on: Mapped[date | None]
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id", ondelete="SET NULL"), index=True)
    note: Mapped[str | None]


class Allocation(Row, Base):
    """下达: one batch of budget, with its paper. A batch on a 打捆 parent may be split to children."""

    __tablename__ = "allocation"
    __table_args__ = (CheckConstraint("amount_fen >= 0", name="amount_not_negative"), AUTOINCREMENT)

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"), index=True)
    source_id: Mapped[int | None] = mapped_column(ForeignKey("money_source.id"), index=True)
    amount_fen: Mapped[int]
    allocated_on: Mapped[date]
    document_number: Mapped[str | None]
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id", ondelete="SET NULL"), index=True)
    split_of_id: Mapped[int | None] = mapped_column(ForeignKey("allocation.id", ondelete="CASCADE"), index=True)
    note: Mapped[str | None]


class PeriodFigure(Row, Base):
    """累计到位, 累计完成投资 or 累计支付 at a month's end, 不分来源 (no source) or of one source.

    Never both for one project, kind and period: the triggers in store/triggers.py refuse it.
    """

    __tablename__ = "period_figure"
    __table_args__ = (
        one_of("kind", MoneyKind),
        flag("na"),
        known_or_na("amount_fen"),
        Index(
            "uq_period_figure_once",
            "project_id",
            "kind",
            "period_end",
            text("coalesce(source_id, 0)"),
            unique=True,
        ),
        AUTOINCREMENT,
    )

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"))
    period_end: Mapped[date]
    kind: Mapped[str]
    source_id: Mapped[int | None] = mapped_column(ForeignKey("money_source.id"), index=True)
    amount_fen: Mapped[int | None]
    na: Mapped[bool] = mapped_column(server_default="0")
    reason: Mapped[str | None]  # why a cumulative figure fell, or why a warning was passed over


class Setting(Row, Base):
    """A setting of the office that belongs to the file: unit names, labels, the user's own columns."""

    __tablename__ = "setting"
    __table_args__ = (UniqueConstraint("key"), AUTOINCREMENT)

    key: Mapped[str]
    value: Mapped[str]  # JSON text
