"""Rows that stand in an order the user chose."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class Placed(Protocol):
    """A row with a place in its list."""

    position: int


def renumber(rows: Sequence[Placed]) -> None:
    """Give rows the positions 1, 2, 3 … in the order they stand in; those that stay where they are are not touched."""
    for position, row in enumerate(rows, start=1):
        if row.position != position:
            row.position = position
