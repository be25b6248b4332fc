"""The 文号 of a paper: typed, or picked from the 批复文件 of the project."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QMenu

from tracker.domain.dates import format_day
from tracker.queries.documents import DocumentRow, documents
from tracker.ui.fields import LineField, Save
from tracker.ui.forms import shortened
from tracker.ui.icons import icon
from tracker.ui.system import open_file

if TYPE_CHECKING:
    from tracker.ui.detail.form import Form
    from tracker.ui.detail.tab import Tab

Offer = Callable[[], Sequence[DocumentRow]]
_LONGEST = 36  # characters of a paper in the menu
_NONE = "本项目还没有登记批复文件，可直接填文号，或在“文件”里添加"


def papers_of(tab: Tab) -> Sequence[DocumentRow]:
    """Return the papers of the project a tab shows."""
    tasks = tab.context.tasks
    return tasks.read(documents, tab.project_id, tasks.path.parent)


def words_of(paper: DocumentRow) -> str:
    """Return what a paper is called by: its 文号, its title where it has none."""
    return paper.number or paper.title


def take_day(form: Form, key: str, paper: DocumentRow) -> None:
    """Fill in the date of a picked paper where none is typed yet."""
    field = form.fields[key]
    if paper.issued_on is not None and not field.text:
        field.put(format_day(paper.issued_on))
        field.commit()


class PaperField(LineField):
    """One line with a list button inside; ↓ opens the list too. ``picked`` tells which paper was taken from it."""

    picked = Signal(object)

    def __init__(self, label: str, save: Save, offer: Offer) -> None:
        """*offer* reads the papers when the list is opened."""
        super().__init__(label, save)
        self._offer = offer
        self._open = False
        self.pick = QAction(icon("text_bullet_list_square"), "从本项目的批复文件中选（↓）", self)
        self.pick.triggered.connect(self._show_list)
        self.line.addAction(self.pick, QLineEdit.ActionPosition.TrailingPosition)

    def set_read_only(self, reason: str | None) -> None:
        """Take the list away too."""
        super().set_read_only(reason)
        self.pick.setEnabled(reason is None)

    def menu(self) -> QMenu:
        """Return the list: the papers, and above them the file of the one that is named now."""
        menu, papers = QMenu(self), self._offer()
        named = next((one for one in papers if words_of(one) == self.text), None)
        if named is not None and named.path is not None:
            menu.addAction(f"打开“{shortened(named.path.name, _LONGEST)}”").triggered.connect(partial(_open, named))
            menu.addSeparator()
        for paper in papers:
            shown = words_of(paper) if paper.number in (None, paper.title) else f"{paper.number}　{paper.title}"
            action = menu.addAction(shortened(shown, _LONGEST).replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(paper is named)
            action.triggered.connect(partial(self._take, paper))
        if not papers:
            menu.addAction(_NONE).setEnabled(False)
        return menu

    def _show_list(self) -> None:
        """Open the list under the line."""
        menu = self.menu()
        self._open = True
        menu.exec(self.line.mapToGlobal(QPoint(0, self.line.height() + 2)))
        self._open = False
        menu.deleteLater()

    def _take(self, paper: DocumentRow, _checked: bool = False) -> None:
        """Name the paper that was picked, and store that."""
        self._open = False
        self.put(words_of(paper))
        if self.commit():
            self.picked.emit(paper)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Open the list with ↓."""
        down = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Down
        if watched is self.line and down and self.pick.isEnabled():
            self._show_list()
            return True
        return super().eventFilter(watched, event)

    def _popup_open(self) -> bool:
        """The list belongs to the field."""
        return self._open


def _open(paper: DocumentRow, _checked: bool = False) -> None:
    """Open the file of a paper."""
    if paper.path is not None:
        open_file(paper.path)
