"""Brings files to a project: copied in the background into its folder, then noted as one deed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths

from tracker.domain.deeds import Deed
from tracker.domain.errors import FileProblem, InputError
from tracker.domain.papers import PICTURES, guess
from tracker.queries.documents import DocumentRow, documents
from tracker.services import attachments
from tracker.services import documents as service
from tracker.services.attachments import StoredFile
from tracker.services.documents import DocumentInput
from tracker.ui import messages
from tracker.ui.context import Link
from tracker.ui.tasks import Cancelled, Progress

if TYPE_CHECKING:
    from tracker.ui.detail.papers import PapersTab

_FOLDER = "papers.folder"
_IMAGES = " ".join(f"*{suffix}" for suffix in sorted(PICTURES))
_KINDS = f"文件和照片 (*.pdf *.ofd *.doc *.docx *.wps *.xls *.xlsx *.et *.zip {_IMAGES});;所有文件 (*)"
_ALL = 100


@dataclass(frozen=True)
class Copied:
    """What came of copying: for which project, and for which paper where a file is attached to one."""

    project_id: int
    project: str
    paper: DocumentRow | None
    files: tuple[tuple[str, StoredFile], ...]
    problems: tuple[str, ...]


class PaperFiles(QObject):
    """Asks for files, copies them, and notes them."""

    def __init__(self, tab: PapersTab) -> None:
        """Belong to the tab 文件."""
        super().__init__(tab)
        self._tab = tab

    def ask(self, paper: DocumentRow | None = None) -> None:
        """Let the user choose files for new papers, or one file for *paper*."""
        config, window = self._tab.context.config, self._tab.window()
        usual = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        folder = Path(config.text(_FOLDER) or usual)
        if paper is None:
            chosen = messages.ask_files(window, "选择要添加的文件", folder, _KINDS)
        else:
            one = messages.ask_open(window, f"选择“{paper.title}”的文件", folder, _KINDS)
            chosen = [one] if one is not None else []
        if chosen:
            config.set(_FOLDER, str(chosen[0].parent))
            self.copy(chosen, paper)

    def copy(self, sources: Sequence[Path], paper: DocumentRow | None = None) -> None:
        """Copy files into the project's folder, then note them; *paper* takes the one file it gets."""
        tab, project = self._tab, self._tab.project
        if project is None or tab.blocked:
            return
        base, uid, name = tab.context.tasks.path.parent, project.uid, project.name
        key = project.project_id

        def work(progress: Progress) -> Copied:
            files: list[tuple[str, StoredFile]] = []
            problems: list[str] = []
            try:
                for place, source in enumerate(sources):
                    tell = partial(_tell, progress, place, len(sources), source.name)
                    tell(0, 1)
                    try:
                        files.append((source.name, attachments.copy_in(base, uid, source, tell)))
                    except FileProblem as error:
                        problems.append(str(error))
            except Cancelled:
                attachments.discard(base, [stored for _name, stored in files])
                raise
            return Copied(key, name, paper, tuple(files), tuple(problems))

        tab.context.tasks.background(work, self._copied, "添加文件", self._failed)

    def _failed(self, error: Exception) -> None:
        """Say that nothing was added."""
        if isinstance(error, Cancelled):
            self._tab.context.notify("已取消添加文件，文件夹和台账都没有变化。")
        else:
            self._tab.context.tasks.failed.emit(error)

    def _copied(self, copied: Copied) -> None:
        """Note what was copied; copies that no record came of are taken away again."""
        problems = list(copied.problems)
        try:
            noted = self._note(copied, problems) if copied.files else ()
        except InputError as error:
            noted, problems = None, [*problems, str(error)]
        if noted is None:
            attachments.discard(self._base, [stored for _name, stored in copied.files])
        self._report(copied, noted or (), problems)

    @property
    def _base(self) -> Path:
        """The folder the data file lies in."""
        return self._tab.context.tasks.path.parent

    def _note(self, copied: Copied, problems: list[str]) -> tuple[int, ...] | None:
        """Write the record; None where it could not be written. A file that is noted already is not noted twice."""
        tasks, paper = self._tab.context.tasks, copied.paper
        if paper is not None:
            what = Deed(f"附上“{copied.files[0][0]}”：{copied.project}")
            return (paper.id,) if tasks.write(what, service.attach, paper.id, copied.files[0][1]) else None
        known = {row.file for row in tasks.read(documents, copied.project_id, self._base) if row.file}
        papers = []
        for name, stored in copied.files:
            if stored.file in known:
                problems.append(f"“{name}”在本项目里已有登记，没有重复添加。")
                continue
            known.add(stored.file)
            read = guess(name)
            papers.append(DocumentInput(copied.project_id, read.title, read.number, type=read.type, file=stored))
        if not papers:
            return ()
        named = f"“{papers[0].title}”" if len(papers) == 1 else f" {len(papers)} 份文件"
        done = tasks.write(Deed(f"添加{named}：{copied.project}"), service.add_all, papers)
        return done.result if done is not None else None

    def _report(self, copied: Copied, noted: tuple[int, ...], problems: list[str]) -> None:
        """Go to what is new; say what was not added, and where it went if another project is shown by now."""
        tab, there = self._tab, self._tab.project is not None and self._tab.project_id == copied.project_id
        if noted and there:
            tab.table.select_key(noted[0])
        added = f"“{copied.project}”添加了 {len(noted)} 份文件。" if noted and (problems or not there) else ""
        if added or problems:
            ways = () if there else (Link("查看", partial(tab.context.open_project, copied.project_id, "papers")),)
            tab.context.notify("".join((added, *problems)), *ways, tone="warning" if problems else "info")


def _tell(progress: Progress, place: int, many: int, name: str, done: int, total: int) -> None:
    """Tell how far the files are, each counting the same; raises Cancelled."""
    part = _ALL * done // total if total else 0
    progress(place * _ALL + min(part, _ALL), many * _ALL, f"正在添加“{name}”")
