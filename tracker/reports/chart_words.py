"""Words that every kind of chart says the same way, and where a click on one of its marks leads."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tracker.domain.dates import chinese_day
from tracker.domain.kinds import Counting
from tracker.queries.criteria import Criteria
from tracker.reports.chart_source import EVERYTHING, ChartSource


@dataclass(frozen=True)
class Target:
    """The projects behind a mark: those of a unit or 专栏 by its id, and exactly *project_ids* where they are given.

    An id of 0 stands for projects that no plan names; *project_ids* are then theirs.
    """

    unit_id: int | None = None
    box_id: int | None = None
    programme_id: int | None = None
    project_ids: tuple[int, ...] | None = None

    def within(self, criteria: Criteria) -> Criteria:
        """Return the filter that lists these projects among those that meet *criteria*."""
        if self.unit_id is not None:
            criteria = replace(criteria, unit_ids=(self.unit_id,), with_below=False)
        if self.box_id:
            criteria = replace(criteria, box_ids=(self.box_id,))
        if self.programme_id:
            criteria = replace(criteria, programme_ids=(self.programme_id,))
        return criteria if self.project_ids is None else replace(criteria, project_ids=self.project_ids, ids_name="")


EVERY_PROJECT = Target()


def subtitle(source: ChartSource, unit: str) -> str:
    """Return the line under the title: date, unit, and the filter where there is one."""
    scope = "" if source.scope == EVERYTHING else f"；范围：{source.scope}"
    signed = f"；{source.signed}" if source.signed else ""
    return f"截至 {chinese_day(source.as_of)}，单位：{unit}{scope}{signed}"


def whose(source: ChartSource) -> str:
    """Return what all projects together are called."""
    return EVERYTHING if source.scope == EVERYTHING else "所选项目"


def nested_note(nested: tuple[tuple[str, tuple[str, ...]], ...]) -> str:
    """Return ``长春新区只含本级项目，高新区、空港单列，不重复计。``, empty where no unit stands inside another."""
    return "".join(f"{outer}只含本级项目，{'、'.join(inner)}单列，不重复计。" for outer, inner in nested)


def counting_note(counting: Counting) -> str:
    """Return how 打捆 projects are counted."""
    return "打捆项目按拆分计（计各子项目）。" if counting is Counting.SPLIT else "打捆项目按打捆计（计为一项）。"
