"""目录更新: where the user and a newer catalogue say different things, both are shown and the user chooses."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from tracker.domain.changes import Changes
from tracker.domain.errors import InputError
from tracker.queries import catalogue as differences
from tracker.queries.catalogue import ConflictRow
from tracker.services import catalogue
from tracker.ui.cells import Cell
from tracker.ui.context import AppContext
from tracker.ui.forms import Label, hbox, set_blocked, tool, vbox
from tracker.ui.pages.page import Page
from tracker.ui.start_page import Notice
from tracker.ui.table_model import Column, RowTableModel
from tracker.ui.table_view import TableView

_LONGEST = 30  # of a name in the change log


class CataloguePage(Page):
    """The open differences. It is in the rail only while there are any."""

    has_figures = False

    def __init__(self, context: AppContext) -> None:
        """Make the page; it is filled by :meth:`refresh`."""
        super().__init__(context, "目录更新")
        self.take = tool("采用目录的内容", "checkmark", primary=True, run=self._take)
        self.keep = tool("保留我的内容", "lock_closed", run=self._keep)
        self.open = tool("查看项目", "arrow_next", run=self._open)
        self.add_tools(self.take, self.keep, self.open, None)
        for button in (self.take, self.keep):
            set_blocked(button, context.tasks.read_only)
        self.model: RowTableModel[ConflictRow] = RowTableModel(_columns(), lambda row: row.id, parent=self)
        self.table = TableView("catalogue", context.config)
        self.table.setModel(self.model)
        self.table.opened.connect(self._open)
        text = "下面各处您修改过，新目录又有不同的写法。现在用的是您的内容；选中一行或几行，再决定采用哪一种。"
        head = QWidget()
        head.setLayout(hbox(Label(text, "text2", wrap=True), margins=(12, 6, 12, 6)))
        self._done = Notice("checkmark_circle", "目录更新已处理完", "没有需要您选择的内容了。")
        self._done.hide()
        self.setLayout(vbox(head, self.table, self._done))

    def refresh(self, _changes: Changes) -> None:
        """Read the open differences again."""
        rows = self.context.tasks.read(differences.conflicts)
        self.model.set_rows(rows)
        self.table.setVisible(bool(rows))
        self._done.setVisible(not rows)
        if rows and self.table.current_key is None:
            self.table.select_key(rows[0].id)

    def period_changed(self) -> None:
        """Do nothing: the catalogue has no period."""

    def panes(self) -> list[QWidget]:
        """Return the list."""
        return [self.table]

    def _take(self) -> None:
        """Take the catalogue's values."""
        self._settle(take_theirs=True, verb="采用目录的内容")

    def _keep(self) -> None:
        """Keep the user's values."""
        self._settle(take_theirs=False, verb="保留自己的内容")

    def _settle(self, *, take_theirs: bool, verb: str) -> None:
        """Settle the selected differences as one deed."""
        chosen = [row for row in self.model.rows() if row.id in set(self.table.selected_keys())]
        if not chosen:
            return
        what = f"{chosen[0].name[:_LONGEST]} {chosen[0].label}" if len(chosen) == 1 else f"{len(chosen)} 处"
        try:
            self.context.tasks.write(
                f"目录更新，{verb}：{what}", catalogue.settle_conflicts, [row.id for row in chosen], take_theirs
            )
        except InputError as error:
            self.context.notify(str(error), tone="error")

    def _open(self, _key: object = None) -> None:
        """Show the project a difference is about."""
        place = self.model.position_of(self.table.current_key) if self.table.current_key else None
        row = None if place is None else self.model.row(place)
        if row is not None and row.project_id is not None:
            self.context.open_project(row.project_id)


def _columns() -> tuple[Column[ConflictRow], ...]:
    """Return the columns of the differences."""
    return (
        Column("name", "项目", lambda row: Cell(row.name), width=260, stretch=True, elide="middle"),
        Column("of", "其中", lambda row: Cell(row.of, "text2", tooltip=row.of), width=150),
        Column("label", "内容", lambda row: Cell(row.label), width=110),
        Column("ours", "现在（我的）", lambda row: Cell(row.ours, tooltip=row.ours), width=260),
        Column("theirs", "新目录", lambda row: Cell(row.theirs, "accent", tooltip=row.theirs), width=260),
    )
