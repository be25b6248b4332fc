"""Everything the quarterly workbook shows, taken from the file once and frozen.

The figures are those of queries.figures, so that workbook, chart and screen are equal; nothing is counted here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any, Concatenate, ParamSpec, TypeVar

from tracker.domain.closing import Closing
from tracker.domain.custom import CustomColumn
from tracker.domain.figure_sums import summed
from tracker.domain.figures import Figures, Group, GroupKey
from tracker.domain.kinds import UNCOUNTED_STATES, Counting, Kind, PaidBase
from tracker.domain.office import LEADER_LABELS, NOBODY, SignOff
from tracker.domain.periods import ReportPeriod
from tracker.domain.quarters import Quarter
from tracker.queries import reporting
from tracker.queries.closing import signed_figures
from tracker.queries.comparisons import Comparisons, comparisons
from tracker.queries.corrections import CorrectionRow, corrections_for
from tracker.queries.criteria import Criteria
from tracker.queries.curves import Curves, curves, group_schedules, whole_schedule
from tracker.queries.figures import figures, grouped
from tracker.queries.problems import ProblemRow, all_problems
from tracker.queries.projects import ListRow, whole_list
from tracker.queries.reporting import FactLine, NodeLine, ReportLine
from tracker.queries.settings import office
from tracker.reports.chart_data import ChartSource, nested_units, nothing, scope_words
from tracker.reports.reading import Reader

P = ParamSpec("P")
R = TypeVar("R")
_TRIES = 3


@dataclass(frozen=True)
class ProjectLine:
    """One row of 明细表. ``before`` holds the figures at the end of the quarter before (上期).

    ``reported`` tells whether anything was filled in for this quarter, ``done_reported`` whether 累计完成投资 was: an
    older figure still stands, but what was added this quarter is then unknown, not zero.
    """

    row: ListRow
    before: Figures | None
    reported: bool
    done_reported: bool
    report: ReportLine | None
    facts: FactLine | None
    nodes: tuple[NodeLine, ...]

    @property
    def heading(self) -> bool:
        """Whether the entry only heads the projects named inside it: no money and no milestones of its own."""
        return not self.row.counted

    @property
    def left(self) -> bool:
        """Whether the project is listed but counted nowhere: 取消 or 移交 by the date of the report."""
        return self.row.figures.state in UNCOUNTED_STATES

    @property
    def added_fen(self) -> int | None:
        """本季完成投资: this quarter's cumulative figure minus the last one's; None where one of them is unknown."""
        now, then = self.row.figures.done_fen, self.before.done_fen if self.before else None
        return now - then if self.done_reported and now is not None and then is not None else None


@dataclass(frozen=True)
class Schedules:
    """序时进度 of the report: of the whole, by kind's label, by unit, and the curve each project is held to."""

    whole: Fraction
    kinds: Mapping[str, Fraction]
    units: Mapping[int | None, Fraction]
    curves: Curves

    def of_unit(self, unit_id: int | None) -> Fraction:
        """Return that of a unit's projects together; of one without plans its own curve's is the same line."""
        return self.units.get(unit_id, self.whole)


