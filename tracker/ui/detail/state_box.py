"""状态: what it is and why, set by hand from a date on, and taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tracker.domain.dates import format_day, parse_day
from tracker.domain.kinds import STATES_OF, STATES_WITH_REASON, Kind
from tracker.queries.detail import Detail, StateRow
from tracker.services import projects
from tracker.ui.cells import UNFILLED
from tracker.ui.detail.entry import EntryBox, Values
from tracker.ui.detail.lists import clear
from tracker.ui.forms import Label, hbox, link, set_blocked, vbox

if TYPE_CHECKING:
    from tracker.ui.detail.facts import FactsTab


class StateBox(QWidget):
    """The state in words, the states set by hand, and the form for another one."""

    def __init__(self, tab: FactsTab) -> None:
        """Belong to the tab 概况."""
        super().__init__()
        self._tab = tab
        self._text = Label("", wrap=True)
        self.change = link("改状态…", run=self._open)
        self._rows: QVBoxLayout = vbox(spacing=2)
        self.entry = EntryBox("保存状态", self._save)
        form = self.entry.form
        self._state = form.choice("state", "状态", ())
        self.entry.grid.add(self._state, form.day("since", "起始日期"))
        self.entry.grid.add(form.line("reason", "原因"), span=0)
        self.entry.closed.connect(self.change.setFocus)
        self.setLayout(
            vbox(
                Label("状态", "text2"),
                hbox(self._text, self.change, None, spacing=4),
                self._rows,
                self.entry,
                spacing=4,
            )
        )

    def show_project(self, project: Detail) -> None:
        """Show the state and those set by hand."""
        self.setVisible(project.counted)
        figures = project.figures
        if figures.state is None:
            self._text.setText(UNFILLED)
            self._text.set_ink("text3")
        else:
            self._text.setText(figures.state if figures.state_by_hand else f"{figures.state}（由节点推算）")
            self._text.set_ink("text")
        blocked = self._tab.blocked
        set_blocked(self.change, blocked)
        self.entry.set_blocked(blocked)
        form = self.entry.form
        words = STATES_OF[Kind(project.kind)]
        self._state.set_choices([(word, word) for word in words])
        form.fields["reason"].set_hint(f"{'、'.join(STATES_WITH_REASON)}要写明起始日期和原因")
        clear(self._rows)
        for row in project.states:
            self._rows.addLayout(self._row(row, blocked))

    def fold(self) -> None:
        """Give up the form."""
        self.entry.close_box()

    def _row(self, row: StateRow, blocked: str | None) -> QHBoxLayout:
        """Return one state set by hand."""
        since = f"{row.since} 起" if row.since else "一开始"
        why = f"，原因：{row.reason}" if row.reason else ""
        remove = link("移除", run=lambda: self._remove(row))
        set_blocked(remove, blocked)
        return hbox(Label(f"{since} {row.state}{why}", "text2", wrap=True), remove, spacing=4)

    def _open(self) -> None:
        """Unfold the form, beginning with today and the state as it is."""
        project = self._tab.project
        now = (project.figures.state or "") if project else ""
        values = {"state": now, "since": format_day(self._tab.context.period.today)}
        self.entry.open_with("改状态", values, "state")
        self._tab.reveal(self.entry)

    def _save(self, values: Values) -> None:
        """Store a state from a day on."""
        since = parse_day(values["since"])
        args = (self._tab.project_id, values["state"], since, values["reason"] or None)
        self._tab.store(f"状态改为“{values['state']}”", projects.set_state, *args)

    def _remove(self, row: StateRow) -> None:
        """Take a state back."""
        self._tab.attempt(f"移除状态“{row.state}”", projects.remove_state, row.state_id)
