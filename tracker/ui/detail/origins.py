"""Where a project comes from and what belongs to it: sources, printed quantities, related projects, former numbers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from tracker.queries.detail import Detail, Named, SourceRow, TargetRow
from tracker.ui.context import AppContext
from tracker.ui.detail.lists import LongLink, Section, words
from tracker.ui.forms import Label, vbox


class Origins(QWidget):
    """The read-only sections of 概况. A click on a project opens it."""

    def __init__(self, context: AppContext) -> None:
        """Make empty sections."""
        super().__init__()
        self._context = context
        self.inside = Section("工程内的项目")
        self.sources = Section("规划来源")
        self.targets = Section("规划写明的数量")
        self.related = Section("相关项目")
        self.numbers = Section("编号")
        self.setLayout(vbox(self.inside, self.sources, self.targets, self.related, self.numbers))

    def show_project(self, project: Detail) -> None:
        """Show what belongs to a project."""
        self.inside.show_lines(*self._links(project.inside), title=f"工程内的项目（{len(project.inside)} 项）")
        self.sources.show_lines(*(_source(row) for row in project.sources))
        self.targets.show_lines(*(words(target_text(row)) for row in project.targets))
        self.related.show_lines(*self._links(project.related))
        old = f"；曾用编号 {'、'.join(project.old_uids)}，仍可打开本项目" if project.old_uids else ""
        self.numbers.show_lines(words(f"{project.uid}{old}", "text3"))

    def _links(self, found: Sequence[Named]) -> list[LongLink]:
        """Return a link for each project."""
        return [LongLink(name, partial(self._context.open_project, key)) for key, name in found]


def _source(row: SourceRow) -> QWidget:
    """Return one source in two lines: plan and box, then the programme."""
    result = QWidget()
    box = words(f"{row.plan}  {row.box_label} {row.box_title}")
    programme = Label(f"{row.programme_no}{row.programme}", "text2", wrap=True)
    result.setLayout(vbox(box, programme))
    return result


def target_text(row: TargetRow) -> str:
    """Return a printed quantity with its base and deadline as printed."""
    more = [word for word in (row.base, row.deadline_text) if word and word not in row.text]
    return f"{row.text}（{'，'.join(more)}）" if more else row.text
