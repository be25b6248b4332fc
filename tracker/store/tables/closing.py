"""封账: what was reported of a quarter, kept as it was signed.

The rows of the sheets are no one's to edit, so they carry no ``uid`` and are not in the change log; triggers refuse any
change of them. The workbook itself lies beside the database, under ``封账/``.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.domain.closing import ClosingStage
from tracker.store.tables.base import AUTOINCREMENT, Base, Row, one_of


class QuarterClose(Row, Base):
    """One version of a closed quarter. ``scope`` is a JSON array of units' uids in order, ``[]`` for all units.

    A 正式 version that is not reopened locks what is dated in its time; a 预计 one only keeps its copy.
    """

    __tablename__ = "quarter_close"
    __table_args__ = (
        one_of("stage", ClosingStage),
        UniqueConstraint("quarter", "scope", "version"),
        CheckConstraint("version >= 1", name="version_counted"),
        CheckConstraint(
            "(reopened_on IS NULL) = (reopened_by IS NULL) AND (reopened_on IS NULL) = (reopen_reason IS NULL)",
            name="reopened_whole",
        ),
        AUTOINCREMENT,
    )

    quarter: Mapped[str] = mapped_column(String, index=True)  # 2026Q3
    scope: Mapped[str]
    scope_text: Mapped[str]  # as the sheets print it
    stage: Mapped[str]
    version: Mapped[int]
    closed_by: Mapped[str]
    closed_on: Mapped[date]
    last_action_id: Mapped[int] = mapped_column(ForeignKey("action.id"))  # what the copy had seen
    workbook: Mapped[str | None]  # relative to the database's folder
    sha256: Mapped[str | None]
    note: Mapped[str | None]
    reopened_by: Mapped[str | None]
    reopened_on: Mapped[date | None]
    reopen_reason: Mapped[str | None]


class ClosedRow(Base):
    """One row of one sheet as it was closed: typed JSON (domain/frozen.py). ``about_id`` is the project or unit."""

    __tablename__ = "closed_row"
    __table_args__ = (
        UniqueConstraint("close_id", "sheet", "position"),
        Index("ix_closed_row_about", "close_id", "sheet", "about_id"),
        AUTOINCREMENT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    close_id: Mapped[int] = mapped_column(ForeignKey("quarter_close.id"))
    sheet: Mapped[str]
    position: Mapped[int]
    about_id: Mapped[int | None]
    content: Mapped[str]


class Correction(Base):
    """更正: an action that changed what a closed quarter holds, with the quarter named to its author. Not logged."""

    __tablename__ = "correction"

    action_id: Mapped[int] = mapped_column(ForeignKey("action.id"), primary_key=True, autoincrement=False)
    quarter: Mapped[str]
    reason: Mapped[str]