@dataclass(frozen=True)
class QuarterlyReport:
    """The report of one quarter as of its last day.

    ``kinds`` are 建设类 and 能力类, those that occur. ``units`` are the
    reporting units with projects, in their order; ``*_before`` the same groups one quarter earlier. ``nested`` names,
    for a unit that is listed beside units below it, those units: each counts its own projects only.
    """

    quarter: Quarter
    scope: str
    whole: Group
    whole_before: Group
    kinds: tuple[Group, ...]
    kinds_before: tuple[Group, ...]
    units: tuple[Group, ...]
    units_before: tuple[Group, ...]
    nested: tuple[tuple[str, tuple[str, ...]], ...]
    projects: tuple[ProjectLine, ...]
    problems: tuple[ProblemRow, ...]
    comparisons: Comparisons
    due: Schedules
    counting: Counting = Counting.BUNDLED
    paid_base: PaidBase = PaidBase.ARRIVED  # what 支付率 is divided by
    signed_before: int = 0  # projects whose 上期 is what was signed when that quarter was closed
    closed_before: bool = False  # whether the quarter before is closed for any of the units
    corrections: tuple[CorrectionRow, ...] = ()  # what was said of it since, 补报 and 更正
    leader_label: str = LEADER_LABELS[0]
    own: tuple[CustomColumn, ...] = ()
    signing: SignOff = NOBODY

    @property
    def as_of(self) -> date:
        """The date all figures are read at."""
        return self.quarter.end

    def reported(self, unit_id: int | None = None, kind: str = "") -> int:
        """Return how many counted projects filled anything in this quarter; of one unit or kind where given."""
        return sum(
            line.reported and line.row.figures.counted
            for line in self.projects
            if unit_id in (None, line.row.unit_id) and kind in ("", line.row.kind)
        )

    @property
    def chart(self) -> ChartSource:
        """What the chart of the same projects is made of."""
        before = {group.key: group for group in self.units_before}
        found = ChartSource(self.as_of, self.whole, self.units, before, self.nested, self.scope, counting=self.counting)
        due = {**self.due.units, None: self.due.whole}
        return replace(found, schedules=due, curved=not self.due.curves.plain)


def gather(read: Reader, criteria: Criteria, quarter: Quarter, scope: str = "") -> QuarterlyReport:
    """Read the report of *quarter* for the projects that meet *criteria*; *scope* says in words what those are.

    The reads are short ones, so that an edit is never kept waiting. Where one came between, all are taken again, and
    at last in one piece, so that the sheets agree with each other.
    """
    scope = scope or scope_words(criteria)
    for _ in range(_TRIES):
        before = read(reporting.last_action)
        report = _collect(read, criteria, quarter, scope)
        if read(reporting.last_action) == before:
            return report
    return read(_in_one_piece, criteria, quarter, scope)


