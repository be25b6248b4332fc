"""变更记录: who did what, when and why. Written by triggers, read by history, undo and comparison."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.store.tables.base import AUTOINCREMENT, Base, flag


class Action(Base):
    """One user deed. ``undoes_id`` names the action it undoes, ``redoes_id`` the undone action it does again."""

    __tablename__ = "action"
    __table_args__ = (flag("barrier"), AUTOINCREMENT)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    uid: Mapped[str] = mapped_column(String, unique=True)
    at: Mapped[str]  # UTC, ISO 8601 with seconds
    who: Mapped[str]
    what: Mapped[str]
    why: Mapped[str | None]
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("action.id"))
    redoes_id: Mapped[int | None] = mapped_column(ForeignKey("action.id"))
    barrier: Mapped[bool] = mapped_column(server_default="0")  # undo never goes back beyond it


class Change(Base):
    """One field's old and new value, or one row's whole record for an insert and a delete.

    ``old`` and ``new`` are JSON text: a field's value for an update, the record for an insert (``new``) and a delete
    (``old``).
    """

    __tablename__ = "change"
    __table_args__ = (CheckConstraint("op IN ('I', 'U', 'D')", name="op_word"), AUTOINCREMENT)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("action.id"), index=True)
    table_name: Mapped[str]
    row_id: Mapped[int]
    row_uid: Mapped[str] = mapped_column(String, index=True)
    project_id: Mapped[int | None] = mapped_column(Integer, index=True)  # whose history shows it
    op: Mapped[str]
    field: Mapped[str | None]
    old: Mapped[str | None]
    new: Mapped[str | None]


class CurrentAction(Base):
    """The action under way: one row during a write, none otherwise. The triggers read it."""

    __tablename__ = "current_action"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("action.id"))
