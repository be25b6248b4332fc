"""The money of many projects by 资金来源: 总投资, 下达, 到位, 完成投资 and 支付, as of a date."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.queries.criteria import Criteria, matching
from tracker.queries.figures import counted, per_project, per_source
from tracker.store.tables import MoneySource, Project

UNSETTLED, UNSOURCED = "未落实", "未分来源"
_NO_SOURCE, _REST = 0, -1  # keys of 未分来源 and 未落实; those of the sources begin at 1


class SourceFigure(StrEnum):
    """The figures that are known by 资金来源; the values are the words of queries.figure_sql."""

    INVESTMENT = "总投资"
    ALLOCATED = "下达"
    ARRIVED = "到位"
    DONE = "完成投资"
    PAID = "支付"

    @property
    def label(self) -> str:
        """The figure's full name."""
        return self.value if self is SourceFigure.INVESTMENT else f"累计{self.value}"


@dataclass(frozen=True)
class SourceTotal:
    """One source over all projects. ``fen`` by figure, missing where no project knows it: 未填, never zero.

    ``known`` counts the projects behind each figure; ``project_ids`` are all that have one of them.
    """

    key: int
    label: str
    fen: Mapping[SourceFigure, int]
    known: Mapping[SourceFigure, int]
    project_ids: tuple[int, ...]


@dataclass(frozen=True)
class SourceTotals:
    """Every source that occurs, in the order of the source list, then 未落实 and 未分来源.

    未落实 is 总投资 minus its sources where a project gives both; ``over_fen`` is by how much the sources of
    ``over_projects`` projects exceed their 总投资. So lines − over is the sum of the projects' own figures.
    """

    lines: tuple[SourceTotal, ...]
    over_fen: int
    over_projects: int


Cell = tuple[int, int, int]  # project, key of the source, 分


def source_totals(session: Session, criteria: Criteria, as_of: date) -> SourceTotals:
    """Return the sums by source of the counted projects that meet *criteria*."""
    f, s = per_project(as_of, {"state"} if criteria.states else {"project_id"}), per_source(as_of)
    rows = session.execute(
        select(s.c.project_id, s.c.figure, s.c.source_id, s.c.amount_fen)
        .join(Project, Project.id == s.c.project_id)
        .join(f, f.c.project_id == Project.id)
        .where(matching(criteria, f), counted(f, criteria.counting), s.c.amount_fen.is_not(None))
        .order_by(Project.position, Project.id)
    )
    cells: dict[SourceFigure, list[Cell]] = {figure: [] for figure in SourceFigure}
    for project_id, figure, source_id, fen in rows:
        cells[SourceFigure(figure)].append((project_id, source_id or _NO_SOURCE, fen))
    invested, over = _settled(cells[SourceFigure.INVESTMENT])
    cells[SourceFigure.INVESTMENT] = invested
    names = {row.id: row.name for row in session.scalars(select(MoneySource).order_by(MoneySource.position))}
    names |= {_REST: UNSETTLED, _NO_SOURCE: UNSOURCED}
    lines = (_total(key, label, cells) for key, label in names.items())
    return SourceTotals(tuple(line for line in lines if line.project_ids), sum(over), len(over))


def _settled(cells: Iterable[Cell]) -> tuple[list[Cell], list[int]]:
    """Put 未落实 in the place of a 总投资 whose sources are given; return also by how much sources exceed theirs."""
    by_project: dict[int, dict[int, int]] = defaultdict(dict)
    for project_id, key, fen in cells:
        by_project[project_id][key] = fen
    result: list[Cell] = []
    over: list[int] = []
    for project_id, parts in by_project.items():
        whole = parts.pop(_NO_SOURCE, None)
        result += [(project_id, key, fen) for key, fen in parts.items()]
        if whole is None:
            continue
        rest = whole - sum(parts.values())
        if not parts:
            result.append((project_id, _NO_SOURCE, whole))
        elif rest > 0:
            result.append((project_id, _REST, rest))
        elif rest < 0:
            over.append(-rest)
    return result, over


def _total(key: int, label: str, cells: Mapping[SourceFigure, list[Cell]]) -> SourceTotal:
    """Add one source up."""
    own = {figure: [cell for cell in found if cell[1] == key] for figure, found in cells.items()}
    return SourceTotal(
        key=key,
        label=label,
        fen={figure: sum(fen for _project, _key, fen in found) for figure, found in own.items() if found},
        known={figure: len(found) for figure, found in own.items()},
        project_ids=tuple(dict.fromkeys(project for found in own.values() for project, _key, _fen in found)),
    )