def _in_one_piece(session: Any, criteria: Criteria, quarter: Quarter, scope: str) -> QuarterlyReport:
    """Collect everything within one session, which sees one state of the file."""

    def read(query: Callable[Concatenate[Any, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        return query(session, *args, **kwargs)

    return _collect(read, criteria, quarter, scope)


def _collect(read: Reader, criteria: Criteria, quarter: Quarter, scope: str) -> QuarterlyReport:
    """Run the queries and join their rows."""
    as_of, earlier = quarter.end, quarter.previous.end
    signed, since = read(signed_figures, quarter.previous), read(corrections_for, quarter)
    projects = _projects(read, criteria, as_of, earlier, signed)
    units, kept = tuple(read(grouped, criteria, as_of, GroupKey.UNIT)), read(office)
    # 上期 is of the same projects: a filter by state holds for the date of the report only.
    same = replace(criteria, states=(), project_ids=tuple(line.row.project_id for line in projects))
    then = same if criteria.states else criteria
    report = QuarterlyReport(
        quarter=quarter,
        scope=scope,
        whole=_whole(read, criteria, as_of),
        whole_before=_whole(read, then, earlier),
        kinds=_kinds(read, criteria, as_of),
        kinds_before=_kinds(read, then, earlier),
        units=units,
        units_before=tuple(read(grouped, then, earlier, GroupKey.UNIT)),
        nested=nested_units(units, read(reporting.unit_tree)),
        projects=projects,
        problems=read(all_problems, criteria, as_of),
        due=_schedules(read, criteria, as_of),
        comparisons=read(comparisons, criteria, ReportPeriod.of_quarter(quarter)),
        counting=criteria.counting,
        paid_base=kept.paid_base,
        closed_before=bool(since),
        corrections=_corrections(since, criteria, projects),
        leader_label=kept.leader_label,
        own=kept.custom,
        # A sheet of one unit is signed by that unit, any other by the office.
        signing=kept.signing(criteria.unit_ids[0] if len(criteria.unit_ids) == 1 else None),
    )
    return _with_signed(report, signed) if signed else report


def _corrections(
    since: tuple[tuple[Closing, tuple[CorrectionRow, ...]], ...], criteria: Criteria, lines: tuple[ProjectLine, ...]
) -> tuple[CorrectionRow, ...]:
    """Return 补报 and 更正 of the projects listed, each once: a county may have closed for itself and with the whole.

    The narrower closing speaks, as it does for 上期.
    """
    listed = {line.row.project_id for line in lines}
    found: dict[tuple[int, int | None, str], CorrectionRow] = {}
    for _closing, rows in sorted(since, key=lambda pair: (not pair[0].scope.unit_uids, len(pair[0].scope.unit_uids))):
        for row in rows:
            if row.project_id in listed or (criteria.empty and row.project_id is None):
                found.setdefault((row.action_id, row.project_id, row.what), row)
    place = {line.row.project_id: at for at, line in enumerate(lines)}
    return tuple(sorted(found.values(), key=lambda row: place.get(row.project_id or 0, -1)))


def _with_signed(report: QuarterlyReport, signed: Mapping[int, Figures]) -> QuarterlyReport:
    """Return the report with the sums of 上期 made of what was signed, so that rows and sums agree."""

    def of(label: str, key: int | None, lines: Iterable[ProjectLine]) -> Group:
        return summed(key, label, (line.before for line in lines if line.before is not None))

    lines = report.projects
    kinds = [
        of(group.label, group.key, (one for one in lines if one.row.kind == group.label)) for group in report.kinds
    ]
    names = {line.row.unit_id: line.row.unit for line in lines}
    units = [of(name, key, (one for one in lines if one.row.unit_id == key)) for key, name in names.items()]
    return replace(
        report,
        whole_before=of("合计", None, lines),
        kinds_before=tuple(group for group in kinds if group.projects),
        units_before=tuple(group for group in units if group.projects),
        signed_before=sum(line.row.project_id in signed for line in lines),
    )


def _schedules(read: Reader, criteria: Criteria, as_of: date) -> Schedules:
    """Return 序时进度 of each row that is added up."""
    kinds = {
        kind.value: read(whole_schedule, replace(criteria, kinds=(kind.value,)), as_of)
        for kind in Kind
        if not criteria.kinds or kind in criteria.kinds
    }
    return Schedules(
        whole=read(whole_schedule, criteria, as_of),
        kinds=kinds,
        units=read(group_schedules, criteria, as_of, GroupKey.UNIT),
        curves=read(curves, as_of),
    )


def _whole(read: Reader, criteria: Criteria, as_of: date) -> Group:
    """Return the sum of everything that counts."""
    groups = read(grouped, criteria, as_of, GroupKey.NOTHING)
    return groups[0] if groups else nothing()


def _kinds(read: Reader, criteria: Criteria, as_of: date) -> tuple[Group, ...]:
    """Return the sums of 建设类 and 能力类, leaving out what the filter leaves out."""
    found = []
    for number, kind in enumerate(Kind):
        if criteria.kinds and kind not in criteria.kinds:
            continue
        group = _whole(read, replace(criteria, kinds=(kind.value,)), as_of)
        if group.projects:
            found.append(replace(group, key=number, label=kind.value))
    return tuple(found)


def _projects(
    read: Reader, criteria: Criteria, as_of: date, earlier: date, signed: Mapping[int, Figures]
) -> tuple[ProjectLine, ...]:
    """Return the rows of 明细表 in the list's order."""
    rows = read(whole_list, criteria, as_of)
    # A state that has changed since must not hide a project's earlier figures.
    before = {one.project_id: one for one in read(figures, replace(criteria, states=()), earlier)}
    before |= signed
    reports = read(reporting.last_reports, as_of)
    facts: Mapping[int, FactLine] = read(reporting.facts)
    nodes: dict[int, list[NodeLine]] = {}
    for node in read(reporting.nodes, criteria, as_of):
        nodes.setdefault(node.project_id, []).append(node)
    done = read(reporting.last_done, as_of)
    return tuple(
        ProjectLine(
            row=row,
            before=before.get(row.project_id),
            reported=row.figures.filled_to is not None and row.figures.filled_to > earlier,
            done_reported=done.get(row.project_id, earlier) > earlier,
            report=reports.get(row.project_id),
            facts=facts.get(row.project_id),
            nodes=tuple(nodes.get(row.project_id, ())),
        )
        for row in rows
    )
