"""合并项目: two entries that are one project. The user picks the survivor and, where both say something, the value."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QStackedWidget, QWidget

from tracker.domain.errors import InputError
from tracker.queries import projects
from tracker.queries.projects import Detail
from tracker.services.merge import MergePlan
from tracker.ui.context import AppContext
from tracker.ui.dialogs.merge_compare import CompareView
from tracker.ui.dialogs.merge_words import MILESTONES, MONEY, outcome
from tracker.ui.dialogs.project_finder import ProjectFinder
from tracker.ui.forms import Label, button, link
from tracker.ui.messages import Sheet

Save = Callable[[MergePlan], object]
_WIDTH, _HEIGHT = 660, 560


class MergeDialog(Sheet):
    """First the second project is looked up, unless it is known; then the two stand side by side.

    ``save`` stores the plan or raises InputError, shown above the buttons.
    """

    def __init__(self, parent: QWidget, context: AppContext, pair: tuple[int, int | None], save: Save) -> None:
        """Begin with one project, or with two."""
        super().__init__(parent, "合并项目", width=min(_WIDTH, parent.window().width() - 60))
        self.resize(self.minimumWidth(), min(_HEIGHT, parent.window().height() - 60))
        self._context = context
        self._save = save
        self.first = self._read(pair[0])
        self.second: Detail | None = None
        self.finder = ProjectFinder(context, self.first)
        self.finder.chosen.connect(self.take)
        self.compare = CompareView()
        self.compare.changed.connect(self._say)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.finder)
        self._stack.addWidget(self.compare)
        self._sentence = Label("", "text2", wrap=True)
        self._error = Label("", "red", wrap=True)
        self._again = link("换一个项目…", run=self.look_again)
        self.merge = button("合并", primary=True, run=self.store)
        self.let_body_grow()
        self.body.addWidget(self._stack, 1)
        self.body.addWidget(self._sentence)
        self.body.addWidget(self._error)
        self.foot.insertWidget(0, self._again)
        self.foot.addWidget(button("取消", run=self.reject))
        self.foot.addWidget(self.merge)
        self.look_again()
        if pair[1] is not None:
            self.take(pair[1])

    def _read(self, project_id: int) -> Detail:
        """Return one of the two in full."""
        return self._context.tasks.read(projects.detail, project_id, self._context.period.as_of)

    def look_again(self) -> None:
        """Look the second project up."""
        self.second = None
        self._stack.setCurrentWidget(self.finder)
        self._again.hide()
        self.merge.setEnabled(False)
        self._sentence.setText("请选择与它是同一项目的另一条。两条合并后只剩一条，编号都还能打开。")
        self._error.hide()
        self.finder.box.setFocus()

    def take(self, project_id: int) -> None:
        """Show the two side by side."""
        self.second = self._read(project_id)
        self.compare.show_pair(self.first, self.second)
        self._stack.setCurrentWidget(self.compare)
        self._again.show()
        self.merge.setEnabled(True)
        self.compare.focus_choice()
        self._say()

    def _say(self) -> None:
        """Say what will happen, on the button too."""
        self._error.hide()
        survivor, other = self.compare.survivor, self.compare.other
        if survivor is not None and other is not None:
            self._sentence.setText(outcome(survivor, other))
            self.merge.setText("合并为一个项目")

    def store(self) -> None:
        """Store the merge and close, or say what does not fit."""
        survivor, other = self.compare.survivor, self.compare.other
        if survivor is None or other is None:
            return
        chosen = self.compare.blocks()
        plan = MergePlan(
            survivor_id=survivor.project_id,
            other_id=other.project_id,
            on=self._context.period.today,
            values=self.compare.values(),
            milestones_from=chosen.get(MILESTONES),
            money_from=chosen.get(MONEY),
        )
        try:
            self._save(plan)
        except InputError as error:
            self._error.setText(str(error))
            self._error.show()
        else:
            self.accept()
