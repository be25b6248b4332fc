"""Where projects come from: plans, boxes, programmes; and who reports them."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.domain.kinds import UnitKind
from tracker.store.tables.base import AUTOINCREMENT, Base, Row, one_of


class Plan(Row, Base):
    """规划: one plan document. A plan without boxes is listed all the same."""

    __tablename__ = "plan"
    __table_args__ = AUTOINCREMENT

    title: Mapped[str]
    short: Mapped[str] = mapped_column(String)  # 长春: in front of a box number
    period: Mapped[str | None]
    number: Mapped[str | None]  # 文号
    issued_on: Mapped[date | None]
    position: Mapped[int]
    note: Mapped[str | None]


class Box(Row, Base):
    """专栏: a box of a plan; ``no`` is our own number 1…n, ``label`` the printed one."""

    __tablename__ = "box"
    __table_args__ = (UniqueConstraint("plan_id", "no"), AUTOINCREMENT)

    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id", ondelete="CASCADE"), index=True)
    no: Mapped[int]
    label: Mapped[str]
    title: Mapped[str]


class Programme(Row, Base):
    """工程: a numbered or titled item of a box, or the box itself where it has no items."""

    __tablename__ = "programme"
    __table_args__ = (UniqueConstraint("box_id", "position"), AUTOINCREMENT)

    box_id: Mapped[int] = mapped_column(ForeignKey("box.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    no: Mapped[str]
    title: Mapped[str]


class ReportingUnit(Row, Base):
    """上报单位: who builds and reports. Zones and 市本级 have no official code of their own."""

    __tablename__ = "reporting_unit"
    __table_args__ = (one_of("kind", UnitKind), AUTOINCREMENT)

    name: Mapped[str] = mapped_column(String, unique=True)
    kind: Mapped[str]
    code: Mapped[str | None] = mapped_column(String, unique=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("reporting_unit.id"), index=True)
    position: Mapped[int]
    pinyin: Mapped[str] = mapped_column(String, server_default="")
    note: Mapped[str | None]


class UnitFormer(Row, Base):
    """A former or other name and code of a unit; retired codes are never given again (废码不用)."""

    __tablename__ = "unit_former"
    __table_args__ = AUTOINCREMENT

    unit_id: Mapped[int] = mapped_column(ForeignKey("reporting_unit.id", ondelete="CASCADE"), index=True)
    name: Mapped[str | None]
    code: Mapped[str | None]


class CatalogueConflict(Row, Base):
    """目录更新: a field that both the user and a newer catalogue changed; both values are shown."""

    __tablename__ = "catalogue_conflict"
    __table_args__ = (UniqueConstraint("table_name", "row_uid", "field"), AUTOINCREMENT)

    table_name: Mapped[str]
    row_uid: Mapped[str]
    field: Mapped[str]
    ours: Mapped[str | None]  # JSON text of each value
    theirs: Mapped[str | None]
    settled: Mapped[str | None]  # 保留 or 采用; NULL while open


class SeedValue(Base):
    """The value the catalogue last gave a field: the common ancestor of the three-way update. Not logged."""

    __tablename__ = "seed_value"

    table_name: Mapped[str] = mapped_column(String, primary_key=True)
    row_uid: Mapped[str] = mapped_column(String, primary_key=True)
    field: Mapped[str] = mapped_column(String, primary_key=True)
    value: Mapped[str | None]  # JSON text
