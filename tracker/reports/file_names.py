"""What exported files are called. Light, so that a dialog can suggest a name before anything heavy is imported."""

from __future__ import annotations

from tracker.domain.quarters import Quarter

WORKBOOK = ".xlsx"


def quarterly_name(quarter: Quarter) -> str:
    """Return the file name of a quarter's report: ``2026年三季度季报.xlsx``."""
    return f"{quarter.label.replace('第', '')}季报{WORKBOOK}"
