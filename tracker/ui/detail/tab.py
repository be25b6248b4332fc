"""What the tabs share: one project, a scrolling body, questions in place, and one way to store."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import partial
from typing import Any, Concatenate, ParamSpec, TypeVar

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QSizePolicy, QWidget

from tracker.domain.changes import Changes
from tracker.domain.deeds import Deed, Done
from tracker.domain.errors import InputError
from tracker.queries.detail import Detail
from tracker.ui import theme
from tracker.ui.context import AppContext
from tracker.ui.detail.ask import Ask
from tracker.ui.detail.form import Form
from tracker.ui.forms import Item, Label, hbox, vbox
from tracker.ui.icons import icon
from tracker.ui.table_model import RowTableModel
from tracker.ui.table_view import TableView
from tracker.ui.tasks import NOT_STORED, stored

P = ParamSpec("P")
R = TypeVar("R")


class Tab(QWidget):
    """Base of the tabs. The subclass fills ``page`` and overrides :meth:`load`.

    ``wants`` are the kinds of data it shows. ``wrong_changed``: another number of inputs is not stored.
    """

    wants = Changes.EVERYTHING
    # A heading has no milestones, money, reports or problems of its own.
    for_headings = False

    wrong_changed = Signal()

    def __init__(self, context: AppContext, *bar: Item) -> None:
        """Make an empty tab; *bar* are the tools above its body."""
        super().__init__()
        self.context = context
        self.project: Detail | None = None
        self.ask = Ask()
        self.page = QWidget()
        self.page.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(self.page)
        self.bar: QWidget | None = None
        if bar:
            self.bar = QWidget()
            self.bar.setLayout(hbox(*bar, spacing=2, margins=(6, 4, 6, 4)))
        self._heading = _Sentence()
        self._heading.hide()
        column = vbox(*([self.bar] if self.bar else []), self.ask, self.area, self._heading)
        column.setStretchFactor(self.area, 1)
        column.setStretchFactor(self._heading, 1)
        self.setLayout(column)

    # --- What a tab does ---

    def load(self, project: Detail) -> None:
        """Read and show a project's data; the same project's again after a change."""
        raise NotImplementedError

    def forms(self) -> tuple[Form, ...]:
        """Return the forms whose fields save when left."""
        return ()

    def rest(self) -> None:
        """Fold and forget what belongs to one project only."""

    def show_project(self, project: Detail) -> None:
        """Show a project, or the same one as it is now."""
        if self.project is None or project.project_id != self.project.project_id:
            self.put_away()
            self.area.verticalScrollBar().setValue(0)
        self.project = project
        heading = not project.counted and not self.for_headings
        self.area.setVisible(not heading)
        if self.bar is not None:
            self.bar.setVisible(not heading)
        self._heading.setVisible(heading)
        if heading:
            self._heading.say(f"这是工程标题，里面有 {len(project.inside)} 个项目，请在具体项目里填报。")
        else:
            self.load(project)

    def put_away(self) -> None:
        """Close what is open for one project, before another is shown; the forms keep what they refused with it."""
        self.ask.dismiss()
        self.rest()
        for form in self.forms():
            form.show_row(None, {})

    def leave(self) -> int:
        """Store what is being edited; return how many inputs are wrong."""
        focus = QApplication.focusWidget()
        for table in self.findChildren(TableView):
            if focus is not None and focus is not table and table.isAncestorOf(focus):
                table.setFocus()  # closes the cell's editor, which stores
        for form in self.forms():
            form.leave()
        return self.wrong

    @property
    def wrong(self) -> int:
        """How many inputs are wrong and not stored."""
        return sum(form.wrong for form in self.forms())

    # --- Helpers ---

    @property
    def blocked(self) -> str | None:
        """Why nothing can be changed here, None where it can."""
        if self.context.tasks.read_only:
            return self.context.tasks.read_only
        if self.project is not None and self.project.merged_into is not None:
            return f"此项目已并入“{self.project.merged_into[1]}”，只供查看。"
        return None

    @property
    def project_id(self) -> int:
        """The id of the project shown."""
        if self.project is None:
            raise LookupError
        return self.project.project_id

    def store(
        self,
        what: str,
        service: Callable[Concatenate[Any, P], R],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Done[R]:
        """Store one deed on this project; raises InputError where it was refused for whatever reason.

        *what* is the verb with its object (修改项目名称); the project's name is added.
        """
        name = self.project.name if self.project else ""
        return stored(self.context.tasks.write(Deed(f"{what}：{name}"), service, *args, **kwargs))

    def attempt(
        self,
        what: str,
        service: Callable[Concatenate[Any, P], R],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Done[R] | None:
        """Store what no field stands for; a refusal is shown above the body and None returned."""
        try:
            return self.store(what, service, *args, **kwargs)
        except InputError as error:
            if str(error) != NOT_STORED:
                self.ask.offer(str(error), tone="error", give_up=self.ask.dismiss)
            return None

    def guarded(self, commit: Callable[[R, str, str], None]) -> Callable[[R, str, str], None]:
        """Return what stores a cell, a new entry taking the place of the question about the one before."""

        def run(row: R, key: str, text: str) -> None:
            self.ask.dismiss()
            commit(row, key, text)

        return run

    def watch(self, model: RowTableModel[Any]) -> None:
        """Say above the body why a cell's text was not stored, unless a question is there already."""
        model.refused.connect(partial(self._refused, model))
        model.edited.connect(self._cell_edited)

    def _refused(self, model: RowTableModel[Any], row: Any, column: str, sentence: str) -> None:
        """Show the sentence of a refused cell, with a way back."""
        if not self.ask.sentence:
            self.ask.refuse(sentence, partial(self.forget_cell, model, model.key_of(row), column))
        self.wrong_changed.emit()

    def forget_cell(self, model: RowTableModel[Any], key: Hashable, column: str) -> None:
        """Show what is stored in a cell again, and ask nothing about it."""
        model.forget_refused(key, column)
        self.ask.dismiss()
        self.wrong_changed.emit()

    def _cell_edited(self, *_: object) -> None:
        """A cell was stored."""
        self.wrong_changed.emit()

    def reveal(self, widget: QWidget) -> None:
        """Scroll to a part that has just been opened, once it has its size."""
        QTimer.singleShot(0, widget, lambda: self.area.ensureWidgetVisible(widget, 0, 24))


