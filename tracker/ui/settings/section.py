"""What the sections of 设置 share: title and explanation, a scrolling body, questions in place, one way to store.

A new section is a subclass in a module of its own and one line in ``sections.SECTIONS``.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import partial
from typing import Any, ClassVar, Concatenate, ParamSpec, TypeVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from tracker.domain.changes import Changes
from tracker.domain.deeds import Deed, Done
from tracker.domain.errors import InputError
from tracker.ui import theme
from tracker.ui.context import AppContext
from tracker.ui.detail.ask import Ask
from tracker.ui.detail.form import Form
from tracker.ui.forms import Item, Label, hbox, separator, vbox
from tracker.ui.table_model import RowTableModel
from tracker.ui.table_view import TableView
from tracker.ui.tasks import NOT_STORED, stored

P = ParamSpec("P")
R = TypeVar("R")
_ASIDE, _ASIDE_NARROW = 330, 276


class Section(QWidget):
    """Base of the sections. The subclass fills ``page`` (or lays out itself) and overrides :meth:`load`.

    ``key`` is what other pages name it by, ``title`` its line in the list, ``explanation`` one sentence under the
    title. ``wants`` are the kinds of data it shows; ``of_period`` says that it also reads the report period.
    ``wrong_changed``: another number of inputs is not stored.
    """

    key: ClassVar[str]
    title: ClassVar[str]
    explanation: ClassVar[str]
    wants: ClassVar[Changes] = Changes.SETTINGS
    of_period: ClassVar[bool] = False

    wrong_changed = Signal()

    def __init__(self, context: AppContext, *bar: Item, scrolls: bool = True) -> None:
        """Make an empty section; *bar* are the tools above its body.

        Where the body is a table that scrolls by itself, *scrolls* is False and ``page`` gets all the room.
        """
        super().__init__()
        self.context = context
        self.ask = Ask()
        self.page = QWidget()
        self.page.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.area = scrolling(self.page) if scrolls else None
        body = self.area or self.page
        head = vbox(
            Label(self.title, size=theme.Type.PANEL, strong=True),
            Label(self.explanation, "text2", wrap=True),
            spacing=4,
            margins=(16, 10, 16, 10),
        )
        tools = [hbox(*bar, spacing=2, margins=(10, 0, 10, 6))] if bar else []
        column = vbox(head, *tools, separator(), self.ask, body)
        column.setStretchFactor(body, 1)
        self.setLayout(column)

    # --- What a section does ---

    def load(self) -> None:
        """Read and show the data; again after each change of what it ``wants``."""
        raise NotImplementedError

    def forms(self) -> tuple[Form, ...]:
        """Return the forms whose fields save when left."""
        return ()

    def models(self) -> tuple[RowTableModel[Any], ...]:
        """Return the tables whose cells can be edited."""
        return ()

    def home(self) -> QWidget | None:
        """Return the widget F6 and an opening of the section give the focus to."""
        return None

    def narrow(self, width: int) -> None:
        """Adapt to the window's logical width (the steps are Size.FULL and Size.FOLDED)."""

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
        return sum(form.wrong for form in self.forms()) + sum(model.refused_count for model in self.models())

    # --- Helpers ---

    @property
    def blocked(self) -> str | None:
        """Why nothing can be changed here, None where it can."""
        return self.context.tasks.read_only

    def store(
        self,
        what: str,
        service: Callable[Concatenate[Any, P], R],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Done[R]:
        """Store one deed (*what*: 修改名称：九台区); raises InputError where it was refused for whatever reason."""
        return stored(self.context.tasks.write(Deed(what), service, *args, **kwargs))

    def attempt(
        self,
        what: str,
        service: Callable[Concatenate[Any, P], R],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Done[R] | None:
        """Store what no field stands for; a refusal is shown above the body and None returned."""
        self.ask.dismiss()
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
        model.edited.connect(self._edited)

    def _refused(self, model: RowTableModel[Any], row: Any, column: str, sentence: str) -> None:
        """Show the sentence of a refused cell, with a way back."""
        if not self.ask.sentence:
            self.ask.refuse(sentence, partial(self.forget_cell, model, model.key_of(row), column))
            for table in self.findChildren(TableView):
                if table.model() is model:
                    QTimer.singleShot(0, table, partial(_keep_in_view, table))
        self.wrong_changed.emit()

    def forget_cell(self, model: RowTableModel[Any], key: Hashable, column: str) -> None:
        """Show what is stored in a cell again, and ask nothing about it."""
        model.forget_refused(key, column)
        self.ask.dismiss()
        self.wrong_changed.emit()

    def forget_row(self, model: RowTableModel[Any], key: Hashable) -> None:
        """Forget what was refused in a row that is gone."""
        for column in model.columns:
            model.forget_refused(key, column.key)
        self.wrong_changed.emit()

    def _edited(self, *_: object) -> None:
        """A cell was stored."""
        self.wrong_changed.emit()


def _keep_in_view(table: TableView) -> None:
    """Show the current row, where a question above has taken room from the table."""
    table.scrollTo(table.currentIndex())


def list_or_nothing(table: TableView, nothing: QWidget, *above: Item) -> QVBoxLayout:
    """Return a table that takes all room, with what stands in its place while it is empty; *above* go before both."""
    column = vbox(*above, table, nothing)
    column.setStretchFactor(table, 1)
    column.setAlignment(nothing, Qt.AlignmentFlag.AlignTop)
    return column


class Aside(QScrollArea):
    """The column beside a section's table: the form of the current row, scrolling by itself."""

    def __init__(self, content: QWidget) -> None:
        """Show *content*."""
        super().__init__()
        _dress(self, content)
        self.setObjectName("aside")

    def narrow(self, width: int) -> None:
        """Take less room in a narrow window."""
        self.setFixedWidth(_ASIDE_NARROW if width < theme.Size.FOLDED else _ASIDE)


def scrolling(content: QWidget) -> QScrollArea:
    """Return an area that scrolls *content* up and down."""
    area = QScrollArea()
    _dress(area, content)
    return area


def _dress(area: QScrollArea, content: QWidget) -> None:
    """Put content into an area that scrolls up and down only."""
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(content)
