"""What a write is called, and what it came to: the two values that cross between the window and the file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from tracker.domain.changes import Changes

R = TypeVar("R")


@dataclass(frozen=True)
class Done(Generic[R]):
    """What a write came to: the service's own result, the action (None when nothing changed) and what it touched."""

    result: R
    action_id: int | None
    changes: Changes


@dataclass(frozen=True)
class Deed:
    """How an action is written down: what it was, why, and which one it undoes or does again.

    ``correction`` is the reason of a 更正: with it an action may change what a closed quarter holds.
    """

    what: str
    why: str | None = None
    undoes_id: int | None = None
    redoes_id: int | None = None
    barrier: bool = False
    correction: str | None = None
