"""What a closing keeps, made before the file is asked to hold it, and handed out again as it was.

The workbook lies in ``封账/`` beside the database; its SHA-256 stands in the closing.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tracker.domain.closing import Closing, ClosingInput, ClosingStage, Scope, SheetRow
from tracker.domain.errors import FileProblem, InputError
from tracker.domain.figures import GroupKey
from tracker.domain.file_names import is_within, numbered, safe_name
from tracker.domain.frozen import from_text, to_text
from tracker.domain.periods import ReportPeriod
from tracker.domain.quarters import Quarter
from tracker.queries import reporting
from tracker.queries.closing import COMPARISONS, HEAD, LIGHTS, OFFICE, PROBLEMS, PROJECTS, STARTS, sheet
from tracker.queries.comparisons import compared
from tracker.queries.criteria import Criteria
from tracker.queries.lights import lights
from tracker.queries.problems import ProblemRow
from tracker.queries.settings import office
from tracker.queries.start_rates import starts
from tracker.reports.excel_out import write_quarterly
from tracker.reports.file_names import WORKBOOK
from tracker.reports.quarterly import ProjectLine, QuarterlyReport, gather
from tracker.reports.reading import Progress, Reader
from tracker.reports.safe_file import Written, write_safely

FOLDER = "封账"
_TRIES = 3
_MOST_NAMES = 999


@dataclass(frozen=True)
class ClosingRequest:
    """What the user asks to close; *criteria* list the projects of the scope (queries.closing.scope_of)."""

    quarter: Quarter
    scope: Scope
    criteria: Criteria
    stage: ClosingStage
    note: str | None = None


def prepare(read: Reader, base: Path, request: ClosingRequest, progress: Progress | None = None) -> ClosingInput:
    """Read the quarter, write its workbook into ``封账/`` under *base* (the database's folder), and return it all.

    Nothing is closed yet: hand the result to services.closing.close, and to :func:`discard` where that fails. Raises
    InputError where the file keeps changing meanwhile, FileProblem where the folder cannot be written.
    """
    report, sheets, seen = _read(read, request)
    folder = base / FOLDER
    name = safe_name(f"{request.quarter.label.replace('第', '')}季报-{request.scope.text}-{request.stage}{WORKBOOK}")
    free = _free(folder, name)
    written = write_quarterly(free, report, progress).path
    return ClosingInput(
        quarter=request.quarter,
        scope=request.scope,
        stage=request.stage,
        seen_action_id=seen,
        sheets=sheets,
        workbook=written.relative_to(base).as_posix(),
        sha256=_digest(written),
        note=request.note,
    )


def discard(base: Path, given: ClosingInput) -> None:
    """Remove the workbook of a closing that did not come about."""
    if given.workbook is not None:
        base.joinpath(given.workbook).unlink(missing_ok=True)


def kept_workbook(base: Path, closing: Closing) -> Path:
    """Return the workbook of a closing after holding it to its hash.

    Raises FileProblem where it is missing or no longer the file that was kept.
    """
    if closing.workbook is None or not is_within(closing.workbook):
        raise FileProblem(f"{closing.label}没有留存工作簿，可以按封账数据重新导出。")
    path = base.joinpath(*closing.workbook.split("/"))
    if not path.is_file():
        raise FileProblem(
            f"找不到{closing.label}留存的工作簿“{closing.workbook}”，它可能被移动或删除。"
            "请从备份找回；封账数据仍在，也可以按封账数据重新导出。"
        )
    if _digest(path) != closing.sha256:
        raise FileProblem(
            f"{closing.label}留存的工作簿“{closing.workbook}”与封账时不同，可能被改动过，没有交出。"
            "请从备份找回原件；封账数据仍在，也可以按封账数据重新导出。"
        )
    return path


def reprint(base: Path, closing: Closing, target: Path) -> Written:
    """Copy the kept workbook, byte for byte, to where the user wants it."""
    kept = kept_workbook(base, closing)

    def copy(path: Path) -> None:
        shutil.copyfile(kept, path)

    return write_safely(target, copy, "季报")


def closed_report(read: Reader, closing_id: int) -> QuarterlyReport:
    """Return the report of a closed quarter from its copy, for sheets, chart and screen alike."""
    [head] = read(sheet, closing_id, HEAD)
    lines = read(sheet, closing_id, PROJECTS)
    problems = read(sheet, closing_id, PROBLEMS)
    return replace(
        from_text(QuarterlyReport, head),
        projects=tuple(from_text(ProjectLine, text) for text in lines),
        problems=tuple(from_text(ProblemRow, text) for text in problems),
    )


Sheets = dict[str, Sequence[SheetRow]]


def _read(read: Reader, request: ClosingRequest) -> tuple[QuarterlyReport, Sheets, int]:
    """Return the report, its rows and the last deed they had seen; read again where an edit came between."""
    for _ in range(_TRIES):
        before = read(reporting.last_action)
        report = gather(read, request.criteria, request.quarter, request.scope.text)
        sheets = _sheets(report) | _judged(read, request)
        if read(reporting.last_action) == before:
            return report, sheets, before
    raise InputError("整理封账数据时一直有新的修改，没有封账。请停下其他编辑再试。")


def _sheets(report: QuarterlyReport) -> Sheets:
    """Return the rows of every sheet; the sums and definitions stand in the head."""
    return {
        HEAD: [SheetRow(to_text(replace(report, projects=(), problems=())))],
        PROJECTS: [SheetRow(to_text(line), line.row.project_id) for line in report.projects],
        PROBLEMS: [SheetRow(to_text(problem), problem.project_id) for problem in report.problems],
    }


def _judged(read: Reader, request: ClosingRequest) -> Sheets:
    """Return what is told beside the report's rows: lights, comparisons, 开工率, and the settings behind them."""
    criteria, end = request.criteria, request.quarter.end
    rows = read(lights, criteria, end)
    period = ReportPeriod.of_quarter(request.quarter)
    groups = [row for by in (GroupKey.NOTHING, GroupKey.UNIT) for row in read(compared, criteria, period, by)]
    return {
        LIGHTS: [SheetRow(to_text(row), project_id) for project_id, row in rows.items()],
        COMPARISONS: [SheetRow(to_text(row), row.key) for row in groups],
        STARTS: [SheetRow(to_text(read(starts, criteria, end)))],
        OFFICE: [SheetRow(to_text(read(office)))],
    }


def _free(folder: Path, name: str) -> Path:
    """Return the first free name: what was kept once is never written over."""
    for number in range(1, _MOST_NAMES + 1):
        path = folder / (name if number == 1 else numbered(name, number))
        if not path.exists():
            return path
    raise FileProblem(f"文件夹“{folder}”里的工作簿太多，没有封账。请整理后再试。")


def _digest(path: Path) -> str:
    """Return the SHA-256 of a file in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
