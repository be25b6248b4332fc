"""Which milestone template fits a project."""

from __future__ import annotations


def suggested_template(kind: str, nature: str, name: str) -> str:
    """Return the key of the template to offer first (domain.md 1c): by kind, 建设性质 and the words of the name."""
    raise NotImplementedError
