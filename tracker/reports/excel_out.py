"""导出季报: the quarterly workbook."""

from __future__ import annotations

from pathlib import Path

from tracker.domain.errors import InputError
from tracker.reports.chart_sheet import write_chart
from tracker.reports.comparison_sheet import write_comparisons
from tracker.reports.correction_sheet import write_corrections
from tracker.reports.detail_sheet import write_detail
from tracker.reports.file_names import WORKBOOK
from tracker.reports.filled_sheet import write_filled
from tracker.reports.node_sheets import write_nodes, write_problems
from tracker.reports.quarterly import QuarterlyReport
from tracker.reports.reading import Progress, silent
from tracker.reports.safe_file import Written, write_safely
from tracker.reports.sheet_writer import Book
from tracker.reports.summary_sheet import write_summary


def write_quarterly(path: Path, report: QuarterlyReport, progress: Progress | None = None) -> Written:
    """Write the workbook to *path* (.xlsx), whole or not at all; return where it really went.

    Where *path* is open in another program, a new name beside it is taken and ``message`` says so. *progress* is told
    how far the work is and may raise to stop it. Raises InputError for another ending, FileProblem where the folder
    cannot be written.
    """
    if path.suffix.lower() != WORKBOOK:
        raise InputError(f"季报只能存为 {WORKBOOK} 文件，“{path.name}”的扩展名不对。")
    tell = progress or silent
    return write_safely(path, lambda target: _write(target, report, tell), "季报")


def _write(path: Path, report: QuarterlyReport, progress: Progress) -> None:
    """Write all sheets in the order they are read."""
    book = Book(f"{report.quarter.span_label}专栏项目季报")
    try:
        progress(0, len(report.projects), "正在写汇总表")
        write_summary(book, report)
        write_comparisons(book, report)
        write_detail(book, report, progress)
        write_nodes(book, report, progress)
        write_problems(book, report)
        write_corrections(book, report)
        write_chart(book, report)
        write_filled(book, report)
        progress(len(report.projects), len(report.projects), "正在保存")
    except BaseException:
        book.discard()
        raise
    book.save(path)