class _Sentence(QWidget):
    """A sentence in the middle, where there is nothing to edit."""

    def __init__(self) -> None:
        super().__init__()
        self._label = Label("", "text2", wrap=True)
        self._label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setLayout(vbox(None, self._label, None, margins=(24, 0, 24, 0)))

    def say(self, text: str) -> None:
        """Show a sentence."""
        self._label.setText(text)


def fit_rows(table: TableView) -> None:
    """Keep a table as high as its rows, so that only the tab itself scrolls; a model must have been set."""
    bar = table.horizontalScrollBar()

    def fit() -> None:
        extra = bar.sizeHint().height() if bar.maximum() > 0 else 0
        rows = table.table_model().rowCount() * theme.row_height()
        table.setFixedHeight(table.head.sizeHint().height() + rows + extra + 1)

    for signal in (table.model().modelReset, bar.rangeChanged, table.row_height_changed):
        signal.connect(fit)
    fit()


def below(widget: QWidget) -> QPoint:
    """Return the place under a widget, where its menu opens."""
    return widget.mapToGlobal(QPoint(0, widget.height()))


def empty_state(picture: str, title: str, hint: str, *ways: QWidget) -> QWidget:
    """Return what a tab without rows shows: an icon, what is empty, what fills it, and the way there."""
    image, centre = Label(), Qt.AlignmentFlag.AlignHCenter
    image.setPixmap(icon(picture, size=theme.Size.ICON_RAIL).pixmap(theme.Size.ICON_RAIL))
    words, below_it = Label(title, size=theme.Type.PANEL), Label(hint, "text2", wrap=True)
    below_it.setAlignment(centre)
    column = vbox(image, words, below_it, *(hbox(None, way, None) for way in ways), spacing=8)
    column.setAlignment(image, centre)
    column.setAlignment(words, centre)
    column.setContentsMargins(24, 48, 24, 24)
    result = QWidget()
    result.setLayout(column)
    return result
