"""How reports read: they are given the means to run a query, and never hold a session themselves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


class Reader(Protocol):
    """How a query is run: ``Database.read`` fits, and so does ``Tasks.read``."""

    def __call__(self, query: Callable[Concatenate[Any, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run one query and return its frozen rows."""
        ...


# Told after each step: steps done, steps in all, a text. It may raise to stop the work.
Progress = Callable[[int, int, str], None]


def silent(done: int, total: int, text: str) -> None:
    """Be the progress of work that nobody watches."""
