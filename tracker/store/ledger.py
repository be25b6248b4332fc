"""Reads the clause ledgers: those shipped beside the catalogue, or those of another folder."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from tracker.domain.ledger import PlanLedger, parse_ledger
from tracker.paths import bundled


def read_ledger(path: Path) -> PlanLedger:
    """Read one ledger file; raises LedgerError with its name and the line that is wrong."""
    return parse_ledger(path.name, path.read_text("utf-8"))


def read_ledgers(folder: Path) -> list[PlanLedger]:
    """Read every ledger of a folder, in the order of the plans' file names."""
    return sorted((read_ledger(path) for path in folder.glob("*.ledger")), key=lambda plan: plan.prefix)


@cache
def shipped_ledgers() -> tuple[PlanLedger, ...]:
    """Return the ledgers the program carries."""
    return tuple(read_ledgers(bundled("seed", "ledger")))
