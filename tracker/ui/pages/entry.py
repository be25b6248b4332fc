"""填报: a quarter's figures in one grid, a row for each project of the filter, filled in with the keyboard."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QApplication, QWidget

from tracker.domain.changes import Changes
from tracker.domain.entry import KINDS
from tracker.domain.errors import InputError
from tracker.domain.money import Amount
from tracker.queries.choices import choices
from tracker.queries.criteria import Criteria
from tracker.queries.entry import EntryRow
from tracker.queries.projects import Counts
from tracker.queries.shown import counts
from tracker.ui import theme
from tracker.ui.chart_filter import ChartFilter
from tracker.ui.context import AppContext, Link
from tracker.ui.detail.ask import Asked
from tracker.ui.detail.money_cells import typed_amount
from tracker.ui.entry import remarks
from tracker.ui.entry.actions import EntryActions
from tracker.ui.entry.foot import Foot, Remark, Told
from tracker.ui.entry.panel import EntryPanel
from tracker.ui.entry.progress import Progress
from tracker.ui.entry.questions import Place, Question
from tracker.ui.entry.writing import OWN_CHANGES, EntryWriting
from tracker.ui.forms import button, set_blocked, tool, vbox
from tracker.ui.pages.page import Page
from tracker.ui.print_dialog import Printable
from tracker.ui.projects.filter_words import Condition, conditions, in_short
from tracker.ui.table_model import Role


class EntryPage(Page):
    """Follows the filter of 项目 and the report period; what is shown is the file as it is now, also when closed."""

    def __init__(self, context: AppContext) -> None:
        """Make the page; it is filled by :meth:`refresh`."""
        super().__init__(context, "填报")
        self._follows = True
        self._stale = False
        self._period = context.period.chosen
        self.writing = EntryWriting(context, self, self._settled)
        self.panel = EntryPanel(context, self.writing.commit)
        self.grid = self.panel.grid
        self.deeds = EntryActions(context, self.panel, self.writing)
        self.filter = ChartFilter()
        self.progress = Progress()
        self.foot = Foot()
        self.grid.beyond = self.foot.take_focus
        self._explain_soon = QTimer(self)
        self._explain_soon.setSingleShot(True)
        self._explain_soon.setInterval(0)
        self._explain_soon.timeout.connect(self._explain)
        self._build()
        self._wire()

    # --- Building ---

    def _build(self) -> None:
        """Lay out toolbar, filter line, grid and strip."""
        self.next_button = tool("下一个未填 F8", "arrow_next", tip="到下一个未填的格（F8）", primary=True)
        self.next_button.clicked.connect(self.deeds.next_gap.trigger)
        self.carry_button = tool("照上季", "copy", run=self.deeds.carry.trigger)
        self.mark_button = tool("标为已报", "checkmark", tip="标为已报（Ctrl+Enter）", run=self.deeds.mark.trigger)
        self.missing_button = tool("只看未报", "filter", tip="只列出本期还没有填的项目")
        self.missing_button.setCheckable(True)
        self.missing_button.toggled.connect(self._only_missing)
        self.add_tools(self.progress, 12, self.next_button, 4, self.carry_button, self.mark_button, None)
        self.add_tools(self.missing_button)
        body = vbox(self.filter, self.panel, self.foot)
        body.setStretchFactor(self.panel, 1)
        self.setLayout(body)

    def _wire(self) -> None:
        """Connect the parts."""
        self.filter.toggled.connect(self._toggle_filter)
        self.context.criteria_changed.connect(self._filtered)
        self.context.tasks.changed.connect(self._done)
        self.grid.sort_wanted.connect(self._sort)
        self.grid.cleared.connect(self.deeds.clear)
        self.grid.pasted.connect(self.deeds.paste)
        self.grid.overfull.connect(self.deeds.tell_overfull)
        self.grid.opened.connect(self._open)
        self.grid.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.grid.customContextMenuRequested.connect(self._show_menu)
        self.grid.selectionModel().currentChanged.connect(lambda *_: self._explain_soon.start())
        self.grid.selectionModel().selectionChanged.connect(lambda *_: self._explain_soon.start())
        self.panel.model.refused.connect(self._refused)
        self.panel.model.edited.connect(self._count_wrong)
        self.panel.model.modelReset.connect(self._explain_soon.start)
        self.writing.questions.changed.connect(self._explain_soon.start)
        self.deeds.offered.connect(self._offer)
        self.foot.left.connect(self._back_to_grid)

    # --- What is shown ---

    @property
    def _criteria(self) -> Criteria:
        """The filter that holds here."""
        return self.context.criteria if self._follows else Criteria()

    def _conditions(self) -> tuple[Condition, ...]:
        """Return the filter in words."""
        return conditions(self._criteria, self.context.tasks.read(choices, self.context.period.as_of))

    def refresh(self, changes: Changes) -> None:
        """Read again: the rows a deed of this page touched, or everything."""
        touched = self.writing.touched
        if touched is not None and not changes & ~OWN_CHANGES:
            self.panel.read_rows(touched)
        else:
            self._read()
        self._show_progress()
        self._explain_soon.start()

    def period_changed(self) -> None:
        """Show another period; what was refused belongs to the one that is left."""
        if self._period != self.context.period.chosen:
            self._period = self.context.period.chosen
            self._forget_all()
        super().period_changed()

    def _read(self) -> None:
        """Read ids and rows again, and put the filter into words."""
        self._stale = False
        criteria, period = self._criteria, self.context.period
        self.panel.read_again(criteria)
        words = self._conditions()
        listed = len(self.panel.found.ids)
        whole = self.context.tasks.read(counts, None, Criteria(), period.as_of)
        shown = Counts(listed, listed, whole.total, whole.total_counted)
        self.filter.show_filter(words, shown, followable=not self.context.criteria.empty)
        self.filter.note.setText(self._note())
        self._name_period()
        self._show_empty(in_short(words))
        self.deeds.update()
        for control in (self.carry_button, self.mark_button):
            set_blocked(control, self.context.tasks.read_only)

    def _note(self) -> str:
        """Say what the figures are, and whether they can simply be changed."""
        period = self.context.period
        if period.as_of == period.quarter.end and self.context.closed.locking(period.quarter):
            return f"{period.quarter.label}已封账，这里是现在的数，改动要登记更正"
        last = period.previous_end
        return f"单位：万元，累计数 · 灰底为上期（至{last.month}月{last.day}日），不可改"

    def _name_period(self) -> None:
        """Say 照上季 or 照上月."""
        words = self.deeds.carry_words
        self.carry_button.setText(words)
        self.carry_button.setToolTip(
            f"{words}：所选行未填的格照上期填，并写明“{self.context.period.chosen.word}无变化”"
        )

    def _show_progress(self) -> None:
        """Count what is reported."""
        self.progress.show_count(len(self.panel.found.reported), len(self.panel.found.ids))
        if self.panel.missing_only:
            self._show_empty("")

    def _show_empty(self, words: str) -> None:
        """Say why nothing is listed."""
        empty = self.panel.empty
        nothing = not self.panel.model.ids
        if nothing and self.panel.found.ids:
            line = f"{len(self.panel.found.ids)} 个项目本期都填过了。"
            empty.say("没有未报的项目", line, button("看全部", run=self.missing_button.toggle))
        elif nothing and self._criteria.empty:
            way = button("到“项目”页", run=partial(self.context.open_page, "projects"))
            empty.say("还没有要填报的项目", "新建项目或载入规划目录后，这里每个项目一行。", way)
        elif nothing:
            way = button("改看全部项目", run=self._toggle_filter)
            empty.say(f"没有符合“{words}”的项目", "这里沿用“项目”页的筛选。", way)
        self.panel.show_empty(shown=nothing)

    def _filtered(self) -> None:
        """Follow the filter of 项目; a page that is not open reads when it is shown."""
        self._follows = True
        self._stale = not self.isVisible()
        if not self._stale:
            self.refresh(Changes.EVERYTHING)

    def _toggle_filter(self) -> None:
        """Show all projects, or those of the filter of 项目."""
        self._follows = not self._follows
        self.refresh(Changes.EVERYTHING)

    def showEvent(self, event: QShowEvent) -> None:
        """Read for the filter that was set while another page was open."""
        super().showEvent(event)
        if self._stale:
            self.refresh(Changes.EVERYTHING)
        self._explain_soon.start()

    def _only_missing(self, only: bool) -> None:
        """List 未报 alone, or all."""
        self.panel.show_missing(only=only)
        self._show_empty("")
        self.grid.setFocus()

    def _sort(self, keys: object) -> None:
        """A click on 上报单位 puts the rows below their units, another one back into the list's order."""
        if keys:
            self.panel.order(by_unit=not self.panel.by_unit)

    # --- The strip ---

    def _explain(self) -> None:
        """Say what there is to say about the current cell."""
        place, row = self.grid.current_place, self.panel.current
        if place is None or row is None:
            self.foot.show_cell(None, Told())
            self.foot.hide()
            return
        self.foot.show()
        if not self.foot.ask.isHidden() and self.foot.place == place and not self.foot.offering:
            if self.writing.questions.of(place) is not None:
                return  # the reason is being typed
            self.foot.close_question()
        name, said = remarks.facts(self._as_typed(row, place[1]), place[1], self.context.period.chosen.word)
        self.foot.show_cell(place, Told(name, said, self._remark(place)))
        if self.isVisible():
            self.context.tell_selection(self.deeds.selection_words())

    def _as_typed(self, row: EntryRow, key: str) -> EntryRow:
        """Return the row with the figure that was typed and not stored, for its difference is what is asked about."""
        index = self.grid.currentIndex()
        if key not in KINDS or not index.data(Role.ERROR):
            return row
        try:
            amount = typed_amount(str(index.data()))
        except InputError:
            return row
        return replace(row, figures={**row.figures, key: replace(row.figures[key], current=amount)})

    def _remark(self, place: Place) -> Remark:
        """Return what is wrong with a cell, doubted, or known about it."""
        sentence = str(self.grid.currentIndex().data(Role.ERROR) or "")
        if sentence:
            return Remark("error", sentence, self._ways(place, self.writing.questions.of(place)))
        row = self.panel.current
        if row is None:
            return Remark()
        explain = partial(self._ask_to_explain, place)
        money = Link("打开“资金”", partial(self.context.open_project, place[0], "money"))
        said = remarks.standing(row, place[1], explain, partial(self._replace, place), money)
        blocked = self.context.tasks.read_only
        if blocked is None:
            return said
        return Remark(said.tone, blocked if said.tone == "hint" else said.sentence)

    def _ways(self, place: Place, question: Question | None) -> tuple[Link, ...]:
        """Return the ways out of a refused cell; the last is giving up what was typed."""
        give_up = Link("不改", partial(self._settled, *place))
        if question is None:
            return (Link("放弃这次输入", give_up.run),)
        ways = [Link(way.text, partial(self._go, place, way.run)) for way in question.ways]
        if question.reason is not None:
            ways.insert(0, Link("填写原因…", partial(self.foot.ask_reason, question)))
        return (*ways[:2], give_up)

    def _go(self, place: Place, run: Callable[[], object]) -> None:
        """Take a way on; where it asks for a reason next, it is asked at once."""
        before = self.writing.questions.of(place)
        self.writing.questions.at(place)
        run()
        question = self.writing.questions.of(place)
        if question is not None and question is not before and question.reason is not None:
            self.foot.ask_reason(question)

    def _ask_to_explain(self, place: Place) -> None:
        """Ask what there is to say about a doubted figure."""
        if (row := self.panel.row(place[0])) is not None:
            self._go(place, partial(self.writing.explain, row, place[1]))

    def _replace(self, place: Place, amount: Amount) -> None:
        """Put another figure in place of a doubted one; where that asks something, the cell is marked with it."""
        row = self.panel.row(place[0])
        if row is None:
            return
        try:
            self.writing.replace(row, place[1], amount)
        except Asked:
            if (question := self.writing.questions.of(place)) is not None and question.reason is not None:
                self.foot.ask_reason(question)
                return
            self.foot.offer(question.sentence if question else "", *(question.ways if question else ()))

    def _offer(self, sentence: str, ways: tuple[Link, ...]) -> None:
        """Offer what Ctrl+Enter asks about a row, unless a reason is being typed."""
        if self.foot.ask.isVisible() and not self.foot.offering:
            return
        self._explain()
        self.foot.offer(sentence, *ways)

    def _back_to_grid(self) -> None:
        """Give the keyboard back; a question about a cell that holds what is stored is settled."""
        place = self.grid.current_place
        if place is not None and not self.grid.currentIndex().data(Role.ERROR):
            self.writing.questions.forget(place)
        self._explain_soon.start()
        self.grid.setFocus()

    # --- What was refused ---

    def _refused(self, _row: object, _key: str, _sentence: str) -> None:
        """Say why a cell's text was not stored; it stays in the cell, marked."""
        self._count_wrong()
        self._explain_soon.start()

    def _settled(self, project_id: int, key: str) -> None:
        """Show what is stored in a cell, and ask nothing about it any more."""
        self.panel.model.forget_refused(project_id, key)
        self.writing.questions.forget((project_id, key))
        self._count_wrong()

    def _forget_all(self) -> None:
        """Give up everything that was not stored."""
        self.panel.model.forget_refused()
        self.writing.questions.forget()
        self.foot.close_question()
        self._count_wrong()

    def _count_wrong(self, *_: object) -> None:
        """Tell the status bar how many inputs are not stored."""
        self.wrong_changed.emit(self.panel.model.refused_count)
        self._explain_soon.start()

    def _done(self, _changes: Changes, action_id: int) -> None:
        """Go back to the cell whose deed was undone or done again."""
        if self.writing.touched is not None or not self.isVisible():
            return
        place = self.writing.place_of(action_id)
        if place is not None and self.panel.row(place[0]) is not None:
            self.grid.go_to(*place)

    def _open(self, project_id: object) -> None:
        """Open the project of a row that is not filled in here: its 资金 for a figure, else as it was left."""
        if isinstance(project_id, int):
            self.context.open_project(project_id, "money" if self.deeds.at_figure else "")

    def _show_menu(self, place: QPoint) -> None:
        """Open the menu of the selected cells."""
        menu = self.deeds.context_menu()
        if (row := self.panel.current) is not None:
            menu.addSeparator()
            menu.addAction("打开项目").triggered.connect(lambda: self._open(row.project_id))
        menu.exec(self.grid.viewport().mapToGlobal(place))
        menu.deleteLater()

    # --- What the window asks ---

    def menus(self) -> Mapping[str, list[QAction]]:
        """Return the actions of the page."""
        return self.deeds.menu_actions()

    def printables(self) -> tuple[Printable, ...]:
        """Return the sheet of what is listed."""
        from tracker.ui.entry.printing import printables

        return printables(self.context, self.panel, self._criteria, in_short(self._conditions()))

    def narrow(self, width: int) -> None:
        """Adapt to the window's width."""
        self.progress.narrow(narrow=width < theme.Size.FOLDED)
        self.filter.note.setVisible(width >= theme.Size.FOLDED)

    def panes(self) -> list[QWidget]:
        """Return what F6 goes through."""
        return [self.grid, self.foot]

    def escape(self) -> bool:
        """Give up what was refused in the current cell."""
        place = self.grid.current_place
        if place is None or not self.grid.currentIndex().data(Role.ERROR):
            return False
        self._settled(*place)
        return True

    def leave(self) -> int:
        """Store what is being edited; return how many inputs are wrong and not stored."""
        focus = QApplication.focusWidget()
        if focus is not None and focus is not self.grid and self.grid.isAncestorOf(focus):
            self.grid.setFocus()  # closes the cell's editor, which stores
        return self.panel.model.refused_count
