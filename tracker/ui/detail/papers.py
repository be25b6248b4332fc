"""文件: the 批复文件 and photos of a project, their files, and what rests on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from tracker.domain.changes import Changes
from tracker.domain.dates import format_day, parse_day
from tracker.domain.papers import TYPES, guess
from tracker.queries.detail import Detail
from tracker.queries.documents import DocumentRow, FileState, Rest, documents, resting
from tracker.services import attachments
from tracker.services import documents as service
from tracker.services.attachments import StoredFile
from tracker.services.documents import DocumentInput
from tracker.ui.cells import UNFILLED
from tracker.ui.context import AppContext, Link
from tracker.ui.detail.ask import Tinted
from tracker.ui.detail.entry import EntryBox, Values
from tracker.ui.detail.form import FieldGrid, Form
from tracker.ui.detail.milestone_cells import typed_day
from tracker.ui.detail.paper_cells import columns
from tracker.ui.detail.paper_files import PaperFiles
from tracker.ui.detail.paper_view import SAID, Named, PaperView, Resting
from tracker.ui.detail.tab import Tab, empty_state, fit_rows
from tracker.ui.forms import Label, button, link, set_blocked, tool, vbox
from tracker.ui.table_model import RowTableModel
from tracker.ui.table_view import TableView
from tracker.ui.tasks import Progress

LABELS = {"title": "标题", "number": "文号", "issuer": "发文单位", "issued_on": "发文日期", "type": "类型"}
_TYPES = [("", UNFILLED), *((word, word) for word in TYPES)]
_NAMED = 3  # of what rests on a paper, in the question before it is removed
# What a file is checked by: path, size and time of its last change, and the hash it should have.
_Seen = tuple[str, int, int, str]


class PapersTab(Tab):
    """The papers of a project. Files dropped anywhere onto it are added."""

    wants = Changes.PROJECTS | Changes.MILESTONES | Changes.MONEY
    for_headings = True  # a programme has papers of its own

    def __init__(self, context: AppContext) -> None:
        """Make tools, list, form, and the parts that say what rests on a paper."""
        self.files: PaperFiles
        self.add = tool("添加文件", "add", tip="选择文件添加，也可以把文件拖到这里", run=self._ask_files)
        self.note = tool("登记文号", "edit", tip="先登记文号和标题，文件以后再附", run=self._start)
        self.open = tool("打开", "document_pdf", tip="打开所选文件", run=self._open)
        self.folder = tool("文件夹", "folder", tip="打开文件所在的文件夹", run=self._open_folder)
        self.drop = tool("移除", "delete", tip="移除所选文件的记录", run=self._ask_remove)
        super().__init__(context, self.add, self.note, self.open, self.folder, self.drop, None)
        self.files = PaperFiles(self)
        self._resting: tuple[Rest, ...] = ()
        self._checked: dict[_Seen, bool] = {}
        self._checking = False
        self.model: RowTableModel[DocumentRow] = RowTableModel(
            columns(lambda: self.blocked is None), lambda row: row.id, self.guarded(self._commit), self
        )
        self.watch(self.model)
        self.table = TableView("detail.papers", context.config)
        self.table.setModel(self.model)
        self.table.setAccessibleName("批复文件")
        fit_rows(self.table)
        self.table.current_changed.connect(self._show_current)
        self.table.cleared.connect(self._clear_cell)
        self.table.opened.connect(lambda _key: self.view.open())
        self.hint = _DropHint()
        self.new = self._new_box()
        self.form = Form(self._save, self)
        self.form.changed.connect(self.wrong_changed)
        self.below = self._fields()
        self.named = Named(self)
        self._first, self._other = button("添加文件…", "add", run=self._ask_files), link("只登记文号…", run=self._start)
        about = "可研、概算、下达等批复和现场照片放在这里，日期和金额可以引用它们的文号。也可以把文件直接拖到这里。"
        self.nothing = empty_state("folder", "还没有批复文件", about, self._first, self._other)
        named = QWidget()
        named.setLayout(vbox(self.named, margins=(12, 0, 12, 12)))
        self.page.setLayout(vbox(self.hint, self.new, self.table, self.below, self.nothing, named, None))
        self._take_drops()

    def _take_drops(self) -> None:
        """Take files anywhere on the tab: a line would take their names as text."""
        self.setAcceptDrops(True)
        for editor in self.findChildren(QLineEdit):
            editor.setAcceptDrops(False)

    def _fields(self) -> QWidget:
        """Return the form of the current paper."""
        self.view, self.resting = PaperView(self), Resting(self)
        grid = FieldGrid(column_width=112, most=3, least=3, tight=True)
        _fill(self.form, grid)
        result = QWidget()
        result.setLayout(vbox(grid, 8, self.view, 4, self.resting, margins=(12, 8, 12, 12)))
        return result

    def _new_box(self) -> EntryBox:
        """Return the form of a paper without a file."""
        box = EntryBox("登记", self._register_new)
        _fill(box.form, box.grid)
        return box

    def forms(self) -> tuple[Form, ...]:
        """Return the form of the current paper."""
        return (self.form,)

    @property
    def wrong(self) -> int:
        """Count cells too."""
        return super().wrong + self.model.refused_count

    def rest(self) -> None:
        """Fold the form of one project only, and forget what was refused."""
        self.new.close_box()
        self.model.forget_refused()

    @property
    def base(self) -> Path:
        """The folder the data file lies in; 附件 lies beside it."""
        return self.context.tasks.path.parent

    # --- Showing ---

    def load(self, project: Detail) -> None:
        """Read the papers and what rests on them, and check the files that were not checked yet."""
        read = self.context.tasks.read
        rows = tuple(self._as_checked(row) for row in read(documents, project.project_id, self.base))
        self._resting = read(resting, project.project_id)
        self.model.set_rows(rows)
        self.table.setVisible(bool(rows))
        self.nothing.setVisible(not rows)
        if rows and self.table.current_key is None:
            self.table.select_key(rows[0].id)
        self.named.show_rows([one for one in self._resting if one.document_id is None])
        self._show_current()
        self._check(rows)

    @property
    def current(self) -> DocumentRow | None:
        """The paper of the current row."""
        return next((row for row in self.model.rows() if row.id == self.table.current_key), None)

    def _show_current(self, _key: object = None) -> None:
        """Show the current paper, storing first what was being typed for another."""
        row = self.current
        if self.form.row is not None and (row is None or self.form.row != row.id):
            self.form.leave()
            row = self.current
        self._allow(row)
        self.below.setVisible(row is not None)
        if row is None:
            self.form.show_row(None, {})
            return
        values = {key: getattr(row, key) or "" for key in ("title", "number", "issuer", "type")}
        self.form.show_row(row.id, values | {"issued_on": format_day(row.issued_on)})
        self.form.set_read_only(self.blocked)
        self.view.show_row(row)
        self.resting.show_rows(self._on(row))

    def _on(self, row: DocumentRow) -> list[Rest]:
        """Return what rests on a paper."""
        return [one for one in self._resting if one.document_id == row.id]

    def _allow(self, row: DocumentRow | None) -> None:
        """Enable what can be done now."""
        blocked, none = self.blocked, None if row else "先选中一份文件"
        for control in (self.add, self.note, self._first, self._other):
            set_blocked(control, blocked)
        set_blocked(self.drop, blocked or none)
        gone = None if row is None or row.path else SAID[row.state][0]
        set_blocked(self.open, none or gone)
        set_blocked(self.folder, none or (None if row and row.file else SAID[FileState.NONE][0]))

    # --- Whether the files are what they were ---

    def _as_checked(self, row: DocumentRow) -> DocumentRow:
        """Return a paper with what is known about the content of its file."""
        seen = _seen(row)
        changed = seen is not None and self._checked.get(seen) is False
        return replace(row, state=FileState.CHANGED) if changed else row

    def _check(self, rows: Sequence[DocumentRow]) -> None:
        """Read the files that were not read since they changed last, in the background."""
        open_ones = [seen for row in rows if (seen := _seen(row)) is not None and seen not in self._checked]
        if not open_ones or self._checking:
            return
        self._checking = True

        def work(progress: Progress) -> dict[_Seen, bool]:
            found = {}
            for place, seen in enumerate(open_ones):
                progress(place, len(open_ones), "正在核对附件")
                try:
                    found[seen] = attachments.digest(Path(seen[0])) == seen[3]
                except OSError:
                    continue  # it went meanwhile: the next reading says that it is missing
            return found

        self.context.tasks.background(work, self._compared, "核对附件", self._not_compared)

    def _compared(self, found: dict[_Seen, bool]) -> None:
        """Show what came of the check, and check what has come to be shown meanwhile."""
        self._checking = False
        self._checked |= found
        if self.project is not None and self.isVisible() and found:
            self.load(self.project)

    def _not_compared(self, _error: Exception) -> None:
        """Go without a check; the next showing tries again."""
        self._checking = False

    # --- Storing ---

    def _commit(self, row: DocumentRow, key: str, text: str) -> None:
        """Store a cell or a field."""
        value: object = None if text == UNFILLED else text
        if key == "issued_on":
            value = typed_day(text, self.context.period.as_of.year)
        self.store(f"修改文件“{row.title}”的{LABELS[key]}", service.edit, row.id, key, value)

    def _save(self, key: str, text: str) -> None:
        """Store one field."""
        if (row := self.current) is not None:
            self._commit(row, key, text)

    def _clear_cell(self, _cells: object) -> None:
        """Delete: make the current cell 未填."""
        index = self.table.currentIndex()
        if index.flags() & Qt.ItemFlag.ItemIsEditable and self.model.columns[index.column()].key != "title":
            self.model.setData(index, "")

    def _ask_files(self) -> None:
        """Choose files to add."""
        self.files.ask()

    def _start(self) -> None:
        """Unfold the form of a paper without a file."""
        self.new.open_with("登记一份文件（文件以后再附）", {}, "number")
        self.new.set_blocked(self.blocked)
        self.reveal(self.new)

    def _register_new(self, values: Values) -> None:
        """Note a paper without a file; one without a title is called by its 文号."""
        title, number = values["title"] or values["number"], values["number"] or None
        day, issuer, kind = parse_day(values["issued_on"]), values["issuer"] or None, values["type"] or None
        paper = DocumentInput(self.project_id, title, number, issuer, day, kind)
        done = self.store(f"登记文件“{title}”", service.add, paper)
        self.table.select_key(done.result)

    def register(self, words: str, by: Sequence[Rest]) -> None:
        """Note a 文号 that rows name; they rest on the paper from then on."""
        paper = DocumentInput(self.project_id, words, words, type=guess(f"{words}{by[0].what}").type)
        done = self.attempt(f"登记文件“{words}”", service.add, paper)
        if done is not None:
            self.table.select_key(done.result)

    def accept(self, row: DocumentRow) -> None:
        """Take the file as it is now for the paper's."""
        if row.path is None or row.file is None:
            return
        try:
            now = attachments.digest(row.path)
        except OSError:
            self.ask.offer(
                f"读不到“{row.path.name}”，没有保存。请检查文件是否正被其他程序使用。",
                tone="error",
                give_up=self.ask.dismiss,
            )
            return
        self.attempt(f"附件“{row.path.name}”以现在的内容为准", service.attach, row.id, StoredFile(row.file, now))

    def detach(self, row: DocumentRow) -> None:
        """Let a paper have no file; the file stays where it lies, so that undo finds it."""
        self.attempt(f"取消附件“{Path(row.file or '').name}”", service.attach, row.id, None)

    def _ask_remove(self) -> None:
        """Remove the current paper, after saying what rests on it."""
        row = self.current
        if row is None:
            return
        on = self._on(row)
        if not on:
            self._remove(row)
            return
        lost = [one for one in on if one.words is None]
        emptied = lost[0].what if len(lost) == 1 else f"其中 {len(lost)} 处"
        more = f"移除后{emptied}的文号会变为未填。" if lost else "移除后这些地方填的文号仍会保留。"
        first = "、".join(one.what for one in on[:_NAMED]) + ("等" if len(on) > _NAMED else "")
        said = f"“{row.title}”被 {len(on)} 处引用：{first}。{more}"
        self.ask.offer(said, Link("移除记录", partial(self._remove, row)), give_up=self.ask.dismiss)

    def _remove(self, row: DocumentRow) -> None:
        """Remove a paper's record; its neighbour becomes the current one."""
        self.ask.dismiss()
        left = [one.id for one in self.model.rows()]
        place = left.index(row.id)
        left.remove(row.id)
        if self.attempt(f"移除文件“{row.title}”", service.remove, row.id) is not None and left:
            self.table.select_key(left[min(place, len(left) - 1)])

    def _open(self) -> None:
        """Open the current file."""
        self.view.open()

    def _open_folder(self) -> None:
        """Open the folder of the current file."""
        self.view.show_folder()

    # --- Files dropped onto the tab ---

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files of this machine; say what letting go would do."""
        if _dropped(event):
            self.hint.say(self.blocked)
            if self.blocked is None:
                event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Say nothing any more."""
        self.hint.hide()
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Add the files."""
        self.hint.hide()
        if self.blocked is None and (paths := _dropped(event)):
            event.acceptProposedAction()
            self.files.copy(paths)


class _DropHint(Tinted):
    """What happens when the files that are dragged over the tab are let go."""

    def __init__(self) -> None:
        super().__init__("hover")
        self._words = Label("", wrap=True)
        self.setLayout(vbox(self._words, margins=(12, 10, 12, 10)))
        self.hide()

    def say(self, blocked: str | None) -> None:
        """Show it."""
        self._words.setText(f"不能添加：{blocked}" if blocked else "松开鼠标，把文件添加到这个项目；原文件不变。")
        self.show()


def _dropped(event: QDropEvent) -> list[Path]:
    """Return the files of this machine that are dragged."""
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]


def _fill(form: Form, grid: FieldGrid) -> None:
    """Lay out the fields of a paper."""
    grid.add(form.line("number", LABELS["number"]), span=2)
    grid.add(form.day("issued_on", LABELS["issued_on"]))
    grid.add(form.line("title", LABELS["title"]), span=0)
    grid.add(form.line("issuer", LABELS["issuer"]), span=2)
    grid.add(form.choice("type", LABELS["type"], _TYPES))


def _seen(row: DocumentRow) -> _Seen | None:
    """Return what the file of a paper is checked by, None where there is none."""
    if row.path is None or row.sha256 is None:
        return None
    try:
        stat = row.path.stat()
    except OSError:
        return None
    return (str(row.path), stat.st_size, stat.st_mtime_ns, row.sha256)
