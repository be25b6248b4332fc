"""What all tables share: named constraints, integer keys inside, a text ``uid`` outside."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import CheckConstraint, Integer, MetaData, String, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

# Fixed from the first day, so that a later Alembic step can name what it drops.
CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
# AUTOINCREMENT, so that an undone insert's id is never given to another row.
AUTOINCREMENT = {"sqlite_autoincrement": True}
# 128 random bits made by the file itself: raw SQL gets one as well.
_RANDOM_UID = text("(lower(hex(randomblob(16))))")


class Base(DeclarativeBase):
    """The metadata of the file."""

    metadata = MetaData(naming_convention=CONVENTION)


class Row:
    """Columns of every table whose rows a user can edit; such tables are logged and guarded by triggers."""

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    uid: Mapped[str] = mapped_column(String, unique=True, server_default=_RANDOM_UID)


def one_of(column: str, words: type[StrEnum]) -> CheckConstraint:
    """Allow only the words of an enum in *column*; NULL stays allowed where the column does."""
    listed = ", ".join(f"'{word.value}'" for word in words)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_word")


def known_or_na(column: str) -> CheckConstraint:
    """Demand that a row says something: an amount of at least zero, or 不适用, but not both."""
    return CheckConstraint(f"({column} IS NULL) = (na = 1) AND ({column} IS NULL OR {column} >= 0)", name="known_or_na")


def flag(column: str) -> CheckConstraint:
    """Keep a boolean column to 0 and 1."""
    return CheckConstraint(f"{column} IN (0, 1)", name=f"{column}_flag")
